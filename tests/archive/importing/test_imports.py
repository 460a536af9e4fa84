"""Files of other tools become captures of ours, whatever their habits; nothing comes in twice."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import re
import stat
import warnings
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest

from archive.importing.imports import Import, Tally, settings_of
from archive.importing.originals import Originals
from archive.importing.sources import CannotImport, open_source
from archive.integrity.checking import check_files
from archive.integrity.losses import AcceptedLoss, accept, accepted_losses
from archive.integrity.recoveries import Recovery, recovery_member
from archive.packages.records import RecordSource
from archive.proof.proving import prove_in
from archive.soundness import check_site
from archive.store import Store
from archive.takedown.rewriting import rewrite
from archive.takedown.targets import Target
from archive.warc.captures import CaptureWriter, read_exchange, recover, walk
from archive.warc.codings import decoded_body
from archive.warc.files import warc_files
from tests.archive.importing import foreign
from tests.archive.warc.test_captures import answer, writer


@dataclass
class Folder:
    """A data folder to import into."""

    path: Path
    store: Store
    barred: Collection[str] = ()

    def take(self, *files: Path) -> list[Tally]:
        """Import files; what came of each."""
        out, originals = writer(self.path / "captures"), Originals(self.store.db)
        jobs = []
        for file in files:
            source = open_source(file, Path(mkdtemp(dir=self.path)))
            run = self.store.begin_run("import", "x", settings_of(source))
            jobs.append((run, Import(self.store, out, source, originals, self.barred)))
        for step in ("answers", "revisits"):
            for run, job in jobs:
                for batch in getattr(job, step)():
                    out.sync()
                    with self.store.unit():
                        for capture, _ in batch:
                            self.store.keep_capture(run, capture)
        out.close()
        return [job.tally for _, job in jobs]

    def rows(self) -> list[tuple]:
        sql = "SELECT url, fetched_at, status, mime, fidelity, revisit_of FROM captures ORDER BY 1"
        return self.store.db.execute(sql).fetchall()

    def bytes(self) -> int:
        return sum(p.stat().st_size for p in warc_files(self.path / "captures"))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    (tmp_path / "captures").mkdir()
    with Store.open(tmp_path / "crawl.db") as store:
        yield Folder(tmp_path, store)


MAKERS = [
    ("warcio, gzip", lambda p: foreign.by_warcio(p / "a.warc.gz", "Rest")),
    ("warcio, plain", lambda p: foreign.by_warcio(p / "a.warc", "Rest", packed=False)),
    ("warcio, 1.0", lambda p: foreign.by_warcio(p / "a.warc.gz", "Rest", version="WARC/1.0")),
    ("FastWARC, one gzip member", lambda p: foreign.by_fastwarc(p / "a.warc.gz", "Rest")),
    ("wget", lambda p: foreign.by_wget(p / "a.warc.gz", "Rest")),
    ("Zstandard with a dictionary", lambda p: foreign.by_zstd(p / "a.warc.zst", ["Rest"])),
    ("a name that says nothing", lambda p: foreign.by_wget(p / "file", "Rest")),
]


@pytest.mark.parametrize(("why", "make"), MAKERS, ids=[m[0] for m in MAKERS])
def test_a_page_of_another_tool_is_there_with_its_entity(folder, why, make) -> None:
    (tally,) = folder.take(make(folder.path))
    assert (tally.captures, tally.left_out) == (1, {})
    ((capture, exchange),) = walk(folder.path / "captures")
    assert capture.url == f"{foreign.SITE}/Rest"
    assert decoded_body(exchange) == foreign.page("Rest")
    assert capture.payload_sha256 == hashlib.sha256(foreign.page("Rest")).hexdigest()
    assert read_exchange(folder.path / "captures", capture).body == exchange.body
    assert folder.rows()[0][2:] == (200, "text/html", "imported", None)
    assert check_files(warc_files(folder.path / "captures")).anomalies == []


def test_the_moment_and_the_request_are_those_of_the_other_tool(folder: Folder) -> None:
    folder.take(foreign.by_wget(folder.path / "w.warc.gz", "Rest"))
    ((capture, exchange),) = walk(folder.path / "captures")
    assert folder.rows()[0][1] == "2019-05-06T07:08:09.000Z"
    assert exchange.raw_request == foreign.asking("/Rest")
    assert capture.id == "00000000-0000-4000-8000-000000000003"


def test_where_it_came_from_is_kept(folder: Folder) -> None:
    path = foreign.by_wget(folder.path / "w.warc.gz", "Rest")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    folder.take(path)
    sql = (
        "SELECT settings_json ->> '$.file', settings_json ->> '$.sha256', "
        "settings_json ->> '$.tool' FROM runs JOIN captures ON run_id = runs.id "
        "WHERE command = 'import'"
    )
    assert folder.store.db.execute(sql).fetchall() == [
        ("w.warc.gz", digest, "Wget/1.21.3 (linux-gnu)")
    ]
    kept = gzip.decompress(warc_files(folder.path / "captures")[0].read_bytes())
    assert f"importedFromDigest: sha256:{digest}".encode() in kept
    assert foreign.message(foreign.page("Rest"), "Server: x", status="HTTP/1.0 200 OK") in kept
    assert foreign.sha1(foreign.page("Rest")).encode() in kept  # what the tool had written


def test_a_package_brings_revisits_texts_and_pages_of_other_sites(folder: Folder) -> None:
    (tally,) = folder.take(foreign.by_browsertrix(folder.path / "b.wacz", "Back"))
    assert (tally.captures, tally.known, tally.left_out) == (4, 0, {})
    original = "00000000-0000-4000-8000-000000000020"
    found = {(url, moment): rest for url, moment, *rest in folder.rows()}
    again = found[f"{foreign.SITE}/Back", "2021-02-04T00:00:00.000Z"]
    assert again[-1] == original
    assert {url for url, _ in found} == {
        f"{foreign.SITE}/Back", f"{foreign.SITE}/i.png", "https://cdn.test/page",
    }  # fmt: skip
    checked = check_files(warc_files(folder.path / "captures"))
    assert checked.anomalies == []
    assert checked.records["resource"] == 1


def test_the_same_again_adds_nothing(folder: Folder) -> None:
    path = foreign.by_browsertrix(folder.path / "b.wacz", "Back")
    folder.take(path)
    rows, size = folder.rows(), folder.bytes()
    (tally,) = folder.take(path)
    assert (tally.captures, tally.known, tally.others) == (0, 4, 0)
    assert (folder.rows(), folder.bytes()) == (rows, size)


def test_a_revisit_whose_original_lies_in_another_file(folder: Folder) -> None:
    again = foreign.record("revisit", {
        "WARC-Record-ID": foreign.uuid(50), "WARC-Date": "2022-01-01T00:00:00Z",
        "WARC-Target-URI": f"{foreign.SITE}/Rest", "WARC-Refers-To": foreign.uuid(3),
        "Content-Type": "application/http; msgtype=response",
        "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/server-not-modified",
    }, b"HTTP/1.1 304 Not Modified\r\n\r\n")  # fmt: skip
    by_digest = again.replace(foreign.uuid(50).encode(), foreign.uuid(51).encode()).replace(
        f"WARC-Refers-To: {foreign.uuid(3)}".encode(),
        f"WARC-Payload-Digest: {foreign.sha1(foreign.page('Rest'))}".encode(),
    )
    lost = again.replace(foreign.uuid(50).encode(), foreign.uuid(52).encode()).replace(
        foreign.uuid(3).encode(), foreign.uuid(999).encode()
    )
    lying = again.replace(foreign.uuid(50).encode(), foreign.uuid(53).encode()).replace(
        b"WARC-Refers-To:", f"WARC-Payload-Digest: sha256:{'0' * 64}\r\nWARC-Refers-To:".encode()
    )
    (folder.path / "a.warc").write_bytes(again + by_digest + lost + lying)
    first, _ = folder.take(
        folder.path / "a.warc", foreign.by_wget(folder.path / "w.warc.gz", "Rest")
    )
    assert first.captures == 2
    assert {why: len(at) for why, at in first.left_out.items()} == {
        "repeating a record that is not here": 2  # or has other content than it says
    }
    originals = [row[-1] for row in folder.rows()]
    assert originals.count("00000000-0000-4000-8000-000000000003") == 2
    assert check_files(warc_files(folder.path / "captures")).anomalies == []


def bad(name: str, number: int, **changes: str) -> bytes:
    return foreign.answer(name, number, **changes)


DAMAGE = [
    ("a flipped byte", lambda w: [w[0], w[1][:60] + b"\x00\xff\x00" + w[1][63:], w[2]],
     "corrupt", 2),
    ("the end is missing", lambda w: [*w[:2], w[2][:-30]], "truncated", 2),
    ("no date", lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Date": "never"}))],
     "without a date", 2),
    ("before our era",
     lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Date": "0001-01-01T00:00:00+14:00"}))],
     "without a date", 2),
    ("a year of three digits",
     lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Date": "0999-01-01T00:00:00Z"}))],
     "without a date", 2),
    ("the last of all days",
     lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Date": "9999-12-31T23:59:59-14:00"}))],
     "without a date", 2),
    ("a day that is still to come",
     lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Date": "2199-01-01T00:00:00Z"}))],
     "dated in the future", 2),
    ("not HTTP", lambda w: [*w[:2], gzip.compress(bad("c", 3).replace(b"HTTP/", b"HXXP/"))],
     "no HTTP answer", 2),
    ("a segment", lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Segment-Number": "1"}))],
     "one segment of a record", 2),
    ("another segment",
     lambda w: [*w[:2], gzip.compress(bad("c", 3, **{
         "WARC-Type": "continuation", "WARC-Segment-Number": "2"}))],
     "one segment of a record", 2),
    ("a wrong digest",
     lambda w: [*w[:2], gzip.compress(bad("c", 3, **{"WARC-Block-Digest": foreign.sha1(b"x")}))],
     "block_digest", 2),
    ("something behind a record",
     lambda w: [*w[:2], gzip.compress(foreign.answer("c", 3) + b"what is this?")], "bad_end", 3),
    ("something between two records of a member",
     lambda w: [*w[:2], gzip.compress(b"?".join(foreign.answer(n, 3) for n in "cd"))],
     "garbage", 3),
]  # fmt: skip


@pytest.mark.parametrize(("why", "harm", "reason", "saved"), DAMAGE, ids=[d[0] for d in DAMAGE])
def test_of_a_damaged_file_comes_in_what_can_be_read(folder, why, harm, reason, saved) -> None:
    whole = [gzip.compress(foreign.answer(n, at), mtime=0) for at, n in enumerate("abc", 1)]
    (folder.path / "d.warc.gz").write_bytes(b"".join(harm(whole)))
    (tally,) = folder.take(folder.path / "d.warc.gz")
    assert tally.captures == saved
    assert list(tally.left_out) == [reason]
    assert tally.left_out[reason][0].startswith("d.warc.gz at byte ")
    assert check_files(warc_files(folder.path / "captures")).anomalies == []


def test_one_id_for_two_records_gives_two_captures(folder: Folder) -> None:
    data = foreign.answer("a", 7) + foreign.answer("b", 7)
    (folder.path / "t.warc").write_bytes(data + foreign.answer("a", 7))
    (tally,) = folder.take(folder.path / "t.warc")
    assert (tally.captures, tally.known) == (2, 1)
    assert len({row[0] for row in folder.rows()}) == 2


def test_the_same_id_moment_and_address_with_another_content_is_another_capture(folder) -> None:
    true = foreign.answer("a", 7)
    other = true.replace(b"</h1>", b"</h2>", 1)
    assert (other != true, len(other)) == (True, len(true))
    for number, data in enumerate((true, other, other + true)):
        (folder.path / f"t{number}.warc").write_bytes(data)
    tallies = folder.take(*sorted(folder.path.glob("t*.warc")))
    assert [(t.captures, t.known, t.left_out) for t in tallies] == [
        (1, 0, {}),
        (1, 0, {}),
        (0, 2, {}),
    ]
    assert len(folder.rows()) == 2


def test_records_that_wait_for_an_answer_are_kept_in_portions(folder: Folder, monkeypatch) -> None:
    sizes: list[int] = []
    copy = CaptureWriter.copy

    def noted(self: CaptureWriter, members: bytes) -> tuple[str, int]:
        sizes.append(len(members))
        return copy(self, members)

    monkeypatch.setattr(CaptureWriter, "copy", noted)
    monkeypatch.setattr("archive.importing.imports._MAX_WAITING_BYTES", 20_000)
    told = {"WARC-Target-URI": "urn:x", "WARC-Date": "2021-02-03T04:05:06Z"}
    small = foreign.record("metadata", {**told, "WARC-Record-ID": foreign.uuid(1)}, b"x")
    known = small * 30 + foreign.answer("a", 1)
    (folder.path / "t.warc").write_bytes(known + known + small * 1000 + foreign.answer("b", 2))
    (tally,) = folder.take(folder.path / "t.warc")
    assert (tally.captures, tally.known, tally.others) == (2, 1, 1030)
    assert max(sizes) < 22_000
    assert sum(size > 20_000 for size in sizes) == len(sizes) - 2, "all but those with an answer"


def test_a_file_without_answers_is_kept_whole(folder: Folder) -> None:
    told = {"WARC-Target-URI": f"urn:text:{foreign.SITE}/a", "WARC-Date": "2021-02-03T04:05:06Z"}
    one = foreign.record("metadata", {**told, "WARC-Record-ID": foreign.uuid(1)}, b"x")
    (folder.path / "t.warc").write_bytes(one * 3)
    (tally,) = folder.take(folder.path / "t.warc")
    assert (tally.captures, tally.others, tally.left_out) == (0, 3, {})
    checked = check_files(warc_files(folder.path / "captures"))
    assert (checked.records["metadata"], checked.anomalies) == (3, [])


def test_odd_heads_and_addresses_come_in(folder: Folder, tmp_path: Path) -> None:
    """A status with something behind it; an address with blanks and what a terminal would obey."""
    odd = foreign.answer("a b\x1b[1m", 1).replace(b"HTTP/1.1 200 ", b"HTTP/1.1 200`")
    (tmp_path / "odd.warc").write_bytes(odd)
    [tally] = folder.take(tmp_path / "odd.warc")
    assert (tally.captures, dict(tally.left_out)) == (1, {})
    [(url, _, status, *_)] = folder.rows()
    assert (url, status) == (f"{foreign.SITE}/a%20b%1B[1m", 200)
    [(capture, _)] = walk(folder.path / "captures")
    assert (capture.url, capture.status) == (url, 200)


ADDRESSES = [
    ("https://b\u00fccher.test/\u4e2d", "https://b\u00fccher.test/\u4e2d"),
    ("https://site.test/\u00c3\u00bc", "https://site.test/\u00c3\u00bc"),
    ("HTTP://site.test/P", "http://site.test/P"),
    ("<https://site.test/p>", "https://site.test/p"),
    ("HTTP://a.example/x y", "http://a.example/x%20y"),
]


@pytest.mark.parametrize(("printed", "url"), ADDRESSES)
def test_addresses_in_other_letters_are_proved_barred_and_purged(
    folder: Folder, tmp_path: Path, printed: str, url: str
) -> None:
    """Heads are read byte by byte; an address in them is UTF-8, and is compared as such."""
    path = tmp_path / "letters.warc"
    text = {"WARC-Record-ID": foreign.uuid(2), "WARC-Date": "2020-01-01T00:00:00Z"}
    target = f"urn:text:{printed.strip('<>')}"
    of_text = {**text, "WARC-Target-URI": target, "Content-Type": "text/plain"}
    conversion = {**of_text, "WARC-Record-ID": foreign.uuid(4), "WARC-Target-URI": printed}
    path.write_bytes(
        foreign.record("resource", of_text, b"SECRET")
        + foreign.record("conversion", conversion, b"SECRET, too")
        + foreign.answer("a", 1, **{"WARC-Target-URI": printed})
    )
    folder.take(path)
    [(capture, _)] = walk(folder.path / "captures")
    assert capture.url == url
    assert prove_in(folder.path, "captures", capture.id).is_proved
    assert check_site(folder.path).anomalies == []
    [file] = warc_files(folder.path / "captures")
    source = RecordSource(folder.store.db, file.parent, [url], keep_revisits=False)
    packed = b"".join(gzip.decompress(one.data) for one in source.records_of(file.name))
    assert b"SECRET" not in packed, "a package has nothing of what is hidden"
    rewritten = rewrite(file, Target(frozenset({url}), frozenset()), tmp_path / "draft")
    assert rewritten.removed == 3
    assert b"SECRET" not in gzip.decompress((tmp_path / "draft").read_bytes())
    folder.barred = {url}
    again = foreign.answer("a", 3, **{"WARC-Target-URI": printed})
    path.write_bytes(path.read_bytes().replace(b"SECRET", b"PUBLIC") + again)
    [tally] = folder.take(path)
    assert [len(places) for places in tally.left_out.values()] == [4]


@pytest.mark.parametrize("told", ["", "text/html"])
def test_an_answer_is_known_by_its_first_line(folder: Folder, told: str) -> None:
    """Where a tool does not say what the block is, or what the page is."""
    path = folder.path / "bare.warc"
    path.write_bytes(foreign.answer("a", 1, **{"Content-Type": told}))
    [tally] = folder.take(path)
    assert (tally.captures, tally.left_out) == (1, {})
    ((_, exchange),) = walk(folder.path / "captures")
    assert (exchange.status, exchange.body) == (200, foreign.page("a"))
    copied = gzip.decompress(warc_files(folder.path / "captures")[0].read_bytes())
    assert f'"Content-Type": "{told}"'.encode() in copied, "as the tool had it"
    assert check_site(folder.path).anomalies == []


def again(number: int, of: int, by: str) -> bytes:
    """A revisit without a digest, that names another record by id or by address and date."""
    named = {
        "id": {"WARC-Refers-To": foreign.uuid(of)},
        "other id": {"WARC-Refers-To": f"<urn:x:{of}>"},
        "date": {"WARC-Refers-To-Date": f"2020-01-01T00:00:{of:02}Z"},
    }[by]
    block = foreign.answer("a", number, b"", **named)
    return block.replace(b"WARC-Type: response", b"WARC-Type: revisit")


CHAINS = [
    ("in the order of the file", lambda by: [[again(2, 1, by), again(3, 2, by)]], 3),
    ("the other way round", lambda by: [[again(4, 3, by), again(3, 2, by), again(2, 1, by)]], 4),
    ("over several files", lambda by: [[again(3, 2, by)], [again(2, 1, by)]], 3),
    ("more than one batch", lambda by: [[again(n, n - 1, by) for n in range(59, 1, -1)]], 59),
    ("in a circle", lambda by: [[again(2, 3, by), again(3, 2, by)]], 1),
    ("itself", lambda by: [[again(2, 2, by)]], 1),
]


@pytest.mark.parametrize("by", ["id", "other id", "date"])
@pytest.mark.parametrize(("why", "make", "expected"), CHAINS, ids=[c[0] for c in CHAINS])
def test_a_revisit_of_a_revisit_finds_the_content(folder, why, make, expected, by) -> None:
    files = [b"".join(records) for records in (*make(by), [foreign.answer("a", 1)])]
    paths = [folder.path / f"{at}.warc" for at in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        if by == "other id":
            data = re.sub(rb"(?<=-ID: )<urn:uuid:[-0]*4000-8000-0*", b"<urn:x:", data)
        path.write_bytes(data)
    tallies = folder.take(*paths)
    assert sum(tally.captures for tally in tallies) == expected
    assert len({of for *_, of in folder.rows() if of}) == (1 if expected > 1 else 0)
    assert check_site(folder.path).anomalies == []


@pytest.mark.parametrize("end", [foreign.answer("a", 1), b""], ids=["to its end", "to nothing"])
def test_a_long_chain_of_revisits_is_followed_once(folder: Folder, end: bytes) -> None:
    """Not anew from each of them: of 4,000 that lie the other way round it took minutes."""
    chain = b"".join(again(number, number - 1, "id") for number in range(200, 1, -1))
    (folder.path / "again.warc").write_bytes(end + chain)
    asked: list[str] = []
    folder.store.db.conn.set_trace_callback(asked.append)
    [tally] = folder.take(folder.path / "again.warc")
    folder.store.db.conn.set_trace_callback(None)
    assert tally.captures == (200 if end else 0)
    assert len(asked) < 200 * 20


def nameless(record: bytes) -> bytes:
    """A record without an id, as old tools wrote them."""
    return re.sub(rb"WARC-Record-ID:[^\r]*\r\n", b"", record)


@pytest.mark.parametrize("told", [{}, {"WARC-Payload-Digest": foreign.sha1(b"elsewhere")}])
@pytest.mark.parametrize(
    "others",
    [
        nameless(foreign.answer("a", 1)),
        foreign.answer("a", 1) + nameless(again(2, 1, "id")),
    ],
    ids=["an answer", "a revisit"],
)
def test_a_revisit_that_names_no_id_is_none_of_a_record_without_one(folder, others, told) -> None:
    """It had the content of another page."""
    lost = foreign.answer("b", 3, b"", **told).replace(b"Type: response", b"Type: revisit")
    (folder.path / "again.warc").write_bytes(others + lost)
    [tally] = folder.take(folder.path / "again.warc")
    assert {url for url, *_ in folder.rows()} == {f"{foreign.SITE}/a"}
    assert [*tally.left_out] == ["repeating a record that is not here"]


def test_of_an_id_that_is_given_twice_the_first_record_is_meant(folder: Folder) -> None:
    twice = foreign.answer("a", 1) + foreign.answer("b", 1) + again(2, 1, "id")
    (folder.path / "again.warc").write_bytes(twice)
    folder.take(folder.path / "again.warc")
    assert [of for *_, of in folder.rows() if of] == [foreign.uuid(1)[10:-1]]


def test_no_revisit_is_sought_among_all_captures(folder: Folder) -> None:
    """By an index, however it names its original: an archive of another tool may hold a million."""
    digest = {"WARC-Payload-Digest": f"sha256:{hashlib.sha256(b'elsewhere').hexdigest()}"}
    far = foreign.answer("b", 4, b"", **digest).replace(b"Type: response", b"Type: revisit")
    (folder.path / "again.warc").write_bytes(again(2, 1, "id") + again(3, 1, "date") + far)
    asked: list[str] = []
    folder.store.db.conn.set_trace_callback(asked.append)
    [tally] = folder.take(folder.path / "again.warc")
    folder.store.db.conn.set_trace_callback(None)
    assert [len(places) for places in tally.left_out.values()] == [3]
    sought = [sql for sql in asked if sql.startswith("SELECT id FROM captures")]
    plans = [folder.store.db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in sought]
    assert len(plans) == 2
    assert not [step for plan in plans for *_, step in plan if step.startswith("SCAN")]


def test_revisits_of_wget_come_in(folder: Folder) -> None:
    """wget --warc-dedup prints the digest of the block before it took the content off."""
    whole = hashlib.sha1(foreign.message(foreign.page("Rest")))
    again = foreign.record("revisit", {
        "WARC-Record-ID": foreign.uuid(60), "WARC-Date": "2022-01-01T00:00:00Z",
        "WARC-Target-URI": f"<{foreign.SITE}/Rest>", "WARC-Refers-To": foreign.uuid(3),
        "Content-Type": "application/http;msgtype=response", "WARC-Truncated": "length",
        "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "WARC-Block-Digest": f"sha1:{base64.b32encode(whole.digest()).decode()}",
    }, foreign.message(b""), "1.0")  # fmt: skip
    (folder.path / "again.warc").write_bytes(again)
    tallies = folder.take(
        foreign.by_wget(folder.path / "w.warc.gz", "Rest"), folder.path / "again.warc"
    )
    assert [(tally.captures, tally.left_out) for tally in tallies] == [(1, {}), (1, {})]
    assert check_site(folder.path).anomalies == []


def forms_of(name: str) -> dict[str, str]:
    """A digest of a page in the forms that tools print."""
    digest = hashlib.sha1(foreign.page(name))
    base32 = foreign.sha1(foreign.page(name))
    return {
        "Base32": base32,
        "in small letters": base32.lower(),
        "hexadecimal": f"sha1:{digest.hexdigest()}",
        "with a hyphen": f"SHA-1:{digest.hexdigest().upper()}",
        "SHA-256": f"SHA256:{hashlib.sha256(foreign.page(name)).hexdigest().upper()}",
    }


@pytest.mark.parametrize("form", forms_of("a").values(), ids=forms_of("a"))
@pytest.mark.parametrize("has_digest", [True, False])
@pytest.mark.parametrize("is_feigned", [True, False])
def test_a_revisit_finds_its_content_by_a_digest_in_any_form(
    folder: Folder, form: str, has_digest: bool, is_feigned: bool
) -> None:
    """Be it printed with the content or not, and also where another record claims to have it."""
    told = {"WARC-Payload-Digest": foreign.sha1(foreign.page("a"))}
    again = foreign.answer("a", 3, b"", **{"WARC-Payload-Digest": form})
    feigned = foreign.answer("other", 1, **told) if is_feigned else b""
    original = foreign.answer("a", 2, **(told if has_digest else {}))
    path = folder.path / "again.warc"
    path.write_bytes(
        again.replace(b"WARC-Type: response", b"WARC-Type: revisit") + feigned + original
    )
    [tally] = folder.take(path)
    assert (tally.captures, tally.left_out) == (2 + is_feigned, {})
    [found] = [of for *_, of in folder.rows() if of]
    assert found == "00000000-0000-4000-8000-000000000002"


DATES = [
    ("2020", "2020-01-01T00:00:00.000Z", False),
    ("2020-07", "2020-07-01T00:00:00.000Z", False),
    ("2020-07-08", "2020-07-08T00:00:00.000Z", False),
    ("2020-07-08T09:10Z", "2020-07-08T09:10:00.000Z", False),
    ("20200708091011", "2020-07-08T09:10:11.000Z", False),
    ("2020-07-08T09:10:11.123456789Z", "2020-07-08T09:10:11.123Z", True),
    ("2020-07-08T09:10:11+02:00", "2020-07-08T07:10:11.000Z", True),
]


@pytest.mark.parametrize(("printed", "moment", "is_exact"), DATES)
def test_dates_in_all_forms_come_in(
    folder: Folder, printed: str, moment: str, is_exact: bool
) -> None:
    """What was not printed to the second is kept as it was printed, too."""
    path = folder.path / "dated.warc"
    path.write_bytes(foreign.answer("a", 1, **{"WARC-Date": printed}))
    [tally] = folder.take(path)
    assert (tally.captures, [row[1] for row in folder.rows()]) == (1, [moment])
    copied = gzip.decompress(warc_files(folder.path / "captures")[0].read_bytes())
    assert (f'"WARC-Date": "{printed}"'.encode() in copied) is not is_exact
    assert check_files(warc_files(folder.path / "captures")).anomalies == []
    if len(printed) < 14:
        assert "no_date" not in {a.kind for a in check_files([path]).anomalies}


def test_a_body_without_the_coding_that_its_head_names(folder: Folder) -> None:
    block = foreign.message(
        foreign.page("Rest"), "Content-Encoding: gzip", "Transfer-Encoding: chunked"
    )
    (folder.path / "t.warc").write_bytes(
        foreign.answer("Rest", 1).partition(b"Content-Length")[0]
        + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    )  # fmt: skip
    folder.take(folder.path / "t.warc")
    ((_, exchange),) = walk(folder.path / "captures")
    assert decoded_body(exchange) == foreign.page("Rest")


def test_a_killed_import_goes_on(folder: Folder) -> None:
    path = foreign.by_zstd(folder.path / "z.warc.zst", [f"p{n}" for n in range(60)])
    out = writer(folder.path / "captures")
    source = open_source(path, folder.path)
    run = folder.store.begin_run("import", "x", settings_of(source))
    for batch in Import(folder.store, out, source, Originals(folder.store.db)).answers():
        out.sync()
        with folder.store.unit():
            for capture, _ in batch[:30]:
                folder.store.keep_capture(run, capture)
        break
    out.abandon()
    ends = dict(
        folder.store.db.execute(
            "SELECT warc_file, max(warc_offset_bytes + warc_length_bytes) FROM captures"
        ).fetchall()
    )
    recover(folder.path / "captures", ends)
    (tally,) = folder.take(path)
    assert (tally.captures, tally.known) == (30, 30)
    assert len({capture.id for capture, _ in walk(folder.path / "captures")}) == 60


def test_interim_answers_come_along_with_their_answer(folder: Folder, tmp_path: Path) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    out = writer(tmp_path / "other")
    kept = out.write(answer(interim=hints))
    out.close()
    folder.take(tmp_path / "other" / kept.warc_file)
    ((capture, exchange),) = walk(folder.path / "captures")
    assert (capture.id, exchange.interim) == (kept.id, hints)


def test_nothing_of_an_address_that_was_taken_down_comes_back(
    folder: Folder, tmp_path: Path
) -> None:
    url, out = "https://a.test/x", writer(tmp_path / "other")
    kept = out.write(answer(url, interim=b"HTTP/1.1 103 Early Hints\r\nLink: </gone>\r\n\r\n"))
    out.write(answer("https://a.test/y"))
    out.close()
    folder.barred = [url]
    (tally,) = folder.take(tmp_path / "other" / kept.warc_file)
    assert [capture.url for capture, _ in walk(folder.path / "captures")] == ["https://a.test/y"]
    assert len(tally.left_out["taken down here"]) == 2
    kept_bytes = b"".join(
        gzip.decompress(p.read_bytes()) for p in warc_files(folder.path / "captures")
    )
    assert b"gone" not in kept_bytes


@pytest.mark.parametrize("said", [10**30, -7, "1", None])
def test_numbers_of_another_tool_are_believed_within_reason(folder: Folder, said: object) -> None:
    facts = json.dumps({"fidelity": "wire", "elapsed_ms": said})
    data = foreign.answer("a", 1, **{"WARC-JSON-Metadata": facts})
    (folder.path / "t.warc").write_bytes(data)
    (tally,) = folder.take(folder.path / "t.warc")
    assert tally.captures == 1
    assert folder.store.db.execute("SELECT elapsed_ms FROM captures").fetchall() == [(0,)]


def test_a_record_that_no_memory_holds_is_left_out(folder: Folder, monkeypatch) -> None:
    monkeypatch.setattr("archive.importing.sources.MOST_BYTES", 10_000_000)
    data = foreign.answer("a", 1, bytes(20_000_000)), foreign.answer("b", 2)
    (folder.path / "t.warc.gz").write_bytes(b"".join(map(gzip.compress, data)))
    (tally,) = folder.take(folder.path / "t.warc.gz")
    assert (tally.captures, tally.left_out) == (1, {"too_large": ["t.warc.gz at byte 0"]})


def test_a_package_that_unpacks_to_more_than_fits_is_refused(tmp_path, monkeypatch) -> None:
    path = foreign.by_browsertrix(tmp_path / "b.wacz", "Back")
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=100))
    with pytest.raises(CannotImport, match="unpacks to"):
        open_source(path, tmp_path)


@pytest.mark.parametrize("packing", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
@pytest.mark.parametrize("at", [4, 40])
def test_a_package_that_cannot_be_unpacked_is_told(tmp_path: Path, packing: int, at: int) -> None:
    """Each way of packing has errors of its own."""
    path = tmp_path / "p.wacz"
    with ZipFile(path, "w", packing) as opened:
        opened.writestr("archive/a.warc", foreign.answer("a", 1) * 9)
        place = opened.getinfo("archive/a.warc").header_offset + 30 + len("archive/a.warc") + at
    data = bytearray(path.read_bytes())
    data[place : place + 20] = b"\xff" * 20
    path.write_bytes(data)
    source = open_source(path, tmp_path)
    assert "a.warc in it is damaged" in source.lost[0]


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"hello")
    with pytest.raises(CannotImport, match="no WARC record"):
        open_source(tmp_path / "x", tmp_path)
    with pytest.raises(CannotImport, match="not a file"):
        open_source(tmp_path, tmp_path)


def test_no_bytes_crash_it(folder: Folder) -> None:
    """Bytes changed and cut at random, in every kind of file: what comes in is sound."""
    chance = random.Random(5)
    makers = [make for _, make in MAKERS]
    makers.append(lambda p: foreign.by_browsertrix(p / "b.wacz", "Back"))
    for turn in range(6 * len(makers)):
        path = makers[turn % len(makers)](folder.path)
        data = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.randint(len(data) // 2, len(data))])
        with suppress(CannotImport):
            folder.take(path)
    assert check_files(warc_files(folder.path / "captures")).is_sound


def test_another_archive_excuses_no_loss_of_ours(folder: Folder) -> None:
    """Neither its recoveries, by byte and by id, nor what somebody there has accepted as lost."""
    path = foreign.by_wget(folder.path / "w.warc.gz", "Rest")
    told = Recovery(file="w.warc.gz", sha256="0", bytes=0, at="2026-01-02T03:04:05Z", saved=())
    decision = AcceptedLoss(file="w.warc.gz", who="A", why="gone", at=told.at, ids=("another",))
    theirs = folder.path / "theirs"
    theirs.mkdir()
    accepted = accept(theirs, [decision])
    path.write_bytes(path.read_bytes() + accepted.read_bytes() + recovery_member(told))
    (tally,) = folder.take(path)
    assert {why: len(places) for why, places in tally.left_out.items()} == {
        "telling of losses of another archive": 2
    }
    checked = check_files([path, *warc_files(folder.path / "captures")])
    assert (checked.accepted, checked.recoveries) == ({}, [("w.warc.gz", told)])
    assert accepted_losses(folder.path / "captures") == {}


def test_names_in_a_package_are_not_followed(folder: Folder) -> None:
    """Nor is one too long for a folder a loss, or one that stands twice, or a link."""
    names = ["archive/../../../a.warc.gz", "/b.warc.gz", f"archive/{'c' * 300}.warc.gz",
             "archive/d\x1b[2J.warc.gz", "archive/e.warc.gz", "archive/e.warc.gz"]  # fmt: skip
    link = ZipInfo("archive/f.warc.gz")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = folder.path / "odd.wacz"
    with ZipFile(path, "w") as out, warnings.catch_warnings(action="ignore"):
        for number, name in enumerate(names):
            out.writestr(name, gzip.compress(foreign.answer(f"P{number}", number)))
        out.writestr(link, "/etc/passwd")
    before = {p for p in folder.path.parent.rglob("*") if not p.is_relative_to(folder.path)}
    (tally,) = folder.take(path)
    assert {url.rpartition("/")[2] for url, *_ in folder.rows()} == {
        f"P{number}" for number in range(len(names))
    }
    assert tally.left_out == {"garbage": ["f.warc.gz at byte 0"]}
    after = {p for p in folder.path.parent.rglob("*") if not p.is_relative_to(folder.path)}
    assert after == before
    assert all("\x1b" not in str(p) for p in folder.path.rglob("*"))
