"""A loopback replica of the sample site, the registries and the publishers it cites.

>>> with running(markup="soup") as replica:                             # doctest: +SKIP
...     settings = replica.overrides()
...     crawl(settings)
...     assert not replica.hits_of("www.eurospinepatientline.test", "/dont-click.htm")

``python -m tests.replica`` serves it from the shell. It is real HTTP on 127.0.0.1: a client is
led here by settings (``overrides``), never by a patch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.replica.server import Server
from tests.replica.state import Fault, Hit, State

__all__ = ["Fault", "Hit", "Replica", "State", "running"]


class Replica:
    """A running replica as a test sees it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.state = server.state

    @property
    def http_port(self) -> int:
        """Port that speaks HTTP on 127.0.0.1."""
        return self._server.http_port

    @property
    def https_port(self) -> int:
        """Port that speaks HTTPS on 127.0.0.1."""
        return self._server.https_port

    @property
    def ca_file(self) -> Path:
        """Certificate (PEM) that makes the HTTPS side trusted."""
        return self._server.ca_file

    @property
    def hits(self) -> list[Hit]:
        """Every request so far, in order."""
        return list(self.state.hits)

    def hits_of(self, host: str, path: str | None = None) -> list[Hit]:
        """Requests of a host, or of one path (with its query) of it."""
        return self.state.hits_of(host, path)

    def overrides(self) -> dict[str, object]:
        """Settings that lead a client here: ``resolve``, ``ca_file`` and ``services``."""
        return self._server.overrides()

    def mounted(self, url: str) -> str:
        """The loopback URL under which ``url`` of a virtual host is reached without resolving."""
        rest = url.split("://", 1)[1]
        return f"http://127.0.0.1:{self.http_port}/-/{rest}"


@contextmanager
def running(
    markup: str = "semantic", *, news: int = 0, port: int = 0, https_port: int = 0
) -> Iterator[Replica]:
    """A replica for the length of a ``with`` block; raises OSError when a port is taken."""
    server = Server(State(markup=markup, news=news), port=port, https_port=https_port)
    server.start()
    try:
        yield Replica(server)
    finally:
        server.stop()
