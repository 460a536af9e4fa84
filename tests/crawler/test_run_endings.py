"""``patientline run`` goes on to its end, and then says everything that could not be completed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import click
import pytest

from archive.records import Outcome
from crawler.commands import run as steps
from crawler.commands.exits import Exit, Incomplete, explained, run_command
from crawler.profile import ProfileError
from pipelines.verification.summary import Summary
from tests.crawler.crawls import write_profile

DRAWN, SILENT = Outcome.FINISHED, {"crossref": "timeout"}
ENDINGS = [
    # why, what drawing brings, authorities that were silent, exit code, what is said of each
    ("all is well", DRAWN, {}, Exit.DONE, []),
    ("a registry is down", DRAWN, SILENT, Exit.INCOMPLETE, ["run the command again later"]),
    ("no page could be drawn", Outcome.FAILED, {}, Exit.INCOMPLETE, ["None of the pages"]),
    ("the browser ended", Incomplete("It is gone."), {}, Exit.INCOMPLETE, ["Not all pages"]),
    (
        "a wrong browser, and a registry is down",
        ProfileError("It names no program."),
        SILENT,
        Exit.USAGE,
        ["run the command again later", "could not be drawn; all else is done. It names no"],
    ),
]


@pytest.mark.parametrize(
    ("why", "drawing", "silent", "code", "said"), ENDINGS, ids=[row[0] for row in ENDINGS]
)
def test_each_thing_that_is_left_is_said(
    why: str,
    drawing: Outcome | Exception,
    silent: dict[str, str],
    code: Exit,
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    done: list[str] = []

    def draw(*_: object, **__: object) -> Outcome:
        if isinstance(drawing, Exception):
            raise drawing
        return drawing

    def crawl(*_: object, max_pages: int | None, **__: object) -> None:
        done.append(f"crawl {max_pages}")

    summary = Summary(outcome=Outcome.FINISHED, silent=silent)
    monkeypatch.setattr(steps, "crawl_site", crawl)
    monkeypatch.setattr(steps, "verify_site", lambda *_, **__: summary)
    monkeypatch.setattr(steps, "render_site", draw)
    monkeypatch.setattr(steps, "show_report", lambda *_: done.append("report"))
    monkeypatch.setattr(steps, "publish_site", lambda *_, **__: done.append("publish"))
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    line = ["patientline", "--site", str(profile), "--data", str(tmp_path)]
    line += ["--max-pages", "50"]
    monkeypatch.setattr("sys.argv", [*line, "--set", "rendering.enabled=true"])
    assert run_command(steps.run) == code, why
    assert done == ["crawl 50", "report", "publish"]
    printed = capsys.readouterr()
    same = f"--site {profile} --set rendering.enabled=true --data {tmp_path}"
    assert f"patientline serve {same}\n" in printed.out, "as it can be typed"
    lines = printed.err.splitlines()
    assert len(lines) == len(said)
    for told, part in zip(lines, said, strict=True):
        assert told.startswith("patientline: ")
        assert part in told


ERRORS = [
    # what is raised, what is said last
    (OSError(errno.ENOSPC, "No space left on device"), "patientline: The disk is full (data"),
    (OSError(errno.EIO, "Input/output error"), "patientline: Something could not be read or writ"),
    (OSError(errno.EIO, "Input/output error", "a"), "patientline: The disk fails (a: input"),
    (OSError(errno.EROFS, "Read-only file system"), "patientline: The disk fails (data folder: r"),
    (OSError(errno.EROFS, "Read-only file system", "a"), "patientline: a: read-only file system."),
    (OSError(errno.EBADF, "Bad file descriptor"), "patientline: This should not happen. Run the"),
    (KeyError("a defect"), "patientline: This should not happen. Run the"),
]


@pytest.mark.parametrize(("error", "said"), ERRORS, ids=[repr(row[0]) for row in ERRORS])
def test_no_error_is_taken_for_a_finding(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def fail() -> None:
        with explained((), ()):
            raise error

    monkeypatch.setattr("sys.argv", ["patientline"])
    assert run_command(fail) == Exit.INCOMPLETE
    *above, last = capsys.readouterr().err.splitlines()
    assert last.startswith(said)
    assert ("Traceback (most recent call last):" in above) == ("should not happen" in said)


FULL = Path("/dev/full")
UNWRITTEN = [
    # arguments, is stdout full, is stderr full, exit code, what is said
    (("--help",), True, False, Exit.INCOMPLETE, "patientline: The disk is full"),
    (("archive", "check", "--help"), True, True, Exit.INCOMPLETE, ""),
    (("--help",), False, True, Exit.DONE, ""),
    (("archive", "check", "nowhere"), False, True, Exit.USAGE, ""),
    (("report", "--data", "nowhere"), False, True, Exit.INCOMPLETE, ""),
    (("report", "--data", "nowhere"), True, True, Exit.INCOMPLETE, ""),
]


@pytest.mark.parametrize(("arguments", "no_out", "no_err", "code", "said"), UNWRITTEN)
def test_what_cannot_be_said_is_no_finding(
    arguments: tuple[str, ...], no_out: bool, no_err: bool, code: Exit, said: str, tmp_path: Path
) -> None:
    line = [sys.executable, "-m", "crawler", *arguments]
    with FULL.open("wb") as full, (tmp_path / "out").open("wb") as out:
        ended = subprocess.run(
            line, stdout=full if no_out else out, stderr=full if no_err else subprocess.PIPE,
            check=False,
        )  # fmt: skip
    assert ended.returncode == code
    told = (ended.stderr or b"").decode()
    assert told.startswith(said)
    assert "Traceback" not in told


def test_a_defect_shows_what_a_site_sent_and_no_terminal_obeys(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def fail() -> None:
        raise ValueError("a title \x1b]0;owned\x07 and \x9b31m, \u202e back, \U000e0041 a tag")

    monkeypatch.setattr("sys.argv", ["patientline"])
    assert run_command(fail) == Exit.INCOMPLETE
    told = capsys.readouterr().err
    assert r"a title \x1b]0;owned\x07 and \x9b31m, \u202e back, \U000e0041 a tag" in told
    assert told.isascii()
    assert all(sign.isprintable() or sign == "\n" for sign in told)


def test_the_name_of_a_file_is_obeyed_by_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def fail() -> None:
        with explained((), ()):
            raise PermissionError(errno.EACCES, "Permission denied", "a\x1b[2J\u202eb")

    monkeypatch.setattr("sys.argv", ["patientline"])
    assert run_command(fail) == Exit.INCOMPLETE
    assert capsys.readouterr().err.startswith(r"patientline: a\x1b[2J\u202eb: permission denied")


def test_a_reader_who_went_away_is_no_finding() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        line = [sys.executable, "-m", "crawler", "--help"]
        ended = subprocess.run(line, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr) == (Exit.UNREAD, b"")


def test_an_argument_in_another_charset_is_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def fail() -> None:
        "R\udcfccken".encode()

    for argument, code in (("R\udcfccken", Exit.USAGE), ("Rücken", Exit.INCOMPLETE)):
        monkeypatch.setattr("sys.argv", ["patientline", argument])
        assert run_command(partial(fail, args=[])) == code
        assert ("no UTF-8" in capsys.readouterr().err) == (code == Exit.USAGE)


CLOSED = [
    # what the shell closes, exit code
    (">&-", Exit.DONE),
    ("2>&-", Exit.DONE),
    ("<&- >&- 2>&-", Exit.DONE),
]


@pytest.mark.parametrize(("streams", "code"), CLOSED, ids=[row[0] for row in CLOSED])
def test_no_file_gets_the_number_of_a_stream_that_was_closed(streams: str, code: Exit) -> None:
    """Else the database would get what a library prints."""
    told = (
        "import os, sys; from crawler.commands.exits import run_command as run;"
        "sys.exit(run(lambda **_: print('told', flush=True) or"
        " sys.stdout.isatty() or 100 * (os.open('/', os.O_RDONLY) < 3)"
        " or not all(map(os.get_inheritable, range(3)))))"  # a child's files are as safe
    )
    line = ["sh", "-c", f'exec "$0" -c "$1" {streams}', sys.executable, told]
    ended = subprocess.run(line, capture_output=True, check=False)
    assert ended.returncode == code
    assert ended.stderr == b""
