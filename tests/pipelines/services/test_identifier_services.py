"""The adapters that know of identifiers: NCBI, handles, and Crossref's filters.

Shapes: the ID converter as recorded (rcrossref, 2022) and since its move in 2025 (PMIDs as
numbers, ``requested-id``); ESummary 2.0 with its error for a number that PubMed does not have.
"""
# ruff: noqa: E501 (a row of a table stands on one line)

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.records import Authority, Question
from pipelines.services import crossref_lookups, handles, ncbi
from pipelines.services.failures import BadAnswer, RateLimited, Unavailable
from pipelines.services.works import work_from
from tests.pipelines.services.conftest import say

WHO = ncbi.Asker(tool="test", email="audit@example.org")

# citations_pmc (GROBID corpus): Moseley GL, Hodges PW. Clin J Pain 2005;21:323-9.
MOSELEY = {
    "uid": "15951650",
    "pubdate": "2005 Jul-Aug",
    "epubdate": "",
    "source": "Clin J Pain",
    "authors": [
        {"name": "Moseley GL", "authtype": "Author", "clusterid": ""},
        {"name": "Hodges PW", "authtype": "Author", "clusterid": ""},
        {"name": "Back Pain Group", "authtype": "CollectiveName", "clusterid": ""},
    ],
    "title": "Are the changes in postural control associated with low back pain caused by pain interference?",
    "volume": "21",
    "issue": "4",
    "pages": "323-9",
    "pubtype": ["Journal Article"],
    "articleids": [
        {"idtype": "pubmed", "idtypen": 1, "value": "15951650"},
        {"idtype": "doi", "idtypen": 3, "value": "10.1097/01.AJP.0000131414.84596.99"},
        {"idtype": "pmc", "idtypen": 8, "value": "PMC1234567"},
        {"idtype": "pmcid", "idtypen": 5, "value": "pmc-id: PMC1234567;"},
    ],
    "fulljournalname": "The Clinical journal of pain",
    "vernaculartitle": "",
}  # fmt: skip
ABSENT = {"uid": "15614469", "error": "cannot get document summary"}


def summaries(*rows):
    result = {"uids": [row["uid"] for row in rows], **{row["uid"]: row for row in rows}}
    return {"header": {"type": "esummary", "version": "0.3"}, "result": result}


def asked(loopback):
    """The query of the one request that was made."""
    [path] = loopback.paths()
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


def test_articles_of_pubmed(client, loopback):
    say(loopback, summaries(MOSELEY, ABSENT))
    known, absent = ncbi.ask_articles(client, loopback.url(), ["15951650", "15614469"], WHO)
    assert (known.subject, absent.subject) == ("pmid:15951650", "pmid:15614469")
    assert known.question is Question.CROSSWALK
    assert known.authority is Authority.NCBI
    assert known.facts["doi"] == "10.1097/01.ajp.0000131414.84596.99"
    assert known.facts["pmcid"] == "PMC1234567"
    assert absent.facts == {"found": False}
    work = work_from(json.loads(json.dumps(known.facts)))
    assert work is not None
    assert work.title.startswith("Are the changes in postural control")
    assert work.authors == ("Moseley, GL", "Hodges, PW", "Back Pain Group")
    assert (work.year, work.volume, work.issue, work.pages) == (2005, "21", "4", "323-9")
    assert (work.container, work.short_container) == ("The Clinical journal of pain", "Clin J Pain")


def test_ncbi_hears_who_asks_and_the_evidence_does_not_tell(client, loopback):
    say(loopback, summaries(MOSELEY))
    [check] = ncbi.ask_articles(client, loopback.url(), ["15951650"], WHO)
    query = asked(loopback)
    assert (query["tool"], query["email"], query["db"]) == ("test", "audit@example.org", "pubmed")
    assert "tool=test" in check.url
    assert "example.org" not in check.url


def test_failures_do_not_tell_the_address_either(client, loopback):
    say(loopback, "<html>", 503)
    with pytest.raises(Unavailable) as raised:
        ncbi.ask_articles(client, loopback.url(), ["15951650"], WHO)
    assert raised.value.evidence is not None
    assert "tool=test" in raised.value.evidence.url
    assert "example.org" not in raised.value.evidence.url


def test_a_translated_title_is_read_without_its_brackets(client, loopback):
    row = {**MOSELEY, "title": "[Osteoporotic fractures].", "vernaculartitle": "Osteoporotische Frakturen."}  # fmt: skip
    say(loopback, summaries(row))
    [check] = ncbi.ask_articles(client, loopback.url(), ["15951650"], WHO)
    work = work_from(check.facts)
    assert work is not None
    assert (work.title, work.original_title) == (
        "Osteoporotic fractures",
        "Osteoporotische Frakturen",
    )


def test_an_article_that_is_there_for_certain_vouches_for_an_absence(client, loopback):
    say(loopback, summaries(ABSENT, {**MOSELEY, "uid": ncbi.CONTROL_PMID}))
    [check] = ncbi.ask_articles(client, loopback.url(), ["15614469"], WHO)
    assert (check.subject, check.facts) == ("pmid:15614469", {"found": False})


def test_a_pubmed_that_knows_nothing_is_no_authority(client, loopback):
    say(loopback, summaries(ABSENT, {**ABSENT, "uid": ncbi.CONTROL_PMID}))
    with pytest.raises(BadAnswer, match="knows none of the numbers"):
        ncbi.ask_articles(client, loopback.url(), ["15614469"], WHO)


def test_an_error_of_another_kind_says_nothing_of_the_number(client, loopback):
    say(loopback, summaries(MOSELEY, {"uid": "7", "error": "backend failure"}))
    checks = ncbi.ask_articles(client, loopback.url(), ["15951650", "7"], WHO)
    assert [check.subject for check in checks] == ["pmid:15951650"]


BAD_SUMMARIES = [
    # why, HTTP status, told, exception
    ("HTML", 200, "<html>", BadAnswer),
    ("cut off", 200, '{"header": {"type": "esum', BadAnswer),
    ("no result", 200, {"esummaryresult": ["Empty id list - nothing todo"]}, BadAnswer),
    ("a number is left out", 200, {"result": {"uids": []}}, BadAnswer),
    (
        "another number",
        200,
        {"result": {"uids": ["1"], "15951650": {**MOSELEY, "uid": "1"}}},
        BadAnswer,
    ),
    ("400", 400, {"error": "bad request"}, BadAnswer),
    ("too fast", 429, {"error": "API rate limit exceeded", "count": "4"}, RateLimited),
    ("a fault", 500, "Internal Server Error", Unavailable),
    ("a refusal", 403, "<html>", Unavailable),
]


@pytest.mark.parametrize(
    ("why", "status", "told", "kind"), BAD_SUMMARIES, ids=[row[0] for row in BAD_SUMMARIES]
)
def test_what_is_no_answer_of_pubmed(client, loopback, why, status, told, kind):
    say(loopback, told, status)
    with pytest.raises(kind):
        ncbi.ask_articles(client, loopback.url(), ["15951650"], WHO)


RECORDS = [
    # why, record, facts (None = no answer about it)
    (
        "since 2025",
        {"doi": "10.1093/nar/gks1195", "pmcid": "PMC3531190", "pmid": 23193287, "requested-id": "PMC3531190"},
        {"found": True, "doi": "10.1093/nar/gks1195", "pmid": "23193287"},
    ),
    (
        "of 2022",
        {"pmcid": "PMC3531190", "pmid": "23193287", "doi": "10.1093/NAR/GKS1195"},
        {"found": True, "doi": "10.1093/nar/gks1195", "pmid": "23193287"},
    ),
    ("without a DOI", {"pmcid": "PMC3531190"}, {"found": True, "doi": "", "pmid": ""}),
    (
        "not in PMC",
        {"requested-id": "PMC3531190", "pmcid": "PMC3531190", "status": "error", "errmsg": "Identifier not found in PMC"},
        {"found": False},
    ),
    (
        "not in PMC, 2022",
        {"pmcid": "PMC3531190", "live": "false", "status": "error", "errmsg": "invalid article id"},
        {"found": False},
    ),
    (
        "not released yet",
        {"pmcid": "PMC3531190", "live": "false", "status": "error", "errmsg": "article is embargoed"},
        None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "record", "facts"), RECORDS, ids=[row[0] for row in RECORDS])
def test_the_converter_of_pmc(client, loopback, monkeypatch, why, record, facts):
    monkeypatch.setattr(ncbi, "CONTROL_PMCID", "PMC13900")
    say(loopback, {"status": "ok", "records": [record, {"pmcid": "PMC13900"}]})
    checks = ncbi.ask_pmc(client, loopback.url(), ["PMC3531190"], WHO)
    assert [(c.subject, dict(c.facts)) for c in checks] == (
        [("pmcid:PMC3531190", facts)] if facts else []
    )
    assert asked(loopback)["idtype"] == "pmcid"


def test_a_converter_that_knows_nothing_is_no_authority(client, loopback):
    absent = {"status": "error", "errmsg": "Identifier not found in PMC"}
    records = [{"pmcid": name, **absent} for name in ("PMC4364128", ncbi.CONTROL_PMCID)]
    say(loopback, {"status": "ok", "records": records})
    with pytest.raises(BadAnswer, match="knows none of the numbers"):
        ncbi.ask_pmc(client, loopback.url(), ["PMC4364128"], WHO)


OF_DOIS = [
    # why, record, facts (None = no answer about it)
    (
        "in PMC",
        {"doi": "10.1093/NAR/GKS1195", "pmcid": "PMC3531190", "pmid": 23193287, "requested-id": "10.1093/nar/gks1195"},
        {"found": True, "doi": "10.1093/nar/gks1195", "pmid": "23193287", "pmcid": "PMC3531190"},
    ),
    (
        "a version, and no PMID",
        {"doi": "10.1093/nar/gks1195", "pmcid": "PMC3531190.2"},
        {"found": True, "doi": "10.1093/nar/gks1195", "pmid": "", "pmcid": "PMC3531190"},
    ),
    (
        "not in PMC",
        {"requested-id": "10.1093/nar/gks1195", "status": "error", "errmsg": "Identifier not found in PMC"},
        {"found": False},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "record", "facts"), OF_DOIS, ids=[row[0] for row in OF_DOIS])
def test_the_numbers_of_a_doi_name(client, loopback, why, record, facts):
    say(loopback, {"status": "ok", "records": [record]})
    [check] = ncbi.ask_numbers(client, loopback.url(), ["10.1093/nar/gks1195"], WHO)
    assert (check.subject, dict(check.facts)) == ("doi:10.1093/nar/gks1195", facts)
    assert asked(loopback)["idtype"] == "doi"


SEARCHES = [
    ("one", ["23193287"], {"found": True, "pmid": "23193287"}),
    ("none", [], {"found": False, "pmid": ""}),
    ("several", ["1", "2"], {"found": False, "pmid": ""}),
]


@pytest.mark.parametrize(("why", "ids", "facts"), SEARCHES, ids=[row[0] for row in SEARCHES])
def test_the_article_with_a_doi_name(client, loopback, why, ids, facts):
    say(loopback, {"esearchresult": {"count": str(len(ids)), "idlist": ids}})
    check = ncbi.search_article(client, loopback.url(), "10.1093/nar/gks1195", WHO)
    assert (check.subject, dict(check.facts)) == ("aid:10.1093/nar/gks1195", facts)
    assert asked(loopback)["term"] == '"10.1093/nar/gks1195"[AID]'


def test_what_is_no_answer_of_a_search(client, loopback):
    say(loopback, {"esearchresult": {"ERROR": "Search Backend failed"}})
    with pytest.raises(BadAnswer):
        ncbi.search_article(client, loopback.url(), "10.1093/nar/gks1195", WHO)


BAD_CONVERSIONS = [
    ("400", 400, {"status": "error", "errors": [{"code": "invalid_pmids"}]}),
    ("404 as recorded", 404, {"status": "error", "message": "ID%20type%20mismatch"}),
    ("no records", 200, {"status": "ok", "records": []}),
    ("another article", 200, {"status": "ok", "records": [{"pmcid": "PMC1", "doi": "10.1/x"}]}),
    ("HTML", 200, "<html>"),
]


@pytest.mark.parametrize(
    ("why", "status", "told"), BAD_CONVERSIONS, ids=[row[0] for row in BAD_CONVERSIONS]
)
def test_what_is_no_answer_of_the_converter(client, loopback, why, status, told):
    say(loopback, told, status)
    with pytest.raises(BadAnswer):
        ncbi.ask_pmc(client, loopback.url(), ["PMC3531190"], WHO)


def values(*pairs):
    return [
        {"index": n, "type": kind, "data": {"format": "string", "value": text}}
        for n, (kind, text) in enumerate(pairs, 1)
    ]


HANDLES = [
    # why, HTTP status, told, (found, doi)
    ("found", 200, {"responseCode": 1, "values": values(("URL", "https://a.org/"))}, (True, "")),
    (
        "an alias of a DOI name",
        200,
        {"responseCode": 1, "values": values(("HS_ALIAS", "10.1136/BMJ.A3115"))},
        (True, "10.1136/bmj.a3115"),
    ),
    (
        "an alias of another handle",
        200,
        {"responseCode": 1, "values": values(("HS_ALIAS", "2027/other"))},
        (True, ""),
    ),
    ("not found", 404, {"responseCode": 100}, (False, "")),
]


@pytest.mark.parametrize(
    ("why", "status", "told", "expected"), HANDLES, ids=[row[0] for row in HANDLES]
)
def test_handles(client, loopback, why, status, told, expected):
    say(loopback, {**told, "handle": "2027/mdp.39015"}, status)
    check = handles.ask_handle(client, loopback.url(), "2027/mdp.39015", past_cache=True)
    assert (check.facts["found"], check.facts["doi"]) == expected
    assert (check.subject, check.authority) == ("handle:2027/mdp.39015", Authority.HANDLE)
    assert check.facts["past_cache"] is True
    assert loopback.paths() == ["/api/handles/2027/mdp.39015?auth=true"]


def listed(*items):
    return {"status": "ok", "message-type": "work-list", "message": {"items": list(items)}}


# Crossref records of the open data: AMA Guides (book), PIIs of 1979 and 1997.
BOOK = {"DOI": "10.1001/978-1-57947-888-9", "type": "book", "title": ["AMA Guides to the Evaluation of Permanent Impairment"], "ISBN": ["9781579478889"]}  # fmt: skip
OLD = {"DOI": "10.1016/0002-9149(79)90276-5", "alternative-id": ["0002914979902765"], "title": ["x"]}  # fmt: skip
NEW = {"DOI": "10.1016/S0140-6736(09)62164-4", "alternative-id": ["S0140673609621644"]}


def test_books_by_isbn(client, loopback):
    say(loopback, listed({**BOOK, "ISBN": ["http://id.crossref.org/isbn/978-1-57947-888-9"]}))
    found, missing = crossref_lookups.ask_isbns(
        client, loopback.url(), ["9781579478889", "9783540752868"]
    )
    assert found.facts["doi"] == "10.1001/978-1-57947-888-9"
    assert work_from(found.facts).title.startswith("AMA Guides")
    assert (missing.subject, missing.facts["found"]) == ("isbn:9783540752868", False)
    assert asked(loopback)["filter"].startswith("isbn:9781579478889,isbn:9783540752868,type:book")


def test_an_isbn_of_two_books_names_none(client, loopback):
    say(loopback, listed(BOOK, {**BOOK, "DOI": "10.1001/other"}))
    [check] = crossref_lookups.ask_isbns(client, loopback.url(), ["9781579478889"])
    assert dict(check.facts) == {"found": True, "doi": ""}


def test_articles_by_pii(client, loopback):
    say(loopback, listed(OLD, NEW))
    names = ["S0002914979902765", "S0140673609621644", "S0140673605674028"]
    checks = crossref_lookups.ask_piis(client, loopback.url(), names)
    assert [(c.subject, c.facts["doi"]) for c in checks] == [
        ("pii:S0002914979902765", "10.1016/0002-9149(79)90276-5"),
        ("pii:S0140673609621644", "10.1016/s0140-6736(09)62164-4"),
        ("pii:S0140673605674028", ""),
    ]


@pytest.mark.parametrize("told", ["<html>", {"status": "failed", "message": []}, [], listed()["message"]])  # fmt: skip
def test_what_is_no_list(client, loopback, told):
    say(loopback, told)
    with pytest.raises(BadAnswer):
        crossref_lookups.ask_piis(client, loopback.url(), ["S0140673609621644"])
