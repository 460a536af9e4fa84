"""A page that has the title its links promise is no other page than was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.records import Authority, Check, LinkPlace, LinkVerdict, Question
from pipelines.verification.judging.promises import as_titled, has_title
from pipelines.verification.judging.verdicts import WebVerdict

URL = "http://headless.test/seite"


def look(title: str) -> Check:
    return Check(
        id="1", subject=URL, question=Question.LINK, authority=Authority.WEB, url=URL, status=200,
        asked_at=datetime(2026, 1, 5, tzinfo=UTC), facts={"title": title}, rule_version="x",
    )  # fmt: skip


def places(*texts: str) -> list[LinkPlace]:
    return [
        LinkPlace(id=text, page_id="p", page_url="x", link_id="l", printed=URL, anchor_text=text)
        for text in texts
    ]


@pytest.mark.parametrize(
    ("why", "title", "texts", "expected"),
    [
        ("word for word", "Nur GET", ("Nur GET",), True),
        ("in another case, and a picture beside it", "Nur  get", ("Nur GET", ""), True),
        ("another text elsewhere", "Nur GET", ("Nur GET", "Übungen"), False),
        ("a longer title", "Nur GET – Klinik", ("Nur GET",), False),
        ("no title", "", ("", "Nur GET"), False),
        ("neither title nor text", "", ("",), False),
    ],
)
def test_has_title(why: str, title: str, texts: tuple[str, ...], expected: bool) -> None:
    assert has_title([look(title)], places(*texts)) is expected, why


def test_a_start_page_is_none_where_a_link_was_sent_there() -> None:
    """A society's start page has its name, as the link to a page that is gone."""
    sent = replace(look("Arthritis Society"), final_url="http://headless.test/")
    assert not has_title([sent], places("Arthritis Society"))
    stayed = replace(sent, final_url=URL)
    assert has_title([stayed], places("Arthritis Society"))


def test_what_was_never_looked_at_has_none() -> None:
    assert not has_title([], places("Nur GET"))


def test_it_is_unclear_and_says_both() -> None:
    soft_404 = WebVerdict(value=LinkVerdict.SOFT_404, reason="The page shows x.", strikes=3)
    verdict = as_titled(soft_404)
    assert verdict.value is LinkVerdict.UNKNOWN
    assert verdict.strikes == 0, "reports would say for ever that it failed not often enough yet"
    assert verdict.reason == "Its title is what the link promises. Otherwise: The page shows x."
