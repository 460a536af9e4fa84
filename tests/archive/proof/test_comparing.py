"""What a reader would say has changed between two captures of a page."""

from __future__ import annotations

import pytest

from archive.proof.comparing import compare, paragraphs_of, words_between

CASES = [
    ("nothing", "<p>One.</p><p>Two.</p>", "<p>One.</p><p>Two.</p>", []),
    ("other markup, the same words", "<p>One <b>two</b></p>", "<div>One  <i>two</i></div>", []),
    ("another script", "<p>One</p><script>1</script>", "<p>One</p><script>2</script>", []),
    ("references for characters", "<p>M&uuml;ller &amp; Co</p>", "<p>Müller & Co</p>", []),
    ("added", "<p>One.</p>", "<p>One.</p><p>Two.</p>", [("added", "", "Two.")]),
    ("removed", "<p>One.</p><p>Two.</p>", "<p>Two.</p>", [("removed", "One.", "")]),
    ("changed", "<p>It helps six of ten people.</p>", "<p>It helps four of ten people.</p>",
     [("changed", "It helps six of ten people.", "It helps four of ten people.")]),
    ("another one in its place", "<p>Rest in bed.</p>", "<p>Keep moving!</p>",
     [("removed", "Rest in bed.", ""), ("added", "", "Keep moving!")]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "before", "after", "expected"), CASES)
def test_paragraphs(
    why: str, before: str, after: str, expected: list[tuple[str, str, str]]
) -> None:
    found = compare(before, after).changes
    assert [(c.what, c.before, c.after) for c in found] == expected, why


def test_words() -> None:
    assert words_between("a b c", "a x c") == (("=", "a"), ("-", "b"), ("+", "x"), ("=", "c"))
    assert words_between("a b", "a b c") == (("=", "a b"), ("+", "c"))


def test_doi_names_in_text_and_links() -> None:
    before = "<p>doi: 10.1155/2015/32819.</p>"
    after = "<p><a href='https://doi.org/10.1155%2F2015/328196'>paper</a></p>"
    assert compare(before, after).dois == (("10.1155/2015/328196",), ("10.1155/2015/32819",))


def test_dates() -> None:
    before = "<p>updated 02.03.2022</p><p>1 May 2020</p>"
    after = "<p>updated 2022-04-02</p><p>1 May 2020</p>"
    assert compare(before, after).dates == (("2022-04-02",), ("02.03.2022",))


def test_long_pages_are_compared_as_far_as_can_be() -> None:
    page = "<p>x y</p>" * 2500
    found = compare(page, page + "<p>new</p>")
    assert found.is_cut
    assert found.changes == ()
    assert found.kept == 2000


def test_paragraphs_end_where_blocks_do() -> None:
    source = "<title>T</title><ul><li>One <em>two</em><li>three</ul>four<br>five<!-- x --> six"
    assert paragraphs_of(source) == ["One two", "three", "four", "five six"]
