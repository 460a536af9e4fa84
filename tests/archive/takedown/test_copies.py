"""Copies that lie elsewhere are remembered, and known for older or newer than a takedown."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from archive.takedown.copies import FILE, is_older, outdated_copies, remember

BEFORE, TAKEDOWN, AFTER = (f"2026-03-0{day}T12:00:00.000Z" for day in (1, 2, 3))

MOMENTS = [
    ("written before", [BEFORE], True),
    ("written after", [AFTER], False),
    ("written in the same moment", [TAKEDOWN], True),
    ("killed while it was first written", [""], True),
    ("killed while it was written again", [BEFORE, ""], True),
    ("killed after the takedown was in it", [AFTER, ""], False),
    ("written again", [BEFORE, "", AFTER], False),
]


@pytest.mark.parametrize(("why", "moments", "is_outdated"), MOMENTS, ids=[m[0] for m in MOMENTS])
def test_what_is_written_before_a_takedown(tmp_path: Path, why, moments, is_outdated) -> None:
    copy = tmp_path / "süd" / "files"
    copy.mkdir(parents=True)
    for moment in moments:
        remember(tmp_path, copy, moment)
    assert outdated_copies(tmp_path, TAKEDOWN) == ([copy] if is_outdated else [])
    copy.rmdir()
    assert outdated_copies(tmp_path, TAKEDOWN) == [], "it was taken away"


PACKAGES = [
    ("made before", {"created": "2026-03-02T11:59:59Z"}, True),
    ("made in the same second", {"created": "2026-03-02T12:00:00Z"}, True),
    ("made after", {"created": "2026-03-02T12:00:01Z"}, False),
    ("by another zone's clock", {"created": "2026-03-02T12:30:00+01:00"}, True),
    ("does not say when", {}, True),
    ("says nonsense", {"created": 5}, True),
    ("no object", [], True),
]


@pytest.mark.parametrize(("why", "said", "older"), PACKAGES, ids=[p[0] for p in PACKAGES])
def test_packages_go_by_what_they_say(tmp_path: Path, why, said, older) -> None:
    with ZipFile(tmp_path / "site.wacz", "w") as opened:
        opened.writestr("datapackage.json", json.dumps(said))
    assert is_older(tmp_path / "site.wacz", TAKEDOWN) is older


def test_a_package_that_is_none_counts_as_older(tmp_path: Path) -> None:
    (tmp_path / "site.wacz").write_bytes(b"something else")
    assert is_older(tmp_path / "site.wacz", TAKEDOWN)
    with pytest.raises(FileNotFoundError):
        is_older(tmp_path / "other.wacz", TAKEDOWN)


@pytest.mark.parametrize("broken", [b'{"/a": ', b"\xff", b"[1]", b'{"/a": 5}', b""])
def test_a_broken_list_is_named(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / FILE).write_bytes(broken)
    for use in (lambda: outdated_copies(tmp_path, TAKEDOWN), lambda: remember(tmp_path, tmp_path)):
        with pytest.raises(OSError, match="no list of copies") as told:
            use()
        assert told.value.filename == str(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == broken, "nothing is written over it"


@pytest.mark.parametrize(("why", "offset", "value"), [("a password", 8, 1), ("a method", 10, 99)])
def test_a_package_that_cannot_be_unpacked_counts_as_older(tmp_path, why, offset, value) -> None:
    package = tmp_path / "site.wacz"
    with ZipFile(package, "w") as opened:
        opened.writestr("datapackage.json", json.dumps({"created": AFTER}))
    content = bytearray(package.read_bytes())
    content[content.index(b"PK\x01\x02") + offset] = value
    content[offset - 2] = value
    package.write_bytes(content)
    assert is_older(package, TAKEDOWN), why
