"""From facts and history to verdicts. Pure, versioned: the same checks give the same verdicts.

Every function takes all checks of its question about one subject, oldest first. A bad answer or
an outage never overwrites a good verdict; a failure counts only when it repeats after days; what
we could not tell is ``unknown`` or ``blocked``. See docs/architecture.md and DESIGN's verdicts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.records import (
    Check,
    InternalLink,
    Landing,
    LinkVerdict,
    Registration,
    Work,
)
from archive.records import FrontierState as State
from archive.site.codes import COVERAGE_REASON
from pipelines.matching.wording import folded
from pipelines.verification import quirks
from pipelines.verification.addresses import is_one_address, site_of
from pipelines.verification.judging.content import leads_to_error, tells_of_fault
from pipelines.verification.judging.detours import asks_first, is_one_readers
from pipelines.verification.judging.homecoming import own_sent_home, sent_home
from pipelines.verification.judging.losses import unclear_where_lost
from pipelines.verification.judging.observing import (
    Observation,
    count_strikes,
    failure_in_words,
    observe,
)
from pipelines.verification.judging.one_visit import differ_by_visit, is_of_one_visit
from pipelines.verification.judging.places import (
    missing_for_long,
    missing_in_own,
    missing_places,
    with_places,
)
from pipelines.verification.judging.sales import gambling
from pipelines.verification.judging.sights import GOOD, Seen, words_of
from pipelines.verification.judging.verdicts import (
    DEFAULT_PATIENCE,
    Patience,
    RegistrationVerdict,
    WebVerdict,
    ids_of,
    judge_web,
    last_well,
)

RULE_VERSION = "judge/25"

_OF_LINKS = {
    Seen.WELL: LinkVerdict.OK,
    Seen.MOVED: LinkVerdict.MOVED,
    Seen.BLOCKED: LinkVerdict.BLOCKED,
    Seen.PARKED: LinkVerdict.PARKED,
    Seen.CASINO: LinkVerdict.PARKED,
    Seen.SOFT_404: LinkVerdict.SOFT_404,
    Seen.UNSAFE: LinkVerdict.UNSAFE,
    Seen.GONE: LinkVerdict.GONE,
    Seen.NO_ANSWER: LinkVerdict.UNREACHABLE,
    Seen.LOOP: LinkVerdict.UNREACHABLE,
}
_OWN_HOME = {
    Seen.SOFT_404: LinkVerdict.SOFT_404,
    Seen.WELL: LinkVerdict.OK,
    Seen.UNCLEAR: LinkVerdict.UNKNOWN,
}
_TWICE = 2
"""Looks, days apart, that must miss a place; crawls that must meet a clear failure of an own page
that was there before, or miss a place that one had."""
_OWN_FAILURES = (LinkVerdict.GONE, LinkVerdict.SOFT_404, LinkVerdict.UNREACHABLE)

# --------------------------------------------------------------------------- DOI names


def judge_registration(checks: Sequence[Check], is_wellformed: bool = True) -> RegistrationVerdict:
    """Is this DOI name registered? Only answers of the handle API decide."""
    if not is_wellformed:
        return RegistrationVerdict(
            value=Registration.NOT_A_DOI, reason="This is not of the form 10.prefix/suffix."
        )
    decisive = [check for check in checks if check.error is None and "code" in check.facts]
    for position in range(len(decisive) - 1, -1, -1):
        check = decisive[position]
        if check.facts["code"] != 100:
            return _registered(check)
        before = decisive[position - 1] if position else None
        if check.facts.get("past_cache") and before is not None and before.facts["code"] == 100:
            return RegistrationVerdict(
                value=Registration.NOT_REGISTERED,
                reason="doi.org does not know it; asked twice, the second time for a fresh answer.",
                checks=ids_of(before, check),
            )
    reason = "doi.org has not been asked yet."
    if decisive and decisive[-1].facts["code"] == 100:
        reason = "doi.org does not know it; it has not been asked a second time yet."
    elif checks:
        reason = f"doi.org has given no answer: {_failure(checks[-1])}."
    return RegistrationVerdict(
        value=Registration.UNKNOWN, reason=reason, checks=ids_of(*checks[-1:])
    )


def needs_second_question(checks: Sequence[Check]) -> bool:
    """Whether the latest answer is "not found" and has not been asked again past the cache."""
    decisive = [check for check in checks if check.error is None and "code" in check.facts]
    return (
        bool(decisive)
        and decisive[-1].facts["code"] == 100
        and judge_registration(checks).value is not Registration.NOT_REGISTERED
    )


def _registered(check: Check) -> RegistrationVerdict:
    alias, url = check.facts.get("alias"), check.facts.get("url")
    if isinstance(alias, str) and alias:
        return RegistrationVerdict(
            value=Registration.ALIAS,
            reason=f"It is registered as another name of {alias}: the same work.",
            alias_of=alias,
            landing_url=url if isinstance(url, str) else None,
            checks=ids_of(check),
        )
    leads = f"It is registered and leads to {url}." if url else "It is registered, without a URL."
    return RegistrationVerdict(
        value=Registration.REGISTERED,
        reason=leads,
        landing_url=url if isinstance(url, str) else None,
        checks=ids_of(check),
    )


def judge_landing(
    checks: Sequence[Check],
    registered_url: str | None,
    doi: str,
    work: Work | None = None,
    patience: Patience = DEFAULT_PATIENCE,
) -> WebVerdict[Landing]:
    """Does the landing page of a registered DOI name live, and is it the publisher's?"""
    if registered_url is None:
        return WebVerdict(value=Landing.UNKNOWN, reason="Its registration names no landing page.")
    if is_deleted(registered_url):
        return WebVerdict(
            value=Landing.GONE,
            reason=f"Its registration was deleted: it leads to {registered_url}.",
        )
    observations = [_landing(observe(check), doi, work) for check in checks]
    return judge_web(
        observations,
        patience,
        {
            Seen.WELL: Landing.REACHED,
            Seen.MOVED: Landing.MOVED,
            Seen.BLOCKED: Landing.BLOCKED,
            Seen.PARKED: Landing.HIJACKED,
            Seen.CASINO: Landing.HIJACKED,
            Seen.GONE: Landing.GONE,
            Seen.NO_ANSWER: Landing.GONE,
            Seen.LOOP: Landing.GONE,
        },
        Landing.UNKNOWN,
        "Its landing page",
    )


def is_deleted(url: str) -> bool:
    """Whether an address is where an agency sends readers of DOI names it has deleted."""
    return any(part in url.lower() for part in quirks.DELETED_RECORDS)


def _landing(observation: Observation, doi: str, work: Work | None) -> Observation:
    """A landing page's own rules: a soft 404 is a 404; foreign content needs the work absent."""
    check, seen, why = observation.check, observation.seen, observation.why
    if check.status in (200, 304) and seen in (*GOOD, Seen.SOFT_404):
        seen, why = gambling(check) or (seen, why)
    if seen in (Seen.PARKED, Seen.CASINO) and shows_work(check, doi, work):
        seen, why = Seen.WELL, "shows the work"
    if seen is Seen.SOFT_404:
        seen = Seen.GONE
    if is_deleted(check.final_url or ""):
        seen, why = Seen.GONE, f"is the page that stands for deleted names ({check.final_url})"
    if seen is Seen.MOVED and site_of(check.url) == site_of(check.final_url or check.url):
        seen, why = Seen.WELL, f"answers (HTTP {check.status})"
    return Observation(seen=seen, why=why, at=observation.at, check=check)


def shows_work(check: Check, doi: str, work: Work | None) -> bool:
    """Whether a page's own facts (``citation_doi``, canonical address, title) name the work."""
    facts = check.facts
    printed = " ".join([*words_of(facts, "citation_doi"), str(facts.get("canonical", ""))])
    if doi.casefold() in printed.casefold():
        return True
    title = folded(str(facts.get("title", "")))
    wanted = folded(work.title) if work is not None else ""
    return len(wanted) > 15 and wanted[:60] in title


# --------------------------------------------------------------------------- links


def judge_link(
    checks: Sequence[Check], patience: Patience = DEFAULT_PATIENCE
) -> WebVerdict[LinkVerdict]:
    """What we believe about a URL outside the site."""
    varying = _varying(checks) if len(checks) > 1 else ()
    looks = [_link(observe(check), varying) for check in checks]
    observations = list(unclear_where_lost(looks))
    verdict = judge_web(observations, patience, _OF_LINKS, LinkVerdict.UNKNOWN, "The page")
    well = [observation.check for observation in observations if observation.seen in GOOD]
    needed = min(_TWICE, patience.strikes)
    missing, is_pending = missing_places(well, needed, patience.spacing)
    if is_pending:
        verdict = replace(verdict, has_failed=True)
    return with_places(verdict, missing)


def _link(observation: Observation, varying: Collection[str]) -> Observation:
    """From http to https, or to the same page with a slash, is no move worth a word; nor is an
    address of one visit or of one reader a new one."""
    check = observation.check
    final = check.final_url or check.url
    if observation.seen is Seen.MOVED and (
        is_one_address(check.url, final)
        or final in varying
        or is_of_one_visit(check.url, final, check.asked_at)
        or is_one_readers(check.url, final)
    ):
        why = f"answers (HTTP {check.status})"
        return Observation(seen=Seen.WELL, why=why, at=observation.at, check=check)
    return observation


def _varying(checks: Sequence[Check]) -> set[str]:
    """Where redirects led that lead elsewhere at each visit."""
    ends = list(dict.fromkeys(check.final_url for check in checks if check.final_url))
    pairs = (pair for pair in pairwise(ends) if differ_by_visit(*pair))
    return {end for pair in pairs for end in pair}


def judge_own_link(
    link: InternalLink, checks: Sequence[Check] = (), patience: Patience = DEFAULT_PATIENCE
) -> WebVerdict[LinkVerdict]:
    """What our own crawl says about a link within the site: nobody else has to be asked.

    Failures count by the strikes in ``checks`` (one for each crawl): silence and faults of the
    server as anywhere else, what the server says clearly sooner. A redirect to an error page that
    only its query tells may be either, and counts as a fault.
    """
    value, reason = _own(link)
    if _is_loop(link) and _may_be_left(link, checks):
        value = LinkVerdict.BLOCKED
        reason = "It sets a cookie and redirects in a circle; who sends it back may get in."
    looks = [_own_look(check) for check in checks]
    strikes = count_strikes(looks, patience.spacing)
    counted, needed = max(strikes.count, 1), patience.strikes
    is_clear = value in (LinkVerdict.GONE, LinkVerdict.SOFT_404) or _is_loop(link)
    if is_clear and not tells_of_fault(link.url, link.final_url or ""):
        needed = _needed_of_clear(link, looks, patience)
    if value in _OWN_FAILURES and counted < needed:
        value = LinkVerdict.UNKNOWN
        so_far = f"failure {counted} of {needed} that make it count{last_well(looks)}"
        reason = f"{reason.rstrip('.')}; {so_far}."
    is_well = value in (LinkVerdict.OK, LinkVerdict.MOVED)
    verdict = WebVerdict(
        value=value,
        reason=reason,
        checks=strikes.checks or ids_of(*checks[-1:]),
        strikes=strikes.count,
        status=link.status,
        final_url=link.final_url,
        last_ok_at=link.captured_at if is_well else None,
        has_failed=value in (LinkVerdict.UNKNOWN, LinkVerdict.UNREACHABLE),
        new_url=link.final_url if value is LinkVerdict.MOVED else None,
    )
    needed = min(_TWICE, patience.strikes)
    missing = missing_for_long(missing_in_own(link), checks, needed, patience.spacing)
    return with_places(verdict, missing)


def _needed_of_clear(link: InternalLink, looks: Sequence[Observation], patience: Patience) -> int:
    """How many crawls, days apart, must hear from the site's own server that a page is not there,
    or meet a circle of redirects (decision 0032).

    One is enough for an address that was never well, and for 410. A page that was there needs a
    second: a site that is being deployed says so for a minute.
    """
    was_well = link.page_id is not None or any(look.seen in GOOD for look in looks)
    return min(_TWICE, patience.strikes) if was_well and link.status != 410 else 1


def _own_look(check: Check) -> Observation:
    """What one crawl saw of an own page; to be sent to the start page is a failure here, too."""
    look = observe(check)
    home = sent_home(check) if look.seen in GOOD else None
    return replace(look, seen=home[0], why=home[1]) if home is not None else look


def is_taken_down(link: InternalLink) -> bool:
    """Whether the crawl got an answer that the archive no longer holds."""
    return link.state is State.FETCHED and link.status is None and not link.hops


def _is_loop(link: InternalLink) -> bool:
    return "loop" in link.reason or (_ends_in_redirect(link) and bool(link.hops))


def _may_be_left(link: InternalLink, checks: Sequence[Check]) -> bool:
    """Whether the crawl that met a circle saw a cookie set on the way: it keeps none."""
    last = checks[-1] if checks else None
    is_same = last is not None and last.facts.get("capture") == link.capture_id
    return is_same and last is not None and last.error == "cookie_loop"


def _ends_in_redirect(link: InternalLink) -> bool:
    return link.status is not None and 300 <= link.status <= 399


def _own(link: InternalLink) -> tuple[LinkVerdict, str]:
    if quirks.HIDDEN_MAIL in link.url:
        return (
            LinkVerdict.EXCLUDED,
            "It stands for a mail address, which a script shows to readers.",
        )
    if link.state is None:
        return LinkVerdict.UNKNOWN, "The crawl did not meet this address."
    if link.state is State.SKIPPED and link.reason in quirks.LEFT_FOR_LATER:
        return LinkVerdict.UNKNOWN, _explained("It waits for the next crawl", link.reason)
    if link.state is State.SKIPPED:
        return LinkVerdict.EXCLUDED, _explained("The crawl left it out", link.reason)
    if link.state in (State.DUE, State.LEASED):
        return LinkVerdict.UNKNOWN, "The crawl has not come to it yet."
    if _is_loop(link):
        return LinkVerdict.UNREACHABLE, "Its redirects never end."
    if _ends_in_redirect(link):
        said = f"It redirects (HTTP {link.status}) to what is no address."
        return LinkVerdict.UNREACHABLE, said
    if any(reason in link.reason for reason in quirks.OUR_LIMITS):
        said = "The crawl did not read the answer to its end"
        return LinkVerdict.UNKNOWN, _explained(said, link.reason)
    if is_taken_down(link):
        said = "The page answered; what it said was taken out of the archive since."
        return LinkVerdict.UNKNOWN, said
    if link.state is State.FAILED or link.status is None:
        said = failure_in_words(link.reason)
        if said or not link.reason:
            why = f"The crawl got no answer: the page {said}." if said else "No answer came."
            return LinkVerdict.UNREACHABLE, why
        return LinkVerdict.UNREACHABLE, _explained("The crawl did not get the page", link.reason)
    if link.status in quirks.GONE_STATUSES:
        what = "The page" if not {"a", "area"}.isdisjoint(link.elements) else "It"
        return LinkVerdict.GONE, f"{what} is not there (error {link.status})."
    if link.status in quirks.BLOCKING_STATUSES:
        return LinkVerdict.BLOCKED, f"The page is not public (error {link.status})."
    if link.status >= 500:
        return LinkVerdict.UNREACHABLE, f"The server has a fault (error {link.status})."
    if link.status >= 400:
        return LinkVerdict.UNKNOWN, f"An unusual answer (error {link.status})."
    if "undecodable" in link.reason:
        said = f"The server answers (HTTP {link.status}), but with what cannot be unpacked."
        return LinkVerdict.UNKNOWN, said
    home = own_sent_home(link)
    if home is not None:
        return _OWN_HOME[home[0]], f"It {home[1]}."
    permanent = link.hops and all(status in (301, 308) for status, _ in link.hops)
    final = link.final_url or ""
    if link.hops and leads_to_error(link.url, final):
        return LinkVerdict.SOFT_404, f"It leads to the error page {final} instead."
    if link.hops and asks_first(link.url, final):
        return LinkVerdict.BLOCKED, f"It wants something of its readers first, at {final}."
    is_lasting = not (
        is_of_one_visit(link.url, final, link.captured_at) or is_one_readers(link.url, final)
    )
    if permanent and final and is_lasting and not is_one_address(link.url, final):
        return LinkVerdict.MOVED, f"It has moved for good to {final}."
    return LinkVerdict.OK, f"The page is there (HTTP {link.status})."


def _explained(said: str, reason: str) -> str:
    """What the crawl did, and its reason as a sentence of its own."""
    known = COVERAGE_REASON.get(reason)
    return f"{said}. {known[1]}" if known else f"{said} ({reason})."


def _failure(check: Check) -> str:
    message = check.facts.get("message")
    return str(message).rstrip(".") if message else (check.error or "no answer")
