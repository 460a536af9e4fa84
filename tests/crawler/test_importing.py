"""``patientline archive import``: what other tools captured is read as our own captures are."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from archive.records import Capture, Exchange, PageRecord, Source
from crawler import past
from crawler.commands.archive import archive
from crawler.commands.exits import Exit, Misused
from crawler.profile_loading import load_profile
from crawler.reading import Reader
from crawler.replaying import replay
from crawler.scope import Scope
from tests.archive.importing import foreign


def taken_in(data: Path, *files: Path) -> int:
    arguments = ["import", "--quiet", "--site", foreign.SITE, "--data", str(data)]
    done: int = archive.main([*arguments, *map(str, files)], standalone_mode=False)
    return done


def rows(data: Path, sql: str) -> list[tuple]:
    (database,) = data.glob("*/crawl.db")
    with closing(sqlite3.connect(database)) as db:
        return db.execute(sql).fetchall()


CONTENT = """
SELECT pages.url, pages.title, pages.first_seen_at, pages.last_seen_at, bibliography.doi
FROM pages LEFT JOIN bibliography ON page_id = pages.id ORDER BY 1, 5"""


def test_pages_references_and_dates_appear_and_a_replay_agrees(tmp_path, capsys) -> None:
    data = tmp_path / "data"
    files = (
        foreign.by_wget(tmp_path / "w.warc.gz", "Rest"),
        foreign.by_browsertrix(tmp_path / "b.wacz", "Back"),
        foreign.by_warcio(tmp_path / "c.warc", "Neck", packed=False),
    )
    assert taken_in(data, *files) == Exit.DONE
    said = capsys.readouterr().out
    assert "Of other sites (cdn.test), kept and not read: 1 capture." in said
    left = (
        "No pages (images, scripts, or what the profile leaves out), kept and not read: 1 capture."
    )
    assert left in said
    found = rows(data, CONTENT)
    assert [(url, title, doi) for url, title, _, _, doi in found] == [
        (f"{foreign.SITE}/{name}", f"About {name}", f"10.1000/{name.lower()}")
        for name in ("Back", "Neck", "Rest")
    ]
    assert found[2][2:4] == ("2019-05-06T07:08:09.000Z", "2019-05-06T07:08:09.000Z")
    assert found[0][2:4] == ("2021-02-03T04:05:06.789Z", "2021-02-04T00:00:00.000Z")
    assert rows(data, "SELECT count(*) FROM captures") == [(6,)]

    assert taken_in(data, *files) == Exit.DONE
    assert capsys.readouterr().out.count("was imported before; nothing is added.") == 3
    assert rows(data, "SELECT count(*) FROM captures") == [(6,)]

    (folder,) = data.iterdir()
    replay(load_profile(foreign.SITE), folder)
    assert rows(data, CONTENT) == found


def test_the_sums_of_an_import_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two.warc").write_bytes(
        foreign.answer("Rest", 2, foreign.page("Back"))
        + foreign.answer("Gone", 3, b"").replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK")
    )
    taken_in(tmp_path / "data", tmp_path / "two.warc")
    said = capsys.readouterr().out
    assert "2 new captures" in said
    assert "Without a page of their own (" in said
    assert "second addresses, the same again): 1 capture." in said
    assert "Read: 1 capture of pages." in said


def test_an_older_page_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "new.warc").write_bytes(
        foreign.answer("Rest", 2, foreign.page("Back"), **{"WARC-Date": "2024-01-01T00:00:00Z"})
    )
    taken_in(data, tmp_path / "new.warc")
    taken_in(data, foreign.by_wget(tmp_path / "old.warc.gz", "Rest"))
    ((_, title, first, last, _),) = rows(data, CONTENT)
    assert (title, first[:4], last[:4]) == ("About Back", "2019", "2024")


def test_what_a_killed_import_had_unpacked_goes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = foreign.by_wget(tmp_path / "w.warc.gz", "Rest")
    taken_in(data, path)
    (database,) = data.glob("*/crawl.db")
    (database.parent / ".import-old" / "0000").mkdir(parents=True)
    taken_in(data, path)
    assert not list(data.glob("*/.import-*"))


def test_of_a_batch_no_more_is_unpacked_than_can_be_read(tmp_path: Path, monkeypatch) -> None:
    unpacked, most = set(), []
    take, read = past.source_of, Reader.read

    def take_note(scope: Scope, exchange: Exchange, capture: Capture, **more: bool) -> Source:
        unpacked.add(capture.url)
        most.append(len(unpacked))
        return take(scope, exchange, capture, **more)

    async def read_on(reader: Reader, source: Source) -> PageRecord:
        record = await read(reader, source)
        unpacked.discard(source.url)
        return record

    monkeypatch.setattr(past, "source_of", take_note)
    monkeypatch.setattr(Reader, "read", read_on)
    monkeypatch.setattr(past.os, "cpu_count", lambda: 2)
    file = tmp_path / "many.warc"
    file.write_bytes(b"".join(foreign.answer(f"Page{at}", at) for at in range(12)))
    taken_in(tmp_path / "data", file)
    assert len(rows(tmp_path / "data", CONTENT)) == len(most) == 12
    assert max(most) == 2


def test_damage_is_said_and_the_rest_is_in(tmp_path, capsys) -> None:
    path = foreign.by_wget(tmp_path / "w.warc.gz", "Rest")
    path.write_bytes(path.read_bytes()[:-20])
    assert taken_in(tmp_path / "data", path) == Exit.INCOMPLETE
    said = capsys.readouterr().out
    assert "1 record left out (truncated): w.warc.gz at byte " in said
    assert len(rows(tmp_path / "data", CONTENT)) == 1
    ((message,),) = rows(tmp_path / "data", "SELECT message FROM issues")
    assert "truncated" in message


def test_why_records_are_left_out_reads_well_of_one_and_of_many(tmp_path, capsys) -> None:
    path = tmp_path / "ahead.warc"
    ahead = {"WARC-Date": "2999-01-01T00:00:00Z"}
    path.write_bytes(b"".join(foreign.answer(f"Page{n}", n, **ahead) for n in (1, 2)))
    assert taken_in(tmp_path / "data", path) == Exit.INCOMPLETE
    said = capsys.readouterr().out
    assert "  2 records left out (dated in the future): ahead.warc at byte 0, " in said


def test_a_package_that_is_not_what_it_says_is_in_and_told_for_good(tmp_path, capsys) -> None:
    path = tmp_path / "b.wacz"
    foreign.by_browsertrix(tmp_path / "whole.wacz", "Back")
    with ZipFile(tmp_path / "whole.wacz") as whole, ZipFile(path, "w") as out:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "datapackage.json":
                listed = [{"path": "archive/rec-1.warc.gz", "hash": "sha256:00"}]
                listed += [{"path": f"archive/lost-{n}.warc.gz"} for n in range(7)]
                data = json.dumps(json.loads(data) | {"resources": listed}).encode()
            out.writestr(name, data)
    assert taken_in(tmp_path / "data", path) == Exit.INCOMPLETE
    said = capsys.readouterr().out.splitlines()
    message = "b.wacz: 4 new captures, 1 other record; the package is not what it says itself."
    assert said[:3] == [
        message,
        "  archive/rec-1.warc.gz does not match its digest.",
        "  archive/lost-0.warc.gz is listed and not there.",
    ]
    assert said[6] == "  … and 4 more like these."
    assert said[7].startswith("  Somebody changed it after it was packed, or")
    assert len(rows(tmp_path / "data", CONTENT)) == 1
    issues = rows(tmp_path / "data", "SELECT code, message FROM issues")
    assert ("import_doubted", said[1].strip()) in issues
    told = "SELECT outcome, message FROM runs"
    assert rows(tmp_path / "data", told) == [("finished", message)]


@pytest.mark.parametrize(
    ("name", "printed"),
    [(b"a\x1b[31m\nb.warc.gz", r"a\x1b[31m\nb.warc.gz"), (b"\xff.warc.gz", r"\udcff.warc.gz")],
)
def test_names_of_files_are_shown_and_not_obeyed(tmp_path, capsys, name, printed) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(foreign.by_wget(tmp_path / "w", "Rest").read_bytes()[:-20])
    assert taken_in(tmp_path / "data", path) == Exit.INCOMPLETE
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{printed}: 1 new capture")
    assert f"left out (truncated): {printed} at byte" in said[1]
    path.write_bytes(b"hello")
    with pytest.raises(Misused) as refused:
        taken_in(tmp_path / "data", path)
    assert printed in str(refused.value)


def test_what_is_no_archive_is_a_misuse_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(b"hello")
    with pytest.raises(Misused, match=r"x\.warc holds no WARC record"):
        taken_in(tmp_path / "data", tmp_path / "x.warc")
    assert rows(tmp_path / "data", "SELECT count(*) FROM runs") == [(0,)]
    assert not list((tmp_path / "data").glob("*/.import-*"))
