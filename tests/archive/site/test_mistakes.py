"""What readers send that cannot be is their mistake: no answer is a server's error."""

from __future__ import annotations

import pytest

from tests.archive.site.conftest import Site

MISTAKES = [
    ("one part of a key of two", "/archive/vocabulary/severity", 404),
    ("the same for programs", "/archive/vocabulary/severity.json", 404),
    ("a part of a key that is text", "/archive/spans/alert(1)", 404),
    ("a limit that is no number", "/archive/pages?_timelimit=()", 400),
    ("the same for programs", "/archive/pages.json?_timelimit=nan", 400),
    ("no JSON", "/archive/pages?_through=nan", 400),
    ("JSON without the keys", "/archive/pages?_through={}", 400),
    ("JSON of another shape", "/archive/pages?_through=[1]", 400),
    ("a NUL in a column", "/archive/pages?_facet_date=%00", 400),
    ("a NUL in a condition", "/archive/pages?_where=%00", 400),
    ("a column that is not there", "/archive/pages?_sort=nothing", 400),
]


@pytest.mark.parametrize(("why", "path", "status"), MISTAKES, ids=[row[1] for row in MISTAKES])
def test_a_mistake_is_said(
    why: str, path: str, status: int, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    response = site.get(path)
    assert response.status_code == status, why
    assert "Traceback" not in capsys.readouterr().err, "nor is the log filled with it"
