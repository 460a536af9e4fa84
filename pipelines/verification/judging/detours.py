"""Whether a redirect leads to a step on the way, or to one reader's version. Pure.

Sites that ask for consent, test for cookies or know another address for telephones send everybody
there with 301 as well. Whoever prints such an address sends readers to a form, not to the page.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from pipelines.verification import quirks
from pipelines.verification.addresses import is_one_address, is_start_page, leads_home

_WALL = re.compile(
    r"(?:cookie|privacy|gdpr|dsgvo|rgpd)[-_]?(?:consent|zustimmung|einwilligung|consentement"
    r"|consentimiento|consenso|toestemming|wall|gate)|age[-_]?(?:gate|wall|check|verification)"
)
"""Parts of paths. A page for patients may be called *consent*, or be about the consent of readers:
that alone is no sign."""
_CONSENT_HOSTS = frozenset({"consent", "cookieconsent", "cookie-consent"})
_RETURN = re.compile(
    r"(?:return|continue|forward|back|target|dest|goto|next|callback)\w*|redir(?!ected)\w*"
    r"|r?url?i?|rd"
)
"""Names of parameters that say where a reader wanted to go; ``from`` and ``redirected`` stand in
the new addresses of pages that did move."""
_MOBILE = frozenset({"m", "mobile", "mobil", "touch", "amp"})
_OF_DEVICES = _MOBILE | {"www"}
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)


def asks_first(asked: str, final: str) -> bool:
    """Whether readers are led to a page that wants something of them before they may go on.

    >>> asks_first("https://a.test/back", "https://a.test/zustimmung?url=%2Fback")
    True
    >>> asks_first("https://a.test/back", "https://a.test/spine/back?from=%2Fback")
    False
    """
    try:
        before, after = urlsplit(asked), urlsplit(final)
    except ValueError:
        return False
    if after.path.strip("/") and _leads_back(asked, final):
        return True
    hosts = [(parts.hostname or "").partition(".")[0] for parts in (before, after)]
    if hosts[1] in _CONSENT_HOSTS and hosts[0] not in _CONSENT_HOSTS:
        return True
    is_wall = any(_WALL.fullmatch(name.partition(".")[0]) for name in after.path.lower().split("/"))
    return is_wall and not _WALL.search(unquote(before.path).lower())


def is_one_readers(asked: str, final: str) -> bool:
    """Whether the end is the same page as it is made for this visitor: with something added to its
    query (a test for cookies, a source), or at the host for telephones.

    >>> is_one_readers("https://a.test/back", "https://a.test/back?cookieCheck=1")
    True
    >>> is_one_readers("https://www.a.test/back", "https://m.a.test/back")
    True
    """
    try:
        before, after = urlsplit(asked), urlsplit(final)
    except ValueError:
        return False
    hosts = [(parts.hostname or "").split(".") for parts in (before, after)]
    bare = [[name for name in host if name not in _OF_DEVICES] for host in hosts]
    if bare[0] == bare[1] and _MOBILE.isdisjoint(hosts[0]) and not _MOBILE.isdisjoint(hosts[1]):
        return True
    if not is_one_address(before._replace(query="").geturl(), after._replace(query="").geturl()):
        return False
    kept, now = parse_qsl(before.query, True), parse_qsl(after.query, True)
    return len(now) > len(kept) and all(pair in now for pair in kept)


def may_be_for_few(asked: str, final: str) -> bool:
    """Whether the end may be right for some readers only: a start page, unless one was asked for,
    or a language.

    >>> may_be_for_few("https://a.test/back", "https://a.test/en/back")
    True
    >>> may_be_for_few("https://a.test/spine", "https://spine.a.test/")
    True
    >>> may_be_for_few("https://a.test/back", "https://a.test/spine/back")
    False
    """
    try:
        before, after = (urlsplit(url).path.strip("/").split("/") for url in (asked, final))
    except ValueError:
        return False
    was_home = quirks.OLD_HOME_PATHS.fullmatch(urlsplit(asked).path.lower())
    if leads_home(asked, final) or (is_start_page(final) and not was_home):
        return True
    return any(
        _LANGUAGE.fullmatch(name) and after[:at] + after[at + 1 :] == before
        for at, name in enumerate(after)
    )


def _leads_back(asked: str, final: str) -> bool:
    """Whether the end has the address that was asked for in a parameter that names the way back."""
    known = parse_qsl(urlsplit(asked).query)
    return any(
        _RETURN.fullmatch(key.lower())
        and value.startswith(("/", "http://", "https://"))
        and _is_the_same(final, value, asked)
        for key, value in parse_qsl(urlsplit(final).query)
        if (key, value) not in known
    )


def _is_the_same(final: str, value: str, asked: str) -> bool:
    """Whether a value, which may be anything, is the address that was asked for."""
    try:
        return is_one_address(urljoin(final, value), asked)
    except ValueError:
        return False
