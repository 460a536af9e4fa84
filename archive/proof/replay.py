"""A capture to look at: what is known of it, its content as a still page, its bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.decoding import decode_as
from archive.proof.parts import parts_at
from archive.proof.passages import row_of
from archive.proof.proving import Content, charset_like, charset_of, content_of
from archive.proof.reference_changes import Reading
from archive.proof.rereading import reread
from archive.proof.sources import is_plain, is_text
from archive.proof.still_page import parts_of, still_page, targets_of

MAX_RECORD_BYTES = 30_000_000
"""Of a record that is read for a visitor, packed or unpacked."""
MAX_PAGE_CHARACTERS = 3_000_000
"""Of a page that is shown; a longer one can be taken along."""
MAX_TAGS = 150_000
"""Of such a page: each is written anew, and looked at for links and for parts before that."""
_OTHERS = 200


@dataclass(frozen=True, slots=True)
class Replay:
    """A capture, read again."""

    capture: Mapping[str, Any]
    """Row of ``captures``."""
    content: Content
    source: str | None
    """Its text; None when it is no text, too long, or cannot be read."""
    why_not: str
    """Why there is no text to show; empty when there is."""
    is_plain: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether every digest fits."""
        return all(step.is_ok for step in self.content.steps)


def replay(db: sqlite3.Connection, captures: Path, capture_id: str) -> Replay | None:
    """The capture of that id; None when there is none."""
    row = row_of(db, "captures", capture_id)
    if row is None:
        return None
    content = content_of(db, captures, row, MAX_RECORD_BYTES)
    body = content.holder.content
    if body is None:
        return Replay(row, content, None, "Its content cannot be read.")
    if not body:
        return Replay(row, content, None, "The answer had no content.")
    mime = row["mime"] or (content.original or {}).get("mime", "")
    charset = charset_of(db, capture_id)
    if not charset and not is_text(mime, body):
        return Replay(row, content, None, f"It is {mime or 'not text'} and is not shown here.")
    charset = charset or charset_like(db, row, content)
    if len(body) > MAX_PAGE_CHARACTERS or body.count(b"<") > MAX_TAGS:
        return Replay(row, content, None, "It is too long to be shown here.")
    return Replay(row, content, decode_as(body, charset), "", is_plain(mime, body))


def page_of(db: sqlite3.Connection, shown: Replay, address: str) -> str:
    """The still page of a capture; ``address`` is where a capture is shown, with ``{id}``, and
    behind it (``/part``) where its content is served as a part of a page."""
    source, url, moment = shown.source or "", shown.capture["url"], shown.capture["fetched_at"]
    if shown.is_plain:
        return still_page(source, url, {}, is_plain=True)
    found = captures_of(db, targets_of(source, url), moment)
    held = {target: address.replace("{id}", name) for target, name in found.items()}
    parts = parts_at(db, parts_of(source, url), moment, f"{address}/part")
    return still_page(source, url, held, parts)


def captures_of(db: sqlite3.Connection, urls: Sequence[str], moment: str) -> dict[str, str]:
    """The capture of each address that the archive holds: the latest one at that moment, else
    the next one, else that of the page it leads to."""
    found = db.execute(
        "SELECT asked.value, coalesce("
        "(SELECT id FROM captures WHERE url = asked.value AND fetched_at <= :moment "
        "ORDER BY fetched_at DESC LIMIT 1), "
        "(SELECT id FROM captures WHERE url = asked.value ORDER BY fetched_at LIMIT 1), "
        "(SELECT capture_id FROM pages WHERE url = asked.value), "
        "(SELECT p.capture_id FROM page_aliases a JOIN pages p ON p.id = a.page_id "
        "WHERE a.url = asked.value), "
        "(SELECT capture_id FROM links WHERE url = asked.value)) AS held "
        "FROM json_each(:urls) AS asked",
        {"urls": json.dumps(list(urls)), "moment": moment},
    ).fetchall()
    return {str(url): str(held) for url, held in found if held}


def others_of(db: sqlite3.Connection, shown: Replay) -> list[dict[str, Any]]:
    """All captures of the same address, latest first."""
    cursor = db.execute(
        "SELECT id, fetched_at, status, payload_sha256, revisit_of FROM captures WHERE url = ? "
        "ORDER BY fetched_at DESC LIMIT ?",
        (shown.capture["url"], _OTHERS),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def reading_of(db: sqlite3.Connection, before: Replay, after: Replay) -> Reading:
    """What is known of the references of the page that two captures are of, earlier one first.

    The headings are those of the page's own lists, and those that lists of several pages have.
    """
    page = db.execute(
        "SELECT id FROM pages WHERE url = :url "
        "UNION ALL SELECT page_id FROM page_aliases WHERE url = :url LIMIT 1",
        {"url": after.capture["url"]},
    ).fetchone()
    given = {"page": page[0] if page else ""}
    rows = db.execute(
        "SELECT b.id, b.printed, c.payload_sha256 FROM bibliography b "
        "JOIN captures c ON c.id = b.capture_id WHERE b.page_id = :page ORDER BY b.position",
        given,
    ).fetchall()
    headings = db.execute(
        "SELECT heading FROM bibliography WHERE heading <> '' GROUP BY heading "
        "HAVING count(DISTINCT page_id) > 1 OR max(page_id = :page)",
        given,
    ).fetchall()
    read = {digest for _, _, digest in rows}
    return Reading(
        rows=tuple((str(name), str(printed)) for name, printed, _ in rows),
        is_of_before=read == {before.capture["payload_sha256"]},
        is_of_after=read == {after.capture["payload_sha256"]},
        headings=frozenset(heading for (heading,) in headings),
    )


def record_of(db: sqlite3.Connection, captures: Path, capture_id: str) -> bytes | None:
    """The record of a response as it lies in the file; None when it cannot be read.

    The request beside it stays where it is: it holds the crawler's contact address, which is
    not published.
    """
    row = row_of(db, "captures", capture_id)
    if row is None:
        return None
    read = reread(captures, row, MAX_RECORD_BYTES)
    if not read.is_sound and any(s.name in ("file", "gzip") and not s.is_ok for s in read.steps):
        return None
    return read.packed
