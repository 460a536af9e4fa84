"""References to take along: from a row, a list, a query, and all of them."""

from __future__ import annotations

import json
import re
import runpy
import sys

import bibtexparser
import pytest
import rispy

from archive.exports.forms import FORMS
from archive.site.plugins import exports
from tests.archive.site.conftest import Site
from tests.archive.site.specimen import ACUPUNCTURE, RETRACTED, RIGHT, page_id, reference_id

REFERENCE = f"/archive/bibliography/{reference_id(ACUPUNCTURE, 1)}"


def exported(site: Site, path: str) -> list[dict[str, object]]:
    response = site.get(path, follow_redirects=True)
    assert response.status_code == 200, response.text
    return json.loads(response.text)


@pytest.mark.parametrize(
    ("why", "path", "expected"),
    [
        ("a reference", f"{REFERENCE}.csljson", [reference_id(ACUPUNCTURE, 1)]),
        (
            "those of a page, in its order",
            f"/archive/bibliography.csljson?page_id={page_id(ACUPUNCTURE)}&_sort=position",
            [reference_id(ACUPUNCTURE, 1), "10.1136/bmj.a3115"],
        ),
        (
            "a DOI name",
            f"/archive/dois/{RIGHT.replace('/', '~2F').replace('.', '~2E')}.csljson",
            [RIGHT],
        ),
        ("a saved query", "/archive/retracted_works.csljson", [RETRACTED]),
        ("a query of one's own", "/archive.csljson?sql=select+doi+from+dois+where+0", []),
        (
            "labels beside keys",
            f"/archive/pointers.csljson?_labels=on&_size=1&page_id={page_id(ACUPUNCTURE)}",
            [reference_id(ACUPUNCTURE, 1)],
        ),
    ],
)
def test_what_is_exported(why: str, path: str, expected: list[str], site: Site) -> None:
    assert [item["id"] for item in exported(site, path)] == expected, why


def test_the_links_at_a_list_bring_all_its_rows_from_any_page(site: Site) -> None:
    rows = site.rows("SELECT count(*) AS n FROM bibliography")[0]["n"]
    assert int(str(rows)) > 2
    ids = [item["id"] for item in exported(site, "/archive/bibliography.csljson?_size=max")]
    first = site.page("/archive/bibliography?_size=2")
    (following,) = first.xpath("//a[@rel='next']/@href")
    second = site.page(re.sub(r"^https?://[^/]+", "", following))
    for page in (first, second):
        (link,) = page.xpath("//section[@id='export']//a[.='CSL-JSON']/@href")
        assert [item["id"] for item in exported(site, link)] == ids
        assert "these three" not in page.text_content()


def test_of_longer_lists_it_is_said_how_many_rows_the_links_bring(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = site.templates
    monkeypatch.setitem(environment.globals, "bounds", {"rows": 2, "seconds": 1})
    path, pages = "/archive/bibliography?_size=2", 0
    while path:
        page = site.page(path)
        text = " ".join(page.text_content().split())
        assert "CSL-JSON (these three: the first 2 rows)" in text, "on the last page, too"
        following = "".join(page.xpath("//a[@rel='next']/@href"))
        path = re.sub(r"^https?://[^/]+", "", following)
        pages += 1
    assert pages > 1


def test_every_work_cited_is_exported_once(site: Site) -> None:
    ids = [item["id"] for item in exported(site, "/references.csljson")]
    assert len(ids) == len(set(ids)) > 3
    works = site.rows("SELECT count(*) AS n FROM cited_works")[0]["n"]
    assert len(rispy.loads(site.get("/references.ris").text)) == len(ids) <= works
    library = bibtexparser.parse_string(site.get("/references.bib").text)
    assert len(library.entries) == len(library.blocks) == len(ids)


@pytest.mark.parametrize("ending", FORMS)
def test_files_have_a_type_and_a_name(ending: str, site: Site) -> None:
    for path in ("/references", "/archive/cited_works", REFERENCE):
        headers = site.get(f"{path}.{ending}").headers
        assert headers["content-type"].partition(";")[0] == FORMS[ending].media_type
        assert headers["content-disposition"].endswith(f'.{FORMS[ending].suffix}"')


def test_lists_without_works_have_no_such_ending(site: Site) -> None:
    for table in ("articles", "runs", "captures"):
        assert "ris" not in site.text(f"/archive/{table}")


def test_nobody_is_sent_to_an_empty_file(site: Site) -> None:
    """From no link that stands in no reference, from no DOI name that is not registered."""
    (link,) = site.rows("SELECT id FROM link_mentions WHERE bibliography_id IS NULL LIMIT 1")
    (doi,) = site.rows("SELECT doi FROM doi_status WHERE registration = 'not_registered' LIMIT 1")
    for path in (f"/archive/link_mentions/{link['id']}", f"/archive/doi_status?doi={doi['doi']}"):
        links = [element.get("href") or "" for element in site.page(path).iter("a", "link")]
        assert not [link for link in links if re.search(r"\.(ris|bib|csljson)\b", link)], path
        assert any(".json" in link for link in links), path


@pytest.mark.parametrize(
    "path",
    [
        f"/archive/articles/{page_id(ACUPUNCTURE)}",
        f"/archive/pages/{page_id(ACUPUNCTURE)}",
        REFERENCE,
        f"/doi/{RIGHT}",
        "/archive/dois",
        "/archive/cited_works?_sort=year",
        "/archive/retracted_works",
        "/data",
        "/about",
    ],
)
def test_pages_lead_to_their_references(path: str, site: Site) -> None:
    links = {link.text: link.get("href") for link in site.page(path).iter("a")}
    for form in FORMS.values():
        response = site.get(links[form.title])
        assert response.headers["content-type"].partition(";")[0] == form.media_type
        assert len(response.text) > 10


def test_the_archive_itself_can_be_cited(site: Site) -> None:
    digest = site.datasette.get_database("archive").hash
    record = rispy.loads(site.get("/cite.ris").text)[0]
    assert record["title"] == "Patient Line archive and reference audit"
    assert (record["date"], record["year"]) == ("2026/06/01", "2026")
    assert digest in record["notes"][0]
    assert "urls" not in record, "a loopback address leads nobody here"
    served = site.get("/cite.bib", headers={"host": "archive.example.org"})
    entry = bibtexparser.parse_string(served.text).entries[0]
    assert entry["url"] == "http://archive.example.org/"
    assert digest in entry["note"]
    about = site.text("/about")
    assert "Cite this archive" in about
    assert entry.key in about
    assert "TY - DATA" in about


def test_a_server_without_this_program_has_no_such_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "archive.exports.forms", None)
    plugin = runpy.run_path(exports.__file__)
    assert (plugin["register_routes"](), plugin["register_output_renderer"]()) == ([], [])
