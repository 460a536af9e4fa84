"""``patientline archive``: a crawl checked whole, then damaged, then recovered."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from archive.evidence.exchanges import FOLDER
from archive.integrity import checking
from archive.integrity.checking import Anomaly
from archive.locking import held
from archive.proof.proving import prove_in
from archive.records import Drawing
from archive.rendering.rows import keep
from archive.store import Store
from archive.warc.captures import OPEN, walk
from archive.warc.files import warc_files
from crawler.commands import archive as archive_command
from crawler.commands.archive import archive
from crawler.commands.exits import run_command
from crawler.profile_loading import load_profile
from crawler.replaying import replay
from tests.archive.evidence import test_exchanges as answered
from tests.archive.rendering.drawn import writer_in
from tests.crawler.crawls import Ended, crawl, write_profile
from tests.crawler.loopback import Loopback, links

pytestmark = pytest.mark.slow


def patientline(*arguments: str | Path) -> Ended:
    """``patientline archive``; it runs here, to save the start."""
    with CliRunner().isolation() as (out, err, _):
        code = run_command(partial(archive, [*map(str, arguments)]))
        return Ended(code, out.getvalue().decode(), err.getvalue().decode())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the profile and the data of a small site that was crawled twice."""
    folder = tmp_path_factory.mktemp("crawled")
    pages = {"/": links("/a", "/b", text="home"), "/a": links(text="a"), "/b": links(text="b")}
    with Loopback(pages) as server:
        profile = write_profile(folder, server.url)
        (folder / "data").mkdir()
        for _ in range(2):
            assert crawl(profile, folder / "data" / "loopback").returncode == 0
    return folder


@pytest.fixture
def site(crawled: Path, tmp_path: Path) -> tuple[Path, Path]:
    """(profile, folder of the site) of a copy of it."""
    copy = shutil.copytree(crawled, tmp_path / "copy")
    return copy / "loopback.toml", copy / "data"


def test_the_name_of_a_checked_file_is_obeyed_by_no_terminal(crawled: Path, tmp_path: Path) -> None:
    name = "a\u202e\nEverything is there\x1b[2J.warc.gz"
    first, *_ = warc_files(crawled / "data" / "loopback" / "captures")
    (tmp_path / name).write_bytes(first.read_bytes()[:-9])
    told = patientline("check", tmp_path / name).stdout
    told += patientline("recover", tmp_path / name, tmp_path / f"b{name}").stdout
    assert told.count(r"a\u202e\nEverything is there\x1b[2J.warc.gz") >= 3
    assert "\u202e" not in told
    assert "\nEverything" not in told


def check(profile: Path, data: Path) -> tuple[Ended, dict]:
    ended = patientline("check", "--site", profile, "--data", data, "--json")
    return ended, json.loads(ended.stdout)


def test_a_crawl_is_sound_and_says_so(site: tuple[Path, Path]) -> None:
    profile, data = site
    _, before = check(profile, data)
    answered.keep(data / "loopback", answered.check(answered.exchange()))
    ended, found = check(profile, data)
    assert (ended.returncode, found["is_sound"], found["anomalies"]) == (0, True, [])
    assert found["records"]["revisit"] == 3
    assert found["files"] == before["files"] + 1, "what verification was answered is read too"
    text = patientline("check", "--site", profile, "--data", data)
    assert "Everything that was captured is there and unchanged." in text.stdout


def test_where_nothing_is_nothing_is_said_to_be_there(site: tuple[Path, Path]) -> None:
    profile, data = site
    of_site = ("--site", profile, "--data", data)
    folder = data / "elsewhere"
    folder.mkdir()
    nothing = f"There is nothing to check: no record is in {folder}."
    ended = patientline("check", folder)
    assert (ended.returncode, ended.stdout, nothing in ended.stderr) == (2, "", True)
    dangling = folder / "a.warc.gz"
    dangling.symlink_to(data / "nowhere")
    said = f"links to files that are not there: {dangling}."
    ended = patientline("check", folder, "--json")
    assert (ended.returncode, ended.stdout, said in ended.stderr) == (2, "", True)
    captures = data / "loopback" / "captures"
    shutil.copy(min(captures.glob("*.warc.gz")), folder / "b.warc.gz")
    ended = patientline("check", folder)
    assert (ended.returncode, said in ended.stdout) == (2, True)
    assert "Everything" not in ended.stdout
    found = json.loads(patientline("check", folder, "--json").stdout)
    assert (found["is_sound"], said in found["doubt"]) == (None, True)
    shutil.rmtree(captures)
    captures.mkdir()
    (data / "loopback" / "crawl.db").unlink()
    Store.open(data / "loopback" / "crawl.db").close()
    ended = patientline("check", *of_site)
    assert (ended.returncode, "There is nothing to check" in ended.stderr) == (2, True)


def test_a_file_that_is_gone_can_be_accepted_as_lost(site: tuple[Path, Path]) -> None:
    """When and why stands in what check and proof say of it; by whom, in what is not given out."""
    profile, data = site
    captures = data / "loopback" / "captures"
    path = min(captures.glob("*.warc.gz"))
    of_site = ("--site", profile, "--data", data)
    decision = ("--who", "A. Archivist", "--why", "the old disk died")
    refused = patientline("accept-loss", path.name, *decision, *of_site)
    assert (refused.returncode, "Nothing is lost of" in refused.stderr) == (2, True)
    assert patientline("accept-loss", path.name, *of_site).returncode == 3, "by nobody"
    elsewhere = path.rename(data / path.name)
    wacz = patientline("wacz", *of_site)
    assert (wacz.returncode, "is not there" in wacz.stderr) == (2, True)
    assert check(profile, data)[0].returncode == 2
    tried = patientline("accept-loss", path.name, *decision, "--dry-run", *of_site)
    assert (tried.returncode, tried.stdout) == (0, f"{path.name}: 5 records lost.\n")
    assert check(profile, data)[0].returncode == 2

    assert patientline("accept-loss", path, *decision, *of_site).returncode == 0

    ended, found = check(profile, data)
    assert (ended.returncode, found["is_sound"]) == (0, True)
    known = [a for a in found["anomalies"] if a["kind"] == "known_loss"]
    assert [a["file"] for a in known].count(path.name) == 5
    assert "lost by A. Archivist, 2" in known[-1]["message"]
    assert known[-1]["message"].endswith("Z: the old disk died")
    proof = prove_in(data / "loopback", "captures", known[-1]["record_id"])
    assert not proof.is_proved
    assert "known: it was accepted as lost, 2" in proof.steps[-1].said
    for command, made in (("wacz", "package"), ("cdxj", "index")):
        ended = patientline(command, *of_site)
        assert (ended.returncode, f"known to be lost: not in the {made}" in ended.stderr) == (
            0,
            True,
        )
    package = data / "loopback" / "loopback.wacz"
    assert patientline("check", package).returncode == 0
    with ZipFile(package) as opened:
        packed = [opened.read(name) for name in opened.namelist()]
    plain = [gzip.decompress(one) if one.startswith(b"\x1f\x8b") else one for one in packed]
    assert not any(b"Archivist" in one for one in plain)
    replay(load_profile(str(profile)), data / "loopback")
    assert check(profile, data)[0].returncode == 0

    elsewhere.rename(path)
    ended, found = check(profile, data)
    assert (ended.returncode, found["anomalies"]) == (0, []), "it has turned up again"
    path.write_bytes(path.read_bytes()[:-9])
    refused = patientline("accept-loss", path.name, *decision, *of_site)
    assert (refused.returncode, "archive recover" in refused.stderr) == (2, True)


def test_damage_is_named_and_the_rest_recovered(site: tuple[Path, Path], tmp_path: Path) -> None:
    profile, data = site
    captures = data / "loopback" / "captures"
    path = sorted(captures.glob("*.warc.gz"))[0]
    whole = len(list(walk(captures)))
    broken = bytearray(path.read_bytes())
    with closing(sqlite3.connect(data / "loopback" / "crawl.db")) as db:
        sql = "SELECT id, warc_offset_bytes FROM captures WHERE warc_file = ? LIMIT 1"
        identity, offset = db.execute(sql, (path.name,)).fetchone()
    broken[offset + 30] ^= 0xFF
    path.write_bytes(broken)
    ended, found = check(profile, data)
    assert (ended.returncode, found["is_sound"]) == (2, False)
    named = {(a["kind"], a["offset"]) for a in found["anomalies"] if a["file"] == path.name}
    assert {("corrupt", offset), ("seal", None), ("lost_record", offset)} <= named
    assert identity in {a["record_id"] for a in found["anomalies"]}
    damaged = path.rename(tmp_path / "damaged.warc.gz")
    saved = patientline("recover", damaged, path)
    assert saved.returncode == 0
    assert f"at byte {offset}" in saved.stdout
    assert len(list(walk(captures))) == whole - 1
    text = patientline("check", "--site", profile, "--data", data)
    assert text.returncode == 2
    again = f"Run `patientline replay --site {profile} --data {data}`"
    assert again in text.stdout.splitlines()[-1]


def test_a_row_that_lies_is_found(site: tuple[Path, Path]) -> None:
    profile, data = site
    with closing(sqlite3.connect(data / "loopback" / "crawl.db")) as db, db:
        db.execute("UPDATE captures SET payload_sha256 = ? WHERE url LIKE '%/a'", ("0" * 64,))
        db.execute("UPDATE captures SET warc_offset_bytes = 3 WHERE url LIKE '%/b'")
    answered.keep(data / "loopback", answered.check(answered.exchange()))
    for path in (data / "loopback" / FOLDER).glob("*.warc.gz"):
        path.unlink()
    _, found = check(profile, data)
    assert {a["kind"] for a in found["anomalies"]} == {"row_digest", "moved_record", "lost_record"}


ADVICE = {
    "UPDATE links SET url = url || 'x'": "If it does not end, or the check says the same after it",
    "UPDATE captures SET status = 418": "it sets them right.",
    "INSERT INTO news_fts (rowid, title) VALUES (7, 'x')": "it sets them right.",
    "INSERT INTO takedowns (url, state, decided_by, because, decided_at) "
    "VALUES ('https://a.test/', 'purging', 'a', 'b', '2026-11-01T00:00:00.000Z')": (
        "First run that `patientline takedown purge` again"
    ),
}


def test_damage_of_what_is_being_written_is_in_doubt(
    site: tuple[Path, Path],
) -> None:
    profile, data = site
    line = ("check", "--site", profile, "--data", data)
    folder = data / "loopback"
    with held(folder):
        assert patientline(*line).returncode == 0, "whole as it is, whoever works there"
    with closing(sqlite3.connect(folder / "crawl.db")) as db, db:
        db.execute("UPDATE captures SET warc_offset_bytes = warc_offset_bytes + 1")
    with held(folder):
        ended = patientline(*line)
        as_json = patientline(*line, "--json")
    assert (ended.returncode, as_json.returncode) == (2, 2)
    assert "damage: 10 moved_record" in ended.stdout, "it may be, and is shown"
    *_, last = ended.stdout.splitlines()
    assert last.startswith("Something looks damaged, as what is being written may until")
    assert f"in use by process {os.getpid()}. Wait for it to end" in last
    found = json.loads(as_json.stdout)
    assert (found["is_sound"], found["doubt"]) == (False, last)
    assert len(found["anomalies"]) == 10
    ended = patientline(*line)
    assert "damage: 10 moved_record" in ended.stdout
    assert "Something looks damaged" not in ended.stdout


def test_damage_is_told_where_the_folder_cannot_be_held(
    site: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, data = site
    folder = data / "loopback"
    with closing(sqlite3.connect(folder / "crawl.db")) as db, db:
        db.execute("UPDATE captures SET warc_offset_bytes = warc_offset_bytes + 1")

    def no_space(_: Path) -> AbstractContextManager[None]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive_command, "held", no_space)
    ended = patientline("check", "--site", profile, "--data", data)
    assert ended.returncode == 2
    assert "damage: 10 moved_record" in ended.stdout
    assert "while nobody works there: no space left on device." in ended.stdout


def test_a_file_that_a_crawl_closes_meanwhile_is_not_called_lost(
    site: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, data = site
    folder = data / "loopback" / "captures"
    path = warc_files(folder)[-1]
    path.rename(path.with_name(f"{path.name}{OPEN}"))
    check_seal = checking._check_seal

    def close(path: Path) -> Iterator[Anomaly]:
        if path.name.endswith(OPEN) and path.exists():
            path.rename(path.with_name(path.name.removesuffix(OPEN)))
        return check_seal(path)

    monkeypatch.setattr(checking, "_check_seal", close)
    ended, found = check(profile, data)
    assert (ended.returncode, found["anomalies"]) == (0, [])


def test_advice_is_to_do_what_helps(site: tuple[Path, Path]) -> None:
    profile, data = site
    database = data / "loopback" / "crawl.db"
    whole = database.read_bytes()
    for change, advice in ADVICE.items():
        database.write_bytes(whole)
        with closing(sqlite3.connect(database)) as db, db:
            db.execute(change)
        text = patientline("check", "--site", profile, "--data", data)
        assert (text.returncode, advice in text.stdout.splitlines()[-1]) == (2, True), text.stdout


def test_records_without_rows_are_strays(site: tuple[Path, Path]) -> None:
    profile, data = site
    (data / "loopback" / "crawl.db").rename(data / "lost.db")
    missing = patientline("check", "--site", profile, "--data", data)
    assert missing.returncode == 2
    assert "There is nothing to check the captures against: " in missing.stderr
    assert "Run replay" in missing.stderr
    assert "Crawl the site first" not in missing.stderr
    captures = data / "loopback" / "captures"
    alone = patientline("check", captures)
    assert (alone.returncode, "Everything" in alone.stdout) == (0, True)
    captures.rename(data / "captures")
    neither = patientline("check", "--site", profile, "--data", data)
    assert (neither.returncode, "Crawl the site first, or name" in neither.stderr) == (2, True)
    (data / "lost.db").rename(data / "loopback" / "crawl.db")
    rows = patientline("check", "--site", profile, "--data", data)
    assert (rows.returncode, "put the captures back" in rows.stderr) == (2, True)


DAMAGES = [
    ("nothing in it", lambda data: b"", "is empty. Move it away and run replay"),
    ("no database", lambda data: b"\0" * 5000, "is not an SQLite database, or it is damaged"),
    ("pages overwritten", lambda data: data[:4096] + b"\7" * (len(data) - 4096), ""),
]


@pytest.mark.parametrize(("why", "change", "said"), DAMAGES, ids=[d[0] for d in DAMAGES])
def test_a_damaged_database_keeps_no_record_from_being_checked(
    site: tuple[Path, Path], why: str, change: Callable[[bytes], bytes], said: str
) -> None:
    profile, data = site
    database = data / "loopback" / "crawl.db"
    database.write_bytes(change(database.read_bytes()))
    ended, found = check(profile, data)
    assert (ended.returncode, found["records"]["response"] > 3) == (2, True)
    assert {a["kind"] for a in found["anomalies"] if a["file"] == "crawl.db"} == {"database"}
    assert any(said in a["message"] for a in found["anomalies"])


def test_nothing_readable_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "noise.warc.gz").write_bytes(b"\x00" * 100)
    saved = patientline("recover", tmp_path / "noise.warc.gz", tmp_path / "out.warc.gz")
    assert saved.returncode == 2
    assert "no sound WARC record" in saved.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["noise.warc.gz"]
    assert patientline("check", tmp_path / "noise.warc.gz").returncode == 2


def test_a_lost_database_is_made_again_from_all_files(site: tuple[Path, Path]) -> None:
    profile, data = site
    folder = data / "loopback"
    answered.keep(folder, answered.check(answered.exchange()))
    _draw(folder)
    (folder / "crawl.db").rename(data / "lost.db")
    for rest in folder.glob("crawl.db-*"):
        rest.unlink()
    summary = replay(load_profile(str(profile)), folder)
    assert "1 answer that verification kept and 2 renderings were found again" in summary.message
    ended, found = check(profile, data)
    assert (ended.returncode, found["anomalies"]) == (0, [])
    again = replay(load_profile(str(profile)), folder)
    assert "lost" not in again.message


def _draw(folder: Path) -> None:
    """Keep a rendering of the first page, as ``patientline render`` does."""
    with Store.open(folder / "crawl.db") as store:
        sql = "SELECT id, url FROM captures WHERE status = 200 AND mime = 'text/html' LIMIT 1"
        [[capture_id, url]] = store.db.execute(sql).fetchall()
        drawing = Drawing(
            capture_id=capture_id, url=url, drawn_at=datetime(2026, 3, 2, tzinfo=UTC),
            browser="Chromium 156.0", is_scripted=False, width=1280, height=800, page_height=800,
            picture=b"PNG", dom="<p>home",
        )  # fmt: skip
        writer = writer_in(folder / "captures")
        keep(store, writer, 1, drawing)
        writer.close()
