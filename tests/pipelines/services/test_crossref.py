"""The adapter of Crossref: facts of its records, lists and searches, and what is no answer.

Shapes: public test cassettes of habanero, 2026.
"""

import json

import pytest

from pipelines.services import crossref, datacite
from pipelines.services.failures import BadAnswer
from pipelines.services.works import work_from
from tests.pipelines.services.conftest import say

DOI = "10.1136/bmj.a3115"
RECORD = {
    "DOI": "10.1371/JOURNAL.PONE.0033693",
    "title": ["A <i>title</i> &amp; more"],
    "subtitle": ["A subtitle"],
    "author": [{"given": "Ada", "family": "Lovelace"}, {"name": "The Group"}, {"given": "Only"}],
    "container-title": ["PLoS ONE"],
    "short-container-title": ["PLoS ONE"],
    "issued": {"date-parts": [[2012, 3, 23]]},
    "published-print": {"date-parts": [[2013]]},
    "published-online": {"date-parts": [[None]]},
    "volume": "7",
    "issue": "3",
    "page": "e33693",
    "type": "journal-article",
    "publisher": "PLoS",
    "license": [
        {"URL": "http://tdm", "content-version": "tdm"},
        {"URL": "http://vor", "content-version": "vor"},
    ],
    "ISSN": ["1932-6203"],
}


def test_a_crossref_record(client, loopback):
    say(loopback, {"status": "ok", "message-type": "work", "message": RECORD})
    check = crossref.ask_work(client, loopback.url(), "10.1371/journal.pone.0033693")
    work = work_from(json.loads(json.dumps(check.facts)))
    assert work.title == "A title & more"
    assert work.authors == ("Lovelace, Ada", "The Group", "Only")
    assert (work.year, work.years) == (2012, (2012, 2013))
    assert (work.volume, work.pages, work.licence_url) == ("7", "e33693", "http://vor")
    assert loopback.paths() == ["/works/10.1371/journal.pone.0033693"]


def test_evidence_with_fields_that_are_kept_no_more():
    work = {"doi": "10.1371/journal.pone.0033693", "agency": "Crossref", "issn": ["1932-6203"]}
    assert work_from({"found": True, "work": work}).doi == "10.1371/journal.pone.0033693"


def test_the_plain_404_of_crossref(client, loopback):
    say(loopback, "Resource not found.", 404, "application/json")
    assert crossref.ask_work(client, loopback.url(), DOI).facts == {"found": False}


def test_many_records_in_one_request_and_what_it_leaves_out(client, loopback):
    names = ["10.1371/journal.pone.0033693", "10.1000/unknown", "10.1000/with,comma"]
    say(loopback, {"status": "ok", "message-type": "work-list", "message": {"items": [RECORD]}})
    found = crossref.ask_works(client, loopback.url(), names)
    assert [check.subject for check in found] == ["10.1371/journal.pone.0033693"]
    assert len(loopback.heard) == 1
    assert "comma" not in loopback.paths()[0]


OTHER = {"DOI": DOI, "title": ["Another"]}
LISTS = [
    # why, records of the answer, names that are answered about
    ("both", [RECORD, OTHER], [RECORD["DOI"].lower(), DOI]),
    ("one is missing", [OTHER], [DOI]),
    ("none", [], []),
    ("one in other case", [OTHER | {"DOI": DOI.upper()}], [DOI]),
    ("one doubled", [OTHER, OTHER], [DOI]),
    ("one doubled, in other case", [OTHER, OTHER | {"DOI": DOI.upper()}], [DOI]),
    ("one twice, otherwise", [OTHER, OTHER | {"title": ["B"]}, RECORD], [RECORD["DOI"].lower()]),
    ("twice, and once more", [OTHER, OTHER | {"title": ["B"]}, OTHER], []),
    ("no record among them", [OTHER, "text", None, []], [DOI]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "records", "names"), LISTS, ids=[row[0] for row in LISTS])
def test_whom_a_list_answers_about(client, loopback, why, records, names):
    """Who is left out is asked alone; nothing is believed that contradicts itself."""
    say(loopback, {"status": "ok", "message": {"items": records}})
    found = crossref.ask_works(client, loopback.url(), [RECORD["DOI"].lower(), DOI])
    assert [check.subject for check in found] == names


def test_whom_a_list_of_datacite_answers_about(client, loopback):
    rows = [{"doi": "10.1/A", "titles": [{"title": t}]} for t in ("One", "Two")]
    rows += [{"doi": "10.1/B", "titles": [{"title": "Three"}]}] * 2
    say(loopback, {"data": [{"attributes": row} for row in rows]})
    found = datacite.ask_works(client, loopback.url(), ["10.1/a", "10.1/b", "10.1/c"])
    assert [(check.subject, work_from(check.facts).title) for check in found] == [
        ("10.1/b", "Three")
    ]


BAD_RECORDS = [
    ("another work", {"status": "ok", "message": RECORD | {"DOI": "10.1000/x"}}, 200),
    ("no message", {"status": "ok"}, 200),
    ("not ok", {"status": "failed", "message": []}, 400),
    ("HTML", "<html>busy</html>", 200),
    ("HTML with 404", "<html>404</html>", 404),
]


@pytest.mark.parametrize(("why", "told", "status"), BAD_RECORDS, ids=[r[0] for r in BAD_RECORDS])
def test_what_is_no_answer_of_crossref(client, loopback, why, told, status):
    say(loopback, told, status)
    with pytest.raises(BadAnswer):
        crossref.ask_work(client, loopback.url(), DOI)


def test_a_list_about_works_that_were_not_asked_is_no_answer(client, loopback):
    say(loopback, {"status": "ok", "message": {"items": [RECORD]}})
    with pytest.raises(BadAnswer):
        crossref.ask_works(client, loopback.url(), [DOI])


def update(kind, doi, source="publisher", day=(2020, 1, 5)):
    return {"type": kind, "DOI": doi, "source": source, "updated": {"date-parts": [list(day)]}}


NOTICES = [
    ("none", [], ()),
    ("a new version of itself is none", [update("new_version", "10.1/a")], ()),
    (
        "a new version elsewhere",
        [update("new_version", "10.1/b")],
        (("new_version", "10.1/b", "2020-01-05", "publisher"),),
    ),
    (
        "both sources are one notice",
        [
            update("retraction", "10.1/N"),
            update("retraction", "10.1/n", "retraction-watch", (2020, 1, 1)),
        ],
        (("retraction", "10.1/n", "2020-01-01", "publisher+retraction-watch"),),
    ),
    (
        "two kinds are two",
        [update("retraction", "10.1/n"), update("correction", "10.1/c", day=(2019,))],
        (
            ("correction", "10.1/c", "2019", "publisher"),
            ("retraction", "10.1/n", "2020-01-05", "publisher"),
        ),
    ),
    (
        "a retraction under its own name counts",
        [update("retraction", "10.1/a")],
        (("retraction", "10.1/a", "2020-01-05", "publisher"),),
    ),
    (
        "spelt otherwise",
        [update("Expression of Concern", "10.1/e")],
        (("expression_of_concern", "10.1/e", "2020-01-05", "publisher"),),
    ),
    (
        "malformed",
        [
            "x",
            {"DOI": "10.1/z"},
            {"type": "retraction", "DOI": "10.1/y", "updated": {"date-parts": [[None]]}},
        ],
        (("retraction", "10.1/y", "", "publisher"),),
    ),
    (
        "days and months that are none",
        [
            update("retraction", "10.1/y", day=(2020, 13, 5)),
            update("correction", "10.1/z", day=(2021, 2, True)),
        ],
        (
            ("retraction", "10.1/y", "2020", "publisher"),
            ("correction", "10.1/z", "2021-02", "publisher"),
        ),
    ),
]


@pytest.mark.parametrize(("why", "updates", "expected"), NOTICES, ids=[r[0] for r in NOTICES])
def test_notices(why, updates, expected):
    assert crossref.notices_of({"DOI": "10.1/A", "updated-by": updates}) == expected


def test_a_notice_names_what_it_is_about():
    work = crossref.work_of({"DOI": "10.1/n", "update-to": [update("retraction", "10.1/A")]})
    assert work.is_notice_of == ("10.1/a",)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"title": None, "author": "x", "issued": []},
        {"title": "A string"},
        {"issued": {"date-parts": [[float("inf")]]}, "volume": float("nan"), "page": 10**30},
    ],
)
def test_malformed_records_become_empty_fields(record):
    assert crossref.work_of(record).authors == ()


def test_bibliographic_search(client, loopback):
    say(loopback, {"status": "ok", "message": {"items": [RECORD | {"score": 88.5}]}})
    check = crossref.search_bibliographic(client, loopback.url(), "Lovelace A. A title. 2012")
    assert check.facts["found"] == [["10.1371/journal.pone.0033693", 88.5]]
    assert "query.bibliographic=Lovelace+A.+A+title.+2012" in loopback.paths()[0]
    assert "&select=DOI%2Ctitle%2C" in loopback.paths()[0]
    (kept,) = check.facts["works"]
    assert work_from({"work": json.loads(json.dumps(kept))}) == crossref.work_of(RECORD)


@pytest.mark.parametrize("message", [{}, {"items": None}, {"items": {"DOI": "10.1/a"}}])
def test_a_search_without_a_list_is_no_answer(client, loopback, message):
    say(loopback, {"status": "ok", "message": message})
    with pytest.raises(BadAnswer):
        crossref.search_bibliographic(client, loopback.url(), "Lovelace A. A title. 2012")


def test_the_other_forms_of_a_work_at_crossref(client, loopback):
    related = {
        "is-preprint-of": [
            {"id-type": "doi", "id": "10.1029/2020JG005891", "asserted-by": "subject"},
            {"id-type": "issn", "id": "2749-9952"},
        ],
        "cites": [{"id-type": "doi", "id": "10.1/cited"}],
        "has-review": "x",
    }
    work = crossref.work_of(RECORD | {"relation": related, "original-title": ["Ein Titel"]})
    assert work.relations == (("is-preprint-of", "10.1029/2020jg005891"),)
    assert work.original_title == "Ein Titel"


@pytest.mark.parametrize("kind", ["new_version", "new_edition"])
def test_a_newer_version_is_no_notice_about_the_old_one(kind):
    record = {"DOI": "10.1/b", "update-to": [update(kind, "10.1/a")]}
    assert crossref.work_of(record).is_notice_of == ()
