"""The store: opened, refused with a sentence, one transaction a unit, the same twice.

Long because every test of it begins with the same full page record.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archive.opening import NewerDatabase, StoreError, UnreadableDatabase, UnwritableDatabase
from archive.records import (
    Authority,
    Block,
    BlockKind,
    Check,
    DateKind,
    Issue,
    Outcome,
    PageKind,
    Place,
    Question,
    Region,
    Term,
)
from archive.schema import (
    SEARCH,
    TABLES,
    VIEWS,
    check_search,
    descriptions,
    mend_search,
    migration_names,
    view_descriptions,
)
from archive.store import Store
from tests.archive import tiny


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "deep" / "crawl.db") as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> int:
    return store.begin_run("crawl", "site", {"delay_s": 1})


def everything(store: Store, *leave_out: str) -> dict[str, list[tuple]]:
    """All rows of all tables, without some columns."""
    found = {}
    for table, (_, columns) in descriptions().items():
        if table in ("runs", "captures"):
            continue
        kept = ", ".join(c for c in columns if c not in leave_out)
        found[table] = tiny.rows(store, f"SELECT {kept} FROM {table} ORDER BY {kept}")
    return found


FULL = tiny.page(
    "/en/low-back-pain.htm",
    "Exercise helps.",
    "See the guide. Ask your doctor.",
    title="Low Back Pain - Treatment",
    lead="What helps and what does not.",
    blocks=(
        Block(kind=BlockKind.HEADING, text="Low Back Pain - Treatment", level=1),
        Block(kind=BlockKind.PARAGRAPH, text="What helps and what does not."),
        Block(kind=BlockKind.HEADING, text="Moving", level=2),
        tiny.linked_block("Walk. See the guide for more. Rest.", "the guide", "/guide.htm"),
        Block(kind=BlockKind.ITEM, text="slowly", marker="•", level=1),
        Block(kind=BlockKind.ITEM, text="daily", marker="(2)", level=1),
        Block(kind=BlockKind.PARAGRAPH, text="Latest News", region=Region.CHROME),
    ),
    dates=(tiny.printed_date("2019-08-21", DateKind.UPDATED),),
    references=(tiny.reference(1, "Liu L (2015) Acupuncture"), tiny.reference(2, "Madsen (2009)")),
    mentions=(
        tiny.doi(1, "10.1155/2015/32819", "10.1155/2015/328196", reference=1),
        tiny.doi(2, "10.1136/bmj.a3115", reference=2, place=Place.HREF),
        tiny.doi(3, "10.1136/bmj.a311", reference=2),
    ),
    links=(
        tiny.link(tiny.SITE + "/guide.htm", "the guide", printed="/guide.htm", block=3),
        tiny.link("https://other.test/", "other"),
        tiny.link(None, "broken", problem="no host"),
    ),
    teasers=(tiny.teaser("New study", "2022-12-20", "Something was found ..."),),
    anchors=("top", "moving"),
)


def test_open_makes_folder_tables_views_and_search(store: Store) -> None:
    assert set(descriptions()) <= set(store.db.table_names())
    assert set(store.db.view_names()) >= {"broken_references", "page_health"}
    for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)):
        assert store.db.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    for table in SEARCH:
        names = {trigger.name for trigger in store.db.table(table).triggers}
        assert names == {f"{table}_ai", f"{table}_ad", f"{table}_au"}


def test_opened_again_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "crawl.db"
    for expected in (1, 2):
        with Store.open(path) as store:
            assert store.begin_run("crawl", "site", {}) == expected
            assert check_search(store.db) == []


def test_newer_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "crawl.db"
    with Store.open(path) as store:
        store.begin_run("crawl", "site", {})
        store.db.execute("UPDATE runs SET software = 'patientline-archive 9.0'")
        store.db.table("_sqlite_migrations").insert(
            {"migration_set": "patientline", "name": "0099_later", "applied_at": "2030-01-01"}
        )
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match=r"crawl\.db was made by patientline-archive 9\.0"):
        Store.open(path)
    assert path.read_bytes() == before


def test_file_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(UnreadableDatabase, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 100, b"\0" * 9])
def test_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "crawl.db"
    path.write_bytes(content)
    with pytest.raises(UnreadableDatabase, match=r"crawl\.db is not an SQLite database"):
        Store.open(path)
    assert path.read_bytes() == content


def test_folder_in_place_of_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDatabase, match="is a folder"):
        Store.open(tmp_path)


def test_parent_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableDatabase, match="cannot be made"):
        Store.open(tmp_path / "file" / "crawl.db")


def test_full_disk_is_said_and_loses_nothing(store: Store, run: int) -> None:
    tiny.keep(store, run, tiny.page("/a.htm", "first"))
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UnwritableDatabase, match="is full"):
        tiny.keep(store, run, tiny.page("/b.htm", "word " * 100_000))
    assert tiny.rows(store, "SELECT url FROM pages") == [(tiny.SITE + "/a.htm",)]
    store.db.execute("PRAGMA max_page_count = 1000000")
    tiny.keep(store, run, tiny.page("/b.htm", "word " * 100_000))
    assert tiny.rows(store, "SELECT count(*) FROM pages") == [(2,)]


def test_another_writer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.opening.BUSY_TIMEOUT_S", 0)
    with Store.open(tmp_path / "crawl.db") as one, Store.open(tmp_path / "crawl.db") as other:
        with one.unit(), pytest.raises(StoreError, match="Another process"):
            other.begin_run("crawl", "site", {})
        assert other.begin_run("crawl", "site", {}) == 1


def test_unit_is_all_or_nothing_and_nests(store: Store, run: int) -> None:
    def fail_in_unit(message: str) -> None:
        with store.unit():
            store.keep_issue(run, Issue(code="lost", message=message))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_unit("rolled back")
    with store.unit():
        store.keep_issue(run, Issue(code="kept", message="outer"))
        with pytest.raises(ZeroDivisionError):
            fail_in_unit("inner")
    assert tiny.rows(store, "SELECT code FROM issues") == [("kept",)]


def test_our_own_mistakes_are_not_blamed_on_the_disk(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        store.set_doi("10.1/a", tiny.at(0), colour="red")


def test_a_killed_run_is_told_as_such_when_the_next_one_begins(store: Store, run: int) -> None:
    store.begin_run("verify", "site", {})
    told = tiny.rows(store, "SELECT outcome, message, finished_at FROM runs ORDER BY id")
    assert told == [
        ("interrupted", "It was killed before its end.", None),
        ("running", "", None),
    ]


def test_run_is_begun_and_finished(store: Store, run: int) -> None:
    store.keep_coverage(run, {("fetched", ""): 3, ("skipped", "robots"): 1})
    store.finish_run(run, Outcome.FINISHED, "All well.", {"pages": 3})
    (row,) = store.db.table("runs").rows
    assert (row["outcome"], row["counts_json"]) == ("finished", '{"pages":3}')
    assert row["settings_json"] == '{"delay_s":1}'
    assert row["finished_at"] >= row["started_at"]
    assert tiny.rows(store, "SELECT sum(urls) FROM coverage") == [(4,)]


def test_article_row(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    (row,) = store.db.table("articles").rows
    assert row["text"] == ("## Moving\n\nWalk. See the guide for more. Rest.\n\n- slowly\n2. daily")
    assert (row["series"], row["part"]) == ("Low Back Pain", "Treatment")
    assert (row["updated_on"], row["published_on"]) == ("2019-08-21", None)
    assert row["reference_count"] == 2
    assert tiny.rows(store, "SELECT kind, printed, date FROM page_dates") == [
        ("updated", "21.08.2019", "2019-08-21")
    ]


def test_references_mentions_and_links_of_a_page(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    assert tiny.rows(store, "SELECT position, doi FROM bibliography ORDER BY position") == [
        (1, "10.1155/2015/32819"),
        (2, "10.1136/bmj.a311"),  # visible text goes before the link
    ]
    assert tiny.rows(store, "SELECT doi FROM dois ORDER BY doi") == [
        ("10.1136/bmj.a311",),
        ("10.1136/bmj.a3115",),
        ("10.1155/2015/32819",),
    ]
    assert tiny.rows(
        store, "SELECT anchor_text, heading, context, problem FROM link_mentions ORDER BY position"
    ) == [
        ("the guide", "Moving", "See the guide for more.", ""),
        ("other", "", "", ""),
        ("broken", "", "", "no host"),
    ]
    assert tiny.rows(store, "SELECT url, scope FROM links ORDER BY url") == [
        ("https://other.test/", "external"),
        (tiny.SITE + "/guide.htm", "internal"),
    ]
    assert tiny.rows(store, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("kind", list(PageKind))
def test_only_articles_and_news_have_text_rows(store: Store, run: int, kind: PageKind) -> None:
    tiny.keep(
        store, run, replace(FULL, kind=kind, terms=(Term(letter="A", term="a", definition=""),))
    )
    count = {
        table: tiny.rows(store, f"SELECT count(*) FROM {table}")[0][0]
        for table in ("pages", "articles", "article_versions", "terms", "bibliography")
    }
    has_text = kind in (PageKind.ARTICLE, PageKind.NEWS)
    assert count == {
        "pages": 1,
        "articles": int(kind is PageKind.ARTICLE),
        "article_versions": int(has_text),
        "terms": 1,
        "bibliography": 2,
    }
    full = tiny.rows(store, "SELECT count(*) FROM news_sources WHERE form = 'full'")
    assert full == [(int(kind is PageKind.NEWS),)]


def test_unchanged_page_only_moves_the_moment(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    before = everything(store, "capture_id", "last_seen_at")
    written = store.db.conn.total_changes
    tiny.keep(store, run, FULL)
    again = store.db.conn.total_changes - written
    later = replace(FULL, fetched_at=tiny.at(7), capture_id=tiny.capture(FULL.url, 7).id)
    tiny.keep(store, run, later)
    assert everything(store, "capture_id", "last_seen_at") == before
    assert tiny.rows(store, "SELECT first_seen_at, last_seen_at FROM article_versions") == [
        ("2026-03-01T12:00:00.000Z", "2026-03-08T12:00:00.000Z")
    ]
    for table in ("pages", "articles", "bibliography", "mentions", "link_mentions"):
        assert tiny.rows(store, f"SELECT DISTINCT capture_id FROM {table}") == [(later.capture_id,)]
    assert again <= 4  # the page, its version, its printed date
    assert check_search(store.db) == []


def test_changed_text_is_a_new_version_and_boilerplate_is_not(store: Store, run: int) -> None:
    news = Block(kind=BlockKind.PARAGRAPH, text="A new teaser", region=Region.CHROME)
    boxed = replace(FULL, blocks=(*FULL.blocks, news), fetched_at=tiny.at(1), capture_id="c1")
    changed = replace(FULL, blocks=FULL.blocks[:-2], fetched_at=tiny.at(2), capture_id="c2")
    tiny.keep(store, run, FULL, boxed)
    assert tiny.rows(store, "SELECT count(*) FROM article_versions") == [(1,)]
    tiny.keep(store, run, changed)
    assert tiny.rows(store, "SELECT count(*) FROM article_versions") == [(2,)]
    back = replace(FULL, fetched_at=tiny.at(3), capture_id="c3")
    tiny.keep(store, run, back)
    assert tiny.rows(store, "SELECT count(*) FROM article_versions") == [(2,)]


def test_vanished_rows_go_and_survivors_keep_their_ids(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    tables = ("bibliography", "mentions", "link_mentions", "news_sources")
    before = {t: {r[0] for r in tiny.rows(store, f"SELECT id FROM {t}")} for t in tables}
    less = replace(
        FULL,
        fetched_at=tiny.at(1),
        capture_id="c1",
        references=(tiny.reference(1, "New (2020)"), replace(FULL.references[1], position=2)),
        mentions=(FULL.mentions[1],),
        links=FULL.links[1:],
        teasers=(),
    )
    tiny.keep(store, run, less)
    after = {t: {r[0] for r in tiny.rows(store, f"SELECT id FROM {t}")} for t in tables}
    assert len(after["bibliography"] & before["bibliography"]) == 1
    assert len(after["bibliography"]) == 2
    assert len(after["mentions"]) == 1
    assert after["mentions"] < before["mentions"]
    assert len(after["link_mentions"]) == 2
    assert after["link_mentions"] < before["link_mentions"]
    assert after["news_sources"] == set()
    assert tiny.rows(store, "PRAGMA foreign_key_check") == []


def test_equal_prints_on_one_page_have_ids_of_their_own(store: Store, run: int) -> None:
    twice = replace(
        FULL,
        references=(tiny.reference(1, "Same"), tiny.reference(2, "Same")),
        mentions=(tiny.doi(1, "10.1/a", reference=1), tiny.doi(2, "10.1/a", reference=2)),
        links=(FULL.links[1], FULL.links[1]),
    )
    tiny.keep(store, run, twice)
    for table in ("bibliography", "mentions", "link_mentions"):
        assert tiny.rows(store, f"SELECT count(DISTINCT id) FROM {table}") == [(2,)]


def test_reading_established_by_asking_survives_the_next_crawl(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    (mention,) = (m for m in store.mentions() if m.value == "10.1155/2015/32819")
    store.set_mention(mention.id, "10.1155/2015/328196", "rule 1")
    later = replace(FULL, fetched_at=tiny.at(1), capture_id="c1")
    tiny.keep(store, run, later)  # not asked yet: the first reading is as good
    assert next(m.value for m in store.mentions()) == "10.1155/2015/32819"
    store.set_mention(mention.id, "10.1155/2015/328196", "rule 1")
    store.set_doi("10.1155/2015/328196", tiny.at(1), registration="registered")
    store.set_citation(str(mention.reference_id), agreement="agrees", agreeing=("volume", "year"))
    tiny.keep(store, run, later)
    citation = next(c for c in store.citations() if c.doi == "10.1155/2015/328196")
    assert (citation.doi, citation.agreement) == ("10.1155/2015/328196", "agrees")
    assert citation.mentions[0].value == "10.1155/2015/328196"
    assert tiny.rows(store, "SELECT agreeing FROM bibliography WHERE position = 1") == [
        ("volume; year",)
    ]


def test_errors_and_unread_captures_leave_the_page_alone(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    before = everything(store, "capture_id")
    good = everything(store, "capture_id", "last_seen_at")
    moment = {"fetched_at": tiny.at(5), "capture_id": "c5"}
    tiny.keep(store, run, replace(FULL, status=404, blocks=(), **moment))
    assert everything(store, "capture_id") == before
    unread = replace(FULL, kind=PageKind.UNREAD, blocks=(), references=(), mentions=(), **moment)
    tiny.keep(store, run, unread)
    assert everything(store, "capture_id", "last_seen_at") == good
    assert tiny.rows(store, "SELECT kind, last_seen_at FROM pages") == [
        ("article", "2026-03-06T12:00:00.000Z")
    ]
    assert tiny.rows(store, "SELECT count(*) FROM bibliography") == [(2,)]


def test_not_modified_only_moves_the_moment(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    before = everything(store, "last_seen_at")
    store.keep_unchanged(FULL.url, tiny.at(9))
    assert everything(store, "last_seen_at") == before
    for table in ("pages", "article_versions"):
        assert tiny.rows(store, f"SELECT last_seen_at FROM {table}") == [
            ("2026-03-10T12:00:00.000Z",)
        ]


def test_another_address_confirms_the_wording_that_it_had(store: Store, run: int) -> None:
    tiny.keep(store, run, FULL)
    moved = f"{FULL.url}?same"
    capture = store.db.execute("SELECT * FROM captures").fetchone()
    columns = [name for _, name, *_ in store.db.execute("PRAGMA table_info(captures)")]
    other = dict(zip(columns, capture, strict=True)) | {"id": "same", "url": moved}
    with store.unit():
        store.db.table("captures").insert(other)
        page = store.db.execute("SELECT id FROM pages").fetchone()[0]
        facts = {"reason": "same_content", "first_seen_at": other["fetched_at"]}
        store.db.table("page_aliases").insert({"url": moved, "page_id": page, **facts})
    store.keep_unchanged(moved, tiny.at(9))
    seen = "SELECT last_seen_at FROM article_versions ORDER BY first_seen_at DESC LIMIT 1"
    assert tiny.rows(store, seen) == [("2026-03-10T12:00:00.000Z",)]
    with store.unit():
        store.db.execute("UPDATE article_versions SET first_seen_at = '2026-03-09T00:00:00.000Z'")
    store.keep_unchanged(moved, tiny.at(20))
    assert tiny.rows(store, seen) == [("2026-03-10T12:00:00.000Z",)], "it never had this one"


def test_issue_is_kept_once_a_run(store: Store, run: int) -> None:
    issue = Issue(code="charset_conflict", message="Says utf-8.", url="https://a.test/")
    record = replace(FULL, issues=(issue,))
    tiny.keep(store, run, record)
    tiny.keep(store, run, record)
    tiny.keep(store, store.begin_run("crawl", "site", {}), record)
    assert tiny.rows(store, "SELECT run_id, code FROM issues") == [
        (1, "charset_conflict"),
        (2, "charset_conflict"),
    ]


def test_check_comes_back_as_it_was_kept(store: Store, run: int) -> None:
    check = Check(
        question=Question.REGISTRATION,
        subject="10.1/a",
        authority=Authority.DOI_ORG,
        asked_at=tiny.at(0),
        url="https://doi.org/api/handles/10.1/a",
        status=200,
        hops=((301, "http://doi.org/"),),
        facts={"code": 1, "name": "Ünï"},
        rule_version="1",
    )
    number = store.keep_check(run, check)
    assert store.checks_of("10.1/a") == [replace(check, id=number)]
    assert store.checks_of("10.1/a", Question.AGENCY) == []


def test_search_finds_without_diacritics(store: Store, run: int) -> None:
    text = Block(kind=BlockKind.PARAGRAPH, text="Die Übung für den Rücken")
    tiny.keep(store, run, replace(FULL, blocks=(text,)))
    found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'ubung rucken'"
    assert tiny.rows(store, found) == [(1,)]
    tiny.keep(store, run, replace(FULL, fetched_at=tiny.at(1), capture_id="c1"))
    assert tiny.rows(store, found) == [(0,)]
    store.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    assert check_search(store.db) == ["articles"]


CHANGES = ["title = title || ' zebra'", "authors = 'zebra'", "text = text || ' zebra'"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_was_changed_behind_its_index_is_set_right(
    store: Store, run: int, change: str
) -> None:
    """As by a flipped bit: FTS5 takes it for damage of its own when the row changes again."""
    tiny.keep(store, run, FULL)
    searched = "SELECT title, authors, text FROM articles"
    before = tiny.rows(store, searched)
    triggers = tiny.rows(store, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in triggers:
        store.db.execute(f"DROP TRIGGER {name}")
    store.db.execute(f"UPDATE articles SET {change}")
    for _, sql in triggers:
        store.db.execute(sql)
    assert mend_search(store.db) == ["articles"]
    with store.rereading():
        tiny.keep(store, run, FULL)
    assert tiny.rows(store, searched) == before
    assert mend_search(store.db) == []


def test_a_damaged_index_is_said_to_be_one(store: Store, run: int) -> None:
    """The file is not: nobody need give up checks and findings for an index."""
    tiny.keep(store, run, FULL)
    store.db.execute("UPDATE articles_fts_data SET block = x'ffffffffff' WHERE id > 10")
    look = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'x*'"
    said = "search index of .*makes the index anew"
    with pytest.raises(UnreadableDatabase, match=said), store.unit():
        store.db.execute(look).fetchall()
    assert mend_search(store.db) == ["articles"]
    assert check_search(store.db) == []


@pytest.mark.parametrize(
    ("change", "look"),
    [
        ("title = CAST(x'c3' AS TEXT)", "SELECT title FROM pages"),
        ("title = '{'", "SELECT json_extract(title, '$.x') FROM pages"),
    ],
)
def test_a_text_with_a_flipped_bit_is_damage_and_no_defect(
    store: Store, run: int, change: str, look: str
) -> None:
    tiny.keep(store, run, FULL)
    store.db.execute(f"UPDATE pages SET {change}")
    with pytest.raises(UnreadableDatabase, match="it is damaged"), store:
        store.db.execute(look).fetchall()


def test_every_table_column_and_view_is_described(store: Store) -> None:
    described = descriptions()
    assert TABLES.count("CREATE TABLE") == len(described)
    for table, (intro, columns) in described.items():
        assert intro[0].isupper()
        assert intro.rstrip(")").endswith((".", "?"))
        actual = [column.name for column in store.db.table(table).columns]
        assert actual == list(columns)
    assert set(view_descriptions()) == set(VIEWS)
    assert all(text.endswith((".", "?")) for text in view_descriptions().values())


def test_migrations_are_known_by_name() -> None:
    assert migration_names()[0] == "0001_initial"
