"""``patientline verify`` in the middle: killed, it goes on; reports and publishing do not wait."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawler.crawls import ROOT, rows, write_profile
from tests.pipelines.conftest import Heard, Loopback, answer
from tests.pipelines.verification.conftest import make_store, record_of
from tests.sample_runs import patientline

LINKS_A_HOST = 40
KILLED_AT = 90
LINKS = 30


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


def site_with(links: list[str], folder: Path, port: int) -> tuple[Path, Path]:
    """The profile and the data of a site with these links, whose hosts are all on one port."""
    profile = write_profile(folder, "http://site.test")
    with profile.open("a") as file:
        file.write(f'[network.resolve]\n"*:{port}" = "127.0.0.1:{port}"\n')
    data = folder / "loopback"
    data.mkdir()
    make_store(data / "crawl.db", record_of(links=links)).close()
    return profile, data


def test_a_verification_that_is_killed_goes_on(tmp_path: Path, loopback: Loopback) -> None:
    names = [f"{host}:{loopback.port}" for host in ("a.test", "b.test", "c.test")]
    urls = [f"http://{name}/{n}" for n in range(LINKS_A_HOST) for name in names]
    links = [*urls, "mailto:web@a.test", "http://10.0.0.1/router"]
    profile, data = site_with(links, tmp_path, loopback.port)
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
    # a made-up address of each host, and its start page, for they all look alike here
    probes = {url for url in asked if "no-such-page" in url or url.endswith("/")}
    assert set(asked) - probes == set(urls) - set(kept)
    assert set(asked.values()) == {1}
    checks = Counter(url for (url,) in rows(data, "SELECT subject FROM checks"))
    assert checks == Counter(urls)

    ((told,),) = rows(data, "SELECT counts_json FROM runs ORDER BY id DESC LIMIT 1")
    counts = json.loads(told)
    ((known,),) = rows(data, "SELECT count(*) FROM links")
    assert counts["links_known"] == known == len(links)
    assert counts["links_checked"] == len(checks)
    assert (counts["links_deferred"], counts["links_excluded"]) == (0, 2)
    sum_of_all = f"Links: {known} known = {len(checks)} answered, in this run or before"
    assert f"{sum_of_all} + 0 postponed + 2 not to be asked." in said


def test_report_and_publish_meanwhile(tmp_path: Path, loopback: Loopback) -> None:
    host = f"a.test:{loopback.port}"
    links = [f"http://{host}/{n}" for n in range(LINKS)]
    profile, data = site_with(links, tmp_path, loopback.port)
    ended: dict[str, int] = {}

    def meanwhile(connection: socket.socket, heard: Heard) -> None:
        """The server asks for a report and a publish in the middle of the verification."""
        if heard.path == "/9" and not ended:
            for command in ("report", "publish"):
                done = patientline(command, "--site", profile, "--data", tmp_path)
                assert "Traceback" not in done.err, done
                ended[command] = done.code
        connection.sendall(answer(404 if heard.path == "/3" else 200, "<title>Back pain</title>"))

    loopback.manners["*"] = meanwhile
    verifying = verify(profile, tmp_path)
    said, _ = verifying.communicate()
    assert verifying.returncode == 0, said
    # Neither waits; that nothing has been judged to the end is said by the report's exit code.
    assert ended == {"report": 2, "publish": 0}
    assert f"Links: {LINKS} known = {LINKS} answered" in said
    with closing(sqlite3.connect(data / "published" / "archive.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM links").fetchone() == (LINKS,)
        ((asked,),) = db.execute("SELECT count(*) FROM checks").fetchall()
    assert asked < LINKS, "it is of the moment when it was made"
