"""Settings of a verification run: who asks, whom, how often, how patiently."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from archive.records import KeptBodies
from pipelines.services.addressing import Addressing
from pipelines.services.http import HttpSettings
from pipelines.services.web.visiting import WebSettings
from pipelines.verification.judging.verdicts import Patience
from pipelines.verification.options import Network, Services, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationSettings(Verification):
    """Those rules, with who asks and whom. Made from a profile by the command."""

    site: str = ""
    contact: str = ""
    """A mail address or URL where we can be reached; goes into every request."""
    product: str = "patientline-archive"
    """Product name and version of the User-Agent."""
    network: Network = field(default_factory=Network)
    services: Services = field(default_factory=Services)

    @property
    def patience(self) -> Patience:
        """How many failures, how far apart, make "gone"."""
        return Patience(strikes=self.strikes, spacing=timedelta(days=self.strike_days))

    @property
    def addressing(self) -> Addressing:
        """How hosts are found and which addresses are open."""
        return Addressing(resolve=self.network.resolve, allowed=self.network.allow_addresses)

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
            ca_file=self.network.ca_file,
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
            keeps_bodies=self.keep_exchanges is KeptBodies.ALL,
            robots_agent=self.product.partition("/")[0] if self.obey_outside_robots else "",
            addressing=self.addressing,
            ca_file=self.network.ca_file,
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
