"""DOI names: one canonical spelling, the grammar, and every DOI name a text or a link may print.

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
from pipelines.doi_rules.cleaning import likeliest, readings
from pipelines.doi_rules.joining import extents
from pipelines.links import is_doi_resolver
from pipelines.memory import remembering
from pipelines.text import View, fold_dashes, plain, visible

Doi = NewType("Doi", str)
"""A well-formed DOI name in our canonical spelling; only ``normalise_doi`` makes one."""

MAX_CANDIDATES = 16
"""Readings kept of one place: each may cost a question to the registry."""

MAX_THOROUGH = 250
"""Places of one text that get every reading; those beyond get one, so that time stays bounded."""

FEW = 3
"""Places where a text may print a name, up to which all are read at once."""

AS_PRINTED = "as_printed"

_REGISTRANT = r"(?:\d{4,9}(?:\.\d{1,9}){0,4}|97[89]\.\d{2,8})"
_GRAMMAR = re.compile(rf"10\.{_REGISTRANT}/[^\s\x00-\x1f\x7f-\x9f]+")
_PREFIXES = re.compile(
    r"(?i)[<\[(\"'\s]{0,5}(?:https?:/{1,2}|//)?(?:[a-z0-9.-]{0,40}\bdoi\.[a-z0-9.-]{2,60}/+|info:/?doi[:/]\s*|urn:(?:doi:)?|"
    r"doi\s*[:=>]?\s*(?=10[.%]|https?:|doi))"
)
_ANCHOR = re.compile(
    rf"(?i)10(?<!\d10)(?P<dot>[ \n]{{0,3}}(?:\.{{1,2}}|%2E)[ \n]{{0,3}})"
    rf"(?P<registrant>{_REGISTRANT})"
    r"(?P<slash>[ \n]{0,3}(?:\\?/|%2F|%252F|&#47;|&#x2F;|&sol;))[ \n]{0,3}"
)
_LABEL = re.compile(
    r"(?i)(?:\bd[o0]i|(?<=[\d.,;)])doi|(?<=[a-z])DOI|d[o0]i\.[o0]rg|digital object identifier)"
    r"[\s:=>.#/(\[\"'%A-F0-9-]{0,12}$"
)
_PATH_LABEL = re.compile(r"(?i)(?<!doi\.org)[/?&;#]d[o0]i[/=:]$")
"""Part of an address (``…/doi/10.…``, ``?doi=10.…``): it labels a name that is only carried."""
_WEB_ADDRESS = re.compile(r"(?i)https?:/|www\.|[a-z0-9-]\.[a-z]{2,6}/")
_PLAIN_NAME = re.compile(
    r"(?<![\d.])10\.\d{4,9}/(?=\S{3})[A-Za-z0-9]{1,60}(?:[-._/:()]{1,2}[A-Za-z0-9]{1,60}){0,12}"
)
LOOK_BACK = 120
"""Characters before a name that are looked at: its label, or the address it is part of."""

MAX_ADDRESS = 8000
"""Characters of a link target that are looked at."""

_UNIT = re.compile(
    r"\s?(?:[%€$£°]|(?:[mµk]?[glm]|[cm]l|cm|nm|iu|units?|min|h|s|hours?|days?|eur|usd|chf|gbp)\b)",
    re.I,
)
_CAPITALS = re.compile(r"[A-Z]+")
_MONTH = re.compile(r"(?:19|20)\d\d")
_ONLY_NUMBERS = re.compile(r"[\d.,]+")
_SPACE = re.compile(r"\s")
_MISREAD = re.compile(
    r"(?i)d[o0]i[:. \n]{0,3}(?:[o0]rg/{1,2})?"
    r"(?P<prefix>(?:[1liI|][0oO][.,: ]?|(?<![\d.])[0oO1][.,])(?P<registrant>[0-9oOlI]{4,5}?)"
    r"(?P<slash>[ \n]{0,3}/|\\(?!/)|[|:_](?=\w)|\.(?=[a-z])|(?=[a-z][\w.()/:-]{0,40}\d)"
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
_NOT_AN_ADDRESS = re.compile(r"(?i)(?:mailto|tel|javascript|data|sms|fax):")
_DOI_SCHEME = re.compile(r"(?i)/{0,2}(?:info:|urn:)?doi[:/]{0,3}")


@dataclass(frozen=True, slots=True)
class Found:
    """One place that prints a DOI name: ``text[start:end]``, and its readings."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    """Most likely first; never empty. Values are well-formed and canonical."""


class _Ranked(NamedTuple):
    name: str
    cost: float
    end: int  # in the text searched
    rule: str


def is_wellformed(text: str) -> bool:
    """Whether the text is of the grammar of a DOI name, in any case; nothing is stripped."""
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
    return list(_every_candidate(text))


@remembering
def _every_candidate(text: str) -> tuple[Found, ...]:
    return tuple(_merged(text))


def prints_name(text: str) -> bool:
    """Whether a text prints a DOI name; quicker than finding them all."""
    if text.count("10") <= FEW:
        return bool(find_names(text))  # which are asked for next
    return next(_places(text, only_best=True), None) is not None


@remembering
def find_names(text: str) -> tuple[Found, ...]:
    """As ``find_candidates``, with the likeliest reading of each place and no other; quicker."""
    return tuple(_merged(text, only_best=True))


def _merged(text: str, *, only_best: bool = False) -> list[Found]:
    found: list[Found] = []
    for place in _places(text, only_best=only_best):
        if found and _doubled(found[-1], place, text):
            found[-1] = Found(found[-1].start, place.end, found[-1].candidates)
        else:
            found.append(place)
    return found


def _places(text: str, *, only_best: bool) -> Iterator[Found]:
    """Every place that prints a name, one printed twice as two."""
    view = plain(text)
    if "10" not in view.text and _MAY_BE_MISREAD.search(view.text) is None:
        return
    view, misread = _with_prefixes(view)
    alone = len(view.text.split(None, 2)) == 1
    position = tried = 0
    while tried < MAX_THOROUGH and (anchor := _ANCHOR.search(view.text, position)):
        position = anchor.end()
        tried += 1
        first_rule = "misread_prefix" if anchor.start() in misread else ""
        ranked = _read(view.text, anchor, first_rule, alone=alone, only_best=only_best)
        if ranked:
            end = ranked[0].end
            position = max(position, end)
            start, stop = view.span(anchor.start(), end)
            yield Found(start, stop, _candidates(ranked, text[start:stop]))
    if tried == MAX_THOROUGH:
        yield from _plainly_printed(view, position)


def _with_prefixes(view: View) -> tuple[View, frozenset[int]]:
    """Misread prefixes behind a label put right (``doi: lO.1O16/``), and where they begin."""
    text, places = view.text, []
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _MISREAD.finditer(text) if _MAY_BE_MISREAD.search(text) else ():
        start, end = match.span("prefix")
        slash = match["slash"] if "/" in match["slash"] else "/"
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


def _plainly_printed(view: View, position: int) -> Iterator[Found]:
    made: dict[str, tuple[Candidate, ...]] = {}
    for match in _PLAIN_NAME.finditer(view.text, position):
        printed = match[0]
        if printed not in made:
            made[printed] = (Candidate(value=_lower(printed), rule=AS_PRINTED),)
        yield Found(*view.span(*match.span()), made[printed])


def _candidates(ranked: list[_Ranked], printed: str) -> tuple[Candidate, ...]:
    kept = [Candidate(value=r.name, rule=r.rule) for r in ranked[:MAX_CANDIDATES]]
    if not printed.isascii():
        known = {candidate.value for candidate in kept}
        seen = _lower("".join(visible(printed).split()))
        for rule, name in _with_other_dashes(seen) if fold_dashes(seen) == kept[0].value else ():
            if name not in known and is_wellformed(name):
                kept.append(Candidate(value=name, rule=rule))
    return tuple(kept)


def _with_other_dashes(seen: str) -> Iterator[tuple[str, str]]:
    """What a dash in a name may be besides a hyphen: the end of the name, two hyphens, itself."""
    if "\u2014" in seen:
        yield "dash_behind", seen.partition("\u2014")[0]
    two = fold_dashes(re.sub("[\u2013\u2014]", "--", seen))  # content systems make a dash of two
    yield "two_hyphens", two
    yield "dash_as_printed", seen


def _read(
    text: str, anchor: re.Match[str], first_rule: str, *, alone: bool, only_best: bool
) -> list[_Ranked]:
    """The readings of one place; empty when it is not a DOI name."""
    before = text[max(0, anchor.start() - LOOK_BACK) : anchor.start()]
    address = _is_address(before)
    labelled = _is_labelled(before) and not (address and _PATH_LABEL.search(before))
    broken = len(anchor["dot"]) > 2 or anchor["slash"][0].isspace()
    if not (labelled or address) and (broken or _is_date(before, anchor["registrant"])):
        return []
    if address and not labelled:
        ranked = _ranked(text, anchor, "web_address", only_best=only_best)
        for shorter in _shorter_paths(ranked[0]) if ranked else ():
            if all(shorter.name != known.name for known in ranked):
                ranked.append(shorter)
        return sorted(ranked, key=lambda r: r.cost)
    ranked = _ranked(text, anchor, first_rule, only_best=only_best)
    if not ranked or labelled or alone:
        return ranked
    end = ranked[0].end
    return ranked if _is_plausible(ranked[0].name, text[end : end + 12]) else []


def _ranked(
    text: str, anchor: re.Match[str], first_rule: str, *, only_best: bool = False
) -> list[_Ranked]:
    """Every reading, most likely first; or no more than it takes to know the first."""
    best: dict[str, _Ranked] = {}
    read = likeliest if only_best else readings
    for extent in extents(text, anchor.end()):
        if only_best and any(known.cost < extent.cost for known in best.values()):
            break  # the cheapest extents come first
        for reading in read(anchor["registrant"], extent.text):
            name = f"10.{anchor['registrant']}/{_lower(reading.suffix)}"
            cost = extent.cost + reading.cost
            if is_wellformed(name) and (name not in best or cost < best[name].cost):
                rules = [rule for rule in (first_rule, extent.rule, *reading.rules) if rule]
                end = extent.origin[reading.used - 1] + 1
                best[name] = _Ranked(name, cost, end, "+".join(rules) or AS_PRINTED)
    return sorted(best.values(), key=lambda r: (r.cost, -len(r.name)))


def _is_labelled(before: str) -> bool:
    tail = before[-60:].lower()
    return ("oi" in tail or "0i" in tail or "object id" in tail) and (
        _LABEL.search(before[-60:]) is not None
    )


def _is_address(before: str) -> bool:
    glued = before[max(before.rfind(" "), before.rfind("\n")) + 1 :]
    return "/" in glued and _WEB_ADDRESS.search(glued) is not None


def _is_date(before: str, registrant: str) -> bool:
    """``25.10.2015/…`` and the like: the 10 follows a number and a dot."""
    if before[-1:] != "." or not before[-2:-1].isdigit():
        return False
    return _MONTH.fullmatch(registrant) is not None or len(registrant) < 4


def _is_plausible(name: str, after: str) -> bool:
    """Whether an unlabelled ``10.…/…`` in running text is meant as a DOI name."""
    registrant, _, suffix = name[3:].partition("/")
    if sum(map(str.isalnum, suffix)) < 3 or registrant.startswith("0"):
        return False
    only_numbers = _ONLY_NUMBERS.fullmatch(suffix) is not None
    if _MONTH.fullmatch(registrant):  # 10.2019/2020, 10.2020/stable: a month
        return not only_numbers and any(map(str.isdigit, suffix))
    if not only_numbers or registrant.startswith("97"):
        return True
    quantity = _UNIT.match(after)
    return len(suffix) > 3 and not (len(suffix) < 6 and quantity)


def candidates_from_url(href: str) -> tuple[Candidate, ...]:
    """The DOI name a link target holds, most likely reading first; empty when it holds none.

    The first rule says what kind of address it is: ``resolver`` (doi.org and its misprints, or
    the ``doi:`` scheme) names a work; ``publisher_url`` only carries a DOI name in its path or
    query, and may carry more behind it.

    >>> candidates_from_url("https://link.springer.com/article/10.1007%2Fs00586-009-0973-1")[0]
    Candidate(value='10.1007/s00586-009-0973-1', rule='publisher_url')
    """
    return _in_address(href[:MAX_ADDRESS])


@lru_cache(maxsize=1024)  # a site's pages have most of their links in common
def _in_address(printed: str) -> tuple[Candidate, ...]:
    address = "".join(plain(printed).text.split())
    if _NOT_AN_ADDRESS.match(address) or (anchor := _ANCHOR.search(address)) is None:
        return ()
    before = address[: anchor.start()]
    named = _DOI_SCHEME.match(before) is not None or is_doi_resolver(_host(before))
    kind = "resolver" if named else "publisher_url"
    ranked = _ranked(address, anchor, "")
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
