"""Wraps plain text in the simplest markup, so that the same page classes read it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from archive.decoding import Decoded


def wrap(decoded: Decoded) -> Decoded:
    """Paragraphs where empty lines stand, line breaks kept."""
    paragraphs = re.split(r"\r?\n[ \t]*\r?\n", decoded.text)
    html = "\n".join(f"<p>{_lines(p)}</p>" for p in paragraphs if p.strip())
    return replace(decoded, text=html)


def _lines(paragraph: str) -> str:
    return re.sub(r"\r?\n", "<br>", escape(paragraph.strip(), quote=False))
