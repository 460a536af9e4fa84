"""A site profile: where the site begins, what belongs to it, how politely it is asked.

A profile is a TOML file in ``crawler/sites/`` (or anywhere, given by its path), or simply the
address of a site: then everything has its default. ``crawler/sites/sample.toml`` is an example;
the dataclasses below, and those of ``pipelines.verification.options`` for what verification is
told, are the whole list of keys. Whatever is misspelt, of the wrong type or missing raises
``ProfileError`` with one sentence that names the file and the key.
Long because the keys and their rules are easiest to read in one place.
"""

from __future__ import annotations

import ipaddress
import math
import os
import re
import ssl
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import ada_url

from archive.records import PageKind
from crawler.tables import ProfileError, read_table, wrong
from pipelines.dois import is_wellformed
from pipelines.services.guard import check_url
from pipelines.styling.style_files import DEFAULT_STYLE, UnknownStyle, find_style
from pipelines.verification.options import Network, Services, Verification

__all__ = ["Profile", "ProfileError", "load_profile"]

SITES = Path(__file__).parent / "sites"
CONTACT_VARIABLE = "PATIENTLINE_CONTACT"

# Query parameters that change nothing of what a page says: session ids, ad campaigns (the
# lists of the ClearURLs and Firefox query-stripping projects agree on these), sort orders.
STRIP_PARAMETERS = (
    "PHPSESSID", "jsessionid", "CFID", "CFTOKEN", "sessionid", "session_id", "sid", "zenid",
    "osCsid", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id",
    "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "sort", "sortby", "orderby",
    "sort_by", "order_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What the published archive says about itself and its source."""

    title: str = ""
    """Its heading, e.g. "EUROSPINE Patient Line: an archive"."""
    licence: str = ""
    """Of what the site says, as it is printed, e.g. "CC BY 4.0"."""
    licence_url: str = ""
    """The licence's text."""
    source: str = ""
    """Whose site it is."""
    source_url: str = ""
    """Where the living site stands."""
    about: str = ""
    """A sentence or two for the home page."""
    public_url: str = ""
    """Where the published archive will stand, https://archive.example.org: feeds, exports and
    linked data give it. Empty = the name by which each request calls the server."""
    security_contact: str = ""
    """A mail address or https:// address for reports of holes, which is published (RFC 9116)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRules:
    """Which URLs are asked for at all. Patterns are searched for in the canonical URL."""

    include: tuple[str, ...] = ()
    """When there are any, one must be found; seeds are exempt."""
    exclude: tuple[str, ...] = ()
    """Where one is found, the URL is not asked."""
    allow_hosts: tuple[str, ...] = ()
    """Further hosts that belong to the site and have no other name."""
    max_depth: int = 30
    """Links followed in a row from a seed."""
    max_pages: int = 20_000
    """URLs asked in one crawl, sitemaps and requisites apart; the rest waits for the next one."""
    max_query_variants: int = 100
    """URLs of one path that differ in one parameter alone (`?page=2`), for each of at most ten such
    parameters, and as many that differ in several. They are asked when all else has been; those
    first that the fewest links lead to, then the shortest. Later crawls stay with them."""
    strip_parameters: tuple[str, ...] = STRIP_PARAMETERS
    """Taken out of every URL; upper and lower case are one."""
    sort_query: bool = False
    """Whether the order of query parameters means nothing on this site."""
    follow_nofollow: bool = True
    """``rel=nofollow`` is a hint to search engines; an auditor wants to see what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """Canonical URLs in which the pattern ``url`` is found are of this kind; the first rule
    wins."""

    url: str
    """A regular expression."""
    kind: PageKind | None = None
    """None = to be decided from the page itself."""
    generation: str = ""
    """A name for an earlier shape of the site, kept with the page, e.g. "2019"."""
    language: str = ""
    """Overridden by a group named ``language`` in ``url``, where it matches something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How hard the site may be asked, and how patiently."""

    delay_s: float = 1.0
    """Between two requests to one host; varied by ``jitter``. Never 0: Scrapy then forgets
    its own limit of requests at once."""
    jitter: float = 0.3
    """Share of the delay by which it varies, 0 to 1."""
    concurrency: int = 1
    """Requests at once to one host."""
    timeout_s: float = 30.0
    """For a whole exchange, from the name look-up to the last byte."""
    max_bytes: int = 20_000_000
    """Of the content of one answer. A longer one is broken off there and fails as ``too_large``:
    what came of it is kept, marked as truncated, and no page is read from it."""
    obey_robots: bool = True
    """Whether robots.txt of the site holds (RFC 9309)."""
    conditional: bool = True
    """Whether pages that were fetched before are asked for only if they have changed."""
    trust_unchanged_days: float = 28.0
    """A page that its server only confirmed for so long is asked for whole: some confirm what has
    changed. 0 = a confirmation is believed for ever."""
    retry_times: int = 2
    """Further tries of what could not be had."""
    retry_delay_s: float = 10.0
    """Before the first further try; doubled for the next ones."""
    max_retry_after_s: float = 300.0
    """The longest Retry-After that is waited for within a crawl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisites:
    """Parts of pages (images, style sheets, fonts, scripts, media) and files they link to.

    They are captured so that pages replay whole and missing ones are found. robots.txt and
    ``politeness`` hold for them as for pages, which always go first.
    """

    capture: bool = True
    """Whether they are asked for at all."""
    hosts: tuple[str, ...] = ()
    """Further hosts that serve them for the site, e.g. its CDN; its own hosts always do."""
    third_party: bool = False
    """Whether those on anybody's host are captured too."""
    max_bytes: int = 10_000_000
    """Of each; a larger one is not taken."""
    max_total_bytes: int = 1_000_000_000
    """Of all in one crawl; the rest waits for the next one."""
    max_per_page: int = 300
    """Requisites of one page; those that come behind are not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """How pages are drawn by a browser, from captures alone (``patientline render``)."""

    enabled: bool = False
    """Whether ``patientline run`` draws what is new, too; the command itself always does."""
    scripts: bool = False
    """Whether the scripts of a page run: those that were captured, and no others."""
    width: int = 1280
    """Of the window, in CSS pixels."""
    height: int = 800
    """Of the window."""
    max_height: int = 10_000
    """Of a picture; a longer page is cut."""
    max_pages: int = 200
    """Drawn in one run; the rest waits for the next one."""
    timeout_s: float = 30.0
    """For one page."""
    max_bytes: int = 100_000_000
    """Given to the browser for one page; what comes behind is refused."""
    max_memory_bytes: int = 3_000_000_000
    """Of the browser with all its processes; above, the largest of them is ended."""
    browser: str = ""
    """Path of a Chromium; empty = the one that is installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is asking."""

    contact: str = ""
    """A mail address or URL where the site's operator can reach us."""
    user_agent: str = "patientline-archive"
    """Product name; version and contact are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """Minimum numbers; a crawl that finds fewer says so in an issue."""

    min_pages: int = 1
    """Pages of the site."""
    min_articles: int = 0
    """Of them articles."""
    min_references: int = 0
    """References that they print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything known about one site before it is asked. Immutable and picklable."""

    name: str
    """Name of the folder under ``data/``: letters, digits, dot, dash and underscore."""
    title: str = ""
    """What people call the site."""
    seeds: tuple[str, ...]
    """URLs where a crawl begins."""
    server: str = ""
    """Module that serves the site on loopback while it is crawled; empty for a live site."""
    publication: Publication = Publication()
    hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Canonical host (with port, unless it is the default one) to its aliases."""
    scope: ScopeRules = ScopeRules()
    kinds: tuple[KindRule, ...] = ()
    politeness: Politeness = Politeness()
    requisites: Requisites = Requisites()
    rendering: Rendering = Rendering()
    identity: Identity = Identity()
    network: Network = field(default_factory=Network)
    services: Services = field(default_factory=Services)
    verification: Verification = field(default_factory=Verification)
    expectations: Expectations = Expectations()
    file: str = ""
    """Where it was read from; empty for a bare address."""

    def with_settings(self, table: Mapping[str, object], where: str) -> Profile:
        """The profile with these keys of a TOML table replaced; ``where`` names the source in
        errors."""
        changed = read_table(Profile, table, where, base=self)
        return replace(_checked(replace(changed, file=where)), file=self.file)

    def with_overrides(self, overrides: Mapping[str, object]) -> Profile:
        """The same site as served by a running ``server``, whose ``resolve``, ``ca_file`` and
        ``services`` replace those of the profile; there is no server left to start."""
        wanted = {key: overrides[key] for key in ("resolve", "ca_file") if key in overrides}
        network = read_table(Network, wanted, self.server or "overrides", "network", self.network)
        given = overrides.get("services") or {}
        if not isinstance(given, Mapping):
            raise wrong(self.server, "services", "must be a table")
        known = {name: url for name, url in given.items() if hasattr(self.services, str(name))}
        services = read_table(Services, known, self.server, "services", self.services)
        return replace(self, network=network, services=services, server="")


def load_profile(
    site: str,
    aliases: Sequence[str] = (),
    settings: Sequence[tuple[str, Mapping[str, object]]] = (),
) -> Profile:
    """The profile named ``site``, or in the file ``site``, or made for the site at the URL
    ``site``.

    ``aliases`` are further names of the first seed's host; ``settings`` are TOML tables laid
    over the profile, each with the words that name it in errors. Raises ``ProfileError``.
    """
    if re.match(r"https?://", site, re.IGNORECASE):
        profile = _generic_profile(site)
    else:
        profile = _read_file(_find_file(site))
    for alias in aliases:
        if not re.fullmatch(r"[^\s/?#@\\]+", alias) or not ada_url.check_url(f"http://{alias}/"):
            raise ProfileError(f"--alias {alias!r} is no host name; write e.g. www.example.org.")
    if aliases:
        home = host_of(profile.seeds[0])
        known = {**profile.hosts, home: (*profile.hosts.get(home, ()), *map(str.lower, aliases))}
        profile = replace(profile, hosts=known)
    for where, table in settings:
        profile = profile.with_settings(table, where)
    return _with_contact(profile)


def host_of(url: str) -> str:
    """Host of a URL, with its port unless that is the default one; ValueError if it is none."""
    return ada_url.URL(url).host


def _find_file(site: str) -> Path:
    if site.endswith(".toml"):
        path = Path(site)
        if not path.is_file():
            raise ProfileError(f"There is no profile file {site}.")
        return path
    path = SITES / f"{site}.toml"
    if not re.fullmatch(r"[\w.-]+", site) or not path.is_file():
        known = ", ".join(sorted(p.stem for p in SITES.glob("*.toml"))) or "none"
        is_address = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[!-~]*)?", site)
        meant = f" Did you mean https://{site}?" if is_address else ""
        raise ProfileError(
            f"There is no profile {site!r}.{meant} Known profiles: {known}. "
            "A path to a .toml file or the http(s):// address of a site will do as well."
        )
    return path


def _read_file(path: Path) -> Profile:
    name = str(path) if path.parent != SITES else f"crawler/sites/{path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors put a BOM
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProfileError(f"{name}: this is not TOML: {error}.") from error
    except OSError as error:
        raise ProfileError(f"{name}: cannot be read ({error.strerror}).") from error
    return _checked(replace(read_table(Profile, table, name), file=name))


def _checked(profile: Profile) -> Profile:
    """The profile with its rules that no type expresses; raises ``ProfileError``."""
    where = profile.file
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", profile.name):
        raise wrong(where, "name", f"must be usable as a folder name, not {profile.name!r}")
    if not profile.seeds:
        raise wrong(where, "seeds", "must name at least one URL")
    for seed in profile.seeds:
        if reason := check_url(seed):
            hint = "" if "://" in seed else "; it must begin with https:// or http://"
            raise wrong(where, "seeds", f"has {seed!r}, which cannot be asked: {reason}{hint}")
    contact = profile.publication.security_contact
    if not re.fullmatch(r"((mailto:)?[^\s@:/<>]+@[^\s@:/<>]+|https://[^\s/<>][^\s<>]*)?", contact):
        said = f"must be a mail address or an https:// address, not {contact!r}"
        raise wrong(where, "publication.security_contact", said)
    rules = [("scope.include", p) for p in profile.scope.include]
    rules += [("scope.exclude", p) for p in profile.scope.exclude]
    rules += [(f"kinds[{n}].url", rule.url) for n, rule in enumerate(profile.kinds, 1)]
    for key, pattern in rules:
        try:
            re.compile(pattern)
        except re.error as error:
            raise wrong(where, key, f"is not a regular expression: {error}") from error
    polite = profile.politeness
    for key, is_right, rule in (
        ("delay_s", polite.delay_s > 0, "must be above 0"),
        ("jitter", 0 <= polite.jitter <= 1, "must be between 0 and 1"),
        ("concurrency", polite.concurrency >= 1, "must be at least 1"),
        ("timeout_s", polite.timeout_s > 0, "must be above 0"),
        ("max_bytes", polite.max_bytes > 0, "must be above 0"),
        ("retry_times", polite.retry_times >= 0, "must not be negative"),
    ):
        if not is_right:
            raise wrong(where, f"politeness.{key}", rule)
    for name in ("scope", "politeness", "requisites", "rendering", "verification"):
        _check_numbers(where, name, getattr(profile, name))
    _check_network(profile)
    control = profile.verification.control_doi
    if control and not is_wellformed(control):
        raise wrong(where, "verification.control_doi", f"must be a DOI name, not {control!r}")
    style = profile.verification.citation_style
    if style != DEFAULT_STYLE:  # which is there
        try:
            find_style(style)
        except UnknownStyle as error:
            raise wrong(where, "verification.citation_style", f"cannot be used: {error}") from error
    return profile


_AT_LEAST_ONE = frozenset({
    "strikes", "attempts", "max_pages", "max_query_variants", "width", "height", "max_height",
})  # fmt: skip
# By unit. More is a slip of the pen, and beyond what clocks, sockets and SQLite can count.
_AT_MOST = {"_days": 100_000, "_s": 10_000_000}


def _check_numbers(
    where: str,
    table: str,
    rules: ScopeRules | Politeness | Requisites | Rendering | Verification,
) -> None:
    """No count or time of a table is negative or without end; raises ``ProfileError``."""
    for key, value in ((f.name, getattr(rules, f.name)) for f in fields(rules)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        least = 1 if key in _AT_LEAST_ONE or key.endswith("_at_once") else 0
        most = next((n for unit, n in _AT_MOST.items() if key.endswith(unit)), 10**15)
        if not (math.isfinite(value) and least <= value <= most):
            raise wrong(where, f"{table}.{key}", f"must be a number from {least} to {most}")


def _check_network(profile: Profile) -> None:
    """Addresses, certificates and base URLs that can be used; raises ``ProfileError``."""
    where, network = profile.file, profile.network
    if network.ca_file and not Path(network.ca_file).is_file():
        raise wrong(where, "network.ca_file", f"names no file: {network.ca_file}")
    if network.ca_file:
        try:
            ssl.create_default_context().load_verify_locations(network.ca_file)
        except ssl.SSLError as error:
            raise wrong(where, "network.ca_file", f"holds no certificate: {error}") from error
    for address in network.allow_addresses:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError as error:
            raise wrong(where, "network.allow_addresses", f"has {error}") from error
    for place, target in network.resolve.items():
        # One that is never met, or leads nowhere, would make whole hosts look dead.
        if not (re.fullmatch(r"(\*|[^\sA-Z*/]+):\d{1,5}", place) and _is_target(target)):
            said = f"has {place!r} = {target!r}, where host:port = address:port is wanted"
            raise wrong(where, "network.resolve", said)
    for name in Services.__slots__:
        url = getattr(profile.services, name)
        if name == "retraction_watch" and not url.startswith("http"):
            if url and not Path(url).is_file():
                raise wrong(where, "services.retraction_watch", f"names no file: {url}")
            continue
        if name == "timemap" and not url:
            continue
        if not (re.match(r"https?://", url) and ada_url.check_url(url)):
            raise wrong(where, f"services.{name}", f"must be an http(s) URL, not {url!r}")


def _is_target(target: str) -> bool:
    """Whether a text is an IP address and a port."""
    address, _, port = target.rpartition(":")
    try:
        ipaddress.ip_address(address.strip("[]"))
        return 0 < int(port) < 65536
    except ValueError:
        return False


def _generic_profile(address: str) -> Profile:
    """A profile for any site: the whole host, its ``www.`` twin, and defaults for the rest."""
    try:
        url = ada_url.URL(address)
    except ValueError as error:
        raise ProfileError(f"{address!r} is not the address of a site.") from error
    if reason := check_url(address):
        raise ProfileError(f"{address} cannot be asked: {reason}. Give the site's own address.")
    host, name = url.host, url.hostname
    is_name = bool(re.search(r"\.[a-z][\w-]*$", name))
    twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    opened: tuple[str, ...] = ()
    if name == "localhost":
        opened = ("127.0.0.0/8", "::1/128")
    elif not is_name:  # an address that was typed by hand is meant
        opened = (name.strip("[]"),)
    return _checked(
        Profile(
            name=re.sub(r"[^\w.-]+", "-", host).strip("-."),
            title=host,
            seeds=(ada_url.URL(address).href.partition("#")[0],),
            hosts={host: (twin,) if is_name else ()},
            publication=Publication(title=host, source=host, source_url=url.origin),
            network=Network(allow_addresses=opened),
            politeness=Politeness() if is_name else _AT_HOME,
        )
    )


# A server on this machine or on the desk next to it is nobody else's: no reason to dawdle.
_AT_HOME = Politeness(delay_s=0.01, jitter=0.0, concurrency=4, retry_delay_s=0.5)


def _with_contact(profile: Profile) -> Profile:
    """The profile with the contact of the environment, where its own is empty."""
    contact = profile.identity.contact or os.environ.get(CONTACT_VARIABLE, "").strip()
    agent = profile.identity.user_agent
    for key, text in (("identity.user_agent", agent), ("identity.contact", contact)):
        # In a header (RFC 9110 §5.5). No server would hear us, and every link seem broken.
        if not (text.isascii() and text.isprintable()):
            said = f"has other characters than printable ASCII: {text!r}"
            raise wrong(profile.file or CONTACT_VARIABLE, key, said)
    return replace(profile, identity=replace(profile.identity, contact=contact))


# An address of 127.0.0.0/8 is four numbers by now: the URL parser has made them of any spelling.
_IS_LOCAL = re.compile(r"^127(?:\.\d{1,3}){3}$|^\[::1\]$|(?:^|\.)(?:localhost|test)\.?$")


def require_contact(profile: Profile, *, verifies: bool = False) -> None:
    """To be called before anybody is asked anything: whoever runs a live site can write to us.

    Raises ``ProfileError``. Sites of this machine and of ``.test`` need nobody to write to; what
    ``verifies`` asks the registries and linked sites, which are of this machine seldom.
    """
    is_local = profile.server or all(_is_local(profile, seed) for seed in profile.seeds)
    if is_local and verifies and not profile.server:
        registries = (getattr(profile.services, name) for name in Services.__slots__)
        is_local = all(_is_local(profile, url) for url in registries if url.startswith("http"))
    if not profile.identity.contact and not is_local:
        raise ProfileError(
            f"{profile.file or profile.title}: {'registries and' if verifies else 'a'} live "
            f"{'sites' if verifies else 'site'} must be told whom to write to. Set "
            f"the environment variable {CONTACT_VARIABLE} to a mail address or URL, or "
            "[identity] contact in the profile."
        )


def _is_local(profile: Profile, url: str) -> bool:
    """Whether what answers at an address is of this machine, by its name or as it is resolved."""
    parsed = ada_url.URL(url)
    port = parsed.port or {"https:": "443"}.get(parsed.protocol, "80")
    resolve = profile.network.resolve
    target = resolve.get(f"{parsed.hostname}:{port}") or resolve.get(f"*:{port}") or ""
    host = target.rpartition(":")[0] or parsed.hostname
    return _IS_LOCAL.search(host) is not None
