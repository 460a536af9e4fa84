"""The report as JSON, for programs. Its fields are those of ``report.Report``, by name.

``docs/schema.md`` describes every field. ``format`` counts up when a field goes or changes its
meaning; new fields may come without that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from archive.reports.items import Item
from archive.reports.report import Report

FORMAT = "patientline-report/1"
DERIVED: Mapping[type, tuple[str, ...]] = {Report: ("headline",), Item: ("advice", "certainty")}
"""Properties that stand beside the fields, so that a program says it in the same words."""


def render(report: Report) -> str:
    """The whole report, indented, ending in a line break."""
    document = {"format": FORMAT, **asdict(report), **_derived(report)}
    for item, data in zip(report.items, document["items"], strict=True):
        data |= _derived(item)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _derived(shape: Report | Item) -> dict[str, str]:
    return {name: getattr(shape, name) for name in DERIVED[type(shape)]}
