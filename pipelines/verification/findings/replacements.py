"""What to write instead of a broken link, the most lasting first. Pure.

The work's registered DOI name, where the link stands in a reference that has one; the new address
of a permanent redirect; our own capture of the page; the memento nearest the page's date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag

from archive.records import Agreement, KeptCitation, Landing, Registration, Suggestion
from pipelines.styling.editing import address_of
from pipelines.verification.judging.detours import may_be_for_few
from pipelines.verification.judging.judged import Judged

DOI_OF_REFERENCE = "doi_of_reference"
OUR_CAPTURE = "our_capture"
"""``after`` is then the URN of the WARC record: the published archive shows it, no page prints it.
"""
_LOST = (Landing.GONE, Landing.HIJACKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Copies of a page that is not at its address any more."""

    capture: tuple[str, datetime] | None = None
    """Id and moment of our latest good capture."""
    memento: str = ""
    """Address in a web archive."""


def in_order(
    url: str,
    new_url: str | None,
    *,
    is_moved: bool,
    doi: Suggestion | None,
    copies: Copies,
    asked: str = "",
) -> Iterator[Suggestion]:
    """The proposals for one link; of a link that works and has moved, the new address first.

    ``url`` as it is printed, ``asked`` the address in full where it is printed without its host.
    """
    is_sure = is_moved and not may_be_for_few(asked or url, new_url or "")
    moved = _redirect(url, new_url, is_sure=is_sure) if new_url else None
    ranked = (moved, doi) if is_moved else (doi, moved)
    yield from (suggestion for suggestion in ranked if suggestion is not None)
    if is_moved:
        return
    if copies.capture is not None:
        yield Suggestion(
            before=url, after=f"urn:uuid:{copies.capture[0]}", rule=OUR_CAPTURE, score=0.6
        )
    if copies.memento:
        yield Suggestion(before=url, after=copies.memento, rule="memento", score=0.5)


def _redirect(url: str, new_url: str, *, is_sure: bool) -> Suggestion:
    """``is_sure``: the new address answers, and is the page's for all readers."""
    score = 0.9 if is_sure else 0.7
    rule = "permanent_redirect"
    after = at_same_place(url, new_url)
    return Suggestion(before=url, after=after, rule=rule, score=score, safe=is_sure)


def at_same_place(printed: str, new_url: str) -> str:
    """The new address with the place that is printed, unless it names one of its own: where a
    browser ends that is redirected (RFC 9110 §10.2.2).

    >>> at_same_place("/old.htm#help", "https://a.test/new")
    'https://a.test/new#help'
    >>> at_same_place("/old.htm#help", "https://a.test/new#rest")
    'https://a.test/new#rest'
    """
    fragment = urldefrag(printed.strip()).fragment
    return new_url if not fragment or urldefrag(new_url).fragment else f"{new_url}#{fragment}"


def dois_of_references(
    citations: Iterable[KeptCitation], judged: Judged, repairs: Mapping[str, Suggestion]
) -> dict[str, Suggestion]:
    """By reference id the address of its registered DOI name, to link to instead.

    That which the reference prints, unless it names another work or leads nowhere; else that
    which was found for a reference that prints none (``repairs``, by reference id).
    """
    found: dict[str, Suggestion] = {}
    for citation in citations:
        name, comparison = citation.doi, judged.citations.get(citation.id)
        if name is None:
            repair = repairs.get(citation.id)
            if repair is not None:
                found[citation.id] = _linked(repair.after, repair.score, repair.agreeing)
        elif comparison is None:
            if _is_usable(name, judged):
                found[citation.id] = _linked(name, 0.5, ())
        elif comparison.is_of_another:
            continue
        elif comparison.value is not Agreement.DIFFERS and _is_usable(name, judged):
            found[citation.id] = _linked(name, max(comparison.score, 0.5), comparison.agreeing)
    return found


def _is_usable(name: str, judged: Judged) -> bool:
    verdicts = judged.dois.get(name)
    return (
        verdicts is not None
        and verdicts.registration.value is Registration.REGISTERED
        and verdicts.landing.value not in _LOST
        and not verdicts.leads_nowhere
    )


def _linked(name: str, score: float, agreeing: tuple[str, ...]) -> Suggestion:
    """Never safe: nobody has compared what the link led to with the work."""
    return Suggestion(
        before="", after=address_of(name), rule=DOI_OF_REFERENCE, score=score, agreeing=agreeing
    )
