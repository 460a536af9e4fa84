"""Shared by all that make rows: a row's shape, JSON text, hosts and counted ids. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from archive.keys import key

Row = dict[str, object]


# Half of a surrogate pair is no character (UTF-8 cannot write it), and SQLite's functions take
# NUL for the end of a text. Both come out of broken PDFs and of JSON escapes.
_UNSOUND = re.compile("[\x00\ud800-\udfff]")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def sound(value: object) -> object:
    """A value that SQLite can store: what is no character in a text becomes U+FFFD.

    >>> sound("a\\x00b\\ud800") == "a\\ufffdb\\ufffd", sound(None)
    (True, None)
    """
    return _sound_text(value) if isinstance(value, str) else value


def _is_sound(text: str) -> bool:
    """Whether SQLite can keep a text; quick for one in ASCII, however long."""
    return (text.isascii() and "\0" not in text) or _UNSOUND.search(text) is None


def _sound_text(text: str) -> str:
    return text if _is_sound(text) else _UNSOUND.sub("\ufffd", text)


def insertion(table: str, row: Row) -> str:
    """The INSERT statement for rows with these columns, with named parameters."""
    return _insertion(table, tuple(row))


@lru_cache(maxsize=256)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"


@lru_cache(maxsize=64)
def positional_insertion(table: str, columns: tuple[str, ...], rows: int = 1) -> str:
    """The INSERT statement for so many rows given as tuples, which takes a fraction of the time
    that named parameters do."""
    values = ", ".join([f"({', '.join('?' * len(columns))})"] * rows)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"


def renewed(table: str, columns: Iterable[str], *, but: Iterable[str] = ()) -> str:
    """The end of an ``insertion`` of rows of WARC records: it updates known rows, since records of
    a recovered file lie at other places. ``columns`` are those inserted; those in ``but`` are in
    no record, and stay."""
    kept = {"id", "run_id", *but}
    told = [column for column in columns if column not in kept]
    old, new = (", ".join(f"{of}.{column}" for column in told) for of in (table, "excluded"))
    return (
        f" ON CONFLICT (id) DO UPDATE SET ({', '.join(told)}) = ({new}) "
        f"WHERE ({old}) IS NOT ({new})"
    )


def sound_rows(rows: Iterable[Row]) -> list[Row]:
    """Rows that SQLite can store. Nearly all are sound, so each is tested as a whole first."""
    return [
        row
        if _is_sound("".join([v for v in row.values() if type(v) is str]))
        else {name: sound(value) for name, value in row.items()}
        for row in rows
    ]


def sound_tuples(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """``sound_rows`` for rows that are tuples."""
    return [
        row if _is_sound("".join([v for v in row if type(v) is str])) else tuple(map(sound, row))
        for row in rows
    ]


def as_json(value: object) -> str:
    """JSON text as stored in the ``_json`` columns: readable letters, no padding, sorted keys."""
    return _sound_text(_JSON.encode(value))


@lru_cache(maxsize=4_096)  # a site's pages have most of their links in common
def host_of(url: str) -> str:
    """Host of a URL, with the port unless it is the scheme's own; empty for mailto: and such.

    >>> host_of("https://example.org:443/a"), host_of("http://127.0.0.1:8000/")
    ('example.org', '127.0.0.1:8000')
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{host}:{port}" if port and port != usual else host


class Occurrences:
    """Numbers equal prints, so that the second one on a page gets another id than the first."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()

    def key(self, *parts: str) -> str:
        """The id of the next occurrence of these parts."""
        self._seen[parts] += 1
        return key(*parts, str(self._seen[parts]))
