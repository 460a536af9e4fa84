"""What runs here, and whom to tell of a security hole: a page, and ``security.txt``.

The contact is one that the profile names for this; the one that a crawl gives is not published.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl

LASTS = timedelta(days=360)
"""Less than a year from the day of publishing, as RFC 9116 §2.5.5 recommends."""
PATH = "/.well-known/security.txt"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page and the file."""
    return [(r"/security$", show_security), (r"/\.well-known/security\.txt$", send_contact)]


async def show_security(datasette: Any, request: Any) -> Any:
    """What the archive runs and does not run, what is logged, how to report a problem."""
    context = {
        "contact": contact_uri(_publication(datasette).get("security_contact", "")),
        "file": PATH,
        "allow_execute_sql": datasette.setting("default_allow_sql"),
    }
    return Response.html(await datasette.render_template("security.html", context, request=request))


async def send_contact(datasette: Any) -> Any:
    """``security.txt`` (RFC 9116); 404 where the profile names no contact."""
    settings = Path(datasette.get_database("archive").path).with_name("site.json")
    if not settings.is_file():
        settings = Path(__file__).with_name("site.json")  # as in words.py
    published_at = datetime.fromtimestamp(settings.stat().st_mtime, UTC)
    text = security_txt(_publication(datasette), published_at + LASTS)
    if not text:
        raise NotFound("The profile of this archive names no contact for vulnerability reports.")
    return Response.text(text)


def contact_uri(written: str) -> str:
    """A mail address as the URI that RFC 9116 §2.5.3 asks for; an address of the web as it is."""
    return written if ":" in written or not written else f"mailto:{written}"


def security_txt(publication: Mapping[str, str], expires_at: datetime) -> str:
    """The file's content, each field once; empty without a contact."""
    contact = contact_uri(publication.get("security_contact", ""))
    if not contact:
        return ""
    lines = [f"Contact: {contact}", f"Expires: {expires_at:%Y-%m-%dT%H:%M:%SZ}"]
    if home := publication.get("public_url", "").rstrip("/"):
        lines += [f"Canonical: {home}{PATH}", f"Policy: {home}/security"]
    return "\n".join(lines) + "\n"


def _publication(datasette: Any) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(datasette, "site_settings", {}).get("publication", {})
    return found
