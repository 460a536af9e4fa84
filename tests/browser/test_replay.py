"""A hostile captured page in a real browser: nothing runs, nothing is loaded, a click leads on."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from zlib import crc32

import pytest
from playwright.sync_api import Browser

from archive.publishing.publish import publish
from tests.archive.proof.small_archive import Small
from tests.archive.proof.test_still_page import HOSTILE, HOSTILE_SVG
from tests.browser.conftest import Visitor, serving

pytestmark = pytest.mark.browser


UNSEEN = """<template><p>NEVER</p></template><dialog>SHUT</dialog><p popover>SHUT TOO</p>
<select><option>One</option><option>Two</option></select><datalist><option>NEVER</option></datalist>
<iframe srcdoc="<p>Within</p><script>alert(1)</script>"></iframe><noscript>Still</noscript>
<a href="/en/long.htm#far">Far down</a>"""
LONG = f"<h1>Long</h1>{'<p>x</p>' * 200}<h2 id=far>Far</h2>{'<p>x</p>' * 200}"
WHOLE = """<link rel=stylesheet href=a.css><p>Whole</p>
<img src=i.png alt=held><img src=i.svg alt=drawn><img src=lost.png alt="What is lost">"""


def picture(width: int, height: int) -> bytes:
    """A grey PNG (RFC 2083)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))

    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Address of a served archive with captures, and their ids by name."""
    small = Small(tmp_path_factory.mktemp("replay") / "small")
    ids = {"page": small.acupuncture()[0], "pain": small.capture("/en/pain.htm", "<h1>Pain</h1>")}
    ids["unseen"] = small.capture("/unseen.htm", UNSEEN)
    ids["long"] = small.capture("/en/long.htm", LONG)
    ids["whole"] = small.capture("/whole.htm", WHOLE)
    small.capture("/i.png", picture(30, 20), mime="image/png", charset="")
    small.capture("/i.svg", HOSTILE_SVG, mime="image/svg+xml", charset="")
    small.capture("/a.css", "@import 'b.css'; p { color: red }", mime="text/css")
    small.capture("/b.css", "p { background: url(i.png) }", mime="text/css")
    ids["drawing"] = small.capture("/j.svg", HOSTILE_SVG, mime="image/svg+xml", charset="")
    # Several on a page, those that swallow what follows at its end.
    sources = sorted((source for _, source, _ in HOSTILE), key=lambda s: "</" not in s[-40:])
    for number in range(0, len(sources), 8):
        page = "\n".join(sources[number : number + 8])
        ids[f"hostile {number}"] = small.capture(f"/hostile/{number}.htm", page)
    small.store.close()
    site = publish(small.folder / "crawl.db", small.folder / "published", {}).folder
    with serving(site) as address:
        yield address, ids


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


def test_a_page_with_its_parts(guest: Visitor, captures: tuple[str, dict[str, str]]) -> None:
    _, ids = captures
    guest.visit(f"/-/capture/{ids['whole']}")
    guest.keep_picture("capture-with-its-parts")
    content = guest.page.frame_locator("iframe.replay")
    text = content.locator("p")
    assert text.evaluate("e => getComputedStyle(e).color") == "rgb(255, 0, 0)"
    assert "/part" in text.evaluate("e => getComputedStyle(e).backgroundImage")
    widths = [
        content.get_by_alt_text(name).evaluate("e => e.naturalWidth") for name in ("held", "drawn")
    ]
    assert widths[0] == 30
    assert widths[1] > 0
    assert content.get_by_alt_text("What is lost").is_visible()


def test_what_no_reader_saw(guest: Visitor, captures: tuple[str, dict[str, str]]) -> None:
    """Templates and what is shut stay unseen; a page in the page and a place in another are not."""
    _, ids = captures
    guest.visit(f"/-/capture/{ids['unseen']}")
    content = guest.page.frame_locator("iframe.replay")
    assert content.locator("body").inner_text().split() == ["One", "Two", "Still", "Far", "down"]
    assert content.frame_locator("iframe").locator("p").inner_text() == "Within"
    content.get_by_role("link", name="Far down").click()
    guest.page.wait_for_url(f"**/-/capture/{ids['long']}?place=far")
    far = guest.page.frame_locator("iframe.replay").locator("#far")
    frame = guest.page.frame_locator("iframe.replay").locator("html")
    assert (
        0
        <= far.evaluate("e => e.getBoundingClientRect().top")
        < frame.evaluate("e => e.clientHeight")
    )


def test_a_hostile_picture_alone(guest: Visitor, captures: tuple[str, dict[str, str]]) -> None:
    """Opened as a document of its own, the browser has something to forbid, and forbids it."""
    path = f"/-/capture/{captures[1]['drawing']}/part"
    guest.page.goto(guest.address + path, wait_until="load")
    assert guest.page.url == guest.address + path
    assert any("Blocked script execution" in said for said in guest.complaints)
    assert not [request for request in guest.complaints if "ERR_NAME_NOT_RESOLVED" in request]


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
