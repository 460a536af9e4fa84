"""Finds the places in a page's text that point to entries of its bibliography.

By number (``[2-4, 7]``, ``(3)``, raised ``³``), by the key that an entry begins with
(``[Lee+09]``), by author and year (``Lee et al., 2009``) or by a link to the entry
(``href="#ref3"``). A number counts only where a list has such an entry, a name only where exactly
one entry has that first author and year; what is ambiguous points nowhere. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.records import Block, BlockKind, PageRecord, Pointer, Reference, Region
from pipelines.links import Target, target_of
from pipelines.references.calls import Style, find_name_calls, find_number_calls
from pipelines.references.keys import KeyIndex
from pipelines.references.link_calls import find_link_calls
from pipelines.references.lists import ReferenceList, find_lists
from pipelines.references.names import NameIndex
from pipelines.text import context_around

_CONTACTS = (Target.PHONE, Target.MAIL)
_SKIPPED = (BlockKind.CODE, BlockKind.TERM)
LONGEST_CONTEXT = 300
SURE, LIKELY, POSSIBLE = 0.95, 0.85, 0.7
UNNUMBERED = 0.75
"""Factor for an entry that prints no number: it was counted by us."""
OTHER_STYLE = 0.6
"""Factor for raised numbers on a page that points with brackets: often footnotes."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A number at a place of a block, and the entry of the list it means, if there is one."""

    block: int
    start: int
    end: int
    number: int
    style: Style
    list: ReferenceList
    reference: int | None
    """Position of the entry; None = the list has none of that number."""
    is_joined: bool = False
    """See ``NumberCall.is_joined``."""


def find_pointers(record: PageRecord) -> tuple[Pointer, ...]:
    """The pointers of a page in page order; ``record.references`` must be found already."""
    if not record.references:
        return ()
    linked = list(_from_links(record))
    taken = {(p.block, at) for p in linked for at in range(p.start, p.end)}
    keyed = [p for p in _from_keys(record) if (p.block, p.start) not in taken]
    taken |= {(p.block, at) for p in keyed for at in range(p.start, p.end)}
    others = (*_from_numbers(record), *_from_names(record))
    found = linked + keyed + [p for p in others if (p.block, p.start) not in taken]
    placed = {(p.block, p.start, p.end, p.reference): p for p in found}
    return tuple(placed[key] for key in sorted(placed))


def find_dangling(record: PageRecord) -> tuple[int, ...]:
    """Numbers that the text points to and no list of the page has, in ascending order.

    Only in a style that points to entries elsewhere on the page, so that footnotes and values in
    brackets accuse nobody; a number in parentheses never does.
    """
    calls = list(_calls(record))
    proven = {call.style for call in calls if call.reference is not None} - {Style.PARENTHESES}
    missing = (c for c in calls if c.reference is None and not c.is_joined)
    return tuple(sorted({call.number for call in missing if call.style in proven}))


def _from_numbers(record: PageRecord) -> Iterator[Pointer]:
    calls = list(_calls(record))
    styles = {call.style for call in calls if call.reference is not None}
    counts = Style.BRACKETS not in styles and _counts_up(calls)
    for call in calls:
        if call.reference is None:
            continue
        is_sure = call.style in (Style.BRACKETS, Style.RAISED) and not call.is_joined
        confidence = SURE if is_sure else LIKELY
        if call.style is Style.PARENTHESES:
            if not (call.list.in_parentheses or (call.list.is_numbered and counts)):
                continue
            confidence = LIKELY if call.list.in_parentheses else POSSIBLE
        elif call.style is Style.RAISED and Style.BRACKETS in styles:
            confidence *= OTHER_STYLE
        if not call.list.is_numbered:
            confidence *= UNNUMBERED
        text = record.blocks[call.block].text
        yield _pointer(text, call.block, call.start, call.end, call.reference, confidence)


def _calls(record: PageRecord) -> Iterator[_Call]:
    lists = find_lists(record.references, record.blocks)
    if not lists:
        return
    for index, block, spans in _texts(record):
        meant = _list_below(lists, index)
        for call in find_number_calls(block.text):
            if not _outside(call.start, spans):
                continue
            for number in call.numbers:
                entry = meant.entries.get(number)
                yield _Call(
                    index, call.start, call.end, number, call.style, meant, entry, call.is_joined
                )


def _counts_up(calls: Sequence[_Call]) -> bool:
    """Whether numbers in parentheses appear as entries are numbered: 1 first, then 2, and so on."""
    numbers = dict.fromkeys(c.number for c in calls if c.style is Style.PARENTHESES)
    if any(c.reference is None for c in calls if c.style is Style.PARENTHESES):
        return False
    return list(numbers) == list(range(1, len(numbers) + 1))


def _list_below(lists: Sequence[ReferenceList], block: int) -> ReferenceList:
    """The list that a text stands above; below the last list, the last one."""
    return next((one for one in lists if one.last_block >= block), lists[-1])


def _from_keys(record: PageRecord) -> Iterator[Pointer]:
    index = KeyIndex(record.references)
    for number, block, spans in _texts(record):
        for call in index.find(block.text):
            if _outside(call.start, spans):
                yield _pointer(block.text, number, call.start, call.end, call.reference, SURE)


def _from_names(record: PageRecord) -> Iterator[Pointer]:
    index = NameIndex(record.references)
    for number, block, spans in _texts(record):
        for call in (*find_name_calls(block.text), *index.find_groups(block.text)):
            if not _outside(call.start, spans):
                continue
            found = index.find(call)
            if found and not _heads(record, number, found.reference):
                start = call.start + (0 if call.is_further else found.skipped)
                yield _pointer(
                    block.text, number, start, call.end, found.reference, found.confidence
                )


def _heads(record: PageRecord, number: int, position: int) -> bool:
    """Whether a block is the heading right above an entry: what reviews call a study."""
    if record.blocks[number].kind is not BlockKind.HEADING:
        return False
    return record.references[position - 1].first_block == number + 1


def _from_links(record: PageRecord) -> Iterator[Pointer]:
    lists = find_lists(record.references, record.blocks)
    if not lists:
        return
    for index, block, spans in _texts(record):
        if not block.anchors:
            continue
        meant = _list_below(lists, index)
        for call in find_link_calls(block, record.url):
            entry = meant.entries.get(call.number)
            if entry and _outside(call.start, spans):
                yield _pointer(block.text, index, call.start, call.end, entry, call.confidence)


def _texts(record: PageRecord) -> Iterator[tuple[int, Block, list[tuple[int, int]]]]:
    """Blocks that may hold pointers, with the spans of what points to nothing in them: references,
    and numbers to call."""
    spans = _reference_spans(record.references, record.blocks)
    for index, block in enumerate(record.blocks):
        if block.region is Region.CONTENT and block.kind not in _SKIPPED:
            calls = [(a.start, a.end) for a in block.anchors if target_of(a.href) in _CONTACTS]
            yield index, block, spans.get(index, []) + calls


def _reference_spans(
    references: Sequence[Reference], blocks: Sequence[Block]
) -> dict[int, list[tuple[int, int]]]:
    """Block index -> what its references cover, their printed numbers included."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for reference in references:
        for index in range(reference.first_block, reference.last_block + 1):
            text = blocks[index].text
            start = reference.start if index == reference.first_block else 0
            end = reference.end if index == reference.last_block else len(text)
            start = text.rfind("\n", 0, start) + 1
            merged = spans.setdefault(index, [])
            if merged and start <= merged[-1][1] + 1:
                start = merged.pop()[0]
            merged.append((start, end))
    return spans


def _outside(start: int, spans: Sequence[tuple[int, int]]) -> bool:
    return not any(first <= start < last for first, last in spans)


def _pointer(
    text: str, block: int, start: int, end: int, reference: int, confidence: float
) -> Pointer:
    return Pointer(
        reference=reference,
        printed=text[start:end],
        block=block,
        start=start,
        end=end,
        context=context_around(text, start, end, LONGEST_CONTEXT),
        confidence=round(confidence, 2),
    )
