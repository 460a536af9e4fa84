"""A list to work through, page by page: find this, replace it with that.

What is to be found is the source of the page, as long as it has to be to stand there once; so any
editor, and whoever replaces without looking, changes what is meant and nothing else. Only what can
be done is listed: findings with something to write instead. What is the same on many pages stands
once, before the pages, since it is repaired in one place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from archive.counting import counted
from archive.proof.edits import Edit
from archive.reports.items import Block, Item
from archive.reports.plain import single_line
from archive.reports.report import MANY_PAGES, Report

_LEGEND = (
    "find, replace   Replace the first text with the second, everywhere in the source of the page.",
    "                This is safe to do without looking.",
    "at, should say  The same, but in the printed text: its place in the source is not known.",
    "at, perhaps     Compare with what is printed there before you change it.",
    "at, add         Add it after what is printed there.",
)
"""How to read the list."""
EXAMPLES = 3
"""Pages that are named where the same is wrong on many: it is changed in what they share."""


def render(report: Report) -> str:
    """The list, ending in a line break; one sentence when there is nothing to change."""
    found = [block for change in ("new", "open") for block in report.blocks(change)]
    blocks = sorted(found, key=lambda block: not block.is_repeated)
    lines = [line for block in blocks for line in _block(block)]
    if not lines:
        return "There is nothing to change that we know a replacement for.\n"
    number = sum(1 for block in blocks for item in block.shown if item.should_say)
    head = f"{single_line(report.title)}: {counted(number, 'change')}, as of {report.started[:10]}"
    return "\n".join([head, "=" * len(head), *_LEGEND, *lines]) + "\n"


def _block(block: Block) -> Iterator[str]:
    for part in _alike(block):
        items = _in_order([item for item in part.shown if item.should_say])
        if not items:
            continue
        yield ""
        yield single_line(part.title)
        shown = part.urls[:EXAMPLES] if len(part.urls) > MANY_PAGES else part.urls
        yield from (f"  {url}" for url in shown)
        if len(shown) < len(part.urls):
            yield f"  and {len(part.urls) - len(shown)} more; report.csv names each of them"
        for item in items:
            yield ""
            yield from _item(item)


def _alike(block: Block) -> Iterator[Block]:
    """The block; if it is about many pages, those apart whose source has to be changed otherwise.

    Each finding is told once, though the pages were written by several hands.
    """
    if not block.is_repeated:
        yield block
        return
    parts: dict[tuple[Edit, ...], list[Item]] = {}
    for item in block.items:
        parts.setdefault(item.edits, []).append(item)
    for items in parts.values():
        is_repeated = len({item.page_url for item in items}) > 1
        yield replace(block, items=tuple(items), is_repeated=is_repeated)


def _in_order(items: list[Item]) -> list[Item]:
    """As they stand on the page, what has no known place last.

    A text whose source is not known may contain a shorter one that is to be replaced, too: then
    the shorter one has to wait.
    """
    unknown = [item for item in items if not item.edits]

    def place(item: Item) -> tuple[bool, int, int, int]:
        waits_for = (other for other in unknown if not item.edits and item.says in other.says)
        last = max((_place(other) for other in waits_for), default=_place(item))
        return (*max(last, _place(item)), -len(item.says))

    return sorted(items, key=place)


def _place(item: Item) -> tuple[bool, int, int]:
    return (item.line is None, item.line or 0, item.column or 0)


def _item(item: Item) -> Iterator[str]:
    what, text = item.part or "link", single_line(item.anchor_text, 80)
    link = f"{what} “{text}”" if text else ""
    printed = () if item.edits else (("at", item.says), (item.advice, item.should_say))
    around = (("under", item.heading), ("place", "; ".join(filter(None, (link, item.spot)))))
    behind = (
        *printed,
        ("note", item.edits_note),
        *(("or", other) for other in item.others),
        ("whole", item.corrected),
        ("because", single_line(item.why, 300)),
        ("sure", item.certainty),
    )
    for name, text in (
        *((name, single_line(text)) for name, text in around),
        *(line for edit in item.edits for line in _edit(edit)),
        *((name, single_line(text)) for name, text in behind),
    ):
        if text:
            yield f"  {name:<13}{text}"


def _edit(edit: Edit) -> Iterator[tuple[str, str]]:
    """The lines of one edit; as JSON writes texts, where one of them is no plain line."""
    is_plain = all(text == single_line(text) for text in (edit.find, edit.replace))
    for name, text in (("find", edit.find), ("replace", edit.replace)):
        yield (name, text) if is_plain else (f"{name} (JSON)", json.dumps(text))
    if edit.times > 1:
        yield "which", f"all {edit.times}"
