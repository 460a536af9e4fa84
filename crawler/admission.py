"""Decides whether a URL that was found is asked for in this crawl."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

from archive.frontier import NewUrl
from archive.records import REQUISITE, FrontierState
from crawler.scope import MAX_URL_LENGTH, Canonical, Found, Reason, Scope
from crawler.traps import Budgets

_REMEMBERED = 4_096


class Admission:
    """The scope, the budgets of pages without end, and what was purged from the archive."""

    def __init__(self, scope: Scope, max_query_variants: int, barred: Set[str]) -> None:
        """``barred``: addresses that are not asked again."""
        self._scope = scope
        self._barred = barred
        self._budgets = Budgets(max_query_variants)
        self._admitted: set[str] = set()

    def judge(self, found: Found) -> tuple[Canonical | None, Reason]:
        """The scope's decision, but that what was purged from the archive is not asked again."""
        form, reason = self._scope.judge(found)
        if form is not None and not reason and {form.url, form.request_url} & self._barred:
            reason = Reason.TAKEN_DOWN
        return form, reason

    def review(self, url: str, via: str) -> Reason:
        """Judge a URL that was asked before by the profile as it is now, and count it into the
        budgets."""
        is_page = via != REQUISITE
        form, reason = self.judge(Found(url=url, via="known" if is_page else via))
        if form is not None and not reason and (form.query or is_page):
            reason = self._budgets.admit(form, via)
        return reason

    def hold(self, new: NewUrl) -> None:
        """Let a URL wait for its turn that did so when the crawl was killed."""
        via = new.via if new.via == REQUISITE else "known"
        form, reason = self.judge(Found(url=new.url, via=via))
        if form is not None and not reason:
            self._budgets.hold(form, new)

    def choose(self) -> list[NewUrl]:
        """See ``Budgets``."""
        return self._budgets.choose()

    def decide(self, founds: Iterable[Found]) -> list[NewUrl]:
        """What is new to the frontier, or may be, each with the decision whether it is asked."""
        news: list[NewUrl] = []
        for found in founds:
            known = self._scope.canonicalise(found.url)
            if known is not None and known.url in self._admitted:
                continue  # as most links of a page
            form, reason = self.judge(found)
            new = _met(found, form)
            if form is not None and not reason:
                # A page may have been met as a part of another one before.
                is_part = found.via == REQUISITE
                mark = f"{REQUISITE} {form.url}" if is_part else form.url
                if mark in self._admitted:
                    continue
                if form.query or not is_part:
                    reason = self._budgets.hold(form, new)
                if not reason:
                    self._admitted.add(mark)
            state = FrontierState.SKIPPED if reason else FrontierState.DUE
            news.append(replace(new, state=state, reason=reason))
        if len(self._admitted) > _REMEMBERED:
            self._admitted.clear()  # only spares the table a look; memory stays bounded
        return news


def _met(found: Found, form: Canonical | None) -> NewUrl:
    text = found.url[:MAX_URL_LENGTH]  # of a data: URI the beginning will do
    return NewUrl(
        url=form.url if form else text,
        request_url=form.request_url if form else text,
        host=form.host if form else "",
        depth=found.depth,
        priority=found.priority,
        discovered_from=found.source,
        via=found.via,
        hops=found.hops,
    )
