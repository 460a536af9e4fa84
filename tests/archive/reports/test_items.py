"""What a report says of one finding, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from archive.keys import key
from archive.records import (
    Authority,
    Check,
    Finding,
    FindingKind,
    Outcome,
    Question,
    Severity,
    UnreadablePage,
)
from archive.reports import atom, github, html, junit, markdown, sarif, terminal
from archive.reports.build import build
from archive.reports.items import Proposal
from archive.reports.report import Report
from archive.store import Store
from pipelines.verification.findings.pages import find_in_pages
from tests.archive import tiny

ONE = tiny.SITE + "/one"
URL = "http://www.silent.test/page"
FOUND = Finding(
    kind=FindingKind.LINK_UNREACHABLE,
    severity=Severity.WARNING,
    page_id=key(ONE),
    subject=URL,
    says=URL,
    why="Nobody answers.",
)


def reported(tmp_path: Path, found: Finding, checks: Sequence[Check] = ()) -> Report:
    """The report of a run that found one thing, by these checks."""
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "site", {})
        tiny.keep(store, run, tiny.page("/one", "Text.", links=(tiny.link(URL),)))
        ids = tuple(store.keep_check(run, check) for check in checks)
        store.keep_findings(run, [replace(found, checks=ids)], tiny.at(20))
        store.finish_run(run, Outcome.FINISHED, "", {})
        return build(store)


ASKED = [
    # why, (day, requests) of each check, what is said of it
    ("nothing was asked", [], "Confirmed."),
    ("one answer", [(1, 1)], "Confirmed (1 check on 2026-03-02)."),
    ("tried twice at once", [(1, 2)], "Confirmed (1 check, tried 2 times on 2026-03-02)."),
    ("two on one day", [(1, 1), (1, 1)], "Confirmed (2 checks on 2026-03-02)."),
    (
        "weeks apart",
        [(1, 2), (8, 1), (15, 3)],
        "Confirmed (3 checks, tried 6 times from 2026-03-02 to 2026-03-16).",
    ),
]


@pytest.mark.parametrize(("why", "asked", "said"), ASKED, ids=[row[0] for row in ASKED])
def test_how_often_and_when_it_was_asked(tmp_path: Path, why: str, asked, said: str) -> None:
    (item,) = reported(tmp_path, FOUND, [check_of(day, tries) for day, tries in asked]).items
    assert item.certainty == said
    assert item.tries == sum(tries for _, tries in asked)


@pytest.mark.parametrize("form", [terminal, markdown, html, junit, github, sarif, atom])
def test_what_makes_a_name_another_one_is_seen(tmp_path: Path, form) -> None:
    """A soft hyphen in an address: what the page says looks like what it should say."""
    printed = "https://doi.org/10.1136/bmj.a3\xad115"
    found = replace(
        FOUND,
        kind=FindingKind.DOI_MALFORMED,
        severity=Severity.ERROR,
        subject="10.1136/bmj.a3115",
        says=printed,
        should_say=printed.replace("\xad", ""),
    )
    report = reported(tmp_path, found)
    assert report.items[0].says == printed, "programs are told what is there"
    text = unescape(form.render(report))
    assert "10.1136/bmj.a3[soft hyphen]115" in text
    assert form is sarif or "\xad" not in text, "of SARIF it is the text of the place"


BY_THE_CRAWL = [
    # why, (day, requests) of each check, severity, what is said of it
    ("met once", [(1, 1)], Severity.ERROR, "Seen once, by the crawl of 2026-03-02."),
    ("tried again at once", [(1, 2)], Severity.ERROR, "Seen twice, by the crawl of 2026-03-02."),
    (
        "met week after week",
        [(1, 1), (8, 1), (15, 1)],
        Severity.ERROR,
        "Seen 3 times, by crawls from 2026-03-02 to 2026-03-16.",
    ),
    (
        "undecided",
        [(1, 1)],
        Severity.UNKNOWN,
        "Not decided (seen once, by the crawl of 2026-03-02).",
    ),
]


@pytest.mark.parametrize(
    ("why", "asked", "severity", "said"), BY_THE_CRAWL, ids=[row[0] for row in BY_THE_CRAWL]
)
def test_what_the_crawl_met_is_not_called_confirmed(
    tmp_path: Path, why: str, asked, severity: Severity, said: str
) -> None:
    own = [replace(check_of(*each), authority=Authority.OWN_CRAWL) for each in asked]
    found = replace(FOUND, kind=FindingKind.LINK_GONE, severity=severity)
    (item,) = reported(tmp_path, found, own).items
    assert item.certainty == said
    assert item.crawled == len(asked)


def test_a_finding_older_than_its_check_was_not_seen_once(tmp_path: Path) -> None:
    own = replace(check_of(15, 1), authority=Authority.OWN_CRAWL)
    (item,) = reported(tmp_path, replace(FOUND, kind=FindingKind.LINK_GONE), [own]).items
    old = replace(item, since="2026-03-02T08:00:00.000Z")
    assert old.history == "2026-03-02. Last seen by the crawl of 2026-03-16."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([(15, 1)], "2026-03-02. Confirmed (last check on 2026-03-16)."),
        (
            [(8, 1), (15, 1)],
            "2026-03-02. Confirmed (last 2 checks from 2026-03-09 to 2026-03-16).",
        ),
        ([(1, 1), (15, 1)], "2026-03-02. Confirmed (2 checks from 2026-03-02 to 2026-03-16)."),
    ],
)
def test_of_a_finding_older_than_its_checks_these_are_called_the_last(
    tmp_path: Path, asked, said: str
) -> None:
    (item,) = reported(tmp_path, FOUND, [check_of(day, tries) for day, tries in asked]).items
    assert replace(item, since="2026-03-02T08:00:00.000Z").history == said


def test_a_page_that_the_crawl_could_not_read_is_not_called_confirmed(tmp_path: Path) -> None:
    (found,) = find_in_pages([UnreadablePage(id=key(ONE), url=ONE, trouble="empty")])
    (item,) = reported(tmp_path, found).items
    assert item.certainty == "Seen by the crawl, and not asked for again."


AGREEING = [
    ("", ""),
    ("year", "year agrees"),
    ("title, container", "title and journal or book agree"),
]


@pytest.mark.parametrize(("fields", "said"), AGREEING)
def test_fields_are_called_as_readers_call_them(fields: str, said: str) -> None:
    found = Proposal(after="x", rule="search", score=1.0, agreeing=fields, safe=True)
    assert found.agrees == said


def test_what_nobody_sees_is_in_words_in_names_and_not_in_references(tmp_path: Path) -> None:
    (found,) = find_in_pages([UnreadablePage(id=key(ONE), url=ONE, trouble="empty")])
    (item,) = reported(tmp_path, found).items
    assert replace(item, says="10.1/a\xadb").said == "10.1/a[soft hyphen]b"
    persian = "می\u200cشود. 2015;3:1"
    assert replace(item, says=persian, kind="doi_missing").said == persian


@pytest.mark.parametrize(
    ("score", "safe", "said"), [(1.0, True, "100%"), (1.0, False, "99%"), (0.5, False, "50%")]
)
def test_what_needs_a_second_look_is_never_wholly_sure(score: float, safe: bool, said: str) -> None:
    proposal = Proposal(after="x", rule="search", score=score, agreeing="", safe=safe)
    assert (proposal.sure, proposal.named) == (said, f"search, {said}")


def check_of(day: int, tries: int) -> Check:
    """A look that was tried so often, without an answer."""
    return Check(
        question=Question.LINK,
        subject=URL,
        authority=Authority.WEB,
        asked_at=tiny.at(day),
        url=URL,
        error="reset",
        facts={"attempts": tries} if tries > 1 else {},
    )


def test_a_name_that_only_a_page_prints_which_is_gone_is_counted_nowhere(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "site", {})
        for path in ("one", "two"):
            name = tiny.doi(1, f"10.1136/{path}")
            tiny.keep(store, run, tiny.page(f"/{path}", "Text.", mentions=(name,)))
        store.db.execute("UPDATE pages SET gone_since_at = '2026-03-02' WHERE url LIKE '%two'")
        store.finish_run(run, Outcome.FINISHED, "", {})
        report = build(store)
    assert [t.number for t in report.totals if t.word == "DOI names"] == [1]
    assert [u.number for u in report.unasked if u.what == "DOI names"] == [1]
    assert "1 DOI name and 0 links have not been verified" in terminal.render(report)
