"""Links to a place within a page: is it there? Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from archive.proof.text_directives import texts_of
from archive.records import Check, InternalLink, LinkVerdict
from pipelines.services.web.anchors import place_of, spellings
from pipelines.services.web.pdf_pages import page_of
from pipelines.verification.judging.verdicts import WebVerdict

_LAST_PAGE = re.compile(r"page=(\d{1,6})")


def missing_places(checks: Sequence[Check]) -> tuple[str, ...]:
    """Fragments that the latest look at a page found to be missing.

    A look that could not tell (cut off, a script may make it) says nothing about them.
    """
    for check in reversed(checks):
        places = check.facts.get("places")
        if check.error is None and isinstance(places, Mapping):
            return tuple(name for name, found in places.items() if found == "missing")
    return ()


def missing_in_own(link: InternalLink) -> tuple[str, ...]:
    """Fragments that a page of the site lacks, or pages beyond the last one of a PDF (RFC 8118);
    none where it was not read, or a redirect names a place of its own, which overrules them."""
    if link.anchors is None or link.status != 200 or "#" in (link.final_url or ""):
        return ()
    last = _LAST_PAGE.fullmatch(link.anchors[0]) if len(link.anchors) == 1 else None
    if last:  # a PDF has pages; its named places we do not know
        return tuple(f for f in link.fragments if (page_of(f) or 0) > int(last[1]))
    known = set(link.anchors)
    return tuple(f for f in link.fragments if _is_missing(f, known, is_said=f not in link.unsaid))


def _is_missing(fragment: str, anchors: Set[str], *, is_said: bool) -> bool:
    """Whether a browser finds neither the text nor the place that a fragment asks for."""
    place = place_of(fragment)
    if is_said and texts_of(fragment):
        return False
    return anchors.isdisjoint(spellings(place)) if place else not is_said


def lacked(fragment: str) -> str:
    """What a page lacks that has not what a fragment asks for.

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
