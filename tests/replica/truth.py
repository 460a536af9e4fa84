"""What is true of the sample site: the answer sheet that tests of the product compare with.

Everything is derived from the content files (``site/content``), never from a crawl, so it cannot
drift from what is served. URLs are ``https`` on the canonical hosts; which scheme and which of
several equal addresses a crawl calls canonical is its profile's matter, so a page lists all of
them (``PageTruth.urls``).

- ``pages()``       every page: kind, language, titles, dates, references, terms, printed DOIs
- ``kind_counts()`` pages by kind
- ``redirects()``   redirects with where they end (``final``: None = a loop)
- ``broken_links()`` links inside the site that lead nowhere, with their source and the reason
- ``traps()``       URLs that only hidden links lead to: a request for one is a fault
- ``forbidden()``   URLs that robots.txt forbids and pages link to: not to be asked either
- ``must_reach()``  pages that lie behind a trap and have to be found all the same
- ``quirks()``      URLs that show each row of the table of quirks, by its number
- ``relations()``  pairs of pages that belong together: near-duplicates, series, translations
- ``works_cited()`` right DOI of each work → pages that cite it
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from tests.replica.graph import Broken, Ending, broken_links_of, ending_of
from tests.replica.site.bodies import parse_body
from tests.replica.site.nodes import Heading, Node, Terms
from tests.replica.site.pages import LINE, SOCIETY, Page
from tests.replica.site.pages import pages as site_pages
from tests.replica.site.redirects import GONE
from tests.replica.site.redirects import redirects as site_redirects
from tests.replica.site.references import Entry, plain

UNREADABLE_DELIVERY = ("short", "gzip-cut")
"""Deliveries whose answers are no complete page."""


@dataclass(frozen=True, slots=True)
class PageTruth:
    """One page as it should come out."""

    url: str
    urls: tuple[str, ...]
    """Every address that answers with this page, ``url`` first."""
    kind: str
    generation: str
    language: str
    title: str
    """Empty when the page prints none."""
    html_title: str
    updated: date | None
    published: date | None
    event: date | None
    references: tuple[Entry, ...]
    pointers: tuple[tuple[str, int], ...]
    """(text, position of the reference it points to), in the order of the text."""
    dois: frozenset[str]
    """Every DOI a reader or browser meets, lower case, as printed: right or wrong."""
    identifiers: tuple[str, ...]
    """``scheme:value`` of identifiers that are not DOIs."""
    terms: tuple[tuple[str, str, str], ...]
    """(letter, term, definition)."""
    complete: bool
    """False: no whole page ever arrives (reset, cut short, empty, too large)."""
    teaser: str
    """Cut text under which a news item is announced; empty when it is not."""
    quirks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedirectTruth:
    """One address that redirects, and where a client that follows it ends."""

    url: str
    status: int
    hops: tuple[str, ...]
    """URLs after the first, in order."""
    final: str | None
    """Canonical URL of the page at the end; None = a loop."""
    soft_404: bool
    """Leads home although the page asked for is gone."""


@cache
def pages() -> tuple[PageTruth, ...]:
    """Every page of the two hosts; a stub that refreshes at once is an address of its target."""
    return tuple(_describe(page) for page in site_pages() if not page.refresh)


def page_at(url: str) -> PageTruth:
    """The page that answers at an address of it. Raises KeyError."""
    return {address: page for page in pages() for address in page.urls}[url]


def kind_counts() -> Counter[str]:
    """Pages by kind."""
    return Counter(page.kind for page in pages())


@cache
def redirects() -> tuple[RedirectTruth, ...]:
    """Every redirect, followed to its end; status 200 = a ``<meta>`` refresh."""
    found = []
    for redirect in site_redirects().values():
        ending, hops, page = ending_of(redirect.url)
        home = ending is Ending.HOME
        final = page.url if page else None
        found.append(RedirectTruth(redirect.url, redirect.status, hops, final, home))
    for page in site_pages():
        if page.refresh:
            final = f"https://{page.host}{page.refresh}"
            found.append(RedirectTruth(page.url, 200, (final,), final, False))
    return tuple(found)


def broken_links() -> tuple[Broken, ...]:
    """Links inside the site that lead nowhere, once per source page and target.

    Pages made by code (lists, calendar, login) have none and are not looked at, nor are pages
    that never arrive whole.
    """
    sources = (page for page in site_pages() if not page.generated and _is_complete(page))
    return broken_links_of(tuple(sources))


def traps() -> frozenset[str]:
    """URLs of hidden links."""
    names = ("by-class", "off-screen", "in-hidden-box", "by-attribute")
    hidden = {f"https://{LINE}/not-for-you/{name}.htm" for name in names}
    return frozenset(hidden | {f"https://{host}/dont-click.htm" for host in (LINE, SOCIETY)})


def forbidden() -> frozenset[str]:
    """URLs that pages link to and robots.txt forbids."""
    week = f"https://{LINE}/en/calendar.htm?month=2022-12&view=week"
    return frozenset({f"https://{LINE}/member/private/minutes.htm", week})


def must_reach() -> dict[str, str]:
    """Trap → the page behind it that has to be found."""
    news = "/patients/patient-line-news"
    return {
        "endless paging": f"https://{SOCIETY}{news}/the-patient-line-is-ten/",
        "endless calendar": f"https://{LINE}/en/patient-day.htm",
        "folder in itself": f"https://{LINE}/a/leaflets-of-2006.htm",
        "nofollow": f"https://{LINE}/en/sponsors.htm",
        "robots Allow inside a Disallow": f"https://{LINE}/member/private/programme.htm",
    }


def quirks() -> dict[str, tuple[str, ...]]:
    """URLs that show each quirk, by its number."""
    found: dict[str, list[str]] = {}
    for page in site_pages():
        for number in page.quirks:
            found.setdefault(number, []).append(page.url)
    more = {
        "15": sorted(traps()),
        "16": [f"https://{LINE}/member/{name}" for name in ("", "downloads.htm", "board.htm")],
        "18": [*(redirect.url for redirect in redirects()), *GONE],
        "29": [f"https://{host}/robots.txt" for host in (LINE, SOCIETY)],
    }
    for number, urls in more.items():
        found.setdefault(number, []).extend(urls)
    return {number: tuple(dict.fromkeys(urls)) for number, urls in sorted(found.items())}


def relations() -> dict[str, frozenset[frozenset[str]]]:
    """Pairs of URLs by the name of their relation (``page_relations`` of the schema).

    A merged page may share enough with further parts of a series to be their near-duplicate too.
    """
    rewritten = {frozenset({page.url, page.rewrites}) for page in site_pages() if page.rewrites}
    greek = "-greek.htm"
    suffixed = (page.url for page in site_pages() if page.path.endswith(greek))
    translated = {frozenset({url, url.replace(greek, ".htm")}) for url in suffixed}
    parts: dict[tuple[str, str], list[str]] = {}
    for page in site_pages():
        group = {f"https://{page.host}{path}" for path in page.translations}
        translated |= {frozenset({page.url, other}) for other in group}
        name, dash, _ = page.title.rpartition(" - ")
        if dash and page.kind == "article":
            parts.setdefault((page.language, name), []).append(page.url)
    series = {frozenset(pair) for urls in parts.values() for pair in combinations(urls, 2)}
    return {
        "near_duplicate": frozenset(rewritten),
        "series": frozenset(series),
        "translation": frozenset(translated),
    }


def works_cited() -> dict[str, tuple[str, ...]]:
    """Right DOI of each work → URLs of the pages whose references name it."""
    found: dict[str, list[str]] = {}
    for page in pages():
        for work in dict.fromkeys(entry.work for entry in page.references if entry.work):
            found.setdefault(work, []).append(page.url)
    return {work: tuple(urls) for work, urls in sorted(found.items())}


def _describe(page: Page) -> PageTruth:
    nodes = parse_body(page.body) if page.body and page.frame else ()
    printed = {entry.doi for entry in page.references} | {entry.linked for entry in page.references}
    return PageTruth(
        url=page.url,
        urls=_addresses(page),
        kind=page.kind,
        generation=page.generation,
        language=page.language,
        title=page.title,
        html_title=page.document_title,
        updated=page.updated if page.generation == "B" and page.frame else None,
        published=page.published,
        event=page.event,
        references=page.references,
        pointers=page.pointers,
        dois=frozenset(printed - {""}) | frozenset(page.dois),
        identifiers=page.identifiers,
        terms=_terms(nodes),
        complete=_is_complete(page),
        teaser=page.teaser,
        quirks=page.quirks,
    )


def _addresses(page: Page) -> tuple[str, ...]:
    stubs = (p for p in site_pages() if p.host == page.host and p.refresh == page.path)
    paths = (*page.paths, *(path for stub in stubs for path in stub.paths))
    return tuple(f"https://{page.host}{path}" for path in paths)


def _is_complete(page: Page) -> bool:
    if page.delivery in UNREADABLE_DELIVERY or page.behaviour == "reset":
        return False
    return page.kind != "unread"


def _terms(nodes: tuple[Node, ...]) -> tuple[tuple[str, str, str], ...]:
    letter, found = "", []
    for node in nodes:
        if isinstance(node, Heading) and node.name:
            letter = node.name
        if isinstance(node, Terms):
            found += [(letter, plain(term), plain(text)) for term, text in node.pairs]
    return tuple(found)
