"""Finds the captures of a published archive, if they are at hand where it is served."""

from __future__ import annotations

import json
import os
from pathlib import Path

ENVIRONMENT = "PATIENTLINE_CAPTURES"
"""Variable that names the folder; empty = the captures are not served."""
USUAL = "../captures"


def captures_beside(published: Path) -> Path | None:
    """The captures folder that belongs to a published folder; None when there is none to serve.

    The environment goes first, then ``captures`` in ``site.json`` (relative to the published
    folder; ``null`` = not served), then the place where the crawl keeps them.
    """
    named = os.environ.get(ENVIRONMENT)
    if named is None:
        try:
            settings = json.loads((published / "site.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            settings = {}
        named = settings.get("captures", USUAL) if isinstance(settings, dict) else USUAL
    if not named or not isinstance(named, str):
        return None
    folder = published / named
    return folder.resolve() if folder.is_dir() else None
