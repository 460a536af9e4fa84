"""Builds a report from the database: what changed first, then each finding and its repair."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from sqlite3 import Connection
from typing import Any

from archive.evidence.dois import select
from archive.evidence.findings import JUDGED
from archive.evidence.links import IN_USE
from archive.evidence.waivers import Waiver
from archive.keys import key
from archive.moments import present
from archive.records import FindingKind, Outcome
from archive.reports.changes import with_edits
from archive.reports.items import SEVERITIES, Item, Proposal
from archive.reports.plain import clock
from archive.reports.report import Report, Unasked
from archive.reports.tallies import (
    PRINTED_DOIS,
    Words,
    coverage_of,
    issues_of,
    kinds_of,
    labels_of,
    tallies_of,
    totals_of,
)
from archive.reports.unseen import unseen_links
from archive.reports.unused_waivers import unused_waiver
from archive.site.severities import severity_field
from archive.site.vocabulary import vocabulary
from archive.store import Store

_CHANGES = {
    "new": "new since the last run",
    "open": "still open",
    "recovered": "resolved",
    "waived": "accepted",
}

_FINDINGS = """
SELECT findings.*, pages.url AS page_url, pages.title AS page_title, pages.language,
  pages.kind AS page_kind,
  coalesce(bibliography.printed, '') AS reference,
  link_mentions.element, link_mentions.attribute, link_mentions.rel,
  iif(captures.is_requisite, captures.url, pages.url) AS source_url,
  coalesce(mentions.position, link_mentions.position, bibliography.position, 0) AS place
FROM findings JOIN pages ON pages.id = findings.page_id
LEFT JOIN mentions ON mentions.id = findings.mention_id
LEFT JOIN link_mentions ON link_mentions.id = findings.link_mention_id
LEFT JOIN bibliography ON bibliography.id
  = coalesce(findings.bibliography_id, mentions.bibliography_id)
LEFT JOIN captures ON captures.id = findings.capture_id
WHERE findings.state <> 'recovered'
  OR (findings.closed_run_id >= :id AND findings.closed_at IS NOT NULL)
ORDER BY pages.url, place, findings.id"""

_JUDGING = ("verify", "rejudge")
"""Commands whose runs make findings."""
LONGEST = 300
"""Characters of a page's title or a heading that a report has room for."""

# Columns of findings that say where on the page it is, and are taken over as they are.
_PLACE = (
    *("anchor_text", "occurrence", "occurrences", "line", "column", "end_line", "end_column"),
    *("char_offset", "char_length"),
)

# A dead link by what it is to the reader, where nobody clicks on it.
_MISSING = {
    "picture": "missing picture",
    "recording": "missing film or sound",
    "frame": "missing frame",
    "file": "missing file",
}
_PARTS = {
    **dict.fromkeys(("img", "image", "source", "body", "table", "td", "use"), "picture"),
    **dict.fromkeys(("audio", "video", "track"), "recording"),
    **dict.fromkeys(("frame", "iframe"), "frame"),
    **dict.fromkeys(("link", "script", "style", "embed", "object"), "file"),
}
# Where the attribute says more than its element: HTML, 4.2.4, 4.8.2, 4.8.8, 4.10.5.1.19.
_PARTS_BY_ATTRIBUTE = {
    ("source", "src"): "recording",
    ("video", "poster"): "picture",
    ("input", "src"): "picture",
    ("link", "imagesrcset"): "picture",
    ("img", "longdesc"): "",
}
_PAGES = {"alternate", "amphtml", "author", "canonical", "help", "license", "next", "prev"}
"""What a ``link`` element leads to is a page then: HTML, 4.6.7."""
_ENDINGS = {
    "picture": "png|jpe?g|gif|webp|svg|avif|ico",
    "recording": "mp[34]|m4[av]|webm|og[gva]|opus|mov|avi|wmv|flv|wav|wma|midi?",
}

_FAILING = "failed so far, not yet often enough to be called broken"
# One that was well before counts as well until it has failed often enough.
_IS_FAILING = "(strikes > 0 AND verdict IN ('unknown', 'ok', 'moved'))"
_UNTOLD = f"""
SELECT 'DOI names' AS what, '' AS place, 'registration' AS field, registration AS word,
  doi AS subject, 0 AS is_failing FROM dois JOIN ({PRINTED_DOIS}) USING (doi)
  WHERE registration = 'unknown'
UNION ALL SELECT 'landing pages', '', 'landing', landing, doi, 0
  FROM dois JOIN ({PRINTED_DOIS}) USING (doi)
  WHERE registration IN ('registered', 'alias') AND landing IN ('unknown', 'blocked')
UNION ALL SELECT 'links', host, 'verdict', verdict, url, {_IS_FAILING} FROM links
  WHERE (verdict IN ('unknown', 'blocked') OR {_IS_FAILING})
  AND {IN_USE}
ORDER BY what, place, word, subject"""

_VERIFIED = f"""
WITH printed AS (SELECT coalesce(registration, 'unknown') AS registration
  FROM ({PRINTED_DOIS}) LEFT JOIN dois USING (doi))
SELECT (SELECT count(*) FROM printed WHERE registration = 'unknown') AS unverified_dois,
  (SELECT count(*) FROM links WHERE verdict = 'unknown' AND {IN_USE}) AS unverified_links,
  (SELECT count(*) FROM links WHERE {_IS_FAILING} AND {IN_USE}) AS failing_links,
  (SELECT count(*) FROM printed WHERE registration <> 'unknown')
  + (SELECT count(*) FROM links WHERE verdict NOT IN ('unknown', 'excluded') AND {IN_USE})
  AS verified"""


_ASKED = """
SELECT coalesce(min(asked_at), '') AS asked_from, coalesce(max(asked_at), '') AS asked_to,
  coalesce(sum(coalesce(facts_json ->> 'attempts', 1)), 0) AS tries,
  coalesce(sum(authority = 'own_crawl'), 0) AS crawled
FROM checks WHERE id IN (SELECT value FROM json_each(:checks_json))"""


class NoRun(LookupError):
    """There is no run to report about; the message says what to do."""


def build(store: Store, unused: Iterable[Waiver] = (), today: date | None = None) -> Report:
    """The report about the latest verification or, where there is none, the latest run.

    Findings count as new when they were found (again) in that run or later, and as recovered
    when they closed since it began. ``unused`` are waivers that fitted nothing ``today``.
    Raises NoRun.
    """
    conn = store.db.conn
    run = _run(conn)
    words = vocabulary()
    found = {row["id"]: row for row in select(conn, _FINDINGS, run)}
    items = sorted(
        _counted([_item(conn, row, run["id"], words) for row in found.values()]),
        key=lambda item: SEVERITIES.index(item.severity),
    )
    items = list(with_edits(conn, store.path.parent / "captures", items, found))
    current = [item for item in items if item.change in ("new", "open")]
    worst = _pages_by_worst(items)
    previous = _previous(conn, run)
    failed = _failed_since(conn, run)
    is_cut = run["outcome"] != Outcome.FINISHED and not run["is_judged"]  # killed, or a defect
    is_unfinished = run["command"] in _JUDGING and is_cut
    changes = _CHANGES if previous else {**_CHANGES, "new": "found in this first run"}
    return Report(
        site=run["site"],
        title=_title(conn, run),
        run_id=run["id"],
        command=run["command"],
        started=run["started_at"],
        finished=run["finished_at"] or "",
        outcome=run["outcome"],
        message=f"{run['message']} {failed}".strip(),
        is_outdated=bool(failed) or is_unfinished,
        previous=previous,
        software=run["software"],
        totals=totals_of(conn),
        changes=tallies_of(items, "change", changes, list(changes)),
        severities=tallies_of(current, "severity", _severities(current, words), SEVERITIES),
        kinds=kinds_of(current, labels_of(words["finding_kind"])),
        coverage=coverage_of(conn, words),
        issues=issues_of(conn, run["id"]),
        items=tuple(sorted(items, key=lambda item: worst[item.page_url])),
        unasked=_unasked(conn, words),
        unseen=unseen_links(conn, run["started_at"]),
        unused_waivers=tuple(
            unused_waiver(waiver, current, today or present().date()) for waiver in unused
        ),
        **next(select(conn, _VERIFIED, {})),
    )


def _run(conn: Connection) -> dict[str, Any]:
    """The row of ``runs`` to report about: the latest that judged, if any did."""
    sql = f"""
SELECT *, ({JUDGED}) AS is_judged FROM runs
ORDER BY is_judged DESC, command IN {_JUDGING} DESC, id DESC LIMIT 1"""
    row = next(select(conn, sql, {}), None)
    if row is None:
        raise NoRun("Nothing has been run on this site yet: crawl it first.")
    return row


def _title(conn: Connection, run: Mapping[str, Any]) -> str:
    """What the site is called, by the profile that it was last crawled with; else its name."""
    sql = """
SELECT settings_json ->> 'title' FROM runs
WHERE site = :site AND coalesce(settings_json ->> 'title', '') <> '' ORDER BY id DESC LIMIT 1"""
    row = conn.execute(sql, run).fetchone()
    return str(row[0] if row else run["site"])


def _previous(conn: Connection, run: Mapping[str, Any]) -> str:
    if run["command"] not in _JUDGING:
        return ""  # nothing has been verified, so that nothing can have changed
    sql = f"""
SELECT max(started_at) FROM runs WHERE command = :command AND id < :id
AND (outcome = 'finished' OR {JUDGED})"""  # one that was killed or failed has told nothing
    return str(conn.execute(sql, run).fetchone()[0] or "")


def _failed_since(conn: Connection, run: Mapping[str, Any]) -> str:
    """That the site could not be crawled or verified after the run, so that nothing newer is known;
    or at all, so that nothing is. Empty where it could."""
    sql = """
SELECT id, command, started_at, message FROM runs
WHERE (command = 'crawl' AND outcome IN ('failed', 'interrupted')
  AND (id > :id OR NOT EXISTS (SELECT 1 FROM pages)))
OR (command = 'verify' AND outcome <> 'finished' AND id > :id)
ORDER BY id DESC LIMIT 1"""
    row = next(select(conn, sql, run), None)
    if row is None:
        return ""
    if conn.execute("SELECT NOT EXISTS (SELECT 1 FROM pages)").fetchone()[0]:
        why = "" if row["id"] == run["id"] else f": {row['message']}"  # which is said already
        return f"Nothing could be looked at{why or '.'}"
    begun = clock(row["started_at"])
    what = "crawl" if row["command"] == "crawl" else "verification"
    why = row["message"] or "It was killed, or goes on."
    return f"The {what} of {begun} was not completed, so this report is older: {why}"


def _severities(items: Iterable[Item], words: Words) -> dict[str, str]:
    """Words for how much findings ask for, together: a retracted work is not broken."""
    has_retracted = any(item.kind == FindingKind.WORK_RETRACTED for item in items)
    return labels_of(words["severities" if has_retracted else "severity"])


def _item(conn: Connection, row: Mapping[str, Any], run_id: int, words: Words) -> Item:
    change = row["state"]
    if change in ("new", "open"):
        change = "new" if row["first_run_id"] >= run_id else "open"
    part = _part(row)
    sql = "SELECT * FROM suggestions WHERE finding_id = :id ORDER BY rank"
    item = Item(
        id=row["id"],
        change=change,
        severity=row["severity"],
        severity_label=words[severity_field(row["kind"])][row["severity"]][0],
        kind=row["kind"],
        label=_MISSING.get(part) or words["finding_kind"][row["kind"]][0],
        part=part,
        page_url=row["page_url"],
        page_title=_cut(row["page_title"]),
        language=row["language"],
        heading=_cut(row["heading"]),
        sentence=row["context"],
        reference=row["reference"],
        **{name: row[name] for name in _PLACE},
        place_url=row["page_url"] + row["text_fragment"],
        capture_id=row["capture_id"] or "",
        source_url=row["source_url"],
        subject=row["subject"],
        says=row["says"],
        should_say=row["should_say"],
        why=row["why"],
        since=row["first_seen_at"],
        seen=row["last_seen_at"],
        closed=row["closed_at"] or "",
        returns=row["returns"],
        checks=tuple(json.loads(row["checks_json"])),
        **next(select(conn, _ASKED, row)),
        proposals=tuple(
            Proposal(
                after=found["after"],
                rule=found["rule"],
                score=found["score"],
                agreeing=found["agreeing"],
                safe=bool(found["is_safe"]),
                corrected=found["corrected"],
                styled=found["styled"],
                diff=tuple((sign, text) for sign, text in json.loads(found["diff_json"])),
            )
            for found in select(conn, sql, row)
        ),
        waived=_waived(row),
        group=key(*(row[name] for name in ("severity", "kind", "subject", "says", "should_say"))),
    )
    return replace(item, sentence="") if item.is_in_sheet else item


def _cut(text: str) -> str:
    """A text with an ellipsis where it is longer than a report has room for: readers of CSV refuse
    fields over 131,072 characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _part(row: Mapping[str, Any]) -> str:
    """Which part of its page is missing, where the finding is not about a link to follow."""
    if row["kind"] != FindingKind.LINK_GONE:
        return ""
    element, attribute = row["element"], row["attribute"]
    own = "file" if attribute == "style" else _PARTS.get(element, "")
    part = _PARTS_BY_ATTRIBUTE.get((element, attribute), own)
    rels = set((row["rel"] or "").lower().split())
    if element == "link" and rels & _PAGES and "stylesheet" not in rels:
        return ""
    if element == "meta" or attribute == "json-ld":  # for programs: a page, or a preview's picture
        return "picture" if _ends_in(row["subject"], _ENDINGS["picture"]) else ""
    if part != "file":
        return part
    told = (kind for kind, ends in _ENDINGS.items() if _ends_in(row["subject"], ends))
    return next(told, part)


def _ends_in(url: str, endings: str) -> bool:
    return re.search(rf"\.(?:{endings})(?:[?#]|$)", url, re.IGNORECASE) is not None


def _counted(items: Sequence[Item]) -> Iterator[Item]:
    """The items, each with the number of places where the same is wrong."""
    places = Counter((item.change, item.group) for item in items)
    for item in items:
        yield replace(item, places=places[item.change, item.group])


def _waived(row: Mapping[str, Any]) -> str:
    """Who accepted a finding, why, and until when."""
    if not row["waived_by"]:
        return ""
    who, why, until = row["waived_by"], row["waived_because"], row["waived_until"]
    return f"{who}: {why.rstrip(' .')}, until {until}" if until else f"{who}: {why}"


def _pages_by_worst(items: Sequence[Item]) -> dict[str, int]:
    """Page URL -> rank of its worst finding."""
    worst: dict[str, int] = {}
    for item in items:
        rank = SEVERITIES.index(item.severity)
        worst[item.page_url] = min(rank, worst.get(item.page_url, rank))
    return worst


def _unasked(conn: Connection, words: Words) -> tuple[Unasked, ...]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in select(conn, _UNTOLD, {}):
        label = _FAILING if row["is_failing"] else words[row["field"]][row["word"]][0]
        groups.setdefault((row["what"], row["place"], label), []).append(row["subject"])
    return tuple(
        Unasked(what=what, where=where, label=label, number=len(found), examples=tuple(found[:3]))
        for (what, where, label), found in groups.items()
    )
