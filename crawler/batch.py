"""What waits to be written, and its commit: WARC files synced first, then rows, all at once."""

from __future__ import annotations

import logging
from collections.abc import Callable

from archive.opening import StoreError
from archive.records import Issue
from archive.store import Store
from archive.warc.captures import CannotWrite, CaptureWriter

logger = logging.getLogger(__name__)

SIZE = 20  # outcomes of URLs; a clock commits smaller batches once a second
UNCHANGED = 10
"""So many unchanged URLs count as one outcome: if their commit is lost, little is."""
FATAL = (CannotWrite, StoreError, OSError)
"""What ends a crawl: the disk is full or broken, or the database is held by somebody else."""

Write = Callable[[], object]


class Batch:
    """Collects writes and commits them together, in the order they came."""

    def __init__(self, store: Store, writer: CaptureWriter) -> None:
        self._store = store
        self._writer = writer
        self._writes: list[Write] = []
        self._outcomes = 0
        """In units of one unchanged URL: a changed one counts ``UNCHANGED``."""
        self.run_id = 0
        self.brings_due = False
        """Whether URLs that are to be asked wait here to be written."""
        self.fatal: Exception | None = None
        """The error after which nothing is taken any more."""
        self.on_fatal: Callable[[], None] = lambda: None
        self.on_commit: Callable[[], None] = lambda: None

    def add(self, write: Write, *, brings_due: bool = False) -> None:
        """Write something with the next commit; ``brings_due``: it adds URLs to be asked."""
        self._writes.append(write)
        self.brings_due |= brings_due

    def count_outcome(self, *, is_unchanged: bool = False) -> None:
        """Note that one more URL has its outcome; commits as soon as there are enough of them."""
        self._outcomes += 1 if is_unchanged else UNCHANGED
        if self._outcomes >= SIZE * UNCHANGED:
            self.commit()

    def commit(self) -> None:
        """Commit what has come in; does nothing after a write error."""
        if not self._writes or self.fatal:
            return
        writes, self._writes, self._outcomes, self.brings_due = self._writes, [], 0, False
        try:
            self._writer.sync()
            self._write_together(writes)
        except FATAL as error:
            self.stop(error)
        else:
            self.on_commit()

    def stop(self, error: Exception) -> None:
        """Accept nothing more, and let the crawl end."""
        if self.fatal is None:
            self.fatal = error
            logger.error("%s", error)
            self.on_fatal()

    def _write_together(self, writes: list[Write]) -> None:
        try:
            with self._store.unit():
                for write in writes:
                    write()
        except FATAL:
            raise
        except Exception:
            logger.exception("a batch was refused; its parts are kept one by one")
            self._write_singly(writes)

    def _write_singly(self, writes: list[Write]) -> None:
        """One defect of ours must not take the rest of its batch with it."""
        with self._store.unit():
            for write in writes:
                try:
                    with self._store.unit():
                        write()
                except FATAL:
                    raise
                except Exception as error:
                    message = f"Rows were refused by the database: {error!r}"
                    issue = Issue(code="keep_failed", message=message, stage="keep")
                    self._store.keep_issue(self.run_id, issue)
