"""Views counted when publishing, so that nobody's page has to count them.

Datasette takes the counts of tables from ``inspect-data.json``; ours has those of views beside
them, which its table page takes as well but its database page must not see.
"""

from __future__ import annotations

from typing import Any

from datasette import hookimpl


@hookimpl
def startup(datasette: Any) -> None:
    """Tell the table page about views, after the counts of tables were read."""
    for name, inspected in (datasette.inspect_data or {}).items():
        if name in datasette.databases and "views" in inspected:
            _ = datasette.databases[name].cached_table_counts  # reads and keeps the tables'
            inspected["tables"] = inspected["tables"] | inspected["views"]
