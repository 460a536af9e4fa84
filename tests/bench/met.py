"""Reference lists as other programs lay them out, on pages with other things above and below.

    python -m tests.bench.references met

Every layout is laid around lists of real works (Crossref's records, printed in one style a list,
with and without DOI names) among which stand one guideline, report, thesis, web page ... in the
language of the heading; what is above, what is below and the language change from page to page.
An entry is *found* when its print is the entry, but for the words of links behind it; *cut or
joined* when an entry stands in what was read, or the other way round; everything else that was
read is *extra*. The fields of the found ones are compared with the records.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle, islice
from random import Random

from archive.records import PageRecord, Work
from pipelines.text import fold, fold_space
from tests.bench.layouts import LAYOUTS
from tests.bench.neighbours import ABOVE, BELOW, HEADINGS
from tests.bench.printing import MORE_STYLES
from tests.bench.questions import clean_works
from tests.bench.scorecard import ROOT, SEED, Report
from tests.pipelines.test_list_shapes import read_page

KINDS = ROOT / "tests" / "gold" / "kinds.jsonl"
PAGES = 6
"""Of each layout."""
WORKS = 6
"""Articles in a list; one entry of another kind stands among them."""
SHOWN, LETTERS = 12, 110
DOI_FORMS = ("", " doi: {}", "", " https://doi.org/{}", "", " PMID: {n}")
FIELDS = ("authors", "year", "title", "container", "volume", "pages")
_LABELS = re.compile(
    r"[\s.|\[\]↩↑⬆]*(?:(?:bib|\.pdf|Article|PubMed|PMC free article|Google Scholar"
    r"|CrossRef Full Text)[\s.|\[\]]*)*"
)
"""What the layouts print behind an entry."""


@dataclass
class Page:
    """A list on a page."""

    layout: str
    style: str
    above: str
    below: str
    language: str
    html: str
    entries: list[str]
    works: dict[str, Work] = field(default_factory=dict)
    """Print of an entry -> its record."""


def pages(layout: str) -> Iterator[Page]:
    """Pages with lists in this layout; always the same ones."""
    random = Random(f"{SEED} {layout}")
    works = random.sample(_articles(), len(_articles()))
    supply, styles = cycle(works), list(MORE_STYLES)
    random.shuffle(styles)
    for number, style in zip(range(PAGES), cycle(styles), strict=False):
        language = random.choice(list(HEADINGS))
        form = DOI_FORMS[number % len(DOI_FORMS)]
        listed = {
            _print(work, style, form, random.randrange(10**7, 4 * 10**7)): work
            for work in islice(supply, WORKS)
        }
        entries = list(listed)
        entries.insert(random.randrange(len(entries)), random.choice(_others(language)))
        if layout == "semicolons":
            entries = [entry.rstrip(".") for entry in entries]
            listed = {entry.rstrip("."): work for entry, work in listed.items()}
        above, below = random.choice(list(ABOVE)), random.choice(list(BELOW))
        body = LAYOUTS[layout](random.choice(HEADINGS[language]), entries)
        html = (
            f'<html lang="{language}"><head><title>Back pain</title></head><body><main>'
            f"<h1>Back pain</h1><p>Most people have it once.</p>{ABOVE[above]}{body}{BELOW[below]}"
            "</main></body></html>"
        )
        yield Page(layout, style, above, below, language, html, entries, listed)


@cache
def _articles() -> tuple[Work, ...]:
    """Records of articles with all that a reference prints."""
    return tuple(
        work
        for work in clean_works()
        if work.title and work.container and work.volume and work.pages and work.year
        and work.authors and all(", " in name for name in work.authors)
        and 20 < len(work.title) < 250 and "<" not in work.title and len(work.authors) < 12
    )  # fmt: skip


def _print(work: Work, style: str, form: str, number: int) -> str:
    return fold_space(MORE_STYLES[style](work) + form.format(work.doi, n=number))


def _others(language: str) -> list[str]:
    """References of other kinds: in this language, where there are some."""
    rows = [json.loads(line) for line in KINDS.read_text("utf-8").splitlines()]
    own = [row["printed"] for row in rows if row["language"] == language]
    return own or [row["printed"] for row in rows if row["language"] == "en"]


def judge(page: Page, record: PageRecord) -> tuple[Counter[str], list[str]]:
    """Counts of one page, and what is wrong on it in words."""
    counts, wrong = Counter(there=len(page.entries)), []
    got = [fold_space(reference.printed) for reference in record.references]
    wanted = [fold_space(entry) for entry in page.entries]
    left = list(got)
    lost = []
    for entry in wanted:
        match = next((one for one in left if _is_print_of(one, entry)), None)
        if match is None:
            lost.append(entry)
        else:
            left.remove(match)
            counts["found"] += 1
    for entry in lost:
        is_cut = any(_overlap(one, entry) for one in left)
        counts["cut or joined" if is_cut else "missed"] += 1
        wrong.append(("cut/joined: " if is_cut else "missed: ") + entry)
    for one in left:
        if not any(_overlap(one, entry) for entry in lost):
            counts["extra"] += 1
            wrong.append(f"extra: {one}")
    return counts, wrong


def _is_print_of(got: str, entry: str) -> bool:
    return got.startswith(entry) and _LABELS.fullmatch(got, len(entry)) is not None


def _overlap(got: str, entry: str) -> bool:
    """Whether one is in the other, or the end of the one is the beginning of the other."""
    return got in entry or entry in got or got[:40] in entry or entry[:40] in got


def judge_fields(page: Page, record: PageRecord) -> Iterator[tuple[str, bool]]:
    """(field, whether it is what the record says) of each article that was found."""
    for reference in record.references:
        printed = fold_space(reference.printed)
        work = next((w for e, w in page.works.items() if _is_print_of(printed, e)), None)
        if work is None:
            continue
        title = f"{work.title}: {work.subtitle}" if work.subtitle else work.title
        truth = {
            "authors": work.authors[0].partition(", ")[0],
            "year": str(work.year),
            "title": title,
            "container": work.container,
            "volume": work.volume,
            "pages": work.pages,
        }
        said = {name: reference.value(name) or "" for name in FIELDS}
        said["pages"] = said["pages"] or reference.value("article_number") or ""
        for name in FIELDS:
            value, right = _folded(said[name]), _folded(truth[name])
            yield name, right in value if name == "authors" else right == value


def _folded(text: str) -> str:
    return re.sub(r"\W", "", fold(text))


def score_met(report: Report) -> None:
    """The section of the scorecard."""
    totals: dict[str, Counter[str]] = {}
    fields: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    wrong: list[str] = []
    for layout in LAYOUTS:
        totals[layout] = Counter()
        for page in pages(layout):
            record = read_page(page.html)
            counts, lines = judge(page, record)
            totals[layout] += counts
            wrong += lines
            for name, is_right in judge_fields(page, record):
                fields[page.style][name].append(is_right)
    whole = sum(totals.values(), Counter())
    report.say(f"## Reference lists in {len(LAYOUTS)} layouts of other programs", "")
    report.say(*(__doc__ or "").strip().splitlines()[4:], "")
    columns = ("there", "found", "cut or joined", "missed", "extra")
    rows = [("all", *map(whole.__getitem__, columns))]
    rows += [
        (layout, *map(counts.__getitem__, columns))
        for layout, counts in totals.items()
        if counts["found"] < counts["there"] or counts["extra"]
    ]
    report.table(("layouts that are not whole", *columns), rows)
    for text, _ in zip(wrong, range(SHOWN), strict=False):
        report.say(f"- {text[:LETTERS]}")
    report.say("", "Fields of the articles found, right in %:", "")
    report.table(("style", *FIELDS), _field_rows(fields))
    report.figures["met_found"] = 100 * whole["found"] / max(1, whole["there"])
    report.figures["met_extra"] = whole["extra"]


def _field_rows(fields: dict[str, dict[str, list[bool]]]) -> Iterator[Sequence[object]]:
    for style in MORE_STYLES:
        rights = fields[style]
        yield style, *(100 * sum(rights[n]) / max(1, len(rights[n])) for n in FIELDS)
