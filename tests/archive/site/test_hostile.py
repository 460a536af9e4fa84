"""An archive of a hostile site: what was archived appears as text, and nothing of it runs."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

import bibtexparser
import pytest
import rispy
from lxml import html

from archive import schema
from archive.counting import spelt
from archive.published_schema import PRIVATE_TABLES
from archive.publishing.publish import publish
from archive.publishing.static.build import build_static
from archive.site.queries import QUERIES
from archive.site.tables import TABLES
from tests.archive.site import specimen
from tests.archive.site.conftest import Site
from tests.archive.site.test_pages import row_paths

PAYLOAD = (
    '<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="alert(1)\' '
    "</title></textarea><svg/onload=alert(1)>{{ 7*7 }}\ue000<b>\ue001&lt;script&gt;"
    ' Exif II* ImageDescription="><script>alert(2)</script> ]]>--></script>'
    "<script>alert(3)</script> [x](javascript:alert(4)) \u202e\u2028"
    # What changes the mode of a parser, other languages of templates, ends of CDATA and comments.
    ' <math><annotation-xml encoding="text/html"><style><img title="</style><script>alert(7)'
    '</script>"></math><svg><animate onbegin=alert(8)><set attributeName=href></svg> ${7*7} '
    "<%= 7*7 %> {% raw %} {# x #} --!> <![CDATA[ <?php ?> ![x](data:text/html,y) "
    # What begins a line or a record of its own: RIS, BibTeX, HTTP; and orders to a terminal.
    "\r\nER  - \r\nTY  - JOUR\r\nTI  - Planted\r\n}\n@article{planted, title={Planted}}\n"
    "=HYPERLINK(1)\x1b]8;;https://evil.test\x07\x1b[2J\U000e0041"
)
ADDRESS = "javascript:alert(1)//" + PAYLOAD
# A DOI name may hold any printable character (ISO 26324), and a link can be percent-encoded.
DOI = (
    "10.9999/\"><script>alert(5)</script>' onmouseover=alert(6) {{7*7}}\u202e?a=b#c&d;e%3cscript%3e"
)
# Columns whose content the schema or the store fixes; everything else comes from the web.
OURS = re.compile(
    r"(id|run_id|revisit_of|.*_at|.*_on|date|.*_id|.*_sha256|warc_file|subject|work_key|command|"
    r"site|question|authority|method|fidelity|form|relation|region|is_.*|settings_json|"
    r"counts_json|checks_json|anchors_json)"
)
# What others answered: its form is ours, its texts are theirs.
ANSWERS = {"facts_json", "fields_json", "hops_json"}
HOST = "http://localhost"
SCRIPTS = {
    f"/static/{name}"
    for name in ("copy.js", "chart.umd.min.js", "plots.js", "search-index.js", "search.js")
}
ADDRESSES = {"url", "final_url", "location", "href", "landing_url", "licence_url", "declared_url"}


def poison(db: sqlite3.Connection) -> int:
    """Put the payload into every text that an audited site or a registry could choose."""
    changed = 0
    for table in schema.descriptions().keys() - PRIVATE_TABLES:
        enums = set(re.findall(r"CHECK \((\w+) IN", _definition(db, table)))
        for _, column, kind, *_ in db.execute(f"PRAGMA table_info({table})").fetchall():
            if kind != "TEXT" or OURS.fullmatch(column) or column in enums or column == "doi":
                continue
            if column in ANSWERS:
                for row, text in db.execute(f"SELECT rowid, {column} FROM {table}").fetchall():
                    told = json.dumps(spoilt(json.loads(text or "{}")))
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (told, row))
                changed += 1
                continue
            value: object = ADDRESS if column in ADDRESSES else PAYLOAD
            if column.endswith("_json"):
                value = json.dumps([[PAYLOAD] * 4])
            if column == "diff_json":
                value = json.dumps([["+", PAYLOAD], ["-", PAYLOAD]])
            if column.endswith("csl_json"):
                value = json.dumps({"id": "x", "type": "book", "title": PAYLOAD})
            unique = (
                "rowid" if column != "url" or table in ("pages", "links", "page_aliases") else "''"
            )
            db.execute(f"UPDATE {table} SET {column} = ? || {unique}", (value,)) if not (
                column.endswith("_json")
            ) else db.execute(f"UPDATE {table} SET {column} = ?", (value,))
            changed += 1
    db.execute("UPDATE issues SET message = ?", (PAYLOAD,))
    for table, column in (
        *(("dois", "doi"), ("bibliography", "doi"), ("mentions", "value"), ("findings", "subject")),
        ("checks", "subject"),
    ):
        where = (DOI, specimen.TRUNCATED)
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", where)
    db.commit()
    return changed


def spoilt(told: Any) -> Any:
    """What an authority told, with the payload in each of its texts, addresses included."""
    if isinstance(told, dict):
        return {
            name: ADDRESS if name in ADDRESSES else spoilt(value) for name, value in told.items()
        }
    if isinstance(told, list):
        return [spoilt(value) for value in told]
    return PAYLOAD if isinstance(told, str) else told


def _definition(db: sqlite3.Connection, table: str) -> str:
    row = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return str(row[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive published of the hostile site."""
    folder = tmp_path_factory.mktemp("hostile")
    crawl_db = specimen.fill(folder / "crawl.db")
    with closing(sqlite3.connect(crawl_db)) as db:
        assert poison(db) > 70
    publication = dict.fromkeys(specimen.PUBLICATION, PAYLOAD) | {
        "source_url": ADDRESS,
        "licence_url": ADDRESS,
    }
    return publish(crawl_db, folder / "site", publication).folder


@pytest.fixture(scope="module")
def hostile(folder: Path) -> Iterator[Site]:
    served = Site(folder)
    yield served
    served.close()


def dangers(page: html.HtmlElement) -> list[str]:
    """Everything in a page that could run, load or lead away by script."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and element.get("type") == "application/ld+json":
            json.loads(element.text)  # data, whole and by itself
        elif element.tag == "script" and element.get("src") not in SCRIPTS:
            found.append(html.tostring(element, encoding="unicode")[:200])
        if element.tag in ("img", "iframe", "object", "embed", "base", "b", "style"):
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{name}={value}"[:200])
            if name in ("href", "src", "action", "formaction") and not re.match(
                r"(https?://|/|#|\?|$)", value
            ):
                found.append(f"{name}={value}"[:200])
    return found


def paths(site: Site) -> list[str]:
    return [
        *("/", "/broken", "/glossary", "/ask", "/dictionary", "/about", "/archive", "/data"),
        *(f"/archive/{query}" for query in QUERIES),
        *(f"/archive/{table}" for table in TABLES),
        *(path for table in TABLES for path in row_paths(site, table)),
        f"/doi/{quote(DOI)}",
        f"/archive/evidence_for?subject={quote(DOI)}",
    ]


def test_nothing_archived_runs_on_any_page(hostile: Site) -> None:
    visited = paths(hostile)
    assert len(visited) > 120
    for path in visited:
        assert dangers(hostile.page(path)) == [], path


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/broken",
        "/glossary",
        "/archive/articles",
        "/archive/news",
        "/archive/bibliography",
        f"/archive/articles/{specimen.page_id()}",
        f"/archive/pages/{specimen.page_id()}",
        f"/archive/bibliography/{specimen.reference_id(specimen.ACUPUNCTURE, 1)}",
        "/search?q=onmouseover",
    ],
)
def test_what_was_archived_can_still_be_read(path: str, hostile: Site) -> None:
    text = hostile.page(path).text_content()
    assert "<script>alert(1)</script>" in text
    assert "&lt;script&gt;" in text or "…" in text, "entities are text too"
    assert "{{ 7*7 }}" in text or "…" in text, "and templates are"


@pytest.mark.parametrize(
    "path",
    [
        "/search",
        "/nope/",
        "/archive",
        "/archive/articles",
        "/archive/changed_since",
        "/page",
        "/broken",
    ],
)
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")  # Datasette, of other facets
def test_what_readers_send_does_not_run_either(path: str, hostile: Site) -> None:
    for name in ("q", "sql", "_search", "since", "url", "kind", "page", "_sort", "_facet", "in"):
        response = hostile.get(path, params={name: PAYLOAD}, follow_redirects=True)
        # Datasette answers 500 to an order by a column that is not there, with a sentence.
        assert response.status_code in (200, 400, 404) or name == "_sort", (path, name)
        assert dangers(html.document_fromstring(response.content)) == [], (path, name)


def test_the_search_snippet_marks_only_hits(hostile: Site) -> None:
    page = hostile.page("/search?q=onmouseover")
    assert {mark.text for mark in page.iter("mark")} <= {"onmouseover", "<b>"}
    assert dangers(page) == []


def test_a_hostile_doi_has_its_page_and_its_answers(hostile: Site) -> None:
    page = hostile.page(f"/doi/{quote(DOI)}")
    assert page.xpath("string(//h1/preceding-sibling::p/code)") == spelt(DOI.lower())
    (resolver,) = page.xpath("//header//a[starts-with(@href, 'https://doi.org/')]/@href")
    assert resolver == "https://doi.org/" + quote(DOI.lower(), safe="/:;()._-")
    assert page.xpath("//section[@id='evidence']//tbody/tr"), "its checks stand beside it"


@pytest.mark.parametrize("feed", ["changes", "findings"])
def test_feeds_stay_well_formed(feed: str, hostile: Site) -> None:
    root = ElementTree.fromstring(hostile.get(f"/{feed}.atom").content)
    assert "<script>alert(1)</script>" in "".join(root.itertext())
    links = [link.get("href", "") for link in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert links
    assert all(link.startswith(f"{HOST}/") for link in links)
    kinds = {text.get("type", "text") for text in root.iter() if text.text}
    assert kinds == {"text"}, "no text of it is taken for HTML"


def test_the_map_of_the_site_leads_only_to_itself(hostile: Site) -> None:
    index = ElementTree.fromstring(hostile.get("/sitemap.xml").content)
    maps = [place.text or "" for place in index.iter() if place.tag.endswith("}loc")]
    for address in maps:
        places = ElementTree.fromstring(hostile.get(address.removeprefix(HOST)).content)
        for place in places.iter():
            if place.tag.endswith("}loc"):
                assert (place.text or "").startswith(f"{HOST}/")


def test_plain_files_of_it_run_nothing_either(folder: Path, tmp_path: Path) -> None:
    """There a policy stands only in the page: what it holds must be harmless by itself."""
    written = build_static(folder, tmp_path / "out").folder
    pages = sorted(written.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        page = html.document_fromstring(path.read_bytes())
        for element in page.xpath("//*[@href or @src or @action]"):
            for name in {"href", "src", "action"} & set(element.attrib):
                where = f"{HOST}/{path.relative_to(written).as_posix()}"
                element.set(name, urljoin(where, element.get(name)).removeprefix(HOST))
        assert dangers(page) == [], path


@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_is_not_sent_as_a_page(form: str, hostile: Site) -> None:
    response = hostile.get(f"/archive/articles.{form}")
    assert response.headers["content-type"].split(";")[0] in ("application/json", "text/plain")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/references", "/archive/dois", "/archive/bibliography", "/cite"])
def test_exports_of_it_are_whole(path: str, hostile: Site) -> None:
    items = json.loads(hostile.get(f"{path}.csljson").text)
    assert len(rispy.loads(hostile.get(f"{path}.ris").text)) == len(items) > 0
    assert "Planted" not in [line[6:] for line in hostile.get(f"{path}.ris").text.splitlines()]
    library = bibtexparser.parse_string(hostile.get(f"{path}.bib").text)
    assert len(library.entries) == len(library.blocks) == len(items)
    assert "planted" not in {entry.key for entry in library.entries}


@pytest.mark.parametrize("table", ["articles", "bibliography", "findings", "broken_references"])
def test_a_line_of_csv_is_a_row(table: str, hostile: Site) -> None:
    told = hostile.get(f"/archive/{table}.csv?_stream=on").text
    heads, *rows = csv.reader(io.StringIO(told, newline=""))
    (number,) = hostile.rows(f"SELECT count(*) AS number FROM {table}")
    assert len(rows) == number["number"] > 0
    assert {len(row) for row in rows} == {len(heads)}
