"""Changes to a source as texts to find and to replace: unmistakable, in whatever order."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.proof.edits import (
    Change,
    Edit,
    apply_changes,
    as_json,
    as_markup,
    edits_of,
    in_harmony,
)
from archive.proof.spans import Span

Wanted = tuple[str, int, str]
"""What stands there, which of those it is (from 0), and what is to stand there."""

ROWS: list[tuple[str, str, list[list[Wanted]], list[tuple[Edit, ...] | None]]] = [
    (
        "it stands once: no more than itself",
        "<p>doi: 10.1/ab.</p>",
        [[("10.1/ab", 0, "10.1/abc")]],
        [(Edit(find="10.1/ab", replace="10.1/abc"),)],
    ),
    (
        "it stands in the right address, too",
        '<a href="https://doi.org/10.1/abc">10.1/ab</a>',
        [[("10.1/ab", 1, "10.1/abc")]],
        [(Edit(find=">10.1/ab<", replace=">10.1/abc<"),)],
    ),
    (
        "one address is the beginning of another",
        '<a href="/x">a</a> <a href="/x/y">b</a>',
        [[("/x", 0, "/n")], [("/x/y", 0, "/n/y")]],
        [(Edit(find='"/x"', replace='"/n"'),), (Edit(find="/x/y", replace="/n/y"),)],
    ),
    (
        "all places that print the same are one edit",
        '<a href="/x">a</a> <a href="/x/y">b</a> <a href="/x">c</a>',
        [[("/x", 0, "/n"), ("/x", 2, "/n")]],
        [(Edit(find='"/x"', replace='"/n"', times=2),)],
    ),
    (
        "one of two that are printed alike, told by what stands behind it",
        '<li><img src="/x"> one</li><li><img src="/x"> two</li>',
        [[("/x", 1, "/n")]],
        [(Edit(find='/x"> two</li>', replace='/n"> two</li>'),)],
    ),
    (
        "told by what stands before it, where nothing stands behind",
        "one /x\ntwo /x",
        [[("/x", 1, "/n")]],
        [(Edit(find="two /x", replace="two /n"),)],
    ),
    (
        "what would be alone as the page is, and not when the others are changed",
        '<a href="/old">a</a> <a href="/new">b</a>',
        [[("/old", 0, "/new")], [("/new", 0, "/newer")]],
        [
            (Edit(find="/old", replace="/new"),),
            (Edit(find='/new">b</a>', replace='/newer">b</a>'),),
        ],
    ),
    (
        "nothing tells them apart: no edit",
        "x " * 900,
        [[("x", 3, "y")]],
        [None],
    ),
    (
        "one of equal rows, whose surroundings overlap",
        "<tr><td>1990</td></tr>\n" * 70,
        [[("1990", 30, "1991")]],
        [None],
    ),
    (
        "what cannot be told apart leaves the others as they are",
        "x " * 900 + "z",
        [[("x", 3, "y")], [("z", 0, "zz")]],
        [None, (Edit(find="z", replace="zz"),)],
    ),
    (
        "what two groups share is told with the first of them",
        "<p>a one</p><p>b</p>",
        [[("one", 0, "1")], [("one", 0, "1"), ("b", 0, "c")]],
        [(Edit(find="one", replace="1"),), (Edit(find="b", replace="c"),)],
    ),
    (
        "what a group shares with one that has no edits is told with it: all or none",
        "x " * 900 + "one b",
        [[("x", 3, "y"), ("one", 0, "1")], [("one", 0, "1"), ("b", 0, "c")]],
        [None, (Edit(find="one", replace="1"), Edit(find="b", replace="c"))],
    ),
    (
        "what two groups share and nobody can tell apart: no edits for either",
        "x " * 900 + "b",
        [[("x", 3, "y")], [("x", 3, "y"), ("b", 0, "c")]],
        [None, None],
    ),
    (
        "two that change one text at two places of it",
        "<p>BMJ 2009;338:a3115 doi:10.1/ab.</p>",
        [
            [("BMJ 2009;338:a3115 doi:10.1/ab", 0, "BMJ 2008;338:a3115 doi:10.1/ab")],
            [("10.1/ab", 0, "10.1/abc")],
        ],
        [
            (Edit(find="2009;338:a3115", replace="2008;338:a3115"),),
            (Edit(find="10.1/ab", replace="10.1/abc"),),
        ],
    ),
    (
        "two that change one word at two places of it",
        "<p>2009;338:a31</p>",
        [[("2009;338:a31", 0, "2008;338:a31")], [("338:a31", 0, "338:a3115")]],
        [(Edit(find="9", replace="8"),), (Edit(find="338:a31", replace="338:a3115"),)],
    ),
    (
        "two that want other texts at one place: the first has it",
        "<p>10.1/ab</p>",
        [[("10.1/ab", 0, "10.1/abc")], [("10.1/ab", 0, "10.1/abd")]],
        [(Edit(find="10.1/ab", replace="10.1/abc"),), None],
    ),
    (
        "two new addresses of a link are not blended into a third",
        '<a href="http://a.test/old">a</a>',
        [
            [("http://a.test/old", 0, "https://a.test/old")],
            [("http://a.test/old", 0, "http://a.test/new")],
        ],
        [(Edit(find="http://a.test/old", replace="https://a.test/old"),), None],
    ),
    (
        "nor are two numbers",
        "<p>PMID 12345678.</p>",
        [[("12345678", 0, "12345679")], [("12345678", 0, "22345678")]],
        [(Edit(find="12345678", replace="12345679"),), None],
    ),
    (
        "nor are two names",
        "<p>10.1136/bmj.a315.</p>",
        [
            [("10.1136/bmj.a315", 0, "10.1136/bmj.a3115")],
            [("10.1136/bmj.a315", 0, "10.1135/bmj.a315")],
        ],
        [(Edit(find="10.1136/bmj.a315", replace="10.1136/bmj.a3115"),), None],
    ),
    (
        "nor where one of them is a part of the other's text",
        "<p>doi:10.1/ab.</p>",
        [[("doi:10.1/ab", 0, "doi:10.1/abc")], [("10.1/ab", 0, "10.1/abc")]],
        [(Edit(find="doi:10.1/ab", replace="doi:10.1/abc"),), None],
    ),
    (
        "nor where one begins in the other",
        "<p>BMJ 2009;338 315</p>",
        [[("BMJ 2009;338", 0, "BMJ 2008;338")], [("338 315", 0, "338 3115")]],
        [(Edit(find="BMJ 2009;338", replace="BMJ 2008;338"),), None],
    ),
    (
        "a third does not have what the first gave up for the second",
        "<p>BMJ 2009;338 doi:10.1/ab.</p>",
        [
            [("BMJ 2009;338 doi:10.1/ab", 0, "BMJ 2008;338 doi:10.1/ab")],
            [("10.1/ab", 0, "10.1/abc")],
            [("BMJ 2009;338 doi:10.1/ab", 0, "BMA 2009;338 doi:10.1/ab")],
        ],
        [
            (Edit(find="2009;338", replace="2008;338"),),
            (Edit(find="10.1/ab", replace="10.1/abc"),),
            None,
        ],
    ),
    (
        "an address and a name inside of a longer sentence that leaves both as they are",
        "<p>Seen at http://a.test/old, as doi 10.1/ab, in 2009.</p>",
        [
            [("http://a.test/old", 0, "http://a.test/new")],
            [("10.1/ab", 0, "10.1/abc")],
            [
                (
                    "Seen at http://a.test/old, as doi 10.1/ab, in 2009",
                    0,
                    "Seen at http://a.test/old, as doi 10.1/ab, in 2008",
                )
            ],
        ],
        [
            (Edit(find="http://a.test/old", replace="http://a.test/new"),),
            (Edit(find="10.1/ab", replace="10.1/abc"),),
            (Edit(find="2009", replace="2008"),),
        ],
    ),
]


def change_of(source: str, wanted: Wanted) -> Change:
    before, nth, after = wanted
    at = source.index(before)
    for _ in range(nth):
        at = source.index(before, at + 1)
    return Change(Span(at, at + len(before)), after)


@pytest.mark.parametrize(("why", "source", "wanted", "edits"), ROWS, ids=[r[0] for r in ROWS])
def test_edits(
    why: str, source: str, wanted: list[list[Wanted]], edits: list[tuple[Edit, ...] | None]
) -> None:
    groups = [[change_of(source, one) for one in group] for group in wanted]
    together = in_harmony(source, groups)
    found = [
        made if group is not None else None
        for group, made in zip(together, edits_of(source, [g or () for g in together]), strict=True)
    ]
    assert found == edits, why
    flat = [edit for group in found for edit in group or ()]
    told = {c for g, made in zip(together, found, strict=True) if made is not None for c in g or ()}
    meant = apply_changes(source, sorted(told, key=lambda c: c.span.start))
    for order in permutations(flat):
        changed = source
        for edit in order:
            assert changed.count(edit.find) == edit.times
            changed = changed.replace(edit.find, edit.replace)
        assert changed == meant


@given(
    st.lists(
        st.tuples(
            st.text("ab <", max_size=4),
            st.text("ab", min_size=1, max_size=3),
            st.text("abc", max_size=3),
            st.integers(0, 2),
        ),
        max_size=5,
    )
)
def test_whoever_does_not_look_makes_the_changes_that_are_meant(
    parts: list[tuple[str, str, str, int]],
) -> None:
    source, groups = "", [list[Change]() for _ in range(3)]
    for gap, before, after, group in parts:
        start = len(source + gap)
        source += gap + before
        groups[group].append(Change(Span(start, len(source)), after))
    found = edits_of(source, groups)
    told = [c for group, edits in zip(groups, found, strict=True) if edits for c in group]
    changed = source
    for edit in (edit for edits in found for edit in edits or ()):
        assert changed.count(edit.find) == edit.times
        changed = changed.replace(edit.find, edit.replace)
    assert changed == apply_changes(source, sorted(told, key=lambda c: c.span.start))


WRITTEN = [
    ("the source writes references", "/?a=1&b=2", "/?x=1&amp;y=2", "/?a=1&amp;b=2"),
    ("the source leaves ampersands bare", "/?a=1&b=2", "/?x=1&y=2", "/?a=1&b=2"),
    ("bare it would be a reference", "/?a=1&copy=2", "/?x=1&y=2", "/?a=1&amp;copy=2"),
    ("a quotation mark ends no value", '/"q"', "/x", "/&quot;q&quot;"),
]


@pytest.mark.parametrize(("why", "text", "before", "written"), WRITTEN)
def test_markup_is_written_as_the_source_is(why: str, text: str, before: str, written: str) -> None:
    assert as_markup(text, before, is_value=True) == written, why


def test_between_tags_quotation_marks_stay() -> None:
    assert as_markup('10.1/<"a">', "10.1/b", is_value=False) == '10.1/&lt;"a"&gt;'


def test_a_script_is_not_ended_by_what_is_written_into_it() -> None:
    assert as_json('/a"</script>', "/b") == '/a\\"\\u003c/script>'
