"""Makes text from pages harmless in a terminal, a spreadsheet or a Markdown file. Pure."""

from __future__ import annotations

from archive.counting import is_unseen


def visible(text: str) -> str:
    """A text without characters that give orders or hide; line breaks and tabs are kept.

    >>> visible("a\\x1b[31mred\\u202e, Rücken\\u00adschmerz")
    'a[31mred, Rückenschmerz'
    """
    if text.isprintable():
        return text
    return "".join(character for character in text if not is_unseen(character))


def single_line(text: str, limit: int = 0) -> str:
    """A text on one line, cut with an ellipsis if it is longer than ``limit``.

    >>> single_line("one\\n two three", 9)
    'one two…'
    """
    line = " ".join(visible(text).split())
    if limit and len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return line


def day(moment: str) -> str:
    """The day of a moment, as people write it.

    >>> day("2026-03-01T12:00:00.000Z")
    '2026-03-01'
    """
    return moment[:10]


def clock(moment: str) -> str:
    """Day and minute of a moment, as people write them.

    >>> clock("2026-03-01T12:34:56.000Z")
    '2026-03-01 12:34 UTC'
    """
    return f"{moment[:10]} {moment[11:16]} UTC" if moment else ""
