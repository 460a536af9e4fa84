"""A headless Chromium that draws pages without a network: its requests are answered by us.

Every request of a page, of whatever kind, comes to us and is answered from captures or refused.
Should one slip by, it finds no name server and no proxy. Each page has a context of its own
(no cookies, caches or storage of another one), a deadline, and a bound on memory.

Playwright and psutil are an extra (``rendering`` in pyproject.toml), imported when they are needed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from crawler.profile import ProfileError, Rendering

if TYPE_CHECKING:
    import psutil
    from playwright.async_api import BrowserContext, FloatRect, Page, Request, Route

    from archive.rendering.answers import Answer

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name leads anywhere, nor does an address
    "--proxy-server=127.0.0.1:9",  # and were it to, there is nobody (the discard port)
    "--proxy-bypass-list=<-loopback>",  # the same for this machine, which proxies leave out
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # no UDP past the proxy
    "--disable-background-networking",
    "--disable-site-isolation-trials",  # frames in one process, where all requests are seen
    "--blink-settings=lazyLoadEnabled=false",  # what is below the window is in the picture too
)
_CLOSING_S = 5.0
_QUIET_MS = 3_000
"""Waited for scripts that still load something."""
_LEAVE = "LEAVE"
"""In place of a method: the page wants to lead its reader elsewhere. Never answered."""
_LOOK_S = 0.2
"""Between two looks at the memory of the browser."""


class NoBrowser(Exception):
    """There is no browser to draw with; the message says what to install."""


class CannotDraw(Exception):
    """A page could not be drawn; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A page as it was drawn."""

    picture: bytes
    """PNG."""
    dom: str
    height: int
    """Of the picture, in CSS pixels."""
    page_height: int


def find_browser(rules: Rendering) -> str:
    """Path of a Chromium. Raises ``NoBrowser``, ``ProfileError``."""
    try:
        import playwright.async_api  # noqa: F401
        import psutil  # noqa: F401
    except ImportError as error:
        raise NoBrowser(
            "Pages are drawn with Playwright, which is not installed. Install it with pip install "
            "'.[rendering]' in this checkout."
        ) from error
    if rules.browser:
        path = shutil.which(rules.browser)
        if path is None:
            raise ProfileError(
                f"[rendering] browser names no program: {rules.browser}. Give the path of a "
                "Chromium, or leave it empty for the one that is installed."
            )
        return path
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoBrowser(
            "No Chromium was found. Install it (Debian: apt-get install chromium), or name one in "
            "the profile ([rendering] browser)."
        )
    return found


class Browser:
    """A running Chromium. To be used with ``async with``; raises ``NoBrowser``."""

    def __init__(self, path: str, rules: Rendering) -> None:
        self._path = path
        self._rules = rules

    async def __aenter__(self) -> Self:
        import psutil
        from playwright.async_api import async_playwright

        before = psutil.Process().children()
        self._driver = await async_playwright().start()
        self._own = [child for child in psutil.Process().children() if child not in before]
        try:
            await self._launch()
        except NoBrowser:
            await self._driver.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(Exception):  # it may be gone already
            await asyncio.wait_for(self._browser.close(), _CLOSING_S)
        await self._driver.stop()

    @property
    def name(self) -> str:
        """Name and version."""
        return f"Chromium {self._browser.version}"

    async def _launch(self) -> None:
        from playwright.async_api import Error

        try:
            self._browser = await self._driver.chromium.launch(
                executable_path=self._path,
                args=list(ARGUMENTS),
                chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root
            )
        except Error as error:
            said = error.message.strip().splitlines()[0]
            raise NoBrowser(f"{self._path} does not start: {said}") from error

    async def draw(self, url: str, answer: Callable[[str, str], Answer | None]) -> Drawn:
        """Draw a page. ``answer`` gives the answer to a request (URL, method), None = refuse it.

        Raises ``CannotDraw``; the next page is drawn as if nothing had happened.
        """
        from playwright.async_api import Error

        if not self._browser.is_connected():
            await self._launch()
        try:
            async with self._context() as context, asyncio.timeout(self._rules.timeout_s):
                await context.route("**/*", _Router(url, answer).respond)
                await context.route_web_socket("**/*", lambda socket: socket.close())
                page = await context.new_page()
                context.on("page", lambda other: other.close())  # a window that it opened
                return await self._draw(page, url)
        except TimeoutError as error:
            said = f"it took longer than {self._rules.timeout_s:g} seconds"
            raise CannotDraw(said) from error
        except Error as error:
            raise CannotDraw(_sentence(error.message)) from error

    @asynccontextmanager
    async def _context(self) -> AsyncIterator[BrowserContext]:
        """A context without a past, which ends whatever its page does, and its memory watched."""
        context = await self._browser.new_context(
            java_script_enabled=self._rules.scripts,
            service_workers="block",
            accept_downloads=False,
            viewport={"width": self._rules.width, "height": self._rules.height},
        )
        watch = asyncio.create_task(_bound_memory(self._own, self._rules.max_memory_bytes))
        try:
            yield context
        finally:
            watch.cancel()
            try:
                await asyncio.wait_for(context.close(), _CLOSING_S)
            except Exception:  # then with the browser; the next page gets a new one
                with suppress(Exception):
                    await asyncio.wait_for(self._browser.close(), _CLOSING_S)

    async def _draw(self, page: Page, url: str) -> Drawn:
        from playwright.async_api import TimeoutError as Late

        await page.goto(url, wait_until="commit", timeout=0)  # draw() has the deadline
        with suppress(Late):  # one that was kept from leaving may never say that it is loaded
            await page.wait_for_load_state("load", timeout=self._rules.timeout_s * 500)
        if self._rules.scripts:
            with suppress(Late):
                await page.wait_for_load_state("networkidle", timeout=_QUIET_MS)
        session = await page.context.new_cdp_session(page)
        # Asked of the browser: a script could tell us anything.
        size = (await session.send("Page.getLayoutMetrics"))["cssContentSize"]
        page_height = max(1, round(size["height"]))
        height = min(max(page_height, self._rules.height), self._rules.max_height)
        area: FloatRect = {"x": 0, "y": 0, "width": self._rules.width, "height": height}
        picture = await page.screenshot(full_page=True, clip=area, timeout=0, animations="disabled")
        return Drawn(
            picture=picture, dom=await page.content(), height=height, page_height=page_height
        )


class _Router:
    """Answers the requests of one page."""

    def __init__(self, url: str, answer: Callable[[str, str], Answer | None]) -> None:
        self._url = url
        self._answer = answer
        self._is_begun = False

    async def respond(self, route: Route) -> None:
        """Answer or refuse a request."""
        request = route.request
        is_leaving = self._is_begun and request.is_navigation_request() and not _in_frame(request)
        self._is_begun = True
        given = self._answer(request.url, _LEAVE if is_leaving else request.method)
        if is_leaving:  # by a refresh or a script: it stays as it is (RFC 9110 §15.3.5)
            await route.fulfill(status=204)
        elif given is None:
            await route.abort("blockedbyclient")
        else:
            await route.fulfill(status=given.status, headers=given.headers, body=given.body)


def _in_frame(request: Request) -> bool:
    """Whether a request is one of a frame within the page; no, where it opens a window."""
    from playwright.async_api import Error

    try:
        return request.frame.parent_frame is not None
    except Error:  # the window is not there yet
        return False


async def _bound_memory(drivers: Sequence[psutil.Process], most: int) -> None:
    """End the largest process of the browser whenever all together are too large.

    Only what Playwright's driver has started counts: whoever draws may have other children.
    """
    import psutil

    while True:
        await asyncio.sleep(_LOOK_S)
        sizes = {}
        for driver in drivers:
            with suppress(psutil.Error):
                for process in driver.children(recursive=True):
                    with suppress(psutil.Error):
                        sizes[process] = process.memory_info().rss
        if sum(sizes.values()) > most:
            with suppress(psutil.Error):
                max(sizes, key=lambda process: sizes[process]).kill()


def _sentence(message: str) -> str:
    """What Playwright says, without its log."""
    first = message.strip().splitlines()[0] if message.strip() else "the browser gave up"
    if "crashed" in first or "closed" in first:
        return "the browser broke down over it, or it took too much memory"
    return first.partition(": ")[2] or first
