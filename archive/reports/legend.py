"""How to read a report: what the words at the side of its findings mean. Data only."""

from __future__ import annotations

LEGEND: tuple[tuple[str, str], ...] = (
    ("broken", "Found to be wrong: please repair."),
    ("retracted", "The DOI works, but the work has been retracted: see whether to cite it still."),
    ("ageing", "Works or is right for now: repair when convenient."),
    ("good to know", "Nothing to repair."),
    ("undecided", "We could not tell, so nothing is claimed."),
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
