"""Which registered work replaces another: new versions, articles of preprints. Pure.

Only what a registry says of the work, or a name made by a publisher's own rule, counts; whether
such a name is registered is for the caller to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import Work
from pipelines.verification import quirks

# The Cochrane Library: 10.1002/14651858.CD001351, .pub2, .pub3 ... one name for each version of
# a review (https://www.cochranelibrary.com/help/faqs, "citing").
_COCHRANE = re.compile(r"(10\.1002/14651858\.[a-z]{2}\d{6})(?:\.pub(\d{1,2}))?")
MOST_VERSIONS = 30
# The last number of a name that counts versions: /v2, .v2, -v2, .pub2.
_VERSION = re.compile(r"(.+?[./_-](?:v|ver|version|pub))\.?(\d{1,3})")
_REPLACED = ("is-replaced-by", "is-obsoleted-by", "is-previous-version-of")
_OTHER_FORM = ("is-version-of", "is-manuscript-of", "is-identical-to", "is-same-as")
_PREPRINT_TYPES = frozenset({"posted-content", "preprint"})


def later_names(doi: str) -> Iterator[str]:
    """The names that later versions of a Cochrane review would have, the next one first.

    >>> list(later_names("10.1002/14651858.cd001351.pub2"))[:2]
    ['10.1002/14651858.cd001351.pub3', '10.1002/14651858.cd001351.pub4']
    """
    review = _COCHRANE.fullmatch(doi.lower())
    if review is not None:
        for number in range(int(review[2] or 1) + 1, MOST_VERSIONS):
            yield f"{review[1]}.pub{number}"


def newer_names(work: Work) -> list[str]:
    """The names that take the place of a work by what its own record says, likeliest first.

    The article of a preprint comes before a newer version of the same preprint. That a work is a
    version of another is said of datasets and their collective names, too, where nothing is out
    of date: it counts for preprints whose other form has another publisher, and among names that
    count their versions.
    """
    found = [name for relation, name in work.relations if relation == "is-preprint-of"]
    for relation, name in work.relations:
        if relation in _OTHER_FORM and is_preprint(work) and _prefix(name) != _prefix(work.doi):
            found.append(name)
    found += [name for relation, name in work.relations if relation in _REPLACED]
    found += [
        doi for kind, doi, _, _ in work.notices if quirks.NOTICE_TYPES.get(kind) == "superseded"
    ]
    siblings = [name for _, name in work.relations if _version(name) > _version(work.doi) > 0]
    found += sorted(
        (name for name in siblings if _stem(name) == _stem(work.doi)), key=_version, reverse=True
    )
    return [name for name in dict.fromkeys(found) if name and name != work.doi]


def are_versions(one: str, other: str) -> bool:
    """Whether two names are made for versions of one work, by the rule of who makes them.

    >>> are_versions("10.1002/14651858.cd001351", "10.1002/14651858.cd001351.pub2")
    True
    >>> are_versions("10.6084/m9.figshare.3115156.v2", "10.6084/m9.figshare.3115157.v2")
    False
    """
    if not one or not other:
        return False
    reviews = [_COCHRANE.fullmatch(name) for name in (one, other)]
    if reviews[0] and reviews[1]:
        return reviews[0][1] == reviews[1][1]
    is_counted = bool(_version(one) or _version(other))
    return is_counted and _unversioned(one) == _unversioned(other)


def is_preprint(work: Work) -> bool:
    """Whether the record calls the work a preprint (Crossref: posted content)."""
    return work.type.lower() in _PREPRINT_TYPES


def _prefix(doi: str) -> str:
    return doi.partition("/")[0]


def _stem(doi: str) -> str:
    counted = _VERSION.fullmatch(doi)
    return counted[1] if counted else doi


def _unversioned(doi: str) -> str:
    """A name without the version that it counts: ``10.1/a.v2`` and ``10.1/a`` are ``10.1/a``."""
    counted = _VERSION.fullmatch(doi)
    return re.sub(r"[./_-](?:v|ver|version|pub)$", "", counted[1]) if counted else doi


def _version(doi: str) -> int:
    """The version that a name counts; 0 when it counts none."""
    counted = _VERSION.fullmatch(doi)
    return int(counted[2]) if counted else 0
