"""``patientline prove`` as it is typed: what it prints, and what the shell is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.integrity.losses import AcceptedLoss, accept
from crawler.commands.exits import run_command
from crawler.commands.prove import prove
from tests.archive.proof.small_archive import Small

EARLIER = "2026-02-01T08:00:00.000Z"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    made = Small(tmp_path / "sample")
    made.acupuncture()
    yield made
    made.store.close()


def ask(small: Small, *arguments: str) -> Result:
    return CliRunner().invoke(prove, ["--data", str(small.folder.parent), *arguments])


def code_of(small: Small, *arguments: str) -> int:
    def command(standalone_mode: bool) -> object:
        full = ["--data", str(small.folder.parent), *arguments]
        return prove.main(args=full, prog_name="prove", standalone_mode=standalone_mode)

    return run_command(command)


def test_a_proof_shows_digests_and_the_passage(small: Small) -> None:
    result = ask(small, "bibliography", "ref")
    assert "The payload digest fits: sha256:" in result.output
    assert "Line 5, column 4" in result.output
    assert "⟦Liu, L., Skinner&nbsp;M. (2015) Acupuncture for" in result.output
    assert result.output.endswith("Proved: The page said this when it was captured.\n")


def test_it_is_said_what_is_proved_and_what_is_not(small: Small) -> None:
    printed = "Proved: The page printed this when it was captured."
    assert ask(small, "findings", "finding").output.endswith(f"{printed}\n")
    with small.store.db.conn:
        small.store.db.conn.execute("UPDATE findings SET checks_json = '[7]'")
    rest = "That it is wrong rests on the answer to a check"
    alone = f"{printed} {rest}, proved by itself: prove checks 7."
    assert ask(small, "findings", "finding").output.endswith(f"{alone}\n")
    with small.store.db.conn:
        small.store.db.conn.execute("UPDATE findings SET checks_json = '[7, 9]'")
    both = "prove checks 7 and prove checks 9."
    assert ask(small, "findings", "finding").output.endswith(f": {both}\n")
    found = json.loads(ask(small, "findings", "finding", "--json").output)
    assert found["meaning"].startswith(printed.removeprefix("Proved: "))
    capture = found["capture"]["id"]
    said = ask(small, "captures", capture).output
    assert said.endswith("Proved: The capture is unchanged since it was made.\n")


def test_json_holds_everything(small: Small) -> None:
    found = json.loads(ask(small, "mentions", "text", "--json").output)
    assert found["is_proved"] is True
    assert found["passages"][0]["passage"] == "10.1155/2015/32819"
    assert found["capture"]["warc_offset_bytes"] > 0
    assert {k: v for k, v in found["steps"][4].items() if k != "said"} == {
        "name": "payload",
        "is_ok": True,
    }


def test_the_shell_is_told(small: Small) -> None:
    assert code_of(small, "bibliography", "ref") == 0
    assert code_of(small, "bibliography", "nope") == 3
    assert code_of(small, "runs", "1") == 3
    assert code_of(small, "bibliography") == 3
    small.path.write_bytes(small.path.read_bytes()[:-9])
    assert code_of(small, "bibliography", "ref") == 2


def test_the_beginning_of_an_id_will_do_where_there_is_one(small: Small) -> None:
    assert ask(small, "findings", "find").output.startswith("findings finding\n")
    assert code_of(small, "findings", "fin") == 3
    one, other = (small.page(f"/{n}.htm", small.capture(f"/{n}.htm", "<p>x"), id=n, title="")
                  for n in ("same-1", "same-2"))  # fmt: skip
    assert one != other
    assert code_of(small, "pages", "same") == 3
    assert ask(small, "pages", "same-1").output.startswith("pages same-1\n")


def test_a_page_that_cannot_be_read_is_proved_by_its_answer(small: Small) -> None:
    capture = small.capture("/b.htm", b"no gzip", headers="Content-Encoding: gzip\r\n")
    page = small.page("/b.htm", small.capture("/b.htm", "<p>before", moment=EARLIER))
    seen = {"first_seen_at": EARLIER, "last_seen_at": EARLIER, "first_run_id": 1, "last_run_id": 1}
    finding = {"id": "unreadable", "kind": "page_unreadable", "severity": "warning"}
    about = {"state": "new", "page_id": page, "subject": "/b.htm", "says": "cannot be unpacked"}
    small.put("findings", **finding, **about, **seen)
    result = ask(small, "findings", "unreadable", "--json")
    found = json.loads(result.output)
    assert found["is_proved"]
    assert found["capture"]["id"] == capture
    assert "As the finding says: The body cannot be decoded" in result.output


def test_damage_is_named(small: Small) -> None:
    small.path.unlink()
    result = ask(small, "findings", "finding")
    assert "FAIL file:" in result.output
    assert "is not in the captures folder" in result.output
    assert result.output.endswith("Not proved. 0 of 1 passages found.\n")


def test_who_accepted_a_loss_is_not_told_and_why_is_no_command(small: Small) -> None:
    [[capture]] = small.store.db.execute("SELECT id FROM captures LIMIT 1").fetchall()
    small.path.unlink()
    of = {"file": small.path.name, "ids": (capture,), "at": "2026-03-02T08:00:00Z"}
    accept(small.captures, [AcceptedLoss(who="A. Archivist", why="a disk\x1b]0;x\x07 died", **of)])
    printed = ask(small, "captures", capture).output
    assert "accepted as lost, 2026-03-02T08:00:00Z: a disk\\x1b]0;x\\x07 died." in printed
    assert not {"\x1b", "\x07"} & set(printed)
    assert "Archivist" not in printed


def test_what_a_page_holds_does_not_reach_the_terminal_as_a_command(small: Small) -> None:
    capture = small.capture("/a.htm", "<h1>Evil \x1b[31mtitle</h1>")
    page = small.page("/a.htm", capture, title="Evil \x1b[31mtitle", html_title="")
    result = ask(small, "pages", page)
    assert "Evil" in result.output
    assert "\x1b" not in result.output
