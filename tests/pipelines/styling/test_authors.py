"""Names of registered authors as the page prints them: real prints beside records of Crossref."""

from __future__ import annotations

import pytest

from archive.records import Work
from pipelines.styling.authors import as_printed
from pipelines.styling.items import item_of

NAMES = [
    # why, registered, printed, named, authors behind whom "et al." stands
    (
        "initials that the record lacks",
        ("Madsen, M", "Gøtzsche, P C"),
        "Madsen MV, Gotzsche PC",
        ("Madsen, M. V.", "Gøtzsche, P C"),
        0,
    ),
    (
        "accents that the record lacks",
        ("Gotzsche, Peter C.", "Hrobjartsson, A"),
        "Gøtzsche PC, Hróbjartsson A",
        ("Gøtzsche, Peter C.", "Hróbjartsson, A"),
        0,
    ),
    (
        "names in full stay",
        ("Baxter, George David",),
        "Baxter GD",
        ("Baxter, George David",),
        0,
    ),
    (
        "another form of print",
        ("Liu, L", "Skinner, M"),
        "Liu, L. Z., & Skinner, M. A.",
        ("Liu, L. Z.", "Skinner, M. A."),
        0,
    ),
    ("other initials are another person", ("Lee, A",), "Lee BC", ("Lee, A",), 0),
    ("another name", ("Lee, A", "Hu, B"), "Li AX, Hu BC", ("Lee, A", "Hu, B. C."), 0),
    (
        "the record names as many as the print",
        ("Hara, N", "Oka, H", "Yamazaki, T"),
        "Hara N, Oka H, Yamazaki T, et al.",
        ("Hara, N", "Oka, H", "Yamazaki, T"),
        3,
    ),
    (
        "the record names fewer",
        ("Hara, N", "Oka, H"),
        "Hara N, Oka H, Yamazaki T, et al",
        ("Hara, N", "Oka, H"),
        2,
    ),
    (
        "the record names all, and the style says how many are printed",
        ("Hara, N", "Oka, H", "Yamazaki, T"),
        "Hara N, et al.",
        ("Hara, N", "Oka, H", "Yamazaki, T"),
        0,
    ),
    (
        "others of somebody else",
        ("Matsudaira, K",),
        "Hara N, et al.",
        ("Matsudaira, K",),
        0,
    ),
    ("a print that cannot be taken apart", ("Lee, A",), "Lee, A., Hu B.", ("Lee, A",), 0),
    ("no authors printed", ("Lee, A",), "", ("Lee, A",), 0),
    ("no authors registered", (), "Lee AB, et al.", (), 0),
    ("a group", ("Back Group",), "Back Group, et al.", ("Back Group",), 0),
]


@pytest.mark.parametrize(
    ("why", "registered", "printed", "named", "others"), NAMES, ids=[row[0] for row in NAMES]
)
def test_names(why: str, registered, printed: str, named, others: int) -> None:
    work = Work(doi="10.1/a", agency="", authors=registered)
    made, number = as_printed(work, printed)
    assert (made.authors, number) == (named, others), why


GIVEN = [
    ("Madsen, MV", "M. V."),
    ("Baxter, George David", "George David"),
    ("Lee, JO", "J. O."),
    ("LEE, JO", "JO"),
    ("Lee, Jo", "Jo"),
    ("Lee, M. V.", "M. V."),
    ("Lee, M", "M"),
]


@pytest.mark.parametrize(("registered", "given"), GIVEN)
def test_initials_run_together_are_initials(registered: str, given: str) -> None:
    ((name,),) = [item_of(Work(doi="10.1/a", agency="", authors=(registered,)))["author"]]
    assert name["given"] == given
