"""Copies that readers and proxies have: when they are good, and when they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.publishing.publish import Published
from archive.site.plugins import freshness, headers, strangers
from archive.site.plugins.freshness import tag_of
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
