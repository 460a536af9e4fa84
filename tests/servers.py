"""A published archive on loopback: as plain files, and as the product serves it."""

from __future__ import annotations

import functools
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from archive.publishing.serving import arguments


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # as a web server has it: five lose connections


@contextmanager
def files_served(folder: Path) -> Iterator[str]:
    """The address of a folder of plain files."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def archive_served(folder: Path) -> Iterator[str]:
    """The address of a published folder, served as the product serves it."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", *arguments(folder, "127.0.0.1", port)]
    address, path = f"http://127.0.0.1:{port}/", folder.with_name(f"{folder.name}.server.log")
    with path.open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(f"{address}robots.txt", server, path)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path | None = None) -> None:
    """Wait until a server answers; raises RuntimeError when it ends instead, or never does."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    said = log.read_text("utf-8")[-2000:] if log else ""
    raise RuntimeError(f"The server of {url} did not start. {said}")
