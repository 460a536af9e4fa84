"""Records that were written in several segments: are all of them there? (ISO 28500:2017 §7)

Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from archive.warc.parsing import Record, bare_id

_MOST_DIGITS = 18
"""Of a number or length: no file has more segments or bytes."""


class Segment(NamedTuple):
    """One of the records that make up another."""

    file: str
    offset: int
    number: int
    """1 is the first, which names the type; -1 = what stands there is no number."""
    length: int
    """Of its block, in bytes."""
    total: int
    """Of all blocks together, which the last one tells; -1 = it tells none."""


class Segments:
    """All segments that a check meets, by the id of the first one."""

    def __init__(self) -> None:
        self._found: defaultdict[str, list[Segment]] = defaultdict(list)

    def note(self, record: Record, file: str, offset: int) -> None:
        """Remember a record, if it is a segment of another, or the first of several."""
        printed = record.field("WARC-Segment-Number")
        if not printed and record.kind != "continuation":
            return
        number = _number(printed)
        first = record.id if number == 1 else bare_id(record.field("WARC-Segment-Origin-ID"))
        length, total = (
            _number(record.field(name)) for name in ("Content-Length", "WARC-Segment-Total-Length")
        )
        self._found[first].append(Segment(file, offset, number, length, total))

    def incomplete(self) -> Iterator[tuple[str, Segment, str]]:
        """Of each incomplete record: the id of its first segment, the first segment that was found,
        and a sentence on what is missing."""
        for first, segments in self._found.items():
            by_number = {segment.number: segment for segment in reversed(segments)}
            found = [by_number[number] for number in sorted(by_number)]
            if said := _missing(found):
                yield first, found[0], said


def _missing(found: list[Segment]) -> str:
    numbers = [segment.number for segment in found]
    missing = next((n for n in range(1, len(found) + 1) if n not in numbers), 0)
    last, length = found[-1], sum(segment.length for segment in found)
    if missing:
        return f"Segment {missing} of the record is not there."
    if last.total < 0:
        return f"Segments behind number {last.number} are not there: none says that it is the last."
    if last.total != length:
        return f"Its segments have {length} of {last.total} bytes together."
    return ""


def _number(printed: str) -> int:
    is_one = printed.isascii() and printed.isdigit() and len(printed) <= _MOST_DIGITS
    return int(printed) if is_one else -1
