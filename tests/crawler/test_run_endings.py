"""``patientline run`` goes on to its end, and then says everything that could not be completed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
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
    monkeypatch.setattr(steps, "publish_site", lambda *_: done.append("publish"))
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    line = ["patientline", "--site", str(profile), "--data", str(tmp_path)]
    line += ["--max-pages", "50"]
    monkeypatch.setattr("sys.argv", [*line, "--set", "rendering.enabled=true"])
    assert run_command(steps.run) == code, why
    assert done == ["crawl 50", "report", "publish"]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(said)
    for told, part in zip(lines, said, strict=True):
        assert told.startswith("patientline: ")
        assert part in told


ERRORS = [
    # what is raised, what is said last
    (OSError(errno.ENOSPC, "No space left on device"), "patientline: The disk is full (data"),
    (OSError(errno.EIO, "Input/output error"), "patientline: The disk fails (data folder: input"),
    (OSError(errno.EROFS, "Read-only file system"), "patientline: The disk fails (data folder: r"),
    (OSError(errno.EROFS, "Read-only file system", "a"), "patientline: a: read-only file system."),
    (OSError(errno.EBADF, "Bad file descriptor"), "patientline: this should not happen. Run the"),
    (KeyError("a defect"), "patientline: this should not happen. Run the"),
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


def test_a_reader_who_went_away_is_no_finding() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        line = [sys.executable, "-m", "crawler", "--help"]
        ended = subprocess.run(line, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr) == (Exit.UNREAD, b"")
