"""Lists of news in both generations, with paging and sorting that never end, and the search."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from tests.replica.site.news import all_items, teaser_of
from tests.replica.site.pages import LINE, SOCIETY, find_page, pages, site_host
from tests.replica.site.sending import send_page
from tests.replica.state import State

PAGE_SIZE = 5
SORTS = (("sort", "date"), ("sort", "title"), ("order", "asc"), ("view", "grid"))


def list_body(query: dict[str, str], *, short: bool) -> str:
    """Teasers of one page of the list, then its links: pages without end, sorts that add up."""
    number = max(1, int(query["page"])) if query.get("page", "").isdigit() else 1
    items = list(all_items())
    if query.get("sort") == "title":
        items.sort(key=lambda item: item.title)
    if query.get("order") == "asc":
        items.reverse()
    shown = items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    blocks = []
    for item in shown:
        teaser = teaser_of(item, short=short)
        blocks.append(f"% {teaser.date} :: {teaser.title} :: {teaser.text} :: {teaser.href}")
    if not shown:
        blocks.append("There are no more items.")
    count = -(-len(items) // PAGE_SIZE)
    links = [(str(n), {**query, "page": str(n)}) for n in range(1, count + 1) if n != number]
    links.append(("next", {**query, "page": str(number + 1)}))
    links += [(f"{key}: {value}", {**query, key: value}) for key, value in SORTS]
    blocks.append("\n".join(f'- <a href="?{_query(q)}">{name}</a>' for name, q in links))
    return "\n\n".join(blocks)


def _query(values: dict[str, str]) -> str:
    return escape(urlencode(values))


async def news_list(request: web.Request, state: State) -> web.StreamResponse:
    """The news list of either host."""
    host = site_host(request.host)
    page = find_page(host, request.rel_url.raw_path)
    assert page is not None
    known = {"page", "sort", "order", "view"}
    query = {key: value for key, value in request.query.items() if key in known}
    body = list_body(query, short=host == SOCIETY)
    return await send_page(request, state, replace(page, body=body))


async def search(request: web.Request, state: State) -> web.StreamResponse:
    """Pages whose title contains the word asked for."""
    page = find_page(LINE, "/en/search.htm")
    assert page is not None
    word = request.query.get("q", "")
    found = [
        p for p in pages()
        if p.host == LINE and p.title and p.menu != "-" and word.lower() in p.title.lower()
    ]  # fmt: skip
    lines = [f'- <a href="{p.path}">{p.title}</a>' for p in found[:10]]
    body = f"{len(found)} pages found for <em>{escape(word)}</em>.\n\n" + "\n".join(lines)
    return await send_page(request, state, replace(page, body=body))


ROUTES = (
    (LINE, r"(/en)?/news\.htm", news_list),
    (SOCIETY, r"/patients/patient-line-news/?", news_list),
    (LINE, r"(/en)?/search\.htm", search),
)
