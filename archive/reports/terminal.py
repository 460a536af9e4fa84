"""The report as plain text, readable at 80 columns; in colour only when asked."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

import click

from archive.counting import counted
from archive.reports.items import SEVERITIES, Block, Item
from archive.reports.legend import LEGEND, TITLE
from archive.reports.plain import clock, day, single_line
from archive.reports.report import Report, Tally
from archive.reports.unseen import MEANING

WIDTH = 80
EXAMPLES = 3
REMINDERS = 20
"""Lines about what is known already that a brief report has room for."""
_KNOWN = ("open", "waived")
_COLOURS = {"error": "red", "warning": "yellow", "notice": "blue", "unknown": "magenta"}


def render(report: Report, *, styled: bool = False, brief: bool = False) -> str:
    """The report, ending in a line break. ``styled`` adds ANSI colours for a terminal; ``brief``
    spells out only what has changed: what was there before is a line each, what is good to know
    and asks for nothing is counted."""
    text = "\n".join(_lines(report, brief)) + "\n"
    return text if styled else click.unstyle(text)


def summary(report: Report) -> str:
    """The report in one or two lines: how many findings, and what changed."""
    changed = ", ".join(f"{t.number} {t.named}" for t in report.changes if t.number)
    return report.headline + (f"\n{changed}." if changed else "")


def _lines(report: Report, brief: bool) -> Iterator[str]:
    title = (
        f"{single_line(report.title)}: {report.command} {report.run_id} of {clock(report.started)}"
    )
    yield click.style(title, bold=True)
    since = f" (the run before: {clock(report.previous)})" if report.previous else ""
    yield from _wrapped(f"{report.outcome}{since}. {single_line(report.message)}".strip())
    yield ""
    if report.previous and not report.number("new"):
        yield "Nothing new since the last run."
    for line in summary(report).splitlines():
        yield from _wrapped(line)
    for change, heading in report.sections():
        yield ""
        yield click.style(f"{heading.upper()} ({report.quantity(change)})", bold=True)
        if brief and change in _KNOWN:
            yield from _reminders([item for item in report.items if item.change == change])
            continue
        left_out = 0
        for block in report.blocks(change):
            shown = [i for i in block.shown if not brief or i.severity != "notice"]
            if shown:
                yield from _block(block, shown)
            left_out += sum(1 for i in block.items if brief and i.severity == "notice")
        if left_out:
            yield ""
            yield f"And {left_out} good to know: they are in the written report."
    yield from _what_could_not_be_told(report, brief)
    if not (brief and report.previous):
        yield from _table("BY KIND", report.kinds)
        yield from _table("EXAMINED", report.totals)
        yield from _table("COVERAGE OF THE CRAWL", report.coverage)
    yield from _table("NOT UNDERSTOOD", report.issues)
    if report.items and not brief:
        yield from _legend()


def _legend() -> Iterator[str]:
    """What the words beside the findings mean."""
    yield ""
    yield click.style(TITLE.upper(), bold=True)
    for word, meaning in LEGEND:
        yield from _wrapped(meaning, f"  {word + ':':<14}", " " * 16)


def _reminders(items: list[Item]) -> Iterator[str]:
    """A line for each thing that is known already, the worst first; the rest is counted."""
    groups: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda item: SEVERITIES.index(item.severity)):
        groups.setdefault(item.group, []).append(item)
    told = [same for same in groups.values() if same[0].severity != "notice"]
    for first, *others in told[:REMINDERS]:
        mark = click.style(f"[{first.severity_label}]", fg=_COLOURS[first.severity])
        where = f"{first.page_url} and {len(others)} more" if others else first.page_url
        said = f"{first.label}: {first.subject}; on {where}, since {day(first.since)}"
        if first.waived:
            said += f"; accepted by {first.waived}"
        elif first.should_say:
            said += f"; {first.advice}: {first.should_say}"
        yield from _wrapped(f"{mark} {single_line(said, 400)}", "  ", "    ")
    more = len(groups) - len(told[:REMINDERS])
    if more:
        what = f"And {more} more" if told else f"{more} good to know"
        yield f"  {what}: they are in the written report."


def _block(block: Block, shown: list[Item]) -> Iterator[str]:
    yield ""
    yield click.style(single_line(block.title), underline=True)
    yield from (single_line(url) for url in block.urls[:EXAMPLES])
    if len(block.urls) > EXAMPLES:
        yield f"and {len(block.urls) - EXAMPLES} more"
    for item in shown:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    mark = click.style(f"[{item.severity_label}]", fg=_COLOURS[item.severity])
    yield f"  {mark} {item.label}"
    for name, text in item.told:
        if text:
            yield from _wrapped(single_line(text, 1200), f"    {name:<12}", " " * 16)


def _wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    """Lines of at most 80 columns; an address is never broken."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _what_could_not_be_told(report: Report, brief: bool) -> Iterator[str]:
    if report.unasked:
        yield ""
        yield click.style("COULD NOT BE DECIDED", bold=True)
        gaps: Counter[tuple[str, str]] = Counter()
        for gap in report.unasked if brief else ():
            gaps[gap.what, gap.label] += gap.number
        for (what, label), number in gaps.items():
            yield f"{number:>7}  {what.removesuffix('s') if number == 1 else what}: {label}"
        for gap in report.unasked if not brief else ():
            examples = single_line(", ".join(gap.examples), 300)
            text = f"{single_line(gap.quantity)}: {gap.label} ({examples})"
            yield from _wrapped(text, "  ", "    ")
    yield from _unseen(report, brief)
    if report.unused_waivers:
        yield ""
        yield click.style("WAIVERS TO LOOK AT", bold=True)
    for waiver in report.unused_waivers:
        yield from _wrapped(single_line(waiver), "  ", "  ")


def _unseen(report: Report, brief: bool) -> Iterator[str]:
    """Links that could not be looked at for long; a brief report only counts them."""
    if not report.unseen:
        return
    yield ""
    yield click.style(f"{report.unseen_heading.upper()} ({len(report.unseen)})", bold=True)
    if brief:
        number = counted(len(report.unseen), "link")
        yield f"  {number} to open once with a browser: see the written report."
        return
    yield from _wrapped(MEANING, "  ", "  ")
    for link in report.unseen:
        yield from _wrapped(single_line(f"{link.url}: {link.told}", 600), "  ", "    ")


def _table(heading: str, tallies: tuple[Tally, ...]) -> Iterator[str]:
    if not tallies:
        return
    yield ""
    yield click.style(heading, bold=True)
    for tally in tallies:
        example = f": {single_line(tally.example, 300)}" if tally.example else ""
        yield from _wrapped(f"{tally.number:>7}  {tally.named}{example}", "", " " * 9)
