"""Crossref: which of many DOI names that we made up it has, asked all at once.

One request of the list of works (https://api.crossref.org/works?filter=doi:...) answers for
dozens of names, most of which are nobody's. The answer is kept once, under what they were made
from, and the record of each name that it has as a check of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import Authority, Check, Question
from pipelines.services.crossref import VERSION, list_works
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.works import work_facts


def ask_variants(client: Client, base: str, origin: str, names: Sequence[str]) -> list[Check]:
    """The check about ``origin`` and those about the names that Crossref has.

    Facts of the first: ``found``, the names; ``asked``, how many were asked about.
    Raises ``CouldNotAsk``.
    """
    works, reply = list_works(client, base, names)
    facts = {"found": sorted(works), "asked": len(names)}
    checks = [answered(reply, Question.SEARCH, origin, Authority.CROSSREF, facts, VERSION)]
    for name, work in works.items():
        facts = work_facts(work)
        checks.append(answered(reply, Question.METADATA, name, Authority.CROSSREF, facts, VERSION))
    return checks
