"""Resumes a killed crawl: captures it had not dealt with are read, not asked for again."""

from __future__ import annotations

from collections.abc import Iterator

from archive.crawls import capture_by_id
from archive.frontier import LeasedUrl
from archive.records import Capture, Exchange
from archive.warc.captures import DamagedCapture, read_exchange
from crawler.answers import Action, judge_answer
from crawler.ledger import Ledger


def unread_answers(ledger: Ledger) -> Iterator[tuple[LeasedUrl, Exchange, Capture]]:
    """Each answer that lies in the archive without its outcome, as if it had just come."""
    for row, capture_id in ledger.unread:
        capture = capture_by_id(ledger.store.db, capture_id)
        if capture is None:
            continue
        action, _ = judge_answer(capture, is_read=row.is_read)
        if capture.revisit_of and action is Action.READ:  # its content lies elsewhere
            ledger.postpone(row, 0)
            continue
        try:
            exchange = read_exchange(ledger.folder / "captures", capture)
        except DamagedCapture:
            ledger.postpone(row, 0)
            continue
        ledger.note_twin(capture)
        ledger.sent(row)
        yield row, exchange, capture
