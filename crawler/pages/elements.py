"""HTML elements by what they do: break the text, hide it, or say what it is. Data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from archive.records import BlockKind

BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "legend",
    "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul", "xmp",
})  # fmt: skip
INERT_TAGS = frozenset({"noscript", "template", "noframes"})
"""A browser with scripts and frames shows nothing of these."""
MUTE_TAGS = frozenset({
    "annotation", "annotation-xml", "audio", "canvas", "datalist", "embed", "iframe", "object",
    "rp", "select", "svg", "textarea", "title", "video",
})  # fmt: skip
"""Their links count; their text is a fall-back or a form's, not the page's (the same rule for the
captured page is ``archive/proof/undrawn.py``)."""
LIST_TAGS = frozenset({"ul", "ol", "menu", "dir"})
PRE_TAGS = frozenset({"pre", "xmp", "listing"})
OPENER_TAGS = frozenset({"button", "summary"})

HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
SURE_KINDS = {
    "dt": BlockKind.TERM,
    "dd": BlockKind.DEFINITION,
    "blockquote": BlockKind.QUOTE,
}
_HEADING_CLASS = re.compile(r"(?:^|\s)h([1-6])(?:\s|$)")
SHORTEST_LISTED = 30
"""Characters of an element that may be an entry of a list, whatever it is called."""
LABEL_NODES = 20
LABEL_LENGTH = 300
"""How much of an element is looked at for its label: nodes and characters."""
_LEVELS = frozenset("123456")
_QUOTE_CLASS = re.compile(r"(?:^|\s)(?:block|pull)?-?quote(?:\s|$)", re.I)


def descend(tag: Tag) -> Iterator[PageElement]:
    """Everything inside an element in page order, as far as it is asked for.

    ``Tag.descendants`` and ``Tag.find`` look for the last descendant first: on pages that nest
    deeply each call costs as much as the whole page.
    """
    levels = [iter(tag.contents)]
    while levels:
        for node in levels[-1]:
            yield node
            if isinstance(node, Tag):
                levels.append(iter(node.contents))
                break
        else:
            levels.pop()


def has_inside(tag: Tag, *names: str) -> bool:
    """Whether an element holds one with one of these names."""
    return any(isinstance(node, Tag) and node.name in names for node in descend(tag))


def is_block(tag: Tag) -> bool:
    """Whether text breaks where an element begins and ends.

    Elements of a site's own making are set by style sheets that nobody reads here: side by side
    with another of its name, and as long as an entry of a list, one is taken for a block.
    """
    name = tag.name
    return name in BLOCK_TAGS or ("-" in name and _is_listed(tag))


def _is_listed(tag: Tag) -> bool:
    beside = (*islice(tag.next_siblings, 2), *islice(tag.previous_siblings, 2))
    is_beside = any(isinstance(one, Tag) and one.name == tag.name for one in beside)
    return is_beside and len(text_of(tag)) >= SHORTEST_LISTED


def text_of(tag: Tag) -> str:
    """The beginning of an element's text, in one line."""
    nodes = islice(descend(tag), LABEL_NODES)
    text = " ".join(str(n) for n in nodes if type(n) is NavigableString)
    return " ".join(text[:LABEL_LENGTH].split())


def kind_of(tag: Tag) -> tuple[BlockKind, int] | None:
    """Kind and level that an element says its text has; None when it says nothing.

    Class names count where frameworks use them for a tag: ``h2`` (Bootstrap), ``quote``.
    """
    level = HEADING_LEVELS.get(tag.name)
    if level:
        return BlockKind.HEADING, level
    kind = SURE_KINDS.get(tag.name)
    if kind is not None:
        return kind, 0
    attributes = tag.attrs
    if not attributes:
        return None
    if attributes.get("role") == "heading":
        announced = str(attributes.get("aria-level") or "2")
        return BlockKind.HEADING, int(announced) if announced in _LEVELS else 2
    names = attributes.get("class")
    if not names:
        return None
    heading = _HEADING_CLASS.search(str(names))
    if heading:
        return BlockKind.HEADING, int(heading.group(1))
    return (BlockKind.QUOTE, 0) if _QUOTE_CLASS.search(str(names)) else None


def marker_of(tag: Tag, counter: list[int]) -> str:
    """The number or bullet that a browser draws before a list item.

    ``counter`` has one entry for each open list: the number of its next item, 0 for bullets.
    """
    if not counter or not counter[-1]:
        return "•"
    counter[-1] = _number(tag.attrs.get("value"), counter[-1]) + 1
    return f"{counter[-1] - 1}."


def first_number(tag: Tag) -> int:
    """The number of a list's first item; 0 for bullets."""
    return max(_number(tag.attrs.get("start"), 1), 1) if tag.name == "ol" else 0


def _number(printed: object, otherwise: int) -> int:
    return int(str(printed)) if re.fullmatch(r"\d{1,6}", str(printed)) else otherwise
