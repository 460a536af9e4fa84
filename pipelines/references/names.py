"""Which entry a name and a year in the text mean: ``Lee et al., 2009``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.records import Reference
from pipelines.references.authors import read_authors
from pipelines.references.calls import NameCall
from pipelines.text import fold

_POSSESSIVE = re.compile(r"['’]s?$")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
_LETTER = re.compile(r"[a-k](?!\w)")
_GROUP_YEAR = re.compile(r"(?:1(?=[89])|2(?=0))(?=(\d{3})([a-k])?(?!\w))")
_BEFORE_YEAR = re.compile(r",?\s?[(\[]?\s?")
MOST_BEFORE_YEAR = 4
_BOUNDARY = re.compile(r"[\s-]+")
LONGEST_GROUP = 90
"""Characters of the name of an organisation at the beginning of a reference."""
SURE, SLOPPY = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class _Entry:
    position: int
    letter: str
    authors: str
    """Folded, of all authors."""
    count: int


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """The one entry that a call means."""

    reference: int
    confidence: float
    skipped: int
    """Characters before the name that were taken for a part of it: ``Recently Lee``."""


class NameIndex:
    """The entries of one page by the family name of their first author and their year."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._entries: dict[tuple[str, str], list[_Entry]] = {}
        self.groups = frozenset(group for one in references if (group := _group(one)))
        """Names of organisations that entries begin with, as printed there."""
        self._lengths: dict[str, set[int]] = {}
        """Last letter of such a name -> how long those are."""
        for group in self.groups:
            self._lengths.setdefault(group[-1], set()).add(len(group))
        for reference in references:
            year = next((f for f in reference.fields if f.name == "year"), None)
            if year is None:
                continue
            letter = _LETTER.match(reference.printed, year.end)
            authors = read_authors(reference.printed)
            names = reference.value("authors") or ""
            entry = _Entry(
                reference.position,
                letter[0] if letter else "",
                fold(names),
                authors.count + authors.others if authors else 1,
            )
            for name in set(_names(reference, authors.family if authors else "")):
                self._entries.setdefault((name, year.value), []).append(entry)

    def find_groups(self, text: str) -> Iterator[NameCall]:
        """Every place that names one of the organisations, with a year behind it.

        The years are sought first: of a page with a thousand such entries each block would be
        searched for each.
        """
        for year in _GROUP_YEAR.finditer(text) if self.groups else ():
            at, letter = year.start(), year[2] or ""
            for end in range(max(1, at - MOST_BEFORE_YEAR), at + 1):
                lengths = self._lengths.get(text[end - 1])
                if lengths is None or not _BEFORE_YEAR.fullmatch(text, end, at):
                    continue
                for length in lengths:
                    start, stop = end - length, at + 4 + len(letter)
                    if start >= 0 and (name := text[start:end]) in self.groups:
                        yield NameCall(start, stop, name, "", False, year[0] + year[1], letter)

    def find(self, call: NameCall) -> NamedEntry | None:
        """The entry that a call means; None when there is none, or more than one."""
        for name, skipped in _readings(call.family):
            entries = self._entries.get((fold(name), call.year)) or self._entries.get(
                (_spelled(name), call.year)
            )
            if not entries:
                continue
            fitting = _fitting(entries, call)
            if len(fitting) != 1:
                return None
            says_all = call.others or call.second or fitting[0].count == 1
            return NamedEntry(fitting[0].position, SURE if says_all else SLOPPY, skipped)
        return None


def _names(reference: Reference, family: str) -> Iterator[str]:
    """What an entry may be called by: family name, without particles too; a group's initials."""
    group = _group(reference)
    if group:
        yield fold(group)
        yield "".join(word[0] for word in group.split() if word[0].isupper()).lower()
    elif family:
        for name in (family, _BOUNDARY.split(family)[-1]):
            yield fold(name)
            yield _spelled(name)


def _spelled(name: str) -> str:
    """A name folded with its umlauts in two letters: ``Müller``, ``mueller``."""
    return fold(name.translate(_UMLAUTS))


def _group(reference: Reference) -> str:
    """The name of an organisation that an entry begins with; empty when people wrote it."""
    authors = read_authors(reference.printed)
    if authors and authors.end - authors.start > len(authors.family):
        return ""  # initials, or more names
    head = authors.family if authors else reference.printed[:LONGEST_GROUP]
    return re.split(r"[.,;:(\n]", head)[0].strip()


def _readings(family: str) -> Iterator[tuple[str, int]]:
    """A name as read, then without the words before its last one; with what is skipped."""
    name = _POSSESSIVE.sub("", family)
    yield name, 0
    if " y " in name:  # two people, or the two names of one
        yield name.partition(" y ")[0], 0
    at = 0
    while space := _BOUNDARY.search(name, at):
        at = space.end()
        yield name[at:], at


def _fitting(entries: Sequence[_Entry], call: NameCall) -> list[_Entry]:
    found = list(entries)
    if call.letter and any(entry.letter for entry in found):
        found = [entry for entry in found if entry.letter == call.letter]
    elif call.letter and len(found) > 1:
        return []
    if call.second:
        second = fold(_POSSESSIVE.sub("", call.second))
        found = [entry for entry in found if second in entry.authors] or found
    if len(found) > 1 and call.others:
        found = [entry for entry in found if entry.count > 2]
    elif len(found) > 1 and not call.second:
        found = [entry for entry in found if entry.count == 1]
    return found
