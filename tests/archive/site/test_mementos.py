"""The archive as Memento clients see it (RFC 7089)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from archive.publishing.publish import publish
from tests.archive.proof.small_archive import HOST, Small
from tests.archive.site.conftest import Site

PAIN = f"{HOST}/en/pain.htm"
LONG = {300: 3, 1500: 1, 3000: 0}
"""Lengths of addresses, and links that a header has room for: original, TimeGate, TimeMap."""


@dataclass
class Served:
    """A published archive beside its captures, and the names of those of one page."""

    site: Site
    ids: list[str]
    long: dict[int, str]
    """Captures of long addresses, by how long they are."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    small = Small(tmp_path_factory.mktemp("mementos") / "small")
    moments = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    status = [200, 200, 503, 200]
    ids = [
        small.capture("/en/pain.htm", f"<h1>{m}</h1>", moment=f"{m}T08:00:00.000Z", status=s)
        for m, s in zip(moments, status, strict=True)
    ]
    small.page("/en/pain.htm", ids[-1], title="Pain", html_title="")
    small.capture("/search?q=a&b=%C3%A4", "<h1>A query</h1>")
    small.capture("/gone.htm", "<h1>gone</h1>", status=410)
    long = {length: small.capture("/" + length * "l", "<h1>Long</h1>") for length in LONG}
    site = Site(publish(small.folder / "crawl.db", small.folder / "published", {}).folder)
    yield Served(site, ids, long)
    site.close()
    small.store.close()


@pytest.mark.parametrize(
    ("why", "wanted", "expected"),
    [
        ("without a wish the latest", None, 3),
        ("before the first", "Thu, 01 Jan 2015 00:00:00 GMT", 0),
        ("after the last", "Sat, 01 Jan 2050 00:00:00 GMT", 3),
        ("exactly then", "Sun, 01 Feb 2026 08:00:00 GMT", 1),
        ("the nearest, before or after", "Tue, 20 Jan 2026 00:00:00 GMT", 1),
        ("what failed is nobody's wish", "Sun, 01 Mar 2026 08:00:00 GMT", 1),
    ],
)
def test_the_timegate_leads_to_the_nearest_capture(served, why, wanted, expected):
    headers = {"accept-datetime": wanted} if wanted else {}
    answer = served.site.get(f"/-/timegate/{PAIN}", headers=headers)
    assert answer.status_code == 302, why
    assert answer.headers["location"].endswith(f"/-/capture/{served.ids[expected]}"), why
    assert "accept-datetime" in answer.headers["vary"]
    assert f'<{PAIN}>; rel="original"' in answer.headers["link"]


def test_where_it_leads_is_a_memento(served):
    there = urlsplit(served.site.get(f"/-/timegate/{PAIN}").headers["location"]).path
    for path in (there, f"{there}/page"):
        answer = served.site.get(path)
        assert answer.status_code == 200
        assert answer.headers["memento-datetime"] == "Wed, 01 Apr 2026 08:00:00 GMT"
        assert f'<{PAIN}>; rel="original"' in answer.headers["link"]
        assert 'rel="timegate"' in answer.headers["link"]


@pytest.mark.parametrize("wish", ["last spring", f"Mon, 1 Jan {'9' * 20} 00:00:00 GMT"])
def test_a_wish_that_is_no_date_is_refused(served, wish):
    answer = served.site.get(f"/-/timegate/{PAIN}", headers={"accept-datetime": wish})
    assert answer.status_code == 400
    assert wish in answer.text


def test_what_was_never_captured_is_not_found(served):
    assert served.site.get(f"/-/timegate/{HOST}/never.htm").status_code == 404
    assert served.site.get(f"/-/timemap/link/{HOST}/never.htm").status_code == 404


def test_where_all_failed_the_failure_is_what_there_is(served):
    assert served.site.get(f"/-/timegate/{HOST}/gone.htm").status_code == 302


def test_a_query_belongs_to_the_address(served):
    assert served.site.get(f"/-/timegate/{HOST}/search?q=a&b=%C3%A4").status_code == 302
    assert served.site.get(f"/-/timegate/{HOST}/search?q=b").status_code == 404


def test_one_slash_lost_on_the_way_is_no_matter(served):
    assert served.site.get(f"/-/timegate/{PAIN.replace('://', ':/')}").status_code == 302


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("the host in capitals", ("https://www", "https://WWW")),
        ("the usual port", (".test/", ".test:443/")),
        ("the other scheme", ("https:", "http:")),
        ("an escape in small letters", ("%C3", "%c3")),
    ],
)
def test_the_same_address_spelt_otherwise_is_found(served, why, other):
    url = f"{HOST}/search?q=a&b=%C3%A4"
    assert url.replace(*other) != url
    assert served.site.get(f"/-/timegate/{url.replace(*other)}").status_code == 302
    assert served.site.get(f"/-/timemap/link/{url.replace(*other)}").status_code == 200
    assert served.site.get(f"/-/timegate/{url.replace('.test/', '.test:8443/')}").status_code == 404


def test_the_timemap_lists_every_capture_in_order(served):
    answer = served.site.get(f"/-/timemap/link/{PAIN}")
    assert answer.headers["content-type"] == "application/link-format"
    links = [line.rstrip(",") for line in answer.text.splitlines()]
    assert links[0] == f'<{PAIN}>; rel="original"'
    found = [re.fullmatch(r'<(.+)>; rel="(.*memento)"; datetime="(.+)"', link) for link in links]
    mementos = [match.groups() for match in found if match]
    assert [uri.rpartition("/")[2] for uri, _, _ in mementos] == served.ids
    assert [relation for _, relation, _ in mementos] == [
        "first memento", "memento", "memento", "last memento",
    ]  # fmt: skip
    assert mementos[0][2] == "Thu, 01 Jan 2026 08:00:00 GMT"


def test_the_timemap_as_json_says_the_same(served):
    told = json.loads(served.site.get(f"/-/timemap/json/{PAIN}").text)
    assert told["original_uri"] == PAIN
    assert [m["uri"].rpartition("/")[2] for m in told["mementos"]["list"]] == served.ids
    assert told["mementos"]["first"]["datetime"] == "2026-01-01T08:00:00+00:00"


def test_links_to_the_site_say_which_copy_stands_in_for_them(served):
    page = served.site.page(f"/-/capture/{served.ids[0]}")
    [today] = [a for a in page.iter("a") if a.text_content() == "Today’s page"]
    assert today.get("href") == today.get("data-originalurl") == PAIN
    assert today.get("data-versiondate") == "2026-01-01"
    assert today.get("data-versionurl") == f"/-/capture/{served.ids[0]}"


@pytest.mark.parametrize(("length", "links"), LONG.items())
def test_headers_stay_short_whatever_the_address(served, length: int, links: int) -> None:
    memento = served.site.get(f"/-/capture/{served.long[length]}")
    assert (memento.status_code, "memento-datetime" in memento.headers) == (200, True)
    said = memento.headers.get("link", "")
    named = [r for r in ("original", "timegate", "timemap") if f'rel="{r}"' in said]
    assert (len(named), len(said) < 2600) == (links, True)
    gate = served.site.get(f"/-/timegate/{HOST}/{length * 'l'}")
    assert gate.headers.get("link", "").startswith(said)


def test_an_address_cannot_break_out_of_a_header(served):
    answer = served.site.get(f"/-/timegate/{HOST}/x%0d%0aSet-Cookie:a=b")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
