"""Styles of a captured page, without what runs or loads anything that we do not hold. Pure.

What is left is written anew from its tokens (CSS Syntax 3), so that no escape or comment hides
anything. An address comes through only as the place where its capture is shown here; the policy
of the page forbids to load from elsewhere besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import tinycss2
from tinycss2 import ast
from tinycss2.serializer import serialize_string_value

MAX_CHARACTERS = 400_000
MAX_DEPTH = 20
_LOADING = frozenset({
    "url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element", "paint",
    "expression", "attr",
})  # fmt: skip
_DROPPED_RULES = frozenset({"namespace", "charset", "document"})
_LOADING_RULES = frozenset({"import", "font-face"})
_RUNNING = ("behavior", "-moz-binding")

Place = Callable[[str], str]
"""Where the capture of a printed address is shown here; empty when there is none to show."""


def nowhere(printed: str) -> str:
    """A ``Place`` that holds nothing."""
    return ""


def still_rules(css: str, place: Place = nowhere) -> str:
    """The content of a style element or sheet; empty when too long, or nested without reason.

    >>> still_rules('@import "x.css"; p { background: url(x.png) red; color: blue }')
    ' p { background: none red; color: blue }'
    >>> still_rules('@import "x.css" print; p { background: url(x.png) }', lambda x: f"/-/{x}")
    '@import url("/-/x.css") print; p { background: url("/-/x.png") }'
    """
    return _still(css, place)


def still_declarations(css: str, place: Place = nowhere) -> str:
    """The content of a ``style`` attribute.

    >>> still_declarations("color: red; background: u\\\\72l(x.png)")
    'color: red; background: none'
    """
    return _still(css, place)


def _still(css: str, place: Place) -> str:
    if len(css) > MAX_CHARACTERS or _depth(css) > MAX_DEPTH:
        return ""
    written = tinycss2.serialize(_kept(tinycss2.parse_component_value_list(css), place))
    # A less-than sign could end the element that holds the rules. CSS needs it nowhere.
    return str(written).replace("<", "").replace("\x00", "")


def _depth(css: str) -> int:
    """How deep its brackets can be nested at most: its parser calls itself for each."""
    depth = deepest = 0
    for char in css:
        if char in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")}]":
            depth = max(depth - 1, 0)
    return deepest


def _kept(nodes: Sequence[ast.Node], place: Place) -> list[ast.Node]:
    kept: list[ast.Node] = []
    rule: list[ast.Node] | None = None
    for node in nodes:
        kind = node.type
        if rule is not None:
            rule.append(node)
            # A rule without a block ends in a semicolon, one with a block behind it.
            if node == ";" or kind == "{} block":
                kept += _loading_rule(rule, place)
                rule = None
        elif kind == "at-keyword" and node.lower_value in _DROPPED_RULES | _LOADING_RULES:
            rule = [node]
        elif kind == "comment" or kind == "error":
            continue
        elif kind == "url" or (kind == "function" and node.lower_name in _LOADING):
            kept.append(_placed(node, place) or _ident(node, "none"))
        elif kind == "ident" and node.lower_value in _RUNNING:
            kept.append(_ident(node, "x-removed"))
        elif kind == "string":
            kept.append(_closed(node))
        else:
            _keep_inside(node, place)
            kept.append(node)
    return kept


def _keep_inside(node: ast.Node, place: Place) -> None:
    for name in ("content", "arguments"):
        if hasattr(node, name):
            setattr(node, name, _kept(getattr(node, name), place))


def _loading_rule(rule: list[ast.Node], place: Place) -> list[ast.Node]:
    """An ``@import`` of a sheet that we hold, or an ``@font-face``; else nothing."""
    word = rule[0].lower_value
    if word == "font-face" and rule[-1].type == "{} block":
        _keep_inside(rule[-1], place)
        return [rule[0], *_kept(rule[1:-1], place), rule[-1]]
    if word != "import" or rule[-1] != ";":
        return []
    number = next((n for n, x in enumerate(rule[1:], 1) if x.type not in ("whitespace", "comment")))
    address = _placed(rule[number], place)
    if address is None:
        return []
    blank = ast.WhitespaceToken(rule[0].source_line, rule[0].source_column, " ")
    return [rule[0], blank, address, *_kept(rule[number + 1 :], place)]


def _placed(node: ast.Node, place: Place) -> ast.Node | None:
    """The address of a capture for a printed one; None when there is none."""
    printed = ""
    if node.type in ("url", "string"):
        printed = node.value
    elif node.type == "function" and node.lower_name == "url":
        printed = next((a.value for a in node.arguments if a.type == "string"), "")
    shown = place(printed.strip()) if printed else ""
    if not shown:
        return None
    return ast.URLToken(node.source_line, node.source_column, shown, f'url("{_escaped(shown)}")')


def _escaped(address: str) -> str:
    return re.sub(r"[^\w./:?=&%,;+#-]", lambda found: f"%{ord(found[0]):02X}", address, flags=re.A)


def _closed(node: ast.Node) -> ast.Node:
    """A string with both its quotation marks: the end of a sheet closes one as well, but what
    is written behind ours would then belong to it."""
    whole = f'"{serialize_string_value(node.value)}"'
    return ast.StringToken(node.source_line, node.source_column, node.value, whole)


def _ident(node: ast.Node, word: str) -> ast.Node:
    return ast.IdentToken(node.source_line, node.source_column, word)
