"""Table cells for people: badges for verdicts, titles for keys, links for addresses and DOIs.

Called for every cell of every table and query, so most of a long answer's time is spent here: what
repeats is kept, and the rest is put together without ``Markup.format``, which is slow. The words
are those words.py has read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

LONGEST_LABEL = 60

# Column: the table its values are keys of.
KEYS = {
    "page_id": "pages",
    "other_page_id": "pages",
    "capture_id": "captures",
    "run_id": "runs",
    "first_run_id": "runs",
    "last_run_id": "runs",
    "closed_run_id": "runs",
    "bibliography_id": "bibliography",
    "mention_id": "mentions",
    "link_id": "links",
    "link_mention_id": "link_mentions",
    "finding_id": "findings",
    "news_id": "news",
    "check_id": "checks",
    "article_version_id": "article_versions",
    "exchange_id": "exchanges",
    "previous_id": "exchanges",
    "revisit_of": "captures",
    "identifier_id": "identifiers",
}
# Column of a name that many rows share: the table with a list of all that have it.
LISTS = {
    "host": "link_status",
    "publisher": "doi_status",
    "container": "doi_status",
    "agency": "doi_status",
    "type": "dois",
}
ARTICLES = "journal-article,article-journal"
"""Crossref's and DataCite's word for the same: what is counted as one is listed as one."""
LONGEST_LINK = 500
"""Characters of a link to such a list: a name that is longer is text that got there."""
NO_NAMES = frozenset({"not known"})
"""What stands in such a column where nothing is known."""
# DOI names that have a row of their own here, and columns and tables of those that may not.
DOI_COLUMNS = frozenset({"doi", "alias_of", "printed_doi"})
STRANGE_DOIS = frozenset({"found_doi", "superseded_by", "doi_of_the_identifier"})
STRANGERS = frozenset({"identifiers", "reference_identifiers", "identifier_conflicts"})
# Column (or table.column, which goes first): the vocabulary of its values.
FIELDS = {
    "registration": "registration",
    "landing": "landing",
    "agreement": "agreement",
    "notice": "notice",
    "verdict": "verdict",
    "severity": "severity",
    "state": "state",
    "coverage.state": "coverage",
    "became": "coverage",
    "question": "question",
    "existence": "existence",
    "authority": "authority",
    "outcome": "outcome",
    "place": "place",
    "what": "change",
    "relation": "relation",
    "fidelity": "fidelity",
    "reason": "coverage_reason",
    "page_aliases.reason": "alias_reason",
    "pages.kind": "page_kind",
    "page_health.kind": "page_kind",
    "findings.kind": "finding_kind",
    "broken_references.kind": "finding_kind",
    "kind": "finding_kind",
    "error": "coverage_reason",
}
# Codes without a vocabulary: their words are those of their names.
CODES = frozenset({"code", "error", "truncated"})
RULES = frozenset({"found_rule", "rule"})


@hookimpl
def startup(datasette: Any) -> None:
    """Pages of our own show cells as Datasette's do, without asking every plugin for each."""
    datasette.shown_cell = partial(shown_cell, datasette)  # for the other plugins
    datasette.linked_cell = partial(linked_cell, datasette)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Facets say the words that cells say."""
    env.filters["field_of"] = field_of
    env.globals["codes"] = CODES


def field_of(column: str, table: str | None) -> str | None:
    """The vocabulary of a column's values, if they are words of one.

    >>> field_of("reason", "coverage"), field_of("reason", "page_aliases"), field_of("title", "")
    ('coverage_reason', 'alias_reason', None)
    """
    return FIELDS.get(f"{table}.{column}") or FIELDS.get(column)


def shown_cell(datasette: Any, column: str, value: Any, row: Mapping[str, Any] = {}) -> Markup:
    """A cell of a query's answer; what has no form of its own is cut where it is long."""
    rendered = _list(datasette, column, value, row)
    if rendered is None:
        rendered = render_cell(row, value, column, None, datasette)
    if rendered is not None:
        return rendered
    text, length = "" if value is None else str(value), datasette.setting("truncate_cells_html")
    return escape(text if len(text) <= length else f"{text[:length]}…")


def linked_cell(datasette: Any, column: str, value: Any, key_column: str, key: object) -> Markup:
    """A cell of a query's answer that leads to the row whose key stands beside it."""
    shown = shown_cell(datasette, column, value)
    words = shown.striptags() if "<a " in shown else shown  # HTML has no links within links
    encoded = tilde_encode(str(key))
    path = datasette.urls.row("archive", KEYS[key_column], encoded)
    if len(words) > LONGEST_LABEL and "<" not in shown:
        return Markup('{} <a href="{}">more</a>').format(shown, path)
    return Markup('<a href="{}">{}</a>').format(path, words or "open")


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, datasette: Any
) -> Markup | None:
    """The cell as HTML, or None to leave it to Datasette (which escapes)."""
    if value is None or value == "":
        return None
    if isinstance(value, dict):  # a key that Datasette has looked the label up for
        return _key(datasette, column, value["value"], str(value["label"] or value["value"]))
    if column in KEYS and table not in ("frontier", KEYS[column]):
        return _key(datasette, column, value, "open")
    field = field_of(column, table)
    if field == "severity" and _value(row, "kind") == "work_retracted":
        field = "severity_retracted"  # nothing of it is broken
    if field:
        words = getattr(datasette, "site_settings", {}).get("vocabulary", {}).get(field, {})
        if value in words:
            return _badge(*words[value])
    if column in STRANGE_DOIS or (column == "doi" and table in STRANGERS):
        return _outward(datasette, datasette.words.doi_url(str(value)))
    if column in RULES:
        return escape(datasette.words.ruled(value))
    if column == "agreeing":
        return escape(datasette.words.fields(str(value)))
    if column == "differing":
        return escape(re.sub(r"(^|; )container: ", r"\1journal or book: ", str(value)))
    if column == "says" and isinstance(value, str) and _value(row, "kind") != "doi_missing":
        words = datasette.words.spelt(value)
        if words != value:  # else it is Datasette's to show, and to cut
            return escape(words[: datasette.setting("truncate_cells_html")])
    if column in CODES:
        return escape(datasette.words.worded(value))
    # SQL of a stranger may call anything so; the host of a page is the site itself.
    listed = _list(datasette, column, value, row) if table not in (None, "pages") else None
    return _by_form(datasette, column, value) if listed is None else listed


def _value(row: Any, column: str) -> Any:
    """The cell beside it: of a list, or of an answer to SQL."""
    return row[column] if column in row.keys() else None  # noqa: SIM118 - iterating gives values


@lru_cache
def _badge(label: str, meaning: str, tone: str) -> Markup:
    return Markup('<span class="badge {}" title="{}">{}</span>').format(tone, meaning, label)


def _link(path: str, label: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(path, label)


def _list(datasette: Any, column: str, value: Any, row: Any) -> Markup | None:
    """A name that leads to all rows that have it; None where it is none, or far too long."""
    if column not in LISTS or not isinstance(value, str) or not value or value in NO_NAMES:
        return None
    # A journal is counted publisher by publisher; beside a DOI it is the whole journal.
    whose = _value(row, "publisher") if column == "container" else None
    wished = {"publisher": whose} if whose is not None and _value(row, "doi") is None else {}
    most = datasette.setting("truncate_cells_html")
    is_article = column == "type" and value in ARTICLES.split(",")
    wished |= {"type__in": ARTICLES} if is_article else {column: value}
    return _listed(datasette.urls.table("archive", LISTS[column]), most, value, **wished)


@lru_cache
def _listed(table: str, most: int, label: str, **wished: str) -> Markup | None:
    path = f"{table}?{urlencode(wished, safe=',')}"
    if len(path) > LONGEST_LINK:
        return None
    return _link(path, label if len(label) <= most else f"{label[: most - 2]} …")


def _outward(datasette: Any, url: str) -> Markup:
    shown = datasette.words.bare(url)
    short = shown if len(shown) <= LONGEST_LABEL else shown[: LONGEST_LABEL - 1] + "…"
    publication = getattr(datasette, "site_settings", {}).get("publication", {})
    link: Markup = datasette.words.outward(url, short, publication.get("as_of", ""))
    return link


def _key(datasette: Any, column: str, value: Any, label: str) -> Markup | None:
    if column not in KEYS:
        return None
    short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 2] + " …"
    key = str(value)
    encoded = key if key.isascii() and key.isalnum() else tilde_encode(key)
    path = datasette.urls.row("archive", KEYS[column], encoded)
    if column.endswith("run_id") and short == "open":
        short = f"run {value}"
    return _link(path, _moment(short) or short)


def _by_form(datasette: Any, column: str, value: Any) -> Markup | None:
    if column.startswith("is_") and value in (0, 1):
        return Markup("yes") if value else Markup("no")
    if column.endswith(("bytes", "_ms")) and isinstance(value, int):
        return Markup(f'<span class="figure">{value:,}</span>')
    if isinstance(value, (int, float)):
        return Markup(f'<span class="figure">{value}</span>')
    if not isinstance(value, str):
        return None
    if column == "at" or column.endswith("_at"):
        return _moment(value)
    if column.endswith("_sha256"):
        return Markup('<code title="{}">{}…</code>').format(value, value[:12])
    if column.endswith("_json"):
        return _json(value)
    if column in DOI_COLUMNS or (column == "subject" and value.startswith("10.")):
        path = datasette.urls.path("/doi/" + quote(value, safe="/:;()._-"))
        return _link(path, datasette.words.spelt(value))
    if re.match(r"(?i)https?://\S*$", value):  # Datasette would link it, whatever it is
        return _outward(datasette, value)
    return None


def _json(text: str) -> Markup | None:
    try:
        pretty = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return None
    return Markup('<pre class="wrap">{}</pre>').format(pretty) if len(pretty) < 10_000 else None


@lru_cache(maxsize=4096)
def _moment(text: str) -> Markup | None:
    if not re.match(r"\d{4}-\d\d-\d\dT", text):
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Markup('<time datetime="{0}" title="{0}">{1} {2:%b %Y, %H:%M}</time>').format(
        text, parsed.day, parsed
    )
