"""The whole river on the sample site: crawled, read, kept, verified, reported, published.

What must hold whatever the markup; the quirks one by one are in ``test_quirks.py``.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.evidence.links import IN_USE
from archive.proof.passages import KEYS
from archive.publishing.seeking import TABLES as SPANNED
from tests.replica import truth
from tests.sample_runs import SampleRun, Second, patientline, rows

pytestmark = pytest.mark.slow

LINE = "https://www.eurospinepatientline.test"
ACUPUNCTURE = f"{LINE}/en/acupuncture.htm"
TABLES = ("articles", "news", "bibliography", "mentions", "terms", "page_dates", "page_relations")
OF_THE_RUN = {"capture_id", "first_seen_at", "last_seen_at"}
BY_ASKING = {
    "doi", "work_key", "agreement", "agreeing", "differing", "value", "rule", "because",
    "found_doi", "found_rule", "found_score", "found_is_safe", "found_csl_json",
}  # fmt: skip
"""Columns that verification settles; before it they hold the likeliest reading."""


def content(run: SampleRun, table: str, leave_out: set[str] = frozenset()) -> dict[str, object]:
    """Rows of a table as {its key columns and all: row}, without what differs from run to run.

    So does which pages with a query are asked, where there are more than may be (sample.toml).
    """
    columns = [name for _, name, *_ in run.rows(f"PRAGMA table_info({table})")]
    kept = [name for name in columns if name not in OF_THE_RUN | leave_out]
    queries = "SELECT id FROM pages WHERE url LIKE '%?%'"
    where = f" WHERE page_id NOT IN ({queries})" if table == "page_dates" else ""
    return Counter(run.rows(f"SELECT {', '.join(kept)} FROM {table}{where}"))


# ------------------------------------------------------------------------------ three markups


@pytest.mark.parametrize("table", TABLES)
def test_the_markup_makes_no_difference(markups: dict[str, SampleRun], table: str) -> None:
    """Two were only crawled: what verification settled in the third is left out."""
    expected = content(markups["semantic"], table, BY_ASKING)
    assert expected.total() > 0
    for markup in ("soup", "tables"):
        found = content(markups[markup], table, BY_ASKING)
        assert (expected - found, found - expected) == (Counter(), Counter()), markup


@pytest.mark.parametrize("table", ["bibliography", "mentions"])
def test_nor_does_it_for_readings_before_verification(
    markups: dict[str, SampleRun], recovered: SampleRun, table: str
) -> None:
    for markup in ("soup", "tables"):
        assert content(markups[markup], table) == content(recovered, table), markup


def test_everything_the_answer_sheet_names_is_there(markups: dict[str, SampleRun]) -> None:
    for markup, run in markups.items():
        known = set(run.values("SELECT url FROM pages UNION SELECT url FROM page_aliases"))
        cited = dict(
            run.rows(
                "SELECT url, count(bibliography.id) FROM pages"
                " LEFT JOIN bibliography ON page_id = pages.id GROUP BY url"
            )
        )
        for page in truth.pages():
            if not page.complete:
                continue
            assert known & set(page.urls), (markup, page.url)
            [url] = cited.keys() & set(page.urls)
            if page.kind != "document":  # the sheet lists no references of files
                assert cited[url] == len(page.references), (markup, page.url)


def test_traps_are_not_entered(markups: dict[str, SampleRun]) -> None:
    closed = truth.traps() | truth.forbidden()
    assert len(closed) >= 8
    for markup, run in markups.items():
        asked = {f"https://{hit.host}{hit.path}" for hit in run.hits}
        bare = {url.replace("://", "://www.", 1) for url in asked}
        assert closed & (asked | bare) == set(), markup
        assert len(asked) > 150, "the hits are the crawl's"
        seen = dict(run.rows("SELECT url, state || ' ' || reason FROM frontier"))
        assert {seen.get(trap) for trap in truth.traps()} == {"skipped hidden"}, markup


def test_what_lies_behind_a_trap_is_reached(markups: dict[str, SampleRun]) -> None:
    for markup, run in markups.items():
        found = set(run.values("SELECT url FROM pages WHERE kind <> 'unread'"))
        missing = {why: url for why, url in truth.must_reach().items() if url not in found}
        assert missing == {}, markup


def test_coverage_adds_up(markups: dict[str, SampleRun]) -> None:
    for markup, run in markups.items():
        counts = json.loads(run.value("SELECT counts_json FROM runs WHERE command = 'crawl'"))
        by_state = dict(run.rows("SELECT state, sum(urls) FROM coverage GROUP BY state"))
        sql = "SELECT state, count(*) FROM frontier WHERE via {} 'requisite' GROUP BY state"
        frontier = dict(run.rows(sql.format("<>")))
        assert by_state == frontier, markup
        assert dict(run.rows(sql.format("=")))["fetched"] == counts["requisites"], markup
        assert set(by_state) == {"fetched", "skipped", "failed"}, markup
        assert counts["discovered"] == sum(by_state.values()), markup
        assert {state: counts[state] for state in by_state} == by_state, markup
        unexplained = "SELECT url FROM frontier WHERE state <> 'fetched' AND reason = ''"
        assert run.values(unexplained) == [], markup


# ------------------------------------------------------------------------- what was found out


def test_the_truncated_doi(whole_run: SampleRun) -> None:
    doi = "10.1155/2015/32819"
    [verdict] = whole_run.values("SELECT registration FROM dois WHERE doi = ?", doi)
    assert verdict == "not_registered"
    [(printed, place)] = whole_run.rows(
        "SELECT mentions.printed, place FROM mentions JOIN pages ON pages.id = page_id"
        " WHERE url = ? AND value = ?", ACUPUNCTURE, doi,
    )  # fmt: skip
    assert doi in printed
    assert place == "text"
    [(severity, says, should_say, after, is_safe)] = whole_run.rows(
        "SELECT severity, says, should_say, after, is_safe FROM findings"
        " JOIN suggestions ON finding_id = findings.id AND rank = 1"
        " WHERE kind = 'doi_not_registered' AND subject = ?", doi,
    )  # fmt: skip
    assert (severity, says) == ("error", doi)
    assert should_say == after == "10.1155/2015/328196"
    assert is_safe == 1
    asked = whole_run.values(
        "SELECT authority FROM checks WHERE subject = ? AND question = 'registration'", doi
    )
    assert asked == ["doi.org", "doi.org"], "twice before it is said"


def test_the_reference_without_a_doi(whole_run: SampleRun, recovered: SampleRun) -> None:
    sql = (
        "SELECT bibliography.id, printed FROM bibliography JOIN pages ON pages.id = page_id"
        " WHERE url = ? AND printed LIKE 'Madsen%BMJ. 338:a3115%'"
    )
    for run in (whole_run, recovered):
        [(reference, printed)] = run.rows(sql, ACUPUNCTURE)
        assert "10.1136" not in printed
        assert "patient line" not in printed.lower(), "the site's blurb is cut off"
        assert run.value("SELECT doi FROM bibliography WHERE id = ?", reference) is None
        mentioned = "SELECT value FROM mentions WHERE bibliography_id = ?"
        assert run.values(mentioned, reference) == []


def test_a_blocked_publisher_is_not_a_broken_doi(whole_run: SampleRun) -> None:
    """Hosts that let no program in: 403 to whatever we asked them, robots.txt apart."""
    answers: dict[str, set[int]] = {}
    for hit in whole_run.hits:
        if not hit.path.startswith("/robots.txt"):
            answers.setdefault(hit.host, set()).add(hit.status)
    walled = {host for host, statuses in answers.items() if statuses == {403}}
    dois = whole_run.rows("SELECT doi, landing_url, registration, landing, reason FROM dois")
    behind = [row for row in dois if urlsplit(row[1] or "").hostname in walled]
    assert len(behind) >= 5
    for doi, _, registration, landing, reason in behind:
        assert registration in ("registered", "alias"), doi
        assert landing == "blocked", (doi, reason)
    blocked = whole_run.values(
        "SELECT doi FROM dois WHERE landing = 'blocked'"
        " UNION SELECT url FROM links WHERE verdict = 'blocked'"
    )
    blamed = whole_run.rows(
        "SELECT kind, subject FROM findings WHERE severity IN ('error', 'warning')"
        " AND kind NOT IN ('work_retracted', 'work_changed', 'wrong_work')"
    )
    assert [(kind, subject) for kind, subject in blamed if subject in blocked] == []


def test_identifiers_lead_to_their_works(whole_run: SampleRun) -> None:
    known = dict(
        whole_run.rows("SELECT id, coalesce(doi, '') FROM identifiers WHERE existence = 'known'")
    )
    assert known["pmid:16777886"] == "10.1136/bmj.332.7555.1430"
    assert known["pmid:15951650"] == "10.1097/01.ajp.0000131414.84596.99"
    assert known["pmcid:PMC4364128"] == "10.1155/2015/328196"
    assert known["pii:S0140673609621644"] == "10.1016/s0140-6736(09)62164-4"
    assert known["isbn:9781579478889"] == "10.1001/978-1-57947-888-9"
    assert known["arxiv:2112.12582"] == "10.48550/arxiv.2112.12582"
    assert known["handle:2027/spine.39015"] == ""
    # Said once only that there is none: no accusation before it is said again, days later.
    assert (
        whole_run.value("SELECT existence FROM identifiers WHERE value = '15614469'") == "unknown"
    )


def test_identifiers_that_disagree_are_told(whole_run: SampleRun) -> None:
    told = whole_run.rows(
        "SELECT findings.kind, subject, severity FROM findings JOIN pages ON pages.id = page_id"
        " WHERE findings.kind LIKE 'identifier_%' AND url LIKE '%/numbers-in-our-sources.htm'"
    )
    assert set(told) == {
        ("identifier_conflict", "pmid:15094535", "error"),
        ("identifier_unknown", "isbn:9783540752869", "warning"),
    }
    everywhere = whole_run.value("SELECT count(*) FROM findings WHERE kind LIKE 'identifier_%'")
    assert everywhere == len(told)


def test_a_pmid_leads_to_the_missing_doi(whole_run: SampleRun) -> None:
    sql = (
        "SELECT rule, is_safe FROM findings JOIN suggestions ON finding_id = findings.id"
        " WHERE kind = 'doi_missing' AND after = ?"
    )
    assert whole_run.rows(sql, "10.1097/01.ajp.0000131414.84596.99") == [("pmid", 1)]


# ------------------------------------------------------------------------------- once more


def test_a_second_run_adds_facts_and_changes_nothing(
    whole_run: SampleRun, second_run: Second
) -> None:
    def count(run: SampleRun, table: str) -> int:
        return int(run.value(f"SELECT count(*) FROM {table}"))

    assert count(second_run, "captures") > count(whole_run, "captures")
    assert count(second_run, "checks") > count(whole_run, "checks")
    for table in ("article_versions", *TABLES):
        assert content(second_run, table) == content(whole_run, table), table
    verdicts = "SELECT doi, registration, landing, agreement, notice FROM dois ORDER BY doi"
    assert second_run.rows(verdicts) == whole_run.rows(verdicts)
    states = "SELECT DISTINCT state FROM findings"
    assert whole_run.values(states) == ["new"]
    assert second_run.values(states) == ["open"]
    same = "SELECT id FROM findings ORDER BY id"
    assert second_run.values(same) == whole_run.values(same)


def test_a_name_on_a_clean_page_costs_about_one_question(whole_run: SampleRun) -> None:
    """Every reading of every DOI name on pages where none is wrong, asked twice or not at all."""
    clean = "NOT IN (SELECT page_id FROM findings WHERE kind LIKE 'doi%')"
    names = whole_run.value(
        f"SELECT count(DISTINCT value) FROM readings WHERE page_id {clean} AND is_chosen"
    )
    questions = whole_run.value(
        "SELECT count(*) FROM checks WHERE question = 'registration' AND authority = 'doi.org'"
        f" AND subject IN (SELECT value FROM readings WHERE page_id {clean})"
    )
    assert names > 20
    assert questions / names < 1.3


def test_a_second_run_asks_little(whole_run: SampleRun, second_run: Second) -> None:
    sent = sum(hit.status == 200 for hit in second_run.hits)
    assert sent < sum(hit.status == 200 for hit in whole_run.hits) / 4
    asked_again = second_run.values(
        "SELECT DISTINCT subject FROM checks WHERE run_id = (SELECT max(id) FROM runs)"
        " AND authority <> 'own_crawl'"
    )
    assert asked_again == whole_run.values("SELECT doi FROM dois WHERE registration = 'unknown'")


@pytest.fixture(scope="module")
def replayed(whole_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """A copy of the folder in which everything was read again from the captures."""
    return replay(whole_run, tmp_path_factory.mktemp("replayed"))


@pytest.fixture(scope="module")
def recovered(whole_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """A folder of which only the captures were left."""
    return replay(whole_run, tmp_path_factory.mktemp("recovered"), "crawl.db*")


def replay(run: SampleRun, folder: Path, *lost: str) -> SampleRun:
    """``patientline replay`` over a copy of a run's folder without what was lost."""
    data = folder / "data"
    shutil.copytree(run.data, data, ignore=shutil.ignore_patterns(*lost, "published", "reports"))
    before = len(run.replica.hits)
    ended = patientline("replay", "--site", "sample", "--data", data)
    assert ended.code == 0, ended
    return replace(run, data=data, hits=tuple(run.replica.hits[before:]), ended=ended)


def test_replay_gives_the_same(whole_run: SampleRun, replayed: SampleRun) -> None:
    assert replayed.hits == ()
    for table in ("article_versions", "dois", "findings", *TABLES):
        was, now = content(whole_run, table), content(replayed, table)
        assert (was - now, now - was) == (Counter(), Counter()), table


def test_captures_are_enough(whole_run: SampleRun, recovered: SampleRun) -> None:
    assert recovered.hits == ()
    for table in ("article_versions", *TABLES):
        was, now = content(whole_run, table, BY_ASKING), content(recovered, table, BY_ASKING)
        assert (was - now, now - was) == (Counter(), Counter()), table
    assert recovered.value("SELECT count(*) FROM checks") == 0


# Runs are what happened; an issue is of its run; and a replay judges nothing that was asked.
OF_A_RUN = {"runs", "issues", "_sqlite_migrations"}
WITH_THE_CHECKS = {
    "checks", "coverage", "findings", "suggestions", "identifiers", "dois", "links", "frontier",
    "settled", "rewrites",
}  # fmt: skip
"""Tables that hold what was asked, judged or planned: they go with a lost database."""
ANEW = {"run_id", "previous_id", "first_run_id", "last_run_id"}
"""Columns of the rows that a lost database gets again which say in what run they were made."""


def every_table(run: SampleRun, leave_out: set[str] = frozenset()) -> dict[str, Counter]:
    """All rows of all tables but those of a run, without some columns."""
    names = run.values("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = {}
    for table in names:
        if table.startswith("sqlite_") or "_fts" in table or table in OF_A_RUN:
            continue
        columns = [name for _, name, *_ in run.rows(f"PRAGMA table_info({table})")]
        kept = ", ".join(name for name in columns if name not in leave_out)
        found[table] = Counter(run.rows(f"SELECT {kept} FROM {table}"))
    return found


def differing(was: dict[str, Counter], now: dict[str, Counter]) -> dict[str, tuple]:
    """Of each table that is not the same: the rows that only one of the two has."""
    assert was.keys() == now.keys()
    return {t: (was[t] - now[t], now[t] - was[t]) for t in was if was[t] != now[t]}


def test_a_replay_after_a_second_week_changes_no_row(second_run: Second, tmp_path: Path) -> None:
    """Every table, row by row, captures and checks among them; 304s are read again, too."""
    again = replay(second_run, tmp_path)
    assert again.hits == ()
    assert second_run.value("SELECT count(*) FROM captures WHERE status = 304") > 100
    others = differing(every_table(second_run), every_table(again))
    gone, new = others.pop("page_aliases", (Counter(), Counter()))
    assert (others, new) == ({}, Counter())
    # A page that prints another session id each week: of addresses that no page prints any more a
    # replay, which settles once and at the end, need not know what they were.
    printed = second_run.values("SELECT url FROM links")
    assert all(reason == "parameter" and url not in printed for url, _, reason, *_ in gone)


def test_captures_are_enough_after_a_second_week(second_run: Second, tmp_path: Path) -> None:
    """All that was read comes back; what was asked and judged does not, and nothing else is new."""
    again = replay(second_run, tmp_path, "crawl.db*")
    left_out = BY_ASKING | ANEW
    was, now = every_table(second_run, left_out), every_table(again, left_out)
    assert differing(was, now).keys() <= WITH_THE_CHECKS
    assert now["checks"] == now["findings"] == now["suggestions"] == Counter()
    for table, column in (("links", "verdict"), ("dois", "registration")):
        assert set(again.values(f"SELECT DISTINCT {column} FROM {table}")) <= {
            "unknown", "excluded", "invalid", "unsafe", "not_a_doi",
        }, "nothing is accused without having been asked"  # fmt: skip


def test_every_row_of_the_sample_has_its_span(whole_run: SampleRun) -> None:
    """Those of PDFs, too. Of a link each place has one."""
    for table in SPANNED:
        sql = (
            f"SELECT {KEYS[table]} FROM {table} EXCEPT "
            "SELECT row_id FROM spans WHERE table_name = ?"
        )
        database = whole_run.folder / "published" / "archive.db"
        assert rows(database, f"SELECT count(*) FROM {table}") > [(0,)], table
        assert rows(database, sql, table) == [], table
    on_paper = "SELECT count(*) FROM spans WHERE pdf_page > 0"
    assert rows(database, on_paper) > [(0,)]
    of_links = "SELECT count(*) FROM links WHERE id NOT IN (SELECT link_id FROM link_mentions)"
    assert rows(database, of_links) == [(0,)]


# ------------------------------------------------------------------------ report and archive


def test_the_report_agrees_with_the_database(whole_run: SampleRun) -> None:
    folder = whole_run.folder / "reports"
    report = json.loads((folder / "report.json").read_text("utf-8"))
    numbers = {
        name: {tally["word"]: tally["number"] for tally in report[name] if tally["number"]}
        for name in ("severities", "kinds", "changes", "totals")
    }
    for column, name in [("severity", "severities"), ("kind", "kinds"), ("state", "changes")]:
        counted = whole_run.rows(f"SELECT {column}, count(*) FROM findings GROUP BY 1")
        assert numbers[name] == dict(counted)
    for table, name in [("articles", "articles"), ("news", "news items"),
                        ("bibliography", "references"),
                        (f"links WHERE {IN_USE}", "links")]:  # fmt: skip
        assert numbers["totals"][name] == whole_run.value(f"SELECT count(*) FROM {table}")
    covered = Counter[str]()
    for tally in report["coverage"]:
        covered[tally["word"]] += tally["number"]
    [counts] = whole_run.values("SELECT counts_json FROM runs WHERE command = 'crawl'")
    assert covered.total() == json.loads(counts)["discovered"]
    assert {item["id"] for item in report["items"]} == set(
        whole_run.values("SELECT id FROM findings")
    )


def test_every_form_of_the_report_says_it(whole_run: SampleRun) -> None:
    folder = whole_run.folder / "reports"
    for form in ("txt", "html", "md", "csv", "json"):
        text = (folder / f"report.{form}").read_text("utf-8")
        assert "10.1155/2015/328196" in text, form
        assert ACUPUNCTURE in text, form
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == whole_run.value("SELECT count(*) FROM findings")
    assert re.search(r"retracted work", whole_run.ended.out)


def test_the_published_archive_can_be_searched(whole_run: SampleRun) -> None:
    archive = whole_run.folder / "published" / "archive.db"
    assert rows(archive, "PRAGMA integrity_check") == [("ok",)]
    for table in ("pages", "articles", "news", "bibliography", "findings", "dois"):
        sql = f"SELECT count(*) FROM {table}"
        assert rows(archive, sql) == whole_run.rows(sql), table
    found = rows(
        archive,
        "SELECT pages.url FROM articles_fts JOIN articles ON articles.rowid = articles_fts.rowid"
        " JOIN pages ON pages.id = page_id WHERE articles_fts MATCH 'acupuncture' ORDER BY rank",
    )
    assert (ACUPUNCTURE,) in found
