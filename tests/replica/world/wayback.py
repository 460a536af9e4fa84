"""archive.org and web.archive.org: availability API, CDX API, TimeMaps, mementos.

Shapes: archive.org/help/wayback_api.php; Wayback CDX server README (fields, JSON with a head row,
an empty list when nothing is held); RFC 7089 headers on mementos.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from tests.replica.world.answers import html, json_answer
from tests.replica.world.knobs import State, outage
from tests.replica.world.lies import trouble

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
HELD: dict[str, tuple[tuple[str, int], ...]] = {
    "gone.example-charity.test": (
        ("20150612094530", 200), ("20190304120001", 200), ("20230818070707", 404),
    ),
    "soft404.example-charity.test": (("20180401101010", 200),),
    "moved.example-charity.test": (("20170215083000", 200), ("20240110110000", 301)),
    "www.example-charity.test": (("20200202020202", 200), ("20250505050505", 200)),
    "www.eurospinepatientline.test": (("20140830160000", 200), ("20210607080900", 200)),
    "journals.healio.com": (("20160512091500", 200),),
}  # fmt: skip
"""Captures (14-digit moment, status) held of every page of a host; of other hosts none."""


class Held(NamedTuple):
    """One capture the Wayback Machine holds."""

    timestamp: str
    status: int
    url: str


TIMEMAP = "/web/timemap/link/"


async def answer_availability(request: web.Request, state: State) -> web.StreamResponse:
    """archive.org ``/wayback/available?url=&timestamp=``: the closest good capture."""
    down = await trouble(request, state, "wayback_down", "archive.org")
    if down is not None:
        return down
    if request.path != "/wayback/available":
        return html("Not Found", status=404)
    url = request.query.get("url", "")
    closest = _closest([h for h in held_of(url) if h.status == 200], request.query.get("timestamp"))
    told: dict[str, object] = {"url": url, "archived_snapshots": {}}
    if closest:
        told["archived_snapshots"] = {
            "closest": {
                "status": str(closest.status),
                "available": True,
                "url": f"http://web.archive.org/web/{closest.timestamp}/{closest.url}",
                "timestamp": closest.timestamp,
            }
        }
    if request.query.get("timestamp"):
        told["timestamp"] = request.query["timestamp"]
    return json_answer(state, "archive.org", told)


async def answer_machine(request: web.Request, state: State) -> web.StreamResponse:
    """web.archive.org: ``/cdx/search/cdx`` and ``/web/{moment}/{url}``."""
    down = await outage(request, state, "wayback_down")
    if down is not None:
        return down
    if request.path.startswith("/cdx/search/cdx"):
        return _list(request, state)
    if request.path.startswith(TIMEMAP):
        return _timemap(request.raw_path.partition(TIMEMAP)[2])
    match = re.fullmatch(r"/web/(?:(\d{1,14})(?:id_|if_)?/)?(.+)", request.raw_path)
    held = held_of(match[2]) if match else []
    closest = _closest(held, match[1] if match else None)
    if match is None or closest is None:
        text = "<p>The Wayback Machine has not archived that URL.</p>"
        return html("Internet Archive Wayback Machine", text, status=404)
    if match[1] != closest.timestamp:
        place = f"https://web.archive.org/web/{closest.timestamp}/{closest.url}"
        return web.Response(status=302, headers={"Location": place})
    return _memento(closest)


def _timemap(url: str) -> web.Response:
    """All captures in link format (RFC 7089 §5), whatever was answered then."""
    held = held_of(url)
    if not held:
        return web.Response(status=404)
    links = [f'<{url}>; rel="original"']
    links += [
        f'<http://web.archive.org/web/{h.timestamp}/{h.url}>; rel="memento"; datetime="{_http(h)}"'
        for h in held
    ]
    return web.Response(text=",\n".join(links) + "\n", content_type="application/link-format")


def _http(held: Held) -> str:
    return _moment(held.timestamp).strftime("%a, %d %b %Y %H:%M:%S GMT")


def held_of(url: str) -> list[Held]:
    """Captures held of a URL, oldest first."""
    if "://" not in url:
        url = f"http://{url.lstrip('/')}"
    host = urlsplit(url).hostname or ""
    return [Held(moment, status, url) for moment, status in HELD.get(host, ())]


def _list(request: web.Request, state: State) -> web.Response:
    """The CDX list; knows limit (negative = last ones), from, to, filter and fl."""
    query = request.query
    rows = [_row(held) for held in held_of(query.get("url", ""))]
    rows = [row for row in rows if query.get("from", "") <= row["timestamp"]]
    if "to" in query:
        rows = [row for row in rows if row["timestamp"] <= query["to"].ljust(14, "9")]
    for wish in query.getall("filter", []):
        name, _, value = wish.partition(":")
        rows = [row for row in rows if re.fullmatch(value, row[name])]
    limit = int(query.get("limit", "0"))
    if limit:
        rows = rows[:limit] if limit > 0 else rows[limit:]
    fields = query["fl"].split(",") if "fl" in query else list(FIELDS)
    table = [[row[field] for field in fields] for row in rows]
    if query.get("output") == "json":
        return json_answer(state, "web.archive.org", [fields, *table] if table else [])
    return web.Response(text="".join(" ".join(row) + "\n" for row in table))


def _row(held: Held) -> dict[str, str]:
    parts = urlsplit(held.url)
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    digest = base64.b32encode(hashlib.sha1(held.url.encode()).digest()).decode()
    values = (
        f"{host}){parts.path or '/'}{'?' + parts.query if parts.query else ''}".lower(),
        held.timestamp, held.url, "text/html", str(held.status), digest, str(800 + len(held.url)),
    )  # fmt: skip
    return dict(zip(FIELDS, values, strict=True))


def _closest(held: list[Held], wish: str | None) -> Held | None:
    """The capture nearest a moment (1 to 14 digits), or the last one."""
    if not held:
        return None
    if not wish:
        return held[-1]
    wanted = _moment(wish)
    return min(held, key=lambda h: abs(_moment(h.timestamp) - wanted))


def _moment(digits: str) -> datetime:
    """1 to 14 digits as a moment; missing month and day are the first."""
    padded = digits[:14] + "00000101000000"[len(digits[:14]) :]
    return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _memento(held: Held) -> web.Response:
    if held.status in (301, 302):
        place = f"https://web.archive.org/web/{held.timestamp}/{held.url}/"
        return web.Response(status=held.status, headers={"Location": place})
    when = _http(held)
    title = urlsplit(held.url).path.strip("/").replace("-", " ").capitalize() or "Start page"
    headers = {"Memento-Datetime": when, "Link": f'<{held.url}>; rel="original"'}
    body = f"<h1>{escape(title)}</h1><p>As archived on {when}.</p>"
    return html(title, body, status=held.status, headers=headers)
