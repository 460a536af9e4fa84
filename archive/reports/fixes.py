"""What to change, page by page: find this, replace it with that. Text to work through.

Only what can be done: findings with something to write instead. What is the same on many pages
stands once, before the pages, since it is repaired in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.reports.items import Block, Item
from archive.reports.plain import single_line
from archive.reports.report import Report, counted


def render(report: Report) -> str:
    """The list, ending in a line break; one sentence when there is nothing to change."""
    blocks = [block for change in ("new", "open") for block in report.blocks(change)]
    lines = [line for block in blocks for line in _block(block)]
    if not lines:
        return "There is nothing to change that we know a replacement for.\n"
    number = sum(1 for block in blocks for item in block.shown if item.should_say)
    head = f"{report.site}: {counted(number, 'change')}, as of {report.started[:10]}"
    return "\n".join([head, "=" * len(head), *lines]) + "\n"


def _block(block: Block) -> Iterator[str]:
    items = [item for item in block.shown if item.should_say]
    if not items:
        return
    yield ""
    yield single_line(block.title)
    yield from (f"  {url}" for url in block.urls)
    for item in items:
        yield ""
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    if item.heading:
        yield f"  under    {single_line(item.heading)}"
    if item.spot or item.anchor_text:
        link = f"link “{single_line(item.anchor_text, 80)}”" if item.anchor_text else ""
        yield f"  place    {'; '.join(filter(None, (link, item.spot)))}"
    if item.is_replaced:
        yield f"  find     {single_line(item.says)}"
        yield f"  replace  {single_line(item.should_say)}"
    else:
        yield f"  at       {single_line(item.says)}"
        yield f"  {item.advice:<8} {single_line(item.should_say)}"
    for other in item.others:
        yield f"  or       {single_line(other)}"
    if item.corrected:
        yield f"  whole    {single_line(item.corrected)}"
    yield f"  because  {single_line(item.why, 200)}"
    yield f"  sure     {item.certainty}"
