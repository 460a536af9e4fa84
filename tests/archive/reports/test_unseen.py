"""Links that could not be looked at for a long time are told of, and accuse nobody."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.keys import key
from archive.moments import moment_text
from archive.records import Finding, FindingKind, Outcome, Severity
from archive.reports import html, markdown, terminal
from archive.reports import json as as_json
from archive.reports.build import build
from archive.reports.report import Report
from archive.store import Store
from tests.archive import tiny

URL = "https://walled.test/a"
WHY = "The server keeps robots out (HTTP 403)."
ROWS = [
    # why, weeks after it was met, what is known of it, what is told
    ("kept out for long", 8, {"verdict": "blocked"}, f"never, and met on 2026-03-01. {WHY}"),
    ("not yet for long", 7, {"verdict": "blocked"}, ""),
    ("unknown for long", 9, {"verdict": "unknown"}, f"never, and met on 2026-03-01. {WHY}"),
    ("well for long", 9, {"verdict": "ok"}, ""),
    ("never asked", 9, {"verdict": "unknown", "checked_at": None}, ""),
    (
        "well until then",
        17,
        {"verdict": "blocked", "last_ok_at": moment_text(tiny.at(14))},
        f"not since 2026-03-15. {WHY}",
    ),
    ("well lately", 9, {"verdict": "blocked", "last_ok_at": moment_text(tiny.at(14))}, ""),
]


def reported(
    folder: Path, weeks: int, known: dict[str, object], *, is_wrong: bool = False
) -> Report:
    """The report of a run so many weeks after the link was met on two pages."""

    def now() -> datetime:
        return tiny.at(0) + timedelta(weeks=weeks)

    with Store.open(folder / "crawl.db", now) as store:
        run = store.begin_run("verify", "site", {})
        for path in ("/one", "/two"):
            tiny.keep(store, run, tiny.page(path, "Text.", links=(tiny.link(URL),)))
        met = {"first_seen_at": moment_text(tiny.at(0)), "checked_at": moment_text(now())}
        store.set_links({key(URL): {"reason": WHY} | known})
        changed = met | {name: known[name] for name in ("checked_at",) if name in known}
        store.db.conn.execute(
            "UPDATE links SET first_seen_at = :first_seen_at, checked_at = :checked_at", changed
        )
        if is_wrong:
            wrong = Finding(
                kind=FindingKind.LINK_GONE,
                severity=Severity.ERROR,
                page_id=key(f"{tiny.SITE}/one"),
                subject=URL,
                says=URL,
            )
            store.keep_findings(run, [wrong], now())
        store.finish_run(run, Outcome.FINISHED, "", {})
        return build(store)


@pytest.mark.parametrize(("why", "weeks", "known", "told"), ROWS, ids=[row[0] for row in ROWS])
def test_what_could_not_be_looked_at_for_long_is_told(
    tmp_path: Path, why: str, weeks: int, known: dict[str, object], told: str
) -> None:
    report = reported(tmp_path, weeks, known)
    where = f" It is on {tiny.SITE}/one and 1 more."
    assert [link.told for link in report.unseen] == ([told + where] if told else []), why
    assert report.items == (), "it accuses nobody"


def test_what_was_found_wrong_before_is_a_finding_and_told_once(tmp_path: Path) -> None:
    report = reported(tmp_path, 9, {"verdict": "blocked"}, is_wrong=True)
    assert [item.subject for item in report.items] == [URL]
    assert report.unseen == ()


def test_every_form_for_people_lists_it_and_a_brief_one_counts(tmp_path: Path) -> None:
    report = reported(tmp_path, 8, {"verdict": "blocked"})
    for form in (terminal, markdown, html):
        text = " ".join(form.render(report).split())
        assert "not looked at for 8 weeks or more (1)" in text.lower()
        assert "and met on 2026-03-01" in text
    brief = terminal.render(report, brief=True)
    assert "1 link to open once with a browser: see the written report." in brief
    assert "and met on" not in brief
    (listed,) = json.loads(as_json.render(report))["unseen"]
    assert (listed["url"], listed["pages"], listed["was_well"]) == (URL, 2, False)
