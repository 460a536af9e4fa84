"""All captures of one address, as web archives speak of them: mementos (RFC 7089).

A memento is a capture; a TimeGate leads to the one nearest a wanted moment; a TimeMap lists all.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from archive.moments import http_date

# What may stand in a URI that goes into a header, between angle brackets (RFC 3986).
_SAFE = "%:/?#[]@!$&'()*+,;=~"
LINK_FORMAT = "application/link-format"
_MOST_HEADER = 2500
"""Bytes of links: nginx takes 4 kB of headers from whom it speaks for, and clients 64 kB a line."""
_PARTS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#@:\[\]]+|\[[^\]/]*\])(:(?P<port>\d*))?(?P<rest>[/?#].*|)$",
    re.IGNORECASE | re.DOTALL,
)
_USUAL = {"http": "80", "https": "443"}
_OTHER = {"http": "https", "https": "http"}
_ESCAPED = re.compile("%[0-9a-f]{2}", re.IGNORECASE)
MOST = 5_000
"""Mementos that a TimeMap lists; the latest ones."""


@dataclass(frozen=True, slots=True)
class Memento:
    """One capture of an address."""

    id: str
    moment: datetime
    status: int

    @property
    def http_date(self) -> str:
        """Its moment as ``Memento-Datetime`` has it (RFC 9110 §5.6.7)."""
        return http_date(self.moment)


class Addresses:
    """Where the resources of one original stand; ``here`` makes a path of ours absolute."""

    def __init__(self, original: str, here: Callable[[str], str]) -> None:
        self.original = quote(original, safe=_SAFE)
        self.timegate = here(f"/-/timegate/{self.original}")
        self.timemap = here(f"/-/timemap/link/{self.original}")
        self._here = here

    def memento(self, one: Memento) -> str:
        """Where a capture is shown."""
        return self._here(f"/-/capture/{one.id}")


def spellings(url: str) -> list[str]:
    """An address as it is given, as RFC 3986 §6.2 writes the same one, and both under the other
    scheme: what was captured under https is asked for under http by those who have an old link.

    >>> spellings("HTTPS://A.Example:443?q=%c3")
    ['HTTPS://A.Example:443?q=%c3', 'https://a.example/?q=%C3', 'http://a.example/?q=%C3']
    """
    found = _PARTS.match(url)
    if found is None:
        return [url]
    scheme, host, port = found["scheme"].lower(), found["host"].lower(), found["port"] or ""
    port = "" if port in ("", _USUAL[scheme]) else f":{port}"
    rest = _ESCAPED.sub(lambda escaped: escaped[0].upper(), found["rest"].partition("#")[0])
    rest = f"{host}{port}{'' if rest.startswith('/') else '/'}{rest}"
    other = [] if port else [f"{_OTHER[scheme]}://{rest}"]
    return list(dict.fromkeys([url, f"{scheme}://{rest}", *other]))


def mementos_of(db: sqlite3.Connection, url: str) -> list[Memento]:
    """The captures of an address in the first of its spellings that has any, oldest first; of the
    page it is another address of, when there are none under its own."""
    for spelling in spellings(url):
        if found := _captured_at(db, spelling):
            return found
    return []


def _captured_at(db: sqlite3.Connection, url: str) -> list[Memento]:
    sql = (
        "SELECT id, fetched_at, status FROM captures WHERE url = ? ORDER BY fetched_at DESC LIMIT ?"
    )
    rows = db.execute(sql, (url, MOST)).fetchall()
    if not rows:
        page = db.execute(
            "SELECT p.url FROM page_aliases a JOIN pages p ON p.id = a.page_id WHERE a.url = ?",
            (url,),
        ).fetchone()
        rows = db.execute(sql, (page[0], MOST)).fetchall() if page else []
    return [Memento(i, datetime.fromisoformat(at), status) for i, at, status in reversed(rows)]


def nearest(mementos: Sequence[Memento], wanted: datetime | None) -> Memento:
    """The memento nearest a moment, without one the latest; what failed only when all did.

    Of two equally near ones the earlier.
    """
    good = [memento for memento in mementos if memento.status < 400] or list(mementos)
    if wanted is None:
        return good[-1]
    return min(good, key=lambda memento: abs((memento.moment - wanted).total_seconds()))


def gate_headers(mementos: Sequence[Memento], chosen: Memento, at: Addresses) -> dict[str, str]:
    """The ``Link`` header of a TimeGate's answer: what stands around a memento, and itself."""
    ends = dict.fromkeys([mementos[0], chosen, mementos[-1]])
    return _linked([*_around(at), *(_link(memento, mementos, at) for memento in ends)])


def memento_headers(fetched_at: str, at: Addresses) -> dict[str, str]:
    """The headers that make the answer with a capture a memento (RFC 7089 §2.2.2, §2.1.2)."""
    moment = http_date(datetime.fromisoformat(fetched_at))
    return {"memento-datetime": moment} | _linked(_around(at))


def _around(at: Addresses) -> list[str]:
    return [
        f'<{at.original}>; rel="original"',
        f'<{at.timegate}>; rel="timegate"',
        f'<{at.timemap}>; rel="timemap"; type="{LINK_FORMAT}"',
    ]


def _linked(links: Iterable[str]) -> dict[str, str]:
    """The ``Link`` header with as many of the links as clients and proxies take. With a very long
    address it is left out, so that there still is an answer."""
    kept: list[str] = []
    for link in links:
        if sum(map(len, kept)) + len(link) > _MOST_HEADER:
            break
        kept.append(link)
    return {"link": ", ".join(kept)} if kept else {}


def link_format(mementos: Sequence[Memento], at: Addresses) -> str:
    """The TimeMap as ``application/link-format`` (RFC 7089 §5, RFC 6690)."""
    first, last = mementos[0].http_date, mementos[-1].http_date
    lines = [
        f'<{at.original}>; rel="original"',
        f'<{at.timemap}>; rel="self"; type="{LINK_FORMAT}"; from="{first}"; until="{last}"',
        f'<{at.timegate}>; rel="timegate"',
        *(_link(memento, mementos, at) for memento in mementos),
    ]
    return ",\n".join(lines) + "\n"


def as_json(mementos: Sequence[Memento], at: Addresses) -> str:
    """The TimeMap in the JSON form that MemGator made common."""
    listed = [{"datetime": m.moment.isoformat(), "uri": at.memento(m)} for m in mementos]
    return json.dumps(
        {
            "original_uri": at.original,
            "timegate_uri": at.timegate,
            "timemap_uri": {"link_format": at.timemap},
            "mementos": {"first": listed[0], "last": listed[-1], "list": listed},
        },
        ensure_ascii=False,
    )


def _link(memento: Memento, mementos: Sequence[Memento], at: Addresses) -> str:
    words = ["first"] * (memento is mementos[0]) + ["last"] * (memento is mementos[-1])
    relation = " ".join([*words, "memento"])
    return f'<{at.memento(memento)}>; rel="{relation}"; datetime="{memento.http_date}"'
