"""Ends a crawl: settles and counts what was kept, checks the profile's expectations, sums up."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from archive.counting import counted
from archive.crawls import count_issues, query_twins, standing
from archive.records import FrontierState, Issue, Outcome
from archive.store import Store
from crawler.answers import WORDS
from crawler.batch import FATAL
from crawler.ledger import Ledger
from crawler.scope import Reason, Scope
from crawler.summary import CrawlSummary

logger = logging.getLogger(__name__)


class CoverageBroken(Exception):
    """A defect of ours: URLs without an outcome in a crawl that thinks it is at its end."""


def finish(ledger: Ledger, reason: str) -> CrawlSummary:
    """Close the run of a ledger. ``reason`` is Scrapy's: ``finished``, ``shutdown`` ...

    After a write error nothing more is written; the run stays open and goes on next time.
    """
    try:
        ledger.batch.commit()
        if ledger.fatal is None:
            return _finish(ledger, is_whole=reason == "finished", reason=reason)
    except FATAL as error:
        ledger.batch.stop(error)
    return CrawlSummary(
        run_id=ledger.run_id, outcome=Outcome.INTERRUPTED, message=str(ledger.fatal)
    )


def conclude(ledger: Ledger, reason: str) -> None:
    """``finish``, told to whoever looks on, to the log and to the ledger."""
    summary = finish(ledger, reason)
    ledger.tell()
    logger.info("%s: %s", summary.outcome, summary.message)
    ledger.summary = summary


def _finish(ledger: Ledger, *, is_whole: bool, reason: str) -> CrawlSummary:
    store, run_id = ledger.store, ledger.run_id
    if is_whole and ledger.asked >= ledger.max_pages:
        ledger.give_up(Reason.PAGE_LIMIT)
    ledger.writer.close()
    coverage = ledger.table.coverage(run_id)
    by_state = {
        state: sum(urls for (known, _), urls in coverage.items() if known == state)
        for state in FrontierState
    }
    states = ledger.table.states(run_id)
    if is_whole and not states.keys() <= set(_OUTCOMES):
        raise CoverageBroken(f"Run {run_id} ended with URLs that have no outcome: {states}.")
    with store.unit():
        store.keep_coverage(run_id, coverage)
    settle_site(store, run_id, ledger.scope)
    kept = standing(store.db)
    read = sum(n for kind, n in ledger.kept.items() if kind != "unchanged")
    outcome, message = _judge(ledger, is_whole, reason, kept, coverage)
    with store.unit():
        if outcome is Outcome.FINISHED:
            for issue in _below_floors(ledger, kept):
                store.keep_issue(run_id, issue)
        counts = {
            "discovered": sum(by_state.values()),
            **{str(s): by_state[s] for s in FrontierState if by_state[s] or s in _OUTCOMES},
            "pages_read": read,
            "unchanged": ledger.kept["unchanged"],
            "requisites": sum(
                urls
                for (state, _), urls in ledger.table.requisites(run_id).items()
                if state == FrontierState.FETCHED
            ),
            **kept,
            "issues": count_issues(store.db, run_id),
            "seconds": round(time.monotonic() - ledger.started),
        }
        store.finish_run(run_id, outcome, message, counts)
    return CrawlSummary(
        run_id=run_id, outcome=outcome, message=message, counts=counts, coverage=coverage
    )


def settle_site(store: Store, run_id: int, scope: Scope) -> None:
    """Settle the rows by the profile's canonical URLs, without queries that mean nothing."""
    twins = {
        scope.canonical_url(variant): scope.canonical_url(plain)
        for variant, plain in query_twins(store.db).items()
    }

    def canonical(url: str) -> str | None:
        form = scope.canonical_url(url)
        return twins.get(form, form)

    store.settle(run_id, scope.site_hosts, canonical)


_OUTCOMES = (FrontierState.FETCHED, FrontierState.SKIPPED, FrontierState.FAILED)


def _judge(
    ledger: Ledger,
    is_whole: bool,
    reason: str,
    kept: Mapping[str, int],
    coverage: Mapping[tuple[str, str], int],
) -> tuple[Outcome, str]:
    """How the run ended, and in words."""
    if not is_whole:
        return Outcome.INTERRUPTED, f"Stopped ({reason}); the next crawl goes on from here."
    seed = ledger.profile.seeds[0]
    fetched = sum(n for (state, _), n in coverage.items() if state == FrontierState.FETCHED)
    if not ledger.kept and not (ledger.is_resumed and fetched):  # it may have been read before
        return Outcome.FAILED, (
            f"No page could be fetched from {seed}: {_why_nothing(ledger, coverage)}. "
            "Check the address and the network, and run the crawl again."
        )
    return Outcome.FINISHED, (
        f"{counted(fetched, 'URL')} fetched, {counted(kept['pages'], 'page')} kept."
    )


def _why_nothing(ledger: Ledger, coverage: Mapping[tuple[str, str], int]) -> str:
    """The likeliest reason that nothing was read, in words."""
    seed = ledger.scope.canonicalise(ledger.profile.seeds[0])
    trouble = ledger.troubles.get(seed.host if seed else "")
    if trouble is None:
        reasons = {Reason(why): n for (_, why), n in coverage.items() if why in _TELLING}
        trouble = max(reasons, key=reasons.__getitem__, default=None)
    if trouble is None and any(why == Reason.PAGE_LIMIT for _, why in coverage):
        return f"the limit of {counted(ledger.max_pages, 'URL')} was reached before"
    return WORDS.get(trouble, str(trouble)) if trouble else "there was nothing to read"


_TELLING = frozenset(str(reason) for reason in WORDS)


def _below_floors(ledger: Ledger, kept: Mapping[str, int]) -> list[Issue]:
    """What the profile expects and the crawl did not bring."""
    floors = ledger.profile.expectations
    wanted = {
        "pages": floors.min_pages,
        "articles": floors.min_articles,
        "bibliography": floors.min_references,
    }
    return [
        Issue(
            code="below_expectation",
            message=f"{kept[name]} {name} are kept, fewer than the {floor} the profile expects: "
            "the site has changed, or a reader does not understand it any more.",
            stage="keep",
        )
        for name, floor in wanted.items()
        if kept[name] < floor
    ]
