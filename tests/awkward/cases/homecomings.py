"""Pages that are sent to a start page: of a host that was merged, of what was meant, to a place in it."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, page, prose, to
from tests.awkward.case import Case, at
from tests.awkward.cases.doorways import refresh
from tests.awkward.cases.redirects import HOME, paths_of
from tests.awkward.server import NOT_HERE, Manner, Site


def merged(why: str, old: str, path: str, new: str, ideal: V = V.SOFT_404) -> Case:
    """All of a host is sent for good to the start page of another."""
    sites = {old: Site(paths={"*": to(f"https://{new}/", 301)}), new: Site(paths={"*": HOME})}
    return Case(why=why, ideal=ideal, href=f"http://{old}{path}", sites=sites)


def alone(why: str, ideal: V, old: str, path: str, new: str) -> Case:
    """One page is sent for good to the start page of another host, what is made up is not there."""
    sites = {
        old: Site(paths={path: to(f"https://{new}/", 301), "*": NOT_HERE}),
        new: Site(paths={"*": HOME}),
    }
    return Case(why=why, ideal=ideal, href=f"http://{old}{path}", sites=sites)


def to_slug(talk: Talk) -> None:
    """All to a place in the start page that has the name of what was asked for."""
    name = talk.path.strip("/").rpartition("/")[2].partition(".")[0]
    talk.send(to(f"/#{name}", 301) if name else HOME)


def to_https_if_home(talk: Talk) -> None:
    """A start page that is sent to https for good, where it has a place for back pain."""
    is_home, secured = talk.path == "/", page("Clinic", "<h2 id=back-pain>Back pain</h2>")
    by_http = to(f"https://{talk.host}/", 301)
    talk.send((secured if talk.scheme == "https" else by_http) if is_home else NOT_HERE)


def one_page(places: str) -> Manner:
    return paths_of({"/": page("Clinic", places + prose("one page"))})


def said_everywhere(why: str, ideal: V, title: str, path: str) -> Case:
    """A page that is not there, on a host that says 404 of what is made up."""
    return at(why, ideal, page(title, "<p>Die Seite gibt es nicht mehr.</p>"), path, any=NOT_HERE)


def all_to(where: str, ideal: V) -> Case:
    """All but the start page is sent for good to one page."""

    def manner(talk: Talk) -> None:
        known = {where: page("Clinic", prose(where, 200)), "/": HOME}
        talk.send(known.get(talk.path) or to(where, 301))

    return at(f"all sent for good to {where}", ideal, manner, any=manner)


CASES = (
    merged("a merged host whose new name has the leaflet's", "painclinic.test", "/exercises/spine.html", "www.spinehealth.test"),
    merged("a merged host whose new name is the leaflet's", "backclinic.test", "/exercises/posture.html", "www.posture.test"),
    merged("a merged host and a page for visits", "old-trust.test", "/visit/parking.htm", "www.new-trust.test"),
    merged("a merged host and a page about leave", "old-trust-too.test", "/staff/leave/maternity-leave.htm", "www.new-trust.test"),
    merged("a merged host and a short way out", "old-trust-of-all.test", "/go/partner7", "www.new-trust.test"),
    merged("a merged host and a page by its number", "old-nodes.test", "/node/123", "www.new-trust.test"),
    alone("a leaflet sent where its name stands within another", V.UNKNOWN, "old-leaflets.test", "/exercises/spine.html", "www.spinehealth.test"),
    alone("a page for visits sent to another host", V.UNKNOWN, "old-visits.test", "/visit/parking.htm", "www.new-trust.test"),
    alone("a leaflet sent to the start page of another host", V.SOFT_404, "old-parking.test", "/leaflets/parking.htm", "www.new-trust.test"),
    at("all sent to places of their names that are not there", V.UNKNOWN, to_slug, "/leaflets/back-pain.htm", any=to_slug),
    at("sent to a place in the start page that is not there", V.UNKNOWN, to("/#back-pain", 301), "/back-pain", any=one_page("<h2 id=news>News</h2>")),
    at("sent to a place in the start page in UTF-8", V.OK, to("/#rückenschmerzen", 301), "/r%C3%BCckenschmerzen.htm", any=one_page("<h2 id=rückenschmerzen>Rücken</h2>")),
    at("sent to a place in the start page and then to https", V.OK, to("/#back-pain", 301), "/back-pain", any=to_https_if_home),
    at("a refresh to a place in the start page", V.OK, refresh("/#back-pain"), "/back-pain", any=paths_of({"/": one_page("<h2 id=back-pain>Back pain</h2>")})),
    at("a refresh to a place that is not there", V.UNKNOWN, refresh("/#back-pain"), "/back-pain", any=paths_of({"/": one_page("<h2 id=news>News</h2>")})),
    at("a leaflet of a folder named pages that is sent home", V.SOFT_404, to("/", 301), "/pages/ms", any=paths_of({"/": HOME})),
    at("a course to leave that is sent home", V.SOFT_404, to("/", 301), "/kurse/abmelden", any=paths_of({"/": HOME})),
    at("a start page of old where all is sent home", V.SOFT_404, to("/", 301), "/content/index.html", any=lambda talk: talk.send(HOME if talk.path == "/" else to("/", 301))),
    said_everywhere("not found below a word that has the one of a search in it", V.SOFT_404, "Seite nicht gefunden | Klinik", "/untersuchungen/show.php?id=5"),
    *(all_to(where, V.SOFT_404) for where in ("/design", "/signs-of-stroke", "/regional-health")),
    all_to("/sign-in", V.BLOCKED),
    all_to("/en/terms.html", V.UNKNOWN),
)  # fmt: skip
