"""Strings of 100 kB made to hang patterns: how long does each reading function take?"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import UTC, datetime

from archive.records import Block, BlockKind, PageKind, PageRecord
from pipelines.bibliography import find_references
from pipelines.dois import candidates_from_url, find_candidates
from pipelines.identifiers import find_identifiers
from pipelines.pointers import find_pointers
from pipelines.references.fields import read_fields
from pipelines.text import tidy
from tests.bench.damages import HOSTILE
from tests.bench.scorecard import Report


def page_above(text: str) -> PageRecord:
    """A page with a numbered list of references and a text below it."""
    entries = (f"[{n}] Lee A, Kim B. Backs. Spine. 2009;{n}(2):1-9." for n in range(1, 5))
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=entry) for entry in entries)
    return PageRecord(
        url="https://x.org/",
        capture_id="",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        kind=PageKind.ARTICLE,
        blocks=(*blocks, Block(kind=BlockKind.PARAGRAPH, text=f"So {text}")),
        references=find_references(blocks),
    )


def score_hostile(report: Report) -> None:
    """Time spent on 100 kB of strings made to hang patterns: CPU milliseconds, the worst each
    (of three times the shortest: the machine is shared)."""
    finders: dict[str, Callable[[str], object]] = {
        "find_candidates": find_candidates,
        "candidates_from_url": candidates_from_url,
        "find_identifiers": find_identifiers,
        "read_fields": read_fields,
        "find_references": lambda t: find_references([Block(kind=BlockKind.PARAGRAPH, text=t)]),
        "find_pointers": lambda t: find_pointers(page_above(t)),
        "tidy": tidy,
    }
    rows = []
    gc.freeze()  # what the benchmark itself has in memory is nobody's cost
    for name, finder in finders.items():
        times = []
        for piece in HOSTILE:
            text = (piece * (100_000 // len(piece) + 1))[:100_000]
            times.append((min(_cpu_ms(finder, text) for _ in range(3)), repr(piece)))
        worst, piece = max(times)
        rows.append((name, sum(t for t, _ in times) / len(times), worst, f"`{piece}`"))
    report.say(f"## Hostile strings ({len(HOSTILE)} of 100 kB each), ms", "")
    report.table(("function", "mean", "worst", "on"), rows)
    report.figures["hostile_ms"] = max(worst for _, _, worst, _ in rows)


def _cpu_ms(finder: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    finder(text)
    return 1000 * (time.process_time() - started)
