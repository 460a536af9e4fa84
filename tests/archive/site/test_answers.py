"""Answers of checks in words: rows of what was asked, what came, and what is said of it."""

from __future__ import annotations

import json

import pytest

from archive.site.plugins.answers import UNTOLD, answer_of
from tests.archive.site.conftest import Site

HERE = "https://a.example/1"
WORK = {"doi": "10.1/a", "title": "Backs.", "container": "Spine", "year": 2009}
NOTICE = ["retraction", "10.1/n", "2016-06-14", "retraction-watch"]

TOLD = (
    ("registration", 200, {"code": 1, "url": HERE}, "Registered; leads to a.example/1."),
    ("registration", 200, {"code": 1, "alias": "10.1/b"}, "Registered, as another name of 10.1/b."),
    ("registration", 200, {"code": 200, "url": None}, "Registered, but without an address"),
    ("registration", 404, {"code": 100, "url": None}, "Not registered."),
    ("registration", 200, {}, UNTOLD),
    ("agency", 200, {"agency": "Crossref", "asked": "10.1/a"}, "Agency: Crossref."),
    ("agency", 200, {"agency": "mEDRA", "asked": "10.1"}, "Agency: mEDRA, as all of 10.1."),
    ("agency", 200, {"agency": "", "said": "DOI does not exist"}, "No agency; it says “DOI does n"),
    ("metadata", 200, {"found": True, "work": WORK}, "Record found: “Backs” (Spine, 2009)."),
    ("metadata", 200, {"found": True, "work": {}}, "Record found."),
    ("metadata", 200, {"found": True, "work": {"year": 2019}}, "Record found (2019)."),
    (
        "metadata",
        200,
        {"found": True, "work": {"title": "T", "notices": [NOTICE]}},
        "Record found: “T”. Notice: retraction of 2016-06-14.",
    ),
    ("metadata", 404, {"found": False}, "No record."),
    ("notices", None, {"notices": [NOTICE], "list_of": "2025-01-15"}, "Notice: retraction of 201"),
    (
        "notices",
        None,
        {"notices": [NOTICE, ["expression_of_concern", "", "", ""]]},
        "Notices: retraction of 2016-06-14; expression of concern.",
    ),
    ("notices", None, {"notices": [], "list_of": "2025-01-15"}, "No notice in its list of 2025-01"),
    ("notices", 200, {"changed": True}, "Its list was fetched anew."),
    ("notices", 304, {"changed": False}, "Its list has not changed."),
    ("notices", None, {}, "No answer is known."),
    ("search", 200, {"found": []}, "No such work was found."),
    ("search", 200, {"found": [], "asked": 100}, "Of 100 names like it none has a record."),
    ("search", 200, {"found": ["10.1/a"], "asked": 9}, "Of 9 names like it, one work found: 10.1/"),
    (
        "search",
        200,
        {"found": [["10.1/a", 20.2], ["10.1/b", 3.0]], "works": [WORK]},
        "2 works found, the first: 10.1/a, “Backs” (Spine, 2009).",
    ),
    ("crosswalk", 200, {"found": False}, "Not known there."),
    ("crosswalk", 200, {"found": True, "doi": "10.1/a", "pmid": "1"}, "Known there; DOI 10.1/a, P"),
    ("crosswalk", 200, {"found": True, "doi": ""}, "Known there; no DOI is named."),
    ("crosswalk", 200, {"found": True, "doi": "", "url": HERE}, "Registered as a handle; leads to"),
    (
        "memento",
        200,
        {"memento": HERE, "timestamp": "20190304120001"},
        "A copy of 2019-03-04: a.ex",
    ),
    ("memento", 404, {"memento": "", "listed": 0}, "No copy."),
    ("link", 200, {"title": "Backs"}, "A page is there: “Backs”."),
    ("link", 200, {"content_type": "image/png"}, "A file is there (image/png)."),
    ("link", 200, {"not_modified": True, "title": "Backs"}, "Unchanged: the page “Backs”."),
    (
        "link",
        200,
        {"not_found": "Page not found"},
        "It seems to say that nothing is there (Page not f",
    ),
    (
        "link",
        200,
        {"parked": ["for sale"], "title": "T"},
        "It looks like a domain for sale (for sale).",
    ),
    ("landing", 200, {"casino": ["free spins"], "title": "Help"}, "A page is there: “Help”."),
    ("link", 200, {"spam": ["without prescription"]}, "A page is there."),
    ("registration", 200, {"code": 2}, UNTOLD),
    ("notices", 200, {"notices": [["retraction", "10.1/y"]]}, UNTOLD),
    ("search", 200, {"found": [[]]}, UNTOLD),
    ("metadata", 200, {"found": True, "work": "x"}, UNTOLD),
    ("landing", 403, {"challenge": "header"}, "Programs are turned away there."),
    ("link", 404, {"not_found": "Page not found"}, "Not there."),
    ("link", 410, {}, "Not there any more."),
    ("link", 500, {}, "The server could not answer."),
    ("link", 999, {}, "Not provided."),
    ("link", None, {}, "No answer is known."),
    ("a question to come", 200, {"code": 1}, UNTOLD),
)


@pytest.mark.parametrize(("question", "status", "facts", "expected"), TOLD)
def test_an_answer_in_words(
    question: str, status: int | None, facts: dict[str, object], expected: str
) -> None:
    check = {"question": question, "subject": "10.1/a", "authority": "", "url": HERE} | {
        "status": status,
        "error": None,
        "final_url": None,
        "facts_json": json.dumps(facts),
    }
    assert answer_of(check).startswith(expected)


FAILED = (
    ("a code with words", None, "timeout", {}, "too slow", "No answer: too slow."),
    ("a code without", 302, "cookie_loop", {}, "cookie_loop", "No usable answer: cookie loop."),
    (
        "what the adapter said",
        500,
        "unresolved",
        {"message": "It failed"},
        "unresolved",
        "No usable answer: It failed.",
    ),
    (
        "a reason that is the code",
        None,
        "reset",
        {"reason": "reset"},
        "broken",
        "No answer: broken.",
    ),
)


@pytest.mark.parametrize(("why", "status", "error", "facts", "words", "expected"), FAILED)
def test_no_answer_says_why(
    why: str, status: int | None, error: str, facts: dict[str, object], words: str, expected: str
) -> None:
    check = {"question": "link", "error": error, "status": status, "facts_json": json.dumps(facts)}
    assert answer_of(check, words) == expected, why


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "3"])
def test_facts_that_are_none_are_said_to_be_none(text: str) -> None:
    check = {"question": "agency", "subject": "", "error": None, "status": 200, "facts_json": text}
    assert answer_of(check) == UNTOLD


@pytest.mark.parametrize(
    ("permanent", "expected"),
    [
        (True, "A page is there; moved for good to b.example/2."),
        (False, "A page is there; leads on"),
    ],
)
def test_a_page_that_leads_on_says_where_to(permanent: bool, expected: str) -> None:
    check = {
        "question": "link",
        "authority": "web",
        "error": None,
        "status": 200,
        "url": HERE,
        "final_url": "https://www.b.example/2",
        "facts_json": json.dumps({"permanent": permanent}),
    }
    assert answer_of(check).startswith(expected)


def test_a_check_has_a_page_for_people(site: Site) -> None:
    page = site.page("/archive/checks/1")
    text = " ".join(page.text_content().split())
    assert page.findtext(".//h1") == "Is the DOI registered?"
    assert "Check 1, asked of doi.org on 1 Jun 2026, 09:01" in text
    assert page.cssselect("p.standfirst")[0].text_content() == "Not registered."
    assert "The answer as it came" in text
    assert page.xpath("//nav[@class='steps']/a[@rel='next']/@href") == ["/archive/checks/2"]
    assert "Checks" in page.cssselect("nav.crumbs")[0].text_content()


def test_a_term_has_a_page_for_people(site: Site) -> None:
    (term,) = site.rows("SELECT * FROM terms ORDER BY position LIMIT 1")
    page = site.page(f"/archive/terms/{term['id']}")
    text = " ".join(page.text_content().split())
    assert page.findtext(".//h1") == term["term"]
    assert str(term["definition"]) in text
    assert "Glossary" in page.cssselect("nav.crumbs")[0].text_content()
    assert page.cssselect("p.captured")
    assert page.xpath("//nav[@class='steps']/a[@rel='next']")
    assert str(term["id"]) not in text, "no key for people to read"
