"""What is registered in the year, and what registries do from week to week."""
# ruff: noqa: E501 (a work stands on one line)

from __future__ import annotations

from dataclasses import replace

from tests.replica.world.work import Update, Work
from tests.replica.world.works import Works

RETRACTED_IN_MARCH = "10.5555/bj.2008.0113"
LISTED_IN_OCTOBER = "10.5555/bj.2012.0217"
CORRECTED = "10.5555/bj.2018.0444"
DELETED = "10.5555/bj.2003.0088"
HIJACKED = "10.5556/sp.1999.12"
WALLED = "10.5557/coll.2010.77"
LOST_FOR_THREE_WEEKS = "10.5555/bj.2015.0301"
OLD_EDITION = "10.1002/14651858.cd009999.pub2"
NEW_EDITION = "10.1002/14651858.cd009999.pub3"
PRINTED_IN_THE_OUTAGE = "10.5555/bj.2020.0512"
RIGHT = "10.5555/bj.2009.004518"
CUT_SHORT = "10.5555/bj.2009.00451"
"""What the page prints until it is mended: the last figure of ``RIGHT`` is missing."""

OUTAGE = range(26, 28)
"""Weeks in which doi.org and Crossref answer 503."""
_DELETED_FROM = 30
_NEW_EDITION_FROM = 33


def _work(doi: str, host: str, title: str, who: str, year: int, numbers: str, **more: str) -> Work:
    volume, issue, page = numbers.split("/")
    authors = tuple((name.split()[0], name.split()[1]) for name in who.split(", "))
    facts: dict[str, str] = {
        "container": "Back Journal", "short": "Back J", "publisher": "Back Press",
        "landing": f"http://{host}/doi/{doi}",
    } | more  # fmt: skip
    return Work(
        doi=doi, title=title, authors=authors, year=year, volume=volume, issue=issue, page=page,
        **facts,
    )  # fmt: skip


_COCHRANE = {
    "container": "Cochrane Database of Systematic Reviews", "short": "Cochrane Database Syst Rev",
    "publisher": "Wiley",
}  # fmt: skip
_JOURNAL = "www.backjournal.test"
# fmt: off
WORKS = (
    _work("10.5555/bj.2001.0042", _JOURNAL, "Walking programmes for chronic low back pain: a randomised trial", "Walker A, Stone B", 2001, "12/3/101-110"),
    _work(DELETED, _JOURNAL, "Heat wraps during the first week of acute lumbago", "Warm C, Frost D", 2003, "14/1/55-61"),
    _work("10.5555/bj.2005.0190", _JOURNAL, "Beliefs about posture among schoolteachers and their pupils", "Upright E", 2005, "16/4/190-199"),
    _work(RETRACTED_IN_MARCH, _JOURNAL, "Magnetic belts heal herniated discs within a fortnight", "Pole F, Field G", 2008, "19/2/113-120"),
    _work(RIGHT, _JOURNAL, "Recurrence of sciatica ten years after microdiscectomy", "Nerve H, Root I", 2009, "20//004518"),
    _work(LISTED_IN_OCTOBER, _JOURNAL, "Vitamin infusions before spinal fusion shorten hospital stay", "Drip J", 2012, "23/2/217-225"),
    _work(LOST_FOR_THREE_WEEKS, _JOURNAL, "Bracing adolescents with idiopathic scoliosis: adherence measured by sensors", "Curve K, Brace L", 2015, "26/3/301-312"),
    _work(CORRECTED, _JOURNAL, "Opioid prescriptions after decompression of the lumbar canal", "Poppy M, Canal N", 2018, "29/5/444-452"),
    _work(PRINTED_IN_THE_OUTAGE, _JOURNAL, "Telephone coaching for neck pain among office workers", "Ring O, Desk P", 2020, "31/5/512-520"),
    _work("10.5555/bj.2021.0630", _JOURNAL, "Return to sport of gymnasts with spondylolysis", "Vault Q", 2021, "32/6/630-637"),
    _work(HIJACKED, "www.spinepress.test", "Manual therapy of the thoracic spine in general practice", "Hand R, Thumb S", 1999, "4/1/12-19", container="Spine Practice", short="Spine Pract", publisher="Spine Press"),
    _work("10.5558/ortho.2014.5", "www.orthoclinic.test", "Walking distance before and after interspinous spacers", "Gap T, Step U", 2014, "8/1/5-14", container="Ortho Clinic", short="Ortho Clin", publisher="Ortho House"),
    _work(WALLED, "www.college.test", "Consent before operations of the cervical spine", "Sign V, Pen W", 2010, "7/2/77-84", container="College Letters", short="Coll Lett", publisher="The College"),
    _work("10.5557/coll.2016.91", "www.college.test", "Red flags in children with back pain", "Flag X", 2016, "13/2/91-97", container="College Letters", short="Coll Lett", publisher="The College"),
    _work(OLD_EDITION, "www.reviews.test", "Exercise therapy for chronic neck pain", "Train Y, Rest Z", 2016, "4//CD009999", **_COCHRANE),
)
# fmt: on
_NEXT_EDITION = _work(
    NEW_EDITION,
    "www.reviews.test",
    "Exercise therapy for chronic neck pain",
    "Train Y, Rest Z",
    2026,
    "8//CD009999",
    **_COCHRANE,
)  # fmt: skip
_NOTICES = {
    RETRACTED_IN_MARCH: (9, Update("retraction", "10.5555/bj.2026.r1", "publisher", "2026-03-05")),
    CORRECTED: (46, Update("correction", "10.5555/bj.2026.c1", "publisher", "2026-11-20")),
}
"""Work -> (first week, notice) as Crossref tells it."""
_LISTED = (41, (LISTED_IN_OCTOBER, "Retraction", "10.5555/bj.2026.r2", "2026-10-16"))


def works_in(week: int) -> Works:
    """Everything that is registered in a week, as its records are then."""
    known = {work.name: work for work in WORKS}
    for name, (since, update) in _NOTICES.items():
        if week >= since:
            known[name] = replace(known[name], updates=(update,))
    if week >= _DELETED_FROM:
        known[DELETED] = replace(known[DELETED], landing="https://www.crossref.org/_deleted-doi/")
    if week >= _NEW_EDITION_FROM:
        known[NEW_EDITION] = _NEXT_EDITION
    return Works(known)


def notes_in(week: int) -> dict[str, object]:
    """The knobs of the replica's world in a week."""
    notes: dict[str, object] = {"works": works_in(week)}
    if week in OUTAGE:
        notes |= {"doi_org_down": True, "crossref_down": True}
    since, row = _LISTED
    notes["retraction_watch"] = [row] if week >= since else []
    return notes


def printed(doi: str, as_doi: str = "") -> str:
    """A reference to a work as the site prints it, perhaps with another DOI name."""
    work = next(work for work in WORKS if work.doi == doi)
    names = ", ".join(f"{family} {given}" for family, given in work.authors)
    issue = f"({work.issue})" if work.issue else ""
    where = f"{work.year};{work.volume}{issue}:{work.page}"
    return f"{names}. {work.title}. {work.short}. {where}. doi: {as_doi or work.doi}"
