"""Redirects of the sample site, read from ``redirects.toml``, and the addresses it calls gone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.replica.site.pages import LINE, SOCIETY

HOSTS = {"line": LINE, "society": SOCIETY}
GONE = (f"https://{LINE}/en/membership-form-2009.htm", f"https://{SOCIETY}/patients/old-leaflets/")
"""Answered with 410."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One address that leads elsewhere."""

    host: str
    path: str
    location: str
    """As sent: absolute or relative."""
    status: int
    quirk: str
    why: str

    @property
    def url(self) -> str:
        """The address itself."""
        return f"https://{self.host}{self.path}"


@cache
def redirects() -> dict[tuple[str, str], Redirect]:
    """Every redirect by (host, path)."""
    data = tomllib.loads((Path(__file__).parent / "redirects.toml").read_text("utf-8"))
    found = {}
    for entry in data["redirect"]:
        name, path = entry["from"].split(" ", 1)
        host = HOSTS[name]
        found[host, path] = Redirect(
            host, path, entry["to"], entry["status"], entry.get("quirk", ""), entry["why"]
        )
    return found


def find(host: str, path: str) -> Redirect | None:
    """The redirect of an address, if it is one."""
    return redirects().get((host, path))
