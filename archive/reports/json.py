"""The report as JSON, for programs. Its fields are those of ``report.Report``, by name.

``docs/schema.md`` describes every field. ``format`` counts up when a field goes or changes its
meaning; new fields may come without that.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from archive.reports.report import Report

FORMAT = "patientline-report/1"


def render(report: Report) -> str:
    """The whole report, indented, ending in a line break."""
    document = {"format": FORMAT} | asdict(report)
    for item, data in zip(report.items, document["items"], strict=True):
        data["certainty"] = item.certainty
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
