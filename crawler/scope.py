"""Which URLs belong to the site, their canonical form and kind, and which to skip. Pure.

Every URL that a crawl meets ends in exactly one state with one reason; ``Reason`` is the whole
vocabulary. The equation *discovered = fetched + skipped(reason) + failed(reason)* closes over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import ada_url

from archive.records import REQUISITE, PageKind
from crawler.profile import Profile
from pipelines.services.guard import check_url

MAX_URL_LENGTH = 2_083  # what old browsers and some servers can take; longer ones are recorded
MAX_PATH_DEPTH = 20  # Heritrix, TooManyPathSegmentsDecideRule
MAX_SEGMENT_REPEATS = 2  # in a row; Heritrix, PathologicalPathDecideRule
MAX_REDIRECTS = 10
MAX_STYLE_DEPTH = 4  # style sheets that import each other

# Elements whose target is a page or document of its own. Everything else is part of the page.
FOLLOWED_ELEMENTS = frozenset({"a", "area", "frame", "iframe", "meta", "object", "embed", "pdf"})
FOLLOWED_LINK_RELS = frozenset({"alternate", "amphtml", "canonical", "next", "prev"})
_ASSET_ENDINGS = (
    "7z aac apk avi avif bin bmp bz2 css dmg eot exe flac flv gif gz heic ico img iso jar jpeg"
    " jpg js json map mid midi mjs mkv mov mp3 mp4 mpeg mpg msi ogg ogv otf png rar rss svg swf"
    " tar tgz tif tiff ttf wav webm webmanifest webp wma wmv woff woff2 xz zip"
)
ASSET_ENDINGS = frozenset(_ASSET_ENDINGS.split())


class Reason(StrEnum):
    """Why a URL was skipped or failed, or what else there is to say about a fetched one."""

    NONE = ""  # fetched, and its content was read
    # skipped: not asked
    NOT_HTTP = "not_http"  # mailto:, tel:, javascript: and the like
    OUT_OF_SCOPE = "out_of_scope"  # another site
    EXCLUDED = "excluded"  # the profile's include and exclude patterns
    ASSET = "asset"  # image, style sheet, script: a part of a page, not a page
    HIDDEN = "hidden"  # only linked where no reader can see it
    NOFOLLOW = "nofollow"  # only linked with rel=nofollow, and the profile obeys it
    ROBOTS = "robots"  # robots.txt forbids it
    ROBOTS_UNREACHABLE = "robots_unreachable"  # no robots.txt could be had: stay out (RFC 9309)
    DEPTH = "depth"  # too many links away from a seed
    PAGE_LIMIT = "page_limit"  # the crawl had asked for as many as it may
    TOO_LONG = "too_long"  # longer than 2,083 characters
    TRAP_PATH_LOOP = "trap_path_loop"  # /a/b/a/b/a/b
    TRAP_PATH_DEPTH = "trap_path_depth"  # path of too many segments
    TRAP_QUERY = "trap_query"  # too many queries on one path
    TRAP_CALENDAR = "trap_calendar"  # too many dates on one path
    TRAP_SITEMAP = "trap_sitemap"  # too many sitemap files
    REDIRECT_LIMIT = "redirect_limit"  # more than ten redirects led here
    REQUISITE_LIMIT = "requisite_limit"  # a part of a page, and the crawl had all it may take
    UNSAFE_ADDRESS = "unsafe_address"  # the guard forbids asking
    TAKEN_DOWN = "taken_down"  # purged from the archive by `patientline takedown purge`
    HOST_PARKED = "host_parked"  # the host refused three times in a row (429, 503)
    HOST_UNREACHABLE = "host_unreachable"  # the host did not answer several times in a row
    # fetched: an answer was captured
    REDIRECT = "redirect"
    REDIRECT_LOOP = "redirect_loop"  # its redirects lead back to itself
    SAME_CONTENT = "same_content"  # byte for byte the page at the same path without the query
    NOT_MODIFIED = "not_modified"  # 304, or the same bytes again: what we have still holds
    NOT_PUBLIC = "not_public"  # 401, 403, or sent to a login page
    NOT_FOUND = "not_found"  # 404, 410
    ODD_STATUS = "odd_status"  # any other status without content to read
    NOT_A_PAGE = "not_a_page"  # a sitemap or robots.txt
    UNDECODABLE = "undecodable"  # the content-coding is broken or unknown
    READ_FAILED = "read_failed"  # a defect of ours while reading; see issues
    # failed: asked, and no (whole) answer was to be had
    TIMEOUT = "timeout"
    STARVED = "starved"  # this machine was too busy to hear the answer in time
    DNS = "dns"
    REFUSED = "refused"
    RESET = "reset"
    TLS = "tls"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"  # the body broke off
    BAD_ANSWER = "bad_answer"  # not HTTP
    HTTP_429 = "http_429"
    HTTP_503 = "http_503"


# What was skipped for the sake of one crawl is asked again in the next one.
ASK_AGAIN = (
    Reason.ROBOTS, Reason.ROBOTS_UNREACHABLE, Reason.PAGE_LIMIT, Reason.HOST_PARKED,
    Reason.HOST_UNREACHABLE, Reason.UNSAFE_ADDRESS, Reason.TAKEN_DOWN, Reason.REQUISITE_LIMIT,
)  # fmt: skip
# What was skipped for the way it was met may be met in a better way later in the same crawl.
SOFT = (Reason.HIDDEN, Reason.NOFOLLOW, Reason.DEPTH, Reason.ASSET, Reason.REDIRECT_LIMIT)


@dataclass(frozen=True, slots=True)
class Canonical:
    """A URL in the two forms we keep: one to identify it, one to ask for it."""

    url: str
    """Aliases, default ports, session parameters, fragment and escapes made one."""
    request_url: str
    """The same resource with its escapes as printed: some servers compare them as text."""
    host: str
    """Host, with port unless it is the default one: the unit of politeness."""
    path: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A URL met during the crawl, and how it was met."""

    url: str
    via: str = "link"
    """seed, link, redirect, sitemap (entry), sitemap_file, refresh or requisite."""
    source: str | None = None
    """Canonical URL of the page, sitemap or robots.txt that showed it; None for a seed."""
    depth: int = 0
    """Links followed from a seed; of a requisite: style sheets between it and the page."""
    hops: int = 0
    """Redirects followed in a row to get here."""
    element: str = "a"
    rel: str = ""
    hidden: bool = False

    @property
    def priority(self) -> int:
        """Higher goes first: pages that list pages, pages near a seed, other pages, parts of
        pages."""
        return {"sitemap_file": 1000, REQUISITE: -1000}.get(self.via, -self.depth)


@dataclass(frozen=True, slots=True)
class PageRule:
    """What the profile says about a URL."""

    kind: PageKind | None = None
    generation: str = ""
    language: str = ""


class Scope:
    """Judges URLs by a profile. Stateless: the same URL always gets the same answer."""

    def __init__(self, profile: Profile) -> None:
        self._rules = profile.scope
        self._canonical_host: dict[str, str] = {}
        for host, aliases in profile.hosts.items():
            for name in (host, *aliases):
                self._canonical_host[_plain_host(name)] = _plain_host(host)
        for host in profile.scope.allow_hosts:
            self._canonical_host.setdefault(_plain_host(host), _plain_host(host))
        self._scheme = dict.fromkeys(self._canonical_host.values(), "https:")
        for seed in reversed(profile.seeds):  # the first seed of a host decides on its scheme
            parsed = ada_url.URL(seed)
            name = _plain_host(parsed.host)
            self._scheme[self._canonical_host.setdefault(name, name)] = parsed.protocol
        self._stripped = frozenset(name.lower() for name in profile.scope.strip_parameters)
        self._include = [re.compile(p) for p in profile.scope.include]
        self._exclude = [re.compile(p) for p in profile.scope.exclude]
        self._kinds = [(re.compile(rule.url), rule) for rule in profile.kinds]
        self.canonicalise: Callable[[str], Canonical | None] = lru_cache(4_096)(self._canonicalise)
        self._takes_requisites = profile.requisites.capture
        self._takes_foreign_ones = profile.requisites.third_party
        self._requisite_hosts = frozenset(map(_plain_host, profile.requisites.hosts))
        seeds = (*profile.seeds, *map(seed_url, profile.seeds))
        self.seeds = frozenset(c.url for c in map(self.canonicalise, seeds) if c)

    @property
    def site_hosts(self) -> frozenset[str]:
        """All names of the site's own hosts, aliases included."""
        return frozenset(self._canonical_host)

    def _canonicalise(self, url: str) -> Canonical | None:
        """Both forms of an absolute http(s) URL; None for anything else.

        WHATWG parsing, so that no spelling means one thing here and another to a browser.
        """
        parts = _parts_of_plain(url) or _parts_of_any(url)
        if parts is None:
            return None
        scheme, host, path, query = parts
        host = _plain_host(host)
        if host in self._canonical_host:
            host = self._canonical_host[host]
            scheme = self._scheme[host]
        path = _without_session(path, self._stripped)
        query = self._clean_query(query)
        printed = path + (f"?{query}" if query else "")
        path, query = _plain_escapes(path), _plain_escapes(query)
        target = path + (f"?{query}" if query else "")
        base = f"{scheme}//{host}"
        return Canonical(base + target, base + printed, host, path, query)

    def _clean_query(self, query: str) -> str:
        kept = [p for p in query.split("&") if p and _name_of(p) not in self._stripped]
        return "&".join(sorted(kept) if self._rules.sort_query else kept)

    def is_own(self, url: str) -> bool:
        """Whether a URL belongs to the site at all, whatever the profile's patterns say."""
        form = self.canonicalise(url)
        return form is not None and form.host in self._scheme

    def canonical_url(self, url: str) -> str | None:
        """The canonical form of an absolute URL; None when it is no http(s) URL."""
        form = self.canonicalise(url)
        return form.url if form else None

    def judge(self, found: Found) -> tuple[Canonical | None, Reason]:
        """Both forms of a URL, and why it must not be asked (``Reason.NONE`` = it may be).

        The first form is None when it is no http(s) URL. Budgets are not looked at here.
        """
        form = self.canonicalise(found.url)
        if form is None:
            is_http = found.url.lower().startswith(("http:", "https:"))
            return None, Reason.UNSAFE_ADDRESS if is_http else Reason.NOT_HTTP
        if form.host not in self._scheme and not self._is_taken_from_afar(found, form):
            return form, Reason.OUT_OF_SCOPE
        if len(form.request_url) > MAX_URL_LENGTH:
            return form, Reason.TOO_LONG
        if check_url(form.request_url):
            return form, Reason.UNSAFE_ADDRESS
        return form, self._judge_form(found, form) or self._judge_link(found, form)

    def _is_taken_from_afar(self, found: Found, form: Canonical) -> bool:
        """Whether this is a requisite that the profile takes although its host is not the
        site's own."""
        is_known = self._takes_foreign_ones or form.host in self._requisite_hosts
        return found.via == REQUISITE and self._takes_requisites and is_known

    def _judge_form(self, found: Found, form: Canonical) -> Reason:
        """Why a URL of the site is not asked, by the URL alone."""
        if form.url not in self.seeds and found.via != "sitemap_file":
            if any(p.search(form.url) for p in self._exclude):
                return Reason.EXCLUDED
            is_page = found.via != REQUISITE
            if is_page and self._include and not any(p.search(form.url) for p in self._include):
                return Reason.EXCLUDED
        segments = [s for s in form.path.split("/") if s]
        if len(segments) > MAX_PATH_DEPTH:
            return Reason.TRAP_PATH_DEPTH
        if _repeats(segments):
            return Reason.TRAP_PATH_LOOP
        return Reason.NONE

    def _judge_link(self, found: Found, form: Canonical) -> Reason:
        """Why a URL of the site is not asked, by the way it was met."""
        if found.via == REQUISITE:
            return self._judge_requisite(found)
        if found.hidden:
            return Reason.HIDDEN
        rels = set(found.rel.lower().split())
        if found.via == "link":
            if found.element == "link":
                if not rels & FOLLOWED_LINK_RELS:
                    return Reason.ASSET
            elif found.element not in FOLLOWED_ELEMENTS or is_file(form.path):
                return Reason.ASSET
        if "nofollow" in rels and not self._rules.follow_nofollow:
            return Reason.NOFOLLOW
        if found.hops > MAX_REDIRECTS:
            return Reason.REDIRECT_LIMIT
        return Reason.DEPTH if found.depth > self._rules.max_depth else Reason.NONE

    def _judge_requisite(self, found: Found) -> Reason:
        """Why a part of a page is not asked. Hidden ones are: browsers load them too."""
        if not self._takes_requisites:
            return Reason.ASSET
        if found.hidden and found.element in FOLLOWED_ELEMENTS:
            return Reason.HIDDEN
        if found.hops > MAX_REDIRECTS:
            return Reason.REDIRECT_LIMIT
        return Reason.DEPTH if found.depth > MAX_STYLE_DEPTH else Reason.NONE

    def rule_of(self, url: str) -> PageRule:
        """Kind, generation and language that the profile assigns to a canonical URL."""
        for pattern, rule in self._kinds:
            match = pattern.search(url)
            if match:
                language = match.groupdict().get("language") or rule.language
                return PageRule(rule.kind, rule.generation, language)
        return PageRule()


_LOGIN = re.compile(r"(?:^|[/_.-])(?:log-?in|log-?on|sign-?in|sso|anmelden)(?:[/_.-]|$)", re.I)


def is_login(url: str) -> bool:
    """Whether a URL looks like a login page: a redirect to one may hide what was asked for.

    >>> is_login("https://a.example/member/login.htm"), is_login("https://a.example/blogin")
    (True, False)
    """
    try:
        return bool(_LOGIN.search(ada_url.URL(url).pathname))
    except ValueError:
        return False


_QUOTED_IN_SEEDS = str.maketrans({c: f"%{ord(c):02X}" for c in "[\\]^`{|}"})


def seed_url(seed: str) -> str:
    """A seed as it is asked: with more escapes than a browser writes, as archives that were begun
    with Scrapy's quoting have it. Its host is what a browser makes of it."""
    url = ada_url.URL(seed)
    return f"{url.protocol}//{url.host}{(url.pathname + url.search).translate(_QUOTED_IN_SEEDS)}"


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN_URL = re.compile(
    r"(https?:)//"
    r"((?:(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)*[a-z](?:[a-z0-9]|-(?!-))*"
    rf"|{_OCTET}(?:\.{_OCTET}){{3}})"
    r"(?::(?:[1-9]\d{0,3}|[1-5]\d{4}))?)"
    r"(/(?!\.)(?:[\w~-]|\.|/(?!\.))*)"
    r"(?:\?([\w~./=&-]+))?(?:#.*)?",
    re.ASCII | re.DOTALL,
)


def _parts_of_plain(url: str) -> tuple[str, str, str, str] | None:
    """Scheme with colon, host with port, path and query of a URL that WHATWG parsing would leave
    as it is; None of any other. Most are, and are told apart here in a fifth of the time."""
    match = _PLAIN_URL.fullmatch(url) if url.isascii() else None
    return (match[1], match[2], match[3], match[4] or "") if match else None


def _parts_of_any(url: str) -> tuple[str, str, str, str] | None:
    """The same of any absolute http(s) URL without a password, parsed as browsers do."""
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return None
    if parsed.protocol not in ("http:", "https:") or parsed.username or parsed.password:
        return None
    return parsed.protocol, parsed.host, parsed.pathname, parsed.search.removeprefix("?")


def _plain_host(host: str) -> str:
    """Lower case, no trailing dot, no default port: ``http`` and ``https`` are one site."""
    name, colon, port = host.lower().partition(":") if "]" not in host else (host, "", "")
    return name.rstrip(".") + (colon + port if port not in ("80", "443", "") else "")


def _name_of(parameter: str) -> str:
    return parameter.partition("=")[0].lower()


_SESSION_SEGMENT = re.compile(r"/\([A-Z]\([a-z0-9]{24}\)\)(?=/)")  # ASP.NET cookieless session


def _without_session(path: str, stripped: frozenset[str]) -> str:
    """A path without session ids in it (``/a;jsessionid=1``, ``/(S(...))/a``)."""
    path = _SESSION_SEGMENT.sub("", path)
    if ";" not in path:
        return path
    head, *parameters = path.split(";")
    return ";".join([head, *(p for p in parameters if _name_of(p) not in stripped)])


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


def _plain_escapes(text: str) -> str:
    """Escapes in upper case, and none where none is needed (RFC 3986 §6.2.2.1 and .2)."""

    def plain(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char.isascii() and (char.isalnum() or char in "-._~") else match[0].upper()

    return _ESCAPE.sub(plain, text)


def is_file(path: str) -> bool:
    """Whether a URL's path ends like that of an image, style sheet, film or other file.

    >>> is_file("/a/B.PNG"), is_file("/a.png/b"), is_file("/x.pdf")
    (True, False, False)
    """
    name = path.rpartition("/")[2]
    return "." in name and name.rpartition(".")[2].lower() in ASSET_ENDINGS


def _repeats(segments: list[str]) -> bool:
    """Whether a run of segments stands more often in a row than a sane site would have it."""
    times = MAX_SEGMENT_REPEATS + 1
    for length in range(1, len(segments) // times + 1):
        for start in range(len(segments) - times * length + 1):
            run = segments[start : start + length]
            if segments[start : start + times * length] == run * times:
                return True
    return False
