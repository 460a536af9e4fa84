"""Pages that only send on: by meta refresh, by header, by script."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import answer, html, page, prose
from tests.awkward.case import at
from tests.awkward.cases.redirects import HOME, PAGE, paths_of


def refresh(target: str, body: str = "", delay: int = 0) -> bytes:
    head = f'<meta http-equiv="refresh" content="{delay}; url={target}">'
    return answer(200, html("One moment", body, head))


def script(code: str, words: str = "") -> bytes:
    return answer(200, html("One moment", f"{words}<script>{code}</script>"))


CASES = (
    at("a refresh to the page", V.OK, refresh("/new"), any=paths_of({"/new": PAGE})),
    at("a refresh to the page after three seconds", V.OK, refresh("/new", "<p>You will be forwarded.</p>", 3), any=paths_of({"/new": PAGE})),
    at("a refresh to a 404", V.GONE, refresh("/old/page")),
    at("a refresh home", V.SOFT_404, refresh("/"), any=paths_of({"/": HOME})),
    at("a refresh of the page itself", V.OK, refresh("", prose("live"), 60)),
    at("a refresh for those without scripts", V.OK, page("Living with back pain", prose("x"), head='<noscript><meta http-equiv=refresh content="0;url=/noscript"></noscript>')),
    at("a refresh to a private address", V.UNSAFE, refresh("http://192.168.0.1/")),
    at("a refresh in a header", V.OK, answer(200, html("One moment", ""), Refresh="0; url=/new"), any=paths_of({"/new": PAGE})),
    at("a script sends on", V.UNKNOWN, script('window.location.replace("/new")')),
    at("a script sends on by href", V.UNKNOWN, script("location.href = '/new';", "<p>Loading.</p>")),
    at("an article with a script about location", V.OK, page("Living with back pain", prose("x") + "<script>if (old) { location.href = '/m'; }</script>")),
    at("a page that a script fills", V.OK, answer(200, "<title>Clinic</title><div id=root></div><script src=/app.js></script>")),
    at("a site that a script fills at every address", V.UNKNOWN, answer(200, "<title>Clinic</title><div id=root></div><script src=/app.js></script>"), any=answer(200, "<title>Clinic</title><div id=root></div><script src=/app.js></script>")),
    at("the same frame at every address and a script fills it", V.UNKNOWN, page("Clinic", prose("nav", 80) + "<main id=app></main><script src=/app.js></script>"), any=page("Clinic", prose("nav", 80) + "<main id=app></main><script src=/app.js></script>")),
)  # fmt: skip
