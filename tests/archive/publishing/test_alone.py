"""The published folder on a server that has Datasette and nothing of this program."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from datasette.utils import temporary_docker_directory

from archive.publishing.publish import publish
from tests.archive.site import specimen

CONTAINERFILE = Path(__file__).resolve().parents[3] / "deploy" / "Containerfile"
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
    folder = Path(sys.argv[1])
    if (folder / "settings.json").exists():
        site = Datasette([], config_dir=folder)
    else:  # the options that its Dockerfile names
        site = Datasette(
            immutables=["archive.db"],
            inspect_data=json.loads(Path("inspect-data.json").read_text()),
            metadata=json.loads(Path("metadata.json").read_text()), template_dir="templates",
            plugins_dir="plugins", static_mounts=[("static", "static")],
        )
    await site.invoke_startup()
    get = site.client.get
    home = (await get("/")).text
    assert "Patient Line" in home, home[:500]
    return {p: (await get(p, follow_redirects=True)).status_code for p in json.loads(sys.argv[2])}
print(json.dumps(asyncio.run(ask())))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = tmp_path_factory.mktemp("alone")
    told = {**specimen.PUBLICATION, "security_contact": "https://patients.example/report"}
    return publish(specimen.fill(scratch / "crawl.db"), scratch / "s", told).folder


def test_it_is_served_without_this_program(folder: Path) -> None:
    command = [sys.executable, "-c", ASK, str(folder), json.dumps(PATHS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == dict.fromkeys(PATHS, 200)


def test_an_image_takes_along_all_that_is_published_and_can_read_it(folder: Path) -> None:
    lines = CONTAINERFILE.read_text(encoding="utf-8").splitlines()
    user = next(line.split()[1] for line in lines if line.startswith("USER"))
    copied = [line.split() for line in lines if line.startswith("COPY")]
    assert {words[1] for words in copied} == {f"--chown={user}:{user}"}
    (folder / ".building-x").mkdir()
    (folder / "sample.wacz").touch()
    taken = {name for words in copied for pattern in words[2:-1] for name in glob(pattern, folder)}
    (folder / ".building-x").rmdir()
    (folder / "sample.wacz").unlink()
    assert taken == {*glob("*", folder), "sample.wacz"}
    folders = {path.name for path in folder.iterdir() if path.is_dir()}
    assert all(words[-1] == f"/srv/archive/{words[2]}/" for words in copied if words[2] in folders)


def glob(pattern: str, folder: Path) -> set[str]:
    return {path.name for path in folder.glob(pattern) if not path.name.startswith(".")}


def test_datasette_publish_takes_along_what_it_needs(folder: Path, tmp_path: Path) -> None:
    image, published = tmp_path / "image", folder.resolve()
    with temporary_docker_directory(
        [str(published / "archive.db")], "archive", (published / "metadata.json").open(), "", "",
        str(published / "templates"), str(published / "plugins"),
        [("static", str(published / "static"))], (), False, "", "secret",
    ) as taken:  # fmt: skip
        shutil.copytree(taken, image)
    inspect = ["inspect", "archive.db", "--inspect-file", "inspect-data.json"]
    subprocess.run([sys.executable, "-m", "datasette", *inspect], check=True, cwd=image)
    paths = (*PATHS, "/security", "/.well-known/security.txt")
    command = [sys.executable, "-c", ASK, str(image), json.dumps(paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=image)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == dict.fromkeys(paths, 200)
