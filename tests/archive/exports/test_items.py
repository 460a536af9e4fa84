"""Which item a reference becomes: the registered work, or what was printed. Pure, as a table."""

from __future__ import annotations

import json

import pytest

from archive.exports.items import reference_item, work_item

RECORD = json.dumps({"id": "10.1/a", "type": "book", "DOI": "10.1/a", "title": "Registered"})
FOUND = json.dumps({"id": "10.1/b", "type": "book", "DOI": "10.1/b", "title": "Found"})
PRINTED = {
    "id": "r1",
    "printed": "Liu L.\nPrinted. BMJ 2015;1:2. doi:10.1/a",
    "authors": "Liu L",
    "year": 2015,
    "title": "Printed",
    "container": "BMJ",
    "volume": "1",
    "issue": None,
    "pages": None,
    "article_number": "a2",
    "doi": "10.1/a",
    "agreement": "agrees",
    "found_is_safe": 0,
    "registration": "registered",
    "notice": "none",
    "csl_json": RECORD,
    "found_csl_json": "{}",
}
AS_PRINTED = {
    "id": "r1",
    "type": "article-journal",
    "title": "Printed",
    "container-title": "BMJ",
    "volume": "1",
    "page": "a2",
    "DOI": "10.1/a",
    "author": [{"family": "Liu", "given": "L"}],
    "issued": {"date-parts": [[2015]]},
    "note": "Printed: Liu L. Printed. BMJ 2015;1:2. doi:10.1/a",
}
WITHOUT_DOI = {name: value for name, value in AS_PRINTED.items() if name != "DOI"}
NOTHING = dict.fromkeys(("authors", "year", "title", "container", "volume", "doi"))
RETRACTED = "This work has been retracted."


def test_initials_of_one_record_are_written_in_one_way() -> None:
    authors = [
        {"family": "Hayden", "given": "J. A."},
        {"family": "Ellis", "given": "J"},
        {"family": "Ogilvie", "given": "É K"},
        {"family": "Little", "given": "Malcolm X"},
        {"family": "Ono", "given": "葉"},
        {"literal": "Group A"},
    ]
    record = json.dumps({"id": "x", "type": "article-journal", "author": authors})
    item = work_item({"doi": "x", "registration": "registered", "notice": "", "csl_json": record})
    assert item is not None
    said = [author.get("given") for author in item["author"]]
    assert said == ["J. A.", "J.", "É. K.", "Malcolm X", "葉", None]


@pytest.mark.parametrize(
    ("why", "row", "expected"),
    [
        ("the record agrees", {}, json.loads(RECORD)),
        ("so far as it can be compared", {"agreement": "partial"}, json.loads(RECORD)),
        ("no record", {"agreement": "no_metadata", "csl_json": "{}"}, AS_PRINTED),
        ("a record that was not kept yet", {"csl_json": "{}"}, AS_PRINTED),
        ("the record is another work's", {"agreement": "differs"}, WITHOUT_DOI),
        ("said to be another work's", {"agreement": "no_citation"}, WITHOUT_DOI),
        (
            "another work's, and retracted: that is not said of this one",
            {"agreement": "differs", "notice": "retracted"},
            WITHOUT_DOI,
        ),
        (
            "a name nobody registered",
            {"agreement": "no_metadata", "registration": "not_registered", "csl_json": None},
            WITHOUT_DOI,
        ),
        (
            "a work found for it, certainly",
            {"agreement": "differs", "found_is_safe": 1, "found_csl_json": FOUND},
            json.loads(FOUND),
        ),
        (
            "a work found for it, perhaps",
            {"agreement": "no_metadata", "csl_json": None, "found_csl_json": FOUND},
            AS_PRINTED,
        ),
        ("retracted", {"notice": "retracted"}, json.loads(RECORD) | {"note": RETRACTED}),
        (
            "nothing could be read",
            NOTHING | {"agreement": "no_metadata", "article_number": None},
            {"id": "r1", "type": "document", "note": AS_PRINTED["note"]},
        ),
    ],
)
def test_references(why: str, row: dict[str, object], expected: dict[str, object]) -> None:
    assert reference_item(PRINTED | row) == expected, why


@pytest.mark.parametrize(
    ("why", "registration", "record", "expected"),
    [
        ("a record", "registered", RECORD, json.loads(RECORD)),
        (
            "registered, no record",
            "registered",
            "{}",
            {"id": "10.1/a", "type": "document", "DOI": "10.1/a"},
        ),
        ("not registered", "not_registered", "{}", None),
        ("not known", "unknown", "{}", None),
    ],
)
def test_works(
    why: str, registration: str, record: str, expected: dict[str, object] | None
) -> None:
    row = {"doi": "10.1/a", "registration": registration, "notice": "none", "csl_json": record}
    assert work_item(row) == expected, why
