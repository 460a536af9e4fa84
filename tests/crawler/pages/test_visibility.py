"""What a reader cannot see: rows (why, HTML with one link, is it hidden)."""

from __future__ import annotations

import pytest

from crawler.pages import visibility
from crawler.pages.tree import grow
from crawler.pages.visibility import hidden_selectors
from crawler.pages.walk import walk

LINK = "<a href='/x'>x</a>"
LINKS = "<a href='/y'>y</a>" * 250
TEXT = f"Hara N, Oka H. Predictors of residual symptoms. Eur Spine J. 2010;19:1849. {LINK}"
ROWS = [
    ("plain", LINK, False),
    ("display", "<a href='/x' style='display:none'>x</a>", True),
    ("display, spelled otherwise", "<a href='/x' style='DISPLAY : none !important'>x</a>", True),
    ("around it", f"<div style='visibility:hidden'><p>{LINK}</p></div>", True),
    ("attribute", f"<div hidden>{LINK}</div>", True),
    ("found by searching", f"<div hidden='until-found'>{LINK}</div>", False),
    ("aria-hidden is for machines", f"<div aria-hidden=true>{LINK}</div>", False),
    ("off screen", "<a href='/x' style='position:absolute;left:-9999px'>x</a>", True),
    ("a little to the left", "<a href='/x' style='position:relative;left:-5px'>x</a>", False),
    ("image replacement", "<a href='/x' style='text-indent:-9999px'>x</a>", False),
    ("no size", f"<div style='width:0;height:0;overflow:hidden'>{LINK}</div>", True),
    ("one pixel", f"<div style='height:1px;overflow:hidden'>{LINK}</div>", True),
    ("ten pixels", f"<div style='height:10px;overflow:hidden'>{LINK}</div>", False),
    ("a full width", f"<div style='width:100%;overflow:hidden'>{LINK}</div>", False),
    ("no colour", "<a href='/x' style='opacity:0'>x</a>", True),
    ("fading in", f"<div style='opacity:0'>{LINK}</div>", False),
    ("letters of no size", "<a href='/x' style='font-size:0'>x</a>", True),
    ("rule", f"<style>.t{{display:none}}</style><div class='a t'>{LINK}</div>", True),
    ("rule by id", f"<style>p, #t {{ display: none }}</style><div id=t>{LINK}</div>", True),
    (
        "rule for print",
        f"<style>@media print{{.t{{display:none}}}}</style><i class=t>{LINK}</i>",
        False,
    ),
    (
        "rule that another takes back",
        f"<style>.t{{display:none}} .m:hover .t{{display:block}}</style><div class=t>{LINK}</div>",
        False,
    ),
    (
        "rule inside of others",
        f"<style>.m .t{{display:none}}</style><div class=t>{LINK}</div>",
        False,
    ),
    ("rule in a comment", f"<style>/*.t{{display:none}}*/</style><div class=t>{LINK}</div>", False),
    (
        "opened by a button",
        f"<button aria-controls=p>+</button><div id=p hidden>{LINK}</div>",
        False,
    ),
    (
        "opened from elsewhere",
        f"<div id=p style='display:none'>{LINK}</div><i data-bs-target='#p'>+</i>",
        False,
    ),
    (
        "folded to no height below a title",
        f"<div>R</div><div style='height:0;overflow:hidden'>{TEXT}{'long ' * 40}</div>",
        False,
    ),
    (
        "a few words of no height below a title",
        f"<div>R</div><div style='height:0;overflow:hidden'>{TEXT}</div>",
        True,
    ),
    (
        "links of no height below a title",
        f"<div>R</div><div style='height:0;overflow:hidden'>{LINK}{LINKS}</div>",
        True,
    ),
    ("after a button", f"<h3><button>+</button></h3><div hidden>{LINK}</div>", False),
    (
        "a title that a script makes a control",
        f"<h3 class=toggle>R</h3><div hidden>{TEXT}</div>",
        False,
    ),
    ("a title with a link to nowhere", f"<p><a href='#'>R</a></p><div hidden>{TEXT}</div>", False),
    ("with blanks", f"<p><a href=' #! '>R</a></p><div hidden>{TEXT}</div>", False),
    ("a title by its role", f"<div role=button>R</div><div hidden>{TEXT}</div>", False),
    (
        "a title of a plugin",
        f"<h5 class=et_pb_toggle_title>R</h5><div style='display:none'>{TEXT}</div>",
        False,
    ),
    ("a link behind it", f"<div hidden>{TEXT}</div><a href='#' class=more>all</a>", False),
    (
        "by a script that names it",
        f"<i onclick=\"t('p')\">+</i><p>x</p><div id=p hidden>{TEXT}</div>",
        False,
    ),
    (
        "the last of a list",
        f"<ul><li>1<li hidden>{TEXT}</ul><a href='javascript:t()'>all</a>",
        False,
    ),
    ("a trap beside such a link", f"<a href='#'>Top</a><div hidden>{LINK}</div>", True),
    ("a text beside a plain link", f"<a href='/y'>y</a><div hidden>{TEXT}</div>", True),
    ("a text beside a plain title", f"<h3>R</h3><div hidden>{TEXT}</div>", True),
    ("without scripts only", f"<noscript>{LINK}</noscript>", True),
    ("template", f"<template>{LINK}</template>", True),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_hidden(html: str, expected: bool) -> None:
    page = walk(grow(html))
    (site,) = [site for site in page.sites if site.printed == "/x"]
    assert site.is_hidden is expected
    assert any("x" in piece.text for piece in page.pieces) is not expected


def test_the_neighbours_of_a_list_are_walked_once_for_all_its_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walked: list[object] = []
    monkeypatch.setattr(
        visibility, "_is_control", lambda tag: walked.append(tag) or tag.name == "a"
    )
    hidden = f"<p hidden>{TEXT}</p>" * 50
    page = walk(grow(f"<h3>R</h3><!-- -->{'<!-- -->' * 9}<div>{hidden}</div><a href='#'>all</a>"))
    assert len(walked) == 2
    assert not any(site.is_hidden for site in page.sites)


@pytest.mark.parametrize(
    "css", ["@" * 100_000, "{" * 100_000, ".a" * 50_000, "@media{" * 10_000, "/*" * 50_000, "}" * 9]
)
def test_any_style_sheet_is_read(css: str) -> None:
    assert hidden_selectors(css) == frozenset()
