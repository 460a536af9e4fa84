"""Retraction Watch's list as a file at gitlab.com, where Crossref publishes it.

Columns and forms of values as in the published file: dates as ``8/16/2023 0:00``, ``0`` for a
PubMed id that there is none of, ``unavailable`` for a DOI, a comma at the end of each line. The
rows are the notices of the replica's works; the knob ``retraction_watch`` adds more:
[(DOI, nature, DOI of the notice, ISO date), ...].
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator

from aiohttp import web

from tests.replica.world.answers import html, path_of
from tests.replica.world.knobs import State
from tests.replica.world.lies import trouble
from tests.replica.world.works import works_of

HOST = "gitlab.com"
PATH = "/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author",
    "URLS", "ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID",
    "OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason",
    "Paywalled", "Notes", "",
)  # fmt: skip
NATURES = {
    "retraction": "Retraction", "correction": "Correction", "erratum": "Correction",
    "expression_of_concern": "Expression of concern", "reinstatement": "Reinstatement",
}  # fmt: skip
Notice = tuple[str, str, str, str]
"""(DOI, nature, DOI of the notice, ISO date)."""


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """The file, or 304 when the caller has it already."""
    down = await trouble(request, state, "retraction_watch_down", HOST)
    if down is not None:
        return down
    if path_of(request) != PATH:
        return html("Not Found", "<h1>404: Page not found</h1>", status=404)
    body = _file(list(_notices(state)))
    etag = f'W/"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return web.Response(
        body=body, content_type="text/plain", charset="utf-8", headers={"ETag": etag}
    )


def _notices(state: State) -> Iterator[Notice]:
    for work in works_of(state):
        for update in work.updates:
            if update.source == "retraction-watch":
                yield work.doi, NATURES[update.type], update.doi, update.date
    more = state.notes.get("retraction_watch", [])
    assert isinstance(more, list)
    yield from more


def _file(notices: list[Notice]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for number, (doi, nature, notice, date) in enumerate(notices, 50_001):
        year, month, day = (int(part) for part in date.split("-"))
        rows.writerow(
            (number, "A title, with a comma", "(HSC) Medicine;", "Department, City;", "Journal",
             "Publisher", "Nowhere", "A Muster", "", "Research Article;",
             f"{month}/{day}/{year} 0:00", notice or "unavailable", 0, "1/1/2001 0:00", doi, 0,
             nature, "+Investigation by Journal/Publisher;", "No", "", "")
        )  # fmt: skip
    return text.getvalue().encode()
