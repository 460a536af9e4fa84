"""Which values of a profile are refused: the rules that no type expresses."""

from __future__ import annotations

import ipaddress
import math
import re
import ssl
from dataclasses import fields
from pathlib import Path

import ada_url

from crawler.profile import Politeness, Profile, Rendering, Requisites, ScopeRules
from crawler.toml_tables import wrong
from pipelines.dois import is_wellformed
from pipelines.services.guard import check_url
from pipelines.styling.style_files import DEFAULT_STYLE, UnknownStyle, find_style
from pipelines.verification.options import Services, Verification


def checked(profile: Profile) -> Profile:
    """The profile with its rules that no type expresses; raises ``ProfileError``."""
    where = profile.file
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", profile.name):
        raise wrong(where, "name", f"must be usable as a folder name, not {profile.name!r}")
    if not profile.seeds:
        raise wrong(where, "seeds", "must name at least one URL")
    for seed in profile.seeds:
        if reason := check_url(seed):
            hint = "" if "://" in seed else "; it must begin with https:// or http://"
            raise wrong(where, "seeds", f"has {seed!r}, which cannot be asked: {reason}{hint}")
    contact = profile.publication.security_contact
    if not re.fullmatch(r"((mailto:)?[^\s@:/<>]+@[^\s@:/<>]+|https://[^\s/<>][^\s<>]*)?", contact):
        said = f"must be a mail address or an https:// address, not {contact!r}"
        raise wrong(where, "publication.security_contact", said)
    rules = [("scope.include", p) for p in profile.scope.include]
    rules += [("scope.exclude", p) for p in profile.scope.exclude]
    rules += [(f"kinds[{n}].url", rule.url) for n, rule in enumerate(profile.kinds, 1)]
    for key, pattern in rules:
        try:
            re.compile(pattern)
        except re.error as error:
            raise wrong(where, key, f"is not a regular expression: {error}") from error
    polite = profile.politeness
    for key, is_right, rule in (
        ("delay_s", polite.delay_s > 0, "must be above 0"),
        ("jitter", 0 <= polite.jitter <= 1, "must be between 0 and 1"),
        ("concurrency", polite.concurrency >= 1, "must be at least 1"),
        ("max_bytes", polite.max_bytes > 0, "must be above 0"),
        ("retry_times", polite.retry_times >= 0, "must not be negative"),
    ):
        if not is_right:
            raise wrong(where, f"politeness.{key}", rule)
    for name in ("scope", "politeness", "requisites", "rendering", "verification"):
        _check_numbers(where, name, getattr(profile, name))
    _check_hosts(profile)
    _check_network(profile)
    control = profile.verification.control_doi
    if control and not is_wellformed(control):
        raise wrong(where, "verification.control_doi", f"must be a DOI name, not {control!r}")
    style = profile.verification.citation_style
    if style != DEFAULT_STYLE:  # which is there
        try:
            find_style(style)
        except UnknownStyle as error:
            raise wrong(where, "verification.citation_style", f"cannot be used: {error}") from error
    return profile


def is_host_name(name: str) -> bool:
    """Whether a text is a host, with its port perhaps, and nothing else.

    >>> is_host_name("cdn.example.org:8443"), is_host_name("https://cdn.example.org/")
    (True, False)
    """
    is_plain = re.fullmatch(r"[^\s/?#@\\]+", name) is not None
    return is_plain and ada_url.check_url(f"http://{name}/")


def _check_hosts(profile: Profile) -> None:
    """A host that is written as an address would never be met; raises ``ProfileError``."""
    names = {
        "hosts": [name for host, others in profile.hosts.items() for name in (host, *others)],
        "scope.allow_hosts": profile.scope.allow_hosts,
        "requisites.hosts": profile.requisites.hosts,
    }
    for key, hosts in names.items():
        for host in hosts:
            if not is_host_name(host):
                said = f"has {host!r}, which is no host name; write e.g. www.example.org"
                raise wrong(profile.file, key, said)


_ABOVE_ZERO = frozenset({"timeout_s", "deadline_s"})  # in no time every page would look dead
_AT_LEAST_ONE = frozenset({
    "strikes", "attempts", "max_pages", "max_query_variants", "width", "height", "max_height",
})  # fmt: skip
# By unit. More is a slip of the pen, and beyond what clocks, sockets and SQLite can count.
_AT_MOST = {"_days": 100_000, "_s": 10_000_000}


def _check_numbers(
    where: str,
    table: str,
    rules: ScopeRules | Politeness | Requisites | Rendering | Verification,
) -> None:
    """No count or time of a table is negative or without end; raises ``ProfileError``."""
    for key, value in ((f.name, getattr(rules, f.name)) for f in fields(rules)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        least = 1 if key in _AT_LEAST_ONE or key.endswith("_at_once") else 0
        most = next((n for unit, n in _AT_MOST.items() if key.endswith(unit)), 10**15)
        if not (math.isfinite(value) and least <= value <= most):
            raise wrong(where, f"{table}.{key}", f"must be a number from {least} to {most}")
        if key in _ABOVE_ZERO and value == 0:
            raise wrong(where, f"{table}.{key}", "must be above 0")


def _check_network(profile: Profile) -> None:
    """Addresses and base URLs that can be used; raises ``ProfileError``."""
    where, network = profile.file, profile.network
    for address in network.allow_addresses:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError as error:
            raise wrong(where, "network.allow_addresses", f"has {error}") from error
    for place, target in network.resolve.items():
        # One that is never met, or leads nowhere, would make whole hosts look dead.
        if not (re.fullmatch(r"(\*|[^\sA-Z*/]+):\d{1,5}", place) and _is_target(target)):
            said = f"has {place!r} = {target!r}, where host:port = address:port is wanted"
            raise wrong(where, "network.resolve", said)
    for name in Services.__slots__:
        url = getattr(profile.services, name)
        is_path = name == "retraction_watch" and not url.startswith("http")  # see ``check_files``
        if is_path or (name == "timemap" and not url):
            continue
        if not (re.match(r"https?://", url) and ada_url.check_url(url)):
            raise wrong(where, f"services.{name}", f"must be an http(s) URL, not {url!r}")


def check_files(profile: Profile) -> None:
    """To be called before anybody is asked anything: the files that this needs are on the machine.

    Whoever only looks at an archive needs none of them, and may do so elsewhere. Raises
    ``ProfileError``.
    """
    where, ca_file = profile.file, profile.network.ca_file
    notices = profile.services.retraction_watch
    is_path = not notices.startswith("http")
    files = {"network.ca_file": ca_file, "services.retraction_watch": notices if is_path else ""}
    for key, path in files.items():
        if path and not Path(path).is_file():
            raise wrong(where, key, f"names no file: {path}")
    if ca_file:
        try:
            ssl.create_default_context().load_verify_locations(ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise wrong(where, "network.ca_file", f"holds no certificate: {error}") from error


def _is_target(target: str) -> bool:
    """Whether a text is an IP address and a port."""
    address, _, port = target.rpartition(":")
    try:
        ipaddress.ip_address(address.strip("[]"))
        return 0 < int(port) < 65536
    except ValueError:
        return False
