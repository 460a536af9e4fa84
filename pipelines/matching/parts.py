"""Compares each part of a citation with the same part of a record. Pure.

The record is looked for in the printed citation, with the parsed fields as a help where there
are any: a record knows its own volume, a printed line has to be parsed for it. Every rule gives
True (agrees), a pair (printed, registered) when it differs, or None when nothing can be said:
not given on one side, or given in two ways that cannot be compared. What registries are known
to do is agreement or None here, never a difference:

- the year of online-first publication; a volume in roman figures, or one that is the year;
- an abbreviated journal, an acronym; accents, umlauts, US spelling; a name given first;
- a subtitle that one side leaves out; a title in another language; ``RETRACTED:`` before it;
- a page inside of the range; an electronic page beside the page in print; pages that are those
  of the PDF (``1-12``); a shortened range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from archive.records import Work
from pipelines.matching.siblings import are_siblings, with_subtitle
from pipelines.matching.standards import names_standard
from pipelines.matching.wording import (
    folded,
    in_figures,
    is_abbreviation,
    is_acronym,
    numbers_of,
    without_notice,
    without_stamp,
)

# True = agrees; (printed, registered) = differs; None = cannot be compared.
Result = bool | tuple[str, str] | None

# Identifiers and addresses: their digits are not the citation's numbers.
_IDENTIFIERS = re.compile(
    r"\b10\.\d{4,9}/\S{1,300}|https?://\S{1,300}|\bPMID:?\s{0,3}\d{1,9}|\bPMC\d{1,9}", re.I
)
_YEAR = re.compile(r"\b(1[89]\d\d|20[0-3]\d)\b")
# What a sample, a trial or a data set is called by; not a vertebra (l4) or a gene (tp53).
_DESIGNATION = re.compile(r"(?=[a-z]*\d+[a-z])(?=(?:\D*\d){3})\w+|[a-z]+\d{3,}\w*")
_THOUSANDS = re.compile(r"^\d{1,3},\d{3}\s?[-–]\s?\d{1,3},\d{3}$")
# Behind a journal's name, and still no title: ``2014 vol 37 no 2``, ``cxiii``.
_VOLUME_BEHIND = re.compile(r"(?: (?:\d+|[ivxlc]+|vol|v|no|n|nr|num|bd|jg|suppl|pt|pp|p))*")
PAGE = re.compile(r"([a-z]{0,2})0*(\d+)([a-z]?)")
# A work about another work: its title holds the other one's. ``Review Group`` is an author.
_ABOUT = re.compile(
    r"^(?:authors? |publisher |letter in )?(reply|response|rejoinder|re|comments?|commentary|"
    r"correspondence|corrigend(?:um|a)|errat(?:um|a)|corrections?|discussion|"
    r"review(?! (?:group|board|committee|panel|team)s? )|"
    r"decision letter|expression of concern|retraction(?: note| notice)?)(?: to| on| of| for)? "
)
_REVIEW_FIRST = re.compile(r"^\W*review\s?[:.–—-]\s", re.I)
"""``Review: Group therapy`` is one of a work, whatever word its title begins with."""
_BARE = frozenset(
    {"reply", "authors reply", "the authors reply", "in reply", "response", "authors response"}
    | {"editorial", "letter", "comment", "commentary", "discussion", "introduction", "preface"}
    | {"foreword", "erratum", "correction"}
)
"""Titles that say what a text is and not what it is about."""
_TITLE_AGREES = 87
_TITLE_DIFFERS = 65
_TITLE_IS_SAME = 97
_WORD_IS_SAME = 76  # women and men are 75
_ROOM_FOR_MORE = 40
"""Letters that authors, journal and numbers take: a shorter print had no room for the title."""
_LONGEST_ARTICLE = 4
"""Letters of an article and its blank that one side leaves out."""
_SHORT_TITLE = 15
"""Letters below which a title (Editorial, Reply) says nothing."""
_LONGEST_RANGE = 100
"""Pages of an article; a longer range is a misprint or a whole book."""


@dataclass(frozen=True)
class Cited:
    """A printed citation, prepared once for all comparisons."""

    printed: str
    fields: Mapping[str, str]
    """Parsed parts by name, as far as known."""

    @cached_property
    def text(self) -> str:
        """Without identifiers and addresses."""
        return _IDENTIFIERS.sub(" ", self.printed)

    @cached_property
    def folded(self) -> str:
        """The same in one spelling."""
        return folded(self.text)

    @cached_property
    def words(self) -> list[str]:
        """Words of the folded text, in their order."""
        return self.folded.split()

    @cached_property
    def glued(self) -> str:
        """The folded text without blanks."""
        return self.folded.replace(" ", "")

    @cached_property
    def numbers(self) -> set[str]:
        """Every word without leading letters and zeros."""
        return {bare(word) for word in self.words}

    def field(self, name: str) -> str:
        """A parsed part in one spelling; empty when it is not known."""
        return folded(self.fields.get(name, ""))


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """How the titles compare."""

    result: Result
    is_same: bool = False
    """Word for word, but for slips of the pen."""
    is_doubtful: bool = False
    """A title is printed, and neither clearly this one nor clearly another."""
    is_sibling: bool = False
    """Another title of the same series (part 1 for part 2)."""
    is_bare: bool = False
    """It says what the text is and not what it is about: an author has many of them."""


def compare_title(cited: Cited, work: Work) -> TitleMatch:
    """The registered title in the print; its numbers (``phase II``) have to be there as well."""
    names = (work.title, f"{work.title} {work.subtitle}", work.original_title)
    titles = [without_stamp(folded(name)) for name in dict.fromkeys(names) if name.strip()]
    printed = cited.fields.get("title", "")
    told = without_notice(cited.field("title"), folded(work.title))
    ours = (
        folded(_REVIEW_FIRST.sub("review of ", printed)) if _REVIEW_FIRST.match(printed) else told
    )
    first = _REVIEW_FIRST.sub("review of ", work.title)
    for t in titles[:1] if first == work.title else [without_stamp(folded(first))]:
        if _is_about(t, cited.folded) or _is_about(t, told) or _is_about(ours, t):
            return TitleMatch((printed, work.title))
    if not titles or max(map(len, titles)) < _SHORT_TITLE:
        is_same = bool(titles) and told == titles[0]
        is_named = is_same or (bool(titles) and _is_designated(titles[0], cited))
        return TitleMatch(
            is_named or None,
            is_same,
            is_doubtful=bool(told) and not is_named,
            is_bare=is_same and titles[0] in _BARE,
        )
    if any(names_standard(told, cited.folded, title, work.type) for title in titles):
        return TitleMatch(True)
    if all(are_siblings(title, told, cited.folded) for title in with_subtitle(titles, told)):
        return TitleMatch((cited.fields["title"], work.title), is_sibling=True)
    scores = {title: _title_score(title, told, cited) for title in titles}
    found = [title for title, score in scores.items() if score >= _TITLE_AGREES]
    if found:
        best = next((t for t in found if _has_all_numbers(t, cited)), "")
        if not best:
            return TitleMatch((cited.fields.get("title", ""), work.title))  # part 1 for part 2
        is_same = scores[best] >= _TITLE_IS_SAME or _has_all_words(best, cited)
        return TitleMatch(True, is_same and not _is_inner(best, told, work.authors))
    journals = [folded(name) for name in (work.container, work.short_container) if name]
    if any(_is_journal(told, name) for name in journals):
        told = ""  # a short citation without a title; the parser took the journal for one
    if not told and len(cited.folded) < len(work.title) + _ROOM_FOR_MORE:
        return TitleMatch(None)
    if max(scores.values()) < _TITLE_DIFFERS:
        return TitleMatch((cited.fields.get("title", ""), work.title))
    return TitleMatch(None, is_doubtful=bool(told))


def _is_journal(told: str, journal: str) -> bool:
    """Whether what was read as a title is the journal, perhaps with ``vol 7`` behind it."""
    rest = told.removeprefix(journal)
    is_named = rest != told and _VOLUME_BEHIND.fullmatch(rest) is not None
    return is_named or is_abbreviation(told, journal)


def _has_all_numbers(title: str, cited: Cited) -> bool:
    """Whether the numbers of a title are printed, and what it calls by letters and figures.

    ``Part 1`` is not ``Part 2``, nor a record of sample ``AAM6670`` that of ``AAU5514``.
    """
    is_numbered = numbers_of(title) <= numbers_of(cited.folded)
    return is_numbered and all(word in cited.glued for word in _designations(title))


def _is_designated(title: str, cited: Cited) -> bool:
    """Whether a short title is a designation (``SH104195``), and stands in the print."""
    return bool(_designations(title)) and title.replace(" ", "") in cited.glued


def _designations(title: str) -> list[str]:
    return [word for word in title.split() if _DESIGNATION.fullmatch(word)]


def _is_about(title: str, other: str) -> bool:
    """Whether a title is that of an answer to, or a notice about, what the other text names."""
    about = _ABOUT.match(title)
    if about is None or about[1] in other.split():
        return False
    rest = title[about.end() :]
    is_named = len(rest) > _SHORT_TITLE and fuzz.partial_ratio(rest, other) >= _TITLE_AGREES
    return is_named or rest == other


def _is_inner(title: str, told: str, authors: Iterable[str]) -> bool:
    """Whether a registered title is only a part of the printed one, with words before it.

    ``Complete transposition of ...`` for ``Transposition of ...``; a subtitle stands behind. The
    authors' names are no words of a title, where they were read as some.
    """
    before = told.partition(title)[0]
    names = set(folded(" ".join(authors)).split())
    is_longer = before != told and len(told) > len(title) + _LONGEST_ARTICLE
    return is_longer and not set(before.split()) <= names


def _title_score(title: str, told: str, cited: Cited) -> float:
    """0 to 100: how well a registered title is found in the print, or the printed in it."""
    scores = [0.0]
    if len(title) <= len(cited.folded) + 2:
        scores.append(fuzz.partial_ratio(title, cited.folded))
    if len(told) >= _SHORT_TITLE:
        scores.append(fuzz.ratio(title, told))
        # A subtitle that one side leaves out: the shorter one begins the longer one.
        if len(told) > 30:
            scores.append(fuzz.ratio(title[: len(told)], told))
        if len(title) > 30:
            scores.append(fuzz.ratio(title, told[: len(title)]))
    return max(scores)


def _has_all_words(title: str, cited: Cited) -> bool:
    """Whether every longer word of the title is printed, but for its spelling."""
    printed = set(cited.words)
    missing = [word for word in title.split() if len(word) > 3 and word not in printed]
    return all(
        process.extractOne(word, printed, scorer=fuzz.ratio, score_cutoff=_WORD_IS_SAME)
        for word in missing
    )


def compare_year(cited: Cited, work: Work) -> Result:
    """Any registered year, or one beside it: online first in December, in print in January."""
    registered = set(work.years) | ({work.year} if work.year else set())
    said = cited.fields.get("year", "")
    printed = {int(year) for year in _YEAR.findall(said or cited.text)}
    if said in map(str, registered) or any(abs(a - b) <= 1 for a in registered for b in printed):
        return True
    if not printed and said[:2] == "20" and sorted(said) in [sorted(str(y)) for y in registered]:
        return said, ", ".join(map(str, sorted(registered)))  # no year yet: 2061 for 2016
    if not registered or not printed:
        return None
    if min(registered) < min(printed) < max(registered) or "year" not in cited.fields:
        return None
    return cited.fields["year"], ", ".join(map(str, sorted(registered)))


def compare_volume(cited: Cited, work: Work) -> Result:
    """Any part of the registered volume (``82 Pt B``); roman and arabic figures are the same."""
    registered = _volumes(work.volume)
    if not registered:
        return None
    printed = _volumes(cited.fields.get("volume", ""))
    if not printed:
        return True if set(registered) <= cited.numbers else None
    if registered[0] == printed[0] or set(registered) & set(printed):
        return True
    if printed[0] in {bare(first_page(text)) for text in (work.pages, work.article_number)}:
        return None  # no volume is printed, and the page stands where one would
    years = years_of(work)
    if registered[0] in years or set(printed) & ({bare(folded(work.issue))} | years):
        return None  # journals without volumes count by years, or by issues
    return cited.fields["volume"], work.volume


def _volumes(text: str) -> list[str]:
    words = [bare(in_figures(word)) for word in folded(text).split()]
    return [word for word in words if any(map(str.isdigit, word))]


def compare_page(cited: Cited, work: Work, *, is_titled: bool) -> Result:
    """The first page or the article number, with or without its letter and zeros.

    ``is_titled``: the titles agree, so that another way to count is likelier than another work.
    """
    named = (work.article_number, work.pages)
    registered = [first for text in named if (first := first_page(text))]
    if not registered:
        return None
    if any(_stands_in(text, cited.text) for text in named if _THOUSANDS.search(text)):
        return True  # as registered; such pages are not told from volume and page (10,826-10,834)
    printed = [
        first for name in ("article_number", "pages") if (first := first_page_of(cited, name))
    ]
    if work.volume in years_of(work) or not cited.fields.get("volume"):
        printed = [page for page in printed if page != work.volume]  # it is read as a page
    known = {bare(word) for word in registered}
    if "-" in cited.fields.get("volume", ""):  # no volume is printed: the pages are read as one
        printed = [*printed, first_page_of(cited, "volume")]
    if known & {bare(word) for word in printed}:
        return True
    others = (
        {first_page_of(cited, name) for name in ("volume", "issue", "year")} if printed else set()
    )
    others.add(_last_of(cited.fields.get("pages", ""), work))
    anywhere = cited.numbers - {bare(number) for number in others}
    if any(number in anywhere for number in known if len(number) > 2):
        return True
    if not printed:
        return None
    start, end = _range(work.pages)
    is_inside = any(start <= int(page) <= end for page in printed if page.isdigit())
    is_of_the_pdf = known == {"1"}
    is_other_kind = not {_kind(word) for word in registered} & {_kind(word) for word in printed}
    if is_titled and (is_inside or is_of_the_pdf or is_other_kind):
        return None
    said = cited.fields.get("pages") or cited.fields.get("article_number", "")
    return said, work.pages or work.article_number


def years_of(work: Work) -> set[str]:
    """Every year that a record gives, as text."""
    return {str(year) for year in (work.year, *work.years) if year}


def _last_of(pages: str, work: Work) -> str:
    """The last page of a printed range, where a range is registered too.

    The first page of the next work may stand there: 112-119 and 119-121.
    """
    last = re.search(r"[-–—‐]\s?(\d{1,6})$", pages.strip())
    return last[1] if last and "-" in work.pages else ""


def _stands_in(text: str, print_: str) -> bool:
    return re.search(rf"(?<![\w,]){re.escape(text)}(?!\w|,\d)", print_) is not None


def first_page_of(cited: Cited, name: str) -> str:
    """The first page in a parsed part of a citation; empty where it has none."""
    return first_page(cited.fields.get(name, ""))


def first_page(text: str) -> str:
    """The first page of a range, or the number itself, as one word with a figure in it."""
    word = (folded(text).split() or [""])[0]
    return word if re.search(r"\d", word) else ""


def _kind(number: str) -> str:
    """What counts the pages: the letters before a number (``e``, ``s``), or nothing."""
    match = PAGE.fullmatch(number)
    return match[1] if match else "?"


def _range(pages: str) -> tuple[int, int]:
    """First and last page of ``1849-1854`` or ``1849-54``; (1, 0) when it is no range."""
    found = re.match(r"(\d{1,6})\s?[-–—‐]\s?(\d{1,6})", pages.strip())
    if found is None:
        return 1, 0
    first, last = found[1], found[2]
    end = int(first[: max(0, len(first) - len(last))] + last)
    return (int(first), end) if end - int(first) <= _LONGEST_RANGE else (1, 0)


def compare_container(cited: Cited, work: Work) -> Result:
    """The journal or book, in full, abbreviated or by its initials."""
    registered = [n for name in (work.container, work.short_container) if (n := folded(name))]
    if not registered:
        return None
    spaced = f" {cited.folded} "
    if any(f" {name} " in spaced for name in registered):
        return True
    printed = cited.field("container")
    if not printed:
        return None
    if any(
        is_abbreviation(printed, name) or is_abbreviation(name, printed)
        or is_acronym(printed, name) or is_acronym(name, printed)
        for name in registered
    ):  # fmt: skip
        return True
    if max(fuzz.ratio(printed, name) for name in registered) >= 85:
        return True  # in this order: Urol Int and Int J Urol are two journals
    return cited.fields["container"], work.container


def bare(number: str) -> str:
    """A number without its letters and leading zeros: ``e0134192`` -> ``134192``."""
    match = PAGE.fullmatch(number)
    return match[2] if match else number
