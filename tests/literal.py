"""A server that answers with literal bytes, and remembers the bytes it was asked with."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Literal:
    """The pieces of an answer, sent a moment apart, and what becomes of the connection."""

    pieces: tuple[bytes, ...]
    ends: bool = True
    """Close behind it; else the connection is kept for the next request."""
    pause_s: float = 0.02

    @property
    def whole(self) -> bytes:
        return b"".join(self.pieces)


@dataclass
class LiteralServer:
    """Serves ``cases`` (path to answer) until the block ends; ``asked``: path to request bytes."""

    cases: Mapping[str, Literal]
    family: socket.AddressFamily = socket.AF_INET
    tls: ssl.SSLContext | None = None
    asked: dict[str, list[bytes]] = field(default_factory=dict)
    port: int = 0

    def __enter__(self) -> Self:
        self._socket = socket.socket(self.family)
        self._socket.bind(("::1" if self.family is socket.AF_INET6 else "127.0.0.1", 0))
        self._socket.listen(50)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            while self._answer(connection):
                pass
        except OSError:
            pass
        finally:
            connection.close()

    def _answer(self, connection: socket.socket) -> bool:
        asked = b""
        while b"\r\n\r\n" not in asked:
            data = connection.recv(65536)
            if not data:
                return False
            asked += data
        path = asked.split(b" ", 2)[1].decode("latin-1")
        self.asked.setdefault(path, []).append(asked)
        case = self.cases.get(path, NOT_FOUND)
        for number, piece in enumerate(case.pieces):
            if number:
                time.sleep(case.pause_s)
            connection.sendall(piece)
        return not case.ends


NOT_FOUND = Literal((b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",), ends=False)
