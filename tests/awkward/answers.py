"""What awkward servers say: whole answers as bytes, and conversations that go wrong."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

_VOCABULARY = """
back pain spine disc nerve leg walking exercise rest doctor surgery months weeks people
treatment study muscle posture work sleep heat massage spinal stenosis canal lumbar
cervical fusion implant bone scan image recovery physiotherapy medicine patient hospital
clinic risk benefit question answer advice daily active gentle movement strength balance
"""
WORDS = _VOCABULARY.split()


class Talk:
    """One request as it arrived, and the connection to answer on."""

    def __init__(self, connection: socket.socket, raw: bytes, scheme: str) -> None:
        self.connection = connection
        lines = raw.decode("latin-1").split("\r\n")
        self.method, target, _ = lines[0].split(" ", 2)
        self.headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:] if ":" in line)
        }
        self.scheme = scheme
        host = self.headers.get("host", "")
        if target.startswith("http://"):  # as a proxy is asked
            parts = urlsplit(target)
            host, target = parts.netloc, target.split("/", 3)[-1] if parts.path else ""
            target = "/" + target
        self.host = host.rpartition("@")[2].partition(":")[0].lower().rstrip(".")
        self.path = target.partition("#")[0]

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def reset(self) -> None:
        """Cut the connection off with a RST segment."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()


@dataclass(frozen=True, slots=True)
class Weekly:
    """Another manner each week; the last one stays."""

    manners: tuple[bytes | Callable[[Talk], None], ...]

    def of(self, week: int) -> bytes | Callable[[Talk], None]:
        return self.manners[min(week, len(self.manners) - 1)]


def weekly(*manners: bytes | Callable[[Talk], None]) -> Weekly:
    return Weekly(manners)


def answer(
    status: int, body: bytes | str = b"", content_type: str = "text/html", **headers: str
) -> bytes:
    """A whole response; header names with underscores for dashes."""
    body = body.encode() if isinstance(body, str) else body
    said = {"Content-Length": str(len(body)), "Connection": "close"}
    if content_type:
        said["Content-Type"] = content_type
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode("latin-1") + body


def to(location: str, status: int = 302, **headers: str) -> bytes:
    """A redirect; what is not latin-1 in ``location`` is sent as UTF-8."""
    head = answer(status, "", Location="@", **headers)
    return head.replace(b"Location: @", b"Location: " + location.encode())


def prose(seed: str, words: int = 400) -> str:
    """Paragraphs that are the same whenever the seed is the same, and like no others."""
    rng = random.Random(seed)
    paragraphs = []
    while words > 0:
        count = min(words, 60)
        paragraphs.append("<p>" + " ".join(rng.choice(WORDS) for _ in range(count)) + ".</p>")
        words -= count
    return "\n".join(paragraphs)


def html(title: str, body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>"
        f"<nav><a href=/>Home</a> <a href=/about>About us</a></nav>{body}"
        "<footer>Example Hospital, Main Street</footer></body></html>"
    )


def page(title: str, body: str = "", *, status: int = 200, head: str = "", **headers: str) -> bytes:
    """An HTML page with a title, a heading of the same words, and text."""
    return answer(status, html(title, f"<h1>{title}</h1>{body}", head), **headers)


def article(title: str = "Living with back pain", words: int = 400, **more: str) -> bytes:
    """A living page: a title and a text of its own."""
    return page(title, prose(title, words), **more)


# --------------------------------------------------------------------------- conversations


def silence(talk: Talk) -> None:
    """Say nothing until the other one hangs up."""
    talk.connection.recv(1)


def reset(talk: Talk) -> None:
    talk.reset()


def drip_head(talk: Talk) -> None:
    """A header, one byte now and then, for ever."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 4_000:
        talk.send(bytes([byte]))
        time.sleep(0.05)


def drip_body(talk: Talk) -> None:
    """A page at once, and then a byte now and then, for ever."""
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    talk.send(html("Living with back pain", prose("drip")).encode())
    for _ in range(2_000):
        talk.send(b" ")
        time.sleep(0.05)


def endless_body(talk: Talk) -> None:
    """A page that never ends, as fast as the line allows."""
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    talk.send(html("Living with back pain", prose("endless")).encode())
    for _ in range(2_000):
        talk.send(b"<p>and so on</p>" * 4_000)


def cut_after(text: str) -> Callable[[Talk], None]:
    """Promise more than is sent, then cut the connection off."""

    def manner(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n")
        talk.send(text.encode())
        time.sleep(0.05)
        talk.reset()

    return manner


def by_method(**manners: bytes) -> Callable[[Talk], None]:
    """Another answer for each HTTP method."""

    def manner(talk: Talk) -> None:
        said = manners.get(talk.method.lower(), answer(405))
        talk.send(said.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if talk.method == "HEAD" else said)

    return manner


def with_cookie(cookie: str, then: bytes, otherwise: bytes) -> Callable[[Talk], None]:
    """One answer for those who bring a cookie, another for those who do not."""

    def manner(talk: Talk) -> None:
        talk.send(then if cookie in talk.headers.get("cookie", "") else otherwise)

    return manner
