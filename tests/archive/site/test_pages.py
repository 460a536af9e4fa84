"""Every page of the published site answers and says what it should."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from datasette.utils import tilde_encode
from lxml import html

from archive.keys import key
from archive.publishing.dialects import HAS_CONFIG
from archive.site.plugins.dossiers import DOSSIERS
from archive.site.plugins.pages import BESIDE, SHOWN
from archive.site.queries import QUERIES
from archive.site.tables import TABLES
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

ARTICLE = f"/archive/articles/{specimen.page_id()}"
BROKEN_DOI = "/archive/findings/" + key(
    "doi_not_registered", specimen.ACUPUNCTURE, specimen.TRUNCATED
)
WRONG_WORK = "/archive/findings/" + key(
    "wrong_work", f"https://{specimen.HOST}/en/fusion-surgery.htm", "10.1186/1748-7161-9-3"
)
REFERENCE = f"/archive/bibliography/{specimen.reference_id(specimen.ACUPUNCTURE, 1)}"
UNFOUND = f"/archive/bibliography/{specimen.reference_id(specimen.ACUPUNCTURE, 2)}"
OWN_PATHS = [
    *("/", "/broken", "/glossary", "/ask", "/dictionary", "/about", "/search", "/data"),
    *("/security", "/robots.txt", "/changes.atom", "/findings.atom"),
]


def row_paths(site: Site, table: str) -> list[str]:
    """Addresses of up to three rows of a table."""
    keys = [
        str(c["name"])
        for c in site.rows(f"SELECT name FROM pragma_table_info('{table}') WHERE pk ORDER BY pk")
    ]
    if not keys:
        return []
    rows = site.rows(f"SELECT {', '.join(keys)} FROM {table} LIMIT 3")
    return [
        f"/archive/{table}/" + ",".join(tilde_encode(str(value)) for value in row.values())
        for row in rows
    ]


@pytest.mark.parametrize("path", OWN_PATHS)
def test_every_page_of_our_own_answers(path: str, site: Site) -> None:
    assert site.get(path).status_code == 200


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_row_answers_for_people_and_machines(table: str, site: Site) -> None:
    paths = [f"/archive/{table}", *row_paths(site, table)]
    for path in paths:
        page = site.page(path)
        assert page.get("lang") == "en"
        assert len(page.findall(".//h1")) == 1, path
        assert specimen.PUBLICATION["licence"] in page.text_content(), path
        assert specimen.PUBLICATION["source"] in page.text_content(), path
        for rows in page.xpath("//table[@class='rows']"):
            cells = {len(row) for row in rows.xpath(".//tr")}
            assert len(cells) == 1, f"{path}: a row has as many cells as the head"
        assert site.get(f"{path}.json").status_code == 200
    assert TABLES[table].title in site.text(f"/archive/{table}")
    if table not in ("spans", "span_bases"):  # need captures: looked at in test_replay.py
        assert site.get(f"/archive/{table}.csv?_stream=on").text.count("\n") > 1
    for facet in TABLES[table].facets:
        assert site.get(f"/archive/{table}?_facet={facet}").status_code == 200


@pytest.mark.slow
def test_no_link_of_ours_leads_nowhere(site: Site) -> None:
    """Follow every internal link of every kind of page, one level deep."""
    starts = [*OWN_PATHS[:8], *(f"/archive/{q}" for q in QUERIES)]
    starts += [f"/archive/{table}" for table in TABLES]
    starts += [path for table in TABLES for path in row_paths(site, table)[:1]]
    found: dict[str, tuple[str, str]] = {}
    for start in starts:
        for element in site.page(start).xpath("//*[@href or @src]"):
            target = (element.get("href") or element.get("src")).split("#")[0]
            if re.search(r"\.(json|csv)|_sort", target):
                continue  # many, all alike, and asked for in the test above
            if target.startswith("/"):  # one of each form: narrowing by any value is one form
                found.setdefault(re.sub(r"=[^&]*", "=", target), (target, start))
    assert len(found) > 200
    for target, start in found.values():
        status = site.get(target, follow_redirects=True).status_code
        assert status == 200, f"{target} on {start} answers {status}"


def test_fragments_lead_to_places_that_exist(site: Site) -> None:
    for path in (ARTICLE, "/glossary", "/dictionary", f"/archive/pages/{specimen.page_id()}"):
        page = site.page(path)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), f"{path} has an id twice"
        for href in page.xpath("//a/@href[starts-with(., '#')]"):
            assert href[1:] in ids, f"{path}{href}"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "3 references and 1 link need repair on 2 pages, 2 of them newly; 1 was resolved."),
        ("/", "8 pages kept since 1 March 2026, with 6 references. The works and addresses"),
        ("/", "links that readers can follow"),
        ("/", "I look after the site"),
        ("/", "Acupuncture 1 reference, 1 link to repair, 1 ageing"),
        (ARTICLE, "Fine needles are placed"),
        (ARTICLE, "last updated 21 August 2019"),
        (ARTICLE, "3 things to look at"),
        (ARTICLE, "not registered"),
        (ARTICLE, "no DOI printed"),
        (BROKEN_DOI, "DOI does not exist"),
        (BROKEN_DOI, "It says doi: 10.1155/2015/32819"),
        (BROKEN_DOI, "It should say doi: 10.1155/2015/328196"),
        (BROKEN_DOI, "Under “References”".lower()),
        (BROKEN_DOI, "10.1155/2015/32819 not registered details about reference 1"),
        ("/doi/10.1155/2015/32818", "Everything asked about a DOI or an address"),
        (BROKEN_DOI, "Confidence 97%, safe to apply"),
        (BROKEN_DOI, "HTTP 404"),
        (f"/doi/{specimen.RETRACTED}", "Retracted. The work has been retracted"),
        (f"/doi/{specimen.RETRACTED}", "Does its landing page work?Blocked"),
        (f"/doi/{specimen.TRUNCATED}", "Has it been retracted or changed?Does not apply"),
        (f"/doi/{specimen.TRUNCATED}", "Does its landing page work?Does not apply"),
        ("/ask", "Optional: since (a day), until (a day)."),
        ("/ask", "Optional: DOI (a DOI name)."),
        ("/about", "A page is called gone after 3 failures, 3 days or more apart"),
        ("/about", "checked again after 30 days, its record and notices after 6 days"),
        ("/about", "any other link after 1 day; whatever failed is checked again in every run"),
        (BROKEN_DOI, "The corrected reference Liu, L., Skinner M."),
        (BROKEN_DOI, "10.1155/2015/32819 10.1155/2015/328196 Copy the reference"),
        (BROKEN_DOI, "in a citation style Liu L, Skinner M. Acupuncture"),
        (BROKEN_DOI, "What relies on it The page points to this reference here: “Acupuncture is"),
        (BROKEN_DOI, "Printed, and registered for the proposal The reference beside the record"),
        (WRONG_WORK, "Printed, and registered under this DOI The reference beside the record"),
        (WRONG_WORK, "Year 2010 2014 differs"),
        (BROKEN_DOI, "Year 2015 2015 agrees"),
        (REFERENCE, "Cited in these sentences “Acupuncture is better than no treatment [1].”"),
        (REFERENCE, "10.1155/2015/32819. kept punctuation not asked"),
        (REFERENCE, "10.1155/2015/32819 (chosen) trailing punctuation not registered"),
        (REFERENCE, "read as pmid:18388263 exists, which leads to 10.5555/another.work"),
        (REFERENCE, "not to the DOI that is printed"),
        (UNFOUND, "Found for it 10.1136/bmj.a3115 Copy safe to apply"),
        (
            UNFOUND,
            "How it was found: by the journal's own way of numbering; we are 98% sure; "
            "registered as “Acupuncture treatment for pain”",
        ),
        (f"/doi/{specimen.RETRACTED}", "What relies on it These sentences point to it: check"),
        (f"/doi/{specimen.RETRACTED}", "“Most materials do equally well [1].” under “What"),
        ("/doi/10.1136/bmj.a3115", "Replaced by 10.1155/2015/328196: Acupuncture for Low Back"),
        ("/archive/identifiers/pmid~3A18388263", "DOI of the same work 10.5555/another.work"),
        ("/archive/sentences_to_reconsider", "Most materials do equally well"),
        ("/archive/references_never_matched", "doi: 10.1155/2015/32819"),
        ("/about", "Patient Line archive and reference audit. Data as of"),
        (f"/doi/{specimen.RETRACTED}", "Retraction, 1 June 2016: 10.1097/brs.0000000000001648"),
        (
            f"/doi/{specimen.RETRACTED}",
            "What does it name?CrossrefAn answer came; what it said was not kept. HTTP 200",
        ),
        ("/broken", "pages with broken references first, then those with only dead links"),
        ("/archive/history_of_an_address", "The beginning of the address is enough"),
        ("/archive/health_over_time", "Finished at broken ageing found resolved"),
        ("/broken", "doi: 10.1155/2015/328196"),
        ("/glossary", "ArthrodesisThe joining of two bones"),
        (f"/archive/pages/{specimen.page_id()}", f"http://{specimen.HOST}/en/acupuncture.htm"),
        (f"/archive/pages/{specimen.page_id()}", "nearly the same, 83% equal"),
        (
            f"/archive/captures/{specimen.capture_id(list(specimen.PAGES)[1], 3)}",
            "tail -c +1001 'sample-2026-03-0001.warc.gz' | head -c 987 | gunzip",
        ),
        ("/archive/runs/3", "12 addresses discovered = fetched + skipped + failed"),
        ("/about", "SHA-256 of the database"),
        ("/dictionary", "payload_sha256"),
    ],
)
def test_pages_say_what_they_are_for(path: str, said: str, site: Site) -> None:
    text = re.sub(r" ?\n ?", "", site.text(path))
    assert said.replace(" ", "").lower() in text.replace(" ", "").lower()


@pytest.mark.parametrize(
    "path",
    [
        ARTICLE,
        REFERENCE,
        BROKEN_DOI,
        f"/archive/pages/{specimen.page_id()}",
        f"/doi/{specimen.RETRACTED}",
        f"/archive/captures/{specimen.capture_id(specimen.ACUPUNCTURE, 3)}",
        "/archive/runs/2",
    ],
)
def test_neighbours_lead_to_each_other(path: str, site: Site) -> None:
    """From a row to the next one (or the one before), and back."""
    page = site.page(path)
    for way, back in (("next", "prev"), ("prev", "next")):
        for address in page.xpath(f"//nav[@class='steps']/a[@rel='{way}']/@href"):
            returned = site.page(address).xpath(f"//nav[@class='steps']/a[@rel='{back}']/@href")
            assert [site.page(a).findtext(".//h1") for a in returned] == [page.findtext(".//h1")]
            return
    pytest.fail(f"{path} has no neighbour")


def test_references_are_shown_once_with_their_answers(site: Site) -> None:
    page = site.page(ARTICLE)
    assert page.find("body").text_content().count("An Overview of Systematic Reviews") == 1
    assert len(page.cssselect("ol.references > li")) == 2
    assert [e.get("value") for e in page.cssselect("ol.references > li")] == ["1", "2"]


def test_a_finding_shows_its_reference_once(site: Site) -> None:
    cited = site.rows(
        "SELECT f.id, b.id AS reference, b.printed FROM findings f "
        "JOIN bibliography b ON b.id = f.bibliography_id"
    )
    assert len(cited) >= 4
    for finding in cited:
        page = site.page(f"/archive/findings/{finding['id']}")
        printed = " ".join(str(finding["printed"]).split())
        assert " ".join(page.text_content().split()).count(printed) == 1
        assert len(page.xpath(f"//a[@href='/archive/bibliography/{finding['reference']}']")) == 1


def test_a_finding_says_what_is_to_go(site: Site) -> None:
    for kind, said in (("link_gone", "Remove the link"), ("wrong_work", "")):
        (card, *_) = site.page(f"/broken?kind={kind}").cssselect("article.finding h3 a")
        text = site.page(card.get("href")).text_content()
        assert ("We know of no replacement" in text) is bool(said)
        assert said in text


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("doi_landing_hijacked", "The reference can stay. Because."),
        ("doi_landing_gone", "The reference can stay. Because."),
        ("doi_no_landing", "The reference can stay; its DOI leads readers nowhere for now."),
        ("doi_unverified", "Nothing to do yet"),
        ("page_unreadable", "Open the page yourself"),
        ("fragment_missing", "Link to the page itself"),
        ("link_gone", "Remove the link"),
        ("redirect_loop", "Remove the link"),
        ("identifier_unknown", "Remove the number"),
        ("wrong_work", "Remove the DOI"),
        ("work_retracted", "Remove the reference, or cite a work that still stands."),
    ],
)
def test_advice_fits_what_is_wrong(kind: str, expected: str, site: Site) -> None:
    """Only a retraction asks for the reference itself to go."""

    async def advice() -> str:
        parts = site.templates.get_template("_parts.html")
        module = await parts.make_module_async({"urls": site.datasette.urls})
        return str(await module.advice({"kind": kind, "why": "Because."}))

    told = site.run(advice())
    assert expected in told
    assert ("Remove the reference" in told) is (kind == "work_retracted")


def test_of_a_retraction_that_the_page_tells_nothing_is_to_be_done(site: Site) -> None:
    async def advice() -> str:
        parts = site.templates.get_template("_parts.html")
        module = await parts.make_module_async({"urls": site.datasette.urls})
        finding = {"kind": "work_retracted", "severity": "notice", "why": "Because."}
        return str(await module.advice(finding))

    told = site.run(advice())
    assert "Nothing to do: the page says so itself." in told
    assert "Remove the reference" not in told


@pytest.mark.parametrize(
    ("anchor_text", "context", "said"),
    [("Forum", "Forum", "Link text “Forum”"), ("Forum", "See the Forum.", "In “See the Forum.”")],
)
def test_the_text_of_a_link_is_called_so(
    anchor_text: str, context: str, said: str, site: Site
) -> None:
    async def card() -> str:
        parts = site.templates.get_template("_parts.html")
        module = await parts.make_module_async({"urls": site.datasette.urls})
        finding = {
            "id": "f", "kind": "link_gone", "severity": "error", "state": "open", "why": "Gone.",
            "says": "https://a.example/forum", "anchor_text": anchor_text, "context": context,
            "first_seen_at": "2026-03-01T12:00:00.000Z",
        }  # fmt: skip
        return str(await module.finding_card(finding))

    assert said in site.run(card())


@pytest.mark.parametrize(
    ("corrected", "said", "not_said"),
    [
        ("Liu, L. (2015).", "We propose a corrected reference", "We know of no replacement"),
        (None, "We know of no replacement", "We propose a corrected reference"),
    ],
)
def test_a_card_knows_of_a_corrected_reference(
    corrected: str | None, said: str, not_said: str, site: Site
) -> None:
    async def card() -> str:
        parts = site.templates.get_template("_parts.html")
        module = await parts.make_module_async({"urls": site.datasette.urls})
        finding = {
            "id": "f", "kind": "citation_differs", "severity": "error", "state": "open",
            "why": "The year differs.", "says": "Liu (2014).", "should_say": "",
            "corrected": corrected, "first_seen_at": "2026-03-01T12:00:00.000Z",
        }  # fmt: skip
        return str(await module.finding_card(finding))

    text = site.run(card())
    assert said in text
    assert not_said not in text


def test_lists_of_findings_tell_cards_of_corrected_references(site: Site) -> None:
    """Both the list of what is broken and the pages of rows."""
    [broken] = site.rows(f"SELECT {SHOWN} FROM findings f {BESIDE} WHERE s.corrected <> '' LIMIT 1")
    [row] = site.rows(DOSSIERS["findings"]["self"].replace(":id", f"'{broken['id']}'"))
    assert row["corrected"] == broken["corrected"] != ""


def test_a_line_is_of_the_capture_it_was_counted_in(site: Site) -> None:
    """Which may be that of a style sheet, not of the page."""

    async def place(capture_id: str | None) -> str:
        parts = site.templates.get_template("_parts.html")
        module = await parts.make_module_async({"urls": site.datasette.urls})
        counted = {"line": 6, "column": 26, "occurrences": 1, "capture_id": capture_id}
        return str(await module.place(counted))

    counted = site.run(place("sheet"))
    assert 'column 26 of <a href="/archive/captures/sheet">the capture</a>.' in counted
    assert "column 26 of the capture." in site.run(place(None)), "it was taken down"


def test_archived_text_carries_its_own_language(site: Site) -> None:
    greek = site.page(
        f"/archive/articles/{specimen.page_id(f'https://{specimen.HOST}/scoliosis-greek.htm')}"
    )
    assert greek.find(".//h1").get("lang") == "el"
    assert greek.find(".//div[@class='prose']").get("lang") == "el"


def test_a_doubtful_repair_comes_with_a_caution(site: Site) -> None:
    (card,) = site.page("/broken?kind=wrong_work").cssselect("article.finding")
    text = " ".join(card.text_content().split())
    assert "it: we are 50% sure; what agrees: title, year, article number." in text
    assert not card.cssselect("button, ins, del")
    (sure,) = site.page("/broken?kind=doi_not_registered").cssselect("article.finding")
    assert sure.cssselect("del")
    assert sure.cssselect("button")
    assert "In “Liu, L., Skinner" in sure.text_content(), "the reference, so that it can be found"
    (link,) = site.page("/broken?kind=link_gone").cssselect("article.finding")
    assert "In “The sentence that prints" in link.text_content()


def test_a_wording_is_told_with_its_lead(site: Site) -> None:
    rows = site.rows("SELECT id, lead FROM article_versions WHERE lead <> '' LIMIT 2")
    assert rows
    for row in rows:
        page = site.page(f"/archive/article_versions/{row['id']}")
        assert page.xpath("string(//p[@class='lead'])") == row["lead"]


def test_a_news_item_of_many_pages_names_some_and_folds_the_others_away(site: Site) -> None:
    (news,) = site.rows("SELECT * FROM news LIMIT 1")
    sources = [
        {"page_id": str(n), "page_title": f"Page {n}", "form": "teaser", "printed_date": ""}
        for n in range(40)
    ]
    dossier: dict[str, list[object]] = {"capture": [], "references": [], "findings": []}

    async def drawn(number: int, listed: int = 40) -> str:
        told = dossier | {"self": [news], "sources": sources[:listed], "page": [{"id": "x"}]}
        told["places"] = [{"number": number}]
        name = "row-archive-news.html"
        return str(await site.datasette.render_template(name, {"dossier": told}))

    for number, folded in ((12, 0), (13, 3), (40, 30)):
        page = html.document_fromstring(site.run(drawn(number, number)))
        assert len(page.xpath("//li[contains(., 'as a teaser')]")) == number
        assert len(page.xpath("//details//li[contains(., 'as a teaser')]")) == folded
    assert page.xpath("string(//main//summary)") == "30 more pages with a teaser of it"
    page = html.document_fromstring(site.run(drawn(1_250)))
    of_them = "1,240 more pages with a teaser of it, of which 30 are listed"
    assert page.xpath("string(//main//summary)") == of_them
    asked = DOSSIERS["news"]["places"].replace(":id", f"'{news['id']}'")
    assert site.rows(asked) == [{"number": 1}]


def test_an_address_that_is_only_likely_can_be_looked_at(site: Site) -> None:
    copy = "https://web.archive.org/web/20190304120001/https://gone.example.org/forum"

    async def says(text: str) -> str:
        source = "{% import '_parts.html' as parts with context %}{{ parts.says(f) }}"
        finding = {"kind": "link_gone", "says": "x", "should_say": text, "is_safe": 0, "score": 0.5}
        made = site.templates.from_string(source)
        return await made.render_async(f=finding, urls=site.datasette.urls)

    (link,) = html.fromstring(site.run(says(copy))).xpath("//dd/a")
    assert (link.get("href"), link.text.strip()) == (copy, copy)
    assert "nofollow" in link.get("rel")
    assert "<a" not in site.run(says("javascript:alert(1)"))


@pytest.mark.parametrize("kind", ["work_retracted", "link_gone"])
def test_what_has_no_replacement_is_not_struck_out(kind: str, site: Site) -> None:
    cards = site.page(f"/broken?kind={kind}").cssselect("article.finding")
    assert cards
    assert not [struck for card in cards for struck in card.cssselect("del")]


def test_all_rows_as_csv_can_be_taken_from_any_page(site: Site) -> None:
    second = site.page("/archive/pages?_size=2").cssselect("a[rel=next]")[0].get("href")
    (every,) = site.page(re.sub(r"^https?://[^/]+", "", second)).xpath(
        "//a[starts-with(., 'CSV of all')]/@href"
    )
    response = site.get(every)
    assert response.status_code == 200
    assert response.text.count("\n") == 1 + len(specimen.PAGES)


def test_notices_of_retracted_works_are_said_in_words(site: Site) -> None:
    page = site.page("/archive/retracted_works")
    assert next(cell.text for cell in page.cssselect("th")) == "Page title"
    text = " ".join(page.text_content().split())
    assert "2016-06-01, 10.1097/brs.0000000000001648" in text
    assert '["' not in page.cssselect("table.rows")[0].text_content()


def test_a_broken_reference_in_the_table_leads_to_its_finding(site: Site) -> None:
    assert f'href="{BROKEN_DOI}"' in site.get("/archive/broken_references").text


def test_moved_links_name_those_within_the_site(site: Site) -> None:
    page = site.page("/archive/moved_links")
    assert "Scope" in [cell.text for cell in page.cssselect("th")]
    assert "within this one" in page.text_content()
    assert "'external'" not in QUERIES["moved_links"].sql


def test_a_title_that_says_archive_is_not_told_twice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = site.templates.globals["site"]
    monkeypatch.setitem(shown, "title", "Sample Patient Line archive")
    assert "Sample Patient Line archive and reference audit." in site.text("/about")


def test_keys_are_shown_as_titles(site: Site) -> None:
    text = site.text("/archive/findings")
    assert "Acupuncture" in text
    assert specimen.page_id() not in text


def test_permanent_addresses_lead_to_rows(site: Site) -> None:
    doi = site.get(f"/doi/{specimen.TRUNCATED.upper()}")
    assert doi.status_code == 301
    assert doi.headers["location"].startswith("/archive/dois/10~2E1155")
    for url in (specimen.ACUPUNCTURE, f"http://{specimen.HOST}/en/acupuncture.htm"):
        response = site.get("/page", params={"url": url})
        assert response.headers["location"] == f"/archive/pages/{specimen.page_id()}"
    assert site.get("/doi/10.9999/nobody-cites-this").status_code == 404
    assert site.get("/page?url=https://elsewhere.example/").status_code == 404


@pytest.mark.parametrize("path", ["/nope", "/archive/nope", "/archive/pages/nope", "/nope/a/b/c"])
def test_a_page_that_is_not_there_helps_on(path: str, site: Site) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "Not in this archive" in response.text
    assert 'action="/search"' in response.text
    assert specimen.PUBLICATION["licence"] in response.text


def test_a_wrong_question_is_answered_politely(site: Site) -> None:
    response = site.get("/archive?sql=select+nonsense", follow_redirects=True)
    assert response.status_code == (200 if HAS_CONFIG else 400), "as Datasette has it"
    assert "no such column: nonsense" in response.text
    assert "textarea" in response.text, "so that it can be mended"


@pytest.mark.parametrize("order", ["_sort", "_sort_desc"])
def test_a_list_cannot_be_sorted_by_what_it_lacks(order: str, site: Site) -> None:
    response = site.get(f"/archive/articles?{order}=nope")
    assert response.status_code == 400
    assert "Cannot sort table by nope" in response.text


@pytest.mark.parametrize("feed", ["changes", "findings"])
def test_feeds_are_atom_with_stable_ids(feed: str, site: Site) -> None:
    response = site.get(f"/{feed}.atom")
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(response.content)
    entries = root.findall(f"{atom}entry")
    assert root.findtext(f"{atom}updated") == entries[0].findtext(f"{atom}updated")
    ids = [entry.findtext(f"{atom}id") for entry in entries]
    assert len(ids) == len(set(ids)) >= 6
    for entry in entries:
        assert str(entry.findtext(f"{atom}id")).startswith(
            "tag:www.eurospinepatientline.test,2026:"
        )
        path = re.sub(r"^https?://[^/]+", "", entry.find(f"{atom}link").get("href"))
        assert site.get(path).status_code == 200, path


def test_robots_may_read_pages_but_not_every_order_of_lists(site: Site) -> None:
    robots = site.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /*?" in robots.text
    assert "/archive.db" in robots.text
    assert 'content="noindex"' in site.get("/archive/pages?_sort=title").text
    assert 'content="noindex"' not in site.get("/archive/pages").text


def test_the_whole_database_can_be_downloaded(site: Site) -> None:
    response = site.get("/archive.db")
    assert response.content.startswith(b"SQLite format 3\x00")
    assert int(response.headers["content-length"]) == len(response.content)
    assert "transfer-encoding" not in response.headers, "or the length is not sent"


def test_a_retracted_work_is_marked_in_the_text_that_leans_on_it(site: Site) -> None:
    """With a label that leads to its reference below, as the reference has it."""
    (fusion,) = site.rows("SELECT page_id FROM articles WHERE title = 'Fusion Surgery'")
    page = site.page(f"/archive/articles/{fusion['page_id']}")
    (label,) = page.cssselect("div.prose mark + a.badge")
    assert (label.text, label.getprevious().text) == (
        "retracted",
        "Most materials do equally well [1].",
    )
    reference = page.get_element_by_id(label.get("href").removeprefix("#"))
    assert "retracted" in reference.text_content()
