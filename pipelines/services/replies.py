"""A registry's answer, read to its end and not yet interpreted."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from urllib.parse import urlsplit

from archive.records import Exchange
from pipelines.services.failures import BadAnswer, Evidence

MOST_FIGURES = 19
"""Of a whole number: what SQLite and most programs hold has no more."""
_HALF_A_PAIR = re.compile(r"\\u[dD][89A-Fa-f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A registry's answer, read to its end."""

    url: str
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    asked_at: datetime
    elapsed_ms: int
    final_url: str
    hops: tuple[tuple[int, str], ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    """Everything that was sent for it, in order: redirects and earlier attempts too."""

    def json(self) -> object:
        """The body as JSON; raises ``BadAnswer`` when it is not JSON (HTML, cut off, absurd)."""
        try:
            found = read_json(self.body)
        except (ValueError, RecursionError) as error:
            kind = self.headers.get("content-type", "no type")
            raise self.bad(f"answered {kind} that is not JSON ({error})") from error
        return found

    def bad(self, what: str) -> BadAnswer:
        """The exception to raise when this answer makes no sense."""
        return BadAnswer("bad_answer", f"{urlsplit(self.url).netloc} {what}", self.evidence())

    def evidence(self) -> Evidence:
        """What is kept of an answer that could not be used."""
        return Evidence(
            url=self.url,
            asked_at=self.asked_at,
            elapsed_ms=self.elapsed_ms,
            status=self.status,
            final_url=self.final_url,
            hops=self.hops,
            bytes=len(self.body),
            exchanges=self.exchanges,
            excerpt=self.body[:200].decode("utf-8", "replace"),
        )


def read_json(body: bytes) -> object:
    """Strict JSON (RFC 8259), which every reader reads alike. Raises ``ValueError``, and
    ``RecursionError`` if it nests too deep.

    Refused: ``NaN`` and ``Infinity``, which are no JSON; numbers that no machine holds
    (``1e400``); an object that says two things under one name, of which readers take one or the
    other. Half of a surrogate pair (``"\\ud800"``), which nobody can send on, becomes ``?``.
    """
    text = body.decode(json.detect_encoding(body))
    found: object = json.loads(
        text,
        parse_float=_finite,
        parse_int=_whole,
        parse_constant=_refuse,
        object_pairs_hook=_unambiguous,
    )
    if _HALF_A_PAIR.search(text):
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def _finite(printed: str) -> float:
    number = float(printed)
    if not math.isfinite(number):
        _refuse(printed)
    return number


def _whole(printed: str) -> int:
    if len(printed.lstrip("-")) > MOST_FIGURES:
        _refuse(printed)
    return int(printed)


def _refuse(printed: str) -> NoReturn:
    raise ValueError(f"{printed[:40]} is no number")


def _as_text(value: object) -> str:
    """To compare by: 1, 1.0 and true, which are equal to Python, say different things."""
    return json.dumps(value, sort_keys=True)


def _unambiguous(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        for name, value in pairs:
            if found[name] is not value and _as_text(found[name]) != _as_text(value):
                raise ValueError(f"two values of {name[:40]!r}")
    return found
