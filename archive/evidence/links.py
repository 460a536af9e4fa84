"""What verification reads about links: which are due, where they stand, what the crawl found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection
from typing import Any

from archive.evidence.dois import maybe_moment, select
from archive.moments import moment_of, moment_text
from archive.records import (
    FrontierState,
    InternalLink,
    LinkDue,
    LinkPlace,
    LinkVerdict,
    PageKind,
    Region,
)

# Places that a reader can follow, on pages that are still there.
_PLACES = """
FROM link_mentions JOIN pages ON pages.id = link_mentions.page_id
WHERE pages.gone_since_at IS NULL AND link_mentions.is_hidden = 0"""
_USE = f"""
(SELECT json_group_array(DISTINCT fragment) {_PLACES} AND link_id = links.id AND fragment <> '')
  AS fragments,
(SELECT json_group_array(DISTINCT iif(element = 'link', 'link ' || lower(rel), element))
  {_PLACES} AND link_id = links.id) AS elements"""
_IN_USE = f"EXISTS (SELECT 1 {_PLACES} AND link_id = links.id)"


def external_links(conn: Connection, due_at: datetime | None = None) -> list[LinkDue]:
    """Links that lead out of the site: all, or those to be asked at a moment, by host.

    Includes ``mailto:`` and other schemes (with an empty host): the judge excludes them.
    """
    sql = f"""
SELECT links.*, {_USE} FROM links WHERE scope = 'external' AND {_IN_USE}
AND (:now IS NULL OR due_at IS NULL OR due_at <= :now) ORDER BY host, due_at, url"""
    now = moment_text(due_at) if due_at else None
    return [
        LinkDue(
            id=row["id"],
            url=row["url"],
            host=row["host"],
            verdict=LinkVerdict(row["verdict"]),
            strikes=row["strikes"],
            first_seen_at=moment_of(row["first_seen_at"]),
            checked_at=maybe_moment(row["checked_at"]),
            last_ok_at=maybe_moment(row["last_ok_at"]),
            fragments=_sorted(row["fragments"]),
            elements=_sorted(row["elements"]),
        )
        for row in select(conn, sql, {"now": now})
    ]


def internal_links(conn: Connection) -> list[InternalLink]:
    """Links to the site itself with what the crawl found there (settled before)."""
    sql = f"""
SELECT links.*, {_USE}, frontier.state, frontier.reason AS why, captures.fetched_at,
  captures.status AS capture_status, pages.anchors_json, pages.kind
FROM links
LEFT JOIN frontier ON frontier.url = coalesce(links.canonical_url, links.url)
LEFT JOIN captures ON captures.id = links.capture_id
LEFT JOIN pages ON pages.id = links.page_id
WHERE scope = 'internal' AND {_IN_USE} ORDER BY links.url"""
    return [_internal(row) for row in select(conn, sql, {})]


def _internal(row: Mapping[str, Any]) -> InternalLink:
    has_anchors = row["kind"] is not None and row["kind"] not in (
        PageKind.DOCUMENT,
        PageKind.UNREAD,
    )
    status = row["capture_status"]
    return InternalLink(
        id=row["id"],
        url=row["url"],
        page_id=row["page_id"],
        state=FrontierState(row["state"]) if row["state"] else None,
        reason=row["why"] or "",
        status=200 if status == 304 else status,
        hops=tuple((hop, url) for hop, url in json.loads(row["hops_json"])),
        final_url=row["final_url"],
        capture_id=row["capture_id"],
        captured_at=maybe_moment(row["fetched_at"]),
        fragments=_sorted(row["fragments"]),
        anchors=tuple(json.loads(row["anchors_json"])) if has_anchors else None,
        elements=_sorted(row["elements"]),
    )


def _sorted(array: str) -> tuple[str, ...]:
    return tuple(sorted(json.loads(array)))


def places_of(conn: Connection, link_id: str | None) -> list[LinkPlace]:
    """Where a link stands, in page order; ``None``: what is printed and cannot be a URL."""
    sql = f"""
SELECT link_mentions.*, pages.url AS page_url {_PLACES} AND link_id IS :link_id
ORDER BY pages.url, position"""
    return [_place(row) for row in select(conn, sql, {"link_id": link_id})]


def misprinted_places(conn: Connection) -> list[LinkPlace]:
    """Places whose link leads somewhere, but is malformed as printed."""
    sql = f"""
SELECT link_mentions.*, pages.url AS page_url {_PLACES} AND problem <> '' AND link_id IS NOT NULL
ORDER BY pages.url, position"""
    return [_place(row) for row in select(conn, sql, {})]


def _place(row: Mapping[str, Any]) -> LinkPlace:
    return LinkPlace(
        id=row["id"],
        page_id=row["page_id"],
        page_url=row["page_url"],
        link_id=row["link_id"],
        printed=row["printed"],
        fragment=row["fragment"],
        element=row["element"],
        anchor_text=row["anchor_text"],
        context=row["context"],
        heading=row["heading"],
        region=Region(row["region"]),
        hidden=bool(row["is_hidden"]),
        problem=row["problem"],
        reference_id=row["bibliography_id"],
    )
