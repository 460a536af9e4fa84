"""Renderings in the published archive: shown where they lie, proved, hidden, purged, packed."""

from __future__ import annotations

import asyncio
import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.packages.cdxj import site_index
from archive.packages.wacz import Wish, pack
from archive.proof.proving import prove
from archive.publishing.publish import publish
from archive.takedown import purging
from archive.takedown.hiding import Decision, hide
from archive.takedown.targets import target_of
from archive.warc.files import warc_files
from tests.archive.rendering.drawn import PNG, URL, Drawn

DECISION = Decision(who="A. Archivist", why="asked for", at="2026-03-01T12:00:00.000Z")


@pytest.fixture
def drawn(tmp_path: Path) -> Drawn:
    drawn = Drawn(tmp_path / "small")
    drawn.keep()
    return drawn


def answers(folder: Path, *paths: str) -> list[Any]:
    """What the published archive answers."""

    async def ask() -> list[Any]:
        datasette = Datasette([], config_dir=folder)
        await datasette.invoke_startup()
        return [await datasette.client.get(path) for path in paths]

    return asyncio.run(ask())


def test_shown_on_the_pages(drawn: Drawn) -> None:
    dom, view = drawn.renderings()
    folder = publish(drawn.folder / "crawl.db", drawn.folder / "published", {}).folder
    [[page]] = drawn.store.db.execute("SELECT id FROM pages").fetchall()
    found = answers(
        folder,
        f"/-/rendering/{view['id']}",
        f"/-/rendering/{dom['id']}",
        "/-/rendering/other",
        f"/archive/pages/{page}",
        f"/archive/captures/{drawn.read}",
        f"/-/proof/renderings/{view['id']}",
    )
    picture, document, missing, on_page, on_capture, proof = found
    assert picture.content == PNG
    assert picture.headers["content-type"] == "image/png"
    assert document.text == drawn.drawing.dom
    assert document.headers["content-type"] == "text/plain; charset=utf-8"
    for response in (picture, document):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert missing.status_code == 404
    for response in (on_page, on_capture):
        assert f'src="/-/rendering/{view["id"]}"' in response.text
        assert "as a browser drew it from the captures, 1280 pixels wide, without" in response.text
        assert "3 requests had no answer here" in response.text
    assert "<h1>Proved</h1>" in proof.text


def test_proved_with_all_that_it_was_made_of(drawn: Drawn) -> None:
    view = str(drawn.renderings()[1]["id"])
    proof = prove(drawn.store.db.conn, drawn.captures, "renderings", view)
    assert proof.is_proved
    parts = [step.said.partition(",")[0] for step in proof.steps if step.name == "part"]
    assert [part.rpartition("/")[2] for part in parts] == ["page.htm", "a.css", "i.png"]
    data = drawn.path.read_bytes()
    drawn.path.write_bytes(b"\0" * len(data))
    proof = prove(drawn.store.db.conn, drawn.captures, "renderings", view)
    assert not proof.is_proved
    assert [step.is_ok for step in proof.steps if step.name == "part"] == [False] * 3


def test_packed_and_indexed(drawn: Drawn, tmp_path: Path) -> None:
    with site_index(drawn.store.db, drawn.captures) as index:
        own = [json.loads(line.split(b" ", 2)[2]) for line in index]
    assert {f"urn:view:{URL}", f"urn:dom:{URL}"} < {line["url"] for line in own}
    pack(drawn.store.db, drawn.captures, tmp_path / "a.wacz", Wish(software="test"))
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        lines = package.read("indexes/index.cdx").splitlines()
        facts = [json.loads(line.split(b" ", 2)[2]) for line in lines]
        [view] = [one for one in facts if one["url"] == f"urn:view:{URL}"]
        data = package.read(f"archive/{view['filename']}")
    start = int(view["offset"])
    assert gzip.decompress(data[start : start + int(view["length"])]).endswith(PNG + b"\r\n\r\n")
    assert (view["mime"], view["status"]) == ("image/png", "200")


@pytest.mark.parametrize(("why", "name"), [("the page", URL), ("a part of it", "sheet")])
def test_hidden(drawn: Drawn, tmp_path: Path, why: str, name: str) -> None:
    target = target_of(drawn.store.db.conn, drawn.sheet if name == "sheet" else name)
    with drawn.store.unit():
        hide(drawn.store.db.conn, target, DECISION)
    pack(drawn.store.db, drawn.captures, tmp_path / "a.wacz", Wish(software="test"))
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        whole = b"".join(package.read(n) for n in package.namelist())
        warcs = [package.read(n) for n in package.namelist() if n.endswith(".warc.gz")]
    assert b"urn:view:" not in whole, why
    assert all(b"conversion" not in gzip.decompress(data) for data in warcs), why
    assert len(drawn.renderings()) == 2


@pytest.mark.parametrize(("why", "name"), [("the page", URL), ("a part of it", "sheet")])
def test_purged(drawn: Drawn, why: str, name: str) -> None:
    drawn.keep(capture_id=drawn.picture, url=URL + "?other", parts=())  # another one, which stays
    target = target_of(drawn.store.db.conn, drawn.sheet if name == "sheet" else name)
    purging.purge(drawn.store, drawn.captures, target, DECISION)
    purging.finish(drawn.store, drawn.captures)
    left = drawn.renderings()
    assert {row["url"] for row in left} == {URL + "?other"}, why
    checked = check_files(warc_files(drawn.captures))
    wrong = [*checked.anomalies, *check_rows(drawn.store.db, drawn.store.path, checked)]
    assert {a.kind for a in wrong if a.is_damage} == {"unfinished_purge"}
    held = [gzip.decompress(p.read_bytes()) for p in drawn.captures.glob("*renderings*.gz")]
    assert all(f"urn:view:{URL}\r\n".encode() not in data for data in held), why
