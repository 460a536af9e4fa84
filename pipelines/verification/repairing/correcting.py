"""Suggestions that give the whole reference corrected, and what that changes. Pure.

Two offers, and why, are in docs/decisions/0009-the-smallest-correction-first.md: the printed
reference with nothing changed but what is wrong (``corrected``), and the registered work in the
citation style of the profile (``styled``). Where another work takes the place of the one that
is cited, the old words do not fit it, and the styled form is the correction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from archive.records import Finding, FindingKind, KeptCitation, Place, Scheme, Suggestion, Work
from pipelines.styling.authors import as_printed
from pipelines.styling.diffing import diff
from pipelines.styling.editing import add_to, in_manner, label_of, manner_of, replace_in
from pipelines.styling.styles import print_work
from pipelines.text import fold_space
from pipelines.verification.doi_links import in_place_of, words_behind
from pipelines.verification.findings.links import LINKS
from pipelines.verification.findings.notices import NEWER_EDITION
from pipelines.verification.findings.replacements import OUR_CAPTURE
from pipelines.verification.findings.right_numbers import RIGHT_IDENTIFIER

WorkOf = Callable[[str], Work | None]
"""The record of a DOI name, as far as known."""

# Findings about a reference that say what to print, and bring no proposal of their own.
_OWN = {
    FindingKind.IDENTIFIER_CONFLICT: "other_identifier",
    FindingKind.CITATION_DIFFERS: "registered_value",
}
_OWN_SCORE = 0.9
_SCHEME = re.compile(r"^https?://")


def correct(
    findings: Iterable[Finding], citations: Iterable[KeptCitation], work_of: WorkOf, style: str
) -> Iterator[Finding]:
    """The findings, each proposal about a reference with its corrected forms; a number that leads
    nowhere and stays in one is named in the reason.

    Raises ``UnknownStyle``.
    """
    by_id = {citation.id: citation for citation in citations}
    findings, unknown = list(findings), defaultdict[str, list[str]](list)
    for finding in findings:
        if finding.kind is FindingKind.IDENTIFIER_UNKNOWN and finding.reference_id:
            unknown[finding.reference_id].append(finding.says)
    prints: dict[str, list[str]] = defaultdict(list)
    for cited in by_id.values():
        prints[cited.page_id].append(cited.printed)
    manners = {page_id: manner_of(printed) for page_id, printed in prints.items()}
    for finding in findings:
        citation = by_id.get(finding.reference_id or "")
        if citation is None:
            yield finding
            continue
        proposals = finding.suggestions or tuple(_own(finding, citation))
        manner = manners[citation.page_id]
        if finding.kind is FindingKind.DOI_MISSING and proposals:
            finding = replace(finding, should_say=in_manner(proposals[0].after, manner))
        dressed = tuple(_dress(s, finding, citation, manner, work_of, style) for s in proposals)
        others = [says for says in unknown[citation.id] if says != finding.says]
        yield replace(finding, suggestions=dressed, why=finding.why + _still_wrong(dressed, others))


def _still_wrong(suggestions: Iterable[Suggestion], unknown: Iterable[str]) -> str:
    """That the corrected print still shows numbers that lead nowhere: each is its own finding."""
    texts = [suggestion.corrected for suggestion in suggestions]
    kept = [says for says in unknown if any(says in text for text in texts)]
    told = " and ".join(dict.fromkeys(kept))
    return f" Kept as printed: {told}, which another finding is about." if kept else ""


def _own(finding: Finding, citation: KeptCitation) -> Iterator[Suggestion]:
    """The proposal that a finding itself makes by saying what to print."""
    if finding.should_say and finding.kind in _OWN:
        before = _wrong_print(finding, citation)
        yield Suggestion(
            before=before, after=finding.should_say, rule=_OWN[finding.kind], score=_OWN_SCORE
        )


def _wrong_print(finding: Finding, citation: KeptCitation) -> str:
    """The print to replace: the finding's, or the DOI name where another identifier is right."""
    if finding.kind is not FindingKind.IDENTIFIER_CONFLICT:
        return finding.says
    names = (m for m in citation.mentions if m.scheme is Scheme.DOI and m.place is Place.TEXT)
    return next((m.printed for m in names if m.value == citation.doi), "")


def _dress(
    suggestion: Suggestion,
    finding: Finding,
    citation: KeptCitation,
    manner: str,
    work_of: WorkOf,
    style: str,
) -> Suggestion:
    work = _work(suggestion, finding, citation, work_of)
    styled = _styled(work, citation, style) if work is not None else ""
    if fold_space(styled) == fold_space(citation.printed):
        styled = ""  # the page prints it so: nothing to offer
    if suggestion.rule == NEWER_EDITION:
        corrected = styled
    else:
        corrected = _edited(suggestion, finding, citation, manner)
    changes = diff(citation.printed, corrected) if corrected else ()
    return replace(suggestion, corrected=corrected, styled=styled, diff=changes)


def _styled(work: Work, citation: KeptCitation, style: str) -> str:
    """The registered work in a style, with the names as the page prints them."""
    work, named = as_printed(work, citation.value("authors") or "")
    return print_work(work, style, named)


def _work(
    suggestion: Suggestion, finding: Finding, citation: KeptCitation, work_of: WorkOf
) -> Work | None:
    """The record of what is proposed; that of the name itself where only its print is wrong."""
    work = work_of(_name(suggestion.after))
    if work is None and finding.kind is FindingKind.DOI_MALFORMED:
        work = work_of(finding.subject)
    if work is None and finding.kind is FindingKind.CITATION_DIFFERS:
        work = work_of(citation.doi or "")
    return work


def _edited(suggestion: Suggestion, finding: Finding, citation: KeptCitation, manner: str) -> str:
    """The print with nothing changed but what is wrong; empty when that is not in the text."""
    printed = citation.printed
    if finding.kind is FindingKind.DOI_MISSING:
        return add_to(printed, in_manner(suggestion.after, manner))
    if suggestion.rule == RIGHT_IDENTIFIER:
        return replace_in(printed, suggestion.before, suggestion.after)
    wrong = _wrong_print(finding, citation)
    if finding.kind in LINKS:
        return _readdressed(printed, wrong, suggestion)
    if finding.kind is FindingKind.CITATION_DIFFERS:  # says as much as makes it unique
        return printed.replace(wrong, suggestion.after) if printed.count(wrong) == 1 else ""
    right = label_of(wrong) + in_place_of(wrong, _name(suggestion.after))
    right += words_behind(wrong, finding.subject)
    without_scheme = _SCHEME.sub("", wrong)  # as text often shows an address
    return replace_in(printed, wrong, right) or replace_in(printed, without_scheme, right)


def _readdressed(printed: str, wrong: str, suggestion: Suggestion) -> str:
    """The print with another address; empty where the print shows no address, where there is none
    to put there, and where the DOI name stands there already."""
    if suggestion.rule == OUR_CAPTURE or _name(suggestion.after).lower() in printed.lower():
        return ""
    right = suggestion.after
    return replace_in(printed, wrong, right) or replace_in(
        printed, _SCHEME.sub("", wrong), _SCHEME.sub("", right)
    )


def _name(after: str) -> str:
    """The DOI name of a proposal that may be its address."""
    name = after.removeprefix("https://doi.org/")
    return after if name == after else unquote(name)
