"""The shapes that a list of references can have: from the entries' inline HTML to nodes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from functools import partial

from tests.replica.site.nodes import Heading, Items, Node, Rows, Terms, Text

Shape = Callable[[Sequence[str]], tuple[Node, ...]]
WIDTH = 62
"""Characters of a line of the shape ``wrapped``, as text pasted from a PDF has them."""


def _flat(texts: Sequence[str]) -> list[str]:
    """Entries without line breaks of their own, for shapes in which a break ends an entry."""
    return [text.replace("<br>", " ") for text in texts]


def _marked(mark: str, texts: Sequence[str]) -> list[str]:
    return [mark.format(number) + text for number, text in enumerate(texts, 1)]


def paragraphs(texts: Sequence[str], mark: str = "") -> tuple[Node, ...]:
    """One paragraph each, behind a printed number or bullet."""
    return tuple(Text(text) for text in _marked(mark, texts))


def lines(texts: Sequence[str], mark: str = "", joint: str = "<br>\n") -> tuple[Node, ...]:
    """All in one paragraph, one line each."""
    return (Text(joint.join(_marked(mark, _flat(texts)))),)


def items(texts: Sequence[str], *, ordered: bool) -> tuple[Node, ...]:
    """A list of the browser's own."""
    return (Items(tuple(texts), ordered=ordered),)


def sections(texts: Sequence[str]) -> tuple[Node, ...]:
    """Two lists, each below a heading of its own."""
    half = len(texts) // 2
    first, second = Items(tuple(texts[:half])), Items(tuple(texts[half:]))
    return (Heading("Reviews", level=3), first, Heading("Further studies", level=3), second)


def pairs(texts: Sequence[str]) -> tuple[Node, ...]:
    """Two entries in each paragraph."""
    flat = _flat(texts)
    return tuple(Text("<br>\n".join(flat[at : at + 2])) for at in range(0, len(flat), 2))


def halves(texts: Sequence[str]) -> tuple[Node, ...]:
    """Authors in one paragraph, title and place in the next, where an entry has a line break."""
    return tuple(Text(part) for text in texts for part in text.split("<br>"))


def wrapped(texts: Sequence[str], mark: str = "{}. ") -> tuple[Node, ...]:
    """One paragraph of short lines without tags, broken wherever a line was full."""
    untagged = [re.sub(r"<[^>]*>", "", text) for text in _marked(mark, _flat(texts))]
    broken = [
        "<br>\n".join(textwrap.wrap(text, WIDTH, break_on_hyphens=False, break_long_words=False))
        for text in untagged
    ]
    return (Text("<br>\n".join(broken)),)


def table(texts: Sequence[str], mark: str = "{}", *, head: bool = True) -> tuple[Node, ...]:
    """A row each, the number in a cell of its own."""
    rows = [(mark.format(number), text) for number, text in enumerate(texts, 1)]
    return (Rows((("No.", "Reference"), *rows), head=True) if head else Rows(tuple(rows)),)


def column(texts: Sequence[str]) -> tuple[Node, ...]:
    """A table of one column."""
    return (Rows(tuple((text,) for text in texts)),)


def definitions(texts: Sequence[str]) -> tuple[Node, ...]:
    """Number and entry as term and definition."""
    return (Terms(tuple((f"[{number}]", text) for number, text in enumerate(texts, 1))),)


def noted(texts: Sequence[str]) -> tuple[Node, ...]:
    """A numbered list whose entries lead back to the place that points to them."""
    back = '<a name="fn{0}"></a>{1} <a href="#fnref{0}">↩</a>'
    return (Items(tuple(back.format(n, text) for n, text in enumerate(texts, 1)), ordered=True),)


SHAPES: dict[str, Shape] = {
    "paragraphs": paragraphs,
    "parens": partial(paragraphs, mark="({}) "),
    "dots": partial(paragraphs, mark="{}. "),
    "tight-dots": partial(paragraphs, mark="{}."),
    "closed": partial(paragraphs, mark="{}) "),
    "brackets": partial(paragraphs, mark="[{}] "),
    "sup": partial(paragraphs, mark="<sup>{}</sup> "),
    "tight-sup": partial(paragraphs, mark="<sup>{}</sup>"),
    "bold": partial(paragraphs, mark="<b>{}.</b> "),
    "bullets": partial(paragraphs, mark="• "),
    "dashes": partial(paragraphs, mark="– "),
    "ol": partial(items, ordered=True),
    "ul": partial(items, ordered=False),
    "noted": noted,
    "sections": sections,
    "br": lines,
    "br-br": partial(lines, joint="<br><br>\n"),
    "br-parens": partial(lines, mark="({}) "),
    "br-dots": partial(lines, mark="{}. "),
    "br-brackets": partial(lines, mark="[{}] "),
    "br-sup": partial(lines, mark="<sup>{}</sup> "),
    "br-bullets": partial(lines, mark="• "),
    "run-in": partial(lines, mark="{}. ", joint=" "),
    "run-in-parens": partial(lines, mark="({}) ", joint=" "),
    "run-in-brackets": partial(lines, mark="[{}] ", joint=" "),
    "run-in-sup": partial(lines, mark="<sup>{}</sup> ", joint=" "),
    "run-in-bare": partial(lines, joint=" "),
    "pairs": pairs,
    "halves": halves,
    "wrapped": wrapped,
    "wrapped-bare": partial(wrapped, mark=""),
    "table": table,
    "table-brackets": partial(table, mark="[{}]", head=False),
    "column": column,
    "definitions": definitions,
}
NUMBERED = frozenset(SHAPES) - {
    "paragraphs", "bullets", "dashes", "ul", "sections", "br", "br-br", "br-bullets",
    "run-in-bare", "pairs", "halves", "wrapped-bare", "column",
}  # fmt: skip
"""Shapes in which a reader sees a number before each entry."""


def shape_list(texts: Sequence[str], shape: str, blurb: str = "") -> tuple[Node, ...]:
    """The list in one of SHAPES; ``glued`` takes the blurb into the last paragraph.

    Raises KeyError when the shape is unknown.
    """
    if shape == "glued":
        return tuple(Text(text) for text in (*texts[:-1], f"{texts[-1]}<br>\n{blurb}"))
    return SHAPES[shape](texts)
