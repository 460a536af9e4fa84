"""Settling: one row a page, gone pages, where links lead, news, relations, works.

Long because what makes one page of several is one table.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.records import Block, BlockKind, Capture, PageKind, PageRecord
from archive.schema import descriptions
from archive.store import Store
from tests.archive import tiny
from tests.archive.tiny import HOSTS, SITE, page

LONG = (
    "Most people with back pain get better within a few weeks and need no operation at all.",
    "Keep walking, keep working if you can, and ask for help when the pain goes into the leg.",
    "An operation helps when a nerve is pressed and the pain does not go away by itself.",
)
OTHER = tuple(
    " ".join(
        f"{word}{n}" for word in ("spine", "muscle", "nerve", "disc", "joint") for n in range(6)
    )
    for _ in range(3)
)


def canonical(url: str) -> str | None:
    """A profile's canonical form: https, one host, no session, no fragment."""
    if not url.startswith("http"):
        return None
    url = re.sub(r"^https?://(www\.)?site\.test", SITE, url.partition("#")[0])
    return re.sub(r"\?(print=1|PHPSESSID=\w+)$", "", url)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        opened.begin_run("crawl", "site", {})
        yield opened


def settled(store: Store, *kept: PageRecord | Capture) -> Store:
    """The store after keeping pages and captures and settling."""
    for one in kept:
        if isinstance(one, Capture):
            store.keep_capture(1, one)
        else:
            tiny.keep(store, 1, one)
    store.settle(1, HOSTS, canonical)
    assert tiny.rows(store, "PRAGMA foreign_key_check") == []
    return store


def paths(store: Store) -> list[str]:
    """Paths of all page rows."""
    return [
        url.removeprefix(SITE) for (url,) in tiny.rows(store, "SELECT url FROM pages ORDER BY url")
    ]


def aliases(store: Store) -> dict[str, tuple[str, str]]:
    """Alias -> (page, reason), as paths where they are on the site's main host."""
    sql = """SELECT page_aliases.url, pages.url, reason FROM page_aliases
    JOIN pages ON pages.id = page_id"""
    return {
        alias.removeprefix(SITE): (url.removeprefix(SITE), reason)
        for alias, url, reason in tiny.rows(store, sql)
    }


def moved(path: str, to: str, status: int = 301, day: int = 0) -> Capture:
    """A capture of a redirect."""
    return tiny.capture(SITE + path, day, status, SITE + to if to.startswith("/") else to)


@pytest.mark.parametrize(
    ("why", "kept", "pages", "expected"),
    [
        (
            "id and slug are one page, the slug stays",
            [page("/f175000844.html", *LONG, title="T"), page("/en/pain.htm", *LONG, title="T")],
            ["/en/pain.htm"],
            {"/f175000844.html": ("/en/pain.htm", "same_content")},
        ),
        (
            "the language in the path is kept, the slash is a spelling",
            [page(p, *LONG, title="T") for p in ("/x/", "/en/x", "/x")],
            ["/en/x"],
            {"/x/": ("/en/x", "same_content"), "/x": ("/en/x", "same_content")},
        ),
        (
            "with and without slash",
            [page(p, *LONG, title="T") for p in ("/en/x/", "/en/x")],
            ["/en/x/"],
            {"/en/x": ("/en/x/", "slash")},
        ),
        (
            "few words, but the addresses tell",
            [page(p, "Calendar", title="T") for p in ("/x.htm", "/en/x.htm", "/x.htm?print=2")],
            ["/en/x.htm", "/x.htm?print=2"],
            {"/x.htm": ("/en/x.htm", "same_content")},
        ),
        (
            "the home page stays, whatever else shows it",
            [page(p, *LONG, title="T") for p in ("/en/", "/index.htm", "/", "/en/home.htm")],
            ["/"],
            dict.fromkeys(("/en/", "/index.htm", "/en/home.htm"), ("/", "same_content")),
        ),
        (
            "two languages with one text are two pages",
            [page(p, *LONG, title="T") for p in ("/es/x.htm", "/pt/x.htm")],
            ["/es/x.htm", "/pt/x.htm"],
            {},
        ),
        (
            "a query that changes nothing that is said",
            [page(p, *LONG, title="T") for p in ("/x.htm?page=2", "/x.htm?page=2&view=grid")],
            ["/x.htm?page=2"],
            {"/x.htm?page=2&view=grid": ("/x.htm?page=2", "parameter")},
        ),
        (
            "two slugs with one text are two pages",
            [page(p, *LONG, title="T") for p in ("/x.htm", "/y.htm")],
            ["/x.htm", "/y.htm"],
            {},
        ),
        (
            "the one that calls itself canonical stays",
            [
                page("/en/x", *LONG, title="T", declared_url=SITE + "/zzz"),
                page("/zzz", *LONG, title="T", declared_url=SITE + "/zzz"),
            ],
            ["/zzz"],
            {"/en/x": ("/zzz", "declared")},
        ),
        (
            "few words are no content to tell pages by",
            [page("/a", "Not found", title="T"), page("/b", "Not found", title="T")],
            ["/a", "/b"],
            {},
        ),
        (
            "another title is another page",
            [page("/a", *LONG, title="A"), page("/b", *LONG, title="B")],
            ["/a", "/b"],
            {},
        ),
        (
            "another host is another page",
            [page("/a", *LONG, title="A"), page("https://new.site.test/a", *LONG, title="A")],
            ["https://new.site.test/a", "/a"],
            {},
        ),
        (
            "a site that declares every page to be its home page is not believed",
            [
                page("/a", *LONG, title="A", declared_url=SITE + "/"),
                page("/", *OTHER, title="Home", declared_url=SITE + "/"),
            ],
            ["/", "/a"],
            {},
        ),
        (
            "permanent redirect",
            [page("/b", *LONG), moved("/a", "/b")],
            ["/b"],
            {"/a": ("/b", "redirect")},
        ),
        (
            "chain of three",
            [page("/d", *LONG), moved("/a", "/b"), moved("/b", "/c", 302), moved("/c", "/d")],
            ["/d"],
            dict.fromkeys(("/a", "/b", "/c"), ("/d", "redirect")),
        ),
        (
            "loop gives no alias",
            [page("/c", *LONG), moved("/a", "/b"), moved("/b", "/a")],
            ["/c"],
            {},
        ),
        (
            "sent home or to the login is no alias",
            [
                page("/", *LONG),
                page("/login.htm", *OTHER),
                moved("/gone.htm", "/", 302),
                moved("/member/x", "/login.htm", 302),
            ],
            ["/", "/login.htm"],
            {},
        ),
        (
            "an index page may lead home",
            [page("/", *LONG), moved("/index.php", "/")],
            ["/"],
            {"/index.php": ("/", "redirect")},
        ),
        (
            "meta refresh, in two steps",
            [
                page("/a", "Moved.", refresh_url=SITE + "/b"),
                page("/b", "Moved.", refresh_url=SITE + "/c?print=1"),
                page("/c", *LONG),
            ],
            ["/c"],
            {"/a": ("/c", "refresh"), "/b": ("/c", "refresh")},
        ),
        (
            "refresh of itself, in a circle or into nothing",
            [
                page("/a", *LONG, refresh_url=SITE + "/a"),
                page("/b", *LONG, title="B", refresh_url=SITE + "/c"),
                page("/c", *LONG, title="C", refresh_url=SITE + "/b"),
                page("/d", *LONG, title="D", refresh_url=SITE + "/nowhere"),
            ],
            ["/a", "/b", "/c", "/d"],
            {},
        ),
        (
            "spellings that links use",
            [
                page(
                    "/a",
                    *LONG,
                    links=(
                        tiny.link("http://site.test/a"),
                        tiny.link(SITE + "/a?print=1"),
                        tiny.link("http://www.site.test/a"),
                        tiny.link(SITE + "/a"),
                        tiny.link("http://www.site.test/none"),
                    ),
                )
            ],
            ["/a"],
            {
                "http://site.test/a": ("/a", "host"),
                "/a?print=1": ("/a", "parameter"),
                "http://www.site.test/a": ("/a", "scheme"),
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_row_a_page(
    store: Store,
    why: str,
    kept: list[PageRecord | Capture],
    pages: list[str],
    expected: dict[str, tuple[str, str]],
) -> None:
    for _ in range(2):  # and a second crawl comes to the same
        settled(store, *kept)
        assert paths(store) == pages, why
        assert aliases(store) == expected, why


def test_aliases_of_merged_pages_outlive_a_crawl_that_did_not_read_them(store: Store) -> None:
    both = [page(p, *LONG, title="T") for p in ("/x/", "/x")]
    settled(store, *both)
    settled(store, tiny.capture(SITE + "/x", day=1, status=304))
    assert aliases(store) == {"/x": ("/x/", "slash")}
    settled(store, tiny.capture(SITE + "/x", day=2, status=404))
    assert aliases(store) == {}
    settled(store, page("/x", *OTHER, title="T", day=3))
    assert paths(store) == ["/x", "/x/"]


def test_moved_page_takes_its_history_along(store: Store) -> None:
    old = page("/old.htm", *LONG, links=(tiny.link("https://x.test/"),))
    settled(store, old)
    new = page("/new.htm", *LONG, "One sentence more.", day=5)
    settled(store, new, moved("/old.htm", "/new.htm", day=5))
    assert paths(store) == ["/new.htm"]
    assert aliases(store) == {"/old.htm": ("/new.htm", "redirect")}
    assert tiny.rows(store, "SELECT first_seen_at FROM pages") == [("2026-03-01T12:00:00.000Z",)]
    versions = "SELECT text FROM article_versions ORDER BY first_seen_at"
    assert [len(t.split("\n\n")) for (t,) in tiny.rows(store, versions)] == [3, 4]
    assert tiny.rows(store, "SELECT count(*) FROM links") == [(0,)]


@pytest.mark.parametrize(
    ("why", "later", "since", "status"),
    [
        ("still there", [(1, 200, None)], None, 200),
        ("not modified", [(1, 304, None)], None, 200),
        ("gone twice: since the first", [(1, 404, None), (2, 410, None)], 1, 410),
        ("back again", [(1, 404, None), (2, 200, None)], None, 200),
        ("gone, back, gone", [(1, 404, None), (2, 200, None), (3, 404, None)], 3, 404),
        ("an overloaded server says nothing", [(1, 404, None), (2, 503, None)], 1, 503),
        ("sent home", [(1, 302, "/")], 1, 302),
        ("forbidden is not gone", [(1, 403, None)], None, 403),
    ],
)
def test_gone_since(
    store: Store, why: str, later: list[tuple[int, int, str | None]], since: int | None, status: int
) -> None:
    captures = [
        tiny.capture(SITE + "/a", day, code, SITE + to if to else None) for day, code, to in later
    ]
    settled(store, page("/a", *LONG), *captures)
    expected = tiny.at(since).strftime("%Y-%m-%dT%H:%M:%S.000Z") if since else None
    assert tiny.rows(store, "SELECT gone_since_at, status FROM pages") == [(expected, status)]


def test_where_internal_links_lead(store: Store) -> None:
    targets = ("/b", "/a", "/loop", "/404", "/hidden", "/b#part")
    links = [tiny.link(SITE + t.partition("#")[0], fragment=t.partition("#")[2]) for t in targets]
    links[4] = replace(links[4], hidden=True)
    links += [tiny.link("https://new.site.test/n"), tiny.link("mailto:a@site.test")]
    settled(
        store,
        page("/", *LONG, links=tuple(links)),
        page("/b", *OTHER, anchors=("part",)),
        moved("/a", "/b", 302),
        moved("/loop", "/loop"),
        tiny.capture(SITE + "/404", status=404),
    )
    found = {link.url.removeprefix(SITE): link for link in store.internal_links()}
    assert set(found) == {"/b", "/a", "/loop", "/404", "https://new.site.test/n"}
    assert (found["/b"].status, found["/b"].anchors, found["/b"].fragments) == (
        200,
        ("part",),
        ("part",),
    )
    assert found["/a"].page_id == found["/b"].page_id
    assert (found["/a"].hops, found["/a"].final_url) == (((302, SITE + "/a"),), SITE + "/b")
    assert (found["/loop"].status, found["/loop"].hops) == (301, ((301, SITE + "/loop"),))
    assert (found["/404"].status, found["/404"].page_id) == (404, None)
    assert found["https://new.site.test/n"].captured_at is None
    assert [link.url for link in store.external_links()] == ["mailto:a@site.test"]
    assert tiny.rows(store, "SELECT code, url FROM issues") == [("redirect_loop", SITE + "/loop")]


OUT = "https://elsewhere.test/x"


@pytest.mark.parametrize(
    ("why", "steps", "leads_out"),
    [
        ("to another site", [("/a", OUT)], True),
        ("by way of the site", [("/a", SITE + "/b"), ("/b", OUT)], True),
        ("to a page that nobody asked for yet", [("/a", SITE + "/b")], False),
        ("to what is no page", [("/a", "mailto:a@site.test")], False),
        ("nowhere", [], False),
    ],
)
def test_a_link_of_the_site_that_redirects_out_of_it_leads_out(
    store: Store, why: str, steps: list[tuple[str, str]], leads_out: bool
) -> None:
    link = tiny.link(SITE + "/a")
    captures = [tiny.capture(SITE + path, 0, 301, to) for path, to in steps]
    settled(store, page("/", *LONG, links=(link,)), *captures)
    assert [found.url for found in store.external_links()] == ([link.url] if leads_out else []), why
    assert [found.url for found in store.internal_links()] == ([] if leads_out else [link.url]), why


@pytest.mark.parametrize(
    ("location", "asked", "final"),
    [
        # the same page was asked for once more, under a spelling that nobody wants to link to
        ("/b", "/b?print=1", "/b"),
        # as the site says it, where that is the page: it may be what somebody linked to
        ("/b?print=1", "/b?print=1", "/b?print=1"),
        # what it says was never asked for in this spelling
        ("/b?PHPSESSID=1f", "/b?print=1", "/b"),
        # with the place that the redirect names
        ("/b#causes", "/b?print=1", "/b#causes"),
        ("/b#", "/b?print=1", "/b"),
        # which stays over a further redirect
        ("/to-b#causes", "/b?print=1", "/b#causes"),
    ],
)
def test_a_link_that_moved_is_told_the_address_that_is_to_be_written(
    store: Store, location: str, asked: str, final: str
) -> None:
    settled(
        store,
        page("/", *LONG, links=(tiny.link(SITE + "/old"),)),
        page("/b", *OTHER),
        moved("/old", location),
        moved("/to-b", "/b"),
        tiny.capture(SITE + asked, 1),
    )
    found = {link.url: link.final_url for link in store.internal_links()}
    assert found[SITE + "/old"] == SITE + final


def test_a_link_that_is_redirected_has_the_anchors_of_the_page_at_the_end(store: Store) -> None:
    """And not those that its own page had before, nor none where that page is kept as another."""
    links = (tiny.link(SITE + "/back-pain"),)
    settled(
        store,
        page("/", *LONG, title="T", links=links, anchors=("news",)),
        page("/index.htm", *LONG, title="T"),
        page("/back-pain", *OTHER, anchors=("causes",)),
    )
    for day, target in ((2, "/#back-pain"), (3, "/index.htm#back-pain")):
        settled(store, moved("/back-pain", target, day=day))
        (link,) = store.internal_links()
        assert link.final_url == SITE + target
        assert link.anchors == ("news",)


NEWS = page(
    "https://new.site.test/news/consent",
    *LONG,
    kind=PageKind.NEWS,
    title="Moving towards a patient-tailored consent process in spine surgery",
    dates=(tiny.printed_date("2022-12-20"),),
)


@pytest.mark.parametrize(
    ("why", "teaser", "items"),
    [
        ("same day and title", tiny.teaser(NEWS.title, "2022-12-20"), 1),
        ("title cut off", tiny.teaser("Moving towards a patient-tailored ...", "2022-12-20"), 1),
        ("typographic cut", tiny.teaser("Moving towards a patient…", "2022-12-20"), 1),
        ("punctuation and case", tiny.teaser(NEWS.title.upper() + ".", "2022-12-20"), 1),
        ("no date, long title", tiny.teaser(NEWS.title), 1),
        ("its link leads there", tiny.teaser("Consent", "2022-12-19", href=NEWS.url), 1),
        ("another day", tiny.teaser(NEWS.title, "2023-12-20"), 2),
        ("another title", tiny.teaser("Another study", "2022-12-20"), 2),
        ("too short a beginning", tiny.teaser("Moving ...", "2022-12-20"), 2),
        ("link to the list of news", tiny.teaser("X", "2022-12-20", href=SITE + "/news"), 2),
    ],
)
def test_teaser_and_full_text_are_one_item(store: Store, why: str, teaser, items: int) -> None:
    settled(
        store, NEWS, page("/a", *LONG, teasers=(teaser,)), page("/b", *OTHER, teasers=(teaser,))
    )
    assert tiny.rows(store, "SELECT count(*) FROM news") == [(items,)], why
    sql = "SELECT count(*) FROM news_sources WHERE news_id IS NOT NULL"
    assert tiny.rows(store, sql) == [(3,)]
    sql = "SELECT title, published_on, page_id IS NOT NULL FROM news ORDER BY page_id IS NULL"
    assert tiny.rows(store, sql)[0] == (NEWS.title, "2022-12-20", 1)


def test_vanished_news_are_deleted(store: Store) -> None:
    settled(store, page("/a", *LONG, teasers=(tiny.teaser("Old news", "2020-01-01"),)))
    settled(store, page("/a", *LONG, day=1, teasers=(tiny.teaser("New news", "2021-01-01"),)))
    assert tiny.rows(store, "SELECT title FROM news") == [("New news",)]


def related(store: Store) -> set[tuple[str, frozenset[str]]]:
    """(relation, paths)."""
    sql = """SELECT relation, a.url, b.url FROM page_relations
    JOIN pages a ON a.id = page_id JOIN pages b ON b.id = other_page_id"""
    return {
        (relation, frozenset({a.removeprefix(SITE), b.removeprefix(SITE)}))
        for relation, a, b in tiny.rows(store, sql)
    }


@pytest.mark.parametrize(
    ("why", "kept", "expected"),
    [
        (
            "rewritten on another host",
            [page("/a", *LONG), page("https://new.site.test/x", LONG[0], LONG[2], *OTHER)],
            {("near_duplicate", frozenset({"/a", "https://new.site.test/x"}))},
        ),
        ("different texts", [page("/a", *LONG), page("/b", *OTHER)], set()),
        (
            "equal references make no duplicate",
            [
                page(
                    path,
                    start,
                    *LONG,
                    references=tuple(tiny.reference(n, p) for n, p in enumerate(LONG, 1)),
                )
                for path, start in (("/a", "Something short."), ("/b", "Another thing."))
            ],
            set(),
        ),
        (
            "series",
            [
                page("/a", *LONG, title="Low Back Pain - Introduction"),
                page("/b", *OTHER, title="Low back pain – Treatment"),
                page("/c", "x", title="Surgery - Treatment"),
            ],
            {("series", frozenset({"/a", "/b"}))},
        ),
        (
            "language in the path or behind the name",
            [
                page("/en/scoliosis.htm", *LONG),
                page("/de/scoliosis.htm", *OTHER, language="de"),
                page("/scoliosis-greek.htm", "Σκολίωση", language="el"),
                page("/scoliosis-surgery.htm", "x", language="el"),
            ],
            {
                ("translation", frozenset(pair))
                for pair in (
                    ("/en/scoliosis.htm", "/de/scoliosis.htm"),
                    ("/en/scoliosis.htm", "/scoliosis-greek.htm"),
                    ("/de/scoliosis.htm", "/scoliosis-greek.htm"),
                )
            },
        ),
        (
            "named as alternate",
            [
                page(
                    "/en/pain.htm",
                    *LONG,
                    links=(tiny.link(SITE + "/fr/mal.htm", element="link", rel="alternate"),),
                ),
                page("/fr/mal.htm", "Mal au dos", language="fr"),
            ],
            {("translation", frozenset({"/en/pain.htm", "/fr/mal.htm"}))},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pages_that_belong_together(
    store: Store, why: str, kept: list[PageRecord], expected: set[tuple[str, frozenset[str]]]
) -> None:
    assert related(settled(store, *kept)) == expected, why
    assert related(settled(store, replace(kept[0], fetched_at=tiny.at(1)))) == expected, why


def test_one_work_cited_twice(store: Store) -> None:
    madsen = "Madsen M.V., Gøtzsche P.C. (2009). Acupuncture treatment for pain. BMJ. 338:a3115"
    again = "Madsen MV, Gotzsche PC (2009) Acupuncture treatment for pain; BMJ 338: a3115."
    one = page("/a", *LONG, references=(tiny.reference(1, madsen),))
    two = page(
        "/b",
        *OTHER,
        references=(tiny.reference(1, again + " doi: 10.1136/bmj.a3115"), tiny.reference(2, "X")),
        mentions=(tiny.doi(1, "10.1136/bmj.a3115", reference=1),),
    )
    settled(store, one, two)
    sql = "SELECT work_key, citations, page_count FROM cited_works ORDER BY citations DESC"
    works = tiny.rows(store, sql)
    assert works[0] == ("doi:10.1136/bmj.a3115", 2, 2)
    assert len(works) == 2


def test_works_are_told_apart_anew_after_a_verification(store: Store) -> None:
    wrong = (tiny.doi(1, "10.1/same", reference=1),)
    for path, printed in (("/a", "Liu (2015) One work"), ("/b", "Hara (2010) Another work")):
        tiny.keep(
            store, 1, page(path, *LONG, references=(tiny.reference(1, printed),), mentions=wrong)
        )
    settled(store)
    assert len({key for (key,) in tiny.rows(store, "SELECT work_key FROM bibliography")}) == 1
    store.set_citation(store.citations()[1].id, agreement="differs")
    store.keep_findings(store.begin_run("verify", "site", {}), [], tiny.at(1))
    assert len({key for (key,) in tiny.rows(store, "SELECT work_key FROM bibliography")}) == 2


# A small site over three days: what is kept on which day.
DAYS: list[list[PageRecord | Capture]] = [
    [
        page("/f175000001.html", *LONG, title="T"),
        page("/en/t.htm", *LONG, title="T", links=(tiny.link(SITE + "/old"),)),
        page("/old", *OTHER, teasers=(tiny.teaser("News of the day", "2020-01-01"),)),
        tiny.capture(SITE + "/x", 0, 404),
    ],
    [
        page("/en/t.htm", *LONG, "More.", title="T", day=1),
        page("/f175000001.html", *LONG, "More.", title="T", day=1),
        page("/new", *OTHER, day=1, references=(tiny.reference(1, "Liu 2015"),)),
        moved("/old", "/new", day=1),
    ],
    [
        page("/en/t.htm", *LONG, title="T", day=2),
        page("/f175000001.html", *LONG, title="T", day=2),
        page("/new", *OTHER, "x", day=2, references=(tiny.reference(1, "Liu 2015."),)),
        tiny.capture(SITE + "/old", 2, 404),
    ],
]


def contents(store: Store) -> dict[str, list[tuple]]:
    """Every row of every derived table."""
    found = {}
    for table, (_, columns) in descriptions().items():
        if table not in ("runs", "captures", "issues", "frontier", "coverage"):
            names = ", ".join(columns)
            found[table] = tiny.rows(store, f"SELECT {names} FROM {table} ORDER BY {names}")
    return found


def kept_in_order(path: Path, order: list[PageRecord | Capture]) -> dict[str, list[tuple]]:
    """What a new database holds after keeping things in an order and settling once."""
    path.unlink(missing_ok=True)
    with Store.open(path) as store:
        store.begin_run("replay", "site", {})
        return contents(settled(store, *order))


EVERYTHING = [one for day in DAYS for one in day]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    """What is kept of everything in the order of its moments, settled once."""
    return kept_in_order(tmp_path_factory.mktemp("once") / "crawl.db", EVERYTHING)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(EVERYTHING))
def test_order_of_replay_does_not_matter(
    tmp_path: Path, once: dict[str, list[tuple]], order: list[PageRecord | Capture]
) -> None:
    assert kept_in_order(tmp_path / "other.db", order) == once


def test_settled_every_day_or_once_in_the_end(store: Store, once: dict[str, list[tuple]]) -> None:
    for day in DAYS:
        settled(store, *day)
    assert contents(store) == once


def test_settling_twice_changes_nothing(store: Store) -> None:
    settled(store, *EVERYTHING)
    before = contents(store)
    store.settle(1, HOSTS, canonical)
    assert contents(store) == before


def test_blocks_of_every_kind_stay_apart(store: Store) -> None:
    cells = Block(kind=BlockKind.ROW, text="Poor posture | Which may hurt")
    settled(store, page("/a", blocks=(cells,)))
    assert tiny.rows(store, "SELECT text FROM articles") == [("| Poor posture | Which may hurt |",)]


def test_replay_with_another_reader_leaves_nothing_of_the_old_one(
    store: Store, tmp_path: Path
) -> None:
    out_of_scope = page("/only-the-old-profile", *LONG)
    settled(store, *EVERYTHING, out_of_scope)
    assert len(tiny.rows(store, "SELECT 1 FROM pages WHERE url LIKE '%old-profile'")) == 1
    better = [
        one if isinstance(one, Capture) else replace(one, title=one.title + " (read better)")
        for one in EVERYTHING
    ]
    with store.rereading() as reread:
        reread.note_capture(replace(tiny.capture(out_of_scope.url), id=out_of_scope.capture_id))
        for one in better:
            if isinstance(one, Capture):
                store.keep_capture(1, one)
            else:
                tiny.keep(store, 1, one)
    settled(store)
    assert contents(store) == kept_in_order(tmp_path / "fresh.db", better)


def test_replay_that_fails_deletes_nothing(store: Store) -> None:
    settled(store, *EVERYTHING)
    before = contents(store)

    def fail() -> None:
        with store.rereading():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert contents(store) == before
