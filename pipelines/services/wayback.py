"""The Wayback Machine's availability API: the memento of a URL nearest a moment.

https://archive.org/help/wayback_api.php. Asked only for what is broken, and slowly.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from archive.moments import stamp_of
from archive.records import Authority, Check, Question
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.replies import Reply

AUTHORITY = Authority.WAYBACK
VERSION = "wayback/1"


def ask_memento(client: Client, base: str, url: str, near: datetime | None = None) -> Check:
    """The memento of ``url`` nearest to ``near`` (or the latest). Raises ``CouldNotAsk``.

    Facts: ``memento``, its address, where it was a good page; ``timestamp`` (``YYYYMMDDhhmmss``).
    Both are empty when there is none.
    """
    query = {"url": url} | ({"timestamp": stamp_of(near)} if near else {})
    asked = f"{base.rstrip('/')}/wayback/available?{urlencode(query)}"

    def read(reply: Reply) -> tuple[str, str]:
        found = reply.json()
        snapshots = found.get("archived_snapshots") if isinstance(found, Mapping) else None
        if reply.status != 200 or not isinstance(snapshots, Mapping):
            raise reply.bad(f"answered HTTP {reply.status} without archived_snapshots")
        closest = snapshots.get("closest")
        if not isinstance(closest, Mapping) or not closest.get("available"):
            return "", ""
        if str(closest.get("status", "200"))[:1] != "2":
            return "", ""
        memento = str(closest.get("url", "")).replace("http://web.", "https://web.", 1)
        return memento, str(closest.get("timestamp", ""))

    (memento, timestamp), reply = client.ask(AUTHORITY, asked, read)
    facts = {"memento": memento, "timestamp": timestamp}
    return answered(reply, Question.MEMENTO, url, AUTHORITY, facts, VERSION)
