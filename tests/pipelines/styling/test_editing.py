"""The smallest correction of a printed reference."""

from __future__ import annotations

import pytest

from pipelines.styling.editing import add_to, in_manner, manner_of, replace_in

ADDRESS = "https://doi.org/"
MANNERS = (
    ("most count", ["A. doi:10.1000/a", "doi:10.1000/b", "https://doi.org/10.1000/c"], "doi:"),
    ("an old resolver is written as the new one", ["http://dx.doi.org/10.1000/a"], ADDRESS),
    ("a bare host too", ["at doi.org/10.1000/a"], ADDRESS),
    ("spelt as the page spells it", ["(DOI 10.1000/a)"], "DOI "),
    ("a line break is a space", ["doi:\n10.1000/a"], "doi: "),
    ("bare names say nothing", ["10.1000/a", "10.1000/b"], ADDRESS),
    ("a word is no label", ["Macdoi 10.1000/a, doi of it"], ADDRESS),
    ("nothing printed", [], ADDRESS),
    ("a tie is decided the same way each time", ["DOI:10.1000/a", "doi:10.1000/b"], "DOI:"),
)


@pytest.mark.parametrize(("why", "prints", "expected"), MANNERS)
def test_manner(why: str, prints: list[str], expected: str) -> None:
    assert manner_of(prints) == expected, why


ADDED = (
    ("after a full stop", "Lee A. Backs. Spine.", "Lee A. Backs. Spine. N"),
    ("a full stop is put in", "Spine 2009;3:1-9", "Spine 2009;3:1-9. N"),
    ("closed within quotes", "“Backs.”", "“Backs.” N"),
    ("behind a bracket", "Lee A (2009)", "Lee A (2009). N"),
    ("a dangling comma goes", "Spine, 2009,", "Spine, 2009. N"),
    ("an address stays whole", "At https://a.example/b", "At https://a.example/b N"),
    ("an address with its full stop", "At https://a.example/b.", "At https://a.example/b. N"),
    ("line breaks stay", "Lee A\nBacks. Spine.", "Lee A\nBacks. Spine. N"),
    ("a Chinese full stop", "脊柱。", "脊柱。 N"),
    ("nothing printed", "  ", "N"),
)


@pytest.mark.parametrize(("why", "printed", "expected"), ADDED)
def test_add(why: str, printed: str, expected: str) -> None:
    assert add_to(printed, "N") == expected, why


REPLACED = (
    ("as printed", "A. doi: 10.1/ab", "doi: 10.1/ab", "doi:10.1/x", "A. doi:10.1/x"),
    ("wherever it stands", "10.1/ab, 10.1/ab.", "10.1/ab", "N", "N, N."),
    ("broken by a line end", "doi 10.1/\nab.", "10.1/ ab", "10.1/ab", "doi 10.1/ab."),
    ("a longer name is another", "10.1/ab and 10.1/abc", "10.1/ab", "N", "N and 10.1/abc"),
    ("so is one that goes on", "10.1/ab.c and 10.1/ab.", "10.1/ab", "N", "10.1/ab.c and N."),
    ("and one inside another", "310.1/ab; 10.1/ab", "10.1/ab", "N", "310.1/ab; N"),
    ("behind its resolver", "At https://doi.org/10.1/ab", "10.1/ab", "N", "At https://doi.org/N"),
    ("not there", "Lee A. Backs.", "10.1/ab", "N", ""),
    ("nothing wrong", "Lee A. Backs.", " ", "N", ""),
    ("signs of a pattern mean themselves", "10.1/a(b)+", "10.1/a(b)+", r"\1", r"\1"),
    ("a number alone", "2009; 9:241", "241", "214", "2009; 9:214"),
)


@pytest.mark.parametrize(("why", "printed", "wrong", "right", "expected"), REPLACED)
def test_replace(why: str, printed: str, wrong: str, right: str, expected: str) -> None:
    assert replace_in(printed, wrong, right) == expected, why


def test_an_address_is_encoded_and_a_name_is_not() -> None:
    sici = "10.1002/(sici)1097-0185(19990301)254:3<408::aid-ar12>3.0.co;2-g"
    assert in_manner(sici, "doi:") == f"doi:{sici}"
    assert in_manner(sici, "https://doi.org/").endswith("254:3%3C408::aid-ar12%3E3.0.co;2-g")
