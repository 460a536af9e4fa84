"""What 100 kB cost when a page prints them in many blocks: adversarial text and real references.

Each string made to hang patterns is laid as one block, as lines of several lengths in a block or
an item each, and as the lines of one block, below a heading that announces references; so are real
references. No two lines are the same, so that nothing helps that is remembered of an earlier one.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, islice
from typing import Any

from archive.records import Block, BlockKind, PageKind, PageRecord
from pipelines.bibliography import find_references
from pipelines.dois import find_candidates
from pipelines.pointers import find_pointers
from pipelines.stages import refine
from tests.bench.damages import HOSTILE
from tests.bench.scorecard import Report, read_rows

SIZE = 100_000
HEADING = Block(kind=BlockKind.HEADING, text="References", level=2)
ENTRIES = tuple(
    Block(kind=BlockKind.ITEM, text=f"[{n}] Lee A, Kim B. Backs. Spine. 2009;{n}(2):1-9.")
    for n in range(1, 5)
)
"""A list that numbers and names in a text may point to."""
SPARSE = 6
"""Of so many strings one is read by the slower readers."""
_FRESH = count(10_000)

Shape = Callable[[Iterable[str]], list[Block]]


def _each(kind: BlockKind) -> Shape:
    return lambda lines: [Block(kind=kind, text=line) for line in lines]


def _together(lines: Iterable[str]) -> list[Block]:
    return [Block(kind=BlockKind.PARAGRAPH, text="\n".join(lines))]


SHAPES: dict[str, tuple[int, Shape]] = {
    "one block": (SIZE, _each(BlockKind.PARAGRAPH)),
    "blocks of 80": (80, _each(BlockKind.PARAGRAPH)),
    "blocks of 200": (200, _each(BlockKind.PARAGRAPH)),
    "items of 200": (200, _each(BlockKind.ITEM)),
    "lines of 200 in one block": (200, _together),
}
"""Name of a shape -> characters of a line, and what blocks the lines become."""


def lines_of(piece: str, length: int) -> list[str]:
    """``SIZE`` characters of a string repeated, in lines that differ by the number at their end."""
    lines = []
    for _ in range(SIZE // length):
        end = f" {next(_FRESH)}"
        lines.append((piece * (length // len(piece) + 1))[: length - len(end)] + end)
    return lines


def lines_of_real(texts: Sequence[str]) -> list[str]:
    """``SIZE`` characters of real references, one a line, each with a number of its own."""
    lines: list[str] = []
    total = 0
    for text in texts:
        lines.append(f"{' '.join(text.split())} {next(_FRESH)}")
        total += len(lines[-1])
        if total >= SIZE:
            break
    return lines


def page_of(blocks: Sequence[Block]) -> PageRecord:
    """A page that prints these blocks."""
    return PageRecord(
        url="https://x.org/",
        capture_id="",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        kind=PageKind.ARTICLE,
        title="Backs",
        blocks=tuple(blocks),
    )


def _every_candidate(blocks: Sequence[Block]) -> object:
    return [find_candidates(block.text) for block in blocks]


READERS: dict[str, Callable[[Sequence[Block]], object]] = {
    "find_references": find_references,
    "find_candidates": _every_candidate,
    "a page": lambda blocks: refine(page_of(blocks)),
}


def score_shapes(report: Report) -> None:
    """CPU milliseconds of 100 kB in every shape; of the adversarial strings mean and worst."""
    gc.freeze()  # what the benchmark itself has in memory is nobody's cost
    report.say("## 100 kB in many blocks, ms", "")
    report.say(
        f"Every second of the {len(HOSTILE)} strings, in lines that differ by a number at their",
        "end, below a heading that announces references; candidates and whole pages of every",
        f"{SPARSE}th string.",
        "",
    )
    rows = [row for shape in SHAPES for row in _hostile_rows(shape)]
    report.table(("shape", "reader", "mean", "over 100 ms", "worst", "on"), rows)
    report.figures["shapes_ms"] = max(worst for *_, worst, _ in rows)
    rows = islice(read_rows("citations_pmc.jsonl.gz"), 1500)
    texts = [row["reference"] for row in rows]
    named = [row["text"] for row in read_rows("doi_in_text.jsonl")]
    report.say("Real references, one a block, below a heading:", "")
    report.table(
        ("references", *READERS, "find_pointers"),
        (("printed without a name", *_real(texts)), ("that print a DOI name", *_real(named))),
    )


def _hostile_rows(shape: str) -> Iterator[tuple[str, str, float, str, float, str]]:
    length, lay = SHAPES[shape]
    for reader, read in READERS.items():
        times = []
        for piece in HOSTILE[:: 2 if read is find_references else SPARSE]:
            blocks = [HEADING, *lay(lines_of(piece, length))]
            times.append((cpu_ms(read, blocks), repr(piece)))
        worst, piece = max(times)
        mean = sum(time for time, _ in times) / len(times)
        slow = f"{sum(t > 100 for t, _ in times)} of {len(times)}"
        yield shape, reader, mean, slow, worst, f"`{piece}`"


def _real(texts: Sequence[str]) -> Iterator[float]:
    """The least of three times, each over lines that were not read before."""
    lay = SHAPES["blocks of 200"][1]
    for read in READERS.values():
        yield min(cpu_ms(read, [HEADING, *lay(lines_of_real(texts))]) for _ in range(3))
    entries = [HEADING, *ENTRIES]
    page = page_of([*lay(lines_of_real(texts)), *entries])
    page = replace(page, references=find_references(page.blocks))
    yield min(cpu_ms(find_pointers, page) for _ in range(3))


def cpu_ms(read: Callable[[Any], object], what: Any) -> float:
    """What one call costs."""
    started = time.process_time()
    read(what)
    return 1000 * (time.process_time() - started)
