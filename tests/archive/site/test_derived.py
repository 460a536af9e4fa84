"""Tables that are counted when the archive is published say what a query over everything says."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archive.publishing.publish import Published
from archive.schema import VIEWS

# Derived table, some of its columns, and what they would be without it.
REPLACED = [
    (
        "identifier_conflicts",
        "identifier_id, bibliography_id, reference, doi, printed_doi, page_url",
        f"""
SELECT identifier_id, bibliography_id, reference, doi, printed_doi, page_url
FROM ({VIEWS["reference_identifiers"]})
WHERE existence IN ('absent', 'invalid')
  OR (doi <> printed_doi AND scheme <> 'isbn' AND doi <> coalesce(
    (SELECT alias_of FROM dois WHERE dois.doi = printed_doi), ''))""",
    ),
    (
        "doi_status",
        "doi, page_count",
        "SELECT doi, (SELECT count(DISTINCT page_id) FROM mentions "
        "WHERE scheme = 'doi' AND value = dois.doi) FROM dois",
    ),
    (
        "link_status",
        "link_id, page_count",
        "SELECT id, (SELECT count(DISTINCT page_id) FROM link_mentions WHERE link_id = links.id) "
        "FROM links",
    ),
    (
        "cited_works",
        "work_key, citations, prints",
        "SELECT work_key, count(*), count(DISTINCT printed) FROM bibliography "
        "WHERE work_key <> '' GROUP BY work_key",
    ),
    (
        "cited_works",
        "work_key, bibliography_id",
        "SELECT work_key, id FROM (SELECT work_key, id, row_number() OVER (PARTITION BY work_key "
        "ORDER BY agreement NOT IN ('agrees', 'partial'), found_is_safe DESC, id) AS place "
        "FROM bibliography WHERE work_key <> '') WHERE place = 1",
    ),
    (
        "page_health",
        "page_id, reference_count, errors",
        "SELECT id, (SELECT count(*) FROM bibliography WHERE page_id = pages.id), "
        "(SELECT count(*) FROM findings WHERE page_id = pages.id AND severity = 'error' "
        "AND state IN ('new', 'open')) FROM pages",
    ),
    (
        "issue_counts",
        "code, stage, times, for_example",
        "SELECT code, stage, count(*), min(message) FROM issues GROUP BY code, stage",
    ),
    (
        "host_health",
        "host, links",
        "SELECT host, count(*) FROM links WHERE scope = 'external' AND host <> '' GROUP BY host",
    ),
]


@pytest.mark.parametrize(
    ("table", "columns", "sql"), REPLACED, ids=[f"{row[0]}: {row[1]}" for row in REPLACED]
)
def test_a_table_equals_the_query_it_replaces(
    table: str, columns: str, sql: str, published: Published
) -> None:
    with closing(sqlite3.connect(published.database)) as db:
        kept = db.execute(f"SELECT {columns} FROM {table}").fetchall()
        counted = db.execute(sql).fetchall()
    assert len(kept) > 0
    assert sorted(kept, key=repr) == sorted(counted, key=repr)
