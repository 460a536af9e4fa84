"""Cells of an evidence table beside the one that holds the reference."""

from __future__ import annotations

from pipelines.references.levels import MOST_CELLS, reference_in

ENTRY = "Albanese M. Family study. J Pediatr Orthop. 1982;2:496."


def test_a_reference_among_as_many_cells_as_a_row_has() -> None:
    row = " | ".join(["3", ENTRY, *["IIb"] * (MOST_CELLS - 2)])
    start, end, number = reference_in(row)
    assert (row[start:end], number) == (ENTRY, "3")


def test_a_row_of_more_cells_is_read_as_a_whole() -> None:
    row = " | ".join(["3", ENTRY, *["IIb"] * MOST_CELLS])
    assert reference_in(row) == (0, len(row), "")
