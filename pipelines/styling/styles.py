"""A registered work as a reference in a citation style (CSL), through citeproc-py."""

from __future__ import annotations

import logging
import re
import warnings
from functools import lru_cache
from pathlib import Path
from typing import cast

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from archive.records import Work
from pipelines.styling.editing import add_to, address_of
from pipelines.styling.items import Item, item_of
from pipelines.styling.style_files import DEFAULT_STYLE, find_style

# What a numeric style puts before the only entry of a list: 1. or [1] or (1).
_NUMBER = re.compile(r"^\W?1\W?\s*")
# CSL lets one of two marks stand (specification, "Punctuation"); the library prints both.
_TWO_STOPS = re.compile(r"(?<!\.)([?!.])\.(?=\s)")
_LOG = logging.getLogger(__name__)


@lru_cache(maxsize=2000)  # one work is cited on many pages
def print_work(work: Work, style: str = DEFAULT_STYLE, named: int = 0) -> str:
    """The reference as plain text on one line, without a number, and with its DOI name.

    ``named``: the work has more authors than its record; "et al." stands behind so many.
    Empty when the record names neither title nor journal, or when the library fails on it: a
    record is a stranger's data, and one that fails must not end a run.
    Raises UnknownStyle.
    """
    rules = _style(style, named)
    item = item_of(work)
    if named:
        item["author"] = [*cast(list[Item], item.get("author", [])), {"literal": "others"}]
    if not {"title", "container-title"} & set(item):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of fields that a style leaves out
            list_of_one = CitationStylesBibliography(rules, CiteProcJSON([item]), formatter.plain)
            list_of_one.register(Citation([CitationItem(work.doi)]))
            (entry,) = list_of_one.bibliography()
    except Exception:
        _LOG.warning("The record of %s cannot be printed in the style %s.", work.doi, style)
        return ""
    text = _TWO_STOPS.sub(r"\1", " ".join(str(entry).split()))
    if _is_numeric(style):
        text = _NUMBER.sub("", text, count=1)
    is_named = work.doi.casefold() in text.casefold()
    return text if is_named else add_to(text, address_of(work.doi))


@lru_cache(maxsize=32)
def _style(name: str, named: int) -> CitationStylesStyle:
    """The rules of a style, with pages in full: the library shortens 1-18 to 1-8.

    ``named``: authors behind whom "et al." stands; where the style names fewer, so many; 0 = as
    the style has it.
    """
    style = CitationStylesStyle(find_style(name), validate=False)
    style.root.set("page-range-format", "expanded")
    bibliography = style.root.find("{*}bibliography")
    if named and bibliography is not None:
        for option, most in (("et-al-min", named + 1), ("et-al-use-first", named)):
            bibliography.set(option, bibliography.get(option) or style.root.get(option, str(most)))
            for element in style.root.iter("{*}bibliography", "{*}name"):
                if option in element.attrib:
                    element.set(option, str(min(int(element.get(option)), most)))
    return style


@lru_cache(maxsize=4)
def _is_numeric(name: str) -> bool:
    text = Path(find_style(name)).read_text(encoding="utf-8")
    return 'citation-format="numeric"' in text
