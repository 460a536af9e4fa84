"""What a reader would say has changed between two captures of a page."""

from __future__ import annotations

import re

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
    ("moved", "<p>One.</p><p>Two.</p><p>Three.</p>", "<p>Three.</p><p>One.</p><p>Two.</p>", []),
    ("one of two moved, the other gone", "<p>One.</p><p>Two.</p><p>One.</p>",
     "<p>Two.</p><p>Three.</p><p>One.</p>",
     [("added", "", "Three."), ("removed", "One.", "")]),
    ("without blanks between words",
     "<p>针灸是治疗疼痛的方法。</p>", "<p>针灸是治疗腰痛的方法。</p>",
     [("changed", "针灸是治疗疼痛的方法。", "针灸是治疗腰痛的方法。")]),
    ("without blanks, another one", "<p>针灸是治疗疼痛的方法。</p>", "<p>请先咨询您的医生。</p>",
     [("removed", "针灸是治疗疼痛的方法。", ""), ("added", "", "请先咨询您的医生。")]),
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


DATES = """02.03.2022; 2022-04-02; 20/12/2022; 2022/12/20; 20-12-2022; 5. 3. 2021; 1er mars 2021
20 December 2022; 20 Dec 2022; December 20, 2022; Dec. 20, 2022; 20th of December 2022
20. Dezember 2022; 20 décembre 2022; 20 de diciembre de 2022; 1º de mayo de 2020
20 dicembre 2022; 20 de dezembro de 2022; 20 grudnia 2022; 20 Aralık 2022; 20 Δεκεμβρίου 2022
2022年12月20日; 2022년 12월 20일"""


@pytest.mark.parametrize("date", re.split(r"; |\n", DATES))
def test_forms_of_dates(date: str) -> None:
    assert compare("<p>When?</p>", f"<p>When? {date}.</p>").dates[0] == (date,)


def test_what_moved_is_counted() -> None:
    found = compare("<p>One.</p><p>Two.</p><p>Three.</p>", "<p>Two.</p><p>Three.</p><p>One.</p>")
    assert (found.moved, found.kept) == (1, 2)


def test_long_pages_are_compared_as_far_as_can_be() -> None:
    page = "<p>x y</p>" * 2500
    found = compare(page, page + "<p>new</p>")
    assert found.is_cut
    assert found.changes == ()
    assert found.kept == 2000


def test_paragraphs_end_where_blocks_do() -> None:
    source = "<title>T</title><ul><li>One <em>two</em><li>three</ul>four<br>five<!-- x --> six"
    assert paragraphs_of(source) == ["One two", "three", "four", "five six"]
