"""One loopback server that plays every awkward host, byte for byte.

Hosts are told apart by name, so a client must be led here: ours by its resolve map, others
through this server as their HTTP proxy (absolute request lines and CONNECT are understood).
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.awkward.answers import Talk, Weekly, page
from tests.awkward.certificates import Authority

Manner = bytes | Callable[[Talk], None] | Weekly
"""What is done at one path: bytes that are sent, a conversation, or another of these each week."""

# Some checkers never ask a name that ends in .test, so every host has a second name.
ENDINGS = (".test", ".awkward")
NOT_HERE = page("Page not found", "This address does not exist.", status=404)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host: what it does at each path (``*``: at every other one) and how it is secured."""

    paths: Mapping[str, Manner] = field(default_factory=dict)
    certificate: str = "good"
    """One that ``Authority.context`` knows, or one of ``RAW``: no TLS at all."""
    nameless: frozenset[int] = frozenset()
    """The weeks in which nobody knows its name."""


# What stands on port 443 instead of a TLS server: the first bytes it says.
RAW = {
    "old_protocol": b"\x15\x03\x01\x00\x02\x02\x46",  # fatal alert 70, protocol_version
    "no_such_name": b"\x15\x03\x03\x00\x02\x02\x70",  # fatal alert 112, unrecognized_name
    "nothing_in_common": b"\x15\x03\x03\x00\x02\x02\x28",  # 40, handshake_failure
    "internal_error": b"\x15\x03\x03\x00\x02\x02\x50",  # 80
    "plain_http": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "hangs_up": b"",
}


class Server:
    """Listens on two ports of loopback until closed. ``week`` decides what ``Weekly`` does."""

    def __init__(self, sites: Mapping[str, Site], folder: Path) -> None:
        self.sites = dict(sites)
        self.week = 0
        self.heard: list[Talk] = []
        self._authority = Authority(folder)
        self.ca_file = str(self._authority.file)
        self._plain = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._secure = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._plain.getsockname()[1]
        self.secure_port: int = self._secure.getsockname()[1]
        for listener, begin in ((self._plain, self._talk), (self._secure, self._shake_hands)):
            threading.Thread(target=self._serve, args=(listener, begin), daemon=True).start()

    def resolve(self, ports: Sequence[int] = (8080,)) -> dict[str, str]:
        """Every host's ``host:port`` to an address of this server, as names stand this week."""
        led: dict[str, str] = {}
        for host in (host for host, site in self.sites.items() if self.week not in site.nameless):
            led |= {f"{host}:{port}": f"127.0.0.1:{self.port}" for port in (80, *ports)}
            led[f"{host}:443"] = f"127.0.0.1:{self.secure_port}"
        return led

    def close(self) -> None:
        """Listen no longer."""
        self._plain.close()
        self._secure.close()

    def _serve(self, listener: socket.socket, begin: Callable[[socket.socket], None]) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._begin, args=(begin, connection), daemon=True).start()

    def _begin(self, begin: Callable[[socket.socket], None], connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(30)
            begin(connection)

    def _talk(self, connection: socket.socket) -> None:
        raw = _read_head(connection)
        if raw.startswith(b"CONNECT "):
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._shake_hands(connection)
        elif raw:
            self._answer(Talk(connection, raw, "http"))

    def _shake_hands(self, connection: socket.socket) -> None:
        hello = connection.recv(16_384, socket.MSG_PEEK)
        names = [*self.sites, *(host.replace(*ENDINGS) for host in self.sites)]
        name = next((name for name in names if _as_asked(name) in hello), "")
        site = self._site(name)
        if site.certificate in RAW:
            if RAW[site.certificate]:
                connection.sendall(RAW[site.certificate])
            else:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return
        context = self._authority.context(name or "nobody.test", site.certificate)
        with contextlib.suppress(ssl.SSLError):
            secure = context.wrap_socket(connection, server_side=True)
            raw = _read_head(secure)
            if raw:
                self._answer(Talk(secure, raw, "https"))
            secure.close()

    def _site(self, name: str) -> Site:
        first, second = ENDINGS
        name = name.removesuffix(second) + first if name.endswith(second) else name
        return self.sites.get(name, Site(paths={"*": NOT_HERE}))

    def _answer(self, talk: Talk) -> None:
        self.heard.append(talk)
        site = self._site(talk.host)
        manner = site.paths.get(talk.path, site.paths.get("*", NOT_HERE))
        if isinstance(manner, Weekly):
            manner = manner.of(self.week)
        if callable(manner):
            manner(talk)
        elif talk.method == "HEAD":
            talk.send(manner.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        else:
            talk.send(manner)


def _as_asked(host: str) -> bytes:
    """A host name as it stands in a ClientHello (RFC 6066 §3): two bytes of length, the name."""
    return len(host).to_bytes(2, "big") + host.encode()


def _read_head(connection: socket.socket) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        part = connection.recv(65_536)
        if not part:
            return b""
        raw += part
    return raw
