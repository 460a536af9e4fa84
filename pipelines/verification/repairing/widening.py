"""Asks Crossref for DOI names of our own making, dozens in one request.

For a name that is one slip wrong there are some 200 that it may have been, and for a citation
without its issue a name for every issue of the year. Asked one by one they would be a burden on
doi.org; Crossref says in one request which of 100 it has. Only those are then asked for at the
handle API and compared. What one request answered is kept under what the names were made from
and used again until it is due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.records import Authority, Check, Question
from pipelines.dois import is_wellformed
from pipelines.services.crossref_variants import ask_variants
from pipelines.services.http import Client
from pipelines.verification.asking import Asker
from pipelines.verification.due import answer_due_at, is_due
from pipelines.verification.repairing.repair import Repair, widen

LIST_SIZE = 100
"""Names in one request; more than records are fetched at a time, since hardly any has one."""
_List = tuple[str, tuple[str, ...]]
"""What the names were made from, as the subject of its check, and at most ``LIST_SIZE`` names."""


def widen_all(doi: str, printed: str, fields: Mapping[str, str]) -> dict[str, Repair]:
    """The names worth a list, by name; none where the citation says too little to tell works."""
    if not fields:
        return {}
    return {
        repair.after: repair
        for repair in widen(doi, printed, fields)
        if "," not in repair.after and is_wellformed(repair.after)
    }


def names_found(made: Mapping[str, Sequence[str]], asker: Asker) -> dict[str, list[str]]:
    """Which of the names made from each origin Crossref has; asks where that is due.

    A list counts as one guess of the run's budget; what is over it is asked in a later run.
    """
    lists = [(origin, group) for origin, names in made.items() for group in _lists(origin, names)]
    due = [item for _, item in lists if _is_due(item[0], asker)]

    def ask(client: Client, item: _List) -> list[Check]:
        return ask_variants(client, asker.settings.services.crossref, *item)

    allowed = due[: asker.spend(len(due))] if asker.is_asking else []
    asker.ask_each(allowed, "names like the wrong ones", ask, Question.SEARCH, Authority.CROSSREF)
    found: dict[str, list[str]] = {origin: [] for origin in made}
    for origin, (subject, _) in lists:
        checks = asker.store.checks_of(subject, Question.SEARCH)
        check = next((c for c in reversed(checks) if c.error is None), None)
        names = check.facts.get("found", []) if check is not None else []
        found[origin] += [str(name) for name in names] if isinstance(names, list) else []
    return found


def _lists(origin: str, names: Sequence[str]) -> list[_List]:
    """``names like 10.1155/2015/32819, part 1``: the same names make the same list."""
    starts = range(0, len(names), LIST_SIZE)
    groups = [tuple(names[at : at + LIST_SIZE]) for at in starts]
    return [(f"names like {origin}, part {n}", group) for n, group in enumerate(groups, 1)]


def _is_due(subject: str, asker: Asker) -> bool:
    checks = asker.store.checks_of(subject, Question.SEARCH)
    due_at = answer_due_at(subject, checks, asker.settings.registration_days)
    return is_due(due_at, asker.now())
