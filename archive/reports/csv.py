"""The findings of a report as CSV (RFC 4180, UTF-8), one per line.

A cell that a spreadsheet would take for a formula gets an apostrophe in front: one that begins
with ``=``, ``+``, ``-``, ``@``, a tab or a line break (OWASP, CSV injection). To have the text
back, take one leading apostrophe away where one of these follows it. The column ``edits`` is JSON;
``advice`` says what to do with ``should_say``: should say, perhaps, or add. Every column is a field
of ``items.Item``.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

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


def render(report: Report) -> str:
    """All findings of the report, with a line of column names."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for item in report.items:
        edits = json.dumps([asdict(edit) for edit in item.edits], ensure_ascii=False)
        values = (edits if c == "edits" else getattr(item, c) for c in COLUMNS)
        lines.writerow(["" if value is None else cell(str(value)) for value in values])
    return text.getvalue()


def cell(text: str) -> str:
    """A text as no spreadsheet takes it for a formula.

    >>> cell("=1+1"), cell("10.1/a"), cell("'=x"), cell("\uff1d1+1")
    ("'=1+1", '10.1/a', "'=x", "'\uff1d1+1")
    """
    text = visible(text)
    return "'" + text if text.startswith(FORMULA) else text
