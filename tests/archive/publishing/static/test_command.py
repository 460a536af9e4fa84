"""``patientline publish --static`` as a command: what it says, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.commands.publish import publish
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
