"""A page whose title is what its links promise, word for word. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.records import Check, LinkPlace, LinkVerdict
from pipelines.matching.wording import folded
from pipelines.verification.addresses import is_one_address
from pipelines.verification.judging.verdicts import WebVerdict


def has_title(checks: Sequence[Check], places: Iterable[LinkPlace]) -> bool:
    """Whether the page of the latest look has the title that all its links promise: then it is no
    other page than was meant, though its host may show it at every address. Not where they were
    sent to another address: a start page has the name of its host, which links say, too."""
    if not checks or not is_one_address(checks[-1].url, checks[-1].final_url or checks[-1].url):
        return False
    title = folded(str(checks[-1].facts.get("title", "")))
    promised = {folded(place.anchor_text) for place in places if place.anchor_text}
    return bool(title) and promised == {title}


def as_titled(verdict: WebVerdict[LinkVerdict]) -> WebVerdict[LinkVerdict]:
    """The verdict on such a page, which would be a soft 404 otherwise: no failure that will count
    one day."""
    reason = f"Its title is what the link promises. Otherwise: {verdict.reason}"
    return replace(verdict, value=LinkVerdict.UNKNOWN, reason=reason, strikes=0)
