"""Mends what scanners and typists made of a labelled prefix like ``10.1016/``. Pure, bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipelines.text import View

MISREAD, JOINED = "misread_prefix", "joined"
"""Rules: letters for figures and the like; a registrant in two pieces."""
_MISREAD = re.compile(
    r"[dD](?i:[o0]i[:. \n]{0,3}(?:[o0]rg/{1,2})?"
    r"(?:(?P<cut>10\.(?=\d{1,4}(?:-?\n|[ \n])[ \n]{0,40}\d{1,4}[ \n]{0,3}/)"
    r"(?P<first>\d{1,4})-?[ \n]{1,40}(?P<rest>\d{1,4}))"
    r"|(?P<prefix>(?:[1liI|][0oO][.,: ]?|(?<![\d.])[0oO1][.,])(?P<registrant>[0-9oOlI]{4,5}?)"
    r"(?P<slash>[ \n]{0,3}/|\\(?!/)|[|:_](?=\w)|\.(?:(?=[a-z])|/(?=\w))"
    r"|-(?=(?:[a-z]{1,20}\.|s\d{4}-)[\w.()/:-]{0,40}\d\d)|(?=[a-z][\w.()/:-]{0,40}\d)"
    r"|(?=\d{6}|\d{4}-\d{3}[\dX])"
    r"|[ ](?!(?:pp?|no|nr|vol|bd|art|fig|tab|ver?)\.)"
    r"(?=[a-z][\w()/:]{0,40}[.-][\w.()/:-]{0,40}\d{3})))))"
)
"""A label, and a prefix that a scanner or a typist made of ``10.1016/``: letters for figures, a
comma for the dot, a figure or the dot lost; the slash lost, or another sign in its place; or a
registrant of four or five figures that a line end cut in two.

Behind a blank only what looks like a name (``bmj.a3115``): a count, a year in brackets, ``p.``
or ``covid-19`` would make a name that nobody printed, and a registry would be asked for it."""
_LABELS = ("doi", "d0i", "doı", "d0ı")
_LENGTHS = range(4, 6)
"""Figures of a registrant that are put together of two pieces."""
_AS_DIGITS = str.maketrans("oOlI", "0011")


def may_be_misread(text: str) -> bool:
    """Whether a text has what every such label has; quick, since every text is asked."""
    lowered = text.lower()  # of İ the first sign is an i
    return any(map(lowered.__contains__, _LABELS))


def put_right(view: View, most: int) -> tuple[View, Mapping[int, str]]:
    """At most so many misread prefixes behind a label put right, and where they begin -> rule.

    >>> put_right(View("doi: lO.1O16/x", range(15)), 1)[0].text
    'doi: 10.1016/x'
    """
    text = view.text
    places: dict[int, str] = {}
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _MISREAD.finditer(text) if may_be_misread(text) else ():
        if len(places) == most:
            break
        rule = JOINED if match["cut"] else MISREAD
        start, end = match.span("cut" if match["cut"] else "prefix")
        meant = _meant(match)
        if meant in ("", match["prefix"]):
            continue
        pieces += (text[done:start], meant)
        origin += view.origin[done:start]
        places[len(origin)] = rule
        origin += (view.origin[min(start + at, end - 1)] for at in range(len(meant)))
        done = end
    if not places:
        return view, places
    rest = View(text[done:], view.origin[done:])
    return View("".join((*pieces, rest.text)), [*origin, *rest.origin]), places


def _meant(match: re.Match[str]) -> str:
    """What was printed as this; empty when it can be no prefix."""
    if match["cut"]:
        registrant = match["first"] + match["rest"]
        return f"10.{registrant}" if len(registrant) in _LENGTHS else ""
    slash = match["slash"] if match["slash"].lstrip() == "/" else "/"
    return f"10.{match['registrant'].translate(_AS_DIGITS)}{slash}"
