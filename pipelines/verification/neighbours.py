"""Other pages of a host: one that lives shows that the domain is not parked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive.records import Check, LinkDue, LinkVerdict
from archive.store import Store
from pipelines.services.web.sketches import likeness
from pipelines.verification.addresses import is_one_address
from pipelines.verification.judging.observing import observe
from pipelines.verification.judging.sights import GOOD
from pipelines.verification.judging.verdicts import WebVerdict
from pipelines.verification.knowledge import with_histories

_FEWEST_WORDS = 60
"""Words that a page says at least, to prove that a site lives; what sells a domain says few."""
_UNLIKE = 0.5
_FEWEST_DIGITS = 32
"""Of a sketch (four hashes), for the likeness to mean anything."""
_TOGETHER = timedelta(days=2)
"""How long before the page that seems parked another may have been seen: domains are lost."""


@dataclass(frozen=True, slots=True)
class _Living:
    url: str
    seen_at: datetime
    sketch: str


class Neighbours:
    """Living pages of a host, read once where links come host by host."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._host = ""
        self._living: list[_Living] = []

    def weigh(
        self, verdict: WebVerdict[LinkVerdict], link: LinkDue, checks: Sequence[Check]
    ) -> WebVerdict[LinkVerdict]:
        """The verdict on a link; ``unknown`` instead of parked where its host lives.

        What a page was led to on another host says nothing about its own, and stays as it is.
        """
        if verdict.value is not LinkVerdict.PARKED or not checks:
            return verdict
        latest = checks[-1]
        if not latest.facts.get("parked") or not _is_of(link.host, latest):
            return verdict
        others = (one for one in self._of(link.host) if _contradicts(one, latest))
        living = min(others, key=lambda one: one.url, default=None)
        if living is None:
            return verdict
        reason = (
            f"{verdict.reason.rstrip('.')}; but a domain is parked as a whole, and {living.url}"
            " lives: a person has to look."
        )
        return replace(verdict, value=LinkVerdict.UNKNOWN, reason=reason)

    def _of(self, host: str) -> Sequence[_Living]:
        if host != self._host:
            links = with_histories(self._store, self._store.links_of_host(host), 20)
            seen = (_living(host, checks[-1]) for _, checks in links if checks)
            self._living = [one for one in seen if one is not None]
            self._host = host
        return self._living


def _living(host: str, check: Check) -> _Living | None:
    words, sketch = check.facts.get("words"), str(check.facts.get("sketch", ""))
    says_enough = (
        isinstance(words, int) and words >= _FEWEST_WORDS and len(sketch) >= _FEWEST_DIGITS
    )
    if not says_enough or check.facts.get("parked") or not _is_of(host, check):
        return None
    is_well = observe(check).seen in GOOD
    return _Living(check.url, check.asked_at, sketch) if is_well else None


def _contradicts(living: _Living, parked: Check) -> bool:
    """Whether a page is another one than that which seems parked, and was seen no earlier."""
    alike = likeness(living.sketch, str(parked.facts.get("sketch", "")))
    return (
        not is_one_address(living.url, parked.url)
        and living.seen_at >= parked.asked_at - _TOGETHER
        and (alike is None or alike < _UNLIKE)
    )


def _is_of(host: str, check: Check) -> bool:
    """Whether the answer came from this host (with its port), by whatever of its addresses."""
    return urlsplit(check.final_url or check.url).netloc == host
