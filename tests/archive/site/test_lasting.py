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


CLOSED = [
    # kind in the settings, name, addresses that are closed with it
    ("tables", "checks", ("/archive/checks", "/archive/checks/1", "/archive/checks.json")),
    ("tables", "findings", ("/archive/findings", "/archive/findings/{}", "/archive/findings.csv")),
    ("queries", "wrong_works", ("/archive/wrong_works", "/archive/wrong_works.json")),
]


def test_what_an_operator_closes_stays_closed(published: Published, tmp_path: Path) -> None:
    folder = shutil.copytree(published.folder, tmp_path / "closed")
    for name in ("metadata.json", "datasette.json"):  # where 0.65 and 1.0 look
        settings = json.loads((folder / name).read_text(encoding="utf-8"))
        archive = settings["databases"]["archive"]
        for kind, closed, _ in CLOSED:
            archive.setdefault(kind, {}).setdefault(closed, {})["allow"] = False
        (folder / name).write_text(json.dumps(settings), encoding="utf-8")
    site = Site(folder)
    try:
        (finding,) = site.rows("SELECT id FROM findings LIMIT 1")
        for _, _, paths in CLOSED:
            for path in paths:
                assert site.get(path.format(finding["id"])).status_code == 403, path
        for path in ("/archive/news", "/archive/runs/1", "/archive/retracted_works"):
            assert site.get(path).status_code == 200, path
    finally:
        site.close()
