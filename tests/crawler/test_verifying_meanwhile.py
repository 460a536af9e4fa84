"""Report and publish while a verification runs: neither waits for the other, nobody is confused."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawler.crawls import write_profile
from tests.crawler.test_verifying_killed import verify
from tests.pipelines.conftest import Heard, Loopback, answer
from tests.pipelines.verification.conftest import make_store, record_of
from tests.sample_runs import patientline

LINKS = 30


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()


def test_report_and_publish_meanwhile(tmp_path: Path, loopback: Loopback) -> None:
    host = f"a.test:{loopback.port}"
    profile = write_profile(tmp_path, "http://site.test")
    with profile.open("a") as file:
        file.write(f'[network.resolve]\n"*:{loopback.port}" = "127.0.0.1:{loopback.port}"\n')
    data = tmp_path / "loopback"
    data.mkdir()
    links = [f"http://{host}/{n}" for n in range(LINKS)]
    make_store(data / "crawl.db", record_of(links=links)).close()
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
    assert ended == {"report": 0, "publish": 0}
    assert f"Links: {LINKS} known = {LINKS} checked" in said
    with closing(sqlite3.connect(data / "published" / "archive.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM links").fetchone() == (LINKS,)
        ((asked,),) = db.execute("SELECT count(*) FROM checks").fetchall()
    assert asked < LINKS, "it is of the moment when it was made"
