"""The adapters of the registries: facts of recorded shapes, and registries that lie.

Shapes: handle API (doi.info handbook, REST API response format), doiRA and Crossref (public test
cassettes of habanero, 2026), DataCite (public test data), Wayback availability API.
"""
# ruff: noqa: E501 (a row of a table stands on one line)

import json

import pytest

from archive.records import Question
from pipelines.services import datacite, doi_org, negotiation
from pipelines.services.failures import BadAnswer, Unavailable
from pipelines.services.works import work_facts, work_from
from tests.pipelines.conftest import answer
from tests.pipelines.services.conftest import say

DOI = "10.1136/bmj.a3115"


def value(kind, text, index=1):
    return {"index": index, "type": kind, "data": {"format": "string", "value": text}}


# Multiple resolution as the handle system has it (handle.net, "10320/loc Handle Type").
LOCATIONS = (
    '<locations chooseby="locatt,country,weighted">'
    '<location weight="0" http_role="conneg" href_template="https://api.org/{hdl}"/>'
    '<location id="0" country="gb" weight="0" href="https://uk.org/"/>'
    '<location id="1" weight="1" href="https://main.org/a?b&amp;c"/></locations>'
)

HANDLES = [
    # why, HTTP status, told, (code, url, alias)
    (
        "registered",
        200,
        {"responseCode": 1, "handle": DOI, "values": [value("URL", "https://www.bmj.com/x")]},
        (1, "https://www.bmj.com/x", None),
    ),
    (
        "in another case",
        200,
        {"responseCode": 1, "handle": DOI.upper(), "values": [value("URL", "https://a.org/")]},
        (1, "https://a.org/", None),
    ),
    (
        "an alias",
        200,
        {"responseCode": 1, "handle": DOI, "values": [value("HS_ALIAS", "10.1000/OTHER")]},
        (1, None, "10.1000/other"),
    ),
    ("without a URL", 200, {"responseCode": 200, "handle": DOI}, (200, None, None)),
    (
        "with values of other types only",
        200,
        {"responseCode": 1, "handle": DOI, "values": [value("HS_ADMIN", "x")]},
        (1, None, None),
    ),
    ("without values", 200, {"responseCode": 1, "handle": DOI}, (1, None, None)),
    (
        "the lowest index counts",
        200,
        {
            "responseCode": 1,
            "handle": DOI,
            "values": [value("URL", "https://two.org", 2), value("URL", "https://one.org", 1)],
        },
        (1, "https://one.org", None),
    ),
    ("not registered", 404, {"responseCode": 100, "handle": DOI}, (100, None, None)),
    ("no value, with 404", 404, {"responseCode": 200, "handle": DOI}, (200, None, None)),
    (
        "several places: the heaviest that is for readers",
        200,
        {"responseCode": 1, "handle": DOI, "values": [value("10320/loc", LOCATIONS)]},
        (1, "https://main.org/a?b&c", None),
    ),
    (
        "several places beside a URL",
        200,
        {
            "responseCode": 1,
            "handle": DOI,
            "values": [value("10320/loc", LOCATIONS), value("URL", "https://url.org/", 9)],
        },
        (1, "https://url.org/", None),
    ),
    (
        "places for programs only",
        200,
        {
            "responseCode": 1,
            "handle": DOI,
            "values": [value("10320/loc", '<location http_role="conneg" href="https://a.org/"/>')],
        },
        (1, None, None),
    ),
    (
        "places that are none",
        200,
        {"responseCode": 1, "handle": DOI, "values": [value("10320/loc", "<location href='x'")]},
        (1, None, None),
    ),
]


@pytest.mark.parametrize(
    ("why", "status", "told", "expected"), HANDLES, ids=[r[0] for r in HANDLES]
)
def test_handles(client, loopback, why, status, told, expected):
    say(loopback, told, status)
    check = doi_org.ask_handle(client, loopback.url(), DOI)
    assert tuple(check.facts[name] for name in ("code", "url", "alias")) == expected
    assert check.question is Question.REGISTRATION
    assert check.status == status
    assert loopback.paths() == [f"/api/handles/{DOI}"]


BAD_HANDLES = [
    ("another name", 200, {"responseCode": 1, "handle": "10.1000/other"}, BadAnswer),
    ("another name, not found", 404, {"responseCode": 100, "handle": "10.1000/other"}, BadAnswer),
    ("a code that is none", 200, {"responseCode": "1", "handle": DOI}, BadAnswer),
    ("HTML", 200, "<html>Service</html>", BadAnswer),
    ("HTML with 404", 404, "<html>Not found</html>", BadAnswer),
    ("a list", 200, [1], BadAnswer),
    ("cut off", 200, '{"responseCode":1,"han', BadAnswer),
    ("a fault of the resolver", 500, {"responseCode": 2, "handle": DOI}, Unavailable),
    ("a fault with 200", 200, {"responseCode": 2, "handle": DOI}, Unavailable),
    ("a prefix that lives elsewhere", 500, {"responseCode": 301, "handle": DOI}, Unavailable),
    ("a fault in HTML", 500, "<html>Oops</html>", Unavailable),
    ("not found, with 200", 200, {"responseCode": 100, "handle": DOI}, BadAnswer),
    ("found, with 404", 404, {"responseCode": 1, "handle": DOI}, BadAnswer),
    ("found, with 204", 204, "", BadAnswer),
    ("nothing in it", 200, {}, BadAnswer),
    ("a code that is true", 200, {"responseCode": True, "handle": DOI}, BadAnswer),
    ("a refusal", 403, "<html>", Unavailable),
    (
        "two answers in one",
        404,
        f'{{"responseCode":1,"handle":"{DOI}","responseCode":100}}',
        BadAnswer,
    ),
    (
        "two that are one",
        200,
        f'{{"responseCode":true,"handle":"{DOI}","responseCode":1}}',
        BadAnswer,
    ),
    ("a code that is no number", 404, f'{{"responseCode":NaN,"handle":"{DOI}"}}', BadAnswer),
    ("a code that no machine holds", 200, f'{{"responseCode":1e400,"handle":"{DOI}"}}', BadAnswer),
    ("a code of twenty figures", 200, f'{{"responseCode":{10**19},"handle":"{DOI}"}}', BadAnswer),
    ("nested without end", 200, '{"values":' * 100_000, BadAnswer),
    ("bytes that are no UTF-8", 200, b'{"responseCode":1,"handle":"\xed\xa0\x80"}', BadAnswer),
]


@pytest.mark.parametrize(
    ("why", "status", "told", "kind"), BAD_HANDLES, ids=[r[0] for r in BAD_HANDLES]
)
def test_what_is_no_answer_about_a_handle(client, loopback, why, status, told, kind):
    say(loopback, told, status)
    with pytest.raises(kind) as raised:
        doi_org.ask_handle(client, loopback.url(), DOI)
    assert raised.value.evidence.status == status


@pytest.mark.parametrize(
    ("told", "error"),
    [({"responseCode": 2, "handle": DOI}, "unresolved"), ("<html>Oops</html>", "server_error")],
)
def test_a_name_that_doi_org_cannot_look_up_is_no_fault_of_doi_org(client, loopback, told, error):
    say(loopback, told, 500)
    with pytest.raises(Unavailable) as raised:
        doi_org.ask_handle(client, loopback.url(), DOI)
    assert raised.value.error == error


def test_half_a_character_in_an_answer_stops_nobody(client, loopback):
    values = '[{"index":1,"type":"HS_ALIAS","data":{"value":"10.1000/\\ud800x"}}]'
    say(loopback, f'{{"responseCode":1,"handle":"{DOI}","values":{values}}}')
    alias = doi_org.ask_handle(client, loopback.url(), DOI).facts["alias"]
    assert alias == "10.1000/?x"
    assert doi_org.encode_doi(alias) == "10.1000/%3Fx"


def test_whole_characters_that_are_escaped_stay_what_they_are(client, loopback):
    say(loopback, f'{{"responseCode":1,"handle":"{DOI}","values":[],"said":"\\ud83e\\uddb4"}}')
    _, reply = client.ask("any", loopback.url("/"), lambda reply: reply)
    assert reply.json()["said"] == "\N{BONE}"


def test_the_same_said_twice_is_one_answer(client, loopback):
    say(loopback, f'{{"responseCode":1,"handle":"{DOI}","handle":"{DOI}"}}')
    assert doi_org.ask_handle(client, loopback.url(), DOI).facts["code"] == doi_org.FOUND


PATHS = [
    ("SICI", "10.1002/(sici)1097-0258(19970930)16:18<2127::aid-sim633>3.0.co;2-w", "10.1002/(sici)1097-0258(19970930)16:18%3C2127::aid-sim633%3E3.0.co;2-w"),
    ("brackets", "10.1890/0012-9658(1999)080[1150:tmaorr]2.0.co;2", "10.1890/0012-9658(1999)080%5B1150:tmaorr%5D2.0.co;2"),
    ("question mark and number sign", "10.1000/a?b#c", "10.1000/a%3Fb%23c"),
    ("per cent", "10.1000/50%", "10.1000/50%25"),
    ("two slashes", "10.1037//1061-4087.45.2.10", "10.1037//1061-4087.45.2.10"),
    ("beyond ASCII", "10.1000/é", "10.1000/%C3%A9"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "doi", "path"), PATHS, ids=[r[0] for r in PATHS])
def test_names_in_paths(client, loopback, why, doi, path):
    say(loopback, {"responseCode": 1, "handle": doi})
    doi_org.ask_handle(client, loopback.url(), doi, past_cache=True)
    assert loopback.paths() == [f"/api/handles/{path}?auth=true"]


def test_agencies_of_many_names_in_one_request(client, loopback):
    told = [
        {"DOI": "10.1136/BMJ.a3115", "RA": "Crossref"},
        {"DOI": "10.5281/zenodo.1", "RA": "DataCite"},
        {"DOI": "10.9999/none", "status": "DOI does not exist"},
    ]
    say(loopback, told)
    found = doi_org.ask_agencies(client, loopback.url(), [DOI, "10.5281/zenodo.1", "10.9999/none"])
    assert [check.facts["agency"] for check in found] == ["Crossref", "DataCite", ""]
    assert found[2].facts["said"] == "DOI does not exist"
    assert len(loopback.heard) == 1


def test_a_name_with_a_comma_is_asked_by_its_prefix(client, loopback):
    say(loopback, [{"DOI": "10.1000", "RA": "Crossref"}])
    (found,) = doi_org.ask_agencies(client, loopback.url(), ["10.1000/a,b"])
    assert (found.subject, found.facts["agency"]) == ("10.1000/a,b", "Crossref")


def test_agencies_must_answer_about_every_name(client, loopback):
    say(loopback, [{"DOI": DOI, "RA": "Crossref"}])
    with pytest.raises(BadAnswer):
        doi_org.ask_agencies(client, loopback.url(), [DOI, "10.1000/other"])


def test_a_datacite_record(client, loopback):
    attributes = {
        "doi": "10.5281/ZENODO.1",
        "titles": [{"title": "Alternative", "titleType": "AlternativeTitle"}, {"title": "Main"}],
        "creators": [{"name": "Foster, Susan", "familyName": "Foster", "givenName": "Susan"}],
        "publicationYear": 2003,
        "dates": [
            {"date": "1998-03", "dateType": "Created"},
            {"date": "2003", "dateType": "Issued"},
            {"date": "2011-01-01", "dateType": "Updated"},
            {"date": "19980301", "dateType": "Available"},
            "x",
        ],
        "publisher": {"name": "Zenodo"},
        "container": {"title": "J", "volume": "1", "firstPage": "9", "lastPage": "12"},
        "types": {"resourceTypeGeneral": "Text"},
        "rightsList": [{"rights": "none"}, {"rightsUri": "https://cc"}],
    }
    say(loopback, {"data": {"id": "10.5281/zenodo.1", "attributes": attributes}})
    work = work_from(datacite.ask_work(client, loopback.url(), "10.5281/zenodo.1").facts)
    assert (work.title, work.authors, work.year) == ("Main", ("Foster, Susan",), 2003)
    assert work.years == (2003, 1998)
    assert (work.publisher, work.pages, work.licence_url) == ("Zenodo", "9-12", "https://cc")


DATASET = {
    "doi": "10.5281/ZENODO.1",
    "titles": [{"title": "Main"}],
    "relatedIdentifiers": [
        {"relationType": "IsPreviousVersionOf", "relatedIdentifier": "10.5281/zenodo.2", "relatedIdentifierType": "DOI"},
        {"relationType": "IsSupplementTo", "relatedIdentifier": "10.1/x", "relatedIdentifierType": "DOI"},
        {"relationType": "IsVersionOf", "relatedIdentifier": "https://a.org", "relatedIdentifierType": "URL"},
        "x",
    ],
}  # fmt: skip


ISBN = "978-0-306-40615-7"
ISBNS = [
    # why, attributes, ISBNs
    ("of the book around it", {"relatedIdentifiers": [{"relationType": "IsPartOf", "relatedIdentifier": ISBN, "relatedIdentifierType": "ISBN"}]}, (ISBN,)),
    ("of a book that it cites", {"relatedIdentifiers": [{"relationType": "References", "relatedIdentifier": ISBN, "relatedIdentifierType": "ISBN"}]}, ()),
    ("its own", {"alternateIdentifiers": [{"alternateIdentifierType": "isbn", "alternateIdentifier": ISBN}]}, (ISBN,)),
    ("of the container", {"container": {"identifier": ISBN, "identifierType": "ISBN"}}, (ISBN,)),
    ("an ISSN", {"container": {"identifier": "0363-0129", "identifierType": "ISSN"}}, ()),
    ("not what the schema says", {"container": ISBN, "alternateIdentifiers": ISBN, "relatedIdentifiers": [ISBN]}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("why", "told", "isbns"), ISBNS, ids=[row[0] for row in ISBNS])
def test_isbns_of_a_datacite_record(client, loopback, why, told, isbns):
    say(loopback, {"data": {"attributes": {"doi": "10.5281/zenodo.1", **told}}})
    work = work_from(datacite.ask_work(client, loopback.url(), "10.5281/zenodo.1").facts)
    assert work.isbn == isbns


def test_datacite_gives_many_records_in_one_answer(client, loopback):
    say(loopback, {"data": [{"attributes": DATASET}], "meta": {"total": 1}})
    names = ["10.5281/zenodo.1", "10.5281/zenodo.9", "10.1000/with,comma"]
    (found,) = datacite.ask_works(client, loopback.url(), names)
    work = work_from(json.loads(json.dumps(found.facts)))
    assert (found.subject, work.title) == ("10.5281/zenodo.1", "Main")
    assert work.relations == (("is-previous-version-of", "10.5281/zenodo.2"),)
    assert loopback.paths() == ["/dois?ids=10.5281/zenodo.1,10.5281/zenodo.9&page%5Bsize%5D=2"]


@pytest.mark.parametrize(
    "told", [{}, [], {"data": {}}, {"data": [{"attributes": DATASET | {"doi": "10.1/other"}}]}]
)
def test_what_is_no_list_of_datacite(client, loopback, told):
    say(loopback, told)
    with pytest.raises(BadAnswer):
        datacite.ask_works(client, loopback.url(), ["10.5281/zenodo.1"])


@pytest.mark.parametrize("body", ["{}", "[]", '{"errors": []}', "Not Found", "<html>"])
def test_a_404_that_is_not_datacites(client, loopback, body):
    say(loopback, body, 404)
    with pytest.raises(BadAnswer):
        datacite.ask_work(client, loopback.url(), DOI)


def test_datacite_without_a_record_and_with_another_one(client, loopback):
    say(loopback, {"errors": [{"status": "404"}]}, 404)
    assert datacite.ask_work(client, loopback.url(), DOI).facts == {"found": False}
    say(loopback, {"data": {"attributes": {"doi": "10.1/other"}}})
    with pytest.raises(BadAnswer):
        datacite.ask_work(client, loopback.url(), DOI)


def test_content_negotiation_follows_to_the_agency(client, loopback):
    loopback.manners[f"/{DOI}"] = answer(302, "", Location="/agency")
    csl = {
        "DOI": DOI,
        "title": "A title",
        "author": [{"family": "L", "given": "A"}],
        "issued": {"date-parts": [["2009"]]},
    }
    loopback.manners["/agency"] = answer(200, json.dumps(csl), negotiation.CSL_JSON)
    found = negotiation.ask_work(client, loopback.url(), DOI, "mEDRA")
    work = work_from(found.facts)
    assert (work.title, work.agency, work.year) == ("A title", "mEDRA", 2009)
    assert loopback.heard[0].headers["accept"] == negotiation.CSL_JSON
    assert found.hops[0][0] == 302


EMPTY_RECORDS = [
    ("an empty record", "{}", negotiation.CSL_JSON, ""),
    ("another work", '{"DOI": "10.1/x", "title": "T"}', negotiation.CSL_JSON, ""),
    ("a list", "[]", negotiation.CSL_JSON, ""),
    ("a page of an agency that has records", "<html>", "text/html", "mEDRA"),
]


@pytest.mark.parametrize(
    ("why", "body", "kind", "agency"), EMPTY_RECORDS, ids=[r[0] for r in EMPTY_RECORDS]
)
def test_what_is_no_record_of_an_agency(client, loopback, why, body, kind, agency):
    say(loopback, body, 200, kind)
    with pytest.raises(BadAnswer):
        negotiation.ask_work(client, loopback.url(), DOI, agency)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [(404, "x", "text/plain"), (406, "x", "text/plain"), (200, "<html>", "text/html")],
)
def test_agencies_that_offer_no_record(client, loopback, status, body, kind):
    say(loopback, body, status, kind)
    assert negotiation.ask_work(client, loopback.url(), DOI).facts == {"found": False}


def test_facts_of_no_work():
    assert work_facts(None) == {"found": False}
    assert work_from({"found": False}) is None
