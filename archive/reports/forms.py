"""The formats of a report, by name, and writing them to files."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from archive.reports import atom, csv, fixes, github, html, json, junit, markdown, sarif, terminal
from archive.reports.report import Report

FORMS: dict[str, tuple[str, Callable[[Report], str]]] = {
    "text": ("txt", terminal.render),
    "html": ("html", html.render),
    "csv": ("csv", csv.render),
    "json": ("json", json.render),
    "markdown": ("md", markdown.render),
    "fixes": ("fixes.txt", fixes.render),
    "junit": ("junit.xml", junit.render),
    "sarif": ("sarif", sarif.render),
    "atom": ("atom", atom.render),
    "github": ("github.txt", github.render),
}
"""Name -> (ending of the file, the function that renders it)."""


def write_report(report: Report, folder: Path, forms: Collection[str] = tuple(FORMS)) -> list[Path]:
    """Write the report in several forms; returns the files, in the order of ``FORMS``.

    A file is replaced at once or not at all. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (ending, render) in FORMS.items():
        if name in forms:
            path = folder / f"report.{ending}"
            draft = folder / f".report.{ending}.new"
            draft.write_text(render(report), encoding="utf-8", newline="")
            os.replace(draft, path)
            written.append(path)
    return written
