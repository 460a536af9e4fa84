"""Limits for endless pages: how many URLs of one shape are asked for in a crawl, and which.

A calendar links to next month for ever, a shop combines its filters, a maze invents paths, an
index of sitemaps lists fifty thousand that list nothing. Each
such family of URLs shares a shape; when a shape's budget is spent, the rest is skipped and the
reason recorded. Which of them are asked is no matter of whose answer came first: they wait until
all else has been asked, and then go by their addresses (``Budgets.choose``). Pure but for its own
memory: of each shape twice its budget at the most, some 500 bytes a URL that waits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from archive.frontier import NewUrl
from archive.records import REQUISITE
from crawler.scope import Canonical, Reason

CALENDAR_BUDGET = 48  # four years of months on one path
NAMES = 10  # parameters of one path, each of which has a budget of its own
DEEP_PATH = 8  # segments from which on a directory's URLs are counted together
DEEP_BUDGET = 200
SITEMAP_BUDGET = 200  # files of a host: they go before all pages, which must get their turn

_DATE = r"(?:19|20)\d\d[-/.]?(?:0?[1-9]|1[0-2])(?:[-/.]?(?:0?[1-9]|[12]\d|3[01]))?"
# A date as the last thing of a path. One followed by a slug is an ordinary blog article.
_DATE_PATH = re.compile(rf"/{_DATE}/?$")
_DATE_VALUE = re.compile(rf"{_DATE}|(?:19|20)\d\d|\d{{1,2}}")
_DATE_WORDS = "year month day week date y m d yr mo cal calendar when from to"
_DATE_NAMES = frozenset(_DATE_WORDS.split())

WAITING = (Reason.TRAP_QUERY, Reason.TRAP_CALENDAR, Reason.TRAP_PATH_DEPTH)
"""What is skipped for one of these may only be waiting for its turn."""
_AT_ONCE = frozenset({"seed", "sitemap_file"})
"""How that is met which does not wait for its turn."""
_Shape = tuple[str, str]
"""A host, and what its URLs have in common."""


class Budgets:
    """Counts how many URLs of each shape have been admitted, and chooses which are."""

    def __init__(self, max_query_variants: int) -> None:
        self._max_query_variants = max_query_variants
        self._admitted: defaultdict[_Shape, set[int]] = defaultdict(set)
        self._names: defaultdict[_Shape, set[str]] = defaultdict(set)
        """By host and path: the parameters that have a budget of their own."""
        self._waiting: dict[_Shape, dict[str, NewUrl]] = {}
        self._rooms: dict[_Shape, int] = {}
        """What their budgets have left."""
        self._new_names: defaultdict[_Shape, set[str]] = defaultdict(set)

    def admit(self, form: Canonical, via: str = "link") -> Reason:
        """Admit and count a URL; returns why it is refused, or ``Reason.NONE``. Asking twice is
        free.

        ``via`` is how it was met, as in ``Found``: sitemap files have a budget of their own.
        """
        shape, limit, reason, name = self._shape_of(form, via)
        if not reason or self._is_admitted(shape, name, form.url):
            return Reason.NONE
        if name and self._take_name(shape, name):
            shape = _own(shape, name)
        admitted = self._admitted[shape]
        if len(admitted) >= limit:
            return reason
        admitted.add(hash(form.url))
        return Reason.NONE

    def hold(self, form: Canonical, new: NewUrl) -> Reason:
        """Let a URL wait to be chosen, and return why it has to; ``Reason.NONE`` if it may be
        asked, as it is admitted already or needs no budget."""
        shape, limit, reason, name = self._shape_of(form, new.via)
        if not reason or self._is_admitted(shape, name, form.url):
            return Reason.NONE
        if new.via in _AT_ONCE:
            return self.admit(form, new.via)
        if name and self._hold_name(shape, name):
            shape = _own(shape, name)
        self._put(shape, limit, [new])
        return reason

    def choose(self) -> list[NewUrl]:
        """Choose from the waiting URLs, and count the chosen as admitted: of each shape as many as
        its budget has left, the shortest first, then by the alphabet.

        To be called when nothing else is left to ask or read. By then the same URLs were met,
        whatever the order of the answers, so the same are chosen. A URL goes before all those
        that only it leads to.
        """
        chosen = []
        for shape, pile in sorted(self._waiting.items()):
            for url in _shortest(pile, self._rooms[shape]):
                self._admitted[shape].add(hash(url))
                chosen.append(pile[url])
        for path, names in self._new_names.items():
            self._names[path] |= names
        self._waiting, self._rooms = {}, {}
        self._new_names.clear()
        return chosen

    def _is_admitted(self, shape: _Shape, name: str, url: str) -> bool:
        mark = hash(url)
        shapes = (shape, _own(shape, name)) if name else (shape,)
        return any(mark in self._admitted.get(known, ()) for known in shapes)

    def _put(self, shape: _Shape, limit: int, news: list[NewUrl]) -> None:
        room = limit - len(self._admitted.get(shape, ()))
        if room <= 0:
            return
        pile = self._waiting.setdefault(shape, {})
        for new in news:
            known = pile.get(new.url)
            if known is None or _nearness(new) < _nearness(known):
                pile[new.url] = new
        self._rooms[shape] = room
        if len(pile) > 2 * room:  # the rest has no chance
            self._waiting[shape] = {url: pile[url] for url in _shortest(pile, room)}

    def _take_name(self, shape: _Shape, name: str) -> bool:
        """Give a parameter a budget of its own, if there is one left; whether it has one."""
        names = self._names[shape]
        if len(names) < NAMES:
            names.add(name)
        return name in names

    def _hold_name(self, shape: _Shape, name: str) -> bool:
        """The same of a parameter that waits: the shortest ones are preferred."""
        names, new = self._names.get(shape, set()), self._new_names[shape]
        if name in names:
            return True
        new.add(name)
        if len(names) + len(new) > NAMES:
            last = max(new, key=lambda name: (len(name), name))
            new.remove(last)
            pile = self._waiting.pop(_own(shape, last), {})
            self._put(shape, self._max_query_variants, list(pile.values()))
        return name in new

    def _shape_of(self, form: Canonical, via: str) -> tuple[_Shape, int, Reason, str]:
        """The shape of a URL, its budget, and why a URL is refused when that is spent; no reason =
        without limits. And the parameter that may have a budget of its own."""
        found, limit, reason, name = "", 0, Reason.NONE, ""
        parameters = [p.partition("=") for p in form.query.split("&") if p]
        if via == "sitemap_file":
            found, limit, reason = "<sitemap>", SITEMAP_BUDGET, Reason.TRAP_SITEMAP
        elif _DATE_PATH.search(form.path):
            found = _DATE_PATH.sub("/<date>", form.path)
            limit, reason = CALENDAR_BUDGET, Reason.TRAP_CALENDAR
        elif any(
            name.lower() in _DATE_NAMES and _DATE_VALUE.fullmatch(value)
            for name, _, value in parameters
        ):
            names = "&".join(sorted(name for name, _, _ in parameters))
            found = f"{form.path}?{names}=<date>"
            limit, reason = CALENDAR_BUDGET, Reason.TRAP_CALENDAR
        elif parameters:
            found, limit, reason = f"{form.path}?", self._max_query_variants, Reason.TRAP_QUERY
            name = _only_name(form.query, {name for name, _, _ in parameters})
        elif form.path.count("/") > DEEP_PATH:
            found = "/".join(form.path.split("/")[:3]) + "/<deep>"
            limit, reason = DEEP_BUDGET, Reason.TRAP_PATH_DEPTH
        return (form.host, found), limit, reason, name


def _own(shape: _Shape, name: str) -> _Shape:
    """The shape of the queries that consist of one parameter alone."""
    return shape[0], shape[1] + name


def _shortest(urls: Iterable[str], most: int) -> list[str]:
    return sorted(urls, key=lambda url: (len(url), url))[:most]


def _only_name(query: str, names: set[str]) -> str:
    """The parameter that may have a budget of its own; "" for those that share one.

    A parameter alone picks an article or a page of a list; several together mostly sort and
    filter what one has picked already, and must not take the place of a list's later pages.
    """
    return names.pop() if len(names) == 1 and "=" in query else ""


def _nearness(new: NewUrl) -> tuple[bool, int, int, str]:
    """Of the ways to meet a URL the best one first: as a page, and by the fewest links."""
    return new.via == REQUISITE, new.depth, new.hops, new.discovered_from or ""
