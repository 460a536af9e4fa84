"""Every published row says where it stands in its capture, and a proof says the same."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.proof.passages import KEYS, Row, passages_of, prints_of, row_of, rows_of
from archive.proof.proving import Content, prove
from archive.proof.showing import Opened
from archive.publishing import seeking
from archive.publishing.publish import publish
from archive.publishing.seeking import TABLES
from archive.publishing.spans import fill_spans
from tests.archive.proof.small_archive import HOST, MOMENT, PAGE, Small
from tests.archive.proof.test_pdf_source import leaflet

TITLE = '<div><p class=d>1 May 2026</p><h3><a href="/en/n.htm">Old  news</a></h3><p>Cut …</div>'


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """The page with a row in every table that has spans, and a reference in a PDF."""
    small = Small(tmp_path / "small")
    source = PAGE.replace("</body>", f"<p>It may help [1].</p>{TITLE}</body>")
    capture = small.capture("/en/news.htm", source, gzipped=True)
    page = small.page("/en/news.htm", capture)
    of = {"page_id": page, "capture_id": capture}
    small.acupuncture()
    small.put(
        "pointers",
        id="call",
        position=1,
        printed="[1]",
        context="It may help [1].",
        bibliography_id="ref",
        **of,
    )
    item = {"title": "Old news", "text": "Cut …", "content_sha256": "", "capture_id": capture}
    small.put("news", id="news", **item)
    small.put(
        "news_sources", id="teaser", news_id="news", page_id=page, form="teaser",
        title="Old news", text="Cut …", printed_date="1 May 2026", capture_id=capture,
    )  # fmt: skip
    pdf = small.capture("/it-is-broken.pdf", b"%PDF-1.7 x", mime="application/pdf", charset="")
    broken = small.page("/it-is-broken.pdf", pdf, charset="")
    small.put("bibliography", id="printed", printed="x", page_id=broken, position=1, capture_id=pdf)
    return small


def spans(database: Path) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    with closing(sqlite3.connect(database)) as db:
        sql = "SELECT table_name, row_id, char_offset, char_length, line, column FROM spans"
        return {(table, row): place for table, row, *place in db.execute(sql)}


def test_each_row_stands_where_its_proof_says(small: Small, tmp_path: Path) -> None:
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    found = spans(published.database)
    assert {table for table, _ in found} == set(TABLES)
    with closing(sqlite3.connect(published.database)) as db:
        for (table, row), (start, length, line, column) in found.items():
            shown = prove(db, small.captures, table, row).passages
            assert start == min(p.start for p in shown), (table, row)
            assert start + length == max(p.end for p in shown), (table, row)
            first = min(shown, key=lambda p: p.start)
            assert (line, column) == (first.line, first.column)
    start, length, _, _ = found["mentions", "href"]
    assert PAGE[start : start + length] == "https://doi.org/10.1155/2015/32819"


def test_what_cannot_be_pointed_at_has_no_span(small: Small, tmp_path: Path) -> None:
    changed = small.capture("/other.htm", "<p>Something else.</p>", moment=MOMENT)
    small.put("bibliography", id="gone", printed="Nowhere", position=9, capture_id=changed,
              page_id=small.page("/other.htm", changed))  # fmt: skip
    found = spans(publish(small.folder / "crawl.db", tmp_path / "site", {}).database)
    assert ("bibliography", "ref") in found
    assert not {("bibliography", "gone"), ("bibliography", "printed")} & found.keys()


def test_a_row_of_a_pdf_stands_on_one_of_its_pages(small: Small, tmp_path: Path) -> None:
    capture = small.capture("/leaflet.pdf", leaflet(), mime="application/pdf", charset="")
    of = {"page_id": small.page("/leaflet.pdf", capture, charset=""), "capture_id": capture}
    printed = "Liu L. Acupuncture. doi: 10.1155/2015/328196"
    small.put("bibliography", id="on paper", printed=printed, position=1, **of)
    small.put(
        "mentions", id="its doi", scheme="doi", value="", rule="", place="text", context="",
        printed="10.1155/2015/328196", bibliography_id="on paper", position=1, **of,
    )  # fmt: skip
    for _ in ("found", "taken over from the last time"):
        database = publish(small.folder / "crawl.db", tmp_path / "site", {}).database
        with closing(sqlite3.connect(database)) as db:
            sql = "SELECT pdf_page, line FROM spans WHERE row_id IN ('on paper', 'its doi')"
            assert len(db.execute(sql).fetchall()) == 2
            for row, table in (("on paper", "bibliography"), ("its doi", "mentions")):
                [shown] = prove(db, small.captures, table, row).passages
                sql = "SELECT pdf_page, line FROM spans WHERE row_id = ?"
                page, line = db.execute(sql, (row,)).fetchone()
                assert shown.said == f"Page {page} of the PDF, line {line} of its text."
            sql = "SELECT count(*) FROM spans WHERE pdf_page IS NULL"
            assert db.execute(sql).fetchone()[0] > len(TABLES), "all others stand in HTML"


def test_without_captures_and_with_damaged_ones_the_rest_is_published(
    small: Small, tmp_path: Path
) -> None:
    data = small.path.read_bytes()
    small.path.write_bytes(data[: len(data) // 2])
    publish(small.folder / "crawl.db", tmp_path / "site", {})
    shutil.rmtree(small.captures)
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    assert spans(published.database) == {}
    with closing(sqlite3.connect(published.database)) as db:
        assert db.execute("SELECT url FROM pages ORDER BY url").fetchone() == (
            f"{HOST}/en/acupuncture.htm",
        )


def steps_for(links: int, folder: Path) -> int:
    """What SQLite does, in hundreds of its steps, for the spans of a page of so many links."""
    small = Small(folder)
    capture = small.capture("/many.htm", "".join(f"<a href=/{n}>" for n in range(links)))
    page = small.page("/many.htm", capture)
    small.put("links", id="link", url=f"{HOST}/", scope="internal", first_seen_at=MOMENT)
    with small.store.unit():
        for n in range(links):
            at = {"id": f"place {n}", "link_id": "link", "printed": f"/{n}", "position": n}
            small.put(
                "link_mentions",
                page_id=page,
                capture_id=capture,
                element="a",
                attribute="href",
                **at,
            )
    steps: list[int] = []
    db = small.store.db.conn
    db.execute(
        "CREATE TABLE spans "
        "(table_name, row_id, capture_id, char_offset, char_length, line, column, pdf_page)"
    )
    db.set_progress_handler(lambda: steps.append(1), 100)
    db.execute("CREATE TABLE span_bases (capture_id, basis_sha256)")
    fill_spans(db, small.captures)
    assert db.execute("SELECT count(*) FROM spans").fetchone() == (links,)
    return len(steps)


def test_the_work_grows_with_the_links_and_not_with_their_square(tmp_path: Path) -> None:
    few, many = (steps_for(links, tmp_path / str(links)) for links in (100, 800))
    assert many < 16 * few


def test_of_a_page_of_very_many_rows_the_first_are_sought(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each may cost a search of the whole page: a set of 60,000 images took minutes."""
    monkeypatch.setattr(seeking, "FEWEST_SOUGHT", 2)
    assert len(spans(publish(small.folder / "crawl.db", tmp_path / "all", {}).database)) == 8
    monkeypatch.setattr(seeking, "MOST_SEARCHED", 100)
    found = spans(publish(small.folder / "crawl.db", tmp_path / "few", {}).database)
    assert 2 <= len(found) <= 2 * 2  # of either page


def taken_over(folder: Path, captures: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Publish once more; the captures that were opened for it."""
    opened: list[str] = []
    real = seeking.open_content

    def noted(db: sqlite3.Connection, capture: Row, content: Content, **how: Any) -> Opened:
        opened.append(capture["url"].removeprefix(HOST))
        return real(db, capture, content, **how)

    with monkeypatch.context() as patch:
        patch.setattr(seeking, "open_content", noted)
        publish(captures.parent / "crawl.db", folder, {})
    return sorted(opened)


def test_places_of_what_has_not_changed_are_taken_over(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    everything = taken_over(site, small.captures, monkeypatch)
    first = spans(site / "archive.db")
    assert "/en/news.htm" in everything
    pdf = ["/it-is-broken.pdf"]  # which has no places to take over
    assert taken_over(site, small.captures, monkeypatch) == pdf
    assert spans(site / "archive.db") == first
    with small.store.unit():
        small.store.db.execute("UPDATE pointers SET printed = '[1', position = 2")
        small.store.db.execute("UPDATE bibliography SET year = 1999")  # no place depends on it
    assert taken_over(site, small.captures, monkeypatch) == ["/en/news.htm", *pdf]
    again = spans(site / "archive.db")
    assert again["pointers", "call"] != first["pointers", "call"]
    assert {**again, ("pointers", "call"): ()} == {**first, ("pointers", "call"): ()}


def test_an_entry_printed_otherwise_is_sought_anew_with_its_mentions(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which mention of a page is meant depends on the entry, be it of another capture."""
    taken_over(tmp_path / "site", small.captures, monkeypatch)
    capture = small.capture("/en/entry.htm", "<p>Nothing", moment=MOMENT)
    with small.store.unit():
        small.store.db.execute("UPDATE bibliography SET capture_id = ?", (capture,))
    taken_over(tmp_path / "site", small.captures, monkeypatch)
    with small.store.unit():
        small.store.db.execute("UPDATE bibliography SET printed = printed || '.'")
    again = taken_over(tmp_path / "site", small.captures, monkeypatch)
    assert "/en/acupuncture.htm" in again


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_a_capture_print_what_they_print_alone(table: str, small: Small) -> None:
    db = small.store.db.conn
    captures = [key for (key,) in db.execute("SELECT id FROM captures")]
    found = 0
    for capture in captures:
        for row in rows_of(table, capture, prints_of(db, table, capture)):
            alone = row_of(db, table, row[KEYS[table]])
            assert alone is not None
            assert passages_of(db, table, row) == passages_of(db, table, alone)
            found += 1
    assert found == db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0


def test_places_are_found_anew_by_other_rules(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = taken_over(tmp_path / "site", small.captures, monkeypatch)
    monkeypatch.setattr(seeking, "_rules", lambda: "those of another version")
    assert taken_over(tmp_path / "site", small.captures, monkeypatch) == everything


def test_another_release_of_the_reader_of_pdfs_is_another_rule(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rules = seeking._rules.__wrapped__  # past its cache
    now = rules()
    with monkeypatch.context() as patch:
        patch.setattr(seeking, "version", lambda _: "999.1")
        assert rules() != now
    [ours] = [file for file in seeking._program() if file.name == "documents.py"]
    changed = tmp_path / ours.name
    changed.write_bytes(ours.read_bytes() + b"# read otherwise")
    files = [changed if file == ours else file for file in seeking._program()]
    monkeypatch.setattr(seeking, "_program", lambda: files)
    assert rules() != now


def test_an_archive_with_other_columns_costs_no_second_try(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = taken_over(tmp_path / "site", small.captures, monkeypatch)
    first = spans(tmp_path / "site" / "archive.db")
    with closing(sqlite3.connect(tmp_path / "site" / "archive.db")) as db:
        db.execute("ALTER TABLE spans DROP COLUMN line")
    assert taken_over(tmp_path / "site", small.captures, monkeypatch) == everything
    assert spans(tmp_path / "site" / "archive.db") == first


def test_nothing_is_taken_over_of_captures_that_are_gone(small: Small, tmp_path: Path) -> None:
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    assert spans(published.database)
    data = small.path.read_bytes()
    small.path.write_bytes(data[: len(data) // 2])
    publish(small.folder / "crawl.db", tmp_path / "site", {})
    fresh = publish(small.folder / "crawl.db", tmp_path / "fresh", {})
    assert spans(published.database) == spans(fresh.database)


@pytest.mark.parametrize("damage", ["no database", "no places", "damaged places"])
def test_a_damaged_earlier_archive_does_not_matter(
    damage: str, small: Small, tmp_path: Path
) -> None:
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    first = spans(published.database)
    if damage == "no database":
        published.database.write_bytes(b"none" * 5000)
    else:
        with closing(sqlite3.connect(published.database)) as db:
            if damage == "no places":
                db.execute("DROP TABLE span_bases")
            sql = "SELECT rootpage FROM sqlite_master WHERE name = 'spans'"
            [root] = db.execute(sql).fetchone()
            size = db.execute("PRAGMA page_size").fetchone()[0]
            db.commit()
        if damage == "damaged places":
            with published.database.open("r+b") as file:
                file.seek((root - 1) * size)
                file.write(b"\xff" * size)
    publish(small.folder / "crawl.db", tmp_path / "site", {})
    assert spans(published.database) == first
