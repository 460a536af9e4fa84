"""The home page says what is so, and nothing besides."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.publishing.publish import Published
from tests.archive.site.conftest import Site


@pytest.mark.parametrize("known", ["references_never_matched", "blocked"])
def test_the_home_page_says_what_is_not_known_only_where_something_is_not(
    known: str, site: Site, published: Published, tmp_path: Path
) -> None:
    folder = shutil.copytree(published.folder, tmp_path / "known")
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.execute("UPDATE site_facts SET value = 0 WHERE name = ?", (known,))
    links = {
        "references_never_matched": "references never matched to a work",
        "blocked": "servers that keep programs out",
    }
    before = site.text("/")
    assert all(link in before for link in links.values())
    later = Site(folder)
    try:
        said = later.text("/")
        assert links.pop(known) not in said
        assert f"where that can be done: there are {links.popitem()[1]}." in said
    finally:
        later.close()
