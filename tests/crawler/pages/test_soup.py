"""Our short way to BeautifulSoup's tree: node by node and link by link what its own way makes."""

from __future__ import annotations

import gc
import random
import warnings
import weakref
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import AttributeDict, PageElement

from crawler.pages.soup import INDEXED, plant
from tests.bench.site import page

LINKS = ("parent", "next_element", "previous_element", "next_sibling", "previous_sibling")
PARTS = (
    "<p>", "</p>", "<b>", "</b>", "</i></b>", "<table>", "<tr><td>", "</table>", "text", "é𝄞", "\t",
    "<pre>", " \n ", "</pre>", "<textarea>", "</textarea>", "<script>", "x<y</script>", "<style>",
    "</style>", "<template>", "</template>", "<ruby>a<rt>", "</rt>", "<rp>(</rp>", "<!-- c -->",
    "<!---->", "<!DOCTYPE html>", "<!DOCTYPE html PUBLIC '-//W3C//DTD' 'x'>", "<?pi x?>", "<3",
    "<![CDATA[x]]>", "&amp;", "&nbsp;", "&#0;", "<svg xlink:href='a'>", "<p {x}y=1>", "</html>",
    "<p xml:lang=de {http://www.w3.org/XML/1998/namespace}q=1>", "<html lang=x>", "<title>", "</",
    "<body class='a b'>", "<meta charset=utf-8>", "<a href=x rel='a b'>", "</a>", "<br>", "</br>",
    "<img src=x/>", "<li>", "<ul>", "<form>", "<select><option>", "<foo:bar x:y=1>", "\x00",
    "<noscript>", "<p a=1 a=2>", "<P CLASS=X>", "<plaintext>", "<!-- not closed", "<frameset>",
)  # fmt: skip


def nodes_of(soup: BeautifulSoup) -> list[PageElement]:
    """All nodes in page order, found by contents alone."""
    nodes: list[PageElement] = []
    waiting: list[PageElement] = [soup]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if isinstance(node, Tag):
            waiting.extend(reversed(node.contents))
    return nodes


def told(soup: BeautifulSoup) -> list[tuple[Any, ...]]:
    """What each node is, and the numbers of the nodes it is linked to; the root's are its own."""
    nodes = nodes_of(soup)
    number = {id(node): n for n, node in enumerate(nodes)}
    rows: list[tuple[Any, ...]] = []
    for node in nodes[1:]:
        linked = [getattr(node, link) for link in LINKS]
        links = tuple(None if near is None else number[id(near)] for near in linked)
        if isinstance(node, Tag):
            words = node.interesting_string_types, node.can_be_empty_element, node.get_text()
            rows.append((node.name, list(node.attrs.items()), words, node.string, links))
        else:
            rows.append((type(node), str(node), links))
    return rows


def theirs(markup: str) -> BeautifulSoup:
    builder = LXMLTreeBuilder(multi_valued_attributes=None, attribute_dict_class=AttributeDict)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(markup, builder=builder)


def markups() -> list[str]:
    chance = random.Random(7)
    mixed = ["".join(chance.choices(PARTS, k=chance.randrange(1, 50))) for _ in range(400)]
    nested = "<div><b>" * 300 + "deep" + "</b></div>" * 200
    return ["", " ", "﻿<p>x", page(0, 100), nested, *PARTS, *mixed]


def test_the_tree_is_the_one_that_beautifulsoup_makes() -> None:
    for markup in markups():
        assert told(plant(markup)[0]) == told(theirs(markup)), markup


def test_the_elements_listed_by_name_are_all_of_them_in_page_order() -> None:
    for markup in markups():
        soup, planter = plant(markup)
        assert [id(node) for node in planter.nodes] == [id(node) for node in nodes_of(soup)]
        tags = planter.tags
        found = [node for node in nodes_of(soup) if isinstance(node, Tag)]
        for name in INDEXED:
            expected = [id(tag) for tag in found if tag.name == name]
            assert [id(tag) for tag in tags[name]] == expected


def test_a_felled_tree_leaves_nothing_for_the_collector() -> None:
    planter = plant("<p>a<b>c</b><!-- d --></p>")[1]
    nodes = [weakref.ref(node) for node in planter.nodes if isinstance(node, Tag)]
    assert len(nodes) == 5  # html and body, and the root
    gc.disable()
    try:
        planter.fell()
        assert not [node for node in nodes if node() is not None]
    finally:
        gc.enable()


@pytest.mark.parametrize("selector", ["p > b", "a[href]", "td", ":root"])
def test_what_beautifulsoup_offers_works_on_it(selector: str) -> None:
    markup = "<p>a <b>b</b><table><tr><td><a href=x>c</a>"
    ours, its = plant(markup)[0], theirs(markup)
    assert [str(tag) for tag in ours.select(selector)] == [str(t) for t in its.select(selector)]
    assert str(ours) == str(its)
