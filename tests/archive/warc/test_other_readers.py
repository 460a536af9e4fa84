"""Other checkers find our files sound; where they do not, docs/captures.md says why."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import Exchange
from archive.warc.members import pieces_of
from archive.warc.parsing import bare_id, parse
from tests.archive.warc.test_captures import answer, failure, writer

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def chunked() -> Exchange:
    return replace(
        answer(body=b"<p>hello again"),
        raw_response=HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        framed=b"e\r\n<p>hello again\r\n0\r\n\r\n",
    )


def warc(folder: Path, *more: Exchange) -> Path:
    """A closed file with answers of most kinds, both kinds of revisit and a failure."""
    out = writer(folder)
    first = out.write(answer())
    coded = replace(
        answer(body=gzip.compress(b"<p>x")), raw_response=HEAD + b"Content-Encoding: gzip\r\n\r\n"
    )
    head_304 = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    cut = replace(failure(), raw_response=hints + b"HTTP/1.1 2")
    odd = replace(failure(), raw_response=b"SSH-2.0-OpenSSH_9\r\n")
    for exchange in (coded, answer(body=b"", interim=hints), failure(), cut, odd, *more):
        out.write(exchange)
    out.write(answer(), revisit_of=first)
    out.write(answer(status=304, body=b"", raw_response=head_304), revisit_of=first)
    out.close()
    (path,) = folder.glob("*.warc.gz")
    return path


WARCIO = [sys.executable, "-m", "warcio.cli", "check", "-v"]
FASTWARC = [str(Path(sys.executable).with_name("fastwarc")), "check", "-q", "-o", "/dev/stdout"]


def ended(command: list[str], path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)


CHECKS = [("gzip", ["gzip", "-t"]), ("warcio", WARCIO), ("FastWARC", FASTWARC)]


@pytest.mark.parametrize(("name", "command"), CHECKS, ids=[c[0] for c in CHECKS])
def test_other_checkers_find_our_files_sound(tmp_path: Path, name: str, command) -> None:
    done = ended(command, warc(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def kinds_that_fail(path: Path, failed: str) -> list[str]:
    """Kinds of the records that FastWARC's check of payload digests fails, in order."""
    said = ended([*FASTWARC, "-p"], path).stdout
    records = [parse(piece.data)[0] for piece in pieces_of(path)]
    kinds = {record.id: record.kind for record in records if record}
    lines = [line for line in said.splitlines() if failed in line]
    return [kinds[bare_id(line.split(">", 1)[0])] for line in lines]


def test_an_indexer_takes_nothing_but_answers_for_pages(tmp_path: Path) -> None:
    """As pywb does, cdxj-indexer puts metadata records under the address they have for target."""
    command = [str(Path(sys.executable).with_name("cdxj-indexer"))]
    lines = ended(command, warc(tmp_path)).stdout.splitlines()
    pages = [line for line in lines if line.startswith("test,a)/x ")]
    assert len(lines) > len(pages) == 5
    assert all(json.loads(line.split(" ", 2)[2])["mime"] != "application/http" for line in pages)


def test_warcio_wants_the_payload_digest_of_the_chunk_framing(tmp_path: Path) -> None:
    """Ours is that of the entity (iipc/warc-specifications#22), as jwarc and Heritrix have it."""
    done = ended(WARCIO, warc(tmp_path, chunked()))
    assert done.returncode == 1
    assert done.stdout.count("payload digest failed") == 1
    assert "block digest failed" not in done.stdout


def test_fastwarc_wants_it_too_and_takes_a_revisit_for_its_original(tmp_path: Path) -> None:
    """The payload digest of a revisit is that of the record it repeats (ISO 28500 §6.7.3)."""
    path = warc(tmp_path, chunked())
    assert kinds_that_fail(path, "PAYLOAD_FAIL") == ["response", "revisit", "revisit"]
    assert len(kinds_that_fail(path, ": OK")) == len(list(pieces_of(path)))
