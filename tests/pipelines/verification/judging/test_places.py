"""Places within pages of the site: ids and names, and pages of PDFs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import FrontierState, InternalLink
from pipelines.verification.judging.places import missing_in_own

UNSAID = ":~:text=zebra"
ROWS = [
    ("an id", "causes", ("causes",), False),
    ("no such id", "causes", ("cause",), True),
    ("percent-encoded", "caf%C3%A9", ("café",), False),
    ("the top", "top", (), False),
    ("a text", ":~:text=low%20back", (), False),
    ("a text that is not there", UNSAID, (), True),
    ("at a place that is there", f"causes{UNSAID}", ("causes",), False),
    ("at a place that is missing", f"cures{UNSAID}", ("causes",), True),
    ("a text at a place that is missing", "cures:~:text=low%20back", ("causes",), False),
    ("a route of a script", "!/x", (), False),
    ("a page of a PDF", "page=3", ("page=3",), False),
    ("beyond the last page of a PDF", "page=4", ("page=3",), True),
    ("with a zoom", "zoom=100&page=4", ("page=3",), True),
    ("a named place of a PDF", "chapter2", ("page=3",), False),
    ("a page of a page", "page=4", ("causes", "cures"), False),
    ("not read", "causes", None, False),
]


@pytest.mark.parametrize(("why", "fragment", "anchors", "is_missing"), ROWS)
def test_places(why: str, fragment: str, anchors: tuple[str, ...] | None, is_missing: bool) -> None:
    link = InternalLink(
        id="x", url="https://a.test/x", page_id="p", state=FrontierState.FETCHED, reason="",
        status=200, hops=(), final_url=None, capture_id="c", captured_at=None,
        fragments=(fragment,), anchors=anchors, elements=("a",),
        unsaid=(fragment,) if UNSAID in fragment else (),
    )  # fmt: skip
    assert bool(missing_in_own(link)) is is_missing, why


def test_a_place_that_a_redirect_names_overrules_those_of_links() -> None:
    link = InternalLink(
        id="x", url="https://a.test/x", page_id="p", state=FrontierState.FETCHED, status=200,
        hops=((301, "https://a.test/x"),), final_url="https://a.test/#x", capture_id="c",
        fragments=("causes",), anchors=("x",),
    )  # fmt: skip
    assert missing_in_own(link) == ()
    assert missing_in_own(replace(link, final_url="https://a.test/y")) == ("causes",)
