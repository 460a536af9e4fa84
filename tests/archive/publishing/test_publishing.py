"""Publishing: what goes out, what stays in, and that readers never see half of it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from datasette.cli import cli
from filelock import FileLock

from archive import published_schema, schema
from archive.evidence.waivers import Waiver
from archive.moments import present
from archive.publishing.publish import COUNTS, FILE, PublishError, publish
from archive.reports.build import build
from archive.site.configuration import faceted_columns, first_orders
from archive.store import Store
from tests.archive.site import specimen


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return specimen.fill(tmp_path_factory.mktemp("filled") / "crawl.db")


@pytest.fixture
def crawl_db(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "crawl.db"))


def query(path: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(sql, parameters).fetchall()


def test_every_public_row_is_carried_over(crawl_db: Path, tmp_path: Path) -> None:
    published = publish(crawl_db, tmp_path / "site", specimen.PUBLICATION)
    for table in schema.descriptions().keys() - published_schema.PRIVATE_TABLES:
        expected = query(crawl_db, f"SELECT count(*) FROM {table}")[0][0]
        assert expected, f"the specimen has no row in {table}"
        assert published.counts[table] == expected, table
    for table in schema.descriptions(published_schema.TABLES).keys() - {
        "spans",
        "span_bases",
    }:  # need captures
        assert published.counts[table], f"nothing was derived for {table}"
    assert published.bytes == (tmp_path / "site" / FILE).stat().st_size


def test_nothing_private_is_in_the_file(crawl_db: Path, tmp_path: Path) -> None:
    published = publish(crawl_db, tmp_path / "site", specimen.PUBLICATION)
    assert specimen.CONTACT.encode() in crawl_db.read_bytes(), "else the test proves nothing"
    for path in published.folder.rglob("*"):
        if path.is_file():
            assert specimen.CONTACT.encode() not in path.read_bytes(), path
            assert str(tmp_path).encode() not in path.read_bytes(), path
    assert not query(published.database, "SELECT 1 FROM sqlite_master WHERE name = 'frontier'")
    settings = json.loads(str(query(published.database, "SELECT settings_json FROM runs")[0][0]))
    assert set(settings) == {"name", "seeds"}
    url = query(published.database, "SELECT url FROM checks WHERE id = 1")[0][0]
    assert url == "https://api.example.org/1?select=DOI"


def test_foreign_keys_facets_and_orders_are_indexed(crawl_db: Path, tmp_path: Path) -> None:
    database = publish(crawl_db, tmp_path / "site", {}).database
    with closing(sqlite3.connect(database)) as db:
        tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        wanted = {(t, r[3]) for t in tables for r in db.execute(f"PRAGMA foreign_key_list({t})")}
        assert len(wanted) > 30
        orders = {(table, sort.removeprefix("-")) for table, sort in first_orders().items()}
        for table, column in wanted | set(faceted_columns()) | orders:
            leading = {
                db.execute(f"PRAGMA index_info({row[1]})").fetchone()[2]
                for row in db.execute(f"PRAGMA index_list({table})").fetchall()
            }
            keys = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
            assert column in leading or [column] == keys, f"{table}.{column} has no index"


def test_search_finds_the_right_rows_although_rowids_have_gaps(
    crawl_db: Path, tmp_path: Path
) -> None:
    """VACUUM renumbers the rowids of tables with text keys; an index built before it would
    point at other rows, without any error."""
    path = crawl_db
    with Store.open(path) as store, store.unit():
        gone = specimen.page_id(specimen.ACUPUNCTURE)
        for table in ("suggestions", "findings", "mentions", "pointers"):
            store.db.conn.execute(f"DELETE FROM {table}")
        store.db.conn.execute("DELETE FROM bibliography WHERE page_id = ?", (gone,))
        store.db.conn.execute("DELETE FROM articles WHERE page_id = ?", (gone,))
    assert query(path, "SELECT min(rowid) FROM articles") == [(2,)], "the gap this test needs"
    database = publish(path, tmp_path / "site", {}).database
    for word, title in (("vertebrae", "Fusion Surgery"), ("σπονδυλικής", "Ιδιοπαθής σκολίωση")):
        assert query(
            database,
            "SELECT title FROM articles WHERE rowid IN "
            "(SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)",
            word,
        ) == [(title,)]
    assert query(
        database,
        "SELECT doi FROM bibliography WHERE rowid IN "
        "(SELECT rowid FROM bibliography_fts WHERE bibliography_fts MATCH 'Nandyala')",
    ) == [(specimen.RETRACTED,)]


def test_counts_are_those_of_datasette_inspect(crawl_db: Path, tmp_path: Path) -> None:
    published = publish(crawl_db, tmp_path / "site", {})
    result = CliRunner().invoke(cli, ["inspect", str(published.database)])
    assert result.exit_code == 0, result.output
    ours = json.loads((published.folder / COUNTS).read_text())["archive"]
    theirs = json.loads(result.output)["archive"]
    assert (ours.pop("file"), theirs.pop("file")) == (FILE, str(published.database))
    assert set(ours.pop("views")) == {"citations", "reference_identifiers"}
    assert ours == theirs


def test_the_same_input_gives_the_same_bytes(crawl_db: Path, tmp_path: Path) -> None:
    first = publish(crawl_db, tmp_path / "one", specimen.PUBLICATION)
    second = publish(crawl_db, tmp_path / "two", specimen.PUBLICATION)
    assert first.sha256 == second.sha256


def test_a_reader_keeps_the_old_archive_while_a_new_one_takes_its_place(
    crawl_db: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    publish(crawl_db, out, specimen.PUBLICATION)
    (out / "templates" / "removed-since.html").write_text("old")
    with closing(sqlite3.connect(f"file:{out / FILE}?immutable=1", uri=True)) as reader:
        assert reader.execute("SELECT count(*) FROM terms").fetchone() == (3,)
        with Store.open(crawl_db) as store, store.unit():
            store.db.conn.execute("DELETE FROM terms WHERE term = 'Lordosis'")
        publish(crawl_db, out, specimen.PUBLICATION)
        assert reader.execute("SELECT count(*) FROM terms").fetchone() == (3,)
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert query(out / FILE, "SELECT count(*) FROM terms") == [(2,)]
    assert not (out / "templates" / "removed-since.html").exists()
    assert not list(out.glob(".building-*"))


def test_a_failure_leaves_the_old_archive_as_it_was(crawl_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    before = publish(crawl_db, out, specimen.PUBLICATION).sha256
    with closing(sqlite3.connect(crawl_db)) as db:  # foreign keys are off here
        db.execute("UPDATE terms SET page_id = 'no such page' WHERE term = 'Lordosis'")
        db.commit()
    with pytest.raises(PublishError, match="row 3 of terms, which points to pages"):
        publish(crawl_db, out, specimen.PUBLICATION)
    assert json.loads((out / COUNTS).read_text())["archive"]["hash"] == before
    assert query(out / FILE, "SELECT count(*) FROM terms") == [(3,)]


def test_leftovers_of_a_killed_publish_are_swept(crawl_db: Path, tmp_path: Path) -> None:
    leftover = tmp_path / "site" / ".building-killed"
    leftover.mkdir(parents=True)
    (leftover / FILE).write_bytes(b"half")
    publish(crawl_db, tmp_path / "site", {})
    assert not leftover.exists()


def test_two_at_once_do_not_mix(crawl_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    with FileLock(out / ".publishing.lock"), pytest.raises(PublishError, match="Another publish"):
        publish(crawl_db, out, {})


def test_after_a_takedown_another_publish_is_waited_for(crawl_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    has_begun, ended = threading.Event(), []

    def publish_elsewhere() -> None:
        with FileLock(out / ".publishing.lock"):
            has_begun.set()
            time.sleep(0.2)
            ended.append(not (out / FILE).exists())

    other = threading.Thread(target=publish_elsewhere)
    other.start()
    has_begun.wait()
    publish(crawl_db, out, {}, waits=True)
    other.join()
    assert ended == [True], "it was not waited for"
    assert (out / FILE).is_file()


def test_a_purge_takes_away_what_is_being_built(
    crawl_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "archive.publishing.publish.fill_spans",
        lambda *_, **__: [built.unlink() for built in tmp_path.glob("site/.building-*/archive.db")],
    )
    with pytest.raises(PublishError, match=r"archive\.db is gone\. A purge removes"):
        publish(crawl_db, tmp_path / "site", {})
    assert not (tmp_path / "site" / FILE).exists()


def test_a_file_in_the_place_of_the_captures_is_told(crawl_db: Path, tmp_path: Path) -> None:
    captures = crawl_db.with_name("captures")
    captures.write_bytes(b"not a folder")
    with pytest.raises(
        PublishError, match=r"captures is a file where the folder .* Put the folder"
    ):
        publish(crawl_db, tmp_path / "site", {})
    assert not (tmp_path / "site").exists()


def empty(path: Path) -> None:
    Store.open(path).close()


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (id INTEGER)")


def test_a_row_that_cannot_be_is_named(crawl_db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(crawl_db)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("UPDATE pages SET kind = 'nonsense'")
    with pytest.raises(PublishError, match=r"crawl\.db holds what it should not .*kind IN"):
        publish(crawl_db, tmp_path / "site", {})


@pytest.mark.parametrize(
    ("why", "make", "sentence"),
    [
        ("nothing was crawled", lambda path: None, "does not exist. Crawl the site first"),
        ("a crawl that kept no page", empty, "holds no page"),
        ("another program's file", of_another_program, "is not a crawl database of this version"),
        ("not a database", lambda path: path.write_bytes(b"x" * 5000), "is not an SQLite database"),
    ],
)
def test_nothing_to_publish_is_said_in_a_sentence(why, make, sentence, tmp_path: Path) -> None:
    make(tmp_path / "crawl.db")
    with pytest.raises(PublishError, match=sentence) as caught:
        publish(tmp_path / "crawl.db", tmp_path / "site", {})
    assert "crawl.db" in str(caught.value), why
    assert not (tmp_path / "site" / FILE).exists(), why


def test_a_place_that_cannot_be_written_is_named(crawl_db: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where the folder should be")
    with pytest.raises(PublishError, match=f"{tmp_path / 'site'} cannot be written"):
        publish(crawl_db, tmp_path / "site", {})


def test_licence_and_source_travel_with_the_file(crawl_db: Path, tmp_path: Path) -> None:
    database = publish(crawl_db, tmp_path / "site", specimen.PUBLICATION).database
    facts = dict(query(database, "SELECT name, value FROM site_facts"))
    assert facts["publication_licence"] == specimen.PUBLICATION["licence"]
    assert facts["publication_source_url"] == specimen.PUBLICATION["source_url"]


def test_numbers_of_the_home_page_are_counted_right(crawl_db: Path, tmp_path: Path) -> None:
    database = publish(crawl_db, tmp_path / "site", {}).database
    facts = dict(query(database, "SELECT name, value FROM site_facts"))
    expected = {
        "pages": 8,
        "articles": 4,
        "references": 6,
        "references_without_doi": 1,
        "dois_not_registered": 1,
        "works_retracted": 1,
        "errors": 4,
        "warnings": 1,
        "broken_pages": 2,
        "newly_broken": 2,
        "newly_repaired": 1,
        "sound_articles": 2,
        "gone_pages": 1,
        "changed_texts": 1,
        "new_pages": 1,
        "crawls": 2,
    }
    assert {name: facts[name] for name in expected} == expected


def test_nothing_is_called_sound_before_a_check(crawl_db: Path, tmp_path: Path) -> None:
    sound = "SELECT value FROM site_facts WHERE name = 'sound_articles'"
    topics = "SELECT articles, sound_articles FROM topic_health"
    checked = publish(crawl_db, tmp_path / "checked", {}).database
    assert query(checked, f"SELECT ({sound}), t.* FROM ({topics}) AS t") == [(2, 2, 0)]
    with closing(sqlite3.connect(crawl_db)) as db, db:
        for table in ("suggestions", "findings", "checks"):
            db.execute(f"DELETE FROM {table}")
    database = publish(crawl_db, tmp_path / "unchecked", {}).database
    assert query(database, f"SELECT ({sound}), t.* FROM ({topics}) AS t") == [(None, 2, None)]
    of_profile = "SELECT meaning FROM site_facts WHERE name = 'publication_checked_on'"
    assert query(database, of_profile) == [("Day of the latest check; empty before any.",)]


def test_links_that_no_reader_sees_are_not_undecided(crawl_db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(crawl_db)) as db, db:
        db.execute("UPDATE links SET verdict = 'unknown', reason = ''")
        db.execute("UPDATE link_mentions SET is_hidden = 0")
        hidden = "(SELECT link_id FROM link_mentions ORDER BY link_id LIMIT 1)"
        db.execute(f"UPDATE link_mentions SET is_hidden = 1 WHERE link_id = {hidden}")
        seen = "SELECT count(DISTINCT link_id) FROM link_mentions WHERE is_hidden = 0"
        [(undecided,)] = db.execute(seen).fetchall()
    database = publish(crawl_db, tmp_path / "site", {}).database
    fact = "SELECT value FROM site_facts WHERE name = 'links'"
    gone = 1  # stands only on a page that is no more
    assert query(database, fact) == [(undecided - gone,)], "as the report counts them"
    counted = "SELECT value, number FROM verdict_counts WHERE subject = 'link'"
    assert dict(query(database, counted))["unknown"] == undecided
    told = "SELECT reason FROM link_status WHERE verdict = 'excluded'"
    assert ("It stands only where no reader can see it, and is not asked.",) in query(
        database, told
    )


def test_health_over_time_counts_what_stood_at_the_end_of_each_run(
    crawl_db: Path, tmp_path: Path
) -> None:
    database = publish(crawl_db, tmp_path / "site", {}).database
    health = query(database, "SELECT run_id, errors, warnings, found, repaired FROM run_health")
    # Run 2 found three errors and a warning; run 4 found two more errors and saw one repaired.
    assert health == [(1, 0, 0, 0, 0), (2, 3, 1, 4, 0), (3, 3, 1, 0, 0), (4, 4, 1, 2, 1)]


def test_health_over_time_is_what_was_reported_then_whatever_was_waived_later(
    crawl_db: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(crawl_db)) as db, db:
        told = {2: {"findings_error": 3, "findings_warning": 1}, 4: {"findings_error": 4}}
        for run, counts in told.items():
            text = json.dumps({"dois_known": 5, **counts})
            db.execute("UPDATE runs SET counts_json = ? WHERE id = ?", (text, run))
        db.execute("UPDATE findings SET state = 'waived' WHERE first_run_id = 2")
    database = publish(crawl_db, tmp_path / "site", {}).database
    health = query(database, "SELECT run_id, errors, warnings FROM run_health")
    # Of the latest it is what stands, as its report says: two of four were accepted.
    assert health == [(1, 0, 0), (2, 3, 1), (3, 3, 1), (4, 2, 0)]


def test_health_over_time_counts_as_the_report_what_is_accepted(
    crawl_db: Path, tmp_path: Path
) -> None:
    with Store.open(crawl_db) as store:
        for run in (2, 4):
            text = json.dumps({"dois_known": 5, "findings_error": 9, "findings_warning": 7})
            store.db.conn.execute("UPDATE runs SET counts_json = ? WHERE id = ?", (text, run))
        store.db.conn.commit()
        [(kind, accepted)] = store.db.conn.execute(
            "SELECT kind, count(*) FROM findings WHERE severity = 'error' "
            "AND state IN ('new', 'open') GROUP BY kind ORDER BY 2 DESC LIMIT 1"
        ).fetchall()
        store.waive([Waiver(who="Ada", why="They stay.", kind=kind)], present())
        told = build(store)
    [reported] = [tally.number for tally in told.severities if tally.word == "error"]
    assert accepted, "something is accepted"
    with closing(sqlite3.connect(crawl_db)) as db, db:
        for command, outcome in (("verify", "finished"), ("verify", "failed")):
            counts = {"dois_known": 0} if outcome == "failed" else {"dois_known": 5}
            db.execute(
                "INSERT INTO runs (command, site, started_at, finished_at, outcome, counts_json) "
                "VALUES (?, 'x', '2026-01-01', '2026-01-01', ?, ?)",
                (command, outcome, json.dumps(counts)),
            )
    database = publish(crawl_db, tmp_path / "site", {}).database
    health = query(database, "SELECT run_id, errors FROM run_health WHERE command = 'verify'")
    # Run 2 was kept before that was counted; a later run changes nothing of what run 4 reported;
    # the one that failed judged nothing and is no health.
    assert health == [(2, 9), (4, reported), (5, reported)]


def test_a_notice_is_a_row_of_its_own(crawl_db: Path, tmp_path: Path) -> None:
    several = [
        ["erratum", "10.1000/e", "2011-03-01", "publisher"],
        ["expression_of_concern", "", "", "retraction-watch"],
        ["retraction", "10.1000/r", "2016-06-14", "publisher+retraction-watch"],
    ]
    with closing(sqlite3.connect(crawl_db)) as db, db:
        db.execute("UPDATE dois SET notices_json = '[]'")
        doi = db.execute("SELECT min(doi) FROM dois").fetchone()[0]
        db.execute("UPDATE dois SET notices_json = ? WHERE doi = ?", (json.dumps(several), doi))
    database = publish(crawl_db, tmp_path / "site", {}).database
    rows = query(database, "SELECT kind, published_on, source, notice_doi, doi FROM notices")
    assert rows == [
        ("retraction", "2016-06-14", "publisher+retraction-watch", "10.1000/r", doi),
        ("erratum", "2011-03-01", "publisher", "10.1000/e", doi),
        ("expression of concern", None, "retraction-watch", None, doi),
    ]


def test_misprints_of_the_site_are_no_link_rot_of_a_host(crawl_db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(crawl_db)) as db, db:
        wrong = "10.1234/Nowhere"
        db.execute(
            "INSERT INTO dois (doi, registration, first_seen_at) VALUES (?, 'not_registered', ?)",
            (wrong.lower(), "2026-01-01T00:00:00.000Z"),
        )
        for path, host in ((wrong, "doi.org"), ("10.1234/lost", "doi.org"), ("x", "rot.example")):
            db.execute(
                "INSERT INTO links (id, url, host, scope, verdict, first_seen_at) "
                "VALUES (?, ?, ?, 'external', 'gone', ?)",
                (path, f"https://{host}/{path}", host, "2026-01-01T00:00:00.000Z"),
            )
    database = publish(crawl_db, tmp_path / "site", {}).database
    counted = "SELECT broken, misspelt FROM host_health WHERE host = "
    assert query(database, f"{counted}'rot.example'") == [(1, 0)]
    assert query(database, f"{counted}'doi.org'") == [(1, 1)]


def test_sql_can_be_switched_off(crawl_db: Path, tmp_path: Path) -> None:
    folder = publish(crawl_db, tmp_path / "site", {}, allow_sql=False).folder
    assert json.loads((folder / "settings.json").read_text())["default_allow_sql"] is False
