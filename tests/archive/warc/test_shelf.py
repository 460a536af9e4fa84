"""Whether records can be read, asked for many of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import Capture
from archive.warc.captures import is_readable
from archive.warc.shelf import MOST_OPEN, Shelf
from tests.archive.warc.test_captures import answer, writer, written


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.write_bytes(data)


Damage = Callable[[Path, Capture], object]

DAMAGES: list[tuple[str, Damage]] = [
    ("a bit of the record", lambda path, it: flip(path, it.warc_offset_bytes + 40)),
    ("its last byte", lambda path, it: flip(path, it.warc_offset_bytes + it.warc_length_bytes - 1)),
    ("cut off", lambda path, it: path.write_bytes(path.read_bytes()[:-3])),
    ("no file", lambda path, it: path.unlink()),
]


@pytest.mark.parametrize(("why", "damage"), DAMAGES, ids=[row[0] for row in DAMAGES])
def test_damage_is_seen(tmp_path: Path, why: str, damage: Damage) -> None:
    first, last = written(tmp_path, answer(), answer("https://a.test/y", b"other"))
    assert Shelf(tmp_path).is_readable(last)
    damage(tmp_path / last.warc_file, last)
    shelf = Shelf(tmp_path)
    assert not shelf.is_readable(last), why
    assert shelf.is_readable(first) is (why != "no file"), "what is sound is not suspected"
    shelf.close()


def test_another_record_is_not_the_one_that_was_captured(tmp_path: Path) -> None:
    first, last = written(tmp_path, answer(), answer("https://a.test/y"))
    assert not Shelf(tmp_path).is_readable(replace(last, id=first.id))
    assert not Shelf(tmp_path).is_readable(replace(last, warc_offset_bytes=0))


def test_a_file_that_is_still_written_is_read_also_when_it_has_been_closed(tmp_path: Path) -> None:
    out, shelf = writer(tmp_path), Shelf(tmp_path)
    found = []
    for number in range(3):
        capture = out.write(answer(body=b"%d" % number))
        assert capture is not None
        out.sync()
        found.append(capture)
        assert shelf.is_readable(capture)
    out.close()
    assert all(shelf.is_readable(capture) for capture in found)
    shelf.close()


def test_of_many_files_some_are_open_at_a_time(tmp_path: Path) -> None:
    found = []
    for number in range(2 * MOST_OPEN):
        found += written(tmp_path, answer(body=b"%d" % number))
    shelf = Shelf(tmp_path)
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(2):
        assert all(shelf.is_readable(capture) for capture in found)
        assert len(list(Path("/dev/fd").iterdir())) <= before + MOST_OPEN
    shelf.close()
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_both_ways_say_the_same(tmp_path: Path) -> None:
    made = written(tmp_path, answer(), answer(body=b"x" * 100_000))
    flip(tmp_path / made[1].warc_file, made[1].warc_offset_bytes + 200)
    shelf = Shelf(tmp_path)
    for capture in made:
        assert shelf.is_readable(capture) == is_readable(tmp_path, capture)
    shelf.close()
