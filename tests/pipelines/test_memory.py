"""What was read of a line is remembered: each text is read once, long ones are not kept."""

from __future__ import annotations

from unittest.mock import patch

from archive.records import Block, BlockKind, Link
from pipelines import bibliography, mentions
from pipelines.memory import LONGEST_REMEMBERED, MOST_REMEMBERED, remembering
from pipelines.references import lines, numbers

HEADING = Block(kind=BlockKind.HEADING, text="References")


def test_a_text_is_read_once() -> None:
    read: list[str] = []

    @remembering
    def length(text: str) -> int:
        read.append(text)
        return len(text)

    assert [length("back"), length("back"), length("neck pain")] == [4, 4, 9]
    assert read == ["back", "neck pain"]


def test_a_long_text_and_too_many_texts_are_read_again() -> None:
    read: list[str] = []

    @remembering
    def length(text: str) -> int:
        read.append(text)
        return len(text)

    long = "a" * (LONGEST_REMEMBERED + 1)
    assert length(long) == length(long) == len(read[0]) == len(read[1])
    for number in range(MOST_REMEMBERED + 1):
        length(str(number))
    length("0")
    assert read.count("0") == 2


def entries(count: int, series: str) -> list[Block]:
    texts = (
        f"Lee A, Kim B. Backs of {series} {n}. Eur Spine J. 2009;{n}:1-9." for n in range(count)
    )
    return [HEADING, *(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)]


def test_of_an_endless_link_only_its_beginning_is_remembered() -> None:
    mentions._named_by.cache_clear()
    for end in ("a", "b"):
        link = Link(printed=f"https://doi.org/10.1136/{'x' * 20_000}{end}", url=None)
        assert list(mentions._from_link(link, 0, None, None)), "it is read all the same"
    assert mentions._named_by.cache_info().currsize == 1


def test_the_fields_of_an_entry_are_read_once() -> None:
    """And only of what is a reference."""
    blocks = [*entries(20, "one"), Block(kind=BlockKind.PARAGRAPH, text="We wish you a good day.")]
    with patch.object(bibliography, "read_fields", wraps=bibliography.read_fields) as read_fields:
        assert len(bibliography.find_references(blocks)) == 20
    assert read_fields.call_count == 20


def test_headings_and_paragraphs_of_prose_are_not_judged() -> None:
    """Even where something may be a year."""
    blocks = [
        Block(kind=kind, text=text, level=2)
        for number in range(1995, 2005)
        for kind, text in (
            (BlockKind.HEADING, f"Section {number} of the spine"),
            (BlockKind.PARAGRAPH, "Most pain in the back passes by itself."),
        )
    ]
    with patch.object(lines, "likeness", wraps=lines.likeness) as likeness:
        assert bibliography.find_references(blocks) == ()
    assert likeness.call_count == 0


def test_numbers_of_a_line_are_sought_once() -> None:
    """When it is judged; its fields are read from what was found then. Twice the lines, twice
    the work."""
    calls = []
    for count in (20, 40):
        with patch.object(numbers, "_matches_at", wraps=numbers._matches_at) as matches_at:
            bibliography.find_references(entries(count, f"two {count}"))
        calls.append(matches_at.call_count)
    assert calls == [20, 40]
