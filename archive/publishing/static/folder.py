"""A folder whose files are written only if they change, and removed if no longer written.

Each file is put into place in one step, so that whoever reads, or finds the folder after a publish
was killed, sees a file as it was or as it is to be. What was written is remembered in a list in the
folder, before it is written: nothing else in it is ever replaced or removed.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

LIST = ".patientline-files"
"""Names of our files, one a line."""
LOCK = ".patientline-lock"
_UNFINISHED = ".patientline-new"


class FolderError(Exception):
    """The folder cannot be used; the message says why and what to do."""


@dataclass
class Changes:
    """What a publish did to the folder, in files."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


class Folder:
    """The folder while it is written; a context manager. Raises FolderError on entry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changes = Changes()
        self._lock = FileLock(path / LOCK, timeout=0)
        self._known: set[str] = set()
        self._current: set[str] = set()

    def __enter__(self) -> Folder:
        self.path.mkdir(parents=True, exist_ok=True)
        strangers = {entry.name for entry in self.path.iterdir()} - {LOCK}
        if strangers and LIST not in strangers:
            raise FolderError(
                f"{self.path} holds files that are not of an archive ({min(strangers)}), and they "
                "might be overwritten. Name an empty folder, or one that does not exist yet."
            )
        try:
            self._lock.acquire()
        except Timeout as error:
            raise FolderError(
                f"Another publish is at work in {self.path}. Wait for it to end and try again."
            ) from error
        if (self.path / LIST).exists():
            self._known = set((self.path / LIST).read_text(encoding="utf-8").splitlines())
        self._list = (self.path / LIST).open("a", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        self._list.close()
        self._lock.release()

    def is_strangers(self, name: str) -> bool:
        """Whether somebody else put a file of this name there."""
        return (self.path / name).exists() and name not in self._known

    def write(self, name: str, content: bytes) -> None:
        """Put a file into place unless it is there with this content."""
        path = self._claim(name)
        if path.is_file() and path.read_bytes() == content:
            self.changes.unchanged += 1
            return
        unfinished = self.path / _UNFINISHED
        unfinished.write_bytes(content)
        self._place(unfinished, path)

    def copy(self, name: str, source: Path) -> None:
        """Put a copy of a file into place unless it is there with the same content."""
        path = self._claim(name)
        if path.is_file() and filecmp.cmp(source, path, shallow=False):
            self.changes.unchanged += 1
            return
        unfinished = self.path / _UNFINISHED
        shutil.copyfile(source, unfinished)
        self._place(unfinished, path)

    def finish(self) -> Changes:
        """Remove our files that were not written this time; what was done to the folder."""
        for name in sorted(self._known - self._current):
            path = self.path / name
            if path.is_file():
                path.unlink()
                self.changes.removed += 1
            self._remove_empty(path.parent)
        (self.path / _UNFINISHED).write_text(
            "".join(f"{name}\n" for name in sorted(self._current)), encoding="utf-8"
        )
        self._list.close()
        os.replace(self.path / _UNFINISHED, self.path / LIST)
        return self.changes

    def _claim(self, name: str) -> Path:
        if name not in self._known:
            self._list.write(name + "\n")
            self._list.flush()
            self._known.add(name)
        self._current.add(name)
        return self.path / name

    def _place(self, unfinished: Path, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(unfinished, path)
        self.changes.written += 1

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.path and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
