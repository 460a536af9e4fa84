"""Strings that patterns hang on: each took seconds or minutes once. No time is asserted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.decoding import decode
from archive.exports.names import people
from crawler.pages.contacts import problem_of_contact
from crawler.pages.embedded import addresses_of_srcset
from crawler.pages.titles import title_of_html
from pipelines.identifiers import find_identifiers, normalise_isbn
from pipelines.matching.wording import folded
from pipelines.references.columns import Column, column_headed
from pipelines.references.fields import read_fields, read_identifiers
from pipelines.references.markers import split_line
from pipelines.references.notes import blank_notes
from pipelines.references.numbers import read_numbers
from pipelines.references.remainders import begins_with_town
from pipelines.references.spans import LONGEST
from pipelines.references.towns import is_place
from pipelines.services.web.page_facts import facts_of
from pipelines.services.web.scanning import Scan
from pipelines.text import fold, tidy
from pipelines.verification.repairing.slips import likely_slips


def _not_found(title: str) -> object:
    return facts_of("", Scan(source="", title=title), {}, "").get("not_found")


N = 30_000
LINE = "PMC1234567 " * (N // 11)
ROWS: tuple[tuple[str, Callable[[], object], object], ...] = (
    ("hyphens that join parts of a town", lambda: begins_with_town("A-B-" * N), False),
    ("the same in a reference", lambda: [f.name for f in read_fields("x. " + "A-B-" * N)], []),
    ("a mail address without its sign", lambda: problem_of_contact("mailto", "a" * N),
     "no mail address: there is no @ in it"),
    ("blanks before at", lambda: problem_of_contact("mailto", "a" + " " * N + "b"),
     "no mail address: there is no @ in it"),
    ("a srcset of many images", lambda: len(addresses_of_srcset("a 1x, " * (N // 2))), N // 2),
    ("a title of blanks", lambda: title_of_html("a" + " " * N + "b") != "", True),
    ("a title of blanks, elsewhere", lambda: _not_found("a" + " " * N + "b"), None),
    ("comments that nothing closes", lambda: decode(b"<!--" * N).encoding, "utf-8"),
    ("the same behind a letter that is none of UTF-8",
     lambda: decode(b"\xe1" + b"<!--" * N).encoding, "windows-1252"),
    ("the head of a column", lambda: column_headed("中" * N), Column.OTHER),
    ("towns without end", lambda: is_place("London " * N), False),
    ("authors without names", lambda: people(", " * N), [{"literal": ", " * N}]),
    ("a name too long", lambda: list(likely_slips("10.1234/" + "10" * N)), []),
    ("no day behind", lambda: blank_notes("Accessed " * N) == "Accessed " * N, True),
    ("a word without end", lambda: folded("a" * N) == "a" * N, True),
    ("many numbers", lambda: len(find_identifiers(LINE, [(10, 11)])), LINE.count("P")),
    ("as many in a reference", lambda: len(read_identifiers(LINE)), LINE[:LONGEST].count("P")),
    ("many ends of entries in a line", lambda: len(split_line(LINE)), 1),
    ("many words without a name in a line", lambda: len(split_line("Lee et al., 2009; " * N)), 1),
    ("many numbers that are none", lambda: read_numbers("1,000 " * N), []),
    ("errata without end", lambda: read_fields("a; Erratum: " * N), ()),
    ("halves of characters", lambda: fold("\ud800" * N + "a"), "a"),
    ("a number of a book without end", lambda: normalise_isbn("0-306-40615-2" + " " * N), None),
    ("many short lines", lambda: tidy("a\n" * N).text == ("a\n" * N).strip(), True),
)  # fmt: skip


@pytest.mark.parametrize(("read", "expected"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_text_made_to_hang_is_read(read: Callable[[], object], expected: object) -> None:
    assert read() == expected
