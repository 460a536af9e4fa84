"""What a crawl asks the database about itself and earlier ones. Reads, but for one flag."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from sqlite_utils import Database

from archive.moments import moment_of
from archive.records import Capture, Outcome

_COLUMNS = tuple(f.name for f in fields(Capture))
_BY_IDS = f"SELECT {', '.join(_COLUMNS)} FROM captures WHERE id IN (SELECT value FROM json_each(?))"


def unfinished_crawl(db: Database, site: str) -> int | None:
    """The latest crawl of a site, if it was killed or stopped before its end."""
    row = db.execute(
        "SELECT id, outcome FROM runs WHERE command = 'crawl' AND site = ? "
        "ORDER BY id DESC LIMIT 1",
        (site,),
    ).fetchone()
    open_ends = (Outcome.RUNNING, Outcome.INTERRUPTED)
    return int(row[0]) if row and row[1] in open_ends else None


def resume_run(db: Database, run_id: int) -> None:
    """Record that a run goes on. Call it inside a transaction."""
    db.execute(
        "UPDATE runs SET outcome = 'running', finished_at = NULL, message = '' WHERE id = ?",
        (run_id,),
    )


def committed_ends(db: Database) -> Mapping[str, int] | None:
    """For each WARC file the end of its last record known here, in bytes.

    None when the database has seen no run at all: then it is new, or its predecessor is lost,
    and what stands in the files is not for it to judge.
    """
    if not db.execute("SELECT EXISTS (SELECT 1 FROM runs)").fetchone()[0]:
        return None
    sql = (
        "SELECT warc_file, max(warc_offset_bytes + warc_length_bytes) FROM ("
        "SELECT warc_file, warc_offset_bytes, warc_length_bytes FROM captures UNION ALL "
        "SELECT warc_file, warc_offset_bytes, warc_length_bytes FROM renderings) "
        "GROUP BY warc_file"
    )
    return {str(file): int(end) for file, end in db.execute(sql)}


def capture_by_id(db: Database, capture_id: str) -> Capture | None:
    """A capture by its id."""
    return next(captures_by_ids(db, [capture_id]), None)


def captures_by_ids(db: Database, ids: Iterable[str]) -> Iterator[Capture]:
    """The known captures among these ids, in any order."""
    for row in db.conn.execute(_BY_IDS, (json.dumps(list(ids)),)):
        values = dict(zip(_COLUMNS, row, strict=True))
        values["is_requisite"] = bool(values["is_requisite"])
        values["fetched_at"] = moment_of(values["fetched_at"])
        yield Capture(**values)


def latest_capture(db: Database, url: str) -> Capture | None:
    """The latest capture of a URL as it was asked."""
    sql = "SELECT id FROM captures WHERE url = ? ORDER BY fetched_at DESC LIMIT 1"
    row = db.execute(sql, (url,)).fetchone()
    return capture_by_id(db, row[0]) if row else None


def redirects_of(db: Database, run_id: int) -> list[tuple[str, str]]:
    """(URL asked, where it leads) of every redirect of a run."""
    sql = "SELECT url, location FROM captures WHERE run_id = ? AND location IS NOT NULL"
    return [(str(url), str(location)) for url, location in db.execute(sql, (run_id,))]


def pages_asked(db: Database) -> list[str]:
    """URLs captured by our own crawls that are no requisites, in the order of first capture."""
    sql = (
        "SELECT url FROM captures WHERE NOT is_requisite AND fidelity IN ('wire', 'truncated') "
        "GROUP BY url ORDER BY min(fetched_at)"
    )
    return [str(url) for (url,) in db.execute(sql)]


def requisite_bytes(db: Database, run_id: int) -> int:
    """Total bytes of the requisites captured in a run."""
    sql = "SELECT coalesce(sum(bytes), 0) FROM captures WHERE run_id = ? AND is_requisite"
    return int(db.execute(sql, (run_id,)).fetchone()[0])


def query_twins(db: Database) -> dict[str, str]:
    """URLs with a query whose latest content is that of the same path without: to that URL."""
    sql = """
WITH latest AS (
  SELECT url, payload_sha256, max(fetched_at) FROM captures
  WHERE status IN (200, 304) AND truncated IS NULL GROUP BY url
)
SELECT variant.url, plain.url FROM latest variant JOIN latest plain
ON plain.url = substr(variant.url, 1, instr(variant.url, '?') - 1)
AND plain.payload_sha256 = variant.payload_sha256
WHERE instr(variant.url, '?') > 0"""
    return dict(db.execute(sql).fetchall())


def standing(db: Database) -> dict[str, int]:
    """How many pages, articles, news items, references and terms are kept: name -> number."""
    tables = ("pages", "articles", "news", "bibliography", "terms")
    return {
        table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables
    }


def count_issues(db: Database, run_id: int) -> int:
    """How many issues a run has met."""
    return int(db.execute("SELECT count(*) FROM issues WHERE run_id = ?", (run_id,)).fetchone()[0])


def count_captures(db: Database) -> int:
    """How many captures are known."""
    return int(db.execute("SELECT count(*) FROM captures").fetchone()[0])
