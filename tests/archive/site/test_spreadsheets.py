"""CSV of archived text: no cell is a formula, nothing else is changed."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reports.csv import FORMULA, cell
from archive.site.plugins import spreadsheets
from archive.site.plugins.spreadsheets import without_formulas
from tests.archive.site.conftest import Site

PARTED = {  # where lists are parted by semicolons, a cell begins at each
    "Smith;=HYPERLINK(1);Lee": "Smith;'=HYPERLINK(1);Lee",
    "x, y;+1+1": "x, y;'+1+1",
    'a;"@SUM(A1)': "a;\"'@SUM(A1)",
    "10.1/a;2-b": "10.1/a;2-b",
    "a; -b;c": "a; -b;c",
}
LINES = {  # and at each line of a text, whose quotation marks it does not know
    "a\n=HYPERLINK(1)": "a\n'=HYPERLINK(1)",
    'a\r\n"+1+1': "a\r\n\"'+1+1",
    "a\n- b\n\n@c\n-d": "a\n- b\n\n'@c\n'-d",
    "a\n- cmd|' /C calc'!A0\n- B(1)\n- c": "a\n'- cmd|' /C calc'!A0\n'- B(1)\n- c",
    "a\nb=c\n 1": "a\nb=c\n 1",
}
PAYLOADS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r1=1", '=1,"2"\r\n3')
HARMLESS = ("a=b", "-5", "+3", "-1.5e-07", "", "'=", '"', 'x"=1', "a\r\nb=c", "a,=b")


@pytest.mark.parametrize("place", ["archive.csv", "archive.csv?_dl=1"])
def test_text_that_begins_as_a_formula_is_guarded(place: str, site: Site) -> None:
    values = (*PAYLOADS, *HARMLESS)
    names = ", ".join(f":v{i}" for i in range(len(values)))
    response = site.get(
        f"/{place}",
        params={"sql": f"select {names}", "_dl": "1"} | {f"v{i}": v for i, v in enumerate(values)},
        follow_redirects=True,
    )
    assert response.status_code == 200
    _, row = csv.reader(io.StringIO(response.text, newline=""))
    assert row == [*("'" + payload for payload in PAYLOADS), *HARMLESS]


@pytest.mark.parametrize(("text", "guarded"), PARTED.items())
def test_what_a_semicolon_begins_is_guarded_too(text: str, guarded: str) -> None:
    assert cell(text) == guarded
    written = io.StringIO()
    csv.writer(written).writerow([text, text])
    told = without_formulas(written.getvalue().encode()).decode()
    assert next(csv.reader(io.StringIO(told))) == [guarded, guarded]


@pytest.mark.parametrize(("text", "guarded"), LINES.items())
def test_what_a_line_begins_is_guarded_too(text: str, guarded: str) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["x", text, text], ["=1", -5, text]])
    told = without_formulas(written.getvalue().encode()).decode()
    rows = list(csv.reader(io.StringIO(told, newline="")))
    assert rows == [["x", guarded, guarded], ["'=1", "-5", guarded]]


def test_column_names_are_guarded_too(site: Site) -> None:
    response = site.get("/archive.csv", params={"sql": 'select 1 as "=x"'}, follow_redirects=True)
    assert response.text == "'=x\r\n1\r\n"


@pytest.mark.parametrize("path", ["/archive/articles.csv", "/archive/checks.csv?_stream=on"])
def test_what_is_harmless_stays_as_it_was(path: str, site: Site) -> None:
    rows = list(csv.reader(io.StringIO(site.get(path).text, newline="")))
    table = path.split("/")[2].split(".")[0]
    kept = [list(row.values()) for row in site.rows(f"SELECT * FROM {table}")]
    spelled = [["" if v is None else str(v) for v in row] for row in kept]
    assert sorted(rows[1:]) == sorted(spelled)


def test_reports_and_pages_guard_the_same() -> None:
    assert tuple(beginning.decode() for beginning in spreadsheets.FORMULA) == FORMULA


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.sampled_from((*PAYLOADS, *HARMLESS, *PARTED, *LINES)) | st.text(), min_size=2)
    )
)
def test_any_table(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    guarded = without_formulas(written.getvalue().encode("utf-8", "surrogatepass"))
    read = list(csv.reader(io.StringIO(guarded.decode("utf-8", "surrogatepass"), newline="")))
    for row, cells in zip(rows, read, strict=True):
        for value, told in zip(row, cells, strict=True):
            assert told.replace("'", "") == value.replace("'", "")
            assert not told.startswith(FORMULA) or not value.strip("+-0123456789.eE")
            assert not any(f";{sign}" in told for sign in FORMULA if not sign.isspace())
            assert not re.search(r"[\r\n](?:[=+@]|-(?! ))", told)
