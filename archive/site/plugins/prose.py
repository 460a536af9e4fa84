"""Archived text as HTML: the few Markdown forms that ``archive.keeping.prose`` writes, all escaped.

Not a Markdown parser on purpose: nothing an archived page printed may become a link, an image
or a tag. Forms: ``#`` headings, ``-`` and numbered items, ``|`` rows, ``>`` quotes, fenced code,
a term followed by ``: definition``, paragraphs. What is too short for them, as the snippet of a
search, is shown as words alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from markupsafe import Markup, escape
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

# What a block or line begins with that is no word of it; a snippet may begin anywhere.
_MARK = re.compile(r"(?m)(^| … )(?:#{1,6} | *- |> |: |\| |```$)| \|$")
_ITEM = re.compile(r"(?P<indent> *)(?P<bullet>-|\d+\.) (?P<text>.*)")


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Register the filters."""
    env.filters["prose"] = prose
    env.filters["unmarked"] = unmarked


def prose(text: str | None, without: Collection[str] = ()) -> Markup:
    """The text as HTML; paragraphs that are printed in ``without`` (references) are left out, and
    a last heading that then stands over nothing."""
    known = {_fold(entry) for entry in without}
    parts = []
    above: list[int] = []
    for block in _blocks(text or ""):
        heading = re.fullmatch(r"(#{1,6}) (.+)", block, flags=re.S)
        if heading:
            level = _level(len(heading[1]), above)
            parts.append(Markup("<h{0}>{1}</h{0}>").format(level, heading[2]))
        elif _fold(re.sub(r"^(- |\d+\. |\[\d+\] |\(\d+\) )", "", block)) not in known:
            parts.append(_block(block, known))
    while known and parts and re.match(r"<h\d>", parts[-1]):
        parts.pop()  # the site's own heading over its references
    return Markup("\n").join(part for part in parts if part)


def unmarked(text: str | None) -> str:
    """The words of a text on one line, a dot between its blocks.

    >>> unmarked(" … are tested.\\n\\n## Imaging\\n\\n- An X-ray")
    '… are tested. · Imaging · An X-ray'
    """
    blocks = (_MARK.sub(r"\1", block) for block in re.split(r"\n{2,}", text or ""))
    words = (" ".join(block.replace(" | ", " · ").split()) for block in blocks)
    return " · ".join(filter(None, words))


def _level(depth: int, above: list[int]) -> int:
    """The level of a heading that was printed at ``depth``: below the page's own, none skipped
    (WCAG 2.2, 1.3.1). ``above`` are the depths of those it stands under."""
    while above and above[-1] >= depth:
        above.pop()
    above.append(depth)
    return min(len(above) + 1, 6)


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _blocks(text: str) -> list[str]:
    """Split at empty lines, but not inside fences."""
    blocks: list[str] = []
    for index, piece in enumerate(re.split(r"(?ms)^(```\n.*?^```$)", text)):
        if index % 2:
            blocks.append(piece)
        else:
            blocks += [part for part in re.split(r"\n{2,}", piece.strip("\n")) if part.strip()]
    return blocks


def _block(block: str, known: set[str]) -> Markup:
    lines = block.split("\n")
    if block.startswith("```"):
        return Markup("<pre>{}</pre>").format("\n".join(lines[1:-1]))
    if all(line.startswith("> ") for line in lines):
        return Markup("<blockquote>{}</blockquote>").format(_lines(line[2:] for line in lines))
    if all(line.startswith("| ") and line.endswith(" |") for line in lines):
        return _table(lines)
    if _ITEM.match(lines[0]):
        return _list(lines, known)
    if len(lines) > 1 and lines[1].startswith(": "):
        return Markup("<dl><dt>{}</dt><dd>{}</dd></dl>").format(
            lines[0], _lines([lines[1][2:], *lines[2:]])
        )
    return Markup("<p>{}</p>").format(_lines(lines))


def _lines(lines: Any) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines)


def _table(lines: list[str]) -> Markup:
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(c) for c in line[2:-2].split(" | "))
        )
        for line in lines
    )
    return Markup('<div class="scroll" tabindex="0"><table class="plain">{}</table></div>').format(
        rows
    )


def _list(lines: list[str], known: set[str]) -> Markup:
    """Items in one flat list; nesting shows as a class, lines without a bullet continue."""
    items: list[tuple[int, list[str]]] = []
    numbered = False
    for line in lines:
        found = _ITEM.match(line)
        if found:
            numbered = numbered or found["bullet"] != "-"
            items.append((min(len(found["indent"]) // 2, 3), [found["text"]]))
        else:
            items[-1][1].append(line.strip())
    shown = Markup("").join(
        Markup('<li class="depth-{}">{}</li>').format(depth, _lines(text))
        for depth, text in items
        if _fold(" ".join(text)) not in known
    )
    if not shown:
        return Markup("")
    tag = "ol" if numbered else "ul"
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)
