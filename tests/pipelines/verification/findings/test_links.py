"""What is said of a link that fails, by the element it stands in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import LinkDue, LinkPlace, LinkVerdict, Region
from pipelines.verification.findings.links import JudgedLink, find_in_links
from pipelines.verification.judging.all_verdicts import as_sent
from pipelines.verification.judging.verdicts import WebVerdict
from pipelines.verification.quirks import is_asked

SHEET = "It stands in the style sheet https://a.test/x.css, which this page loads."
ROWS = [
    ("a", "", "Readers who follow this link find nothing. Gone."),
    ("img", "", "This picture is missing on the page. Gone."),
    ("iframe", "", "This frame of the page shows an error. Gone."),
    ("script", "", "Browsers load this with the page, and it is missing. Gone."),
    ("link", "", "Browsers load this with the page, and it is missing. Gone."),
    ("link", SHEET, f"Browsers load this with the page, and it is missing. Gone. {SHEET}"),
]


def due(*elements: str) -> LinkDue:
    """A link in these elements."""
    return LinkDue(
        id="l", url="https://b.test/x", host="b.test", verdict=LinkVerdict.UNKNOWN,
        first_seen_at=datetime(2026, 1, 1, tzinfo=UTC), elements=elements,
    )  # fmt: skip


def place_of(**more: object) -> LinkPlace:
    """A place of the link on a page."""
    known = {"id": "m", "page_id": "p", "page_url": "https://a.test/", "link_id": "l"}
    return LinkPlace(**{**known, "printed": "x", "region": Region.CONTENT, **more})


@pytest.mark.parametrize(("element", "context", "why"), ROWS)
def test_what_it_means(element: str, context: str, why: str) -> None:
    place = place_of(element=element, context=context)
    link = JudgedLink(
        id="l", url="https://b.test/x", other=due(element),
        verdict=WebVerdict(value=LinkVerdict.GONE, reason="Gone."),
    )  # fmt: skip
    (finding,) = find_in_links([link], lambda _: [place], {})
    assert finding.why == why


PRINTS = [
    ("twice the same", LinkVerdict.GONE, (), ["/x", "/x"], ["/x"]),
    ("two places in a page that is gone", LinkVerdict.GONE, (), ["/x#a", "/x#b"], ["/x#a", "/x#b"]),
    ("two forms of one address", LinkVerdict.MOVED, (), ["/x", "../x"], ["/x", "../x"]),
    ("of two places one is missing", LinkVerdict.OK, ("b",), ["/x#a", "/x#b", "/x#b"], ["/x#b"]),
    ("a missing place in two forms", LinkVerdict.OK, ("b",), ["/x#b", "x#b"], ["/x#b", "x#b"]),
]


@pytest.mark.parametrize(("why", "value", "missing", "printed", "told"), PRINTS)
def test_each_print_is_told_once(
    why: str, value: LinkVerdict, missing: tuple[str, ...], printed: list[str], told: list[str]
) -> None:
    places = [place_of(printed=p, fragment=p.partition("#")[2]) for p in printed]
    verdict = WebVerdict(value=value, reason="x", missing=missing)
    link = JudgedLink(id="l", url="https://b.test/x", other=due("a"), verdict=verdict)
    found = find_in_links([link], lambda _: places, {})
    assert [finding.says for finding in found] == told, why


FORMS = [
    ("a form that wants more", ("form",), LinkVerdict.GONE, 404, LinkVerdict.UNKNOWN),
    ("a form whose server has a fault", ("form",), LinkVerdict.UNREACHABLE, 500,
     LinkVerdict.UNKNOWN),
    ("a form whose host is not there", ("form",), LinkVerdict.UNREACHABLE, None,
     LinkVerdict.UNREACHABLE),
    ("a form that answers", ("form",), LinkVerdict.OK, 200, LinkVerdict.OK),
    ("also a link", ("a", "form"), LinkVerdict.GONE, 404, LinkVerdict.GONE),
    ("parked", ("form",), LinkVerdict.PARKED, 200, LinkVerdict.PARKED),
]  # fmt: skip


@pytest.mark.parametrize(("why", "elements", "value", "status", "expected"), FORMS)
def test_forms(
    why: str,
    elements: tuple[str, ...],
    value: LinkVerdict,
    status: int | None,
    expected: LinkVerdict,
) -> None:
    verdict = WebVerdict(value=value, reason="x", status=status)
    assert as_sent(verdict, due(*elements)).value is expected, why


ASKED = [
    ("a", True), ("script", True), ("form", True), ("iframe", True), ("pdf", True), ("style", True),
    ("link stylesheet", True), ("link shortcut icon", True), ("link alternate", True),
    ("link preconnect", False), ("link dns-prefetch", False), ("link pingback", False),
    ("link canonical", False), ("link ", False), ("q", False), ("blockquote", False),
]  # fmt: skip


@pytest.mark.parametrize(("element", "expected"), ASKED)
def test_what_is_asked(element: str, expected: bool) -> None:
    assert is_asked(element) is expected
