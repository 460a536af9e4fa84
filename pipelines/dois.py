"""DOI names: canonical spelling, grammar, and every DOI name that a text or link may print.

What is one, and how it is spelled, is written down in ``docs/doi-policy.md``, whose tables are
tests. In short: ASCII letters in lower case, everything else as registered; labels, resolvers and
escapes go; a shortDOI is a handle. Well-formed does not mean registered.

Finding is generating: a place in a text gives *candidates*, most likely first, each with the
rules that made it. Which of them exists is asked elsewhere. Nothing here does I/O, and
everything is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NewType
from urllib.parse import unquote

from archive.records import Candidate
from pipelines.doi_rules.cleaning import (
    before_third_name,
    end_before_glued,
    end_before_next_name,
    other_dashes,
    readings,
)
from pipelines.doi_rules.joining import extents, suffix_at
from pipelines.doi_rules.prefixes import MISREAD, may_be_misread, put_right
from pipelines.doi_rules.surroundings import (
    LOOK_BACK,
    goes_on,
    is_address,
    is_amount,
    is_date,
    is_labelled,
    is_other_number,
    is_plausible,
    is_quantity,
    labels_path,
)
from pipelines.doi_rules.wrapping import may_be_wrapped, unwrapped
from pipelines.links import is_doi_resolver
from pipelines.memory import LONGEST_REMEMBERED, remembering
from pipelines.text import View, fold_dashes, plain, plain_signs, visible

Doi = NewType("Doi", str)
"""A well-formed DOI name in our canonical spelling; only ``normalise_doi`` makes one."""

MAX_CANDIDATES = 16
"""Readings kept of one place: each may cost a question to the registry."""

MAX_THOROUGH = 250
"""Places of one text that get every reading; those beyond get one, so that time stays bounded.
Of misread prefixes no more are put right."""

MOST_GLUED = 3
"""Names in a row with nothing between them whose readings may reach into the next ones; those
behind them are read as far as the next, since no page means longer ones."""

FEW = 3
"""Places where a text may print a name, up to which all are read at once."""

AS_PRINTED = "as_printed"

_REGISTRANT = r"(?:\d{4,9}(?:\.\d{1,9}){0,4}|97[89]\.\d{2,8})"
_GRAMMAR = re.compile(rf"10\.{_REGISTRANT}/[^\s\x00-\x1f\x7f-\x9f]+")
_PREFIXES = re.compile(
    r"(?i)[<\[(\"'\s]{0,5}(?:https?:/{1,2}|//)?(?:[a-z0-9.-]{0,40}\bdoi\.[a-z0-9.-]{2,60}/+|info:/?doi[:/]\s*|urn:(?:doi:)?|"
    r"doi\s*[:=>]?\s*(?=10[.%]|https?:|doi))"
)
_DOT = "&(?:amp;)?(?:#46|#x2E|period);"
_ANCHOR = re.compile(
    rf"(?i)10(?:(?<!\d10)|(?<=%[0-9a-f]{{2}}10))"
    rf"(?P<dot>[ \n]{{0,3}}(?:\.{{1,2}}|%2E) {{0,40}}(?:\n {{0,40}})?|{_DOT})"
    rf"(?P<registrant>{_REGISTRANT})"
    r"(?P<slash>[ \n]{0,3}(?:\\?/|%2F|%252F|&(?:amp;)?(?:#47|#x2F|sol);)"
    r"|\\(?=[a-z(]\S{0,40}\d)) {0,40}(?:\n {0,40}(?! *\n))?"
)
_HAS_DIGIT = re.compile(r"\d")
_PLAIN_NAME = re.compile(
    r"(?<![\d.])10\.\d{4,9}/(?=\S{3})[A-Za-z0-9]{1,60}(?:[-._/:()]{1,2}[A-Za-z0-9]{1,60}){0,12}"
)
_PARTS_NAMES = re.compile(r"[\s;,|]")
MAX_ADDRESS = 8000
"""Characters of a link target that are looked at."""

_CAPITALS = re.compile(r"[A-Z]+")
_SPACE = re.compile(r"\s")
_NOT_AN_ADDRESS = re.compile(r"(?i)(?:mailto|tel|javascript|data|sms|fax):")
_DOI_SCHEME = re.compile(r"(?i)/{0,2}(?:info:|urn:)?doi[:/]{0,3}")


@dataclass(frozen=True, slots=True)
class Found:
    """A place that prints a DOI name: ``text[start:end]``, and its readings."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    """Most likely first; never empty. Values are well-formed and canonical."""


class _Ranked(NamedTuple):
    name: str
    cost: float
    end: int  # in what is printed behind the slash
    rule: str


class _Read(NamedTuple):
    candidates: tuple[Candidate, ...]
    """Most likely first; empty when it is not a DOI name."""
    length: int
    """Characters behind the slash that the first of them accounts for."""


_NOTHING = _Read((), 0)


def is_wellformed(text: str) -> bool:
    """Whether the text follows the grammar of a DOI name, in any case; nothing is stripped."""
    return _GRAMMAR.fullmatch(text) is not None


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else _CAPITALS.sub(lambda m: m[0].lower(), text)


def normalise_doi(text: str) -> Doi | None:
    """The canonical spelling of one DOI name, or None when the text is not one.

    Dashes and closing punctuation are kept: they may belong to the name, and only the registry
    knows; what was *meant* is for ``find_candidates``.

    >>> normalise_doi("https://doi.org/10.1002%2FCHEM.202000622")
    '10.1002/chem.202000622'
    """
    name = visible(text[:MAX_ADDRESS]).strip()
    for _ in range(2):
        name = html.unescape(unquote(name))
    for _ in range(4):
        prefix = _PREFIXES.match(name)
        if prefix is None:
            break
        name = name[prefix.end() :].lstrip()
    name = name.strip("<> \n\t")
    return Doi(_lower(name)) if is_wellformed(name) else None


def find_candidates(text: str) -> list[Found]:
    """Every place in a text that prints a DOI name, in order, with ranked readings.

    Numbers of the same shape that no label calls a DOI are left alone when they look like
    something else: dates (``25.10.2015/2137303``), quantities (``10.1234/5 mg``), versions.

    >>> found = find_candidates("BMJ 338:a3115 (doi:10.1136/ \\nbmj.a3115).")
    >>> found[0].candidates[0]
    Candidate(value='10.1136/bmj.a3115', rule='trailing_punctuation')
    """
    return list(_every_candidate(text)) if may_print_name(text) else []


@remembering
def _every_candidate(text: str) -> tuple[Found, ...]:
    return tuple(_merged(text))


def may_print_name(text: str) -> bool:
    """Quick test: whether a text has what every DOI name has, however misread."""
    seen = plain_signs(text)
    return "10" in seen or may_be_misread(seen)


def prints_name(text: str) -> bool:
    """Whether a text prints a DOI name; quicker than finding all of them."""
    if text.count("10") <= FEW:
        return bool(find_names(text))  # which are asked for next
    return _has_place(text)


@remembering
def _has_place(text: str) -> bool:
    return next(_places(text), None) is not None


def find_names(text: str) -> tuple[Found, ...]:
    """As ``find_candidates``, without copying; quick on text without any, as most is.

    The readings of a name are made once for its line, its entry and its block.
    """
    if not may_print_name(text):
        return ()
    is_known = text.count("10") > FEW and len(text) <= LONGEST_REMEMBERED
    if is_known and not _has_place(text):  # which was asked before
        return ()
    return _every_candidate(text)


def _merged(text: str) -> list[Found]:
    found: list[Found] = []
    for place in _places(text):
        if found and _doubled(found[-1], place, text):
            found[-1] = Found(found[-1].start, place.end, found[-1].candidates)
        else:
            found.append(place)
    return found


def _places(text: str) -> Iterator[Found]:
    """Every place that prints a name, one printed twice as two; of a text that may print one."""
    view = unwrapped(plain(text))
    view, misread = put_right(view, MAX_THOROUGH)
    alone = len(view.text.split(None, 2)) == 1
    position = tried = before = glued = 0
    while tried < MAX_THOROUGH and (anchor := _ANCHOR.search(view.text, position)):
        glued = 0 if _PARTS_NAMES.search(view.text, before, anchor.start()) else glued + 1
        position = before = anchor.end()
        tried += 1
        printed = view.text
        if glued > MOST_GLUED:
            printed = printed[: end_before_next_name(printed, anchor.end())]
        first_rule = misread.get(anchor.start(), "")
        read = _read(printed, anchor, first_rule, alone=alone)
        if read.candidates:
            end = anchor.end() + read.length
            position = max(position, end)
            start, stop = view.span(anchor.start(), end)
            yield Found(start, stop, _with_dashes(read.candidates, text[start:stop]))
    if tried == MAX_THOROUGH:
        yield from _plainly_printed(view, position)


def _plainly_printed(view: View, position: int) -> Iterator[Found]:
    for match in _PLAIN_NAME.finditer(view.text, position):
        yield _as_printed(view, match)


def _as_printed(view: View, match: re.Match[str]) -> Found:
    name = match[0][: end_before_glued(match[0])]
    return Found(*view.span(match.start(), match.start() + len(name)), _one_reading(name))


@lru_cache(maxsize=4096)
def _one_reading(printed: str) -> tuple[Candidate, ...]:
    return (Candidate(value=_lower(printed), rule=AS_PRINTED),)


def _with_dashes(kept: tuple[Candidate, ...], printed: str) -> tuple[Candidate, ...]:
    """The readings of a name, and those of the dashes that it is printed with."""
    if printed.isascii():
        return kept
    seen = _lower("".join(visible(printed).split()))
    if fold_dashes(seen) != kept[0].value:
        return kept
    known = {candidate.value for candidate in kept}
    return kept + tuple(
        Candidate(value=name, rule=rule)
        for rule, name in other_dashes(seen)
        if name not in known and is_wellformed(name)
    )


def _read(text: str, anchor: re.Match[str], first_rule: str, *, alone: bool) -> _Read:
    """The readings of one place; none when it is not a DOI name."""
    start = anchor.start()
    before = text[max(0, start - LOOK_BACK) : start]
    behind = anchor.end()
    address = before != "" and is_address(before)
    labelled = before != "" and is_labelled(before) and not (address and labels_path(before))
    dot, registrant, slash = anchor.group("dot", "registrant", "slash")
    if not (labelled or address):
        broken = (len(dot) > 2 and dot[0] != "&") or not goes_on(text, anchor.start("slash"))
        if broken or is_date(before, registrant):
            return _NOTHING
        if before and is_amount(before, text[behind : behind + 12]):
            return _NOTHING
        if before and is_other_number(before, text[behind : behind + 24]):
            return _NOTHING
        if slash == "\\":
            first_rule = MISREAD
    rule = "web_address" if address and not labelled else first_rule
    printed = before_third_name(suffix_at(text, behind))
    read = _read_suffix(registrant, printed, rule)
    suffixes = [candidate.value.partition("/")[2] for candidate in read.candidates]
    if anchor[0][-1].isspace() and not any(map(_HAS_DIGIT.search, suffixes)):
        return _NOTHING  # a prefix, and what is said of it: "doi:10.1155/ in most lists"
    if labelled or address or not read.candidates:
        return read
    if alone:
        return _NOTHING if is_quantity(read.candidates[0].value) else read
    end = behind + read.length
    is_meant = is_plausible(read.candidates[0].value, text[end : end + 12])
    return read if is_meant else _NOTHING


@lru_cache(maxsize=4096)  # one name stands in its line, its entry and its block
def _read_suffix(registrant: str, printed: str, first_rule: str) -> _Read:
    """The readings of what stands behind the slash, most likely first."""
    ranked = _ranked(registrant, printed, first_rule)
    if first_rule == "web_address" and ranked:
        known = {reading.name for reading in ranked}
        ranked += [shorter for shorter in _shorter_paths(ranked[0]) if shorter.name not in known]
        ranked.sort(key=lambda r: r.cost)
    kept = (Candidate(value=r.name, rule=r.rule) for r in ranked[:MAX_CANDIDATES])
    return _Read(tuple(kept), ranked[0].end if ranked else 0)


def _ranked(registrant: str, printed: str, first_rule: str) -> list[_Ranked]:
    """Every reading, most likely first."""
    best: dict[str, _Ranked] = {}
    for extent in extents(printed, 0):
        for reading in readings(registrant, extent.text):
            name = f"10.{registrant}/{_lower(reading.suffix)}"
            cost = extent.cost + reading.cost
            if is_wellformed(name) and (name not in best or cost < best[name].cost):
                rules = [rule for rule in (first_rule, extent.rule, *reading.rules) if rule]
                end = extent.origin[reading.used - 1] + 1
                best[name] = _Ranked(name, cost, end, "+".join(rules) or AS_PRINTED)
    return sorted(best.values(), key=lambda r: (r.cost, -len(r.name)))


def candidates_from_url(href: str) -> tuple[Candidate, ...]:
    """The DOI name a link target holds, most likely reading first; empty when it holds none.

    The first rule says what kind of address it is: ``resolver`` (doi.org and its misprints, or
    the ``doi:`` scheme) names a work; ``publisher_url`` only carries a DOI name in its path or
    query, and may carry more behind it.

    >>> candidates_from_url("https://link.springer.com/article/10.1007%2Fs00586-009-0973-1")[0]
    Candidate(value='10.1007/s00586-009-0973-1', rule='publisher_url')
    """
    return _in_address(href[:MAX_ADDRESS]) if _may_name_work(href) else ()


def _may_name_work(href: str) -> bool:
    """Quick test: whether a link target has what every DOI name in one has, as it is printed."""
    if not (href.isascii() and href.isprintable()) or " " in href or may_be_wrapped(href):
        return True  # the figures may stand apart, or be written otherwise
    return "10" in href or may_be_misread(href)


@lru_cache(maxsize=1024)  # a site's pages have most of their links in common
def _in_address(printed: str) -> tuple[Candidate, ...]:
    address, first_rule = "".join(unwrapped(plain(printed)).text.split()), ""
    if _NOT_AN_ADDRESS.match(address):
        return ()
    anchor = _ANCHOR.search(address)
    if anchor is None and is_doi_resolver(_host(address)):
        view, misread = put_right(View(address, range(len(address) + 1)), 1)
        address, first_rule = view.text, next(iter(misread.values()), "")
        anchor = _ANCHOR.search(address)
    if anchor is None:
        return ()
    before = address[: anchor.start()]
    named = _DOI_SCHEME.match(before) is not None or is_doi_resolver(_host(before))
    kind = "resolver" if named else "publisher_url"
    ranked = _ranked(anchor["registrant"], address[anchor.end() :], first_rule)
    if not named:
        ranked += [shorter for first in ranked[:1] for shorter in _shorter_paths(first)]
    rules: dict[str, str] = {}
    for reading in sorted(ranked, key=lambda r: r.cost):
        rule = kind if reading.rule == AS_PRINTED else f"{kind}+{reading.rule}"
        rules.setdefault(reading.name, rule)
    return tuple(Candidate(value=n, rule=r) for n, r in list(rules.items())[:MAX_CANDIDATES])


def _host(address: str) -> str:
    match = re.match(r"(?i)(?:[a-z]{3,6}:)?/{0,3}([^/?#]{1,253})", address)
    return match[1].rpartition("@")[2].partition(":")[0] if match else ""


def _shorter_paths(first: _Ranked) -> Iterator[_Ranked]:
    """A publisher's address goes on after the name: ``…/10.1093/bja/57.9.904/305871``."""
    name = first.name
    for extra in (1.0, 2.0):
        name, _, tail = name.rpartition("/")
        if name.count("/") < 1 or not tail:
            return
        yield _Ranked(name, first.cost + extra, first.end, "path_tail")


def _doubled(earlier: Found, found: Found, text: str) -> bool:
    """``10.1/x.http://dx.doi.org/10.1/x``: one place that prints its name twice."""
    return (
        earlier.candidates[0].value == found.candidates[0].value
        and found.start - earlier.end < 60
        and not _SPACE.search(text, earlier.end, found.start)
    )
