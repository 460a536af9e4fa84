"""CSV of every table, row and query, safe from being read as formulas by spreadsheets.

What pages print is a stranger's, and Datasette writes cells as they are. A cell that begins as a
formula does gets an apostrophe in front, as in the CSV of reports (``archive/reports/csv.py``).
Where lists are parted by semicolons (in most of Europe), a spreadsheet that opens the file begins a
cell at each of them, and knows no quotation mark within a line, so that a line of a text begins one
as well: an apostrophe stands behind a semicolon or a line break, too, before what would begin a
formula there. An item of a list (``- Bed rest``) has none, where its line could do nothing.
Plain numbers and everything else stay byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

# RFC 4180: in quotes, with quotes doubled, or up to the next comma or line end.
_CELL = re.compile(rb'"[^"]*(?:""[^"]*)*"|[^",\r\n][^,\r\n]*')
FORMULA = tuple(sign.encode() for sign in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the beginning of a formula; said here too, because a published
folder is served without this program."""
_SIGNS = b"|".join(map(re.escape, FORMULA[:4] + FORMULA[7:]))
# What does something has a function's bracket, another program behind |, or another file before !.
_ITEM = rb"- [^\r\n(|!]*(?:[\r\n]|\Z)"
_PARTED = re.compile(rb"(?:;|[\r\n](?!" + _ITEM + rb'))"*(?=' + _SIGNS + b")")
_NUMBER = re.compile(rb'[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"?')


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap the application: CSV passes record by record and is guarded on its way out."""

    def wrap(app: App) -> App:
        async def guarded(scope: Message, receive: Any, send: Send) -> None:
            is_csv = scope["type"] == "http" and scope["path"].endswith(".csv")
            await app(scope, receive, _Guard(send) if is_csv else send)

        return guarded

    return wrap


class _Guard:
    """Holds back what is no whole record yet, and sends the rest on."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held = bytearray()
        self._is_csv = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message.get("headers", []))
            kind = headers.get(b"content-type", b"")
            is_text = kind.startswith((b"text/csv", b"text/plain"))
            self._is_csv = is_text and message["status"] == 200
        elif self._is_csv and message["type"] == "http.response.body":
            self._held += message.get("body", b"")
            is_last = not message.get("more_body", False)
            body = b""
            if is_last or (self._held.endswith(b"\r\n") and self._held.count(b'"') % 2 == 0):
                body = without_formulas(bytes(self._held))
                self._held.clear()
            message = {**message, "body": body}
        await self._send(message)


def without_formulas(records: bytes) -> bytes:
    r"""Whole records of CSV, without a cell that a spreadsheet would take for a formula.

    >>> print(without_formulas(b'=1+1,a=b,-5,"@x, y",a;=1').decode())
    '=1+1,a=b,-5,"'@x, y",a;'=1
    """
    return _CELL.sub(_guard, records)


def _guard(cell: re.Match[bytes]) -> bytes:
    quote, text = (b'"', cell[0][1:]) if cell[0].startswith(b'"') else (b"", cell[0])
    if text.startswith(FORMULA) and not _NUMBER.fullmatch(text):
        quote += b"'"
    return quote + _PARTED.sub(rb"\g<0>'", text)
