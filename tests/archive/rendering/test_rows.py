"""Renderings are records that prove themselves, and rows that can be made of them again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from archive.crawls import committed_ends
from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.rendering.rows import NOT_RENDERED, due, keep, restore
from archive.warc.captures import recover, walk
from archive.warc.files import warc_files
from archive.warc.parsing import Record, parse
from archive.warc.renderings import is_rendering, sources_of
from tests.archive.rendering.drawn import PNG, URL, Drawn, writer_in


@pytest.fixture
def drawn(tmp_path: Path) -> Drawn:
    return Drawn(tmp_path / "small")


def record_of(drawn: Drawn, row: dict[str, object]) -> Record:
    data = (drawn.captures / str(row["warc_file"])).read_bytes()
    start = int(str(row["warc_offset_bytes"]))
    packed = data[start : start + int(str(row["warc_length_bytes"]))]
    record, problems = parse(gzip.decompress(packed))
    assert problems == []
    assert record is not None
    return record


def test_records_and_rows(drawn: Drawn) -> None:
    drawn.keep()
    dom, view = drawn.renderings()
    record = record_of(drawn, view)
    assert (record.kind, record.target) == ("conversion", f"urn:view:{URL}")
    assert record.address == URL
    assert record.block == PNG
    assert record.field("WARC-Refers-To") == f"<urn:uuid:{drawn.read}>"
    assert sources_of(record) == {drawn.read, drawn.sheet, drawn.picture}
    assert record_of(drawn, dom).block.decode() == drawn.drawing.dom
    assert json.loads(str(view["parts_json"])) == [drawn.sheet, drawn.picture]
    assert (view["width"], view["height"], view["page_height"]) == (1280, 800, 900)
    assert (view["refused"], view["is_scripted"]) == (3, 0)
    assert view["rendered_at"] == "2026-03-02T09:30:00.123Z"


def test_they_are_no_captures_and_the_check_knows_them(drawn: Drawn) -> None:
    drawn.keep()
    checked = check_files(warc_files(drawn.captures))
    assert len(checked.renderings) == 2
    assert checked.records["conversion"] == 2
    wrong = [*checked.anomalies, *check_rows(drawn.store.db, drawn.store.path, checked)]
    assert [a for a in wrong if a.is_damage] == []
    drawn.store.db.execute("UPDATE renderings SET warc_offset_bytes = 3 WHERE kind = 'dom'")
    drawn.store.db.execute("DELETE FROM renderings WHERE kind = 'view'")
    found = {a.kind: a.message for a in check_rows(drawn.store.db, drawn.store.path, checked)}
    assert sorted(found) == ["moved_record", "stray_record"]
    assert "rendering" in found["moved_record"]
    drawn.path.rename(drawn.path.with_name("elsewhere"))  # its records bear no digests of ours
    assert list(walk(drawn.captures)) == []


def test_rows_come_back_from_the_files(drawn: Drawn) -> None:
    drawn.keep()
    before = drawn.renderings()
    assert restore(drawn.store, drawn.captures, drawn.run) == 0
    drawn.store.db.execute("DELETE FROM renderings")
    assert restore(drawn.store, drawn.captures, drawn.run) == 2
    assert drawn.renderings() == before


def test_rows_do_not_come_back_without_their_capture(drawn: Drawn) -> None:
    drawn.keep()
    drawn.store.db.execute("DELETE FROM renderings")
    drawn.store.db.execute("DELETE FROM pages")
    drawn.store.db.execute("DELETE FROM captures WHERE id = ?", [drawn.read])
    assert restore(drawn.store, drawn.captures, drawn.run) == 0


def test_what_a_crash_left_is_cut_behind_the_last_rendering(drawn: Drawn) -> None:
    writer = writer_in(drawn.captures)
    keep(drawn.store, writer, drawn.run, drawn.drawing)
    writer.copy(b"the beginning of a record")
    writer.abandon()
    [cut] = recover(drawn.captures, committed_ends(drawn.store.db))
    assert cut.read_bytes() == b"the beginning of a record"
    checked = check_files(warc_files(drawn.captures))
    found = check_rows(drawn.store.db, drawn.store.path, checked)
    assert [a for a in found if a.is_damage] == []


def test_what_is_due(drawn: Drawn) -> None:
    conn = drawn.store.db.conn

    def waiting(width: int = 1280, *, is_scripted: bool = False, again: bool = False) -> list[str]:
        found = due(conn, is_scripted=is_scripted, width=width, again=again)
        return [identity for identity, _ in found]

    assert waiting() == [drawn.read]
    drawn.keep()
    assert waiting() == []
    assert waiting(360) == waiting(is_scripted=True) == [drawn.read]
    same = drawn.capture("/en/page.htm", b"", status=304, revisit_of=drawn.read)
    conn.execute("UPDATE pages SET capture_id = ?", [same])
    assert waiting() == []
    new = drawn.capture("/en/page.htm", "<p>Other</p>", moment="2026-03-08T08:00:00.000Z")
    conn.execute("UPDATE pages SET capture_id = ?", [new])
    assert waiting() == [new]
    drawn.put("issues", run_id=drawn.run, code=NOT_RENDERED, message="Too slow.", capture_id=new)
    assert waiting() == []
    assert waiting(again=True) == [new]


@pytest.mark.parametrize(
    ("why", "field", "value"),
    [
        ("a screenshot of another tool", "WARC-JSON-Metadata", "{}"),
        ("not JSON", "WARC-JSON-Metadata", "{"),
        ("facts of another shape", "WARC-JSON-Metadata", '{"rendering": {"width": "1"}}'),
        ("a list", "WARC-JSON-Metadata", "[]"),
        ("another kind of record", "WARC-Type", "resource"),
        ("an address of the web", "WARC-Target-URI", URL),
        ("no date", "WARC-Date", "yesterday"),
    ],
)
def test_what_is_no_rendering(drawn: Drawn, why: str, field: str, value: str) -> None:
    drawn.keep()
    record = record_of(drawn, drawn.renderings()[0])
    assert is_rendering(record)
    fields = tuple((n, value if n == field else v) for n, v in record.fields)
    other = Record(version="1.1", fields=fields, block=record.block)
    assert not is_rendering(other), why
    assert sources_of(other) == frozenset()
