"""The feeds, as a feed reader understands them."""

from __future__ import annotations

import feedparser
import pytest

from tests.archive.site.conftest import Site


@pytest.mark.parametrize(
    ("feed", "begins"),
    [
        ("changes", ("New page: ", "Text changed: ", "Broken on ")),
        ("findings", ("Broken on ",)),
    ],
)
def test_a_feed_reader_finds_nothing_wrong(feed: str, begins: tuple[str, ...], site: Site) -> None:
    response = site.get(f"/{feed}.atom")
    read = feedparser.parse(response.content, response_headers=dict(response.headers))
    assert (read.bozo, read.version) == (False, "atom10")
    assert read.feed.title.startswith("Patient Line: ")
    assert read.feed.id
    assert read.feed.author == "Patient Line archive"
    for beginning in begins:
        assert any(entry.title.startswith(beginning) for entry in read.entries), beginning
    for entry in read.entries:
        assert entry.id
        assert entry.updated_parsed
        assert entry.summary
        assert site.get(entry.link.removeprefix("http://localhost")).status_code == 200
    assert [e.updated for e in read.entries] == sorted(e.updated for e in read.entries)[::-1]
    assert read.feed.updated == read.entries[0].updated
