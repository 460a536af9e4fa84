"""Answers to the saved queries, page by page; in one piece where a plot is drawn.

A route of our own: Datasette reads and writes all rows of an answer, however many of them a reader
looks at. As CSV, JSON and references the answers are Datasette's, with all rows.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response, hookimpl
from datasette.utils import await_me_maybe, call_with_supported_arguments, sqlite_timelimit

ROWS_A_PAGE = 100
ANSWER = re.compile(r"/archive/(?P<question>\w+)(?P<form>\.\w+)?")
"""The address of an answer; without a form it is the page."""

Row = Sequence[Any]
Message = dict[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """The saved queries, as ``publish`` wrote them beside the database."""
    beside = Path(datasette.get_database("archive").path).with_name("site.json")
    places = (beside, Path(__file__).with_name("site.json"))  # as in words.py
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return []
    names = json.loads(path.read_text(encoding="utf-8"))["queries"]
    return [(rf"/archive/(?P<question>{'|'.join(names)})$", show_answer)] if names else []


@hookimpl(tryfirst=True)  # innermost: what others put around every answer is around this
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Read the parameters of a question once, for its page and its data. Datasette answers
    programs: wrong parameters, which the page refuses, are refused here for them."""
    base = datasette.setting("base_url").rstrip("/")

    def wrap(app: App) -> App:
        async def checked(scope: Message, receive: Any, send: Any) -> None:
            path = scope["path"].removeprefix(base) if scope["type"] == "http" else ""
            found = ANSWER.fullmatch(path)
            queries = getattr(datasette, "site_settings", {}).get("queries", {})
            known = queries.get(found["question"]) if found else None
            if not found or not known:
                await app(scope, receive, send)
                return
            asked = arguments_of(scope["query_string"], {p[0] for p in known["parameters"]})
            mistake = misgiven(known["forms"], dict(asked)) if found["form"] else ""
            if mistake:
                await Response.text(f"{mistake}\n", status=400).asgi_send(send)
            else:
                query = urlencode(asked).encode("ascii")
                await app({**scope, "query_string": query}, receive, send)

        return checked

    return wrap


def arguments_of(query: bytes, parameters: Collection[str]) -> list[tuple[str, str]]:
    """The names and values of a query string. Each parameter has one value, the first as Datasette
    has it, without blanks around it; all other names keep every value.

    >>> arguments_of(b"since=+2000&_sort=year&since=x", {"since"})
    [('since', '2000'), ('_sort', 'year')]
    """
    firsts: dict[str, str] = {}
    others = []
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name in parameters:
            firsts.setdefault(name, value.strip())
        else:
            others.append((name, value))
    return [*firsts.items(), *others]


async def show_answer(datasette: Any, request: Any) -> Response:
    """One page of an answer; ``&page=`` says which, everything else are parameters."""
    name = request.url_vars["question"]
    await datasette.ensure_open(request, "query", name)
    known = datasette.site_settings["queries"][name]
    number = _number(request.args.get("page"))
    asked = {p[0]: request.args.get(p[0]) or "" for p in known["parameters"]}
    query_string = urlencode({k: v for k, v in asked.items() if v})
    most = datasette.setting("max_returned_rows")
    size = most if known["plot"] else ROWS_A_PAGE
    start = (number - 1) * size
    window = (start, min(start + size, most) + 1)
    mistake = misgiven(known["forms"], asked)
    columns, rows, error = (
        ([], [], mistake) if mistake else await _window(datasette, known["sql"], asked, window)
    )
    shown = rows[: min(size, max(0, most - start))]
    plot = known["plot"]
    headings, cells = linked(datasette, columns, shown)
    context = {
        "name": name,
        "known": known,
        "asked_for": asked,
        "error": error,
        "columns": headings,
        "display_rows": cells,
        "is_plotted": plot and len(shown) > (0 if plot.get("is_lying") else 1),
        "first": start + 1,
        "page": number,
        "is_more": len(rows) > len(shown),
        "is_end": len(rows) > len(shown) and start + size >= most,
        "renderers": await _forms(datasette, request, columns, shown),
        "query_string": query_string,
        "alternate_url_json": datasette.absolute_url(
            request, datasette.urls.path(f"/archive/{name}.json?{query_string}".rstrip("?"))
        ),
        "allow_execute_sql": datasette.setting("default_allow_sql"),
    }
    html = await datasette.render_template("question.html", context, request=request)
    status = 503 if error == datasette.took_too_long else 400 if error else 200
    return Response.html(html, status=status)


# A key, and the columns that say in words what it is the key of.
LABELS = {
    "page_id": ("page_title", "title", "topic"),
    "bibliography_id": ("printed", "reference"),
    "finding_id": ("says", "detail"),
    "capture_id": ("fetched_at",),
    "check_id": ("question",),
}


def linked(
    datasette: Any, columns: Sequence[str], rows: Sequence[Row]
) -> tuple[list[str], list[list[Any]]]:
    """Columns and cells for people: a key is no column, but the link behind what it stands for."""
    labels = {
        key: next((columns.index(name) for name in names if name in columns), None)
        for key, names in LABELS.items()
        if key in columns
    }
    links = {at: columns.index(key) for key, at in labels.items() if at is not None}
    dropped = set(links.values())

    def cells(row: Row) -> list[Any]:
        named = dict(zip(columns, row, strict=True))
        return [
            datasette.shown_cell(name, row[at], named)
            if at not in links or not row[links[at]]
            else datasette.linked_cell(name, row[at], columns[links[at]], row[links[at]])
            for at, name in enumerate(columns)
            if at not in dropped
        ]

    return [c for at, c in enumerate(columns) if at not in dropped], [cells(row) for row in rows]


def misgiven(forms: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """What is wrong with the first parameter that is no number or day, as its query wants it."""
    for name, form in forms.items():
        text = asked.get(name, "")
        if text and form == "number" and not re.fullmatch(r"[0-9]{1,9}", text):
            return f"{name.capitalize()} must be a whole number, such as 2000."
        if text and form == "day" and not _is_day(text):
            return f"{name.capitalize()} must be a day, such as 2026-01-31."
    return ""


def _is_day(text: str) -> bool:
    """Whether it begins with a day as ISO 8601 has it; a time may follow."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[1-9]\d?", text) else 1


async def _window(
    datasette: Any, sql: str, parameters: Mapping[str, str], window: tuple[int, int]
) -> tuple[list[str], list[Row], str]:
    """Names of columns, rows from where to where, and what went wrong. SQLite makes rows as they
    are asked for, where nothing has to be put into order first."""

    def read(connection: sqlite3.Connection) -> tuple[list[str], list[Row], str]:
        try:
            with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
                cursor = connection.execute(sql, parameters)
                rows: list[Row] = [tuple(row) for row in islice(cursor, *window)]
        except sqlite3.OperationalError as error:
            is_late = str(error) == "interrupted"
            return [], [], datasette.took_too_long if is_late else str(error)
        return [column[0] for column in cursor.description], rows, ""

    found: tuple[list[str], list[Row], str] = await datasette.get_database("archive").execute_fn(
        read
    )
    return found


async def _forms(
    datasette: Any, request: Any, columns: Sequence[str], rows: Sequence[Row]
) -> list[str]:
    """The endings under which this answer can be taken along, as each form itself decides."""
    endings = []
    for ending, (_, can_render) in datasette.renderers.items():
        said = call_with_supported_arguments(
            can_render,
            datasette=datasette,
            columns=columns,
            rows=rows,
            sql=None,
            query_name=request.url_vars["question"],
            database="archive",
            table=None,
            request=request,
            view_name="query",
        )
        if await await_me_maybe(said):
            endings.append(ending)
    return endings
