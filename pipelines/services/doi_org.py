"""doi.org: the handle API (is this DOI name registered?) and doiRA (by which agency?).

API: https://doi.info/doi-handbook/HTML/rest-api-request-format.html and
…/rest-api-response-format.html; doiRA: https://www.doi.org/the-identifier/resources/
factsheets/doi-resolution-documentation. Only the handle API says whether a name is registered;
the HTTP status of a landing page never does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TypedDict
from urllib.parse import quote

from archive.records import Authority, Check, Question
from pipelines.services.evidence import answered
from pipelines.services.failures import BadAnswer, Unavailable
from pipelines.services.http import Client, fault
from pipelines.services.replies import Reply
from pipelines.services.works import mappings

AUTHORITY = Authority.DOI_ORG
VERSION = "doi_org/1"
# Response codes of the handle protocol (RFC 3652 §2.2.3) that say something about the name.
FOUND, NOT_FOUND, NO_SUCH_VALUE = 1, 100, 200
# The HTTP status that each of them comes with (REST API response format).
_STATUSES = {FOUND: (200,), NOT_FOUND: (404,), NO_SUCH_VALUE: (200, 404)}
# Characters a DOI name may keep in a URL path; the DOI Handbook (2.5.2.4) demands % " # space
# and ? encoded and advises it for < > { } ^ [ ] ` | \.
_PATH_SAFE = "/:;()@!$&'*+,=~-._"
# doiRA takes a list in its path; servers commonly stop reading a URL at 8 kB.
MAX_NAMES = 50


def encode_doi(doi: str) -> str:
    """A DOI name encoded for a URL path.

    >>> encode_doi("10.1002/(sici)1097-0258(19970930)16:18<2127::aid-sim633>3.0.co;2-w")
    '10.1002/(sici)1097-0258(19970930)16:18%3C2127::aid-sim633%3E3.0.co;2-w'
    """
    return quote(doi, safe=_PATH_SAFE)


def ask_handle(client: Client, base: str, doi: str, *, past_cache: bool = False) -> Check:
    """Ask the handle API about one name; ``past_cache`` asks the primary server (``auth``).

    Facts: those of ``HandleFacts``. Raises ``CouldNotAsk``; "not found" is an answer.
    """
    facts, reply = look_up(client, AUTHORITY, base, doi, past_cache=past_cache)
    return answered(reply, Question.REGISTRATION, doi, AUTHORITY, facts, VERSION)


class HandleFacts(TypedDict):
    """What a proxy of the handle system says about one name."""

    code: int
    """1 found, 100 not found, 200 found without a URL."""
    url: str | None
    """Where the handle leads: its ``URL``, or the main place of several (``10320/loc``)."""
    alias: str | None
    """The name this one is an alias of (``HS_ALIAS``), lower case."""
    past_cache: bool
    types: list[str]
    """Of all values."""


def look_up(
    client: Client, authority: Authority, base: str, name: str, *, past_cache: bool
) -> tuple[HandleFacts, Reply]:
    """Ask any proxy of the handle system about one name; doi.org is one. Raises ``CouldNotAsk``."""
    query = "?auth=true" if past_cache else ""
    url = f"{base.rstrip('/')}/api/handles/{encode_doi(name)}{query}"

    def read(reply: Reply) -> tuple[int, Sequence[Mapping[str, object]]]:
        return _read_handle(reply, authority, name)

    (code, values), reply = client.ask(authority, url, read, faults_are_told=True)
    facts = HandleFacts(
        code=code,
        url=_value(values, "URL") or best_location(_value(values, "10320/loc") or ""),
        alias=(_value(values, "HS_ALIAS") or "").lower() or None,
        past_cache=past_cache,
        types=sorted({str(value.get("type")) for value in values}),
    )
    return facts, reply


def _read_handle(
    reply: Reply, authority: Authority, name: str
) -> tuple[int, Sequence[Mapping[str, object]]]:
    """Response code and values of an answer about ``name``; raises ``CouldNotAsk``.

    A code must come with its HTTP status: a "not found" that is sent as 200 is nobody's proof.
    """
    try:
        found = reply.json()
    except BadAnswer:
        if reply.status == 500:
            raise fault(authority, reply) from None
        raise
    if not isinstance(found, Mapping) or type(found.get("responseCode")) is not int:
        raise reply.bad("answered without a response code")
    if str(found.get("handle", "")).casefold() != name.casefold():
        raise reply.bad(f"answered about {found.get('handle')!r} when asked about {name!r}")
    code = int(found["responseCode"])
    if code not in _STATUSES:
        said = f"{authority} could not look {name} up (response code {code})"
        raise Unavailable("unresolved", said, reply.evidence())
    if reply.status not in _STATUSES[code]:
        raise reply.bad(f"answered response code {code} with HTTP {reply.status}")
    return code, mappings(found.get("values"))


def ask_agencies(client: Client, base: str, dois: Sequence[str]) -> list[Check]:
    """Ask doiRA about up to ``MAX_NAMES`` names in one request; answers in the same order.

    A name with a comma cannot stand in a list: such names must be asked alone, by prefix.
    Facts: ``agency``, empty when doiRA names none; ``said``, its own words; ``asked``, the name or
    prefix. Raises ``CouldNotAsk``, and ``BadAnswer`` when the answer leaves out a name.
    """
    names = [doi.partition("/")[0] if "," in doi else doi for doi in dois]
    url = f"{base.rstrip('/')}/doiRA/{','.join(encode_doi(name) for name in names)}"

    def read(reply: Reply) -> dict[str, str]:
        found = reply.json()
        rows = mappings(found)
        said = {
            str(row.get("DOI", "")).casefold(): str(row.get("RA") or row.get("status") or "")
            for row in rows
        }
        if not isinstance(found, list) or any(name.casefold() not in said for name in names):
            raise reply.bad("did not answer about every name it was asked about")
        return {str(r.get("DOI", "")).casefold(): str(r.get("RA") or "") for r in rows} | {
            f"said {name}": text for name, text in said.items()
        }

    agencies, reply = client.ask(AUTHORITY, url, read)
    checks: list[Check] = []
    for doi, name in zip(dois, names, strict=True):
        folded = name.casefold()
        facts = {"agency": agencies[folded], "said": agencies[f"said {folded}"], "asked": name}
        checks.append(answered(reply, Question.AGENCY, doi, AUTHORITY, facts, VERSION))
    return checks


def _value(values: Sequence[Mapping[str, object]], kind: str) -> str | None:
    """The first value of a type (``{"type", "data": {"format", "value"}}``), or None."""
    for value in sorted(values, key=lambda v: str(v.get("index")).zfill(12)):
        data = value.get("data")
        if value.get("type") == kind and isinstance(data, Mapping):
            found = data.get("value")
            if isinstance(found, str) and found.strip():
                return found.strip()
    return None


# One place of a handle with several (handle.net, "10320/loc Handle Type").
_LOCATION = re.compile(r"<location\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]{1,40})\s*=\s*[\"']([^\"'<>]{0,2000})[\"']")


def best_location(text: str) -> str | None:
    """The heaviest place of a ``10320/loc`` value that a reader may be sent to, or None.

    Places with an ``http_role`` are for programs (content negotiation); weight 0 is a place that
    is only chosen by country or by name, and better than none.
    """
    best: tuple[float, str] | None = None
    for found in _LOCATION.findall(text[:100_000]):
        place = {name.lower(): html.unescape(value) for name, value in _ATTRIBUTE.findall(found)}
        if "http_role" in place or not place.get("href", "").startswith(("http://", "https://")):
            continue
        weight = _weight(place.get("weight", "1"))
        if best is None or weight > best[0]:
            best = (weight, place["href"])
    return best[1] if best else None


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
