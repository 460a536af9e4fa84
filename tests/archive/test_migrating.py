"""Old databases are brought up to date with nothing lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.migrating import remake_changed
from archive.records import PageKind
from archive.schema import TOKENIZER, check_search
from archive.store import Store
from tests.archive import tiny

OLD = """
-- A person.
CREATE TABLE people (
  id TEXT PRIMARY KEY, -- name
  mood TEXT NOT NULL CHECK (mood IN ('good', 'bad')), -- how they feel
  age INTEGER -- in years
) STRICT;
CREATE INDEX people_mood ON people(mood);

-- A letter.
CREATE TABLE letters (
  id INTEGER PRIMARY KEY, -- order of writing
  person_id TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE -- who wrote it
) STRICT;
"""
NEW = OLD.replace("('good', 'bad')", "('good', 'bad', 'mixed')").replace(
    "age INTEGER", "name TEXT NOT NULL DEFAULT '', -- of the family\n  age INTEGER"
)


def old_database(sql: str = OLD) -> Database:
    db = Database(memory=True)
    db.executescript(sql)
    db.executescript(
        "INSERT INTO people (rowid, id, mood, age) VALUES (7, 'a', 'good', 3), (9, 'b', 'bad', 4);"
        "INSERT INTO letters (id, person_id) VALUES (5, 'a'), (6, 'b');"
        "CREATE VIEW moods AS SELECT mood FROM people;"
    )
    return db


def test_an_index_that_is_written_otherwise_is_made_anew() -> None:
    db = old_database()
    partial = OLD.replace("people(mood)", "people(mood) WHERE age > 3")
    assert remake_changed(db, partial) == []
    assert "WHERE age > 3" in str(db.execute(_INDEX_SQL).fetchone())
    made = db.execute(_ROOT).fetchone()
    assert remake_changed(db, partial.replace("WHERE age > 3", "WHERE  age > 3")) == []
    assert db.execute(_ROOT).fetchone() == made, "the same index was made twice"


_INDEX_SQL = "SELECT sql FROM sqlite_master WHERE name = 'people_mood'"
_ROOT = "SELECT rootpage, sql FROM sqlite_master WHERE name = 'people_mood'"


def test_a_changed_table_is_made_anew_with_its_rows() -> None:
    db = old_database()
    assert remake_changed(db, NEW) == ["people"]
    rows = db.execute("SELECT rowid, id, mood, name, age FROM people ORDER BY id").fetchall()
    assert rows == [(7, "a", "good", "", 3), (9, "b", "bad", "", 4)]
    db.execute("UPDATE people SET mood = 'mixed' WHERE id = 'a'")
    assert db.execute("SELECT count(*) FROM letters").fetchone() == (2,)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert "people(id)" in str(db.table("letters").schema)
    assert [index.name for index in db.table("people").indexes if index.origin == "c"] == [
        "people_mood"
    ]


def test_what_is_as_written_is_left_alone() -> None:
    db = old_database()
    assert remake_changed(db, OLD.replace("-- how they feel", "-- their mood")) == []
    assert remake_changed(db, NEW) == ["people"]
    assert remake_changed(db, NEW) == []
    assert db.execute("SELECT count(*) FROM letters").fetchone() == (2,)


def test_a_table_with_a_number_key_keeps_its_numbers() -> None:
    db = old_database()
    wanted = OLD.replace("id INTEGER PRIMARY KEY, --", "id INTEGER PRIMARY KEY,\n  seal TEXT, --")
    assert remake_changed(db, wanted) == ["letters"]
    assert db.execute("SELECT id, person_id, seal FROM letters").fetchall() == [
        (5, "a", None),
        (6, "b", None),
    ]


def test_a_row_that_fits_no_more_is_refused() -> None:
    db = old_database()
    with pytest.raises(sqlite3.IntegrityError):
        remake_changed(db, OLD.replace("('good', 'bad')", "('good')"))


def test_an_index_of_an_older_kind_is_made_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        capture = tiny.capture(f"{tiny.SITE}/one")
        store.keep_capture(run, capture)
        record = tiny.page("/one", "Acupuncture may help.", title="One")
        store.keep_page(run, replace(record, capture_id=capture.id))
        sql = str(store.db.table("articles_fts").schema).replace(TOKENIZER, "unicode61")
        store.db.execute("DROP TABLE articles_fts")
        store.db.execute(sql)
    with Store.open(tmp_path / "crawl.db") as store:
        assert TOKENIZER in str(store.db.table("articles_fts").schema)
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'acupuncture'"
        assert store.db.execute(found).fetchone() == (1,)
        assert check_search(store.db) == []


def test_a_database_of_an_unreleased_version_gets_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "crawl.db"
    with Store.open(path) as store, store.unit():
        store.set_doi("10.1/x", tiny.START, title="kept")
        store.db.conn.execute("ALTER TABLE dois DROP COLUMN csl_json")
        store.db.conn.execute("DROP TABLE takedowns")
    with Store.open(path) as store:
        assert "csl_json" in store.db.table("dois").columns_dict
        assert store.db.table("takedowns").exists()
        assert [row["title"] for row in store.db.table("dois").rows] == ["kept"]


def test_wordings_of_before_get_the_lead_of_their_page(tmp_path: Path) -> None:
    """It stood nowhere but in the latest reading; older wordings get theirs when replayed."""
    path = tmp_path / "crawl.db"
    leads = "SELECT title, lead FROM article_versions ORDER BY title"
    with Store.open(path) as store:
        run = store.begin_run("crawl", "sample", {})
        for name in ("News", "Old news", "One", "Two"):
            capture = tiny.capture(f"{tiny.SITE}/{name}")
            store.keep_capture(run, capture)
            kind = PageKind.NEWS if "ews" in name else PageKind.ARTICLE
            record = tiny.page(f"/{name}", "Acupuncture may help.", title=name, kind=kind)
            store.keep_page(run, replace(record, lead=f"{name} in short.", capture_id=capture.id))
        kept = store.db.execute(leads).fetchall()
        assert kept == [(name, f"{name} in short.") for name in ("News", "Old news", "One", "Two")]
        store.db.execute("UPDATE articles SET content_sha256 = 'newer' WHERE title = 'Two'")
        store.db.execute("UPDATE pages SET content_sha256 = 'newer' WHERE title = 'Old news'")
        store.db.execute("ALTER TABLE article_versions DROP COLUMN lead")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = '0003_leads_of_wordings'")
    with Store.open(path) as store:
        now = [("News", "News in short."), ("Old news", ""), ("One", "One in short."), ("Two", "")]
        assert store.db.execute(leads).fetchall() == now
