"""What verification sent and received: WARC records in ``evidence/``, rows of ``exchanges``.

They are kept apart from the captures: those are the site, which is read again by ``replay``;
these are what others said about it, which no page is read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from sqlite3 import Connection

from archive.evidence.dois import insert_rows
from archive.keeping.rows import (
    Row,
    insertion,
    renewed,
    sound_rows,
)
from archive.moments import moment_text
from archive.records import Authority, Capture, Check, Exchange, KeptBodies
from archive.warc.captures import CaptureWriter, recover, walk
from archive.warc.framing import BadFraming, dechunk, split_head, split_interim

FOLDER = "evidence"
"""Beside ``captures/`` in a site's data folder."""
MAX_BODY_BYTES = 4_000_000
"""Kept of one body; Retraction Watch's list alone has some 60 MB, a dozen times a year."""
_PAGES = frozenset({Authority.WEB, Authority.LANDING})
# What a capture says of an exchange.
_COLUMNS = tuple(
    field.name
    for field in fields(Capture)
    if field.name not in ("location", "revisit_of", "is_requisite", "fetched_at")
)
_values_of = attrgetter(*_COLUMNS)
_KEPT = (*_COLUMNS, "fetched_at", "run_id", "previous_id")


class ExchangeKeeper:
    """Appends exchanges; each batch is synced before the rows that name it are committed."""

    def __init__(
        self,
        conn: Connection,
        folder: Path,
        *,
        site: str,
        contact: str,
        software: str,
        bodies: KeptBodies,
        now: Callable[[], datetime],
    ) -> None:
        """``folder``: of the site's data. Raises ``CannotWrite``, OSError."""
        self._conn = conn
        self._bodies = bodies
        self._written: dict[int, tuple[Exchange, str | None]] = {}
        self._folder = folder / FOLDER
        recover(self._folder, evidence_ends(conn))
        self._writer = CaptureWriter(
            self._folder,
            site=f"{site}-evidence",
            contact=contact,
            software=software,
            robots="ignore",
            now=now,
        )

    def keep(self, run_id: int, checks: Iterable[Check]) -> list[str | None]:
        """Write the exchanges of checks; returns for each the id of its last answer, or None.

        Those that several checks share (one list of records, many names) are written once.
        Raises ``CannotWrite``.
        """
        rows: list[tuple[object, ...]] = []
        ids = [self._keep(run_id, check, rows) for check in checks]
        insert_rows(self._conn, "exchanges", _KEPT, rows)
        return ids

    def _keep(self, run_id: int, check: Check, rows: list[tuple[object, ...]]) -> str | None:
        limit = MAX_BODY_BYTES
        if self._bodies is KeptBodies.REGISTRIES and check.authority in _PAGES:
            limit = 0
        last: str | None = None
        for exchange in check.exchanges:
            known = self._written.get(id(exchange))
            if known is None:
                capture = self._writer.write(shortened(exchange, limit))
                if capture is not None:  # else: no answer can be pointed at
                    moment = moment_text(capture.fetched_at)
                    rows.append((*_values_of(capture), moment, run_id, last))
                known = exchange, capture.id if capture is not None else None
                self._written[id(exchange)] = known
            last = known[1] or last
        return last

    def sync(self) -> None:
        """Bring to disk what the rows are about to point at. Raises ``CannotWrite``."""
        self._writer.sync()
        self._written.clear()

    def roll_back(self) -> None:
        """Cut off the records whose rows were rolled back, as after a crash.

        Where that cannot be done (a full disk), the next run does it.
        """
        self._written.clear()
        self._writer.abandon()
        with suppress(OSError):
            recover(self._folder, evidence_ends(self._conn))

    def close(self) -> None:
        """Seal the file. Raises ``CannotWrite``."""
        self._writer.close()


def shortened(exchange: Exchange, limit: int) -> Exchange:
    """An exchange with at most ``limit`` bytes of its body; marked truncated when it is cut.

    Of what came before an answer or instead of one, ``MAX_BODY_BYTES`` are kept, a body at its end
    not counted.
    """
    if exchange.status is None:
        interim, answer = split_interim(exchange.raw_response)
        head, _ = split_head(answer) or (answer, b"")
        most = min(len(interim) + len(head) + limit, MAX_BODY_BYTES)
        if len(exchange.raw_response) <= most:
            return exchange
        return replace(exchange, raw_response=exchange.raw_response[:most], truncated="length")
    if len(exchange.interim) > MAX_BODY_BYTES:
        interim = exchange.interim[:MAX_BODY_BYTES]
        exchange = replace(exchange, interim=interim, fidelity="truncated", truncated="length")
    if len(exchange.framed or exchange.body) <= limit:
        return exchange
    framed, body = exchange.framed[:limit], exchange.body[:limit]
    if framed:
        with suppress(BadFraming):
            body = dechunk(framed, is_cut=True)
    return replace(
        exchange,
        body=body,
        framed=framed if framed != body else b"",
        fidelity="truncated",
        truncated="length" if limit else "unspecified",
    )


def _insertion(capture: Capture, columns: Row) -> tuple[str, Row]:
    row: Row = {name: getattr(capture, name) for name in _COLUMNS}
    row |= columns | {"fetched_at": moment_text(capture.fetched_at)}
    return insertion("exchanges", row), sound_rows([row])[0]


def restore(conn: Connection, folder: Path, run_id: int, *, is_lost: bool) -> int:
    """Make rows for the answers in a site's evidence folder, and correct where known ones lie;
    returns how many rows were made or changed.

    What was asked, and which redirect led to which answer, stands in no record: after the database
    was lost (``is_lost``), checks are not made of them again. To be called in a transaction; raises
    ``DamagedCapture``.
    """
    evidence = folder / FOLDER
    if not evidence.is_dir():
        return 0
    recover(evidence, None if is_lost else evidence_ends(conn))
    found = 0
    for capture, _ in walk(evidence):
        statement, row = _insertion(capture, {"run_id": run_id, "previous_id": None})
        found += conn.execute(
            statement + renewed("exchanges", row, but=["previous_id"]), row
        ).rowcount
    return found


def evidence_ends(conn: Connection) -> dict[str, int]:
    """For each evidence file the end of its last known record, in bytes."""
    sql = (
        "SELECT warc_file, max(warc_offset_bytes + warc_length_bytes) FROM exchanges "
        "GROUP BY warc_file"
    )
    return {str(file): int(end) for file, end in conn.execute(sql)}
