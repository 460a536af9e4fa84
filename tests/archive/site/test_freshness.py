"""Copies that readers and proxies have: when they are good, and when they are not."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from archive.publishing.publish import Published
from archive.site.plugins import freshness, headers, strangers
from archive.site.plugins.freshness import Message, Pages, tag_of
from tests.archive.site.conftest import Site

LASTING = ("/", "/archive/articles", "/archive/articles.csv", "/changes.atom", "/static/site.css")


@pytest.mark.parametrize("path", LASTING)
def test_who_has_a_page_is_told_that_it_is_good(path: str, site: Site) -> None:
    first = site.get(path)
    tag = first.headers["etag"]
    for asked in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = site.get(path, headers={"if-none-match": asked})
        assert (again.status_code, again.content) == (304, b""), asked
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"] == "max-age=300"
        assert "content-security-policy" in again.headers


@pytest.mark.parametrize("asked", ['W/"other"', "", "*", "garbage,,"])
def test_who_has_another_is_given_the_page(asked: str, site: Site) -> None:
    assert site.get("/about", headers={"if-none-match": asked}).status_code == 200


@pytest.mark.parametrize(
    ("why", "path"),
    [
        ("it may ask for the time", "/archive.json?sql=select+datetime('now')"),
        ("spelt another way", "/archive.json?s%71l=select+datetime('now')"),
        ("a condition may ask it too", "/archive/articles.json?_where=datetime('now')+>+1"),
        ("always the newest", "/archive.db"),
        ("captures may be taken down", "/-/capture/nope"),
    ],
)
def test_what_may_change_has_no_validator(why: str, path: str, site: Site) -> None:
    tag = site.get("/").headers["etag"]
    answer = site.get(path, headers={"if-none-match": tag}, follow_redirects=True)
    assert answer.status_code != 304, why
    assert answer.headers.get("etag") != tag, why


def test_what_carries_sql_is_the_same_everywhere() -> None:
    assert strangers.WORDS == headers.WORDS == freshness.WORDS


def test_what_is_not_there_has_no_validator(site: Site) -> None:
    assert "etag" not in site.get("/nope").headers


@pytest.mark.parametrize("name", ["inspect-data.json", "templates/base.html", "static/site.css"])
def test_what_is_published_anew_has_another(
    name: str, published: Published, tmp_path: Path
) -> None:
    without = shutil.ignore_patterns("archive.db")
    copy = shutil.copytree(published.folder, tmp_path / "copy", ignore=without)
    before = tag_of(copy)
    assert before == tag_of(published.folder)
    (copy / name).write_text((copy / name).read_text() + "\n")
    assert tag_of(copy) != before


class Counting:
    """An application that counts how often it was asked; others may ask meanwhile."""

    def __init__(self, size: int = 10, status: int = 200, kind: bytes = b"text/html") -> None:
        self.asked = 0
        self._size, self._status, self._kind = size, status, kind

    async def __call__(self, scope: Message, receive: object, send: Callable[..., Any]) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        if scope["path"] == "/defect":
            raise ValueError("a defect")
        headers = [(b"content-type", self._kind)]
        await send({"type": "http.response.start", "status": self._status, "headers": headers})
        await send({"type": "http.response.body", "body": b"x" * self._size})


def asked(path: str = "/", query: bytes = b"", **headers: str) -> Message:
    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    return {"path": path, "query_string": query, "scheme": "http", "headers": named}


def answers(pages: Pages, app: Counting, *scopes: Message) -> list[Any]:
    """What is said to all who ask at the same time; an error where one is raised."""

    async def all_at_once() -> list[Any]:
        each: list[Coroutine[Any, Any, list[Message]]] = [pages.of(app, s) for s in scopes]
        return await asyncio.gather(*each, return_exceptions=True)

    return asyncio.run(all_at_once())


def test_a_page_that_many_ask_for_at_once_is_made_once() -> None:
    pages, app = Pages(), Counting()
    said = answers(pages, app, *[asked()] * 200)
    assert app.asked == 1
    assert [messages[1]["body"] for messages in said] == [b"x" * 10] * 200
    said[0][0]["headers"].append((b"x-mine", b"1"))
    assert answers(pages, app, asked())[0][0]["headers"] == [(b"content-type", b"text/html")]
    assert app.asked == 1, "and given to who asks soon after"


@pytest.mark.parametrize(
    ("why", "app", "times"),
    [
        ("a page", Counting(), 1),
        ("not found", Counting(status=404), 2),
        ("stopped, as it took too long", Counting(status=503), 2),
        ("no page", Counting(kind=b"text/csv"), 2),
        ("too long", Counting(size=freshness.LONGEST_BYTES + 1), 2),
    ],
)
def test_what_is_kept(why: str, app: Counting, times: int) -> None:
    pages = Pages()
    for _ in range(2):
        answers(pages, app, asked())
    assert app.asked == times, why


@pytest.mark.parametrize(
    "other",
    [
        asked("/other"),
        asked(query=b"q=pain"),
        asked(host="other.example.org"),
        asked(x_forwarded_proto="https"),
        asked(accept="text/turtle"),
        {**asked(), "scheme": "https"},
    ],
)
def test_another_question_has_an_answer_of_its_own(other: Message) -> None:
    app = Counting()
    answers(Pages(), app, asked(), other)
    assert app.asked == 2


def test_a_page_is_made_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "KEPT_S", -1.0)
    pages, app = Pages(), Counting()
    for _ in range(3):
        answers(pages, app, asked())
    assert app.asked == 3


def test_what_was_not_asked_for_the_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "KEPT_BYTES", 100)
    pages, app = Pages(), Counting()
    for path in ("/a", "/b", "/a", "/c"):
        answers(pages, app, asked(path))
    assert app.asked == 3
    answers(pages, app, asked("/a"), asked("/c"))
    assert app.asked == 3, "both are kept"
    answers(pages, app, asked("/b"))
    assert app.asked == 4


@pytest.mark.parametrize(
    ("why", "long"),
    [
        ("an address", {"query": b"x" * 1000}),
        ("a header that may change the answer", {"accept": "x" * 1000}),
    ],
)
def test_what_was_asked_takes_room_too(
    why: str, long: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "KEPT_BYTES", 1500)
    pages, app = Pages(), Counting()
    for path in ("/a", "/b", "/a"):
        answers(pages, app, asked(path, **long))
    assert app.asked == 3, why


def test_a_defect_is_told_to_all_and_not_kept() -> None:
    pages, app = Pages(), Counting()
    said = answers(pages, app, *[asked("/defect")] * 3)
    assert [type(error) for error in said] == [ValueError] * 3
    answers(pages, app, asked("/defect"))
    assert app.asked == 2


def test_who_leaves_takes_nothing_from_the_others() -> None:
    pages, app = Pages(), Counting()

    async def one_leaves() -> list[Message]:
        leaving = asyncio.create_task(pages.of(app, asked()))
        staying = asyncio.create_task(pages.of(app, asked()))
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    assert asyncio.run(one_leaves())[1]["body"] == b"x" * 10
    assert app.asked == 1


def test_a_page_is_given_under_the_name_it_was_asked_by(site: Site) -> None:
    """One name after the other, of a page that gives its own address."""
    for host in ("one.example.org", "two.example.org"):
        text = site.get("/archive/articles", headers={"host": host}).text
        assert f"http://{host}/" in text


@pytest.mark.parametrize(
    ("why", "scope", "is_shared"),
    [
        ("a page", asked("/archive/pages"), True),
        ("of one reader", asked("/archive/pages", cookie="a=b"), False),
        ("of one who has a password", asked("/archive/pages", authorization="Basic x"), False),
        ("a part of a file", asked("/archive", range="bytes=0-9"), False),
        ("a file, which may be long", asked("/archive/pages.csv"), False),
        ("the same, asked otherwise", asked("/archive/pages", b"_format=csv"), False),
        ("only its head", {**asked(), "method": "HEAD"}, False),
    ],
)
def test_which_pages_are_shared(why: str, scope: Message, is_shared: bool) -> None:
    assert freshness._is_for_many({"method": "GET", **scope}) is is_shared, why
