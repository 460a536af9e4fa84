"""Alarms ring in time and in order, and a deadline is that of its own task."""

from __future__ import annotations

import asyncio

import pytest

from pipelines.services.alarms import Alarms, Deadline
from tests import hurried


def test_what_is_set_rings_once_and_what_is_taken_back_does_not() -> None:
    rung = []

    async def run() -> None:
        alarms = Alarms(0.05)
        clock = asyncio.get_running_loop().time
        for name in ("a", "b", "c"):
            alarms.set(name, lambda name=name: rung.append((name, clock())))
        alarms.clear("b")
        alarms.clear("never set")
        await asyncio.sleep(0.02)
        alarms.set("later", lambda: rung.append(("later", clock())))
        await asyncio.sleep(0.15)
        alarms.set("stopped", lambda: rung.append(("stopped", 0)))
        alarms.stop()
        await asyncio.sleep(0.1)

    hurried.run(run())
    assert [name for name, _ in rung] == ["a", "c", "later"]
    assert [moment for _, moment in rung] == pytest.approx([0.05, 0.05, 0.07])


def test_after_all_were_taken_back_a_new_one_rings_in_its_own_time() -> None:
    rung = []

    async def run() -> None:
        alarms = Alarms(0.1)
        alarms.set("a", lambda: rung.append("a"))
        await asyncio.sleep(0.05)
        alarms.clear("a")
        alarms.set("b", lambda: rung.append(asyncio.get_running_loop().time()))
        await asyncio.sleep(0.25)

    hurried.run(run())
    assert rung == pytest.approx([0.05 + 0.1])


def test_a_fault_in_one_does_not_silence_the_others() -> None:
    rung, faults = [], []

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: faults.append(told))
        alarms = Alarms(0.02)
        alarms.set("bad", lambda: 1 // 0)
        alarms.set("good", lambda: rung.append("good"))
        await asyncio.sleep(0.1)

    hurried.run(run())
    assert rung == ["good"]
    assert [type(told["exception"]) for told in faults] == [ZeroDivisionError]


def test_a_deadline_ends_what_takes_too_long_and_nothing_else() -> None:
    async def run() -> list[str]:
        alarms, clock = Alarms(0.05), asyncio.get_running_loop().time
        told = []

        async def one(seconds: float) -> None:
            try:
                with Deadline(alarms):
                    await asyncio.sleep(seconds)
            except TimeoutError:
                told.append(f"{seconds} s took too long")
                assert clock() == pytest.approx(0.05)
            else:
                told.append(f"{seconds} s were enough")
            await asyncio.sleep(0.1)  # the deadline is over: nothing comes behind it

        async with asyncio.TaskGroup() as group:
            for seconds in (0.01, 3, 0.02):
                group.create_task(one(seconds))
        return told

    told = hurried.run(run())
    assert told == ["0.01 s were enough", "0.02 s were enough", "3 s took too long"]


def test_whoever_is_cancelled_from_outside_is_not_late() -> None:
    async def run() -> None:
        async def wait() -> None:
            with Deadline(Alarms(5)):
                await asyncio.sleep(5)

        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0.01)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        hurried.run(run())


def test_one_who_is_late_and_cancelled_from_outside_is_cancelled() -> None:
    async def run() -> str:
        alarms = Alarms(5)

        async def wait() -> None:
            with Deadline(alarms):
                await asyncio.sleep(5)

        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0.01)
        task.cancel()
        _, ring = next(iter(alarms._waiting.values()))
        ring()
        try:
            await task
        except asyncio.CancelledError:
            return "cancelled"
        except TimeoutError:
            return "late"
        return "neither"

    assert hurried.run(run()) == "cancelled"


def test_an_error_of_what_is_late_stays_what_it_is() -> None:
    async def fail_late() -> None:
        with Deadline(Alarms(0.02)):
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                raise OSError("a fault") from None

    async def run() -> int:
        with pytest.raises(OSError, match="a fault"):
            await fail_late()
        task = asyncio.current_task()
        assert task is not None
        return task.cancelling()

    assert hurried.run(run()) == 0
