"""Letters behind a page number that tell its short texts apart: 699a, 699b. Pure."""

from __future__ import annotations

from archive.records import Work
from pipelines.matching.parts import PAGE, Cited, first_page, first_page_of


def is_lettered_otherwise(cited: Cited, work: Work) -> bool:
    """Whether the print and the record give the texts of one page other letters (699a, 699b, 699).

    A letter behind a page tells its short texts apart; that only one side gives one proves no
    other work, but then nothing tells which of them is meant.
    """
    letters = _letters_behind(cited, work)
    return bool(letters) and all(there != here for there, here in letters)


def is_lettered_apart(cited: Cited, work: Work) -> bool:
    """The same where the print gives the letter: no other text of the page is meant by it.

    Who prints no letter may mean the one text that has an entry.
    """
    letters = _letters_behind(cited, work)
    return bool(letters) and all(here and there != here for there, here in letters)


def _letters_behind(cited: Cited, work: Work) -> list[tuple[str, str]]:
    """(registered, printed) of every printed page that is registered, too; empty where none is."""
    texts = (work.article_number, work.pages)
    registered = {
        match[2]: match[3] for text in texts if (match := PAGE.fullmatch(first_page(text)))
    }
    told = [first for name in ("article_number", "pages") if (first := first_page_of(cited, name))]
    matches = [match for word in told or cited.words if (match := PAGE.fullmatch(word))]
    return [(registered[m[2]], m[3]) for m in matches if m[2] in registered]
