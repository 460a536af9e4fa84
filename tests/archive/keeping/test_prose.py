"""Blocks as Markdown, digests, series, sentences."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from archive.keeping.prose import (
    content_sha256,
    count_words,
    fold,
    markdown,
    page_text,
    sentence_around,
    series_of,
)
from archive.keeping.rows import sound
from archive.records import Block, BlockKind, Region
from tests.archive import tiny

B, K = Block, BlockKind


@pytest.mark.parametrize(
    ("why", "blocks", "expected"),
    [
        ("headings", [B(kind=K.HEADING, text="A\nB", level=2)], "## A B"),
        ("a level that is none", [B(kind=K.HEADING, text="A")], "# A"),
        ("paragraphs", [B(kind=K.PARAGRAPH, text=t) for t in ("a\nb", " ", "c")], "a\nb\n\nc"),
        (
            "items, bulleted, numbered and nested",
            [
                B(kind=K.ITEM, text="one", marker="•", level=1),
                B(kind=K.ITEM, text="two\nlines", marker="[2]", level=1),
                B(kind=K.ITEM, text="deep", level=2),
            ],
            "- one\n2. two\n   lines\n  - deep",
        ),
        (
            "cells are not glued together",
            [B(kind=K.ROW, text="Poor posture | Which may"), B(kind=K.ROW, text="x | y")],
            "| Poor posture | Which may |\n| x | y |",
        ),
        (
            "terms, quotes and code",
            [
                B(kind=K.TERM, text="Disc"),
                B(kind=K.DEFINITION, text="a cushion"),
                B(kind=K.QUOTE, text="a\nb"),
                B(kind=K.CODE, text="x = 1"),
            ],
            "Disc\n: a cushion\n\n> a\n> b\n\n```\nx = 1\n```",
        ),
        ("list after text", [B(kind=K.PARAGRAPH, text="a"), B(kind=K.ITEM, text="b")], "a\n\n- b"),
    ],
)
def test_markdown(why: str, blocks: list[Block], expected: str) -> None:
    assert markdown(blocks) == expected, why


def test_title_and_lead_stand_in_their_columns_only() -> None:
    record = tiny.page(
        "/a",
        title="Back Pain",
        lead="What helps.",
        blocks=(
            B(kind=K.PARAGRAPH, text="What helps."),
            B(kind=K.HEADING, text="BACK PAIN", level=1),
            B(kind=K.PARAGRAPH, text="What  helps!"),
            B(kind=K.PARAGRAPH, text="Menu", region=Region.CHROME),
            B(kind=K.HEADING, text="Back pain", level=2),
            B(kind=K.PARAGRAPH, text="Walk."),
        ),
    )
    assert page_text(record) == "## Back pain\n\nWalk."
    boxed = replace(record, blocks=(*record.blocks, replace(record.blocks[3], text="Other news")))
    assert page_text(boxed) == page_text(record)


def test_digest_tells_title_lead_and_text_apart() -> None:
    digests = {
        content_sha256(*parts) for parts in (("a", "b", "c"), ("ab", "", "c"), ("", "a", "bc"))
    }
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Low Back Pain - Introduction", ("Low Back Pain", "Introduction")),
        ("Disc Herniation – Diagnosis", ("Disc Herniation", "Diagnosis")),
        ("Skoliose - Behandlung", ("Skoliose", "Behandlung")),
        (
            "Cervical Spondylosis - and Neck Pain - Treatment",
            ("Cervical Spondylosis - and Neck Pain", "Treatment"),
        ),
        ("Scoliosis - Part 2", ("Scoliosis", "Part 2")),
        ("Minimal-invasive treatment", ("", "")),
        ("Surgery - EUROSPINE Patient Line", ("", "")),
        (" - Treatment", ("", "")),
        ("", ("", "")),
    ],
)
def test_series(title: str, expected: tuple[str, str]) -> None:
    assert series_of(title) == expected


@pytest.mark.parametrize(
    ("why", "text", "word", "expected"),
    [
        ("in the middle", "One. Two has it here. Three.", "it", "Two has it here."),
        ("first", "It is first. Then more.", "It", "It is first."),
        ("last without a stop", "A. B has it", "it", "B has it"),
        ("lines are sentences", "a\nthe it line\nb", "it", "the it line"),
        ("dot inside a number", "Pain of 3.5 in it. Next.", "it", "Pain of 3.5 in it."),
    ],
)
def test_sentence(why: str, text: str, word: str, expected: str) -> None:
    start = text.index(word)
    assert sentence_around(text, start, start + len(word)) == expected, why


def test_sentence_is_bounded() -> None:
    text = "word " * 100_000
    found = sentence_around(text, 250_000, 250_004)
    assert 200 < len(found) <= 300


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a\x00b", "a�b"), ("\ud83d", "�"), ("ä😀", "ä😀"), (1, 1), (None, None)],
)
def test_sound(value: object, expected: object) -> None:
    assert sound(value) == expected


@pytest.mark.parametrize("text", ["".join(map(chr, range(n))) * 2 for n in (128, 384)])
def test_words_of_ascii_are_those_of_any_text(text: str) -> None:
    words = re.findall(r"\w+", text)
    assert count_words(text) == len(words)
    assert fold(text) == " ".join(re.findall(r"\w+", text.casefold()))
