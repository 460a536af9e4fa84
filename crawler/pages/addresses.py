"""Resolves printed link targets as browsers do (WHATWG URL), and says what is wrong. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

import ada_url
import webencodings

from crawler.pages.slips import slip_in

LONGEST_ADDRESS = 8000
"""Characters; longer targets are kept as printed but not asked."""

NO_ADDRESS = "not an address but a script or data"
"""What is said of what never meant to be one."""

_SCRIPT = re.compile(r"(javascript|vbscript|data|blob|about)\s*:", re.I)
_DROPPED = re.compile("[\t\n\r]")
"""What browsers leave out of an address wherever it stands (WHATWG URL §4.4)."""
_WEB = re.compile(r"https?:", re.I)
_USER = re.compile(r"(https?://)[^/?#@:]+@")
"""A user name, which a browser keeps for a server that asks who is there (RFC 9110 §11)."""


@dataclass(frozen=True, slots=True)
class Address:
    """A printed target and what it means."""

    url: str | None
    """Without fragment and user name; None when no browser would ask anything."""
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
        return Address(None, problem=NO_ADDRESS)
    problem = slip_in(_DROPPED.sub("", stripped))
    if joined is None:
        return Address(None, problem=problem or "not a valid address")
    url, mark, fragment = _USER.sub(r"\1", joined).partition("#")
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
