"""What every closed word means: one label, one sentence, one tone. Data only.

Published as the table ``vocabulary``, so that pages, feeds and analysts use the same words.
A tone says how a reader should feel about a value, never colour alone: ``good``, ``warn``,
``bad``, ``info`` or ``unknown``. Long because the vocabularies of ``archive.records`` are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive import records as r
from archive.site.codes import CODES, Rows
from archive.site.severities import RETRACTED_SEVERITY, SEVERITIES, SEVERITY


@dataclass(frozen=True, slots=True)
class Word:
    """One value of one closed vocabulary, for people."""

    field: str
    """Name of the vocabulary, e.g. ``registration``; most often the column's name."""
    value: str
    label: str
    meaning: str
    tone: str


REGISTRATION: Rows = {
    r.Registration.REGISTERED: ("registered", "The name exists in the handle system.", "good"),
    r.Registration.ALIAS: (
        "registered, an alias",
        "The name exists and stands for another DOI name: the same work.",
        "good",
    ),
    r.Registration.NOT_REGISTERED: (
        "not registered",
        "doi.org does not know the name: it was asked twice, the second time for a fresh answer.",
        "bad",
    ),
    r.Registration.NOT_A_DOI: ("not a DOI", "The text does not have the form of a DOI.", "bad"),
    r.Registration.UNKNOWN: (
        "not known yet",
        "doi.org has not been asked, or could not be reached.",
        "unknown",
    ),
}

LANDING: Rows = {
    r.Landing.REACHED: ("page reached", "The landing page answered.", "good"),
    r.Landing.MOVED: (
        "page moved",
        "The landing page has moved to another site for good, and works there.",
        "info",
    ),
    r.Landing.BLOCKED: (
        "blocked",
        "The publisher turned our program away: a wall against robots or strangers. That says "
        "nothing about readers.",
        "unknown",
    ),
    r.Landing.GONE: (
        "page gone",
        "The landing page was missing again and again, at moments well apart.",
        "bad",
    ),
    r.Landing.HIJACKED: ("hijacked", "Somebody else's content stands there now.", "bad"),
    r.Landing.UNKNOWN: ("not known yet", "The landing page has not been asked for.", "unknown"),
}

AGREEMENT: Rows = {
    r.Agreement.AGREES: (
        "the same work",
        "Printed reference and registered record agree.",
        "good",
    ),
    r.Agreement.PARTIAL: (
        "partly the same",
        "Some fields agree; none differs enough to call it another work.",
        "info",
    ),
    r.Agreement.DIFFERS: (
        "another work",
        "The DOI leads to a work other than the one the reference names.",
        "bad",
    ),
    r.Agreement.NO_METADATA: (
        "nothing to compare",
        "The registration agency gave no record to compare with.",
        "unknown",
    ),
    r.Agreement.NO_CITATION: (
        "no reference to compare",
        "The DOI stands outside any reference, or in one that names it as another work's.",
        "unknown",
    ),
}

NOTICE: Rows = {
    r.Notice.NONE: ("no notice", "No retraction, correction or newer version is known.", "good"),
    r.Notice.RETRACTED: ("retracted", "The work has been retracted: do not rely on it.", "bad"),
    r.Notice.WITHDRAWN: ("withdrawn", "The work has been withdrawn.", "bad"),
    r.Notice.CONCERN: (
        "expression of concern",
        "The publisher has voiced doubts about the work.",
        "bad",
    ),
    r.Notice.CORRECTED: ("corrected", "A correction to the work has been published.", "warn"),
    r.Notice.SUPERSEDED: ("newer version", "A newer version replaces the work.", "warn"),
    r.Notice.UNKNOWN: ("not known yet", "The registry could not be asked.", "unknown"),
}

LINK_VERDICT: Rows = {
    r.LinkVerdict.OK: ("works", "The link was reached.", "good"),
    r.LinkVerdict.MOVED: (
        "moved",
        "The address has moved for good: write the new one.",
        "warn",
    ),
    r.LinkVerdict.GONE: ("gone", "The page no longer exists.", "bad"),
    r.LinkVerdict.SOFT_404: (
        "gone, without saying so",
        "The server answers as if all were well, but the page is not there.",
        "bad",
    ),
    r.LinkVerdict.FRAGMENT_MISSING: (
        "place missing",
        "The page is there, but the place on it that the link names is not.",
        "warn",
    ),
    r.LinkVerdict.PARKED: ("parked", "The domain is for sale or full of advertising.", "bad"),
    r.LinkVerdict.BLOCKED: (
        "blocked",
        "The server turned our program away: a wall against robots or strangers. That says "
        "nothing about readers.",
        "unknown",
    ),
    r.LinkVerdict.UNREACHABLE: (
        "no answer",
        "The server did not answer, repeatedly.",
        "bad",
    ),
    r.LinkVerdict.INVALID: ("not an address", "The text cannot be an address.", "bad"),
    r.LinkVerdict.UNSAFE: (
        "not asked",
        "The address leads into a private network and is never asked.",
        "unknown",
    ),
    r.LinkVerdict.EXCLUDED: (
        "not checked",
        "An address that is not checked: mail, telephone, or left out on purpose.",
        "info",
    ),
    r.LinkVerdict.UNKNOWN: (
        "not known yet",
        "Not checked yet, or the answer decides nothing.",
        "unknown",
    ),
}

STATE: Rows = {
    r.FindingState.NEW: ("new", "Found for the first time in the latest run.", "info"),
    r.FindingState.OPEN: ("open", "Known from an earlier run and still there.", "info"),
    r.FindingState.RECOVERED: ("resolved", "No longer wrong: repaired, or back by itself.", "good"),
    r.FindingState.WAIVED: ("accepted", "Somebody looked at it and accepted it.", "info"),
}

FINDING_KIND: Rows = {
    r.FindingKind.DOI_NOT_REGISTERED: (
        "DOI does not exist",
        "The printed DOI is not registered: a reader who follows it gets an error.",
        "bad",
    ),
    r.FindingKind.DOI_MALFORMED: (
        "DOI misspelt",
        "What is printed as a DOI does not have the form of one.",
        "bad",
    ),
    r.FindingKind.DOI_CONFLICT: (
        "two different DOIs",
        "The text shows one DOI, the link behind it leads to another.",
        "bad",
    ),
    r.FindingKind.DOI_LANDING_GONE: (
        "DOI leads nowhere",
        "The DOI is registered, but the page it leads to is gone.",
        "bad",
    ),
    r.FindingKind.DOI_NO_LANDING: (
        "DOI without a page",
        "The DOI is registered, but its registration names no page to go to.",
        "info",
    ),
    r.FindingKind.DOI_LANDING_HIJACKED: (
        "DOI leads to a stranger",
        "The page the DOI leads to belongs to somebody else now.",
        "bad",
    ),
    r.FindingKind.DOI_UNVERIFIED: (
        "DOI not verified",
        "The registry could not be asked, so nothing is claimed.",
        "unknown",
    ),
    r.FindingKind.WRONG_WORK: (
        "wrong work",
        "The DOI belongs to a work other than the one the reference names.",
        "bad",
    ),
    r.FindingKind.WORK_RETRACTED: (
        "retracted work",
        "The cited work has been retracted since.",
        "bad",
    ),
    r.FindingKind.WORK_CHANGED: (
        "work changed since",
        "The cited work has been corrected, replaced or withdrawn since.",
        "warn",
    ),
    r.FindingKind.DOI_MISSING: (
        "DOI not given",
        "The work has a DOI and the reference does not print it.",
        "info",
    ),
    r.FindingKind.LINK_GONE: (
        "dead link",
        "What is linked or shown there no longer exists.",
        "bad",
    ),
    r.FindingKind.LINK_MOVED: (
        "link moved",
        "The linked page has a new permanent address.",
        "warn",
    ),
    r.FindingKind.LINK_SOFT_404: (
        "dead link in disguise",
        "The server answers, but the page is not there.",
        "bad",
    ),
    r.FindingKind.LINK_PARKED: ("parked domain", "The linked domain is for sale.", "bad"),
    r.FindingKind.LINK_INVALID: (
        "misspelt link",
        "Not an address, not the one meant, or one for a single computer or network.",
        "bad",
    ),
    r.FindingKind.LINK_UNREACHABLE: (
        "unreachable link",
        "The linked server did not answer, repeatedly.",
        "bad",
    ),
    r.FindingKind.IDENTIFIER_CONFLICT: (
        "identifiers disagree",
        "Two identifiers of one reference belong to different works.",
        "bad",
    ),
    r.FindingKind.IDENTIFIER_UNKNOWN: (
        "no such identifier",
        "An ISBN, PubMed number or the like cannot exist, or its authority knows none.",
        "bad",
    ),
    r.FindingKind.CITATION_DIFFERS: (
        "misprinted reference",
        "The right work, but a number, or the first author, is one slip away from the record.",
        "info",
    ),
    r.FindingKind.FRAGMENT_MISSING: (
        "missing place",
        "The linked page lacks the place the link points to.",
        "warn",
    ),
    r.FindingKind.REDIRECT_LOOP: (
        "redirect loop",
        "The address leads back to itself for ever.",
        "bad",
    ),
    r.FindingKind.PAGE_UNREADABLE: (
        "page cannot be read",
        "A page of the site is empty, or is sent in a form that cannot be unpacked.",
        "bad",
    ),
}

PAGE_KIND: Rows = {
    r.PageKind.ARTICLE: ("article", "A text with a title.", "info"),
    r.PageKind.NEWS: ("news", "One dated news item in full.", "info"),
    r.PageKind.GLOSSARY: ("glossary", "Terms with their definitions.", "info"),
    r.PageKind.LISTING: ("list", "A list of other pages.", "info"),
    r.PageKind.LANDING: ("entrance", "An entrance page: teasers, no text of its own.", "info"),
    r.PageKind.DOCUMENT: ("document", "Not a web page: a PDF.", "info"),
    r.PageKind.UNREAD: ("not read", "Kept, but its content could not be read.", "unknown"),
}

AUTHORITY: Rows = {
    r.Authority.DOI_ORG: ("doi.org", "The handle system, which registers DOIs.", "info"),
    r.Authority.CROSSREF: ("Crossref", "Registration agency of scholarly publishers.", "info"),
    r.Authority.DATACITE: ("DataCite", "Registration agency of research data.", "info"),
    r.Authority.CONTENT_NEGOTIATION: (
        "doi.org (metadata)",
        "The record any agency gives through doi.org.",
        "info",
    ),
    r.Authority.LANDING: ("the publisher", "The publisher's own page.", "info"),
    r.Authority.WEB: ("the web server", "The server the link names.", "info"),
    r.Authority.WAYBACK: ("Internet Archive", "The Wayback Machine.", "info"),
    r.Authority.TIMEMAP: ("a TimeMap", "A web archive's list of what it holds.", "info"),
    r.Authority.NCBI: ("PubMed", "The NCBI, which keeps PubMed and PubMed Central.", "info"),
    r.Authority.HANDLE: ("Handle.Net", "The handle system beyond DOI names.", "info"),
    r.Authority.RETRACTION_WATCH: (
        "Retraction Watch",
        "Its list of retractions and other notices, which Crossref publishes.",
        "info",
    ),
    r.Authority.OWN_CRAWL: ("our own crawl", "The captures of this archive.", "info"),
}

QUESTION: Rows = {
    r.Question.REGISTRATION: ("Is the DOI registered?", "Asked of the handle system.", "info"),
    r.Question.AGENCY: ("Which agency registered it?", "Asked of doi.org.", "info"),
    r.Question.METADATA: ("What does it name?", "Asked of the registration agency.", "info"),
    r.Question.SEARCH: (
        "Which works resemble the reference?",
        "Asked of a registration agency, with the printed reference.",
        "info",
    ),
    r.Question.LANDING: ("Does its page work?", "Asked of the publisher.", "info"),
    r.Question.LINK: ("Does the link work?", "Asked of the server it names.", "info"),
    r.Question.MEMENTO: ("Is there an archived copy?", "Asked of a web archive.", "info"),
    r.Question.CROSSWALK: (
        "Which DOI stands for it?",
        "Asked of whoever gave out the identifier: PubMed, arXiv, a handle server.",
        "info",
    ),
    r.Question.NOTICES: ("Was it retracted or changed?", "Looked up in a list of notices.", "info"),
}

EXISTENCE: Rows = {
    r.Existence.KNOWN: ("exists", "Its authority knows it.", "good"),
    r.Existence.ABSENT: ("does not exist", "Its authority says there is no such thing.", "bad"),
    r.Existence.INVALID: ("impossible", "Its length or check digit is wrong.", "bad"),
    r.Existence.UNKNOWN: ("not known", "Not asked, or nobody to ask.", "unknown"),
}

OUTCOME: Rows = {
    r.Outcome.RUNNING: ("running", "Not finished yet, or killed.", "unknown"),
    r.Outcome.FINISHED: ("finished", "Did what it set out to do.", "good"),
    r.Outcome.INTERRUPTED: ("interrupted", "Stopped or killed; the next run continues.", "warn"),
    r.Outcome.FAILED: ("failed", "Could not do its work.", "bad"),
}

COVERAGE: Rows = {
    r.FrontierState.DUE: ("waiting", "Known, not asked yet.", "unknown"),
    r.FrontierState.LEASED: ("being asked", "Handed to the downloader.", "unknown"),
    r.FrontierState.FETCHED: ("fetched", "An answer was received and captured.", "good"),
    r.FrontierState.SKIPPED: ("skipped", "Not asked, for the reason given.", "info"),
    r.FrontierState.FAILED: ("failed", "Asked, but no answer could be had.", "bad"),
}

PLACE: Rows = {
    r.Place.TEXT: ("visible text", "A reader sees it.", "info"),
    r.Place.HREF: ("link target", "It stands in the address behind a link.", "info"),
    r.Place.META: ("metadata", "It stands in the page's head.", "info"),
}

VOCABULARIES: dict[str, Rows] = {
    "registration": REGISTRATION,
    "landing": LANDING,
    "agreement": AGREEMENT,
    "notice": NOTICE,
    "verdict": LINK_VERDICT,
    "severity": SEVERITY,
    "severity_retracted": RETRACTED_SEVERITY,
    "severities": SEVERITIES,
    "state": STATE,
    "finding_kind": FINDING_KIND,
    "page_kind": PAGE_KIND,
    "authority": AUTHORITY,
    "question": QUESTION,
    "existence": EXISTENCE,
    "outcome": OUTCOME,
    "coverage": COVERAGE,
    "place": PLACE,
    **CODES,
}


def vocabulary() -> dict[str, dict[str, tuple[str, str, str]]]:
    """field -> value -> (label, meaning, tone), as plain text."""
    return {
        field: {str(value): row for value, row in rows.items()}
        for field, rows in VOCABULARIES.items()
    }


def words() -> Iterator[Word]:
    """Every word, vocabulary by vocabulary, in the order of the enums."""
    for field, rows in VOCABULARIES.items():
        for value, (label, meaning, tone) in rows.items():
            yield Word(field, str(value), label, meaning, tone)
