"""Towns of publishers, apart from journals."""

import pytest

from pipelines.references.towns import is_place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Geneva", True),
        ("Genève", True),
        ("Berlin Heidelberg New York", True),
        ("Stuttgart/New York", True),
        ("St. Louis, MO", True),
        ("Frankfurt am Main", True),
        ("Lyon, France", True),
        ("Αθήνα", True),
        ("Spine", False),
        ("The Lancet", False),
        ("Berlin Medical", False),
        ("", False),
    ],
)
def test_is_place(text: str, expected: bool) -> None:
    assert is_place(text) is expected
