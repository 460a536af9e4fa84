"""Everything a verification run is told: who asks, whom, how often, how patiently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from archive.records import KeptBodies
from pipelines.services.addressing import Addressing
from pipelines.services.http import HttpSettings
from pipelines.services.web.visiting import WebSettings
from pipelines.styling.style_files import DEFAULT_STYLE
from pipelines.verification.judging.verdicts import Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationSettings:
    """Made from a profile by the command. Times in seconds unless the name says days."""

    site: str = ""
    contact: str = ""
    """A mail address or URL where we can be reached; goes into every request."""
    product: str = "patientline-archive"
    """Product name and version of the User-Agent."""

    doi_org: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    wayback: str = "https://archive.org"
    timemap: str = "https://web.archive.org/web/timemap/link"
    """What stands before the URL; empty = not used."""
    retraction_watch: str = ""
    """URL or file of Retraction Watch's list; empty = not used."""
    ncbi: str = "https://eutils.ncbi.nlm.nih.gov"
    pmc: str = "https://pmc.ncbi.nlm.nih.gov"
    handle: str = "https://hdl.handle.net"

    strikes: int = 3
    strike_days: float = 3.0
    registration_days: float = 30.0
    """A registered name is asked again after so many days; others in every run."""
    metadata_days: float = 6.0
    """Notices appear at any time, and one request answers for 40 names."""
    identifier_days: float = 90.0
    """An identifier that its authority knows is asked again after so many days."""
    agency_days: float = 180.0
    """Names rarely change their registration agency."""
    notices_days: float = 7.0
    """Retraction Watch's list is fetched again after so many days, if it has changed."""
    landing_days: float = 30.0
    link_days: float = 7.0
    memento_days: float = 90.0
    search_days: float = 90.0
    """A reference without DOI name is searched for again after so many days."""

    max_guesses: int = 300
    """Names of our own making (other readings, repairs) that are asked for in one run."""
    max_searches: int = 300
    """References that are searched for in one run; at 3 searches a second, under two minutes."""
    max_host_visits: int = 1_000
    """Links to one host that are asked in one run, and landing pages likewise; those that were not
    asked for the longest time go first. 0 = any number."""

    probe_links: bool = True
    probe_landing: bool = True
    obey_outside_robots: bool = False
    """Whether robots.txt of the hosts that links lead to is asked for and obeyed."""
    ask_wayback: bool = True
    keep_exchanges: KeptBodies = KeptBodies.REGISTRIES
    """Which exchanges are kept as WARC records, and with which bodies."""
    citation_style: str = DEFAULT_STYLE
    """Name of a style of the CSL repository, in which corrected references are printed."""

    deadline_s: float = 20.0
    attempts: int = 3
    backoff_s: float = 1.0
    max_wait_s: float = 60.0
    """The longest Retry-After that is waited for."""
    registry_interval_s: float = 0.2
    registry_at_once: int = 3
    host_interval_s: float = 1.0
    host_at_once: int = 1
    hosts_at_once: int = 100

    resolve: Mapping[str, str] = field(default_factory=dict)
    ca_file: str = ""
    allow_addresses: tuple[str, ...] = ()

    @property
    def patience(self) -> Patience:
        """How many failures, how far apart, make "gone"."""
        return Patience(strikes=self.strikes, spacing=timedelta(days=self.strike_days))

    @property
    def addressing(self) -> Addressing:
        """How hosts are found and which addresses are open."""
        return Addressing(resolve=dict(self.resolve), allowed=tuple(self.allow_addresses))

    def http(self) -> HttpSettings:
        """The manners towards registries."""
        return HttpSettings(
            user_agent=user_agent(self.product, self.contact),
            deadline_s=self.deadline_s,
            attempts=self.attempts,
            backoff_s=self.backoff_s,
            max_wait_s=self.max_wait_s,
            interval_s=self.registry_interval_s,
            at_once=self.registry_at_once,
            addressing=self.addressing,
            ca_file=self.ca_file,
        )

    def web(self) -> WebSettings:
        """The manners on the wide web. ``Mozilla/5.0 (compatible; …)`` is what walls read."""
        agent = user_agent(self.product, self.contact)
        product, _, contact = agent.partition(" ")
        inside = "; ".join(filter(None, ["compatible", product, contact.strip("()")]))
        return WebSettings(
            user_agent=f"Mozilla/5.0 ({inside})",
            at_once=self.host_at_once,
            interval_s=self.host_interval_s,
            workers=self.hosts_at_once,
            deadline_s=self.deadline_s,
            attempts=min(self.attempts, 2),
            backoff_s=self.backoff_s,
            max_wait_s=self.max_wait_s,
            keeps_exchanges=self.keep_exchanges is not KeptBodies.NONE,
            robots_agent=self.product.partition("/")[0] if self.obey_outside_robots else "",
            addressing=self.addressing,
            ca_file=self.ca_file,
        )


def user_agent(product: str, contact: str) -> str:
    """The User-Agent of a truthful client (RFC 9110 §10.1.5).

    >>> user_agent("patientline-archive/0.1.0", "me@example.org")
    'patientline-archive/0.1.0 (mailto:me@example.org)'
    >>> user_agent("patientline-archive/0.1.0", "https://example.org/about")
    'patientline-archive/0.1.0 (+https://example.org/about)'
    """
    contact = contact.strip()
    if not contact:
        return product
    if "://" in contact:
        return f"{product} (+{contact})"
    return f"{product} (mailto:{contact.removeprefix('mailto:')})"
