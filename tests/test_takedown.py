"""What is taken down of the sample site is nowhere to be found; all else is as before."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from archive.integrity.checking import check_files
from archive.warc.files import warc_files
from archive.warc.members import pieces_of
from archive.warc.parsing import parse
from crawler.__main__ import patientline
from tests.sample_runs import SampleRun, rows

URL = "https://www.eurospinepatientline.test/en/where-the-evidence-lives.htm"
MARKERS = (b"A study that nobody can find", b"10.9999/nowhere.2020.1")
"""A sentence and a DOI name that this page alone prints."""
FORMS = tuple(form for m in MARKERS for form in (m, m.replace(b" ", b"+"), m.replace(b"/", b"%2F")))
DECISION = ("--who", "A. Archivist", "--why", "asked for by its author")


@pytest.fixture
def data(whole_run: SampleRun, tmp_path: Path) -> Path:
    """A copy of the crawled, verified, reported and published sample, with a package."""
    shutil.copytree(whole_run.data, tmp_path / "data")
    ask(tmp_path / "data", "archive", "wacz")
    return tmp_path / "data"


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they unpack to."""
    if path.suffix == ".wacz":
        with ZipFile(path) as opened:
            for name in opened.namelist():
                content = opened.read(name)
                yield gzip.decompress(content) if name.endswith(".gz") else content
    elif path.suffix == ".gz":
        yield gzip.decompress(path.read_bytes())
    else:
        yield path.read_bytes()


def holding(folder: Path) -> set[str]:
    """Names of the files in which one of the markers stands, in whatever case."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        for content in contents(path)
        if any(form.lower() in content.lower() for form in FORMS)
    }


def responses(folder: Path) -> dict[str, str]:
    """URL of each response to the digest of its record as it lies in the file."""
    found = {}
    for path in folder.glob("*.warc.gz"):
        data = path.read_bytes()
        for piece in pieces_of(path):
            record, _ = parse(piece.data)
            if record is not None:
                packed = data[piece.offset : piece.offset + piece.length]
                found[record.id] = hashlib.sha256(packed).hexdigest()
    return found


def packed_record(folder: Path) -> bytes:
    """A record of what was asked at the address, as it lies in its file."""
    for path in warc_files(folder):
        for piece in pieces_of(path):
            record, _ = parse(piece.data)
            if record is not None and record.kind == "response" and record.address == URL:
                return path.read_bytes()[piece.offset : piece.offset + piece.length]
    raise AssertionError("nothing was captured there")


def ask(data: Path, *arguments: str | Path) -> str:
    """What a command says of the sample in ``data``; it runs here, to save the start."""
    command = [*map(str, arguments), "--site", "sample", "--data", str(data)]
    ended = CliRunner().invoke(patientline, command, standalone_mode=False)
    assert (ended.exception, ended.return_value) == (None, 0), ended.output
    return ended.output


def test_no_byte_is_left_of_what_is_purged(data: Path) -> None:
    folder = data / "sample"
    for left in (
        ".sample.wacz.new", "captures/.a.warc.gz.new", "reports/.report.json.new",
        ".import-x/0000/a.warc", "published/.building-x/rough.db",
    ):  # fmt: skip
        (folder / left).parent.mkdir(parents=True, exist_ok=True)
        (folder / left).write_bytes(MARKERS[0])  # of commands that were killed
    aside = folder / "old" / "a.damaged.warc.gz"
    aside.parent.mkdir()
    aside.write_bytes(gzip.compress(b""))
    before = holding(folder)
    assert {"crawl.db", "published/archive.db", "reports/report.html", "sample.wacz"} <= before
    records = responses(folder / "captures")
    record = packed_record(folder / "captures")
    assert URL in ask(data, "takedown", "purge", URL, *DECISION, "--dry-run")
    assert holding(folder) == before, "it only says so"

    said = ask(data, "takedown", "purge", URL, *DECISION)
    assert holding(folder) == set()
    assert said.count("outside of the archive") == said.count(f"{aside} lies outside of") == 1
    left = responses(folder / "captures")
    (folder / "captures" / ".a.warc.gz.new").write_bytes(MARKERS[0])
    back = folder / "captures" / "back.warc.gz"
    back.write_bytes(record)  # a file that was away while it was purged
    assert "It was purged before" in ask(data, "takedown", "purge", URL, *DECISION)
    assert back.read_bytes() == b""
    for path in folder.glob("captures/back.*"):
        path.unlink()
    assert (holding(folder), responses(folder / "captures")) == (set(), left)
    assert len(left) == len(records) - 2, "a request and its response"
    assert left.items() <= records.items(), "bit by bit as before"
    assert json.loads(ask(data, "archive", "check", "--json"))["anomalies"] == []

    assert "lifted" not in ask(data, "takedown", "list"), "the purge ended, the takedown did not"
    listed = json.loads(ask(data, "takedown", "list", "--json"))
    assert {(t["state"], t["decided_by"]) for t in listed} == {("purged", "A. Archivist")}
    (stone,) = (t for t in listed if t["capture_id"])
    assert (stone["url"], len(stone["payload_sha256"])) == (URL, 64)
    assert "before" in ask(data, "takedown", "purge", stone["capture_id"], *DECISION, "--dry-run")
    with closing(sqlite3.connect(folder / "crawl.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("articles", "news", "bibliography", "terms"):
            db.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
    assert "gone for good" in ask(data, "takedown", "unhide", URL, *DECISION)


def test_what_is_hidden_is_shown_nowhere_and_comes_back(data: Path) -> None:
    folder = data / "sample"
    shown = {"published/archive.db", "sample.wacz"}
    before = holding(folder)
    counts = "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM findings)"
    published = rows(folder / "published" / "archive.db", counts)

    elsewhere = data / "elsewhere.wacz"
    ask(data, "archive", "wacz", "--output", elsewhere)
    hidden = ask(data, "takedown", "hide", URL, *DECISION)
    for package in (folder / "sample.wacz", elsewhere):
        assert f"{package.resolve()} was written before" in hidden
    settings = json.loads((folder / "published" / "site.json").read_text())
    assert (
        settings["taken_down_at"]
        == json.loads(ask(data, "takedown", "list", "--json"))[0]["decided_at"]
    )
    time.sleep(1)  # packages say when they were made to the second
    ask(data, "archive", "wacz")
    ask(data, "archive", "wacz", "--output", elsewhere)
    assert "was written before" not in ask(data, "takedown", "list")
    left = holding(folder)
    assert not left & shown
    assert not any(name.startswith("reports/") for name in left)
    assert {"crawl.db"} <= left, "the archive itself keeps it"
    ask(data, "archive", "check", folder / "sample.wacz")
    assert check_files(warc_files(folder / "captures")).is_sound

    assert "Shown again." in ask(data, "takedown", "unhide", URL, "--who", "B", "--why", "agreed")
    listed = ask(data, "takedown", "list")
    assert re.search(
        r"lifted  \S+  https?://\S+\n +A\. Archivist: .+\n +lifted \S+, B: agreed\n", listed
    )
    assert listed.endswith("Nothing is taken down.\n")
    ask(data, "archive", "wacz")
    assert holding(folder) == before
    assert rows(folder / "published" / "archive.db", counts) == published
