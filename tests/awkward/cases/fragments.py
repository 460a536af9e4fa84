"""Places within pages, as they are printed behind the number sign."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, html, page, prose, to, weekly
from tests.awkward.case import at
from tests.awkward.cases.redirects import paths_of

PLACES = '<h2 id="causes">Causes</h2><a name=old-way>x</a><h2 id="Über uns">x</h2><p id=\'a&amp;b\'>x</p>'
PAGE = page("Living with back pain", PLACES + prose("f"))
LONG = page("Living with back pain", "<p>and so on and on</p>" * 60_000)
PDF = b"%PDF-1.7\n" + b"0" * 3_000
TWELVE_PAGES = PDF + b"1 0 obj << /Type /Pages /Count 12 /Kids [] >> endobj"


def cut_pdf(talk: Talk) -> None:
    """A PDF that promises more than it sends."""
    talk.send(answer(200, TWELVE_PAGES + b" " * 500, "application/pdf")[:-500])
    talk.reset()


def place(why: str, ideal: V, fragment: str, manner=PAGE, path: str = "/leaflet", **more):
    return at(why, ideal, manner, path, href="{scheme}://{host}{path}#" + fragment, **more)


CASES = (
    place("a place by id", V.OK, "causes"),
    place("a place by name", V.OK, "old-way"),
    place("a place percent-encoded", V.OK, "%C3%9Cber%20uns"),
    place("a place as it is written", V.OK, "Über uns"),
    place("a place with an ampersand", V.OK, "a&amp;b"),
    place("the top", V.OK, "top"),
    place("the top by an empty fragment", V.OK, ""),
    place("a text", V.OK, ":~:text=causes"),
    place("a text that is not there", V.FRAGMENT_MISSING, ":~:text=zebras%20and%20lions"),
    place("a text with words around it that have changed", V.OK, ":~:text=zebras-,causes,-lions"),
    place("a text in other letters and signs", V.OK, ":~:text=CA%C3%99SES%E2%80%99"),
    place("a text that stands in several elements", V.OK, ":~:text=low%20back%20pain", page("Leaflet", "<p>low <b>ba</b>ck&nbsp;<i>pain</i></p>" + prose("f"))),
    place("a range of text", V.OK, ":~:text=low%20back,rare", page("Leaflet", "<p>low back pain</p><p>is rare</p>" + prose("f"))),
    place("a range of text whose end went", V.FRAGMENT_MISSING, ":~:text=low%20back,zebras", page("Leaflet", "<p>low back pain</p>" + prose("f"))),
    place("one of two texts", V.OK, ":~:text=zebras&text=causes"),
    place("a text that a script shows", V.OK, ":~:text=zebras", page("Leaflet", prose("f") + '<script>show("zebras")</script>')),
    place("a text in a comment", V.FRAGMENT_MISSING, ":~:text=zebras", page("Leaflet", prose("f") + "<!-- zebras -->")),
    place("a text beyond what is read", V.OK, ":~:text=zebras", LONG),
    place("a text of a PDF", V.OK, ":~:text=zebras", answer(200, PDF, "application/pdf"), "/leaflet.pdf"),
    place("a text that is gone, at a place that is there", V.OK, "causes:~:text=zebras"),
    place("a text at a place that is missing", V.OK, "cures:~:text=causes"),
    place("neither text nor place", V.FRAGMENT_MISSING, "cures:~:text=zebras"),
    place("a text directive that is broken", V.OK, ":~:text=a,b,c,d,e"),
    place("a directive that nobody knows", V.OK, ":~:selector(type=zebra)"),
    place("a place that is missing", V.FRAGMENT_MISSING, "cures"),
    place("a place in other letters", V.FRAGMENT_MISSING, "CAUSES"),
    place("a place in a comment", V.FRAGMENT_MISSING, "cures", page("Living with back pain", "<!-- <p id=cures> -->" + prose("f"))),
    place("a place in a list of contents only", V.FRAGMENT_MISSING, "cures", page("Living with back pain", '<a href="#cures">Cures</a>' + prose("f"))),
    place("a place beyond what is read", V.OK, "cures", LONG),
    place("a place that a script makes", V.OK, "cures", page("Living with back pain", prose("f") + '<script>tab("cures")</script>')),
    place("a place in a page that a script fills", V.OK, "cures", answer(200, "<title>Clinic</title><div id=root></div><script src=/app.js></script>")),
    place("a route of a script", V.OK, "/leaflets/7"),
    place("a route with an exclamation", V.OK, "!/leaflets"),
    place("a setting of a script", V.OK, "tab=cures"),
    place("a page of a PDF", V.OK, "page=3", answer(200, PDF, "application/pdf"), "/leaflet.pdf"),
    place("a page of a PDF that has it", V.OK, "page=3", answer(200, TWELVE_PAGES, "application/pdf"), "/leaflet.pdf"),
    place("a page beyond the last of a PDF", V.FRAGMENT_MISSING, "page=99", answer(200, TWELVE_PAGES, "application/pdf"), "/leaflet.pdf"),
    place("a page beyond the last of a PDF of uncertain type", V.FRAGMENT_MISSING, "page=99", answer(200, TWELVE_PAGES, "application/octet-stream"), "/leaflet.pdf"),
    place("a page of a PDF that is too long to be read", V.OK, "page=99", answer(200, TWELVE_PAGES + b" " * 2_000_000, "application/pdf"), "/leaflet.pdf"),
    place("a page of a PDF that is cut off", V.OK, "page=99", cut_pdf, "/leaflet.pdf"),
    place("a page number of a page that is none of a PDF", V.OK, "page=99"),
    place("a place in a template", V.FRAGMENT_MISSING, "cures", page("Leaflet", "<template><p id=cures>x</p></template>" + prose("f"))),
    place("a place in a template that a script may show", V.OK, "cures", page("Leaflet", "<template><p id=cures>x</p></template><script src=/x.js></script>" + prose("f"))),
    place("a place of a PDF", V.OK, "cures", answer(200, PDF, "application/pdf"), "/leaflet.pdf"),
    place("a place with a prefix of the host", V.OK, "causes", page("Readme", '<h2 id="user-content-causes">Causes</h2>' + prose("f"))),
    place("a place in plain text", V.OK, "cures", answer(200, "words", "text/plain")),
    place("a place behind a redirect", V.OK, "causes", to("/new"), any=paths_of({"/new": PAGE})),
    place("a place that is missing behind a redirect", V.OK, "cures", to("/new"), any=paths_of({"/new": PAGE})),
    place("a place of a page that is sent to another for an hour", V.OK, "causes", weekly(PAGE, to("/sorry")), any=paths_of({"/sorry": page("A break", prose("s"))})),
    place("a place that is missing after a redirect to the final slash", V.FRAGMENT_MISSING, "cures", to("/leaflet/"), any=paths_of({"/leaflet/": PAGE})),
    place("a redirect that names its own place", V.OK, "cures", to("/new#causes"), any=paths_of({"/new": PAGE})),
    place("a place in a page that is gone", V.GONE, "causes", page("x", status=404)),
    place("a place in a page behind a wall", V.BLOCKED, "cures", page("x", status=403)),
    place("a place that came back", V.OK, "causes", weekly(page("Leaflet", prose("f")), PAGE)),
    place("a place that went", V.FRAGMENT_MISSING, "causes", weekly(PAGE, page("Leaflet", prose("f")))),
    place("a place in frames", V.OK, "cures", answer(200, html("Frames", "<iframe src=/x></iframe>"))),
    place("a place of an attribute in capitals", V.OK, "causes", page("Leaflet", "<H2 ID=causes>Causes</H2>" + prose("f"))),
    place("a place of a drawing", V.OK, "disc", page("Leaflet", "<svg><g id=disc></g></svg>" + prose("f"))),
    place("a place written with an entity", V.OK, "résumé", page("Leaflet", "<h2 id=r&eacute;sum&eacute;>x</h2>" + prose("f"))),
    place("a place with a plus", V.OK, "pain+rest", page("Leaflet", "<h2 id=pain+rest>x</h2>" + prose("f"))),
    place("a place of a page in Latin 1", V.OK, "%C3%9Cbung", answer(200, html("Merkblatt", "<h2 id=Übung>x</h2>" + prose("f")).encode("iso8859-1"), "text/html; charset=iso-8859-1")),
    place("a place encoded twice", V.FRAGMENT_MISSING, "%25C3%259Cber%2520uns"),
    place("a place with a blank too many", V.FRAGMENT_MISSING, "causes%20"),
    place("a place that went from a page that counts its readers", V.FRAGMENT_MISSING, "cures", page("Leaflet", prose("f"), head="<script async src=https://www.googletagmanager.com/gtag/js?id=G-1></script><script>gtag('config','G-1');</script>")),
    place("comments that a service loads", V.OK, "disqus_thread", page("Leaflet", prose("f") + "<script src=https://clinic.disqus.com/embed.js></script>")),
    *(place(f"a place that scripts make: {name}", V.OK, name, page("Leaflet", prose(name) + "<script src=/all.js></script>")) for name in ("tab2", "slide-4", "lightbox-3", "cookie-settings", "onetrust-consent", "privacy-einstellungen", "12/52.5/13.4", "page/3")),
    *(place(f"the same without a script: {name}", V.FRAGMENT_MISSING, name, page("Leaflet", prose(name))) for name in ("tab3", "slide-5")),
    *(place(f"a scheme of its own: {name}", V.OK, f"{name}(/6/4)", page("Leaflet", prose(name))) for name in ("xpointer", "epubcfi")),
    place("a comment that is loaded when it is scrolled to", V.OK, "comment-512", page("Leaflet", prose("f") + '<div class=comments data-src=/comments?page=1></div><script src=/lazy.js></script>')),
    place("a route with an exclamation at a site that a script fills", V.OK, "!/leaflets/7", answer(200, "<title>Clinic</title><app-root></app-root><script src=/main.js></script>")),
    place("a state of a map", V.OK, "12/47.37/8.54", page("Map", "<div id=map></div><script src=/leaflet.js></script>")),
    place("a text with an encoded dash", V.OK, ":~:text=low%2Dback%20pain", page("Leaflet", "<p>low-back pain</p>" + prose("f"))),
    place("a text with a percent sign", V.OK, ":~:text=100%25%20of%20patients", page("Leaflet", "<p>100% of patients</p>" + prose("f"))),
    place("a text with an encoded comma", V.OK, ":~:text=rest%2C%20heat", page("Leaflet", "<p>rest, heat</p>" + prose("f"))),
    place("a text with an encoded ampersand", V.OK, ":~:text=heat%20%26%20rest", page("Leaflet", "<p>heat &amp; rest</p>" + prose("f"))),
    place("a text with a dash within", V.OK, ":~:text=low-back", page("Leaflet", "<p>low-back pain</p>" + prose("f"))),
    place("a text with words before it", V.OK, ":~:text=chronic-,back%20pain", page("Leaflet", "<p>chronic back pain</p>" + prose("f"))),
    place("a text in two blocks", V.FRAGMENT_MISSING, ":~:text=zebras%20graze%20here", page("Leaflet", "<p>zebras</p><p>graze nowhere</p>" + prose("f"))),
)  # fmt: skip
