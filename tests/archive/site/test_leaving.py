"""A long answer ends when its reader has gone."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from archive.site.plugins.leaving import asgi_wrapper

Message = MutableMapping[str, Any]
PARTS = 50


async def parts_sent(leaves_after: int) -> int:
    """How many parts of an endless answer are made for a reader who leaves after so many."""
    made, left = 0, asyncio.Event()

    async def answer(scope: Message, receive: Any, send: Any) -> None:
        nonlocal made
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            while made < PARTS:
                made += 1
                await send({"type": "http.response.body", "body": b"x", "more_body": True})
                await asyncio.sleep(0)
            await send({"type": "http.response.body", "body": b""})
        except Exception:  # as Datasette does: what went wrong is written to the reader
            await send({"type": "http.response.body", "body": b"error"})

    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        if first := next(asked, None):
            return first
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if made >= leaves_after:
            left.set()

    await asgi_wrapper(None)(answer)({"type": "http"}, receive, send)
    return made


@pytest.mark.parametrize(
    ("why", "leaves_after", "at_most"),
    [("a reader who stays gets all", PARTS + 1, PARTS), ("one who leaves, hardly more", 5, 10)],
)
def test_an_answer_ends_with_its_reader(why: str, leaves_after: int, at_most: int) -> None:
    made = asyncio.run(parts_sent(leaves_after))
    assert min(leaves_after, PARTS) <= made <= at_most, why
