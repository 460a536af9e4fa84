"""The check of an archive reads what verification was answered: each record, digest and row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from archive.evidence.exchanges import FOLDER, restore
from archive.integrity.checking import Checked, check_files
from archive.integrity.rows import check_rows
from archive.records import KeptBodies
from archive.store import Store
from archive.warc.files import warc_files
from tests.archive.evidence.test_exchanges import BODY, check, exchange, exchanges_in, keep


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A redirect, two answers and a failure, kept by two runs: two sealed files."""
    keep(tmp_path, check(exchange(b"", 302), exchange()), check(exchange(status=None, error="x")))
    keep(tmp_path, check(exchange(b"<p>page"), name="b"))
    return tmp_path


def found_in(folder: Path) -> list[tuple[str, str, int | None]]:
    """What is wrong, as (kind, file, offset)."""
    evidence = check_files(warc_files(folder / FOLDER))
    with Store.open(folder / "crawl.db") as store:
        evidence.anomalies += check_rows(store.db, store.path, Checked(), evidence)
    return [(a.kind, a.file, a.offset) for a in evidence.anomalies]


def change_rows(sql: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "crawl.db")) as db, db:
            db.execute(sql)

    return change


def flip_a_bit(folder: Path) -> None:
    row = exchanges_in(folder)[1]
    path = folder / FOLDER / str(row["warc_file"])
    data = bytearray(path.read_bytes())
    data[int(str(row["warc_offset_bytes"])) + 40] ^= 1
    path.write_bytes(data)


def lose_a_file(folder: Path) -> None:
    warc_files(folder / FOLDER)[-1].unlink()


def cut_the_end(folder: Path) -> None:
    path = warc_files(folder / FOLDER)[-1]
    path.write_bytes(path.read_bytes()[:-5])


def lose_the_folder(folder: Path) -> None:
    for path in (folder / FOLDER).iterdir():
        path.unlink()


DAMAGES = [
    ("a bit flipped", flip_a_bit, {"seal", "corrupt", "lost_record"}),
    ("a file gone", lose_a_file, {"lost_record"}),
    ("cut short", cut_the_end, {"seal", "truncated", "lost_record"}),
    ("all files gone", lose_the_folder, {"lost_record"}),
    ("a row says another digest",
     change_rows(f"UPDATE exchanges SET payload_sha256 = '{'0' * 64}' WHERE status = 302"),
     {"row_digest"}),
    ("a row says another place", change_rows("UPDATE exchanges SET warc_offset_bytes = 3"),
     {"moved_record"}),
    ("a row is gone, the check still names it",
     change_rows(f"DELETE FROM exchanges WHERE bytes = {len(BODY)}"),
     {"stray_record", "dangling_row"}),
]  # fmt: skip


def test_sound_evidence_is_found_sound(folder: Path) -> None:
    assert found_in(folder) == []


@pytest.mark.parametrize(("why", "damage", "expected"), DAMAGES, ids=[d[0] for d in DAMAGES])
def test_damage_is_named(
    folder: Path, why: str, damage: Callable[[Path], None], expected: set[str]
) -> None:
    damage(folder)
    assert {kind for kind, _, _ in found_in(folder)} == expected, why


def test_every_byte_of_the_last_record_counts(folder: Path) -> None:
    path = warc_files(folder / FOLDER)[-1]
    whole = path.read_bytes()
    start = int(str(exchanges_in(folder)[-1]["warc_offset_bytes"]))
    for end in range(start + 1, len(whole)):
        path.write_bytes(whole[:end])
        assert not check_files([path]).is_sound, end


def test_what_is_rolled_back_leaves_no_record_that_no_row_knows(folder: Path) -> None:
    with Store.open(folder / "crawl.db") as store:
        run = store.begin_run("verify", "sample", {})
        with store.keeping_exchanges(KeptBodies.ALL, "sample", ""):
            with store.unit():
                store.keep_check(run, check(exchange(b"kept"), name="c"))
            lost = check(exchange(b"rolled back"), name="d")
            with suppress(RuntimeError), store.unit():
                store.keep_check(run, lost)
                raise RuntimeError
            with store.unit():  # the same answer again, as whoever tries once more does
                store.keep_check(run, lost)
    assert {kind for kind, _, _ in found_in(folder)} == {"cut_tail"}
    assert [row["bytes"] for row in exchanges_in(folder)][-2:] == [4, 11]


def test_a_run_that_is_at_work_is_no_damage(folder: Path) -> None:
    path = warc_files(folder / FOLDER)[-1]
    path.rename(path.with_name(path.name + ".open"))
    change_rows("UPDATE checks SET exchange_id = NULL WHERE id = 3")(folder)
    change_rows("DELETE FROM exchanges WHERE bytes = 7")(folder)
    assert {kind for kind, _, _ in found_in(folder)} == {"left_open", "unacknowledged"}


def test_rows_come_back_from_the_files_of_a_lost_database(folder: Path) -> None:
    unknown = {"run_id": 1, "previous_id": None}
    before = [row | unknown for row in exchanges_in(folder)]
    for path in folder.glob("crawl.db*"):
        path.unlink()
    with Store.open(folder / "crawl.db") as store:
        run = store.begin_run("replay", "sample", {})
        with store.unit():
            assert restore(store.db.conn, folder, run, is_lost=True) == 3
        with store.unit():
            assert restore(store.db.conn, folder, run, is_lost=True) == 0
    assert exchanges_in(folder) == before
    assert found_in(folder) == []
