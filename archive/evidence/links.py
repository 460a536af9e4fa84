"""What verification reads about links: which are due, their places, what the crawl found."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
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
# Nearly every link stands in elements of one name, without a fragment: that name is told then, and
# else two lists of what there is. To tell equal ones apart takes twice as long as all the rest.
_USE = f"""
coalesce(
  (SELECT iif(max(fragment) = '' AND min(element) = max(element) AND max(element) <> 'link',
    max(element), NULL) {_PLACES} AND link_id = links.id),
  (SELECT json_array(json_group_array(DISTINCT fragment) FILTER (WHERE fragment <> ''),
    json_group_array(DISTINCT iif(element = 'link', 'link ' || lower(rel), element)))
    {_PLACES} AND link_id = links.id)) AS use"""
_DUE = f"""
links.rowid, links.id, url, host, verdict, strikes, first_seen_at, last_ok_at, {_USE}"""
IN_USE = f"EXISTS (SELECT 1 {_PLACES} AND link_id = links.id)"
"""The SQL condition for links that stand where a reader of the site sees them, and so are asked."""


_ENDS_AT = "substr(final_url, 1, instr(final_url || '#', '#') - 1)"
_END = f"""coalesce((SELECT at.id FROM pages AS at WHERE at.url = {_ENDS_AT}),
  (SELECT other.page_id FROM page_aliases AS other WHERE other.url = {_ENDS_AT}))"""
"""The SQL expression for the page where the redirects of a link end."""

# Links of one host that are read at a time.
_AT_A_TIME = 20


_WELL = "verdict = 'ok' AND coalesce(checked_at, '') >= :since AND rule_version = :rules"


def external_links(
    conn: Connection,
    among: Iterable[str] | None = None,
    but_well: tuple[datetime, str] | None = None,
) -> Iterator[LinkDue]:
    """Links that lead out of the site, by host; only those with an id of ``among``, if given.

    Includes ``mailto:`` and other schemes (with an empty host): the judge excludes them.
    ``but_well``: without those that were asked since a moment and found well by these rules.
    """
    named = "AND links.id IN (SELECT value FROM json_each(:ids))" if among is not None else ""
    named += f" AND NOT ({_WELL})" if but_well else ""
    since, rules = (moment_text(but_well[0]), but_well[1]) if but_well else ("", "")
    sql = f"""
SELECT {_DUE} FROM links WHERE scope = 'external' {named} AND {IN_USE}
ORDER BY host, url"""
    asked = {"ids": json.dumps([*(among or ())]), "since": since, "rules": rules}
    return map(_external, conn.execute(sql, asked))


def links_well(conn: Connection, since: datetime, rules: str) -> int:
    """How many external links were asked since a moment and found well by these rules."""
    sql = f"SELECT count(*) FROM links WHERE scope = 'external' AND {_WELL} AND {IN_USE}"
    asked = {"since": moment_text(since), "rules": rules}
    return int(conn.execute(sql, asked).fetchone()[0])


def external_hosts(conn: Connection, now: datetime) -> dict[str, int]:
    """Hosts that links lead to -> about how many of their links are due, by the last verdicts."""
    sql = f"""
SELECT host, sum(due_at IS NULL OR due_at <= :now) AS due FROM links
WHERE scope = 'external' AND host <> '' AND {IN_USE} GROUP BY host"""
    return {row["host"]: row["due"] for row in select(conn, sql, {"now": moment_text(now)})}


def links_beyond(conn: Connection, host: str, now: datetime, most: int) -> set[str]:
    """URLs of a host that are due and wait, where no more than ``most`` may be asked at once.

    Those that were not asked for the longest time do not wait.
    """
    sql = f"""
SELECT url FROM links WHERE scope = 'external' AND host = :host AND {IN_USE}
AND (due_at IS NULL OR due_at <= :now)
ORDER BY coalesce(checked_at, ''), rowid LIMIT -1 OFFSET :most"""
    told = {"host": host, "now": moment_text(now), "most": most}
    return {row["url"] for row in select(conn, sql, told)}


def links_of_host(conn: Connection, host: str) -> Iterator[LinkDue]:
    """External links to one host, those first that were not asked for the longest time.

    A few in memory at a time: others may write in between, and do not change the order.
    """
    sql = """
SELECT rowid FROM links WHERE scope = 'external' AND host = :host
ORDER BY coalesce(checked_at, ''), rowid"""
    numbers = array("q", (number for (number,) in conn.execute(sql, {"host": host})))
    sql = f"SELECT {_DUE} FROM json_each(?) AS one CROSS JOIN links ON links.rowid = one.value"
    for start in range(0, len(numbers), _AT_A_TIME):
        some = numbers[start : start + _AT_A_TIME].tolist()
        found = map(_external, conn.execute(sql, (json.dumps(some),)).fetchall())
        yield from [link for link in found if link.elements]  # a place where a reader sees it


def _external(row: tuple[Any, ...]) -> LinkDue:
    """A row of ``_DUE``."""
    _, link_id, url, host, verdict, strikes, seen_at, ok_at, use = row
    fragments, elements = _use_of(use)
    return LinkDue(
        id=link_id,
        url=url,
        host=host,
        verdict=LinkVerdict(verdict),
        strikes=strikes,
        first_seen_at=moment_of(seen_at),
        last_ok_at=maybe_moment(ok_at),
        fragments=fragments,
        elements=elements,
    )


def leads_of(conn: Connection, link_ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """Where links lead, and their verdicts as they were kept last, by their ids."""
    sql = "SELECT id, url, verdict FROM links WHERE id IN (SELECT value FROM json_each(:ids))"
    rows = select(conn, sql, {"ids": json.dumps([*link_ids])})
    return {row["id"]: (row["url"], row["verdict"]) for row in rows}


def internal_links(conn: Connection) -> Iterator[InternalLink]:
    """Links to the site itself with what the crawl found there (settled before).

    ``anchors`` are those of the page at the end: where redirects lead to another one, the link may
    have had a page of its own before.
    """
    sql = f"""
SELECT links.*, {_USE}, frontier.state, frontier.reason AS why, frontier.attempts,
  captures.fetched_at, captures.status AS capture_status, pages.anchors_json, pages.kind,
  pages.title AS page_title
FROM links
LEFT JOIN frontier ON frontier.url = coalesce(links.canonical_url, links.url)
LEFT JOIN captures ON captures.id = links.capture_id
LEFT JOIN pages ON pages.id = iif(hops_json = '[]', links.page_id, {_END})
WHERE scope = 'internal' AND {IN_USE} ORDER BY links.url"""
    return map(_internal, select(conn, sql, {}))


def _internal(row: Mapping[str, Any]) -> InternalLink:
    anchors = tuple(json.loads(row["anchors_json"] or "[]"))
    without = (None, PageKind.UNREAD) if anchors else (None, PageKind.UNREAD, PageKind.DOCUMENT)
    status = row["capture_status"]
    fragments, elements = _use_of(row["use"])
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
        fragments=fragments,
        anchors=None if row["kind"] in without else anchors,
        elements=elements,
        attempts=row["attempts"] or 1,
        title=row["page_title"] or "",
    )


@lru_cache(maxsize=1024)  # nearly all are "a"
def _use_of(use: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fragments and the elements of a link, from ``_USE``."""
    fragments, elements = json.loads(use) if use.startswith("[") else ((), (use,))
    return tuple(sorted(fragments)), tuple(sorted(elements))


def places_of(conn: Connection, link_id: str | None) -> list[LinkPlace]:
    """Where a link stands, in page order; ``None`` asks for printed links that cannot be a URL."""
    sql = f"""
SELECT link_mentions.*, pages.url AS page_url {_PLACES} AND link_id IS :link_id
ORDER BY pages.url, position"""
    return [_place(row) for row in select(conn, sql, {"link_id": link_id})]


def misprinted_places(conn: Connection) -> list[LinkPlace]:
    """Places whose link leads somewhere, but is malformed as printed.

    A slip that only explains why a link fails (``perhaps ...``) is left out where the link works.
    """
    sql = f"""
SELECT link_mentions.*, pages.url AS page_url {_PLACES} AND problem <> ''
AND problem NOT LIKE 'perhaps %' AND link_id IS NOT NULL
ORDER BY pages.url, position"""
    return [_place(row) for row in select(conn, sql, {})]


def last_good_capture(conn: Connection, url: str) -> tuple[str, datetime] | None:
    """Id and moment of the latest capture of a URL with status 200; None when there is none."""
    sql = """
SELECT id, fetched_at FROM captures WHERE status = 200 AND fidelity <> 'truncated'
AND url = coalesce((SELECT canonical_url FROM links WHERE url = :url), :url)
ORDER BY fetched_at DESC LIMIT 1"""
    row = next(select(conn, sql, {"url": url}), None)
    return (row["id"], moment_of(row["fetched_at"])) if row else None


def link_date(conn: Connection, link_id: str) -> datetime | None:
    """The latest printed date (updated, else published) of the articles that hold a link."""
    sql = """
SELECT max(coalesce(articles.updated_on, articles.published_on)) FROM link_mentions
JOIN articles ON articles.page_id = link_mentions.page_id WHERE link_id = ?"""
    (day,) = conn.execute(sql, (link_id,)).fetchone()
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


def _place(row: Mapping[str, Any]) -> LinkPlace:
    return LinkPlace(
        id=row["id"],
        page_id=row["page_id"],
        page_url=row["page_url"],
        link_id=row["link_id"],
        printed=row["printed"],
        fragment=row["fragment"],
        element=row["element"],
        attribute=row["attribute"],
        rel=row["rel"],
        anchor_text=row["anchor_text"],
        context=row["context"],
        heading=row["heading"],
        region=Region(row["region"]),
        hidden=bool(row["is_hidden"]),
        problem=row["problem"],
        reference_id=row["bibliography_id"],
    )
