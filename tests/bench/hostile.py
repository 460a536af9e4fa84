"""Strings of 100 kB made to hang patterns: how long does each reading function take?

Every public function of ``pipelines`` and of ``crawler.pages`` that takes one text and needs
nothing else is found by its signature, so that none is forgotten; those that take more are in
``WITH_MORE``.
"""

from __future__ import annotations

import gc
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module

import crawler.pages
import pipelines
from archive.exports.names import people
from archive.keeping.prose import count_words, series_of
from archive.records import Block, BlockKind, PageKind, PageRecord
from crawler.pages.contacts import problem_of_contact
from crawler.pages.css import addresses_of_css
from pipelines.bibliography import find_references
from pipelines.pointers import find_pointers
from pipelines.references.cells import read_row
from pipelines.references.columns import Column
from tests.bench.damages import HOSTILE
from tests.bench.scorecard import Report

SIZE = 100_000
MORE = (
    "A-B-", "x. A-B-A-B-", "Aa ", "A. B. C. ", "Lee A, Kim B. ", "Lee et al., 2009; ", "(2009) ",
    "1999-2000 ", "pp. 1-2, ", "vol. 1 no. 2 ", "1.2.3.", "1,000 ", "[1-2, 3] ", "[[", "¹,² ",
    "; ", "| ", "Accessed 1 May 2020. ", "Accessed ", "London: Aa; 2009. ", "Springer, Berlin, ",
    "The Aa Group ", "PMID: 12345678 ", "PMC1234567 ", "ISBN 978-0-306-40615-7 ",
    "arXiv:2101.00001 ", "hdl:1/a ", "&a", "&#x41;", "%", "\u0301", "a\u200f", "\u202e", "\ud800",
    "中", "𝟏", "\t", "\xa0", "a\n", " \n ", "2009-01-01 ", "12 May 2009 ", "12:30 ",
    "http://a.b/ ", "mailto:", "a@", "a@b.", "url(\"", "url()", "@import ", "a{b:url(", "a 1x, ",
    "url(a) ", "a{b:url(c)} ",
    "<", "<a ", "{\"a\":", "[{", "<!--", "..", "-- ", "a; Erratum: ", "[comment in: (",
)  # fmt: skip
"""More: what may hang patterns of names, dates, addresses, style sheets and lists of images."""
SLOW_MS = 25
"""What is slower is measured three times: the machine is shared."""

Reader = Callable[[str], object]


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


WITH_MORE: dict[str, Reader] = {
    "find_references": lambda t: find_references([Block(kind=BlockKind.PARAGRAPH, text=t)]),
    "find_pointers": lambda t: find_pointers(page_above(t)),
    "read_row": lambda t: read_row(t, (Column.AUTHORS, Column.TITLE, Column.YEAR)),
    "problem_of_contact (mail)": lambda t: problem_of_contact("mailto", t),
    "problem_of_contact (number)": lambda t: problem_of_contact("tel", t),
    "addresses_of_css (attribute)": lambda t: addresses_of_css(t, is_attribute=True),
    "people": people,
    "count_words": count_words,
    "series_of": series_of,
}
ELSEWHERE = frozenset({"grow", "scan", "find_style", "check_target"})
"""Not of one text: parsers of whole pages, a file by its name, an address that is looked up."""


def readers_of_text() -> Iterator[tuple[str, Reader]]:
    """Name and function, of all that take a text and need nothing else."""
    for package in (pipelines, crawler.pages):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, function in vars(import_module(module.name)).items():
                is_own = getattr(function, "__module__", "") == module.name
                is_public = is_own and not name.startswith("_") and inspect.isroutine(function)
                if is_public and name not in ELSEWHERE and _takes_a_text(function):
                    yield name, function


def _takes_a_text(function: Callable[..., object]) -> bool:
    needed = [
        parameter.annotation
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
    ]
    return needed == ["str"]


def score_hostile(report: Report) -> None:
    """CPU milliseconds of 100 kB of each string: the functions whose worst is over ``SLOW_MS``."""
    gc.freeze()  # what the benchmark itself has in memory is nobody's cost
    strings = [*HOSTILE, *MORE]
    rows = []
    for name, read in (*WITH_MORE.items(), *readers_of_text()):
        times = [(_least_ms(read, piece), repr(piece)) for piece in strings]
        worst, piece = max(times)
        rows.append((name, sum(t for t, _ in times) / len(times), worst, f"`{piece}`"))
    slow = sorted((row for row in rows if row[2] > SLOW_MS), key=lambda row: -row[2])
    report.say(f"## Hostile strings ({len(strings)} of 100 kB each), ms", "")
    report.say(f"{len(rows)} functions; the worst of the others is under {SLOW_MS} ms.", "")
    report.table(("function", "mean", "worst", "on"), slow)
    report.figures["hostile_ms"] = max(worst for _, _, worst, _ in rows)


def _least_ms(read: Reader, piece: str) -> float:
    """Of a string repeated: the first time if it is short, else the least of three.

    Each begins elsewhere, so that nothing helps that is remembered.
    """
    text = piece * (SIZE // len(piece) + 2)
    least = _cpu_ms(read, text[:SIZE])
    for start in (1, 2) if least > SLOW_MS else ():
        least = min(least, _cpu_ms(read, text[start:][:SIZE]))
    return least


def _cpu_ms(read: Reader, text: str) -> float:
    """What a text costs; one that is refused, as no address is, costs what refusing costs."""
    started = time.process_time()
    try:
        found = read(text)
        if inspect.isgenerator(found):
            for _ in found:
                pass
    except ValueError:
        pass
    return 1000 * (time.process_time() - started)
