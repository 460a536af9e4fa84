"""Whatever a page prints, the readers of references raise nothing and keep to the text."""

from __future__ import annotations

import time

from hypothesis import example, given
from hypothesis import strategies as st

from archive.records import Anchor, Block, BlockKind
from pipelines.bibliography import find_references
from pipelines.references.authors import read_authors
from pipelines.references.books import find_chapter
from pipelines.references.calls import find_name_calls, find_number_calls
from pipelines.references.endings import is_ending
from pipelines.references.fields import read_fields
from pipelines.references.headings import is_reference_heading, reference_label
from pipelines.references.lines import ENOUGH, Part, likeness, may_be_sure
from pipelines.references.link_calls import find_link_calls
from pipelines.references.markers import lone_marker, read_marker, split_line, without_back_links
from pipelines.references.numbers import read_numbers, read_year
from pipelines.text import fold_space

PIECES = st.lists(
    st.sampled_from([
        "Lee A, Kim B", "van der Berg C. ", "et al", "; Spine Group", " (2010)", "2010;", "12(3)",
        ":1-9", ". ", "In: ", "In ", "(Eds.)", "2nd ed. ", "London: Elsevier", "; 2004", "[1] ",
        "¹", "(2)", "3. ", "^ a ", " ↩", "doi:10.1000/1", "PMID: 123456", "https://x.org/a", "“",
        "”", "Accessed 3 May 2020.", "Tel. 044 385 71 11", "© ", "•", " | ", "\n", "\u00ad", "é",
        "Ω", "[", "]", "(", ")", "Art. No.: CD0003", "References", "Source: ", "NICE. ", "–", "&",
        " and ",
    ]),
    max_size=25,
).map("".join)  # fmt: skip
TEXTS = PIECES | st.text(max_size=120)


@given(TEXTS)
def test_spans_of_fields(text: str) -> None:
    for field in (*read_fields(text), *read_numbers(text)):
        assert 0 <= field.start < field.end <= len(text)
        assert 0 < field.confidence <= 1
        assert field.value
    authors = read_authors(text)
    start = authors.end if authors else 0
    assert 0 <= start <= len(text)
    read_year(text, start, read_numbers(text, start))
    chapter = find_chapter(text, 0, len(text))
    assert chapter is None or 0 <= chapter[0] < chapter[1] <= len(text)


@given(st.lists(TEXTS, max_size=6))
@example(["Lee A, Kim B\ndoi:10.1000/1"])
@example(["Lee A, Kim B", "\ndoi:10.1000/1"])
def test_rows_of_any_table(texts: list[str]) -> None:
    header = "No. | Authors | Year | Title | Journal | Volume | Pages | DOI"
    rows = [Block(kind=BlockKind.ROW, text=text) for text in (header, *texts)]
    for reference in find_references(rows):
        texts = [row.text for row in rows[reference.first_block : reference.last_block + 1]]
        texts[-1] = texts[-1][: reference.end]
        texts[0] = texts[0][reference.start :]
        # Nothing is added; a label in between ("Source:") is left out.
        spanned = iter(fold_space("\n".join(texts)).split())
        assert all(word in spanned for word in fold_space(reference.printed).split())
        for field in reference.fields:
            assert 0 <= field.start < field.end <= len(reference.printed)


@given(TEXTS)
def test_lines_are_cut_and_nothing_is_lost(text: str) -> None:
    line = text.replace("\n", " ")
    spans = split_line(line)
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == len(line)
    start, end = without_back_links(line)
    assert 0 <= start <= end <= len(line)
    assert 0 <= read_marker(line)[2] <= len(line)
    assert 0 <= reference_label(line) <= len(line)
    assert len(lone_marker(line)) <= 70
    assert likeness(line).authors >= 0
    assert is_ending(line) in (True, False)
    assert is_reference_heading(line) in (True, False)


@given(TEXTS)
def test_spans_of_calls(text: str) -> None:
    for number in find_number_calls(text):
        assert text[number.start : number.end].strip()
        assert number.numbers == tuple(sorted(number.numbers))
    last = 0
    for name in find_name_calls(text):
        assert last <= name.start < name.end <= len(text)
        last = name.end
    anchor = Anchor(start=0, end=len(text), href="#ref3")
    block = Block(kind=BlockKind.PARAGRAPH, text=text, anchors=(anchor,))
    for link in find_link_calls(block, "https://x.org/a.htm"):
        assert text[link.start : link.end].strip()


@given(TEXTS)
def test_what_is_left_out_at_a_glance_is_no_reference(text: str) -> None:
    line = fold_space(text)
    like = likeness(line)
    is_sure = like.part is Part.WHOLE and like.points >= ENOUGH
    assert may_be_sure(line) or not (is_sure or like.is_named)


def test_a_long_word_behind_a_publisher_takes_no_time():
    lines = [
        "Hall H, Roe B. Back school.",
        f"MIT Press, {'AC' * 90}!",
        "Spine. 2006;31:505-509.",
        "Jones K, Roe B. Pain of the neck.",
        "Spine. 2006;31:505-509.",
    ]
    blocks = [Block(kind=BlockKind.HEADING, text="References", level=2)]
    blocks += [Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines]
    started = time.process_time()
    find_references(blocks)
    assert time.process_time() - started < 1, "5 s where one word could be read as four"
