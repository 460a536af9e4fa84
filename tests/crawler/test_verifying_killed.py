"""``patientline verify`` killed in the middle: what is kept stays, and nothing is asked twice."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.crawls import ROOT, rows, write_profile
from tests.pipelines.conftest import Heard, Loopback, answer
from tests.pipelines.verification.conftest import make_store, record_of

LINKS_A_HOST = 40
KILLED_AT = 90


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """Any number of hosts on one port."""
    server = Loopback()
    yield server
    server.close()


def verify(profile: Path, data: Path) -> subprocess.Popen[str]:
    settings = ["host_interval_s=0.05", "ask_wayback=false", "strikes=1"]
    command = [sys.executable, "-m", "crawler", "verify", "--quiet", "--site", str(profile)]
    command += ["--data", str(data), "--set", "services.retraction_watch="]
    command += [part for name in settings for part in ("--set", f"verification.{name}")]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_verification_that_is_killed_goes_on(tmp_path: Path, loopback: Loopback) -> None:
    names = [f"{host}:{loopback.port}" for host in ("a.test", "b.test", "c.test")]
    urls = [f"http://{name}/{n}" for n in range(LINKS_A_HOST) for name in names]
    links = [*urls, "mailto:web@a.test", "http://10.0.0.1/router"]
    profile = write_profile(tmp_path, "http://site.test")
    with profile.open("a") as file:
        file.write(f'[network.resolve]\n"*:{loopback.port}" = "127.0.0.1:{loopback.port}"\n')
    data = tmp_path / "loopback"
    data.mkdir()
    make_store(data / "crawl.db", record_of(links=links)).close()
    victims: list[int] = []

    def strike(connection: socket.socket, heard: Heard) -> None:
        if len(loopback.heard) == KILLED_AT:
            os.kill(victims[0], signal.SIGKILL)
        connection.sendall(answer(200, "<title>Back pain</title><p>Some words about it.</p>"))

    loopback.manners["*"] = strike
    killed = verify(profile, tmp_path)
    victims.append(killed.pid)
    assert killed.wait() == -signal.SIGKILL
    kept = [url for (url,) in rows(data, "SELECT subject FROM checks")]
    assert 0 < len(kept) <= KILLED_AT
    before = len(loopback.heard)

    again = verify(profile, tmp_path)
    said, _ = again.communicate()
    assert again.returncode == 0, said
    asked = Counter(f"http://{h.headers['host']}{h.path}" for h in loopback.heard[before:])
    siblings = {url for url in asked if "no-such-page" in url}
    assert set(asked) - siblings == set(urls) - set(kept)
    assert set(asked.values()) == {1}
    checks = Counter(url for (url,) in rows(data, "SELECT subject FROM checks"))
    assert checks == Counter(urls)

    ((told,),) = rows(data, "SELECT counts_json FROM runs ORDER BY id DESC LIMIT 1")
    counts = json.loads(told)
    ((known,),) = rows(data, "SELECT count(*) FROM links")
    assert counts["links_known"] == known == len(links)
    assert counts["links_checked"] == len(checks)
    assert (counts["links_deferred"], counts["links_excluded"]) == (0, 2)
    assert f"Links: {known} known = {len(checks)} checked + 0 deferred + 2 excluded." in said
