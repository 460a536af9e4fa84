"""Builds BeautifulSoup's tree straight from lxml's events, which is faster. Pure.

The tree is the same that ``BeautifulSoup(markup, LXMLTreeBuilder())`` makes (tests compare them
link by link); only the way is shorter. BeautifulSoup's own calls six functions for an element and
sets two dozen attributes, most of them the same on every element of every page: a third of what
reading a page cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import (
    AttributeDict,
    AttributeValueList,
    Comment,
    Doctype,
    NamespacedAttribute,
    NavigableString,
    PageElement,
    ProcessingInstruction,
)
from bs4.exceptions import ParserRejectedMarkup
from lxml import etree

INDEXED = frozenset({"base", "body", "html", "input", "link", "meta", "script", "style", "title"})
"""Elements that are listed by name, see ``Planter.tags``."""


class _Builder(LXMLTreeBuilder):
    """Makes the root of a tree; lxml, whose start takes a while, is asked once a page, by us."""

    def feed(self, markup: str | bytes) -> None:
        """Nothing: the root is empty."""


_BUILDER = _Builder(multi_valued_attributes=None, attribute_dict_class=AttributeDict)
_CONTAINERS = _BUILDER.string_containers
_PRESERVING = _BUILDER.preserve_whitespace_tags
_EMPTY: frozenset[str] = frozenset(_BUILDER.empty_element_tags or ())
_BLANKS = BeautifulSoup.ASCII_SPACES
_Attributes = dict[str, str | AttributeValueList]
_XML = "http://www.w3.org/XML/1998/namespace"


class Element(Tag):
    """A tag that is quick to make: what BeautifulSoup sets on every tag alike stands here once."""

    parser_class = BeautifulSoup
    namespace = prefix = sourceline = sourcepos = next_element = next_sibling = None
    _namespaces: Mapping[str, str] = {"xml": _XML}  # type: ignore[assignment]
    attribute_value_list_class = _BUILDER.attribute_value_list_class
    cdata_list_attributes = _BUILDER.cdata_list_attributes
    preserve_whitespace_tags = _PRESERVING
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    can_be_empty_element = known_xml = hidden = False


class Planter:
    """Builds the tree from the events of lxml's parser (its parser target interface).

    Elements that were not closed where they should have been end with the one around them.
    """

    __slots__ = (
        "_containers", "_counts", "_last", "_open", "_preserving", "_texts", "nodes", "tags",
    )  # fmt: skip

    def __init__(self, root: BeautifulSoup) -> None:
        self.tags: dict[str, list[Tag]] = {name: [] for name in INDEXED}
        """The elements of INDEXED by name, in page order."""
        self.nodes: list[PageElement] = [root]
        """All of the tree, in page order."""
        self._open: list[Tag] = [root]
        self._counts: dict[str, int] = {}  # of open elements by name
        self._last: PageElement | None = None
        self._texts: list[str] = []  # since the last element began or ended
        self._preserving: list[Tag] = []  # open elements whose blanks count
        self._containers: list[Tag] = []  # open elements whose text is of a class of its own

    def start(self, name: str, attributes: _Attributes) -> None:
        """An element begins."""
        if self._texts:
            self._end_text(NavigableString)
        parent, last = self._open[-1], self._last
        tag = Element.__new__(Element)
        tag.name = name
        tag.attrs = attributes or {}
        for key in attributes:
            if key[:1] == "{":
                tag.attrs = _with_namespaces(attributes)
                break
        tag.contents = []
        tag.parent = parent
        tag.previous_element = last
        if last is not None:
            last.next_element = tag
        siblings = parent.contents
        if siblings:
            tag.previous_sibling = before = siblings[-1]
            before.next_sibling = tag
        else:
            tag.previous_sibling = None
        siblings.append(tag)
        self.nodes.append(tag)
        self._last = tag
        self._open.append(tag)
        self._counts[name] = self._counts.get(name, 0) + 1
        if name in _SPECIAL:
            self._note(tag)

    def _note(self, tag: Tag) -> None:
        """What holds of elements with some names only."""
        name = tag.name
        if name in _EMPTY:
            tag.can_be_empty_element = True
        if name in INDEXED:
            self.tags[name].append(tag)
        if name in _PRESERVING:
            self._preserving.append(tag)
        if name in _CONTAINERS:
            tag.interesting_string_types = {_CONTAINERS[name]}
            self._containers.append(tag)

    def end(self, name: str) -> None:
        """An element ends, and with it what is still open inside."""
        if self._texts:
            self._end_text(NavigableString)
        while self._counts.get(name):
            tag = self._open.pop()
            self._counts[tag.name] -= 1
            if tag.name in _SPECIAL:
                if self._preserving and tag is self._preserving[-1]:
                    self._preserving.pop()
                if self._containers and tag is self._containers[-1]:
                    self._containers.pop()
            if tag.name == name:
                return

    def data(self, text: str) -> None:
        """Some more text."""
        self._texts.append(text)

    def comment(self, text: str) -> None:
        """A comment."""
        self._add(text, Comment)

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction, or what looks like one."""
        self._add(f"{target} {data}", ProcessingInstruction)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """The declaration of the document's type."""
        self._add(Doctype._string_for_name_and_ids(name, public, system), Doctype)

    def close(self) -> None:
        """The page has ended."""
        if self._texts:
            self._end_text(NavigableString)

    def fell(self) -> None:
        """Take the tree apart, once nothing more is to be read of it: its memory is free at once.

        Every node is linked to its neighbours and back, so that otherwise Python's collector has
        to find them all again, which took a tenth of the reading.
        """
        for node in self.nodes:
            node.__dict__.clear()
        self.nodes.clear()
        self.tags.clear()
        self._open.clear()
        self._preserving.clear()
        self._containers.clear()
        self._last = None

    def _add(self, text: str, container: type[NavigableString]) -> None:
        """A string that is no text of the page."""
        if self._texts:
            self._end_text(NavigableString)
        self._texts.append(text)
        self._end_text(container)

    def _end_text(self, container: type[NavigableString]) -> None:
        """The text so far is a node; blanks alone are one blank, or one line break."""
        text = self._texts[0] if len(self._texts) == 1 else "".join(self._texts)
        self._texts.clear()
        if not self._preserving and not text.strip(_BLANKS):
            text = "\n" if "\n" in text else " "
        if self._containers and container is NavigableString:
            container = _CONTAINERS[self._containers[-1].name]
        node = str.__new__(container, text)
        # Linked as in start(): a function for both would be a call more for every node of a page.
        parent, last = self._open[-1], self._last
        node.parent = parent
        node.previous_element = last
        node.next_element = node.next_sibling = None
        node.hidden = False
        if last is not None:
            last.next_element = node
        siblings = parent.contents
        if siblings:
            node.previous_sibling = before = siblings[-1]
            before.next_sibling = node
        else:
            node.previous_sibling = None
        siblings.append(node)
        self.nodes.append(node)
        self._last = node


_SPECIAL = frozenset({*INDEXED, *_EMPTY, *_PRESERVING, *_CONTAINERS})


def _with_namespaces(attributes: _Attributes) -> _Attributes:
    """Attributes that name a namespace (``{…}name``) as BeautifulSoup has them."""
    found: _Attributes = {}
    for key, value in attributes.items():
        space, closing, name = key[1:].partition("}") if key[:1] == "{" else ("", "", key)
        if closing:
            prefix = "xml" if space == _XML else None
            found[NamespacedAttribute(prefix, name, space)] = value
        else:
            found[key] = value
    return found


def plant(markup: str) -> tuple[BeautifulSoup, Planter]:
    """The tree of a page, and what has planted it.

    Raises ``ParserRejectedMarkup`` for what lxml does not take.
    """
    rejection: Exception | None = None
    target: Any
    text = markup.removeprefix("\N{BYTE ORDER MARK}")
    for content, encoding in ((text, None), (markup.encode("utf-8", "replace"), "utf-8")):
        soup = BeautifulSoup("", builder=_BUILDER)
        target = planter = Planter(soup)
        parser = etree.HTMLParser(target=target, recover=True, encoding=encoding)
        try:
            parser.feed(content)
            parser.close()
            return soup, planter
        except (UnicodeDecodeError, LookupError, etree.ParserError) as error:
            rejection = error
    raise ParserRejectedMarkup(str(rejection)) from rejection
