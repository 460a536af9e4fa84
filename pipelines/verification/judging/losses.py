"""A page that lost its title and nearly all of its words since it was last seen well. Pure.

It may be gone in words of any language, or have become a short page that is meant: from here
nobody can tell, so such a look is unclear, and never a strike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.records import Check
from pipelines.services.web.siblings import is_named
from pipelines.verification.judging.observing import Observation
from pipelines.verification.judging.sights import GOOD, Seen
from pipelines.verification.judging.signs import NEXT_TO_NOTHING, count_words, own_words

_AN_ARTICLE = 150
"""Words: what had as many and has next to nothing has lost its text."""
_MORE_TO_SEE = ("media", "app", "scripted", "magic", "password")


def unclear_where_lost(looks: Sequence[Observation]) -> Iterator[Observation]:
    """The looks at one page, the oldest first; what was lost is compared with the last good one."""
    well: Check | None = None
    for look in looks:
        if look.seen in GOOD:
            if well is not None and _has_lost(look.check, well):
                why = "has another title than before, and next to no text any more"
                yield replace(look, seen=Seen.UNCLEAR, why=why)
                continue
            well = look.check
        yield look


def _has_lost(check: Check, before: Check) -> bool:
    """Whether an article became a few words under another title, which names nothing of what was
    asked for."""
    facts, title = check.facts, str(check.facts.get("title", ""))
    if "words" not in facts or count_words(before.facts) < _AN_ARTICLE or check.hops:
        return False
    is_short = own_words(check) < NEXT_TO_NOTHING and not any(map(facts.get, _MORE_TO_SEE))
    is_other = title != before.facts.get("title")
    return is_short and is_other and not is_named(check.url, f"{title} {facts.get('heading')}")
