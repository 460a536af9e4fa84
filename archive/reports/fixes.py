"""What to change, page by page: find this, replace it with that. Text to work through.

Only what can be done: findings with something to write instead. What is the same on many pages
stands once, before the pages, since it is repaired in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.counting import counted
from archive.reports.items import SHOULD_SAY, Block, Item
from archive.reports.plain import single_line
from archive.reports.report import Report


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
    link = f"link “{single_line(item.anchor_text, 80)}”" if item.anchor_text else ""
    advice = "perhaps" if item.advice == SHOULD_SAY else item.advice
    for name, text in (
        ("under", item.heading),
        ("place", "; ".join(filter(None, (link, item.spot)))),
        ("find" if item.is_replaced else "at", item.says),
        ("replace" if item.is_replaced else advice, item.should_say),
        *(("or", other) for other in item.others),
        ("whole", item.corrected),
        ("because", single_line(item.why, 200)),
        ("sure", item.certainty),
    ):
        if text:
            yield f"  {name:<13}{single_line(text)}"
