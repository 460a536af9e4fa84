"""The sample site: one content in three markups, and an answer sheet that agrees with it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import requests
from ada_url import URL
from bs4 import BeautifulSoup, Comment
from pypdf import PdfReader

import tests.replica
from crawler.profile_loading import load_profile
from crawler.scope import Scope
from crawler.site_server import as_served
from tests.replica import Replica, truth
from tests.replica.graph import Ending, anchors_of
from tests.replica.site.bodies import parse_body
from tests.replica.site.frames import compose
from tests.replica.site.markup import render
from tests.replica.site.nodes import Heading, Items, Poll, Quote, Rows, Teaser, Terms, Text
from tests.replica.site.pages import LINE, SOCIETY, Page, find_page, pages
from tests.replica.site.shapes import SHAPES
from tests.replica.state import MARKUPS

FRAMED = [page for page in pages() if page.frame and not page.generated]


@pytest.fixture(scope="module")
def server() -> Iterator[Replica]:
    with tests.replica.running() as replica:
        yield replica


@pytest.fixture
def replica(server: Replica) -> Replica:
    server.state.forget()
    server.state.set_markup("semantic")
    server.state.slow_s = 0
    server.state.news = 0
    return server


SESSION = requests.Session()


def ask(replica: Replica, url: str) -> requests.Response:
    return SESSION.get(replica.mounted(url), timeout=10, allow_redirects=False)


def visible_text(html: str) -> str:
    """All text in reading order, without blanks: where tags put them says nothing."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup(["script", "style", "head"]):
        element.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return re.sub(r"\s+", "", soup.get_text())


def name_of(page: Page) -> str:
    return f"{page.host.split('.')[1]}{page.path}"


# --------------------------------------------------------------------------------- the notation


@pytest.mark.parametrize(
    ("why", "body", "expected"),
    [
        ("a paragraph", "one\ntwo", Text("one two")),
        ("a break inside a tag stays", '<a href="x\ny">z</a>', Text('<a href="x\ny">z</a>')),
        ("a heading", "### three", Heading("three", level=3)),
        ("a lead", "! first", Text("first", role="lead")),
        ("items", "- a\n- b\n  c", Items(("a", "b c"))),
        ("numbered", "1. a\n2. b", Items(("a", "b"), ordered=True)),
        ("rows", "|= h | i\n| a | b", Rows((("h", "i"), ("a", "b")), head=True)),
        ("a quote", "> said", Quote("said")),
        ("a term", ": t :: d", Terms((("t", "d"),))),
        ("an accordion", ":+ t :: d", Terms((("t", "d"),), accordion=True)),
        ("a poll", "? q\n= o :: 1 vote\n=> all", Poll("q", (("o", "1 vote"),), "all")),
        ("a teaser", "% d :: t :: x :: /h", Teaser("d", "t", "x", "/h")),
    ],
)
def test_notation(why: str, body: str, expected: object) -> None:
    assert parse_body(body) == (expected,)


# --------------------------------------------------------------------------------- three markups


@pytest.mark.parametrize("page", FRAMED, ids=name_of)
def test_three_markups_say_the_same_in_the_same_order(page: Page) -> None:
    document = compose(page)
    texts = {markup: visible_text(render(document, markup)) for markup in MARKUPS}
    assert texts["semantic"] == texts["soup"] == texts["tables"]
    assert re.sub(r"\s+", "", page.title) in texts["soup"]
    for entry in page.references:
        assert re.sub(r"\s+", "", entry.text) in texts["soup"]


@pytest.mark.parametrize("page", FRAMED, ids=name_of)
def test_three_markups_have_the_same_links_in_the_same_order(page: Page) -> None:
    found = [
        [(a["href"], a.get_text()) for a in BeautifulSoup(html, "lxml").find_all("a", href=True)]
        for html in (render(compose(page), markup) for markup in MARKUPS)
    ]
    assert found[0] == found[1] == found[2]


def test_markups_differ_in_their_tags() -> None:
    page = find_page(LINE, "/en/acupuncture.htm")
    assert page is not None
    semantic, soup, tables = (render(compose(page), markup) for markup in MARKUPS)
    assert re.findall("<main|<h1>", semantic) == ["<main", "<h1>"]
    assert not re.search("<(main|h1|p)>", soup)
    assert not re.search("<(div|h1|/p)>", tables)


def test_news_box_changes_the_page_and_not_the_article() -> None:
    page = find_page(LINE, "/en/acupuncture.htm")
    assert page is not None
    before, after = compose(page), compose(page, news=1)
    assert render(before, "soup") != render(after, "soup")
    main = [[r for r in document.regions if r.name == "main"] for document in (before, after)]
    assert main[0] == main[1]


def test_reference_lists_have_every_shape() -> None:
    assert {page.shape for page in pages() if page.references} == {*SHAPES, "glued"}
    lists = {page.references for page in pages() if "12" in page.quirks}
    assert len(lists) == 1  # nine pages, the same references


# ------------------------------------------------------------------------------------ the truth


def test_size_and_kinds() -> None:
    assert len(truth.pages()) >= 90
    counts = truth.kind_counts()
    assert counts["article"] >= 60
    assert counts["news"] == 20
    assert counts["glossary"] == counts["document"] == 2
    assert sum(len(page.references) for page in truth.pages()) >= 150
    languages = {page.language for page in truth.pages() if page.kind == "news"}
    assert languages == {"en", "de", "fr", "es", "it", "el", "pt", "pl", "tr"}


def test_the_founding_page() -> None:
    page = truth.page_at(f"https://{LINE}/en/acupuncture.htm")
    first, second = page.references
    assert first.text.endswith("Published online 2015 Mar 4. doi: 10.1155/2015/32819")
    assert (first.doi, first.work) == ("10.1155/2015/32819", "10.1155/2015/328196")
    assert second.text.endswith("and no acupuncture groups. BMJ. 338:a3115")
    assert (second.doi, second.work) == ("", "10.1136/bmj.a3115")
    assert (page.updated.isoformat() if page.updated else "") == "2019-08-21"


def test_every_row_of_the_table_of_quirks_is_shown() -> None:
    rows = [str(number) for number in range(1, 31)] + ["23b", "23c"]
    assert sorted(truth.quirks()) == sorted(rows)


def test_thirty_ways_to_print_a_doi() -> None:
    page = truth.page_at(f"https://{LINE}/en/reading-list.htm")
    assert len(page.references) >= 30
    assert all(entry.doi and entry.doi == entry.work for entry in page.references)


@pytest.mark.parametrize("page", [p for p in FRAMED if "8" not in p.quirks], ids=name_of)
def test_printed_dois_stand_on_the_page(page: Page) -> None:
    html = render(compose(page), "soup").lower().replace("%2f", "/").replace("&amp;", "&")
    missing = [doi for doi in truth.page_at(page.url).dois if doi not in html]
    assert missing == []


def test_nothing_on_the_page_of_false_dois_counts() -> None:
    page = truth.page_at(f"https://{LINE}/en/doses-and-prices.htm")
    assert page.dois == frozenset()
    assert page.references == ()


def test_terms_have_letters() -> None:
    terms = [term for page in truth.pages() for term in page.terms]
    assert len(terms) >= 20
    assert all(term[0] == letter for letter, term, _ in terms)


def test_relations_name_pages() -> None:
    relations = truth.relations()
    urls = {page.url for page in truth.pages()}
    for pairs in relations.values():
        assert all(len(pair) == 2 and pair <= urls for pair in pairs)
    assert {name: len(pairs) for name, pairs in relations.items()} == {
        "near_duplicate": 2, "series": 9, "translation": 6,
    }  # fmt: skip


def test_redirects_end_where_the_truth_says(replica: Replica) -> None:
    for redirect in truth.redirects():
        if redirect.status == 200:
            continue
        url, seen = redirect.url, []
        while (answer := ask(replica, url)).is_redirect and url not in seen:
            seen.append(url)
            url = str(URL(answer.headers["Location"], base=url).href)
        if redirect.final is None:
            assert url in seen
        else:
            assert (
                truth.page_at(url.replace("//eurospine", "//www.eurospine")).url == redirect.final
            )
    assert any(len(redirect.hops) == 3 and redirect.final for redirect in truth.redirects())


def test_broken_links_are_broken_on_the_wire(replica: Replica) -> None:
    reasons = set()
    for broken in truth.broken_links():
        reasons.add(broken.reason)
        if broken.reason in (Ending.MISSING, Ending.GONE):
            expected = {Ending.MISSING: 404, Ending.GONE: 410}[broken.reason]
            assert ask(replica, broken.target).status_code == expected
        elif broken.reason is Ending.FRAGMENT:
            address, _, fragment = broken.target.partition("#")
            target = find_page(urlsplit(address).netloc, urlsplit(address).path)
            assert target is not None
            assert fragment not in anchors_of(target)
    assert reasons >= {Ending.MISSING, Ending.GONE, Ending.LOOP, Ending.HOME, Ending.FRAGMENT}


# -------------------------------------------------------------------------------------- the wire


@pytest.mark.parametrize("page", [p for p in pages() if "20" in p.quirks], ids=name_of)
def test_charset_pages_need_care(replica: Replica, page: Page) -> None:
    body = ask(replica, page.url).content
    if page.encoding == "double":
        text = body.decode("utf-8").encode("windows-1252").decode("utf-8")
    else:
        text = body.decode("utf-8-sig" if page.bom else page.encoding)
    assert page.title in text
    claimed = re.search("charset=([^;]+)", page.content_type)
    assert body.decode(claimed[1] if claimed else "utf-8", "replace") != text


def test_pdfs_have_titles_and_dois(replica: Replica) -> None:
    documents = [page for page in truth.pages() if page.kind == "document"]
    for page in documents:
        answer = ask(replica, page.url)
        assert answer.headers["Content-Type"] == "application/pdf"
        reader = PdfReader(BytesIO(answer.content))
        text = "".join(leaf.extract_text() for leaf in reader.pages).lower()
        assert reader.metadata is not None
        assert reader.metadata.title == page.title
        assert all(doi in text for doi in page.dois)


def test_robots(replica: Replica) -> None:
    answer = ask(replica, f"https://{LINE}/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    rules = answer.text
    assert "Crawl-delay: " in rules
    assert f"Sitemap: https://{LINE}/sitemap.xml" in rules
    replica.state.robots[LINE] = 503
    assert ask(replica, f"https://{LINE}/robots.txt").status_code == 503


def test_sitemap_is_partial_and_partly_stale(replica: Replica) -> None:
    answer = ask(replica, f"https://{LINE}/sitemap.xml")
    root = ET.fromstring(answer.content)
    listed = [loc.text or "" for loc in root.findall(".//{*}loc")]
    known = {page.url for page in truth.pages() if urlsplit(page.url).netloc == LINE}
    assert 50 < len(known & set(listed)) < len(known)
    stale = [url for url in listed if url not in known]
    assert [ask(replica, url).status_code for url in stale] == [410, 404]


def test_members_area(replica: Replica) -> None:
    assert ask(replica, f"https://{LINE}/member/").headers["Location"] == "/en/login.htm"
    unauthorised = ask(replica, f"https://{LINE}/member/downloads.htm")
    assert (unauthorised.status_code, "Basic" in unauthorised.headers["WWW-Authenticate"]) == (
        401,
        True,
    )
    assert ask(replica, f"https://{LINE}/member/board.htm").status_code == 403
    login = ask(replica, f"https://{LINE}/en/login.htm").text
    assert re.search("PHPSESSID=[0-9a-f]{8}", login)
    assert login != ask(replica, f"https://{LINE}/en/login.htm").text  # another session


@pytest.mark.parametrize(
    "address",
    [
        f"https://{SOCIETY}/patients/patient-line-news/?page=99",
        f"https://{SOCIETY}/patients/patient-line-news/?sort=title&view=grid",
        f"https://{LINE}/en/calendar.htm?month=2199-12",
        f"https://{LINE}/a/a/a/a/a/a/",
    ],
)
def test_traps_have_no_end(replica: Replica, address: str) -> None:
    page = BeautifulSoup(ask(replica, address).content, "lxml")
    targets = {str(URL(str(a["href"]), base=address).href) for a in page.find_all("a", href=True)}
    path = urlsplit(address).path
    onward = [t for t in targets if urlsplit(t).path.startswith(path) and t != address]
    assert onward
    assert ask(replica, onward[0]).status_code == 200


def test_every_page_can_be_reached_and_no_trap_is_needed(replica: Replica) -> None:
    """A small polite walk: links a reader sees, sitemaps, a bound on queries and repeats."""
    waiting = deque(f"https://{host}/" for host in (LINE, SOCIETY))
    seen = set(waiting)
    queries: dict[str, int] = {}
    while waiting:
        url = waiting.popleft()
        for target in follow(replica, url):
            path = target.partition("?")[0]
            queries[path] = queries.get(path, 0) + (target not in seen)
            if target in seen or queries[path] > 12 or "/a/a/a/" in target:
                continue
            seen.add(target)
            waiting.append(target)
    lost = [page.url for page in truth.pages() if not seen.intersection(page.urls)]
    assert lost == []
    assert set(truth.must_reach().values()) <= seen
    assert not seen & truth.traps()
    assert not [hit for hit in replica.hits if "dont-click" in hit.path or "not-for" in hit.path]
    assert truth.forbidden() <= seen  # they are linked; robots.txt is what keeps one out


def follow(replica: Replica, url: str) -> set[str]:
    """Targets of an address on the two hosts: its redirect, its refresh, its visible links."""
    try:
        answer = ask(replica, url)
    except requests.RequestException:
        return set()
    if answer.is_redirect:
        found = {answer.headers["Location"]}
    else:
        soup = BeautifulSoup(answer.content[:100_000], "lxml")
        hidden = 'script, style, [style*="display:none"], [style*="hidden"], [style*="absolute"]'
        for element in soup.select(f"{hidden}, [hidden], .q7"):
            element.decompose()
        tags = (("a", "href"), ("area", "href"), ("frame", "src"), ("iframe", "src"))
        found = {str(e[a]) for tag, a in tags for e in soup.find_all(tag) if e.get(a)}
        if base := soup.find("base", href=True):
            url = str(base["href"])
    return {target for printed in found if (target := resolve(printed, url))}


def resolve(printed: str, base: str) -> str | None:
    try:
        target = URL(printed, base=base)
    except ValueError:
        return None
    if target.hostname.removeprefix("www.") not in ("eurospinepatientline.test", "eurospine.test"):
        return None
    query = re.sub(r"(PHPSESSID|print)=\w*&?", "", target.search).rstrip("?&")
    return f"https://www.{target.hostname.removeprefix('www.')}{target.pathname}{query}"


# ----------------------------------------------------------------------------------- the profile


@pytest.mark.parametrize("page", truth.pages(), ids=lambda page: page.url.split(".test")[1])
def test_the_profile_knows_every_address(page: truth.PageTruth) -> None:
    scope = Scope(load_profile("sample"))
    for url in page.urls:
        canonical = scope.canonical_url(url)
        assert canonical is not None
        rule = scope.rule_of(canonical)
        assert rule.generation in ("", page.generation)
        if page.kind != "unread":
            assert rule.kind in (None, page.kind)
        assert (rule.language or page.language) == page.language


def test_the_profile_takes_the_overrides_of_the_replica(replica: Replica) -> None:
    profile = load_profile("sample")
    assert profile.server == "tests.replica"
    assert profile.politeness.delay_s > 0
    there = as_served(profile, replica.overrides())
    assert there.network.resolve["*:443"] == f"127.0.0.1:{replica.https_port}"
    assert there.services.doi_org.endswith("/-/doi.org")
