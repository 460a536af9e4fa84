"""Letters, Roman numerals and signs that number the lines of a list. Pure.

``a)``, ``(ii)``, ``B.``, ``†``, ``2 –``, ``1.2``, ``No. 2``, ``<2>``, ``2``: one alone may be
anything, the initial of a name or the number of an issue above all, so that they count only where
they follow one another over neighbouring lines, from the first on, and what stands behind them
reads as references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.references.authors import read_authors
from pipelines.references.lines import ENOUGH_IN_LIST, Line, likeness
from pipelines.text import fold_space

_VALUE = "[a-z]|[A-Z]|[ivx]{1,6}|[IVX]{1,6}"
_LABEL = re.compile(
    rf"(?:\(\s?(?P<brackets>{_VALUE})\s?\)|(?P<bracket>{_VALUE})\)|(?P<dot>{_VALUE})\."
    r"|(?:No|Nr)\.?\s?(?P<counted>\d{1,3})[.:]?(?=\s)|R(?P<lettered>\d{1,3})[.:](?=\s)"
    r"|[〔【<]\s?(?P<hooked>\d{1,3})\s?[〕】>]|/(?P<between>\d{1,3})/"
    r"|(?P<part>\d{1,2}\.\d{1,3})\.?(?=\s)|(?P<dash>\d{1,3})\s[-–](?=\s)|(?P<bare>\d{1,3})|(?P<sign>\*{1,3}|[†‡§‖¶]))"
    r"\s*(?=[^\W\d_]|[“\"«„‘'])"
)
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {"x" * tens + one: 10 * tens + n for tens in range(4) for n, one in enumerate(_ONES)}
_SIGNS = "*†‡§‖¶"
_OF_ISSUES = ("counted", "lettered", "hooked", "between")
"""Kinds of labels that may be the number of an issue or a receptor at the beginning of a line that
was wrapped: ``…, Vol. 12,`` and ``No. 3 March 2010``."""
_FAMILY_AND_INITIALS = re.compile(r"[^\W\d_][\w’'-]+\s[A-Z]{1,3}(?!\w)")
FARTHEST = 8
"""Lines from one label to the next."""
FEWEST, FEWEST_DOUBTFUL = 2, 3
"""Labels in a row; of those that might be initials (``A.``), remarks (``*``) or figures, more."""


class _Label(NamedTuple):
    """A label as one of the things that it may be."""

    kind: str
    value: int
    printed: str
    line: int
    """Index of its line."""
    end: int
    """Where the entry begins in the text of its line."""


def mark_sequences(lines: Sequence[Line]) -> None:
    """Take labels that count up off the lines of a section, and keep them as their markers.

    A star that begins no such row is a bullet.
    """
    labels, taken = list(_labels(lines)), set[int]()
    for run in _runs(labels) if len(labels) >= FEWEST else ():
        if _is_numbering(lines, run) and taken.isdisjoint(label.line for label in run):
            for label in run:
                _take(lines[label.line], label)
                taken.add(label.line)
    for number, line in enumerate(lines):
        if line.marker == "*" and number not in taken:
            line.marker = ""


def _labels(lines: Sequence[Line]) -> Iterator[_Label]:
    numbered = [line for line in lines if line.is_marked and line.marker.isdigit()]
    is_bare = all(line.is_bare for line in numbered)
    for number, line in enumerate(lines):
        if is_bare and line.is_bare:
            yield _Label("bare numbers", int(line.marker), line.marker, number, 0)
        if line.marker == "*":
            yield _Label("sign signs", 1, "*", number, 0)
        match = None if line.is_marked else _LABEL.match(line.text)
        if match:
            style = match.lastgroup or ""
            if (style == "bare" and not is_bare) or (style in _OF_ISSUES and numbered):
                continue
            printed = match[style]
            for system, value in _readings(printed):
                yield _Label(f"{style} {system}", value, printed, number, match.end())


def _readings(printed: str) -> Iterator[tuple[str, int]]:
    """(system, value) of each thing that a label may be."""
    if printed.isdigit():
        yield "numbers", int(printed)
    elif printed[0].isdigit():
        part, _, number = printed.partition(".")
        yield f"numbers of {part}", int(number)
    elif printed in _SIGNS:
        yield "signs", 1 + _SIGNS.index(printed)
    case = "small" if printed.islower() else "capital"
    if printed.lower() in _ROMAN:
        yield f"Roman {case}", _ROMAN[printed.lower()]
    if len(printed) == 1 and printed.isalpha():
        yield f"letters {case}", ord(printed.lower()) - ord("a") + 1
    if printed.startswith("*"):
        yield "stars", len(printed)


def _runs(labels: Sequence[_Label]) -> Iterator[list[_Label]]:
    """Labels of one kind that count up from the first."""
    runs: dict[str, list[_Label]] = {}
    for label in labels:
        run = runs.setdefault(label.kind, [])
        if label.value == 1:
            yield run
            runs[label.kind] = [label]
        elif run and label.value == run[-1].value + 1 and label.line - run[-1].line <= FARTHEST:
            run.append(label)
    yield from runs.values()


def _is_numbering(lines: Sequence[Line], run: Sequence[_Label]) -> bool:
    """Whether the labels are long enough a row, of references, and no initials of names."""
    if not run:
        return False
    is_initial = run[0].kind.startswith("dot") and run[0].kind.endswith("capital")
    is_initial &= all(len(label.printed) == 1 for label in run)  # ``II.`` is none
    is_doubtful = is_initial or run[0].kind.endswith(("stars", "bare numbers"))
    is_doubtful |= run[0].kind.startswith(_OF_ISSUES)
    if len(run) < (FEWEST_DOUBTFUL if is_doubtful else FEWEST):
        return False
    texts = [(lines[label.line].text, lines[label.line].text[label.end :]) for label in run]
    alike = sum(likeness(fold_space(rest)).points >= ENOUGH_IN_LIST for _, rest in texts)
    return 2 * alike > len(run) and not (is_initial and any(_is_name(*text) for text in texts))


def _is_name(text: str, rest: str) -> bool:
    """Whether what looks like a label may be the initial of the first author."""
    whole, names = read_authors(text), read_authors(rest)
    if whole is None:
        return False
    is_behind = names is not None and names.count >= whole.count
    is_more = names is not None and names.count > whole.count
    return not (is_behind and (is_more or _FAMILY_AND_INITIALS.match(rest)))


def _take(line: Line, label: _Label) -> None:
    line.marker, line.opens, line.is_marked = label.printed, True, True
    line.start += label.end
    line.text = line.text[label.end :]
