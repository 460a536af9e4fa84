"""How much of one text stands in another."""
# ruff: noqa: E501 (a row of a table stands on one line)

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.services.web.sketches import (
    SKETCH,
    contained,
    likeness,
    sketch_of,
    words_of_address,
)


def prose(seed: int, words: int = 300) -> str:
    rng = random.Random(seed)
    return " ".join(f"word{rng.randrange(500)}" for _ in range(words))


ALIKE = [
    ("the same text", prose(1), prose(1), 1.0, 1.0),
    ("another text", prose(1), prose(2), 0.0, 0.1),
    ("another date at its end", prose(1), prose(1) + " 14 May 2026", 0.8, 1.0),
    ("half of it new", prose(1, 150) + " " + prose(2, 150), prose(1, 150) + " " + prose(3, 150), 0.1, 0.6),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other", "least", "most"), ALIKE, ids=[r[0] for r in ALIKE])
def test_likeness(why, one, other, least, most):
    alike = likeness(sketch_of(one.encode()), sketch_of(other.encode()))
    assert least <= alike <= most
    assert len(sketch_of(one.encode())) == 8 * SKETCH


SCRIPTS = {
    "Latin": "adeilnorst", "Cyrillic": "абвгдеилноп", "Greek": "αβγδεικλνο", "Arabic": "ابتدحسلمن",
    "Hebrew": "אבגדהולמנ", "Chinese": "".join(map(chr, range(0x4E00, 0x4E80))),
}  # fmt: skip


def written_in(script: str, seed: int, words: int = 600) -> str:
    rng = random.Random(seed)
    blank = "" if script == "Chinese" else " "
    return blank.join("".join(rng.choices(SCRIPTS[script], k=5)) for _ in range(words))


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_cut_into_pieces(script):
    one, other = written_in(script, 1), written_in(script, 2)
    changed = one[:1_500] + one[1_510:]
    assert likeness(sketch_of(one.encode()), sketch_of(changed.encode())) > 0.6
    assert likeness(sketch_of(one.encode()), sketch_of(other.encode())) < 0.2


def test_nothing_is_like_an_empty_page():
    assert likeness(sketch_of(b""), sketch_of(prose(1).encode())) is None


def test_contained_leaves_out_the_address_that_a_page_repeats():
    said = "we could not find the page {} on our site please use the search above"
    one, other = said.format("leaflets/back"), said.format("leaflets/no-such-page")
    assert contained(one, other) < 0.9
    addresses = words_of_address("http://x.test/leaflets/back") | words_of_address(
        "http://x.test/leaflets/no-such-page"
    )
    assert contained(one, other, addresses) == 1.0
    assert contained("", other) == 1.0


def test_a_short_living_page_in_a_large_frame_is_not_its_sibling():
    frame = prose(1, 320)
    assert contained(f"{frame} monday to friday nine to five", f"{frame} not found") < 0.985


@given(st.text(max_size=300), st.text(max_size=300))
def test_shares_are_shares(one, other):
    assert 0 <= contained(one, other) <= 1
    alike = likeness(sketch_of(one.encode()), sketch_of(other.encode()))
    assert alike is None or 0 <= alike <= 1
