"""Reference lists: what each entry prints and means, and the shapes a list can have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.replica.site.citations import append_doi, cite
from tests.replica.site.nodes import Items, Node, Rows, Text

SHAPES = (
    "paragraphs", "glued", "parens", "dots", "brackets", "sup", "ol", "ul", "br", "run-in", "table",
)  # fmt: skip


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


def shape_list(entries: tuple[Entry, ...], shape: str, blurb: str) -> tuple[Node, ...]:
    """The list as nodes in one of SHAPES; ``glued`` takes the blurb into the last paragraph.

    run-in: all in one paragraph, numbered, without breaks. br: one paragraph, a line each.
    """
    texts = [entry.html for entry in entries]
    match shape:
        case "glued":
            texts[-1] += f"<br>\n{blurb}"
            return tuple(Text(text) for text in texts)
        case "parens" | "dots" | "brackets" | "sup":
            marks = {
                "parens": "({}) ",
                "dots": "{}. ",
                "brackets": "[{}] ",
                "sup": "<sup>{}</sup> ",
            }
            return tuple(Text(marks[shape].format(n) + text) for n, text in enumerate(texts, 1))
        case "ol" | "ul":
            return (Items(tuple(texts), ordered=shape == "ol"),)
        case "br":
            return (Text("<br>\n".join(text.replace("<br>", " ") for text in texts)),)
        case "run-in":
            run = " ".join(f"{n}. {t.replace('<br>', ' ')}" for n, t in enumerate(texts, 1))
            return (Text(run),)
        case "table":
            rows = [(str(n), text) for n, text in enumerate(texts, 1)]
            return (Rows((("No.", "Reference"), *rows), head=True),)
    return tuple(Text(text) for text in texts)
