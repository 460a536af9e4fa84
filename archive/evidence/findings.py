"""The life of findings (new, open, recovered, waived), and of their suggestions.

A finding is the same one from run to run by its fingerprint. It is *new* in the run that found
it (or found it again after it had been right), *open* in later ones, *recovered* when a run
did not find it any more **and could tell**: when the authority could not be asked, it stays
open. One that became a failure of another kind, of the same link at the same place, is recovered
without a moment (``closed_at``): nothing was mended. A waived one stays waived while its waiver
holds, and is new again after that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.evidence.finding_places import place_of
from archive.evidence.own_pages import was_answered
from archive.evidence.waivers import Waiver
from archive.keeping.pages import put
from archive.keeping.rows import Row, as_json
from archive.keys import key
from archive.moments import moment_text
from archive.records import Finding, FindingKind, FindingState, Outcome, Severity, Suggestion

# Which answer decides whether a finding of a kind has recovered: the column of dois or links
# that must not be unknown (nor blocked, which says nothing about readers).
_ANSWERS = {
    FindingKind.DOI_NOT_REGISTERED: "registration",
    FindingKind.DOI_CONFLICT: "registration",
    FindingKind.DOI_MISSING: "registration",
    FindingKind.WRONG_WORK: "registration",
    FindingKind.DOI_LANDING_GONE: "landing",
    FindingKind.DOI_NO_LANDING: "registration",
    FindingKind.DOI_LANDING_HIJACKED: "landing",
    FindingKind.WORK_RETRACTED: "notice",
    FindingKind.WORK_CHANGED: "notice",
}
# What says that the link itself fails, whatever page it stands on.
_OF_THE_LINK = (
    FindingKind.LINK_GONE,
    FindingKind.LINK_UNREACHABLE,
    FindingKind.LINK_SOFT_404,
    FindingKind.LINK_PARKED,
    FindingKind.REDIRECT_LOOP,
)

JUDGED = f"""command IN ('verify', 'rejudge') AND outcome <> '{Outcome.FAILED}'
  AND counts_json ->> 'dois_known' IS NOT NULL"""
"""Condition on ``runs``: those that came to the end of judging, so that their findings count."""


def standing(severity: Severity) -> str:
    """SQL for how many findings of a severity stand now: not resolved, not accepted."""
    return (
        f"SELECT count(*) FROM findings WHERE severity = '{severity}' AND state IN ('new', 'open')"
    )


def fingerprint(finding: Finding) -> str:
    """Id of a finding: the same from run to run, as long as the same print is wrong.

    The place is that of the identifier or link, not of the whole reference, so that mending
    an author's name does not make an old finding look new.
    """
    place = finding.mention_id or finding.link_mention_id or finding.reference_id or ""
    return key(finding.kind, finding.page_id, finding.subject, place)


def keep_findings(
    conn: Connection,
    run_id: int,
    findings: Iterable[Finding],
    now: datetime,
    undecided: Collection[str] = (),
    lost: Collection[str] = (),
) -> None:
    """Take over what one verification run found; what it did not find has recovered.

    ``undecided`` are subjects (DOI names, URLs) that could not be asked, in addition to those
    whose verdict is unknown or blocked; ``lost`` are ids of pages that may be back tomorrow: what
    was wrong on them stays as it was, but for links that were found well since.
    """
    present: dict[str, Finding] = {}
    for finding in findings:
        present.setdefault(fingerprint(finding), finding)
    known = {row["id"]: row for row in select(conn, "SELECT * FROM findings", {})}
    failing = {f.link_mention_id for f in present.values() if f.kind in _OF_THE_LINK} - {None}
    moment = moment_text(now)
    for identity, finding in present.items():
        before = known.get(identity)
        _put_finding(conn, identity, finding, _life(before, run_id, moment))
        _put_suggestions(conn, identity, finding.suggestions)
    for identity, row in known.items():
        if identity in present or row["state"] == FindingState.RECOVERED:
            continue
        is_lost = row["page_id"] in lost and not _is_well_now(conn, row)
        if is_lost or _is_undecided(conn, row, undecided):
            if row["state"] == FindingState.NEW:  # new is what the latest run has found
                _set_state(conn, identity, FindingState.OPEN, "", "", None)
            continue
        _set_state(conn, identity, FindingState.RECOVERED, "", "", None)
        conn.execute(
            "UPDATE findings SET closed_at = ?, closed_run_id = ? WHERE id = ?",
            (None if row["link_mention_id"] in failing else moment, run_id, identity),
        )


def has_standing(conn: Connection) -> bool:
    """Whether anything is wrong, as far as it is known."""
    sql = "SELECT EXISTS (SELECT 1 FROM findings WHERE state <> 'recovered')"
    return bool(conn.execute(sql).fetchone()[0])


def _life(before: Row | None, run_id: int, moment: str) -> Row:
    """State and moments of a finding that is there in this run."""
    seen: Row = {"last_seen_at": moment, "last_run_id": run_id}
    seen |= {"closed_at": None, "closed_run_id": None}
    born: Row = {"state": "new", "first_seen_at": moment, "first_run_id": run_id, "returns": 0}
    if before is None:
        return seen | born
    if before["state"] == FindingState.RECOVERED:
        was_right = before["closed_at"] is not None
        return seen | born | {"returns": int(str(before["returns"])) + was_right}
    is_new = before["state"] == FindingState.NEW and before["first_run_id"] == run_id
    state = FindingState.NEW if is_new else FindingState.OPEN
    if before["state"] == FindingState.WAIVED:
        state = FindingState.WAIVED
    same = {name: before[name] for name in ("first_seen_at", "first_run_id", "returns")}
    return seen | same | {"state": str(state)}


def _put_finding(conn: Connection, identity: str, finding: Finding, life: Row) -> None:
    row: Row = {
        "id": identity,
        "kind": str(finding.kind),
        "severity": str(finding.severity),
        "page_id": finding.page_id,
        "bibliography_id": finding.reference_id,
        "mention_id": finding.mention_id,
        "link_mention_id": finding.link_mention_id,
        "subject": finding.subject,
        "says": finding.says,
        "should_say": finding.should_say,
        "why": finding.why,
        "checks_json": as_json(finding.checks),
    }
    put(conn, "findings", [row | place_of(conn, finding) | life])


def _put_suggestions(conn: Connection, finding_id: str, suggestions: Sequence[Suggestion]) -> None:
    rows: dict[str, Row] = {}
    for suggestion in suggestions:
        identity = key(finding_id, suggestion.after, suggestion.rule)
        row: Row = {
            "id": identity,
            "finding_id": finding_id,
            "rank": len(rows) + 1,
            "before": suggestion.before,
            "after": suggestion.after,
            "rule": suggestion.rule,
            "agreeing": ", ".join(suggestion.agreeing),
            "score": float(suggestion.score),
            "is_safe": int(suggestion.safe),
            "corrected": suggestion.corrected,
            "styled": suggestion.styled,
            "diff_json": as_json(suggestion.diff),
        }
        rows.setdefault(identity, row)
    put(conn, "suggestions", list(rows.values()))
    conn.execute(
        "DELETE FROM suggestions WHERE finding_id = ? "
        "AND id NOT IN (SELECT value FROM json_each(?))",
        (finding_id, as_json(list(rows))),
    )


def _is_undecided(conn: Connection, row: Row, undecided: Collection[str]) -> bool:
    """Whether it is unknown if a finding that was not found again is still there."""
    if not _is_still_printed(conn, row):
        return False
    if row["subject"] in undecided:
        return True
    if row["kind"] == FindingKind.PAGE_UNREADABLE:
        return not was_answered(conn, str(row["page_id"]))
    answer = _ANSWERS.get(FindingKind(str(row["kind"])))
    if answer:
        sql = f"SELECT {answer} FROM dois WHERE doi = ?"
    else:
        sql = "SELECT verdict FROM links WHERE url = ?"
    verdict = conn.execute(sql, (row["subject"],)).fetchone()
    return verdict is not None and verdict[0] in ("unknown", "blocked")


def _is_well_now(conn: Connection, row: Row) -> bool:
    """Whether a link that failed works now: then nobody has to read its page again."""
    sql = "SELECT 1 FROM links WHERE url = ? AND verdict IN ('ok', 'moved')"
    found = conn.execute(sql, (row["subject"],)).fetchone()
    return row["kind"] in _OF_THE_LINK and found is not None


def _is_still_printed(conn: Connection, row: Row) -> bool:
    """Whether the page is there and still prints what was wrong."""
    sql = """
SELECT 1 FROM pages WHERE id = :page_id AND gone_since_at IS NULL AND (
  EXISTS (SELECT 1 FROM mentions WHERE page_id = :page_id AND value = :subject)
  OR :kind = 'page_unreadable'
  OR EXISTS (SELECT 1 FROM bibliography WHERE id = :bibliography_id)
  OR EXISTS (SELECT 1 FROM link_mentions JOIN links ON links.id = link_id
    WHERE link_mentions.page_id = :page_id AND links.url = :subject))"""
    return conn.execute(sql, row).fetchone() is not None


def waive(conn: Connection, waivers: Sequence[Waiver], now: datetime) -> list[Waiver]:
    """Set aside the findings that are accepted, and take up those that are not any more.

    What stands then is kept with the latest verification: its own counts know of no waivers.
    Returns the waivers that fit nothing, for the report to name.
    """
    used: set[int] = set()
    sql = """
SELECT findings.*, pages.url AS page_url FROM findings JOIN pages ON pages.id = page_id
WHERE state <> 'recovered'"""
    for row in list(select(conn, sql, {})):
        about = (row["id"], row["kind"], row["page_url"], row["subject"], now.date())
        fitting = [n for n, waiver in enumerate(waivers) if waiver.fits(*about)]
        used.update(fitting)
        if fitting:
            waiver = waivers[fitting[0]]
            until = waiver.until.isoformat() if waiver.until else None
            _set_state(conn, row["id"], FindingState.WAIVED, waiver.who, waiver.why, until)
        elif row["state"] == FindingState.WAIVED:
            _take_up(conn, row["id"])
    _tell_latest(conn)
    return [waiver for n, waiver in enumerate(waivers) if n not in used]


def _tell_latest(conn: Connection) -> None:
    """Keep with the latest verification what stands, as a report counts it."""
    conn.execute(
        f"""
UPDATE runs SET counts_json = json_set(counts_json,
  '$.standing_error', ({standing(Severity.ERROR)}),
  '$.standing_warning', ({standing(Severity.WARNING)}))
WHERE id = (SELECT max(id) FROM runs WHERE {JUDGED})"""
    )


def _take_up(conn: Connection, identity: str) -> None:
    """Mark a finding as new that a waiver accepted until now."""
    _set_state(conn, identity, FindingState.NEW, "", "", None)
    conn.execute(
        "UPDATE findings SET first_run_id = (SELECT max(id) FROM runs) WHERE id = ?", (identity,)
    )


def _set_state(
    conn: Connection, identity: str, state: FindingState, who: str, why: str, until: str | None
) -> None:
    conn.execute(
        "UPDATE findings SET state = ?, waived_by = ?, waived_because = ?, waived_until = ? "
        "WHERE id = ?",
        (state, who, why, until, identity),
    )
