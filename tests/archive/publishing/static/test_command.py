"""``patientline publish --static`` as a command: what it says, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from crawler.commands import publish as commands
from crawler.commands.publish import publish
from crawler.commands.takedown import takedown
from tests.archive.proof.small_archive import HOST, Small
from tests.archive.site import specimen

ROOT = Path(__file__).resolve().parents[4]


def test_a_folder_of_somebody_else_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    specimen.fill(tmp_path / "sample" / "crawl.db")
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_text("a home page")
    command = [sys.executable, "-m", "crawler", "publish", "--site", "sample"]
    places = ["--data", str(tmp_path), "--static", str(tmp_path / "www")]
    done = subprocess.run(
        [*command, *places], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "Published" in done.stdout
    assert "index.html" in done.stderr
    assert "Name an empty folder" in done.stderr
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["index.html"]


@pytest.mark.parametrize(
    ("why", "arguments", "said"),
    [
        ("nothing to put it into", ["--lite", "https://lite.example/"], "say --static FOLDER"),
        (
            "no address",
            ["--static", "www", "--lite", "javascript:alert(1)"],
            "neither a web address",
        ),
    ],
)
def test_a_datasette_lite_that_cannot_be_offered(
    why: str, arguments: list[str], said: str, tmp_path: Path
) -> None:
    ended = CliRunner().invoke(publish, ["--site", "sample", "--data", str(tmp_path), *arguments])
    assert ended.exit_code != 0, why
    assert said in " ".join(ended.output.replace("\u2502", "").split()), why
    assert not list(tmp_path.iterdir()), why


def test_a_takedown_names_the_plain_files_that_were_written_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "publish_static", lambda _, www, __: www.mkdir(exist_ok=True))
    where, www = ["--site", "sample", "--data", str(tmp_path)], tmp_path / "www"
    small = Small(tmp_path / "sample")
    small.page("/a", small.capture("/a", "<p>A text."))
    small.store.close()

    def said(command: click.Command, *arguments: str) -> str:
        ended = CliRunner().invoke(command, [*arguments, *where], standalone_mode=False)
        assert not ended.exception, ended.output
        return ended.output

    plain = ("--static", str(www))
    said(publish, *plain)
    assert str(www) not in said(takedown, "list")
    hide = ("hide", f"{HOST}/gone", "--who", "A", "--why", "B")
    assert f"{www} was written before" in said(takedown, *hide)
    assert f"publish --static {www}" in said(takedown, "list")
    said(publish, *plain)
    assert str(www) not in said(takedown, "list")
