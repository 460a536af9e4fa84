"""An event loop that is woken less often than answers come, and a convoy of answers."""

import asyncio
import selectors
import socket
from contextlib import closing

import pytest

from pipelines.services.waking import MOST_BYTES, MOST_TOGETHER, Convoy, SpacedSelector, spaced_loop


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def selector(clock):
    with closing(SpacedSelector(0.5, lambda: clock.now, clock.sleep)) as made:
        yield made


@pytest.fixture
def pair(selector):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        selector.register(ours, selectors.EVENT_READ)
        yield ours, theirs


def test_what_comes_between_two_wakings_is_told_together(selector, clock, pair):
    ours, theirs = pair
    theirs.send(b"a")
    assert [key.fileobj for key, _ in selector.select()] == [ours]
    assert clock.slept == [], "the first is told at once"
    clock.now += 0.125
    assert [key.fileobj for key, _ in selector.select()] == [ours]
    assert clock.slept == [0.375], "the next not before half a second has passed since"


def test_what_comes_after_a_while_is_told_at_once(selector, clock, pair):
    _, theirs = pair
    theirs.send(b"a")
    selector.select()
    clock.now += 0.5
    assert len(selector.select(3.0)) == 1
    assert clock.slept == []


def test_a_timer_is_not_kept_waiting(selector, clock):
    selector.select(0.001)
    assert selector.select(0.25) == []
    assert clock.slept == [0.25], "and no time is left to wait for more"


def test_a_loop_with_work_does_not_rest(selector, clock, pair):
    _, theirs = pair
    theirs.send(b"a")
    selector.select()
    assert len(selector.select(0)) == 1
    assert len(selector.select(-1)) == 1
    assert clock.slept == []


def test_a_spaced_loop_runs_as_any_other():
    async def talk() -> bytes:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readexactly(4))
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"ping")
            said = await reader.read()
            writer.close()
            return said + await asyncio.to_thread(lambda: b" pong")

    with asyncio.Runner(loop_factory=spaced_loop) as runner:
        assert runner.run(talk()) == b"ping pong"


HOUR_S = 3600.0

CONVOYS = [
    # why, sizes, how many have set off
    ("enough of them", [1] * (MOST_TOGETHER + 1), MOST_TOGETHER),
    ("one too few", [1] * (MOST_TOGETHER - 1), 0),
    ("twice enough", [1] * (2 * MOST_TOGETHER), 2 * MOST_TOGETHER),
    ("heavy ones", [MOST_BYTES // 2, MOST_BYTES // 2, 1], 2),
    ("a very heavy one", [MOST_BYTES, 1], 1),
]


@pytest.mark.parametrize(("why", "sizes", "gone"), CONVOYS, ids=[row[0] for row in CONVOYS])
def test_a_convoy_sets_off_when_there_are_enough(why, sizes, gone):
    async def run() -> int:
        convoy = Convoy(HOUR_S)
        waiting = [asyncio.create_task(convoy.join(size)) for size in sizes]
        for _ in range(3):  # to join, to be told, to go
            await asyncio.sleep(0)
        return sum(one.done() for one in waiting)

    assert asyncio.run(run()) == gone


def test_a_convoy_sets_off_when_the_first_has_waited_long_enough():
    async def run() -> list[int]:
        convoy, gone = Convoy(0.001), []
        for number in (3, 1):
            waiting = [asyncio.create_task(convoy.join(1)) for _ in range(number)]
            done, _ = await asyncio.wait(waiting, timeout=60)
            gone.append(len(done))
        return gone

    assert asyncio.run(run()) == [3, 1]


def test_who_leaves_a_convoy_does_not_hold_it_up():
    async def run() -> list[bool]:
        convoy = Convoy(HOUR_S)
        first, second = (asyncio.create_task(convoy.join(1)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        last = asyncio.create_task(convoy.join(MOST_BYTES))
        await asyncio.wait([first, second, last])
        return [one.cancelled() for one in (first, second, last)]

    assert asyncio.run(run()) == [True, False, False]
