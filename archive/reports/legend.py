"""How to read a report: what the words at the side of its findings mean. Data only."""

from __future__ import annotations

from archive import records as r
from archive.site.severities import RETRACTED_SEVERITY, SEVERITY

LEGEND: tuple[tuple[str, str], ...] = (
    SEVERITY[r.Severity.ERROR][:2],
    RETRACTED_SEVERITY[r.Severity.ERROR][:2],
    SEVERITY[r.Severity.WARNING][:2],
    SEVERITY[r.Severity.NOTICE][:2],
    SEVERITY[r.Severity.UNKNOWN][:2],
    ("says", "What the page prints or links to now."),
    ("should say", "What to write instead."),
    ("perhaps", "What may be meant: compare before you use it."),
    ("or", "Another possible replacement."),
    ("corrected", "The whole reference, with only what is wrong changed."),
    ("in style", "The registered work as a reference in your citation style."),
    ("under", "The heading on the page that it comes under."),
    ("where", "The sentence or reference around it."),
    ("place", "Line and column in the page's source, as we captured it."),
    ("since", "When we first saw it, and what we base it on."),
    ("finding", "Its number, the same in every report; search the archive for it."),
)
"""(word, what it means), in the order in which a report uses them."""
TITLE = "How to read this"
