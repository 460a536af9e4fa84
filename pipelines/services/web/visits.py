"""A visit to a web page, and the facts that its last answer gives. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from archive.decoding import decode
from archive.records import Exchange
from pipelines.services.web.anchors import find_places, is_asked, place_of
from pipelines.services.web.exchanges import Answer
from pipelines.services.web.page_facts import app_of, closer_facts, facts_of, text_facts
from pipelines.services.web.pdf_pages import find_pages
from pipelines.services.web.scanning import Scan, text_of
from pipelines.services.web.sketches import MOST_COMPARED, likeness

# Facts that a 304 says are as they were.
_OF_ANSWER = frozenset({"permanent", "attempts", "not_modified", "at_place"})
_MAX_TAG = 200
# A page with less text (characters) is a frame for others, or filled by a script.
_LITTLE_TEXT = 200
# Bytes of a text that may be nothing but an excuse, and of what types.
_SHORT = 300
_TEXTS = frozenset({"text/plain", "application/json", "application/problem+json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The last good look at the same page: where it ended and the facts it found."""

    url: str
    facts: Mapping[str, object]


@dataclass(slots=True, kw_only=True)
class Visit:
    """What came of one URL. ``facts``: see ``page_facts.facts_of``, and besides

    ``content_type``, ``permanent`` (every redirect was 301 or 308), ``at_place`` (the place in the
    page, its fragment, that the last redirect named), ``has_place`` (that which the page has),
    ``retry_after`` (seconds),
    ``attempts`` (requests that the last hop took, where one was not enough), ``reason`` (why the
    guard forbids it), ``magic`` (``pdf`` when it is one), ``cut_off`` (the error that ended the
    body), ``etag`` and ``last_modified`` (validators), ``not_modified`` (the facts are those of
    an earlier look), ``places`` (fragment -> there, script, missing), ``drift`` (share of the
    text, 0 to 1, that is new since the last look), ``sibling`` (what a made-up address beside it
    answers).
    """

    asked_at: datetime
    status: int | None = None
    error: str | None = None
    final_url: str = ""
    hops: list[tuple[int, str]] = field(default_factory=list)
    bytes: int = 0
    elapsed_ms: int = 0
    fragments: tuple[str, ...] = ()
    """Looked for in the page."""
    place: str = ""
    """The fragment that the last redirect named."""
    page: Scan | None = None
    """For comparison with the page's sibling; not kept."""
    text: str = ""
    """What it says, instead of the page, where that is compared with many (``keep_text``)."""
    facts: dict[str, object] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    """What crossed the wire, in order, where that is kept."""

    def said(self) -> str:
        """What a reader sees of the page, blanks folded; empty where it is none."""
        return self.text or (text_of(self.page.shown) if self.page else "")

    def keep_text(self) -> None:
        """Let the page go and keep what it says, as far as that is compared: one is kept a host."""
        self.text, self.page = self.said()[:MOST_COMPARED], None

    def look_closer(self) -> None:
        """Note what counts only where the page is compared with another (``closer_facts``)."""
        if self.page:
            self.facts = closer_facts(self.page) | self.facts


def conditions_of(earlier: Earlier | None, url: str, fragments: Sequence[str]) -> dict[str, str]:
    """The headers that spare an unchanged page from being sent again (RFC 9110 §13.1).

    Only where that page was, and only when all that is asked about it is known.
    """
    if earlier is None or earlier.url != url or _is_new(fragments, earlier.facts):
        return {}
    conditions = {}
    for name, header in (("etag", "If-None-Match"), ("last_modified", "If-Modified-Since")):
        value = earlier.facts.get(name)
        if isinstance(value, str) and value.isprintable():
            conditions[header] = value
    return conditions


def _is_new(fragments: Sequence[str], facts: Mapping[str, object]) -> bool:
    known = facts.get("places")
    known = known if isinstance(known, Mapping) else {}
    return any(is_asked(fragment) and fragment not in known for fragment in fragments)


def unchanged(visit: Visit, answer: Answer, earlier: Earlier | None) -> bool:
    """Take in a 304: the page is as it was at the earlier look, and so are its facts."""
    if (
        answer.error
        or answer.status != 304
        or not conditions_of(earlier, visit.final_url, visit.fragments)
    ):
        return False
    assert earlier is not None
    visit.status = 304
    kept = {name: value for name, value in earlier.facts.items() if name not in _OF_ANSWER}
    visit.facts = kept | {"not_modified": True}
    return True


def conclude(visit: Visit, answer: Answer, earlier: Earlier | None) -> None:
    """The facts of the last answer."""
    visit.status = answer.status if answer.status is not None else visit.status
    visit.error = answer.error
    body = b"" if answer.error else answer.body()
    visit.bytes = len(body)
    facts: dict[str, object] = {}
    if answer.media_type:
        facts["content_type"] = answer.media_type
    if answer.attempts > 1:
        facts["attempts"] = answer.attempts
    if answer.retry_after is not None:
        facts["retry_after"] = answer.retry_after
    if answer.cut_off:
        facts["cut_off"] = answer.cut_off
    for name, header in (("etag", "etag"), ("last_modified", "last-modified")):
        value = answer.headers.get(header, "")
        if value and len(value) <= _MAX_TAG and answer.status == 200:
            facts[name] = value
    if body.startswith(b"%PDF-"):
        facts["magic"] = "pdf"
        if answer.is_whole and answer.status == 200:
            facts |= {"places": pages} if (pages := find_pages(body, visit.fragments)) else {}
    elif answer.error is None and answer.is_page(body):
        facts |= _page_facts(visit, answer, body, earlier)
    elif answer.is_whole and len(body) <= _SHORT and answer.media_type in _TEXTS:
        facts |= text_facts(decode(body, answer.headers.get("content-type", "")).text)
    visit.facts = facts


def _page_facts(
    visit: Visit, answer: Answer, body: bytes, earlier: Earlier | None
) -> dict[str, object]:
    source = decode(body, answer.headers.get("content-type", "")).text
    seen = Scan(source=source)
    in_doubt = answer.status != 200 or bool(visit.hops or visit.fragments)
    facts = facts_of(source, seen, answer.headers, visit.final_url, in_doubt=in_doubt)
    visit.page = seen
    is_whole = answer.is_whole and len(body) < answer.limit * 8
    if visit.fragments and is_whole and answer.status == 200:
        facts |= _places_in(source, seen, visit.fragments)
    if visit.place and place_of(visit.place) and answer.status == 200:
        seen_there = find_places(source, "", (visit.place,)).get(visit.place) == "there"
        facts |= {"has_place": visit.place[:300]} if seen_there else {}
    before, now = (earlier.facts.get("sketch") if earlier else None), facts.get("sketch")
    if isinstance(before, str) and isinstance(now, str):
        alike = likeness(before, now)
        if alike is not None:
            facts["drift"] = round(1 - alike, 2)
    return facts


def _places_in(source: str, page: Scan, fragments: Sequence[str]) -> dict[str, object]:
    """The fact ``places``, and ``app`` instead where a script may make them."""
    app = app_of(source)
    text = "" if app else text_of(page.shown)
    if len(text) < _LITTLE_TEXT:
        return {"app": app} if app else {}
    return {"places": find_places(source, text, fragments)}
