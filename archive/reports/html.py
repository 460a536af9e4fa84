"""The report as one HTML page to mail: no request, no script, printable, narrow.

Whatever comes from the audited site is escaped, and only http(s) addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as escaped

from archive.reports.items import Block, Item
from archive.reports.legend import LEGEND, TITLE
from archive.reports.plain import clock, day, visible
from archive.reports.report import Report, Tally
from archive.reports.unseen import MEANING

# Mail programs know no variables, and some leave the style element out: what carries meaning
# (the colour of a finding, what goes and what comes) stands in style attributes as well.
_COLOURS = {"error": "#c62828", "warning": "#a66a00", "notice": "#2f74d0", "unknown": "#8455b8"}
_GOES, _COMES = "color:#c62828", "color:#1b7f3b"
_STYLE = """
:root { color-scheme: light dark; }
html { background: Canvas; color: CanvasText; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem;
  overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; } p { margin: .5rem 0; }
code { font-size: .9rem; } article { break-inside: avoid; }
article h4 { margin: 0; font-size: 1rem; }
dl { margin: .25rem 0 0; display: grid; grid-template-columns: 7rem 1fr; gap: .1rem .75rem; }
details { margin: .75rem 0; }
dt { opacity: .8; } dd { margin: 0; } del + ins { margin-left: .25em; }
.changes { white-space: pre-line; }
table { border-collapse: collapse; } td { border-top: 1px solid #8886; padding: .2rem .6rem;
  vertical-align: top; } td:first-child { text-align: right; white-space: nowrap; }
@media (prefers-color-scheme: dark) { del { color: #ff8a80 !important; }
  ins { color: #7ddc9a !important; } }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .35rem; } }
@media print { a { color: inherit; } body { max-width: none; } }
"""
# Even if something slipped through, nothing in this page may run or load.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report) -> str:
    """The whole page."""
    return "\n".join(_lines(report)) + "\n"


def safe(text: str) -> str:
    """A text from anywhere, for the inside of an element or an attribute."""
    return escaped(visible(text))


def address(url: str, shown: str = "") -> str:
    """A web address as link that tells the target nothing about this page; else as code."""
    text = safe(shown or url)
    if re.fullmatch(r"https?://[^\s\"<>]+", url):
        return f'<a href="{safe(url)}" rel="noopener noreferrer nofollow">{text}</a>'
    return f"<code>{text}</code>"


def _lines(report: Report) -> Iterator[str]:
    title = f"{report.title}: references and links"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{safe(title)}</h1>"
    before = f" The previous run began {clock(report.previous)}." if report.previous else ""
    yield f"<p><strong>{safe(f'{report.news} {report.headline}'.strip())}</strong></p>"
    yield (
        f"<p>{safe(report.command.capitalize())} {report.run_id} of {clock(report.started)}: "
        f"{safe(report.outcome)}.{before} {safe(report.message)}</p>"
    )
    yield from _table("Findings", (*report.changes, *report.severities))
    if report.items:
        yield from _legend()
    yield "</header>\n<main>"
    for change, heading in report.sections():
        yield f'<section>\n<h2 id="{change}">{heading} ({report.quantity(change)})</h2>'
        for block in report.blocks(change):
            yield f"<h3>{safe(block.title)}</h3>"
            yield from _addresses(block)
            for item in block.shown:
                yield from _item(item)
        yield "</section>"
    yield from _untold(report)
    yield from _table("By kind", report.kinds)
    yield from _table("Examined", report.totals)
    yield from _table("Coverage of the crawl", report.coverage)
    yield from _table("Not understood", report.issues)
    yield f"</main>\n<footer><p>{safe(report.software)}</p></footer>\n</body>\n</html>"


def _legend() -> Iterator[str]:
    """What the words beside the findings mean."""
    yield f"<details>\n<summary>{TITLE}</summary>\n<dl>"
    yield from (f"<dt>{word}</dt><dd>{safe(meaning)}</dd>" for word, meaning in LEGEND)
    yield "</dl>\n</details>"


def _addresses(block: Block) -> Iterator[str]:
    """The page to change; of many, each place, to be unfolded."""
    if not block.is_repeated:
        yield f"<p>{address(block.urls[0])}</p>"
        return
    lines = "<br>".join(address(place, url) for url, place in block.places.items())
    yield f"<details><summary>{len(block.urls)} pages</summary><p>{lines}</p></details>"


def _item(item: Item) -> Iterator[str]:
    frame = (
        "border:1px solid #8886;border-radius:.25rem;padding:.5rem .75rem;margin:.5rem 0;"
        f"border-left:.35rem solid {_COLOURS[item.severity]}"
    )
    yield f'<article class="{item.severity}" id="finding-{safe(item.id)}" style="{frame}">'
    yield f"<h4>{safe(item.label)} <small>({item.severity_label})</small></h4>\n<dl>"
    for name, html in (
        ("says", _says(item)),
        (item.advice, _comes(f"<code>{safe(item.should_say)}</code>") * bool(item.should_say)),
        ("or", "<br>".join(_other(*pieces) for pieces in item.others_in_pieces)),
        ("corrected", _changes(item)),
        ("in style", f"<code>{safe(item.styled)}</code>" * bool(item.styled)),
        ("under", safe(item.heading)),
        ("where", "" if item.diff else safe(item.where)),
        (item.text_name, safe(item.link_text)),
        ("place", _place(item)),
        ("why", safe(item.why)),
        ("since", safe(item.history)),
        ("resolved on", day(item.closed)),
        ("accepted by", safe(item.waived)),
        ("finding", f"<code>{safe(item.id)}</code>"),
    ):
        if html:
            yield f"<dt>{name}</dt><dd>{html}</dd>"
    yield "</dl>\n</article>"


def _says(item: Item) -> str:
    """What the page prints, struck through where something certain takes its place."""
    said = f"<code>{safe(item.said)}</code>" if item.says else ""
    return f'<del style="{_GOES}">{said}</del>' if item.is_replaced else said


def _other(before: str, exact: str, after: str) -> str:
    return f"{safe(before)}<code>{safe(exact)}</code>{safe(after)}"


def _comes(html: str) -> str:
    return f'<ins style="{_COMES}">{html}</ins>'


def _place(item: Item) -> str:
    """Where to look, and a link that leads there."""
    jump = address(item.place_url, "jump to it") if item.place_url != item.page_url else ""
    return "; ".join(filter(None, (jump, safe(item.spot))))


def _changes(item: Item) -> str:
    """The corrected reference with what goes and what comes marked."""
    marks = {"-": f'<del style="{_GOES}">{{}}</del>', "+": _comes("{}")}
    text = "".join(marks.get(sign, "{}").format(safe(text)) for sign, text in item.diff)
    return f'<span class="changes">{text}</span>' if text else ""


def _untold(report: Report) -> Iterator[str]:
    gaps = [
        f"{safe(gap.quantity)}: {safe(gap.label)} "
        f"({', '.join(f'<code>{safe(example)}</code>' for example in gap.examples)})"
        for gap in report.unasked
    ]
    unseen = [f"{address(link.url)}: {safe(link.told)}" for link in report.unseen]
    waivers = [safe(waiver) for waiver in report.unused_waivers]
    for heading, meaning, lines in (
        ("Could not be decided", "", gaps),
        (f"{report.unseen_heading} ({len(unseen)})", f"<p>{MEANING}</p>\n", unseen),
        ("Waivers to look at", "", waivers),
    ):
        if lines:
            listed = "\n".join(f"<li>{line}</li>" for line in lines)
            yield f"<section>\n<h2>{heading}</h2>\n{meaning}<ul>\n{listed}\n</ul>\n</section>"


def _table(heading: str, tallies: tuple[Tally, ...]) -> Iterator[str]:
    if not tallies:
        return
    yield f"<section>\n<h2>{heading}</h2>\n<table>"
    for tally in tallies:
        yield (
            f"<tr><td>{tally.number}</td><td>{safe(tally.named)}</td>"
            f"<td>{safe(tally.example)}</td></tr>"
        )
    yield "</table>\n</section>"
