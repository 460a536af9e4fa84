"""Pairs requests with their answers, in whatever order a tool wrote them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.importing.sources import Found
from archive.warc.parsing import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An answer with its request, if it has one; or a record that is neither; or a loss."""

    found: Found
    request: Record | None = None


def group(records: Iterable[Found]) -> Iterator[Group]:
    """Answers with their requests, everything else by itself, in the order of the file.

    wget and Heritrix write one way round, warcio and browsertrix the other; a request stands
    directly before or behind its answer in both.
    """
    request: Found | None = None
    answer: Found | None = None
    for found in records:
        record = found.record
        if record is not None and record.kind == "request":
            if answer is not None and _belong(record, answer.record):
                yield Group(found=answer, request=record)
                answer = None
                continue
            if request is not None:
                yield Group(found=request)
            request = found
            continue
        if answer is not None:
            yield Group(found=answer)
            answer = None
        if record is None or not record.is_capture:
            yield Group(found=found)
        elif request is not None and _belong(request.record, record):
            yield Group(found=found, request=request.record)
            request = None
        else:
            answer = found
    for left in (answer, request):
        if left is not None:
            yield Group(found=left)


def _belong(request: Record | None, answer: Record | None) -> bool:
    """Whether two records are of one exchange: they say so, or are of one URL."""
    if request is None or answer is None or request.target != answer.target:
        return False
    named = [record.field("WARC-Concurrent-To") for record in (request, answer)]
    if not any(named):
        return True
    return request.field("WARC-Record-ID") in named or answer.field("WARC-Record-ID") in named
