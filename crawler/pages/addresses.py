"""Printed link targets resolved as browsers do (WHATWG URL), and what is wrong with them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

import ada_url
import webencodings

from crawler.pages.contacts import problem_of_contact

LONGEST_ADDRESS = 8000
"""Characters; longer targets are kept as printed but not asked."""

_SCRIPT = re.compile(r"(javascript|vbscript|data|blob|about)\s*:", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_WEB = re.compile(r"https?:", re.I)
_INNER_ADDRESS = re.compile(r"https?:/{1,3}[\w.-]+", re.I)
_BARE_DOI = re.compile(r"/?(?:doi:\s*)?(10\.\d{4,9}/\S+)$", re.I)
_CONTACT = re.compile(r"(mailto|tel)\s*:", re.I)
_MISSPELT = re.compile(r"(?:h+t+ps?\s*[:;,.]{0,2}//+|(?:h+t+|t+)ps?:/{1,3})(?=[\w-]+\.)", re.I)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_HOST_LIKE = re.compile(
    r"/?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+(?P<top>[a-z]{2,12}))(?P<rest>[/?#:].*)?$",
    re.I | re.S,
)
_WORDS_BEFORE = re.compile(r"\S+\s+\S")

# Tops of hosts that are not also endings of file names. A relative address that begins with
# such a host was meant to be absolute.
_TOPS = frozenset({
    "ac", "at", "au", "be", "br", "ca", "ch", "com", "cz", "de", "dk", "edu", "es", "eu", "fi",
    "fr", "gov", "gr", "hu", "ie", "in", "info", "int", "io", "it", "jp", "mx", "net", "nl", "no",
    "nz", "org", "pl", "pt", "ro", "se", "test", "tr", "uk", "us", "za",
})  # fmt: skip
_GENERIC_TOPS = frozenset({"com", "org", "net", "edu", "gov", "int", "io"})


@dataclass(frozen=True, slots=True)
class Address:
    """A printed target and what it means."""

    url: str | None
    """Without fragment; None when no browser would ask anything."""
    fragment: str = ""
    """Percent-decoded, as it would be compared with an ``id``; a text directive is not."""
    problem: str = ""
    """Why it is malformed and what was likely meant; empty = nothing to say."""


def base_of(page_url: str, base_href: str | None, charset: str = "utf-8") -> str:
    """What relative addresses of a page resolve against: its ``<base href>`` or itself."""
    if base_href is None:
        return page_url
    base = _join(base_href.strip(), page_url, charset)
    return base if base and _WEB.match(base) else page_url


def resolve(printed: str, base: str, charset: str = "utf-8") -> Address:
    """The address that a browser would ask for when it meets ``printed`` on a page at ``base``."""
    stripped = printed.strip("\x00\t\n\f\r ")
    if len(stripped) > LONGEST_ADDRESS:
        return Address(None, problem=f"longer than {LONGEST_ADDRESS} characters")
    joined = _join(printed, base, charset)
    if _SCRIPT.match(joined or stripped):
        return Address(None, problem="not an address but a script or data")
    problem = _problem(stripped)
    if joined is None:
        return Address(None, problem=problem or "not a valid address")
    url, mark, fragment = joined.partition("#")
    return Address(url, _decode(fragment) if mark else "", problem)


def _join(printed: str, base: str, charset: str) -> str | None:
    try:
        return str(ada_url.join_url(base, _encode_query(printed, charset)))
    except ValueError:  # also UnicodeEncodeError, for lone surrogates
        return None


def _encode_query(printed: str, charset: str) -> str:
    """Query in the page's own encoding, as browsers send it (WHATWG URL, query state)."""
    if charset in ("", "utf-8") or printed.isascii() or charset.startswith("utf-16"):
        return printed
    before, mark, rest = printed.partition("?")
    if not mark:
        return printed
    query, mark_of_fragment, fragment = rest.partition("#")
    encoding = webencodings.lookup(charset)
    if encoding is None:
        return printed
    encoded = "".join(
        c if c.isascii() else quote(encoding.codec_info.encode(c, "xmlcharrefreplace")[0])
        for c in query
    )
    return f"{before}?{encoded}{mark_of_fragment}{fragment}"


def _decode(fragment: str) -> str:
    """A fragment as an id would be written, and its text directive (``:~:``) as it stands: there
    an encoded comma is another one than a plain one."""
    name, mark, directive = fragment.partition(":~:")
    if "%" in name:
        name = unquote_to_bytes(name).decode("utf-8", "replace")
    return name + mark + directive


def _problem(printed: str) -> str:
    """What an editor did wrong, in words; browsers make the best of it and get it wrong."""
    if not printed:
        return "empty"
    doi = _BARE_DOI.match(printed)
    if doi:
        return f"a DOI without its resolver: probably https://doi.org/{doi.group(1)}"
    contact = _CONTACT.match(printed)
    if contact:
        return problem_of_contact(contact[1].lower(), printed[contact.end() :])
    inner = _INNER_ADDRESS.search(printed, 1)
    scheme = _WEB.match(printed)
    misspelt = None if scheme else _MISSPELT.match(printed)
    if misspelt:
        right = "https" if "s" in misspelt[0].lower() else "http"
        return f"misspelt scheme: probably {right}://{printed[misspelt.end() :]}"
    if inner and not scheme and _WORDS_BEFORE.match(printed) and not _SCHEME.match(printed):
        return f"text before the address: probably {printed[inner.start() :].split()[0]}"
    if scheme:
        return _problem_of_web_address(printed, inner)
    if _MAIL.fullmatch(printed):
        return f"missing scheme: probably mailto:{printed}"
    if printed.startswith("//") or (_SCHEME.match(printed) and not _host_and_port(printed)):
        return ""
    return _problem_of_relative(printed)


def _problem_of_web_address(printed: str, inner: re.Match[str] | None) -> str:
    rest = _WEB.sub("", printed, count=1).lstrip("/\\")
    if inner and _WEB.match(rest):
        return f"two addresses in one: probably {rest}"
    if inner and re.match(r"(?:dx\.)?doi\.org/+https?:", rest, re.I):
        return f"two addresses in one: probably {printed[inner.start() :]}"
    if not printed[printed.index(":") + 1 :].replace("\\", "/").startswith("//"):
        return f"missing slashes: probably {printed.split(':')[0]}://{rest}"
    if re.search(r"\s", rest.strip()) and re.search(r"\s\S", rest.split("/", 1)[0]):
        return "blank in the host name"
    return ""


def _problem_of_relative(printed: str) -> str:
    match = _HOST_LIKE.match(printed)
    if not match:
        return ""
    host, top, rest = match["host"].lower(), match["top"].lower(), match["rest"]
    if host.startswith("www.") or (
        top in _TOPS and (rest or top in _GENERIC_TOPS or host.count(".") > 1)
    ):
        return f"missing scheme: probably https://{printed.lstrip('/')}"
    return ""


def _host_and_port(printed: str) -> bool:
    """``www.x.org:8080/a`` parses as a scheme ``www.x.org:``; it is a host."""
    return bool(re.match(r"[\w.-]+\.[a-z]{2,12}:\d", printed, re.I))
