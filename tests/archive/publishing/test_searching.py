"""What is printed with marks and strokes is found by who types it without, or with others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.published_schema import TABLES
from archive.publishing.searching import build_search
from archive.schema import SEARCH
from archive.site.plugins.search import FORMS_AT_MOST, excerpt, match_expression, widened

PRINTED = [
    *("Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ", "της κήλης", "Ból kręgosłupa", "Füße und Übungen", "Fusse"),
    *("Sırt ağrısı", "İstirahat", "Упражнения ёжика", "smørrebrød", "œdème", "Pain", "ألم الظهر"),
]

CASES = [
    ("κηλη", ["Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ", "της κήλης"]),
    ("ΚΗΛΗ", ["Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ", "της κήλης"]),
    ("κήλη", ["Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ", "της κήλης"]),
    ("κη\u0301λη", ["Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ", "της κήλης"]),  # as two signs
    ("κηλησ", ["της κήλης"]),
    ("δισκου κηλη", ["Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ"]),
    ('"κηλη δισκου"', ["Κήλη δίσκου", "ΚΗΛΗ ΔΙΣΚΟΥ"]),
    ('"δισκου κηλη"', []),
    ("kregoslupa", ["Ból kręgosłupa"]),
    ("kręgosłupa", ["Ból kręgosłupa"]),
    ("kregos", ["Ból kręgosłupa"]),
    ("bol kregos", ["Ból kręgosłupa"]),
    ("fusse", ["Füße und Übungen", "Fusse"]),
    ("Füße", ["Füße und Übungen", "Fusse"]),
    ("fus", ["Füße und Übungen", "Fusse"]),
    ("ubung", ["Füße und Übungen"]),
    ("agrisi sirt", ["Sırt ağrısı"]),
    ("istirahat", ["İstirahat"]),
    ("ежика", ["Упражнения ёжика"]),
    ("smorrebrod", ["smørrebrød"]),
    ("oedeme", ["œdème"]),
    ("الم", ["ألم الظهر"]),
    ("pain", ["Pain"]),
    ("zebra", []),
]


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        for table, columns in SEARCH.items():
            made.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        statements = TABLES.split(";\n")
        made.execute(next(s for s in statements if "CREATE TABLE word_forms" in s))
        made.executemany("INSERT INTO terms VALUES (?, '')", [(text,) for text in PRINTED])
        many = [(f"łąka{n}",) for n in range(FORMS_AT_MOST + 10)]
        made.executemany("INSERT INTO news VALUES (?, '', '')", many)
        build_search(made)
        yield made


@pytest.mark.parametrize(("question", "found"), CASES)
def test_what_is_found(question: str, found: list[str], db: sqlite3.Connection) -> None:
    expression = widened(db, match_expression(question))
    hits = "SELECT rowid FROM terms_fts WHERE terms_fts MATCH ?"
    sql = f"SELECT term FROM terms WHERE rowid IN ({hits})"
    assert [row[0] for row in db.execute(sql, (expression,))] == found


@pytest.mark.parametrize(("question", "found"), CASES)
def test_what_is_found_is_marked(question: str, found: list[str], db: sqlite3.Connection) -> None:
    for text in found:
        assert "\ue000" in excerpt([text], match_expression(question))


def test_a_question_is_left_alone_where_no_word_has_other_forms(db: sqlite3.Connection) -> None:
    assert widened(db, '"pain" "back"*') == '"pain" "back"*'


def test_only_words_that_differ_are_kept(db: sqlite3.Connection) -> None:
    """One row a word; of English sites next to none."""
    words = {word for (word,) in db.execute("SELECT word FROM word_forms")}
    assert {"κήλη", "kregosłupa", "fuße", "pain", "ёжика"} & words == {
        *("κήλη", "kregosłupa", "fuße", "ёжика")
    }, "as the index has them: without the marks of Latin letters"
    assert not {"κηλη", "pain", "bol", "ubungen"} & words


def test_a_beginning_of_very_many_words_is_one_form(db: sqlite3.Connection) -> None:
    assert widened(db, '"lak"*') == '("lak"* OR "łak"*)'


def test_a_database_without_forms_is_searched_as_it_is() -> None:
    with closing(sqlite3.connect(":memory:")) as other:
        assert widened(other, '"pain"') == '"pain"'
