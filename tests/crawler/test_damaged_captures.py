"""A record is damaged: the page is asked for whole, and nothing known of it is given up."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from archive.evidence.exchanges import FOLDER as EVIDENCE
from archive.integrity.checking import check_files
from archive.integrity.salvage import salvage
from archive.packages.checking import problems_of
from archive.packages.wacz import Wish, pack
from archive.soundness import check_site
from archive.store import Store
from archive.warc.captures import digest_of, seal
from archive.warc.files import warc_files
from crawler.profile_loading import load_profile
from crawler.replaying import CannotReplay, replay
from tests.archive.evidence import test_exchanges as answered
from tests.crawler.crawls import crawl, rows, write_profile
from tests.crawler.loopback import Loopback, links

pytestmark = pytest.mark.slow

STATUSES = "SELECT status FROM captures WHERE url LIKE '%/a' ORDER BY fetched_at"


async def careful(request: web.Request) -> web.StreamResponse:
    """A page with a validator."""
    if "If-None-Match" in request.headers:
        return web.Response(status=304, headers={"ETag": '"v1"'})
    body = links("/", text="a")
    return web.Response(text=body, content_type="text/html", headers={"ETag": '"v1"'})


class Site:
    """A small site that was crawled once, with an answer of its verification."""

    def __init__(self, profile: Path, folder: Path) -> None:
        self.profile = profile
        self.folder = folder

    def crawl(self) -> None:
        assert crawl(self.profile, self.folder).returncode == 0

    def replay(self) -> str:
        return replay(load_profile(str(self.profile)), self.folder).message

    def damage(self, url: str) -> Path:
        """Bytes of the record of a page are flipped; the file."""
        place = "SELECT warc_file, warc_offset_bytes FROM captures WHERE url LIKE ?"
        name, offset = rows(self.folder, place, f"%{url}")[0]
        path = self.folder / "captures" / name
        broken = bytearray(path.read_bytes())
        for at in range(offset + 40, offset + 140):
            broken[at] ^= 0xFF
        path.write_bytes(broken)
        return path

    def recover(self, path: Path) -> None:
        """What docs/captures.md says of a damaged file."""
        broken = self.folder / "broken.warc.gz"
        path.rename(broken)
        salvage(broken, path)

    def damages(self) -> set[str]:
        """What ``archive check`` says of files and rows."""
        return {anomaly.kind for anomaly in check_site(self.folder).anomalies if anomaly.is_damage}

    def losses(self) -> list[tuple[str, str]]:
        """(record, sentence) of what it knows to be lost."""
        found = check_site(self.folder).anomalies
        return [(a.record_id, a.message) for a in found if a.kind == "known_loss"]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as it was crawled; its server goes on."""
    folder = tmp_path_factory.mktemp("crawled")
    pages = {"/": links("/a", "/b", text="home"), "/a": careful, "/b": links("/", text="b")}
    with Loopback(pages) as server:
        made = Site(write_profile(folder, server.url), folder / "loopback")
        made.crawl()
        answered.keep(made.folder, answered.check(answered.exchange()))
        yield made


@pytest.fixture
def site(crawled: Site, tmp_path: Path) -> Site:
    """A copy of it."""
    return Site(crawled.profile, shutil.copytree(crawled.folder, tmp_path / "loopback"))


@pytest.mark.parametrize(("url", "kinds"), [("/a", "a 304"), ("/b", "the same bytes again")])
def test_what_cannot_be_read_is_asked_for_whole(site: Site, url: str, kinds: str) -> None:
    site.damage(url)
    site.crawl()
    sql = "SELECT status, revisit_of FROM captures WHERE url LIKE ? ORDER BY fetched_at"
    assert rows(site.folder, sql, f"%{url}") == [(200, None), (200, None)], kinds
    assert "lost_original" not in site.damages()
    others = "SELECT count(revisit_of) FROM captures WHERE url NOT LIKE ?"
    assert rows(site.folder, others, f"%{url}") == [(2,)], "all else is as before"


def test_a_recovered_file_loses_no_page(site: Site) -> None:
    site.crawl()
    known = rows(site.folder, "SELECT * FROM pages ORDER BY url")
    page = "SELECT id, capture_id FROM pages WHERE url LIKE '%/a'"
    [(page_id, capture)] = rows(site.folder, page)
    with closing(sqlite3.connect(site.folder / "crawl.db")) as db, db:
        db.execute(
            "INSERT INTO findings (id, kind, severity, state, page_id, subject, says, "
            "first_seen_at, last_seen_at, first_run_id, last_run_id) "
            "VALUES ('f', 'link_gone', 'error', 'open', ?, 'x', 'y', 'd', 'd', 1, 1)",
            (page_id,),
        )
    [(original,)] = rows(
        site.folder, "SELECT id FROM captures WHERE url LIKE '%/a' AND status = 200"
    )
    path = site.damage("/a")
    digest = digest_of(path)
    site.recover(path)
    assert "moved_record" in site.damages()

    said = site.replay()

    assert "3 pages kept. 1 page could not be read again" in said
    assert "/a. What was known of them stays; crawl" in said
    assert rows(site.folder, "SELECT * FROM pages ORDER BY url") == known
    assert rows(site.folder, "SELECT id FROM findings") == [("f",)]
    assert site.damages() == set(), "nothing lies elsewhere, and what is lost is known"
    [(revisit, repeats), (lost, said)] = site.losses()
    assert (lost, revisit != lost) == (original, True)
    assert f"/a has no record: it was not to be read in broken.warc.gz (SHA-256 {digest})" in said
    assert repeats == f"The record {lost} that it repeats is not there."

    package = site.folder / "site.wacz"
    with Store.open(site.folder / "crawl.db") as store:
        assert pack(store.db, site.folder / "captures", package, Wish(software="t")).captures > 4
    assert problems_of(package) == [], "what is lost keeps nobody from handing on the rest"

    site.crawl()
    assert rows(site.folder, STATUSES) == [(200,), (304,), (200,)]
    assert rows(site.folder, page) != [(page_id, capture)], "it is read from what came whole"
    assert "could not be read again" not in site.replay()


def test_what_nobody_recovered_is_no_known_loss(site: Site) -> None:
    """A file that is gone, and one that was made anew by other means."""
    site.crawl()
    path = site.damage("/a")
    whole = path.read_bytes()
    path.unlink()
    site.replay()
    assert {"lost_record", "lost_original"} <= site.damages()
    assert site.losses() == []

    broken = site.folder / "elsewhere.warc.gz"
    broken.write_bytes(whole)
    salvage(broken, path.with_name("another-name.warc.gz"))
    assert {"lost_record", "moved_record"} <= site.damages(), "whoever gives it another name"


def test_what_is_lost_after_a_recovery_is_not_known_to_it(site: Site) -> None:
    """A record that was saved lies where another was lost, in the damaged file."""
    path = site.damage("/a")
    site.recover(path)
    site.replay()
    place = "SELECT id, warc_offset_bytes, warc_length_bytes FROM captures WHERE url LIKE '%/b'"
    [(saved, offset, length)] = rows(site.folder, place)
    [(_, recovery)] = check_files([path]).recoveries
    assert recovery.has_lost("another", offset), "by its place alone"
    assert not recovery.has_lost(saved, offset), "that one was saved"
    data = path.read_bytes()
    path.write_bytes(data[:offset] + data[offset + length :])
    seal(path, digest_of(path))  # by whoever thinks that this mends it
    assert "lost_record" in site.damages()
    assert saved not in dict(site.losses())


def test_a_file_that_was_cut_between_two_records(site: Site) -> None:
    """What stood behind the end is known to be lost, though no record of it is damaged."""
    sql = "SELECT warc_file, max(warc_offset_bytes) FROM captures GROUP BY warc_file"
    [(name, last)] = rows(site.folder, sql)
    path = site.folder / "captures" / name
    path.write_bytes(path.read_bytes()[:last])
    assert site.damages() == {"seal", "lost_record"}
    site.recover(path)
    assert site.damages() == set()
    assert len(site.losses()) == 1


def test_answers_that_are_known_to_be_lost(site: Site) -> None:
    [path] = warc_files(site.folder / EVIDENCE)
    broken = bytearray(path.read_bytes())
    broken[-6] ^= 1
    path.write_bytes(broken)
    assert site.damages() == {"seal", "corrupt", "lost_record"}
    site.recover(path)
    assert site.damages() == set()
    [(_, said)] = site.losses()
    assert said.startswith("The answer from http")


def test_answers_of_a_recovered_file_are_found_again(site: Site) -> None:
    answered.keep(site.folder, answered.check(answered.exchange()))
    [first, _] = warc_files(site.folder / EVIDENCE)
    site.recover(first)
    with closing(sqlite3.connect(site.folder / "crawl.db")) as db, db:
        db.execute("UPDATE exchanges SET warc_offset_bytes = 3, previous_id = id")
    site.replay()
    assert site.damages() == set()
    assert rows(site.folder, "SELECT count(previous_id) FROM exchanges") == [(2,)], "rows stay"


def test_a_row_that_does_not_say_what_its_record_says(site: Site) -> None:
    """A bit of a value was flipped, in the database: the record tells, and a replay mends it."""
    site.crawl()
    flips = {
        "captures": {
            "url": "url || 'x'", "fetched_at": "replace(fetched_at, 'Z', 'Y')",
            "status": "status + 4", "mime": "mime || 'x'", "bytes": "bytes + 1",
            "location": "'http://x.test/'", "ip_address": "'127.0.0.3'",
            "fidelity": "'truncated'", "truncated": "'time'", "elapsed_ms": "elapsed_ms + 1",
            "is_requisite": "1 - is_requisite", "revisit_of": "NULL",
            "payload_sha256": "replace(payload_sha256, '0', '1')",
        },
        "exchanges": {"status": "599", "bytes": "bytes + 1", "url": "url || 'x'"},
    }  # fmt: skip
    database, sound = site.folder / "crawl.db", site.folder / "sound.db"
    shutil.copyfile(database, sound)
    before = rows(site.folder, "SELECT * FROM captures ORDER BY id")
    statements = []
    for table, columns in flips.items():
        for column, value in columns.items():
            row = "revisit_of IS NOT NULL" if column == "revisit_of" else "status = 200"
            statements.append(
                f"UPDATE {table} SET {column} = {value} "
                f"WHERE id = (SELECT max(id) FROM {table} WHERE {row})"
            )
            shutil.copyfile(sound, database)
            with closing(sqlite3.connect(database)) as db, db:
                db.execute(statements[-1])
            kind = "row_digest" if column == "payload_sha256" else "row_differs"
            assert site.damages() == {kind}, column
    shutil.copyfile(sound, database)
    with closing(sqlite3.connect(database)) as db, db:
        for statement in statements:
            db.execute(statement)
    assert site.damages() == {"row_digest", "row_differs"}
    site.replay()
    assert site.damages() == set()
    assert rows(site.folder, "SELECT * FROM captures ORDER BY id") == before


def test_a_search_index_that_is_wrong_is_made_anew(site: Site) -> None:
    with closing(sqlite3.connect(site.folder / "crawl.db")) as db, db:
        db.execute("INSERT INTO articles_fts (rowid, title) VALUES (7, 'of no row')")
    assert site.damages() == {"search_index"}
    site.replay()
    assert site.damages() == set()


def test_a_row_that_a_replay_leaves_comes_with_another_database(site: Site) -> None:
    """Nothing says that an address of a link is another one now: that row is nobody's any more."""
    before = rows(site.folder, "SELECT id, url FROM links ORDER BY url")
    with closing(sqlite3.connect(site.folder / "crawl.db")) as db, db:
        db.execute("UPDATE links SET url = url || 'x'")
    assert site.damages() == {"row_altered"}
    site.replay()
    assert site.damages() == {"row_altered"}
    (site.folder / "crawl.db").rename(site.folder / "crawl.db.damaged")
    site.replay()
    assert site.damages() == set()
    assert rows(site.folder, "SELECT id, url FROM links ORDER BY url") == before


def test_no_flipped_bit_in_the_database_crashes_the_check(site: Site) -> None:
    path = site.folder / "crawl.db"
    whole, chance, kinds = path.read_bytes(), random.Random(3), set()
    used = [at for at, byte in enumerate(whole) if byte and at >= 100]
    for at in chance.sample(used, 60):
        flipped = bytes([whole[at] ^ 1 << chance.randrange(8)])
        path.write_bytes(whole[:at] + flipped + whole[at + 1 :])
        kinds |= site.damages()
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
    assert "database" in kinds


def test_a_lost_database_besides(site: Site) -> None:
    site.crawl()
    site.recover(site.damage("/a"))
    (site.folder / "crawl.db").unlink()
    said = site.replay()
    assert "2 pages kept. 1 page could not be read again" in said
    site.crawl()
    assert rows(site.folder, "SELECT count(*) FROM pages") == [(3,)]
    assert "could not be read again" not in site.replay()


def test_a_replay_over_a_damaged_file_says_what_to_do(site: Site) -> None:
    path = site.damage("/a")
    with pytest.raises(CannotReplay) as refused:
        site.replay()
    assert str(path) in str(refused.value)
    assert "patientline archive recover" in str(refused.value)
    assert "\\x" not in str(refused.value), "bytes of the record are nobody's reading"


def test_a_budget_goes_on_after_a_lost_database(tmp_path: Path) -> None:
    """Of lists without end those that were asked before are asked again, and no others."""
    lists = [f"/list?kind={n}" for n in range(8)]
    pages = {"/": links(*lists[:4]), **{url: links(text=url) for url in lists}}
    with Loopback(pages) as server:
        profile = write_profile(tmp_path, server.url, scope="max_query_variants = 4")
        data = tmp_path / "data" / "loopback"
        data.parent.mkdir()
        assert crawl(profile, data).returncode == 0
        (data / "crawl.db").unlink()
        replay(load_profile(str(profile)), data)
        server.pages["/"] = links(*reversed(lists))
        assert crawl(profile, data).returncode == 0
    assert rows(data, "SELECT count(*) FROM pages") == [(5,)]
