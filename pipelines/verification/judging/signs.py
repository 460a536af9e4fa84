"""Reads the facts of a look in one way for all rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from archive.records import Check
from pipelines.services.web.file_names import promised_by
from pipelines.services.web.sketches import is_twin, words_of_address
from pipelines.verification import quirks
from pipelines.verification.addresses import site_of

NEXT_TO_NOTHING = 60
"""Words: a page with fewer says next to nothing."""
_CHANGED = 0.8
SAME_WORDS = 12
"""Words from which it is no accident that two pages have all the same."""


def is_elsewhere(check: Check) -> bool:
    """Whether it was led to another site."""
    return bool(check.hops) and site_of(check.final_url or check.url) != site_of(check.url)


def is_of_before(check: Check) -> bool:
    """Whether a look noted less than those of today: it is read by the rules of its time, so that
    nothing is taken back before anybody has asked again."""
    return check.rule_version in quirks.WITHOUT_REGRETS


def has_changed(facts: Mapping[str, object]) -> bool:
    """Whether most of the text is new since the last look."""
    return _number(facts, "drift") >= _CHANGED


def means_its_status(check: Check) -> bool:
    """Whether a bad status is no slip: a 410, or a fault that the title tells of by its number or
    by its name (RFC 9110 §15.6), and that is no word of the address: of a room, a study."""
    status, title = check.status or 0, str(check.facts.get("title", "")).lower()
    if status < 500:
        return status == 410
    says_number = str(status) in words_of_address(title)  # no "1500 steps"
    is_named_so = says_number and str(status) not in words_of_address(urlsplit(check.url).path)
    phrases = (known.phrase.lower() for known in HTTPStatus if known == status)
    return is_named_so or any(phrase in title for phrase in phrases)


def sibling_of(check: Check) -> Mapping[str, object]:
    """What a made-up address beside it answers (``siblings.compared``); empty if none was asked."""
    found = check.facts.get("sibling")
    return found if isinstance(found, dict) else {}


def is_honest(sibling: Mapping[str, object]) -> bool:
    """Whether the host says 404 or 410 of what is not there."""
    return sibling.get("status") in quirks.GONE_STATUSES


def own_words(check: Check) -> float:
    """About how many words of a page do not stand on the page that a made-up address gets: what it
    says besides the menus of its host."""
    contained = sibling_of(check).get("contained")
    shared = contained if isinstance(contained, float) else 0.0
    return count_words(check.facts) * (1 - shared)


def is_same_as_sibling(check: Check) -> bool:
    """Whether the page says something, and the same as a made-up address."""
    says_enough = count_words(check.facts) >= SAME_WORDS or bool(check.facts.get("app"))
    return says_enough and is_twin(sibling_of(check))


def may_be_promised(check: Check) -> bool:
    """Whether the only page of a host may be what a link means: its title has the words of the
    address, or it has the place that the link names. A file is no page."""
    places = check.facts.get("places")
    has_place = isinstance(places, Mapping) and "there" in places.values()
    return bool(sibling_of(check).get("named") or has_place) and not promised_by(check.url)


def count_words(facts: Mapping[str, object]) -> int:
    """How many words it says, as far as they were counted."""
    return int(_number(facts, "words"))


def _number(facts: Mapping[str, object], name: str) -> float:
    value = facts.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
