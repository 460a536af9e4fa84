"""Metadata that is not copied still says who may see what."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

from archive.publishing.publish import Published
from archive.site.plugins.lasting import Lasting
from tests.archive.site.conftest import Site


def test_it_is_its_own_copy() -> None:
    kept = Lasting({"tables": {"checks": {}}})
    assert copy.deepcopy(kept) is kept


def test_a_table_that_an_operator_closes_stays_closed(published: Published, tmp_path: Path) -> None:
    folder = shutil.copytree(published.folder, tmp_path / "closed")
    for name in ("metadata.json", "datasette.json"):  # where 0.65 and 1.0 look
        settings = json.loads((folder / name).read_text(encoding="utf-8"))
        tables = settings["databases"]["archive"].setdefault("tables", {})
        tables.setdefault("checks", {})["allow"] = False
        (folder / name).write_text(json.dumps(settings), encoding="utf-8")
    closed = Site(folder)
    try:
        paths = ("/archive/checks", "/archive/checks/1", "/archive/checks", "/archive/news")
        assert [closed.get(path).status_code for path in paths] == [403, 403, 403, 200]
    finally:
        closed.close()
