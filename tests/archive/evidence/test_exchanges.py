"""What verification was answered is kept as bytes that its checks can be proved from."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.evidence.exchanges import FOLDER, MAX_BODY_BYTES, ExchangeKeeper, shortened
from archive.proof.proving import prove_in
from archive.records import Authority, Check, Exchange, KeptBodies, Outcome, Question
from archive.store import Store
from archive.warc.captures import walk
from archive.warc.members import pieces_of
from archive.warc.parsing import parse

AT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
URL = "https://doi.org/api/handles/10.1/x"
BODY = b'{"responseCode":1,"handle":"10.1/x"}'


def exchange(body: bytes = BODY, status: int | None = 200, **changes: object) -> Exchange:
    head = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    head %= (status or 0, len(body))
    values: dict[str, object] = {
        "url": URL,
        "started_at": AT,
        "elapsed_ms": 12,
        "raw_request": b"GET /api/handles/10.1/x HTTP/1.1\r\nHost: doi.org\r\n\r\n",
        "raw_response": head if status else b"",
        "body": body if status else b"",
        "status": status,
        "headers": (("Content-Type", "application/json"),),
        "fidelity": "wire",
    }
    return Exchange(**(values | changes))  # type: ignore[arg-type]


def check(*exchanges: Exchange, authority: Authority = Authority.DOI_ORG, name: str = "x") -> Check:
    return Check(
        question=Question.REGISTRATION if authority is Authority.DOI_ORG else Question.LINK,
        subject=f"10.1/{name}",
        authority=authority,
        asked_at=AT,
        url=URL,
        status=exchanges[-1].status if exchanges else None,
        exchanges=exchanges,
    )


def keep(folder: Path, *checks: Check, bodies: KeptBodies = KeptBodies.REGISTRIES) -> list[int]:
    """Keep checks in one run; the numbers of their rows."""
    with Store.open(folder / "crawl.db") as store:
        run = store.begin_run("verify", "sample", {})
        with store.keeping_exchanges(bodies, "sample", "me@example.org"), store.unit():
            found = [store.keep_check(run, one) for one in checks]
        store.finish_run(run, Outcome.FINISHED, "", {})
    return found


def exchanges_in(folder: Path) -> list[dict[str, object]]:
    with Store.open(folder / "crawl.db") as store:
        return list(store.db.query("SELECT * FROM exchanges ORDER BY rowid"))


@pytest.mark.parametrize("many", [0, 1, 20, 21, 45])
def test_checks_kept_together_are_kept_in_their_order(tmp_path, many):
    names = [str(number) for number in range(many)]
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "sample", {})
        with store.keeping_exchanges(KeptBodies.REGISTRIES, "sample", "me@example.org"):
            store.keep_checks(run, [check(exchange(), exchange(), name=name) for name in names])
        rows = list(store.db.query("SELECT subject, exchange_id FROM checks ORDER BY id"))
    assert [row["subject"] for row in rows] == [f"10.1/{name}" for name in names]
    kept = exchanges_in(tmp_path)
    assert [row["id"] for row in kept[1::2]] == [row["exchange_id"] for row in rows]
    assert [row["previous_id"] for row in kept[1::2]] == [row["id"] for row in kept[::2]]


def test_a_check_is_proved_by_the_answer_it_was_made_of(tmp_path):
    [number] = keep(tmp_path, check(exchange()))
    proof = prove_in(tmp_path, "checks", str(number))
    assert proof.is_proved, proof.steps
    assert proof.passages[0].passage == BODY.decode()
    assert {"block", "payload", "status"} <= {step.name for step in proof.steps}


def test_an_answer_that_was_changed_proves_nothing(tmp_path):
    [number] = keep(tmp_path, check(exchange()))
    [file] = (tmp_path / FOLDER).glob("*.warc.gz")
    row = exchanges_in(tmp_path)[0]
    data = bytearray(file.read_bytes())
    data[int(row["warc_offset_bytes"]) + int(row["warc_length_bytes"]) // 2] ^= 1
    file.write_bytes(data)
    assert not prove_in(tmp_path, "checks", str(number)).is_proved


def test_a_check_that_says_another_status_is_not_proved(tmp_path):
    [number] = keep(tmp_path, check(exchange()))
    with Store.open(tmp_path / "crawl.db") as store, store.unit():
        store.db.execute("UPDATE checks SET status = 404")
    failed = [s.name for s in prove_in(tmp_path, "checks", str(number)).steps if not s.is_ok]
    assert failed == ["status"]


def test_the_way_to_an_answer_is_kept_and_proved(tmp_path):
    hop = exchange(b"", 302, url="https://doi.org/first")
    [number] = keep(tmp_path, check(hop, exchange()))
    first, last = exchanges_in(tmp_path)
    assert (first["status"], last["previous_id"]) == (302, first["id"])
    names = [step.name for step in prove_in(tmp_path, "checks", str(number)).steps]
    assert "hop 1 payload" in names


def test_one_answer_about_many_names_is_written_once(tmp_path):
    shared = exchange()
    keep(tmp_path, check(shared, name="a"), check(shared, name="b"))
    with Store.open(tmp_path / "crawl.db") as store:
        named = [row["exchange_id"] for row in store.db.query("SELECT exchange_id FROM checks")]
    assert len(exchanges_in(tmp_path)) == 1
    assert named[0] is not None
    assert named == [named[0]] * 2


@pytest.mark.parametrize(
    ("why", "bodies", "authority", "expected"),
    [
        ("a registry's body is kept", KeptBodies.REGISTRIES, Authority.DOI_ORG, (len(BODY), None)),
        ("of a page the head", KeptBodies.REGISTRIES, Authority.WEB, (0, "unspecified")),
        ("of a landing page too", KeptBodies.REGISTRIES, Authority.LANDING, (0, "unspecified")),
        ("all, where that is wanted", KeptBodies.ALL, Authority.WEB, (len(BODY), None)),
    ],
)
def test_which_bodies_are_kept(tmp_path, why, bodies, authority, expected):
    [number] = keep(tmp_path, check(exchange(), authority=authority), bodies=bodies)
    [row] = exchanges_in(tmp_path)
    assert (row["bytes"], row["truncated"]) == expected, why
    assert prove_in(tmp_path, "checks", str(number)).is_proved


def test_nothing_is_kept_where_nothing_is_wanted(tmp_path):
    [number] = keep(tmp_path, check(exchange()), bodies=KeptBodies.NONE)
    assert exchanges_in(tmp_path) == []
    assert not (tmp_path / FOLDER).exists()
    proof = prove_in(tmp_path, "checks", str(number))
    assert [(s.name, s.is_ok) for s in proof.steps] == [("exchange", False)]


def test_a_question_without_an_answer_leaves_its_request_and_its_failure(tmp_path):
    keep(tmp_path, check(exchange(status=None, error="timeout")))
    assert exchanges_in(tmp_path) == []
    [file] = (tmp_path / FOLDER).glob("*.warc.gz")
    records = gzip.decompress(file.read_bytes())
    assert b"GET /api/handles/10.1/x HTTP/1.1" in records
    assert b"error: timeout" in records


HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
INSTEAD = [
    ("what is no HTTP", KeptBodies.ALL, b"SSH-2.0", b"SSH-2.0"),
    ("of a page no body", KeptBodies.REGISTRIES, HINTS + b"HTTP/1.1 200 OK\r\n\r\nzz",
     HINTS + b"HTTP/1.1 200 OK\r\n\r\n"),
    ("of a body its beginning", KeptBodies.ALL, b"HTTP/1.1 200 OK\r\n\r\n" + BODY * 200_000,
     (b"HTTP/1.1 200 OK\r\n\r\n" + BODY * 200_000)[:MAX_BODY_BYTES]),
    ("hints without end", KeptBodies.ALL, HINTS * 100_000, (HINTS * 100_000)[:MAX_BODY_BYTES]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "bodies", "came", "kept"), INSTEAD, ids=[i[0] for i in INSTEAD])
def test_what_came_instead_of_an_answer_is_kept(tmp_path, why, bodies, came, kept):
    failed = exchange(status=None, error="bad_answer", raw_response=came)
    keep(tmp_path, check(failed, authority=Authority.WEB), bodies=bodies)
    [file] = (tmp_path / FOLDER).glob("*.warc.gz")
    records = [parse(piece.data)[0] for piece in pieces_of(file)]
    [found] = [r for r in records if r and r.target.startswith("urn:received:")]
    assert found.block == kept
    assert found.field("WARC-Truncated") == ("" if kept == came else "length")


def test_interim_answers_are_kept_before_the_answer(tmp_path):
    keep(tmp_path, check(exchange(interim=HINTS)))
    [(_, kept)] = walk(tmp_path / FOLDER)
    assert (kept.interim, kept.body) == (HINTS, BODY)


def test_what_was_written_and_not_committed_is_cut_off_by_the_next_run(tmp_path):
    keep(tmp_path, check(exchange()))
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "sample", {})
        keeper = ExchangeKeeper(
            store.db.conn,
            tmp_path,
            site="sample",
            contact="me@example.org",
            software="test",
            bodies=KeptBodies.ALL,
            now=lambda: AT,
        )
        with store.unit():
            keeper.keep(run, [check(exchange(b"committed"), name="b")])
            keeper.sync()
        store.db.conn.execute("BEGIN")
        keeper.keep(run, [check(exchange(b"lost with the process"), name="c")])
        keeper._writer.abandon()  # as a kill does: the file stays open by its name
        store.db.rollback()
    [number] = keep(tmp_path, check(exchange(b"after"), name="d"))
    kept = b"".join(gzip.decompress(p.read_bytes()) for p in (tmp_path / FOLDER).glob("*.gz"))
    assert b"committed" in kept
    assert b"lost with the process" not in kept
    assert prove_in(tmp_path, "checks", str(number)).is_proved
    assert not list((tmp_path / FOLDER).glob("*.open"))


def test_a_body_that_is_cut_stays_readable_in_its_framing():
    framed = b"4\r\nabcd\r\n" * 3 + b"0\r\n\r\n"
    whole = exchange(b"abcd" * 3, headers=(("Transfer-Encoding", "chunked"),), framed=framed)
    cut = shortened(whole, 13)
    assert (cut.framed, cut.body, cut.truncated) == (framed[:13], b"abcda", "length")
    assert shortened(whole, MAX_BODY_BYTES) is whole
