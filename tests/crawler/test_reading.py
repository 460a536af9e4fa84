"""The child process that reads: it answers, it may hang, eat memory or die, and it is followed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from archive.children import framed, receive
from archive.records import PageKind, PageRecord, Source
from crawler import reading
from crawler.pages import read
from crawler.reading import Reader, ReaderClosed
from tests.crawler.pages.html_page import source

PAGE = "<h1>Stairs</h1><p>Two flights a day are a start, says everybody who has tried it.</p>"
DATES = " 3. März 2019, le 4 mai 2018; 5 Mayıs 2017" * 8
ENDLESS = "".join(
    f"<p>word <b><i><a href='x{n}'>12 May 2020</a></i></b> {n}{DATES}\n" for n in range(14_000)
)
"""Takes the reader some seconds: several times the limits of the tests that use it."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as started:
        yield started


def read_now(reader: Reader, page: Source) -> PageRecord:
    """Read a page while nothing else goes on."""
    return asyncio.run(reader.read(page))


def child_of(reader: Reader) -> subprocess.Popen[bytes]:
    process = reader._children[0]._process
    assert process is not None
    return process


def test_the_child_reads_what_the_parent_would(reader: Reader) -> None:
    assert read_now(reader, source(PAGE)) == read(source(PAGE))


def test_one_child_for_many_pages(reader: Reader) -> None:
    read_now(reader, source(PAGE))
    first = child_of(reader).pid
    for _ in range(3):
        read_now(reader, source(PAGE))
    assert child_of(reader).pid == first


def test_from_an_event_loop(reader: Reader) -> None:
    async def both() -> list[str]:
        records = await asyncio.gather(*(reader.read(source(PAGE)) for _ in range(3)))
        return [record.title for record in records]

    assert asyncio.run(both()) == ["Stairs"] * 3


def test_the_child_has_its_next_page_before_a_record_is_handed_on() -> None:
    async def is_busy_after_one(reader: Reader) -> bool:
        await reader.read(source(PAGE))
        return reader._idle.empty()

    async def read_two(reader: Reader) -> bool:
        other = reader.read(source(ENDLESS[:60_000]))
        return (await asyncio.gather(is_busy_after_one(reader), other))[0]

    with Reader() as reader:
        assert asyncio.run(read_two(reader))


def test_too_much_cpu_time_ends_the_page_not_the_reader() -> None:
    with Reader(cpu_s=1) as reader:
        record = read_now(reader, source(ENDLESS))
        assert (record.kind, record.url) == (PageKind.UNREAD, source(PAGE).url)
        assert [(i.code, i.url, i.capture_id) for i in record.issues] == [
            ("reader_timeout", record.url, "capture")
        ]
        assert read_now(reader, source(PAGE)).title == "Stairs"


def test_too_much_time_by_the_clock() -> None:
    with Reader(wall_s=0.2) as reader:
        reader._wall_s = 60
        read_now(reader, source(PAGE))  # the child is up
        reader._wall_s = 0.2
        record = read_now(reader, source(ENDLESS))
        assert [i.code for i in record.issues] == ["reader_timeout"]
        reader._wall_s = 60
        assert read_now(reader, source(PAGE)).title == "Stairs"


def test_too_much_memory_ends_the_page_not_the_reader() -> None:
    with Reader(memory_bytes=500_000_000) as reader:
        record = read_now(reader, source(b"<p>" + b"word " * 30_000_000))
        assert record.kind is PageKind.UNREAD
        assert [i.code for i in record.issues] == ["reader_memory"]
        assert read_now(reader, source(PAGE)).title == "Stairs"


def test_a_child_that_dies_is_followed_by_another(reader: Reader) -> None:
    read_now(reader, source(PAGE))
    first = child_of(reader)
    first.kill()
    first.wait()
    assert read_now(reader, source(PAGE)).title == "Stairs"
    assert child_of(reader).pid != first.pid


@pytest.mark.parametrize(
    ("why", "deaths", "expected"),
    [("the page is read again", 1, []), ("it was the page", 2, ["reader_crash"])],
)
def test_a_child_that_dies_while_reading(
    why: str, deaths: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = deaths

    def kill_and_send(page: Source) -> bytes:
        nonlocal left
        if left:
            left -= 1
            child_of(reader).kill()
        return framed(page)

    monkeypatch.setattr(reading, "framed", kill_and_send)
    with Reader() as reader:
        assert [issue.code for issue in read_now(reader, source(PAGE)).issues] == expected, why
    assert not left


def test_a_child_that_has_grown_too_large_is_followed_by_another() -> None:
    with Reader(retire_bytes=1) as reader:
        read_now(reader, source(PAGE))
        assert reader._children[0]._process is None  # it has ended, and was waited for
        assert read_now(reader, source(PAGE)).title == "Stairs"


def test_a_page_that_is_given_up_does_not_answer_for_the_next(reader: Reader) -> None:
    read_now(reader, source(PAGE))
    first = child_of(reader)

    async def give_up() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader.read(source(ENDLESS)), 0.05)

    asyncio.run(give_up())
    assert first.poll() == -signal.SIGKILL
    assert read_now(reader, source(PAGE)).title == "Stairs"


def test_a_large_parent_does_not_make_its_children_large() -> None:
    """Linux lets a child's ru_maxrss begin with its parent's; that is not the child's doing."""
    ballast = b"x" * 800_000_000
    with Reader() as reader:
        read_now(reader, source(PAGE))
        first = child_of(reader).pid
        read_now(reader, source(PAGE))
        assert child_of(reader).pid == first
    assert ballast


def test_closed() -> None:
    reader = Reader()
    read_now(reader, source(PAGE))
    process = child_of(reader)
    reader.close()
    reader.close()
    assert process.poll() is not None
    with pytest.raises(ReaderClosed):
        read_now(reader, source(PAGE))


def test_no_child_outlives_a_parent_that_was_killed() -> None:
    program = (
        "import asyncio, sys\n"
        "from crawler.reading import Reader\n"
        "from tests.crawler.pages.html_page import source\n"
        "reader = Reader()\n"
        "asyncio.run(reader.read(source('<h1>a</h1>')))\n"
        "print(reader._children[0]._process.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(600):
        if not is_running(child):
            break
        time.sleep(0.05)
    assert not is_running(child)


def test_a_parent_that_was_killed_before_it_took_its_answer_has_ended() -> None:
    parent, child = socket.socketpair()
    with child, child.makefile("rb") as requests:
        child.sendall(b"an answer that nobody reads")
        parent.close()
        assert receive(requests) is None


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
