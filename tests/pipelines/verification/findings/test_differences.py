"""Where a reference and a record differ, told in one short sentence."""

from __future__ import annotations

import pytest

from pipelines.verification.findings.differences import differing_in_words

LONG = "Surgery versus conservative care for neck pain: a systematic review"
AUTHORS = "van Middelkoop, M; Rubinstein, SM; Ostelo, R; van Tulder, MW"
ROWS = [
    ({"title": ("Predictive factors", LONG)}, "title"),
    ({"title": ("A", LONG), "container": ("PLoS One", "European Spine Journal")},
     "title and journal or book"),
    ({"title": ("A", "B"), "year": ("2016", "2012"), "volume": ("11", "22")},
     "title, year (here 2016, registered 2012) and volume (here 11, registered 22)"),
    ({"page": ("", "87-95")}, "page (registered 87-95)"),
    ({"author": ("Matsudaira K", AUTHORS)},
     "author (here Matsudaira K, registered van Middelkoop, M; Rubinstein, SM; Oste…)"),
]  # fmt: skip


@pytest.mark.parametrize(("differing", "said"), ROWS, ids=[row[1] for row in ROWS])
def test_titles_are_not_repeated_and_no_value_is_long(
    differing: dict[str, tuple[str, str]], said: str
) -> None:
    assert differing_in_words(differing) == said
