"""Links that are buttons: nothing is said of the address they do not need."""

from __future__ import annotations

import pytest

from crawler.pages.addresses import NO_ADDRESS
from tests.crawler.pages.html_page import URL, page

ROWS = [
    ("no address", "<a href=''>a</a>", URL, "", "empty"),
    ("no address, with a handler", "<a href='' onclick='go()'>a</a>", URL, "", ""),
    ("of a framework", "<a href='' @click.prevent='go'>a</a>", URL, "", ""),
    ("of another", "<a href='' v-on:click='go'>a</a>", URL, "", ""),
    ("a role", "<a href='' role=button>a</a>", URL, "", ""),
    ("a class for scripts", "<a href='' class='link js-open'>a</a>", URL, "", ""),
    ("the class of a control", "<a href='' class=menu-toggle>a</a>", URL, "", ""),
    ("it only looks like one", "<a href='' class='btn btn-primary'>a</a>", URL, "", "empty"),
    ("a form that a script sends", "<form action='' onsubmit='go()'></form>", URL, "", ""),
    ("a place", "<a href='#x'>a</a>", URL, "x", ""),
    ("a place, with a handler", "<a href='#x' onclick='go()'>a</a>", URL, "", ""),
    ("what it opens", "<a href='#x' data-bs-toggle=collapse>a</a>", URL, "", ""),
    ("a tab", "<a href='#x' role=tab>a</a>", URL, "", ""),
    ("what it controls", "<a href='#x' aria-controls=x>a</a>", URL, "", ""),
    ("only a class for its looks", "<a href='#x' class=link>a</a>", URL, "x", ""),
    ("a page, counted", "<a href='/c#x' onclick='count()'>a</a>", "https://www.x.org/c", "x", ""),
    ("nowhere", "<a href='#0'>a</a>", URL, "", ""),
    ("nowhere, in words", "<a href='#void'>a</a>", URL, "", ""),
    ("nowhere, doubled", "<a href='##'>a</a>", URL, "", ""),
    ("a place that begins like it", "<a href='#nowhere-else'>a</a>", URL, "nowhere-else", ""),
    ("a script, misspelt", "<a href='javascript;' onclick='go()'>a</a>", None, "", NO_ADDRESS),
    ("another", "<a href='void(0)' onclick='go()'>a</a>", None, "", NO_ADDRESS),
]  # fmt: skip


@pytest.mark.parametrize(("why", "html", "url", "fragment", "problem"), ROWS)
def test_what_a_button_leads_to(
    why: str, html: str, url: str | None, fragment: str, problem: str
) -> None:
    link = page(f"<p>{html}</p>").links[-1]
    assert (link.url, link.fragment, link.problem) == (url, fragment, problem), why


def test_a_misspelt_script_without_a_handler_is_explained() -> None:
    link = page("<p><a href='javascript;'>a</a></p>").links[-1]
    assert link.problem == "perhaps a button, whose javascript:void(0) is misspelt"


def test_hostile_targets_are_told_in_linear_time() -> None:
    for target in ("java" + " " * 7_000 + "x", "#" * 7_000 + "x", " " * 7_000 + "#x"):
        assert page(f"<p><a href='{target}' onclick=x>a</a></p>").links[-1].printed == target
