"""A served specimen and a real browser. Without a browser these tests fail, they don't skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from archive.publishing.publish import publish
from tests.archive.site import specimen
from tests.servers import archive_served

NAMES = ("chromium", "chromium-browser", "google-chrome")
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
# axe-core finds what keeps people out (WCAG 2.2, A and AA); kept here as npm gives it out.
AXE = Path(__file__).with_name("axe-core").joinpath("axe.min.js").read_text(encoding="utf-8")
ASK_AXE = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  const shown = (v) => v.nodes.map((n) => n.html.slice(0, 160)).join(" | ");
  return found.violations.map((v) => `${v.impact}: ${v.help}: ${shown(v)}`);
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(
            "No Chromium was found. Install it (Debian: apt-get install chromium), or name one in "
            "the environment variable CHROMIUM, or leave these tests out with -m 'not browser'."
        )
    with sync_playwright() as playwright:
        # Root, as in a container, may not use Chromium's sandbox; every page is our own.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Address of a published folder, served as the product serves it; no slash ends it."""
    with archive_served(folder) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the served specimen."""
    folder = tmp_path_factory.mktemp("browser")
    crawl_db = specimen.fill(folder / "crawl.db")
    with serving(publish(crawl_db, folder / "site", specimen.PUBLICATION).folder) as address:
        yield address


class Visitor:
    """A page of one width that remembers everything that went wrong on it."""

    def __init__(self, page: Page, address: str, width: int) -> None:
        self.page = page
        self.address = address
        self.width = width
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda r: self._failed(r.url))
        page.on("request", self._watch)

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _failed(self, url: str) -> None:
        if not url.endswith("/icon.svg"):  # given up by Chromium when the visitor moves on
            self.complaints.append(f"failed: {url}")

    def _watch(self, request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.complaints.append(f"asked another host: {request.url}")

    def visit(self, path: str) -> None:
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == 200, path
        self.check()

    def check(self) -> None:
        """Nothing went wrong, and nothing hangs out at the side."""
        self.page.wait_for_load_state("load")
        assert self.complaints == [], self.page.url
        widest = self.page.evaluate("document.documentElement.scrollWidth")
        assert widest <= self.width, f"{self.page.url} is {widest} px wide"

    def ask_axe(self) -> None:
        """Nothing on the page keeps people out, as far as a program can tell."""
        self.page.evaluate(AXE)
        assert self.page.evaluate(ASK_AXE) == [], self.page.url

    def keep_picture(self, name: str) -> None:
        """Keep a picture where the environment variable SCREENSHOTS names a folder."""
        if SCREENSHOTS:
            path = Path(SCREENSHOTS) / f"{name}-{self.width}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=path, full_page=True)


WIDTHS = {360: "phone", 1280: "desktop"}


@pytest.fixture(params=WIDTHS, ids=WIDTHS.get)
def width(request: pytest.FixtureRequest) -> int:
    """Width of the window: a phone, a desk."""
    return int(request.param)


@pytest.fixture(scope="session")
def visitors(browser: Browser, address: str) -> dict[int, Visitor]:
    """One visitor of each width for all tests: a new page costs as much as what it shows."""
    return {
        width: Visitor(browser.new_page(viewport={"width": width, "height": 800}), address, width)
        for width in WIDTHS
    }


@pytest.fixture
def visitor(width: int, visitors: dict[int, Visitor]) -> Iterator[Visitor]:
    """Somebody who comes from nowhere, and to whom nothing was granted."""
    visitor = visitors[width]
    visitor.complaints.clear()
    yield visitor
    visitor.page.goto("about:blank")
    visitor.page.emulate_media(color_scheme="null")
    visitor.page.context.clear_permissions()
