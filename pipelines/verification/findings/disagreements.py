"""Findings: two identifiers of one reference that name two works. Pure.

Every pair is looked at, a DOI name beside a PMID, PMCID, arXiv number, ISBN, handle, PII or JSTOR
number, and these beside each other. A pair is told when both works are known, are certainly
strangers (``judging.relatives``), and the reference agrees with one of them and not with the
other; or, where it agrees with neither, when their records have nothing in common. Whatever is
unknown, could not be asked, or may rightly differ is silence. An ISBN names the book of a chapter:
it is wrong only where its book stands nowhere in the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from archive.counting import listed_fields
from archive.records import (
    Agreement,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Scheme,
    Severity,
    Work,
)
from pipelines.identifiers import doi_names, isbns_of
from pipelines.matching.agreeing import Comparison, compare
from pipelines.styling.editing import address_of
from pipelines.verification.findings.differences import differing_in_words
from pipelines.verification.findings.places import finding_at
from pipelines.verification.findings.right_numbers import propose_number, with_right
from pipelines.verification.judging.identifier_verdicts import LABELS, IdentifierVerdict
from pipelines.verification.judging.judged import Judged
from pipelines.verification.judging.relatives import are_strangers, are_surely_strangers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Witness:
    """One identifier of a reference, and the work that it names."""

    scheme: Scheme
    value: str
    doi: str
    """Registered DOI name of the work, aliases followed; empty when it has none."""
    work: Work
    comparison: Comparison
    """The reference beside the record of that work."""
    same: frozenset[str]
    """All that is known to name the same work, or its book, as ``scheme:value``."""
    checks: tuple[int, ...]
    mention: KeptMention | None = None
    """Where it is printed; None for the DOI name of the reference."""

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return LABELS.get(self.scheme, "DOI name")

    @property
    def agrees(self) -> bool:
        """Whether the reference names this work."""
        return self.comparison.value is Agreement.AGREES

    @property
    def is_printed(self) -> bool:
        """Whether the title of this work stands in the print, be it that of two references."""
        return self.agrees or "title" in self.comparison.agreeing

    @property
    def differs(self) -> bool:
        """Whether the reference names another work; of an ISBN, also another book."""
        is_named = self.scheme is Scheme.ISBN and "title" not in self.comparison.differing
        return self.comparison.value is Agreement.DIFFERS and not is_named


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two witnesses that disagree: the wrong one first; where that is not known, the later."""

    wrong: _Witness
    other: _Witness
    is_known: bool
    """Whether it is known which one is wrong."""


def find_disagreements(
    citation: KeptCitation, mentions: Sequence[KeptMention], judged: Judged
) -> Iterator[Finding]:
    """Identifiers of one reference that name another work, each told once.

    ``mentions`` are those of the reference that are no DOI names; their verdicts are in ``judged``.
    """
    witnesses = list(_witnesses(citation, mentions, judged))
    found = (_compare(a, b) for a, b in combinations(witnesses, 2))
    pairs = [pair for pair in found if pair and not _is_extra(pair.wrong, witnesses)]
    told: list[_Witness] = []
    for pair in sorted(pairs, key=lambda pair: not pair.is_known):
        if not any(w is pair.wrong or (w is pair.other and not pair.is_known) for w in told):
            told.append(pair.wrong)
            yield _disagreement(citation, pair, judged)
    if _is_registered(citation, judged) or any(witness.agrees for witness in witnesses):
        return  # the one beside it may rightly differ, or has been told
    for witness in witnesses:
        is_told = any(witness is other for other in told)
        is_sure = {"title", "author"} <= set(witness.comparison.differing)
        if not is_told and witness.differs and is_sure:
            yield _stranger(witness, judged)


def _is_registered(citation: KeptCitation, judged: Judged) -> bool:
    verdicts = judged.dois.get(citation.doi or "")
    return verdicts is not None and verdicts.registration.is_registered


def _witnesses(
    citation: KeptCitation, mentions: Sequence[KeptMention], judged: Judged
) -> Iterator[_Witness]:
    """The DOI name of the reference and its other identifiers, as far as their works are known."""
    verdicts = judged.dois.get(citation.doi or "")
    comparison = judged.citations.get(citation.id)
    is_own = comparison is not None and not comparison.is_of_another
    if verdicts and verdicts.work and comparison and is_own and _is_registered(citation, judged):
        name = verdicts.registration.alias_of or verdicts.doi
        yield _Witness(
            scheme=Scheme.DOI,
            value=name,
            doi=name,
            work=verdicts.work,
            comparison=comparison,
            same=frozenset({f"doi:{name}", f"doi:{verdicts.doi}", *_isbns(verdicts.work)}),
            checks=verdicts.registration.checks,
        )
    fields = {f.name: f.value for f in sorted(citation.fields, key=lambda f: f.confidence)}
    for mention in mentions:
        verdict = judged.identifiers[mention.scheme, mention.value]
        if verdict.work is not None:
            yield _Witness(
                scheme=mention.scheme,
                value=mention.value,
                doi=verdict.doi,
                work=verdict.work,
                comparison=compare(citation.printed, fields, verdict.work),
                same=_names(verdict, verdict.work),
                checks=verdict.checks,
                mention=mention,
            )


def _names(verdict: IdentifierVerdict, work: Work) -> frozenset[str]:
    made = doi_names(verdict.scheme, verdict.value)
    dois = (f"doi:{name}" for name in (*made, verdict.doi, work.doi) if name)
    return frozenset({verdict.identifier, *verdict.same, *dois, *_isbns(work)})


def _isbns(work: Work) -> Iterator[str]:
    return (f"{Scheme.ISBN}:{isbn}" for isbn in isbns_of(work.isbn))


def _is_extra(witness: _Witness, witnesses: Sequence[_Witness]) -> bool:
    """Whether the work's own number of that scheme is printed, too: that of a comment beside it."""
    return any(other.agrees and other.scheme is witness.scheme for other in witnesses)


def _is_same(one: _Witness, other: _Witness) -> bool:
    """Whether something names the works of both; their book only where an ISBN is one of them."""
    is_of_book = Scheme.ISBN in (one.scheme, other.scheme)
    return any(
        is_of_book or not name.startswith(f"{Scheme.ISBN}:") for name in one.same & other.same
    )


def _compare(one: _Witness, other: _Witness) -> _Pair | None:
    """The pair when it disagrees for certain; ``one`` stands before ``other``, a DOI name first."""
    if _is_same(one, other) or (one.is_printed and other.is_printed):
        return None
    book, beside = (one, other) if one.scheme is Scheme.ISBN else (other, one)
    is_book = book.scheme is Scheme.ISBN
    if {one.agrees, other.agrees} == {True, False}:
        right, wrong = (one, other) if one.agrees else (other, one)
        if wrong.differs and are_strangers(book.work, beside.work, is_book=is_book):
            return _Pair(wrong, right, is_known=True)
        if is_book or wrong.differs:
            return None
    if not are_surely_strangers(book.work, beside.work, is_book=is_book):
        return None
    wrong, right = (one, other) if other.agrees else (other, one)
    return _Pair(wrong, right, is_known=False)


def _disagreement(citation: KeptCitation, pair: _Pair, judged: Judged) -> Finding:
    """Told at the identifier of the two that is wrong; at the one beside a wrong DOI name."""
    wrong, other = pair.wrong, pair.other
    place, beside = (wrong, other) if wrong.mention is not None else (other, wrong)
    mention = place.mention
    assert mention is not None, "of two identifiers one is no DOI name"
    finding = finding_at(
        mention,
        FindingKind.IDENTIFIER_CONFLICT,
        Severity.WARNING,
        subject=f"{place.scheme}:{place.value}",
        why=(
            f"The {place.label} {place.value} and the {beside.label} {beside.value} of this "
            f"reference name two works: {_work(place)}; {_work(beside)}. {_meaning(pair)}"
        ),
        checks=tuple(dict.fromkeys((*place.checks, *beside.checks))),
    )
    if not pair.is_known:
        return finding
    if wrong.mention is None:
        return replace(finding, should_say=address_of(other.doi) if other.doi else "")
    is_sure = bool({"title", "author"} & set(wrong.comparison.differing))
    if is_sure and wrong.scheme is not Scheme.ISBN:  # no reader follows an ISBN
        finding = replace(finding, severity=Severity.ERROR)
    numbers = _numbers(wrong, other)
    if len(numbers) == 1:
        finding = propose_number(finding, mention, numbers[0])
    finding = with_right(finding, mention, judged)
    if finding.should_say or numbers:
        return finding
    return replace(finding, why=f"{finding.why} Print the work's own, or none.")


def _meaning(pair: _Pair) -> str:
    """Which of the two is to be replaced, and with what."""
    wrong, other = pair.wrong, pair.other
    if pair.is_known:
        numbers = _numbers(wrong, other) if wrong.mention is not None else []
        own = f" For that work the {wrong.label} is {' or '.join(numbers)}." if numbers else ""
        return (
            f"The {wrong.label} is the wrong one: the reference agrees with the record of the "
            f"{other.label} in {listed_fields(other.comparison.agreeing)}.{own}"
        )
    if other.agrees:
        return (
            f"The reference agrees with the record of the {other.label}. Look which work is meant, "
            f"and replace the other."
        )
    if wrong.differs and other.differs:
        return "The reference agrees with neither. Look which work is meant."
    return "Look which work is meant, and replace the other."


def _numbers(wrong: _Witness, right: _Witness) -> list[str]:
    """What the work of ``right`` is called in the scheme of ``wrong``, as far as it is known."""
    scheme = f"{wrong.scheme}:"
    return sorted(n.removeprefix(scheme) for n in right.same if n.startswith(scheme))


def _stranger(witness: _Witness, judged: Judged) -> Finding:
    """An identifier whose work is not the one that the reference names, no DOI name beside it."""
    mention = witness.mention
    assert mention is not None, "no DOI name stands there"
    differing = differing_in_words(witness.comparison.differing)
    is_book = witness.scheme is Scheme.ISBN
    finding = finding_at(
        mention,
        FindingKind.IDENTIFIER_CONFLICT,
        Severity.WARNING if is_book else Severity.ERROR,
        subject=f"{witness.scheme}:{witness.value}",
        why=(
            f"This {witness.label} belongs to another work than the reference names: "
            f"{_titled(witness)}. They differ in {differing}."
        ),
        checks=witness.checks,
    )
    return with_right(finding, mention, judged)


def _work(witness: _Witness) -> str:
    """``the PubMed number that of “Low back pain”, BMJ 2006 (10.1136/…)``."""
    return f"the {witness.label} that of {_titled(witness)}"


def _titled(witness: _Witness) -> str:
    """Title, journal or book, and year of a work, and its DOI name where none is printed."""
    work = witness.work
    if not work.title:
        return "a work without a title"
    place = " ".join(filter(None, [work.container, str(work.year or "")]))
    name = witness.doi if witness.scheme is not Scheme.DOI else ""
    return f"“{work.title}”{f', {place}' if place else ''}{f' ({name})' if name else ''}"
