"""The way to each server, made once: Scrapy makes a new agent and endpoint for every request.

An endpoint looks its host's name up and, under TLS, reads all certificate authorities; both are
worth doing once a server. Names are still resolved, and addresses guarded, for every connection.
Leans on names of Scrapy 2.19 and Twisted 26.10 that are not public (``_ScrapyAgent._get_agent``,
``Agent._getEndpoint``); a test says when they move.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import _ScrapyAgent
from twisted.web.client import URI, Agent

REMEMBERED = 256
"""Servers whose endpoint is kept: the site's own hosts and those of its parts."""


class ServersAgent(Agent):
    """An agent that keeps its endpoints."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._known: OrderedDict[tuple[bytes, bytes, int], Any] = OrderedDict()

    def _getEndpoint(self, uri: URI) -> Any:  # noqa: N802
        server = (uri.scheme, uri.host, uri.port)
        if server not in self._known:
            self._known[server] = super()._getEndpoint(uri)  # type: ignore[no-untyped-call]
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(server)
        return self._known[server]


class OneAgentRequest(_ScrapyAgent):
    """Scrapy's handling of one request, through an agent that all requests share."""

    def __init__(self, agent: Agent, **settings: Any) -> None:
        super().__init__(**settings)
        self._agent = agent

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        return self._agent
