"""The hosts that the site links to, and the landing pages of its DOIs, as they are in a week."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.awkward.answers import answer, article, page, prose, reset, to
from tests.awkward.server import Manner, Site
from tests.year.registry import LOST_FOR_THREE_WEEKS, WORKS

Host = Callable[[int], Site | None]
"""The host in a week; None: its name does not exist."""

BLOCKED = range(9, 13)
"""Weeks in which the hospital keeps programs out."""
FLAPS = range(10, 31)
"""Weeks in which the flapping host fails every other time."""
NO_NAME_SERVER = range(40, 44)
"""Weeks in which nobody can look up the name ``dns.test`` (SERVFAIL)."""

_WALL = page(
    "Just a moment...", "<p>Enable JavaScript and cookies to continue</p>", status=403,
    CF_Mitigated="challenge",
)  # fmt: skip
_FOR_SALE = page("selfhelp.test is for sale", "<p>This domain is for sale. Buy this domain.</p>")
_CASINO = page(
    "Online Casino 2026 - Slots and Bonus",
    "<p>Play slots, roulette and poker. Free spins, jackpot, online casino bonus.</p>",
)
_SORRY = page("Page not found", "<p>Sorry, the page you are looking for does not exist.</p>")
_GUIDE = '<h2 id="exercises">Exercises</h2>' + prose("exercises")


def _charity(week: int) -> Site:
    places = _GUIDE if week < 25 else prose("exercises")
    paths: dict[str, Manner] = {
        "/help": article("Help for patients"),
        "/groups": article("Groups near you"),
        "/guide": page("A guide to back pain", places),
    }
    if not 3 <= week < 45:
        paths["/old-leaflet"] = article("An old leaflet")
    return Site(paths=paths)


def _hospital(week: int) -> Site:
    if week in BLOCKED:
        return Site(paths={"*": _WALL})
    paths: dict[str, Manner] = {
        "/spine": article("The spine unit"),
        "/team": article("Our team"),
    }
    if week < 6:
        paths["/ward"] = article("The ward")
    return Site(paths=paths)


def _old_society(week: int) -> Site | None:
    if week >= 21:
        return None
    moved = to("http://www.newsociety.test/guide", 301)
    return Site(paths={"/guide": moved if week >= 6 else article("The guide of the society")})


def _flapping(week: int) -> Site:
    is_down = week in FLAPS and week % 2 == 0
    return Site(paths={"*": reset if is_down else article("Now and then")})


def _university(week: int) -> Site:
    if week >= 21:
        return Site(paths={"*": _SORRY})
    return Site(paths={"/spine": article("Lectures about the spine")})


def _faculty(week: int) -> Site:
    if week >= 22:
        return Site(paths={"*": article("Welcome to the new faculty")})
    return Site(paths={"/spine": article("Courses about the spine")})


def _drifting(week: int) -> Site:
    return Site(paths={"/page": article("A page of ours" if week < 20 else "Another page of ours")})


def _files(week: int) -> Site:
    pdf = answer(200, b"%PDF-1.4\n%%EOF\n", "application/pdf")
    return Site(paths={"/leaflet.pdf": pdf if week < 31 else article("Our new website")})


def _spine_press(week: int) -> Site:
    return Site(paths={"*": _CASINO} if week >= 16 else _landing_pages("www.spinepress.test"))


def _journal(week: int) -> Site:
    paths = _landing_pages("www.backjournal.test")
    if week in range(37, 40):
        del paths[f"/doi/{LOST_FOR_THREE_WEEKS}"]
    return Site(paths=paths)


def _landing_pages(host: str) -> dict[str, Manner]:
    """A page with title and ``citation_doi`` for each work that leads to a host."""
    return {
        urlsplit(work.landing).path: page(
            work.title, prose(work.title),
            head=f'<meta name="citation_doi" content="{work.doi}">',
        )
        for work in WORKS
        if urlsplit(work.landing).netloc == host
    }  # fmt: skip


def _always(*paths: str) -> Host:
    """A host whose pages are there all year."""
    return lambda week: Site(paths={path: article(f"Page {path}") for path in paths})


def _only(first: int, last: int, trouble: Manner, path: str = "/page") -> Host:
    """A host of one page that is in trouble from one week to another, both included."""
    return lambda week: Site(
        paths={"*": trouble} if first <= week <= last else {path: article("A steady page")}
    )


def _secure(week: int) -> Site:
    return Site(
        paths={"/page": article("A page kept safe")},
        certificate="expired" if week == 24 else "good",
    )


HOSTS: dict[str, Host] = {
    "www.charity.test": _charity,
    "www.clinic.test": _only(5, 5, reset),
    "www.hospital.test": _hospital,
    "www.oldsociety.test": _old_society,
    "www.newsociety.test": _always("/guide"),
    "selfhelp.test": _only(14, 29, _FOR_SALE),
    "www.flapping.test": _flapping,
    "www.university.test": _university,
    "www.faculty.test": _faculty,
    "www.secure.test": _secure,
    "dns.test": lambda week: None if week in NO_NAME_SERVER else Site(paths={"/page": _STEADY}),
    "www.empty.test": _only(29, 30, answer(200, b"")),
    "www.drift.test": _drifting,
    "www.files.test": _files,
    "www.museum.test": lambda week: Site(),
    "www.busy.test": lambda week: Site(paths={"*": answer(429, b"Slow down")}),
    "www.members.test": lambda week: Site(paths={"*": page("Members only", status=401)}),
    "www.circle.test": _only(32, 35, to("http://www.circle.test/page", 302)),
    "www.radio.test": _always("/spine-week", "/podcast"),
    "www.library.test": _always("/back", "/neck", "/books"),
    "www.sports.test": _always("/gym"),
    "www.backjournal.test": _journal,
    "www.spinepress.test": _spine_press,
    "www.orthoclinic.test": lambda week: Site(paths=_landing_pages("www.orthoclinic.test")),
    "www.college.test": lambda week: Site(paths={"*": _WALL}),
    "www.reviews.test": lambda week: Site(paths=_landing_pages("www.reviews.test")),
    "www.crossref.org": _always("/_deleted-doi/"),
}
_STEADY = article("A steady page")


def hosts_in(week: int) -> dict[str, Site]:
    """Every host whose name exists in a week."""
    return {name: site for name, host in HOSTS.items() if (site := host(week)) is not None}
