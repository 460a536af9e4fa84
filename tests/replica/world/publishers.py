"""Publishers with their real manners: where DOIs lead, and what a program is told there.

A bot wall answers 403 or 503 with the markers of a challenge, whatever page is asked for; an
article page has a title and ``citation_doi``; what a publisher does not have is a 404.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from html import escape

from aiohttp import web

from tests.replica.delivery import wait
from tests.replica.world.answers import html
from tests.replica.world.knobs import State, count, seconds
from tests.replica.world.work import Work
from tests.replica.world.works import works_of

Manner = Callable[[web.Request, State], Awaitable[web.StreamResponse]]

CHALLENGE = (
    "<noscript>Enable JavaScript and cookies to continue</noscript><script>(function(){window."
    "_cf_chl_opt={cType:'managed'};})();</script>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
)
WALL = {
    "Server": "cloudflare",
    "CF-Mitigated": "challenge",
    "Set-Cookie": "__cf_bm=replica; path=/; HttpOnly; Secure",
}
CASINO = (
    "<h1>Best online casino bonus</h1><p>Play slots, roulette and poker. Free spins, jackpot, "
    'sports betting. <a href="/register">Claim your welcome bonus</a></p>'
)


def challenge(status: int) -> Manner:
    """A bot wall: every page is a challenge."""

    async def answer(request: web.Request, state: State) -> web.StreamResponse:
        return html("Just a moment...", CHALLENGE, status=status, headers=WALL)

    return answer


async def articles(request: web.Request, state: State) -> web.StreamResponse:
    """An article page for each known work that lands here."""
    work = works_of(state).at(f"https://{request.host}{request.raw_path}")
    return _article(work) if work else _missing()


async def springer(request: web.Request, state: State) -> web.StreamResponse:
    """``/{doi}`` leads to ``/article/{doi}``, as DOIs of Springer do; the PDF stands beside it."""
    match = re.fullmatch(r"/(?:(article)/|(content/pdf)/)?(.+?)(?:\.pdf)?", request.path)
    work = works_of(state).find(match[3]) if match else None
    if match is None or work is None or work.prefix != "10.1007":
        return _missing()
    if match[2]:
        return web.Response(body=b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    if match[1]:
        return _article(work)
    return web.Response(status=302, headers={"Location": f"/article{request.path}"})


async def linking_hub(request: web.Request, state: State) -> web.StreamResponse:
    """Elsevier's hub knows the article and sends on to the site that has it."""
    work = works_of(state).at(f"https://{request.host}{request.raw_path}")
    if work is None:
        return _missing()
    site = "www.thelancet.com" if work.short == "Lancet" else "www.sciencedirect.com"
    pii = request.path.rsplit("/", 1)[-1]
    return web.Response(
        status=302, headers={"Location": f"https://{site}/science/article/pii/{pii}"}
    )


async def moved(request: web.Request, state: State) -> web.StreamResponse:
    """The World Journal of Orthopedics went to another host."""
    place = f"https://www.f6publishing.com{request.raw_path}"
    return web.Response(status=301, headers={"Location": place})


async def moved_here(request: web.Request, state: State) -> web.StreamResponse:
    """Where those articles live now."""
    work = works_of(state).at(f"http://www.wjgnet.com{request.raw_path}")
    return _article(work) if work else _missing()


async def hijacked(request: web.Request, state: State) -> web.StreamResponse:
    """The domain was let go, and a casino has it."""
    return html("Online Casino 2026 - Slots and Bonus", CASINO)


async def slow(request: web.Request, state: State) -> web.StreamResponse:
    """An article page after 3 seconds."""
    await wait(request, seconds(state, 3.0))
    return await articles(request, state)


async def cookie_loop(request: web.Request, state: State) -> web.StreamResponse:
    """Sets a cookie and redirects to itself, whether the cookie comes back or not."""
    headers = {
        "Location": request.raw_path,
        "Set-Cookie": f"seen={count(state, request.host)}; path=/",
    }
    return web.Response(status=302, headers=headers)


async def absent(request: web.Request, state: State) -> web.StreamResponse:
    """The publisher lost the pages it registered."""
    return _missing()


async def busy(request: web.Request, state: State) -> web.StreamResponse:
    """Programs are told to come back in an hour, every time."""
    return html("Too Many Requests", status=429, headers={"Retry-After": "3600"})


def _article(work: Work) -> web.Response:
    title = work.title or work.doi
    facts = [("citation_title", title), ("citation_doi", work.doi)]
    facts += [("citation_author", f"{f}, {g}" if g else f) for f, g in work.authors]
    facts += [
        ("citation_journal_title", work.container), ("citation_volume", work.volume),
        ("citation_firstpage", work.page.partition("-")[0]),
        ("citation_date", str(work.year or "")),
    ]  # fmt: skip
    head = "".join(
        f'\n<meta name="{name}" content="{escape(value)}">' for name, value in facts if value
    )
    people = escape(", ".join(f"{g} {f}".strip() for f, g in work.authors))
    body = f"<h1>{escape(title)}</h1><p>{people}</p><p>https://doi.org/{escape(work.doi)}</p>"
    return html(f"{title} | {work.container or work.publisher}", body, head=head)


def _missing() -> web.Response:
    return html("Page not found", "<h1>Page not found</h1>", status=404)


WALLED = (
    "www.hindawi.com", "downloads.hindawi.com", "www.bmj.com", "www.thelancet.com",
    "www.sciencedirect.com", "onlinelibrary.wiley.com", "www.tandfonline.com", "jamanetwork.com",
    "www.eurekaselect.com", "www.mdpi.com", "www.jstor.org", "direct.mit.edu", "www.science.org",
)  # fmt: skip
OPEN = (
    "www.dovepress.com", "journals.lww.com", "journals.plos.org", "www.cureus.com",
    "scoliosisjournal.biomedcentral.com", "pssjournal.biomedcentral.com",
    "josr-online.biomedcentral.com", "bmcmusculoskeletdisord.biomedcentral.com",
    "www.cochranelibrary.com", "www.frontiersin.org", "www.thieme-connect.de",
    "www.aging-us.com", "thejns.org", "www.asianspinejournal.org", "projecteuclid.org",
    "genome.cshlp.org", "zenodo.org", "arxiv.org", "figshare.com", "fairsharing.org",
    "cdr.lib.unc.edu", "www.publisher.test",
)  # fmt: skip
HOSTS: dict[str, Manner] = {
    **dict.fromkeys(WALLED, challenge(403)),
    **dict.fromkeys(OPEN, articles),
    "journals.sagepub.com": challenge(503),
    "boneandjoint.org.uk": busy,
    "link.springer.com": springer,
    "linkinghub.elsevier.com": linking_hub,
    "journals.healio.com": absent,
    "www.wjgnet.com": moved,
    "www.f6publishing.com": moved_here,
    "www.ijspt-journal.test": hijacked,
    "jointdrs.org": slow,
    "sajp.co.za": cookie_loop,
}
