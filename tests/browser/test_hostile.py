"""An archive whose every text is an attack, in a real browser: nothing runs, nothing is loaded.

A script that ran would open a dialog or ask another host; one that was only stopped by the content
security policy would still complain on the console.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.publishing.publish import FILE, publish
from archive.reports.build import build
from archive.reports.forms import write_report
from archive.store import Store
from tests.archive.site import specimen
from tests.archive.site.test_hostile import ADDRESS, PAYLOAD, paths, poison
from tests.browser.conftest import Visitor, serving

pytestmark = pytest.mark.browser


class Rows:
    """Answers to SQL from a database file, for ``paths``."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def rows(self, sql: str) -> list[dict[str, object]]:
        with closing(sqlite3.connect(self.database)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(sql)]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a poisoned ``crawl.db``."""
    folder = tmp_path_factory.mktemp("poisoned")
    with closing(sqlite3.connect(specimen.fill(folder / "crawl.db"))) as db:
        assert poison(db) > 70
    return folder


@pytest.fixture
def victim(browser: Browser) -> Iterator[Visitor]:
    """A visitor of nothing yet, who notes dialogs."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visitor = Visitor(context.new_page(), "", 1280)

    def note(dialog) -> None:
        visitor.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    visitor.page.on("dialog", note)
    yield visitor
    context.close()


def test_no_page_of_the_site_runs_what_was_archived(poisoned: Path, victim: Visitor) -> None:
    publication = dict.fromkeys(specimen.PUBLICATION, PAYLOAD) | {"source_url": ADDRESS}
    site = publish(poisoned / "crawl.db", poisoned / "site", publication).folder
    with serving(site) as victim.address:
        visited = [
            *paths(Rows(site / FILE)),
            *("/search?q=onmouseover", "/search?q=%3Cscript%3Ealert(9)%3C/script%3E"),
            *("/changes.atom", "/findings.atom", "/archive/articles.json"),
            *("/archive/broken_references.csv", "/archive/bibliography.json"),
        ]
        assert len(visited) > 120
        for path in visited:
            victim.visit(path)


# Whether each letter of an element's text stands to the right of the one before it.
RUNS_RIGHT = """(element) => {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  const lefts = [...text.data].map((_, i) => {
    range.setStart(text, i); range.setEnd(text, i + 1);
    return range.getBoundingClientRect().left;
  });
  return lefts.every((left, i) => i === 0 || left >= lefts[i - 1]);
}"""


def test_what_turns_the_direction_of_writing_turns_no_word_of_ours(
    tmp_path: Path, victim: Visitor
) -> None:
    """A title may end in a right-to-left override (U+202E) without its end (UAX 9)."""
    with closing(sqlite3.connect(specimen.fill(tmp_path / "crawl.db"))) as db, db:
        db.execute("UPDATE pages SET title = title || ' \u202e'")
        db.execute("UPDATE articles SET title = title || ' \u202e'")
        db.execute("UPDATE bibliography SET printed = printed || ' \u202e'")
    site = publish(tmp_path / "crawl.db", tmp_path / "site", specimen.PUBLICATION).folder
    with serving(site) as victim.address:
        for path, words in (
            ("/", ".worst .counts"),
            ("/", ".changes .when time"),
            ("/broken", ".sheet .badge"),
            (f"/archive/articles/{specimen.page_id()}", ".references .badge"),
            (f"/doi/{specimen.TRUNCATED}", ".plain-list .badge"),
        ):
            victim.visit(path)
            found = victim.page.locator(words)
            assert found.count(), (path, words)
            for element in found.all():
                assert element.evaluate(RUNS_RIGHT), (path, element.inner_text())


def test_no_report_runs_what_was_archived(poisoned: Path, victim: Visitor) -> None:
    """Forms that a browser opens, from the disk as they were written."""
    with Store.open(poisoned / "crawl.db") as store:
        report = build(store)
    files = write_report(report, poisoned / "reports")
    assert any(path.suffix == ".html" for path in files)
    victim.address = poisoned.as_uri()
    for path in files:
        if path.suffix in (".html", ".atom", ".xml", ".json", ".txt"):
            victim.page.goto(path.as_uri())
            victim.check()
    victim.page.goto(next(path for path in files if path.suffix == ".html").as_uri())
    assert "<script>alert(1)</script>" in victim.page.locator("body").inner_text()
