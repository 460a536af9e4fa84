"""Raised numbers as Unicode superscripts, so that plain text still shows them. Pure.

``pain<sup>3</sup>`` must not read like "pain3", nor ``10<sup>3</sup>`` like "103". Raised words
(``1<sup>st</sup>``, ``<sup>®</sup>``) stay as they are.
"""

from __future__ import annotations

import re

from bs4 import Tag

_NUMBERS = re.compile(r"[+−-]?(?=[^\d]*\d)[\d\s,;*†‡§–−+-]{1,60}")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_RAISING = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)


def is_raised(tag: Tag) -> bool:
    """Whether an inline element sets its text above the line: ``<sup>``, or CSS that says so."""
    return tag.name == "sup" or _RAISING.search(str(tag.attrs.get("style") or "")) is not None


def raise_numbers(text: str) -> str:
    """Raised text in superscript characters, if it is numbers and what joins them.

    >>> raise_numbers("3,5-7"), raise_numbers("st")
    ('³,⁵⁻⁷', 'st')
    """
    return text.translate(_RAISED) if _NUMBERS.fullmatch(text) else text
