"""Who is asking: the contact that a live site must be given, and the User-Agent we send."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import ada_url

from archive.keeping.runs import software
from crawler.profile import Profile, ProfileError
from crawler.toml_tables import wrong
from pipelines.verification.options import Services

CONTACT_VARIABLE = "PATIENTLINE_CONTACT"


def user_agent(profile: Profile) -> str:
    """The User-Agent header: product, version, and where we can be reached (RFC 9110 §10.1.5).

    A contact that is a URL or a mail address is written as crawlers do: ``(+…)``.
    """
    _, _, version = software().partition(" ")
    product = profile.identity.user_agent + (f"/{version}" if version else "")
    return f"{product} (+{profile.identity.contact})" if profile.identity.contact else product


def with_contact(profile: Profile) -> Profile:
    """The profile with the contact of the environment, where its own is empty."""
    contact = profile.identity.contact or os.environ.get(CONTACT_VARIABLE, "").strip()
    agent = profile.identity.user_agent
    for key, text in (("identity.user_agent", agent), ("identity.contact", contact)):
        # In a header (RFC 9110 §5.5). No server would hear us, and every link seem broken.
        if not (text.isascii() and text.isprintable()):
            said = f"has other characters than printable ASCII: {text!r}"
            raise wrong(profile.file or CONTACT_VARIABLE, key, said)
    return replace(profile, identity=replace(profile.identity, contact=contact))


# An address of 127.0.0.0/8 is four numbers by now: the URL parser has made them of any spelling.
_IS_LOCAL = re.compile(r"^127(?:\.\d{1,3}){3}$|^\[::1\]$|(?:^|\.)(?:localhost|test)\.?$")


def require_contact(profile: Profile, *, verifies: bool = False) -> None:
    """To be called before anybody is asked anything: whoever runs a live site can write to us.

    Raises ``ProfileError``. Sites of this machine and of ``.test`` need nobody to write to; what
    ``verifies`` asks the registries and linked sites, which are of this machine seldom.
    """
    is_local = profile.server or all(_is_local(profile, seed) for seed in profile.seeds)
    if is_local and verifies and not profile.server:
        registries = (getattr(profile.services, name) for name in Services.__slots__)
        is_local = all(_is_local(profile, url) for url in registries if url.startswith("http"))
    if not profile.identity.contact and not is_local:
        raise ProfileError(
            f"{profile.file or profile.title}: {'registries and' if verifies else 'a'} live "
            f"{'sites' if verifies else 'site'} must be told whom to write to. Set "
            f"the environment variable {CONTACT_VARIABLE} to a mail address or URL, or "
            "[identity] contact in the profile."
        )


def _is_local(profile: Profile, url: str) -> bool:
    """Whether what answers at an address is of this machine, by its name or as it is resolved."""
    parsed = ada_url.URL(url)
    port = parsed.port or {"https:": "443"}.get(parsed.protocol, "80")
    resolve = profile.network.resolve
    target = resolve.get(f"{parsed.hostname}:{port}") or resolve.get(f"*:{port}") or ""
    host = target.rpartition(":")[0] or parsed.hostname
    return _IS_LOCAL.search(host) is not None
