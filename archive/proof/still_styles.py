"""Style rules of a captured page without anything that loads or runs. Pure.

What is left is written anew from its tokens (CSS Syntax 3), so that no escape or comment hides
anything. The policy of the page that shows them forbids loading besides.
"""

from __future__ import annotations

from collections.abc import Sequence

import tinycss2
from tinycss2 import ast

MAX_CHARACTERS = 400_000
MAX_DEPTH = 20
_LOADING = frozenset({
    "url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element", "paint",
    "expression", "attr",
})  # fmt: skip
_LOADING_RULES = frozenset({"import", "namespace", "font-face", "charset", "document"})
_RUNNING = ("behavior", "-moz-binding")


def still_rules(css: str) -> str:
    """The content of a style element; empty when it is too long, or nested without reason.

    >>> still_rules('@import "x.css"; p { background: url(x.png) red; color: blue }')
    ' p { background: none red; color: blue }'
    """
    return _still(css)


def still_declarations(css: str) -> str:
    """The content of a ``style`` attribute.

    >>> still_declarations("color: red; background: u\\\\72l(x.png)")
    'color: red; background: none'
    """
    return _still(css)


def _still(css: str) -> str:
    if len(css) > MAX_CHARACTERS or _depth(css) > MAX_DEPTH:
        return ""
    written = tinycss2.serialize(_kept(tinycss2.parse_component_value_list(css)))
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


def _kept(nodes: Sequence[ast.Node]) -> list[ast.Node]:
    kept: list[ast.Node] = []
    skips = False
    for node in nodes:
        kind = node.type
        if kind == "at-keyword" and node.lower_value in _LOADING_RULES:
            skips = True
        elif skips:
            # A rule without a block ends in a semicolon, one with a block behind it.
            skips = not (node == ";" or kind == "{} block")
        elif kind == "comment" or kind == "error":
            continue
        elif kind == "url" or (kind == "function" and node.lower_name in _LOADING):
            kept.append(ast.IdentToken(node.source_line, node.source_column, "none"))
        elif kind == "ident" and node.lower_value in _RUNNING:
            kept.append(ast.IdentToken(node.source_line, node.source_column, "x-removed"))
        else:
            for name in ("content", "arguments"):
                if hasattr(node, name):
                    setattr(node, name, _kept(getattr(node, name)))
            kept.append(node)
    return kept
