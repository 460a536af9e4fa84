"""Rows proved against the bytes they were read from, and against bytes that were changed."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable

import pytest

from archive.opening import UnreadableDatabase
from archive.proof.proving import CannotProve, Proof, prove, prove_in
from archive.proof.rereading import reread
from tests.archive.proof.small_archive import HOST, MOMENT, PAGE, REFERENCE, Small


def proof_of(small: Small, table: str, key: str) -> Proof:
    return prove(small.store.db.conn, small.captures, table, key)


ROWS = [
    ("bibliography", "ref", "Liu, L., Skinner&nbsp;M."),
    ("mentions", "text", "10.1155/2015/32819</a>"),
    ("mentions", "href", 'https://doi.org/10.1155/2015/32819">'),
    ("links", "pain", '/en/pain.htm">'),
    ("link_mentions", "link", '/en/pain.htm">'),
    ("terms", "term", "needles"),
    ("findings", "finding", "10.1155/2015/32819</a>"),
]


@pytest.mark.parametrize(("table", "key", "begins"), ROWS)
def test_a_row_is_proved(table: str, key: str, begins: str, small: Small) -> None:
    small.acupuncture()
    proof = proof_of(small, table, key)
    assert proof.is_proved, proof
    shown = proof.passages[0]
    assert shown.start is not None
    assert shown.start_byte is not None
    assert PAGE[shown.start :].startswith(begins)
    assert (
        PAGE.encode()[shown.start_byte : shown.end_byte] == PAGE[shown.start : shown.end].encode()
    )
    before = PAGE[: shown.start]
    assert (shown.line, shown.column) == (
        before.count("\n") + 1,
        len(before) - before.rfind("\n"),
    )
    assert shown.before + shown.passage + shown.after in PAGE + "…" or "…" in shown.after


def test_an_article_is_proved_block_by_block(small: Small) -> None:
    _, page = small.acupuncture()
    proof = proof_of(small, "articles", page)
    assert proof.is_proved
    assert [p.field for p in proof.passages] == ["title", "text", "text"]
    assert proof.passages[2].printed == REFERENCE


def test_no_visitor_has_a_long_page_searched_ten_thousand_times(small: Small) -> None:
    _, page = small.acupuncture()
    db, most = small.store.db.conn, 3 * len(PAGE)
    assert prove(db, small.captures, "articles", page, max_searched=most).is_proved
    proof = prove(db, small.captures, "articles", page, max_searched=most - 1)
    assert not proof.is_proved
    assert f"patientline prove articles {page}" in proof.passages[1].said


@pytest.mark.parametrize("table", ["pages", "captures"])
def test_pages_and_captures(table: str, small: Small) -> None:
    capture, page = small.acupuncture(gzipped=True)
    assert proof_of(small, table, page if table == "pages" else capture).is_proved


def test_a_passage_that_does_not_stand_there_is_not_proved(small: Small) -> None:
    small.acupuncture()
    with small.store.unit():
        small.store.db.conn.execute("UPDATE bibliography SET printed = replace(printed, '5', '6')")
    proof = proof_of(small, "bibliography", "ref")
    assert not proof.is_proved
    assert all(step.is_ok for step in proof.steps)
    assert "at line 5" in proof.passages[0].said
    assert "where the row has “6" in proof.passages[0].said


def test_a_revisit_is_proved_by_its_original(small: Small) -> None:
    first, _ = small.acupuncture()
    again = small.capture("/en/acupuncture.htm", "", revisit_of=first, status=304)
    with small.store.unit():
        small.store.db.conn.execute("UPDATE bibliography SET capture_id = ?", (again,))
    proof = proof_of(small, "bibliography", "ref")
    assert proof.is_proved, proof
    assert proof.original is not None
    assert proof.original["id"] == first
    assert {s.name for s in proof.steps} >= {"revisit", "original payload"}


CHANGES: list[tuple[str, str, Callable[[bytes], bytes]]] = [
    ("nothing there", "file", lambda data: b""),
    ("cut off", "file", lambda data: data[:-20]),
    ("no gzip", "gzip", lambda data: b"\0" * len(data)),
    ("moved by a byte", "gzip", lambda data: b"\0" + data[:-1]),
]


@pytest.mark.parametrize(("why", "step", "change"), CHANGES)
def test_damage_is_a_step_that_failed(
    why: str, step: str, change: Callable[[bytes], bytes], small: Small
) -> None:
    small.acupuncture()
    small.path.write_bytes(change(small.path.read_bytes()))
    proof = proof_of(small, "bibliography", "ref")
    assert not proof.is_proved
    assert [s.name for s in proof.steps if not s.is_ok] == [step], why
    assert not proof.passages[0].is_found


def test_no_flipped_bit_is_overlooked(small: Small) -> None:
    capture, _ = small.acupuncture()
    [[offset, length]] = small.store.db.execute(
        "SELECT warc_offset_bytes, warc_length_bytes FROM captures"
    ).fetchall()
    sound = small.path.read_bytes()
    record = gzip.decompress(sound[offset : offset + length])
    chance = random.Random(7)
    unchanged = 0
    for _ in range(300):
        data = bytearray(sound)
        at = chance.randrange(offset, offset + length)
        data[at] ^= 1 << chance.randrange(8)
        small.path.write_bytes(data)
        # Some bits mean nothing: the time in the head of a gzip member, what fills its last byte.
        if proof_of(small, "captures", capture).is_proved:
            assert gzip.decompress(data[offset : offset + length]) == record
            unchanged += 1
    assert unchanged < 30


IDENTITIES = [
    ("another record", {"id": "00000000-0000-4000-8000-000000000000"}, "record"),
    ("another address", {"url": f"{HOST}/other.htm"}, "record"),
    ("another time", {"fetched_at": "2026-03-02T08:00:00.000Z"}, "record"),
    ("another digest", {"payload_sha256": "0" * 64}, "payload"),
    ("another file", {"warc_file": "other.warc.gz"}, "file"),
    ("a file outside", {"warc_file": "../crawl.db"}, "file"),
    ("a hidden file", {"warc_file": ".hidden"}, "file"),
    ("another place", {"warc_offset_bytes": 0}, "gzip"),
    ("a place before the file", {"warc_offset_bytes": -5}, "file"),
    ("too long", {"warc_length_bytes": 10**12}, "file"),
]


@pytest.mark.parametrize(("why", "change", "step"), IDENTITIES)
def test_a_row_that_names_something_else(
    why: str, change: dict[str, object], step: str, small: Small
) -> None:
    small.capture("/a.htm", "x")
    row = dict(next(iter(small.store.db.query("SELECT * FROM captures")))) | change
    read = reread(small.captures, row)
    assert step in [s.name for s in read.steps if not s.is_ok], why


def test_what_is_no_text_is_said_to_be_none(small: Small) -> None:
    capture = small.capture("/a.odt", b"PK\x03\x04", mime="application/zip", charset="")
    page = small.page("/a.odt", capture, charset="")
    proof = proof_of(small, "pages", page)
    assert not proof.is_proved
    assert "application/zip: a passage cannot be pointed at" in proof.passages[0].said


def test_a_body_that_cannot_be_decoded_is_said_so(small: Small) -> None:
    capture = small.capture("/a.htm", b"\x1f\x8b broken", headers="Content-Encoding: gzip\r\n")
    page = small.page("/a.htm", capture)
    proof = proof_of(small, "pages", page)
    assert [s.name for s in proof.steps if not s.is_ok] == ["coding"]
    assert not any(p.is_found for p in proof.passages)


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-7", "utf-16le", "utf-8"])
def test_bytes_are_counted_in_the_encoding_of_the_page(charset: str, small: Small) -> None:
    title = "Σκολίωση" if charset != "windows-1252" else "Rücken"
    source = f"<html><title>{title}</title><h1>{title}</h1>"
    body = source.encode(charset)
    capture = small.capture("/a.htm", body, charset="")
    page = small.page("/a.htm", capture, title=title, html_title=title, charset=charset)
    proof = proof_of(small, "pages", page)
    assert proof.is_proved, proof
    for shown in proof.passages:
        assert body[shown.start_byte : shown.end_byte].decode(charset) == title


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ("runs", "1", "runs is not read from captures"),
        ("pages; DROP TABLE pages", "1", "is not read from captures"),
        ("pages", "nope", "pages has no row nope"),
    ],
)
def test_what_cannot_be_asked(table: str, key: str, said: str, small: Small) -> None:
    with pytest.raises(CannotProve, match=said):
        prove_in(small.folder, table, key)


def test_no_database(small: Small) -> None:
    with pytest.raises(CannotProve, match="does not exist"):
        prove_in(small.captures, "pages", "x")


def test_a_damaged_schema_is_told_as_damage(small: Small) -> None:
    """SQLite quotes it in a message that then cannot be decoded."""
    capture, _ = small.acupuncture()
    small.store.close()
    database = small.folder / "crawl.db"
    data = database.read_bytes()
    start = data.index(b"tablecapturescaptures")
    end = data.index(b"CREATE TABLE", start) + len(b"CREATE TABLE")
    harmed = data[start:end].replace(b"TABLE", b"T\xffBLE")
    harmed = harmed.replace(b"capturescaptures", b"\xffaptures\xffaptures")
    database.write_bytes(data[:start] + harmed + data[end:])
    with pytest.raises(UnreadableDatabase, match="it is damaged"):
        prove_in(small.folder, "captures", capture)


@pytest.mark.parametrize(("is_kept", "is_proved"), [(True, True), (False, False)])
def test_what_the_crawl_says_of_a_link_is_proved_by_its_capture(
    is_kept: bool, is_proved: bool, small: Small
) -> None:
    capture, _ = small.acupuncture()
    small.put(
        "checks",
        id=7,
        run_id=small.run,
        question="link",
        subject=f"https://{HOST}/en/acupuncture.htm",
        authority="own_crawl",
        asked_at=MOMENT,
        url=f"https://{HOST}/en/acupuncture.htm",
        facts_json=json.dumps({"capture": capture if is_kept else None}),
        rule_version="own_crawl/1",
    )
    assert proof_of(small, "checks", "7").is_proved is is_proved
