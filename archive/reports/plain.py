"""Makes text from pages harmless in a terminal, a spreadsheet or a Markdown file. Pure."""

from __future__ import annotations

import re

# Control characters (a terminal obeys them) and those that turn the direction of writing or
# have no width (what is seen is not what is there): Unicode categories Cc and Cf, but for the
# soft line and tab that single_line turns into spaces.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """A text without characters that act or hide; line breaks and tabs are kept.

    >>> visible("a\\x1b[31mred\\u202e")
    'a[31mred'
    """
    return _UNSEEN.sub("", text)


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
