"""From a row to the bytes it was read from: the record, its digests, the passage in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.counting import listed
from archive.decoding import decode_as, encoding_of
from archive.opening import connect_to_read, explain
from archive.proof.answers import TABLES as ANSWERS
from archive.proof.answers import compare_status, exchange_of_row, read_answer
from archive.proof.passages import KEYS, SHORTEST_KEY, Passage, key_beginning, passages_of, row_of
from archive.proof.pdf_source import is_pdf, read_apart, read_document
from archive.proof.renderings import prove_rendering
from archive.proof.rereading import MAX_RECORD_BYTES, Reread, Step, on_record, reread
from archive.proof.showing import Opened, Shown, show
from archive.proof.sources import is_plain, is_text
from archive.proof.spans import Page, read_html, read_plain
from archive.records import FindingKind

if TYPE_CHECKING:  # the reader of PDFs is slow to import; only the child needs it
    from archive.documents import Document

MAX_SOURCE_CHARACTERS = 20_000_000
_CHAIN = 5


class CannotProve(Exception):
    """There is no such row, table or database; the message says what to ask for instead."""


@dataclass(slots=True)
class Proof:
    """A row, the capture it was read from, and whether the capture bears the row out."""

    table: str
    key: str
    capture: Mapping[str, Any] | None = None
    """Row of ``captures``; of ``exchanges`` where a check is proved."""
    original: Mapping[str, Any] | None = None
    """Row of the capture that holds the content, where that is another one."""
    charset: str = ""
    steps: list[Step] = field(default_factory=list)
    passages: list[Shown] = field(default_factory=list)
    meaning: str = ""
    """What is borne out where everything fits, as a sentence; and what is not."""

    @property
    def is_proved(self) -> bool:
        """Whether every digest matches and every passage was found."""
        return (
            bool(self.steps)
            and all(step.is_ok for step in self.steps)
            and all(passage.is_found for passage in self.passages)
        )


@dataclass(slots=True)
class Content:
    """What a capture holds, if need be through the capture it is a revisit of."""

    steps: list[Step]
    own: Reread
    holder: Reread
    """The record that has the content: its own, or that of the original."""
    original: Mapping[str, Any] | None


def prove_in(folder: Path, table: str, key: str) -> Proof:
    """Prove a row of a site's folder (``crawl.db`` and ``captures``).

    Raises ``CannotProve``, and ``StoreError`` for a database that cannot be read.
    """
    database = folder / "crawl.db"
    if not database.is_file():
        raise CannotProve(f"There is nothing to prove: {database} does not exist.")
    try:
        with closing(connect_to_read(database)) as db:
            return prove(db, folder / "captures", table, key)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        known = explain(error, database)
        if known is None:
            raise
        raise known from error


def prove(
    db: sqlite3.Connection,
    captures: Path,
    table: str,
    key: str,
    max_bytes: int = MAX_RECORD_BYTES,
    max_characters: int = MAX_SOURCE_CHARACTERS,
    max_searched: float = inf,
) -> Proof:
    """Read the capture of a row again and find in it what the row says. ``max_searched`` bounds
    the characters that are searched, passage by passage. Raises ``CannotProve``."""
    if table not in KEYS:
        raise CannotProve(f"{table} is not read from captures. Name one of {', '.join(KEYS)}.")
    key = key_beginning(db, table, key)
    row = row_of(db, table, key)
    if row is None and len(key) < SHORTEST_KEY:
        raise CannotProve(
            f"{table} has no row {key}. Of a longer id give at least {SHORTEST_KEY} characters."
        )
    if row is None:
        raise CannotProve(f"{table} has no row {key}.")
    proof = Proof(table, key, meaning=_meaning(table, row))
    passages: list[Passage] = []
    if table == "checks" and row["authority"] == "own_crawl":
        capture_id = json.loads(row["facts_json"]).get("capture")
    elif table in ANSWERS:
        return _prove_answer(db, captures, proof, row, max_bytes)
    elif table == "renderings":
        proof.capture = row_of(db, "captures", row["capture_id"])
        proof.steps = prove_rendering(db, captures, row, max_bytes)
        return proof
    else:
        capture_id, passages = passages_of(db, table, row)
    proof.capture = row_of(db, "captures", capture_id) if capture_id else None
    if proof.capture is None:
        proof.steps.append(Step("capture", False, "The row names no capture that is kept."))
        return proof
    content = content_of(db, captures, proof.capture, max_bytes)
    proof.steps += content.steps
    if table == "findings" and row["kind"] == FindingKind.PAGE_UNREADABLE:
        proof.steps = [_as_found(step) for step in proof.steps]
    proof.original = content.original
    if not passages:
        return proof
    opened = open_content(db, proof.capture, content, max_characters)
    proof.charset = opened.charset
    searched = len(passages) * len(opened.page.source) if opened.page is not None else 0
    if searched > max_searched:
        said = "The page is too long, and too much of it is looked for, for a proof by a web server"
        opened = Opened(f"{said}: “patientline prove {table} {key}” takes its time.")
    if opened.page is not None:
        proof.steps.append(Step("characters", True, opened.said))
    proof.passages = [show(opened, passage, proof.capture["url"]) for passage in passages]
    return proof


_MEANINGS = {
    "captures": "The capture is unchanged since it was made.",
    "renderings": "The drawing is unchanged, and was made from this capture.",
    "checks": "This answer came.",
    "exchanges": "This answer came.",
}


def _meaning(table: str, row: Mapping[str, Any]) -> str:
    """What the proof of a row proves. That a page prints it does not make a finding right."""
    if table != "findings":
        return _MEANINGS.get(table, "The page said this when it was captured.")
    said = "The page printed this when it was captured."
    if row["kind"] == FindingKind.PAGE_UNREADABLE:
        said = "The page was sent like this when it was captured."
    checks = json.loads(row["checks_json"])
    if not checks:
        return said
    rest = (
        "rests on the answer to a check" if len(checks) == 1 else "rests on the answers to checks"
    )
    commands = listed([f"prove checks {check}" for check in checks])
    return f"{said} That it is wrong {rest}, proved by itself: {commands}."


def _as_found(step: Step) -> Step:
    """A body that cannot be decoded is what a finding about an unreadable page says."""
    if step.is_ok or not step.name.endswith("coding"):
        return step
    return Step(step.name, True, f"As the finding says: {step.said}")


def _prove_answer(
    db: sqlite3.Connection, captures: Path, proof: Proof, row: Mapping[str, Any], max_bytes: int
) -> Proof:
    """The answer that a check was made of, in place of a page."""
    proof.capture = exchange_of_row(db, proof.table, row)
    if proof.capture is None:
        said = "No answer is kept of it: none came, or the settings kept none."
        proof.steps.append(Step("exchange", False, said))
        return proof
    proof.steps, answer = read_answer(db, captures, proof.capture, max_bytes)
    if proof.table == "checks":
        proof.steps.append(compare_status(row, proof.capture))
    if answer:
        said = "So it begins:"
        proof.passages = [
            Shown(field="answer", printed="", is_found=True, said=said, passage=answer)
        ]
    return proof


def open_content(
    db: sqlite3.Connection,
    capture: Mapping[str, Any],
    content: Content,
    max_characters: int = MAX_SOURCE_CHARACTERS,
    read: Callable[[bytes], Document | None] = read_apart,
) -> Opened:
    """What a capture holds, page or PDF, ready to be searched. PDFs are ``read`` by a child
    process; raises OSError when it cannot be started."""
    body = content.holder.content or b""
    if is_pdf(body):
        return _open_pdf(body, read(body))
    return open_page(db, capture, content, max_characters)


def _open_pdf(body: bytes, document: Document | None) -> Opened:
    """The text of a PDF, taken from it again."""
    if document is None:
        return Opened("The PDF cannot be read again: it is encrypted, damaged, or takes too long.")
    page = read_document(document)
    said = (
        f"A PDF of {document.total} pages; the text of {len(document.pages)} was taken from it "
        f"again, {len(page.visible.text)} characters without blanks."
    )
    return Opened(said, page, body, is_pdf=True)


def open_page(
    db: sqlite3.Connection,
    capture: Mapping[str, Any],
    content: Content,
    max_characters: int = MAX_SOURCE_CHARACTERS,
) -> Opened:
    """The decoded page of a capture, ready to be searched."""
    body = content.holder.content
    if body is None:
        return Opened("The content of the capture cannot be read.")
    mime = capture["mime"] or (content.original or {}).get("mime", "")
    charset = charset_of(db, capture["id"])
    if not charset and not is_text(mime, body):
        return Opened(f"The capture is {mime or 'not text'}: a passage cannot be pointed at in it.")
    charset = charset or charset_like(db, capture, content)
    source = decode_as(body, charset)
    if len(source) > max_characters:
        said = f"The page has {len(source)} characters; it is not searched."
        return Opened(said, charset=charset)
    page = read_plain(source) if is_plain(mime, body) else read_html(source)
    return Opened(f"Read as {charset}, it has {len(source)} characters.", page, body, charset)


def page_of(db: sqlite3.Connection, captures: Path, capture_id: str) -> Page | None:
    """The decoded page of a capture in a folder of WARC files; None if it cannot be read."""
    row = row_of(db, "captures", capture_id)
    return open_page(db, row, content_of(db, captures, row)).page if row else None


def content_of(
    db: sqlite3.Connection,
    captures: Path,
    row: Mapping[str, Any],
    max_bytes: int = MAX_RECORD_BYTES,
) -> Content:
    """The record of a capture, and the record with its content, found by following revisits."""
    own = holder = reread(captures, row, max_bytes)
    steps = list(own.steps)
    original: Mapping[str, Any] | None = None
    while own.is_sound and (original or row)["revisit_of"]:
        named = (original or row)["revisit_of"]
        original = row_of(db, "captures", named)
        if original is None or len(steps) > _CHAIN * 10:
            said = f"The capture {named}, which holds the content, is not kept."
            return Content([*steps, Step("original", False, said)], own, Reread(), None)
        holder = reread(captures, original, max_bytes)
        steps += [Step(f"original {s.name}", s.is_ok, s.said) for s in holder.steps]
        if not holder.is_sound:
            break
    if not all(step.is_ok for step in steps):
        steps += on_record(captures, captures, row, original)
    return Content(steps, own, holder, original)


def charset_of(db: sqlite3.Connection, capture_id: str) -> str:
    """The encoding with which a page was read from a capture; empty when none was."""
    found = db.execute(
        "SELECT charset FROM pages WHERE capture_id = ? AND charset <> '' LIMIT 1", (capture_id,)
    ).fetchone()
    return str(found[0]) if found else ""


def charset_like(db: sqlite3.Connection, capture: Mapping[str, Any], content: Content) -> str:
    """The encoding that a crawl would choose for a capture: for earlier versions of a page, whose
    encoding no row tells any more. The page's language helps to choose."""
    sql = """
SELECT language FROM pages WHERE url = :url UNION ALL
SELECT language FROM page_aliases JOIN pages ON pages.id = page_id WHERE page_aliases.url = :url"""
    language = db.execute(sql, {"url": capture["url"]}).fetchone()
    told = content.holder.header("content-type")
    return encoding_of(content.holder.content or b"", told, language[0] if language else "")
