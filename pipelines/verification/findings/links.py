"""Findings on links: what is wrong, where, and what to write instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urldefrag

from archive.records import (
    Finding,
    FindingKind,
    InternalLink,
    LinkDue,
    LinkPlace,
    LinkVerdict,
    Severity,
    Suggestion,
)
from pipelines.links import is_of_one_place, trouble_of
from pipelines.verification import quirks
from pipelines.verification.findings.meanings import (
    FOLLOWED,
    is_for_programs,
    is_for_scripts,
    meaning_of,
    severity_of,
)
from pipelines.verification.findings.replacements import OUR_CAPTURE, Copies, in_order
from pipelines.verification.judging.places import lacked
from pipelines.verification.judging.verdicts import WebVerdict

# What a verdict means for the maintainer: kind, severity inside the site, severity outside.
_KINDS = {
    LinkVerdict.GONE: (FindingKind.LINK_GONE, Severity.ERROR, Severity.ERROR),
    LinkVerdict.UNREACHABLE: (FindingKind.LINK_UNREACHABLE, Severity.WARNING, Severity.WARNING),
    LinkVerdict.SOFT_404: (FindingKind.LINK_SOFT_404, Severity.WARNING, Severity.WARNING),
    LinkVerdict.PARKED: (FindingKind.LINK_PARKED, Severity.ERROR, Severity.ERROR),
    LinkVerdict.MOVED: (FindingKind.LINK_MOVED, Severity.NOTICE, Severity.NOTICE),
    LinkVerdict.UNSAFE: (FindingKind.LINK_INVALID, Severity.ERROR, Severity.ERROR),
    LinkVerdict.EXCLUDED: (FindingKind.LINK_INVALID, Severity.ERROR, Severity.ERROR),
}
_NOT_ASKED = (LinkVerdict.UNSAFE, LinkVerdict.EXCLUDED)
_NO_ADDRESS = "No address is given here: browsers take that for the address of the page itself."
_NOTHING = "No address is given here, so browsers load nothing."

_WORKS = "This link works, but it is probably not what was meant."
_PLAINLY = {
    "missing scheme": "its beginning (https:// or mailto:) is missing",
    "misspelt scheme": "its beginning (https://) is misspelt",
    "missing slashes": "the slashes behind its beginning (https://) are missing",
    "missing colon": "the colon of its beginning (https://) is missing",
    "two schemes": "it has two beginnings (https://)",
    "no address behind the scheme": "there is nothing behind its beginning (https://)",
    "a scheme before the name of a page": "http: stands before the name of a page",
    "a DOI without its resolver": "a DOI name without https://doi.org/ before it",
    "not a valid address": "this is no address",
}
"""Slips (``crawler.pages.slips``) that have a technical name."""
_NO_SCHEME = re.compile(r"(?!https?:)h?[htps]{2,7}:/", re.I)
_TWO_SCHEMES = re.compile(r"https?:/*https?[:;,.]?/", re.I)
_NOBODY = "no mail address: there is no @ in it"
"""Of a contact (``crawler.pages.contacts``) that reaches nobody, whatever was meant."""
_WORKING = (LinkVerdict.OK, LinkVerdict.MOVED)
_NOT_MEANT = "This link is not written as meant."

_ABOUT_NAMES = (
    FindingKind.DOI_MALFORMED,
    FindingKind.DOI_NOT_REGISTERED,
    FindingKind.DOI_CONFLICT,
    FindingKind.WRONG_WORK,
)
LINKS = frozenset(FOLLOWED) | {FindingKind.FRAGMENT_MISSING}
"""Kinds of findings that are about links."""
NO_COPIES = Copies()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLink:
    """A link with its verdict; exactly one of ``own`` and ``other`` is set."""

    id: str
    url: str
    verdict: WebVerdict[LinkVerdict]
    own: InternalLink | None = None
    other: LinkDue | None = None
    copies: Copies = NO_COPIES


def find_in_links(
    links: Iterable[JudgedLink],
    places_of: Callable[[str], Sequence[LinkPlace]],
    dois: Mapping[str, Suggestion],
) -> Iterator[Finding]:
    """Findings about links: one for each way in which a page prints an address.

    ``dois`` are the DOI names of references as addresses, by reference id.
    """
    for link in links:
        base = _base(link)
        if base is None and not link.verdict.missing:
            continue
        told: set[tuple[str, str]] = set()
        for place in sorted(places_of(link.id), key=_is_unseen):  # readers first
            once = (place.page_id, place.printed)
            if once in told or (base is not None and _is_meant_to_lead_on(base, place)):
                continue
            told.add(once)
            if base is not None:
                yield _at(base, place, link, dois.get(place.reference_id or ""))
            elif place.fragment in link.verdict.missing:
                yield _missing_fragment(link, place)


def _is_meant_to_lead_on(base: Finding, place: LinkPlace) -> bool:
    """Whether it is the short address of its page: content systems write it to redirect."""
    is_short = place.element == "link" and "shortlink" in place.rel.lower().split()
    return base.kind is FindingKind.LINK_MOVED and is_short


def _is_unseen(place: LinkPlace) -> bool:
    return is_for_programs(place) or is_for_scripts(place)


def _at(base: Finding, place: LinkPlace, link: JudgedLink, doi: Suggestion | None) -> Finding:
    """The finding at its place; a slip in the print explains it and says what was meant."""
    if base.kind is FindingKind.LINK_MOVED and place.problem.startswith("perhaps "):
        place = replace(place, problem="")  # it works as it is printed
    says = place.printed or base.subject
    proposals = in_order(
        says,
        link.verdict.new_url,
        is_moved=base.kind is FindingKind.LINK_MOVED,
        doi=replace(doi, before=says) if doi is not None else None,
        copies=link.copies,
        asked=link.url,
    )
    suggestions = (*_meant(place), *proposals)
    is_address = bool(suggestions) and suggestions[0].rule != OUR_CAPTURE
    severity = severity_of(base.kind, base.severity, place)
    if base.kind is FindingKind.LINK_INVALID and place.element == "a" and is_of_one_place(link.url):
        severity = Severity.WARNING  # instructions print such addresses for those who sit there
    return replace(
        base,
        severity=severity,
        page_id=place.page_id,
        says=says,
        should_say=suggestions[0].after if is_address else "",
        why=f"{meaning_of(base.kind, place)} {base.why}{_problem(place)}{_sheet(place)}"
        f"{_kept(link.copies)}",
        suggestions=suggestions,
        link_mention_id=place.id,
        reference_id=place.reference_id,
    )


def _kept(copies: Copies) -> str:
    if copies.capture is None:
        return ""
    return f" We hold a capture of it, of {copies.capture[1]:%Y-%m-%d}."


def _sheet(place: LinkPlace) -> str:
    """Which style sheet it stands in, if it does not stand in the page itself."""
    return f" {place.context}" if place.element == "link" and place.context else ""


def _problem(place: LinkPlace) -> str:
    """The slip as a sentence, in words for people who write no addresses."""
    words, mark, meant = place.problem.partition(": probably ")
    perhaps = "perhaps " if words.startswith("perhaps ") else ""
    said = perhaps + _PLAINLY.get(words.removeprefix(perhaps), words.removeprefix(perhaps))
    if meant.startswith("http://"):
        said = said.replace("https://", "http://")
    return f" {said[:1].upper()}{said[1:]}{mark}{meant}." if said else ""


def _meant(place: LinkPlace) -> tuple[Suggestion, ...]:
    """What was likely meant, as the reader of links says it (``...: probably ADDRESS``)."""
    _, _, address = place.problem.rpartition("probably ")
    if not address or address == place.problem:
        return ()
    return (Suggestion(before=place.printed, after=address, rule="misprint", score=0.8),)


def _base(link: JudgedLink) -> Finding | None:
    """The finding about a link, still without its place; None when nothing is wrong."""
    verdict = link.verdict
    if verdict.value not in _KINDS:
        return None
    nowhere = ""
    if verdict.value in _NOT_ASKED:
        elements = link.other.elements if link.other is not None else ()
        nowhere = trouble_of(link.url) if any(map(quirks.is_asked, elements)) else ""
        # Of what the settings leave out, nobody asked whether the profile opens its network.
        is_web = link.url.lower().startswith(("http:", "https:"))
        if not nowhere or (verdict.value is LinkVerdict.EXCLUDED and is_web):
            return None
    kind, inside, outside = _KINDS[verdict.value]
    if verdict.value is LinkVerdict.UNREACHABLE and "never end" in verdict.reason:
        kind, inside = FindingKind.REDIRECT_LOOP, Severity.ERROR
    return Finding(
        kind=kind,
        severity=inside if link.own is not None else outside,
        page_id="",
        subject=link.url,
        says=link.url,
        why=nowhere or verdict.reason,
        checks=verdict.checks,
    )


def _missing_fragment(link: JudgedLink, place: LinkPlace) -> Finding:
    """A link to a place in a page that is there, and has no such place."""
    return Finding(
        kind=FindingKind.FRAGMENT_MISSING,
        severity=Severity.NOTICE,
        page_id=place.page_id,
        subject=link.url,
        says=place.printed,
        should_say=urldefrag(place.printed)[0],
        why=f"The page is there, but has {lacked(place.fragment)}: readers land at its top.",
        checks=link.verdict.checks,
        link_mention_id=place.id,
        reference_id=place.reference_id,
    )


def untold(misprinted: Iterable[LinkPlace], found: Collection[Finding]) -> list[LinkPlace]:
    """The places of misprinted links of which no finding tells already: of the link itself, or of
    the DOI name that it holds. What a slip in that says was meant may not be registered either."""
    links = {finding.link_mention_id for finding in found}
    names = {(f.page_id, f.says) for f in found if f.kind in _ABOUT_NAMES}
    return [
        place
        for place in misprinted
        if place.id not in links and (place.page_id, place.printed) not in names
    ]


def find_invalid(
    unusable: Iterable[LinkPlace],
    misprinted: Iterable[LinkPlace],
    leads: Mapping[str, tuple[str, str | None]],
) -> Iterator[Finding]:
    """Links that are no URL at all, and links whose print hides a slip (``problem``).

    ``leads``: where the misprinted ones lead and what is believed of that, by the ids of links.
    """
    for place in unusable:
        if not _is_script(place):
            meaning = "No browser can follow this link."
            severity = Severity.ERROR if _is_hopeless(place) else Severity.WARNING
            if place.problem.startswith("longer than"):
                meaning, severity = (
                    "Many servers refuse an address of this length.",
                    Severity.NOTICE,
                )
            yield _invalid(place, place.printed, severity, meaning)
    for place in misprinted:
        subject, verdict = leads.get(place.link_id or "", (place.printed, None))
        if verdict not in _WORKING and _is_unknown_scheme(place):
            severity = severity_of(FindingKind.LINK_INVALID, Severity.ERROR, place)
            yield _invalid(place, subject, severity, meaning_of(FindingKind.LINK_INVALID, place))
            continue
        meaning = _WORKS if verdict in _WORKING else _NOT_MEANT
        reaches_nobody = place.problem == _NOBODY and not _is_unseen(place)
        severity = Severity.WARNING if reaches_nobody else Severity.NOTICE
        yield _invalid(place, subject, severity, meaning)


def _is_unknown_scheme(place: LinkPlace) -> bool:
    """Whether no browser gets anywhere: a scheme that nobody has (``htps:``), or a second one in
    the place of the host (``http://https://``). Both only where it is told what was meant."""
    words, _, meant = place.problem.partition(": probably ")
    pattern = {"misspelt scheme": _NO_SCHEME, "two schemes": _TWO_SCHEMES}.get(words)
    return bool(meant and pattern and pattern.match(place.printed.strip()))


def _is_hopeless(place: LinkPlace) -> bool:
    """Whether it meant to be a web address and is certainly none: ``http://[broken``."""
    return place.printed.strip().lower().startswith(("http:", "https:"))


def _is_script(place: LinkPlace) -> bool:
    """Whether it never meant to be an address: menus and buttons are made of these."""
    is_plain = place.printed.strip().lower().startswith(("javascript:", "data:", "blob:", "about:"))
    return is_plain or place.problem.startswith("not an address but a script")


def _invalid(place: LinkPlace, subject: str, severity: Severity, meaning: str) -> Finding:
    meant = _meant(place)
    empty = _NO_ADDRESS if place.element in ("a", "area", "form") else _NOTHING
    return Finding(
        kind=FindingKind.LINK_INVALID,
        severity=severity,
        page_id=place.page_id,
        subject=subject,
        says=place.printed,
        should_say=meant[0].after if meant else "",
        why=f"{meaning}{_problem(place)}" if place.printed.strip() else empty,
        link_mention_id=place.id,
        reference_id=place.reference_id,
        suggestions=meant,
    )
