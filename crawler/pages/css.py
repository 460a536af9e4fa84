"""What a browser loads for a style sheet or a ``style`` attribute. Pure.

Rules are told apart as CSS Syntax 3 has it, because the same ``url()`` is loaded in one place and
only a name or a question in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import tinycss2
from tinycss2.bytes import decode_stylesheet_bytes
from webencodings import lookup

from archive.records import Issue, Link, PageKind, PageRecord, Source
from crawler.pages.addresses import resolve

MAX_CSS = 500_000
"""Characters of one style sheet that are read, what is embedded in it (``data:``) not counted."""
MOST_ADDRESSES = 2000
"""Addresses of one style sheet that are read: sheets of a thousand icons have half as many."""
MAX_DEPTH = 12
"""Nesting of blocks and functions that is followed."""

_EMBEDDED = re.compile(
    r"""url\(\s*(?:"data:[^"\\]*+"|'data:[^'\\]*+'|data:[^\s"'()\\]*+)\s*\)""", re.I
)
_TELLING = re.compile(r"url\(|src\(|image-set\(|@import", re.I)
_ADDRESS_FUNCTIONS = frozenset({"url", "src", "image-set", "-webkit-image-set"})
"""Functions whose strings are addresses (CSS Values 4 §4.5, CSS Images 4 §2.5)."""
_NEVER_LOADED = frozenset({"behavior", "-ms-behavior", "-moz-binding"})
"""Properties of browsers that are gone."""
_BEFORE_IMPORTS = frozenset({"charset", "layer"})
_CONDITIONAL_ON_ADDRESS = frozenset({"document", "-moz-document"})
"""Rules that no browser applies to pages, and whose addresses are conditions."""


def addresses_of_css(css: str, *, is_attribute: bool = False) -> list[str]:
    """What a style sheet, or (``is_attribute``) the content of a ``style`` attribute, loads.

    That is ``url()`` and its kin in declarations, and ``@import`` where browsers heed it: before
    all other rules (CSS Cascade 5 §2). Names (``@namespace``), conditions (``@supports``),
    what is embedded (``data:``), places in the page itself (``url(#clip)``, CSS Values 4 §4.5.1)
    and everything beyond ``MAX_CSS`` or ``MOST_ADDRESSES`` are left out.

    >>> addresses_of_css("@import 'a.css'; p { fill: url(#b); background: url(c.png) }")
    ['a.css', 'c.png']
    """
    if not _TELLING.search(css):
        return []
    bare = _without_embedded(css)
    bare = bare[: _end_of_read(bare)]
    if is_attribute:
        found = _in_block(tinycss2.parse_blocks_contents(bare), 0)
    else:
        found = _in_sheet(tinycss2.parse_stylesheet(bare, skip_comments=True, skip_whitespace=True))
    stripped = (address.strip() for address in found)
    used = (a for a in stripped if a and not a[:5].lower().startswith(("#", "data:")))
    return list(dict.fromkeys(used))


def issues_of_css(css: str) -> tuple[Issue, ...]:
    """Issues if a style sheet is longer than is read (``page_cut``), or names more addresses
    (``addresses_cut``). The latter takes nothing from the text of a page that holds it."""
    if len(css) <= MAX_CSS and _beyond_addresses(css) is None:
        return ()
    bare = _without_embedded(css)
    if len(bare) <= _end_of_read(bare):
        return ()
    if len(bare) > MAX_CSS:
        code = "page_cut"
        message = (
            f"A style sheet has {len(bare):,} characters besides what is embedded in it; "
            f"what follows the {MAX_CSS:,}th was not read."
        )
    else:
        code = "addresses_cut"
        message = (
            f"A style sheet names more than {MOST_ADDRESSES:,} addresses; the others were not read."
        )
    return (Issue(code=code, message=message, stage="read"),)


def _end_of_read(bare: str) -> int:
    """How many characters of a style sheet are read."""
    beyond = _beyond_addresses(bare)
    return MAX_CSS if beyond is None else min(beyond, MAX_CSS)


def _beyond_addresses(css: str) -> int | None:
    """Where the first address stands that is one too many."""
    beyond = next(islice(_TELLING.finditer(css), MOST_ADDRESSES, None), None)
    return None if beyond is None else beyond.start()


def _without_embedded(css: str) -> str:
    return _EMBEDDED.sub("none", css) if "data:" in css.lower() else css


def _in_sheet(rules: Iterable[Any]) -> Iterator[str]:
    may_import, imported = True, False
    for rule in rules:
        name = rule.lower_at_keyword if rule.type == "at-rule" else ""
        if name == "import" and may_import and rule.content is None:
            imported = True
            yield from _first_address(rule.prelude)
        elif name in _BEFORE_IMPORTS and rule.content is None and not imported:
            continue
        else:
            may_import = False
            yield from _in_block([rule], 0)


def _first_address(prelude: Sequence[Any]) -> Iterator[str]:
    """What an ``@import`` names: a string or a ``url()``, before everything else it says."""
    token = next((t for t in prelude if t.type not in ("whitespace", "comment")), None)
    if token is not None and token.type in ("string", "url"):
        yield token.value
    elif token is not None and token.type == "function" and token.lower_name in ("url", "src"):
        yield from (t.value for t in token.arguments if t.type == "string")


def _in_block(nodes: Iterable[Any], depth: int) -> Iterator[str]:
    """Declarations, and rules for what they contain; what stands before a block is a question."""
    for node in nodes:
        if node.type == "declaration":
            if node.lower_name not in _NEVER_LOADED:
                yield from _in_value(node.value, depth)
        elif _has_block(node) and depth < MAX_DEPTH:
            yield from _in_block(tinycss2.parse_blocks_contents(node.content), depth + 1)


def _has_block(node: Any) -> bool:
    if node.type == "at-rule":
        return bool(node.content and node.lower_at_keyword not in _CONDITIONAL_ON_ADDRESS)
    return bool(node.type == "qualified-rule")


def _in_value(tokens: Iterable[Any], depth: int) -> Iterator[str]:
    for token in tokens:
        if token.type == "url":
            yield token.value
        elif token.type == "function":
            if token.lower_name in _ADDRESS_FUNCTIONS:
                yield from (t.value for t in token.arguments if t.type == "string")
            if depth < MAX_DEPTH:
                yield from _in_value(token.arguments, depth + 1)
        elif token.type.endswith("block") and depth < MAX_DEPTH:
            yield from _in_value(token.content, depth + 1)


def read_style_sheet(source: Source) -> PageRecord:
    """The links of a style sheet, each once, in a record that is otherwise empty.

    ``data:`` and other addresses that nobody can ask are left out. The encoding is found as
    CSS Syntax 3 §3.2 has it.
    """
    _, _, charset = source.content_type.lower().partition("charset=")
    declared = charset.partition(";")[0].strip(" \"'")
    css, _ = decode_stylesheet_bytes(source.body, declared if lookup(declared) else None)
    found: dict[str, Link] = {}
    for printed in addresses_of_css(css):
        address = resolve(printed, source.url)
        if printed and address.url and address.url not in found:
            found[address.url] = Link(
                printed=printed,
                url=address.url,
                element="link",
                attribute="url",
                problem=address.problem,
            )
    return replace(
        source.record(PageKind.UNREAD),
        links=tuple(found.values()),
        issues=tuple(
            replace(issue, url=source.url, capture_id=source.capture_id)
            for issue in issues_of_css(css)
        ),
    )
