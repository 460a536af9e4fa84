"""A captured page as it was, without anything that runs, or leads away unasked. Pure.

Written anew, piece by piece: only elements and attributes named here come through, every text and
value is escaped, so that whatever a browser makes of the original, it makes nothing else of this.
Links lead to the archive's own captures where it has them, and pictures, style sheets and fonts
come from there or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape, unescape

import ada_url

from archive.proof.markup import REFERENCE, Piece, pieces_of
from archive.proof.still_styles import Place, still_declarations, still_rules

MAX_LINKS = 3000

_ELEMENTS = """
a abbr acronym address area article aside b bdi bdo big blockquote body br caption center cite code
col colgroup data dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5
h6 header hgroup hr i img ins kbd li main map mark menu nav ol p pre q rp rt ruby s samp section
small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr
"""
_ATTRIBUTES = """
abbr align alt axis bgcolor border cellpadding cellspacing char charoff class clear color cols
colspan compact coords datetime dir face frame headers height hidden hspace id lang name noshade
nowrap open reversed rows rowspan rules scope shape size span start summary title type usemap
valign value vspace width
"""
ELEMENTS = frozenset(_ELEMENTS.split())
"""What comes through. Of everything else the content alone does, save of scripts and the like."""
VOID = frozenset({"area", "br", "col", "hr", "img", "wbr"})
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
FRAMES = frozenset({"frame", "iframe", "embed", "object"})
_HEAD = """<meta charset="utf-8"><meta name="referrer" content="no-referrer">\
<meta name="robots" content="noindex"><meta name="viewport" content="width=device-width">\
<style>img:not([src]){border:1px dashed;min-width:1em;min-height:1em}</style>"""
_INLINE = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
"""Pictures that stand in the page itself."""


def targets_of(source: str, url: str) -> list[str]:
    """Every address that the page links to, resolved, without fragment, each once."""
    base = base_of(source, url)
    found: dict[str, None] = {}
    for piece in pieces_of(source):
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
    for _ in _written(source, base, url, {}, note):
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
    place = partial(placed, base, parts)
    body = "".join(_written(source, base, url, held, place))
    return f"{doctype}<html><head>{_HEAD}</head>{body}"


def base_of(source: str, url: str) -> str:
    """What relative addresses are resolved against: ``<base href>`` if it is one, or the page."""
    for piece in pieces_of(source):
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


def _written(
    source: str, base: str, url: str, held: Mapping[str, str], place: Place
) -> Iterator[str]:
    for piece in pieces_of(source):
        if piece.kind == "text" and piece.name != "title":
            text = source[piece.start : piece.end]
            yield escape(REFERENCE.sub(lambda found: unescape(found[0]), text), quote=False)
        elif piece.kind == "raw" and piece.name == "style":
            yield f"<style>{still_rules(source[piece.start : piece.end], place)}</style>"
        elif piece.kind == "end" and piece.name in ELEMENTS - VOID:
            yield f"</{piece.name}>"
        elif piece.kind == "start" and piece.name in FRAMES:
            yield _frame(piece, base, held)
        elif piece.kind == "start" and piece.name == "link":
            yield _sheet(piece, place)
        elif (
            piece.kind == "start"
            and piece.name == "video"
            and (poster := place(piece.value("poster")))
        ):
            yield f'<img src="{escape(poster)}" alt="film">'
        elif piece.kind == "start" and piece.name in ELEMENTS:
            yield f"<{piece.name}{''.join(_attributes(piece, base, url, held, place))}>"


def _sheet(piece: Piece, place: Place) -> str:
    """A style sheet that the page uses from the beginning, if it is held."""
    rels = piece.value("rel").lower().split()
    address = "" if "alternate" in rels or "stylesheet" not in rels else place(piece.value("href"))
    if not address:
        return ""
    media = escape(piece.value("media"))
    return f'<link rel="stylesheet" href="{escape(address)}" media="{media}">'


def _picture(piece: Piece, place: Place) -> str:
    """Where the picture of an ``img`` comes from: itself, else the last of its set, which is
    mostly the largest; scripts would put in those that are loaded late."""
    own = piece.value("src").strip()
    if _INLINE.fullmatch(own) and not piece.value("data-src"):
        return own
    sets = [piece.value("srcset"), piece.value("data-srcset")]
    late = [entry.split()[0] for text in sets for entry in text.split(", ") if entry.strip()]
    printed = [piece.value("data-src"), own, *reversed(late)]
    return next((address for p in printed if p and (address := place(p))), "")


def _attributes(
    piece: Piece, base: str, url: str, held: Mapping[str, str], place: Place
) -> Iterator[str]:
    if piece.name == "img" and (picture := _picture(piece, place)):
        yield f' src="{escape(picture)}"'
    for attribute in piece.attributes:
        if attribute.name in ATTRIBUTES:
            yield f' {attribute.name}="{escape(attribute.value)}"'
        elif attribute.name == "style":
            yield f' style="{escape(still_declarations(attribute.value, place))}"'
        elif attribute.name == "background" and (picture := place(attribute.value)):
            yield f' background="{escape(picture)}"'
        elif attribute.name == "href" and piece.name in ("a", "area"):
            yield _link(attribute.value, base, url, held)


def _link(printed: str, base: str, url: str, held: Mapping[str, str]) -> str:
    """Where a link leads here: within the page, into the archive, or, by a click, out of it."""
    target = resolve(printed, base)
    address, number_sign, fragment = target.partition("#")
    if not target:
        return ""
    if number_sign and address == url.partition("#")[0]:
        return f' href="#{escape(fragment)}"'
    if address in held:
        return f' href="{escape(held[address])}" target="_top"'
    return f' href="{escape(target)}" target="_top" rel="nofollow noreferrer external"'


def _frame(piece: Piece, base: str, held: Mapping[str, str]) -> str:
    """A page within the page, as a link to it."""
    printed = next(_printed_targets(piece), "")
    target = resolve(printed, base)
    if not target:
        return ""
    link = _link(printed, base, "", held)
    return f"<p>[<a{link}>{escape(piece.value('title') or piece.value('name') or target)}</a>]</p>"
