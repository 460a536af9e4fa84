"""Settles what needs all pages: which are one, which are gone, which belong together.

``settle`` is a function of the rows (captures, frontier, pages and what they say): running it
twice changes nothing, and a replay that keeps the same captures comes to the same rows. It runs
once, after a crawl, and reads what it needs row by row: pages that nothing happened to are not
looked at, and neither pages nor captures are held in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from sqlite3 import Connection
from typing import Any

from sqlite_utils import Database

from archive.evidence.dois import select
from archive.keeping.pages import keep_issue, put
from archive.keeping.rows import as_json
from archive.records import Issue
from archive.schema import UNSEEN_LINK
from archive.settling.aliases import Addresses, settle_aliases, settle_links
from archive.settling.ingredients import Ingredients
from archive.settling.likeness import address_stem, near_duplicates
from archive.settling.merging import may_be_one_page, merge_page, preference
from archive.settling.news_items import unite
from archive.settling.relating import relate_pages, text_of
from archive.settling.style_sheets import settle_style_links
from archive.settling.trails import Canonical, Trails
from archive.settling.works import SIGNING, WORK_RULES, work_keys

# Pages that say less than this and nothing else are told apart by their addresses.
MIN_SAME_WORDS = 10
# A page may call any other one canonical; it is believed when they say nearly the same.
MIN_DECLARED_SCORE = 0.9

Page = Mapping[str, Any]
"""A row of ``pages``, with the columns ``_TELLING``."""

_TELLING = (
    "id, url, host, status, content_sha256, words, declared_url, refresh_url, first_seen_at, "
    "gone_since_at"
)


def settle(
    db: Database, run_id: int, own_hosts: Collection[str], canonical: Canonical | None = None
) -> None:
    """Bring everything kept into its final shape, in one transaction.

    ``own_hosts`` are all hosts of the site, aliases included (with port, unless it is the
    default one); ``canonical`` gives a URL's canonical form, as the profile has it.
    """
    conn = db.conn
    with db.atomic():
        trails = Trails(conn, canonical or (lambda url: url))
        _mark_status(conn, trails)
        _merge_redirected(conn, trails)
        _merge_refreshing(conn, trails)
        _merge_declared(conn, trails)
        _merge_same_content(conn)
        _merge_short_variants(conn, trails)
        addresses = Addresses(conn, trails)
        settle_aliases(conn, trails, addresses)
        settle_style_links(conn, trails)
        settle_links(conn, trails, addresses, own_hosts)
        _exclude_unseen(conn)
        _settle_news(conn, addresses)
        settle_works(conn)
        relate_pages(conn)
        _keep_loops(conn, run_id, trails)
        _forget_unused(conn)


def _pages(conn: Connection, where: str) -> list[dict[str, Any]]:
    """The few rows of ``pages`` that something may have happened to, in the order of URLs."""
    sql = f"SELECT {_TELLING} FROM pages WHERE {where} ORDER BY url"
    return list(select(conn, sql, {}))


def _page_at(conn: Connection, url: str) -> dict[str, Any] | None:
    """The row of ``pages`` with this canonical URL."""
    sql = f"SELECT {_TELLING} FROM pages WHERE url = :url"
    return next(iter(select(conn, sql, {"url": url})), None)


def _mark_status(conn: Connection, trails: Trails) -> None:
    """Latest status of every page, and since when it is gone."""
    other = (
        "gone_since_at IS NOT NULL OR status <> 200 OR EXISTS (SELECT 1 FROM asked "
        "JOIN captures USING (url) WHERE form = pages.url AND captures.status NOT IN (200, 304))"
    )
    for page in _pages(conn, other):
        last, gone = trails.latest(page["url"]), trails.gone_since(page["url"])
        status = last.status if last else page["status"]
        since = gone.fetched_at if gone else None
        if (status, since) != (page["status"], page["gone_since_at"]):
            conn.execute(
                "UPDATE pages SET status = ?, gone_since_at = ? WHERE id = ?",
                (status, since, page["id"]),
            )


def _merge_redirected(conn: Connection, trails: Trails) -> None:
    """A page whose URL has permanently moved goes on at the new one."""
    found: list[tuple[Page | None, Page | None]] = []
    for url in trails.redirecting:
        page, trail = _page_at(conn, url), trails.moved(url)
        target = _page_at(conn, trail.final) if page and trail else None
        found.append((page, target))
    _merge_all(conn, found, "redirect")


def _merge_refreshing(conn: Connection, trails: Trails) -> None:
    """A page that only refreshes to another one is an alias of it."""
    found: list[tuple[Page | None, Page | None]] = []
    for page in _pages(conn, "refresh_url IS NOT NULL"):
        met, target = {page["url"]}, page
        while target and target["refresh_url"]:
            form = trails.canonical(target["refresh_url"]) or target["refresh_url"]
            target = _page_at(conn, trails.follow(form).final) or {}
            if not target or target["url"] in met:
                target = {}
                break
            met.add(target["url"])
        found.append((page, target))
    _merge_all(conn, found, "refresh")


def _merge_all(
    conn: Connection, found: Iterable[tuple[Page | None, Page | None]], reason: str
) -> None:
    """Merge pages into others, where there are two: all were told before the first one goes."""
    for page, target in found:
        if page and target and page["id"] != target["id"]:
            merge_page(conn, page, target, reason)


def _merge_declared(conn: Connection, trails: Trails) -> None:
    """A page that names another one as its canonical form, and says nearly the same."""
    found: list[tuple[Page, Page]] = []
    for page in _pages(conn, "declared_url IS NOT NULL AND declared_url <> url"):
        form = trails.canonical(page["declared_url"]) or page["declared_url"]
        target = _page_at(conn, form)
        if target is None or target["id"] == page["id"] or target["gone_since_at"]:
            continue
        back = trails.canonical(target["declared_url"] or form) or form
        if back == form and _say_nearly_the_same(conn, page, target):
            found.append((page, target))
    _merge_all(conn, found, "declared")


def _say_nearly_the_same(conn: Connection, one: Page, other: Page) -> bool:
    if one["content_sha256"] == other["content_sha256"] or not one["words"]:
        return True
    ids = (str(page["id"]) for page in (one, other))
    pair = [(page_id, text) for page_id in ids if (text := text_of(conn, page_id)) is not None]
    return max(near_duplicates(pair).values(), default=0.0) >= MIN_DECLARED_SCORE


def _merge_same_content(conn: Connection) -> None:
    """Pages of one host with the same title and text are one page, where their addresses say so.

    Of pages with hardly any text only those are whose addresses differ in no more than a
    slash or the language, e.g. ``/links.htm`` and ``/en/links.htm``.
    """
    groups: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    same = (
        "words > 0 AND (host, content_sha256) IN (SELECT host, content_sha256 FROM pages "
        "WHERE words > 0 GROUP BY host, content_sha256 HAVING count(*) > 1)"
    )
    for page in _pages(conn, same):
        stem = address_stem(page["url"]) if page["words"] < MIN_SAME_WORDS else ()
        groups[page["host"], page["content_sha256"], *stem].append(page)
    for group in groups.values():
        kept, *others = sorted(group, key=preference)
        for page in others:
            if may_be_one_page(page["url"], kept["url"]):
                merge_page(conn, page, kept, "same_content")


def _merge_short_variants(conn: Connection, trails: Trails) -> None:
    """Merge pages of hardly any text with the page of their path, where canonical form and content
    are the same: they were only read because their answers came before that of the path."""
    found: list[tuple[Page | None, Page | None]] = []
    for page in _pages(conn, f"words < {MIN_SAME_WORDS} AND instr(url, '?') > 0"):
        target = _page_at(conn, trails.canonical(page["url"]) or page["url"])
        if target and target["content_sha256"] == page["content_sha256"]:
            found.append((page, target))
    _merge_all(conn, found, "same_content")


def _exclude_unseen(conn: Connection) -> None:
    """Say of links that no reader can see why nothing is known; others are open to be asked."""
    seen = "EXISTS (SELECT 1 FROM link_mentions WHERE link_id = links.id AND is_hidden = 0)"
    said = {"unseen": UNSEEN_LINK}
    conn.execute(
        "UPDATE links SET verdict = 'excluded', reason = :unseen "
        f"WHERE verdict = 'unknown' AND reason = '' AND NOT {seen}",
        said,
    )
    conn.execute(
        "UPDATE links SET verdict = 'unknown', reason = '' "
        f"WHERE verdict = 'excluded' AND reason = :unseen AND {seen}",
        said,
    )


def _settle_news(conn: Connection, addresses: Addresses) -> None:
    """Make the rows of ``news`` of their sources; unchanged ones are not written."""
    sql = """
SELECT news_sources.*, pages.url FROM news_sources JOIN pages ON pages.id = page_id
ORDER BY pages.url, news_sources.id"""
    sources = list(select(conn, sql, {}))
    rows, items = unite(sources, addresses.page_of)
    put(conn, "news", rows)
    conn.executemany(
        "UPDATE news SET capture_id = :capture_id WHERE id = :id AND capture_id <> :capture_id",
        rows,
    )
    conn.executemany(
        "UPDATE news_sources SET news_id = ? WHERE id = ?",
        [(items[s["id"]], s["id"]) for s in sources if s["news_id"] != items[s["id"]]],
    )
    conn.execute(
        "DELETE FROM news WHERE id NOT IN (SELECT value FROM json_each(?))",
        (as_json([row["id"] for row in rows]),),
    )


_WORKS = Ingredients(
    "works",
    WORK_RULES,
    (f"SELECT id, work_key, {', '.join(SIGNING)} FROM bibliography ORDER BY id",),
)


def settle_works(conn: Connection) -> None:
    """Give references that name the same work the same key.

    Also called after a verification, which may have found that a DOI is that of another work.
    """
    if _WORKS.are_those_of(conn):
        return
    sql = f"SELECT id, {', '.join(SIGNING)} FROM bibliography ORDER BY id"
    keys = work_keys(select(conn, sql, {}))
    before = conn.execute("SELECT id, work_key FROM bibliography").fetchall()
    conn.executemany(
        "UPDATE bibliography SET work_key = ? WHERE id = ?",
        [(keys[identity], identity) for identity, known in before if known != keys[identity]],
    )
    _WORKS.note(conn)


def _keep_loops(conn: Connection, run_id: int, trails: Trails) -> None:
    """Report each URL whose redirects lead back to themselves."""
    for url in trails.redirecting:
        trail = trails.follow(url)
        if trail.is_loop:
            way = " → ".join([*(asked for _, asked in trail.hops), trail.final])
            issue = Issue(
                code="redirect_loop",
                message=f"The redirects of {url} lead in a circle: {way}.",
                url=url,
                capture_id=trail.end.id if trail.end else None,
                stage="keep",
            )
            keep_issue(conn, run_id, issue)


def _forget_unused(conn: Connection) -> None:
    """Delete links that stand nowhere, and DOI names that nobody prints or has asked about."""
    conn.execute(
        "DELETE FROM links WHERE NOT EXISTS (SELECT 1 FROM link_mentions WHERE link_id = links.id)"
    )
    conn.execute(
        "DELETE FROM dois WHERE "
        "NOT EXISTS (SELECT 1 FROM mentions WHERE scheme = 'doi' AND value = dois.doi) "
        "AND NOT EXISTS (SELECT 1 FROM bibliography WHERE bibliography.doi = dois.doi) "
        "AND NOT EXISTS (SELECT 1 FROM checks WHERE subject = dois.doi)"
    )
