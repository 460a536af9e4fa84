"""Every quirk of the sample site, one test each: what must come out of the whole run.

The numbers are those of the replica's pages (``quirks`` in ``tests/replica/site/content``).
Long because the quirks are one table, read from top to bottom.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import replica
from tests.replica import Replica, truth
from tests.sample_runs import SampleRun, Second, led_to, patientline, rows

pytestmark = pytest.mark.slow

LINE = "https://www.eurospinepatientline.test"
SOCIETY = "https://www.eurospine.test"
ACUPUNCTURE = f"{LINE}/en/acupuncture.htm"
QUIRKS = truth.quirks()


class Seen:
    """What a run made of the site, asked by URL."""

    def __init__(self, run: SampleRun) -> None:
        self.run = run
        self.rows, self.values, self.value = run.rows, run.values, run.value
        self._ids = dict(
            run.rows("SELECT url, page_id FROM page_aliases UNION SELECT url, id FROM pages")
        )

    def id(self, url: str) -> str:
        """The one page that any of the addresses of a page leads to."""
        try:
            urls = truth.page_at(url).urls
        except KeyError:
            urls = (url,)
        found = {self._ids[address] for address in urls if address in self._ids}
        assert len(found) == 1, (url, found)
        return found.pop()

    def page(self, url: str, column: str) -> str:
        return str(self.value(f"SELECT {column} FROM pages WHERE id = ?", self.id(url)))

    def article(self, url: str, column: str = "text") -> str:
        return str(self.value(f"SELECT {column} FROM articles WHERE page_id = ?", self.id(url)))

    def references(self, url: str) -> list[tuple[str, str | None, str]]:
        """(printed, DOI, heading) in page order."""
        return self.rows(
            "SELECT printed, doi, heading FROM bibliography WHERE page_id = ? ORDER BY position",
            self.id(url),
        )  # type: ignore[return-value]

    def mentions(self, url: str, scheme: str = "doi") -> set[str]:
        sql = "SELECT value FROM mentions WHERE page_id = ? AND scheme = ?"
        return set(self.values(sql, self.id(url), scheme))

    def state(self, url: str) -> str:
        """``fetched not_found`` and the like."""
        return str(
            self.value("SELECT trim(state || ' ' || reason) FROM frontier WHERE url = ?", url)
        )

    def findings(self, url: str, kind: str) -> dict[str, str]:
        """What a page says to what it should say, of a kind."""
        return dict(
            self.rows(
                "SELECT says, should_say FROM findings WHERE page_id = ? AND kind = ?",
                self.id(url), kind,
            )
        )  # fmt: skip

    def link(self, url: str, printed: str, column: str = "url") -> str | None:
        """Where a link of a page leads, or what we believe of it."""
        [value] = set(
            self.values(
                f"SELECT links.{column} FROM link_mentions LEFT JOIN links ON links.id = link_id"
                " WHERE link_mentions.page_id = ? AND printed = ? AND region = 'content'",
                self.id(url), printed,
            )
        )  # fmt: skip
        return None if value is None else str(value)

    def asked(self, url: str) -> list[int]:
        """Statuses that the site answered with, request by request; 499 = broken off."""
        host, path = re.fullmatch(r"https://([^/]+)(/.*)", url).groups()  # type: ignore[union-attr]
        return [hit.status for hit in self.run.hits if (hit.host, hit.path) == (host, path)]

    def issues(self, url: str) -> set[str]:
        return set(self.values("SELECT code FROM issues WHERE url = ?", url))


@pytest.fixture(scope="module")
def seen(whole_run: SampleRun) -> Seen:
    return Seen(whole_run)


@pytest.fixture(scope="module")
def small_replica() -> Iterator[Replica]:
    """A replica of our own, whose knobs may be turned."""
    with replica.running() as served:
        yield served


def crawl_one_page(served: Replica, data: Path) -> int:
    """Crawl the acupuncture page and nothing else; the exit code."""
    only = ["--set", f'seeds=["{ACUPUNCTURE}"]', "--set", 'scope.include=["/acupuncture"]']
    return patientline("crawl", "--quiet", "--data", data, *led_to(served), *only).code


def test_every_quirk_has_a_test_and_a_page() -> None:
    tested = {
        match[1].lstrip("0")
        for name in globals()
        if (match := re.match(r"test_quirk_(\w+?)_", name))
    }
    assert tested == set(QUIRKS)
    assert tested == {str(n) for n in range(1, 31)} | {"23b", "23c"}


def test_quirk_01_layout_tables(seen: Seen) -> None:
    """Article text only, in the right order, from tables with unclosed elements."""
    for url in QUIRKS["1"]:
        text = seen.article(url)
        assert seen.page(url, "kind") == "article"
        assert "<" not in text
        assert seen.article(url, "title") == truth.page_at(url).title
        assert "Member Login" not in text
    poll = seen.article(f"{SOCIETY}/p31000274.html")
    order = ["Dear Patient", "BACK PAIN WITHOUT A KNOWN CAUSE", "Rest in bed", "PAIN IN TH"]
    places = [poll.index(words) for words in order]
    assert places == sorted(places)


def test_quirk_02_content_column(seen: Seen) -> None:
    """One extractor for the three generations."""
    assert {truth.page_at(url).generation for url in QUIRKS["2"]} == {"A", "B", "C"}
    for url in QUIRKS["2"]:
        page = truth.page_at(url)
        assert seen.page(url, "generation") == page.generation
        assert seen.article(url, "title") == page.title
        assert int(seen.article(url, "words")) > 60
        for frame in (
            "Latest News",
            "Member Login",
            "page last updated",
            "The Patient Line website",
        ):
            assert frame.lower() not in seen.article(url).lower(), (url, frame)


def test_quirk_03_no_headline(seen: Seen) -> None:
    """A page of three teasers is a landing page; no article is invented."""
    [url] = QUIRKS["3"]
    assert seen.page(url, "kind") == "landing"
    assert seen.page(url, "title") == "Pain3", "from the address; the title is the site's name"
    assert seen.page(url, "html_title") == truth.page_at(url).html_title
    for table in ("articles", "news", "bibliography"):
        sql = f"SELECT count(*) FROM {table} WHERE page_id = ?"
        assert seen.value(sql, seen.id(url)) == 0


def test_quirk_04_three_titles(seen: Seen) -> None:
    """The headline wins over title element and address; all are kept."""
    for url in QUIRKS["4"]:
        page = truth.page_at(url)
        assert page.title not in page.html_title
        assert seen.page(url, "title") == seen.article(url, "title") == page.title
        assert seen.page(url, "html_title") == page.html_title
        assert seen.page(url, "url") == url
    greek = f"{SOCIETY}/scoliosis-greek.htm"
    assert (seen.page(greek, "language"), seen.page(greek, "title")[:9]) == ("el", "Ιδιοπαθής")


def test_quirk_05_references_without_heading(seen: Seen) -> None:
    """Two references, and the blurb that is glued to the second one cut off."""
    [url] = QUIRKS["5"]
    found = seen.references(url)
    assert [heading for _, _, heading in found] == ["", ""]
    assert [text[:7] for text, _, _ in found] == ["Liu, L.", "Madsen "]
    assert found[1][0].endswith("BMJ. 338:a3115")
    assert not any("website" in text.lower() for text, _, _ in found)


def test_quirk_06_truncated_doi(seen: Seen) -> None:
    """Kept as printed, not registered, and the right one suggested."""
    [url] = QUIRKS["6"]
    assert seen.mentions(url) == {"10.1155/2015/32819"}
    sql = "SELECT registration FROM dois WHERE doi = ?"
    assert seen.value(sql, "10.1155/2015/32819") == "not_registered"
    assert seen.findings(url, "doi_not_registered") == {"10.1155/2015/32819": "10.1155/2015/328196"}


def test_quirk_07_two_dois_at_one_place(seen: Seen) -> None:
    """Text and link say different DOIs: both kept, the conflict flagged."""
    [url] = QUIRKS["7"]
    assert {"10.1136/bmj.a311", "10.1136/bmj.a3115"} <= seen.mentions(url)
    conflicts = seen.rows(
        "SELECT place, value, conflicts_with FROM mentions"
        " WHERE page_id = ? AND conflicts_with <> ''", seen.id(url),
    )  # fmt: skip
    assert ("text", "10.1136/bmj.a311", "10.1136/bmj.a3115") in conflicts
    assert ("href", "10.1136/bmj.a3115", "10.1136/bmj.a311") in conflicts
    assert seen.findings(url, "doi_conflict")["10.1136/bmj.a311"] == "10.1136/bmj.a3115"


def test_quirk_08_thirty_ways_to_write_a_doi(seen: Seen) -> None:
    """Each entry is normalised to the right DOI."""
    [url] = QUIRKS["8"]
    page = truth.page_at(url)
    assert len(page.references) >= 30
    assert [doi for _, doi, _ in seen.references(url)] == [entry.doi for entry in page.references]
    assert seen.mentions(url) == page.dois
    known = "SELECT count(*) FROM dois WHERE registration IN ('registered', 'alias') AND doi = ?"
    assert {seen.value(known, doi) for doi in page.dois} == {1}


def test_quirk_09_what_is_no_doi(seen: Seen) -> None:
    """Comments, badges, scripts, addresses, doses, prices and dates give none."""
    [url] = QUIRKS["9"]
    assert "10.1234/5 mg" in seen.article(url)
    assert seen.value("SELECT count(*) FROM mentions WHERE page_id = ?", seen.id(url)) == 0
    assert (
        seen.values("SELECT doi FROM dois WHERE doi LIKE '10.1234/%' OR doi LIKE '10.12.%'") == []
    )


def test_quirk_10_dois_in_publishers_addresses(seen: Seen) -> None:
    """Found in the link, and said to be from there."""
    [url] = QUIRKS["10"]
    assert seen.mentions(url) == truth.page_at(url).dois
    found = seen.rows("SELECT DISTINCT place, rule FROM mentions WHERE page_id = ?", seen.id(url))
    assert {place for place, _ in found} == {"href"}
    assert all(rule.startswith("publisher_url") for _, rule in found)


def test_quirk_11_other_identifiers(seen: Seen) -> None:
    """PubMed, PMC, PII and ISBN are kept; no DOI is invented."""
    [url] = QUIRKS["11"]
    found = seen.rows("SELECT scheme, value FROM mentions WHERE page_id = ?", seen.id(url))
    assert {f"{scheme}:{value}" for scheme, value in found} == set(truth.page_at(url).identifiers)
    assert seen.mentions(url, "doi") == set()


def test_quirk_12_shapes_of_lists(seen: Seen) -> None:
    """Nine shapes of one list: the same references each time."""
    assert len(QUIRKS["12"]) == 9
    lists = {tuple(doi for _, doi, _ in seen.references(url)) for url in QUIRKS["12"]}
    assert len(lists) == 1
    assert len(lists.pop()) == 4
    texts = {tuple(text for text, _, _ in seen.references(url)) for url in QUIRKS["12"]}
    assert len(texts) == 1, "markers and list markup are no part of an entry"


def test_quirk_13_one_work_cited_twice(seen: Seen) -> None:
    """References repeated with other punctuation: one work, a citation a page."""
    stated = set(QUIRKS["13"])
    shared = {
        doi: pages for doi, pages in truth.works_cited().items() if len(stated & set(pages)) > 1
    }
    assert len(shared) >= 3
    for doi, pages in shared.items():
        ids = [seen.id(url) for url in pages if url in stated]
        marks = ", ".join("?" * len(ids))
        keys = f"SELECT DISTINCT work_key FROM bibliography WHERE doi = ? AND page_id IN ({marks})"
        [key] = seen.values(keys, doi, *ids)
        citing = seen.values("SELECT page_id FROM bibliography WHERE work_key = ?", key)
        assert {seen.id(url) for url in pages} <= set(citing), doi
    printed = {text for url in QUIRKS["13"][4:6] for text, _, _ in seen.references(url)}
    assert len(printed) == 4, "two works, printed in four ways"


def test_quirk_14_glossaries(seen: Seen) -> None:
    """Terms, definitions and letters, from a list and from an accordion."""
    for url in QUIRKS["14"]:
        assert seen.page(url, "kind") == "glossary"
        found = seen.rows(
            "SELECT letter, term, definition FROM terms WHERE page_id = ? ORDER BY position",
            seen.id(url),
        )
        assert tuple(found) == truth.page_at(url).terms
        assert not any("upwards" in letter + term for letter, term, _ in found)


def test_quirk_15_hidden_links(seen: Seen) -> None:
    """Recorded, and never asked."""
    assert truth.traps() <= set(QUIRKS["15"])
    for url in truth.traps():
        assert seen.asked(url) == []
        assert seen.state(url) == "skipped hidden"
        hidden = "SELECT DISTINCT is_hidden FROM link_mentions JOIN links ON links.id = link_id"
        assert seen.values(f"{hidden} WHERE url = ?", url) == [1]


def test_quirk_16_member_area(seen: Seen) -> None:
    """Not public: recorded so, asked once, and nothing read from it."""
    behind = [f"{LINE}/member/", f"{LINE}/member/downloads.htm", f"{LINE}/member/board.htm"]
    assert set(behind) <= set(QUIRKS["16"])
    assert [seen.asked(url) for url in behind] == [[302], [401], [403]]
    assert {seen.state(url) for url in behind} == {"fetched not_public"}
    assert seen.values("SELECT url FROM pages WHERE url LIKE '%/member/d%'") == []
    assert seen.page(f"{LINE}/en/login.htm", "kind") == "landing"
    blamed = (
        "SELECT count(*) FROM findings WHERE subject LIKE '%/member/%' AND severity <> 'notice'"
    )
    assert seen.value(blamed) == 0
    assert {hit.method for hit in seen.run.hits} == {"GET"}, "no form is sent"


def test_quirk_17_many_addresses(seen: Seen) -> None:
    """One page row each; hosts, schemes, slashes and parameters are aliases."""
    for url in QUIRKS["17"]:
        urls = truth.page_at(url).urls
        marks = ", ".join("?" * len(urls))
        found = seen.values(f"SELECT url FROM pages WHERE url IN ({marks})", *urls)
        assert len(found) == 1, (url, found)
    reasons = seen.values("SELECT DISTINCT reason FROM page_aliases")
    assert {"host", "scheme", "slash", "parameter", "same_content"} <= set(reasons)
    for table in ("pages", "captures", "frontier"):
        odd = f"SELECT url FROM {table} WHERE url LIKE '%PHPSESSID%' OR url LIKE '%print=1%'"
        assert seen.values(odd) == [], table
        assert seen.values(f"SELECT url FROM {table} WHERE url LIKE '%#%'") == []
    assert seen.values("SELECT url FROM pages WHERE url NOT LIKE 'https://www.%'") == []


def test_quirk_18_redirects(seen: Seen) -> None:
    """Followed to the page; loops reported; gone pages that lead home flagged."""
    for redirect in truth.redirects():
        if redirect.final and not redirect.soft_404 and "/member/" not in redirect.url:
            assert seen.id(redirect.url) == seen.id(redirect.final), redirect.url
    chain = "SELECT hops_json FROM links WHERE url = ?"
    hops = json.loads(seen.value(chain, f"{LINE}/en/stenosis-old.htm"))
    assert [status for status, _ in hops] == [302, 301, 308]
    loops = {redirect.url for redirect in truth.redirects() if redirect.final is None}
    assert len(loops) == 3
    for url in loops:
        assert "redirect_loop" in seen.issues(url)
        assert len(seen.asked(url)) <= 2
    links = f"{LINE}/en/links.htm"
    assert set(seen.findings(links, "redirect_loop")) == {
        "/en/round-and-round.htm", "/en/itself.htm",
    }  # fmt: skip
    verdict = "SELECT verdict FROM links WHERE url = ?"
    for redirect in truth.redirects():
        if redirect.soft_404:
            assert seen.value(verdict, redirect.url) == "soft_404"
    gone = [url for url in QUIRKS["18"] if 410 in seen.asked(url)]
    assert gone
    assert {seen.state(url) for url in gone} == {"fetched not_found"}


def test_quirk_19_addresses_as_typed(seen: Seen) -> None:
    """Resolved as browsers do; the broken ones reported with what was meant."""
    links, charity = f"{LINE}/en/links.htm", "https://www.example-charity.test"
    resolved = {
        "//www.example-charity.test/groups": f"{charity}/groups",
        "HTTPS://WWW.EXAMPLE-CHARITY.TEST/leaflets": f"{charity}/leaflets",
        f"  {charity}/with-blanks  ": f"{charity}/with-blanks",
        f"{charity}/with\n-newline\tand-tab": f"{charity}/with-newlineand-tab",
        "https:\\\\www.example-charity.test\\backslashes": f"{charity}/backslashes",
        "\\en\\glossary.htm": f"{LINE}/en/glossary.htm",
        "/en/patients story.htm": f"{LINE}/en/patients%20story.htm",
    }
    for printed, url in resolved.items():
        assert seen.link(links, printed) == url
        # The page is there; elsewhere a link asks for a place that the glossary lacks.
        lacks = url.endswith("/glossary.htm")
        assert seen.link(links, printed, "verdict") == ("fragment_missing" if lacks else "ok")
    meant = {
        "www.example-charity.test/help": f"{charity}/help",
        "orcid.org/0000-0002-1825-0097": "https://orcid.org/0000-0002-1825-0097",
        f"link to {charity}/news": f"{charity}/news",
    }
    gone = seen.findings(links, "link_gone")
    assert {printed: gone.get(printed) for printed in meant} == meant
    assert "http://[broken" in seen.findings(links, "link_invalid")
    assert seen.link(f"{LINE}/en/deep/down/below.htm", "../../glossary.htm") == (
        f"{LINE}/en/glossary.htm"
    )
    assert seen.link(f"{LINE}/en/based.htm", "down/below.htm") == f"{LINE}/en/deep/down/below.htm"
    refresh = "SELECT page_id, reason FROM page_aliases WHERE url = ?"
    target = seen.id(f"{LINE}/physiotherapy-and-exercise-therapy.htm")
    assert seen.rows(refresh, f"{LINE}/en/physio.htm") == [(target, "refresh")]


def test_quirk_20_charsets(seen: Seen) -> None:
    """Five ways to say or not to say the encoding: the right text each time."""
    words = {
        "de": ("Rückenschmerzen", "zerstört", "utf-8"),
        "fr": ("Le mal de dos", "À l'hôpital", "windows-1252"),
        "es": ("El dolor de espalda", "¿Cuándo operar?", "windows-1252"),
        "it": ("Il mal di schiena", "È bene muoversi", "utf-8"),
        "el": ("Οσφυαλγία", "γιατρό", "iso-8859-7"),
    }
    assert len(QUIRKS["20"]) == len(words)
    for url in QUIRKS["20"]:
        title, inside, charset = words[truth.page_at(url).language]
        assert seen.article(url, "title").startswith(title)
        assert inside in seen.article(url)
        assert seen.page(url, "charset") == charset
        assert not re.search(r"\ufffd|Ã.|â€", seen.article(url)), url
        assert [text for text, _, _ in seen.references(url)] == [
            entry.text for entry in truth.page_at(url).references
        ]
    assert "double_encoded" in seen.issues(f"{LINE}/de/rueckenschmerzen.htm")
    assert "charset_conflict" in seen.issues(f"{LINE}/fr/mal-de-dos.htm")


def test_quirk_21_dates(seen: Seen) -> None:
    """Eight languages and more: ISO dates with what they date."""
    languages = set()
    for url in QUIRKS["21"]:
        page = truth.page_at(url)
        dates = seen.rows("SELECT kind, date FROM page_dates WHERE page_id = ?", seen.id(url))
        stated = {"updated": page.updated, "published": page.published, "event": page.event}
        expected = {(kind, day.isoformat()) for kind, day in stated.items() if day}
        assert set(dates) == expected, url
        languages.add(page.language)
        if page.kind == "news":
            sql = "SELECT published_on, language FROM news WHERE page_id = ?"
            day: date | None = page.published or page.event
            assert seen.rows(sql, seen.id(url)) == [(str(day), page.language)]
    assert len(languages) >= 8


def test_quirk_22_latest_news(small_replica: Replica, tmp_path: Path) -> None:
    """The box of news changes and the article does not."""
    for generation in (0, 2):
        small_replica.state.news = generation
        assert crawl_one_page(small_replica, tmp_path) == 0
    database = tmp_path / "sample" / "crawl.db"
    sql = "SELECT count(*), count(DISTINCT payload_sha256) FROM captures WHERE url = ?"
    assert rows(database, f"{sql} AND status = 200", ACUPUNCTURE) == [(2, 2)]
    assert rows(database, "SELECT title FROM article_versions") == [("Acupuncture",)]
    assert rows(database, "SELECT first_seen_at < last_seen_at FROM article_versions") == [(1,)]


def test_quirk_23_teaser_and_full(seen: Seen) -> None:
    """One news item, however often and in whatever date form it stands."""
    for url in QUIRKS["23"][1:]:
        page = truth.page_at(url)
        [(news, text)] = seen.rows("SELECT id, text FROM news WHERE title = ?", page.title)
        sources = seen.rows(
            "SELECT form, url, printed_date, news_sources.text FROM news_sources"
            " JOIN pages ON pages.id = page_id WHERE news_id = ?", news,
        )  # fmt: skip
        by_url = {where: (form, day) for form, where, day, _ in sources}
        assert by_url[url][0] == "full"
        teasers = [(day, cut) for form, _, day, cut in sources if form == "teaser"]
        assert len({day for day, _ in teasers} | {by_url[url][1]}) >= 2, "two forms of the date"
        assert all(len(cut) < len(text) for _, cut in teasers)
    assert seen.value("SELECT count(*) FROM news WHERE page_id IS NULL") == 0


def test_quirk_23b_rewritten_and_doubled_pages(seen: Seen) -> None:
    """Id and slug are one page; what was rewritten elsewhere is a near-duplicate."""
    slug = f"{LINE}/en/low-back-pain-introduction.htm"
    [alias] = [
        (url, reason)
        for url, reason in seen.rows(
            "SELECT url, reason FROM page_aliases WHERE page_id = ?", seen.id(slug)
        )
        if re.search(r"/f175\d+\.html$", url)
    ]
    assert alias[1] == "same_content"
    assert seen.page(slug, "url") == slug
    assert related(seen, "near_duplicate") >= near(seen, "near_duplicate")
    assert near(seen, "near_duplicate")


def test_quirk_23c_series(seen: Seen) -> None:
    """Parts of a series belong together, and cells of a table are not glued."""
    assert related(seen, "series") == near(seen, "series")
    assert related(seen, "translation") == near(seen, "translation")
    parts = seen.rows(
        "SELECT part FROM articles WHERE series = 'Cervical Spondylosis and Neck Pain'"
    )
    assert {part for (part,) in parts} == {"Introduction", "Diagnosis", "Treatment"}
    merged = seen.article(
        f"{SOCIETY}/patients/spine-conditions/cervical-spondylosis-and-neck-pain/"
    )
    assert re.search(r"Poor posture\W+Which", merged)
    assert "postureWhich" not in merged
    for heading in ("Introduction", "Causes", "Treatment"):
        assert f"## {heading}" in merged


def related(seen: Seen, relation: str) -> set[frozenset[str]]:
    """Pairs of page ids that the run relates."""
    sql = "SELECT page_id, other_page_id FROM page_relations WHERE relation = ?"
    return {frozenset(pair) for pair in seen.rows(sql, relation)}


def near(seen: Seen, relation: str) -> set[frozenset[str]]:
    """Pairs of page ids that the answer sheet relates."""
    return {frozenset(map(seen.id, pair)) for pair in truth.relations()[relation]}


def test_quirk_24_lead_printed_twice(seen: Seen) -> None:
    [url] = QUIRKS["24"]
    [(lead, text)] = seen.rows("SELECT lead, text FROM news WHERE page_id = ?", seen.id(url))
    assert lead.startswith("Can a walk be prescribed")
    assert f"{lead}\n{text}".count("Can a walk be prescribed") == 1


def test_quirk_25_pages_without_end(seen: Seen) -> None:
    """Paging, sorting, calendar and a folder in itself are bounded; what is behind is found."""
    limit = 4 * 6 + 6  # max_query_variants of each parameter, and of several together
    for path, most in [("/en/news.htm", limit), ("/patients/patient-line-news/", limit),
                       ("/en/calendar.htm", 60), ("/a/", 1)]:  # fmt: skip
        variants = {
            (hit.host, hit.path) for hit in seen.run.hits if hit.path.partition("?")[0] == path
        }
        assert 1 <= len(variants) <= most + 1, path
    reasons = set(seen.values("SELECT reason FROM coverage WHERE state = 'skipped'"))
    assert {"trap_query", "trap_calendar", "trap_path_loop"} <= reasons
    assert seen.asked(f"{LINE}/a/a/a/") == []
    for url in (f"{LINE}/a/leaflets-of-2006.htm", f"{LINE}/en/patient-day.htm"):
        assert seen.page(url, "kind") == "article"
    last = f"{SOCIETY}/patients/patient-line-news/the-patient-line-is-ten/"
    assert seen.page(last, "kind") == "news"


def test_quirk_26_polls(seen: Seen) -> None:
    """Question, options and votes are text; none is taken for a reference."""
    for url in QUIRKS["26"]:
        assert len(re.findall(r"^\| .+ \| \d+ \w+ \|$", seen.article(url), flags=re.M)) >= 3
        assert seen.references(url) == []
        assert seen.mentions(url) == set()
    text = seen.article(f"{SOCIETY}/scoliosis.htm")
    assert "What would you do?" in text
    assert "| A brace | 74 votes |" in text
    assert "123 Specialists" in text


def test_quirk_27_deliveries(seen: Seen) -> None:
    """Whatever the wire does: handled politely, read where it can be, reported where not."""
    outcome = {
        "traction": "failed truncated",  # Content-Length longer than the body
        "massage": "failed reset",
        "all-questions": "failed too_large",
        "travel": "fetched undecodable",
        "empty": "fetched",
    }
    for name, state in outcome.items():
        assert seen.state(f"{LINE}/en/{name}.htm") == state
    # Two retries; and a GET is sent once more when a kept connection breaks under it.
    most = (1 + 2) * 2
    for url in QUIRKS["27"]:
        assert 1 <= len(seen.asked(url)) <= most, "no storm of retries"
        if truth.page_at(url).complete:
            assert seen.article(url, "title") == truth.page_at(url).title
            assert seen.state(url) == "fetched"
    for name, first in [("introduction", 429), ("treatment", 503)]:
        assert seen.asked(f"{LINE}/en/osteoporotic-fractures-{name}.htm") == [first, 200]
    assert seen.asked(f"{LINE}/en/heat-and-cold.htm")[-1] == 200, "reset once"
    for name in ("cognitive-behavioural-therapy", "injections"):
        assert seen.issues(f"{LINE}/en/{name}.htm") == {"type_conflict"}
    assert seen.issues(f"{LINE}/en/empty.htm") == {"empty_page"}
    assert seen.issues(f"{LINE}/en/travel.htm") == {"undecodable_body"}
    for name in ("empty", "travel"):
        assert seen.findings(f"{LINE}/en/{name}.htm", "page_unreadable") == {"": ""}
    verdict = f"SELECT verdict FROM links WHERE url = '{LINE}/en/travel.htm'"
    assert seen.run.value(verdict) == "unknown"


def test_quirk_28_validators(seen: Seen, second_run: Second) -> None:
    """Asked again with what the server gave: 304 where that is true, and the page stays."""
    again = Seen(second_run)
    for url in QUIRKS["28"]:
        statuses = "SELECT status FROM captures WHERE url = ? ORDER BY fetched_at"
        assert seen.values(statuses, url) == [200]
        assert again.values(statuses, url) == [200, 304]
        assert again.state(url) == "fetched not_modified"
        assert again.article(url, "content_sha256") == seen.article(url, "content_sha256")
    asked = {f"https://{hit.host}{hit.path}": hit for hit in second_run.hits}
    for url in QUIRKS["28"]:
        hit = asked[url]
        assert hit.header("If-None-Match") or hit.header("If-Modified-Since")
    without = seen.values("SELECT url FROM frontier WHERE etag IS NULL AND last_modified IS NULL")
    assert not any(
        asked[url].header("If-None-Match") + asked[url].header("If-Modified-Since")
        for url in set(without) & set(asked)
    )


def test_quirk_29_robots(seen: Seen, small_replica: Replica, tmp_path: Path) -> None:
    """Asked first, obeyed, its sitemap read; a robots.txt that fails means stay out."""
    for host in (LINE, SOCIETY):
        paths = [hit.path for hit in seen.run.hits if f"https://{hit.host}" == host]
        assert paths[0] == "/robots.txt"
        assert "/sitemap.xml" in paths
    for url in truth.forbidden():
        assert seen.asked(url) == []
        assert seen.state(url) == "skipped robots"
    assert seen.page(f"{LINE}/member/private/programme.htm", "kind") == "article", "allowed inside"
    stale = f"{LINE}/en/membership-form-2009.htm"
    assert seen.value("SELECT via FROM frontier WHERE url = ?", stale) == "sitemap"
    before = len(small_replica.hits)
    small_replica.state.robots = {host.removeprefix("https://"): 500 for host in (LINE, SOCIETY)}
    assert crawl_one_page(small_replica, tmp_path) == 2
    assert {hit.path for hit in small_replica.hits[before:]} == {"/robots.txt"}
    small_replica.state.robots = {}


def test_quirk_30_files_frames_and_maps(seen: Seen) -> None:
    """Links of frames and image maps are followed; PDFs are listed with their DOIs."""
    for url in QUIRKS["30"]:
        page = truth.page_at(url)
        assert seen.state(url) == "fetched"
        if page.kind == "document":
            assert seen.page(url, "kind") == "document"
            assert seen.page(url, "title") == page.title
            assert seen.mentions(url) >= page.dois
            assert page.dois
    found = "SELECT element, url FROM link_mentions JOIN links ON links.id = link_id WHERE element"
    targets = set(seen.rows(f"{found} IN ('area', 'frame', 'iframe')"))
    assert targets >= {
        ("iframe", f"{LINE}/en/framed-video.htm"),
        ("frame", f"{SOCIETY}/p31000291.html"),
        ("frame", f"{SOCIETY}/p31000292.html"),
        ("area", f"{SOCIETY}/p31000301.html"),
    }
    for _, url in targets:
        assert seen.id(url)
