"""The command line: each mistake and each trouble gives one sentence and its exit code.

Long because each of them is one case more of the same promise.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.locking import held
from archive.store import Store
from crawler.__main__ import patientline as group
from crawler.commands.exits import Exit, run_command
from tests.crawler.crawls import rows, write_profile
from tests.crawler.loopback import Loopback, Reply, links
from tests.sample_runs import ROOT, Ended, SampleRun, Second, patientline

pytestmark = pytest.mark.slow

COMMANDS = ("run", "crawl", "replay", "verify", "rejudge", "report", "publish", "serve")
Command = Callable[..., Ended]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command in this process: for what ends before a crawl would start."""

    def run(*arguments: str | Path) -> Ended:
        monkeypatch.delenv("PATIENTLINE_CONTACT", raising=False)
        monkeypatch.setattr(sys, "argv", ["patientline", *map(str, arguments)])
        code = run_command(group)
        return Ended(code, *capsys.readouterr())

    return run


def sentence(ended: Ended, code: Exit) -> str:
    """The one thing said on standard error, by a command that ended as it should."""
    assert ended.code == code, ended
    assert "Traceback" not in ended.out + ended.err
    said = [line for line in ended.err.splitlines() if line.strip()]
    assert len(said) == 1, said
    assert said[0].startswith("patientline: ")
    assert said[0].endswith((".", "?")), said[0]
    return said[0]


# ------------------------------------------------------------------------- mistakes: exit code 3

PROFILE = """name = "mine"
seeds = ["https://www.mine.test/"]
"""
PROFILES = [
    ("a typing error", "name = mine\nseeds = []", ["not TOML", "line 1"]),
    ("an unknown key", PROFILE + "[politeness]\ndelays = 2", ["politeness.delays", "delay_s"]),
    ("a table nobody knows", PROFILE + "[polite]\n", ["polite", "did you mean politeness"]),
    ("a wrong type", PROFILE + "[politeness]\ndelay_s = 'two'", ["politeness.delay_s", "number"]),
    ("a wrong type in a list", 'name = "mine"\nseeds = [7]', ["seeds"]),
    ("a missing key", "name = 'mine'", ["seeds is missing"]),
    ("a value out of range", PROFILE + "[politeness]\ndelay_s = 0", ["delay_s must be above 0"]),
    (
        "no URL",
        'name = "mine"\nseeds = ["www.mine.test"]',
        ["www.mine.test", "must begin with https://"],
    ),
    ("no folder name", PROFILE.replace("mine", "../mine", 1), ["name", "folder name"]),
    ("a bad pattern", PROFILE + "[scope]\nexclude = ['(']", ["scope.exclude", "regular"]),
    ("no such CA file", PROFILE + "[network]\nca_file = 'no.pem'", ["network.ca_file", "no.pem"]),
]


@pytest.mark.parametrize(("text", "words"), [p[1:] for p in PROFILES], ids=[p[0] for p in PROFILES])
def test_a_wrong_profile(here: Command, tmp_path: Path, text: str, words: list[str]) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text(text)
    said = sentence(here("run", "--site", profile, "--data", tmp_path / "data"), Exit.USAGE)
    for word in [str(profile), *words]:
        assert word in said
    assert not (tmp_path / "data").exists()


def test_every_command_refuses_a_wrong_profile(here: Command, tmp_path: Path) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text("name = ")
    for command in COMMANDS:
        assert "not TOML" in sentence(here(command, "--site", profile), Exit.USAGE), command


SITES = [
    ("no such file", "nowhere.toml", ["no profile file nowhere.toml"]),
    ("an address", "www.example.org", ["no profile", "mean https://www.example.org?"]),
    ("an address of a page", "example.org/en/", ["mean https://example.org/en/?"]),
    ("no such profile", "patientlime", ["patientlime", "Known profiles: patientline, sample"]),
    ("no address", "https://", ["https://", "not the address of a site"]),
    ("a live site, and nobody to write to", "https://host.invalid/", ["PATIENTLINE_CONTACT"]),
    ("the live site likewise", "patientline", ["PATIENTLINE_CONTACT", "contact"]),
]


@pytest.mark.parametrize(("site", "words"), [s[1:] for s in SITES], ids=[s[0] for s in SITES])
def test_a_wrong_site(here: Command, tmp_path: Path, site: str, words: list[str]) -> None:
    said = sentence(here("run", "--site", site, "--data", tmp_path / "data"), Exit.USAGE)
    for word in words:
        assert word in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["run", "crawl", "verify"])
def test_who_asks_a_live_site_says_whom_to_write_to(here: Command, tmp_path: Path, command: str):
    folder = tmp_path / "host.invalid"
    folder.mkdir()
    Store.open(folder / "crawl.db").close()
    before = sorted(tmp_path.rglob("*"))
    said = sentence(
        here(command, "--site", "https://host.invalid/", "--data", tmp_path), Exit.USAGE
    )
    assert "PATIENTLINE_CONTACT" in said
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("command", ["replay", "rejudge", "report", "publish", "serve"])
def test_who_asks_nobody_needs_no_contact(here: Command, tmp_path: Path, command: str) -> None:
    ended = here(command, "--site", "https://host.invalid/", "--data", tmp_path)
    assert str(tmp_path / "host.invalid") in sentence(ended, Exit.INCOMPLETE)


SETTINGS = [
    ("no value", "politeness.delay_s", ["write KEY=VALUE"]),
    ("no key", "=3", ["write KEY=VALUE"]),
    ("no such key", "politeness.delay=3", ["politeness.delay", "did you mean delay_s"]),
    ("a wrong type", "politeness.delay_s=slow", ["politeness.delay_s", "number"]),
    ("no TOML key", "a b=3", ["'a b' is not a key"]),
]


@pytest.mark.parametrize(
    ("setting", "words"), [s[1:] for s in SETTINGS], ids=[s[0] for s in SETTINGS]
)
def test_a_wrong_setting(here: Command, tmp_path: Path, setting: str, words: list[str]) -> None:
    said = sentence(here("crawl", "--data", tmp_path / "data", "--set", setting), Exit.USAGE)
    for word in [f"--set {setting}", *words]:
        assert word in said


LINES = [
    ("an unknown option", ["run", "--sight", "sample"], "--sight"),
    ("an unknown command", ["crwl"], "crwl"),
    ("a number that is none", ["crawl", "--max-pages", "many"], "many"),
    ("too small a number", ["crawl", "--max-pages", "0"], "0"),
    ("a form that is none", ["report", "--format", "pdf"], "pdf"),
    ("two forms to print", ["report", "--format", "csv", "--format", "json"], "csv and json"),
    ("the fix list as a table", ["report", "--fix-list", "--format", "csv"], "csv and fixes"),
    ("an option without its value", ["run", "--site"], "--site"),
    ("words too many", ["run", "sample"], "sample"),
]


@pytest.mark.parametrize(("line", "word"), [row[1:] for row in LINES], ids=[r[0] for r in LINES])
def test_a_wrong_command_line(here: Command, line: list[str], word: str) -> None:
    ended = here(*line)
    assert ended.code == Exit.USAGE
    assert "Traceback" not in ended.err
    assert re.search(rf"^Error: .*{re.escape(word)}", ended.err, flags=re.M), ended.err


def test_help_is_no_mistake(here: Command) -> None:
    overview = here("--help")
    assert overview.code == Exit.DONE
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\w", overview.out, flags=re.M)
        assert "--site SITE" in here(command, "--help").out


# ------------------------------------------------------------- what cannot be done: exit code 2

EMPTY = [
    ("verify", "Crawl first."),
    ("report", "Crawl the site first."),
    ("replay", "Crawl the site first."),
    ("publish", "crawl.db"),
    ("serve", "Publish one first."),
]


@pytest.mark.parametrize(("command", "words"), EMPTY, ids=[row[0] for row in EMPTY])
def test_without_a_crawl(here: Command, tmp_path: Path, command: str, words: str) -> None:
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    said = sentence(here(command, "--site", profile, "--data", tmp_path / "d"), Exit.INCOMPLETE)
    assert words in said
    assert not (tmp_path / "d" / "loopback" / "crawl.db").exists()


@pytest.fixture
def home(tmp_path: Path) -> tuple[Path, Path]:
    """A profile, and a site's folder in which a crawl has begun."""
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    folder = tmp_path / "data" / "loopback"
    with Store.open(folder / "crawl.db") as store:
        store.begin_run("crawl", "loopback", {})
    (folder / "captures").mkdir()
    (folder / "captures" / "begun.warc.gz").touch()
    return profile, folder


def test_a_database_of_a_newer_version(here: Command, home: tuple[Path, Path]) -> None:
    profile, folder = home
    database = folder / "crawl.db"
    with sqlite3.connect(database) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('patientline', '9999_from_the_future', '2099-01-01')"
        )
    db.close()
    before = database.read_bytes()
    for command in ("verify", "report", "replay", "publish"):
        ended = here(command, "--site", profile, "--data", folder.parent)
        said = sentence(ended, Exit.INCOMPLETE)
        assert str(database) in said
        assert "newer version" in said
    said = sentence(patientline("crawl", "--site", profile, "--data", folder.parent), Exit(2))
    assert "9999_from_the_future" in said
    assert database.read_bytes() == before


def test_a_database_that_is_none(here: Command, home: tuple[Path, Path]) -> None:
    profile, folder = home
    database = folder / "crawl.db"
    database.write_bytes(b"This is a letter to my aunt, and no database at all. " * 99)
    before = database.read_bytes()
    for command in ("verify", "report", "replay", "publish"):
        said = sentence(here(command, "--site", profile, "--data", folder.parent), Exit(2))
        assert str(database) in said
        assert "not an SQLite database" in said
    said = sentence(patientline("crawl", "--site", profile, "--data", folder.parent), Exit(2))
    assert "Move it away" in said
    assert database.read_bytes() == before


def test_a_folder_in_use(here: Command, home: tuple[Path, Path]) -> None:
    profile, folder = home
    with held(folder):
        for command in ("verify", "replay"):
            ended = here(command, "--site", profile, "--data", folder.parent)
            assert f"in use by process {os.getpid()}" in sentence(ended, Exit.INCOMPLETE)
        ended = patientline("crawl", "--site", profile, "--data", folder.parent)
        assert f"in use by process {os.getpid()}" in sentence(ended, Exit.INCOMPLETE)


def test_a_site_that_cannot_be_reached(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    site = f"http://127.0.0.1:{port}/"
    patient = ["--set", "politeness.retry_times=0", "--set", "identity.contact=us@mine.test"]
    ended = patientline("run", "--quiet", "--site", site, "--data", tmp_path, *patient)
    assert "crawl.log" in sentence(ended, Exit.INCOMPLETE)
    [line] = ended.out.splitlines()
    assert line == (
        f"Crawl 1 failed: No page could be fetched from {site}: connection refused. "
        "Check the address and the network, and run the crawl again."
    )


def test_a_run_that_cannot_draw_reports_and_publishes_all_the_same(tmp_path: Path) -> None:
    with Loopback({"/": links("/", text="Home"), "/robots.txt": Reply("", status=404)}) as server:
        profile = write_profile(tmp_path, server.url)
        line = ["run", "--quiet", "--site", profile, "--data", tmp_path / "data"]
        drawing = ["--set", "rendering.enabled=true", "--set", "rendering.browser=no-such-browser"]
        ended = patientline(*line, *drawing)
    said = sentence(ended, Exit.USAGE)
    assert "The pages could not be drawn; all else is done" in said
    assert "no-such-browser" in said
    assert (tmp_path / "data/loopback/reports/report.html").is_file()
    assert (tmp_path / "data/loopback/published/archive.db").is_file()


def test_takedowns_are_listed_while_a_crawl_runs(tmp_path: Path, here: Command) -> None:
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    Store.open(tmp_path / "loopback/crawl.db").close()
    with held(tmp_path / "loopback"):
        ended = here("takedown", "list", "--site", profile, "--data", tmp_path)
    assert (ended.code, ended.out) == (Exit.DONE, "Nothing is taken down.\n"), ended


@pytest.mark.parametrize("command", [("archive", "check"), ("prove", "captures", "abcd")])
def test_a_database_that_we_may_not_open_is_no_damage(
    tmp_path: Path, here: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Root may open everything, so that the refusal is SQLite's, of what is not there to open."""
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    (tmp_path / "loopback/captures").mkdir(parents=True)
    (tmp_path / "loopback/crawl.db").write_bytes(b"SQLite format 3\0")
    connect = sqlite3.connect

    def refuse(*arguments: object, **more: object) -> sqlite3.Connection:
        more.pop("uri", None)
        return connect(tmp_path / "nowhere" / "crawl.db", **more)

    monkeypatch.setattr(sqlite3, "connect", refuse)
    ended = here(*command, "--site", profile, "--data", tmp_path)
    assert "may only be read" in sentence(ended, Exit.INCOMPLETE)
    assert ended.out == ""


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk; the next run goes on."""
    pages = {f"/p{n}": links("/", text=os.urandom(12_000).hex()) for n in range(40)}
    site = {"/": links(*pages), "/robots.txt": Reply("", status=404), **pages}

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (760_000, 760_000))

    with Loopback(site) as server:
        profile = write_profile(tmp_path, server.url)
        line = ["crawl", "--quiet", "--site", str(profile), "--data", str(tmp_path / "data")]
        full = patientline(*line, before=limit)
        assert full.code == Exit.INCOMPLETE, full
        assert "Traceback" not in full.out + full.err
        assert "run the " in full.out
        assert " again" in full.out
        kept = rows(tmp_path / "data/loopback", "SELECT id, url, payload_sha256 FROM captures")
        assert 0 < len(kept) < 40
        again = patientline(*line)
    assert again.code == Exit.DONE, again
    now = rows(tmp_path / "data/loopback", "SELECT id, url, payload_sha256 FROM captures")
    assert set(kept) <= set(now)
    read = {url for (url,) in rows(tmp_path / "data/loopback", "SELECT url FROM pages")}
    assert read == {server.url + path for path in ["/", *pages]}


def test_something_else_where_the_folder_should_be(here: Command, tmp_path: Path) -> None:
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    folder = tmp_path / "data" / "loopback"
    folder.parent.mkdir()
    folder.write_text("a file")
    said = sentence(patientline("crawl", "--site", profile, "--data", folder.parent), Exit(2))
    assert f"{folder}: file exists. See what stands there" in said
    ended = here("crawl", "--site", profile, "--data", folder)
    assert ended.code == Exit.USAGE
    assert f"'{folder}' is a file" in ended.err


def test_a_report_that_cannot_be_written(
    here: Command, home: tuple[Path, Path], tmp_path: Path
) -> None:
    profile, folder = home
    (tmp_path / "file").write_text("a file")
    line = ["report", "--site", str(profile), "--data", str(folder.parent)]
    said = sentence(here(*line, "--output", tmp_path / "file" / "reports"), Exit.INCOMPLETE)
    assert str(tmp_path / "file") in said


# ------------------------------------------------------------ the report, as a weekly job sees it


def sample_copy(run: SampleRun, tmp_path: Path) -> Path:
    """A folder of our own with what a run left."""
    shutil.copytree(run.data, tmp_path / "data")
    return tmp_path / "data"


def test_newly_broken_is_exit_code_1(here: Command, whole_run: SampleRun, tmp_path: Path) -> None:
    data = sample_copy(whole_run, tmp_path)
    ended = here("report", "--data", data, "--output", tmp_path / "out")
    assert ended.code == Exit.NEWLY_BROKEN
    assert ended.err == ""
    assert "10.1155/2015/32819" in ended.out
    told = here("report", "--data", data, "--format", "json")
    assert told.code == Exit.NEWLY_BROKEN
    assert json.loads(told.out)["site"] == "sample"


def test_chosen_forms_are_written_to_a_folder(
    here: Command, whole_run: SampleRun, tmp_path: Path
) -> None:
    data, out = sample_copy(whole_run, tmp_path), tmp_path / "out"
    told = here("report", "--data", data, "--fix-list", "--format", "csv", "--output", out)
    assert told.out == f"Written to {out}: report.csv, .fixes.txt\n"
    assert sorted(path.name for path in out.iterdir()) == ["report.csv", "report.fixes.txt"]
    fixes = (out / "report.fixes.txt").read_text(encoding="utf-8")
    for option in (["--fix-list"], ["--format", "fixes"], ["--fix-list", "--format", "fixes"]):
        assert here("report", "--data", data, *option).out == fixes


def test_an_unchanged_second_run_is_exit_code_0(here: Command, second_run: Second) -> None:
    assert here("report", "--data", second_run.data, "--format", "text").code == Exit.DONE


def test_what_is_accepted_is_exit_code_0(
    here: Command, whole_run: SampleRun, tmp_path: Path
) -> None:
    data = sample_copy(whole_run, tmp_path)
    waivers = data / "sample" / "waivers.toml"
    waivers.write_text('[[waiver]]\npage = "*"\nwho = "Ada"\nwhy = "We know."\n')
    ended = here("report", "--data", data, "--format", "json")
    assert ended.code == Exit.DONE
    items = json.loads(ended.out)["items"]
    assert {item["change"] for item in items if item["severity"] == "error"} == {"waived"}
    waivers.unlink()
    assert here("report", "--data", data, "--format", "json").code == Exit.NEWLY_BROKEN


WAIVERS = [
    ("no TOML", "[[waiver]\n", ["not TOML"]),
    ("a misspelt key", '[[waiver]]\npages = "*"\nwho = "A"\nwhy = "b"', ["waiver 1", "'pages'"]),
    ("nobody", '[[waiver]]\npage = "*"\nwhy = "b"', ["waiver 1", "who is missing"]),
    ("nothing accepted", '[[waiver]]\nwho = "A"\nwhy = "b"', ["waiver 1", "what is accepted"]),
    ("no date", '[[waiver]]\npage = "*"\nwho = "A"\nwhy = "b"\nuntil = "May"', ["until", "date"]),
]


@pytest.mark.parametrize(("text", "words"), [w[1:] for w in WAIVERS], ids=[w[0] for w in WAIVERS])
def test_wrong_waivers(here: Command, home: tuple[Path, Path], text: str, words: list[str]) -> None:
    profile, folder = home
    (folder / "waivers.toml").write_text(text)
    said = sentence(here("report", "--site", profile, "--data", folder.parent), Exit.USAGE)
    for word in [str(folder / "waivers.toml"), *words]:
        assert word in said


def test_waivers_that_cannot_be_read(here: Command, home: tuple[Path, Path]) -> None:
    profile, folder = home
    (folder / "waivers.toml").mkdir()
    said = sentence(here("report", "--site", profile, "--data", folder.parent), Exit.USAGE)
    assert f"{folder / 'waivers.toml'} cannot be read" in said


def test_the_documented_codes_are_the_ones_given() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for code in Exit:
        assert re.search(rf"^\| {code.value} \| \S", readme, flags=re.M)


def test_ctrl_c_while_a_command_is_imported(here: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crawler.__main__.import_module", interrupt)
    assert "Stopped; nothing that was kept is lost." in sentence(here("publish"), Exit.INCOMPLETE)


def test_nothing_slow_is_imported_before_ctrl_c_is_answered() -> None:
    ask = "import sys, crawler.__main__; print({'sqlite_utils', 'scrapy'} & set(sys.modules))"
    said = subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, text=True)
    assert said == "set()\n"
