"""Findings: retracted or replaced works, cited by PMID, handle ... without a DOI name.

Pure. What a DOI name beside it tells already is not told again, nor what an identifier of another
work than the reference's says. An ISBN names a book of which a chapter may be cited: left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive.records import (
    Existence,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Notice,
    Place,
    Scheme,
)
from pipelines.styling.editing import address_of
from pipelines.verification.findings.notices import is_told, told
from pipelines.verification.findings.proposals import NoticeOf
from pipelines.verification.judging.identifier_verdicts import IdentifierVerdict
from pipelines.verification.judging.judged import Judged
from pipelines.verification.judging.notices import NoticeVerdict


def find_in_numbered_works(
    judged: Judged,
    mentions: Iterable[KeptMention],
    citations: Iterable[KeptCitation],
    disagreeing: Iterable[Finding],
    notice_of: NoticeOf,
    sentences: Mapping[str, Sequence[str]],
) -> Iterator[Finding]:
    """One finding for each work at each place; ``disagreeing`` are those about identifiers.

    ``sentences`` lean on a reference, by its id.
    """
    cited = {citation.id: citation for citation in citations}
    beside = {citation.id: _dois(citation, judged) for citation in cited.values()}
    wrong = {f.mention_id for f in disagreeing if f.kind is FindingKind.IDENTIFIER_CONFLICT}
    seen = set()
    for mention in sorted(mentions, key=lambda m: m.place is not Place.TEXT):
        verdict = judged.identifiers.get((mention.scheme, mention.value))
        if verdict is None or mention.scheme is Scheme.ISBN or mention.id in wrong:
            continue
        where = mention.reference_id or mention.context or mention.id
        place = (mention.page_id, where, verdict.doi or verdict.identifier)
        if verdict.existence is not Existence.KNOWN or place in seen:
            continue
        seen.add(place)
        if verdict.doi and verdict.doi in beside.get(mention.reference_id or "", ()):
            continue
        notice = _notice(verdict, notice_of)
        if is_told(notice):
            reference = mention.reference_id or ""
            leaning = sentences.get(reference, ())
            found = told(mention, notice, verdict.work, cited.get(reference), leaning)
            newer = notice.superseded_by
            yield replace(
                found,
                subject=verdict.doi or verdict.identifier,
                should_say=address_of(newer) if newer else "",
            )


def _dois(citation: KeptCitation, judged: Judged) -> set[str]:
    """The DOI names that a reference prints, and what they are aliases of."""
    printed = {mention.value for mention in citation.mentions if mention.scheme is Scheme.DOI}
    verdicts = [judged.dois[doi] for doi in printed if doi in judged.dois]
    return printed | {v.registration.alias_of for v in verdicts if v.registration.alias_of}


def _notice(verdict: IdentifierVerdict, notice_of: NoticeOf) -> NoticeVerdict:
    """What is registered against the DOI name, or marked in PubMed."""
    notice = (
        notice_of(verdict.doi) if verdict.doi else NoticeVerdict(value=Notice.UNKNOWN, reason="")
    )
    if not verdict.is_retracted or notice.value is Notice.RETRACTED:
        return notice
    return replace(
        notice,
        value=Notice.RETRACTED,
        reason="The work was retracted: PubMed marks it so.",
        checks=tuple(dict.fromkeys((*notice.checks, *verdict.checks))),
    )
