"""The audited site: ten pages, what they cite and where they lead, as they are in a week."""

from __future__ import annotations

from html import escape

from tests.awkward.answers import answer
from tests.awkward.server import NOT_HERE, Manner, Site
from tests.year import registry
from tests.year.registry import printed

HOST = "www.spine-leaflets.test"
HOME = f"http://{HOST}/"

VANISHED = range(12, 34)
"""Weeks in which ``/exercises.htm`` is not there."""
DEPLOYED = 16
"""The week in which two pages are not there while the site is crawled, and a minute later are."""
BLANK = range(36, 38)
"""Weeks in which the answer at ``/neck-pain.htm`` is empty."""
GARBLED = 37
"""The week in which the answer at ``/scoliosis.htm`` cannot be unpacked."""
DOWN = 48
"""The week in which the site itself does not work."""
FAULTY = 43
"""The week in which one page of it does not."""
MENDED_FROM = 18
PRINTED_FROM = 26

_TEXTS = {
    "/back-pain.htm": "Most people have back pain once in their lives. It goes by itself in weeks.",
    "/sciatica.htm": "A nerve root that is pressed upon hurts down to the foot.",
    "/stenosis.htm": "A narrow canal makes walking hard, and sitting down helps.",
    "/scoliosis.htm": "A spine that bends to the side is looked after by several people.",
    "/surgery.htm": "An operation is seldom urgent. There is time to ask.",
    "/exercises.htm": "Whatever is done regularly helps. Begin slowly and go on.",
    "/neck-pain.htm": "The neck hurts those who look at screens all day, and many others.",
    "/children.htm": "Children with back pain are examined more closely than adults.",
}
_LINKS = {
    "/back-pain.htm": (
        "/exercises.htm", "http://www.charity.test/help", "http://www.charity.test/guide#exercises",
        "http://www.library.test/back", "http://www.clinic.test/page",
        "http://www.charity.test/old-leaflet",
    ),
    "/sciatica.htm": (
        "http://www.hospital.test/spine", "http://www.flapping.test/page",
        "https://www.secure.test/page", "/surgery.htm",
    ),
    "/stenosis.htm": (
        "http://www.oldsociety.test/guide", "http://www.drift.test/page",
        "http://www.faculty.test/spine",
    ),
    "/scoliosis.htm": ("http://selfhelp.test/page", "http://www.university.test/spine"),
    "/surgery.htm": (
        "http://www.hospital.test/team", "http://www.hospital.test/ward",
        "http://www.members.test/forms",
    ),
    "/exercises.htm": (
        "http://www.sports.test/gym", "http://www.charity.test/old-leaflet",
    ),
    "/neck-pain.htm": ("http://www.library.test/neck", "http://www.empty.test/page"),
    "/children.htm": ("/scoliosis.htm", "http://www.museum.test/poster", "http://dns.test/page"),
    "/links.htm": (
        "http://www.charity.test/groups", "http://www.radio.test/spine-week",
        "http://www.radio.test/podcast", "http://www.library.test/books",
        "http://www.files.test/leaflet.pdf", "http://www.busy.test/page",
        "http://www.circle.test/page", "mailto:webmaster@spine-leaflets.test",
    ),
}  # fmt: skip
_CITED = {
    "/back-pain.htm": ("10.5555/bj.2001.0042", registry.DELETED, registry.RETRACTED_IN_MARCH),
    "/sciatica.htm": (registry.RETRACTED_IN_MARCH, registry.RIGHT),
    "/stenosis.htm": ("10.5558/ortho.2014.5", registry.CORRECTED),
    "/scoliosis.htm": (registry.LOST_FOR_THREE_WEEKS, "10.5555/bj.2021.0630"),
    "/surgery.htm": (registry.LISTED_IN_OCTOBER, registry.WALLED),
    "/exercises.htm": (registry.HIJACKED,),
    "/neck-pain.htm": (registry.OLD_EDITION,),
    "/children.htm": ("10.5555/bj.2005.0190", "10.5557/coll.2016.91"),
}  # fmt: skip


def site_in(week: int) -> Site:
    """The host of the site in a week: its pages, and 404 for everything else."""
    if week == DOWN:
        return Site(paths={"*": answer(503, b"Down for maintenance")})
    paths: dict[str, Manner] = {path: _page(path, week) for path in _LINKS}
    paths["/"] = _home()
    if week in VANISHED:
        paths["/exercises.htm"] = NOT_HERE
    if week == DEPLOYED:
        paths |= dict.fromkeys(("/back-pain.htm", "/sciatica.htm"), NOT_HERE)
    if week in BLANK:
        paths["/neck-pain.htm"] = answer(200, b"")
    if week == GARBLED:
        garbled = b"\x1f\x8b not a gzip stream"
        paths["/scoliosis.htm"] = answer(200, garbled, "text/html", Content_Encoding="gzip")
    if week == FAULTY:
        paths["/surgery.htm"] = answer(500, b"Internal Server Error")
    return Site(paths=paths)


def _home() -> bytes:
    menu = "".join(f'<li><a href="{path}">{_title(path)}</a></li>' for path in _LINKS)
    return _html("Spine leaflets", f"<p>Leaflets about the spine, for patients.</p><ul>{menu}</ul>")


def _page(path: str, week: int) -> bytes:
    places = "".join(
        f'<p>See <a href="{escape(url)}">what they say ({number})</a> about it.</p>'
        for number, url in enumerate(_LINKS[path], 1)
    )
    text = f"<p>{_TEXTS[path]}</p>" if path in _TEXTS else ""
    entries = "".join(f"<li>{escape(entry)}</li>" for entry in _references(path, week))
    sources = f"<h2>References</h2><ol>{entries}</ol>" if entries else ""
    return _html(_title(path), text + places + sources)


def _references(path: str, week: int) -> list[str]:
    """What a page cites; one DOI name is cut short until it is mended, one is added in summer."""
    cut_short = {registry.RIGHT: registry.CUT_SHORT} if week < MENDED_FROM else {}
    entries = [printed(doi, cut_short.get(doi, "")) for doi in _CITED.get(path, ())]
    if path == "/neck-pain.htm" and week >= PRINTED_FROM:
        entries.append(printed(registry.PRINTED_IN_THE_OUTAGE))
    return entries


def _title(path: str) -> str:
    return path.strip("/").removesuffix(".htm").replace("-", " ").capitalize()


def _html(title: str, body: str) -> bytes:
    source = (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><main>"
        f"<h1>{title}</h1>{body}</main></body></html>"
    )
    return answer(200, source, "text/html; charset=utf-8")
