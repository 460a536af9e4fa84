"""A folder that may only be read, as of a write-protected medium: it is checked, proved, packed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.packages.checking import problems_of
from crawler.commands.archive import archive
from crawler.commands.prove import prove
from crawler.commands.takedown import takedown
from tests.archive.proof.small_archive import Small


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A site's folder, as ``access`` tells of it on such a medium, also to root."""
    made = Small(tmp_path / "data" / "sample")
    made.acupuncture()
    made.store.close()
    real = os.access

    def access(path: str | Path, mode: int) -> bool:
        is_inside = Path(path).is_relative_to(made.folder)
        return real(path, mode) and not (is_inside and mode & os.W_OK)

    monkeypatch.setattr(os, "access", access)
    before = contents(made.folder)
    yield made.folder
    assert contents(made.folder) == before, "nothing was written, nor was anything made"


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ask(folder: Path, command: click.Command, *arguments: str | Path) -> str:
    words = [str(word) for word in arguments]
    at = 0 if command is prove else 1
    words[at:at] = ["--data", str(folder.parent)]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    return result.output


def test_it_is_checked_proved_and_listed(folder: Path) -> None:
    assert "may only be read" not in ask(folder, archive, "check")
    proved = "Proved: The page said this when it was captured.\n"
    assert ask(folder, prove, "bibliography", "ref").endswith(proved)
    assert ask(folder, takedown, "list") == "Nothing is taken down.\n"


def test_it_is_packed_elsewhere(folder: Path, tmp_path: Path) -> None:
    said = ask(folder, archive, "wacz", "--output", tmp_path / "a.wacz")
    assert f"{folder} may only be read: a later takedown will not know of" in said
    assert problems_of(tmp_path / "a.wacz") == []
    assert "acupuncture" in ask(folder, archive, "cdxj")
