"""A hostile captured page in a real browser: nothing runs, nothing is loaded, a click leads on."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.publishing.publish import publish
from archive.publishing.serving import arguments
from tests.archive.proof.small_archive import Small
from tests.archive.proof.test_still_page import HOSTILE
from tests.browser.conftest import Visitor, wait_until_it_answers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Address of a served archive with captures, and their ids by name."""
    small = Small(tmp_path_factory.mktemp("replay") / "small")
    ids = {"page": small.acupuncture()[0], "pain": small.capture("/en/pain.htm", "<h1>Pain</h1>")}
    # Several on a page, those that swallow what follows at its end.
    sources = sorted((source for _, source, _ in HOSTILE), key=lambda s: "</" not in s[-40:])
    for number in range(0, len(sources), 8):
        page = "\n".join(sources[number : number + 8])
        ids[f"hostile {number}"] = small.capture(f"/hostile/{number}.htm", page)
    small.store.close()
    site = publish(small.folder / "crawl.db", small.folder / "published", {}).folder
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", *arguments(site, "127.0.0.1", port)]
    log = small.folder / "server.log"
    with log.open("wb") as sink:
        server = subprocess.Popen(command, stdout=sink, stderr=sink)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/robots.txt", server, Path(log))
        yield f"http://127.0.0.1:{port}", ids
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(params=[360, 1280], ids=["phone", "desktop"])
def guest(
    request: pytest.FixtureRequest, browser: Browser, captures: tuple[str, dict[str, str]]
) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    yield Visitor(page, captures[0], request.param)
    context.close()


def test_a_capture_and_its_links(guest: Visitor, captures: tuple[str, dict[str, str]]) -> None:
    _, ids = captures
    guest.visit(f"/-/capture/{ids['page']}")
    guest.keep_picture("capture-as-it-was")
    content = guest.page.frame_locator("iframe.replay")
    assert content.locator("h1").inner_text() == "Acupuncture"
    content.get_by_role("link", name="pain").click()
    guest.page.wait_for_url(f"**/-/capture/{ids['pain']}")
    guest.check()


def test_a_proof(guest: Visitor) -> None:
    guest.visit("/-/proof/bibliography/ref")
    assert guest.page.locator("mark").inner_text().startswith("Liu, L., Skinner&nbsp;M.")
    guest.keep_picture("proof")


def test_hostile_pages_do_nothing(guest: Visitor, captures: tuple[str, dict[str, str]]) -> None:
    """Framed, and opened alone: no message, no request, no other place."""
    for name, identity in captures[1].items():
        if name.startswith("hostile"):
            for path in (f"/-/capture/{identity}", f"/-/capture/{identity}/page"):
                guest.visit(path)
                assert guest.page.url == guest.address + path


def test_a_comparison(guest: Visitor, captures: tuple[str, dict[str, str]]) -> None:
    _, ids = captures
    guest.visit(f"/-/compare/{ids['page']}/{ids['pain']}")
    assert "10.1155/2015/32819" in guest.page.locator("del").first.inner_text()
    guest.keep_picture("comparison")
