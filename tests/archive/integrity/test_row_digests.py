"""Rows that contradict themselves are found, though no record says what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.integrity.row_digests import check_row_digests
from archive.locking import held
from archive.records import Link
from archive.store import Store
from tests.archive.tiny import HOSTS, keep, page


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An article with a link, and one whose text SQLite cannot keep as it is."""
    link = Link(printed="http://x.test/", url="http://x.test/", anchor_text="x")
    with Store.open(tmp_path / "crawl.db") as opened:
        run = opened.begin_run("crawl", "x", {})
        keep(opened, run, page("/a", "Needles may help.", links=(link,)), page("/b", "odd \0 text"))
        opened.settle(run, HOSTS)
        yield opened


def found(store: Store) -> list[str]:
    return [anomaly.message for anomaly in check_row_digests(store.db, store.path)]


def test_sound_rows_are_found_sound(store: Store) -> None:
    assert store.db.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert found(store) == []


FLIPS = [
    ("pages", "url = replace(url, '/a', '/q')", "in pages is not that of its address"),
    ("links", "url = replace(url, 'x.test', 'y.test')", "in links is not that of its address"),
    ("articles", "lead = 'x'", "of articles says does not match its digest"),
    ("links", "url = NULL", "in links is not that of its address None"),
    ("pages", "url = CAST(url AS BLOB)", "in pages is not that of its address"),
    ("articles", "text = NULL", "of articles says does not match its digest"),
    ("article_versions", "page_id = 7", "not that of its page and"),
    ("article_versions", "content_sha256 = '1' || content_sha256", "not that of its page and"),
]


@pytest.mark.parametrize(("table", "flip", "said"), FLIPS, ids=[flip[0] for flip in FLIPS])
def test_a_row_that_says_something_else(store: Store, table: str, flip: str, said: str) -> None:
    db = store.db.conn  # a flipped bit heeds no constraint
    db.execute("PRAGMA writable_schema = ON")
    for was, now in ((" NOT NULL", ""), ("STRICT", "")):
        db.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?", (was, now, table)
        )
    db.execute("PRAGMA writable_schema = RESET")
    db.commit()
    db.execute("PRAGMA foreign_keys = OFF")
    assert db.execute(f"UPDATE {table} SET {flip}").rowcount
    store.db.conn.commit()
    assert said in found(store)[0]


def test_a_text_that_its_index_does_not_know(store: Store) -> None:
    store.db.execute("DROP TRIGGER articles_au")
    store.db.execute("UPDATE articles SET authors = 'somebody'")
    store.db.conn.commit()
    assert found(store) == ["The search index of articles does not have the words of its rows."]
    folder = store.path.parent
    with held(folder):
        assert found(store), "we hold it to check it"
        (folder / "lock.pid").write_text("1\n")
        assert found(store) == [], "whoever else writes is not kept waiting"
