"""Rejoins DOI names that a line end or a typesetter broke with whitespace.

A DOI name holds no whitespace (ISO 26324), but one printed in eight in a PDF is cut by a line
end, and content systems keep the cut as a space. At each whitespace the characters around it
say how likely it is that the name goes on; each way of reading is an ``Extent`` with a cost.
Pure; bounded: at most ``MAX_JOINS`` tokens of ``MAX_TOKEN`` characters are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MAX_JOINS = 6
MAX_TOKEN = 120
"""Longest piece between two spaces; the longest of 71,462 real DOI names has 71 characters."""

STOP_HERE = 3.0
"""What it costs to end a name at a place where it plainly goes on."""

LAST_RESORT = 5.0
"""What it costs to go on where the next word is probably the next word of the sentence."""

_TOKEN = re.compile(rf"\S{{1,{MAX_TOKEN}}}")
_MARGIN = 40
"""Blanks of a margin in which a line goes on, and its end; a column of a PDF begins so far in."""
_GAP = re.compile(rf"[ \n]{{1,{_MARGIN}}}")
_NEW_THINGS = (
    r"[\[(<]?(?:https?:|www\.|dx\.|doi\b|10\.\d{4,9}/|pmid|pmc\d|e?issn(?![.\d])|isbn|"
    r"epub\b(?!\.\d))"
)
_NEW_THING = re.compile(_NEW_THINGS, re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FRAGMENT = re.compile(r"[\w(.:<\[/)>-][\w.()/:;<>\[\]\\-]*")
_YEAR = re.compile(r"\(?(?:1[89]|20)\d\d[a-z]?\)?[.,;:]*")
_NUMBERS = re.compile(r"\d{1,5}[.,;:]*|\d{1,4}(?:[.:/-]\d{1,2}){2}[.,;)]*")
_DOTTED = re.compile(r"[\w-]*\d[\w-]*(?:[./][\w-]+)+[.,;)\]]*")
_OPEN_SICI = re.compile(r"(?i)\(SICI\)|\d{4}-\d{3}[\dX]\(\d{4,8}(?:/\d\d)?\)\d")
_SICI_END = re.compile(r"(?i)C[O0][;:]?2")
_WORD = re.compile(r"[^\W\d_]+[.,;:!?)\]]*")
_CONNECTIVE = re.compile(
    r"(?i)(?:and|or|und|oder|sowie|et|ou|ainsi|ed|oppure|en|of|och|eller|og|ve|veya|oraz|lub|nebo"
    r"|és|vagy|și|sau|и|или|και)[,:]?"
)
"""What stands between two names in a sentence, never in one."""
_TAIL = re.compile(r"[a-z\d]{1,20}[.,;)]?")
_LIST_NUMBER = re.compile(r"\d+[.)]")
_PII_YEAR = re.compile(r"\d\d\)\d{4}")
_MAY_GO_ON = re.compile(
    r"(?:[a-z]?\d{3,}|[a-z]{0,2}\d[a-z\d]*(?:[.()/:-]+[a-z\d]+)*[.()/:-]+[a-z]{0,12}\d[a-z\d]*)"
    r"(?:\.[a-z]{1,3})?[.,;:)\]]{0,2}"
)
"""Figures, more than a count has, or several parts with figures."""
_DATE_OR_PAGES = re.compile(
    r"(?:\d{4}[./-]\d\d?[./-]\d\d?|\d\d?([./-])\d\d?\1(?:\d\d?|\d{4})|\d\d?:\d\d(?::\d\d)?"
    r"|\d{1,3}-\d{1,3})[.,;:)\]]{0,2}"
)
"""A date, the number of a section, a time, pages: what stands behind a name of its own."""
_LANGUAGE = re.compile(r"(?:[a-z]|en|fr|es|de|it|pt)[.,;)]?")
"""``x`` of Blackwell's names; a letter or a language is what ends after the last dot."""


_MORE = rf"[ \n]{{1,{_MARGIN}}}(?!{_NEW_THINGS})\S{{1,{MAX_TOKEN}}}"
_MOST = re.compile(rf"\S{{0,{MAX_TOKEN}}}(?:{_MORE}){{0,{MAX_JOINS}}}", re.IGNORECASE)


class Extent(NamedTuple):
    """One reading of how far a name goes: its characters and where each of them stands."""

    text: str
    origin: Sequence[int]
    """Offset of each character in the text searched, and one more for the end."""
    cost: float
    rule: str


def suffix_at(text: str, start: int) -> str:
    """As much of a text as ``extents`` looks at; the same for the same print in other places.

    >>> suffix_at("10.1016/j. \\nbandc.2008 doi:10.1016/x", 8)
    'j. \\nbandc.2008'
    """
    most = _MOST.match(text, start)
    return most[0] if most else ""


def extents(text: str, start: int) -> list[Extent]:
    """Every plausible extent of the suffix that begins at ``start``, cheapest first.

    >>> [e.text for e in extents("10.1016/j. \\nbandc.2008.01.008)", 8)]
    ['j.bandc.2008.01.008)', 'j.']
    """
    first = _TOKEN.match(text, start)
    so_far = first[0] if first else ""
    origin: Sequence[int] = range(start, start + len(so_far) + 1)
    found: list[Extent] = []
    cost, rule = 0.0, ""
    for _ in range(MAX_JOINS):
        following = _next_token(text, origin[-1])
        joined = _join_cost(so_far, following, text) if following else None
        if following is None or joined is None or cost >= LAST_RESORT:
            break
        found.append(Extent(so_far, origin, cost + max(0.0, STOP_HERE - 2 * joined), rule))
        if so_far.endswith("-") and "\n" in text[origin[-1] : following.start()]:
            whole = [*origin[:-2], *range(following.start(), following.end() + 1)]
            found.append(Extent(so_far[:-1] + following[0], whole, cost + 1.5, "hyphenation"))
        elif _may_have_lost_hyphen(so_far, following[0], text[origin[-1]]):
            whole = [*origin, *range(following.start(), following.end() + 1)]
            found.append(Extent(f"{so_far}-{following[0]}", whole, cost + STOP_HERE, "lost_hyphen"))
        origin = [*origin[:-1], *range(following.start(), following.end() + 1)]
        so_far += following[0]
        cost, rule = cost + joined, "joined"
    found.append(Extent(so_far, origin, cost, rule))
    return sorted((e for e in found if e.text), key=lambda e: e.cost)


def _may_have_lost_hyphen(before: str, after: str, gap: str) -> bool:
    """Whether a line end stands where the name may have had a hyphen: between two numbers."""
    is_between = gap == "\n" and before[-1:].isalnum() and after[0].isalnum()
    return is_between and all(_DIGIT.search(part) for part in (before, after))


def _next_token(text: str, end: int) -> re.Match[str] | None:
    gap = _GAP.match(text, end)
    if gap is None or "\n\n" in gap[0].replace(" ", ""):
        return None
    token = _TOKEN.match(text, gap.end())
    return None if token is None or _NEW_THING.match(token[0]) else token


def _join_cost(before: str, token: re.Match[str], text: str) -> float | None:
    """0 = the name plainly goes on over this space; above ``STOP_HERE`` / 2 = rather not.

    None = it does not. ``before`` is the suffix so far, possibly empty.
    """
    after = token[0]
    if _OPEN_SICI.match(before) and not _SICI_END.search(before):
        return 0.0
    fragment = _FRAGMENT.match(after)
    if fragment is None or (
        fragment.end() < len(after) and after[fragment.end()] not in ",'\"”’}|"
    ):
        return None
    if after[0] in ")>":  # closes what was opened before the break
        return 0.0 if _is_open(before, after[0]) and len(after) > 2 else None
    has_digit = _DIGIT.search(after) is not None
    numbered = _DIGIT.search(before) is not None  # the name has its number already
    last = before[-1:] or "/"
    if not _is_new_line(text, token):
        if last == "/" and _CONNECTIVE.fullmatch(after):
            return None
        if last in "/-" and numbered and _WORD.fullmatch(after):
            return 2.0  # a slash too many, and the next word of the sentence
    if last == "/":
        return 0.0 if has_digit or after[-1] in ".-:/" else 1.0
    if last == "_" or (last in "(<:" and has_digit and not numbered):
        return 0.0
    if last == "-":
        return 0.0 if has_digit else 1.0
    if last == ".":
        return _after_dot(after, has_digit, numbered)
    if after[0] in "/.-_:" and len(after) > 1 and after[1].isalnum():
        if not numbered or after[0] == "/":
            return 0.0 if has_digit else 1.0
        return 0.5 if after[1].isdigit() else 2.5
    if re.match(r"\(\d\d\)\d{5}", after) or (
        re.search(r"\(\d\d\)$", before) and re.match(r"\d{5}-[\dX]", after)
    ):
        return 0.5
    if last == "(" and _PII_YEAR.match(after):
        return 0.5
    is_new, is_last = _is_new_line(text, token), token.end() == len(text)
    return _without_sign(after, has_digit, numbered, is_new, is_last)


def _is_new_line(text: str, token: re.Match[str]) -> bool:
    gap = text[max(0, token.start() - _MARGIN) : token.start()]
    return "\n" in gap[len(gap.rstrip()) :]


def _is_open(before: str, closing: str) -> bool:
    opening = "(" if closing == ")" else "<"
    return before.count(opening) > before.count(closing)


def _after_dot(after: str, has_digit: bool, numbered: bool) -> float | None:
    if not numbered:  # "j. gaitpost.2004", "jneurosci. 0300-04.2004", "ldr. 1091"
        return 0.0 if has_digit or after[-1] in ".-" else 2.0
    if not has_digit or not after[0].isalnum():
        if after[0].islower() and after[-1] in ".-" and 2 < len(after) < 20:
            return 2.0
        return LAST_RESORT if _LANGUAGE.fullmatch(after) else None
    if _YEAR.fullmatch(after) or _NUMBERS.fullmatch(after):
        return 2.5
    return 0.5 if _DOTTED.fullmatch(after) else 2.5


def _without_sign(
    after: str, has_digit: bool, numbered: bool, new_line: bool, is_last: bool
) -> float | None:
    """Neither side ends or begins with a separator: only a line end or a lack of digits speaks.

    Of a line end HTML leaves a blank: what has figures behind it may go on, as a last resort.
    """
    if after[0].isupper() or not after[0].isalnum():
        return None
    if not numbered:
        if has_digit:
            return 0.5 if new_line else 2.0
        return 1.75 if new_line and "." in after[1:-1] else None
    if not new_line:
        is_other = _YEAR.fullmatch(after) or _DATE_OR_PAGES.fullmatch(after)
        return LAST_RESORT if _MAY_GO_ON.fullmatch(after) and not is_other else None
    if _LIST_NUMBER.fullmatch(after) and not (is_last or after[0] == "0"):
        return LAST_RESORT  # the number of the next entry, most likely
    if not has_digit or _YEAR.fullmatch(after):
        return LAST_RESORT if _TAIL.fullmatch(after) else None
    return 2.5
