"""What a crawl reads in a page is what its proof, its replay and the facts of a link to it read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.proof.passages import row_of
from archive.proof.proving import content_of, open_page
from archive.proof.replay import replay
from archive.records import Source
from crawler.pages import read
from pipelines.services.web.exchanges import Answer
from pipelines.services.web.visits import Visit, conclude
from tests.archive.proof.small_archive import HOST, Small
from tests.archive.test_decoding import FRENCH, GERMAN, GREEK, html

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
CASES = [
    ("a header that lies", html(GERMAN, "windows-1252"), "; charset=utf-8", ""),
    ("latin-1 for UTF-8", html(GREEK, "utf-8"), "; charset=iso-8859-1", ""),
    ("latin-1 for Greek", html(GREEK, "iso-8859-7"), "; charset=iso-8859-1", ""),
    ("latin-1 for windows-1252", html(FRENCH, "windows-1252"), "; charset=iso-8859-1", ""),
    ("nothing declared", html(FRENCH, "windows-1252"), "", ""),
    ("markup that lies", html(GERMAN, "utf-8", "<meta charset=koi8-r>"), "", ""),
    ("markup met late", html(GREEK, "windows-1253", " " * 6_000 + "<meta charset=windows-1253>"),
     "", ""),
    ("markup met too late", html(GERMAN, "utf-8", " " * 9_000 + "<meta charset=koi8-r>"), "", ""),
    ("a mark", "\ufeff".encode("utf-16be") + html(GREEK, "utf-16be"), "; charset=utf-8", ""),
    ("no mark", html(GERMAN, "utf-16le"), "; charset=utf-16le", ""),
    ("a comment", html(GERMAN, "utf-8", "<!-- <meta charset=koi8-r> -->"), "", ""),
    ("x-user-defined", html(GERMAN, "windows-1252"), "; charset=x-user-defined", ""),
    ("bytes that are nothing", html(GERMAN * 9, "utf-8") + b"\xff\xc3\x28", "; charset=utf-8", ""),
    ("no charset at all", html(GERMAN, "utf-8"), "; charset=utf-7", ""),
    ("NUL", html(GERMAN + "\x00", "utf-8"), "; charset=utf-8", ""),
    ("a language by the profile", html("ból kręgosłupa szyjnego", "iso-8859-2"), "", "pl"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "charset", "language"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_everybody_reads_the_same_text(
    tmp_path: Path, body: bytes, charset: str, language: str
) -> None:
    kind, url = f"text/html{charset}", f"{HOST}/page.htm"
    record = read(
        Source(
            url=url, capture_id="c", fetched_at=MOMENT, status=200,
            content_type=kind, body=body, language=language,
        )
    )  # fmt: skip
    printed = record.blocks[0].text

    small = Small(tmp_path / "small")
    older = small.capture("/page.htm", body, charset=charset)
    newer = small.capture("/page.htm", body, charset=charset)
    small.page("/page.htm", newer, charset=record.charset, language=record.language)
    db, sources = small.store.db.conn, []
    for name in (older, newer):  # what was read from the older one has no row with its charset
        capture = row_of(db, "captures", name)
        assert capture is not None
        opened = open_page(db, capture, content_of(db, small.captures, capture))
        shown = replay(db, small.captures, name)
        assert opened.page is not None
        assert shown is not None
        assert (opened.charset, shown.source) == (record.charset, opened.page.source)
        sources.append(opened.page.source)
    small.store.close()
    assert printed in sources[0]
    assert sources[0] == sources[1]

    visit = Visit(asked_at=MOMENT)
    answer = Answer(
        status=200, headers={"content-type": kind}, raw=bytearray(body), limit=len(body) + 1,
        is_whole=True,
    )  # fmt: skip
    conclude(visit, answer, None)
    assert visit.page is not None
    if not language:  # of a stranger's page nobody has told
        assert visit.page.source == sources[0]
