"""The JSON Schema of the report: written down as it is made, and kept by the report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from archive.reports import json as report_json
from archive.reports import json_schema
from archive.reports.build import build
from archive.reports.report import Report
from archive.store import Store
from tests.archive.reports.test_reports import fill

WRITTEN = Path(__file__).resolve().parents[3] / "docs" / "report.schema.json"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    with Store.open(tmp_path_factory.mktemp("schema") / "crawl.db") as store:
        fill(store)
        return build(store)


def errors(report: Report) -> list[str]:
    schema = json.loads(json_schema.render())
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(schema).iter_errors(json.loads(report_json.render(report)))
    return [error.message for error in found]


def test_what_is_written_is_what_is_made() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == json_schema.render(), "run make docs"


def test_a_report_keeps_to_it(report: Report) -> None:
    assert errors(report) == []


def test_every_field_is_described() -> None:
    schema = json.loads(json_schema.render())
    for shape in (schema, *schema["$defs"].values()):
        assert all(field["description"] for field in shape["properties"].values())


WRONG = [
    ("a word that is none", {"severity": "grave"}, "'grave' is not one of"),
    ("a text for a number", {"returns": "2"}, "'2' is not of type 'integer'"),
    ("a line that is neither number nor null", {"line": "7"}, "'7' is not of type"),
]


@pytest.mark.parametrize(("why", "change", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_another_report_does_not(why: str, change: dict, said: str, report: Report) -> None:
    wrong = replace(report, items=(replace(report.items[0], **change),))
    (message,) = errors(wrong)
    assert said in message
