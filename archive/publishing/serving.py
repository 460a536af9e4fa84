"""Serve a published folder with Datasette.

The folder is a Datasette configuration directory: its ``inspect-data.json`` makes the database
immutable and spares counting, its ``settings.json`` holds the limits. So ``datasette FOLDER``
does the same as ``serve``; what ``serve`` adds are sentences for people when it cannot.
"""

from __future__ import annotations

import errno
import json
import socket
import sys
from pathlib import Path

from archive.publishing.publish import COUNTS, DATABASE, FILE


class ServeError(Exception):
    """The archive cannot be served; the message says why and what to do."""


def arguments(folder: Path, host: str = "127.0.0.1", port: int = 8001) -> list[str]:
    """Arguments of the ``datasette`` command that serve ``folder``.

    Raises ServeError when there is no published archive in it, or only half of one.
    """
    if not (folder / FILE).is_file():
        raise ServeError(
            f"There is no published archive in {folder}: {FILE} is missing. Publish one first."
        )
    try:
        expected = json.loads((folder / COUNTS).read_text(encoding="utf-8"))[DATABASE]["size"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ServeError(
            f"{folder / COUNTS} is missing or damaged, so {FILE} cannot be trusted to be whole. "
            "Publish again."
        ) from error
    found = (folder / FILE).stat().st_size
    if found != expected:
        raise ServeError(
            f"{folder / FILE} has {found} bytes where {expected} were published: it was copied "
            "in part, or changed afterwards. Publish or copy it again."
        )
    return ["serve", str(folder), "--host", host, "--port", str(port)]


def require_free(host: str, port: int) -> None:
    """Raise ServeError unless one may listen on ``host`` and ``port``."""
    unusable = (
        "Give an address of this machine and a port between 1024 and 65535, or let another "
        "server stand in front."
    )
    if not 0 < port < 65536:
        raise ServeError(f"Nothing can listen on port {port}. {unusable}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} on {host} is in use, perhaps by an archive served before. Stop that "
                f"one, or choose another port, e.g. {port + 1}."
            ) from error
        raise ServeError(
            f"Nothing can listen on {host} port {port} ({error.strerror}). {unusable}"
        ) from error


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve ``folder`` until interrupted. Raises ServeError with a sentence for a person."""
    command = arguments(folder, host, port)
    require_free(host, port)
    from datasette.cli import cli  # slow to import, and only needed here

    # With rich installed, Datasette prints every 404 with the local variables of all frames.
    vars(sys.modules["datasette.handle_exception"])["rich"] = None
    cli.main(args=command, standalone_mode=False)
