"""Says in one sentence what a check was answered, from its question and its facts. Pure.

The facts are those that the adapters of ``pipelines/services`` document. What a sentence does not
know it does not claim: facts it cannot read are said to be none. Dates are as in ISO 8601.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from datasette import hookimpl

Facts = Mapping[str, Any]

UNTOLD = "An answer came; what it said was not kept."
_LONGEST = 160
"""Of what others wrote, in characters."""


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates the filter ``answer``: a row of ``checks`` -> a sentence."""

    def answer(check: Mapping[str, Any]) -> str:
        error = str(check["error"] or "")
        return answer_of(check, env.filters["word"](error, "coverage_reason") if error else "")

    env.filters["answer"] = answer


def answer_of(check: Mapping[str, Any], failure: str = "") -> str:
    """The sentence for a row of ``checks``; ``failure`` are the words for its ``error``."""
    try:
        facts = json.loads(check["facts_json"] or "{}")
    except ValueError:
        facts = {}
    if not isinstance(facts, dict):
        facts = {}
    if check["error"]:
        said = str(facts.get("message") or facts.get("reason") or "")
        why = failure if failure and failure != check["error"] else str(check["error"])
        is_told = " " in said  # else it is the code once more
        lead = "No usable answer" if check["status"] else "No answer"
        return f"{lead}: {_cut(said) if is_told else why.replace('_', ' ')}."
    tell = _TELL.get(str(check["question"]))
    try:
        told = tell(facts, check) if tell else ""
    except (ValueError, TypeError, LookupError, AttributeError):
        told = ""  # facts of another shape, say of a version long ago
    return told or (UNTOLD if check["status"] else "No answer is known.")


def _registration(facts: Facts, _: Facts) -> str:
    code = facts.get("code")
    if code == 100:
        return "Not registered."
    if code not in (1, 200):  # 200: registered, without such values
        return ""
    if facts.get("alias"):
        return f"Registered, as another name of {_cut(facts['alias'])}."
    if facts.get("url"):
        return f"Registered; leads to {_bare(facts['url'])}."
    return "Registered, but without an address to lead to." if "url" in facts else "Registered."


def _agency(facts: Facts, check: Facts) -> str:
    asked = facts.get("asked")
    if facts.get("agency"):
        of_prefix = f", as all of {asked}" if asked and asked != check["subject"] else ""
        return f"Agency: {_cut(facts['agency'])}{of_prefix}."
    if facts.get("said"):
        return f"No agency; it says “{_cut(facts['said'])}”."
    return "No agency." if "agency" in facts else ""


def _metadata(facts: Facts, _: Facts) -> str:
    if facts.get("found") is False:
        return "No record."
    if not facts.get("found"):
        return ""
    work = facts.get("work") or {}
    notices = _listed_notices(work.get("notices"))
    return f"Record found{_named(work)}.{f' {notices}' if notices else ''}"


def _notices(facts: Facts, _: Facts) -> str:
    if isinstance(facts.get("notices"), list):
        dated = f" of {facts['list_of']}" if facts.get("list_of") else ""
        return _listed_notices(facts["notices"]) or f"No notice in its list{dated}."
    if "changed" in facts:
        return f"Its list {'was fetched anew' if facts['changed'] else 'has not changed'}."
    return ""


def _search(facts: Facts, _: Facts) -> str:
    found = facts.get("found")
    if not isinstance(found, list):
        return ""
    tried = f"Of {facts['asked']} names like it" if facts.get("asked") else ""
    if not found:
        return f"{tried} none has a record." if tried else "No such work was found."
    first = str(found[0] if isinstance(found[0], str) else found[0][0])
    works = [work for work in facts.get("works") or () if work.get("doi") == first]
    number = f"{len(found)} works found, the first" if len(found) > 1 else "One work found"
    number = f"{tried}, {number[0].lower()}{number[1:]}" if tried else number
    return f"{number}: {first}{_named(works[0], ', ') if works else ''}."


def _crosswalk(facts: Facts, _: Facts) -> str:
    if facts.get("found") is False:
        return "Not known there."
    if not facts.get("found"):
        return ""
    names = [
        f"{label} {_cut(facts[key])}"
        for key, label in (("doi", "DOI"), ("pmid", "PubMed number"), ("pmcid", "PubMed Central"))
        if facts.get(key)
    ]
    if not names and facts.get("url"):
        return f"Registered as a handle; leads to {_bare(facts['url'])}."
    return f"Known there{_named(facts.get('work') or {})}; {', '.join(names) or 'no DOI is named'}."


def _memento(facts: Facts, _: Facts) -> str:
    if facts.get("memento"):
        stamp = str(facts.get("timestamp", ""))
        of = f" of {stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}" if re.match(r"\d{8}", stamp) else ""
        return f"A copy{of}: {_bare(facts['memento'])}."
    return "No copy." if "memento" in facts else ""


def _page(facts: Facts, check: Facts) -> str:
    """What a page answers that was visited, or that our own crawl captured."""
    status, end = check["status"], check["final_url"]
    if not status:
        return ""
    has_moved = end and end != check["url"]
    way = "moved for good to" if facts.get("permanent") else "leads on to"
    at = f"; {way} {_bare(end)}" if has_moved else ""
    return f"{_seen(facts, status, check['authority'])}{at}."


def _seen(facts: Facts, status: int, authority: str) -> str:
    """The kind of page: its content counts before its status."""
    title = _cut(facts.get("title") or facts.get("heading") or "")
    quoted = f" “{title}”" if title else ""
    if facts.get("challenge"):
        return "Programs are turned away there"
    if status in _STATUSES:
        return _STATUSES[status]
    for fact, kind in _KINDS:
        if words := facts.get(fact):
            said = words if isinstance(words, str) else ", ".join(map(str, words))
            return f"{kind} ({_cut(said)})" if isinstance(words, str | list) else kind
    if status >= 400:
        return "The server could not answer" if 500 <= status < 600 else "Not provided"
    if authority == "own_crawl":
        if status == 304:
            return "Our crawl found it unchanged"
        return "Our crawl captured it" if status < 300 else "Our crawl was redirected"
    if facts.get("not_modified"):
        return f"Unchanged: the page{quoted}"
    form = facts.get("magic") or facts.get("content_type") or ""
    if not title and form and "html" not in form:
        return f"A file is there ({_cut(form)})"
    return f"A page is there{': ' + quoted.strip() if quoted else ''}"


# Words that were found, which are no verdict: that weighs them against all else.
_KINDS = (
    ("parked", "It looks like a domain for sale"),
    ("login", "It seems to want a login"),
    ("not_found", "It seems to say that nothing is there"),
    ("maintenance", "It seems closed for the moment"),
    ("fault", "It seems to show a server error"),
)
_STATUSES = {
    401: "Not public: it asks for a login",
    403: "Programs are turned away there",
    404: "Not there",
    410: "Not there any more",
    429: "It asks programs to come back later",
    503: "The server cannot answer for now",
}
_TELL: dict[str, Callable[[Facts, Facts], str]] = {
    "registration": _registration,
    "agency": _agency,
    "metadata": _metadata,
    "notices": _notices,
    "search": _search,
    "crosswalk": _crosswalk,
    "memento": _memento,
    "landing": _page,
    "link": _page,
}
"""Question of a check -> how its facts are told; empty = they say nothing."""


def _named(work: Facts, before: str = ": ") -> str:
    """``: “Title” (Journal, 2015)``, as far as it is known."""
    title = _cut(work.get("title") or "")
    beside = ", ".join(str(work[key]) for key in ("container", "year") if work.get(key))
    return (f"{before}“{title}”" if title else "") + (f" ({beside})" if beside else "")


def _listed_notices(notices: object) -> str:
    """``Notice: retraction of 2016-06-14; correction.``"""
    if not isinstance(notices, list) or not notices:
        return ""
    told = [
        f"{str(kind).replace('_', ' ')}{f' of {day}' if day else ''}"
        for kind, _, day, *_ in notices
    ]
    return f"{'Notices' if len(told) > 1 else 'Notice'}: {'; '.join(told)}."


def _bare(url: object) -> str:
    return _cut(re.sub(r"^https?://(www\.)?", "", str(url)).rstrip("/"))


def _cut(text: object) -> str:
    folded = " ".join(str(text).split()).rstrip(".")
    return folded if len(folded) <= _LONGEST else f"{folded[:_LONGEST].rstrip()} …"
