"""A waiver that accepts nothing at present says why, in the same words in every form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.evidence.waivers import Waiver
from archive.keys import key
from archive.records import Finding, FindingKind, Severity
from archive.reports import html, json, markdown, terminal
from archive.reports.build import build
from archive.store import Store
from tests.archive import tiny

URL = "https://dead.test/"
LAST = tiny.at(1).date()
WAIVER = Waiver(who="Ada", why="They stay.", kind="link_gone")
ENTRY = "kind link_gone (Ada: They stay.)"
UNUSED = [
    ("what it accepted is right", WAIVER, 2, f"This waiver fits nothing any more: {ENTRY}"),
    (
        "it ran out, and what it would accept stands",
        replace(WAIVER, until=LAST),
        2,
        f"This waiver ran out on {LAST}, so that 1 finding it would fit counts: {ENTRY}",
    ),
    (
        "it ran out on something that was mended meanwhile",
        replace(WAIVER, until=LAST, kind="link_moved"),
        2,
        f"This waiver ran out on {LAST} and fits nothing any more: "
        "kind link_moved (Ada: They stay.)",
    ),
    (
        "its last day is not over",
        replace(WAIVER, until=LAST, kind="link_moved"),
        1,
        "This waiver fits nothing any more: kind link_moved (Ada: They stay.)",
    ),
]


@pytest.mark.parametrize(("why", "waiver", "day", "said"), UNUSED)
def test_a_waiver_that_accepts_nothing_says_why_in_every_form(
    why: str, waiver: Waiver, day: int, said: str, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        page = tiny.page("/one", "Text.", links=(tiny.link(URL),))
        tiny.keep(store, run, page)
        finding = Finding(
            kind=FindingKind.LINK_GONE,
            severity=Severity.ERROR,
            page_id=key(page.url),
            subject=URL,
            says=URL,
            why="The page is gone.",
        )
        store.keep_findings(run, [finding], tiny.at(1))
        report = build(store, unused=[waiver], today=tiny.at(day).date())
    assert report.unused_waivers == (said,), why
    assert said in " ".join(terminal.render(report).split())
    assert said in markdown.render(report).replace("\\", "")
    assert said in html.render(report)
    assert said in json.render(report)
    told = replace(report, unasked=())
    for form in (terminal.render(told), markdown.render(told), html.render(told)):
        assert "waivers to look at" in form.lower()
        assert "could not be decided" not in form.lower()
