"""The feeds, as a feed reader understands them."""

from __future__ import annotations

import feedparser
import pytest

from tests.archive.site.conftest import Site
from tests.atom import atom_faults


@pytest.mark.parametrize(
    ("feed", "begins"),
    [
        ("changes", ("New page: ", "Text changed: ", "Broken on ")),
        ("findings", ("Broken on ", "Ageing on ")),
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


@pytest.mark.parametrize("feed", ["changes", "findings"])
def test_a_feed_is_what_its_standard_asks(feed: str, site: Site) -> None:
    assert atom_faults(site.get(f"/{feed}.atom").content) == []


VALID = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a,2026:b</id><title>T</title>'
    "<updated>2026-01-01T00:00:00Z</updated><author><name>A</name></author>"
    '<link rel="self" href="/a.atom"/><entry><id>tag:a,2026:c</id><title>E</title>'
    '<updated>2026-01-01T00:00:00.5+01:00</updated><link href="/c"/></entry></feed>'
)


@pytest.mark.parametrize(
    ("why", "there", "here", "said"),
    [
        ("valid", "", "", None),
        ("no id", "<id>tag:a,2026:b</id>", "", "0 id"),
        ("an id that is no address", "tag:a,2026:c", "c", "no IRI"),
        ("two titles", "<title>T</title>", "<title>T</title><title>T</title>", "2 title"),
        ("no author", "<author><name>A</name></author>", "", "no author"),
        ("a day is no moment", "2026-01-01T00:00:00Z", "2026-01-01", "no moment"),
        ("nowhere to read it", '<link href="/c"/>', "", "neither content"),
        ("a link with a space", 'href="/c"', 'href="/c d"', "a link to"),
        ("no link to itself", 'rel="self"', 'rel="alternate"', "0 links to itself"),
    ],
)
def test_what_is_not_valid_is_found_out(why: str, there: str, here: str, said: str | None) -> None:
    found = atom_faults((VALID.replace(there, here) if there else VALID).encode())
    assert bool(found) == bool(said), (why, found)
    assert not said or any(said in fault for fault in found), (why, found)
