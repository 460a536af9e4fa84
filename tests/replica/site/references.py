"""Reference lists: what each entry prints and means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.replica.site.citations import append_doi, cite


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference as a page prints it, and what is true of it."""

    html: str
    doi: str = ""
    """The DOI printed (or linked), normalised to lower case; empty when there is none."""
    work: str = ""
    """The right DOI of the work cited, lower case; empty when it has none or nobody knows it."""
    linked: str = ""
    """Another DOI in the link, when text and target differ."""

    @property
    def text(self) -> str:
        """What a reader sees, line breaks kept."""
        return plain(self.html)


def plain(html: str) -> str:
    """Visible text of the inline HTML of a content file: blanks folded, ``<br>`` a line break."""
    text = re.sub(r"<br\s*/?>", "\x00", re.sub(r"\s+", " ", html))
    text = unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r" *\x00 *", "\n", text).strip()


def read_entry(data: dict[str, Any]) -> Entry:
    """An entry from its content: ``html`` verbatim, or ``work`` in a ``style`` and ``form``."""
    work = data.get("work", "").lower()
    if "html" in data:
        return Entry(
            data["html"], data.get("doi", "").lower(), work, data.get("linked", "").lower()
        )
    form = data.get("form", "text")
    printed = data.get("printed", data["work"])
    html = append_doi(cite(data["work"], data.get("style", "vancouver")), printed, form)
    return Entry(html, "" if form == "none" else printed.lower(), work)
