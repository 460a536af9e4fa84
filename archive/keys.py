"""Ids made from what a row stands for, so that a rebuild gives the same ones. Pure."""

from __future__ import annotations

import hashlib


def key(*parts: str) -> str:
    """16 hex digits that identify these parts in this order.

    >>> key("https://example.org/")
    '8198d1bac40a1033'
    >>> key("a", "b") == key("ab")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
