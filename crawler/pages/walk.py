"""One walk over the tree that collects visible text as pieces, links and anchors. Pure.

Iterative, since pages nest deeper than Python recurses. Tags decide only where a piece begins
and ends and what it surely is (a list item, a table row); what a piece means by its looks and
its words is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString, Script, Stylesheet, TemplateString

from archive.records import BlockKind
from crawler.pages.elements import (
    BLOCK_TAGS,
    INERT_TAGS,
    LIST_TAGS,
    MUTE_TAGS,
    PRE_TAGS,
    descend,
    first_number,
    has_inside,
    is_block,
    kind_of,
    marker_of,
    text_of,
)
from crawler.pages.landmarks import NAMEABLE, landmark_of
from crawler.pages.linksites import (
    LINK_ATTRIBUTES,
    LinkSite,
    has_more,
    is_framed,
    more_sites,
    site_of,
)
from crawler.pages.pieces import Piece
from crawler.pages.shaping import is_back_link, is_permalink, number_items, shape
from crawler.pages.styles import STYLING_TAGS, Style, is_headline, raise_numbers, style_inside
from crawler.pages.tables import is_boxed, is_layout
from crawler.pages.textrun import TextRun
from crawler.pages.tree import Tree, grow
from crawler.pages.visibility import HiddenRules, read_rules

_BLANKS = re.compile(r"[\t\n\r\f][ \t\n\r\f]*| [ \t\n\r\f]+")
"""What shows as one blank and is none, or more than one."""


def _may_fold(text: str) -> bool:
    """Whether ``_BLANKS`` can be in a text: told in a tenth of the time it takes to look."""
    return "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text


_NO_TEXT = (PreformattedString, Script, Stylesheet, TemplateString)
"""Comments, declarations and the like: strings that no reader sees."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What one walk over a page found, in page order."""

    pieces: tuple[Piece, ...]
    sites: tuple[LinkSite, ...]
    anchors: tuple[str, ...]


class _State:
    """What holds inside the current element. Never changed: elements share it."""

    __slots__ = (
        "in_row", "inside", "is_boxed", "is_data", "is_mute", "is_pre", "item", "kind", "landmark",
        "level", "style", "tag",
    )  # fmt: skip

    def __init__(self) -> None:
        self.kind = BlockKind.PARAGRAPH
        self.level = 0
        self.item: list[str] | None = None
        """Marker of the list item not yet written; emptied by its first piece."""
        self.tag = ""
        self.landmark = ""
        self.style = Style()
        self.is_pre = False
        self.is_mute = False
        self.is_data = False
        """In a table of data, as opposed to one of layout."""
        self.in_row = False
        self.is_boxed = False
        self.inside: dict[Hashable, _State] = {}
        """What holds inside elements, by their names and what of their attributes tells it."""

    def changed(self, changes: dict[str, Any]) -> _State:
        """A copy with some fields changed; the object itself where all are the same."""
        if all(getattr(self, name) is value for name, value in changes.items()):
            return self
        state = _State.__new__(_State)
        state.kind, state.level, state.item = self.kind, self.level, self.item
        state.tag, state.landmark, state.style = self.tag, self.landmark, self.style
        state.is_pre, state.is_mute, state.is_data = self.is_pre, self.is_mute, self.is_data
        state.in_row, state.is_boxed = self.in_row, self.is_boxed
        for name, value in changes.items():
            setattr(state, name, value)
        state.inside = {}
        return state


_CHANGING = BLOCK_TAGS | MUTE_TAGS | STYLING_TAGS | {"span"}
"""Elements inside which anything may be otherwise than around them; links are none."""
_COUNTING = LIST_TAGS | {"li", "table", "aside"}
"""Elements that mean something else each time."""
_TELLING = frozenset({"aria-level", "class", "role", "size", "style"})
"""Attributes by which elements say what holds inside them."""
_NAMING = _TELLING | {"id"}


def walk(tree: Tree, mend: Callable[[str], str] = str) -> Walked:
    """Read a tree once; ``mend`` is applied to each text before anything else."""
    walker = _Walker(read_rules(tree), mend, has_script=bool(tree.tags["script"]))
    walker.run_over(tree.soup)
    return Walked(tuple(number_items(walker.pieces)), tuple(walker.sites), tuple(walker.anchors))


class _Walker:
    def __init__(
        self, rules: HiddenRules, mend: Callable[[str], str], *, has_script: bool = False
    ) -> None:
        self.rules = rules
        self.mend = mend
        self.has_script = has_script  # which may show what templates hold
        self.pieces: list[Piece] = []
        self.sites: list[LinkSite] = []
        self.anchors: dict[str, None] = {}
        self.run = TextRun()
        self.state = _State()
        self.link: int | None = None
        """Number of the link site that text now belongs to."""
        self.counters: list[int] = []  # of each open list, see marker_of
        self.awaits_cell = False

    def run_over(self, root: Tag) -> None:
        """Depth first, with our own stack."""
        levels: list[tuple[Iterator[Any], Tag | None, _State, int | None]]
        levels = [(iter(root.contents), None, self.state, None)]
        while levels:
            nodes, owner, outer, outer_link = levels[-1]
            for node in nodes:
                if isinstance(node, Tag):
                    before, link = self.state, self.link
                    if self._open(node):
                        levels.append((iter(node.contents), node, before, link))
                        break
                elif type(node) is NavigableString or not isinstance(node, _NO_TEXT):
                    self._text(node)
            else:
                levels.pop()
                if owner is not None:
                    self._close(owner, outer)
                    self.link = outer_link
        self._flush()

    def _open(self, tag: Tag) -> bool:
        """Enter an element; False when it is done with already."""
        name, attributes = tag.name, tag.attrs
        if attributes:
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
        if attributes and not self._open_with_links(tag):
            return False
        if name in ("script", "style"):
            return False
        if is_block(tag):
            self._break_block(tag)
        elif name == "hr" or (name == "font" and is_headline(tag, self.state.style)):
            self._flush()
        self.state = self._inside(tag)
        if name == "img" and self.link is not None:
            self.sites[self.link].label += f" {attributes.get('alt') or ''}"
        return True

    def _open_with_links(self, tag: Tag) -> bool:
        """Record where an element points; False when that is all there is to do with it."""
        name = tag.name
        link = self._note_link(tag) if name in LINK_ATTRIBUTES else None
        if has_more(tag):
            self._note_more_links(tag)
        if is_framed(tag):
            framed = grow(str(tag.attrs["srcdoc"]))
            self._note_inside(framed.soup)
            framed.fell()
        if name == "a" and link is not None:
            if self._sets_apart(tag, link):
                return False
            self.link = link
        return True

    def _close(self, tag: Tag, outer: _State) -> None:
        name = tag.name
        if is_block(tag):
            if name in LIST_TAGS:
                self.counters.pop()
            if not self.state.in_row or name == "tr":
                self._flush()
            else:
                self.run.add_blank()
        elif name == "font" and is_headline(tag, outer.style):
            self._flush()
        self.state = outer

    def _break_block(self, tag: Tag) -> None:
        """A block begins: a new piece, but in a row of data a new cell or a blank."""
        if not self.state.in_row or tag.name == "tr":
            self._flush()
        elif tag.name in ("td", "th"):
            self.awaits_cell = bool(self.run.parts)
        else:
            self.run.add_blank()

    def _inside(self, tag: Tag) -> _State:
        """What holds inside ``tag``."""
        name = tag.name
        if name not in _CHANGING:
            return self.state
        if name in _COUNTING:
            return self._changed_by(tag)
        key: Hashable = name
        attributes = tag.attrs
        if attributes:
            telling = _NAMING if key in NAMEABLE else _TELLING
            if not telling.isdisjoint(attributes):
                key = (key, *map(attributes.get, telling))
        known = self.state.inside.get(key)
        if known is None:
            known = self.state.inside[key] = self._changed_by(tag)
        return known

    def _changed_by(self, tag: Tag) -> _State:
        name, state = tag.name, self.state
        changes: dict[str, Any] = {}
        if name in BLOCK_TAGS:
            changes["tag"] = name
            landmark = landmark_of(tag, state.landmark)
            if landmark != state.landmark:
                changes["landmark"] = landmark
            changes.update(self._kind_inside(tag))
        elif name == "span" and (sure := kind_of(tag)):
            changes["kind"], changes["level"] = sure
        if name in MUTE_TAGS:
            changes["is_mute"] = True
        style = style_inside(tag, state.style)
        if style is not state.style:
            changes["style"] = style
        return state.changed(changes)

    def _kind_inside(self, tag: Tag) -> dict[str, Any]:
        """What the block element surely is."""
        name = tag.name
        if name == "li":
            marker, level = marker_of(tag, self.counters), max(1, len(self.counters))
            return {"kind": BlockKind.ITEM, "level": level, "item": [marker]}
        if name in LIST_TAGS:
            self.counters.append(first_number(tag))
        elif name == "table":
            layout = is_layout(tag)
            return {"is_data": not layout, "in_row": False, "is_boxed": layout and is_boxed(tag)}
        elif name == "tr" and self.state.is_data:
            return {"kind": BlockKind.ROW, "level": 0, "in_row": True, "item": None}
        elif name in PRE_TAGS:
            return {"kind": BlockKind.CODE, "is_pre": True}
        sure = kind_of(tag)
        return {"kind": sure[0], "level": sure[1]} if sure else {}

    def _text(self, node: NavigableString) -> None:
        state = self.state
        if state.is_mute:
            return
        text = self.mend(node)
        if state.is_pre:
            text = text.replace("\r\n", "\n")
        else:
            if _may_fold(text):
                text = _BLANKS.sub(" ", text)
            if text[:1] == " " and self.run.ends_blank:
                text = text[1:]
        if not text:
            return
        if state.style.is_raised:
            text = raise_numbers(text)
        if self.awaits_cell and text.strip():
            self.awaits_cell = False
            self.run.end_cell()
            text = text.lstrip()
        self.run.add(text, self.link, state.style)

    def _flush(self) -> None:
        """End the piece: it becomes what the current state says it is."""
        if not self.run.parts:
            return
        state, cells = self.state, self.run.cells
        kind, level, marker = state.kind, state.level, ""
        if kind is BlockKind.ITEM and state.item is not None and self.run.sizes:
            if state.item:
                marker = state.item.pop()
            else:
                kind, level = BlockKind.PARAGRAPH, 0
        self.awaits_cell = False
        piece = self.run.finish(
            kind,
            level,
            tag=state.tag,
            landmark=state.landmark,
            is_boxed=state.is_boxed,
            origin=len(self.pieces),
        )
        if piece is not None:
            if marker:
                piece = piece._replace(marker=marker)
            self.pieces.extend(shape(piece, cells))

    def _note_anchors(self, tag: Tag) -> None:
        anchor = tag.attrs.get("id")
        if anchor:
            self.anchors[str(anchor)] = None
        if tag.name == "a" and (name := tag.attrs.get("name")):
            self.anchors[str(name)] = None

    def _note_link(self, tag: Tag) -> int | None:
        """Record where the element points; the number of the link site."""
        site = site_of(tag, self.state.landmark, len(self.pieces))
        if site is None:
            return None
        site.is_inside = bool(self.run.parts)
        self.sites.append(site)
        return len(self.sites) - 1

    def _note_more_links(self, tag: Tag, *, is_hidden: bool = False) -> None:
        for site in more_sites(tag, self.state.landmark, len(self.pieces)):
            site.is_hidden = is_hidden
            self.sites.append(site)

    def _sets_apart(self, tag: Tag, link: int) -> bool:
        """Whether a link is no part of the text around it: a permalink, or the way to the top."""
        href = self.sites[link].printed
        if not href.startswith("#"):
            return False
        text = text_of(tag)
        if not is_back_link(href, text):
            return is_permalink(href, text) and not has_inside(tag, "img")
        self._flush()
        self.sites[link].origin = len(self.pieces)
        self.run.add(text, link, self.state.style)
        back = self.run.finish(
            BlockKind.PARAGRAPH,
            0,
            tag="a",
            landmark=self.state.landmark,
            is_boxed=False,
            origin=len(self.pieces),
        )
        self.pieces.extend([back.as_chrome()] if back else [])
        return True

    def _hide(self, tag: Tag) -> None:
        """Record the links and anchors of what a reader cannot see; its text is left out."""
        self._note_anchors(tag)
        if self.has_script or tag.name != "template":
            for inner in descend(tag):
                if isinstance(inner, Tag):
                    self._note_anchors(inner)
        self._note_inside(tag, is_hidden=True)

    def _note_inside(self, root: Tag, *, is_hidden: bool = False) -> None:
        """Record the links of an element and of all within, but not its text."""
        for inner in (root, *(n for n in descend(root) if isinstance(n, Tag))):
            number = self._note_link(inner)
            if number is not None:
                site = self.sites[number]
                site.is_hidden, site.is_inside = is_hidden, False
                site.label = text_of(inner) or site.label
            if has_more(inner):
                self._note_more_links(inner, is_hidden=is_hidden)
