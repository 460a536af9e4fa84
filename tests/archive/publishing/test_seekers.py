"""Captures looked at by several processes: the same rows, in bounds, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.children import Child
from archive.publishing import seekers as seekers_module
from archive.publishing import spans as spans_module
from archive.publishing.publish import PublishError, publish
from archive.publishing.seekers import Seekers, Task
from tests.archive.proof.small_archive import PAGE, Small

PAGES = 30


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """The usual page, and thirty more with a reference each; every tenth is a PDF that is none."""
    small = Small(tmp_path / "small")
    small.acupuncture()
    for n in range(PAGES):
        path, source = f"/en/{n}.htm", PAGE.replace("</body>", f"<p>{n}. Liu, page {n}.</body>")
        capture = small.capture(path, source) if n % 10 else small.capture(
            path, b"%PDF-1.7 x", mime="application/pdf", charset=""
        )  # fmt: skip
        page = small.page(path, capture, charset="utf-8" if n % 10 else "")
        small.put(
            "bibliography", id=f"ref {n}", printed=f"Liu, page {n}.", position=1,
            page_id=page, capture_id=capture,
        )  # fmt: skip
    return small


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Three processes, however few the captures and the cores; batches of four."""
    monkeypatch.setattr(spans_module, "FEW", 1)
    monkeypatch.setattr(spans_module, "_cores", lambda: 3)
    monkeypatch.setattr(seekers_module, "BATCH", 4)
    return monkeypatch


def keys(small: Small) -> list[str]:
    found = small.store.db.execute("SELECT DISTINCT capture_id FROM bibliography").fetchall()
    return [key for (key,) in found]


def tables(database: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as db:
        return [db.execute(f"SELECT * FROM {name}").fetchall() for name in ("spans", "span_bases")]


def test_one_and_several_processes_publish_the_same_bytes(
    small: Small, tmp_path: Path, several: pytest.MonkeyPatch
) -> None:
    crawl = small.folder / "crawl.db"
    with several.context() as patch:
        patch.setattr(spans_module, "FEW", 1000)
        one = publish(crawl, tmp_path / "one", {})
    first = tables(one.database)
    assert len(first[0]) > PAGES
    for _ in ("found", "taken over"):
        many = publish(crawl, tmp_path / "many", {})
        assert tables(many.database) == first
        assert many.database.read_bytes() == one.database.read_bytes()


def test_few_captures_are_looked_at_by_one_process(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans_module, "_cores", lambda: 3)
    begun: list[object] = []
    monkeypatch.setattr(spans_module, "Seekers", lambda *given, **_: begun.append(given))
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    assert begun == []
    assert len(tables(published.database)[0]) > PAGES


def test_a_damaged_earlier_archive_does_not_matter_to_several(
    small: Small, tmp_path: Path, several: pytest.MonkeyPatch
) -> None:
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    first = tables(published.database)
    with closing(sqlite3.connect(published.database)) as db:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'span_bases'"
        [root] = db.execute(sql).fetchone()
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with published.database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    publish(small.folder / "crawl.db", tmp_path / "site", {})
    assert tables(published.database) == first


ENDS = [
    ("killed by the system", "import os; os.kill(os.getpid(), 9)", "signal 9"),
    ("ends before it answers", "sys.stdin.buffer.read(100); sys.exit(3)", "exit code 3"),
    (
        "a mistake of ours",
        "from archive.publishing import seekers\n"
        "seekers.look_at = lambda *_, **__: {}['something odd']\n"
        "seekers.serve()",
        "KeyError: 'something odd'",
    ),
]


@pytest.mark.parametrize(("why", "program", "said"), ENDS)
def test_a_process_that_fails_leaves_the_old_archive(
    why: str, program: str, said: str, small: Small, tmp_path: Path, several: pytest.MonkeyPatch
) -> None:
    published = publish(small.folder / "crawl.db", tmp_path / "site", {})
    before = published.database.read_bytes()
    several.setattr(seekers_module, "PROGRAM", program)
    with pytest.raises(PublishError, match="Nothing was published") as raised:
        publish(small.folder / "crawl.db", tmp_path / "site", {})
    assert said in str(raised.value), why
    assert published.database.read_bytes() == before
    assert not list((tmp_path / "site").glob(".building-*"))


def test_only_so_many_batches_are_under_way(small: Small, several: pytest.MonkeyPatch) -> None:
    under_way, most = 0, 0
    tell, hear = seekers_module.tell, seekers_module.hear

    def told(child: Child, message: object) -> None:
        nonlocal under_way, most
        under_way += not isinstance(message, Task)
        most = max(most, under_way)
        tell(child, message)

    def heard(child: Child) -> object:
        nonlocal under_way
        under_way -= 1
        return hear(child)

    several.setattr(seekers_module, "tell", told)
    several.setattr(seekers_module, "hear", heard)
    wanted = keys(small) * 20
    task = Task(small.folder / "crawl.db", small.captures, None)
    with Seekers(task, 2) as seekers:
        looked = list(seekers.look_at(wanted))
    assert len(looked) == len(wanted)
    assert [one.basis[0] for one in looked if one.basis] == [
        key for key in wanted if key in {one.basis[0] for one in looked if one.basis}
    ]
    assert (under_way, most) == (0, 4)


HOLDS = """
import signal, sys, time
from pathlib import Path
from archive.publishing.seekers import Seekers, Task
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
folder = Path(sys.argv[1])
with Seekers(Task(folder / "crawl.db", folder / "captures", None), 2) as seekers:
    looked = seekers.look_at(sys.argv[2:] * 100)
    next(looked)
    print("at work", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_behind(number: signal.Signals, small: Small) -> None:
    command = [sys.executable, "-c", HOLDS, str(small.folder), *keys(small)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,  # held open by each that is left
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"at work\n"
        process.send_signal(number)
        process.communicate(timeout=60)
    assert process.returncode in (-number, 1, 130)
