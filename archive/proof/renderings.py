"""Reads renderings again, and whether all they were made of is still as it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.proof.passages import row_of
from archive.proof.rereading import MAX_RECORD_BYTES, Reread, Step, on_record, reread
from archive.warc.renderings import target_of


def reread_rendering(
    captures: Path, row: Mapping[str, Any], max_bytes: int = MAX_RECORD_BYTES
) -> Reread:
    """The record of a row of ``renderings``, its digests verified; ``entity`` is what it holds."""
    as_capture = {
        **row,
        "url": target_of(row["kind"], row["url"]),
        "fetched_at": row["rendered_at"],
        "fidelity": "wire",
        "revisit_of": None,
    }
    return reread(captures, as_capture, max_bytes, kinds=("conversion",))


def prove_rendering(
    db: sqlite3.Connection,
    captures: Path,
    row: Mapping[str, Any],
    max_bytes: int = MAX_RECORD_BYTES,
) -> list[Step]:
    """The steps of its own record, and one for each capture that its browser was given."""
    steps = list(reread_rendering(captures, row, max_bytes).steps)
    if not all(step.is_ok for step in steps):
        steps += on_record(captures, captures, row)
    for name in (row["capture_id"], *json.loads(row["parts_json"])):
        part = row_of(db, "captures", name)
        if part is None:
            steps.append(Step("part", False, f"The capture {name}, a part of it, is not kept."))
            continue
        read = reread(captures, part, max_bytes)
        failed = " ".join(step.said for step in read.steps if not step.is_ok)
        said = f"{part['url']}, captured {part['fetched_at']}, is as its digests say."
        steps.append(Step("part", not failed, f"{part['url']}: {failed}" if failed else said))
    return steps
