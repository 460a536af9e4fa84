"""The smallest edit that corrects a printed reference. Pure.

Everything that is not wrong stays as its page prints it: names, punctuation, line breaks. How a
DOI name is added follows the page's other references (Crossref's display guidelines, which ask
for the full address, where there are none: https://doi.org/10.13003/5jchdy).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

_NAMED = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?(?P<resolver>doi\.org/)|\b(?P<label>doi\s?:?\s?))(?=10\.\d)",
    re.I,
)
_ADDRESS = "https://doi.org/"
_CLOSED = re.compile(r"[.!?。]['\"”’)\]]?$")
_OPEN_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S*$", re.I)


def address_of(doi: str) -> str:
    """The address of a DOI name.

    >>> address_of("10.1002/1097-0142(1991)68:1<1::aid-x>3.0.co;2-a")
    'https://doi.org/10.1002/1097-0142(1991)68:1%3C1::aid-x%3E3.0.co;2-a'
    """
    return _ADDRESS + quote(doi, safe="/:;()[]@!$&'*+,=~")


def manner_of(prints: Iterable[str]) -> str:
    """What most DOI names in these prints have in front: an address, or a label as it is spelt.

    >>> manner_of(["Lee. doi: 10.1000/a", "Hu. doi: 10.1000/b", "http://dx.doi.org/10.1000/c"])
    'doi: '
    >>> manner_of(["10.1000/a"])
    'https://doi.org/'
    """
    counted = Counter(
        " ".join(name["label"].split("\n")) if name["label"] else _ADDRESS
        for text in prints
        for name in _NAMED.finditer(text)
    )
    best = sorted(counted, key=lambda manner: (-counted[manner], manner))
    return best[0] if best else _ADDRESS


def label_of(name: str) -> str:
    """The label in front of a DOI name, empty where it has none.

    >>> label_of("DOI: 10.1000/a"), label_of("https://doi.org/10.1000/a")
    ('DOI: ', '')
    """
    found = _NAMED.match(name)
    return (found["label"] or "") if found else ""


def in_manner(doi: str, manner: str) -> str:
    """A DOI name as a page prints its others.

    >>> in_manner("10.1/a<b", "doi:"), in_manner("10.1/a<b", "https://doi.org/")
    ('doi:10.1/a<b', 'https://doi.org/10.1/a%3Cb')
    """
    return address_of(doi) if manner == _ADDRESS else manner + doi


def add_to(printed: str, name: str) -> str:
    """A reference with a DOI name at its end; a full stop behind it would be followed too.

    >>> add_to("Lee A. Backs. Spine 2009;3:1-9", "doi:10.1/a")
    'Lee A. Backs. Spine 2009;3:1-9. doi:10.1/a'
    """
    kept = printed.rstrip()
    if not kept:
        return name
    if _OPEN_ADDRESS.search(kept):
        return f"{kept} {name}"  # a full stop would become a part of the address
    kept = kept.rstrip(",;:")
    return f"{kept} {name}" if _CLOSED.search(kept) else f"{kept}. {name}"


def replace_in(printed: str, wrong: str, right: str) -> str:
    """A reference with a wrong text replaced wherever it stands; empty if it does not stand there.

    White space may be wider or narrower than in ``wrong``; a longer name that begins or ends
    with the same letters is another one.

    >>> replace_in("Liu L. doi: 10.1155/2015/32819", "10.1155/2015/32819", "10.1155/2015/328196")
    'Liu L. doi: 10.1155/2015/328196'
    """
    words = wrong.split()
    if not words:
        return ""
    inside = r"\s+".join(map(re.escape, words))
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    after = r"(?![\w/]|[.-]\w)" if words[-1][-1].isalnum() else r"(?!\w)"
    replaced, times = re.subn(before + inside + after, lambda _: right, printed)
    return replaced if times else ""
