"""Citations in the styles of the sample site, from the works that the replica's registries know.

The works are those of ``world/works.json``, so what the site cites and what the registries say
cannot drift apart; what a page prints wrongly is said in its own content.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

WORKS = Path(__file__).resolve().parent.parent / "world" / "works.json"
Work = dict[str, Any]


@cache
def works() -> dict[str, Work]:
    """Every work by its lower-case DOI."""
    found = json.loads(WORKS.read_text("utf-8"))["works"]
    return {work["doi"].lower(): work for work in found}


def cite(doi: str, style: str = "vancouver") -> str:
    """The work as inline HTML in one of STYLES, without its DOI. Raises KeyError if unknown."""
    return STYLES[style](works()[doi.lower()])


def append_doi(citation: str, doi: str, form: str) -> str:
    """The citation with its DOI in one of FORMS behind it."""
    return citation + FORMS[form].format(doi=escape(doi, quote=False), href=escape(doi))


FORMS = {
    "none": "",
    "text": " doi: {doi}",
    "tight": " doi:{doi}",
    "upper": " DOI: {doi}.",
    "bare": " {doi}",
    "brackets": " (doi: {doi}).",
    "url": " https://doi.org/{doi}",
    "link": ' <a href="https://doi.org/{href}">https://doi.org/{doi}</a>',
    "dx": ' <a href="http://dx.doi.org/{href}">http://dx.doi.org/{doi}</a>',
    "label": ' <a href="https://doi.org/{href}">[Full text]</a>',
    "linked": ' doi: <a href="https://doi.org/{href}">{doi}</a>',
}


def _names(work: Work, pattern: str, joint: str, last: int = 6) -> str:
    people = work.get("authors") or [{"name": ""}]
    names = [
        p["name"]
        if isinstance(p, dict)
        else pattern.format(family=p[0], initials=p[1], dots=_dot(p[1]))
        for p in people
    ]
    more = work.get("and_others") or len(names) > last
    return escape(joint.join(names[:last]) + (f"{joint}et al." if more else ""), quote=False)


def _dot(initials: str) -> str:
    return "".join(f"{letter}." for letter in initials if letter.isalpha())


def _field(work: Work, name: str) -> str:
    return escape(str(work.get(name, "")), quote=False)


def _place(work: Work, numbers: str) -> str:
    """``19(11):1849–1854`` and its like; what nobody saw is left out."""
    issue = f"({work['issue']})" if work.get("issue") else ""
    pages = str(work.get("article_number") or work.get("page") or "").replace("-", "–")
    text = str(work.get("volume", "")) + issue
    return escape(text + (numbers + pages if pages and text else pages), quote=False)


def _vancouver(work: Work) -> str:
    names = _names(work, "{family} {initials}", ", ").rstrip(".")
    place = _place(work, ":")
    when = f"{work['year']};{place}" if place else str(work["year"])
    return f"{names}. {_sentence(work)} {_field(work, 'short')}. {when}."


def _harvard(work: Work) -> str:
    names = _names(work, "{family}, {dots}", ", ")
    place = _place(work, ": ")
    tail = f", {place}" if place else ""
    return (
        f"{names} ({work['year']}). {_sentence(work)} <em>{_field(work, 'container')}</em>{tail}."
    )


def _bestview(work: Work) -> str:
    """As the founding page prints its first reference: authors and year on a line of their own."""
    names = _names(work, "{family} {dots}", ", ").rstrip(".")
    place = _place(work, ": ")
    when = f"{work['year']}; {place}" if place else str(work["year"])
    return f"{names} ({work['year']})<br>{_sentence(work)} {_field(work, 'short')}. {when}."


def _colon(work: Work) -> str:
    names = _names(work, "{family} {initials}", ", ", last=3)
    place = _place(work, ": ")
    tail = f" {place}" if place else ""
    return f"{names}: {_sentence(work)} In: {_field(work, 'short')}{tail}, {work['year']}."


def _sentence(work: Work) -> str:
    title = _field(work, "title")
    return title if title.endswith("?") else f"{title}."


STYLES: dict[str, Callable[[Work], str]] = {
    "vancouver": _vancouver, "harvard": _harvard, "bestview": _bestview, "colon": _colon,
}  # fmt: skip
