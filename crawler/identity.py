"""The User-Agent we send, and the settings that a run is recorded with. Pure."""

from __future__ import annotations

from dataclasses import asdict

from archive.keeping.runs import software
from crawler.profile import Profile


def user_agent(profile: Profile) -> str:
    """The User-Agent header: product, version, and where we can be reached (RFC 9110 §10.1.5).

    A contact that is a URL or a mail address is written as crawlers do: ``(+…)``.
    """
    _, _, version = software().partition(" ")
    product = profile.identity.user_agent + (f"/{version}" if version else "")
    return f"{product} (+{profile.identity.contact})" if profile.identity.contact else product


def settings_of(profile: Profile) -> dict[str, object]:
    """The profile as it stands in ``runs.settings_json``."""
    return {key: value for key, value in asdict(profile).items() if key != "publication"}
