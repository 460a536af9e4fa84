"""The formats in which references are exported, by file ending."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.exports import bibtex, ris
from archive.exports.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: what it is called, how items are written in it, and what stands around them."""

    title: str
    media_type: str
    suffix: str
    """Of files of this form."""
    render: Callable[[Iterable[Item]], str]
    """Some items; what was rendered one after the other may be put together."""
    begin: str = ""
    between: str = ""
    end: str = "\n"


def _json(items: Iterable[Item]) -> str:
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)


FORMS = {
    "ris": Form(
        title="RIS",
        media_type="application/x-research-info-systems",
        suffix="ris",
        render=ris.render,
    ),
    "bib": Form(
        title="BibTeX",
        media_type="application/x-bibtex",
        suffix="bib",
        render=bibtex.render,
    ),
    "csljson": Form(
        title="CSL-JSON",
        media_type="application/vnd.citationstyles.csl+json",
        suffix="json",
        render=_json,
        begin="[\n",
        between=",\n",
        end="\n]\n",
    ),
}


def whole(form: Form, items: Iterable[Item]) -> str:
    """A whole file with these items."""
    return form.begin + form.render(items) + form.end
