"""Memento TimeMaps in link format (RFC 7089 §5): every capture that a web archive has of a URL.

Asked where the availability API of the Wayback Machine knows nothing or is silent. A TimeMap says
when a page was captured and not what was answered then, so the nearest ones are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.moments import moment_of_http, stamp_of
from archive.records import Authority, Check, Question
from pipelines.services.evidence import answered
from pipelines.services.failures import CouldNotAsk
from pipelines.services.http import Client
from pipelines.services.replies import Reply

AUTHORITY = Authority.TIMEMAP
VERSION = "timemap/1"
_TRIES = 3
"""Mementos that are looked at."""
_ACCEPT = "application/link-format"
# <target>; name="value"; name=token (RFC 8288 §3, RFC 6690 §2)
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))')


@dataclass(frozen=True, slots=True)
class Memento:
    """One capture of a web archive."""

    url: str
    moment: datetime


def ask_timemap(client: Client, base: str, url: str, near: datetime | None = None) -> Check:
    """The good memento of ``url`` nearest to ``near`` (or the latest). Raises ``CouldNotAsk``.

    ``base`` is what stands before the URL, e.g. ``https://web.archive.org/web/timemap/link``.
    Facts: those of ``wayback.ask_memento``, and ``listed``, how many the archive has.
    """

    def read(reply: Reply) -> list[Memento]:
        if reply.status == 404:  # RFC 7089 §4.5.3: the archive has none
            return []
        text = reply.body.decode("utf-8", "replace")
        is_timemap = not text.strip() or any("rel" in said for _, said in _links_of(text))
        if reply.status != 200 or not is_timemap:
            raise reply.bad(f"answered HTTP {reply.status} without a TimeMap")
        return list(mementos_of(text))

    asked = f"{base.rstrip('/')}/{url}"
    listed, reply = client.ask(AUTHORITY, asked, read, accept=_ACCEPT)
    found = next((m for m in by_distance(listed, near)[:_TRIES] if _is_good(client, m)), None)
    memento = found.url if found else ""
    timestamp = stamp_of(found.moment) if found else ""
    facts = {"memento": memento, "timestamp": timestamp, "listed": len(listed)}
    return answered(reply, Question.MEMENTO, url, AUTHORITY, facts, VERSION)


def _is_good(client: Client, memento: Memento) -> bool:
    """Whether the archived answer was a page: a memento answers with its status, and leads on
    where it was a redirect (RFC 7089 §4.5.2)."""

    def read(reply: Reply) -> bool:
        return reply.status == 200 and not reply.hops

    try:
        is_good, _ = client.ask(AUTHORITY, memento.url, read, accept="*/*")
    except CouldNotAsk as failure:
        return failure.error == "too_large"  # there is a lot of it
    return is_good


def mementos_of(text: str) -> Iterator[Memento]:
    """The mementos of a TimeMap; entries without a date that can be read are passed over.

    >>> told = '<http://a/1>; rel="first memento"; datetime="Tue, 03 Mar 2020 10:00:00 GMT"'
    >>> [(m.url, m.moment.year) for m in mementos_of(told)]
    [('http://a/1', 2020)]
    """
    for url, said in _links_of(text):
        if "memento" not in said.get("rel", "").split():
            continue
        moment = moment_of_http(said.get("datetime", ""))
        if moment is not None:
            yield Memento(url.replace("http://web.", "https://web.", 1), moment)


def _links_of(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Targets and parameters of a document in link format."""
    for link in _LINK.finditer(text):
        found = _PARAMETER.findall(link[2])
        yield link[1], {name.lower(): quoted or bare for name, quoted, bare in found}


def by_distance(mementos: list[Memento], near: datetime | None) -> list[Memento]:
    """The mementos nearest to a moment first, or the latest first."""
    if near is None:
        return sorted(mementos, key=lambda memento: memento.moment, reverse=True)
    return sorted(mementos, key=lambda memento: abs(memento.moment - near))
