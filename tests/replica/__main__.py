"""``python -m tests.replica``: serve until killed. The first line of output is JSON for the caller.

The replica ends on SIGTERM or SIGINT, when its standard input was a pipe and closes, or when
the process that started it is gone (unless ``--detached``): no orphan holds a port.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import stat
import sys
import threading
from pathlib import Path

from tests.replica.control import summary
from tests.replica.server import Server
from tests.replica.state import MARKUPS, State


def main(arguments: list[str] | None = None) -> int:
    """Serve; returns the exit code (2: a port is taken)."""
    options = _parse(arguments)
    state = State(markup=options.markup)
    if options.state and options.state.exists():
        state.news = int(json.loads(options.state.read_text("utf-8")).get("news", 0))
    server = Server(state, port=options.port, https_port=options.https_port)
    done = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: done.set())
    try:
        server.start()
    except OSError as error:
        print(f"The replica cannot listen: {error}. Choose another --port.", file=sys.stderr)
        return 2
    try:
        print(json.dumps(server.overrides()), flush=True)
        if sys.stderr.isatty():
            address = f"http://127.0.0.1:{server.http_port}/"
            print(f"Open {address} in a browser; Ctrl-C ends the replica.", file=sys.stderr)
        _watch_input(done)
        parent = os.getppid()
        while not done.wait(0.5):
            if not options.detached and os.getppid() != parent:
                break
    finally:
        server.stop()
        if options.state:
            options.state.write_text(json.dumps(summary(state), indent=1), "utf-8")
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.replica", description=__doc__)
    parser.add_argument("--markup", choices=MARKUPS, default=MARKUPS[0], help="of the sample site")
    parser.add_argument("--port", type=int, default=0, help="HTTP port; 0 = any free one")
    parser.add_argument("--https-port", type=int, default=0, help="HTTPS port; 0 = any free one")
    parser.add_argument("--detached", action="store_true", help="outlive the starting process")
    parser.add_argument(
        "--state", type=Path, metavar="FILE",
        help="JSON: news generation read from it at the start, summary of hits written at the end",
    )  # fmt: skip
    return parser.parse_args(arguments)


def _watch_input(done: threading.Event) -> None:
    """Set ``done`` when a piped standard input closes; terminals and files are left alone."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        threading.Thread(target=_drain, args=(done,), daemon=True).start()


def _drain(done: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    done.set()


if __name__ == "__main__":
    sys.exit(main())
