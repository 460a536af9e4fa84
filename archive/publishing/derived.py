"""Fills the tables only a published archive has, so that its pages need not scan others."""

from __future__ import annotations

import sqlite3

from archive.evidence.findings import JUDGED, standing
from archive.published_schema import INDEXES, TABLES
from archive.publishing import overviews
from archive.publishing.facts import fill_facts
from archive.records import Severity
from archive.schema import VIEWS
from archive.site.plugins.pages import ABOUT
from archive.site.vocabulary import words

_OPEN = "state IN ('new', 'open')"

# In the order of filling: later ones may read earlier ones.
FILL: dict[str, str] = {
    "broken_references": f"""
INSERT INTO broken_references (finding_id, severity, kind, page_title, says, should_say, why,
  page_url, text_fragment, heading, context, anchor_text, line, column, subject, first_seen_at,
  last_seen_at, state, page_id, bibliography_id, corrected)
SELECT finding_id, severity, kind, page_title, says, should_say, why,
  page_url, text_fragment, heading, context, anchor_text, line, column, subject, first_seen_at,
  last_seen_at, state, page_id, bibliography_id, corrected
FROM ({VIEWS["broken_references"]})""",
    "page_health": f"""
INSERT INTO page_health (page_id, title, url, kind, language, reference_count, doi_count,
  link_count, errors, reference_errors, warnings, newest_reference_year, oldest_reference_year,
  references_without_doi)
SELECT v.page_id, v.title, v.url, v.kind, v.language, v.reference_count, v.doi_count,
  v.link_count, v.errors, (SELECT count(*) FROM findings f WHERE f.page_id = v.page_id
    AND f.{_OPEN} AND f.severity = 'error' AND f.{ABOUT["references"]}), v.warnings,
  (SELECT max(year) FROM bibliography b WHERE b.page_id = v.page_id),
  (SELECT min(year) FROM bibliography b WHERE b.page_id = v.page_id),
  (SELECT count(*) FROM bibliography b WHERE b.page_id = v.page_id AND b.doi IS NULL)
FROM ({VIEWS["page_health"]}) AS v""",
    "doi_status": f"""
INSERT INTO doi_status (doi, registration, landing, agreement, notice, agency, title, container,
  year, publisher, checked_at, reason, page_count)
SELECT doi, registration, landing, agreement, notice, agency, title, container,
  year, publisher, checked_at, reason, page_count FROM ({VIEWS["doi_status"]})""",
    "link_status": f"""
INSERT INTO link_status (link_id, url, host, scope, verdict, reason, status, final_url,
  checked_at, page_count)
SELECT link_id, url, host, scope, verdict, reason, status, final_url,
  checked_at, page_count FROM ({VIEWS["link_status"]})""",
    "cited_works": f"""
INSERT INTO cited_works (work_key, doi, printed, year, citations, page_count, prints,
  bibliography_id)
SELECT work_key, doi, printed, year, citations, page_count, (SELECT count(DISTINCT b.printed)
  FROM bibliography b WHERE b.work_key = v.work_key),
  (SELECT b.id FROM bibliography b WHERE b.work_key = v.work_key
    ORDER BY b.agreement IN ('agrees', 'partial') DESC, b.found_is_safe DESC, b.id LIMIT 1)
FROM ({VIEWS["cited_works"]}) AS v WHERE work_key <> ''""",
    "readings": f"""
INSERT INTO readings (mention_id, page_id, bibliography_id, printed, rank, value, rule, answer,
  asked_at, is_chosen, because)
SELECT mention_id, page_id, bibliography_id, printed, rank, value, rule, answer,
  asked_at, is_chosen, because FROM ({VIEWS["readings"]})""",
    "identifier_conflicts": f"""
INSERT INTO identifier_conflicts (bibliography_id, page_id, page_title, page_url, reference,
  identifier_id, existence, reason, doi, printed_doi)
SELECT bibliography_id, page_id, page_title, page_url, reference,
  identifier_id, existence, reason, doi, printed_doi
  FROM ({VIEWS["reference_identifiers"]}) AS printed
WHERE existence IN ('absent', 'invalid')
  OR EXISTS (SELECT 1 FROM findings WHERE {_OPEN} AND kind = 'identifier_conflict'
    AND subject = identifier_id AND findings.bibliography_id = printed.bibliography_id)
  OR (doi <> printed_doi AND scheme <> 'isbn' AND doi <> coalesce(
    (SELECT alias_of FROM dois WHERE dois.doi = printed_doi), ''))
ORDER BY page_url, reference, identifier_id""",
    "finding_groups": f"""
INSERT INTO finding_groups (finding_id, severity, kind, subject, says, should_say, places, pages,
  first_seen_at)
SELECT min(id), severity, kind, subject, says, should_say, count(*), count(DISTINCT page_id),
  min(first_seen_at)
FROM findings WHERE {_OPEN} GROUP BY severity, kind, subject, says, should_say""",
    "changes": """
INSERT INTO changes (at, what, page_id, title, detail, finding_id, article_version_id)
SELECT * FROM (
  SELECT first_seen_at AS at, 'page_new' AS what, id AS page_id, title, '' AS detail,
    NULL AS finding_id, NULL AS article_version_id FROM pages
    WHERE first_seen_at > (SELECT min(finished_at) FROM runs WHERE command IN ('crawl', 'import'))
  UNION ALL SELECT gone_since_at, 'page_gone', id, title, '', NULL, NULL FROM pages
    WHERE gone_since_at IS NOT NULL
  UNION ALL SELECT v.first_seen_at, 'text_changed', v.page_id, v.title, '', NULL, v.id
    FROM article_versions v WHERE EXISTS (SELECT 1 FROM article_versions w
      WHERE w.page_id = v.page_id AND w.first_seen_at < v.first_seen_at)
  UNION ALL SELECT f.first_seen_at, 'finding_new', f.page_id, p.title, f.says, f.id, NULL
    FROM findings f JOIN pages p ON p.id = f.page_id WHERE f.severity IN ('error', 'warning')
  UNION ALL SELECT f.closed_at, 'finding_repaired', f.page_id, p.title, f.says, f.id, NULL
    FROM findings f JOIN pages p ON p.id = f.page_id
    WHERE f.closed_at IS NOT NULL AND f.severity IN ('error', 'warning')
) ORDER BY at, what, page_id, finding_id, article_version_id""",
    "run_health": f"""
INSERT INTO run_health (run_id, command, finished_at, errors, warnings, found, repaired)
WITH told AS MATERIALIZED (  -- what was reported then: waivers and reopened findings came later
  SELECT id, coalesce(counts_json ->> 'standing_error', counts_json ->> 'findings_error', 0)
    AS errors, coalesce(counts_json ->> 'standing_warning', counts_json ->> 'findings_warning', 0)
    AS warnings FROM runs WHERE {JUDGED} AND id < (SELECT max(id) FROM runs WHERE {JUDGED})
  -- of the latest: what stands, also where it was kept before that was counted with it
  UNION ALL SELECT max(id), ({standing(Severity.ERROR)}), ({standing(Severity.WARNING)})
  FROM runs WHERE {JUDGED} HAVING count(*) > 0
)
SELECT r.id, r.command, r.finished_at,
  coalesce((SELECT errors FROM told WHERE told.id <= r.id ORDER BY told.id DESC LIMIT 1),
    (SELECT count(*) FROM findings f WHERE f.first_run_id <= r.id AND f.severity = 'error'
    AND f.state <> 'waived' AND (f.closed_run_id IS NULL OR f.closed_run_id > r.id))),
  coalesce((SELECT warnings FROM told WHERE told.id <= r.id ORDER BY told.id DESC LIMIT 1),
    (SELECT count(*) FROM findings f WHERE f.first_run_id <= r.id AND f.severity = 'warning'
    AND f.state <> 'waived' AND (f.closed_run_id IS NULL OR f.closed_run_id > r.id))),
  (SELECT count(*) FROM findings f WHERE f.first_run_id = r.id
    AND f.severity IN ('error', 'warning')),
  (SELECT count(*) FROM findings f WHERE f.closed_run_id = r.id AND f.closed_at IS NOT NULL
    AND f.severity IN ('error', 'warning'))
FROM runs r WHERE r.finished_at IS NOT NULL
  AND NOT (r.command IN ('verify', 'rejudge') AND r.outcome = 'failed')""",
    "verdict_counts": f"""
INSERT INTO verdict_counts (subject, field, value, number)
SELECT 'doi', 'registration', registration, count(*) FROM dois GROUP BY registration
UNION ALL SELECT 'doi', 'landing', landing, count(*) FROM dois GROUP BY landing
UNION ALL SELECT 'doi', 'agreement', agreement, count(*) FROM dois GROUP BY agreement
UNION ALL SELECT 'doi', 'notice', notice, count(*) FROM dois GROUP BY notice
UNION ALL SELECT 'link', 'verdict', verdict, count(*) FROM ({VIEWS["link_status"]})
  GROUP BY verdict
UNION ALL SELECT 'reference', 'agreement', agreement, count(*) FROM bibliography
  GROUP BY agreement
UNION ALL SELECT 'page', 'page_kind', kind, count(*) FROM pages GROUP BY kind
UNION ALL SELECT 'finding', 'severity', severity, count(*) FROM findings WHERE {_OPEN}
  GROUP BY severity
UNION ALL SELECT 'finding', 'finding_kind', kind, count(*) FROM findings WHERE {_OPEN}
  GROUP BY kind
UNION ALL SELECT 'finding', 'about', iif({ABOUT["links"]}, 'links', 'references'), count(*)
  FROM findings WHERE {_OPEN} AND severity IN ('error', 'warning') GROUP BY 3""",
}
FILL |= overviews.FILL


def create_derived(db: sqlite3.Connection) -> None:
    """Make the tables and fill them from the public tables of the same database."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for position, word in enumerate(words()):
        db.execute(
            "INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?, ?)",
            (word.field, word.value, word.label, word.meaning, word.tone, position),
        )
    for statement in FILL.values():
        db.execute(statement)
    fill_facts(db)
    for statement in INDEXES.split(";\n"):
        if statement.strip():
            db.execute(statement)
