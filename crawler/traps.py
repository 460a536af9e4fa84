"""Limits for endless pages: how many URLs of one shape are asked for in a crawl.

A calendar links to next month for ever, a shop combines its filters, a maze invents paths, an
index of sitemaps lists fifty thousand that list nothing. Each
such family of URLs shares a shape; when a shape's budget is spent, the rest is skipped and the
reason recorded. Pure but for its own memory, which is bounded by the budgets.
"""

from __future__ import annotations

import re
from collections import defaultdict

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


class Budgets:
    """Counts how many URLs of each shape have been admitted."""

    def __init__(self, max_query_variants: int) -> None:
        self._max_query_variants = max_query_variants
        self._admitted: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def admit(self, form: Canonical, via: str = "link") -> Reason:
        """Admit and count a URL; returns why it is refused, or ``Reason.NONE``. Asking twice is
        free.

        ``via`` is how it was met, as in ``Found``: sitemap files have a budget of their own.
        """
        shape, limit, reason = self._shape_of(form, via)
        if not shape:
            return Reason.NONE
        admitted = self._admitted[form.host, shape]
        mark = hash(form.url)
        if mark not in admitted:
            if len(admitted) >= limit:
                return reason
            admitted.add(mark)
        return Reason.NONE

    def _shape_of(self, form: Canonical, via: str) -> tuple[str, int, Reason]:
        if via == "sitemap_file":
            return "<sitemap>", SITEMAP_BUDGET, Reason.TRAP_SITEMAP
        parameters = [p.partition("=") for p in form.query.split("&") if p]
        if _DATE_PATH.search(form.path):
            return _DATE_PATH.sub("/<date>", form.path), CALENDAR_BUDGET, Reason.TRAP_CALENDAR
        if any(
            name.lower() in _DATE_NAMES and _DATE_VALUE.fullmatch(value)
            for name, _, value in parameters
        ):
            names = "&".join(sorted(name for name, _, _ in parameters))
            return f"{form.path}?{names}=<date>", CALENDAR_BUDGET, Reason.TRAP_CALENDAR
        if parameters:
            name = self._own_name(form, {name for name, _, _ in parameters})
            return f"{form.path}?{name}", self._max_query_variants, Reason.TRAP_QUERY
        if form.path.count("/") > DEEP_PATH:
            top = "/".join(form.path.split("/")[:3])
            return f"{top}/<deep>", DEEP_BUDGET, Reason.TRAP_PATH_DEPTH
        return "", 0, Reason.NONE

    def _own_name(self, form: Canonical, names: set[str]) -> str:
        """The parameter whose budget a query spends; "" for that of all others of its path.

        A parameter alone picks an article or a page of a list; several together mostly sort and
        filter what one has picked already, and must not take the place of a list's later pages.
        """
        if len(names) > 1 or "=" not in form.query:
            return ""
        known, [name] = self._names[form.host, form.path], names
        if len(known) < NAMES:
            known.add(name)
        return name if name in known else ""
