"""One loopback server, every virtual host: HTTP and HTTPS, hosts told apart by the Host header.

Asked by a loopback name the server shows an index, the control endpoint ``/-/control/`` and any
virtual host as ``/-/<host>/<path>``, so that a service whose base URL is a setting can be
pointed here without name tricks.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
import threading
from html import escape
from pathlib import Path

from aiohttp import web
from yarl import URL

from tests.replica import control
from tests.replica.certificates import Certificates
from tests.replica.delivery import break_off, deliver, wait
from tests.replica.hosts import SERVICES, handler_for, known_hosts
from tests.replica.state import Fault, State

LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|\[?::1\]?")
MOUNT = re.compile(r"/-/([^/]+)(/.*)?", re.DOTALL)


class Server:
    """The replica in a thread of its own; ``start`` returns when both ports listen."""

    def __init__(self, state: State, *, port: int = 0, https_port: int = 0) -> None:
        self.state = state
        self.http_port = port
        self.https_port = https_port
        self._folder = tempfile.TemporaryDirectory(prefix="replica-")
        self.ca_file = Path(self._folder.name) / "replica-ca.pem"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="replica", daemon=True)
        self._ready = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._error: BaseException | None = None

    def start(self) -> None:
        """Listen. Raises OSError when a port is taken."""
        self._thread.start()
        self._ready.wait()
        if self._error:
            self._thread.join()
            raise self._error

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout=10)
        self._folder.cleanup()

    def overrides(self) -> dict[str, object]:
        """Settings that lead a client here: ``resolve``, ``ca_file`` and ``services``."""
        base = f"http://127.0.0.1:{self.http_port}/-"
        return {
            "resolve": {
                "*:80": f"127.0.0.1:{self.http_port}",
                "*:443": f"127.0.0.1:{self.https_port}",
            },
            "ca_file": str(self.ca_file),
            "services": {name: f"{base}/{host}" for name, host in SERVICES.items()},
        }

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:
            self._error = error
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        certificates = Certificates()
        certificates.write_authority(self.ca_file)
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=0.5, keepalive_timeout=30,
            max_line_size=65_536, max_field_size=65_536,
        )  # fmt: skip
        await runner.setup()
        try:
            plain = web.TCPSite(runner, "127.0.0.1", self.http_port, backlog=1024)
            await plain.start()
            secure = web.TCPSite(
                runner, "127.0.0.1", self.https_port, backlog=1024,
                ssl_context=certificates.context(),
            )  # fmt: skip
            await secure.start()
            self.http_port, self.https_port = (address[1] for address in runner.addresses)
            self._ready.set()
            await self._stopping.wait()
        finally:
            await runner.cleanup()

    # ---------------------------------------------------------------------------- answering

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host = _host_name(request)
        if not LOOPBACK.fullmatch(host):
            return await self._answer_as(request, host, request.raw_path)
        mount = MOUNT.fullmatch(request.raw_path)
        if mount is None:
            return self._index(request)
        if mount[1] == "control":
            return await control.answer(request, self.state, mount[2] or "/")
        host, path = mount[1].lower(), "/" + (mount[2] or "/").lstrip("/")
        address, _, query = path.partition("?")
        target = URL.build(path=address, query_string=query, encoded=True)
        inner = request.clone(rel_url=target, host=host, scheme="https")
        return await self._answer_as(inner, host, path)

    async def _answer_as(self, request: web.Request, host: str, path: str) -> web.StreamResponse:
        if path.startswith("http"):  # absolute form, as a proxy would be asked
            path = "/" + path.split("/", 3)[-1]
        headers = tuple((k, v) for k, v in request.headers.items())
        hit = self.state.arrive(host, path, request.method, headers, request.scheme)
        status = 0
        try:
            if self.state.latency_s:
                await asyncio.sleep(self.state.latency_s)
            fault = self.state.fault_for(host, path)
            response = await self._meet(request, fault) if fault else None
            if response is None:
                response = await handler_for(host)(request, self.state)
            status = response.status
            return response
        finally:
            self.state.leave(hit, status)

    async def _meet(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.kind == "slow":
            await wait(request, fault.delay_s)
            return None
        if fault.kind == "never":
            await wait(request, 3600)
            return await break_off(request)
        if fault.kind == "reset":
            return await break_off(request)
        if fault.kind in ("cut", "short", "long"):
            return await deliver(request, b"<p>half a page</p>" * 40, mode=fault.kind)
        if fault.kind == "empty":
            return await deliver(request, b"")
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        text = f"<h1>{fault.status}</h1><p>Trouble made on purpose.</p>".encode()
        return await deliver(request, text, status=fault.status, headers=headers)

    def _index(self, request: web.Request) -> web.Response:
        """For a person who opens the server in a browser, and for links that leave the mount."""
        came_from = MOUNT.search(request.headers.get("Referer", ""))
        if came_from:
            raise web.HTTPFound(f"/-/{came_from[1]}{request.raw_path}")
        hosts = "".join(f'<li><a href="/-/{escape(h)}/">{escape(h)}</a>' for h in known_hosts())
        page = (
            "<!doctype html><title>Replica</title><h1>Replica</h1><p>Virtual hosts:</p>"
            f'<ul>{hosts}</ul><p><a href="/-/control/">Control</a></p>'
        )
        return web.Response(text=page, content_type="text/html")


def _host_name(request: web.Request) -> str:
    """The virtual host asked for: lower case, without port and final dot."""
    with contextlib.suppress(ValueError):
        return re.sub(r":\d*$", "", request.host).rstrip(".").lower()
    return ""
