"""Progress on standard error: it is shown where it can be, and is never what ends the work."""

from __future__ import annotations

import errno
import io

import pytest

from crawler.commands import progress
from crawler.commands.progress import Progress


class Broken(io.StringIO):
    """A standard error that takes some writes, and then none."""

    def __init__(self, code: int, writes: int, *, is_terminal: bool) -> None:
        super().__init__()
        self._code, self._left, self._is_terminal = code, writes, is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str) -> int:
        if self._left <= 0:
            raise OSError(self._code, "cannot be written")
        self._left -= 1
        return super().write(text)


@pytest.mark.parametrize("writes", [0, 1, 2, 3])
@pytest.mark.parametrize(("code", "is_terminal"), [(errno.ENOSPC, False), (errno.EIO, True)])
def test_what_cannot_be_shown_ends_no_work(
    code: int, is_terminal: bool, writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY_S", 0.0)
    stderr = Broken(code, writes, is_terminal=is_terminal)
    monkeypatch.setattr("sys.stderr", stderr)
    with Progress() as told:
        for done in range(1, 4):
            told("crawl", done, 3)
        told("read", 1, 1)
    assert bool(stderr.getvalue()) == (writes > 0)


def test_lines_are_told_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY_S", 0.0)
    stderr = Broken(errno.EIO, 99, is_terminal=False)
    monkeypatch.setattr("sys.stderr", stderr)
    with Progress() as told:
        told("crawl", 1, 2)
        told("read", 3, 3)
    assert stderr.getvalue().splitlines() == [
        "crawl: 1 of 2", "crawl: 1 of 2", "read: 3 of 3", "read: 3 of 3",
    ]  # fmt: skip
