"""What the tests of the outside world share: how to ask, and works asked about often."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import requests

from tests import replica

Get = Callable[..., requests.Response]
CSL = "application/vnd.citationstyles.csl+json"
WATER = "10.1126/science.169.3946.635"
"""The work that most recorded exchanges ask about."""
SICI = "10.1002/%28SICI%291097-0258%2819970930%2916:18%3C2127::AID-SIM633%3E3.0.CO;2-W"
FACTS = Path(replica.__file__).parent / "world" / "spine_references.json"
CITATIONS: list[list[str]] = json.loads(FACTS.read_text("utf-8"))
"""(citation, DOI, where seen, what is odd) of works cited on spine sites."""
SPINE = [row[1] for row in CITATIONS]


def follow(get: Get, url: str, hops: int = 6) -> tuple[list[int], str, requests.Response]:
    """Statuses on the way, last URL, last answer."""
    statuses = []
    for _ in range(hops):
        response = get(url)
        statuses.append(response.status_code)
        if "Location" not in response.headers:
            break
        url = urljoin(url, response.headers["Location"])
    return statuses, url, response
