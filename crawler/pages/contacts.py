"""Mail addresses and phone numbers as link targets: what a click would do. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

LONGEST_NUMBER = 100
"""Characters of a telephone number whose words are looked at."""

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;/]+")
_SIGN = re.compile(r"[^\s@<>,;]@[^\s@<>,;/]")
"""What a text has that an address stands in."""
_DISGUISED = re.compile(r"(?<!\s)\s*(?:\(at\)|\[at\]|\{at\}|\sat\s)\s*", re.I)
_DOT = re.compile(r"(?<!\s)\s*(?:\(dot\)|\[dot\]|\{dot\}|\sdot\s)\s*", re.I)
_MEANT = re.compile(r"[^\s@<>,;()\[\]{}]+@[\w-]+(?:\.[\w-]+)+")
_PLAIN = re.compile(r"(?!.*[\W_](?:at|ät)[\W_])[\w\s.+-]+", re.I | re.S)
"""A name or a host, which reaches nobody. Any other sign may stand for an @ that a script of the
page puts in: ``info#x.org``, ``info_at_x.org``, ``{{ mail }}``."""
_COMMA = re.compile(r"([^\s@<>,;]+@[\w-]+),([a-z]{2,})", re.I)
"""A comma for the dot of a host: ``info@clinic,org``."""
_TWO_SIGNS = re.compile(r"[^\s@<>,;\"]@[^\s@<>,;]*@")
_VANITY = re.compile(r"[+\d][\d\s().-]*[A-Z][A-Z\d\s().-]*")
_EXTENSION = re.compile(
    r"(?P<number>[+\d][\d\s().-]*?)[\s,;.-]*(?:ext?|extension|x)[\s.:]*(?P<own>\d+)", re.I
)
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
"""The letters on the keys of a telephone (ITU-T E.161)."""
_TRUNK = re.compile(r"\+\d[\d\s.-]*\(\s*0\s*\)")


def problem_of_contact(scheme: str, printed: str) -> str:
    """What is wrong with what stands behind ``mailto:`` (RFC 6068) or ``tel:`` (RFC 3966).

    Lenient as mail programs and telephones are: blanks, names before the address, and
    semicolons between several do no harm.

    >>> problem_of_contact("mailto", "info"), problem_of_contact("mailto", "?subject=Hello")
    ('no mail address: there is no @ in it', '')
    >>> problem_of_contact("tel", "+41 (0)44 123 45 67")
    'the (0) would be dialled too: probably tel:+41441234567'
    """
    return _problem_of_mail(printed) if scheme == "mailto" else _problem_of_number(printed)


def _problem_of_mail(printed: str) -> str:
    path, _, query = printed.partition("?")
    meant = unquote(path).strip()
    if meant.startswith("//") and _ADDRESS.fullmatch(meant[2:]):
        return f"slashes before the address: probably mailto:{meant[2:]}"
    if not meant:
        return "" if query else "no mail address: there is none"
    if _TWO_SIGNS.search(meant):
        return "no mail address: there are two @ in it"
    comma = _COMMA.fullmatch(meant)
    if comma:
        return f"no mail address: probably mailto:{comma[1]}.{comma[2]}"
    if _SIGN.search(meant):
        return ""
    plain = _DOT.sub(".", _DISGUISED.sub("@", meant))
    if _MEANT.fullmatch(plain):
        return f"no mail address: probably mailto:{plain}"
    if "@" not in meant:
        unless = "" if _PLAIN.fullmatch(meant) else ", unless a script puts it there"
        return f"no mail address: there is no @ in it{unless}"
    return "no mail address: a part of it is missing"


def _problem_of_number(printed: str) -> str:
    number, sign, parameters = unquote(printed).strip().partition(";")
    number, kept = number.strip(), f"{sign}{parameters}"  # RFC 3966 §5: ;ext=, ;isub=, ;postd=
    trunk = _TRUNK.match(number)
    if trunk:
        digits = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", number, count=1))
        return f"the (0) would be dialled too: probably tel:+{digits}{kept}"
    if not re.search(r"[\d*#]", number):
        return "no telephone number: there is no digit in it"
    if len(number) > LONGEST_NUMBER:
        return ""
    extension = _EXTENSION.fullmatch(number)
    if extension:
        digits = re.sub(r"[^+\d]", "", extension["number"])
        return f"words in a telephone number: probably tel:{digits};ext={extension['own']}{kept}"
    if _VANITY.fullmatch(number):
        dialled = number.translate(_KEYS)
        return f"letters that not every telephone dials: probably tel:{dialled}{kept}"
    if re.search(r"[^\W\d_]{2}", number):
        return "no telephone number: there are letters in it"
    return ""
