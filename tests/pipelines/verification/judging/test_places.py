"""Places within pages of the site: ids and names, and pages of PDFs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.records import Authority, Check, FrontierState, InternalLink, LinkVerdict, Question
from pipelines.verification.judging.judge import judge_link, judge_own_link
from pipelines.verification.judging.places import missing_in_own, places_in_own
from pipelines.verification.own_pages import own_check

UNSAID = ":~:text=zebra"
ROWS = [
    ("an id", "causes", ("causes",), False),
    ("no such id", "causes", ("cause",), True),
    ("the mark of an advertisement", "google_vignette", ("cause",), False),
    ("the mark of a messenger", "wechat_redirect", ("cause",), False),
    ("the mark of a counter of copies", "ixzz2AbCdEfG", ("cause",), False),
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


def test_a_place_that_a_script_may_make_is_not_missing() -> None:
    link = own(fragments=("causes", "cures"), scripted=frozenset({"causes"}))
    assert missing_in_own(link) == ("cures",)
    assert places_in_own(link) == {"causes": "script", "cures": "missing"}


def test_a_place_that_a_redirect_names_overrules_those_of_links() -> None:
    link = InternalLink(
        id="x", url="https://a.test/x", page_id="p", state=FrontierState.FETCHED, status=200,
        hops=((301, "https://a.test/x"),), final_url="https://a.test/#x", capture_id="c",
        fragments=("causes",), anchors=("x",),
    )  # fmt: skip
    assert missing_in_own(link) == ()
    assert missing_in_own(replace(link, final_url="https://a.test/x/")) == ("causes",)


@pytest.mark.parametrize(
    ("why", "status", "final", "is_missing"),
    [
        ("sent to what is closed for an hour", 302, "https://a.test/maintenance", False),
        ("sent to another language", 307, "https://a.test/en/x", False),
        ("sent there for good", 301, "https://a.test/en/x", False),
        ("the same page under its whole name", 302, "https://www.a.test/x/", True),
    ],
)
def test_the_page_of_another_address_tells_nothing_of_places(
    why: str, status: int, final: str, is_missing: bool
) -> None:
    link = own(hops=((status, "https://a.test/x"),), final_url=final)
    assert bool(missing_in_own(link)) is is_missing, why


@pytest.mark.parametrize(
    ("title", "is_missing"),
    [
        ("Maintenance", False),
        ("The Patient Line | We'll be back soon!", False),
        ("Page not found – The Patient Line", False),
        ("Oops! Page not found", False),
        ("The Line|Page not found", False),
        ("The Line » Page not found", False),
        ("Seite nicht gefunden: The Line", False),
        ("We’ll be back soon", False),
        ("Cervical pain: maintenance of knee braces", True),
        ("Maintenance of knee braces", True),
        ("Back pain", True),
    ],
)
def test_a_title_of_sorrow_is_of_no_page_that_was_linked(title: str, is_missing: bool) -> None:
    assert bool(missing_in_own(own(title=title))) is is_missing
    assert bool(places_in_own(own(title=title))) is is_missing


@pytest.mark.parametrize(
    ("why", "looks", "is_missing"),
    [
        ("it never was there", [(0, ())], True),
        ("it was there, and is missing today", [(0, ("causes",)), (7, ())], False),
        ("twice within an hour", [(0, ("causes",)), (7, ()), (7.04, ())], False),
        ("by two crawls, days apart", [(0, ("causes",)), (7, ()), (14, ())], True),
        ("it came back, and went", [(0, ("causes",)), (7, ()), (14, ("causes",)), (21, ())], False),
        ("another page stood in for it", [(0, ("causes",)), (7, None), (14, ())], False),
    ],
)
def test_a_place_that_was_there_is_missed_twice_before_it_counts(
    why: str, looks: list[tuple[float, tuple[str, ...] | None]], is_missing: bool
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    links = [own(anchors=seen, captured_at=start + timedelta(days=day)) for day, seen in looks]
    checks = [check for link in links if (check := own_check(link, start)) is not None]
    verdict = judge_own_link(links[-1], checks)
    assert (verdict.value is LinkVerdict.FRAGMENT_MISSING) is is_missing, why
    assert verdict.value in (LinkVerdict.FRAGMENT_MISSING, LinkVerdict.OK)


@pytest.mark.parametrize(
    ("looks", "is_missing"),
    [([False], True), ([True, False], False), ([True, False, False], True), ([True, True], False)],
)
def test_a_text_that_was_there_is_missed_twice_before_it_counts(
    looks: list[bool], is_missing: bool
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    links = [
        own(
            fragments=(UNSAID,), unsaid=() if is_said else (UNSAID,),
            captured_at=start + timedelta(days=7 * week),
        )
        for week, is_said in enumerate(looks)
    ]  # fmt: skip
    checks = [check for link in links if (check := own_check(link, start)) is not None]
    verdict = judge_own_link(links[-1], checks)
    assert (verdict.value is LinkVerdict.FRAGMENT_MISSING) is is_missing


SORRY = (302, "https://b.test/sorry")
MISSED, FOUND = {"causes": "missing"}, {"causes": "there"}


@pytest.mark.parametrize(
    ("why", "looks", "is_missing"),
    [
        ("a plain answer without it", [((0, ""), MISSED)] * 2, True),
        ("sent to what is closed for an hour", [(SORRY, MISSED)], False),
        ("303, to consent", [((303, "https://b.test/consent?to=x"), MISSED)], False),
        ("307, to another language", [((307, "https://b.test/en/x"), MISSED)], False),
        ("302, to another host", [((302, "https://c.test/x"), MISSED)], False),
        ("sent to the same page", [((302, "https://www.b.test/x/"), MISSED)] * 2, True),
        ("sent to the same page for good", [((301, "https://www.b.test/x/"), MISSED)] * 2, True),
        ("there, then sent away", [((0, ""), FOUND), (SORRY, MISSED)], False),
        ("twice sent away", [(SORRY, MISSED), (SORRY, MISSED)], False),
        ("once missing", [((0, ""), MISSED)], False),
        ("missing, then sent away", [((0, ""), MISSED), (SORRY, MISSED)], False),
        ("twice missing, then sent away", [((0, ""), MISSED)] * 2 + [(SORRY, MISSED)], True),
        ("missing, there and missing", [((0, ""), p) for p in (MISSED, FOUND, MISSED)], False),
        ("missing, and found elsewhere", [((0, ""), MISSED), (SORRY, FOUND)], False),
        ("missing, and asked for no more", [((0, ""), MISSED), (SORRY, {"new": "there"})], False),
        ("found elsewhere, then missing", [(SORRY, FOUND), *[((0, ""), MISSED)] * 2], True),
    ],
)
def test_what_a_redirect_shows_lacks_no_place_of_a_page_of_others(
    why: str, looks: list[tuple[tuple[int, str], dict[str, str]]], is_missing: bool
) -> None:
    url, start = "https://b.test/x", datetime(2026, 1, 1, tzinfo=UTC)
    checks = [
        Check(
            question=Question.LINK, subject=url, authority=Authority.WEB, url=url, status=200,
            asked_at=start + timedelta(days=7 * week), bytes=900,
            final_url=final or None, hops=((status, url),) if final else (),
            facts={"words": 300, "places": places, "permanent": status == 301},
        )
        for week, ((status, final), places) in enumerate(looks)
    ]  # fmt: skip
    verdict = judge_link(checks)
    assert (verdict.value is LinkVerdict.FRAGMENT_MISSING) is is_missing, (why, verdict.reason)


def own(**known: object) -> InternalLink:
    facts: dict[str, object] = {
        "id": "x", "url": "https://a.test/x", "page_id": "p", "state": FrontierState.FETCHED,
        "status": 200, "capture_id": "c", "fragments": ("causes",), "anchors": (),
    }  # fmt: skip
    return InternalLink(**(facts | known))  # type: ignore[arg-type]
