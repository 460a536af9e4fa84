"""Serving: the arguments, and sentences for everything that can be in the way."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from archive.publishing.publish import COUNTS, FILE, publish
from archive.publishing.serving import ServeError, arguments, require_free, serve
from tests.archive.site import specimen
from tests.sample_runs import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parent = tmp_path_factory.mktemp("serving")
    return publish(specimen.fill(parent / "crawl.db"), parent / "site", {}).folder


def test_the_arguments_name_the_folder_and_the_address(folder: Path) -> None:
    assert arguments(folder, "0.0.0.0", 9000) == [
        *("serve", str(folder), "--host", "0.0.0.0", "--port", "9000")
    ]


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=f"no published archive in {tmp_path}.*Publish one first"):
        serve(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"archive": {}}'])
def test_damaged_counts_are_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"something")
    (tmp_path / COUNTS).write_text(content)
    with pytest.raises(ServeError, match="missing or damaged"):
        arguments(tmp_path)


def test_a_copy_that_stopped_half_way_is_refused(folder: Path, tmp_path: Path) -> None:
    whole = (folder / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    (tmp_path / COUNTS).write_text((folder / COUNTS).read_text())
    with pytest.raises(ServeError, match=f"has {len(whole) // 2} bytes where {len(whole)} were"):
        arguments(tmp_path)


def test_a_port_in_use_is_said_with_another_one(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"Port {port} on 127.0.0.1 is in use.*{port + 1}"):
            serve(folder, "127.0.0.1", port)


def test_serve_answers_with_the_home_page_and_quietly_with_404(
    folder: Path, tmp_path: Path
) -> None:
    """Until it is stopped, which is how a server ends: no failure, and nothing to be said of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = tmp_path / "sample"
    site.mkdir()
    (site / "published").symlink_to(folder)
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "crawler", "serve"),
            *("--data", str(tmp_path), "--port", str(port)),
        ],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except httpx.TransportError:
                assert server.poll() is None, "the server gave up"
                time.sleep(0.1)
        assert "Three ways in" in answer.text
        assert httpx.get(f"http://127.0.0.1:{port}/nope").status_code == 404
    finally:
        server.terminate()
        said = server.communicate(timeout=60)[0].decode()
    assert "Traceback" not in said
    assert "Stopped" not in said
    assert server.returncode == 0


@pytest.mark.parametrize(
    ("why", "host", "port"),
    [
        ("an address of nobody's network (RFC 5737)", "192.0.2.1", 8001),
        ("a port beyond the last", "127.0.0.1", 70_000),
    ],
)
def test_an_impossible_address_is_said(why: str, host: str, port: int) -> None:
    with pytest.raises(ServeError, match="Nothing can listen on"):
        require_free(host, port)


def test_the_folder_says_itself_that_it_is_immutable(folder: Path) -> None:
    settings = json.loads((folder / "settings.json").read_text())
    assert settings["suggest_facets"] is False
    assert 1000 <= settings["sql_time_limit_ms"] <= 2000
    assert settings["max_returned_rows"] == 1000
    assert json.loads((folder / COUNTS).read_text())["archive"]["file"] == FILE
