"""robots.txt and sitemap.xml of both hosts."""

from __future__ import annotations

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.site.pages import LINE, SOCIETY, pages, site_host
from tests.replica.state import State

ROBOTS = {
    LINE: f"""\
# The Patient Line
User-agent: *
Disallow: /dont-click.htm
Disallow: /member/private/
Disallow: /en/calendar.htm?*view=week
Allow: /member/private/programme.htm
Crawl-delay: 0.02

User-agent: BadBot
Disallow: /

Sitemap: https://{LINE}/sitemap.xml
""",
    SOCIETY: f"""\
User-agent: *
Disallow: /dont-click.htm
Disallow: /trap/
Sitemap: https://{SOCIETY}/sitemap.xml
""",
}
STALE = {LINE: ("/en/membership-form-2009.htm", "/en/kyphosis-treatment.htm"), SOCIETY: ()}
"""Addresses the sitemap still names although nothing is there any more."""


async def robots(request: web.Request, state: State) -> web.StreamResponse:
    """The rules, or the trouble a test asked for."""
    host = site_host(request.host)
    status = state.robots.get(host, 200)
    text = ROBOTS[host] if status == 200 else "Internal error. Disallow: nothing\n"
    return await deliver(request, text.encode(), status=status, content_type="text/plain")


async def sitemap(request: web.Request, state: State) -> web.StreamResponse:
    """Part of the pages and a few that are gone."""
    host = site_host(request.host)
    lines = [f"<url><loc>https://{host}{path}</loc></url>" for path in STALE[host]]
    for page in pages():
        if page.host == host and page.sitemap:
            day = page.updated or page.published
            changed = f"<lastmod>{day}</lastmod>" if day else ""
            lines.append(f"<url><loc>{page.url}</loc>{changed}</url>")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' + "\n".join(lines)
        + "\n</urlset>\n"
    )  # fmt: skip
    return await deliver(request, body.encode(), content_type="application/xml")


ROUTES = (
    (".*", r"/robots\.txt", robots),
    (".*", r"/sitemap\.xml", sitemap),
)
