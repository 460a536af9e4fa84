"""Links to a place within a page: does that place exist? Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

from archive.proof.text_directives import texts_of
from archive.records import Check, InternalLink, LinkVerdict
from pipelines.services.web.anchors import place_of, spellings
from pipelines.services.web.page_facts import is_sorrow
from pipelines.services.web.pdf_pages import page_of
from pipelines.verification import quirks
from pipelines.verification.addresses import is_one_address
from pipelines.verification.judging.verdicts import WebVerdict

_LAST_PAGE = re.compile(r"page=(\d{1,6})")


def missing_places(
    checks: Sequence[Check], needed: int, spacing: timedelta
) -> tuple[tuple[str, ...], bool]:
    """The fragments that so many looks, ``spacing`` apart, have missed since one saw them; and
    whether the last look missed others, too, which were not missed often enough yet.

    ``checks``: looks that saw the page well. What stands in for a page for an hour has none of its
    places, whatever its title (decision 0047).
    """
    missing = _missing_at_last(checks)
    told = tuple(f for f in missing if len(_missed(f, checks, spacing)[1]) >= needed)
    return told, len(told) < len(missing)


def _missing_at_last(checks: Sequence[Check]) -> tuple[str, ...]:
    """Fragments that the latest look at a page asked for, and the latest at the page itself missed.

    A look that could not tell (cut off, a script may make it) says nothing about them. What a
    redirect to another address shows may have a place, and is no sign that one is missing.
    """
    asked: Set[str] | None = None
    elsewhere = set[str]()
    for check in reversed(checks):
        places = check.facts.get("places")
        if check.error is not None or not isinstance(places, Mapping):
            continue
        asked = set(places) if asked is None else asked
        missing = [name for name, found in places.items() if _is_told_missing(name, found)]
        if not _is_of_another(check.url, check.final_url or "", check.hops):
            return tuple(name for name in missing if name in asked - elsewhere)
        elsewhere |= set(places) - set(missing)
    return ()


def _is_told_missing(fragment: str, found: object) -> bool:
    """Whether a place is missing that somebody meant: no mark that a program put there."""
    return found == "missing" and not quirks.MARKS.fullmatch(fragment)


def _is_of_another(url: str, final: str, hops: Sequence[object]) -> bool:
    """Whether redirects led to another page. It may be there for an hour only (maintenance, a
    login, consent) or be in another language: places that links name are not looked for in it."""
    return bool(hops) and not is_one_address(url, final)


def missing_in_own(link: InternalLink) -> tuple[str, ...]:
    """Fragments that a page of the site lacks, or pages beyond the last one of a PDF (RFC 8118);
    none where another page was read in its place (``_is_what_was_asked``), nor any whose place a
    script of the page may make."""
    if link.anchors is None or not _is_what_was_asked(link):
        return ()
    last = _LAST_PAGE.fullmatch(link.anchors[0]) if len(link.anchors) == 1 else None
    if last:  # a PDF has pages; its named places we do not know
        return tuple(f for f in link.fragments if (page_of(f) or 0) > int(last[1]))
    known = set(link.anchors)
    asked = (f for f in link.fragments if f not in link.scripted and not quirks.MARKS.fullmatch(f))
    return tuple(f for f in asked if _is_missing(f, known, is_said=f not in link.unsaid))


def places_in_own(link: InternalLink) -> dict[str, str]:
    """Fragments that ask for a place or a text of a page of the site -> there, script or missing;
    empty where what was asked for was not read."""
    if link.anchors is None or not _is_what_was_asked(link):
        return {}
    told = dict.fromkeys(link.fragments, "there") | dict.fromkeys(missing_in_own(link), "missing")
    return told | dict.fromkeys(link.scripted, "script")


def missing_for_long(
    missing: Sequence[str], checks: Sequence[Check], needed: int, spacing: timedelta
) -> tuple[str, ...]:
    """The missing fragments that were never seen, or that so many crawls, ``spacing`` apart, have
    missed since: a page that stands in for a day has none of the other's places."""
    return tuple(f for f in missing if _counts(f, checks, needed, spacing))


def _counts(fragment: str, checks: Sequence[Check], needed: int, spacing: timedelta) -> bool:
    was_there, missed = _missed(fragment, checks, spacing)
    return not was_there or len(missed) >= needed


def _missed(
    fragment: str, checks: Sequence[Check], spacing: timedelta
) -> tuple[bool, list[datetime]]:
    """Whether a place was ever seen, and the looks that missed it since, ``spacing`` apart."""
    was_there, missed = False, list[datetime]()
    for check in checks:
        places = check.facts.get("places")
        found = places.get(fragment) if isinstance(places, Mapping) else None
        if found == "there":
            was_there, missed = True, []
        elif (
            found == "missing"
            and not _is_of_another(check.url, check.final_url or "", check.hops)
            and (not missed or check.asked_at - missed[-1] >= spacing)
        ):
            missed.append(check.asked_at)
    return was_there, missed


def _is_what_was_asked(link: InternalLink) -> bool:
    """Whether a page stands at a link whose places its fragments may name.

    What a redirect to another address shows may be there for an hour, or in another language, and
    one to a place overrules what links name. A title of sorrow is of no page that anybody linked.
    """
    final = link.final_url or ""
    if link.status != 200 or "#" in final:
        return False
    if _is_of_another(link.url, final, link.hops):
        return False
    return not is_sorrow(link.title)


def _is_missing(fragment: str, anchors: Set[str], *, is_said: bool) -> bool:
    """Whether a browser finds neither the text nor the place that a fragment asks for."""
    place = place_of(fragment)
    if is_said and texts_of(fragment):
        return False
    return anchors.isdisjoint(spellings(place)) if place else not is_said


def lacked(fragment: str) -> str:
    """What a page without the target of a fragment lacks, in words.

    >>> lacked("causes"), lacked(":~:text=low%20back,pain")
    ('no place named “causes”', 'no passage “low back … pain”')
    """
    texts = (" … ".join(filter(None, text)) for text in texts_of(fragment))
    passage = next(texts, "")
    if passage:
        return f"no passage “{passage}”"
    page = page_of(fragment)
    if page is not None and not place_of(fragment):
        return f"no page {page}"
    return f"no place named “{place_of(fragment) or fragment}”"


def with_places(
    verdict: WebVerdict[LinkVerdict], missing: tuple[str, ...]
) -> WebVerdict[LinkVerdict]:
    """The verdict on a link whose page is fine, with the places it lacks.

    Of a page that has moved, the new address is the better news.
    """
    if verdict.value is not LinkVerdict.OK or not missing:
        return verdict
    named = ", ".join(map(lacked, missing))
    reason = f"{verdict.reason.rstrip('.')}, but it has {named}."
    return replace(verdict, value=LinkVerdict.FRAGMENT_MISSING, reason=reason, missing=missing)
