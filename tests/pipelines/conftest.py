"""A loopback server that says exactly what a test tells it to say, byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from pipelines.services.web.lateness import Lateness

Manner = Callable[[socket.socket, "Heard"], None]


class Heard:
    """A request as it arrived."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        lines = raw.decode("latin-1").split("\r\n")
        self.method, self.path, _ = lines[0].split(" ", 2)
        self.headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:] if ":" in line)
        }


class Loopback:
    """Answers ``manners[path]``: bytes to be sent, a function, or a list used one by one."""

    def __init__(self) -> None:
        self.manners: dict[str, bytes | Manner | list[bytes | Manner]] = {}
        self.heard: list[Heard] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [heard.path for heard in self.heard]

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            raw = b""
            while b"\r\n\r\n" not in raw:
                part = connection.recv(65536)
                if not part:
                    return
                raw += part
            heard = Heard(raw)
            self.heard.append(heard)
            manner = self.manners.get(heard.path, self.manners.get("*", answer(404, b"nothing")))
            if isinstance(manner, list):
                manner = manner.pop(0) if len(manner) > 1 else manner[0]
            if callable(manner):
                manner(connection, heard)
            else:
                connection.sendall(manner)


def answer(
    status: int, body: bytes | str = b"", content_type: str = "text/html", **headers: str
) -> bytes:
    """A whole response; header names with underscores for dashes."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is never too busy to hear an answer: what is late is the server's doing."""
    monkeypatch.setattr(Lateness, "was", lambda self: False)
