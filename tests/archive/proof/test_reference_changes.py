"""What a reader would say has changed in the references of a page."""

from __future__ import annotations

import time

import pytest

from archive.proof.reference_changes import MAX_REFERENCES, Reading, compare_references

LIU = (
    "Liu L, Skinner M. Acupuncture for low back pain. Evid Based Med 2015. doi: 10.1155/2015/32819"
)
LIU_NOW = f"{LIU}6"
FURLAN = "Furlan AD et al. Massage for low-back pain. Cochrane Database Syst Rev 2008; 4: CD001929"
NEXT = "Furlan AD et al. Massage for low-back pain. Cochrane Database Syst Rev 2015; 9: CD001929"
FURLAN_DOI = f"{FURLAN}. doi:10.1002/14651858.CD001929.pub2"
CHOU = "Chou R, Huffman LH. Medications for acute and chronic pain. Ann Intern Med 2007;147:505-14"
LISTS = frozenset({"References"})


def listed(*entries: str, heading: str = "<h2>References</h2>", after: str = "") -> str:
    items = "".join(f"<li>{entry}</li>" for entry in entries)
    return f"<h1>Pain</h1><p>It was 1999.</p>{heading}<ol>{items}</ol>{after}"


def rows(*entries: str, before: bool = False, after: bool = False) -> Reading:
    keyed = tuple((f"r{n}", entry) for n, entry in enumerate(entries))
    return Reading(keyed, is_of_before=before, is_of_after=after, headings=LISTS)


UNREAD = rows()
TOC = "<ul><li>Causes</li><li>References</li></ul><p>In 2020 there were 1,200 people in it.</p>"
FOOTER = "<footer><p>Copyright 2026 The people who write this</p></footer>"
TABLES = [
    ("nothing", listed(LIU, FURLAN), listed(LIU, FURLAN), UNREAD, []),
    ("added", listed(LIU), listed(LIU, CHOU), UNREAD, [("added", "", CHOU)]),
    ("removed", listed(LIU, CHOU), listed(CHOU), UNREAD, [("removed", LIU, "")]),
    ("changed", listed(LIU, FURLAN), listed(LIU_NOW, FURLAN), UNREAD, [("changed", LIU, LIU_NOW)]),
    ("in another order", listed(LIU, FURLAN, CHOU), listed(CHOU, LIU, FURLAN), UNREAD, []),
    ("numbered anew", listed(f"1. {LIU}", f"2. {CHOU}"), listed(f"[1] {CHOU}", f"[2] {LIU}"),
     UNREAD, []),
    ("other markup", listed(LIU), f"<div><b>References:</b><br>{LIU}</div>", UNREAD, []),
    ("another heading", listed(LIU), listed(LIU, heading="<h3>Sources</h3>"), UNREAD, []),
    ("the list is gone", listed(LIU), listed(heading=""), UNREAD, [("removed", LIU, "")]),
    ("a paragraph is no reference", listed(LIU), listed(LIU).replace("1999", "1998 or later"),
     UNREAD, []),
    ("a foot of the page is none", listed(LIU, after=FOOTER),
     listed(LIU, after=FOOTER.replace("2026", "2027")), UNREAD, []),
    ("a table of contents is no list", TOC + listed(LIU), TOC.replace("2020", "2021") + listed(LIU),
     UNREAD, []),
    ("no heading is known", listed(LIU), listed(CHOU), Reading(), []),
    ("read from the later one", listed(LIU), listed(LIU, CHOU), rows(LIU, CHOU, after=True),
     [("added", "", CHOU)]),
    ("read from the earlier one", listed(LIU, CHOU), listed(CHOU), rows(LIU, CHOU, before=True),
     [("removed", LIU, "")]),
    ("read, without a heading", listed(LIU, heading=""), listed(LIU_NOW, heading=""),
     rows(LIU_NOW, after=True), [("changed", LIU, LIU_NOW)]),
    ("read, and one that is alike stays", listed(FURLAN), listed(FURLAN, NEXT),
     rows(FURLAN, NEXT, after=True), [("added", "", NEXT)]),
    ("read, one is taken out of two that are alike", listed(FURLAN, NEXT), listed(NEXT),
     rows(NEXT, after=True), [("removed", FURLAN, "")]),
    ("read from several in one paragraph", f"<p>{LIU} {CHOU}</p>", f"<p>{LIU} {CHOU}</p>",
     rows(LIU, CHOU, after=True), []),
    ("one became longer by a letter", listed(LIU), listed(LIU_NOW), rows(LIU, before=True),
     [("changed", LIU, LIU_NOW)]),
    ("a DOI name was added behind", listed(FURLAN, CHOU), listed(FURLAN_DOI, CHOU), UNREAD,
     [("changed", FURLAN, FURLAN_DOI)]),
    ("likewise, read from the later one", listed(FURLAN, CHOU), listed(FURLAN_DOI, CHOU),
     rows(FURLAN_DOI, CHOU, after=True), [("changed", FURLAN, FURLAN_DOI)]),
    ("likewise, read from the earlier one", listed(FURLAN, CHOU), listed(FURLAN_DOI, CHOU),
     rows(FURLAN, CHOU, before=True), [("changed", FURLAN, FURLAN_DOI)]),
    ("it was taken away", listed(FURLAN_DOI, CHOU), listed(FURLAN, CHOU), UNREAD,
     [("changed", FURLAN_DOI, FURLAN)]),
    ("likewise, read from the later one again", listed(FURLAN_DOI, CHOU), listed(FURLAN, CHOU),
     rows(FURLAN, CHOU, after=True), [("changed", FURLAN_DOI, FURLAN)]),
    ("both stand, the longer one is new", listed(FURLAN), listed(FURLAN, FURLAN_DOI), UNREAD,
     [("added", "", FURLAN_DOI)]),
    ("what stands behind an entry is no change", listed(f"{LIU} <a>PubMed</a>"),
     listed(f"{LIU} <a>PubMed</a>"), rows(LIU, before=True), []),
    *((f"a count of citations went up, {why}",
       listed(f"{FURLAN} Cited by 12", f"{CHOU} Cited by 3"),
       listed(f"{FURLAN} Cited by 15", f"{CHOU} Cited by 4"), reading, [])
      for why, reading in [("unread", rows(FURLAN, CHOU)),
                           ("read before", rows(FURLAN, CHOU, before=True)),
                           ("read after", rows(FURLAN, CHOU, after=True))]),
    *((f"buttons came, {button}, {why}", listed(FURLAN, CHOU),
       listed(f"{FURLAN} {button}", f"{CHOU} {button}"), reading, [])
      for button in ["Cited by 3", "[PubMed] [Google Scholar]", "PubMed | CrossRef", "View",
                     "Free full text", "Times cited: 1,234", "View Article PubMed Google Scholar"]
      for why, reading in [("unread", UNREAD), ("known", rows(FURLAN, CHOU)),
                           ("read before", rows(FURLAN, CHOU, before=True)),
                           ("read after", rows(FURLAN, f"{CHOU} {button}", after=True))]),
    *((f"it goes on now with {tail}, {why}", listed(f"{FURLAN} PubMed", CHOU),
       listed(f"{FURLAN}{tail} PubMed", CHOU), reading, [("changed", FURLAN, f"{FURLAN}{tail}")])
      for tail in [":114-120.", ". PMID: 19127161", ". Retracted in: Spine 2012;37:99.",
                   " Cited by 12 in a review"]
      for why, reading in [("unread", UNREAD), ("known", rows(FURLAN, CHOU)),
                           ("read before", rows(FURLAN, CHOU, before=True)),
                           ("read after", rows(FURLAN, CHOU, after=True))]),
    ("nothing but a button is what it is", listed("PubMed", CHOU), listed(CHOU),
     rows("PubMed", CHOU, before=True), [("removed", "PubMed", "")]),
    *((f"a DOI name behind became another, {why}", listed(f"{FURLAN_DOI} Cited by 12"),
       listed(f"{FURLAN_DOI}3 Cited by 15"), reading, [("changed", FURLAN_DOI, f"{FURLAN_DOI}3")])
      for why, reading in [("unread", rows(FURLAN)), ("read before", rows(FURLAN, before=True)),
                           ("read after", rows(FURLAN, after=True))]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "before", "after", "reading", "expected"), TABLES, ids=[t[0] for t in TABLES]
)
def test_references(
    why: str, before: str, after: str, reading: Reading, expected: list[tuple[str, str, str]]
) -> None:
    found = compare_references(before, after, reading)
    assert [(c.what, c.before, c.after) for c in found] == expected, why


def test_a_change_knows_its_row_and_its_words() -> None:
    [change] = compare_references(listed(LIU), listed(LIU_NOW), rows(LIU_NOW, after=True))
    assert change.row == "r0"
    assert [sign for sign, _ in change.words] == ["=", "-", "+"]
    [change] = compare_references(listed(FURLAN_DOI), listed(f"{FURLAN_DOI}3"), rows(FURLAN))
    assert change.row == "r0", "a row that prints the beginning of both"


def test_a_page_made_to_be_slow_is_compared_in_a_moment() -> None:
    """Each row the beginning of the next, and many entries that begin with all of them."""
    first = "Smith J et al. Massage of the back. Spine 2009;"
    known = [first + " a" * number for number in range(1, MAX_REFERENCES + 1)]
    entries = [f"{known[-1]} https://doi.org/10.1000/{number}" for number in range(2_000)]
    began = time.process_time()
    compare_references(listed(*known), listed(*entries), rows(*known, before=True))
    assert time.process_time() - began < 6, "22 s where each row asked of each entry again"
