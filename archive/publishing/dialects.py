"""What Datasette 0.65 and 1.0 call by different names, for code that runs with both.

The plug-ins and templates of the published folder run on both as they are; what they do not share
is how a program opens the folder. ``make test-next`` asks the same tests of both.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette.app import Datasette

HAS_CONFIG = "config" in inspect.signature(Datasette).parameters
"""Whether settings and saved queries stand in ``datasette.json``, as since 1.0."""


def open_site(folder: Path, settings: Mapping[str, object], metadata: Mapping[str, Any]) -> Any:
    """The published folder as a Datasette of this process, with these settings above its own."""
    own = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    further: dict[str, Any] = {}
    if HAS_CONFIG:  # 1.0 refuses a setting that is given twice
        config = json.loads((folder / "datasette.json").read_text(encoding="utf-8"))
        further["config"] = {k: v for k, v in config.items() if k != "settings"}
    merged = {**own, **settings}
    return Datasette([], config_dir=folder, settings=merged, metadata=dict(metadata), **further)


def templates_of(datasette: Any) -> Any:
    """The Jinja environment of a running Datasette."""
    return getattr(datasette, "jinja_env", None) or datasette.get_jinja_environment()
