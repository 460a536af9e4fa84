"""Numbers that the record of a work holds: of several the one that was meant, or none."""

import pytest

from archive.records import KeptMention, Place, Scheme, Work
from pipelines.verification.repairing.identifying import recorded_number

PRINT, ONLINE, OTHER = "978-3-540-75286-8", "978-3-540-75287-5", "978-1-57947-888-9"
BOOK = Work(doi="10.1007/978-3-540-75286-8", agency="Crossref", isbn=(PRINT,))
ROWS = [
    # why, scheme, printed, work, expected
    ("the only one", Scheme.ISBN, "9781111111111", BOOK, "9783540752868"),
    ("as an address", Scheme.ISBN, "9783540752869",
     Work(doi="10.1/a", agency="Crossref", isbn=(f"http://id.crossref.org/isbn/{PRINT}",)),
     "9783540752868"),
    ("the one that a slip away is", Scheme.ISBN, "9781579478898",
     Work(doi="10.1/a", agency="Crossref", isbn=(PRINT, OTHER)), "9781579478889"),
    ("two that are near", Scheme.ISBN, "9783540752869",
     Work(doi="10.1/a", agency="Crossref", isbn=(PRINT, ONLINE)), ""),
    ("none is near", Scheme.ISBN, "9791111111111",
     Work(doi="10.1/a", agency="Crossref", isbn=(PRINT, OTHER)), ""),
    ("none is registered", Scheme.ISBN, "9783540752869", Work(doi="10.1/a", agency="x"), ""),
    ("a preprint of the article", Scheme.ARXIV, "2101.00001",
     Work(doi="10.1/a", agency="Crossref",
          relations=(("has-preprint", "10.48550/arxiv.2112.12582"),)), "2112.12582"),
    ("the preprint itself", Scheme.ARXIV, "2101.00001",
     Work(doi="10.48550/arxiv.2112.12582", agency="DataCite"), "2112.12582"),
    ("a publisher's number", Scheme.PII, "S0140673609621644", BOOK, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "scheme", "printed", "work", "expected"), ROWS, ids=[row[0] for row in ROWS]
)
def test_numbers_of_a_record(why, scheme, printed, work, expected):
    mention = KeptMention(
        id="m1",
        page_id="p1",
        page_url="https://site.test/a",
        scheme=scheme,
        printed=printed,
        value=printed,
        candidates=(),
        place=Place.TEXT,
        reference_id="r1",
        context="",
    )
    assert recorded_number(mention, work) == expected
