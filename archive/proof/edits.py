"""Changes to a source as pairs of find and replace, for any editor. Pure.

Whoever replaces every text that is to be found, one after the other, changes what was meant and
nothing else: a text is widened by what stands around it until it stands nowhere else, neither as
the source is nor when all other changes are made. All edits are tried out; where that cannot be,
there are none.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from archive.proof.spans import Span

_REACHES = (12, 24, 48, 96, 192, 384)
"""Characters around a change that are taken along, until it is the only one of its kind."""
_WORD = 24
"""Characters more that are taken along so that no word is cut."""
_BREAK = re.compile(r"[\s<>]")


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a source, and what is to stand there, written as the source is."""

    span: Span
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A text of a page's source, and the text to put in its place."""

    find: str
    """Source text, with as much around it as makes it unmistakable."""
    replace: str
    """The same with what is wrong replaced."""
    times: int = 1
    """How often it stands in the source; all of them are meant."""


def in_harmony(source: str, groups: Sequence[Sequence[Change]]) -> list[Sequence[Change] | None]:
    """The groups of changes as they can be made together; no two changes of them overlap.

    Two different texts for one place are never blended into a third: the earlier group has the
    place, and the later one is None. Only where a change stands inside of a longer one that
    leaves this part as it is, both are made, the longer one cut down to what it really changes.
    """
    near = _overlapping({change for group in groups for change in group})
    made: set[Change] = set()
    kept: list[Sequence[Change] | None] = []
    for group in groups:
        own = set(group)
        pairs = ((c, o) for c in group for o in near[c] if o in made or o in own)
        is_kept = all(_go_together(source, change, other) for change, other in pairs)
        kept.append(group if is_kept else None)
        made |= own if is_kept else set()
    cut = {c: _cut(source, c, [o for o in near[c] if o in made]) for c in made}
    return [group and [cut[change] for change in group] for group in kept]


def _overlapping(changes: Iterable[Change]) -> Mapping[Change, list[Change]]:
    """Each change -> the others that overlap it."""
    near: dict[Change, list[Change]] = defaultdict(list)
    open_ones: list[Change] = []
    for change in sorted(changes, key=lambda c: (c.span.start, c.span.end)):
        span = change.span
        open_ones = [o for o in open_ones if o.span.end > span.start or o.span == span]
        for other in open_ones:
            near[change].append(other)
            near[other].append(change)
        open_ones.append(change)
    return near


def _go_together(source: str, one: Change, other: Change) -> bool:
    """Whether one of two changes that overlap is a part of the other that this leaves as it is."""
    if one.span == other.span:
        return False
    for outer, inner in ((one, other), (other, one)):
        if _is_inside(inner.span, outer.span):
            return _is_off(_core(source, outer, is_by_words=False).span, inner.span)
    return False


def _cut(source: str, change: Change, others: Sequence[Change]) -> Change:
    """A change cut so that the changes inside it stand outside: to the words that differ, else to
    the characters."""
    inside = [other.span for other in others if _is_inside(other.span, change.span)]
    if not inside:
        return change
    core = _core(source, change, is_by_words=True)
    is_enough = all(_is_off(core.span, span) for span in inside)
    return core if is_enough else _core(source, change, is_by_words=False)


def _is_inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_off(core: Span, span: Span) -> bool:
    """Whether they do not even touch: what is written right beside a text may belong to it."""
    return core.end < span.start or span.end < core.start


def _core(source: str, change: Change, *, is_by_words: bool) -> Change:
    """A change without what it leaves as it is at its beginning and its end."""
    before, after = source[change.span.start : change.span.end], change.after
    ahead = _alike(before, after)
    behind = _alike(before[ahead:][::-1], after[ahead:][::-1])
    if is_by_words:
        ahead = before[:ahead].rfind(" ") + 1
        blank = before.find(" ", len(before) - behind)
        behind = len(before) - blank if blank >= 0 else 0
    span = Span(change.span.start + ahead, change.span.end - behind)
    return Change(span, after[ahead : len(after) - behind])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def edits_of(source: str, groups: Sequence[Sequence[Change]]) -> list[tuple[Edit, ...] | None]:
    """The edits for each group of changes; None where one of its changes would fit elsewhere, too.

    Different changes must not overlap. A change that several groups share has its edit in the
    first of them that has edits."""
    left = dict(enumerate(groups))
    while True:
        owned: dict[Change, int] = {}
        for number, group in left.items():
            for change in group:
                owned.setdefault(change, number)
        changes = sorted(owned, key=lambda c: c.span.start)
        found = {n: _found(source, changes, [c for c in changes if owned[c] == n]) for n in left}
        failed = {number for number, steps in found.items() if steps is None}
        steps = [(number, *step) for number, own in found.items() for step in own or ()]
        failed = failed or set(_failing(source, steps))
        if not failed:
            break
        left = {number: group for number, group in left.items() if number not in failed}
    made = {number: tuple(edit for edit, _ in steps or ()) for number, steps in found.items()}
    return [made.get(number) for number in range(len(groups))]


def _found(
    source: str, changes: Sequence[Change], group: Sequence[Change]
) -> list[tuple[Edit, list[Change]]] | None:
    """The edits of a group, each with the changes it makes: those written alike in one, if it can
    be; None where a change has no edit."""
    kinds: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in group:
        kinds[source[change.span.start : change.span.end], change.after].append(change)
    steps: list[tuple[Edit, list[Change]]] = []
    for alike in kinds.values():
        joint = _joint(source, changes, alike)
        tried = [(joint, alike)] if joint else [(_single(source, changes, c), [c]) for c in alike]
        for edit, made in tried:
            if edit is None:
                return None
            steps.append((edit, made))
    return steps


def _failing(source: str, steps: Sequence[tuple[int, Edit, list[Change]]]) -> Iterator[int]:
    """The first group that goes wrong when all edits are made blindly: in their order, from the
    last, or the longest first."""
    longest = sorted(steps, key=lambda step: -len(step[1].find))
    for order in (steps, steps[::-1], longest):
        text, done = source, list[Change]()
        for number, edit, made in order:
            done = sorted([*done, *made], key=lambda change: change.span.start)
            text = text.replace(edit.find, edit.replace)
            if text != apply_changes(source, done):
                yield number
                return


def _is_met(text: str, find: str, times: int) -> bool:
    """Whether a text stands in another just so often; what overlaps itself is met each time."""
    at = -1
    for _ in range(times):
        at = text.find(find, at + 1)
        if at < 0:
            return False
    return text.find(find, at + 1) < 0


def apply_changes(source: str, changes: Sequence[Change]) -> str:
    """The source with changes made that are sorted and do not overlap."""
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += source[at : change.span.start], change.after
        at = change.span.end
    return "".join((*parts, source[at:]))


def _joint(source: str, changes: Sequence[Change], group: Sequence[Change]) -> Edit | None:
    """One edit for all equal changes of a group, where nothing else looks like them."""
    mine = set(group)
    others = apply_changes(source, [change for change in changes if change not in mine])
    spans = [change.span for change in group]
    for reach in (0, 1):  # as it is, and between its quotation marks
        windows = [Span(max(0, s.start - reach), min(len(source), s.end + reach)) for s in spans]
        texts = {source[window.start : window.end] for window in windows}
        text = texts.pop()
        is_trimmed = text == text.strip()
        is_alone = not texts and all(_is_met(it, text, len(group)) for it in (source, others))
        if is_trimmed and is_alone:
            return _edit(source, group[0], windows[0], times=len(group))
    return None


def _single(source: str, changes: Sequence[Change], change: Change) -> Edit | None:
    """The edit for one change, widened until it is alone; None where it never is."""
    others = apply_changes(source, [other for other in changes if other is not change])
    for window in _windows(source, changes, change.span):
        text = source[window.start : window.end]
        if text and _is_met(source, text, 1) and _is_met(others, text, 1):
            return _edit(source, change, window)
    return None


def _edit(source: str, change: Change, window: Span, times: int = 1) -> Edit:
    before = source[window.start : change.span.start]
    behind = source[change.span.end : window.end]
    find = source[window.start : window.end]
    return Edit(find=find, replace=before + change.after + behind, times=times)


def _windows(source: str, changes: Sequence[Change], span: Span) -> Iterator[Span]:
    """Ever more of what stands around a span: first of its own line, never of another change."""
    low = max((c.span.end for c in changes if c.span.end <= span.start), default=0)
    high = min((c.span.start for c in changes if c.span.start >= span.end), default=len(source))
    line_end = source.find("\n", span.end, high)
    line = Span(
        max(low, source.rfind("\n", low, span.start) + 1), high if line_end < 0 else line_end
    )
    for room in (line, Span(low, high)):
        for reach in _REACHES:
            for left, right in ((0, reach), (reach, 0), (reach, reach)):
                start = _left(source, room.start, span.start - left) if left else span.start
                end = _right(source, room.end, span.end + right) if right else span.end
                while start < span.start and source[start].isspace():
                    start += 1
                while end > span.end and source[end - 1].isspace():
                    end -= 1
                yield Span(start, end)


def _left(source: str, low: int, at: int) -> int:
    """A beginning at or before a place that cuts no word."""
    if at <= low:
        return low
    begin = max(low, at - _WORD)
    cuts = list(_BREAK.finditer(source, begin, at))
    if not cuts:
        return at
    return cuts[-1].start() if cuts[-1][0] == "<" else cuts[-1].end()


def _right(source: str, high: int, at: int) -> int:
    """An end at or behind a place that cuts no word."""
    if at >= high:
        return high
    cut = _BREAK.search(source, at, min(high, at + _WORD))
    if not cut:
        return at
    return cut.end() if cut[0] == ">" else cut.start()


def as_markup(text: str, before: str, *, is_value: bool) -> str:
    """A text as markup writes it where ``before`` stands now, in the value of an attribute or
    between tags: a bare ampersand stays bare.

    >>> as_markup('http://a.test/?b=1&c="', "http://a.test/?x=1&amp;y=2", is_value=True)
    'http://a.test/?b=1&amp;c=&quot;'
    >>> as_markup("http://a.test/?b=1&c=2", "http://a.test/?x=1&y=2", is_value=True)
    'http://a.test/?b=1&c=2'
    """
    written = escape(text, quote=is_value)
    bare = written.replace("&amp;", "&")
    is_bare = "&" in before and unescape(before) == before
    return bare if is_bare and unescape(bare) == text else written


def as_json(text: str, before: str) -> str:
    r"""A text as it stands in a JSON string inside of a script, where ``before`` stands now.

    >>> as_json("http://a.test/b", "http:\\/\\/a.test")
    'http:\\/\\/a.test\\/b'
    """
    written = json.dumps(text, ensure_ascii=False)[1:-1].replace("<", "\\u003c")
    return written.replace("/", "\\/") if "\\/" in before else written
