"""What a link's address alone says about its target, and what malformed DOI links mean. Pure.

Page classes resolve targets as browsers do and name missing schemes and slashes; what is left
here is what only somebody who knows DOI names can say.
"""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum

from pipelines.services.guard import check_address, literal_address


class Target(StrEnum):
    """What a link leads to, judged by its address alone."""

    WEB = "web"
    DOI = "doi"  # a DOI resolver, or the doi: scheme
    PUBLISHER = "publisher"  # a page whose address holds a DOI name
    MAIL = "mail"
    PHONE = "phone"
    FRAGMENT = "fragment"  # a place in the same page
    SCRIPT = "script"  # names no document
    FILE = "file"  # on the author's own computer


RESOLVERS = frozenset(
    {"doi.org", "dx.doi.org", "www.doi.org", "doi.dx.org", "dx.doi.net", "dx.doi.com"}
)
"""Hosts that answer for DOI names, and their usual misprints."""

_OWN_COMPUTER = re.compile(r"(?:.*\.)?localhost\.?")
"""RFC 6761 §6.3."""
_LOCAL_NAMES = re.compile(r"(?:.*\.)?(?:local|internal|home\.arpa)\.?")
"""RFC 6762, RFC 8375, and the name that ICANN keeps for private use."""
_PRIVATE = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
)
"""RFC 1918, RFC 4193."""
_EXTENSION = re.compile(r"(?:chrome|moz|safari-web|ms-browser)-extension:")
_DRIVE = re.compile(r"[a-zA-Z]:[\\/]")
_PROXIED = re.compile(r"(?:dx[.-]|www[.-])?doi[.-]org\.[a-z0-9-]+\.")
_SCHEMES = {
    "mailto": Target.MAIL,
    "tel": Target.PHONE,
    "fax": Target.PHONE,
    "sms": Target.PHONE,
    "javascript": Target.SCRIPT,
    "vbscript": Target.SCRIPT,
    "data": Target.SCRIPT,
    "about": Target.SCRIPT,
    "file": Target.FILE,
    "doi": Target.DOI,
}
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]{0,20}):")
_HOST = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]{0,20}:)?/{2,3}([^/?#\\\s]{1,253})")
_INCOMPLETE = re.compile(r"[/:]10\.[\d.]*/?\s*(?:[?#]|$)")
_RESOLVER_ONLY = re.compile(r"(?:[a-zA-Z]{4,5}:)?/{2}[^/\s]{1,253}/{1,2}")
_NO_COLON = re.compile(r"\s*(https?)[;,.]?//+(?=[\w-]+\.[\w-])", re.I)
_DOI_NAME = re.compile(r"(?i)(?<!\d)10(?:\.|%2E)\d{4,9}(?:\.\d{1,9}){0,4}(?:/|%2F|%252F)[^\s/?#]")


def is_doi_resolver(host: str) -> bool:
    """Whether a host resolves DOI names, even misprinted or through a library's proxy.

    >>> is_doi_resolver("dx.doi.org"), is_doi_resolver("doi-org.proxy.example.edu")
    (True, True)
    """
    host = host.lower().rstrip(".").replace("d0i", "doi").replace(".0rg", ".org")
    return host in RESOLVERS or _PROXIED.match(host) is not None


def host_of(address: str) -> str:
    """The host in an absolute address, lower case, without port; empty when there is none."""
    match = _HOST.match(address)
    return match[1].rpartition("@")[2].partition(":")[0].lower() if match else ""


def target_of(address: str) -> Target:
    """What a printed link target leads to.

    >>> target_of("https://onlinelibrary.wiley.com/doi/full/10.1111/jan.12474").value
    'publisher'
    """
    stripped = address.strip()
    if stripped.startswith("#"):
        return Target.FRAGMENT
    scheme = _SCHEME.match(stripped)
    if scheme and (known := _SCHEMES.get(scheme[1].lower())):
        return known
    if is_doi_resolver(host_of(stripped)):
        return Target.DOI
    return Target.PUBLISHER if _DOI_NAME.search(stripped) else Target.WEB


def trouble_of(url: str) -> str:
    """Why readers can follow an address from nowhere, or from one place only; empty = they may.

    >>> trouble_of("file:///C:/leaflet.pdf"), trouble_of("http://192.168.1.1/")
    ('It is a file on one computer.', 'It is a private address: it works in one network only.')
    """
    if _EXTENSION.match(url):
        return "It belongs to an extension of one browser: others cannot open it."
    if target_of(url) is Target.FILE or _DRIVE.match(url):
        return "It is a file on one computer."
    literal = literal_address(url)
    if literal and (reason := check_address(literal)):
        if reason == "a loopback address":
            return "It is a loopback address: it works on one computer only."
        is_private = any(ipaddress.ip_address(literal) in network for network in _PRIVATE)
        if is_private or reason == "a link-local address":
            return f"It is {reason}: it works in one network only."
        return "It is an address kept for special use: no public page has it."
    host = host_of(url)
    if _OWN_COMPUTER.fullmatch(host):
        return f"{host} is each reader's own computer: it works on one computer only."
    if _LOCAL_NAMES.fullmatch(host):
        return f"{host} is a name that only one network knows."
    if ".." in host or host.startswith("."):
        return "No host can have such a name."
    return ""


def is_of_one_place(url: str) -> bool:
    """Whether a web address can only work at one computer or in one network: a router's address, or
    that of a program on the reader's own computer.

    >>> is_of_one_place("http://192.168.1.1/"), is_of_one_place("https://ext..test/")
    (True, False)
    """
    host = host_of(url)
    is_name = _OWN_COMPUTER.fullmatch(host) or _LOCAL_NAMES.fullmatch(host)
    return target_of(url) is not Target.FILE and bool(is_name or literal_address(url))


def problem_of(address: str) -> str:
    """Why a link to a DOI resolver, or one without the colon of its scheme, cannot work, and what
    was likely meant; empty = it can.

    >>> problem_of("https://doi.org/doi:10.1136/bmj.a3115")
    'no plain DOI name behind the resolver: probably https://doi.org/10.1136/bmj.a3115'
    """
    colon = _NO_COLON.match(address)
    if colon:
        return f"missing colon: probably {colon[1].lower()}://{address[colon.end() :].strip()}"
    if target_of(address) is not Target.DOI:
        return ""
    name = _DOI_NAME.search(address)
    if name is None:
        return "an incomplete DOI name" if _INCOMPLETE.search(address) else ""
    before = address[: name.start()].strip()
    meant = f"https://doi.org/{address[name.start() :].strip()}"
    if _SCHEME.match(address.strip()) and not host_of(address):
        return f"the doi: scheme, which browsers do not know: probably {meant}"
    if not before.endswith("/") or not _RESOLVER_ONLY.fullmatch(before):
        return f"no plain DOI name behind the resolver: probably {meant}"
    return ""
