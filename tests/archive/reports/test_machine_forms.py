"""Reports for machines: JUnit, SARIF, Atom, annotations, and the list of what to change."""

from __future__ import annotations

import csv as stdlib_csv
import io
import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.proof.edits import Edit
from archive.reports import atom, csv, fixes, github, html, junit, markdown, sarif
from archive.reports.build import build
from archive.reports.forms import FORMS, write_report
from archive.reports.items import SEVERITIES, Item, Proposal
from archive.reports.report import MANY_PAGES, Report
from archive.store import Store
from tests.archive.reports.test_reports import fill

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    with Store.open(tmp_path_factory.mktemp("forms") / "crawl.db") as store:
        fill(store)
        return build(store)


def standing(report: Report) -> list:
    return [item for item in report.items if item.change in ("new", "open")]


def test_edits_in_a_table_are_what_a_program_looks_for(report: Report) -> None:
    """No sign is left out of them or put into them, and yet no spreadsheet begins a formula."""
    edits = (Edit(find='R&uuml;cken\xad&nbsp;-2+3"', replace="a;=1;\u200b\U000e0041"),)
    told = csv.render(replace(report, items=(replace(report.items[0], edits=edits),)))
    (row,) = stdlib_csv.DictReader(io.StringIO(told, newline=""))
    assert json.loads(row["edits"]) == [asdict(edit) for edit in edits]
    assert not re.search(";[=+-]", row["edits"])
    assert not set("\xad\u200b\U000e0041") & set(told)


def test_junit_counts_what_stands(report: Report) -> None:
    root = ElementTree.fromstring(junit.render(report))
    cases = root.findall("./testsuite/testcase")
    assert root.get("tests") == str(len(cases)) == str(len(standing(report)))
    errors = [item for item in standing(report) if item.severity == "error"]
    assert len(root.findall(".//failure")) == len(errors) == int(root.get("failures", ""))
    untold = [item for item in standing(report) if item.severity == "unknown"]
    assert len(root.findall(".//skipped")) == len(untold) == int(root.get("skipped", ""))
    assert errors
    assert untold
    assert len({case.get("name") for case in cases}) == len(cases)
    for suite in root.findall("testsuite"):
        assert suite.get("tests") == str(len(suite.findall("testcase")))


def test_junit_of_a_quiet_week_has_one_test_that_passes(report: Report) -> None:
    root = ElementTree.fromstring(junit.render(replace(report, items=())))
    assert [case.get("name") for case in root.iter("testcase")] == ["nothing is wrong"]
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_sarif_has_every_finding_with_rule_place_and_fingerprint(report: Report) -> None:
    log = json.loads(sarif.render(report))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(report.items)
    for item, result in zip(report.items, run["results"], strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == item.kind
        assert result["partialFingerprints"] == {"finding/v1": item.id}
        [place] = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == item.page_url
        assert ("region" in place["physicalLocation"]) is (item.line is not None)
        assert result["level"] in ("error", "warning", "note", "none")
        assert (result["baselineState"] == "new") is (item.change == "new")
        assert ("suppressions" in result) is (item.change == "waived")
    assert {result["baselineState"] for result in run["results"]} == {"new", "unchanged", "absent"}


def entries_of(report: Report) -> list[ElementTree.Element]:
    return ElementTree.fromstring(atom.render(report)).findall(f"{ATOM}entry")


def ids_of(report: Report) -> list[str]:
    return [entry.findtext(f"{ATOM}id", "") for entry in entries_of(report)]


def test_atom_has_an_entry_for_each_finding_that_stands(report: Report) -> None:
    feed = ElementTree.fromstring(atom.render(report))
    for name in ("id", "title", "updated", "author"):
        assert feed.find(ATOM + name) is not None
    ids = ids_of(report)
    assert len(set(ids)) == len(ids) == len(standing(report))
    assert {i.rsplit("/", 3)[1] for i in ids} == {item.id for item in standing(report)}
    told = [
        (SEVERITIES.index(found[-1].get("term", "")), entry.findtext(f"{ATOM}updated", ""))
        for entry in entries_of(report)
        if (found := entry.findall(f"{ATOM}category"))
    ]
    assert [severity for severity, _ in told] == sorted(severity for severity, _ in told)
    for worst in {SEVERITIES.index(item.severity) for item in standing(report)}:
        moments = [moment for severity, moment in told if severity == worst]
        assert moments == sorted(moments, reverse=True)


def test_atom_tells_the_same_on_many_pages_once_and_knows_it_again(report: Report) -> None:
    one, other = standing(report)[:2]
    frame = [
        replace(one, id=f"{n:016}", page_url=f"https://www.site.test/{n}", group="frame",
                severity="notice", since=f"2026-03-0{n}T00:00:00.000Z")
        for n in range(1, 9)
    ]  # fmt: skip
    broken = replace(other, severity="error", group="alone")
    entries = entries_of(replace(report, items=(*frame, broken)))
    assert [entry.findtext(f"{ATOM}id", "").rsplit("/", 3)[1] for entry in entries] == [
        broken.id, frame[0].id,
    ]  # fmt: skip
    assert f"{one.label} on 8 pages" in entries[1].findtext(f"{ATOM}title", "")
    assert frame[7].page_url in entries[1].findtext(f"{ATOM}summary", "")
    assert entries[1].findtext(f"{ATOM}updated") == frame[7].since
    alone = replace(report, items=(frame[3], frame[0]))
    assert ids_of(replace(report, items=tuple(frame[::-1]))) == ids_of(alone)
    back = replace(alone, items=tuple(replace(item, returns=1) for item in alone.items))
    assert ids_of(back) != ids_of(alone)


def test_annotations_are_one_command_a_line(report: Report) -> None:
    lines = github.render(report).splitlines()
    shown = [item for block in report.blocks("new") for item in block.shown]
    told = [item for item in shown if item.severity != "unknown"]
    assert len(lines) == len(told)
    assert lines
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice) title=[^:,\r\n]+::.+", line)


def test_annotations_encode_what_would_end_them() -> None:
    assert github._message("100%\r\n::error::x") == "100%25%0D%0A::error::x"
    assert github._property("a: b, c") == "a%3A b%2C c"


def test_the_list_says_what_to_find_and_what_to_put(report: Report) -> None:
    text = fixes.render(report)
    done = [item for item in standing(report) if item.is_replaced]
    assert done
    assert text.count("\n  find     ") == text.count("\n  replace  ") <= len(done)
    for item in done:
        assert " ".join(item.should_say.split()) in text
    assert "\x1b" not in text


def listed(report: Report, *items: Item) -> list[str]:
    """What the list of these items says to print, in its order, and the pages that it names."""
    text = fixes.render(replace(report, items=items))
    return re.findall(r"^  (?:should say +|replace +|(?=http|and \d))(.+)$", text, re.MULTILINE)


def test_the_list_goes_down_the_page_and_begins_with_what_all_pages_share(report: Report) -> None:
    known = next(item for item in standing(report) if item.kind == "doi_not_registered")
    one, two, three, nowhere = (
        replace(known, id=str(n), line=line, column=9, says=says, should_say=f"for {n}", edits=())
        for n, line, says in ((1, 5, "b"), (2, 7, "long"), (3, 20, "d"), (4, None, "e"))
    )
    page = known.page_url
    assert listed(report, nowhere, three, one, two) == [page, "for 1", "for 2", "for 3", "for 4"]
    short = replace(one, says="lon")  # stands in the second, too: replaced first, it would spoil it
    assert listed(report, short, two) == [page, "for 2", "for 1"]
    sure = replace(short, edits=(Edit(find=">lon<", replace="for 1"),))
    assert listed(report, two, sure) == [page, "for 1", "for 2"]
    frame = [
        replace(three, page_url=f"{page}{n}", group="x", severity="notice", should_say="for all")
        for n in range(MANY_PAGES + 2)
    ]
    shown = [f"{page}{n}" for n in range(fixes.EXAMPLES)]
    more = f"and {len(frame) - len(shown)} more; report.csv names each of them"
    assert listed(report, one, *frame) == [*shown, more, "for all", page, "for 1"]


def test_a_place_that_is_missing_is_looked_at_first(report: Report) -> None:
    known = next(item for item in standing(report) if item.is_replaced)
    lost = replace(known, kind="fragment_missing", proposals=())
    assert (lost.advice, lost.is_replaced) == ("perhaps", False)


def test_an_empty_list_says_so(report: Report) -> None:
    quiet = replace(report, items=())
    assert fixes.render(quiet) == "There is nothing to change that we know a replacement for.\n"
    assert github.render(quiet) == "::debug::Nothing is newly wrong.\n"
    assert ElementTree.fromstring(atom.render(quiet)).findall(f"{ATOM}entry") == []


def test_all_files_are_written(report: Report, tmp_path: Path) -> None:
    names = [path.name for path in write_report(report, tmp_path)]
    assert len(names) == len(set(names)) == len(FORMS)
    assert {"report.junit.xml", "report.sarif", "report.atom", "report.fixes.txt"} <= set(names)


def at_a_place(report: Report) -> Report:
    """The report with one finding, at the second of three places on its page."""
    url = "https://www.site.test/one"
    item = replace(
        report.items[0],
        page_url=url,
        place_url=f"{url}#:~:text=see-,the%20guide",
        anchor_text="the guide",
        occurrence=2,
        occurrences=3,
        capture_id="c-1",
        line=7,
        column=4,
        end_line=7,
        end_column=13,
        char_offset=120,
        char_length=9,
    )
    return replace(report, items=(item,))


def test_every_form_says_where_to_look(report: Report) -> None:
    placed = at_a_place(report)
    assert placed.items[0].spot == "line 7, column 4; the 2nd of 3 like it on the page"
    for name in ("text", "html", "markdown", "junit"):
        text = " ".join(FORMS[name][1](placed).split())
        assert "line 7, column 4; the 2nd of 3 like it on the page" in text, name
        assert "the guide" in text, name
    for name in ("html", "json", "csv", "markdown", "junit", "sarif", "atom"):
        assert placed.items[0].place_url in FORMS[name][1](placed), name


def test_a_repair_that_wants_a_second_look_is_a_perhaps_in_every_form(report: Report) -> None:
    guess = Proposal(after="10.1/guess", rule="complete", score=0.6, agreeing="", safe=False)
    item = replace(
        at_a_place(report).items[0],
        change="new",
        kind="doi_not_registered",
        should_say=guess.after,
        proposals=(guess,),
    )
    doubtful = replace(report, items=(item,))
    for name, (_, render) in FORMS.items():
        text = render(doubtful)
        before, _, _ = text.partition(guess.after)
        assert guess.after in text, name
        assert "perhaps" in text.lower(), name
        assert "should say" not in before[-60:].lower(), name


def test_a_page_without_a_title_is_named_for_people_alone(report: Report) -> None:
    item = replace(at_a_place(report).items[0], change="new", page_title="", heading="")
    untitled = replace(report, items=(item,))
    said = {name for name, (_, render) in FORMS.items() if "Page without a" in render(untitled)}
    assert said >= {"html", "markdown", "sarif", "atom"}
    assert not said & {"csv", "json"}


def test_where_nothing_is_printed_no_form_quotes_it(report: Report) -> None:
    item = replace(
        at_a_place(report).items[0], change="new", says="", should_say="", why="No page."
    )
    silent = replace(report, items=(item,))
    for name, (_, render) in FORMS.items():
        text = render(silent)
        assert "“”" not in text, name
        assert "<code></code>" not in text, name
        assert "``" not in text, name
        assert not re.search(r"(?m)^ *says:? *$", text), name


def test_sarif_counts_lines_from_one_and_characters_from_zero(report: Report) -> None:
    [run] = json.loads(sarif.render(at_a_place(report)))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    snippet = region.pop("snippet")
    assert snippet["text"]
    assert region == {
        "startLine": 7,
        "startColumn": 4,
        "endLine": 7,
        "endColumn": 13,
        "charOffset": 120,
        "charLength": 9,
    }


def test_a_line_of_a_style_sheet_is_told_of_the_style_sheet(report: Report) -> None:
    sheet = "https://www.site.test/a.css"
    said = f"It stands in the style sheet {sheet}, which this page loads."
    placed = at_a_place(report).items[0]
    item = replace(placed, source_url=sheet, sentence=said, reference="", why=f"Lost. {said}")
    [result] = json.loads(sarif.render(replace(report, items=(item,))))["runs"][0]["results"]
    [place] = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == sheet
    assert item.where == ""  # what says why says it already
    assert item.spot.startswith(f"line 7, column 4 of {sheet}; ")


def test_a_capture_of_ours_is_proposed_with_the_command_that_shows_it(report: Report) -> None:
    ours = Proposal(after="urn:uuid:c-1", rule="our_capture", score=0.6, agreeing="", safe=False)
    archived = replace(ours, after="https://web.archive.org/web/1/x", rule="memento", score=0.5)
    item = replace(report.items[0], should_say="", proposals=(ours, archived))
    assert item.others == (
        "put its text up again, which we kept (prove captures c-1)",
        "https://web.archive.org/web/1/x (memento, 50%)",
    )
    assert replace(item, should_say=archived.after, proposals=(archived, ours)).others == (
        "put its text up again, which we kept (prove captures c-1)",
    )
    told = replace(report, items=(item,))
    put_up = "put its text up again, which we kept"
    assert f"{put_up} (<code>prove captures c-1</code>)" in html.render(told)
    assert "<code>https://web.archive.org/web/1/x (memento, 50%)</code>" in html.render(told)
    assert (
        f"  - Or: {put_up} (`prove captures c-1`); or "
        "`https://web.archive.org/web/1/x (memento, 50%)`"
    ) in markdown.render(told)
