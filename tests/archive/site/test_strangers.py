"""Statements that cannot be interrupted are ended all the same, and hold nothing up."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest

from tests.archive.site.conftest import Site
from tests.archive.site.test_safety import ask

PATIENCE_S = 600
"""Instead of the ten seconds after which the site waits no longer: then a refusal means that the
statement was ended, on a busy machine, too. Each of them takes minutes if it is let."""

_MANY = "with recursive n(i) as (select 1 union all select i + 1 from n limit {0}) "
DOUBLINGS = "with " + ", ".join(
    ["t0(x) as (select 1)"]
    + [f"t{i}(x) as (select a.x from t{i - 1} a, t{i - 1} b limit 5)" for i in range(1, 40)]
)
HOSTILE = {
    "width": "select length(printf('%.*c', 900000001, 'x'))",
    "instr": "select instr(hex(zeroblob(3999999)), hex(zeroblob(1999999)) || '1')",
    "replace": "select replace(hex(zeroblob(3999999)), hex(zeroblob(1999999)) || '1', 'x')",
    "trim": "select rtrim(hex(randomblob(3999999)), "
    "(select group_concat(char(i + 999), '') || '0123456789ABCDEF' from n))",
    "like": f"select hex(zeroblob(3999999)) like '%{'0_' * 240}1'",
    "glob": f"select hex(zeroblob(3999999)) glob '*{'0?' * 240}1'",
    "one step after the other": "select " + " + ".join(["length(hex(randomblob(3999999)))"] * 900),
    "merging": "select length(json_patch((select json_group_object('k' || i, i) from n), "
    "(select json_group_object('j' || i, i) from n)))",
    "preparing": f"{DOUBLINGS} select count(*) from t39",
    "joins": f"select count(*) from {', '.join(['bibliography'] * 60)}",
    "memory": f"{_MANY.format(900)} select {', '.join(['zeroblob(7999999)'] * 90)} from n",
    "sorting": f"{_MANY.format(100000)} select length(b) from "
    "(select randomblob(1000000) as b from n order by b)",
    "strings": f"{_MANY.format(1001)} select randomblob(7999999) from n",
}
PREFIXED = {"trim": 200_000, "merging": 300_000}


def statement(name: str) -> str:
    sql = HOSTILE[name]
    return _MANY.format(PREFIXED[name]) + sql if name in PREFIXED else sql


@pytest.fixture
def patient(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site, which waits for a statement until it ends or is ended."""
    execute = site.datasette.get_database("archive").execute
    monkeypatch.setitem(execute.__globals__, "WAITING_S", PATIENCE_S)
    return site


def assert_ended(response: httpx.Response) -> None:
    assert response.status_code == 400
    assert "Traceback" not in response.text
    words = "interrupted|too long|out of memory|disk I/O error|is too large"
    assert re.search(words, response.text, re.IGNORECASE), response.text


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_statement_runs_beyond_the_limit(name: str, patient: Site) -> None:
    assert_ended(ask(patient, statement(name)))


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/archive/pages.json", {"_where": f"1 = ({HOSTILE['width']})"}),
        ("/archive/pages.csv", {"_where": f"1 = ({HOSTILE['width']})"}),
        ("/archive.csv", {"sql": HOSTILE["instr"]}),
        ("/archive", {"sql": HOSTILE["instr"]}),
    ],
)
def test_wherever_an_address_may_carry_sql(
    path: str, parameters: dict[str, str], patient: Site
) -> None:
    assert_ended(patient.get(path, params=parameters, follow_redirects=True))


def test_pages_do_not_wait_for_strangers(site: Site) -> None:
    client = site.datasette.client

    async def meanwhile() -> tuple[int, list[int]]:
        strange = [
            asyncio.create_task(
                client.get(
                    "/archive.json", params={"sql": statement("instr")}, follow_redirects=True
                )
            )
            for _ in range(6)
        ]
        await asyncio.sleep(0.2)
        page = await client.get("/archive/bibliography.json")
        waiting = sum(not one.done() for one in strange)
        answers = await asyncio.gather(*strange)
        return waiting, [page.status_code, *(answer.status_code for answer in answers)]

    waiting, statuses = site.run(meanwhile())
    assert statuses == [200, *[400] * 6]
    assert waiting > 0, "the six take at least 4.5 s, one after the other in two processes"


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 as a, 'x' as a, null as \"b\"\"c\", 1.5 as d, x'00ff' as e",
        "select id, url, title from pages order by id",
        "select count(*) from pages where url like :like",
        "select * from pages where 0",
        "select escape_fts('a \" b'), normalise_doi('doi:10.1000/AB')",
    ],
)
def test_an_answer_is_what_the_own_threads_give(sql: str, site: Site) -> None:
    database = site.datasette.get_database("archive")

    async def own() -> tuple[list[str], list[tuple[object, ...]]]:
        def run(connection: object) -> tuple[list[str], list[tuple[object, ...]]]:
            cursor = connection.execute(sql, {"like": "%/%"})  # type: ignore[attr-defined]
            return [name for name, *_ in cursor.description], [tuple(row) for row in cursor]

        answer: tuple[list[str], list[tuple[object, ...]]] = await database.execute_fn(run)
        return answer

    names, rows = site.run(own())
    told = ask(site, sql, like="%/%", _shape="arrays", _size="max").json()
    expected = [[plain(cell) for cell in row] for row in rows]
    assert told["rows"] == expected
    if "columns" in told:
        assert told["columns"] == names


def plain(cell: object) -> object:
    """A cell as Datasette writes it in JSON."""
    return {"$base64": True, "encoded": "AP8="} if isinstance(cell, bytes) else cell


def test_mistakes_are_named_as_before(site: Site) -> None:
    assert "no such table: nope" in ask(site, "select * from nope").text
    assert "no such column: nope" in site.get("/archive/pages.json?_where=nope").text
