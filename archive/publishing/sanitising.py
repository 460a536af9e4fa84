"""What of the working database may be published: which tables, and what is taken out.

Left out: the crawl's own bookkeeping (``frontier``, ``style_links``, ``settled``) and what was
taken down, by whom and why (``takedowns``, ``rewrites``). Taken out: settings that are nobody's
business (contact, network overrides, service addresses), the contact address wherever it was
sent along (Crossref's polite pool takes it in the query) or written down, and the local folder.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import cast

# Parts of a run's settings that explain its result. A list of what is allowed, so that a
# setting added tomorrow stays private until somebody decides otherwise.
PUBLIC_SETTINGS = frozenset(
    {
        "name",
        "title",
        "seeds",
        "hosts",
        "scope",
        "kinds",
        "publication",
        "politeness",
        "requisites",
        "rendering",
        "verification",
        "expectations",
        # of a verification, whose settings have no sections
        "strikes",
        "strike_days",
        "registration_days",
        "agency_days",
        "metadata_days",
        "notices_days",
        "landing_days",
        "link_days",
        "memento_days",
        "probe_links",
        "probe_landing",
        "ask_wayback",
        "citation_style",
    }
)
_CONTACT_PARAMETERS = re.compile(r"(?i)(?<=[?&])(mailto|email|api_key|apikey|token|key)=[^&#]*&?")


def public_settings(text: str) -> str:
    """A run's settings, with only what ``PUBLIC_SETTINGS`` allows.

    >>> public_settings('{"seeds": ["https://a.example/"], "identity": {"contact": "me@b.eu"}}')
    '{"seeds": ["https://a.example/"]}'
    """
    settings = json.loads(text or "{}")
    kept = {k: v for k, v in settings.items() if k in PUBLIC_SETTINGS} if settings else {}
    return json.dumps(kept, ensure_ascii=False)


def public_url(url: str | None) -> str | None:
    """A requested URL without contact and key parameters.

    >>> public_url("https://api.crossref.org/works/10.1/x?mailto=me@b.example&select=DOI")
    'https://api.crossref.org/works/10.1/x?select=DOI'
    >>> public_url("https://api.crossref.org/works/10.1/x?mailto=me@b.example")
    'https://api.crossref.org/works/10.1/x'
    """
    if not url or "?" not in url:
        return url
    return re.sub(r"[?&](?=#|$)", "", _CONTACT_PARAMETERS.sub("", url), count=1)


@dataclass(frozen=True)
class Sanitiser:
    """The SQL expressions that copy each column, safe for publication."""

    secrets: tuple[str, ...]
    """Texts that must not appear in anything we wrote ourselves, longest first."""

    @classmethod
    def of(cls, db: sqlite3.Connection, crawl_db: Path) -> Sanitiser:
        """Collect contacts from the settings of all runs of the attached database ``crawl``."""
        found = {str(crawl_db.resolve().parent), str(Path.home())}
        for (text,) in db.execute("SELECT DISTINCT settings_json FROM crawl.runs"):
            found |= _contacts(json.loads(text or "{}"))
        return cls(tuple(sorted((s for s in found if len(s) > 3), key=len, reverse=True)))

    def public_text(self, text: str | None) -> str | None:
        """A sentence of ours without the secrets in it."""
        for secret in self.secrets if text else ():
            text = cast(str, text).replace(secret, "…")
        return text

    def register(self, db: sqlite3.Connection) -> None:
        """Make the functions known to a connection."""
        db.create_function("public_settings", 1, public_settings, deterministic=True)
        db.create_function("public_url", 1, public_url, deterministic=True)
        db.create_function("public_text", 1, self.public_text, deterministic=True)

    def expression(self, table: str, column: str) -> str:
        """How ``column`` of ``table`` is copied."""
        return _EXPRESSIONS.get((table, column), column)


# Hardly any of millions has a query, and SQLite sees that far sooner than a function of ours.
_PUBLIC_URL = "CASE WHEN instr({0}, '?') THEN public_url({0}) ELSE {0} END"
_EXPRESSIONS = {
    ("runs", "settings_json"): "public_settings(settings_json)",
    ("runs", "message"): "public_text(message)",
    ("issues", "message"): "public_text(message)",
    ("checks", "url"): _PUBLIC_URL.format("url"),
    ("checks", "final_url"): _PUBLIC_URL.format("final_url"),
    ("exchanges", "url"): _PUBLIC_URL.format("url"),
}


def _contacts(settings: object) -> set[str]:
    """Every text under a key named contact, at any depth."""
    if isinstance(settings, list):
        return set().union(*(_contacts(item) for item in settings))
    if not isinstance(settings, dict):
        return set()
    found = {v for k, v in settings.items() if k == "contact" and isinstance(v, str)}
    return found.union(*(_contacts(value) for value in settings.values()))
