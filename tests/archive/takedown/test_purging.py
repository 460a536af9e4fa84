"""A purge takes away what is meant and nothing else, and may be killed at any moment."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.crawls import capture_by_id
from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.opening import StoreError
from archive.records import Authority, KeptBodies
from archive.soundness import check_site
from archive.store import Store
from archive.takedown import purging, replacing
from archive.takedown.hiding import Decision, barred_addresses, hidden, hide, lift, takedowns
from archive.takedown.rewriting import CannotRewrite
from archive.takedown.targets import NoTarget, addresses_of, same_bytes_elsewhere, target_of
from archive.warc.captures import read_exchange
from archive.warc.files import warc_files
from tests.archive import tiny
from tests.archive.evidence import test_exchanges as answered
from tests.archive.warc.test_captures import answer, failure, writer

MARKER = "quetzalcoatlus"
SECRET, OTHER = f"{tiny.SITE}/secret.htm", f"{tiny.SITE}/other.htm"
DECISION = Decision(who="A. Archivist", why="asked for", at="2026-03-01T12:00:00.000Z")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page that is to go (an answer, a revisit, a failed try) and one to stay."""
    folder = tmp_path_factory.mktemp("made")
    out = writer(folder / "captures")
    with Store.open(folder / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        first = None
        for number in range(2):
            for url, word in ((SECRET, MARKER), (OTHER, "plain")):
                exchange = answer(
                    body=f"<p>{word} {number if url == OTHER else 0}".encode(),
                    interim=f"HTTP/1.1 103 Early Hints\r\nLink: </{word}>\r\n\r\n".encode(),
                )
                before = first if url == SECRET else None
                capture = out.write(replace(exchange, url=url), revisit_of=before)
                assert capture is not None
                store.keep_capture(run, capture)
                first = capture if url == SECRET and first is None else first
                record = tiny.page(url, f"About {word}.", title=word)
                store.keep_page(run, replace(record, capture_id=capture.id))
            no_answer = b"HTTP/1.1 100 " + MARKER.encode()
            out.write(replace(failure(), url=SECRET, raw_response=no_answer))
            out.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "site")
    return tmp_path / "site"


def held_bytes(folder: Path) -> bytes:
    """All that lies in the folder, unpacked."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    return b"".join(
        gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in files
    )


def purge(folder: Path) -> None:
    """What the command does."""
    with Store.open(folder / "crawl.db") as store:
        if purging.is_unfinished(store.db):
            purging.finish(store, folder / "captures")
        target = target_of(store.db.conn, SECRET)
        purging.purge(store, folder / "captures", target, DECISION)
        purging.finish(store, folder / "captures")
        purging.complete(store, DECISION.at)


def check_rest(folder: Path) -> None:
    """The other page is there as it was, and files and rows agree."""
    with Store.open(folder / "crawl.db") as store:
        checked = check_files(warc_files(folder / "captures"))
        checked.anomalies += check_rows(store.db, store.path, checked)
        assert [a for a in checked.anomalies if a.kind != "unfinished_purge"] == []
        kept = store.db.execute("SELECT id FROM captures WHERE url = ?", (OTHER,)).fetchall()
        for number, (identity,) in enumerate(kept):
            capture = capture_by_id(store.db, identity)
            assert capture is not None
            body = read_exchange(folder / "captures", capture).body
            assert body == f"<p>plain {number}".encode()
        assert [u for (u,) in store.db.execute("SELECT url FROM pages WHERE title = 'plain'")] == [
            OTHER
        ]
        found = store.db.execute(
            "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'plain'"
        ).fetchone()
        assert found == (1,)


def test_what_is_purged_is_gone_and_the_rest_is_as_it_was(folder: Path) -> None:
    assert MARKER.encode() in held_bytes(folder)
    purge(folder)
    assert MARKER.encode() not in held_bytes(folder)
    check_rest(folder)
    assert not list((folder / "captures").glob("*.rewrite"))
    records = check_files(warc_files(folder / "captures")).records
    assert records == {"warcinfo": 2, "request": 2, "response": 2, "metadata": 2}
    with Store.open(folder / "crawl.db") as store:
        stones = takedowns(store.db.conn)
        assert [(s.state, s.url, bool(s.capture_id)) for s in stones] == [
            ("purged", SECRET, False),
            ("purged", SECRET, True),
            ("purged", SECRET, True),
        ]
        assert {s.payload_sha256 for s in stones if s.capture_id} != {""}
        assert barred_addresses(store.db.conn) == {SECRET}


def killed_at(step: int, folder: Path) -> bool:
    """Purge in a process that dies before its n-th step; whether it came to that step."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    left = step

    def mortal(function: Callable) -> Callable:
        def call(*arguments, **more):
            nonlocal left
            if not left:
                os._exit(9)  # no clean-up, as by kill -9
            left -= 1
            return function(*arguments, **more)

        return call

    try:
        for owner, name in (
            (os, "replace"), (purging, "rewrite"), (purging, "move_rows"), (purging, "note_purged"),
            (purging, "forget"), (replacing, "seal"), (purging, "scrub"),
            (purging, "enable_search"), (purging, "complete"),
        ):  # fmt: skip
            setattr(owner, name, mortal(getattr(owner, name)))
        purge(folder)
        os._exit(0)
    finally:
        os._exit(1)


def test_a_purge_may_be_killed_at_any_step(made: Path, tmp_path: Path) -> None:
    step = 0
    while True:
        folder = tmp_path / str(step)
        shutil.copytree(made, folder)
        if not killed_at(step, folder):
            break
        with Store.open(folder / "crawl.db") as store:  # as a crawl or replay begins
            purging.replace_files(store.db, folder / "captures")
        check_rest(folder)
        purge(folder)
        assert MARKER.encode() not in held_bytes(folder), step
        check_rest(folder)
        step += 1
    assert step > 12


def test_what_a_killed_verification_left_open_is_closed_first(folder: Path) -> None:
    out = writer(folder / "evidence")
    out.write(answer(body=MARKER.encode()))
    out.abandon()
    purge(folder)
    assert [p.name for p in (folder / "evidence").iterdir()] == []


def test_what_verification_was_answered_at_an_address_goes(folder: Path) -> None:
    """Of a page of others, say: be it an answer, or what came instead of one."""
    url = "https://elsewhere.test/story.htm"
    there = answered.exchange(MARKER.encode(), url=url)
    failed = answered.exchange(status=None, url=url, raw_response=MARKER.encode(), error="reset")
    stays = answered.exchange(b"stays")
    answered.keep(
        folder,
        answered.check(there, authority=Authority.WEB, name="a"),
        answered.check(failed, authority=Authority.WEB, name="b"),
        answered.check(stays, name="c"),
        bodies=KeptBodies.ALL,
    )
    with Store.open(folder / "crawl.db") as store:
        removed = purging.purge(store, folder / "captures", target_of(store.db.conn, url), DECISION)
        purging.complete(store, DECISION.at)
    assert removed >= 4
    evidence = held_bytes(folder / "evidence")
    assert (MARKER.encode() in evidence, b"stays" in evidence) == (False, True)
    assert [row["url"] for row in answered.exchanges_in(folder)] == [answered.URL]
    assert check_site(folder).is_sound


def test_a_damaged_file_is_not_rewritten(folder: Path) -> None:
    path = sorted((folder / "captures").glob("*.gz"))[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(CannotRewrite, match="is damaged at byte"):
        purge(folder)
    assert path.read_bytes() == data
    with Store.open(folder / "crawl.db") as store:
        assert takedowns(store.db.conn) == []


def test_a_capture_stands_for_those_that_say_the_same(folder: Path) -> None:
    with Store.open(folder / "crawl.db") as store:
        conn = store.db.conn
        ids = {i for (i,) in conn.execute("SELECT id FROM captures WHERE url = ?", (SECRET,))}
        revisit = conn.execute("SELECT id FROM captures WHERE revisit_of IS NOT NULL").fetchone()[0]
        assert target_of(conn, revisit).captures == ids
        assert target_of(conn, revisit).addresses == frozenset()
        assert same_bytes_elsewhere(conn, ids) == []
        with pytest.raises(NoTarget, match="no capture of this archive"):
            target_of(conn, "nothing")


def test_hiding_is_taken_back(folder: Path) -> None:
    with Store.open(folder / "crawl.db") as store:
        conn = store.db.conn
        target = target_of(conn, SECRET)
        with store.unit():
            assert hide(conn, target, DECISION) == 1
            assert hide(conn, target, DECISION) == 0, "once"
        assert hidden(conn) == target
        assert barred_addresses(conn) == frozenset(), "its crawl goes on"
        with store.unit():
            assert lift(conn, target, DECISION) == 1
        assert not hidden(conn).captures
        assert [t.ended_by for t in takedowns(conn)] == ["A. Archivist"]


ALIASES = [
    ("another name of the page", "same_content", True),
    ("the page under another host", "host", True),
    ("a redirect is a page of its own as long as only it is named", "redirect", False),
]


@pytest.mark.parametrize(("why", "reason", "is_meant"), ALIASES, ids=[a[0] for a in ALIASES])
def test_addresses_of_one_page(folder: Path, why: str, reason: str, is_meant: bool) -> None:
    alias = f"{tiny.SITE}/alias.htm"
    with Store.open(folder / "crawl.db") as store, store.unit():
        conn = store.db.conn
        conn.execute(
            "INSERT INTO page_aliases (url, page_id, reason, first_seen_at) "
            "SELECT ?, id, ?, first_seen_at FROM pages WHERE url = ?",
            (alias, reason, SECRET),
        )
        assert addresses_of(conn, [SECRET]) == {SECRET, alias}
        assert (SECRET in addresses_of(conn, [alias])) is is_meant


class Full:
    """A connection whose disk is full as soon as it comes to a statement."""

    def __init__(self, conn: sqlite3.Connection, statement: str) -> None:
        self._conn = conn
        self._statement = statement

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if sql.startswith(self._statement):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return self._conn.execute(sql, *values)

    def __getattr__(self, name: str) -> object:
        return getattr(self._conn, name)


@pytest.mark.parametrize("statement", ["DROP TABLE IF EXISTS news_fts", "VACUUM"])
def test_a_disk_that_is_full_while_it_cleans_up_is_told_and_made_up_for(
    folder: Path, statement: str
) -> None:
    with Store.open(folder / "crawl.db") as store:
        target = target_of(store.db.conn, SECRET)
        purging.purge(store, folder / "captures", target, DECISION)
        conn = store.db.conn
        store.db.conn = Full(conn, statement)
        with pytest.raises(StoreError, match="is full"):
            purging.finish(store, folder / "captures")
        store.db.conn = conn
    with Store.open(folder / "crawl.db") as store:
        purging.finish(store, folder / "captures")
        purging.complete(store, DECISION.at)
    assert MARKER.encode() not in held_bytes(folder)
    check_rest(folder)
