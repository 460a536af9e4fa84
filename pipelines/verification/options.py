"""Options of verification in a site profile: its TOML tables, each key and default.

Pure, so that a profile can be read without what asks. Times in seconds unless the name says days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import KeptBodies
from pipelines.styling.style_files import DEFAULT_STYLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Where hosts are found and which addresses may be spoken to."""

    resolve: Mapping[str, str] = field(default_factory=dict)
    """``host:port`` or ``*:port`` to ``address:port``, as curl's --resolve."""
    ca_file: str = ""
    """A certificate authority that is trusted in addition to the system's."""
    allow_addresses: tuple[str, ...] = ()
    """Networks that are open although they are not public, e.g. 127.0.0.0/8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Base URLs of the outside authorities."""

    doi_org: str = "https://doi.org"
    """Handle API, agencies (doiRA) and content negotiation of DOI names."""
    crossref: str = "https://api.crossref.org"
    """REST API: records, searches, notices."""
    datacite: str = "https://api.datacite.org"
    """REST API: records."""
    wayback: str = "https://archive.org"
    """Availability API of the Wayback Machine."""
    timemap: str = "https://web.archive.org/web/timemap/link"
    """Memento TimeMaps of any web archive: what stands before the URL; empty = not used."""
    retraction_watch: str = ""
    """URL or file of Retraction Watch's list of notices (CSV); empty = not used."""
    ncbi: str = "https://eutils.ncbi.nlm.nih.gov"
    """E-utilities of PubMed."""
    pmc: str = "https://pmc.ncbi.nlm.nih.gov"
    """ID converter of PubMed Central."""
    handle: str = "https://hdl.handle.net"
    """Any proxy of the handle system, for handles that are no DOI names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """When something is asked again, how patiently, and when it counts as gone."""

    strikes: int = 3
    """Failures that make an external link or landing page gone."""
    strike_days: float = 3.0
    """Days between two failures that both count."""
    registration_days: float = 30.0
    """A registered DOI name is asked again after so many days; others in every run."""
    control_doi: str = "10.1000/182"
    """A DOI name that is registered for certain (the DOI Handbook). Where doi.org, or the proxy of
    the handle system, finds none of a run's names it is asked about this one, before "not found" is
    believed; empty = not asked."""
    metadata_days: float = 6.0
    """Its metadata and notices likewise: these appear at any time, and one request answers for
    40 names."""
    identifier_days: float = 90.0
    """A PMID, ISBN or handle that is known is asked again after so many days."""
    agency_days: float = 180.0
    """Which agency registered a name is asked again after so many days."""
    notices_days: float = 7.0
    """Retraction Watch's list is fetched again after so many days, if it has changed."""
    landing_days: float = 30.0
    """A landing page is asked again after so many days."""
    link_days: float = 7.0
    """A link likewise."""
    memento_days: float = 90.0
    """A memento of a broken link is looked for again after so many days."""
    search_days: float = 90.0
    """A reference without DOI name is searched for at Crossref again after so many days."""
    max_guesses: int = 300
    """Names of our own making (other readings, repairs) that are asked for in one run."""
    max_searches: int = 300
    """References that are searched for in one run; 0 = none. At 3 searches a second, under two
    minutes."""
    max_host_visits: int = 1_000
    """Links to one host that are asked in one run, and landing pages likewise; those that were not
    asked for the longest time go first. 0 = any number."""
    probe_links: bool = True
    """Whether links are asked."""
    probe_landing: bool = True
    """Whether the pages that DOI names lead to are asked."""
    obey_outside_robots: bool = False
    """Whether robots.txt of the hosts that links lead to is asked for and obeyed."""
    ask_wayback: bool = True
    """Whether a memento is looked for when a link is broken."""
    keep_exchanges: KeptBodies = KeptBodies.REGISTRIES
    """What of verification is kept as WARC records: all bodies; those of registries, and the heads
    of pages; or none."""
    citation_style: str = DEFAULT_STYLE
    """How corrected references are printed: the name of a style of the CSL repository, e.g. apa."""
    deadline_s: float = 20.0
    """For one exchange, redirects included."""
    attempts: int = 3
    """Tries of one question to a registry; a page of the wide web gets two of them at most."""
    backoff_s: float = 1.0
    """Before the first further try; doubled for the next ones."""
    max_wait_s: float = 60.0
    """The longest Retry-After that is waited for within a run."""
    registry_interval_s: float = 0.2
    """Between two questions to one registry; what it says in its headers goes first."""
    registry_at_once: int = 3
    """Questions to one registry at once."""
    host_interval_s: float = 1.0
    """Between two requests to one host of the wide web."""
    host_at_once: int = 1
    """Requests at once to one host of the wide web."""
    hosts_at_once: int = 100
    """Hosts of the wide web that are asked at once."""
