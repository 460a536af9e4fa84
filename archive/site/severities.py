"""Severities in words: of a finding, of a retracted work, of several findings. Data only."""

from __future__ import annotations

from archive import records as r
from archive.site.codes import Rows

SEVERITY: Rows = {
    r.Severity.ERROR: ("broken", "Found to be wrong: please repair.", "bad"),
    r.Severity.WARNING: (
        "ageing",
        "Mild, or not sure enough to be called broken: repair when convenient.",
        "warn",
    ),
    r.Severity.NOTICE: ("good to know", "Nothing has to be repaired.", "info"),
    r.Severity.UNKNOWN: ("undecided", "We could not tell.", "unknown"),
}

RETRACTED_SEVERITY: Rows = {
    **SEVERITY,
    r.Severity.ERROR: (
        "retracted",
        "Its DOI works, but the work has been retracted: remove it, or cite one that stands.",
        "bad",
    ),
}
"""The severity of a finding about a retracted work, of which nothing is broken."""

SEVERITIES: Rows = {
    **SEVERITY,
    r.Severity.ERROR: (
        "broken or retracted",
        "Found to be wrong, or retracted since: please repair.",
        "bad",
    ),
}
"""The severity of several findings at once."""


def severity_field(kind: str) -> str:
    """The vocabulary that has the word for the severity of a finding of a kind."""
    return "severity_retracted" if kind == r.FindingKind.WORK_RETRACTED else "severity"
