"""The sitemaps: what they list is there, and what wants to stay out of search engines is not."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from datasette.plugins import pm
from lxml import etree

from archive.publishing.publish import Published
from archive.site.plugins import sitemap
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

PROTOCOL = {"s": sitemap.NAMESPACE}


def listed(site: Site) -> list[str]:
    """Every address of every list that robots.txt leads to."""
    (line,) = [x for x in site.get("/robots.txt").text.splitlines() if x.startswith("Sitemap: ")]
    found = []
    for address in locations(site, line.removeprefix("Sitemap: ")):
        found += locations(site, address)
    return found


def locations(site: Site, address: str) -> list[str]:
    response = site.get(urlsplit(address).path)
    assert response.status_code == 200, address
    assert response.headers["content-type"].startswith("application/xml")
    root = etree.fromstring(response.content)
    return [str(text) for text in root.xpath("s:*/s:loc/text()", namespaces=PROTOCOL)]


def test_what_is_listed_is_there_once_and_may_be_indexed(site: Site) -> None:
    addresses = listed(site)
    assert len(addresses) == len(set(addresses)) > 60
    for address in addresses:
        assert urlsplit(address).netloc == "localhost", "absolute, as the protocol wants it"
        assert not urlsplit(address).query, "robots.txt forbids it"
        page = site.page(urlsplit(address).path)
        assert not page.xpath("//meta[@name='robots']"), address
    paths = {urlsplit(address).path for address in addresses}
    for table, key in {"articles": "page_id", "news": "id", "pages": "id", "dois": "doi"}.items():
        rows = site.rows(f"SELECT {key} AS key FROM {table}")
        assert rows
        assert {sitemap.path_of(table, row["key"]) for row in rows} <= paths


def test_long_lists_are_parted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = listed(site)
    for plugin in pm.get_plugins():
        if getattr(plugin, "__name__", "") == "sitemap.py":
            monkeypatch.setattr(plugin, "ADDRESSES_A_FILE", 3)
    index = locations(site, "/sitemap.xml")
    assert [urlsplit(a).path for a in index][:3] == [
        "/sitemap-own-1.xml",
        "/sitemap-articles-1.xml",
        "/sitemap-articles-2.xml",
    ]
    assert listed(site) == whole


@pytest.mark.parametrize("path", ["/sitemap-own-2.xml", "/sitemap-news-99.xml", "/sitemap-x-1.xml"])
def test_a_list_that_is_not_there_is_not_found(path: str, site: Site) -> None:
    assert site.get(path).status_code == 404


def test_pages_that_want_to_stay_out_and_tables_that_are_closed_are_not_told(
    published: Published, tmp_path: Path
) -> None:
    folder = shutil.copytree(published.folder, tmp_path / "shy")
    shy = specimen.page_id()
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.execute("UPDATE pages SET is_noindex = 1 WHERE id = ?", (shy,))
    for name in ("metadata.json", "datasette.json"):  # where 0.65 and 1.0 look
        settings = json.loads((folder / name).read_text(encoding="utf-8"))
        tables = settings["databases"]["archive"].setdefault("tables", {})
        tables.setdefault("dois", {})["allow"] = False
        (folder / name).write_text(json.dumps(settings), encoding="utf-8")
    site = Site(folder)
    try:
        addresses = listed(site)
        assert not [a for a in addresses if shy in a or "/dois/" in a]
        assert [a for a in addresses if "/archive/pages/" in a]
        for table in ("articles", "pages"):
            page = site.page(f"/archive/{table}/{shy}")
            assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
        assert site.get("/sitemap-dois-1.xml").status_code == 403
    finally:
        site.close()
