"""Which URLs and addresses we may contact. Pure: no name is looked up here.

A link is somebody else's text, and so is a redirect or a DNS answer. Without a guard one of
them could make us ask the machine we run on, the network behind it, or a cloud's metadata
service. So every URL is checked before it is asked, at every hop, and every address is checked
again at the moment of connecting, when the name has been resolved (otherwise the name could be
made to point elsewhere in between).

Reasons are short and stable words, shown to people as they are; ``None`` means allowed.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from functools import lru_cache

import ada_url

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Addresses that Python's is_global lets through and that are not the public Internet.
_CLOSED: tuple[tuple[Network, str], ...] = (
    (ipaddress.ip_network("192.0.0.0/24"), "a protocol assignment"),  # RFC 6890
    (ipaddress.ip_network("192.88.99.0/24"), "a 6to4 relay"),  # RFC 7526
    (ipaddress.ip_network("168.63.129.16/32"), "a cloud metadata service"),  # Azure wire server
    (ipaddress.ip_network("64:ff9b:1::/48"), "a local translation prefix"),  # RFC 8215
    (ipaddress.ip_network("2001::/23"), "a protocol assignment"),  # RFC 2928, Teredo included
    (ipaddress.ip_network("3fff::/20"), "a documentation address"),  # RFC 9637
    (ipaddress.ip_network("5f00::/16"), "a segment routing address"),  # RFC 9602
    (ipaddress.ip_network("fec0::/10"), "a site-local address"),  # RFC 3879
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291 §2.5.5.1, IPv4-compatible

# Ports of services that could be made to act by a well-chosen URL: the "bad ports" of the
# Fetch standard (https://fetch.spec.whatwg.org/#port-blocking), which browsers refuse too.
# fmt: off
BAD_PORTS = frozenset({
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95,
    101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161,
    179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563,
    587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
    6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
})
# fmt: on
# A URL beyond this is an attack or a defect; servers commonly stop at 8 kB (RFC 9110 §4.1).
MAX_URL_LENGTH = 8_192
# As most URLs begin. What follows cannot make a URL invalid (WHATWG URL §4.4: neither path nor
# query nor fragment can fail), so the answer about one URL of a host serves for all of them.
_BEGINNING = re.compile(r"https?://[^/\\?#]++", re.IGNORECASE)
# What stands behind a host as browsers write it, but for steps up ("/." and its like).
_PLAIN = re.compile(r"/(?:[A-Za-z0-9_~!$&()*+,;=:@./?-]|%(?!2e))*", re.IGNORECASE)


def check_address(ip: str, allowed: Sequence[str] = ()) -> str | None:
    """Why this IP address must not be contacted, or None when it may be.

    ``allowed`` are networks (``127.0.0.0/8``) that the profile opens; they win over every rule.
    IPv4 addresses wrapped in IPv6 ones (mapped, compatible, 6to4, NAT64, Teredo) are judged by
    what is inside. What is no address is refused; an ``allowed`` entry that is no network
    raises ``ValueError`` naming it.
    """
    opened = _networks(tuple(allowed))
    try:
        outer = ipaddress.ip_address(ip.strip("[]"))
    except ValueError:
        return "not an IP address"
    address = _unwrap(outer)
    if any(a in network for a in (outer, address) for network in opened):
        return None
    for network, name in _CLOSED:
        if address in network:
            return name
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_private:
        return "a private address"
    return None if address.is_global else "not a public address"


def check_url(url: str) -> str | None:
    """Why this URL must not be asked, or None when it may be; its host is not looked up.

    Reads the URL as browsers do (WHATWG), so that odd spellings cannot mean one thing here and
    another to the client that asks.
    """
    if len(url) > MAX_URL_LENGTH:
        return "too long for a URL"
    return _check_beginning(beginning_of(url))


def check_target(url: str, allowed: Sequence[str] = ()) -> str | None:
    """As ``check_url``, with ``check_address`` too when the host is itself an IP address.

    HTTP clients do not resolve literal addresses, so a guard in the resolver never sees them.
    """
    if len(url) > MAX_URL_LENGTH:
        return "too long for a URL"
    return _check_beginning_and_address(beginning_of(url), tuple(allowed))


@lru_cache(maxsize=256)  # asked several times in a row about each URL
def beginning_of(url: str) -> str:
    """The URL cut off behind its host: the guard says the same about it.

    >>> beginning_of("https://me@example.org:80/a?b"), beginning_of("data:text/html,x")
    ('https://me@example.org:80/', 'data:text/html,x')
    """
    found = _BEGINNING.match(url) if url.isascii() else None
    return url if found is None or found.end() == len(url) else f"{found[0]}/"


def normal(url: str) -> str:
    """A URL as browsers write it (WHATWG); raises ``ValueError`` for what is no URL.

    Parsing one takes longer than to see that there is nothing to change behind its host.

    >>> normal("HTTP://A.test:80/b?c"), normal("http://a.test/b/../c d")
    ('http://a.test/b?c', 'http://a.test/c%20d')
    """
    beginning = beginning_of(url)
    rest = url[len(beginning) - 1 :]
    if beginning != url and _PLAIN.fullmatch(rest) and "/." not in rest:
        return _normal(beginning) + rest[1:]
    return str(ada_url.URL(url).href)


@lru_cache(maxsize=4096)
def _normal(url: str) -> str:
    return str(ada_url.URL(url).href)


def literal_address(url: str) -> str | None:
    """The IP address given as host of a URL, in any spelling that browsers accept, or None."""
    try:
        host = ada_url.URL(url).hostname
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _check_beginning(url: str) -> str | None:
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return "not a URL"
    if parsed.protocol not in ("http:", "https:"):
        return f"scheme {parsed.protocol.removesuffix(':')} is not http or https"
    if parsed.username or parsed.password:
        return "contains a user name or password"
    if parsed.port and int(parsed.port) in BAD_PORTS:
        return f"port {parsed.port} belongs to another service"
    return _check_host(parsed.hostname)


@lru_cache(maxsize=4096)
def _check_beginning_and_address(url: str, allowed: tuple[str, ...]) -> str | None:
    reason = _check_beginning(url)
    if reason is not None:
        return reason
    literal = literal_address(url)
    return check_address(literal, allowed) if literal else None


def _check_host(host: str) -> str | None:
    """Why a host name cannot be a public one (RFC 1035 §2.3.4: labels 1 to 63, name to 253)."""
    if not host:
        return "has no host"
    if host.startswith("["):
        return None
    labels = host.removesuffix(".").split(".")
    if len(host) > 254 or any(not 1 <= len(label) <= 63 for label in labels):
        return "the host name has an empty or overlong part"
    return None


def _unwrap(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, if there is any."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    in_low_bits = address in _NAT64 or (address in _COMPATIBLE and int(address) > 1)
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if in_low_bits else address


@lru_cache(maxsize=64)
def _networks(allowed: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(network, strict=False) for network in allowed)
