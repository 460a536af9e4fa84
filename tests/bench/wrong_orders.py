"""Orders of writing that are wrong on purpose: what is killed then is not whole."""

from __future__ import annotations

import time
from collections.abc import Callable

from archive.warc.captures import CaptureWriter
from crawler import ledger
from crawler.batch import Batch

Mutant = Callable[[], None]


def rows_before_records() -> None:
    """Mutant: rows are committed while their records still wait in memory."""
    waiting: list[tuple[CaptureWriter, bytes]] = []
    append, sync, commit = CaptureWriter._append, CaptureWriter.sync, Batch.commit

    def keep(self: CaptureWriter, data: bytes) -> int:
        start = self._size
        waiting.append((self, data))
        self._size += len(data)
        self._is_synced = False
        return start

    def write(self: CaptureWriter) -> None:
        for _, data in waiting:
            self._size -= len(data)
        for _, data in waiting:
            append(self, data)
        waiting.clear()
        sync(self)

    def hurry(self: Batch) -> None:
        CaptureWriter.sync = lambda writer: None  # type: ignore[method-assign]
        commit(self)
        time.sleep(0.05)  # a slow disk
        CaptureWriter.sync = write  # type: ignore[method-assign]
        self._writer.sync()

    CaptureWriter._append = keep  # type: ignore[method-assign]
    CaptureWriter.sync = write  # type: ignore[method-assign]
    Batch.commit = hurry  # type: ignore[method-assign]


def ends_not_committed() -> None:
    """Mutant: recovery does not know where the last acknowledged record ends."""
    recover = ledger.recover
    ledger.recover = lambda folder, _: recover(folder, None)


MUTANTS: dict[str, Mutant] = {
    "rows before their records": rows_before_records,
    "ends of files not committed": ends_not_committed,
}
