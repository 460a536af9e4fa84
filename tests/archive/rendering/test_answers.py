"""What a browser is given is what was captured; everything else is refused and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.rendering.answers import MAX_REQUESTS, Answers
from tests.archive.proof.small_archive import HOST
from tests.archive.rendering.drawn import PNG, URL, Drawn


@pytest.fixture
def drawn(tmp_path: Path) -> Drawn:
    return Drawn(tmp_path / "small")


def answers_of(drawn: Drawn, **changes: object) -> Answers:
    given = {"capture_id": drawn.read, "url": URL, "max_bytes": 1_000_000} | changes
    return Answers(db=drawn.store.db.conn, captures=drawn.captures, **given)  # type: ignore[arg-type]


def test_the_page_and_its_parts(drawn: Drawn) -> None:
    answers = answers_of(drawn)
    page = answers.answer(f"{URL}#top")
    assert page is not None
    assert (page.status, page.body[:5]) == (200, b"<link")
    assert page.headers == {"content-type": "text/html; charset=utf-8"}
    sheet = answers.answer(f"{HOST}/a.css")
    assert sheet is not None
    assert sheet.body == b"p { color: red }"
    assert "content-encoding" not in sheet.headers
    picture = answers.answer(f"{HOST}/i.png")
    assert picture is not None
    assert picture.body == PNG
    assert list(answers.parts) == [drawn.sheet, drawn.picture]
    assert answers.refused == {}


def test_the_capture_nearest_in_time_is_given(drawn: Drawn) -> None:
    drawn.capture("/i.png", b"GIF89a much later", moment="2027-03-01T08:00:00.000Z")
    answer = answers_of(drawn).answer(f"{HOST}/i.png")
    assert answer is not None
    assert answer.body == PNG


@pytest.mark.parametrize(
    ("why", "url", "method"),
    [
        ("not captured", f"{HOST}/lost.png", "GET"),
        ("another host", "https://elsewhere.test/i.png", "GET"),
        ("something is sent", f"{HOST}/i.png", "POST"),
        ("a file", "file:///etc/passwd", "GET"),
        ("this machine", "http://127.0.0.1/i.png", "GET"),
        ("an answer that says it is not there", f"{HOST}/gone.png", "GET"),
    ],
)
def test_refused(drawn: Drawn, why: str, url: str, method: str) -> None:
    drawn.capture("/gone.png", "No such page", status=404)
    answers = answers_of(drawn)
    assert answers.answer(url, method) is None, why
    assert answers.answer(url, method) is None, why
    assert answers.refused == {url: 2}
    assert list(answers.parts) == []


def test_bounds(drawn: Drawn) -> None:
    answers = answers_of(drawn, max_bytes=10)
    assert answers.answer(URL) is not None
    assert answers.answer(f"{HOST}/i.png") is None
    answers = answers_of(drawn)
    given = [answers.answer(f"{HOST}/i.png") for _ in range(MAX_REQUESTS + 1)]
    assert [answer is None for answer in given] == [False] * MAX_REQUESTS + [True]


def test_a_damaged_page_says_so(drawn: Drawn) -> None:
    drawn.path.write_bytes(b"\0" * drawn.path.stat().st_size)
    answers = answers_of(drawn)
    assert answers.answer(URL) is None
    assert "gzip" in answers.why_not
