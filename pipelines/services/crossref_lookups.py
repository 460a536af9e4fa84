"""Crossref: DOI names registered with a given ISBN or publisher's number (PII).

Filters ``isbn`` and ``alternative-id`` of ``/works`` (https://api.crossref.org/swagger-ui/);
the same filter several times means or. An ISBN finds a book and all its chapters, so that only
the types of whole books are asked for. Elsevier deposits its PIIs as alternative ids, of old
articles without the ``S``. That Crossref has none is no proof that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.records import Authority, Check, Question
from pipelines.identifiers import isbns_of
from pipelines.services.crossref import work_of
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.replies import Reply
from pipelines.services.works import mappings, strings, work_facts

AUTHORITY = Authority.CROSSREF
VERSION = "crossref_lookups/1"
LIST_SIZE = 20
BOOKS = ("book", "monograph", "edited-book", "reference-book", "proceedings")
_ROWS = 100


def ask_isbns(client: Client, base: str, isbns: Sequence[str]) -> list[Check]:
    """The books of up to ``LIST_SIZE`` ISBNs (13 digits). Raises ``CouldNotAsk``.

    Facts: ``found``; where exactly one book has the ISBN, ``doi`` and ``work``. The subjects
    are ``isbn:978...``.
    """
    filters = [*(f"isbn:{isbn}" for isbn in isbns), *(f"type:{kind}" for kind in BOOKS)]
    records, reply = _list(client, base, filters)
    return [
        _check(
            reply, f"isbn:{isbn}", [r for r in records if isbn in isbns_of(strings(r.get("ISBN")))]
        )
        for isbn in isbns
    ]


def ask_piis(client: Client, base: str, piis: Sequence[str]) -> list[Check]:
    """The works of up to ``LIST_SIZE`` PIIs (``S`` and 16 characters). Raises ``CouldNotAsk``.

    Facts as of ``ask_isbns``; the subjects are ``pii:S...``.
    """
    names = [name for pii in piis for name in dict.fromkeys((pii, pii.removeprefix("S")))]
    records, reply = _list(client, base, [f"alternative-id:{name}" for name in names])

    def has(record: Mapping[str, object], pii: str) -> bool:
        deposited = {text.upper() for text in strings(record.get("alternative-id"))}
        return bool(deposited & {pii, pii.removeprefix("S")})

    return [_check(reply, f"pii:{pii}", [r for r in records if has(r, pii)]) for pii in piis]


def _list(
    client: Client, base: str, filters: Iterable[str]
) -> tuple[list[Mapping[str, object]], Reply]:
    url = f"{base.rstrip('/')}/works?filter={','.join(filters)}&rows={_ROWS}"

    def read(reply: Reply) -> list[Mapping[str, object]]:
        told = reply.json()
        message = told.get("message") if isinstance(told, Mapping) else None
        items = message.get("items") if isinstance(message, Mapping) else None
        if reply.status != 200 or not isinstance(items, list):
            raise reply.bad(f"answered HTTP {reply.status} without a list")
        return mappings(items)

    return client.ask(AUTHORITY, url, read, pool="lists")


def _check(reply: Reply, subject: str, records: Sequence[Mapping[str, object]]) -> Check:
    """One record decides; several (editions, a book and its reprint) say only that it exists."""
    only = work_of(records[0]) if len(records) == 1 else None
    facts: dict[str, object] = {"found": bool(records), "doi": only.doi if only else ""}
    if only is not None:
        facts |= work_facts(only)
    return answered(reply, Question.CROSSWALK, subject, AUTHORITY, facts, VERSION)
