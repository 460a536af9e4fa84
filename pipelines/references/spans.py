"""Spans of a printed reference: cutting a field out, blanking one. Pure."""

from __future__ import annotations

from archive.records import Field

LONGEST = 3000
"""Characters of a reference that are read; the longest real one (150 authors) has some 2,000."""
_BRACKETS = {")": "(", "]": "["}
EDGE = " \n.,;:()[]–-|؛،"
"""What stands at the edges of a field and is no part of it."""


def blank(text: str, start: int, end: int) -> str:
    """The text with spaces for a span; same length."""
    return text[:start] + " " * (end - start) + text[end:]


def field_between(
    name: str, printed: str, text: str, start: int, end: int, confidence: float
) -> Field | None:
    """The span without punctuation and blanked parts at its edges; brackets opened are closed."""
    while start < end and text[start] in EDGE and text[start] not in "([":
        start += 1
    while start < end and text[end - 1] in EDGE:
        closing = text[end - 1]
        opening = _BRACKETS.get(closing)
        if opening and text.count(opening, start, end) == text.count(closing, start, end):
            break
        end -= 1
    value = " ".join(printed[start:end].split())
    if not value:
        return None
    return Field(name=name, value=value, start=start, end=end, confidence=confidence)
