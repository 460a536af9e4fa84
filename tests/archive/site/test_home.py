"""The home page says what is so, and nothing besides."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.publishing.publish import Published, publish
from tests.archive.site import specimen
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
        assert f"where possible, but there are {links.popitem()[1]}." in said
    finally:
        later.close()


@pytest.mark.parametrize("number_hidden", [0, 2])
def test_links_add_up_to_what_is_said_of_them(
    number_hidden: int, site: Site, published: Published, tmp_path: Path
) -> None:
    counts = "SELECT sum(number) AS links FROM verdict_counts WHERE subject = 'link'"
    (listed,) = (int(str(row["links"])) for row in site.rows(counts))
    folder = shutil.copytree(published.folder, tmp_path / "hidden")
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        shown = (listed - number_hidden,)
        db.execute("UPDATE site_facts SET value = ? WHERE name = 'links'", shown)
    later = Site(folder)
    try:
        (bars,) = [t for t in later.page("/").iter("table") if t.findtext("caption") == "Links"]
        assert sum(int(cell.text_content()) for cell in bars.cssselect("td.count")) == listed
        said = bars.find("caption").text_content()
        assert ("2 of them are hidden from readers" in said) is bool(number_hidden)
    finally:
        later.close()


@pytest.mark.parametrize(
    ("errors", "warnings", "said"),
    [
        (0, 3, "Nothing is broken that we know of. 3 references or links are ageing: lesser"),
        (0, 1, "Nothing is broken that we know of. 1 reference or link is ageing: a lesser"),
        (2, 3, "3 more are ageing: lesser faults, or less certain ones."),
        (2, 1, "1 more is ageing: a lesser fault, or a less certain one."),
    ],
)
def test_more_is_said_only_where_something_is_broken(
    errors: int, warnings: int, said: str, published: Published, tmp_path: Path
) -> None:
    folder = shutil.copytree(published.folder, tmp_path / "ageing")
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        numbers = [(errors, "errors"), (warnings, "warnings")]
        db.executemany("UPDATE site_facts SET value = ? WHERE name = ?", numbers)
    later = Site(folder)
    try:
        assert said in later.text("/")
    finally:
        later.close()


@pytest.mark.parametrize(
    ("why", "done"),
    [
        ("a crawl without a verification: there is no check either", "DELETE FROM checks"),
        (
            "a first verification that was killed: there are checks",
            "UPDATE runs SET outcome = 'running' WHERE command = 'verify'",
        ),
    ],
)
def test_nothing_is_called_sound_before_anything_was_judged(
    why: str, done: str, tmp_path: Path
) -> None:
    """There is no finding then."""
    crawl_db = specimen.fill(tmp_path / "crawl.db")
    with closing(sqlite3.connect(crawl_db)) as db, db:
        for table in ("suggestions", "findings"):
            db.execute(f"DELETE FROM {table}")
        db.execute(done)
    unasked = Site(publish(crawl_db, tmp_path / "site", specimen.PUBLICATION).folder)
    try:
        for path, said in (
            ("/", "Nothing has been checked yet: no registry or server has been asked"),
            ("/broken", "Nothing has been checked yet"),
            (f"/archive/articles/{specimen.page_id()}", "Not checked yet"),
            (f"/archive/pages/{specimen.page_id()}", "Nothing has been checked yet"),
        ):
            text = unasked.text(path)
            assert said in text, (why, path)
            for praise in ("that we know of", "as far as we know", "anything broken", "Nothing to"):
                assert praise not in text, path
    finally:
        unasked.close()
