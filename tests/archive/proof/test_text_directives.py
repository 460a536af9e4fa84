"""Text directives of addresses: what they ask for, and whether a page still says it."""

from __future__ import annotations

import pytest

from archive.proof.linked_texts import look_up, source_of
from archive.proof.text_directives import find_texts, texts_of
from archive.proof.text_fragments import directive
from archive.records import FrontierState, InternalLink
from tests.archive.proof.small_archive import Small

ASKED = [
    ("a text", ":~:text=low%20back%20pain", (("low back pain", ""),)),
    ("a range", ":~:text=low%20back,is%20rare", (("low back", "is rare"),)),
    ("words before", ":~:text=in-,low%20back", (("low back", ""),)),
    ("words behind", ":~:text=low%20back,-pain", (("low back", ""),)),
    ("all of them", ":~:text=a-,b,c,-d", (("b", "c"),)),
    ("a comma and a dash in it", ":~:text=a%2C%20b%2Dc", (("a, b-c", ""),)),
    ("two", ":~:text=one&text=two", (("one", ""), ("two", ""))),
    ("at a place", "causes:~:text=pain", (("pain", ""),)),
    ("another directive", ":~:selector(type=CssSelector)", ()),
    ("too many parts", ":~:text=a,b,c", ()),
    ("nothing", ":~:text=", ()),
    ("only words around", ":~:text=a-,-b", ()),
    ("only punctuation", ":~:text=%2D%2C", ()),
    ("no directive", "text=pain", ()),
]


@pytest.mark.parametrize(("why", "fragment", "texts"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_asked_for(why: str, fragment: str, texts) -> None:
    assert texts_of(fragment) == texts


def test_what_we_make_ourselves_is_understood() -> None:
    made = directive("a-b, c & d", "the end.", "see", "then").removeprefix("#")
    assert texts_of(made) == (("a-b, c & d", "the end."),)


SHOWN = "Low back pain is common.\nGøtzsche & Müller (2009): it’s rarely dangerous."
SOURCE = f"<p>{SHOWN}</p><script>show('a hidden leaflet')</script>"
FOUND = [
    ("stands there", ":~:text=back%20pain", "there"),
    ("in other letters, without accents", ":~:text=GOTZSCHE%20%26%20Muller", "missing"),
    ("umlauts without dots", ":~:text=muller%202009", "there"),
    ("another apostrophe", ":~:text=it%27s%20rarely", "there"),
    ("across lines", ":~:text=common%20G%C3%B8tzsche", "there"),
    ("a range", ":~:text=low%20back,dangerous", "there"),
    ("a range the other way round", ":~:text=dangerous,low%20back", "missing"),
    ("one of two", ":~:text=gone&text=common", "there"),
    ("for a script to show", ":~:text=hidden%20leaflet", "script"),
    ("not any more", ":~:text=high%20back%20pain", "missing"),
]


@pytest.mark.parametrize(("why", "fragment", "word"), FOUND, ids=[row[0] for row in FOUND])
def test_whether_it_is_there(why: str, fragment: str, word: str) -> None:
    assert find_texts([fragment], SHOWN, SOURCE) == {fragment: word}


def test_what_asks_for_no_text_is_not_looked_for() -> None:
    assert find_texts(["causes", "", ":~:text="], SHOWN, SOURCE) == {}


def test_links_to_our_own_pages_are_looked_up_in_their_captures(small: Small) -> None:
    capture, _ = small.acupuncture()
    there, gone = ":~:text=back%20pain", "causes:~:text=zebra"
    link = InternalLink(
        id="x", url="https://a.test/x", page_id="p", state=FrontierState.FETCHED, status=200,
        capture_id=capture, fragments=("causes", there, gone), anchors=(),
    )  # fmt: skip
    lost = InternalLink(
        id="y", url="https://a.test/y", page_id=None, state=FrontierState.FETCHED, status=200,
        capture_id="nobody has it", fragments=(gone,),
    )  # fmt: skip
    found = list(look_up(small.store.db.conn, small.captures, [link, lost]))
    assert [one.unsaid for one in found] == [(gone,), ()]


def test_the_source_of_a_capture_is_what_was_sent(small: Small) -> None:
    capture, _ = small.acupuncture()
    assert "<title" in source_of(small.store.db.conn, small.captures, capture).lower()
    assert source_of(small.store.db.conn, small.captures, "nobody has it") == ""
