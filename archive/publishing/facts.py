"""The numbers of the home page, counted when publishing: the table ``site_facts``."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from archive.evidence.findings import JUDGED
from archive.evidence.links import IN_USE
from archive.site.queries import QUERIES

_OPEN = "state IN ('new', 'open')"
_SINCE = "(SELECT coalesce(max(started_at), '') FROM runs WHERE command IN ('crawl', 'import'))"

_LAST_CHECK = f"""
SELECT coalesce(max(asked_at), '') FROM checks
WHERE EXISTS (SELECT 1 FROM runs WHERE command = 'verify' AND outcome = 'finished' OR {JUDGED})"""
"""Moment of the latest check; empty while none was judged, since nothing may be called right then:
a first verification that is killed has asked, and found nothing yet."""

# name: (label, meaning, a query that gives the value)
FACTS: dict[str, tuple[str, str, str]] = {
    "pages": ("pages", "Pages of the site under one address each.", "SELECT count(*) FROM pages"),
    "articles": ("articles", "Pages with a text of their own.", "SELECT count(*) FROM articles"),
    "news": ("news items", "News items, each counted once.", "SELECT count(*) FROM news"),
    "terms": ("glossary terms", "Terms explained by the site.", "SELECT count(*) FROM terms"),
    "languages": (
        "languages",
        "Languages its pages are written in, where known.",
        "SELECT count(DISTINCT language) FROM pages WHERE language <> ''",
    ),
    "references": (
        "references",
        "Bibliographic entries as printed.",
        "SELECT count(*) FROM bibliography",
    ),
    "references_without_doi": (
        "references without a DOI",
        "Entries that print no DOI.",
        "SELECT count(*) FROM bibliography WHERE doi IS NULL",
    ),
    "references_never_matched": (
        "references never matched to a work",
        "Entries whose work nobody could establish.",
        f"SELECT count(*) FROM ({QUERIES['references_never_matched'].sql})",
    ),
    "blocked": (
        "what could not be checked by a program",
        "DOIs and links whose publisher or server keeps programs out.",
        "SELECT coalesce(sum(number), 0) FROM verdict_counts "
        "WHERE field IN ('landing', 'verdict') AND value = 'blocked'",
    ),
    "dois": ("DOIs", "Different DOI names met on its pages.", "SELECT count(*) FROM dois"),
    "dois_not_registered": (
        "DOIs that do not exist",
        "Names that doi.org does not know.",
        "SELECT count(*) FROM dois WHERE registration IN ('not_registered', 'not_a_doi')",
    ),
    "works_retracted": (
        "retracted works cited",
        "Works cited on its pages that have been retracted or withdrawn.",
        "SELECT count(*) FROM dois WHERE notice IN ('retracted', 'withdrawn')",
    ),
    "links": (
        "links that readers can follow",
        "Different addresses that its pages show to readers; the list has all.",
        f"SELECT count(*) FROM links WHERE {IN_USE}",
    ),
    "captures": ("captures", "Responses kept as received.", "SELECT count(*) FROM captures"),
    "capture_bytes": (
        "bytes captured",
        "Length of all captured responses.",
        "SELECT coalesce(sum(bytes), 0) FROM captures",
    ),
    "checks": (
        "checks",
        "Questions put to registries, publishers and servers.",
        "SELECT count(*) FROM checks",
    ),
    "first_capture_at": (
        "first capture",
        "Moment of the first capture.",
        "SELECT coalesce(min(fetched_at), '') FROM captures",
    ),
    "last_capture_at": (
        "latest capture",
        "Moment of the latest capture.",
        "SELECT coalesce(max(fetched_at), '') FROM captures",
    ),
    "last_check_at": (
        "latest check",
        "Moment of the latest question to an authority; empty until answers are judged.",
        _LAST_CHECK,
    ),
    "since": ("start of the latest crawl", "What is new is newer than this.", f"SELECT {_SINCE}"),
    "errors": (
        "broken references",
        "Findings that are confirmed wrong and still there.",
        f"SELECT count(*) FROM findings WHERE {_OPEN} AND severity = 'error'",
    ),
    "reference_errors": (
        "about a reference among them",
        "Broken ones that are about a reference, its DOI or its work, not about a link or page.",
        "SELECT coalesce(sum(reference_errors), 0) FROM page_health",
    ),
    "different_errors": (
        "different ones among them",
        "Broken references, those in the same words on many pages counted once.",
        "SELECT count(*) FROM finding_groups WHERE severity = 'error'",
    ),
    "warnings": (
        "to be repaired when convenient",
        "Findings of lesser faults, and of those that are less certain.",
        f"SELECT count(*) FROM findings WHERE {_OPEN} AND severity = 'warning'",
    ),
    "undecided": (
        "undecided",
        "Findings about which we could not tell.",
        f"SELECT count(*) FROM findings WHERE {_OPEN} AND severity = 'unknown'",
    ),
    "broken_pages": (
        "pages with something broken",
        "Pages with at least one broken reference.",
        "SELECT count(*) FROM page_health WHERE errors > 0",
    ),
    "sound_articles": (
        "articles with nothing broken or ageing",
        "Articles on which nothing is broken or ageing; empty before anything has been checked.",
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM checks) THEN (SELECT count(*) FROM articles"
        " JOIN page_health USING (page_id) WHERE errors = 0 AND warnings = 0) END",
    ),
    "newly_broken": (
        "newly broken",
        "Found for the first time in the latest run.",
        "SELECT count(*) FROM findings WHERE state = 'new' AND severity = 'error'",
    ),
    "newly_repaired": (
        "resolved",
        "Resolved since the latest crawl began.",
        f"SELECT count(*) FROM changes WHERE what = 'finding_repaired' AND at >= {_SINCE}",
    ),
    "new_pages": (
        "new pages",
        "Seen for the first time since the latest crawl began.",
        f"SELECT count(*) FROM changes WHERE what = 'page_new' AND at >= {_SINCE}",
    ),
    "changed_texts": (
        "changed texts",
        "Articles and news whose wording changed since the latest crawl began.",
        f"SELECT count(*) FROM changes WHERE what = 'text_changed' AND at >= {_SINCE}",
    ),
    "gone_since": (
        "gone pages",
        "Found no longer served since the latest crawl began.",
        f"SELECT count(*) FROM changes WHERE what = 'page_gone' AND at >= {_SINCE}",
    ),
    "gone_pages": (
        "pages gone",
        "Pages that the site no longer serves.",
        "SELECT count(*) FROM pages WHERE gone_since_at IS NOT NULL",
    ),
    "crawls": (
        "crawls",
        "Crawls of the site that finished.",
        "SELECT count(*) FROM runs WHERE command = 'crawl' AND outcome = 'finished'",
    ),
}


_OF_PUBLICATION = {
    "as_of": "Day of the latest capture.",
    "checked_on": "Day of the latest check; empty before any.",
}
"""What is not from the site's profile."""


def fill_facts(db: sqlite3.Connection) -> None:
    """Ask every query of ``FACTS``; the other derived tables are filled before."""
    for name, (label, meaning, sql) in FACTS.items():
        value = db.execute(sql).fetchone()[0]
        db.execute("INSERT INTO site_facts VALUES (?, ?, ?, ?)", (name, value, label, meaning))


def add_publication(db: sqlite3.Connection, publication: Mapping[str, str]) -> None:
    """Keep title, licence and source in the file itself, for those who download it."""
    for name, value in publication.items():
        meaning = _OF_PUBLICATION.get(name, "From the site's profile.")
        db.execute(
            "INSERT INTO site_facts VALUES (?, ?, ?, ?)",
            (f"publication_{name}", value, name.replace("_", " "), meaning),
        )
