"""Is the registered work the one the citation names? Pure.

A title alone never decides: 82.6 % of wrong works with a similar title pass a fuzzy comparison
of titles (700 real references). A number must support it: year, volume, page or article number.
How single parts are compared, and what is taken for a registry's habit, stands in ``parts``;
here they are summed up. Where the parts do not suffice for a "no", the answer is ``partial``:
nobody is told that a DOI name is wrong because we could not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import Agreement, Work
from pipelines.matching.alphabets import are_apart
from pipelines.matching.guidelines import is_of_other_edition, may_be_translated
from pipelines.matching.misprints import Misprint, find_misprint, find_misspelling, is_slip
from pipelines.matching.parts import (
    PAGE,
    Cited,
    Result,
    TitleMatch,
    compare_container,
    compare_page,
    compare_title,
    compare_volume,
    compare_year,
    first_page,
    first_page_of,
    years_of,
)
from pipelines.matching.people import compare_author
from pipelines.matching.places import is_placed, is_read_behind
from pipelines.matching.siblings import are_neighbours
from pipelines.matching.wording import folded

_FEW_WORDS = 5
"""Words below which a print is a mere pointer (see doi:...) and no citation."""
_NUMBERS = frozenset({"year", "volume", "page"})
_WORDS = ("title", "author", "container")
# Works that are a part of a book, and books: the one is cited where the other is registered.
_CHAPTERS = frozenset({"book-chapter", "book-section", "book-part", "reference-entry"})
_BOOKS = frozenset({"book", "monograph", "edited-book", "reference-book", "book-set"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Field by field: what agrees, what differs (field -> (printed, registered)), and the sum."""

    value: Agreement
    agreeing: tuple[str, ...] = ()
    differing: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    score: float = 0.0
    """0 to 1: share of the comparable fields that agree, numbers counting double."""
    is_same_title: bool = False
    """Word for word, but for slips of the pen."""
    misprint: Misprint | None = None
    """What is printed otherwise than registered, although it is the same work."""
    is_of_another: bool = False
    """The reference itself says that the name is another work's: there is nothing to compare."""
    is_lettered_otherwise: bool = False
    """Of the printed page, and perhaps another text on it (699b and 699a): never safe."""
    is_doubtful_title: bool = False
    """A title is printed, and it is neither clearly the registered one nor clearly another."""

    @property
    def is_safe(self) -> bool:
        """Whether the DOI can be written into the page without a second look."""
        numbers = _NUMBERS & set(self.agreeing)
        named = {"title", "author"} & set(self.agreeing)
        is_told_apart = self.is_same_title or not (
            "title" in self.agreeing or self.is_doubtful_title
        )
        has_place = "page" in numbers or (len(numbers) >= 2 and is_told_apart)
        is_doubtful = bool(self.differing) or self.is_lettered_otherwise
        return self.value is Agreement.AGREES and has_place and bool(named) and not is_doubtful


def compare(printed: str, fields: Mapping[str, str], work: Work) -> Comparison:
    """Compare a printed reference with a record.

    ``fields`` are parsed parts of the reference by name (year, title, container, volume, issue,
    pages, article_number, authors), as far as known.
    """
    cited = Cited(printed, fields)
    if len(cited.words) < _FEW_WORDS:
        return Comparison(value=Agreement.NO_CITATION)
    title, results, is_translated = _compare_parts(cited, work)
    known = {name: result for name, result in results.items() if result is not None}
    if not {"title", "author", "volume", "page"} & set(known):
        return Comparison(value=Agreement.PARTIAL if is_translated else Agreement.NO_METADATA)
    agreeing = tuple(name for name, result in known.items() if result is True)
    differing = {name: result for name, result in known.items() if isinstance(result, tuple)}
    weights = {name: 2 if name in _NUMBERS else 1 for name in known}
    score = sum(weights[name] for name in agreeing) / sum(weights.values())
    is_slip_of_page = "page" in differing and is_slip(*differing["page"])
    value = _decide(set(agreeing), set(differing), title, is_slip_of_page=is_slip_of_page)
    has_place = bool(work.volume or work.pages or work.article_number)
    if title.is_sibling and value is Agreement.PARTIAL and ("year" in differing or not has_place):
        value = Agreement.DIFFERS  # only the title tells the works of a series apart
    if value is Agreement.PARTIAL and "page" in differing and not is_slip_of_page:
        names = folded(work.title), cited.field("title"), cited.folded
        is_neighbour = title.is_doubtful and are_neighbours(*names)
        if is_neighbour and isinstance(compare_page(cited, work, is_titled=True), tuple):
            value = Agreement.DIFFERS  # words of its title, and a page of its own
    if value is Agreement.DIFFERS and (
        _is_of_one_book(cited, work, set(differing))
        or (not {"volume", "page"} <= set(differing) and may_be_translated(cited, work))
        or is_of_other_edition(work, agreeing)
        or is_placed(cited, work)
        or ({"title", "author"} & set(agreeing) and is_read_behind(cited))
    ):
        value = Agreement.PARTIAL
    if value is Agreement.AGREES and "title" not in agreeing and _is_lettered_apart(cited, work):
        value = Agreement.PARTIAL  # 699b is another text of the page than 699a
    misprint = None
    if value is Agreement.AGREES and title.is_same:
        misprint = find_misprint(cited, frozenset(agreeing), differing)
        if {"year", "volume", "page"} <= set(agreeing) and set(differing) <= {"author"}:
            misprint = find_misspelling(cited, work)
    return Comparison(
        value=value,
        agreeing=agreeing,
        differing=differing,
        score=round(score, 3),
        is_same_title=title.is_same,
        misprint=misprint,
        is_lettered_otherwise=_is_lettered_otherwise(cited, work),
        is_doubtful_title=title.is_doubtful,
    )


def _compare_parts(cited: Cited, work: Work) -> tuple[TitleMatch, dict[str, Result], bool]:
    """How the titles compare; every part's result; and whether they are in two scripts.

    Then words that are other ones say nothing against the work.
    """
    title = compare_title(cited, work)
    results: dict[str, Result] = {
        "title": title.result,
        "author": compare_author(cited, work),
        "year": compare_year(cited, work),
        "volume": compare_volume(cited, work),
        "page": compare_page(cited, work, is_titled=title.result is True),
        "container": compare_container(cited, work),
    }
    is_translated = are_apart([cited.text], [work.title, work.original_title])
    if is_translated:
        title = title if title.result is True else TitleMatch(None)
        results |= {name: results[name] is True or None for name in _WORDS}
    is_elsewhere = isinstance(results["title"], tuple) and isinstance(results["container"], tuple)
    if is_elsewhere and work.volume in years_of(work) and first_page(work.pages) == "1":
        results |= {"volume": None, "page": None}  # 2018;2018:1-12 is in every such journal
    return title, results, is_translated


def _decide(
    agree: set[str], differ: set[str], title: TitleMatch, *, is_slip_of_page: bool
) -> Agreement:
    """The sum of the fields; see the module's text for the principle."""
    if {"volume", "page"} <= agree and {"title", "author", "year"} & agree:
        is_neighbour = {"title", "author"} <= differ  # two letters on one page of a journal
        return Agreement.PARTIAL if is_neighbour else Agreement.AGREES
    if "title" in agree:
        is_near = title.is_same and ("page" not in differ or is_slip_of_page)
        is_bare = title.is_bare and not is_slip_of_page
        return _decide_by_title(
            agree, differ, is_same=title.is_same, is_near=is_near, is_bare=is_bare
        )
    is_elsewhere = {"volume", "page"} <= differ
    if "title" in differ:
        is_contradicted = bool({"volume", "page", "author"} & differ)
        return Agreement.DIFFERS if is_contradicted or not agree else Agreement.PARTIAL
    if len(_NUMBERS & agree) >= 2 and "author" in agree and "page" not in differ:
        return Agreement.AGREES
    if {"author", "year", "container"} <= agree and not differ and not title.is_doubtful:
        return Agreement.AGREES  # a short citation: nothing more is said, all of it is right
    if is_elsewhere or ("author" in differ and {"volume", "page"} & differ):
        return Agreement.DIFFERS
    if {"author", "container"} <= differ and not agree:
        return Agreement.DIFFERS  # by somebody else, somewhere else, and nothing speaks for it
    return Agreement.PARTIAL


def _decide_by_title(
    agree: set[str], differ: set[str], *, is_same: bool, is_near: bool, is_bare: bool
) -> Agreement:
    """The titles agree: is there a number to support it, and nothing that speaks against it?

    ``is_near``: the title is the same and the page, if it differs at all, is a slip away.
    ``is_bare``: the title says what a text is and not what it is about (Reply, Editorial).
    """
    is_elsewhere = {"volume", "page"} <= differ
    # One text in two journals (guidelines); a Reply in two volumes is two texts.
    is_twin = is_same and {"author", "year"} <= agree and not is_bare
    if is_elsewhere:
        is_other = not is_same or is_bare or bool({"container", "author", "year"} & differ)
        return Agreement.DIFFERS if is_other and not is_twin else Agreement.PARTIAL
    is_other_page = "page" in differ and not is_near
    is_placed_otherwise = is_other_page or {"volume", "container"} <= differ
    if "author" in differ and (is_placed_otherwise or {"volume", "year"} <= differ):
        return Agreement.DIFFERS  # one title (Quiz case 2, Letter to the editor) for two texts
    if len(differ) >= 3 and not _NUMBERS & agree:
        return Agreement.DIFFERS
    if "page" in differ and not is_near:
        return Agreement.DIFFERS if "year" in differ and not is_same else Agreement.PARTIAL
    is_doubtful = "author" in differ and ("page" not in agree or "volume" in differ)
    return Agreement.AGREES if _NUMBERS & agree and not is_doubtful else Agreement.PARTIAL


def _is_of_one_book(cited: Cited, work: Work, differ: set[str]) -> bool:
    """A chapter is registered and its book cited, or the other way round.

    Another chapter of the same book is another work: title, pages and authors tell.
    """
    if work.type in _CHAPTERS:
        book = folded(work.container)
        is_other_chapter = {"title", "page"} <= differ
        return len(book) > 10 and book in cited.folded and not is_other_chapter
    book = folded(work.title)
    return work.type in _BOOKS and len(book) > 10 and book in cited.folded


def _is_lettered_otherwise(cited: Cited, work: Work) -> bool:
    """Whether the print and the record give the texts of one page other letters (699a, 699b, 699).

    A letter behind a page tells its short texts apart; that only one side gives one proves no
    other work, but then nothing tells which of them is meant.
    """
    letters = _letters_behind(cited, work)
    return bool(letters) and all(there != here for there, here in letters)


def _is_lettered_apart(cited: Cited, work: Work) -> bool:
    """The same where the print gives the letter: no other text of the page is meant by it.

    Who prints no letter may mean the one text that has an entry.
    """
    letters = _letters_behind(cited, work)
    return bool(letters) and all(here and there != here for there, here in letters)


def _letters_behind(cited: Cited, work: Work) -> list[tuple[str, str]]:
    """(registered, printed) of every printed page that is registered, too; empty where none is."""
    texts = (work.article_number, work.pages)
    registered = {
        match[2]: match[3] for text in texts if (match := PAGE.fullmatch(first_page(text)))
    }
    told = [first for name in ("article_number", "pages") if (first := first_page_of(cited, name))]
    matches = [match for word in told or cited.words if (match := PAGE.fullmatch(word))]
    return [(registered[m[2]], m[3]) for m in matches if m[2] in registered]
