"""Everything that one run has judged, as findings and repairs get it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.records import Landing, LinkVerdict, Scheme, Work
from pipelines.matching.agreeing import Comparison
from pipelines.verification.judging.identifier_verdicts import IdentifierVerdict
from pipelines.verification.judging.notices import NoticeVerdict
from pipelines.verification.judging.verdicts import RegistrationVerdict, WebVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DoiVerdicts:
    """The verdicts on one DOI name; agreement is judged for each citation instead."""

    doi: str
    registration: RegistrationVerdict
    landing: WebVerdict[Landing]
    notice: NoticeVerdict
    work: Work | None
    leads_nowhere: bool = False
    """Certainly registered, and certainly without a page; ``landing.reason`` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightIdentifier:
    """The right number of a work, for a reference to it that prints a wrong one."""

    value: str
    doi: str
    """The DOI name of the work, which agrees with the reference."""
    checks: tuple[int, ...] = ()
    """Who gave the number; empty when the record of the DOI name holds it."""


@dataclass(kw_only=True)
class Judged:
    """Everything that was judged, as the findings need it."""

    dois: dict[str, DoiVerdicts] = field(default_factory=dict)
    citations: dict[str, Comparison] = field(default_factory=dict)
    """By reference id."""
    links: dict[str, WebVerdict[LinkVerdict]] = field(default_factory=dict)
    """By link id. Those that are simply there are left out: they are many, and nothing is to be
    said of them."""
    identifiers: dict[tuple[Scheme, str], IdentifierVerdict] = field(default_factory=dict)
    """By scheme and value: what is no DOI name."""
    right: dict[str, RightIdentifier] = field(default_factory=dict)
    """By mention id: what should stand in place of a wrong PMID, PMCID, ISBN or arXiv number."""
