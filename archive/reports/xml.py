"""XML elements whose text every parser accepts (XML 1.0 §2.2)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text without the characters that XML forbids.

    >>> legal("a\\x1b[31mb")
    'a[31mb'
    """
    return _ILLEGAL.sub("", text)


def add(
    parent: ElementTree.Element, tag: str, text: str = "", /, **attributes: str
) -> ElementTree.Element:
    """A child element with text and attributes."""
    cleaned = {attribute: legal(value) for attribute, value in attributes.items()}
    child = ElementTree.SubElement(parent, tag, cleaned)
    child.text = legal(text) or None
    return child


def document(root: ElementTree.Element) -> str:
    """A whole document as text, indented, with its declaration."""
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
