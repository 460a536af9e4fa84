"""Parses a page into one BeautifulSoup tree, if a probe finds it small enough. Pure.

BeautifulSoup over lxml is the only pair measured that neither hangs nor silently drops what is
nested too deep; what it cannot do is stop. So the markup is measured first and cut where more
of it would only cost time; a cut is always an issue, never silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from archive.records import Issue
from crawler.pages.soup import Planter, plant

MAX_CHARACTERS = 10_000_000
MAX_LINKS = 20_000
MAX_TAGS = 60_000
MAX_STRAY = 300_000  # "<" that begin no tag; each costs the parser an error

_LINK = re.compile(r"<(?:a|area)[\s>/]", re.I)
_TAG = re.compile(r"<[a-z]", re.I)
_STRAY = re.compile(r"<(?![a-z/!?])", re.I)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page. Attributes are plain strings, ``class`` and ``rel`` included."""

    soup: BeautifulSoup
    tags: Mapping[str, Sequence[Tag]]
    """The elements of INDEXED by name, in page order."""
    issues: tuple[Issue, ...]
    """What had to be cut."""
    planter: Planter

    def fell(self) -> None:
        """Take the tree apart, once nothing more is to be read of it."""
        self.planter.fell()


def grow(markup: str) -> Tree:
    """The tree of a page."""
    cut, issues = bound(markup)
    try:
        soup, planter = plant(cut)
    except ParserRejectedMarkup as error:
        soup, planter = plant("")
        message = f"The parser refused the page: {error}"
        issues = (*issues, Issue(code="parser_rejected", message=message, stage="read"))
    return Tree(soup, planter.tags, issues, planter)


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
