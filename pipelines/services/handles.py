"""hdl.handle.net: handles that are not DOI names (https://www.handle.net/proxy_servlet.html).

The same REST API as doi.org's. A shortDOI (``10/abcde``) is a handle too, an alias of a DOI name;
doi.org itself answers for those.
"""

from __future__ import annotations

from archive.records import Authority, Check, Question
from pipelines.services.doi_org import look_up
from pipelines.services.evidence import answered
from pipelines.services.http import Client

SHORT_DOI = "10/"
VERSION = "handles/1"


def authority_of(handle: str) -> Authority:
    """Who is asked about a handle."""
    return Authority.DOI_ORG if handle.startswith(SHORT_DOI) else Authority.HANDLE


def ask_handle(client: Client, base: str, handle: str, *, past_cache: bool = False) -> Check:
    """Ask about one handle; ``past_cache`` asks the primary server. Raises ``CouldNotAsk``.

    Facts: ``found``, ``code``, ``url``, ``alias``, ``past_cache``, ``types``, and ``doi`` where
    the handle is an alias of a DOI name. The subject is ``handle:prefix/suffix``.
    """
    authority = authority_of(handle)
    told, reply = look_up(client, authority, base, handle, past_cache=past_cache)
    alias = told["alias"] or ""
    facts = {
        **told,
        "found": told["code"] != 100,
        "doi": alias if alias.startswith("10.") else "",
    }
    subject = f"handle:{handle}"
    return answered(reply, Question.CROSSWALK, subject, authority, facts, VERSION)
