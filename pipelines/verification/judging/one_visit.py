"""Whether an address is good for one visit only: session, ticket, moment. Pure.

Such an address is no new address of a page: whoever prints it sends every reader into the visit of
somebody else, or to an error. What the address that was asked for has itself is not looked at.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

_KEYS = frozenset(
    {
        "_", "auth", "authcode", "cachebuster", "cb", "cfid", "cftoken", "clientid", "code",
        "execution", "fbclid", "gclid", "hash", "jsid", "nocache", "oscsid", "rand",
        "random", "relaystate", "rnd", "s", "samlrequest", "samlresponse", "sid", "sig",
        "signature", "state", "ticket", "timestamp", "trackingid", "ts", "uuid", "visit",
        "visitid", "visitor", "visitorid", "vid", "xtor", "zenid",
    }
)  # fmt: skip
"""Names of parameters that tell visits apart, where their value is no plain word or small number;
besides all that hold one of these words."""
_KEY_WORDS = re.compile(r"(?i)sess|token|nonce|csrf|xsrf|sso|expires|^utm_|^x-amz-|^awsaccess")
_IN_PATH = re.compile(
    r"(?i);(?:jsessionid|phpsessid|sid|sessionid)=|/\([A-Z]\([a-z0-9]{24}\)\)|/sess(?:ion)?[-_=]\w"
)
_PLAIN = re.compile(r"(?:[^\W\d_]|[ -])*|\d{1,4}|[a-z]{2}[-_][A-Za-z]{2}")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONG_TOKEN = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9+/_=.~-]{32,}")
_MOMENT = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_NEAR_S = 3 * 86400
_VARYING = re.compile(r"(?=\D*\d)[\w.~=-]{6,}")


def is_of_one_visit(asked: str, final: str, at: datetime | None) -> bool:
    """Whether an address that was redirected to seems to be of this visit alone.

    >>> is_of_one_visit("https://a.test/c", "https://a.test/en/c?session=abc123", datetime.now())
    True
    >>> is_of_one_visit("https://a.test/c", "https://a.test/en/c?page=2", datetime.now())
    False
    """
    if _IN_PATH.search(final.partition("?")[0]) and not _IN_PATH.search(asked):
        return True
    known = set(_parameters(asked))
    return any(
        _tells_visits_apart(key, value, at)
        for key, value in _parameters(final)
        if (key, value) not in known
    )


def differ_by_visit(one: str, other: str) -> bool:
    """Whether two addresses that one address led to are the same but for what varies: figures and
    letters in the values of parameters, or in parts of the path."""
    paths = [url.partition("?")[0].split("/") for url in (one, other)]
    keys = [[key for key, _ in _parameters(url)] for url in (one, other)]
    if len(paths[0]) != len(paths[1]) or keys[0] != keys[1]:
        return False
    pairs = [
        *zip(*paths, strict=True),
        *((a, b) for (_, a), (_, b) in zip(_parameters(one), _parameters(other), strict=True)),
    ]
    varying = [pair for pair in pairs if pair[0] != pair[1]]
    return bool(varying) and all(
        _VARYING.fullmatch(a) and _VARYING.fullmatch(b) for a, b in varying
    )


def _tells_visits_apart(key: str, value: str, at: datetime | None) -> bool:
    if _KEY_WORDS.search(key):
        return bool(value)
    if key.lower() in _KEYS and not _PLAIN.fullmatch(value):
        return True
    moment = _MOMENT.fullmatch(value)
    if at and moment and abs(int(moment[1]) - at.timestamp()) < _NEAR_S:
        return True
    return _UUID.fullmatch(value) is not None or _LONG_TOKEN.fullmatch(value) is not None


def _parameters(url: str) -> list[tuple[str, str]]:
    """The parameters of the query; none if it is no address."""
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return []
