"""The findings of a report as CSV (RFC 4180, UTF-8), one per line.

A cell that a spreadsheet would take for a formula gets an apostrophe in front: one that begins with
``=``, ``+``, ``-``, ``@``, a tab or a line break (OWASP, CSV injection); so does what follows a
semicolon or a line break, where some spreadsheets begin a cell, with or without quotation marks. To
have the text back, take an apostrophe away that stands at the beginning, or behind one of these two
and its quotation marks, where one of those follows it. The column ``edits`` is JSON, which has a
form of its own for such a sign; ``advice`` says what to do with ``should_say``: should say,
perhaps, or add. Every column is a field of ``items.Item``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict

from archive.counting import is_unseen
from archive.proof.edits import Edit
from archive.reports.plain import visible
from archive.reports.report import Report

COLUMNS = (
    "change",
    "severity",
    "severity_label",
    "kind",
    "label",
    "page_url",
    "page_title",
    "language",
    "heading",
    "sentence",
    "reference",
    "anchor_text",
    "occurrence",
    "occurrences",
    "place_url",
    "capture_id",
    "source_url",
    "line",
    "column",
    "subject",
    "says",
    "should_say",
    "advice",
    "edits",
    "corrected",
    "styled",
    "why",
    "certainty",
    "since",
    "seen",
    "closed",
    "returns",
    "waived",
    "group",
    "places",
    "id",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula; in Japan full-width signs, too."""
_PARTED = re.compile(r'[;\r\n]\\?"*[=+\-@\uff1d\uff0b\uff0d\uff20]')


def render(report: Report) -> str:
    """All findings of the report, with a line of column names."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for item in report.items:
        values = (_told(item.edits) if c == "edits" else getattr(item, c) for c in COLUMNS)
        lines.writerow(["" if value is None else cell(str(value)) for value in values])
    return text.getvalue()


def _told(edits: Iterable[Edit]) -> str:
    """Edits as JSON. A program looks for their texts: nothing in them is left out or guarded, but
    said in JSON's other way, ``\\u003d``, where a cell would be."""
    text = json.dumps([asdict(edit) for edit in edits], ensure_ascii=False)
    text = "".join(json.dumps(c)[1:-1] if is_unseen(c) else c for c in text)
    return _PARTED.sub(lambda found: f"{found[0][:-1]}\\u{ord(found[0][-1]):04x}", text)


def cell(text: str) -> str:
    """A text as no spreadsheet takes it for a formula.

    >>> cell("=1+1"), cell("10.1/a"), cell("'=x"), cell("\uff1d1+1"), cell("a;=1"), cell("a\\n=1")
    ("'=1+1", '10.1/a', "'=x", "'\uff1d1+1", "a;'=1", "a\\n'=1")
    """
    text = _PARTED.sub(lambda found: f"{found[0][:-1]}'{found[0][-1]}", visible(text))
    return "'" + text if text.startswith(FORMULA) else text
