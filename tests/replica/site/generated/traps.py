"""Places where a careless client never comes to an end, and those only hidden links lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.site.pages import LINE, find_page
from tests.replica.site.printing import MONTHS
from tests.replica.site.sending import send_page
from tests.replica.state import State

FIRST_MONTH = date(2022, 12, 1)
EVENTS = {
    date(2022, 12, 1): '<a href="/en/news.htm">Our news of December</a>',
    date(2023, 1, 1): '<a href="/en/patient-day.htm">Patient day</a>',
}


def calendar_body(month: date) -> str:
    """One month: its event if it has one, and the way to the months before and after it."""
    name = f"{MONTHS['en'].split()[month.month - 1]} {month.year}"
    event = EVENTS.get(month, "Nothing is planned in this month.")
    links = [
        f'- <a href="/en/calendar.htm?month={_shift(month, step):%Y-%m}">{word}</a>'
        for word, step in (("next month", 1), ("month before", -1), ("next year", 12))
    ]
    links.append(f'- <a href="/en/calendar.htm?month={month:%Y-%m}&amp;view=week">by week</a>')
    return f"## {name}\n\n{event}\n\n" + "\n".join(links)


def _shift(month: date, months: int) -> date:
    number = max(12, month.year * 12 + month.month - 1 + months)
    return date(min(number // 12, 9999), number % 12 + 1, 1)


async def calendar(request: web.Request, state: State) -> web.StreamResponse:
    """A calendar that has a next month for ever."""
    page = find_page(LINE, "/en/calendar.htm")
    assert page is not None
    try:
        month = date.fromisoformat(request.query.get("month", "") + "-01")
    except ValueError:
        month = FIRST_MONTH
    return await send_page(request, state, replace(page, body=calendar_body(month)))


async def folders(request: web.Request, state: State) -> web.StreamResponse:
    """A folder that contains itself: ``/a/a/a/`` …, by a relative link."""
    page = find_page(LINE, "/a/")
    assert page is not None
    body = (
        '! What we no longer need and do not throw away.\n\n- <a href="a/">Older</a>\n'
        '- <a href="/a/leaflets-of-2006.htm">Leaflets of 2006</a>'
    )
    return await send_page(request, state, replace(page, body=body))


async def hidden(request: web.Request, state: State) -> web.StreamResponse:
    """Only a client that follows hidden links comes here; the hit is counted."""
    return await deliver(request, b"<html><body><p>You are not a reader.</p></body></html>")


ROUTES = (
    (LINE, r"(/en)?/calendar\.htm", calendar),
    (LINE, r"/(a/)+", folders),
    (".*", r"/dont-click\.htm|/not-for-you/.*", hidden),
)
