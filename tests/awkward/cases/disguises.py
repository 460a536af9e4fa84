"""Dead pages that answer 200 at one address of a host that says 404 at others, and living ones."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import answer, article, html, page, prose, to, weekly
from tests.awkward.case import at, host_for

REMOVED = "<p>Sorry, this content has been removed from our website.</p>"
GELÖSCHT = "<p>Die Seite wurde gelöscht oder verschoben.</p>"
MENUS = prose("menus", 180)
MISSING = page("Seite nicht gefunden", GELÖSCHT + MENUS, status=404)
PORTAL = page(
    "Willkommen im Portal",
    "<form method=post><input name=u><input type=password name=p><button>Weiter</button></form>",
)
FOLDER, FAQ, RENAMED = (
    "sent to the folder, as all is",
    "a list of answers",
    "another name beside it",
)
LIST = article("All our leaflets", 300)

_TEMPLATE = "<div hidden>The page could not be found.</div><script src=/m.js></script>"
SHELLS = [
    (f"filled by a script, below menus of {words} words", f"{prose('menus', words)}{_TEMPLATE}")
    for words in (40, 280)
]
_BANNER = "<h1>Page not found</h1><p>Some pages of our old website have moved or were deleted.</p>"
LONG = [
    (f"“{title}” on all pages, {words} words of menus below a banner of regret", title, words)
    for title, words in (("Seeblick", 520), ("Seeblick", 700), ("Page not found", 700))
]
INDEXES = [
    (f"the index file of a folder that all is sent to: {name}", f"/leaflets/{name}")
    for name in ("default.aspx", "index.asp", "index.jsp", "home.html", "index.cfm")
]


def here(why: str, path: str) -> bytes:
    return to(f"http://{host_for(why)}{path}", 301)


def silent(title: str, heading: str, body: str = "", status: int = 200) -> bytes:
    """A page whose title is the same at every address of its site."""
    return answer(status, html(title, f"<h1>{heading}</h1>{body}"))


# fmt: off
CASES = (
    at("the host's own 404 with status 200", V.SOFT_404, page("Nothing to see", REMOVED), any=page("Nothing to see", REMOVED, status=404)),
    at("the same in German", V.SOFT_404, page("Hier ist leider nichts mehr", GELÖSCHT), any=page("Hier ist leider nichts mehr", GELÖSCHT, status=404)),
    at("the same without a word that we know", V.SOFT_404, page("Bu içerik kaldırıldı", "<p>Menüyü ya da aramayı kullanın, lütfen.</p>"), any=page("Bu içerik kaldırıldı", "<p>Menüyü ya da aramayı kullanın, lütfen.</p>", status=404)),
    at("a title and a heading of sorrow among long menus", V.SOFT_404, page("Seite nicht gefunden", GELÖSCHT + MENUS), any=MISSING),
    at("one address that regrets under the site's title", V.SOFT_404, silent("Seeblick", "Leider", GELÖSCHT), any=article("Error", 200, status=404)),
    at("a leaflet that became a word", V.SOFT_404, weekly(article("Living with sciatica", 300), page("Weg", "<p>Weg.</p>"))),
    at(FOLDER, V.SOFT_404, here(FOLDER, "/leaflets/"), any=LIST, elsewhere={host_for(FOLDER): {"/leaflets/back-pain": here(FOLDER, "/leaflets/"), "/leaflets/": LIST, "*": here(FOLDER, "/leaflets/"), "/": article("Seeblick")}}),
    at(FAQ, V.MOVED, here(FAQ, "/leaflets"), any=LIST, elsewhere={host_for(FAQ): {"/leaflets/back-pain": here(FAQ, "/leaflets"), "/leaflets": article("Questions", 300), "/": article("Clinic")}}),
    at(RENAMED, V.MOVED, here(RENAMED, "/leaflets/spine"), elsewhere={host_for(RENAMED): {"/leaflets/back-pain": here(RENAMED, "/leaflets/spine"), "/leaflets/spine": article("Spine", 300)}}),
    at("a poster where every page has the site's title", V.OK, silent("Seeblick", "Seeblick", "<img src=a.png alt=''>" + REMOVED), "/p/1", any=silent("Seeblick", "Seeblick", REMOVED, 404)),
    at("a phone number where every page regrets", V.OK, silent("Seeblick", "Leaflet", "<p>Back pain line: 0800 12 34 56.</p>" + REMOVED), any=silent("Seeblick", "Seeblick", REMOVED, 404)),
    at("a leaflet on what was removed", V.OK, page("Back pain after surgery", "<p>The article on your disc that was removed.</p>" + prose("disc", 40))),
    *(at(why, V.OK, answer(200, html("Seeblick", shell)), any=answer(404, html("Seeblick", shell))) for why, shell in SHELLS),
    *(at(why, V.OK, answer(200, html(title, _BANNER + prose("menus", words) + prose("leaflet", 300))), any=answer(404, html(title, _BANNER + prose("menus", words)))) for why, title, words in LONG),
    *(at(why, V.MOVED, here(why, "/leaflets/"), path, any=here(why, "/leaflets/"), elsewhere={host_for(why): {path: here(why, "/leaflets/"), "/leaflets/": article("Leaflets", 120), "/": article("Seeblick")}}) for why, path in INDEXES),
    at("a novel of that name, at length", V.OK, page("Page not found", prose("novel", 320)), "/books/12"),
    at("a film with a title of sorrow", V.OK, page("Gone", "<p>A film about leaving hospital.</p>"), "/films/gone"),
    at("a room with the number of an error", V.OK, page("Room 404", "<p>The pain clinic is in room 404, fourth floor.</p>"), "/clinic/rooms"),
    at("a study that is called 500, with status 500", V.UNKNOWN, answer(500, html("Studie 500", prose("study", 120))), "/studies/500"),
    at("1500 steps, with status 500", V.UNKNOWN, answer(500, html("1500 steps a day", prose("steps", 120))), "/steps"),
    at("a portal for those with a password, at every address", V.BLOCKED, PORTAL, any=PORTAL),
)
# fmt: on
