"""Lines, columns and addresses of findings, counted in the captures of their pages."""

from __future__ import annotations

from archive.proof.locating import Location, locate
from archive.proof.proving import prove
from tests.archive.proof.small_archive import MOMENT, PAGE, Small


def found_in(small: Small) -> dict[str, Location]:
    return {found.id: found for found in locate(small.store.db.conn, small.captures)}


def add_finding(small: Small, page: str, identity: str, **row: object) -> None:
    small.put(
        "findings",
        **{
            "id": identity,
            "kind": "link_gone",
            "severity": "error",
            "state": "new",
            "page_id": page,
            "subject": "x",
            "says": "x",
            "first_seen_at": MOMENT,
            "last_seen_at": MOMENT,
            "first_run_id": small.run,
            "last_run_id": small.run,
            **row,
        },
    )


def test_line_column_and_length_are_those_of_the_decoded_page(small: Small) -> None:
    capture, page = small.acupuncture()
    add_finding(small, page, "at-link", link_mention_id="link")
    found = found_in(small)
    name = found["finding"]
    lines = PAGE.splitlines()
    assert name.capture_id == capture
    assert lines[name.line - 1][name.column - 1 :].startswith("10.1155/2015/32819</a>")
    assert (name.end_line, name.end_column) == (name.line, name.column + 18)
    assert PAGE[name.char_offset : name.char_offset + name.char_length] == "10.1155/2015/32819"
    assert name.text_fragment == "#:~:text=10.1155%2F2015%2F32819"
    link = found["at-link"]
    assert lines[link.line - 1][link.column - 1 :].startswith('/en/pain.htm">pain')
    assert link.text_fragment == "#:~:text=See-,pain"  # it says “Back Pain” before


def test_a_misprint_is_where_it_is_printed_and_not_at_the_right_number(small: Small) -> None:
    """Both differ in one figure, and the right one stands in the DOI name."""
    print_ = "Lee A. Backs. Cureus. 2023;15:e40225. doi: 10.7759/cureus.40255"
    source = f"<ol><li>Hu B. Necks. 2020;1:40225.</li><li>{print_}</li></ol>"
    capture = small.capture("/en/lee.htm", source)
    page = small.page("/en/lee.htm", capture)
    of = {"page_id": page, "position": 2, "capture_id": capture}
    small.put("bibliography", id="lee", printed=print_, **of)
    name = {"printed": "10.7759/cureus.40255", "value": "10.7759/cureus.40255", "scheme": "doi"}
    small.put("mentions", id="name", bibliography_id="lee", place="text", **name, **of)
    at = {"bibliography_id": "lee", "mention_id": "name"}
    add_finding(small, page, "misprint", kind="citation_differs", says="40225", **at)
    found = found_in(small)["misprint"]
    assert source[found.char_offset :].startswith("40225. doi")
    assert (found.line, found.column) == (1, source.index("40225. doi") + 1)
    assert "40225" in found.text_fragment
    proof = prove(small.store.db.conn, small.captures, "findings", "misprint")
    (passage,) = proof.passages
    assert (passage.field, passage.passage) == ("says", "40225")


def test_what_was_found_is_not_read_again_until_the_page_changes(small: Small) -> None:
    capture, page = small.acupuncture()
    small.store.locate_findings()
    assert found_in(small) == {}
    again = small.capture("/en/acupuncture.htm", PAGE, revisit_of=capture)
    move = "UPDATE mentions SET capture_id = ? WHERE page_id = ?"
    small.store.db.execute(move, (again, page))
    assert found_in(small) == {}  # the same bytes
    other = small.capture("/en/acupuncture.htm", "<p>New.</p>\n" + PAGE)
    small.store.db.execute(move, (other, page))
    assert found_in(small)["finding"].line == 7


def test_what_does_not_stand_there_has_no_place(small: Small) -> None:
    _, page = small.acupuncture()
    add_finding(small, page, "lost", says="nowhere to be seen")
    lost = found_in(small)["lost"]
    assert (lost.line, lost.column, lost.text_fragment) == (None, None, "")


def test_without_captures_nothing_is_found_and_nothing_fails(small: Small) -> None:
    small.acupuncture()
    small.path.unlink()
    assert found_in(small) == {}
