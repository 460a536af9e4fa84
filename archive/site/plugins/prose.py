"""Archived text as HTML: the few Markdown forms that ``archive.keeping.prose`` writes, all escaped.

Not a Markdown parser on purpose: nothing an archived page printed may become a link, an image
or a tag. Forms: ``#`` headings, ``-`` and numbered items, ``|`` rows, ``>`` quotes, fenced code,
a term followed by ``: definition``, paragraphs. What is too short for them, as the snippet of a
search, is shown as words alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from datasette import hookimpl
from markupsafe import Markup, escape

# What a block or line begins with that is no word of it; a snippet may begin anywhere.
_MARK = re.compile(r"(?m)(^| … )(?:#{1,6} | *- |> |: |\| |```$)| \|$")
_ITEM = re.compile(r"(?P<indent> *)(?P<bullet>-|\d+\.) (?P<text>.*)")


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Register the filters."""
    env.filters["prose"] = prose
    env.filters["unmarked"] = unmarked


def prose(
    text: str | None,
    without: Collection[str] = (),
    doubted: Iterable[Mapping[str, Any]] = (),
    notices: Mapping[str, tuple[str, str, str]] | None = None,
) -> Markup:
    """The text as HTML; paragraphs that are printed in ``without`` (references) are left out, and
    a last heading that then stands over nothing.

    ``doubted`` are pointers (context, position, notice) to works that were retracted or the like:
    the sentences that lean on them are marked, with a label of ``notices`` that leads to the
    reference.
    """
    known = {_fold(entry) for entry in without}
    doubts = _labels(doubted, notices or {})
    parts = []
    above: list[int] = []
    for block in _blocks(text or ""):
        heading = re.fullmatch(r"(#{1,6}) (.+)", block, flags=re.S)
        if heading:
            level = _level(len(heading[1]), above)
            parts.append(Markup("<h{0}>{1}</h{0}>").format(level, heading[2]))
        elif _fold(re.sub(r"^(- |\d+\. |\[\d+\] |\(\d+\) )", "", block)) not in known:
            parts.append(_block(block, known, doubts))
    while known and parts and re.match(r"<h\d>|$", parts[-1]):
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


def _labels(
    doubted: Iterable[Mapping[str, Any]], notices: Mapping[str, tuple[str, str, str]]
) -> dict[str, Markup]:
    """Sentence -> the labels of the works it leans on, each once."""
    labels: dict[str, dict[Markup, None]] = {}
    for pointer in doubted:
        label, meaning, tone = notices.get(pointer["notice"], (pointer["notice"], "", "bad"))
        form = Markup('<a class="badge {}" lang="en" href="#reference-{}" title="{}">{}</a>')
        shown = form.format(tone, pointer["position"], meaning, label)
        labels.setdefault(pointer["context"], {})[shown] = None
    return {context: Markup(" ").join(found) for context, found in labels.items()}


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


def _block(block: str, known: set[str], doubts: Mapping[str, Markup]) -> Markup:
    lines = block.split("\n")
    if block.startswith("```"):
        return Markup("<pre>{}</pre>").format("\n".join(lines[1:-1]))
    if all(line.startswith("> ") for line in lines):
        return Markup("<blockquote>{}</blockquote>").format(
            _lines((line[2:] for line in lines), doubts)
        )
    if all(line.startswith("| ") and line.endswith(" |") for line in lines):
        return _table(lines, doubts)
    if _ITEM.match(lines[0]):
        return _list(lines, known, doubts)
    if len(lines) > 1 and lines[1].startswith(": "):
        return Markup("<dl><dt>{}</dt><dd>{}</dd></dl>").format(
            _line(lines[0], doubts), _lines([lines[1][2:], *lines[2:]], doubts)
        )
    return Markup("<p>{}</p>").format(_lines(lines, doubts))


def _lines(lines: Iterable[str], doubts: Mapping[str, Markup]) -> Markup:
    return Markup("<br>").join(_line(line, doubts) for line in lines)


def _line(text: str, doubts: Mapping[str, Markup]) -> Markup:
    """A line with the sentences marked that lean on what is doubted, each once."""
    for sentence, labels in doubts.items():
        before, found, after = text.partition(sentence)
        if found:
            others = {s: shown for s, shown in doubts.items() if s != sentence}
            form = Markup("{}<mark>{}</mark> {}{}")
            return form.format(_line(before, others), found, labels, _line(after, others))
    return escape(text)


def _table(lines: list[str], doubts: Mapping[str, Markup]) -> Markup:
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td>{}</td>").format(_line(c, doubts)) for c in line[2:-2].split(" | ")
            )
        )
        for line in lines
    )
    return Markup('<div class="scroll" tabindex="0"><table class="plain">{}</table></div>').format(
        rows
    )


def _list(lines: list[str], known: set[str], doubts: Mapping[str, Markup]) -> Markup:
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
        Markup('<li class="depth-{}">{}</li>').format(depth, _lines(text, doubts))
        for depth, text in items
        if _fold(" ".join(text)) not in known
    )
    if not shown:
        return Markup("")
    tag = "ol" if numbered else "ul"
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)
