"""Every place in a page that points somewhere, as ``Link`` records. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from archive.records import Link, Region
from crawler.pages.addresses import NO_ADDRESS, Address, base_of, resolve
from crawler.pages.buttons import is_misspelt_script, jumps_nowhere
from crawler.pages.landmarks import CHROME
from crawler.pages.linksites import LinkSite
from crawler.pages.pieces import Piece
from crawler.pages.tree import Tree

_REFRESH = re.compile(
    r"""^\s*(?P<seconds>\d{0,9})(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?(?P<quote>["']?)(?P<url>.*)$""",
    re.I | re.S,
)
IMMEDIATE_S = 5
"""A refresh later than this is for readers who stay; the page stands on its own."""
LONGEST_DATA = 200
"""Characters kept of a ``data:`` target."""
_FOLLOWED = frozenset({"a", "area", "frame", "iframe"})
"""Elements whose fragment is a place that a reader is taken to; pictures and scripts have none."""
LONGEST_KNOWN = 500
"""Characters of a target that is remembered from page to page."""


_found = lru_cache(maxsize=4_096)(resolve)
"""Targets that do not depend on the page they stand on, as most of a site's menus are."""


class Resolver:
    """Resolves the printed targets of one page, each distinct one once."""

    def __init__(self, page_url: str, tree: Tree, charset: str) -> None:
        href = next((str(b["href"]) for b in tree.tags["base"] if "href" in b.attrs), None)
        self.base = base_of(page_url, href, charset)
        self.charset = charset
        self._origin = "/".join(self.base.split("/", 3)[:3]) + "/"
        self._known: dict[str, Address] = {}

    def __call__(self, printed: str) -> Address:
        """The address that a printed target means on this page."""
        address = self._known.get(printed)
        if address is None:
            is_same_everywhere = len(printed) <= LONGEST_KNOWN and printed.startswith(
                ("/", "http://", "https://")
            )
            find, base = (_found, self._origin) if is_same_everywhere else (resolve, self.base)
            address = self._known[printed] = find(printed, base, self.charset)
        return address


class Refresh:
    """The ``<meta http-equiv=refresh>`` of a page (WHATWG HTML, shared declarative refresh)."""

    def __init__(self, tree: Tree) -> None:
        self._contents = [
            str(meta.attrs.get("content") or "")
            for meta in tree.tags["meta"]
            if str(meta.attrs.get("http-equiv") or "").lower() == "refresh"
        ]

    @cached_property
    def target(self) -> tuple[str, int] | None:
        """(printed target, seconds until then) of the first one that leads elsewhere."""
        for content in self._contents:
            match = _REFRESH.match(content)
            if match and (url := self._unquote(match["url"], match["quote"])):
                return url, int(match["seconds"] or 0)
        return None

    @staticmethod
    def _unquote(url: str, quote: str) -> str:
        return (url.split(quote, 1)[0] if quote else url).strip()


def read_links(
    sites: Sequence[LinkSite], pieces: Sequence[Piece], resolver: Resolver, refresh: Refresh
) -> tuple[Link, ...]:
    """All links in page order, a meta refresh first. ``pieces`` have their final regions."""
    links: list[Link] = []
    if refresh.target:
        printed = refresh.target[0]
        address = resolver(printed)
        links.append(
            Link(
                printed=printed,
                url=address.url,
                fragment=address.fragment,
                element="meta",
                attribute="content",
                problem=address.problem,
            )
        )
    texts: dict[int, list[str]] = {}
    blocks: dict[int, int] = {}
    origins: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        origins.setdefault(piece.origin, number)
        for span in piece.spans:
            texts.setdefault(span.link, []).append(piece.text[span.start : span.end])
            blocks.setdefault(span.link, number)
    for number, site in enumerate(sites):
        near = blocks.get(number, origins.get(site.origin))
        text = " ".join(" ".join(texts.get(number, [site.label])).split())
        if near is not None:
            region = pieces[near].region
        else:
            region = Region.CHROME if site.landmark in CHROME else Region.CONTENT
        block = near if number in blocks or site.is_inside else None
        before = (len(pieces) if near is None else near) - 1
        after = before if block is None and before >= 0 else None
        links.append(_link(site, resolver, block, after, region, text))
    return tuple(links)


def read_embedded(found: Iterable[tuple[str, str, str]], resolver: Resolver) -> Iterator[Link]:
    """Links of (element, attribute, printed) that stand in the head, or show nowhere."""
    for element, attribute, printed in dict.fromkeys(found):
        address = resolver(printed)
        yield Link(
            printed=printed[:LONGEST_DATA] if printed[:5].lower() == "data:" else printed,
            url=address.url,
            element=element,
            attribute=attribute,
            region=Region.CHROME,
            problem=address.problem,
        )


def _link(
    site: LinkSite,
    resolver: Resolver,
    block: int | None,
    after: int | None,
    region: Region,
    text: str,
) -> Link:
    address = resolver(site.printed)
    printed = site.printed
    if site.is_button:
        address = _of_button(address, printed)
    if printed.lstrip()[:5].lower() == "data:":
        printed = printed.lstrip()[:LONGEST_DATA]
    is_place = site.element in _FOLLOWED and not jumps_nowhere(printed)
    return Link(
        printed=printed,
        url=address.url,
        fragment=address.fragment if is_place else "",
        element=site.element,
        attribute=site.attribute,
        anchor_text=text,
        rel=site.rel,
        region=region,
        hidden=site.is_hidden,
        block=block,
        after=after,
        problem=address.problem,
        media_type=site.media_type,
    )


def _of_button(address: Address, printed: str) -> Address:
    """What a target means that a script acts on: a click leads to no place, and nowhere else."""
    return (
        Address(None, problem=NO_ADDRESS) if is_misspelt_script(printed) else Address(address.url)
    )
