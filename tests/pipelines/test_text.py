"""Text: whitespace, invisible characters, dashes, sentences, fragments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import (
    DASHES,
    DIRECTIONS,
    INVISIBLE,
    SLASHES,
    SPACES,
    context_around,
    fold,
    fold_dashes,
    fold_quotes,
    plain,
    plain_signs,
    tidy,
    visible,
)

TIDY = [
    # why, text, expected
    ("blanks fold", "two   words", "two words"),
    ("NBSP and thin spaces are blanks", "a\u00a0b\u2009c\u202fd", "a b c d"),
    ("line breaks stay, blank lines go", "a \r\n \n\n b", "a\nb"),
    ("ends are stripped", "\n  a\t", "a"),
    ("zero-width space", "Spondylo\u200blyse", "Spondylolyse"),
    ("soft hyphen", "Spondylo\u00adlyse", "Spondylolyse"),
    ("word joiner and byte order mark", "\ufeffa\u2060b", "ab"),
    ("a blank on both sides of nothing", "a \u200b b", "a b"),
    ("direction marks stay: scripts need them", "a\u200fb", "a\u200fb"),
    ("NUL becomes U+FFFD", "a\x00b", "a\ufffdb"),
    ("dashes and quotes stay as printed", "“a”–b", "“a”–b"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("why", "text", "expected"), TIDY, ids=[row[0] for row in TIDY])
def test_tidy(why: str, text: str, expected: str) -> None:
    assert tidy(text).text == expected


@given(st.text(alphabet="ab \n\r\t\u00a0\u200b\u00ad\x00–", max_size=60))
def test_tidy_is_idempotent_and_remembers_where_characters_came_from(text: str) -> None:
    view = tidy(text)
    assert tidy(view.text).text == view.text
    for at, char in enumerate(view.text):
        start, end = view.span(at, at + 1)
        assert start <= view.origin[at] < end <= len(text)
        assert char == "\ufffd" or char.isspace() or text[start] == char


def test_offsets_can_be_moved_into_the_rewritten_text() -> None:
    text = "see  \u200bhere  now"
    view = tidy(text)
    start, end = view.moved(text.index("here")), view.moved(text.index("here") + 4)
    assert view.text[start:end] == "here"


@given(st.text(max_size=80))
def test_plain_keeps_every_character_that_is_drawn(text: str) -> None:
    view = plain(text)
    assert len(view.origin) == len(view.text) + 1
    assert len(view.text) == len(visible(text))


FOLDED = [
    ("diacritics", "Hróbjartsson", "hrobjartsson"),
    ("letters of two", "Gøtzsche, Straße", "gotzsche strasse"),
    ("Greek", "Πηγές", "peges"),
    ("punctuation and case", "BMJ. 338:A3115", "bmj 338 a3115"),
    ("quotes", "‘placebo’ and “no”", "placebo and no"),
]


@pytest.mark.parametrize(("why", "text", "expected"), FOLDED, ids=[row[0] for row in FOLDED])
def test_fold(why: str, text: str, expected: str) -> None:
    assert fold(text) == expected


ODD = f"{INVISIBLE}{DIRECTIONS}{DASHES}{SLASHES}{SPACES}\u2024\u00b7\u066b\uff11\uff0f\uff21"


@given(st.text(st.sampled_from(f"{ODD}1a. \n\u00e4\u2019"), max_size=60))
def test_a_text_is_made_plain_sign_by_sign(text: str) -> None:
    """However many kinds of signs it has."""
    assert plain(text).text == "".join(plain(sign).text for sign in text)
    spaced = "".join(" " if sign in SPACES else sign for sign in text)
    assert plain_signs(spaced) == plain(spaced).text


def test_dashes_and_quotes() -> None:
    assert fold_dashes("a\u2010b\u2013c\u2212d") == "a-b-c-d"
    assert fold_quotes("„a“ ‚b‘ «c»") == '"a" \'b\' "c"'


SENTENCES = [
    ("its own sentence", "First one. Here it is. Last one.", "Here", "Here it is."),
    ("a line is a sentence", "one\ntwo three\nfour", "three", "two three"),
    ("an initial is no end", "Smith J. pain", "pain", "Smith J. pain"),
    ("Greek capitals begin one", "Τέλος. Αρχή εδώ.", "εδώ", "Αρχή εδώ."),
]


@pytest.mark.parametrize(
    ("why", "text", "word", "expected"), SENTENCES, ids=[r[0] for r in SENTENCES]
)
def test_sentence_around(why: str, text: str, word: str, expected: str) -> None:
    at = text.index(word)
    assert context_around(text, at, at + len(word)) == expected


@given(st.integers(0, 400), st.integers(1, 40))
def test_a_long_sentence_is_cut_around_the_place(before: int, length: int) -> None:
    text = "word " * before + "x" * length + " word" * 300
    at = text.index("x")
    sentence = context_around(text, at, at + length)
    assert len(sentence) <= 300
    assert "x" * length in sentence
    assert sentence.endswith("…")
