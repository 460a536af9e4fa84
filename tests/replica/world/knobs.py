"""What of the outside world a test or a benchmark may turn, and what the world remembers.

All of it lives in ``State.notes`` of the running replica, so that two replicas never share a
memory and ``forget`` empties it. Knobs (key: value):

``doi_org_down``   True or an HTTP status (True = 503): doi.org answers nothing else. ``"reset"``:
                   it breaks every connection. ``"hang"``: it never answers.
``crossref_down``  The same for api.crossref.org; ``datacite_down``, ``wayback_down``, ``ncbi_down``
                   and ``handle_down`` likewise.
``crossref_429``   True: Crossref holds callers to its limit (requests and parallel requests) with
                   429. A number n: the next n requests are answered 429 with Retry-After: 1.
``crossref_span_s``  Seconds in which Crossref says it allows what it allows, instead of 1. Callers
                   that it holds to its limit (``crossref_429``) are told 1 all the same.
``lying``          {host: lie}: a registry answers nonsense. ``html``: a web page with status 200.
                   ``truncated``: half of the JSON. ``wrong_doi``: the record of another work.
                   Others: see ``lies``. Hosts: doi.org, api.crossref.org, api.datacite.org ...
``oracle``         Folder with ``known_dois.json.gz``, ``crossref_records.jsonl.gz`` and
                   ``datacite_records.jsonl.gz``: these DOIs are registered, too. The environment
                   variable REPLICA_ORACLE says the same at the start.
``works``          A ``Works`` that is all there is, in place of the bundled ones.
``slow_s``         Seconds that slow hosts take instead of their own 2 and 3.

Memory: ``asked`` {host or host + name: requests so far}.
"""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from aiohttp import web

from tests.replica.delivery import break_off, wait


class State(Protocol):
    """What the outside world needs of the replica's state."""

    notes: dict[str, object]
    """Knobs and memory of the outside world."""


def count(state: State, subject: str) -> int:
    """Count one more request for a subject; the number of requests until now, this one included."""
    asked = state.notes.setdefault("asked", Counter())
    assert isinstance(asked, Counter)
    asked[subject] += 1
    return int(asked[subject])


def lie_of(state: State, host: str) -> str:
    """The lie a registry is told to tell, or an empty string."""
    lies = state.notes.get("lying")
    return str(lies.get(host, "")) if isinstance(lies, dict) else ""


def seconds(state: State, own: float) -> float:
    """How long a slow host takes: its ``own`` time unless the knob says otherwise."""
    wished = state.notes.get("slow_s")
    return float(wished) if isinstance(wished, int | float) else own


async def outage(request: web.Request, state: State, knob: str) -> web.StreamResponse | None:
    """The answer of a service that is down by its knob, or None when it is up."""
    wish = state.notes.get(knob)
    if not wish:
        return None
    if wish == "hang":
        await wait(request, 3600)
        return await break_off(request)
    if wish == "reset":
        return await break_off(request)
    status = 503 if wish is True else int(str(wish))
    page = (
        f"<html>\n<head><title>{status} Service Unavailable</title></head>\n<body></body></html>\n"
    )
    return web.Response(text=page, status=status, content_type="text/html")
