"""The folder of plain files: only what changes is written, only what is ours is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.publishing.static.folder import LIST, Changes, Folder, FolderError


def fill(path: Path, **files: str) -> Changes:
    with Folder(path) as folder:
        for name, content in files.items():
            folder.write(f"{name}/index.html", content.encode())
        return folder.finish()


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    assert fill(tmp_path, a="1", b="1", c="1") == Changes(written=3)
    before = (tmp_path / "a/index.html").stat().st_mtime_ns
    assert fill(tmp_path, a="1", b="2") == Changes(written=1, unchanged=1, removed=1)
    assert (tmp_path / "a/index.html").stat().st_mtime_ns == before
    assert (tmp_path / "b/index.html").read_text() == "2"
    assert not (tmp_path / "c").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    fill(tmp_path, a="1", b="1")
    (tmp_path / "robots.txt").write_text("theirs")
    (tmp_path / "b" / "note.txt").write_text("theirs")
    fill(tmp_path, a="1")
    assert (tmp_path / "robots.txt").read_text() == "theirs"
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["note.txt"]


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("a home page")
    with pytest.raises(FolderError, match=r"index\.html"):
        fill(tmp_path, a="1")
    assert (tmp_path / "index.html").read_text() == "a home page"


def test_one_publish_at_a_time(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(FolderError, match="Another publish"):
        fill(tmp_path, a="1")


def test_what_a_killed_publish_wrote_is_known_to_the_next_one(tmp_path: Path) -> None:
    fill(tmp_path, a="old")
    with Folder(tmp_path) as folder:  # never comes to its end
        folder.write("a/index.html", b"new")
        folder.write("only-then/index.html", b"1")
    assert (tmp_path / "a/index.html").read_text() == "new"
    assert fill(tmp_path, a="new") == Changes(unchanged=1, removed=1)
    assert not (tmp_path / "only-then").exists()
    assert (tmp_path / LIST).read_text() == "a/index.html\n"
