"""How far a DOI name goes that whitespace broke."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.doi_rules.joining import MAX_JOINS, MAX_TOKEN, extents, suffix_at

EXTENTS = [
    # why, text behind "10.1016/", extents, likeliest first
    ("one token", "j.spin.2010 and", ["j.spin.2010"]),
    ("behind the slash", " \nj.spin.2010", ["j.spin.2010"]),
    ("a dot without a number before it", "j. spin.2010", ["j.spin.2010", "j."]),
    (
        "a dot behind a number, a fragment",
        "j.spin.2010. 01.001",
        ["j.spin.2010.01.001", "j.spin.2010."],
    ),
    ("a dot behind a number, a year", "j.spin.12. 2010;3", ["j.spin.12.", "j.spin.12.2010;3"]),
    ("a dot behind a number, a word", "j.spin.12. Then", ["j.spin.12."]),
    ("hyphen at the line end", "j.spin-\n2010", ["j.spin-2010", "j.spin2010", "j.spin-"]),
    ("an empty line ends it", "j.\n\nspin.2010", ["j."]),
    ("a hyphen lost at a line end", "s1-024\n7558-7.", ["s1-024", "s1-0247558-7.",
     "s1-024-7558-7."]),
    ("no hyphen is lost at a space", "s1-024 7558-7.", ["s1-024", "s1-0247558-7."]),
    ("a blank in a number", "spin.10 1.6.704", ["spin.10", "spin.101.6.704"]),
    ("a year at a blank", "spin.10 2010", ["spin.10"]),
    ("a date at a blank", "spin.10 2019-03-12", ["spin.10"]),
    ("a time at a blank", "spin.10 19:45", ["spin.10"]),
    ("a section at a blank", "spin.10 1.2.3", ["spin.10"]),
    ("pages at a blank", "spin.10 100-102", ["spin.10"]),
    ("a count at a blank", "spin.10 12", ["spin.10"]),
    ("a line end and a margin", "j.\n            spin.2010", ["j.spin.2010", "j."]),
    ("another name", "j. 10.1136/x", ["j."]),
    ("a label", "j. PMID: 1", ["j."]),
    ("a line end in the middle of a word", "jspin\nal.2010.1", ["jspinal.2010.1", "jspin"]),
    ("closing bracket at a line end", "s0165-0270(00\n)00350-2", ["s0165-0270(00)00350-2",
     "s0165-0270(00"]),
    ("closing bracket of the sentence", "j.spin.2010 )", ["j.spin.2010"]),
    ("colon at a line end", "mn:31\n:1-3:149", ["mn:31:1-3:149", "mn:31"]),
    ("a last letter", "j.1600-0420.2002.8. x", ["j.1600-0420.2002.8.", "j.1600-0420.2002.8.x"]),
    ("a last syllable, or a word", "rccm.2008\noc", ["rccm.2008", "rccm.2008oc"]),
    ("a word on the next line", "rccm.2008\nSmith", ["rccm.2008"]),
    ("a word on the same line", "rccm.2008 and", ["rccm.2008"]),
    ("no number yet, dots behind", "cr\nan.package.x", ["cr", "cran.package.x"]),
    ("inside of a SICI", "1520-0493(1915)43<413:rafa\n>2.0.co;2",
     ["1520-0493(1915)43<413:rafa>2.0.co;2", "1520-0493(1915)43<413:rafa"]),
    ("a slash too many, and the sentence", "2015/328196/ available", ["2015/328196/",
     "2015/328196/available"]),
    ("a slash too many at its end", "2015/328196/ online.", ["2015/328196/",
     "2015/328196/online."]),
    ("a dash too many", "2015-328196- siehe", ["2015-328196-", "2015-328196-siehe"]),
    ("the same at a line end", "2015.3/\n  full", ["2015.3/", "2015.3/full"]),
    ("a number behind a slash", "2015/ 328196", ["2015/328196", "2015/"]),
    ("no number yet", "bja/ aep", ["bja/", "bja/aep"]),
    *(("a word between two names", f"2015/328196/ {word} 10.1136/x", ["2015/328196/"])
      for word in ("and", "or", "und", "oder", "et", "ou", "ed", "en", "ve", "oraz", "lub", "и")),
    ("the same without a number", "j/ und", ["j/"]),
    ("nothing", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), EXTENTS, ids=[row[0] for row in EXTENTS])
def test_extents(why: str, text: str, expected: list[str]) -> None:
    start = len(text) - len(text.lstrip())
    assert [extent.text for extent in extents(text, start)] == expected


SHARDS = st.sampled_from(
    ["a", "a1", "B2.", "/", "-", "-\n", " ", "\n", "\n\n", " " * 25, "x" * 130, ". ", "(sici)",
     "1097-0185(19990301)254:3<1", "10.1234/", " doi", " doi:", " epub.1", " epub", " pmid1", "é"]
)  # fmt: skip


@given(st.lists(SHARDS, max_size=12), st.lists(SHARDS, max_size=30))
def test_what_is_looked_at_says_all(before: list[str], behind: list[str]) -> None:
    start, text = len("".join(before)), "".join((*before, *behind))
    moved = [
        (e.text, [at - start for at in e.origin], e.cost, e.rule) for e in extents(text, start)
    ]
    short = suffix_at(text, start)
    assert [(e.text, list(e.origin), e.cost, e.rule) for e in extents(short, 0)] == moved


@given(st.text(alphabet="a1./-_:()<> \n", max_size=200))
def test_every_character_comes_from_where_it_says(text: str) -> None:
    for extent in extents(text, 0):
        assert len(extent.text) <= (MAX_JOINS + 1) * MAX_TOKEN
        assert len(extent.origin) == len(extent.text) + 1
        made = list(extent.text)
        if extent.rule == "lost_hyphen":  # the last one made, of a line end
            made = [
                text[at] if text[at] == "\n" else c
                for at, c in zip(extent.origin, made, strict=False)
            ]
        assert [text[at] for at in extent.origin[:-1]] == made
        assert extent.cost >= 0
