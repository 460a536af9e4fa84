"""Run the engine for the wide web over some addresses of a loopback server."""

import socket

from pipelines.services.addressing import Addressing
from pipelines.services.web.landing import Probe, Queue, run_probes
from pipelines.services.web.visiting import WebSettings, host_of

PAGE = "<title>Back pain</title><p>Some words about it.</p>"


def queues_of(probes):
    """A queue for each host of some probes."""
    by_host = {}
    for probe in probes:
        by_host.setdefault(host_of(probe.url), []).append(probe)
    return [Queue(host=h, expected=len(p), probes=iter(p)) for h, p in by_host.items()]


def look(urls, **settings):
    """Run probes; returns checks by URL and reasons of what was put off."""
    defaults = {
        "user_agent": "test/1",
        "interval_s": 0.0,
        "deadline_s": 0.6,
        "backoff_s": 0.001,
        "attempts": 2,
        "addressing": Addressing(allowed=("127.0.0.0/8",)),
    }
    checks, deferred = {}, {}

    def keep(probe, check):
        assert probe.url not in checks
        checks[probe.url] = check

    def defer(probe, parked):
        deferred[probe.url] = str(parked)

    run_probes(
        queues_of(Probe(subject=u, url=u) for u in urls),
        WebSettings(**(defaults | settings)),
        keep,
        defer,
    )
    assert set(checks) | set(deferred) == set(urls)
    return checks, deferred


def look_at(loopback, path="/", **settings):
    """The check of one path of the loopback server."""
    checks, _ = look([loopback.url(path)], **settings)
    return checks[loopback.url(path)]


def silence(connection, heard):
    """A server that hears a request and says nothing."""
    connection.recv(1)


def reset(connection, heard):
    """A server that cuts the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
