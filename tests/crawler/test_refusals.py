"""What the commands of an archivist refuse, in words that help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.takedown.hiding import takedowns
from crawler.commands.archive import archive
from crawler.commands.prove import prove
from crawler.commands.takedown import takedown
from tests.archive.proof.small_archive import Small


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    made = Small(tmp_path / "sample")
    made.acupuncture()
    yield made
    made.store.close()


def ask(small: Small, command: click.Command, *arguments: str | Path) -> tuple[int, str]:
    """Exit code as Click gives it (2 = misuse), and what is said."""
    words = [str(word) for word in arguments]
    at = 0 if command is prove else 1
    words[at:at] = ["--data", str(small.folder.parent)]
    result = CliRunner().invoke(command, words)
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.parametrize("empty", ["", "  "])
@pytest.mark.parametrize("option", ["--who", "--why"])
def test_a_takedown_without_a_name_or_a_reason(small: Small, option: str, empty: str) -> None:
    given = {"--who": "A", "--why": "B", option: empty}
    words = [word for pair in given.items() for word in pair]
    code, said = ask(small, takedown, "hide", "https://a.test/secret", *words)
    assert (code, f"{option} is empty" in said) == (2, True)
    assert takedowns(small.store.db.conn) == []


def test_a_purge_of_what_was_never_met(small: Small) -> None:
    words = ["https://a.test/nowhere", "--who", "A", "--why", "B"]
    code, said = ask(small, takedown, "purge", *words)
    assert (code, "Nothing is captured at https://a.test/nowhere" in said) == (2, True)
    assert "Purged" not in said


@pytest.mark.parametrize("command", ["wacz", "cdxj"])
def test_a_package_into_no_folder(small: Small, tmp_path: Path, command: str) -> None:
    target = tmp_path / "nonexist" / "a.out"
    code, said = ask(small, archive, command, "--output", target)
    assert (code, "nonexist does not exist" in said) == (2, True)
    assert "/.a.out" not in said, "the draft beside it is nobody's file"


def test_a_damaged_package(small: Small, tmp_path: Path) -> None:
    package = tmp_path / "a.wacz"
    package.write_bytes(b"PK\3\4 and no more")
    _, said = ask(small, archive, "check", package)
    assert "get it again from where it came" in said


def test_too_short_a_beginning_of_an_id(small: Small) -> None:
    code, said = ask(small, prove, "findings", "9f3")
    assert (code, "at least 4 characters" in said) == (3, True)
