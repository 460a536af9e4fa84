"""One run of the sample site: every form of its report, the database and the published archive
count the same findings."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from archive.site.queries import QUERIES
from archive.site.vocabulary import vocabulary
from tests.sample_runs import SampleRun, rows

ATOM = "{http://www.w3.org/2005/Atom}"
LEVELS = {"error": "error", "warning": "warning", "note": "notice", "none": "unknown"}
FACETS = ("change", "severity", "kind")
Numbers = dict[str, Counter[str]]
"""Facet -> how many findings have each of its words."""


def counted(items: Iterable[dict[str, str]]) -> Numbers:
    found = list(items)
    return {facet: Counter(item[facet] for item in found) for facet in FACETS}


@pytest.fixture(scope="module")
def folder(whole_run: SampleRun) -> Path:
    return whole_run.folder


def written(folder: Path, ending: str) -> str:
    with (folder / "reports" / f"report.{ending}").open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.fixture(scope="module")
def numbers(folder: Path) -> Numbers:
    """What the database counts; in a first run everything is new."""
    told = rows(folder / "crawl.db", "SELECT state, severity, kind FROM findings")
    found = counted(dict(zip(FACETS, row, strict=True)) for row in told)
    assert set(found["change"]) == {"new"}
    assert len(found["kind"]) > 15
    assert set(found["severity"]) == {"error", "warning", "notice", "unknown"}
    return found


def test_csv(folder: Path, numbers: Numbers) -> None:
    assert counted(csv.DictReader(written(folder, "csv").splitlines(keepends=True))) == numbers


def test_json(folder: Path, numbers: Numbers) -> None:
    told = json.loads(written(folder, "json"))
    assert counted(told["items"]) == numbers
    for name, facet in (("changes", "change"), ("severities", "severity"), ("kinds", "kind")):
        assert Counter({t["word"]: t["number"] for t in told[name]}) == numbers[facet]


def test_sarif(folder: Path, numbers: Numbers) -> None:
    (run,) = json.loads(written(folder, "sarif"))["runs"]
    told = (
        {
            "change": found["baselineState"],
            "severity": LEVELS[found["level"]],
            "kind": found["ruleId"],
        }
        for found in run["results"]
    )
    assert counted(told) == numbers
    assert Counter(rule["id"] for rule in run["tool"]["driver"]["rules"]).keys() == (
        numbers["kind"].keys()
    )


def test_junit(folder: Path, numbers: Numbers) -> None:
    root = ElementTree.fromstring(written(folder, "junit.xml"))
    total, severity = numbers["severity"].total(), numbers["severity"]
    assert root.get("tests") == str(total) == str(len(root.findall(".//testcase")))
    assert len(root.findall(".//failure")) == severity["error"]
    assert len(root.findall(".//skipped")) == severity["unknown"]
    failed = Counter(found.get("type") for found in root.iter("failure"))
    assert failed.total() == severity["error"]
    assert failed.keys() <= numbers["kind"].keys()


def test_atom_has_an_entry_for_what_is_wrong_in_the_same_words(folder: Path) -> None:
    told = ElementTree.fromstring(written(folder, "atom")).findall(f"{ATOM}entry")
    different = {item["group"] for item in json.loads(written(folder, "json"))["items"]}
    assert len(told) == len(different) < 200


LABELS = {
    facet: {word: label for word, (label, _, _) in vocabulary()[field].items()}
    for facet, field in (("severity", "severities"), ("kind", "finding_kind"))
}
"""The sample cites works that were retracted, of which nothing is broken."""


def in_words(numbers: Counter[str], facet: str) -> Counter[str]:
    """The numbers under the labels that people read."""
    return Counter({LABELS[facet][word]: number for word, number in numbers.items()})


def told_in(lines: Iterable[tuple[str, str]], labels: Iterable[str]) -> Counter[str]:
    """Numbers with labels, of which some say how many are no repeats, or what they are made of."""
    bare = ((number, re.sub(r"( \(\d+ distinct\))?(: .*)?$", "", label)) for number, label in lines)
    return Counter({label: int(number) for number, label in bare if label in set(labels)})


def test_html(folder: Path, numbers: Numbers) -> None:
    page = BeautifulSoup(written(folder, "html"), "lxml")
    for facet, name in (("severity", "Findings"), ("kind", "By kind")):
        heading = page.find("h2", string=name)
        assert heading
        lines = (line.find_all("td") for line in heading.find_next("table").find_all("tr"))
        wanted = in_words(numbers[facet], facet)
        assert told_in(((n.get_text(), what.get_text()) for n, what, _ in lines), wanted) == wanted
    (heading,) = page.find_all("h2", id="new")
    assert f"({numbers['change']['new']}; " in heading.get_text()


FORMS = [
    ("md", r"^## By kind$(.+?)^## ", r"^\| (\d+) \| (.+?) \|"),
    ("txt", r"^BY KIND$(.+?)^[A-Z ]+$", r"^ *(\d+)  (.+?)$"),
]


@pytest.mark.parametrize(("ending", "part", "line"), FORMS, ids=[form[0] for form in FORMS])
def test_text(ending: str, part: str, line: str, folder: Path, numbers: Numbers) -> None:
    text = written(folder, ending).replace("\r\n", "\n")
    section = re.search(part, text, flags=re.M | re.S)
    assert section
    wanted = in_words(numbers["kind"], "kind")
    assert told_in(re.findall(line, section[1], flags=re.M), wanted) == wanted
    headline = re.sub(r"[\s\\*]+", " ", text)
    for label, number in in_words(numbers["severity"], "severity").items():
        assert re.search(rf"\b{number} {label}\b", headline)


def test_annotations_and_fix_list_tell_no_more_than_there_is(
    folder: Path, numbers: Numbers
) -> None:
    told = Counter(re.findall(r"^::(\w+) ", written(folder, "github.txt"), flags=re.M))
    assert told.total() <= 50
    assert all(told[word] <= numbers["severity"][word] for word in told)
    number = re.search(r": (\d+) changes?,", written(folder, "fixes.txt"))
    sql = "SELECT count(DISTINCT kind || subject || says || should_say), count(*) FROM findings"
    ((least, most),) = rows(folder / "crawl.db", f"{sql} WHERE should_say <> ''")
    assert number
    assert least <= int(number[1]) <= most


def test_published(folder: Path, numbers: Numbers) -> None:
    archive = folder / "published" / "archive.db"
    sql = "SELECT value, number FROM verdict_counts WHERE subject = 'finding' AND field = ?"
    assert Counter(dict(rows(archive, sql, "severity"))) == numbers["severity"]
    assert Counter(dict(rows(archive, sql, "finding_kind"))) == numbers["kind"]
    grave = numbers["severity"]["error"] + numbers["severity"]["warning"]
    with closing(sqlite3.connect(archive)) as db:
        assert db.execute("SELECT count(*) FROM broken_references").fetchone() == (grave,)
        sums = db.execute("SELECT sum(errors), sum(warnings) FROM page_health").fetchone()
        assert sums == (numbers["severity"]["error"], numbers["severity"]["warning"])
        groups = "SELECT sum(places) FROM finding_groups"
        assert db.execute(groups).fetchone() == (numbers["change"]["new"],)


def test_the_dois_that_do_not_exist_are_as_many_on_every_page(folder: Path) -> None:
    archive = folder / "published" / "archive.db"
    sql = "SELECT doi FROM dois WHERE registration IN ('not_registered', 'not_a_doi') ORDER BY doi"
    known = [doi for (doi,) in rows(folder / "crawl.db", sql)]
    listed = rows(archive, QUERIES["dois_that_do_not_exist"].sql)
    assert sorted({row[0] for row in listed}) == known
    assert {row[1] for row in listed} == {"doi_not_registered", "doi_conflict"}
    fact = "SELECT value FROM site_facts WHERE name = 'dois_not_registered'"
    assert rows(archive, fact) == [(len(known),)]
    state = "SELECT count(*) FROM doi_status WHERE registration = 'not_registered'"
    assert rows(archive, state) == [(len(known),)]
    told = json.loads(written(folder, "json"))
    kinds = {tally["word"]: tally["number"] for tally in told["kinds"]}
    of_kind = [row for row in listed if row[1] == "doi_not_registered"]
    assert len(of_kind) == kinds["doi_not_registered"]
