"""A site profile: where the site begins, what belongs to it, how politely it is asked. Pure.

The dataclasses below, and those of ``pipelines.verification.options`` for verification, are the
whole list of keys. ``crawler.profile_loading`` reads them, ``crawler.profile_rules`` says which
values are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from archive.records import PageKind
from pipelines.verification.options import Network, Services, Verification

# Query parameters that change nothing of what a page says: session ids, ad campaigns (the
# lists of the ClearURLs and Firefox query-stripping projects agree on these), sort orders.
STRIP_PARAMETERS = (
    "PHPSESSID", "jsessionid", "CFID", "CFTOKEN", "sessionid", "session_id", "sid", "zenid",
    "osCsid", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id",
    "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "sort", "sortby", "orderby",
    "sort_by", "order_by",
)  # fmt: skip


class ProfileError(Exception):
    """The profile cannot be used; the message names the file and the key."""


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

    @property
    def as_recorded(self) -> dict[str, object]:
        """As it stands in ``runs.settings_json``: what changes how a run goes."""
        return {key: value for key, value in asdict(self).items() if key != "publication"}
