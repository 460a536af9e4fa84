"""Downloads of references as RIS, BibTeX and CSL-JSON: of a row, a list, a query, or all.

``.ris``, ``.bib`` and ``.csljson`` are endings of every table, row and query that names
references or DOI names; ``/references.ris`` and the like have every work cited, once, and
``/cite.ris`` the archive itself. Only where
this program is installed; elsewhere these addresses do not exist, and no page links to them.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any

from datasette import Response, hookimpl
from datasette.utils.asgi import AsgiStream

try:
    from archive.exports.forms import FORMS, Form, whole
    from archive.exports.items import (
        REFERENCES,
        WORKS,
        Item,
        archive_item,
        reference_item,
        work_item,
    )
except ImportError:  # the published folder alone, on a server without this program
    FORMS = {}

BATCH = 500
"""Works that are read and sent at once."""
FEW = 10
"""Rows that are looked at, at once, to see whether there is a work among them."""
# Of several references to a work the one that was picked when the archive was published.
_ONE_OF_EACH = """
SELECT w.bibliography_id FROM json_each(:keys) k JOIN cited_works w ON w.work_key = k.value"""


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Tell the templates which endings there are, and what each is called."""
    env.globals["export_forms"] = {ending: form.title for ending, form in FORMS.items()}


@hookimpl
def register_output_renderer() -> list[dict[str, Any]]:
    """One ending a form."""
    return [
        {"extension": ending, "render": _renderer(ending), "can_render": names_works}
        for ending in FORMS
    ]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Everything that is cited, and how the archive itself is."""
    routes: list[tuple[str, Any]] = []
    for ending in FORMS:
        routes.append((rf"/references\.(?P<form>{ending})$", send_all))
        routes.append((rf"/cite\.(?P<form>{ending})$", send_citation))
    return routes


async def names_works(
    datasette: Any, columns: Sequence[str], rows: Iterable[Any], table: str | None
) -> bool:
    """Whether one of these rows names a work: nobody is sent to an empty file."""
    column = _key_column(columns, table)
    keys = list(dict.fromkeys(_values(columns, rows, column))) if column else []
    for first in range(0, len(keys), FEW):  # nearly always the first ones do
        if await _items(datasette.get_database("archive"), column, keys[first : first + FEW]):
            return True
    return False


def _key_column(columns: Sequence[str], table: str | None) -> str | None:
    """The column that says which works are meant, the most exact one first."""
    if table == "bibliography" and "id" in columns:
        return "id"
    return next((c for c in ("bibliography_id", "work_key", "doi") if c in columns), None)


def _renderer(ending: str) -> Any:
    async def render(
        datasette: Any, columns: Sequence[str], rows: Iterable[Any], table: str | None
    ) -> Response:
        column = _key_column(columns, table)
        keys = list(dict.fromkeys(_values(columns, rows, column))) if column else []
        items = await _items(datasette.get_database("archive"), column, keys)
        form = FORMS[ending]
        text = await asyncio.to_thread(whole, form, items)  # others are served meanwhile
        return Response(text, content_type=form.media_type, headers=_headers(form, table))

    return render


def _values(columns: Sequence[str], rows: Iterable[Any], column: str) -> Iterator[str]:
    at = list(columns).index(column)
    for row in rows:
        value = tuple(row)[at]
        if isinstance(value, dict):  # a key that Datasette has looked the label up for
            value = value["value"]
        if value:
            yield str(value)


async def _items(database: Any, column: str | None, keys: list[str]) -> list[Item]:
    """The items of references, works or DOI names, each once, in this order."""
    found: Iterable[Item | None]
    if column == "doi":
        sql = f"{WORKS} WHERE doi IN (SELECT value FROM json_each(:keys))"
        works = await database.execute(sql, {"keys": json.dumps(keys)})
        by_key = {row["doi"]: work_item(row) for row in works}
    else:
        if column == "work_key":
            picked = await database.execute(_ONE_OF_EACH, {"keys": json.dumps(keys)})
            keys = [row[0] for row in picked if row[0]]
        sql = f"{REFERENCES} WHERE b.id IN (SELECT value FROM json_each(:keys))"
        references = await database.execute(sql, {"keys": json.dumps(keys)})
        by_key = {row["id"]: reference_item(dict(row)) for row in references}
    found = (by_key.get(key) for key in keys)
    return list({item["id"]: item for item in found if item}.values())


def _headers(form: Form, name: str | None) -> dict[str, str]:
    plain = re.sub(r"\W+", "-", name or "references")
    return {"content-disposition": f'attachment; filename="{plain}.{form.suffix}"'}


async def send_all(datasette: Any, request: Any) -> Any:
    """Every work cited, once; sent while it is read, so that memory stays flat."""
    form = FORMS[request.url_vars["form"]]

    async def stream(response: Any) -> None:
        await response.write(form.begin)
        between = ""
        async for items in _all_items(datasette.get_database("archive")):
            await response.write(between + await asyncio.to_thread(form.render, items))
            between = form.between
        await response.write(form.end)

    return AsgiStream(stream, content_type=form.media_type, headers=_headers(form, None))


async def _all_items(database: Any) -> AsyncIterator[list[Item]]:
    sql = "SELECT work_key FROM cited_works WHERE work_key > :after ORDER BY work_key LIMIT :batch"
    after = ""
    sent: set[str] = set()
    while rows := list(await database.execute(sql, {"after": after, "batch": BATCH})):
        after = rows[-1][0]
        items = await _items(database, "work_key", [row[0] for row in rows])
        if new := [item for item in items if item["id"] not in sent]:
            sent.update(item["id"] for item in new)
            yield new


@hookimpl
def extra_template_vars(template: str, request: Any, datasette: Any) -> Any:
    """The page about the archive shows how it is cited, in each form."""

    async def forms() -> dict[str, Any]:
        if template != "about.html" or not FORMS:
            return {}
        item = await _citation(datasette, request)
        return {"cited_as": {form.title: form.render([item]) for form in FORMS.values()}}

    return forms


async def send_citation(datasette: Any, request: Any) -> Response:
    """This archive, for a list of references."""
    form = FORMS[request.url_vars["form"]]
    text = whole(form, [await _citation(datasette, request)])
    return Response(text, content_type=form.media_type, headers=_headers(form, "archive"))


async def _citation(datasette: Any, request: Any) -> Item:
    database = datasette.get_database("archive")
    facts = await database.execute("SELECT value FROM site_facts WHERE name = 'last_capture_at'")
    publication = getattr(datasette, "site_settings", {}).get("publication", {})
    is_local = re.match(r"(localhost|127\.|\[)", request.host or "localhost")
    address = datasette.absolute_url(request, datasette.urls.instance())
    as_of = next((str(row[0]) for row in facts), "")
    return archive_item(publication, as_of, database.hash, "" if is_local else str(address))
