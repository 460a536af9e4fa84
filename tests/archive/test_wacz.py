"""A WACZ package has everything the standard demands; what lacks something is found out."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from archive.store import Store
from archive.wacz import CannotPack, pack, problems_of
from tests.archive import tiny
from tests.archive.warc.test_captures import answer, writer


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wacz")
    urls = [f"{tiny.SITE}/{name}" for name in ("one", "two", "three")]
    out = writer(folder / "captures")
    captures = [out.write(replace(answer(body=url.encode()), url=url)) for url in urls]
    out.close()
    with Store.open(folder / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        for capture in captures:
            assert capture is not None
            store.keep_capture(run, capture)
            record = tiny.page(capture.url, f"Text of {capture.url}.", title="Ü & <b>")
            store.keep_page(run, replace(record, capture_id=capture.id))
        done = pack(
            store.db, folder / "captures", folder / "site.wacz", {"title": "T"}, "patientline 1"
        )
    assert (done.captures, done.pages) == (3, 3)
    return done.path


def test_it_has_all_that_is_demanded(package: Path) -> None:
    assert problems_of(package) == []
    with ZipFile(package) as opened:
        assert opened.testzip() is None
        facts = json.loads(opened.read("datapackage.json"))
        proof = json.loads(opened.read("datapackage-digest.json"))
        digest = hashlib.sha256(opened.read("datapackage.json")).hexdigest()
    assert proof == {"path": "datapackage.json", "hash": f"sha256:{digest}"}
    assert (facts["profile"], facts["wacz_version"]) == ("data-package", "1.1.1")
    assert facts["title"] == "T"
    assert facts["mainPageUrl"].startswith(tiny.SITE)


def test_pages_have_titles_and_text(package: Path) -> None:
    with ZipFile(package) as opened:
        header, *pages = map(json.loads, opened.read("pages/pages.jsonl").splitlines())
    assert (header["format"], header["hasText"]) == ("json-pages-1.0", True)
    assert {page["title"] for page in pages} == {"Ü & <b>"}
    assert all(page["url"] in page["text"] for page in pages)


def test_the_index_leads_to_the_records(package: Path) -> None:
    with ZipFile(package) as opened:
        lines = opened.read("indexes/index.cdxj").decode().splitlines()
        assert lines == sorted(lines)
        for line in lines:
            key, stamp, facts = line.split(" ", 2)
            entry = json.loads(facts)
            data = opened.read(f"archive/{entry['filename']}")
            start, length = int(entry["offset"]), int(entry["length"])
            record = gzip.decompress(data[start : start + length])
            assert f"WARC-Target-URI: {entry['url']}\r\n".encode() in record
            assert (key.startswith("test,site)/"), len(stamp)) == (True, 14)


def rewritten(package: Path, target: Path, change) -> Path:
    """The package with its files changed by ``change(name, content)``; None leaves one out."""
    with ZipFile(package) as opened, ZipFile(target, "w") as out:
        for info in opened.infolist():
            content = change(info.filename, opened.read(info))
            if content is not None:
                out.writestr(info.filename, content, info.compress_type)
    return target


def without(name: str):
    return lambda found, content: None if found.startswith(name) else content


MUTANTS = [
    ("no datapackage", without("datapackage.json"), "wacz_lacks"),
    ("no pages", without("pages/"), "wacz_lacks"),
    ("no index", without("indexes/"), "wacz_lacks"),
    ("no archive", without("archive/"), "wacz_lacks"),
    ("a changed page", lambda n, c: c + b"{}\n" if n.startswith("pages/") else c, "wacz_digest"),
    ("a changed package", lambda n, c: c + b" " if n == "datapackage.json" else c, "wacz_digest"),
    (
        "an unsorted index",
        lambda n, c: b"\n".join(reversed(c.splitlines())) if n.startswith("indexes/") else c,
        "wacz_index",
    ),
    (
        "another profile",
        lambda n, c: c.replace(b"data-package", b"thing") if n == "datapackage.json" else c,
        "wacz_profile",
    ),
]


@pytest.mark.parametrize(("why", "change", "kind"), MUTANTS, ids=[m[0] for m in MUTANTS])
def test_what_is_missing_is_named(package, tmp_path, why, change, kind) -> None:
    problems = problems_of(rewritten(package, tmp_path / "mutant.wacz", change))
    assert kind in {found for found, _ in problems}


def test_a_packed_archive_cannot_be_read_in_place(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "packed.wacz"
    with ZipFile(package) as opened, ZipFile(target, "w", ZIP_DEFLATED) as out:
        for name in opened.namelist():
            out.writestr(name, opened.read(name))
    assert {kind for kind, _ in problems_of(target)} == {"wacz_packed"}


def test_no_bytes_crash_it(package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    for end in range(0, len(whole), len(whole) // 40):
        (tmp_path / "cut.wacz").write_bytes(whole[:end])
        assert problems_of(tmp_path / "cut.wacz")


def test_damaged_captures_are_not_packed(package: Path, tmp_path: Path) -> None:
    shutil.copytree(package.parent, tmp_path / "site")
    path = next((tmp_path / "site" / "captures").glob("*.warc.gz"))
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
    target = tmp_path / "x.wacz"
    with (
        Store.open(tmp_path / "site" / "crawl.db") as store,
        pytest.raises(CannotPack, match="not as it was sealed"),
    ):
        pack(store.db, path.parent, target, {}, "x")
    assert list(tmp_path.glob("*.wacz*")) == list(tmp_path.glob(".*.new")) == []


def test_nothing_is_packed_of_nothing(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "crawl.db") as store,
        pytest.raises(CannotPack, match="captured"),
    ):
        pack(store.db, tmp_path, tmp_path / "x.wacz", {}, "x")
    assert list(tmp_path.glob("*.wacz*")) == []
