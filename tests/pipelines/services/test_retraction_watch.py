"""Retraction Watch's list: the file's own shapes, and what is not the file."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from pipelines.services.addressing import Addressing
from pipelines.services.failures import BadAnswer, Unavailable
from pipelines.services.http import Client, HttpSettings
from pipelines.services.retraction_watch import NotTheList, fetch_list, read_list
from tests.pipelines.conftest import answer

# The first line and one row (shortened) of the published file of 2023-10.
HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n"
)


def row(doi, nature="Retraction", notice="10.1155/2023/9804945", day="8/16/2023 0:00"):
    return (
        '50438,"A title, with a comma",(B/T) Technology;,"Department, City;",Journal,Hindawi,'
        f"China,Haiyan Zhang,https://a.org;https://b.org,Research Article;,{day},{notice},0,"
        f"9/24/2021 0:00,{doi},0,{nature},+Randomly Generated Content;,No,,\n"
    )


DOI = "10.1155/2021/6907871"
FILE = HEADER + row(DOI)
ROWS = [
    ("as published", row(DOI), [("retraction", "10.1155/2023/9804945", "2023-08-16")]),
    ("in capitals", row(DOI.upper()), [("retraction", "10.1155/2023/9804945", "2023-08-16")]),
    ("as an address", row(f"https://doi.org/{DOI}"), [("retraction", "10.1155/2023/9804945", "2023-08-16")]),
    ("a notice without a name", row(DOI, notice="unavailable"), [("retraction", "", "2023-08-16")]),
    ("a notice without a date", row(DOI, day=""), [("retraction", "10.1155/2023/9804945", "")]),
    ("of concern", row(DOI, "Expression of concern"), [("expression_of_concern", "10.1155/2023/9804945", "2023-08-16")]),
    ("twice the same", row(DOI) * 2, [("retraction", "10.1155/2023/9804945", "2023-08-16")]),
    (
        "retracted and reinstated, in order of time",
        row(DOI, "Reinstatement", "10.1/r", "1/2/2024 0:00") + row(DOI),
        [("retraction", "10.1155/2023/9804945", "2023-08-16"), ("reinstatement", "10.1/r", "2024-01-02")],
    ),
    ("another work", row("10.1155/2021/690787"), []),
    ("a work without a name", row("unavailable"), []),
    ("a row that ends early", row(DOI)[:200] + "\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rows", "notices"), ROWS, ids=[r[0] for r in ROWS])
def test_rows(why, rows, notices):
    found = read_list((HEADER + rows).encode(), {DOI})
    assert [notice[:3] for notice in found.notices.get(DOI, ())] == notices
    assert {notice[3] for notice in found.notices.get(DOI, ())} <= {"retraction-watch"}


def test_the_list_is_of_the_newest_date_in_it():
    found = read_list((HEADER + row("10.1/a") + row("10.1/b", day="11/3/2023 0:00")).encode())
    assert (found.rows, found.day, found.notices) == (2, "2023-11-03", {})


def test_a_byte_order_mark_and_bytes_that_are_no_utf_8_do_no_harm():
    body = (
        b"\xef\xbb\xbf" + HEADER.encode() + row(DOI).replace("City", "Stra\xdfe").encode("latin-1")
    )
    assert DOI in read_list(body, {DOI}).notices


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Sign in</html>", b"doi,nature\n10.1/a,Retraction\n", b"{}", b"\x00\xff" * 99],
)
def test_what_is_not_the_list(body):
    with pytest.raises(NotTheList, match=r"no column|cannot be read"):
        read_list(body)


@pytest.fixture
def client():
    return Client(
        HttpSettings(
            user_agent="test/1",
            interval_s=0,
            attempts=1,
            breaker=100,
            addressing=Addressing(allowed=("127.0.0.0/8",)),
        )
    )


def test_the_file_is_fetched_and_asked_for_again_by_its_etag(client, loopback):
    loopback.manners["*"] = [answer(200, FILE, "text/plain", ETag='W/"one"'), answer(304)]
    first = fetch_list(client, loopback.url())
    assert first.body == FILE.encode()
    assert first.check.facts == {"etag": 'W/"one"', "changed": True}
    assert "if-none-match" not in loopback.heard[0].headers
    second = fetch_list(client, loopback.url(), 'W/"one"')
    assert (second.body, second.check.status) == (None, 304)
    assert second.check.facts == {"etag": 'W/"one"', "changed": False}
    assert loopback.heard[1].headers["if-none-match"] == 'W/"one"'


BAD = [
    ("a page", answer(200, "<html>Sign in</html>"), BadAnswer),
    ("not there", answer(404, "Not Found"), BadAnswer),
    ("nothing", answer(200, b""), BadAnswer),
    ("unchanged, though it was not asked", answer(304), BadAnswer),
    ("much less than last time", answer(200, FILE, "text/csv"), BadAnswer),
    ("cut off", answer(200, FILE * 40, "text/csv")[:-900], Unavailable),
    ("a fault", answer(503), Unavailable),
]


@pytest.mark.parametrize(("why", "manner", "kind"), BAD, ids=[r[0] for r in BAD])
def test_what_is_no_answer(client, loopback, why, manner, kind):
    loopback.manners["*"] = manner
    with pytest.raises(kind):
        fetch_list(client, loopback.url(), at_least=2)
