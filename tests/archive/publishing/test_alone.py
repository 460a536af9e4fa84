"""The published folder on a server that has Datasette and nothing of this program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.publishing.publish import publish
from tests.archive.site import specimen

PATHS = (
    *("/", "/broken", "/ask", "/search?q=pain", "/archive/articles", "/archive/checks/1"),
    *("/archive/retracted_works", "/archive/findings", "/changes.atom", "/archive?sql=select+1"),
    *("/archive/links", "/archive/dois", "/archive/captures", "/archive/bibliography"),
    *("/archive/runs", f"/archive/articles/{specimen.page_id()}"),
)
# Ours cannot be found by its finder of modules, as if it were not installed.
ASK = """
import asyncio, json, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("archive", "pipelines", "crawler"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from pathlib import Path
from datasette.app import Datasette
async def ask():
    site = Datasette([], config_dir=Path(sys.argv[1]))
    await site.invoke_startup()
    get = site.client.get
    return {p: (await get(p, follow_redirects=True)).status_code for p in json.loads(sys.argv[2])}
print(json.dumps(asyncio.run(ask())))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = tmp_path_factory.mktemp("alone")
    return publish(specimen.fill(scratch / "crawl.db"), scratch / "s", specimen.PUBLICATION).folder


def test_it_is_served_without_this_program(folder: Path) -> None:
    command = [sys.executable, "-c", ASK, str(folder), json.dumps(PATHS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == dict.fromkeys(PATHS, 200)
