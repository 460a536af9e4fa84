"""One loop over saved pages: ``<PageClass>/<case>/{page.*, about.json, expected.json}``.

``about.json`` says what the crawl would hand over and where the page is from; all pages here are
made by hand. A case without ``expected.json`` gets one written, and fails: read it before you
commit it. A page class without a case fails. Empty fields are left out of the expectation.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.records import PageKind, PageRecord, Source
from crawler.pages import PAGE_CLASSES, read
from crawler.pages.generic import Generic

HERE = Path(__file__).parent
CLASSES = sorted({c.__name__ for c in PAGE_CLASSES.values()} | {Generic.__name__, "Document"})
CASES = sorted(p.parent for name in CLASSES for p in (HERE / name).glob("*/about.json"))


def as_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        named = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: as_json(v) for name, v in named if v not in ("", (), None, False, 0)}
    if isinstance(value, tuple):
        return [as_json(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def read_case(case: Path) -> PageRecord:
    about = json.loads((case / "about.json").read_text("utf-8"))
    page = next(case.glob("page.*"))
    kind = about.get("kind")
    return read(
        Source(
            url=about["url"],
            capture_id="capture",
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            status=about.get("status", 200),
            content_type=about.get("content_type", "text/html; charset=utf-8"),
            body=page.read_bytes(),
            kind=PageKind(kind) if kind else None,
            generation=about.get("generation", ""),
            language=about.get("language", ""),
        )
    )


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_saved_page(case: Path) -> None:
    got = as_json(read_case(case))
    for field in ("capture_id", "fetched_at"):
        del got[field]
    expected = case / "expected.json"
    if not expected.exists():
        text = json.dumps(got, ensure_ascii=False, indent=1, sort_keys=True)
        expected.write_text(text + "\n", "utf-8")
        pytest.fail(f"{expected} has been written; read it before you commit it.")
    wanted = json.loads(expected.read_text("utf-8"))
    for key in sorted(wanted.keys() | got.keys()):
        assert got.get(key) == wanted.get(key), key


@pytest.mark.parametrize("name", CLASSES)
def test_every_page_class_has_a_case(name: str) -> None:
    assert [case for case in CASES if case.parent.name == name]


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_case_says_where_its_page_is_from(case: Path) -> None:
    assert "by hand" in json.loads((case / "about.json").read_text("utf-8"))["made"]
