"""Retraction Watch's list of notices: one CSV file, published by Crossref on working days.

https://gitlab.com/crossref/retraction-watch-data (README); columns as they stand in the file's
first line, of which these are read: OriginalPaperDOI, RetractionDOI, RetractionDate (month/day/
year) and RetractionNature (Retraction, Expression of concern, Correction, Reinstatement). The
file has some 70,000 rows and 60 MB. GitLab answers a conditional request by ETag.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from archive.records import Authority, Check, Question
from pipelines.services.evidence import answered
from pipelines.services.http import Bounds, Client
from pipelines.services.replies import Reply

AUTHORITY = Authority.RETRACTION_WATCH
VERSION = "retraction_watch/1"
SOURCE = "retraction-watch"
"""What Crossref calls this source in its own records."""
MAX_BYTES = 400_000_000
PATIENCE = 15
"""The file is so much larger than other answers that it gets their deadline so many times."""
COLUMNS = ("OriginalPaperDOI", "RetractionDOI", "RetractionDate", "RetractionNature")

Notice = tuple[str, str, str, str]
"""(type, DOI of the notice or '', date ISO or '', source), as in ``Work.notices``."""


class NotTheList(ValueError):
    """A text that is not Retraction Watch's list; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeList:
    """What the list says of the names it was searched for."""

    notices: Mapping[str, tuple[Notice, ...]]
    """Of every name that it lists, oldest first."""
    rows: int
    """How long the whole list is."""
    day: str
    """The newest date in it (ISO), by which its age is told; '' for an empty list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnswer:
    """The file; ``body`` is None when it has not changed since. Facts: ``etag``, ``changed``."""

    body: bytes | None
    check: Check


def fetch_list(client: Client, url: str, etag: str = "", at_least: int = 0) -> ListAnswer:
    """The file at ``url``, unless it still is the one that ``etag`` names.

    ``at_least``: rows without which it cannot be the whole list. Raises ``CouldNotAsk``.
    """

    def read(reply: Reply) -> bytes | None:
        if reply.status == 304 and etag:
            return None
        if reply.status != 200:
            raise reply.bad(f"answered HTTP {reply.status} instead of the list")
        try:
            found = read_list(reply.body)
        except NotTheList as problem:
            raise reply.bad(f"answered something else than the list: {problem}") from problem
        if found.rows < at_least:
            raise reply.bad(f"answered {found.rows} rows of a list that had twice as many")
        return reply.body

    body, reply = client.ask(
        AUTHORITY,
        url,
        read,
        accept="text/csv, text/plain;q=0.9, */*;q=0.1",
        headers={"If-None-Match": etag} if etag else {},
        bounds=Bounds(client.settings.deadline_s * PATIENCE, MAX_BYTES),
    )
    facts = {"etag": reply.headers.get("etag", "") or etag, "changed": body is not None}
    return ListAnswer(
        body=body, check=answered(reply, Question.NOTICES, url, AUTHORITY, facts, VERSION)
    )


def read_list(body: bytes, wanted: Collection[str] = ()) -> NoticeList:
    """What the file says of the ``wanted`` DOI names (lower case). Raises ``NotTheList``."""
    text = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(text)
    found: dict[str, set[Notice]] = {}
    newest, count = "", 0
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise NotTheList(f"it has no column {missing[0]}")
        for row in rows:
            count += 1
            day = day_of(row["RetractionDate"] or "")
            newest = max(newest, day)
            name = _name(row["OriginalPaperDOI"])
            if name in wanted:
                kind = (row["RetractionNature"] or "").strip().lower().replace(" ", "_")
                found.setdefault(name, set()).add((kind, _name(row["RetractionDOI"]), day, SOURCE))
    except csv.Error as error:
        raise NotTheList(f"row {count + 1} cannot be read ({error})") from error
    ordered = {name: tuple(sorted(n, key=lambda x: (x[2], x))) for name, n in found.items()}
    return NoticeList(notices=ordered, rows=count, day=newest)


def day_of(printed: str) -> str:
    """A date of the file as ISO; '' when it is none.

    >>> day_of("8/16/2023 0:00"), day_of("2/30/2023"), day_of("")
    ('2023-08-16', '', '')
    """
    american = re.match(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b", printed, re.ASCII)
    iso = re.match(r"\s*(\d{4})-(\d{2})-(\d{2})\b", printed, re.ASCII)
    parts = (american[3], american[1], american[2]) if american else iso.groups() if iso else ()
    try:
        return date(*map(int, parts)).isoformat()
    except (ValueError, TypeError):
        return ""


def _name(printed: str | None) -> str:
    """A DOI name in lower case; '' for ``unavailable`` and the like."""
    text = (printed or "").strip().lower()
    name = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text)
    return name if name.startswith("10.") else ""
