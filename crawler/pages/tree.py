"""Text of a page to one BeautifulSoup tree, behind a probe of its size. Pure.

BeautifulSoup over lxml is the only pair measured that neither hangs nor silently drops what is
nested too deep; what it cannot do is stop. So the markup is measured first and cut where more
of it would only cost time; a cut is always an issue, never silence.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import AttributeDict, PageElement
from bs4.exceptions import ParserRejectedMarkup

from archive.records import Issue

MAX_CHARACTERS = 10_000_000
MAX_LINKS = 20_000
MAX_TAGS = 60_000
MAX_STRAY = 300_000  # "<" that begin no tag; each costs the parser an error

_LINK = re.compile(r"<(?:a|area)[\s>/]", re.I)
_TAG = re.compile(r"<[a-z]", re.I)
_STRAY = re.compile(r"<(?![a-z/!?])", re.I)

# A feed or an XHTML page read as HTML is what we want: we read what is served, not what is meant.
warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)


INDEXED = frozenset({"base", "html", "link", "meta", "script", "style", "title"})


class _Builder(LXMLTreeBuilder):
    """BeautifulSoup's builder, with a short way for what HTML mostly is: names without a namespace.

    The long way copies attributes twice and searches namespaces at every tag; it costs a tenth of
    the reading.
    """

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes=None, attribute_dict_class=AttributeDict)

    def start(self, tag: Any, attrib: Any, nsmap: Any = {}) -> None:  # noqa: B006 as lxml calls it
        """An element begins."""
        assert self.soup is not None
        if nsmap or len(self.nsmaps) > 1 or tag[0] == "{" or any(k[:1] == "{" for k in attrib):
            super().start(tag, attrib, nsmap)
        else:
            spaces = self.active_namespace_prefixes[-1]
            self.soup.handle_starttag(tag, None, None, attrib, namespaces=spaces)

    def end(self, tag: Any) -> None:
        """An element ends."""
        assert self.soup is not None
        if len(self.nsmaps) > 1 or tag[0] == "{":
            super().end(tag)
        else:
            self.soup.handle_endtag(tag)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page. Attributes are plain strings, ``class`` and ``rel`` included."""

    soup: BeautifulSoup
    tags: Mapping[str, Sequence[Tag]]
    """The elements of INDEXED by name, in page order: one pass instead of a search for each."""
    issues: tuple[Issue, ...] = ()
    """What had to be cut."""


def grow(markup: str) -> Tree:
    """The tree of a page."""
    cut, issues = bound(markup)
    try:
        soup = BeautifulSoup(cut, builder=_Builder())
    except ParserRejectedMarkup as error:
        soup = BeautifulSoup("", "lxml")
        message = f"The parser refused the page: {error}"
        issues = (*issues, Issue(code="parser_rejected", message=message, stage="read"))
    tags: dict[str, list[Tag]] = {name: [] for name in INDEXED}
    node: PageElement | None = soup.contents[0] if soup.contents else None
    while node is not None:
        if isinstance(node, Tag) and node.name in tags:
            tags[node.name].append(node)
        node = node.next_element
    return Tree(soup, tags, issues)


def bound(markup: str) -> tuple[str, tuple[Issue, ...]]:
    """The part of the markup that can be parsed in reasonable time, and why it was cut."""
    issues: list[Issue] = []
    if len(markup) > MAX_CHARACTERS:
        issues.append(_cut(f"The page has {len(markup):,} characters", MAX_CHARACTERS))
        markup = markup[:MAX_CHARACTERS]
    for pattern, limit, what in (
        (_LINK, MAX_LINKS, "links"),
        (_TAG, MAX_TAGS, "elements"),
        (_STRAY, MAX_STRAY, "stray angle brackets"),
    ):
        end = _start_of_match(pattern, markup, limit)
        if end is not None:
            issues.append(_cut(f"The page has more than {limit:,} {what}", limit))
            markup = markup[:end]
    return markup, tuple(issues)


def _start_of_match(pattern: re.Pattern[str], markup: str, limit: int) -> int | None:
    """Where the match after the first ``limit`` ones begins; None if there are no more."""
    if markup.count("<") <= limit:
        return None
    for number, match in enumerate(pattern.finditer(markup)):
        if number == limit:
            return match.start()
    return None


def _cut(message: str, limit: int) -> Issue:
    return Issue(
        code="page_cut",
        message=f"{message}; what follows the {limit:,}th was not read.",
        stage="read",
    )
