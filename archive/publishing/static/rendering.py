"""Renders pages of the archive without a server: Datasette, in this process."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.publishing.dialects import open_site, templates_of
from archive.publishing.static.addresses import HOST
from archive.publishing.static.pages import ROWS_A_PAGE

SETTINGS: dict[str, object] = {
    "num_sql_threads": 0,  # one question at a time: handing it to a thread costs more than it
    "default_allow_sql": False,
    "default_page_size": ROWS_A_PAGE,
    "sql_time_limit_ms": 120_000,  # nobody waits, and the next publish is to give the same
    "cache_size_kb": 64_000,
}


class RenderError(Exception):
    """A page did not come as it should; the message names it."""


class Rendering:
    """A published folder that answers requests; a context manager."""

    def __init__(self, published: Path, **shown: object) -> None:
        """``shown`` is what templates are told besides."""
        self.shown = shown
        metadata = json.loads((published / "metadata.json").read_text(encoding="utf-8"))
        self._datasette = open_site(published, SETTINGS, _light(metadata))
        # With rich installed, Datasette fails over its own report of an address it does not know.
        vars(sys.modules["datasette.handle_exception"])["rich"] = None
        self._runner = asyncio.Runner()

    def __enter__(self) -> Rendering:
        self._runner.run(self._datasette.invoke_startup())
        self._runner.run(_remember_keys(self._datasette.get_database("archive")))
        # Captures and proofs need the files they lie in. Links without a capture would bear the day
        # of the latest crawl, and change with it on every page; those with one keep its day.
        self._datasette.captures_folder = None
        self._datasette.site_settings["publication"].update(as_of="", public_url="")
        templates_of(self._datasette).globals.update(
            captures_served=False, provable=frozenset(), plain_files=True, **self.shown
        )
        return self

    def __exit__(self, *_: object) -> None:
        for database in self._datasette.databases.values():
            database.close()
        self._runner.close()

    def get(self, address: str) -> bytes:
        """What the served archive answers. Raises RenderError for anything but 200."""
        path = address.removeprefix(f"http://{HOST}")
        response = self._runner.run(self._datasette.client.get(path))
        if response.status_code != 200:
            raise RenderError(
                f"{address} of the published archive answers {response.status_code} instead of "
                "200. Please report this; it is a fault of the program."
            )
        return bytes(response.content)

    def template(self, name: str, context: dict[str, Any]) -> bytes:
        """A page that the served archive does not have."""
        rendered = self._datasette.render_template(name, context)
        return str(self._runner.run(rendered)).encode()

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows of a table, view or saved query."""
        found: list[dict[str, Any]] = []
        further = ""
        while True:
            path = f"/archive/{name}.json?_shape=objects&_size=max{further}"
            answer = json.loads(self.get(path))
            found += answer["rows"]
            if not answer.get("next"):
                return found
            further = f"&_next={quote(str(answer['next']))}"


def _light(metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata with what the pages need of it: Datasette copies all of it several times a page.

    Facets would be counted for nothing; descriptions, licence and source come from ``site.json``.
    """
    tables = metadata["databases"]["archive"]["tables"]
    for name, table in tables.items():
        tables[name] = {
            k: v for k, v in table.items() if k in ("label_column", "sort", "sort_desc")
        }
    return metadata


async def _remember_keys(database: Any) -> None:
    """Let Datasette ask once for the foreign keys, which cannot change, not on every page."""
    found = await database.get_all_foreign_keys()

    async def known() -> Any:
        return found

    database.get_all_foreign_keys = known
