"""Tells where an HTTP/1 answer ends while its bytes come in (RFC 9112 §6.3). Pure.

As lenient as an archive must be: status texts, lines without a colon, folded lines and bare line
feeds are taken as they come. Only what leaves no way to tell where the answer ends is refused.
"""

from __future__ import annotations

from collections.abc import Collection

from archive.warc.framing import (
    BadFraming,
    Dechunker,
    end_of_head,
    headers_of,
    is_chunked,
    is_interim,
)
from archive.warc.wire import NO_BODY, STATUS_LINE

MOST_HEAD = 1 << 18
"""Bytes of a head, interim answers included."""
MOST_INTERIM = 100
"""Interim answers before the final one; a server that sends more does not mean to answer."""
_MOST_FRAMING = 1_000_000
"""Bytes of sizes, extensions and trailers of chunks, besides a quarter of the entity: lines sent
one by one are below it, and what is bounded is time, since a chunk costs the same however small."""
_MOST_DIGITS = 19
"""Digits of a Content-Length: those of the largest signed 64-bit number."""
_BEGINNING = b"HTTP/1."


class TooLarge(ValueError):
    """The entity is larger than it may be."""


class NoAnswer(BadFraming):
    """What came does not begin as an answer does."""


class Ending:
    """Follows the answer to a GET request to its end."""

    def __init__(self, max_bytes: int) -> None:
        """``max_bytes``: of the entity; 0 = any number."""
        self.is_over = False
        """Whether the whole answer is there."""
        self.is_kept_alive = False
        """Whether the connection may be asked again behind it."""
        self.is_enough = False
        """Whether nothing more is wanted of it, though more may come."""
        self.behind = 0
        """Bytes at the end of what was fed last that belong to no answer."""
        self.status = 0
        self.headers: tuple[tuple[str, str], ...] = ()
        """Status and headers of the final answer, once there is its head."""
        self.named: list[tuple[str, str]] = []
        """The same headers with their names in lower case."""
        self.head = b""
        """Of the final answer, once it is there."""
        self.interim_bytes = 0
        """Of the interim answers that came before it."""
        self._max_bytes = max_bytes or 1 << 62
        self._begun: bytearray | None = bytearray()
        """What came of a head; None = that of the final answer is there."""
        self._searched = self._interim = 0
        self._left: int | None = None
        """Bytes of the body still to come; None = it ends with the connection or its last chunk."""
        self._dechunker: Dechunker | None = None
        self._size = self._received = 0

    @property
    def has_head(self) -> bool:
        """Whether the head of the final answer is there."""
        return self._begun is None

    def begin_anew(self) -> None:
        """Forget what came before there was a head: it belongs to another answer."""
        self._begun = bytearray()
        self._received = self._searched = self._interim = self.interim_bytes = 0

    def feed(self, data: bytes) -> None:
        """Take in the next bytes that were received. Raises ``BadFraming``, ``TooLarge``."""
        self._received += len(data)
        if self._begun is not None:
            end = None if self._begun else end_of_head(data)  # nearly always it comes at once
            if end is not None and end <= MOST_HEAD and not is_interim(data):
                head, data = data[:end], data[end:]
            else:
                self._begun += data
                found = self._next_head(self._begun)
                if found is None:
                    return
                head, data = found, bytes(self._begun)
            self._read_head(head)
            self._begun = None
        if self._dechunker is not None:
            entity = self._dechunker.feed(data)
            self._size += len(entity)
            self.is_over, self.behind = self._dechunker.is_over, self._dechunker.behind
            framing = self._received - self._size - self.behind
            if framing > MOST_HEAD + _MOST_FRAMING + self._size // 4:
                raise TooLarge(f"{framing} bytes of framing around {self._size}")
        elif self._left is not None:
            entity = data[: self._left]
            self.behind = len(data) - len(entity)
            self._left -= len(entity)
            self.is_over = not self._left
        else:
            entity = data
            self._size += len(entity)
        if self._size > self._max_bytes:
            raise TooLarge(f"more than {self._max_bytes} bytes")
        self.take(entity)

    def take(self, entity: bytes) -> None:
        """Some more of the entity, perhaps nothing; for those who read along."""

    def closes(self) -> bool:
        """The connection has ended: whether that is where the answer ends, and it is whole."""
        ends_so = self.has_head and self._left is None and self._dechunker is None
        return self.is_over or ends_so

    def _next_head(self, begun: bytearray) -> bytes | None:
        """Take the head of the final answer off the received bytes; None = it is not there yet.

        Interim answers are dropped, and nothing is searched twice: it may come byte by byte.
        """
        while (end := end_of_head(begun, self._searched)) is not None:
            if end > MOST_HEAD:
                raise BadFraming("its head goes on and on")
            head = bytes(begun[:end])
            del begun[:end]
            self._searched = 0
            if not is_interim(head):
                return head
            self._interim += 1
            self.interim_bytes += end
            if self._interim > MOST_INTERIM:
                raise BadFraming("its interim answers go on and on")
        self._searched = max(0, len(begun) - 2)
        if begun[: len(_BEGINNING)].upper() != _BEGINNING[: len(begun)]:
            raise NoAnswer("it does not begin as an answer does")
        if self._received > MOST_HEAD:
            raise BadFraming("its head goes on and on")
        return None

    def _read_head(self, head: bytes) -> None:
        """Find out how the body is framed, and whether the connection may be asked again."""
        status = STATUS_LINE.match(head)
        if status is None:
            raise NoAnswer("it has no status")
        self.status, self.headers, self.head = int(status[2]), headers_of(head), head
        named = self.named = [(name.strip().lower(), value) for name, value in self.headers]
        names = dict(named)
        self.is_kept_alive = _may_be_kept(status[1], self.status, named, names)
        if self.status in NO_BODY:
            self._left = 0
        elif "transfer-encoding" not in names:
            lengths = [value for name, value in named if name == "content-length"]
            self._left = _length_of(lengths) if lengths else None
            if self._left is not None and self._left > self._max_bytes:
                raise TooLarge(f"{self._left} bytes")
        elif is_chunked(self.headers):
            self._dechunker = Dechunker()


def _may_be_kept(
    version: bytes, status: int, named: list[tuple[str, str]], names: Collection[str]
) -> bool:
    """Whether a connection may be asked again behind an answer (RFC 9112 §9.3).

    Not when it went over to another protocol, nor behind a length that is said in two ways: what
    follows may be of somebody's making (RFC 9112 §6.1).
    """
    if status == 101 or ("content-length" in names and "transfer-encoding" in names):
        return False
    options = ""
    if "connection" in names:
        options = ",".join([value.lower() for name, value in named if name == "connection"])
    return "close" not in options if version.endswith(b".1") else "keep-alive" in options


def _length_of(values: list[str]) -> int:
    """Content-Length, said once or several times alike."""
    (text, *more) = {text.strip() for value in values for text in value.split(",")}
    if more or not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        raise BadFraming("its lengths contradict each other or are none")
    return int(text)
