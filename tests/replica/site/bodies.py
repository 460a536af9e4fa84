"""The small notation in which the bodies of the sample pages are written, and its parser. Pure.

Blocks are separated by blank lines; inside a block, text is inline HTML.

``## x`` ``### x``  heading            ``! x``  lead              ``@ x``  byline
``- x``             bulleted items     ``1. x`` numbered items    ``> x``  quote
``| a | b``         table row          ``|= a | b`` its head row  ``<< x`` raw HTML
``^ A``             glossary letter with its back link
``: t :: d``        glossary entry     ``:+ t :: d`` the same as an accordion
``? q`` ``= o :: n`` ``=> total``      poll: question, options with votes, sum
``% date :: title :: text :: href``    teaser of a news item
"""

from __future__ import annotations

import re

from tests.replica.site.nodes import (
    Heading,
    Items,
    Node,
    Poll,
    Quote,
    Raw,
    Rows,
    Teaser,
    Terms,
    Text,
)

BACK_TO_TOP = '<a href="#top">upwards</a>'


def parse_body(text: str) -> tuple[Node, ...]:
    """The nodes of a body, in order."""
    return tuple(_parse_block(block.strip("\n")) for block in re.split(r"\n\s*\n", text.strip()))


def _parse_block(block: str) -> Node:
    mark, _, rest = block.partition(" ")
    lines = block.split("\n")
    match mark:
        case "##" | "###":
            return Heading(_one_line(rest), level=len(mark))
        case "!":
            return Text(_one_line(rest), role="lead")
        case "@":
            return Text(_one_line(rest), role="byline")
        case ">":
            return Quote(_one_line(rest))
        case "<<":
            return Raw(rest)
        case "^":
            return Heading(rest, name=rest, after=BACK_TO_TOP)
        case "-":
            return Items(_entries(block, r"- "))
        case "1.":
            return Items(_entries(block, r"\d+\. "), ordered=True)
        case "|" | "|=":
            return Rows(tuple(_cells(line) for line in lines), head=mark == "|=")
        case ":" | ":+":
            return Terms(tuple(_pair(entry) for entry in _entries(block, r":\+? ")), mark == ":+")
        case "%":
            return Teaser(*(part.strip() for part in rest.split(" :: ")))
        case "?":
            return _parse_poll(lines)
    return Text(_one_line(block))


def _one_line(text: str) -> str:
    """Lines joined by a blank; a line break inside a tag stays, it may be meant."""
    return re.sub(r"[ \t]*\n\s*(?![^<>]*>)", " ", text.strip())


def _entries(block: str, bullet: str) -> tuple[str, ...]:
    parts = re.split(rf"^{bullet}", block, flags=re.MULTILINE)
    return tuple(_one_line(part) for part in parts if part.strip())


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.lstrip("|= ").split(" | "))


def _pair(entry: str) -> tuple[str, str]:
    left, _, right = entry.partition("::")
    return left.strip(), right.strip()


def _parse_poll(lines: list[str]) -> Poll:
    options = tuple(_pair(line[2:]) for line in lines if line.startswith("= "))
    total = next((line[3:] for line in lines if line.startswith("=> ")), "")
    return Poll(lines[0][2:], options, total)
