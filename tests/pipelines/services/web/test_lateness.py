"""A silence that is ours is told from that of a host."""

import asyncio
import time
from types import SimpleNamespace

import pytest

from pipelines.services.web import lateness, visiting
from pipelines.services.web.lateness import Lateness
from tests.pipelines.conftest import answer
from tests.pipelines.services.web.looking import PAGE, look, silence

# why, seconds that an exchange may take, moments (seconds) at which it is asked, the answers
MOMENTS = [
    ("in time", 20, [0.1, 0.6], [False, False]),
    ("a little late", 20, [5.0], [False]),
    ("late", 20, [6.0], [True]),
    ("late for a short exchange", 2.5, [1.0, 4.0, 8.0], [True, True, True]),
    ("in time for a short exchange", 2.5, [0.3, 0.9], [False, False]),
    ("a little late for an exchange in no time", 0.2, [0.3], [False]),
    ("late for a long exchange", 120, [6.0], [True]),
    (
        "late, and remembered for the length of an exchange",
        20,
        [6.0, 11.0, 16.0, 21.0, 26.0, 31.4],
        [True, True, True, True, True, False],
    ),
]


@pytest.mark.parametrize(
    ("why", "deadline_s", "moments", "told"), MOMENTS, ids=[row[0] for row in MOMENTS]
)
def test_late_is_who_rings_late(monkeypatch, why, deadline_s, moments, told):
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(lateness, "time", SimpleNamespace(monotonic=lambda: clock.now))

    async def live():
        watch = Lateness(deadline_s)
        found = []
        for moment in moments:
            clock.now = moment
            found.append(watch.was())
            watch._ring()
        watch.stop()
        return found

    assert asyncio.run(live()) == told


def test_a_host_is_not_silent_because_we_were_busy(loopback, monkeypatch):
    """The first page takes us so long to work off that the second is not heard in time."""
    monkeypatch.setattr(lateness, "LEAST_S", 0.05)
    loopback.manners["/quick"] = answer(200, PAGE)
    loopback.manners["/mute"] = silence
    remember = visiting.WebClient._remember

    def slowly(client, host, given):
        remember(client, host, given)
        if given.status == 200:
            time.sleep(0.3)

    monkeypatch.setattr(visiting.WebClient, "_remember", slowly)
    mute = loopback.url("/mute")
    checks, _ = look([loopback.url("/quick"), mute], deadline_s=0.2, attempts=1, at_once=2)
    assert checks[mute].error == "our_fault"
