"""Metadata that is never copied, since nothing changes it while the archive is served.

Datasette 0.65 makes a deep copy of all metadata for each table it asks permissions of, twice a
page; with a description for every column that takes longer than the page.
"""

from __future__ import annotations

from typing import Any

from datasette import hookimpl


class Lasting(dict[str, Any]):
    """A mapping that is its own copy."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Lasting:
        return self


@hookimpl
def startup(datasette: Any) -> None:
    """Where permissions are asked of the metadata, as in 0.65; 1.0 has them in a table."""
    if hasattr(datasette, "_table_permission_allows"):
        datasette._metadata_local = Lasting(datasette._metadata_local)
