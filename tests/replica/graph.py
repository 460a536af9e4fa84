"""The sample site as a graph: where its links lead, found from its content without a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from ada_url import URL
from bs4 import BeautifulSoup

from tests.replica.site import generated, is_trap
from tests.replica.site.frames import compose
from tests.replica.site.markup import render
from tests.replica.site.pages import ALIASES, LINE, SOCIETY, Page, find_page
from tests.replica.site.redirects import GONE, find

ATTRIBUTES = (("a", "href"), ("area", "href"), ("frame", "src"), ("iframe", "src"))


class Ending(StrEnum):
    """What a client finds at the end of an address of the site."""

    PAGE = "page"
    GENERATED = "generated"  # code answers there, and no page entry describes it
    TRAP = "trap"
    MISSING = "missing"  # 404
    GONE = "gone"  # 410
    LOOP = "loop"
    HOME = "home"  # a redirect to the home page of a page that is gone: a soft 404
    UNREACHABLE = "unreachable"  # the server hangs up, always
    FRAGMENT = "fragment"  # the page is there, the anchor is not
    OUTSIDE = "outside"
    INVALID = "invalid"  # cannot be a URL


BROKEN = (Ending.MISSING, Ending.GONE, Ending.LOOP, Ending.HOME, Ending.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads nowhere."""

    source: str
    """Canonical URL of the page it stands on."""
    printed: str
    """As written in the attribute."""
    target: str
    """Resolved, with its fragment when that is what is missing."""
    reason: Ending


def ending_of(url: str) -> tuple[Ending, tuple[str, ...], Page | None]:
    """What is at the end of an address: (ending, hops after the first, page if there is one)."""
    hops: list[str] = []
    while True:
        parts = urlsplit(url)
        host, path = ALIASES.get(parts.netloc, parts.netloc), parts.path
        if host not in (LINE, SOCIETY):
            return Ending.OUTSIDE, tuple(hops), None
        redirect = find(host, path)
        if redirect is None:
            break
        url = str(URL(redirect.location, base=url).href)
        if url in hops:
            return Ending.LOOP, tuple(hops), None
        hops.append(url)
    page = find_page(host, path)
    if hops and path == "/":
        return Ending.HOME, tuple(hops), page
    if page is not None:
        dead = page.behaviour == "reset"
        return (Ending.UNREACHABLE if dead else Ending.PAGE), tuple(hops), page
    if is_trap(host, path):
        return Ending.TRAP, tuple(hops), None
    if generated.find(host, path):
        return Ending.GENERATED, tuple(hops), None
    gone = f"https://{host}{path}" in GONE
    return (Ending.GONE if gone else Ending.MISSING), tuple(hops), None


def links_of(page: Page) -> Iterator[tuple[str, str | None]]:
    """(as printed, resolved as browsers do or None) of every link a reader can see."""
    soup = BeautifulSoup(source_of(page), "lxml")
    base_element = soup.find("base", href=True)
    base = str(base_element["href"]) if base_element else page.url
    hidden = {id(link) for box in _hidden(soup) for link in [box, *box.find_all("a")]}
    for tag, attribute in ATTRIBUTES:
        for element in soup.find_all(tag):
            printed = element.get(attribute)
            if printed is None or id(element) in hidden:
                continue
            try:
                yield str(printed), str(URL(str(printed), base=base).href)
            except ValueError:
                yield str(printed), None


def _hidden(soup: BeautifulSoup) -> list:  # type: ignore[type-arg]
    selector = '[style*="display:none"], [style*="visibility:hidden"], [hidden], .q7'
    return soup.select(f'{selector}, [style*="-9999px"], [style*="-5000px"]')


@cache
def source_of(page: Page) -> str:
    """The page in semantic markup."""
    return render(compose(page), "semantic") if page.frame else page.body


@cache
def anchors_of(page: Page) -> frozenset[str]:
    """Every id and name of the page."""
    soup = BeautifulSoup(source_of(page), "lxml")
    found = {str(e.get("id")) for e in soup.select("[id]")}
    return frozenset(found | {str(e.get("name")) for e in soup.select("a[name]")} | {"", "top"})


def broken_links_of(pages: tuple[Page, ...]) -> tuple[Broken, ...]:
    """Links inside the site that lead nowhere, once per source and target."""
    found: dict[tuple[str, str], Broken] = {}
    for page in pages:
        for printed, url in links_of(page):
            broken = _examine(page, printed, url)
            if broken:
                found.setdefault((broken.source, broken.target), broken)
    return tuple(found.values())


def _examine(page: Page, printed: str, url: str | None) -> Broken | None:
    if url is None:
        return Broken(page.url, printed, printed, Ending.INVALID)
    if not url.startswith(("http://", "https://")):
        return None
    address, _, fragment = url.partition("#")
    ending, _, target = ending_of(address)
    if ending in BROKEN:
        return Broken(page.url, printed, address, ending)
    if target is not None and fragment and fragment not in anchors_of(target):
        return Broken(page.url, printed, url, Ending.FRAGMENT)
    return None
