"""The world outside the sample site: registries, archives, publishers and ordinary websites.

Real HTTP in the shapes recorded from the live services. ``knobs`` lists what a test may turn,
``works`` what is registered; each other module plays one authority.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.replica.world import (
    crossref,
    datacite,
    doi_org,
    handles,
    ncbi,
    negotiation,
    neighbours,
    publishers,
    retraction_watch,
    wayback,
)
from tests.replica.world.knobs import State

Handler = Callable[[web.Request, State], Awaitable[web.StreamResponse]]

HOSTS: dict[str, Handler] = {
    "doi.org": doi_org.answer,
    "dx.doi.org": doi_org.answer_former_name,
    "www.doi.org": doi_org.answer_former_name,
    "shortdoi.org": doi_org.answer_short,
    "hdl.handle.net": handles.answer,
    "api.crossref.org": crossref.answer,
    "www.crossref.org": crossref.answer_site,
    "api.datacite.org": datacite.answer,
    **dict.fromkeys(negotiation.AGENCY_OF, negotiation.answer),
    retraction_watch.HOST: retraction_watch.answer,
    "archive.org": wayback.answer_availability,
    "web.archive.org": wayback.answer_machine,
    **dict.fromkeys(
        (
            "pubmed.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov",
            "eutils.ncbi.nlm.nih.gov",
        ),
        ncbi.answer,
    ),
    **publishers.HOSTS,
    **neighbours.HOSTS,
}  # fmt: skip
"""Every virtual host of the outside world."""

SERVICES = {
    "ncbi": "eutils.ncbi.nlm.nih.gov",
    "pmc": "pmc.ncbi.nlm.nih.gov",
    "handle": "hdl.handle.net",
    "retraction_watch": retraction_watch.HOST + retraction_watch.PATH,
}
"""Hosts (and paths) behind further service settings, beside those every replica has."""


def handler_for(host: str) -> Handler | None:
    """The handler of a host (lower case, no port), or None when nobody plays it."""
    return HOSTS.get(host)
