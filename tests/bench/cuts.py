"""Real references cut in two blocks, in lists of others: how often they are put together again.

And whole ones side by side, which must stay apart. The strings are those of the open sets that
are found as one reference when nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references
from pipelines.references.lines import Part, likeness
from pipelines.text import fold_space
from tests.bench.scorecard import SEED, Report, read_rows

SETS = {
    "a DOI name printed": ("doi_in_text.jsonl", "text"),
    "none printed": ("doi_in_text_none.jsonl", "text"),
    "Crossref's 2,000": ("citations_crossref2000.jsonl", "text"),
    "of PDF files": ("citations_pmc.jsonl.gz", "reference"),
}
SAMPLE, MOST = 300, 3000
"""Strings of each set that are cut, and that stand side by side."""
SHORTEST, LONGEST = 60, 500
"""Characters of a string that is cut."""
HEADING = Block(kind=BlockKind.HEADING, text="References", level=2)
NO_HEADING = Block(kind=BlockKind.HEADING, text="Back pain", level=2)
# A full stop behind a word or a number, not behind an initial.
_CUT = re.compile(r"(?:(?<=[^\W_]{2}[.?!])|(?<=\)[.?!]))\s(?=\S)")


def strings_of(name: str, column: str) -> list[str]:
    """The references of a set that are one entry each, in an order of chance."""
    texts = sorted({fold_space(row[column]) for row in read_rows(name)})
    Random(SEED).shuffle(texts)
    whole = (
        text
        for text in texts
        if SHORTEST <= len(text) <= LONGEST
        and likeness(text).part is not Part.HEAD  # names alone
        and _printed([HEADING, *_paragraphs([text])]) == [text]
    )
    return list(islice(whole, MOST))


def cuts_of(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at each end of a sentence in it."""
    for match in _CUT.finditer(text):
        if match.start() >= 10 and len(text) - match.end() >= 5:
            yield text[: match.start()], text[match.end() :]


def score_cuts(report: Report) -> None:
    """Each sample cut at every sentence, between two whole ones; then all whole ones in a row."""
    rows = []
    for named, (file, column) in SETS.items():
        texts = strings_of(file, column)
        sample = list(islice(texts, SAMPLE))
        scores = [_joined(sample, above) for above in (HEADING, NO_HEADING)]
        shares = [100 * right / max(1, count) for right, count in scores]
        glued = [_glued(texts, kind) for kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
        rows.append((named, scores[0][1], *shares, len(texts), *glued))
    report.say("## One reference in two blocks", "")
    report.say("Cut at each end of a sentence, between two whole ones; then all side by side.", "")
    report.table(
        ("strings", "cuts", "right %, below a heading", "below none",
         "whole ones", "put together, paragraphs", "items"),
        rows,
    )  # fmt: skip


def _joined(texts: Sequence[str], above: Block) -> tuple[int, int]:
    """(right, all) of the cuts of these texts."""
    right = count = 0
    for number, text in enumerate(texts):
        before, after = texts[number - 1], texts[(number + 1) % len(texts)]
        if _printed([above, *_paragraphs([before, text, after])]) != [before, text, after]:
            continue  # not found when it is whole
        for parts in cuts_of(text):
            count += 1
            printed = _printed([above, *_paragraphs([before, *parts, after])])
            right += printed == [before, text, after]
    return right, count


def _glued(texts: Sequence[str], kind: BlockKind) -> int:
    """How many of these whole ones become part of the one before."""
    blocks = [Block(kind=kind, text=text) for text in texts]
    return sum(one.last_block - one.first_block for one in find_references([HEADING, *blocks]))


def _paragraphs(texts: Sequence[str]) -> list[Block]:
    return [Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts]


def _printed(blocks: Sequence[Block]) -> list[str]:
    return [fold_space(reference.printed) for reference in find_references(blocks)]
