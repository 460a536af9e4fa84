"""Makes what is published searchable: full-text indexes, and their words without marks."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from archive.schema import SEARCH, TOKENIZER
from archive.site.plugins.search import word_forms


def build_search(db: sqlite3.Connection) -> None:
    """Full-text indexes without triggers, for nobody will ever write to this file; and
    ``word_forms``, by which a question finds words that are printed with other marks."""
    database = Database(db)
    for table, columns in SEARCH.items():
        database.table(table).enable_fts(list(columns), fts_version="FTS5", tokenize=TOKENIZER)
        database.table(table).optimize()
        db.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {table}_fts, row)")
        words = [word for (word,) in db.execute("SELECT term FROM temp.v")]
        db.executemany("INSERT OR IGNORE INTO word_forms VALUES (?, ?)", word_forms(words))
        db.execute("DROP TABLE temp.v")
