"""A WACZ package has everything the standard demands; what lacks something is found out."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import re
import shutil
import struct
import warnings
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from filelock import FileLock

from archive.integrity.checking import check_files
from archive.integrity.losses import AcceptedLoss, accept
from archive.integrity.salvage import salvage
from archive.packages.cdxj import cdxj_line, site_index
from archive.packages.checking import doubts_of, problems_of, signature_of
from archive.packages.signing import CannotSign, fingerprint, signing_key
from archive.packages.texts import MAX_CHARACTERS
from archive.packages.wacz import CannotPack, Wish, pack
from archive.store import Store
from archive.takedown.hiding import hide
from archive.takedown.targets import Target
from archive.warc.captures import seal
from archive.warc.files import pieces_of_any
from archive.warc.parsing import bare_id, parse
from tests.archive import tiny
from tests.archive.proof.small_archive import Small
from tests.archive.proof.test_pdf_source import leaflet
from tests.archive.takedown.test_purging import DECISION
from tests.archive.warc.test_captures import MOMENT, answer, failure, writer

DAY = timedelta(days=1)


WISH = Wish(publication={"title": "T"}, software="patientline 1")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wacz")
    urls = [f"{tiny.SITE}/{name}" for name in ("one", "two", "%7B%7Bthree%7D%7D")]
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
        done = pack(store.db, folder / "captures", folder / "site.wacz", WISH)
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


def test_readers_that_go_by_the_directory_find_each_file(package: Path) -> None:
    """As replayweb.page does: no extra field in the directory means none in the local header."""
    data = package.read_bytes()
    with ZipFile(package) as opened:
        for info in opened.infolist():
            start = info.header_offset
            name, extra = struct.unpack("<HH", data[start + 26 : start + 30])
            assert bool(extra) == bool(info.extra)
            begin = start + 30 + name + extra
            if info.compress_type == ZIP_STORED:
                assert data[begin : begin + info.file_size] == opened.read(info)


def test_pages_have_titles_and_text(package: Path) -> None:
    with ZipFile(package) as opened:
        header, *pages = map(json.loads, opened.read("pages/pages.jsonl").splitlines())
    assert (header["format"], header["hasText"]) == ("json-pages-1.0", True)
    assert {page["title"] for page in pages} == {"Ü & <b>"}
    assert all(page["url"] in page["text"] for page in pages)


# What is searched for in a page that no table has a text of.
SEEN = [
    ("a listing", b"<html><nav><a href=/x>All news</a></nav><template>never</template>",
     "text/html", "All news"),
    ("plain text", b"User-agent: <b>", "text/plain", "User-agent: <b>"),
    ("a picture", b"\x89PNG\r\n\x1a\n", "image/png", ""),
    ("a PDF", leaflet(), "application/pdf",
     "Back pain for all. References Liu L. Acupuncture. doi: 10.1155/2015/328196 More"),
    ("a PDF that is damaged", leaflet()[:300], "application/pdf", ""),
    ("longer than may be", b"<p>" + b"x" * 200_000, "text/html", "x" * MAX_CHARACTERS),
]  # fmt: skip


def test_every_page_has_the_text_that_a_reader_sees(tmp_path: Path) -> None:
    small = Small(tmp_path / "small")
    for number, (_, body, mime, _) in enumerate(SEEN):
        charset = "; charset=utf-8" if mime.startswith("text/") else ""
        capture = small.capture(f"/{number}", body, mime=mime, charset=charset)
        small.page(f"/{number}", capture, kind="listing", charset=charset[-5:])
    pack(small.store.db, small.captures, tmp_path / "site.wacz", WISH)
    small.store.close()
    with ZipFile(tmp_path / "site.wacz") as opened:
        _, *pages = map(json.loads, opened.read("pages/pages.jsonl").splitlines())
    texts = {page["url"].rpartition("/")[2]: page["text"] for page in pages}
    for number, (why, _, _, expected) in enumerate(SEEN):
        assert " ".join(texts[str(number)].split()) == expected, why


def test_the_index_leads_to_the_records(package: Path) -> None:
    with ZipFile(package) as opened:
        lines = opened.read("indexes/index.cdx").decode().splitlines()
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


def test_the_other_digest_of_the_standard_is_one(package: Path, tmp_path: Path) -> None:
    """As ``wacz create --hash-type md5`` has it."""
    with ZipFile(package) as opened:
        facts = json.loads(opened.read("datapackage.json"))
        for one in facts["resources"]:
            one["hash"] = f"md5:{hashlib.md5(opened.read(one['path'])).hexdigest()}"
    new = {"datapackage.json": json.dumps(facts).encode(), "datapackage-digest.json": None}
    other = rewritten(package, tmp_path / "md5.wacz", new.get)
    assert problems_of(other) == []
    changed = rewritten(
        other, tmp_path / "x.wacz", lambda n, c: c + b"{}\n" if n.startswith("pages/") else c
    )
    assert "wacz_digest" in {kind for kind, _ in problems_of(changed)}


def package_of(packages: dict[str, bytes], target: Path) -> Path:
    """A package of packages, as Browsertrix packs a crawl by several browsers."""
    resources = [
        {"name": name, "path": name, "bytes": len(data),
         "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for name, data in packages.items()
    ]  # fmt: skip
    with ZipFile(target, "w") as out:
        for name, data in packages.items():
            out.writestr(name, data)
        facts = {"profile": "multi-wacz-package", "resources": resources}
        out.writestr("datapackage.json", json.dumps(facts))
    return target


def test_a_package_of_packages_is_as_sound_as_they_are(package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    broken = rewritten(package, tmp_path / "x.wacz", without("pages/")).read_bytes()
    sound = package_of({"a.wacz": whole, "b.wacz": whole}, tmp_path / "sound.wacz")
    assert problems_of(sound) == []
    found = problems_of(package_of({"a.wacz": whole, "b.wacz": broken}, tmp_path / "y.wacz"))
    assert {kind for kind, _ in found} == {"wacz_lacks"}
    assert all(said.startswith("b.wacz: ") for _, said in found)
    inner = package_of({"a.wacz": whole}, tmp_path / "inner.wacz").read_bytes()
    assert problems_of(package_of({"c.wacz": inner}, tmp_path / "z.wacz")), "one in another only"
    assert problems_of(package_of({"c.wacz": whole[:-99]}, tmp_path / "cut.wacz"))
    assert problems_of(package_of({}, tmp_path / "none.wacz"))


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


BOMBS = {
    "facts": lambda n, c: b" " * 9_000 + c if n == "datapackage.json" else c,
    "a digest": lambda n, c: b" " * 9_000 + c if n == "datapackage-digest.json" else c,
    "pages": lambda n, c: c + b" " * 9_000 + b"\n" if n.startswith("pages/") else c,
    "an index": lambda n, c: b"z" * 9_000 + c if n.startswith("indexes/") else c,
}


@pytest.mark.parametrize("change", BOMBS.values(), ids=BOMBS)
def test_what_unpacks_to_more_than_memory_holds_is_not_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change
) -> None:
    monkeypatch.setattr("archive.packages.checking._MOST_FACTS", 8_000)
    mutant = rewritten(package, tmp_path / "bomb.wacz", change)
    assert problems_of(package) == []
    assert "more than 8000 bytes" in problems_of(mutant)[-1][1]
    assert signature_of(mutant) is None


def test_a_name_that_stands_twice_is_told(package: Path, tmp_path: Path) -> None:
    """Some readers take the first of two files with one name, and others the last."""
    target = tmp_path / "twice\x1b[2J.wacz"
    shutil.copy(package, target)
    with ZipFile(target, "a") as out, warnings.catch_warnings(action="ignore"):
        out.writestr("pages/pages.jsonl", out.read("pages/pages.jsonl"))
        out.writestr("\x1b[2J", b"")
    problems = problems_of(target)
    assert {kind for kind, _ in problems} == {"wacz_twice", "wacz_unlisted"}
    assert all(said.isprintable() for _, said in problems)


def test_an_index_that_leads_before_a_file_is_wrong(package: Path, tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        is_index = name.startswith("indexes/")
        return content.replace(b'"offset": "', b'"offset": "-') if is_index else content

    problems = problems_of(rewritten(package, tmp_path / "x.wacz", change))
    assert any("leads to no record" in said for _, said in problems)


@pytest.mark.parametrize(
    "url", ["https://a.test:99999/", "https://a.test:x/", "http://[::1/", "http:///"]
)
def test_an_address_that_is_none_has_a_line_too(url: str) -> None:
    """They come with captures of other tools."""
    line = cdxj_line(url, "2026-01-02T03:04:05.678Z", "text/html", 200, "0" * 64, "a.warc.gz", 1, 2)
    key, stamp, facts = line.split(" ", 2)
    assert (bool(key), stamp, json.loads(facts)["url"]) == (True, "20260102030405", url)


def test_an_index_with_a_number_without_end_is_told(package: Path, tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        is_index = name.startswith("indexes/")
        return re.sub(rb'"offset": "\d+"', b'"offset": 1e400', content) if is_index else content

    problems = problems_of(rewritten(package, tmp_path / "x.wacz", change))
    assert [kind for kind, _ in problems] == ["no_wacz"]


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
        pack(store.db, path.parent, target, WISH)
    assert list(tmp_path.glob("*.wacz*")) == list(tmp_path.glob(".*.new")) == []


def test_two_at_once_do_not_write_one_file(package: Path) -> None:
    target = package.with_name("other.wacz")
    with (
        Store.open(package.with_name("crawl.db")) as store,
        FileLock(target.with_name(".other.wacz.lock")),
        pytest.raises(CannotPack, match="Another command is writing"),
    ):
        pack(store.db, package.with_name("captures"), target, WISH)
    assert not target.exists()


def test_a_folder_that_is_not_there_is_not_made(package: Path, tmp_path: Path) -> None:
    with (
        Store.open(package.with_name("crawl.db")) as store,
        pytest.raises(CannotPack, match="no folder"),
    ):
        pack(store.db, package.with_name("captures"), tmp_path / "typo" / "x.wacz", WISH)
    assert not (tmp_path / "typo").exists()


def test_nothing_is_packed_of_nothing(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "crawl.db") as store,
        pytest.raises(CannotPack, match="captured"),
    ):
        pack(store.db, tmp_path, tmp_path / "x.wacz", WISH)
    assert list(tmp_path.glob("*.wacz*")) == []


HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"


@pytest.fixture
def again(tmp_path: Path):
    """(store, captures) of one page that came three times: new, the same bytes, and 304."""
    out = writer(tmp_path / "captures")
    chunked = replace(
        answer(body=b"<p>hello"),
        raw_response=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n",
        framed=b"8\r\n<p>hello\r\n0\r\n\r\n",
    )
    first = out.write(answer(interim=HINTS))
    assert first is not None
    same = out.write(replace(chunked, started_at=MOMENT + DAY), revisit_of=first)
    held = answer(
        status=304, body=b"", raw_response=b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
        started_at=MOMENT + 2 * DAY, interim=HINTS,
    )  # fmt: skip
    unchanged = out.write(held, revisit_of=first)
    out.close()
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        for capture in (first, same, unchanged):
            assert capture is not None
            store.keep_capture(run, capture)
        yield store, tmp_path / "captures"


def records_in(package: Path, folder: Path) -> list[tuple]:
    """(stamp, status in the index, kind, payload) of every line of the index."""
    with ZipFile(package) as opened:
        (folder / "x.warc.gz").write_bytes(opened.read(next(
            name for name in opened.namelist() if name.startswith("archive/"))))  # fmt: skip
        data = (folder / "x.warc.gz").read_bytes()
        found = []
        for line in opened.read("indexes/index.cdx").decode().splitlines():
            _, stamp, facts = line.split(" ", 2)
            entry = json.loads(facts)
            start, length = int(entry["offset"]), int(entry["length"])
            record, problems = parse(gzip.decompress(data[start : start + length]))
            assert record is not None
            assert problems == []
            found.append((stamp, entry["status"], record.kind, record.payload))
    return found


def test_a_package_stands_by_itself(again, tmp_path: Path) -> None:
    store, captures = again
    target = tmp_path / "x.wacz"
    pack(store.db, captures, target, WISH)
    assert problems_of(target) == []
    found = records_in(target, tmp_path)
    assert [(status, kind, payload) for _, status, kind, payload in found] == [
        ("200", "response", b"<p>hello")
    ] * 3
    assert len({stamp for stamp, *_ in found}) == 3
    checked = check_files([tmp_path / "x.warc.gz"])
    assert {a.kind for a in checked.anomalies} == {"unsealed"}
    records = [parse(piece.data)[0] for piece in pieces_of_any(tmp_path / "x.warc.gz")]
    answers = [record.id for record in records if record and record.kind == "response"]
    beside = [record for record in records if record and record.kind == "metadata"]
    assert [record.block for record in beside] == [HINTS, HINTS]
    named = [bare_id(record.field("WARC-Concurrent-To")) for record in beside]
    assert named == [answers[0], answers[2]]  # a revisit has another id when it is spelt out


def test_revisits_can_be_kept(again, tmp_path: Path) -> None:
    store, captures = again
    target = tmp_path / "x.wacz"
    pack(store.db, captures, target, replace(WISH, keep_revisits=True))
    assert [kind for _, _, kind, _ in records_in(target, tmp_path)] == [
        "response", "revisit", "revisit"
    ]  # fmt: skip
    assert (tmp_path / "x.warc.gz").read_bytes() == next(captures.glob("*.gz")).read_bytes()


def test_the_index_of_the_folder_leads_from_a_304_to_the_content(again, tmp_path: Path) -> None:
    """As pywb goes by it: a line is a moment and a place; a revisit with a head of its own is put
    together with its original, and one of a 304 would be given out as a 304."""
    store, captures = again
    with site_index(store.db, captures) as index:
        lines = [line.decode().split(" ", 2) for line in index]
    assert len({stamp for _, stamp, _ in lines}) == 3
    found = []
    for _, _, facts in lines:
        entry = json.loads(facts)
        data = (captures / entry["filename"]).read_bytes()[int(entry["offset"]) :]
        record, problems = parse(gzip.decompress(data[: int(entry["length"])]))
        assert record is not None
        assert problems == []
        assert record.field("WARC-Payload-Digest") == entry["digest"]
        found.append((entry["status"], entry["mime"], record.kind, record.payload))
    whole = ("200", "text/html", "response", b"<p>hello")
    assert found == [whole, ("200", "warc/revisit", "revisit", b""), whole]


def test_a_304_of_nothing_that_is_kept_has_its_own_line(again) -> None:
    store, captures = again
    with store.unit():
        store.db.execute("PRAGMA defer_foreign_keys = ON")
        store.db.execute("UPDATE captures SET revisit_of = NULL WHERE status = 304")
    with site_index(store.db, captures) as index:
        assert [json.loads(line.split(b" ", 2)[2])["status"] for line in index][-1] == "304"


def test_captures_without_a_row_stay_behind(again, tmp_path: Path) -> None:
    store, captures = again
    with store.unit():
        store.db.execute("DELETE FROM captures WHERE status = 304")
    pack(store.db, captures, tmp_path / "x.wacz", WISH)
    assert len(records_in(tmp_path / "x.wacz", tmp_path)) == 2
    records = check_files([tmp_path / "x.warc.gz"]).records
    assert (records["request"], records["metadata"]) == (2, 1)


def test_what_came_instead_of_a_hidden_answer_stays_behind(tmp_path: Path) -> None:
    secret, shown = f"{tiny.SITE}/secret", f"{tiny.SITE}/y"
    out = writer(tmp_path / "captures")
    torn = replace(failure(), url=secret, raw_response=b"HIDDEN-BYTES of secret")
    exchanges = [answer(secret), torn, answer(shown), replace(torn, url=f"{tiny.SITE}/z")]
    captures = [out.write(exchange) for exchange in exchanges]
    out.close()
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        for capture in filter(None, captures):
            store.keep_capture(run, capture)
        with store.unit():
            hide(store.db.conn, Target(frozenset({secret}), frozenset()), DECISION)
        pack(store.db, tmp_path / "captures", tmp_path / "x.wacz", WISH)
    assert len(records_in(tmp_path / "x.wacz", tmp_path)) == 1
    records = [parse(piece.data)[0] for piece in pieces_of_any(tmp_path / "x.warc.gz")]
    told = [(record.kind, record.target) for record in records if record]
    assert told[1:] == [
        ("request", shown), ("response", shown), ("request", f"{tiny.SITE}/z"),
        ("metadata", f"urn:received:{tiny.SITE}/z"), ("metadata", f"urn:failure:{tiny.SITE}/z"),
    ]  # fmt: skip


def test_a_large_index_is_packed_and_found_sound(package: Path, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("archive.packages.wacz.LARGE_INDEX", 2)
    monkeypatch.setattr("archive.packages.cdxj.BLOCK_LINES", 2)
    target = tmp_path / "x.wacz"
    with Store.open(package.parent / "crawl.db") as store:
        pack(store.db, package.parent / "captures", target, WISH)
    assert problems_of(target) == []
    with ZipFile(package) as small, ZipFile(target) as opened:
        lines = small.read("indexes/index.cdx")
        meta, *blocks = opened.read("indexes/index.idx").decode().splitlines()
        packed = opened.read("indexes/index.cdx.gz")
    assert json.loads(meta.removeprefix("!meta 0 "))["format"] == "cdxj-gzip-1.0"
    unpacked = b""
    for block in blocks:
        entry = json.loads(block[block.index(" {") :])
        part = packed[entry["offset"] : entry["offset"] + entry["length"]]
        assert entry["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"
        assert gzip.decompress(part).startswith(block.partition(" {")[0].encode())
        unpacked += gzip.decompress(part)
    assert (unpacked, len(blocks)) == (lines, 2)


@pytest.fixture(scope="module")
def signed(package: Path) -> Path:
    key = signing_key(package.parent / "key.pem")
    target = package.parent / "signed.wacz"
    with Store.open(package.parent / "crawl.db") as store:
        pack(store.db, package.parent / "captures", target, replace(WISH, key=key))
    return target


def test_a_full_disk_is_told_with_the_file_and_leaves_none(package, tmp_path, monkeypatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("archive.packages.wacz.os.fsync", fail)
    target = tmp_path / "full.wacz"
    with Store.open(package.parent / "crawl.db") as store, pytest.raises(OSError) as raised:
        pack(store.db, package.parent / "captures", target, WISH)
    assert raised.value.filename == str(target)
    assert list(tmp_path.iterdir()) == []


def test_a_signature_is_verified_without_the_network(package: Path, signed: Path) -> None:
    key = signing_key(package.parent / "key.pem")
    assert (package.parent / "key.pem").stat().st_mode & 0o777 == 0o600
    assert problems_of(signed) == []
    found = signature_of(signed)
    assert found is not None
    assert (found.is_valid, found.fingerprint) == (True, fingerprint(key.public_key))
    with ZipFile(signed) as opened:
        facts = json.loads(opened.read("datapackage.json"))
    assert found.created == facts["created"]
    assert signature_of(package) is None


def resigned(**changes: object):
    """A change of the signature that a package bears."""

    def change(name: str, content: bytes) -> bytes:
        if name != "datapackage-digest.json":
            return content
        proof = json.loads(content)
        proof["signedData"] |= changes
        return json.dumps(proof).encode()

    return change


FORGED = [
    ("another hash", resigned(hash="sha256:00")),
    ("another signature", resigned(signature="AAAA" * 32)),
    ("no Base64", resigned(signature="%%%")),
    ("no key", resigned(publicKey="")),
    ("a key that is none", resigned(publicKey="AAAA")),
]


@pytest.mark.parametrize(("why", "change"), FORGED, ids=[f[0] for f in FORGED])
def test_a_forged_signature_is_found_out(signed, tmp_path, why, change) -> None:
    found = signature_of(rewritten(signed, tmp_path / "forged.wacz", change))
    assert found is not None
    assert (found.is_valid, found.is_false) == (False, True)


def redescribed(change, algorithm: str = "sha256"):
    """A change of ``datapackage.json``, with its digest beside it and the old signature."""
    changed: list[bytes] = []

    def rewrite(name: str, content: bytes) -> bytes:
        if name == "datapackage.json":
            facts = json.loads(content)
            change(facts)
            changed.append(json.dumps(facts).encode())
            return changed[0]
        if name == "datapackage-digest.json":
            proof = json.loads(content)
            digest = hashlib.new(algorithm, changed[0], usedforsecurity=False).hexdigest()
            return json.dumps(proof | {"hash": f"{algorithm}:{digest}"}).encode()
        return content

    return rewrite


def listing(**facts: object):
    """Another word on each file of a package."""
    return lambda package: [resource.update(facts) for resource in package["resources"]]


def in_warcs(name: str, content: bytes) -> bytes:
    return content + gzip.compress(b"more") if name.startswith("archive/") else content


def certified(name: str, content: bytes) -> bytes:
    return resigned(domainCert="x", domain="a.example", signature="x")(name, content)


FALSE = "The signature does not fit the package."
DOUBTS = [
    ("as it was packed", lambda name, content: content, []),
    ("a WARC file is another", in_warcs, ["archive/", "does not match its digest."]),
    ("the pages are others", MUTANTS[4][1], ["pages/pages.jsonl does not match its digest."]),
    ("its facts are others", MUTANTS[5][1],
     ["datapackage.json does not match datapackage-digest.json."]),
    ("and the digest of them", redescribed(lambda facts: facts.update(title="X")), [FALSE]),
    ("a file is missing", without("archive/"), ["archive/", "is listed and not there."]),
    ("the signature is another", resigned(signature="AAAA" * 32), [FALSE]),
    ("that of a certificate", certified, []),
    ("that of a certificate, for another package",
     lambda n, c: resigned(hash="sha256:00")(n, certified(n, c)), [FALSE]),
    ("digests of a kind that is not known", redescribed(listing(hash="blake9:00")), [FALSE]),
    ("no digests", redescribed(listing(hash=None)), [FALSE]),
    ("it lists no file", redescribed(lambda facts: facts.update(resources=[])), [FALSE]),
    ("a WARC file is listed no more", redescribed(
        lambda facts: facts["resources"].remove(
            next(one for one in facts["resources"] if one["path"].startswith("archive/")))),
     [FALSE]),
    ("a digest of MD5 beside it", redescribed(lambda facts: None, "md5"), [FALSE]),
    ("no word on its files", without("datapackage"), []),
    ("a word that is none", lambda n, c: b"[" * 9 if n == "datapackage.json" else c,
     ["cannot be verified", "datapackage.json does not match datapackage-digest.json."]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "change", "expected"), DOUBTS, ids=[d[0] for d in DOUBTS])
def test_where_a_package_is_not_what_it_says(signed, tmp_path, why, change, expected) -> None:
    """Of a package that bears a signature, which fits none but the word it was made for."""
    said = " ".join(doubts_of(rewritten(signed, tmp_path / "x.wacz", change)))
    assert bool(said) == bool(expected)
    assert all(part in said for part in expected)
    assert (FALSE in said) == (FALSE in expected)


def test_a_warc_file_beside_those_that_are_listed_is_told(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "more.wacz"
    shutil.copy(package, target)
    with ZipFile(target, "a") as out:
        out.writestr("archive/more.warc.gz", b"")
        out.writestr("more.txt", b"")
    assert doubts_of(target) == ("archive/more.warc.gz is not listed in datapackage.json.",)


def test_digests_that_cannot_be_verified_are_not_called_wrong(package, tmp_path: Path) -> None:
    change = redescribed(listing(hash="blake9:00"))
    problems = problems_of(rewritten(package, tmp_path / "x.wacz", change))
    assert {kind for kind, _ in problems} == {"wacz_no_digest"}
    assert doubts_of(tmp_path / "x.wacz") == ()
    md5 = rewritten(package, tmp_path / "y.wacz", redescribed(lambda facts: None, "md5"))
    assert problems_of(md5) == []
    unknown = rewritten(package, tmp_path / "z.wacz", redescribed(lambda facts: None, "sha3_256"))
    assert [kind for kind, _ in problems_of(unknown)] == ["wacz_no_digest"]
    assert doubts_of(unknown) == ()


FORMS = [
    ("SHA-512", lambda data: "sha512:" + hashlib.sha512(data).hexdigest()),
    ("SHA-1 in capitals", lambda data: "SHA1:" + hashlib.sha1(data).hexdigest().upper()),
    ("MD5 without its name, as data packages have it", lambda data: hashlib.md5(data).hexdigest()),
]


@pytest.mark.parametrize(("why", "digest"), FORMS, ids=[f[0] for f in FORMS])
@pytest.mark.parametrize("is_changed", [False, True])
def test_digests_of_other_kinds_are_verified(package, tmp_path, why, digest, is_changed) -> None:
    with ZipFile(package) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}

    def change(facts: dict) -> None:
        for resource in facts["resources"]:
            data = held[resource["path"]]
            resource["hash"] = digest(b"else" if is_changed and data else data)

    problems = problems_of(rewritten(package, tmp_path / "x.wacz", redescribed(change)))
    assert {kind for kind, _ in problems} == ({"wacz_digest"} if is_changed else set())


def test_a_file_without_a_digest_has_the_check_sum_of_its_zip_file(package, tmp_path) -> None:
    bare = rewritten(package, tmp_path / "x.wacz", redescribed(listing(hash=None)))
    with ZipFile(bare) as opened:
        warc = next(one for one in opened.infolist() if one.filename.startswith("archive/"))
    data = bytearray(bare.read_bytes())
    data[warc.header_offset + 200] ^= 1
    bare.write_bytes(data)
    assert [kind for kind, _ in problems_of(bare)][-1:] == ["no_wacz"]


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("nothing")
    with pytest.raises(CannotSign, match=r"key\.pem holds no private key"):
        signing_key(tmp_path / "key.pem")


@pytest.mark.parametrize("is_recovered", [True, False])
def test_what_is_known_to_be_lost_is_in_no_index_and_no_package(
    tmp_path: Path, is_recovered: bool
) -> None:
    """Be it by a recovery of its file, or since somebody has accepted it; put back, it is there."""
    captures, store = tmp_path / "captures", Store.open(tmp_path / "crawl.db")
    run, lost = store.begin_run("crawl", "sample", {}), None
    for name in ("kept", "lost", "again"):
        out = writer(captures)
        exchange = replace(answer(), url=f"{tiny.SITE}/{name}")
        capture = out.write(exchange, revisit_of=lost if name == "again" else None)
        out.close()
        assert capture is not None
        store.keep_capture(run, capture)
        store.keep_page(run, replace(tiny.page(capture.url, "Text."), capture_id=capture.id))
        lost = capture if name == "lost" else lost
    assert lost is not None
    path = captures / lost.warc_file
    whole = path.read_bytes()
    path.unlink()
    if is_recovered:
        end = lost.warc_offset_bytes + lost.warc_length_bytes
        broken = tmp_path / "broken.warc.gz"
        broken.write_bytes(whole[: end - 6] + bytes(6))
        salvage(broken, path)
    else:
        decision = {"who": "A", "why": "gone", "at": "2026-01-02T03:04:05Z"}
        accept(captures, [AcceptedLoss(file=lost.warc_file, ids=(lost.id,), **decision)])

    def made() -> tuple[list[str], int, list[str], int]:
        with site_index(store.db, captures) as index:
            found = [json.loads(line.split(b" ", 2)[2])["url"] for line in index]
            count = index.lost
        done = pack(store.db, captures, tmp_path / "x.wacz", replace(WISH, keep_revisits=True))
        assert problems_of(done.path) == []
        with ZipFile(done.path) as opened:
            _, *pages = map(json.loads, opened.read("pages/pages.jsonl").splitlines())
        return found, count, sorted(page["url"] for page in pages), done.lost

    kept, of_lost, again = (f"{tiny.SITE}/{name}" for name in ("kept", "lost", "again"))
    assert made() == ([again, kept], 1, [kept], 2), "what repeats it has no content"
    seal(path, hashlib.sha256(whole).hexdigest())
    path.write_bytes(whole)
    assert made() == ([again, kept, of_lost], 0, [again, kept, of_lost], 0)
    store.close()
