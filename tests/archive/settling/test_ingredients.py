"""Steps of settling that are left out while what they are made of is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.settling.ingredients import Ingredients
from archive.store import Store
from tests.archive import tiny
from tests.archive.tiny import page

WORDS = " ".join(f"word{n}" for n in range(80))
OTHERS = " ".join(f"other{n}" for n in range(80))


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        opened.begin_run("crawl", "site", {})
        for path in ("/a", "/b"):
            tiny.keep(opened, 1, page(path, WORDS, title=path))
        opened.settle(1, tiny.HOSTS)
        yield opened


def relations(store: Store) -> int:
    """How many there are."""
    return int(tiny.rows(store, "SELECT count(*) FROM page_relations")[0][0])


def test_relations_are_sought_again_only_in_other_texts(store: Store) -> None:
    assert relations(store) == 1
    store.db.conn.execute("DELETE FROM page_relations")
    store.settle(1, tiny.HOSTS)
    assert relations(store) == 0, "the same texts were compared again"
    tiny.keep(store, 1, page("/c", OTHERS, title="/c"))
    store.settle(1, tiny.HOSTS)
    assert relations(store) == 1


@pytest.mark.parametrize(
    ("why", "rules", "change", "expected"),
    [
        ("nothing has changed", "1", "", True),
        ("the rules have", "2", "", False),
        ("a row says something else", "1", "UPDATE pages SET title = 'x'", False),
        ("a row has gone", "1", "DELETE FROM pages WHERE url LIKE '%/b'", False),
        ("a column that does not matter", "1", "UPDATE pages SET words = 7", True),
    ],
)
def test_ingredients(store: Store, why: str, rules: str, change: str, expected: bool) -> None:
    queries = ("SELECT url, title FROM pages ORDER BY url",)
    assert not Ingredients("step", "1", queries).are_those_of(store.db.conn), "never made"
    Ingredients("step", "1", queries).note(store.db.conn)
    store.db.conn.commit()
    store.db.conn.execute("PRAGMA foreign_keys = OFF")
    if change:
        store.db.conn.execute(change)
    assert Ingredients("step", rules, queries).are_those_of(store.db.conn) is expected, why
