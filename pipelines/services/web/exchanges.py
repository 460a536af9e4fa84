"""One exchange with a web server: the head, and as much of the body as is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import ada_url

from archive.warc.endings import Ending
from archive.warc.messages import REDIRECTS
from archive.warc.wire import Head
from pipelines.services.decoding import decode_start
from pipelines.services.pacing import retry_after_s

PERMANENT = frozenset({301, 308})
PAGES = frozenset({"text/html", "application/xhtml+xml"})
# What is sometimes said of a page that is one all the same.
_MAYBE_PAGES = PAGES | {"", "text/plain", "application/pdf", "application/octet-stream"}
# Failures that another try may cure. A name that does not exist will not come to exist.
_PASSING = frozenset(
    {"timeout", "reset", "refused", "dns_temporary", "unreachable", "bad_answer", "our_fault"}
)
# For what is not a page: enough to see whether it is what it says it is.
_FEW_BYTES = 1_024
_MARKUP = re.compile(rb"\s{0,64}<(?:!doctype html|html|head|title|body|script|meta)\b", re.I)
# A page that is shown for longer than this before it sends on is meant to be read.
_SOON_S = 10


@dataclass(slots=True, kw_only=True)
class Answer:
    """An answer's head and the beginning of its body, or an error class."""

    status: int | None = None
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name; the last of equal names counts."""
    media_type: str = ""
    """Of the Content-Type header, lower case, without parameters."""
    cookies: list[str] = field(default_factory=list)
    """What its Set-Cookie headers say."""
    raw: bytearray = field(default_factory=bytearray)
    """Of the body, as sent."""
    is_whole: bool = False
    """Whether the body was read to its end."""
    has_ended: bool = False
    """Whether all of it came, read or not."""
    cut_off: str = ""
    """The error class that ended the body too early."""
    head: Head | None = None
    """Of an answer whose framing was found right, to its end or as far as it was wanted."""
    limit: int = 0
    retry_after: float | None = None
    max_wait_s: float = 0.0
    attempts: int = 1
    """Requests that were made for it."""

    @property
    def is_passing(self) -> bool:
        """Whether another try may bring more."""
        if self.error is not None:
            return self.error in _PASSING
        busy = self.status == 429 or (self.status is not None and self.status >= 500)
        return busy and (self.retry_after or 0.0) <= self.max_wait_s

    def body(self) -> bytes:
        """The beginning of the body, decoded; empty when its coding cannot be undone."""
        coding = self.headers.get("content-encoding", "")
        return decode_start(bytes(self.raw), coding, self.limit * 8) or b""

    def is_page(self, body: bytes) -> bool:
        """Whether this is HTML, by its declared type or by its first bytes."""
        if self.media_type in PAGES:
            return True
        return self.media_type in _MAYBE_PAGES and (
            _MARKUP.match(body) is not None or (not self.media_type and body[:1].strip(b"%") != b"")
        )

    def break_off(self, error: str) -> None:
        """A failure: of the whole exchange, or only of the end of a body that is there."""
        if self.raw and self.status is not None:
            self.cut_off = error
        else:
            self.error = error


class Reading(Ending):
    """Fills in an answer as it comes, until there is enough of it."""

    def __init__(self, answer: Answer, limit: int, pdf_limit: int = 0) -> None:
        """At most ``limit`` bytes of a page's body. A PDF is read to its end only where that comes
        within ``pdf_limit`` bytes, as far as it says."""
        super().__init__(max_bytes=0)
        self._answer = answer
        self._limit = limit
        self._pdf_limit = pdf_limit

    def take(self, entity: bytes) -> None:
        """Some more of the body."""
        answer = self._answer
        if answer.status is None:
            self._begin(answer)
        may_be_page = answer.media_type in _MAYBE_PAGES
        while entity and len(answer.raw) < answer.limit:
            room = answer.limit - len(answer.raw)
            answer.raw += entity[:room]
            entity = entity[room:]
            if may_be_page and _may_be_page(answer.raw):
                answer.limit = self._limit
            elif answer.raw[:5] == b"%PDF-" and self._announced < self._pdf_limit:
                answer.limit = max(answer.limit, self._pdf_limit)
        self.is_enough = len(answer.raw) >= answer.limit

    def _begin(self, answer: Answer) -> None:
        """The head is there. Nothing is read behind that of a redirect."""
        headers = [(n, v if v.isascii() else _spelled(v)) for n, v in self.named]
        answer.status, answer.headers = self.status, dict(headers)
        said = answer.headers.get("content-type", "")
        answer.media_type = said.partition(";")[0].strip().lower()
        if "set-cookie" in answer.headers:
            answer.cookies = [value for name, value in headers if name == "set-cookie"]
        if "retry-after" in answer.headers:
            answer.retry_after = retry_after_s(answer.headers["retry-after"], datetime.now(UTC))
        is_onward = self.status in REDIRECTS and answer.headers.get("location", "").strip()
        is_page = answer.media_type in PAGES
        answer.limit = 0 if is_onward else self._limit if is_page else _FEW_BYTES

    @property
    def _announced(self) -> int:
        """The length of the body as the head has it, 0 where it says none."""
        said = self._answer.headers.get("content-length", "")
        return int(said) if said.isdigit() else 0


def _spelled(value: str) -> str:
    """The value of a header whose bytes beyond ASCII are UTF-8 if anything."""
    return value.encode("latin-1").decode("utf-8", "surrogateescape")


def _may_be_page(raw: bytearray) -> bool:
    return raw[:64].lstrip()[:1] == b"<" or raw[:2] == b"\x1f\x8b"


def location_of(answer: Answer, url: str) -> tuple[str, str] | None:
    """Where a redirect leads (without fragment) and the fragment it names; None = it is none.

    Bytes beyond ASCII are read as UTF-8, and what is none is sent as it came, as browsers do.
    Raises ``ValueError`` for no URL.
    """
    location = answer.headers.get("location", "").strip()
    if answer.error or answer.status not in REDIRECTS or not location:
        return None
    raw = location.encode("utf-8", "surrogateescape")
    try:
        said = raw.decode()
    except UnicodeDecodeError:
        said = "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw)
    address, _, fragment = ada_url.join_url(url, said).partition("#")
    return address, fragment


def refresh_of(content: str, url: str) -> tuple[str, str]:
    """Where a refresh (``<meta>`` or header, ``3; url=/new``) soon leads to, without fragment, and
    the fragment it names; '' = it stays.

    Raises ``ValueError`` for no URL.
    """
    delay, _, rest = content.partition(";")
    if not rest:
        delay, _, rest = content.partition(",")
    target = re.sub(r"^\s*url\s*=\s*", "", rest, flags=re.I).strip().strip("\"'")
    try:
        is_soon = float(delay.strip() or "0") <= _SOON_S
    except ValueError:
        return "", ""
    if not target or not is_soon:
        return "", ""
    address, _, fragment = ada_url.join_url(url, target).partition("#")
    return ("", "") if address == url else (address, fragment)
