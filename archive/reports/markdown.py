"""The report as Markdown (CommonMark and tables), to paste into a ticket or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.reports.items import Item
from archive.reports.plain import clock, day, single_line
from archive.reports.report import Report, Tally
from archive.reports.unseen import MEANING


def render(report: Report) -> str:
    """The whole report, ending in a line break."""
    return "\n".join(_lines(report)) + "\n"


def escape(text: str) -> str:
    """A text on one line that Markdown and HTML in Markdown take as it is.

    >>> escape("a *b* <c> [d](e) | f")
    'a \\\\*b\\\\* \\\\<c\\\\> \\\\[d\\\\](e) \\\\| f'
    """
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", single_line(text))
    return re.sub(r"(?<!\w)@(?=\w)", "@<!-- -->", escaped)  # in a ticket it would call somebody


def code(text: str) -> str:
    """A text as code, whatever backticks it has.

    >>> code("a`b")
    '`` a`b ``'
    """
    line = single_line(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest else f"`{line}`"


def address(url: str) -> str:
    """A link to a web address; anything else as code."""
    line = single_line(url)
    return f"<{line}>" if _is_web(line) else code(line)


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escape(report.title)}: references and links"
    yield ""
    before = f" The previous run began {clock(report.previous)}." if report.previous else ""
    yield from (f"**{escape(f'{report.news} {report.headline}'.strip())}**", "")
    yield (
        f"{escape(report.command.capitalize())} {report.run_id} of {clock(report.started)}: "
        f"{escape(report.outcome)}.{before} {escape(report.message)}".rstrip()
    )
    yield from _table("Findings", (*report.changes, *report.severities))
    for change, heading in report.sections():
        yield from ("", f"## {heading} ({report.quantity(change)})")
        for block in report.blocks(change):
            pages = ", ".join(address(url) for url in block.urls)
            yield from ("", f"### {escape(block.title)}", "", pages, "")
            for item in block.shown:
                yield from _item(item)
    if report.unasked:
        yield from ("", "## Could not be decided", "")
        for gap in report.unasked:
            examples = ", ".join(code(example) for example in gap.examples)
            yield f"- {escape(gap.quantity)}: {gap.label} ({examples})"
    if report.unseen:
        yield from ("", f"## {report.unseen_heading} ({len(report.unseen)})", "", MEANING, "")
        yield from (f"- {code(link.url)}: {escape(link.told)}" for link in report.unseen)
    if report.unused_waivers:
        yield from ("", "## Waivers to look at", "")
        yield from (f"- {escape(waiver)}" for waiver in report.unused_waivers)
    yield from _table("By kind", report.kinds)
    yield from _table("Examined", report.totals)
    yield from _table("Coverage of the crawl", report.coverage)
    yield from _table("Not understood", report.issues)


def _item(item: Item) -> Iterator[str]:
    yield f"- **{escape(item.label)}** ({item.severity_label})" + (
        f": {code(item.said)}" if item.says else ""
    )
    for name, text in (
        (item.advice.capitalize(), code(item.should_say) if item.should_say else ""),
        ("Or", "; or ".join(_other(*pieces) for pieces in item.others_in_pieces)),
        ("Corrected", code(item.corrected) if item.corrected else ""),
        ("In a citation style", code(item.styled) if item.styled else ""),
        ("Under", escape(item.heading)),
        ("Where", escape(item.where)),
        (item.text_name.capitalize(), escape(item.link_text)),
        ("Place", _place(item)),
        ("Why", escape(item.why)),
        ("Since", escape(item.history)),
        ("Resolved on", day(item.closed)),
        ("Accepted by", escape(item.waived)),
        ("Finding", code(item.id)),
    ):
        if text:
            yield f"  - {name}: {text}"


def _other(before: str, exact: str, after: str) -> str:
    return f"{escape(before)}{code(exact)}{escape(after)}"


def _place(item: Item) -> str:
    """Where to look, and a link that leads there."""
    jump = f"[jump to it](<{item.place_url}>)" if _is_web(item.place_url) else ""
    return "; ".join(filter(None, (jump, escape(item.spot))))


def _is_web(url: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>]+", url) is not None


def _table(heading: str, tallies: tuple[Tally, ...]) -> Iterator[str]:
    if not tallies:
        return
    yield from ("", f"## {heading}", "", "| number | what | |", "| ---: | --- | --- |")
    for tally in tallies:
        yield f"| {tally.number} | {escape(tally.named)} | {escape(tally.example)} |"
