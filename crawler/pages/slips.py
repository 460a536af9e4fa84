"""Editors' slips in link targets: what went wrong, and what was probably meant. Pure.

Each answer is a sentence without its full stop; what was meant follows ``: probably ``. One that
begins with ``perhaps`` explains an address that leads nowhere, and says nothing of one that works.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from crawler.pages.contacts import problem_of_contact

PERHAPS = "perhaps "
"""How an answer begins that is no fault as long as the address works."""

LONGEST_TAIL = 10
"""Closing signs in a row that are taken off the end of an address."""

_HOST_AHEAD = r"(?=[\w-]+\.)"
_BLANK = r"(?:\s|%20|%C2%A0|\u200b|\ufeff)"
_FILE = r"(?:png|jpe?g|gif|svg|webp|avif|ico|m?js|css|pdf)/?$"
_MAIL = rf"[\w.+-]+@(?:[\w-]+\.)+(?!{_FILE})[a-z]{{2,}}"
"""``logo@2x.png`` is a picture for sharp screens and ``vue@3.4.js`` a library: such an ending is no
top-level domain."""
_OPENING = r"(?:[\"'“”„«»‹›<>‘’‚`]|%22|%27|%3C|%C2%AB|%E2%80%(?:98|99|9C|9D|9E|B9))"
_CONTACT = re.compile(r"(mailto|tel)\s*:", re.I)
_WEB = re.compile(r"https?:", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_HOST_AND_PORT = re.compile(r"[\w.-]+\.[a-z]{2,12}:\d", re.I)
"""``www.x.org:8080/a`` parses as a scheme ``www.x.org:``; it is a host."""


class _Slip(NamedTuple):
    pattern: re.Pattern[str]
    """Matched at the beginning of what is printed."""
    words: str
    meant: str | Callable[[re.Match[str]], str] = ""
    """What was likely meant: a template of the match; empty = nobody can tell."""


def _slip(pattern: str, words: str, meant: str | Callable[[re.Match[str]], str] = "") -> _Slip:
    return _Slip(re.compile(pattern, re.I | re.S), words, meant)


def _scheme_and_rest(match: re.Match[str]) -> str:
    scheme = "https" if "s" in match["scheme"].lower() else "http"
    return f"{scheme}://{match['rest']}"


def _whole_host(match: re.Match[str]) -> str:
    """The host without blanks and without empty parts, if that makes one."""
    host = re.sub(r"\.{2,}", ".", re.sub(r"\s+", "", match["host"])).strip(".")
    is_torn = not re.search(r"[^\s.]\s+[^\s.]", match["host"].strip())
    return f"{match['scheme']}://{host}{match['rest']}" if "." in host and is_torn else ""


_ANYWHERE = (
    _slip(
        r"(?:j[avscript]{7,10}[:;,.]*(?:void\(?0?\)?)?|void\(0?\));?$",
        PERHAPS + "a button, whose javascript:void(0) is misspelt",
    ),
    _slip(r"/(10\.\d{4,9}/\S+)$", PERHAPS + "a DOI without its resolver", r"https://doi.org/\1"),
    _slip(r"/?(?:doi:\s*)?(10\.\d{4,9}/\S+)$", "a DOI without its resolver", r"https://doi.org/\1"),
    _slip(r"%[g-z_][a-z_. -]*%$", "a placeholder that nothing filled in"),
    _slip(
        r"[^#?]*?(?:\{\{[^{}\"':]*\}\}|%7B%7B(?:(?!%7[BD]|%22|%27|%3A)[^{}\"':?#])*%7D%7D"
        r"|\$\{[^{}\"':]*\}|\{%(?![0-9A-F]{2})|<\?(?:php|=)|<%(?![0-9A-F]{2})"
        r"|\[object(?: |%20)Object\])",
        "a placeholder that nothing filled in",
    ),
    _slip(
        r"[^#]*?(?:\{\{|%7B%7B|\$\{|\$%7B|\{%|<[?%]|\[object(?: |%20|\+)Object\])",
        PERHAPS + "a placeholder that nothing filled in",
    ),
    _slip(
        r"/?(?:undefined|null|NaN|TODO|TBD|FIXME|\[[a-z_. -]+\]|\{[a-z_. -]+\})/?$",
        PERHAPS + "a placeholder that nothing filled in",
    ),
    _slip(_BLANK + r"+(?P<rest>(?:https?://|www\.).*)$", "a blank before the address", r"\g<rest>"),
    _slip(
        _OPENING + r"+(?P<rest>(?:https?://|www\.|mailto:)[^\s\"“”„«»‹›<>‘’`]*)",
        "quotation marks around the address",
        lambda m: re.sub(_OPENING + "+$", "", m["rest"]),
    ),
    _slip(
        r"([\"'])(?P<rest>[^\"'\s]+)\1$"
        r"|[“„”«»‹›‘](?P<curly>[^“„”«»‹›‘’\s]+)[“”«»‹›’]$|<(?P<angle>[^<>\s]+)>$",
        "quotation marks around the address",
        lambda m: m["rest"] or m["curly"] or m["angle"],
    ),
    _slip(
        r"(?:\.{1,2})?/+(?P<rest>https?://[\w.-]+.*)$", "a slash before the address", r"\g<rest>"
    ),
    _slip(r"\\\\[\w-]+(?:\\|$)", "a path in one network of computers"),
    _slip(r"/[a-z][:|]/|[a-z]\|[\\/]", "a path on one computer"),
    _slip(
        rf"(?:m[aeilo]{{1,3}}l?t+o|mailt|maito|e-?mail)\s*[:;,=]\s*(?P<rest>{_MAIL}.*)$",
        "misspelt mailto",
        r"mailto:\g<rest>",
    ),
    _slip(rf"(?:\./)?({_MAIL})$", "missing scheme", r"mailto:\1"),
    _slip(rf"/({_MAIL})$", PERHAPS + "missing scheme", r"mailto:\1"),
)
_WEB_ADDRESSES = (
    _slip(r"https?:/*(?:https?:?/*)*$", "no address behind the scheme"),
    _slip(r"https?:/*mailto:(.+)$", "two schemes", r"mailto:\1"),
    _slip(r"https?:[/\\]*(https?:/{1,3}[\w.-]+.*)$", "two addresses in one", r"\1"),
    _slip(r"https?:/*(?:dx\.)?doi\.org/+(https?:/{1,3}[\w.-]+.*)$", "two addresses in one", r"\1"),
    _slip(
        r"https?://(?P<host>[\w.-]+)/+(https?:/{1,3}(?P=host)/.*)$",
        PERHAPS + "two addresses in one",
        r"\2",
    ),
    _slip(
        r"https?:(?P<rest>[\w.-]+\.(?:html?|php|aspx?|pdf)(?:[?#].*)?)$",
        "a scheme before the name of a page",
        r"\g<rest>",
    ),
    _slip(
        rf"https?:/+(?P<scheme>https?)[;,.]?/+(?P<rest>{_HOST_AHEAD}.*)$",
        "two schemes",
        _scheme_and_rest,
    ),
    _slip(
        r"https?://(?!(?:dx\.)?doi\.org/)(?:dx\.)?doi(?:\.org)?[:/]*(10\.\d{4,9}/\S+)$",
        "no address of a DOI resolver",
        r"https://doi.org/\1",
    ),
    _slip(r"https?:/*(10\.\d{4,9}/\S+)$", "a DOI without its resolver", r"https://doi.org/\1"),
    _slip(rf"https?:/*({_MAIL})/?$", "a mail address as a web address", r"mailto:\1"),
    _slip(
        rf"(?P<scheme>https?):(?=[:/\s]*[:\s])[:/\s]+(?P<rest>{_HOST_AHEAD}.*)$",
        "misspelt scheme",
        r"\g<scheme>://\g<rest>",
    ),
    _slip(
        r"(?P<scheme>https?):(?![/\\]{2})[/\\]?(?P<rest>.*)$",
        "missing slashes",
        r"\g<scheme>://\g<rest>",
    ),
    _slip(
        r"(?P<scheme>https?)://(?P<host>[^/?#\\\s@]*\s[^/?#\\@]*)(?P<rest>(?:[/?#\\].*)?)$",
        "blank in the host name",
        _whole_host,
    ),
    _slip(
        r"(?P<scheme>https?)://(?P<host>(?:[^/?#\\\s@]*\.\.|\.)[^/?#\\\s@]*)(?P<rest>(?:[/?#\\].*)?)$",
        "an empty part in the host name",
        _whole_host,
    ),
    _slip(
        r"(?P<scheme>https?)://(?P<host>[^/?#\\\s,@]*\w,\w[^/?#\\\s@]*)(?P<rest>(?:[/?#\\].*)?)$",
        "a comma in the host name",
        lambda m: f"{m['scheme']}://{m['host'].replace(',', '.')}{m['rest']}",
    ),
    _slip(
        r"(?P<scheme>https?)://(?:w{1,2}|w{4,5}|www\.www)\.(?P<rest>[\w-]+\..*)$",
        PERHAPS + "a misspelt www",
        r"\g<scheme>://www.\g<rest>",
    ),
    _slip(
        r"(?P<host>https?://[^/?#\\\s]+)\.(?:con|cmo|ocm|comm|vom|cim)(?P<rest>(?:[/?#].*)?)$",
        PERHAPS + "a misspelt host",
        r"\g<host>.com\g<rest>",
    ),
    _slip(
        r"(?P<host>https?://[^/?#\\\s]+)\.(?:ogr|rog|orgg|prg)(?P<rest>(?:[/?#].*)?)$",
        PERHAPS + "a misspelt host",
        r"\g<host>.org\g<rest>",
    ),
    _slip(
        r"https?://(?!localhost\b)[a-z][a-z0-9-]*(?::\d*)?(?:[/?#]|$)",
        PERHAPS + "a name that only one network knows",
    ),
)
_OTHERS = (
    _slip(
        r"(?:chrome|moz|safari-web|ms-browser)-extension://[^/]*/(https?:/{1,3}.*)$",
        "an extension of one browser before the address",
        r"\1",
    ),
    _slip(
        rf"(?P<scheme>h[htps]{{2,6}})\s*(?:[:;,.]{{1,2}}\s*/{{1,3}}|//+)\s*(?P<rest>{_HOST_AHEAD}.*)$",
        "misspelt scheme",
        _scheme_and_rest,
    ),
    _slip(
        rf"(?P<scheme>t{{1,2}}ps?):/{{1,3}}(?P<rest>{_HOST_AHEAD}.*)$",
        "misspelt scheme",
        _scheme_and_rest,
    ),
    _slip(r"(?:url|link|web(?:site)?)\s*[:=]\s*(https?://\S+)", "text before the address", r"\1"),
    _slip(
        r"(?![a-z][a-z0-9+.-]*:)\S+\s+(?:\S[^?#]*?(?<=[\s(<\"“:=]))?(?P<rest>https?://[\w.-]+\S*)",
        "text before the address",
        r"\g<rest>",
    ),
)

_SECOND = re.compile(
    rf"(?:[,;|]|(?<!\s)(?<!%20)(?<!%C2%A0)){_BLANK}+(?:[a-z&]{{1,3}}{_BLANK}+)?(?=https?://)", re.I
)
_UNFILLED_END = re.compile(r"[^?#]*/(?:undefined|NaN)/?(?:[?#].*)?$", re.S)
_TAIL_SIGNS = ",;:.…\xa0\u200b\ufeff"
_TAIL_CODES = ("%20", "%C2%A0", "%E2%80%8B", "%0A", "%0D", "%09")
_PAIRS = (
    *(("(", ")"), ("[", "]"), ("<", ">"), ("%3C", "%3E"), ("“", "”"), ("‘", "’"), ("«", "»")),
    *(("‹", "›"), ("%E2%80%9C", "%E2%80%9D"), ('"', '"'), ("%22", "%22"), ("'", "'")),
)
"""Signs that belong to an address when it holds both of a pair."""

_HOST_LIKE = re.compile(
    r"(?:\.{0,2}/)*(?P<rest>(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+(?P<top>[a-z]{2,12}))"
    r"(?P<path>[/?#:].*)?)$",
    re.I | re.S,
)

# Tops of hosts that are not also endings of file names. A relative address that begins with
# such a host was meant to be absolute.
_TOPS = frozenset({
    "ac", "at", "au", "be", "br", "ca", "ch", "com", "cz", "de", "dk", "edu", "es", "eu", "fi",
    "fr", "gov", "gr", "hu", "ie", "in", "info", "int", "io", "it", "jp", "mx", "net", "nl", "no",
    "nz", "org", "pl", "pt", "ro", "se", "test", "tr", "uk", "us", "za",
})  # fmt: skip
_GENERIC_TOPS = frozenset({"com", "org", "net", "edu", "gov", "int", "io"})


def slip_in(printed: str) -> str:
    """What is wrong with a printed target (without blanks around it); empty = nothing.

    >>> slip_in("htttps://x.org/a"), slip_in("https://x.org/a")
    ('misspelt scheme: probably https://x.org/a', '')
    """
    if not printed:
        return "empty"
    contact = _CONTACT.match(printed)
    if contact:
        return problem_of_contact(contact[1].lower(), printed[contact.end() :])
    is_web = _WEB.match(printed) is not None
    said = _first(_ANYWHERE, printed) or _two_in_one(printed)
    said = said or _first(_WEB_ADDRESSES if is_web else _OTHERS, printed)
    if said:
        return said
    is_absolute = printed.startswith("//") or (
        _SCHEME.match(printed) and not _HOST_AND_PORT.match(printed)
    )
    if not is_web and not is_absolute and (host := _host_of_relative(printed)):
        return host
    return _slip_at_end(printed) if is_web or not is_absolute else ""


def _first(slips: tuple[_Slip, ...], printed: str) -> str:
    for slip in slips:
        match = slip.pattern.match(printed)
        if match:
            meant = slip.meant(match) if callable(slip.meant) else match.expand(slip.meant)
            return f"{slip.words}: probably {meant.strip()}" if meant else slip.words
    return ""


def _two_in_one(printed: str) -> str:
    """Two addresses with a blank between them; what is shared by a query may hold such."""
    second = _SECOND.search(printed, 1) if _WEB.match(printed) else None
    if second is None or not {"?", "#"}.isdisjoint(printed[: second.start()]):
        return ""
    return f"two addresses in one: probably {printed[: second.start()]}"


def _host_of_relative(printed: str) -> str:
    match = _HOST_LIKE.match(printed)
    if not match:
        return ""
    host, top, path = match["host"].lower(), match["top"].lower(), match["path"]
    is_rooted = printed.startswith(".")
    if host.startswith("www.") or (
        not is_rooted and top in _TOPS and (path or top in _GENERIC_TOPS or host.count(".") > 1)
    ):
        return f"missing scheme: probably https://{match['rest']}"
    return ""


def _slip_at_end(printed: str) -> str:
    """Signs of the text around it, taken into an address; DOI names are cut elsewhere."""
    if _UNFILLED_END.match(printed):
        return f"{PERHAPS}a placeholder that nothing filled in"
    if "#" in printed or "doi.org/" in printed.lower():
        return ""
    if printed.endswith(("…", "...", "%E2%80%A6")):
        return f"{PERHAPS}cut short where it is printed" if printed.strip("./") else ""
    bare = _without_tail(printed)
    if bare == printed or not (bare[-1:].isalnum() or bare[-1:] in "/=-_~)"):
        return ""
    return f"{PERHAPS}a sign too many at its end: probably {bare}" if bare.strip("./") else ""


def _without_tail(printed: str) -> str:
    """An address without closing signs that nothing in it opens."""
    if "%" not in printed and (printed[-1:].isalnum() or printed[-1:] == "/"):
        return printed
    for _ in range(LONGEST_TAIL):
        before, printed = printed, printed.rstrip(_TAIL_SIGNS)
        for code in _TAIL_CODES:
            printed = printed.removesuffix(code)
        for opens, closes in _PAIRS:
            signs = printed.count(closes)
            is_alone = signs % 2 == 1 if opens == closes else signs > printed.count(opens)
            if is_alone and printed.endswith(closes):
                printed = printed[: -len(closes)]
        if printed == before:
            break
    return printed
