"""Names in bylines: rows (line, names)."""

from __future__ import annotations

import pytest

from crawler.pages.bylines import names_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Written by Derek T. Cawley", ("Derek T. Cawley",)),
        ("By Ann Lee and Bo van der Ek", ("Ann Lee", "Bo van der Ek")),
        ("Author: Ann Lee", ("Ann Lee",)),
        ("Authors: Ann Lee, Bo Ek; Cy Ó Dálaigh", ("Ann Lee", "Bo Ek", "Cy Ó Dálaigh")),
        ("Von Anna Muster", ("Anna Muster",)),
        ("Autorin: Anna Muster", ("Anna Muster",)),
        ("Écrit par Chloé Modèle", ("Chloé Modèle",)),
        ("Escrito por Ana Gil", ("Ana Gil",)),
        (
            "Speakers: Ida Example/ Bruno Muster/ Chloé Modèle",
            ("Ida Example", "Bruno Muster", "Chloé Modèle"),
        ),
        ("By the time you read this, it hurts", ()),
        ("By walking every day", ()),
        ("Por la mañana duele", ()),
        ("Written by nobody you would know", ()),
        ("A text without any names", ()),
        ("", ()),
        ("Written by " + "A" * 200, ()),
    ],
)
def test_names_of(line: str, names: tuple[str, ...]) -> None:
    assert names_of(line) == names


@pytest.mark.parametrize("worst", ["by " + "Aa " * 50, "by " + "A, " * 50, "speakers:" + " " * 150])
def test_long_lines_end(worst: str) -> None:
    assert isinstance(names_of(worst), tuple)
