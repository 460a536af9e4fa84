"""Reference lists: is every entry found, and nothing else, in every markup and every shape?

    python -m tests.bench.references lists

*The sample site*: its pages as they are served in each markup, against what its content says.
*Shapes*: the entries of that site set anew, eight to a list as they come (short ones and long
ones, in several styles), in every shape and markup; every other list under a heading, prose above,
another kind of boilerplate below each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.bench.scorecard import Report
from tests.pipelines.test_list_shapes import TAILS, page
from tests.pipelines.test_references_of_the_sample_site import MARKUPS, read_site, shown
from tests.replica import truth
from tests.replica.site.nodes import Heading
from tests.replica.site.references import plain
from tests.replica.site.shapes import SHAPES, shape_list

LENGTH = 8
"""Entries to a list of the second measure."""
SHOWN, LETTERS = 8, 110
"""Entries not found that are listed, and how much of each."""

Lists = Iterable[tuple[str, list[str], list[str]]]
"""Markup, the entries that are there, the entries that were read."""


def served_lists() -> Iterator[tuple[str, list[str], list[str]]]:
    """The pages of the sample site, fetched."""
    for markup in MARKUPS:
        for url, record in read_site(markup):
            wanted = [shown(entry.text) for entry in truth.page_at(url).references]
            yield markup, wanted, [shown(reference.printed) for reference in record.references]


def shaped_lists(shape: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """All entries of the site in lists of one shape, on made pages."""
    entries = list(dict.fromkeys(e.html for p in truth.pages() for e in p.references))
    tails = list(TAILS.values())
    for markup in MARKUPS:
        for number, at in enumerate(range(0, len(entries), LENGTH)):
            part = entries[at : at + LENGTH]
            above = [Heading("References")] if number % 2 else []
            nodes = [*above, *shape_list(part, shape), *tails[number % len(tails)]]
            read = page(nodes, markup).references
            yield markup, [shown(plain(html)) for html in part], [shown(r.printed) for r in read]


def _count(lists: Lists, missed: list[str]) -> dict[str, Counter[str]]:
    """By markup: entries there, found, and read where none is."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for markup, wanted, got in lists:
        lost = Counter(wanted) - Counter(got)
        counts[markup]["there"] += len(wanted)
        counts[markup]["found"] += len(wanted) - lost.total()
        counts[markup]["extra"] += (Counter(got) - Counter(wanted)).total()
        missed += lost
    return counts


def _row(name: str, counts: dict[str, Counter[str]]) -> list[object]:
    cells = [f"{c['found']} of {c['there']}, {c['extra']} extra" for c in counts.values()]
    return [name, *cells]


def _note(report: Report, name: str, counts: Iterable[Counter[str]]) -> None:
    total = sum(counts, Counter())
    report.figures[f"{name}_found"] = 100 * total["found"] / max(1, total["there"])
    report.figures[f"{name}_extra"] = total["extra"]


def score_lists(report: Report) -> None:
    """The section of the scorecard."""
    missed: list[str] = []
    served = _count(served_lists(), missed)
    shapes = {shape: _count(shaped_lists(shape), missed) for shape in SHAPES}
    report.say(f"## Reference lists, in {len(MARKUPS)} markups and {len(SHAPES)} shapes", "")
    report.say(
        "Entries found, of those there; extra: read as an entry and none, or a piece of one.",
        "*All shapes* are the entries of the sample site set anew, eight to a list as they come:",
        "lists of more kinds of entries than a real one has. A shape that is not whole has a row.",
        "",
    )
    whole = sum((_total(counts) for counts in shapes.values()), Counter())
    rows = [_row("the sample site, as served", served)]
    rows.append(
        _row("all shapes", {m: sum((s[m] for s in shapes.values()), Counter()) for m in MARKUPS})
    )
    rows += [_row(shape, c) for shape, c in shapes.items() if not _is_whole(_total(c))]
    report.table(("lists", *MARKUPS), rows)
    for text, times in Counter(missed).most_common(SHOWN):
        report.say(f"- not found whole in {times} lists: {text[:LETTERS]}")
    report.say("")
    _note(report, "served", served.values())
    _note(report, "shaped", [whole])


def _total(counts: dict[str, Counter[str]]) -> Counter[str]:
    return sum(counts.values(), Counter())


def _is_whole(total: Counter[str]) -> bool:
    return total["found"] == total["there"] and not total["extra"]
