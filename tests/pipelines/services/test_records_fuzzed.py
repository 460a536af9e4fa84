"""Records, handles and lists of any shape whatever: never an exception, never slow."""

import string
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Notice, Work
from pipelines.services import crossref, datacite, negotiation
from pipelines.services.doi_org import best_location
from pipelines.services.retraction_watch import NotTheList, day_of, read_list
from pipelines.services.works import work_facts, work_from
from pipelines.verification.judging.editions import later_names, newer_names
from pipelines.verification.judging.notices import judge_notice, mark_of, merge, speaks_of_notice

KEYS = st.sampled_from(
    [
        "DOI",
        "doi",
        "title",
        "subtitle",
        "titles",
        "titleType",
        "creators",
        "author",
        "name",
        "family",
        "given",
        "container",
        "container-title",
        "issued",
        "date-parts",
        "published",
        "publicationYear",
        "updated-by",
        "update-to",
        "type",
        "types",
        "resourceTypeGeneral",
        "updated",
        "source",
        "relation",
        "is-preprint-of",
        "id",
        "id-type",
        "license",
        "URL",
        "relatedIdentifiers",
        "relationType",
        "relatedIdentifier",
        "relatedIdentifierType",
        "publisher",
        "page",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["10.1/a", "10.1/b", "retraction", "new_version", "doi", "DOI", "²"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)
RECORDS = st.dictionaries(KEYS, JSON, max_size=12)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_any_record_is_a_work(record):
    for work in (
        crossref.work_of(record),
        datacite.work_of(record),
        negotiation.work_of(record, "10.1/a", "mEDRA"),
    ):
        assert work_from(work_facts(work)) == work
        assert judge_notice(work).reason.endswith(".")
        assert work.doi not in newer_names(work)


@settings(max_examples=150, deadline=None)
@given(st.text(), st.binary(max_size=300))
def test_any_text_is_read(text, body):
    best_location(text)
    best_location(f"<locations><location {text}/></locations>")
    mark_of(text)
    speaks_of_notice(text)
    list(later_names(text))
    assert day_of(text) == "" or len(day_of(text)) == 10
    for start in (b"", b"OriginalPaperDOI,RetractionDOI,RetractionDate,RetractionNature\n"):
        with suppress(NotTheList):
            assert read_list(start + body).rows >= 0


ROWS = st.tuples(
    st.sampled_from(["retraction", "correction", "reinstatement", "x"]),
    st.sampled_from(["", "10.1/a", "10.1/b"]),
    st.sampled_from(["", "2020", "2020-01-01", "2021-05-05"]),
    st.sampled_from(["publisher", "retraction-watch"]),
)


@given(st.lists(ROWS, max_size=8))
def test_merging_twice_changes_nothing(rows):
    merged = merge(rows)
    assert merge(merged) == merged
    assert {row[0] for row in merged} == {row[0] for row in rows}


SIZE = 100_000
HOSTILE = [
    ("blanks", " " * SIZE),
    ("brackets", "[(" * (SIZE // 2)),
    ("one mark after another", "(retracted " * (SIZE // 11)),
    ("places without end", "<location a=" * (SIZE // 12)),
    ("one place", "<location " + "a='b' " * (SIZE // 6)),
    ("letters", string.ascii_letters * (SIZE // 52)),
    ("corrections", "correction " * (SIZE // 11)),
    ("names", "10.1000/a " * (SIZE // 10)),
    ("versions", "a.v" * (SIZE // 3)),
]


@pytest.mark.parametrize(("why", "text"), HOSTILE, ids=[r[0] for r in HOSTILE])
def test_no_text_takes_for_ever(why, text):
    work = Work(doi=text, agency="Crossref", title=text, relations=(("has-version", text + "1"),))
    assert best_location(text) is None
    assert mark_of(text) is None
    assert speaks_of_notice(text) is (why in ("one mark after another", "corrections"))
    assert judge_notice(work).value is Notice.NONE
    assert text not in newer_names(work)
