"""What the heads of pages say to machines."""

from __future__ import annotations

import json

import pytest

from archive.site.plugins.linked_data import dataset_data, work_data
from tests.archive.site.conftest import Site
from tests.archive.site.specimen import ACUPUNCTURE, page_id

PAYLOAD = "</script><script>alert(1)</script> <!-- \u2028 & ' \""


def linked(site: Site, path: str) -> dict[str, object]:
    """The one block of data of a page."""
    (block,) = site.page(path).xpath("//head/script[@type='application/ld+json']/text()")
    return json.loads(block)


@pytest.mark.parametrize("path", ["/", "/about"])
def test_the_archive_is_a_dataset(path: str, site: Site) -> None:
    data = linked(site, path)
    assert data["@type"] == "Dataset"
    assert data["temporalCoverage"] == "2026-03-01/2026-06-01"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    (download,) = data["distribution"]
    assert download["sha256"] == site.datasette.get_database("archive").hash
    assert site.get("/" + download["contentUrl"], method="head").status_code == 200


def test_articles_say_what_they_cite(site: Site) -> None:
    data = linked(site, f"/archive/articles/{page_id(ACUPUNCTURE)}")
    assert (data["@type"], data["headline"]) == ("Article", "Acupuncture")
    assert (data["url"], data["inLanguage"]) == (ACUPUNCTURE, "en")
    unregistered, without_doi = data["citation"]
    assert unregistered.startswith("Liu, L., Skinner M.")
    assert without_doi.startswith("Madsen M.V.")


def test_works_are_named_where_they_are_certain(site: Site) -> None:
    cited = {
        row["url"]: linked(site, f"/archive/pages/{row['id']}").get("citation", [])
        for row in site.rows("SELECT id, url FROM pages")
    }
    named = [c for citations in cited.values() for c in citations if isinstance(c, dict)]
    assert {work["identifier"]["value"] for work in named} == {
        "10.1097/brs.0000000000000106",
        "10.1016/s0140-6736(09)62164-4",
        "10.1136/bmj.a3115",
    }, "not what is not registered, not what is another work's"


def test_news_are_news_articles(site: Site) -> None:
    (row,) = site.rows("SELECT id FROM news WHERE page_id IS NOT NULL LIMIT 1")
    data = linked(site, f"/archive/news/{row['id']}")
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"]


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("a work", work_data("Article", {"title": PAYLOAD}, {"url": PAYLOAD}, [], {})),
        ("a reference", work_data("WebPage", {}, None, [{"printed": PAYLOAD}], {})),
        ("the archive", dataset_data({"title": PAYLOAD, "source_url": PAYLOAD}, "", "", None)),
    ],
)
def test_hostile_text_stays_data(why: str, data: dict[str, object], site: Site) -> None:
    written = site.templates.from_string("{{ data|tojson }}").render(data=data)
    assert "<" not in written, why
    assert json.loads(written) == data, why
    assert "url" not in data or data["url"] == ".", "no address that is none"
