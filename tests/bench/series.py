"""Works that are told apart by a word: part 1 and part 2, a trial and its protocol, two editions.

Real records, printed in the styles that lists in the wild are set in, beside a record of our own
making: that of another work of the same series, by the same authors, in the same journal. And the
right record beside what authors do to a reference that the rules had not been made with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from archive.records import Work
from tests.bench.printing import MORE_STYLES
from tests.bench.scorecard import SEED

WORKS = 150
Change = Callable[[Work], Work]
Printed = tuple[str, Work, Work]
"""A citation, the record of its work, and the record it is compared with."""


def _titled(work: Work, title: str) -> Work:
    return replace(work, title=title, subtitle="")


def _later(work: Work, title: str, *, pages: int, years: int = 0) -> Work:
    """Another work of the series: so many pages on, so many years and volumes later."""
    first = re.match(r"\d+", work.pages)
    volume = str(int(work.volume) + years) if work.volume.isdigit() else work.volume
    return replace(
        work,
        doi=f"{work.doi}.other",
        title=title,
        subtitle="",
        pages=str(int(first[0]) + pages) if first else "",
        article_number="",
        volume=volume,
        year=(work.year or 2000) + years,
        years=(),
    )


_MEN = "Low back pain in {}: a prospective cohort study of risk factors"
_DISC = "Radiographic outcome of {} disc replacement: results of a trial"
_REGISTRY = "Annual report of the national spine registry {}"
_GUIDE = "Guideline for the management of low back pain, {} edition"
# What is cited, and what is registered.
SERIES: Mapping[str, Callable[[Work], tuple[Work, Work]]] = {
    "part 1, part 2": lambda w: (
        _titled(w, f"{w.title}, part 1"), _later(w, f"{w.title}, part 2", pages=7)),
    "part I, part II of the next year": lambda w: (
        _titled(w, f"{w.title}. Part I"), _later(w, f"{w.title}. Part II", pages=7, years=1)),
    "an article, its corrigendum": lambda w: (
        w, _later(w, f"Corrigendum to “{w.title}”", pages=300)),
    "a corrigendum, its article": lambda w: (
        _titled(w, f"Corrigendum to: {w.title}"), _later(w, w.title, pages=-50)),
    "a trial, its protocol": lambda w: (
        w, _later(w, f"{w.title}: protocol of a trial", pages=900, years=-3)),
    "an article, the abstract of a congress": lambda w: (
        w, _later(w, w.title, pages=900, years=-1)),
    "the report of a year, that of another": lambda w: (
        _titled(w, _REGISTRY.format(2015)), _later(w, _REGISTRY.format(2017), pages=0, years=2)),
    "the second edition, the third": lambda w: (
        _titled(w, _GUIDE.format("2nd")), _later(w, _GUIDE.format("3rd"), pages=1, years=6)),
    "men, women": lambda w: (
        _titled(w, _MEN.format("men")), _later(w, _MEN.format("women"), pages=40)),
    "lumbar, cervical": lambda w: (
        _titled(w, _DISC.format("lumbar")), _later(w, _DISC.format("cervical"), pages=40)),
}  # fmt: skip
HABITS: Mapping[str, Change] = {
    "no container": lambda w: replace(w, container=""),
    "in press, a year before": lambda w: replace(
        w, year=w.year and w.year - 1, years=(), volume="", issue="", pages="", article_number=""),
    "another year altogether": lambda w: replace(w, year=w.year and w.year - 10, years=()),
    "half of the title": lambda w: _titled(
        w, " ".join(w.title.split()[: max(4, len(w.title.split()) // 2)])),
    "authors in another order": lambda w: replace(w, authors=w.authors[::-1]),
    "pages of the PDF": lambda w: replace(w, pages="1-8", article_number=""),
    "translated, no pages": lambda w: replace(
        _titled(w, "Estudio de la eficacia del tratamiento del dolor lumbar"), pages=""),
    "another container": lambda w: replace(w, container="Proceedings of the annual meeting"),
    "in Russian, no volume": lambda w: replace(
        _titled(w, "Эффективность упражнений при хронической боли в пояснице у взрослых"),
        authors=("Иванов, И.", "Петров, П."), container="Журнал неврологии", volume="", issue=""),
    "in Chinese, no place": lambda w: replace(
        _titled(w, "慢性腰痛的运动治疗效果研究"), authors=("李, 娜",), container="中国疼痛医学杂志",
        volume="", issue="", pages="", article_number=""),
    "a committee for the authors": lambda w: replace(w, authors=("National Back Review Group",)),
}  # fmt: skip


def siblings(records: Sequence[Work], kind: str) -> Iterator[Printed]:
    """Citations of articles, each beside another work of its series."""
    for number, work in enumerate(_sample(records)):
        cited, registered = SERIES[kind](work)
        yield _style(number)(cited), work, registered


def strained(records: Sequence[Work], habit: str) -> Iterator[Printed]:
    """Citations of articles with something amiss, each beside its own record."""
    for number, work in enumerate(_sample(records)):
        yield _style(number)(HABITS[habit](work)), work, work


def _sample(records: Sequence[Work]) -> list[Work]:
    articles = [w for w in records if w.type == "journal-article" and w.authors and w.title]
    return Random(SEED + 1).sample(articles, WORKS)


def _style(number: int) -> Callable[[Work], str]:
    return list(MORE_STYLES.values())[number % len(MORE_STYLES)]
