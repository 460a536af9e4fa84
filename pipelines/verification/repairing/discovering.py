"""Finds missing DOI names by searching Crossref, and refuses most of what comes.

The dearest question there is (three a second), so it is the last rung of repairing, asked once
a text, kept as a check with the records found, and judged from there for ``search_days``. What
a search finds is not believed: ``scoring`` decides whether it is the cited work, and the handle
API whether its name is registered. When Crossref cannot be asked, nothing is concluded: what an
earlier search found still stands, and the question stays due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.records import Authority, Check, Question, Suggestion
from pipelines.matching.queries import query_of
from pipelines.matching.scoring import Match, choose
from pipelines.services import crossref
from pipelines.services.http import Client
from pipelines.verification.asking import Asker
from pipelines.verification.due import answer_due_at, is_due

RULE = "search"
_ROWS = 5


def ask_searches(prints: Iterable[str], asker: Asker) -> None:
    """Search for the references that are due, those never asked about first.

    At most ``max_searches`` in a run; the others are asked about in later ones.
    """
    queries = dict.fromkeys(query for text in prints if (query := query_of(text)))
    due = [query for query in queries if _is_due(query, asker)]
    due.sort(key=lambda query: bool(asker.store.checks_of(query, Question.SEARCH)))

    def ask(client: Client, query: str) -> list[Check]:
        base = asker.settings.services.crossref
        return [crossref.search_bibliographic(client, base, query, _ROWS)]

    budget = asker.settings.max_searches
    allowed = due[:budget]
    asker.put_off("max_searches", len(due) - len(allowed), budget)
    asker.ask_each(allowed, "search", ask, Question.SEARCH, Authority.CROSSREF)


def _is_due(query: str, asker: Asker) -> bool:
    checks = asker.store.checks_of(query, Question.SEARCH)
    return is_due(answer_due_at(query, checks, asker.settings.search_days), asker.now())


def found_works(printed: str, fields: Mapping[str, str], asker: Asker) -> list[Match]:
    """The works that may be meant by a reference, best first, as the latest search has it."""
    query = query_of(printed)
    return choose(printed, fields, asker.knows.works_found(query)) if query else []


def proposals(before: str, matches: Sequence[Match], asker: Asker) -> list[Suggestion]:
    """Suggestions in place of the name ``before`` (empty: none is printed), best first."""
    return [
        Suggestion(
            before=before,
            after=match.work.doi,
            rule=RULE,
            score=match.score,
            agreeing=match.agreeing,
            safe=match.is_safe,
        )
        for match in matches
        if match.work.doi != before and asker.knows.is_registered(match.work.doi)
    ]
