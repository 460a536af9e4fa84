"""What pages need to be whole is captured once, behind the pages, and is never a page itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.frontier import LeasedUrl
from archive.moments import present
from archive.packages.wacz import Wish, pack
from archive.records import REQUISITE, Link, PageKind, PageRecord
from archive.store import Store
from crawler.importing import import_files
from crawler.links import is_requisite, links_of
from crawler.profile_loading import load_profile
from crawler.replaying import replay
from crawler.scope import Found, Reason, Scope
from tests.crawler.crawls import Ended, crawl, rows, write_profile
from tests.crawler.loopback import Loopback, Reply, links

REQUISITES = [
    ("image", Link(printed="", url="https://a.test/x", element="img", attribute="src"), True),
    ("image of a set", Link(printed="", url="https://a.test/x", element="a", attribute="srcset"),
     True),
    ("its style", Link(printed="", url="https://a.test/x", element="p", attribute="style"), True),
    ("poster", Link(printed="", url="https://a.test/x", element="video", attribute="poster"), True),
    ("a linked file", Link(printed="", url="https://a.test/x.PNG?1", element="a", attribute="href"),
     True),
    ("a linked page", Link(printed="", url="https://a.test/x", element="a", attribute="href"),
     False),
    ("a PDF is a page", Link(printed="", url="https://a.test/x.pdf", element="a", attribute="href"),
     False),
    ("a frame is a page", Link(printed="", url="https://a.test/x", element="iframe",
                               attribute="src"), False),
    ("form", Link(printed="", url="https://a.test/x", element="input", attribute="formaction"),
     False),
    ("JSON-LD", Link(printed="", url="https://a.test/x", element="script", attribute="json-ld"),
     False),
    *(
        (rel, Link(printed="", url="https://a.test/x", element="link", attribute="href", rel=rel),
         expected)
        for rel, expected in (
            ("stylesheet", True), ("Shortcut ICON", True), ("preload", True),
            ("preconnect", False), ("dns-prefetch", False), ("canonical", False),
            ("alternate", False), ("next", False),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "link", "expected"), REQUISITES)
def test_what_is_a_part_of_a_page(why: str, link: Link, expected: bool) -> None:
    assert is_requisite(link) is expected, why


ROW = LeasedUrl(
    id=1, url="https://a.test/", request_url="https://a.test/", host="a.test", depth=3,
    priority=0, via="link", hops=0, attempts=1, etag=None, last_modified=None,
    whole_at=None, is_distrusted=0, capture_id=None,
)  # fmt: skip


def test_a_page_outranks_a_part_and_only_so_many_are_taken() -> None:
    image = {"element": "img", "attribute": "src", "printed": ""}
    record = PageRecord(
        url="https://a.test/", capture_id="c", fetched_at=present(), status=200,
        kind=PageKind.LANDING,
        links=(
            Link(url="https://a.test/both", **image),
            Link(url="https://a.test/both", element="a", attribute="href", printed=""),
            Link(url="https://a.test/one", **image),
            Link(url="https://a.test/two", **image),
        ),
    )  # fmt: skip
    found = {f.url.rpartition("/")[2]: (f.via, f.depth) for f in links_of(record, ROW, 2)}
    assert found == {"both": ("link", 4), "one": (REQUISITE, 0), "two": ("link", 4)}


@pytest.mark.parametrize(
    ("why", "rel", "media_type", "told"),
    [
        ("another language", "alternate", "", "alternate"),
        ("for telephones", "alternate", "text/html; charset=utf-8", "alternate"),
        ("a feed", "Alternate", "application/rss+xml", ""),
        ("data, and more", "alternate nofollow", "application/json+oembed", "nofollow"),
        ("another style", "alternate stylesheet", "", "stylesheet"),
        ("no alternate", "canonical", "application/rss+xml", "canonical"),
    ],
)
def test_an_alternate_is_a_page_unless_it_says_otherwise(
    why: str, rel: str, media_type: str, told: str
) -> None:
    link = Link(
        printed="", url="https://a.test/de", element="link", attribute="href", rel=rel,
        media_type=media_type,
    )  # fmt: skip
    record = PageRecord(
        url="https://a.test/", capture_id="c", fetched_at=present(), status=200,
        kind=PageKind.LANDING, links=(link,),
    )  # fmt: skip
    (found,) = links_of(record, ROW, 0)
    assert found.rel == told, why


SCOPES = [
    ("own host", "", "https://www.a.test/x.png", {}, Reason.NONE),
    ("elsewhere", "", "https://cdn.test/x.png", {}, Reason.OUT_OF_SCOPE),
    ("its CDN", 'hosts = ["cdn.test"]', "https://cdn.test/x.png", {}, Reason.NONE),
    ("anybody's", "third_party = true", "https://cdn.test/x.png", {}, Reason.NONE),
    ("a page there", "third_party = true", "https://cdn.test/x", {"via": "link"},
     Reason.OUT_OF_SCOPE),
    ("not wanted", "capture = false", "https://www.a.test/x.png", {}, Reason.ASSET),
    ("not wanted, elsewhere", "capture = false\nthird_party = true", "https://cdn.test/x.png", {},
     Reason.OUT_OF_SCOPE),
    ("only pages of a folder are wanted", "", "https://www.a.test/css/x.css", {}, Reason.NONE),
    ("excluded", "", "https://www.a.test/secret/x.png", {}, Reason.EXCLUDED),
    ("hidden", "", "https://www.a.test/x.png", {"hidden": True, "element": "img"}, Reason.NONE),
    ("hidden link", "", "https://www.a.test/x.png", {"hidden": True, "element": "a"},
     Reason.HIDDEN),
    ("sheets without end", "", "https://www.a.test/x.css", {"depth": 5}, Reason.DEPTH),
]  # fmt: skip


@pytest.mark.parametrize(("why", "table", "url", "found", "expected"), SCOPES)
def test_which_parts_are_asked(
    tmp_path: Path, why: str, table: str, url: str, found: dict[str, object], expected: Reason
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        'name = "a"\nseeds = ["https://www.a.test/"]\n'
        f"[scope]\ninclude = ['/en/']\nexclude = ['/secret/']\n[requisites]\n{table}\n"
    )
    met = Found(url=url, **{"via": REQUISITE, "element": "img", **found})  # type: ignore[arg-type]
    assert Scope(load_profile(str(path))).judge(met)[1] is expected, why


CSS = {"Content-Type": "text/css"}
PNG = Reply(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png", "ETag": '"p"'})
HEAD = '<link rel="stylesheet" href="/main.css">'


def site() -> dict[str, object]:
    return {
        "/robots.txt": Reply("User-agent: *\nDisallow: /private.png\n"),
        "/": HEAD + links("/b", "/photo.png")
        + '<img src="/logo.png" alt="Logo"><img src="/private.png"><img src="/missing.png">'
        '<img src="/b2"><img src="/moved.png"><img src="/huge.png">',
        "/b": HEAD + '<img src="/logo.png">' + links("/b2"),
        "/b2": links(text="a page that was an image first"),
        "/main.css": Reply(
            '@import "more.css"; p { background: url(data:image/png;base64,xx) }'
            "@font-face { src: url('/font.woff2#x') } b { background: url(/lost.png) }",
            headers=CSS,
        ),
        "/more.css": Reply('@import "main.css"; i { background: url(deep.png) }', headers=CSS),
        "/moved.png": Reply(status=301, headers={"Location": "/logo.png"}),
        "/huge.png": Reply(b"x" * 60_000, headers={"Content-Type": "image/png"}),
        **dict.fromkeys(("/logo.png", "/photo.png", "/deep.png", "/private.png"), PNG),
        "/font.woff2": Reply(b"wOF2", headers={"Content-Type": "font/woff2"}),
    }  # fmt: skip


@dataclass
class Crawled:
    """A site crawled with all that its pages need."""

    data: Path
    profile: Path
    server: Loopback
    ended: Ended


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("requisites")
    with Loopback(site()) as server:  # type: ignore[arg-type]
        profile = write_profile(folder, server.url, scope="[requisites]\nmax_bytes = 50_000")
        ended = crawl(profile, folder / "data")
        yield Crawled(folder / "data", profile, server, ended)


OUTCOMES = [
    ("/logo.png", "fetched", ""),
    ("/photo.png", "fetched", ""),
    ("/missing.png", "fetched", "not_found"),
    ("/private.png", "skipped", "robots"),
    ("/moved.png", "fetched", "redirect"),
    ("/huge.png", "failed", "too_large"),
    ("/main.css", "fetched", ""),
    ("/more.css", "fetched", ""),
    ("/deep.png", "fetched", ""),
    ("/font.woff2", "fetched", ""),
    ("/lost.png", "fetched", "not_found"),
]


@pytest.mark.parametrize(("path", "state", "reason"), OUTCOMES)
def test_every_part_has_one_outcome(crawled: Crawled, path: str, state: str, reason: str) -> None:
    sql = "SELECT state, reason, via FROM frontier WHERE url = ?"
    assert rows(crawled.data, sql, crawled.server.url + path) == [(state, reason, REQUISITE)]


def test_each_is_asked_once_and_behind_the_pages(crawled: Crawled) -> None:
    files = ("/robots.txt", "/sitemap.xml")
    asked = [path for path, _ in crawled.server.seen if path not in files]
    twice = {path for path in asked if asked.count(path) > 1}
    assert twice <= {"/b2"}, "a part that turned out to be a page may be asked again as one"
    assert asked[:2] == ["/", "/b"]


def test_parts_are_no_pages(crawled: Crawled) -> None:
    assert crawled.ended.returncode == 0, crawled.ended.stderr
    pages = [url.rpartition("/")[2] for (url,) in rows(crawled.data, "SELECT url FROM pages")]
    assert sorted(pages) == ["", "b", "b2"]
    sql = "SELECT sum(urls) FROM coverage WHERE state = 'fetched'"
    assert rows(crawled.data, sql) == [(4,)], "the pages and the sitemap"
    sql = "SELECT json_extract(counts_json, '$.requisites') FROM runs"
    assert rows(crawled.data, sql) == [(9,)]
    assert rows(crawled.data, "SELECT count(*) FROM issues") == [(0,)]


def test_what_a_sheet_loads_is_a_link_of_the_first_page_that_loads_it(crawled: Crawled) -> None:
    sql = """
SELECT pages.url, links.url, context, links.status FROM link_mentions
JOIN pages ON pages.id = link_mentions.page_id JOIN links ON links.id = link_id
WHERE element = 'link' AND attribute = 'url' AND printed LIKE '%png' ORDER BY links.url"""
    url = crawled.server.url
    main = f"It stands in the style sheet {url}/main.css, which this page and 1 more load."
    more = main.replace("main.css", "more.css")
    assert rows(crawled.data, sql) == [
        (f"{url}/", f"{url}/deep.png", more, 200),
        (f"{url}/", f"{url}/lost.png", main, 404),
    ]


def test_again_and_from_the_captures(crawled: Crawled) -> None:
    def standing() -> list[list[tuple[object, ...]]]:
        tables = ("pages", "link_mentions", "links", "style_links")
        return [rows(crawled.data, f"SELECT * FROM {t} ORDER BY 1, 2") for t in tables]

    with closing(sqlite3.connect(crawled.data / "crawl.db")) as db, db:
        # As a finding would: what it points to must not go and come again meanwhile.
        db.execute("CREATE TRIGGER gone BEFORE DELETE ON link_mentions BEGIN "
                   "SELECT raise(FAIL, 'a place of a link was deleted'); END")  # fmt: skip
    before = standing()
    summary = replay(load_profile(str(crawled.profile)), crawled.data)
    assert summary.counts["pages"] == 3
    assert standing() == before
    assert crawl(crawled.profile, crawled.data).returncode == 0
    revisits = rows(
        crawled.data,
        "SELECT count(*), sum(status = 304) FROM captures "
        "WHERE is_requisite AND run_id = 3 AND revisit_of IS NOT NULL",
    )
    assert revisits == [(6, 0)], "the same bytes again, whatever the server says"


def test_a_package_of_two_crawls_brings_parts_as_parts_and_nothing_twice(
    crawled: Crawled, tmp_path: Path
) -> None:
    """Its revisits are spelt out as answers of their own."""
    crawl(crawled.profile, crawled.data)
    package = tmp_path / "two.wacz"
    with Store.open(crawled.data / "crawl.db") as store:
        wish = Wish(publication={"title": "T"}, software="patientline 1")
        pack(store.db, crawled.data / "captures", package, wish)
    profile = load_profile(str(crawled.profile))
    parts = "SELECT count(*) FROM captures WHERE is_requisite"
    before = rows(crawled.data, parts)
    (same,) = import_files(profile, crawled.data, [package]).files
    assert (same.tally.captures, same.tally.left_out) == (0, {})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    import_files(profile, elsewhere, [package])
    assert rows(elsewhere, parts) == before
    pages = "SELECT url, kind FROM pages ORDER BY url"
    assert rows(elsewhere, pages) == rows(crawled.data, pages)
