"""How far apart and how many at once one host is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from crawler.paces import Pace, Paces

SLACK_S = 0.02
"""Timers of a loop may ring a little early by another clock; a busy machine is only ever late."""


async def begun(pace: Pace, times: int, busy_s: float) -> tuple[list[float], int]:
    """Begin so many requests at once, each lasting so long: when they began, and how many were out
    together at most."""
    loop = asyncio.get_running_loop()
    moments: list[float] = []
    out = most = 0

    async def request() -> None:
        nonlocal out, most
        async with pace:
            moments.append(loop.time())
            out += 1
            most = max(most, out)
            await asyncio.sleep(busy_s)
            out -= 1

    await asyncio.gather(*(request() for _ in range(times)))
    return moments, most


def gaps(moments: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(moments)]


def test_requests_begin_one_after_the_other() -> None:
    moments, most = asyncio.run(begun(Pace(0.05, 0.0, 8), 5, 0.12))
    assert min(gaps(moments)) > 0.05 - SLACK_S
    assert most > 1, "a request need not wait for the answer to the one before"


@pytest.mark.parametrize("delay_s", [0.0, 0.001])
def test_no_more_are_out_than_may_be(delay_s: float) -> None:
    moments, most = asyncio.run(begun(Pace(delay_s, 0.0, 3), 12, 0.02))
    assert len(moments) == 12
    assert most == 3


def test_jitter_is_a_share_of_the_pause() -> None:
    found = gaps(asyncio.run(begun(Pace(0.04, 0.5, 8), 20, 0.0))[0])
    assert min(found) > 0.02 - SLACK_S
    assert max(found) - min(found) > 0.005, "they are not all alike"


def test_a_host_that_asks_for_less_is_asked_less_from_then_on() -> None:
    async def crawl() -> tuple[list[float], int]:
        paces = Paces(0.0, 0.5, 8)
        async with paces.of("a.test"):
            paces.slow_down("a.test", 0.06)
        return await begun(paces.of("a.test"), 3, 0.0)

    moments, most = asyncio.run(crawl())
    assert min(gaps(moments)) > 0.06 - SLACK_S
    assert most == 1


def test_hosts_do_not_wait_for_each_other() -> None:
    async def crawl() -> float:
        loop, paces = asyncio.get_running_loop(), Paces(30.0, 0.0, 1)
        began = loop.time()
        for host in ("a.test", "b.test", "c.test"):
            async with paces.of(host):
                pass
        return loop.time() - began

    assert asyncio.run(crawl()) < 10


async def cancelled_while_waiting(pace: Pace) -> None:
    async with pace:
        waiting = asyncio.ensure_future(pace.__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


async def cancelled_with_its_turn(pace: Pace) -> None:
    await pace.__aenter__()
    waiting = asyncio.ensure_future(pace.__aenter__())
    await asyncio.sleep(0)
    await pace.__aexit__()  # the turn is given, but whoever waits has not heard yet
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


@pytest.mark.parametrize("cancelled", [cancelled_while_waiting, cancelled_with_its_turn])
def test_a_request_that_is_cancelled_keeps_no_place(
    cancelled: Callable[[Pace], Awaitable[None]],
) -> None:
    async def crawl() -> int:
        pace = Pace(0.0, 0.0, 1)
        await cancelled(pace)
        return (await asyncio.wait_for(begun(pace, 2, 0.0), 5))[1]

    assert asyncio.run(crawl()) == 1


def test_when_it_stops_nobody_has_to_wait_any_more() -> None:
    async def crawl() -> list[BaseException | None]:
        paces = Paces(600.0, 0.0, 1)
        async with paces.of("a.test"):
            pass
        waiting = [asyncio.ensure_future(paces.of("a.test").__aenter__()) for _ in range(3)]
        await asyncio.sleep(0)
        paces.stop()
        for late in ("a.test", "b.test"):
            waiting.append(asyncio.ensure_future(paces.of(late).__aenter__()))
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    assert [type(error) for error in asyncio.run(crawl())] == [asyncio.CancelledError] * 5
