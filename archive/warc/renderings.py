"""What a browser made of a page, as WARC records: written, and read back. Pure.

They are ``conversion`` records (ISO 28500 §6.8: another version of what a record holds), which name
the capture they were made of in ``WARC-Refers-To``. Their targets, ``urn:view:URL`` for the picture
and ``urn:dom:URL`` for the document, are no addresses of the web, so that no reader takes a picture
for the page; the first is what browsertrix calls a screenshot. Everything a row of ``renderings``
says stands in the record too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from archive.keeping.rows import Row, as_json
from archive.moments import moment_of, moment_text
from archive.records import Drawing, RenderingKind
from archive.warc.parsing import Record, bare_id
from archive.warc.warc_records import Value, member, warc_date

MIMES = {RenderingKind.VIEW: "image/png", RenderingKind.DOM: "text/html"}
PREFIXES = tuple(f"urn:{kind}:" for kind in RenderingKind)
_MAX_URL = 500
_NUMBERS = ("width", "height", "page_height", "refused")


def members_of(drawing: Drawing) -> Iterator[tuple[Row, bytes]]:
    """The records of a drawing, each as a gzip member, with its row; that lacks run and place."""
    blocks = {
        RenderingKind.VIEW: drawing.picture,
        RenderingKind.DOM: drawing.dom.encode("utf-8", "replace"),
    }
    facts = {
        "browser": drawing.browser,
        "is_scripted": drawing.is_scripted,
        **{name: getattr(drawing, name) for name in _NUMBERS},
        "parts": list(drawing.parts),
        "refused_urls": [url[:_MAX_URL] for url in drawing.refused_urls],
    }
    for kind, block in blocks.items():
        identity = str(uuid4())
        fields: dict[str, Value] = {
            "WARC-Date": warc_date(drawing.drawn_at),
            "WARC-Target-URI": target_of(kind, drawing.url),
            "WARC-Refers-To": f"<urn:uuid:{drawing.capture_id}>",
            "WARC-Payload-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            "WARC-JSON-Metadata": json.dumps({"rendering": facts}),
        }
        data = member("conversion", identity, block, fields, MIMES[kind])
        row = _row(identity, kind, drawing.capture_id, drawing.url, block, facts)
        yield row | {"rendered_at": moment_text(drawing.drawn_at)}, data


def target_of(kind: str, url: str) -> str:
    """What a record of a page's picture or document is called."""
    return f"urn:{kind}:{url}"


def is_rendering(record: Record) -> bool:
    """Whether a record is one of ours; those of other tools have no facts in it."""
    return _facts_of(record) is not None


def sources_of(record: Record) -> frozenset[str]:
    """Ids of all captures that a rendering was made of; none for any other record."""
    facts = _facts_of(record)
    if facts is None:
        return frozenset()
    return frozenset({bare_id(record.field("WARC-Refers-To")), *map(str, facts["parts"])})


def row_of_record(record: Record) -> Row | None:
    """The row of a record with its block, without run and place; None when it is none of ours."""
    facts = _facts_of(record)
    if facts is None:
        return None
    _, kind, url = record.target.split(":", 2)
    capture_id = bare_id(record.field("WARC-Refers-To"))
    row = _row(record.id, RenderingKind(kind), capture_id, url, record.block, facts)
    return row | {"rendered_at": moment_text(moment_of(record.field("WARC-Date")))}


def _facts_of(record: Record) -> Mapping[str, Any] | None:
    """Our facts about a rendering, whole and of the right types; None when there are none."""
    if record.kind != "conversion" or not record.target.startswith(PREFIXES):
        return None
    try:
        facts = json.loads(record.field("WARC-JSON-Metadata") or "{}")["rendering"]
        moment_of(record.field("WARC-Date"))
        is_whole = (
            all(type(facts[name]) is int for name in _NUMBERS)
            and isinstance(facts["browser"], str)
            and isinstance(facts["is_scripted"], bool)
            and isinstance(facts["parts"], list)
            and isinstance(facts["refused_urls"], list)
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
    return facts if is_whole else None


def _row(
    identity: str,
    kind: RenderingKind,
    capture_id: str,
    url: str,
    block: bytes,
    facts: Mapping[str, Any],
) -> Row:
    return {
        "id": identity,
        "kind": str(kind),
        "capture_id": capture_id,
        "url": url,
        "browser": facts["browser"],
        "is_scripted": int(bool(facts["is_scripted"])),
        **{name: facts[name] for name in _NUMBERS},
        "parts_json": as_json(facts["parts"]),
        "refused_json": as_json(facts["refused_urls"]),
        "mime": MIMES[kind],
        "payload_sha256": hashlib.sha256(block).hexdigest(),
        "bytes": len(block),
    }
