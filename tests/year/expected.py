"""What has to come of the year, week by week, by the rules of verdicts and findings: the answers.

Thought out from the rules, not copied from a run: a failure counts when it is seen a third time,
so what fails from week n on is told in week n + 2, a page of the site's own in week n + 1; what
shows itself by its content (a sale, a casino, a redirect) and what a registry says is told at once.
Weeks that are not listed open and close nothing and end with 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.year import registry

_SITE = "http://www.spine-leaflets.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A week that is not quiet. A finding is ``kind subject @path``."""

    week: int
    why: str
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    exit: int = 0


_LEAFLET = "link_gone http://www.charity.test/old-leaflet"
_RETRACTED = f"work_retracted {registry.RETRACTED_IN_MARCH}"
_EXERCISES = f"link_gone {_SITE}/exercises.htm"
_MOVED = "link_moved http://www.oldsociety.test/guide @/stenosis.htm"
_DEAD = "link_unreachable http://www.oldsociety.test/guide @/stenosis.htm"
_PARKED = "link_parked http://selfhelp.test/page @/scoliosis.htm"
_CUT_SHORT = f"doi_not_registered {registry.CUT_SHORT} @/sciatica.htm"
_UNASKED = f"doi_unverified {registry.PRINTED_IN_THE_OUTAGE} @/neck-pain.htm"
_CIRCLE = "redirect_loop http://www.circle.test/page @/links.htm"
_POSTER = "link_gone http://www.museum.test/poster @/children.htm"
_BLANK = f"page_unreadable {_SITE}/neck-pain.htm @/neck-pain.htm"
_GARBLED = f"page_unreadable {_SITE}/scoliosis.htm @/scoliosis.htm"
_LOST = f"doi_landing_gone {registry.LOST_FOR_THREE_WEEKS} @/scoliosis.htm"
_HIJACKED = f"doi_landing_hijacked {registry.HIJACKED}"
_WARD = "link_gone http://www.hospital.test/ward @/surgery.htm"

YEAR = (
    Expected(
        week=0, opened=(_CUT_SHORT,), exit=1,
        why="asked twice in the first run, and nothing is registered under it",
    ),
    Expected(
        week=5, opened=(f"{_LEAFLET} @/back-pain.htm", f"{_LEAFLET} @/exercises.htm"), exit=1,
        why="404 since week 3, on both pages that link to it; the clinic's two days are no news",
    ),
    Expected(week=6, opened=(_MOVED,), why="301 at once: good to know, nothing is broken"),
    Expected(
        week=8, opened=(_WARD,), exit=1,
        why="404 since week 6; the wall of the weeks 9 to 12 changes nothing about it",
    ),
    Expected(
        week=9, opened=(f"{_RETRACTED} @/back-pain.htm", f"{_RETRACTED} @/sciatica.htm"), exit=1,
        why="Crossref tells of the retraction; records are asked for every week",
    ),
    Expected(
        week=13, opened=(f"{_EXERCISES} @/", f"{_EXERCISES} @/back-pain.htm"), exit=1,
        closed=(f"{_LEAFLET} @/exercises.htm",),
        why="404 of the site's own server since week 12, where the page was well: a second crawl"
        " has seen it; what stood on the page is no fault now. In week 16 two pages, on which"
        " findings stand, are not there in one crawl: a quiet week, and so is the next",
    ),
    Expected(week=14, opened=(_PARKED,), exit=1, why="a page of sale is proof by itself"),
    Expected(week=18, closed=(_CUT_SHORT,), why="the reference prints the right name now"),
    Expected(
        week=23, opened=(_DEAD, "link_soft_404 http://www.university.test/spine @/scoliosis.htm"),
        closed=(_MOVED,),
        why="the old name does not exist since week 21: its redirect is no help any more; a title"
        " has said not found since then, too: a warning, which does not ring",
    ),
    Expected(
        week=24, opened=("link_soft_404 http://www.faculty.test/spine @/stenosis.htm",),
        why="since week 22 a welcome where the text was, and the same at an address nobody made",
    ),
    Expected(
        week=26, exit=2,
        opened=(_UNASKED, "fragment_missing http://www.charity.test/guide @/back-pain.htm"),
        why="no registry answers: a name printed since is not judged, all else stays as it was; and"
        " the place that left a page in week 25 is missed again",
    ),
    Expected(week=27, exit=2, why="they still do not answer"),
    Expected(week=28, closed=(_UNASKED,), why="doi.org knows it"),
    Expected(
        week=30, opened=(f"doi_landing_gone {registry.DELETED} @/back-pain.htm",),
        closed=(_PARKED,),
        why="its handle leads to the page for deleted names; the domain is its owner's again",
    ),
    Expected(
        week=33, opened=(f"work_changed {registry.OLD_EDITION} @/neck-pain.htm",),
        why="the next edition is registered: good to know",
    ),
    Expected(
        week=34, opened=(_CIRCLE, f"{_HIJACKED} @/exercises.htm", f"{_LEAFLET} @/exercises.htm"),
        closed=(f"{_EXERCISES} @/", f"{_EXERCISES} @/back-pain.htm"), exit=1,
        why="a third week of redirects without end; and the page is back, with its dead link and "
        "with a reference whose publisher's domain a casino has had since week 16",
    ),
    Expected(
        week=36, opened=(_BLANK,), closed=(_CIRCLE,),
        why="an empty answer of the site's own: what the page cites is not held to be mended",
    ),
    Expected(week=37, opened=(_GARBLED,), why="an answer that nobody can unpack"),
    Expected(week=38, closed=(_BLANK, _GARBLED), why="both pages can be read again"),
    Expected(
        week=39, opened=(_LOST, _POSTER), exit=1,
        why="404 for the third time; and the waiver held until 30 September",
    ),
    Expected(week=40, closed=(_LOST,), why="the publisher has found its page again"),
    Expected(
        week=41, opened=(f"work_retracted {registry.LISTED_IN_OCTOBER} @/surgery.htm",), exit=1,
        why="Retraction Watch lists it",
    ),
    Expected(
        week=45, closed=(f"{_LEAFLET} @/back-pain.htm", f"{_LEAFLET} @/exercises.htm"),
        why="the leaflet is back",
    ),
    Expected(
        week=46, opened=(f"work_changed {registry.CORRECTED} @/stenosis.htm",),
        why="Crossref tells of a correction: good to know",
    ),
    Expected(week=48, exit=2, why="the site itself does not work: nothing is asked or judged"),
)  # fmt: skip

NOT_TOLD = (
    "www.clinic.test", "www.flapping.test", "www.secure.test", "dns.test", "www.empty.test",
    "www.drift.test", "www.files.test", "www.busy.test", "www.members.test", "www.newsociety.test",
    "www.college.test", "www.radio.test", "www.library.test", "www.sports.test",
)  # fmt: skip
"""Hosts about which nothing may ever be said: they fail for once, or keep us out."""
