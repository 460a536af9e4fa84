"""A reference beside its registered record, and the changes between them. For templates.

Everything that comes from the archive is escaped here or by the template, never trusted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from datasette import hookimpl
from markupsafe import Markup

# Field of a comparison: what people call it, and the columns of a reference or record it is in.
_FIELDS = {
    "title": ("Title", ("title",)),
    "author": ("Authors", ("authors",)),
    "year": ("Year", ("year",)),
    "container": ("Journal or book", ("container",)),
    "volume": ("Volume", ("volume",)),
    "issue": ("Issue", ("issue",)),
    "page": ("Pages or article", ("pages", "article_number")),
}
_ALIASES = {"authors": "author", "pages": "page", "article_number": "page", "journal": "container"}
_DIFFERING = re.compile(r"(?:^|; )(\w+): (.*?) / ")
_MARKS = {"-": Markup("<del>{}</del>"), "+": Markup("<ins>{}</ins>")}
_KEPT = Markup("{}")


class Line(NamedTuple):
    """One field of a reference beside the same field of a record."""

    label: str
    printed: str
    registered: str
    answer: str
    """agrees, differs, or empty where the two were not compared."""


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates these filters."""
    env.filters["changes"] = changes
    env.filters["beside"] = beside


def changes(diff_json: str | None) -> Markup:
    """The steps of a difference as one text, what goes and what comes marked."""
    try:
        steps = [(str(sign), str(text)) for sign, text in json.loads(diff_json or "[]")]
    except (TypeError, ValueError):  # not written by us
        return Markup("")
    return Markup("").join(_MARKS.get(sign, _KEPT).format(text) for sign, text in steps)


def beside(
    reference: Mapping[str, Any], work: Mapping[str, Any], agreeing: str, differing: str
) -> list[Line]:
    """Field by field, what a reference prints and what is registered; empty fields left out.

    ``agreeing`` are names with commas, ``differing`` is ``name: printed / registered; …``, as
    the judge wrote them.
    """
    same = {_name(word) for word in agreeing.split(",")}
    other = {_name(found[1]): found[2] for found in _DIFFERING.finditer(differing)}
    lines = []
    for name, (label, columns) in _FIELDS.items():
        printed = _first(reference, columns) or other.get(name, "")
        registered = _first(work, columns)
        answer = "differs" if name in other else "agrees" if name in same else ""
        if printed or registered:
            lines.append(Line(label, printed, registered, answer))
    return lines


def _name(word: str) -> str:
    name = word.strip().replace(" ", "_")
    return _ALIASES.get(name, name)


def _first(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return next((str(row[column]) for column in columns if row.get(column)), "")
