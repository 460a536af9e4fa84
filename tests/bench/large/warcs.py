"""The WARC files of a large archive: every capture of its pages, written by our own writer.

A page is made from its rows when they are all there, so that whatever they say stands on it: the
copies of ``copying`` have pages of their own as well. It has the frame, style and nesting of an
ordinary page (about 15 kB), the later weeks are the 304s that the rows say they are. The answers
of others, a million exchanges, have no records: nothing is read from them when publishing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from archive.proof.passages import blocks_of
from archive.warc.captures import IDENTICAL_PROFILE, NOT_MODIFIED_PROFILE, CaptureWriter
from archive.warc.warc_records import member
from tests.bench.large.words import SITE, VERSION

Row = Mapping[str, Any]

BATCH = 500
"""Pages whose captures are told to the database at once."""
_STYLE = "".join(
    f".block-{n} > .inner {{ margin: 0 auto {n}px; color: #333 }}\n" for n in range(60)
)
_SCRIPT = "".join(
    f"window.track = window.track || []; track.push(['event', {n}]);\n" for n in range(40)
)
_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    f"<style>\n{_STYLE}</style>\n<script>\n{_SCRIPT}</script>"
)
_OPEN = '<div class="row">\n<div class="column wide">\n<div class="inner">'


def write_captures(db: sqlite3.Connection, folder: Path) -> None:
    """Write the records of all captures of pages, and tell their rows where they lie."""
    db.row_factory = sqlite3.Row
    writer = CaptureWriter(folder, site="large", contact="", software=VERSION, robots="obey")
    try:
        waiting: list[tuple[str, int, int, int, str, str]] = []
        for page in db.execute("SELECT * FROM pages ORDER BY rowid").fetchall():
            waiting += _written(db, writer, page)
            if len(waiting) >= BATCH:
                _tell(db, waiting)
                writer.sync()
        _tell(db, waiting)
    finally:
        writer.close()
        db.row_factory = None


def _tell(db: sqlite3.Connection, waiting: list[tuple[str, int, int, int, str, str]]) -> None:
    db.executemany(
        "UPDATE captures SET warc_file = ?, warc_offset_bytes = ?, warc_length_bytes = ?, "
        "bytes = ?, payload_sha256 = ? WHERE id = ?",
        waiting,
    )
    waiting.clear()


def _written(
    db: sqlite3.Connection, writer: CaptureWriter, page: Row
) -> Iterable[tuple[str, int, int, int, str, str]]:
    """The captures of a page, one a week: what each row has to say of its record."""
    sql = "SELECT * FROM captures WHERE url = ? ORDER BY fetched_at"
    captures = db.execute(sql, (page["url"],)).fetchall()
    body, digests = _body(db, page), dict[str, str]()
    for capture in captures:
        fields = {"WARC-Date": capture["fetched_at"], "WARC-Target-URI": page["url"]}
        original, kind, content = capture["revisit_of"], "response", b""
        if original:
            kind = "revisit"
            profile = NOT_MODIFIED_PROFILE if capture["status"] == 304 else IDENTICAL_PROFILE
            fields |= {"WARC-Profile": profile, "WARC-Refers-To": f"<urn:uuid:{original}>"}
            digest = digests[original]
        else:  # a later wording of the frame, so that the bytes are others
            content = body.replace(b"<hr>", f"<hr><!-- {capture['run_id']} -->".encode(), 1)
            digest = digests[capture["id"]] = hashlib.sha256(content).hexdigest()
        fields["WARC-Payload-Digest"] = f"sha256:{digest}"
        record = member(kind, capture["id"], _head(capture, len(content)) + content, fields)
        name, start = writer.copy(record)
        yield name, start, len(record), len(content), digest, capture["id"]


def _head(capture: Row, length: int) -> bytes:
    if capture["status"] == 304:
        return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    said = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}"
    return f'{said}\r\nServer: nginx\r\nETag: "1"\r\n\r\n'.encode()


def _body(db: sqlite3.Connection, page: Row) -> bytes:
    """The page as it may have been sent."""
    links = _of(db, "link_mentions", page)
    frame = [link for link in links if link["region"] == "chrome"]
    lines = [
        f'<!DOCTYPE html>\n<html lang="{page["language"]}"><head>{_HEAD}',
        f"<title>{escape(page['html_title'])}</title></head>\n<body>",
        f'<header><a href="{SITE}/" class="logo">A large site</a></header>',
        f"<nav><ul>{''.join(f'<li>{_anchor(link)}</li>' for link in frame)}</ul></nav><hr>",
        f"{_OPEN}<h1>{escape(page['title'])}</h1>",
        *_prose(db, page),
        *(f"<p>{_word(place['context'])}</p>" for place in _of(db, "pointers", page)),
        *(
            f"<dl><dt>{escape(term['term'])}</dt><dd>{escape(term['definition'])}</dd></dl>"
            for term in _of(db, "terms", page)
        ),
        *_references(db, page),
        *(f"<p>See also: {_anchor(link)}</p>" for link in links if link["region"] != "chrome"),
        "</div></div></div>\n<footer>A charity. All rights reserved.</footer></body></html>\n",
    ]
    return "\n".join(lines).encode()


def _of(db: sqlite3.Connection, table: str, page: Row) -> list[Row]:
    sql = f"SELECT * FROM {table} WHERE page_id = ? ORDER BY position"
    return db.execute(sql, (page["id"],)).fetchall()


def _prose(db: sqlite3.Connection, page: Row) -> Iterable[str]:
    """Lead and text of the article or news item, each block in an element of its own."""
    for table in ("articles", "news"):
        sql = f"SELECT lead, text FROM {table} WHERE page_id = ?"
        for item in db.execute(sql, (page["id"],)):
            yield f'<p class="lead">{_word(item["lead"])}</p>'
            for block in blocks_of(item["text"]):
                element = "p" if block.endswith(".") else "h2"
                yield f'<div class="block"><{element}>{_word(block)}</{element}></div>'


def _references(db: sqlite3.Connection, page: Row) -> Iterable[str]:
    """The entries as a list, with the addresses and identifiers that stand in them."""
    mentions = _of(db, "mentions", page)
    entries = _of(db, "bibliography", page)
    if entries:
        yield "<h2>References</h2>\n<ol>"
    for entry in entries:
        own = [m for m in mentions if m["bibliography_id"] == entry["id"]]
        rest = " ".join(
            f'<a href="{escape(m["printed"])}">Full text</a>'
            if m["place"] == "href"
            else f"<span>{escape(m['printed'])}</span>"
            for m in own
            if m["place"] == "href" or m["printed"] not in entry["printed"]
        )
        yield f'<li id="ref-{entry["position"]}"><span>{_word(entry["printed"])}</span> {rest}</li>'
    if entries:
        yield "</ol>"


def _anchor(link: Row) -> str:
    return f'<a class="link" href="{escape(link["printed"])}">{escape(link["anchor_text"])}</a>'


def _word(text: str) -> str:
    """A text with its third word emphasised, and its lines broken as an editor breaks them."""
    words = [escape(word, quote=False) for word in text.split(" ")]
    if len(words) > 3:
        words[2] = f"<em>{words[2]}</em>"
    return "\n".join(" ".join(words[at : at + 14]) for at in range(0, len(words), 14))
