"""A captured page as it was, but nothing runs or leads away unasked. Pure.

Written anew, piece by piece: only elements and attributes named here come through, every text and
value is escaped, so that whatever a browser makes of the original, it makes nothing else of this.
Links lead to the archive's own captures where it has them, and pictures, style sheets and fonts
come from there or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape, unescape
from urllib.parse import quote

import ada_url

from archive.proof.markup import REFERENCE, Piece
from archive.proof.still_styles import Place, still_declarations, still_rules
from archive.proof.undrawn import drawn_pieces

MAX_LINKS = 3000

_ELEMENTS = """
a abbr acronym address area article aside b bdi bdo big blockquote body br button caption center
cite code col colgroup data dd del details dfn dialog dir div dl dt em fieldset figcaption figure
font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label legend li listing main map
mark menu meter nav ol optgroup option output p pre progress q rp rt ruby s samp search section
select small span strike strong sub summary sup table tbody td textarea tfoot th thead time tr tt u
ul var wbr
"""
_ATTRIBUTES = """
abbr align alt axis bgcolor border cellpadding cellspacing char charoff checked class clear color
cols colspan compact coords datetime dir disabled face for frame headers height hidden high hspace
id label lang low max min multiple name noshade nowrap open optimum placeholder popover readonly
reversed rows rowspan rules scope selected shape size span start summary title type usemap valign
value vspace width
"""
ELEMENTS = frozenset(_ELEMENTS.split())
"""What comes through. Of everything else the content alone does, if it is drawn (undrawn.py).
Controls of forms do nothing: the forms themselves are left out."""
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "wbr"})
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
FRAMES = frozenset({"frame", "iframe", "embed", "object"})
PLACE = "place"
"""The parameter of a shown capture that names the place within it: no server is told a fragment."""
SANDBOX = "allow-top-navigation-by-user-activation"
"""What a frame may do: lead the whole window elsewhere by a click."""
_HEAD = """<meta charset="utf-8"><meta name="referrer" content="no-referrer">\
<meta name="robots" content="noindex"><meta name="viewport" content="width=device-width">\
<style>img:not([src]){border:1px dashed;min-width:1em;min-height:1em}</style>"""
# Where pictures stand that a script would put in. The last may as well be a slide's name or
# number, or a larger one for a closer look: what the page loads of itself goes before it.
WAITING = ("data-src", "data-lazy-src")
_ORIGINAL = "data-original"
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_INLINE = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
"""Pictures that stand in the page itself."""


def targets_of(source: str, url: str) -> list[str]:
    """Every address that the page links to, resolved, without fragment, each once."""
    base = base_of(source, url)
    found: dict[str, None] = {}
    for document in (source, *_framed(source)):
        for piece in drawn_pieces(document):
            for printed in _printed_targets(piece):
                target = resolve(printed, base).partition("#")[0]
                if target and len(found) < MAX_LINKS:
                    found.setdefault(target)
    return list(found)


def parts_of(source: str, url: str) -> list[str]:
    """Every address of a picture, style sheet or font that the page loads, each once."""
    found: dict[str, None] = {}

    def note(printed: str) -> str:
        if len(found) < MAX_LINKS:
            found.setdefault(resolve(printed, base).partition("#")[0])
        return ""

    base = base_of(source, url)
    for _ in _written(source, _Setting(base, url, {}, note)):
        pass
    found.pop("", None)
    return list(found)


def still_page(
    source: str,
    url: str,
    held: Mapping[str, str],
    parts: Mapping[str, str] = {},
    *,
    is_plain: bool = False,
) -> str:
    """The page as HTML that does nothing. ``held`` maps addresses to where they are shown here,
    ``parts`` those of pictures, style sheets and fonts to where they are served."""
    if is_plain:
        return f"<!DOCTYPE html><html><head>{_HEAD}</head><body><pre>{escape(source)}</pre></body>"
    base = base_of(source, url)
    doctype = "<!DOCTYPE html>" if "<!doctype html" in source[:1000].lower() else ""
    body = "".join(_written(source, _Setting(base, url, held, partial(placed, base, parts))))
    return f"{doctype}<html><head>{_HEAD}</head>{body}"


def base_of(source: str, url: str) -> str:
    """What relative addresses are resolved against: ``<base href>`` if it is one, or the page."""
    for piece in drawn_pieces(source):
        if piece.kind == "start" and piece.name == "base" and piece.value("href"):
            return resolve(piece.value("href"), url) or url
    return url


def placed(base: str, parts: Mapping[str, str], printed: str) -> str:
    """Where the part that is printed as this is served here; empty when it is not held."""
    address, mark, fragment = resolve(printed, base).partition("#")
    return parts[address] + mark + fragment if address in parts else ""


def resolve(printed: str, base: str) -> str:
    """An address as browsers resolve it; empty when it is not one of the web."""
    try:
        target = str(ada_url.URL(printed, base=base).href)
    except ValueError:
        return ""
    return target if target.startswith(("http://", "https://")) else ""


def _printed_targets(piece: Piece) -> Iterator[str]:
    if piece.kind == "start" and piece.name in ("a", "area"):
        yield from (a.value for a in piece.attributes if a.name == "href")
    elif piece.kind == "start" and piece.name in FRAMES:
        yield from (a.value for a in piece.attributes if a.name in ("src", "data"))


def _framed(source: str) -> list[str]:
    """The pages that stand in the page itself, as attributes of its frames."""
    return [
        text for p in drawn_pieces(source) if p.name == "iframe" and (text := p.value("srcdoc"))
    ]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a page is written anew with."""

    base: str
    """What its addresses are resolved against."""
    url: str
    held: Mapping[str, str]
    place: Place
    is_framed: bool = False


def _written(source: str, around: _Setting) -> Iterator[str]:
    for piece in drawn_pieces(source):
        text = source[piece.start : piece.end]
        if piece.kind == "text" and piece.name != "title":
            yield escape(REFERENCE.sub(lambda found: unescape(found[0]), text), quote=False)
        elif piece.kind == "raw" and piece.name == "style":
            yield f"<style>{still_rules(text, around.place)}</style>"
        elif piece.kind == "raw" and piece.name == "xmp":
            yield f"<pre>{escape(text)}</pre>"
        elif piece.kind == "end" and piece.name in ELEMENTS - VOID:
            yield f"</{piece.name}>"
        elif piece.kind == "start":
            yield _start(piece, around)


def _start(piece: Piece, around: _Setting) -> str:
    """What a start tag becomes."""
    if piece.name in FRAMES:
        return _frame(piece, around)
    if piece.name == "link":
        return _sheet(piece, around.place)
    if piece.name == "video":
        poster = around.place(piece.value("poster"))
        return f'<img src="{escape(poster)}" alt="film">' if poster else ""
    if piece.name in ELEMENTS:
        return f"<{piece.name}{''.join(_attributes(piece, around))}>"
    return ""


def _sheet(piece: Piece, place: Place) -> str:
    """A style sheet that the page uses from the beginning, if it is held."""
    rels = piece.value("rel").lower().split()
    address = "" if "alternate" in rels or "stylesheet" not in rels else place(piece.value("href"))
    if not address:
        return ""
    media = escape(piece.value("media"))
    return f'<link rel="stylesheet" href="{escape(address)}" media="{media}">'


def _picture(piece: Piece, place: Place) -> str:
    """Where the picture of an ``img`` comes from: the first of these that is held.

    Those that a script would load later come first, then its own ``src``, then its set, the last
    one first, which is mostly the largest. A picture written into the page itself (``data:``) is
    mostly a stopgap for scripts, so it comes last."""
    own, original = piece.value("src").strip(), piece.value(_ORIGINAL)
    waiting = [told for name in WAITING if (told := piece.value(name))]
    inline = own if _INLINE.fullmatch(own) else ""
    if inline and not waiting and not original:
        return inline
    sets = [piece.value(name) for name in _SETS]
    late = [entry.split()[0] for text in sets for entry in text.split(", ") if entry.strip()]
    printed = [*waiting, own, original, *reversed(late)]
    found = [place(p) for p in printed if p and p != inline]
    return next(filter(None, found), inline)


def _attributes(piece: Piece, around: _Setting) -> Iterator[str]:
    if piece.name == "img" and (picture := _picture(piece, around.place)):
        yield f' src="{escape(picture)}"'
    for attribute in piece.attributes:
        if attribute.name in ATTRIBUTES:
            yield f' {attribute.name}="{escape(attribute.value)}"'
        elif attribute.name == "style":
            yield f' style="{escape(still_declarations(attribute.value, around.place))}"'
        elif attribute.name == "background" and (picture := around.place(attribute.value)):
            yield f' background="{escape(picture)}"'
        elif attribute.name == "href" and piece.name in ("a", "area"):
            yield _link(attribute.value, around)


def _link(printed: str, around: _Setting) -> str:
    """Where a link leads here: within the page, into the archive, or, by a click, out of it."""
    target = resolve(printed, around.base)
    address, number_sign, fragment = target.partition("#")
    if not target:
        return ""
    if number_sign and address == around.url.partition("#")[0]:
        return f' href="#{escape(fragment)}"'
    if address in around.held:
        place = f"?{PLACE}={quote(fragment, safe='')}" if fragment else ""
        return f' href="{escape(around.held[address] + place)}" target="_top"'
    return f' href="{escape(target)}" target="_top" rel="nofollow noreferrer external"'


def _frame(piece: Piece, around: _Setting) -> str:
    """A page within the page: itself where it stands there, but for one in another such frame;
    else as a link to it."""
    within = piece.value("srcdoc") if piece.name == "iframe" else ""
    if within and around.is_framed:
        return ""
    if within:
        inner = "".join(_written(within, replace(around, is_framed=True)))
        page = f"<html><head>{_HEAD}</head>{inner}"
        size = "".join(
            f' {a.name}="{escape(a.value)}"'
            for a in piece.attributes
            if a.name in ("width", "height", "title")
        )
        return f'<iframe{size} sandbox="{SANDBOX}" srcdoc="{escape(page)}"></iframe>'
    printed = next(_printed_targets(piece), "").strip()
    target = resolve(printed, around.base) if printed else ""
    if not target:
        return ""
    link = _link(printed, replace(around, url=""))
    return f"<p>[<a{link}>{escape(piece.value('title') or piece.value('name') or target)}</a>]</p>"
