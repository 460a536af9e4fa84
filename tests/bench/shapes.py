"""What 100 kB cost when a page prints them in many blocks: adversarial text and real references.

Each string made to hang patterns is laid as one block, as lines of several lengths in a block or
an item each, and as the lines of one block, below a heading that announces references; so are real
references. No two lines are the same, so that nothing helps that is remembered of an earlier one.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from time import process_time
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
SHORT = 115
"""Characters of a real reference that is short; of these 100 kB can be had."""
PAGE, POINTERS = "a page", "find_pointers"
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
    PAGE: lambda blocks: refine(page_of(blocks)),
}


def score_shapes(report: Report) -> None:
    """CPU milliseconds of 100 kB in every shape, of the adversarial strings beside real lists."""
    gc.freeze()  # what the benchmark itself has in memory is nobody's cost
    rows = list(read_rows("citations_pmc.jsonl.gz"))
    named = [row["text"] for row in read_rows("doi_in_text.jsonl")]
    real = {
        "printed without a name": _real([row["reference"] for row in rows[:1500]]),
        "that print a DOI name": _real(named),
        f"at most {SHORT} characters long, their DOI name behind": _real(_short(rows)),
    }
    report.say("## 100 kB in many blocks, ms", "")
    report.say("Real references, one a block, below a heading:", "")
    report.table(
        ("references", *READERS, "find_pointers"),
        (
            (name, *(times[reader] for reader in (*READERS, POINTERS)))
            for name, times in real.items()
        ),
    )
    report.say(
        f"Every second of the {len(HOSTILE)} strings, in lines that differ by a number at their",
        "end, below a heading that announces references. The ratio is that of the worst to the",
        "costliest of the real lists, as the same reader reads it.",
        "",
    )
    most = {reader: max(times[reader] for times in real.values()) for reader in READERS}
    rows_of_all = [row for shape in SHAPES for row in _hostile_rows(shape, most)]
    head = ("shape", "reader", "mean", "dearer than real", "worst", "ratio", "on")
    report.table(head, rows_of_all)
    report.figures["shapes_ratio"] = max(
        worst / most[PAGE] for _, reader, _, _, worst, *_ in rows_of_all if reader == PAGE
    )


def _short(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Real references that are short, with the DOI name that they are known by behind them."""
    texts = ((" ".join(row["reference"].split()), row["doi"]) for row in rows)
    return [f"{text} doi:{doi}" for text, doi in texts if doi and len(text) <= SHORT]


def _hostile_rows(shape: str, most: Mapping[str, float]) -> Iterator[tuple[Any, ...]]:
    length, lay = SHAPES[shape]
    for reader, read in READERS.items():
        times = []
        for piece in HOSTILE[::2]:
            time = cpu_ms(read, [HEADING, *lay(lines_of(piece, length))])
            for _ in range(2 if time > most[reader] else 0):  # the machine is shared
                time = min(time, cpu_ms(read, [HEADING, *lay(lines_of(piece, length))]))
            times.append((time, repr(piece)))
        worst, piece = max(times)
        mean = sum(time for time, _ in times) / len(times)
        dearer = f"{sum(t > most[reader] for t, _ in times)} of {len(times)}"
        yield shape, reader, mean, dearer, worst, f"{worst / most[reader]:.2f}", f"`{piece}`"


def _real(texts: Sequence[str]) -> dict[str, float]:
    """Reader -> the least of three times, each over lines that were not read before."""
    lay = SHAPES["blocks of 200"][1]
    times = {
        name: min(cpu_ms(read, [HEADING, *lay(lines_of_real(texts))]) for _ in range(3))
        for name, read in READERS.items()
    }
    entries = [HEADING, *ENTRIES]
    page = page_of([*lay(lines_of_real(texts)), *entries])
    page = replace(page, references=find_references(page.blocks))
    return times | {POINTERS: min(cpu_ms(find_pointers, page) for _ in range(3))}


def cpu_ms(read: Callable[[Any], object], what: Any) -> float:
    """What one call costs."""
    started = process_time()
    read(what)
    return 1000 * (process_time() - started)
