"""TimeMaps read as RFC 7089 has them, and archives that answer something else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.services.failures import BadAnswer
from pipelines.services.timemaps import ask_timemap, by_distance, mementos_of
from tests.pipelines.conftest import answer
from tests.pipelines.services.conftest import say

TIMEMAP = """<http://x.org/?a=1;b=2>; rel="original",
<http://web.archive.org/web/timemap/link/http://x.org/>; rel="self"; type="application/link-format",
<http://web.archive.org/web/2012/http://x.org/?a=1;b=2>; rel="first memento"; datetime="Fri, 13 Jan 2012 08:00:00 GMT",
<http://web.archive.org/web/2019/http://x.org/?a=1,b>; rel="memento"; datetime="Mon, 04 Mar 2019 12:00:01 GMT",
<http://web.archive.org/web/2023/http://x.org/>; rel="last memento"; datetime="Fri, 18 Aug 2023 07:07:07 GMT"
"""  # noqa: E501

READ = [
    ("commas and semicolons in addresses and dates", TIMEMAP, [2012, 2019, 2023]),
    ("no blanks, bare values", '<a>;rel=memento;datetime="Mon, 04 Mar 2019 12:00:01 GMT"', [2019]),
    ("a year without end", f'<a>; rel="memento"; datetime="Mon, 4 Mar {"9" * 20} 1:00:01 GMT"', []),
    ("a date that is none", '<a>; rel="memento"; datetime="yesterday"', []),
    ("no date", '<a>; rel="memento"', []),
    ("other relations", '<a>; rel="timegate"; datetime="Mon, 04 Mar 2019 12:00:01 GMT"', []),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("why", "text", "years"), READ, ids=[row[0] for row in READ])
def test_mementos_of_a_timemap(why: str, text: str, years: list[int]) -> None:
    assert [memento.moment.year for memento in mementos_of(text)] == years


NEAREST = [
    ("before all of them", datetime(2001, 1, 1, tzinfo=UTC), 2012),
    ("between two, nearer to the later one", datetime(2018, 1, 1, tzinfo=UTC), 2019),
    ("behind all of them", datetime(2026, 1, 1, tzinfo=UTC), 2023),
    ("no moment: the latest", None, 2023),
]


@pytest.mark.parametrize(("why", "near", "year"), NEAREST, ids=[row[0] for row in NEAREST])
def test_the_nearest_memento_first(why: str, near: datetime | None, year: int) -> None:
    assert by_distance(list(mementos_of(TIMEMAP)), near)[0].moment.year == year


def listed(base: str, *names: str) -> str:
    """A TimeMap of pages of this server, one a year from 2018 on."""
    return ",\n".join(
        f'<{base}{name}>; rel="memento"; datetime="Mon, 01 Jan {year} 12:00:00 GMT"'
        for year, name in enumerate(names, 2018)
    )


def test_the_nearest_memento_that_was_a_page(client, loopback) -> None:
    timemap = listed(loopback.url(), "one", "gone", "moved")
    loopback.manners["/tm/http://x.org/?a=b"] = answer(200, timemap, "application/link-format")
    loopback.manners["/moved"] = answer(302, Location="/elsewhere")
    loopback.manners["/gone"] = answer(404, "not found")
    loopback.manners["*"] = answer(200, "a page")
    near = datetime(2020, 3, 1, tzinfo=UTC)
    found = ask_timemap(client, loopback.url("/tm/"), "http://x.org/?a=b", near)
    assert found.facts == {
        "memento": loopback.url("/one"),
        "timestamp": "20180101120000",
        "listed": 3,
    }
    assert loopback.paths() == [
        "/tm/http://x.org/?a=b", "/moved", "/elsewhere", "/gone", "/one"
    ]  # fmt: skip


def test_not_all_mementos_are_looked_at(client, loopback) -> None:
    timemap = listed(loopback.url(), "a", "b", "c", "d", "e")
    loopback.manners["/tm/http://x.org/"] = answer(200, timemap, "application/link-format")
    loopback.manners["*"] = answer(404, "not found")
    assert ask_timemap(client, loopback.url("/tm/"), "http://x.org/").facts["memento"] == ""
    assert loopback.paths()[1:] == ["/e", "/d", "/c"]


@pytest.mark.parametrize(("status", "text"), [(404, "<html>not archived"), (200, "")])
def test_none_is_an_answer(client, loopback, status: int, text: str) -> None:
    say(loopback, text, status, "text/html")
    assert ask_timemap(client, loopback.url(), "http://x.org/").facts["memento"] == ""


@pytest.mark.parametrize(("status", "text"), [(200, "<html>Please wait"), (400, "no")])
def test_anything_else_is_none(client, loopback, status: int, text: str) -> None:
    say(loopback, text, status, "text/html")
    with pytest.raises(BadAnswer):
        ask_timemap(client, loopback.url(), "http://x.org/")
