"""Prefixes behind a label that a scanner or a typist made of ``10.1016/``. Pure, bounded."""

from __future__ import annotations

import re

from pipelines.text import View

_MISREAD = re.compile(
    r"(?i)d[o0]i[:. \n]{0,3}(?:[o0]rg/{1,2})?"
    r"(?P<prefix>(?:[1liI|][0oO][.,: ]?|(?<![\d.])[0oO1][.,])(?P<registrant>[0-9oOlI]{4,5}?)"
    r"(?P<slash>[ \n]{0,3}/|\\(?!/)|[|:_](?=\w)|\.(?:(?=[a-z])|/(?=\w))"
    r"|-(?=(?:[a-z]{1,20}\.|s\d{4}-)[\w.()/:-]{0,40}\d\d)|(?=[a-z][\w.()/:-]{0,40}\d)"
    r"|(?=\d{6}|\d{4}-\d{3}[\dX])"
    r"|[ ](?!(?:pp?|no|nr|vol|bd|art|fig|tab|ver?)\.)"
    r"(?=[a-z][\w()/:]{0,40}[.-][\w.()/:-]{0,40}\d{3})))"
)
"""A label, and a prefix that a scanner or a typist made of ``10.1016/``: letters for figures, a
comma for the dot, a figure or the dot lost; the slash lost, or another sign in its place.

Behind a blank only what looks like a name (``bmj.a3115``): a count, a year in brackets, ``p.``
or ``covid-19`` would make a name that nobody printed, and a registry would be asked for it."""
_MAY_BE_MISREAD = re.compile(r"[dD][oO0][iIıİ]")  # quick, since every text of a page is asked
_AS_DIGITS = str.maketrans("oOlI", "0011")


def may_be_misread(text: str) -> bool:
    """Whether a text has what every such label has; quick, since every text is asked."""
    return _MAY_BE_MISREAD.search(text) is not None


def put_right(view: View, most: int) -> tuple[View, frozenset[int]]:
    """At most so many misread prefixes behind a label put right, and where they begin.

    >>> put_right(View("doi: lO.1O16/x", range(15)), 1)[0].text
    'doi: 10.1016/x'
    """
    text = view.text
    places: list[int] = []
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _MISREAD.finditer(text) if may_be_misread(text) else ():
        if len(places) == most:
            break
        start, end = match.span("prefix")
        slash = match["slash"] if match["slash"].lstrip() == "/" else "/"
        meant = f"10.{match['registrant'].translate(_AS_DIGITS)}{slash}"
        if meant == match["prefix"]:
            continue
        pieces += (text[done:start], meant)
        origin += view.origin[done:start]
        places.append(len(origin))
        origin += (view.origin[min(start + at, end - 1)] for at in range(len(meant)))
        done = end
    if not places:
        return view, frozenset()
    rest = View(text[done:], view.origin[done:])
    return View("".join((*pieces, rest.text)), [*origin, *rest.origin]), frozenset(places)
