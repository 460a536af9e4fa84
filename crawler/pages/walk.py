"""One walk over the tree: visible text as pieces, every link site, every anchor. Pure.

Iterative, since pages nest deeper than Python recurses. Tags decide only where a piece begins
and ends and what it surely is (a list item, a table row); what a piece means by its looks and
its words is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString, Script, Stylesheet, TemplateString

from archive.records import BlockKind
from crawler.pages.landmarks import landmark_of
from crawler.pages.pieces import Piece, Style, TextRun
from crawler.pages.shaping import is_back_link, is_permalink, shape
from crawler.pages.tables import is_boxed, is_layout
from crawler.pages.visibility import HiddenRules, read_rules

BLOCK_TAGS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html
    legend li main menu nav ol p pre search section summary table tbody td tfoot th thead title
    tr ul xmp listing""".split()
)
INERT_TAGS = frozenset({"noscript", "template", "noframes"})
"""A browser with scripts and frames shows nothing of these."""
MUTE_TAGS = frozenset(
    "audio canvas datalist embed iframe object select svg textarea title video".split()
)
"""Their links count; their text is a fall-back or a form's, not the page's."""
BOLD_TAGS = frozenset({"b", "strong", "th"})
ITALIC_TAGS = frozenset({"i", "em", "cite"})

LINK_ATTRIBUTES = {
    "a": "href",
    "area": "href",
    "link": "href",
    "frame": "src",
    "iframe": "src",
    "form": "action",
    "img": "src",
    "script": "src",
    "source": "src",
    "embed": "src",
    "object": "data",
    "video": "src",
    "audio": "src",
    "track": "src",
    "blockquote": "cite",
    "q": "cite",
}
HEADLINE_SIZE = 5
_BOLD_TAGS = ("b", "strong")
_SURE_KINDS = {
    "dt": BlockKind.TERM,
    "dd": BlockKind.DEFINITION,
    "blockquote": BlockKind.QUOTE,
}
_HEADING_CLASS = re.compile(r"(?:^|\s)h([1-6])(?:\s|$)")
_QUOTE_CLASS = re.compile(r"(?:^|\s)(?:block|pull)?-?quote(?:\s|$)", re.I)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_FONT_SIZE = re.compile(r"^\s*([+-]?)(\d)\s*$")
_MARKS = (PreformattedString, Script, Stylesheet, TemplateString)


@dataclass(slots=True)
class LinkSite:
    """One element that points somewhere, before its target is resolved."""

    element: str
    attribute: str
    printed: str
    rel: str = ""
    landmark: str = ""
    is_hidden: bool = False
    origin: int = 0
    """Number of the piece it stands in or before."""
    is_inside: bool = False
    """Whether text of that piece stood before it."""
    label: str = ""
    """Alternative text, for links without visible text."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What one walk over a page found, in page order."""

    pieces: tuple[Piece, ...]
    sites: tuple[LinkSite, ...]
    anchors: tuple[str, ...]


class _State(NamedTuple):
    """What holds inside the current element."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    item: list[str] | None = None
    """Marker of the list item not yet written; emptied by its first piece."""
    tag: str = ""
    landmark: str = ""
    style: Style = Style()
    link: int | None = None
    is_pre: bool = False
    is_mute: bool = False
    is_data: bool = False
    in_row: bool = False
    is_boxed: bool = False


def walk(soup: BeautifulSoup, mend: Callable[[str], str] = str) -> Walked:
    """Read a tree once; ``mend`` is applied to each text before anything else."""
    walker = _Walker(read_rules(soup), mend)
    walker.run_over(soup)
    return Walked(tuple(walker.pieces), tuple(walker.sites), tuple(walker.anchors))


class _Walker:
    def __init__(self, rules: HiddenRules, mend: Callable[[str], str]) -> None:
        self.rules = rules
        self.mend = mend
        self.pieces: list[Piece] = []
        self.sites: list[LinkSite] = []
        self.anchors: dict[str, None] = {}
        self.run = TextRun()
        self.state = _State()
        self.lists: list[int] = []  # number of the next item of each open ordered list; 0 = bullets
        self.awaits_cell = False

    def run_over(self, root: Tag) -> None:
        """Depth first, with our own stack."""
        levels: list[tuple[Iterator[object], Tag | None, _State]] = [
            (iter(root.contents), None, self.state)
        ]
        while levels:
            nodes, owner, before = levels[-1]
            for node in nodes:
                if isinstance(node, Tag):
                    outer = self.state
                    if self._open(node):
                        levels.append((iter(node.contents), node, outer))
                        break
                elif isinstance(node, NavigableString) and not isinstance(node, _MARKS):
                    self._text(node)
            else:
                levels.pop()
                if owner is not None:
                    self._close(owner, before)
        self._flush()

    # ------------------------------------------------------------------ elements

    def _open(self, tag: Tag) -> bool:
        """Enter an element; False when it is done with already."""
        name = tag.name
        if tag.attrs:
            self._note_anchors(tag)
            if name not in ("html", "body") and self.rules.hides(tag):
                self._hide(tag)
                return False
        if name in INERT_TAGS:
            self._hide(tag)
            return False
        if name == "br":
            if not self.state.is_mute:
                self.run.break_line()
            return False
        link = self._note_link(tag)
        if name in ("script", "style"):
            return False
        if name == "a" and link is not None and self._sets_apart(tag, link):
            return False
        if name in BLOCK_TAGS:
            self._begin_block(tag)
        elif name == "hr" or (name == "font" and _is_headline(tag, self.state.style)):
            self._flush()
        self.state = self._inside(tag, link)
        if name == "img" and self.state.link is not None:
            self.sites[self.state.link].label += f" {tag.attrs.get('alt') or ''}"
        return True

    def _close(self, tag: Tag, outer: _State) -> None:
        name = tag.name
        if name in ("ul", "ol", "menu", "dir") and self.lists:
            self.lists.pop()
        if name in BLOCK_TAGS:
            if not self.state.in_row or name == "tr":
                self._flush()
            else:
                self._blank()
        elif name == "font" and _is_headline(tag, outer.style):
            self._flush()
        self.state = outer

    def _begin_block(self, tag: Tag) -> None:
        if not self.state.in_row or tag.name == "tr":
            self._flush()
        elif tag.name in ("td", "th"):
            self.awaits_cell = bool(self.run.parts)
        else:
            self._blank()

    def _inside(self, tag: Tag, link: int | None) -> _State:
        """What holds inside ``tag``."""
        name, state = tag.name, self.state
        changes: dict[str, object] = {}
        if name in BLOCK_TAGS:
            changes["tag"] = name
            landmark = landmark_of(tag, state.landmark)
            if landmark != state.landmark:
                changes["landmark"] = landmark
            changes.update(self._kind_inside(tag))
        elif tag.attrs.get("role") == "heading":
            changes.update(kind=BlockKind.HEADING, level=_heading_level(tag))
        if link is not None and name == "a":
            changes["link"] = link
        if name in MUTE_TAGS:
            changes["is_mute"] = True
        style = _style_inside(tag, state.style)
        if style is not state.style:
            changes["style"] = style
        return state._replace(**changes) if changes else state  # type: ignore[arg-type]

    def _kind_inside(self, tag: Tag) -> dict[str, object]:
        """What the block element surely is."""
        name, state = tag.name, self.state
        if name == "li":
            return {
                "kind": BlockKind.ITEM,
                "level": max(1, len(self.lists)),
                "item": [self._next_marker(tag)],
            }
        if name in ("ul", "ol", "menu", "dir"):
            start = str(tag.attrs.get("start", "1"))
            first = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            self.lists.append(max(first, 1) if name == "ol" else 0)
        if len(name) == 2 and name[0] == "h" and name[1] in "123456":
            return {"kind": BlockKind.HEADING, "level": int(name[1])}
        if tag.attrs.get("role") == "heading":
            return {"kind": BlockKind.HEADING, "level": _heading_level(tag)}
        if name == "table":
            layout = is_layout(tag)
            boxed = layout and is_boxed(tag)
            return {"is_data": not layout, "in_row": False, "is_boxed": boxed}
        if name == "tr" and state.is_data:
            return {"kind": BlockKind.ROW, "level": 0, "in_row": True, "item": None}
        if name == "pre" or name in ("xmp", "listing"):
            return {"kind": BlockKind.CODE, "is_pre": True}
        kind, level = _SURE_KINDS.get(name), 0
        if kind is None and "class" in tag.attrs:
            kind, level = _kind_of_class(str(tag.attrs["class"]))
        return {"kind": kind, "level": level} if kind else {}

    def _next_marker(self, tag: Tag) -> str:
        if not self.lists or not self.lists[-1]:
            return "•"
        value = str(tag.attrs.get("value", ""))
        number = int(value) if re.fullmatch(r"\d{1,6}", value) else self.lists[-1]
        self.lists[-1] = number + 1
        return f"{number}."

    # ------------------------------------------------------------------ text

    def _text(self, node: NavigableString) -> None:
        state = self.state
        if state.is_mute:
            return
        text = self.mend(node)
        if state.is_pre:
            text = text.replace("\r\n", "\n")
        else:
            text = _BLANKS.sub(" ", text)
            if text[:1] == " " and self.run.ends_blank:
                text = text[1:]
        if not text:
            return
        if self.awaits_cell and text.strip():
            self._end_cell()
            text = text.lstrip()
        self.run.add(text, link=state.link, style=state.style)

    def _end_cell(self) -> None:
        self.awaits_cell = False
        self.run.end_cell()

    def _blank(self) -> None:
        if not self.run.ends_blank:
            self.run.add(" ", link=None, style=self.state.style)

    def _flush(self) -> None:
        """End the piece: it becomes what the current state says it is."""
        state = self.state
        self.awaits_cell = False
        cells = self.run.cells
        piece = self.run.finish(state.tag, state.landmark)
        self.run.clear()
        if piece is None:
            return
        kind, level, marker = state.kind, state.level, ""
        if kind is BlockKind.ITEM and state.item is not None:
            if state.item:
                marker = state.item.pop()
            else:
                kind, level = BlockKind.PARAGRAPH, 0
        looks = replace(piece.looks, is_boxed=state.is_boxed)
        piece = replace(
            piece, kind=kind, level=level, marker=marker, looks=looks, origin=len(self.pieces)
        )
        self.pieces.extend(shape(piece, cells))

    # ------------------------------------------------------------------ links and anchors

    def _note_anchors(self, tag: Tag) -> None:
        anchor = tag.attrs.get("id")
        if anchor:
            self.anchors[str(anchor)] = None
        if tag.name == "a" and tag.attrs.get("name"):
            self.anchors[str(tag.attrs["name"])] = None

    def _note_link(self, tag: Tag, *, is_hidden: bool = False) -> int | None:
        """Record where the element points; the number of the link site."""
        attribute = LINK_ATTRIBUTES.get(tag.name)
        if attribute is None or attribute not in tag.attrs:
            return None
        rel = str(tag.attrs.get("rel") or "")
        if tag.name == "form" and str(tag.attrs.get("method") or "get").lower() != "get":
            return None  # only what a GET can reach is a link
        label = tag.attrs.get("alt") or tag.attrs.get("aria-label") or tag.attrs.get("title") or ""
        site = LinkSite(
            element=tag.name,
            attribute=attribute,
            printed=str(tag.attrs[attribute]),
            rel=rel,
            landmark=self.state.landmark,
            is_hidden=is_hidden,
            origin=len(self.pieces),
            is_inside=bool(self.run.parts) and not is_hidden,
            label=str(label),
        )
        self.sites.append(site)
        return len(self.sites) - 1

    def _sets_apart(self, tag: Tag, link: int) -> bool:
        """Whether a link is no part of the text around it: a permalink, or a way back to the top."""
        href = self.sites[link].printed
        if not href.startswith("#"):
            return False
        text = " ".join("".join(islice(tag.strings, 9)).split())
        if is_back_link(href, text):
            self._flush()
            self.run.add(text, link=link, style=self.state.style)
            way_back = self.run.finish("a", self.state.landmark)
            self.run.clear()
            if way_back is not None:
                self.pieces.append(replace(way_back.as_chrome(), origin=len(self.pieces)))
            return True
        return is_permalink(href, text) and tag.find("img") is None

    def _hide(self, tag: Tag) -> None:
        """Record the links and anchors of what a reader cannot see; its text is left out."""
        for inner in (tag, *tag.find_all(True)):
            self._note_anchors(inner)
            number = self._note_link(inner, is_hidden=True)
            if number is not None:
                text = " ".join(" ".join(islice(inner.strings, 9)).split())
                self.sites[number].label = text or self.sites[number].label


def _kind_of_class(names: str) -> tuple[BlockKind | None, int]:
    """Class names that frameworks give to what should be a tag: ``h2`` (Bootstrap), ``quote``."""
    heading = _HEADING_CLASS.search(names)
    if heading:
        return BlockKind.HEADING, int(heading.group(1))
    return (BlockKind.QUOTE if _QUOTE_CLASS.search(names) else None), 0


def _heading_level(tag: Tag) -> int:
    level = str(tag.attrs.get("aria-level", "2"))
    return int(level) if level in "123456" and level else 2


def _style_inside(tag: Tag, style: Style) -> Style:
    """The inline style inside ``tag``; the same object when it changes nothing."""
    name = tag.name
    if name in BOLD_TAGS:
        return style if style.bold else replace(style, bold=True)
    if name in ITALIC_TAGS:
        return style if style.italic else replace(style, italic=True)
    if name in ("button", "summary"):
        return replace(style, is_opener=True)
    if name == "font" and (size := _font_size(tag)):
        return replace(style, size=size)
    return style


def _font_size(tag: Tag) -> int:
    """1 to 7; 0 when the element sets none. ``+1`` counts from the normal size."""
    match = _FONT_SIZE.match(str(tag.attrs.get("size") or ""))
    if not match:
        return 0
    sign, digit = match.groups()
    return min(max(3 + int(f"{sign}{digit}") if sign else int(digit), 1), 7)


def _is_headline(font: Tag, style: Style) -> bool:
    """Whether a ``<font>`` sets words so large and bold that they are a headline of their own,
    even where a forgotten end tag leaves them in the line before."""
    if _font_size(font) < HEADLINE_SIZE or not (style.bold or font.find(_BOLD_TAGS)):
        return False
    return any(len(text.strip()) > 2 for text in islice(font.strings, 9))
