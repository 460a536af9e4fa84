"""Links within the site, judged from our own crawl: one check for each new capture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urldefrag

from archive.records import Authority, Check, FrontierState, InternalLink, Question
from archive.store import Store
from pipelines.services.web.anchors import SCRIPTS_HELD, made_by_scripts
from pipelines.services.web.page_facts import app_of
from pipelines.verification.due import SOON
from pipelines.verification.judging.homecoming import has_place
from pipelines.verification.judging.judge import is_taken_down
from pipelines.verification.judging.places import missing_in_own, places_in_own

VERSION = "own_crawl/5"
_KNOWN_ERRORS = (
    "dns_temporary", "dns", "refused", "reset", "timeout", "redirect_loop", "too_large",
    "truncated", "forbidden", "robots",
)  # fmt: skip


_LONGEST_SCRIPT = 2_000_000


def own_links(store: Store) -> Iterator[InternalLink]:
    """Links within the site with what the crawl found there, and which of the places that their
    pages lack a script may make."""

    @lru_cache(maxsize=SCRIPTS_HELD)  # most pages load the same ones
    def script(capture_id: str) -> str:
        return store.source_of(capture_id)[:_LONGEST_SCRIPT]

    for link in store.internal_links():
        lacked = missing_in_own(link)
        if not lacked or link.capture_id is None or link.page_id is None:
            yield link
            continue
        source = store.source_of(link.capture_id)
        scripts = map(script, store.scripts_of(link.page_id))
        is_unclear = not source or app_of(source)  # its capture is lost, or a script fills it all
        made = lacked if is_unclear else made_by_scripts(source, scripts, lacked)
        yield replace(link, scripted=frozenset(made))


def keep_own_checks(links: Iterable[InternalLink], store: Store, run_id: int, now: datetime) -> int:
    """Append what the crawl found at each link since the last run; how many were new.

    A failure has no capture: its moment is that of the latest crawl, so that asking again without
    crawling again makes no second strike of it.
    """
    kept = 0
    moment = min(store.crawled_at() or now, now)
    with store.unit():
        for link in links:
            past = store.checks_of(link.url, Question.LINK)
            check = own_check(link, moment)
            if check is not None and check.error == "redirect_loop":
                check = _for_a_cookie(check, store)
            if check is not None and _is_news(check, past):
                store.keep_check(run_id, check)
                kept += 1
    return kept


def _for_a_cookie(check: Check, store: Store) -> Check:
    """Rename a redirect circle to ``cookie_loop`` where one of its steps sets a cookie: browsers
    send it back and may leave the circle; the crawl keeps no cookies."""
    is_asked = store.sets_cookie(url for _, url in check.hops)
    return replace(check, error="cookie_loop") if is_asked else check


def own_check(link: InternalLink, crawled_at: datetime) -> Check | None:
    """The crawl's answer about a link as a check; None when the crawl did not ask.

    Facts: ``state``, ``reason``, ``capture``, ``permanent``, of a failure ``attempts`` (how often
    it was asked for, where once was not enough), of a redirect to a place in a page ``at_place``
    and, where the page has it, ``has_place``, and of places that links name ``places`` (fragment ->
    there, script, missing).
    """
    if link.state not in (FrontierState.FETCHED, FrontierState.FAILED) or is_taken_down(link):
        return None
    error = None
    failed = link.state is FrontierState.FAILED
    if failed:
        error = next((name for name in _KNOWN_ERRORS if name in link.reason), "unreachable")
    elif link.status is not None and 300 <= link.status <= 399:
        error = "redirect_loop" if link.hops or "loop" in link.reason else "bad_redirect"
    end, place = urldefrag(link.final_url or "")
    return Check(
        question=Question.LINK,
        subject=link.url,
        authority=Authority.OWN_CRAWL,
        asked_at=crawled_at if failed else link.captured_at or crawled_at,
        url=link.url,
        status=link.status,
        error=error,
        final_url=end if link.hops else None,
        hops=link.hops,
        facts={
            "state": str(link.state),
            "reason": link.reason,
            "capture": link.capture_id,
            "permanent": bool(link.hops) and all(s in (301, 308) for s, _ in link.hops),
            **({"attempts": link.attempts} if failed and link.attempts > 1 else {}),
            **({"at_place": place} if place and link.hops else {}),
            **({"has_place": place} if has_place(link) else {}),
            **({"places": places} if (places := places_in_own(link)) else {}),
        },
        rule_version=VERSION,
    )


def _is_news(check: Check, past: list[Check]) -> bool:
    """Whether this says more than the last check: another capture, or another failed crawl."""
    own = [known for known in past if known.authority is Authority.OWN_CRAWL]
    if not own:
        return True
    last = own[-1]
    if check.facts["capture"] != last.facts.get("capture"):
        return True
    if check.error != last.error or check.status != last.status:
        return True
    return check.error is not None and check.asked_at - last.asked_at >= SOON
