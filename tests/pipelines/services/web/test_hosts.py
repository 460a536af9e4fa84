"""The manners of one host."""

import asyncio

import pytest

from pipelines.services.web.hosts import Host, Parked
from tests import hurried


def make_host(**settings):
    defaults = {"at_once": 1, "interval_s": 0.0, "breaker": 3, "patience_s": lambda: 60.0}
    return Host("www.a.test", **(defaults | settings))


def test_a_long_wait_is_told_once(caplog):
    async def wait():
        host = make_host()
        for seconds in (2, 30, 45, 50):
            host.pause(seconds, "www.a.test asks us to slow down (HTTP 429)")
        assert not host.parked

    asyncio.run(wait())
    assert [record.message for record in caplog.records] == [
        "www.a.test asks us to slow down (HTTP 429): nothing is asked there for 30 s."
    ]


def test_a_wait_beyond_our_patience_is_none(caplog):
    async def ask():
        host = make_host()
        for seconds in (3600, 7200):
            host.pause(seconds, "www.a.test asks us to slow down (HTTP 429)")
        with pytest.raises(Parked, match=r"HTTP 429.*for 3600 s"):
            async with host:
                pass

    asyncio.run(ask())
    assert len(caplog.records) == 1


def test_failures_in_a_row_open_the_breaker():
    host = make_host()
    host.failed("silent", is_silent=True)
    host.failed("silent", is_silent=True)
    host.answered()
    host.failed("silent", is_silent=True)
    host.failed("silent", is_silent=True)
    assert not host.parked
    host.failed("silent", is_silent=True)
    assert host.parked == "silent"


OUTAGES = [
    ("it had answered, and answers no more", "+---", "www.a.test"),
    ("it had asked for mercy before it fell silent", "+~--", "www.a.test"),
    ("it never answered", "---", ""),
    ("it asks for mercy, which is an answer", "+~~~", ""),
    ("silent, and then it asks for mercy", "+--~", ""),
]


@pytest.mark.parametrize(("case", "told", "host"), OUTAGES, ids=[row[0] for row in OUTAGES])
def test_what_is_an_outage(case, told, host):
    """+ an answer, - none, ~ one that asks for mercy."""

    async def ask():
        asked = make_host()
        for sign in told:
            if sign == "+":
                asked.answered()
            else:
                asked.failed("www.a.test is in trouble", is_silent=sign == "-")
        with pytest.raises(Parked) as parked:
            async with asked:
                pass
        return parked.value

    parked = asyncio.run(ask())
    assert (str(parked), parked.outage_at) == ("www.a.test is in trouble", host)


PACES = [
    ("one at a time", 1, {}, [0, 50, 100, 150]),
    ("two at once begin one after the other, too", 2, {}, [0, 50, 100, 150]),
    ("a pause, and then the same pace", 2, {10: 400}, [0, 410, 460, 510]),
    ("a pause that is made longer", 2, {10: 400, 300: 300}, [0, 600, 650, 700]),
    ("a pause shorter than the pace", 2, {10: 20}, [0, 50, 100, 150]),
]


@pytest.mark.parametrize(("why", "at_once", "pauses", "begun"), PACES, ids=[r[0] for r in PACES])
def test_requests_begin_at_the_pace_of_the_host(why, at_once, pauses, begun):
    moments = []

    async def ask(host):
        async with host:
            moments.append(round(asyncio.get_running_loop().time() * 1000))
            await asyncio.sleep(0.04)

    async def pause(host, at, seconds):
        await asyncio.sleep(at)
        host.pause(seconds, "said")

    async def run():
        host = make_host(at_once=at_once, interval_s=0.05)
        asked = [ask(host) for _ in begun]
        await asyncio.gather(*asked, *(pause(host, at / 1e3, s / 1e3) for at, s in pauses.items()))

    hurried.run(run())
    assert moments == begun


@pytest.mark.parametrize(
    ("why", "wanted", "spacing"),
    [("more than ours", 2.5, 2.5), ("less than ours", 0.1, 1.0), ("more than we wait", 900, 60)],
)
def test_a_quota_spreads_requests(why, wanted, spacing):
    host = make_host(interval_s=1.0)
    host.space(wanted)
    assert host.interval_s == spacing
