"""Has a work been retracted, withdrawn, questioned, corrected or superseded? Pure.

Three sources are merged: what its agency registers (Crossref's ``updated-by``), what Retraction
Watch lists, and how its title is marked. The most serious notice counts. A work that was
reinstated after its retraction is not retracted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.records import Notice, Work
from pipelines.verification import quirks
from pipelines.verification.judging.verdicts import Verdict

Row = tuple[str, str, str, str]
"""(type, DOI of the notice or '', date ISO or '', sources joined by ``+``)."""

GRAVEST_FIRST = (
    Notice.RETRACTED,
    Notice.WITHDRAWN,
    Notice.CONCERN,
    Notice.SUPERSEDED,
    Notice.CORRECTED,
)
_SAID = {
    Notice.RETRACTED: "retracted",
    Notice.WITHDRAWN: "withdrawn",
    Notice.CONCERN: "questioned by its journal",
    Notice.SUPERSEDED: "superseded",
    Notice.CORRECTED: "corrected",
}
# What a reinstatement undoes.
_UNDONE = ("retracted", "withdrawn", "concern")
_SOURCES = {"publisher": "its publisher", "retraction-watch": "Retraction Watch"}

# How journals mark the titles of works that they took back: before it with a colon or in
# brackets, behind it in brackets. "Retracted tongue: a case" is no mark.
_TAKEN_BACK = r"(retracted|withdrawn|removed|temporary removal)"
_WHAT = r"(?:\s+(?:article|paper|chapter|publication|preprint|manuscript))?"
_MARKS = (
    re.compile(rf"[\[(]?\s*{_TAKEN_BACK}{_WHAT}\s*[\])]?\s*(?::|--|–|—)\s*\S", re.IGNORECASE),
    re.compile(rf"[\[(]\s*{_TAKEN_BACK}{_WHAT}\s*[\])]\s*\S", re.IGNORECASE),
    re.compile(rf"(?:article|paper)\s+{_TAKEN_BACK}\s*:\s*\S", re.IGNORECASE),
)
_MARK_BEHIND = re.compile(rf"[\[(]\s*{_TAKEN_BACK}{_WHAT}\b[^\])]{{0,200}}[\])]\W*$", re.IGNORECASE)
# What notices themselves are called.
_NOTICE_TITLE = re.compile(
    r"\W*(?:(?:partial |author |publisher(?:'s|’s)? )?(retraction|correction|erratum|corrigendum"
    r"|expression of concern|addendum|withdrawal)s?(?: notice| note)?(?: to| for| of| on)?"
    r"\s*[:.“\"‘']|notice of (retraction|withdrawal|correction)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"10\.\d{4,9}/\S+")
_NOTICE_WORDS = re.compile(
    r"retract|withdraw|correction|corrigend|errat|concern|addend|amend|replac", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeVerdict(Verdict[Notice]):
    """The gravest notice, and every one that was found."""

    superseded_by: str = ""
    """The registered name that takes the work's place, whatever notice is the gravest."""
    rows: tuple[Row, ...] = ()
    """All notices of all sources, oldest first."""


def judge_notice(
    work: Work | None,
    was_found: bool | None = None,
    *,
    listed: Sequence[Row] = (),
    newer: str = "",
    newer_work: Work | None = None,
    agency: str = "",
    checks: tuple[int, ...] = (),
) -> NoticeVerdict:
    """The verdict from a work's record, Retraction Watch's rows, and a newer edition of it.

    ``was_found`` False: its agency has no record of it; None: nobody could be asked. Only
    Crossref registers notices; Retraction Watch lists works of every agency.
    """
    rows = merge([*(work.notices if work is not None else ()), *listed])
    found = _by_notice(rows)
    marked = mark_of(work.title) if work is not None else None
    if work is not None and marked is not None:
        found.setdefault(marked, f"its registered title is “{work.title[:80]}”")
    if newer:
        found[Notice.SUPERSEDED] = _newer(newer, newer_work)
    for notice in GRAVEST_FIRST:
        if notice in found:
            return NoticeVerdict(
                value=notice,
                reason=f"The work was {_SAID[notice]}: {found[notice]}.",
                superseded_by=newer,
                rows=rows,
                checks=checks,
            )
    value, reason = _nothing(work, was_found, agency)
    return NoticeVerdict(value=value, reason=_reinstated(rows) or reason, rows=rows, checks=checks)


def _nothing(work: Work | None, was_found: bool | None, agency: str) -> tuple[Notice, str]:
    """What is said of a work about which no notice is known."""
    if work is None:
        if agency in quirks.SILENT_AGENCIES:
            return Notice.UNKNOWN, f"{agency} gives out no metadata."
        gives_none = f"{agency or 'Its agency'} gives out no record of it."
        return Notice.UNKNOWN, gives_none if was_found is False else "Not asked yet."
    if work.agency != "Crossref":
        return Notice.UNKNOWN, f"{work.agency or 'Its agency'} registers no notices."
    return Notice.NONE, "No notice is registered for it."


def merge(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Notices of several sources, each event once with all its sources, oldest first.

    Two rows tell of one event when they are of one type and name the same notice, or one of
    them names none.
    """
    merged: list[Row] = []
    for kind, doi, day, source in sorted(rows, key=lambda row: row[1] == ""):
        for position, (known, other, since, sources) in enumerate(merged):
            if kind == known and (doi == other or not doi or not other):
                both = "+".join(sorted({*sources.split("+"), *source.split("+")}))
                first = min(filter(None, (since, day)), default="")
                merged[position] = (kind, other or doi, first, both)
                break
        else:
            merged.append((kind, doi, day, source))
    return tuple(sorted(merged, key=lambda row: (row[2], row)))


def _by_notice(rows: Sequence[Row]) -> dict[Notice, str]:
    """The first notice of each kind in words; what was reinstated later is left out."""
    reinstated = max((day for kind, _, day, _ in rows if kind == "reinstatement"), default="")
    found: dict[Notice, str] = {}
    for kind, doi, day, source in rows:
        word = quirks.NOTICE_TYPES.get(kind)
        is_over = word in _UNDONE and "" < day <= reinstated
        if word is not None and not is_over:
            found.setdefault(Notice(word), _told(kind, doi, day, source))
    return found


def _reinstated(rows: Sequence[Row]) -> str:
    days = [day for kind, _, day, _ in rows if kind == "reinstatement"]
    return f"It was reinstated{f' on {days[-1]}' if days[-1] else ''}." if days else ""


def _told(kind: str, doi: str, day: str, source: str) -> str:
    """``retraction notice of 2016-06-14, 10.5555/n (its publisher and Retraction Watch)``."""
    told = f"{kind.replace('_', ' ')} notice{f' of {day}' if day else ''}"
    sources = " and ".join(_SOURCES.get(name, name) for name in source.split("+"))
    return f"{told}{f', {doi}' if doi else ''} ({sources})"


def _newer(newer: str, work: Work | None) -> str:
    titled = ""
    if work is not None and mark_of(work.title) is not None:
        titled = f", titled “{work.title[:80]}”"
    year = f" of {work.year}" if work is not None and work.year else ""
    return f"{newer}{year} takes its place{titled}"


def mark_of(title: str) -> Notice | None:
    """What a title says about its own work: taken back or not.

    >>> mark_of("RETRACTED ARTICLE: Backs"), mark_of("Retracted tongue: a case")
    (<Notice.RETRACTED: 'retracted'>, None)
    """
    found = next(filter(None, (mark.match(title) for mark in _MARKS)), None)
    found = found or _MARK_BEHIND.search(title[-260:])
    if found is None:
        return None
    return Notice.RETRACTED if found[1].lower() == "retracted" else Notice.WITHDRAWN


def is_notice(work: Work) -> bool:
    """Whether a work is itself a notice about another one, by its record or its title."""
    return bool(work.is_notice_of) or _NOTICE_TITLE.match(work.title) is not None


def speaks_of_notice(printed: str) -> bool:
    """Whether a reference says, beside its DOI name, that a notice is what it cites."""
    return _NOTICE_WORDS.search(_NAME.sub("", printed)) is not None


def is_retraction(work: Work) -> bool:
    """Whether a notice takes its work back."""
    found = _NOTICE_TITLE.match(work.title)
    word = (found[1] or found[2] or "").lower() if found else ""
    return word in ("retraction", "withdrawal")
