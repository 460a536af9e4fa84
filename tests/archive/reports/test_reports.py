"""Reports: the same numbers in every form and in the database, and nothing a form may act on.

Long because all forms are held against one report.
"""

from __future__ import annotations

import csv as stdlib_csv
import io
import json as stdlib_json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from archive.evidence.waivers import Waiver
from archive.keys import key
from archive.records import Finding, FindingKind, Issue, Outcome, Severity, Suggestion
from archive.reports import csv, html, json, markdown, terminal
from archive.reports.build import NoRun, build
from archive.reports.forms import FORMS, write_report
from archive.reports.items import Item
from archive.reports.legend import LEGEND, TITLE
from archive.reports.report import Report
from archive.site.vocabulary import FINDING_KIND
from archive.store import Store
from tests.archive import tiny

NASTY = (
    '<script>alert(1)</script> "quoted" `tick` | pipe *star* \x1b[31mred\x1b[0m \u202eevil'
    "\x1b]8;;x\x07\U000e0041\ufff9"
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx")
DOI = "10.1155/2015/32819"
PRINTED = f"Liu (2015)\nBacks {NASTY} doi: {DOI}."
URLS = [f"https://dead.test/{n}" for n in range(6)] + ["javascript:alert(1)"]


def finding(page_id: str, subject: str, severity: Severity, **more) -> Finding:
    """A finding of a kind that fits its severity."""
    kinds = {
        Severity.ERROR: FindingKind.LINK_GONE,
        Severity.WARNING: FindingKind.LINK_MOVED,
        Severity.NOTICE: FindingKind.DOI_MISSING,
        Severity.UNKNOWN: FindingKind.DOI_UNVERIFIED,
    }
    return Finding(
        **{
            "kind": kinds[severity],
            "severity": severity,
            "page_id": page_id,
            "subject": subject,
            "says": subject,
            "why": "The page is gone.",
        }
        | more
    )


def diff_of(wrong: str, right: str) -> tuple[tuple[str, str], ...]:
    """From the printed reference to the corrected one."""
    before, _, after = PRINTED.partition(wrong)
    return (("=", before), ("-", wrong), ("+", right), ("=", after))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("reports") / "crawl.db") as opened:
        fill(opened)
        yield opened


def fill(store: Store) -> None:
    """Three runs: two verifications, the second with every state and severity."""
    run = store.begin_run("crawl", "sample", {})
    links = tuple(tiny.link(url, NASTY) for url in URLS)
    reference = tiny.reference(1, PRINTED, heading="Sources " + NASTY)
    one = tiny.page(
        "/one",
        "Text.",
        title="One " + NASTY,
        links=links,
        references=(reference,),
        mentions=(tiny.doi(1, DOI, reference=1),),
    )
    two = tiny.page("/two", "Text.", title="Two", links=links)
    tiny.keep(store, run, one, two)
    store.keep_coverage(
        run, {("fetched", ""): 2, ("skipped", "robots"): 1, ("failed", "dns"): 1, ("due", ""): 3}
    )
    store.keep_issue(run, Issue(code="no_content", message="Nothing to read " + NASTY))
    store.settle(run, tiny.HOSTS)
    for url in URLS:
        store.set_links({key(url): {"verdict": "gone"}})
    store.set_links({key(URLS[5]): {"verdict": "blocked"}})
    store.set_doi(DOI, tiny.at(1), registration="not_registered")
    store.finish_run(run, Outcome.FINISHED, "Two pages.", {})
    _verify_first(store, key(one.url), key(two.url))
    _verify_again(store, key(one.url), key(two.url))


def _verify_first(store: Store, a: str, b: str) -> None:
    """Two broken links and two old addresses on two pages."""
    first = store.begin_run("verify", "sample", {})
    store.keep_findings(
        first,
        [
            finding(a, URLS[0], Severity.ERROR),
            finding(b, URLS[1], Severity.WARNING),
            finding(b, URLS[2], Severity.ERROR),
            finding(b, URLS[3], Severity.WARNING),
        ],
        tiny.at(1),
    )
    store.finish_run(first, Outcome.FINISHED, "", {})


def _verify_again(store: Store, a: str, b: str) -> None:
    """One of the broken links is well again; a DOI name is wrong, texts are nasty."""
    (mention,) = (m for m in store.mentions() if m.value == DOI)
    second = store.begin_run("verify", "sample", {})
    found = [
        finding(a, URLS[0], Severity.ERROR),
        finding(b, URLS[1], Severity.WARNING, says=NASTY, why=NASTY),
        finding(b, URLS[3], Severity.WARNING),
        finding(b, URLS[4], Severity.UNKNOWN),
        finding(a, URLS[6], Severity.NOTICE),
        finding(
            a,
            DOI,
            Severity.ERROR,
            kind=FindingKind.DOI_NOT_REGISTERED,
            mention_id=mention.id,
            reference_id=mention.reference_id,
            should_say="10.1155/2015/328196",
            checks=(1, 2),
            suggestions=(
                Suggestion(
                    before=DOI,
                    after="10.1155/2015/328196",
                    rule="complete",
                    score=0.97,
                    agreeing=("year", "article number"),
                    safe=True,
                    corrected=PRINTED.replace(DOI, "10.1155/2015/328196"),
                    styled="Liu L. " + NASTY + " 2015. doi:10.1155/2015/328196",
                    diff=diff_of(DOI, "10.1155/2015/328196"),
                ),
            ),
        ),
    ]
    found += [finding(b, text, Severity.NOTICE, says=text) for text in FORMULAS]
    store.keep_findings(second, found, tiny.at(2))
    store.waive([Waiver(who="Ada", why=NASTY, subject=URLS[3])], tiny.at(2))
    store.finish_run(second, Outcome.FINISHED, NASTY, {})


@pytest.fixture(scope="module")
def report(store: Store) -> Report:
    return build(store, unused=[Waiver(who="Bo", why=NASTY, kind="link_gone")])


def counted(store: Store, what: str) -> dict[str, int]:
    """Findings by a column, from the database."""
    sql = f"SELECT {what}, count(*) FROM findings"
    if what != "state":
        sql += " WHERE state IN ('new', 'open')"
    return dict(tiny.rows(store, sql + " GROUP BY 1"))


def test_numbers_agree_with_the_database(store: Store, report: Report) -> None:
    by_state = counted(store, "state")
    assert by_state == {"new": 9, "open": 2, "recovered": 1, "waived": 1}
    assert {t.word: t.number for t in report.changes} == by_state
    severities = {t.word: t.number for t in report.severities}
    assert severities == {"error": 2, "warning": 1, "notice": 7, "unknown": 1}
    assert severities == counted(store, "severity")
    assert {t.word: t.number for t in report.kinds} == counted(store, "kind")
    assert len(report.items) == sum(by_state.values())
    assert {(t.word, t.number, t.example) for t in report.coverage} == {
        ("due", 3, ""), ("failed", 1, "name unknown"), ("fetched", 2, "read"),
        ("skipped", 1, "robots.txt forbids it"),
    }  # fmt: skip
    assert {t.word: t.number for t in report.totals}["pages"] == 2


def test_numbers_agree_between_the_forms(report: Report) -> None:
    ids = sorted(item.id for item in report.items)
    rows = list(stdlib_csv.DictReader(io.StringIO(csv.render(report))))
    document = stdlib_json.loads(json.render(report))
    soup = BeautifulSoup(html.render(report), "lxml")
    assert sorted(row["id"] for row in rows) == ids
    assert sorted(item["id"] for item in document["items"]) == ids
    shown = [str(article["id"]) for article in soup.find_all("article")]
    assert sorted(identity.removeprefix("finding-") for identity in shown) == ids
    assert sorted(re.findall(r"Finding: `(\w+)`", markdown.render(report))) == ids
    assert sorted(re.findall(r"finding +(\w+)", terminal.render(report))) == ids
    for form in (terminal.render(report), html.render(report), markdown.render(report)):
        for tally in report.changes:
            assert re.search(rf"(?i){HEADINGS[tally.word]} \({tally.number}\)", form)


HEADINGS = {
    "new": "New since the last run",
    "open": "Still open",
    "recovered": "Resolved",
    "waived": "Accepted",
}


def test_what_changed_comes_first_and_the_worst_page_first(report: Report) -> None:
    text = terminal.render(report)
    assert text.index("NEW SINCE") < text.index("RESOLVED") < text.index("STILL OPEN")
    assert report.news == "9 new since the last run, 1 resolved."
    new = [item for item in report.items if item.change == "new"]
    assert next(item.severity for item in new) == "error"
    assert [block.title[:3] for block in report.blocks("new")] == ["One", "Two"]


def test_what_is_the_same_on_many_pages_is_said_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        store.begin_run("crawl", "sample", {})
        dead = tiny.link(URLS[0])
        pages = [tiny.page(f"/{n}", "Text.", title=f"Page {n}", links=(dead,)) for n in range(7)]
        tiny.keep(store, 1, *pages)
        store.set_links({key(URLS[0]): {"verdict": "gone"}})
        run = store.begin_run("verify", "sample", {})
        found = [finding(key(page.url), URLS[0], Severity.WARNING) for page in pages]
        found.append(finding(key(pages[3].url), URLS[1], Severity.ERROR))
        store.keep_findings(run, found, tiny.at(1))
        report = build(store)
    assert [(block.title, len(block.shown)) for block in report.blocks("new")] == [
        ("Page 3", 1),
        ("The same on 7 pages", 1),
    ]
    assert report.number("new") == len(report.items) == 8
    assert report.quantity("new") == "8; 2 distinct"
    assert report.headline == "1 broken, 7 ageing (1 distinct)."
    assert [(t.word, t.number, t.different) for t in report.kinds] == [
        ("link_moved", 7, 1),
        ("link_gone", 1, 1),
    ]
    rows = list(stdlib_csv.DictReader(io.StringIO(csv.render(report))))
    assert sorted(int(row["places"]) for row in rows) == [1, *[7] * 7]
    assert len({row["group"] for row in rows}) == 2
    items = stdlib_json.loads(json.render(report))["items"]
    assert sorted(item["places"] for item in items) == [1, *[7] * 7]
    for form in (terminal.render, html.render, markdown.render):
        text = form(report)
        assert text.count(URLS[0]) == 1
        assert "The same on 7 pages" in text
    assert "and 4 more" in terminal.render(report)
    assert csv.render(report).count(f",{URLS[0]},") >= 7


def test_readers_are_told_the_title_of_the_site_and_programs_its_name(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "my-folder", {"title": "Backs & <Spines>"})
        tiny.keep(store, run, tiny.page("/one", "Text."))
        store.finish_run(run, Outcome.FINISHED, "", {})
        store.begin_run("verify", "my-folder", {})
        report = build(store)
    assert (report.site, report.title) == ("my-folder", "Backs & <Spines>")
    assert "<h1>Backs &amp; &lt;Spines&gt;: references and links</h1>" in html.render(report)
    assert markdown.render(report).startswith("# Backs \\& \\<Spines\\>: references and links")
    assert terminal.render(report).startswith("Backs & <Spines>: verify 2 of ")
    document = stdlib_json.loads(json.render(report))
    assert (document["site"], document["title"]) == ("my-folder", "Backs & <Spines>")


def test_a_finding_says_what_to_do(report: Report) -> None:
    (item,) = [item for item in report.items if item.kind == "doi_not_registered"]
    assert (
        item.certainty == "Confirmed (2 checks). The repair is safe: year and article number agree."
    )
    for form in (terminal.render, html.render, markdown.render, csv.render, json.render):
        text = form(report)
        assert "10.1155/2015/328196" in text
        assert "The repair is safe" in " ".join(text.split())


def test_what_was_right_in_between_says_so(report: Report) -> None:
    for returns, said in ((0, ""), (1, "once"), (3, "3 times")):
        item = replace(report.items[0], returns=returns)
        for form in (terminal, html, markdown):
            text = " ".join(form.render(replace(report, items=(item,))).split())
            assert (f"Resolved {said} before, and back." in text) is bool(returns)


def test_what_could_not_be_told_is_named(report: Report) -> None:
    blocked = [gap for gap in report.unasked if gap.what == "links"]
    assert [(gap.where, gap.number, gap.examples) for gap in blocked] == [
        ("dead.test", 1, (URLS[5],))
    ]
    assert "blocked" in terminal.render(report)
    assert "fits nothing any more" in markdown.render(report)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(report: Report, text: str) -> None:
    rows = list(stdlib_csv.DictReader(io.StringIO(csv.render(report), newline="")))
    assert ("'" + text) in [row["says"] for row in rows]
    for row in rows:
        assert not any(cell.startswith((*FORMULAS, "=", "+", "-", "@")) for cell in row.values())


def test_html_runs_and_loads_nothing(report: Report) -> None:
    text = html.render(report)
    soup = BeautifulSoup(text, "lxml")
    assert soup.find_all(["script", "img", "iframe", "object", "link", "form", "base"]) == []
    for element in soup.find_all(True):
        assert not any(name.lower().startswith("on") for name in element.attrs)
    links = [str(a["href"]) for a in soup.find_all("a")]
    assert links
    assert all(href.startswith("https://www.site.test/") for href in links)
    assert "default-src 'none'" in str(soup.find("meta", attrs={"http-equiv": True}))
    assert "viewport" in text
    assert "@media print" in text


@pytest.mark.parametrize("form", FORMS)
def test_nothing_obeys_or_hides(report: Report, form: str) -> None:
    text = FORMS[form][1](report)
    if form == "json":
        for sign in ("\\u001b", "\\u0007", "\u202e", "\U000e0041", "\ufff9"):
            text = text.replace(sign, "")  # a program reads it, escaped
    assert not set("\x1b\u202e\x00\x07\U000e0041\ufff9") & set(text)


def test_terminal_is_80_columns_and_plain_unless_asked(report: Report) -> None:
    text = terminal.render(report)
    for line in text.splitlines():
        assert len(line) <= 80 or re.search(r"\S{50}", line), line
    assert "\x1b[" not in text
    assert "\x1b[31m" in terminal.render(report, styled=True)
    assert len(terminal.summary(report).splitlines()) == 2


def test_markdown_has_no_live_html(report: Report) -> None:
    text = markdown.render(report)
    outside_code = re.sub(r"(`+).*?\1", "", text)
    assert "<script" not in outside_code.replace("\\<", "")


def test_json_is_the_report(report: Report) -> None:
    document = stdlib_json.loads(json.render(report))
    assert document["format"] == json.FORMAT
    assert set(document) == set(Report.__dataclass_fields__) | {"format", "headline"}
    (item,) = [item for item in document["items"] if item["proposals"]]
    assert set(item) == set(Item.__dataclass_fields__) | {"advice", "certainty"}
    (proposal,) = item["proposals"]
    assert proposal["safe"] is True
    assert "".join(text for sign, text in proposal["diff"] if sign != "-") == proposal["corrected"]
    assert "".join(text for sign, text in proposal["diff"] if sign != "+") == item["reference"]


def test_every_form_offers_the_corrected_reference_and_the_style(report: Report) -> None:
    soup = BeautifulSoup(html.render(report), "lxml")
    (changes,) = soup.find_all(class_="changes")
    assert [mark.get_text() for mark in changes.find_all(["del", "ins"])] == [
        DOI,
        "10.1155/2015/328196",
    ]
    assert changes.find("script") is None
    (row,) = [r for r in stdlib_csv.DictReader(io.StringIO(csv.render(report))) if r["corrected"]]
    assert row["corrected"].endswith("doi: 10.1155/2015/328196.")
    assert row["styled"].startswith("Liu L. <script>")
    text = " ".join(terminal.render(report).split())
    assert "corrected Liu (2015) Backs <script>" in text
    assert "in style Liu L. <script>" in text
    assert "- Corrected: `` Liu (2015) Backs" in markdown.render(report)
    assert "- In a citation style: `` Liu L." in markdown.render(report)


def test_a_style_that_says_the_same_is_not_said_twice(report: Report) -> None:
    (item,) = [item for item in report.items if item.proposals]
    same = replace(item.proposals[0], styled=item.corrected)
    assert replace(item, proposals=(same,)).styled == ""
    assert replace(item, proposals=()).corrected == ""


def test_no_run_to_report_about(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "crawl.db") as store,
        pytest.raises(NoRun, match="crawl it first"),
    ):
        build(store)


def test_nothing_wrong(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        store.begin_run("crawl", "sample", {})
        report = build(store)
    assert terminal.summary(report) == "Nothing has been verified yet."
    for _, render in FORMS.values():
        assert render(report).endswith("\n")


HEADLINES = [
    # why, verdicts of the two links, accepted, what is said
    ("a crawl alone", None, None, False,
     "Not checked yet: 1 DOI name and 2 links have not been verified."),
    ("all is well", "registered", "ok", False, "Nothing is wrong."),
    ("all is well but what is accepted", "registered", "ok", True, "Nothing else is wrong."),
    ("half of it", "registered", None, False,
     "Nothing is wrong. Still undecided: 0 DOI names and 2 links have not been verified."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "doi", "link", "is_waived", "said"), HEADLINES, ids=[row[0] for row in HEADLINES]
)
def test_nothing_is_right_that_was_not_looked_at(tmp_path, why, doi, link, is_waived, said):
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        links = tuple(tiny.link(url) for url in URLS[:2])
        page = tiny.page("/one", "Text.", links=links, mentions=(tiny.doi(1, DOI),))
        tiny.keep(store, run, page)
        if doi:
            store.set_doi(DOI, tiny.at(1), registration=doi)
        for url in URLS[:2]:
            if link:
                store.set_links({key(url): {"verdict": link}})
        if is_waived:
            store.keep_findings(run, [finding(key(page.url), URLS[0], Severity.ERROR)], tiny.at(1))
            store.waive([Waiver(who="Ada", why="Stays.", kind="link_gone")], tiny.at(1))
        report = build(store)
    assert terminal.summary(report).splitlines()[0] == said
    assert said in html.render(report)
    assert said in markdown.render(report)


PARTIAL = [
    # why, links that are well, not known, kept out of; those of each that failed; what is said
    ("a tenth is unknown", (8, 1, 0), (0, 0, 0), "1 broken."),
    ("more is", (7, 2, 0), (0, 0, 0),
     "1 broken. Not known yet: 0 DOI names and 2 links have not been verified."),
    ("a tenth, and it fails", (8, 1, 0), (0, 1, 0), "1 broken. 1 link has failed so far."),
    ("one that was well fails, too", (7, 2, 0), (1, 1, 0),
     "1 broken. Not known yet: 0 DOI names and 2 links have not been verified."
     " 2 links have failed so far."),
    ("what failed keeps us out now", (8, 0, 2), (0, 0, 2), "1 broken."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("links", "failing", "said"), [row[1:] for row in PARTIAL], ids=[row[0] for row in PARTIAL]
)
def test_few_findings_are_no_good_news_while_much_is_unknown(tmp_path, links, failing, said):
    verdicts, failures = ["gone"], [3]
    for verdict, number, failed in zip(("ok", "unknown", "blocked"), links, failing, strict=True):
        verdicts += [verdict] * number
        failures += [1] * failed + [0] * (number - failed)
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "sample", {})
        urls = [f"https://elsewhere.test/{n}" for n in range(len(verdicts))]
        page = tiny.page("/one", "Text.", links=tuple(tiny.link(url) for url in urls))
        tiny.keep(store, run, page)
        for url, verdict, strikes in zip(urls, verdicts, failures, strict=True):
            store.set_links({key(url): {"verdict": verdict, "strikes": strikes}})
        store.keep_findings(run, [finding(key(page.url), urls[0], Severity.ERROR)], tiny.at(1))
        report = build(store)
    assert report.headline == said
    told = [gap for gap in report.unasked if gap.label.startswith("failed so far")]
    assert sum(gap.number for gap in told) == report.failing_links == failing[0] + failing[1]


def test_only_what_is_still_printed_counts_as_looked_at(tmp_path):
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("verify", "sample", {})
        link, doi = tiny.link("https://elsewhere.test/"), tiny.doi(1, DOI)
        tiny.keep(store, run, tiny.page("/one", "Text.", links=(link,), mentions=(doi,)))
        store.set_links({key(link.url): {"verdict": "ok"}})
        store.set_doi(DOI, tiny.at(1), registration="registered")
        assert build(store).verified == 2
        store.db.conn.execute("UPDATE pages SET gone_since_at = ?", (tiny.at(2),))
        report = build(store)
    assert (report.verified, report.unverified_dois, report.unverified_links) == (0, 0, 0)


def test_a_first_run_has_nothing_before_it(store: Store) -> None:
    later = build(store)
    store.db.conn.execute("UPDATE runs SET command = 'crawl' WHERE id = 3")
    first = build(store)
    assert (first.run_id, first.previous, first.number("new")) == (2, "", 11)
    assert later.previous == first.started
    for form in (terminal.render(first), html.render(first), markdown.render(first)):
        assert re.search(r"(?i)found in this first run \(", form)
        assert "new since the last run" not in form.lower()


def test_only_what_gives_way_is_struck_through(report: Report) -> None:
    known = next(item for item in report.items if item.kind == "doi_not_registered")
    doubtful = replace(known.proposals[0], safe=False)
    cases = [
        (known, "should say", True),
        (replace(known, should_say=""), "should say", False),
        (replace(known, kind="doi_missing"), "add", False),
        (replace(known, kind="work_changed"), "cite instead", False),
        (replace(known, proposals=(doubtful,)), "perhaps", False),
    ]
    for item, advice, is_struck in cases:
        one = replace(report, items=(item,))
        assert (item.advice, item.is_replaced) == (advice, is_struck)
        assert ('<dd><del style="color:#c62828"><code>' in html.render(one)) is is_struck
        page = re.sub(rf"(?s)<details>\n<summary>{TITLE}.*?</details>", "", html.render(one))
        text = terminal.render(one).partition(TITLE.upper())[0]
        for form in (page, markdown.render(one), text):
            assert (advice in form.lower()) is bool(item.should_say)
            assert item.label in " ".join(form.split())
            assert item.kind not in form  # a code is for programs: CSV, JSON, SARIF, JUnit


def test_every_word_beside_a_finding_is_explained(report: Report) -> None:
    """In the page and the written text, not in what a terminal shows each week."""
    meant = dict(LEGEND)
    legend = terminal.render(report).partition(TITLE.upper())[2]
    soup = BeautifulSoup(html.render(report), "lxml")
    explained = soup.find("summary", string=TITLE).find_parent("details")
    beside = {dt.text for article in soup.find_all("article") for dt in article.find_all("dt")}
    plain = {"why", "link text", "add", "cite instead", "resolved on", "accepted by"}
    assert {"says", "under"} <= beside
    assert beside - plain <= meant.keys()
    assert {item.severity_label for item in report.items} <= meant.keys()
    for word, meaning in LEGEND:
        assert f"{word}: {meaning}" in " ".join(legend.split())
        assert meaning in explained.text
    nothing = replace(report, items=())
    for form in (terminal.render(report, brief=True), terminal.render(nothing)):
        assert TITLE.upper() not in form
    assert TITLE not in html.render(nothing)


def test_an_accepted_one_says_until_when_with_one_stop(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        page = tiny.page("/one", "Text.", links=(tiny.link(URLS[0]),))
        tiny.keep(store, run, page)
        store.keep_findings(run, [finding(key(page.url), URLS[0], Severity.ERROR)], tiny.at(1))
        until = tiny.at(1).date()
        store.waive(
            [Waiver(who="Ada", why="They stay.", kind="link_gone", until=until)], tiny.at(1)
        )
        (item,) = build(store).items
    assert item.waived == f"Ada: They stay, until {until}"


def test_the_page_about_waivers_names_every_kind() -> None:
    page = (Path(__file__).parents[3] / "docs" / "waivers.md").read_text()
    for kind, (label, meaning, _) in FINDING_KIND.items():
        assert f"| `{kind}` | {label} | {meaning} |" in page


def test_reports_are_written(report: Report, tmp_path: Path) -> None:
    written = write_report(report, tmp_path / "reports", ("html", "csv"))
    assert [path.name for path in written] == ["report.html", "report.csv"]
    assert sorted(p.name for p in (tmp_path / "reports").iterdir()) == ["report.csv", "report.html"]
    assert written[0].read_bytes().decode() == html.render(report)
