"""The report as a maintainer meets it every week: news in full, the known in a line, no noise."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.evidence.waivers import Waiver
from archive.keys import key
from archive.records import Finding, FindingKind, Outcome, Severity
from archive.reports.build import build
from archive.reports.terminal import REMINDERS, render
from archive.store import Store
from crawler.commands.exits import Exit
from crawler.commands.report import exit_of
from tests.archive import tiny

KNOWN, NEWS, FINE = (f"http://www.{name}.test/page" for name in ("known", "news", "fine"))
MANY = tuple(f"http://www.known.test/{n}" for n in range(REMINDERS + 5))


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        run = opened.begin_run("crawl", "site", {})
        links = tuple(tiny.link(url, "page") for url in (KNOWN, NEWS, FINE, *MANY))
        tiny.keep(opened, run, tiny.page("/one", "Text.", links=links))
        tiny.keep(opened, run, tiny.page("/two", "Text.", links=links))
        opened.finish_run(run, Outcome.FINISHED, "Two pages.", {})
        yield opened


def verify(store: Store, *found: tuple[str, str, Severity]) -> None:
    """A run that finds dead links: (path, URL, severity)."""
    run = store.begin_run("verify", "site", {})
    findings = [
        Finding(
            kind=FindingKind.LINK_GONE, severity=severity, page_id=key(tiny.SITE + path),
            subject=url, says=url, why="Nobody is there.",
        )
        for path, url, severity in found
    ]  # fmt: skip
    store.keep_findings(run, findings, tiny.at(run))
    store.finish_run(run, Outcome.FINISHED, "Everyone we asked has answered.", {})


def brief(store: Store) -> str:
    """The report on the terminal."""
    return render(build(store), brief=True)


OLD = (("/one", KNOWN, Severity.ERROR), ("/two", KNOWN, Severity.ERROR))


def test_a_first_run_says_everything(store: Store) -> None:
    verify(store, *OLD)
    text = brief(store)
    assert "Nobody is there." in text
    assert "EXAMINED" in text
    assert "Nothing new" not in text


def test_a_quiet_week_is_short(store: Store) -> None:
    verify(store, *OLD)
    verify(store, *OLD)
    text = brief(store)
    assert "Nothing new since the last run." in text
    assert "Nobody is there." not in text
    assert "EXAMINED" not in text
    [line] = [part for part in text.split("  [") if KNOWN in part]
    said = " ".join(line.partition("\n\n")[0].split())
    assert said == f"broken] dead link: {KNOWN}; on {tiny.SITE}/one and 1 more, since 2026-03-03"
    assert len(text.splitlines()) < 20


def test_news_is_spelled_out_and_the_known_is_not(store: Store) -> None:
    verify(store, *OLD)
    verify(store, *OLD, ("/two", NEWS, Severity.ERROR))
    text = brief(store)
    assert text.count("Nobody is there.") == 1
    assert text.index(NEWS) < text.index(KNOWN)
    assert "Nothing new" not in text


def test_what_is_accepted_is_a_line(store: Store) -> None:
    verify(store, *OLD)
    store.waive([Waiver(who="Ada", why="Known.", subject=KNOWN)], tiny.at(3))
    text = brief(store)
    assert "ACCEPTED (2; 1 distinct)" in text
    assert "; accepted by Ada: Known." in " ".join(text.split())
    assert "Nobody is there." not in text


def test_nothing_is_more_than_none(store: Store) -> None:
    verify(store, ("/one", FINE, Severity.NOTICE))
    verify(store, ("/one", FINE, Severity.NOTICE))
    text = brief(store)
    assert "\n  1 good to know: they are in the written report." in text
    assert "more" not in text


def test_long_lists_end(store: Store) -> None:
    many = [("/one", url, Severity.WARNING) for url in MANY]
    more = [*many, ("/one", FINE, Severity.NOTICE)]
    verify(store, *more)
    verify(store, *more)
    text = brief(store)
    assert text.count("[ageing]") == REMINDERS
    assert "And 6 more: they are in the written report." in text


def test_the_written_report_has_it_all(store: Store) -> None:
    verify(store, *OLD)
    verify(store, *OLD)
    text = render(build(store))
    assert text.count("Nobody is there.") == 2
    assert "EXAMINED" in text


def test_a_crawl_that_failed_since_is_said(store: Store) -> None:
    verify(store, *OLD)
    run = store.begin_run("crawl", "site", {})
    store.finish_run(run, Outcome.FAILED, "No page could be fetched.", {})
    report = build(store)
    assert "was not completed" in report.message
    assert report.message.endswith("No page could be fetched.")
    store.finish_run(run, Outcome.FINISHED, "Two pages.", {})
    assert build(store).message == "Everyone we asked has answered."
    assert not build(store).is_outdated


def test_what_was_told_is_no_news_when_the_crawl_failed_since(store: Store) -> None:
    verify(store, *OLD)
    assert exit_of(build(store)) is Exit.NEWLY_BROKEN
    run = store.begin_run("crawl", "site", {})
    store.finish_run(run, Outcome.FAILED, "No page could be fetched.", {})
    report = build(store)
    assert (report.is_outdated, exit_of(report)) == (True, Exit.INCOMPLETE)
    verify(store, *OLD)
    assert exit_of(build(store)) is Exit.DONE


CUT = [
    ("it failed", Outcome.FAILED, "OSError: disk full"),
    ("it was killed, as the next command found", Outcome.INTERRUPTED, "It was killed."),
    ("it was killed, or runs beside", Outcome.RUNNING, ""),
]


@pytest.mark.parametrize(("why", "outcome", "message"), CUT)
def test_a_verification_that_failed_tells_of_nothing(
    tmp_path: Path, why: str, outcome: Outcome, message: str
) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "site", {})
        tiny.keep(store, run, tiny.page("/one", "Text.", links=(tiny.link("https://a.test/"),)))
        store.set_links({key("https://a.test/"): {"verdict": "ok"}})
        store.finish_run(run, outcome, message, {})
        report = build(store)
        assert report.headline == "What is wrong is not known: it was not judged to the end.", why
        assert (report.is_outdated, exit_of(report)) == (True, Exit.INCOMPLETE)
        store.finish_run(store.begin_run("verify", "site", {}), Outcome.FINISHED, "", {})
        assert build(store).previous == "", f"the first to tell anything, as {why}"


@pytest.mark.parametrize(("why", "outcome", "message"), CUT)
def test_after_a_verification_that_failed_the_one_before_is_told(
    why: str, outcome: Outcome, message: str, store: Store
) -> None:
    verify(store, *OLD)
    store.db.conn.execute("""UPDATE runs SET counts_json = '{"dois_known": 1}'""")
    run = store.begin_run("verify", "site", {})
    store.finish_run(run, outcome, message, {})
    report = build(store)
    assert report.run_id == run - 1, why
    assert report.message.startswith("Everyone we asked has answered. The verification of ")
    assert report.message.endswith(
        "was not completed, so this report is older: " + (message or "It was killed, or goes on.")
    )
    assert (report.is_outdated, exit_of(report)) == (True, Exit.INCOMPLETE)


def test_a_site_that_never_answered_is_no_quiet_week(tmp_path: Path) -> None:
    """Neither is it after a verification, which has nobody to ask then."""
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "site", {})
        store.finish_run(run, Outcome.FAILED, "No page could be fetched.", {})
        report = build(store)
        assert (report.is_outdated, exit_of(report)) == (True, Exit.INCOMPLETE)
        assert report.message == "No page could be fetched. Nothing could be looked at."
        run = store.begin_run("verify", "site", {})
        store.finish_run(run, Outcome.FINISHED, "Everyone we asked has answered.", {})
        report = build(store)
        assert exit_of(report) is Exit.INCOMPLETE
        assert report.message.endswith("Nothing could be looked at: No page could be fetched.")


def test_nothing_changed_where_nothing_was_verified(store: Store) -> None:
    for _ in range(2):
        run = store.begin_run("import", "site", {"title": "The Back"})
        store.finish_run(run, Outcome.FINISHED, "Three records.", {})
    text = brief(store)
    assert text.startswith(f"The Back: import {run} of ")
    assert "Nothing new" not in text
    assert build(store).news == ""


def test_a_title_without_end_is_cut(store: Store) -> None:
    verify(store, *OLD)
    store.db.conn.execute("UPDATE pages SET title = ?", ("ab " * 400_000,))
    titles = {item.page_title for item in build(store).items}
    assert [(title[:3], title[-2:], len(title) <= 300) for title in titles] == [("ab ", "b…", True)]
