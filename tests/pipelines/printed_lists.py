"""Entries set as paragraphs, numbered paragraphs, items and rows, and what is found in them."""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references

FIRST = "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471."
LAST = "Hara N, Oka H, et al: Predictors of residual symptoms. Eur Spine J 2010, 19(11):1849–1854."
BLURB = "The Patient Line website offers information about the spine and is kept by its members."

P, N, LI, TR = "paragraphs", "numbered paragraphs", "items", "rows"
SETS = (P, N, LI, TR)
Entry = tuple[str, ...]


def blocks_of(entries: Sequence[Entry], how: str) -> list[Block]:
    """The parts of the entries as blocks; only the first part of an entry may have a number."""
    blocks = []
    for number, parts in enumerate(entries, 1):
        for count, part in enumerate(parts):
            text, is_first = part, count == 0
            if how == N and is_first:
                text = f"{number}. {part}"
            elif how == TR:
                text = f"{number} | {part}" if is_first else f" | {part}"
            kind = {LI: BlockKind.ITEM, TR: BlockKind.ROW}.get(how, BlockKind.PARAGRAPH)
            blocks.append(Block(kind=kind, text=text, marker="•" if how == LI else ""))
    return blocks


def found_in(entries: Sequence[Entry], how: str, heading: str, below: Sequence[str]) -> list[str]:
    """What is found in these entries, set so, below such a heading; with paragraphs below them."""
    above = Block(kind=BlockKind.HEADING, text=heading or "Acupuncture", level=2)
    tail = [Block(kind=BlockKind.PARAGRAPH, text=text) for text in below]
    return [found.printed for found in find_references([above, *blocks_of(entries, how), *tail])]
