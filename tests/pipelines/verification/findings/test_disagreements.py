"""Two identifiers of one reference: every pair, agreeing, disagreeing, unknown, or rightly two."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import dataclass, replace
from itertools import combinations, permutations

import pytest

from archive.records import (
    Existence,
    Field,
    FindingKind,
    Scheme,
    Severity,
    Work,
)
from pipelines.matching.agreeing import compare
from pipelines.verification.findings.identifiers import find_in_identifiers
from pipelines.verification.judging.identifier_verdicts import IdentifierVerdict
from pipelines.verification.judging.judged import Judged, RightIdentifier
from tests.pipelines.matching.test_twins import DUNN, PEARSON, POOR, TWIN
from tests.pipelines.verification.kept import doi_verdicts, kept_citation, kept_mention

# Facts of the GROBID corpus and of Crossref's records.
GUIDES = Work(
    doi="10.1001/978-1-57947-888-9",
    agency="Crossref",
    title="AMA Guides to the Evaluation of Permanent Impairment, 6th Edition",
    authors=("Rondinelli, RD", "Genovese, E", "Katz, RT"),
    publisher="American Medical Association",
    year=2008,
    type="book",
    isbn=("9781579478889", "9781603597889"),
)
# A book and a chapter of it that are nobody's: the shapes of Crossref's records.
SURGERY = Work(
    doi="10.5555/978-3-540-75286-8",
    agency="Crossref",
    title="Operations on the cervical spine",
    year=2015,
    type="edited-book",
    isbn=("9783540752868", "9783540752875"),
)
CHAPTER = Work(
    doi="10.5555/978-3-540-75286-8_7",
    agency="Crossref",
    title="Opening the canal from behind",
    container=SURGERY.title,
    authors=("Muster, A", "Beispiel, B"),
    year=2015,
    pages="77-91",
    type="book-chapter",
    isbn=SURGERY.isbn,
)


@dataclass(frozen=True)
class Print:
    """A reference as it is printed, and what was read of it."""

    text: str
    title: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""

    def fields(self) -> tuple[Field, ...]:
        found = []
        for name in ("title", "year", "volume", "pages"):
            value = getattr(self, name)
            start = self.text.find(value)
            if value and start >= 0:
                found.append(Field(name=name, value=value, start=start, end=start + len(value), confidence=0.9))  # fmt: skip
        return tuple(found)


OF_DUNN = Print(
    f"Dunn KM, Croft PR. {DUNN.title}. Spine. 2005;30:1887-1892.",
    DUNN.title, "2005", "30", "1887-1892",
)  # fmt: skip
OF_PEARSON = Print(
    f"Pearson AM, Ivancic PC, Ito S, Panjabi MM. {PEARSON.title}. Spine. 2004;29:390-397.",
    PEARSON.title, "2004", "29", "390-397",
)  # fmt: skip
OF_GUIDES = Print(
    f"Rondinelli RD, Genovese E, Katz RT. {GUIDES.title}. American Medical Association; 2008.",
    GUIDES.title, "2008",
)  # fmt: skip
OF_CHAPTER = Print(
    f"Muster A, Beispiel B. {CHAPTER.title}. In: {SURGERY.title}. 2015. pp. 77-91.",
    CHAPTER.title, "2015", "", "77-91",
)  # fmt: skip
OF_NOBODY = Print(
    "Nemo N. Something else altogether about other things. J Nowhere. 1990;1:1-2.",
    "Something else altogether about other things", "1990", "1", "1-2",
)  # fmt: skip
BARE = Print("See there.")

Identified = tuple[Scheme, Work | None]


def find(*identified: Identified, printed: Print = OF_DUNN, same=(), right=None):
    """Findings of a reference whose identifiers name these works, by scheme; None = unknown.

    ``same``: numbers that the authority of the first identifier gives for its work, too.
    """
    works = dict(identified)
    judged, mentions = Judged(), []
    doi_work = works.get(Scheme.DOI)
    doi = doi_work.doi if doi_work else None
    citation = kept_citation(printed.text, fields=printed.fields(), doi=doi)
    if doi_work:
        fields = {field.name: field.value for field in citation.fields}
        judged.citations["r1"] = compare(printed.text, fields, doi_work)
        judged.dois[doi_work.doi] = doi_verdicts(doi_work.doi, work=doi_work, checks=(99,))
    for number, (scheme, work) in enumerate(identified, 1):
        if scheme is Scheme.DOI:
            continue
        value = f"9{number}7"
        judged.identifiers[scheme, value] = IdentifierVerdict(
            scheme=scheme, value=value, reason="It is so.", work=work, checks=(number,),
            existence=Existence.KNOWN if work else Existence.UNKNOWN,
            doi=work.doi if work else "", same=same if number == 1 else (),
        )  # fmt: skip
        mentions.append(kept_mention(value, id=scheme, scheme=scheme, reference_id="r1"))
    judged.right = dict.fromkeys(works, right) if right else {}
    return list(find_in_identifiers(judged, mentions, [citation]))


SCHEMES = (Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ARXIV, Scheme.ISBN, Scheme.HANDLE, Scheme.PII, Scheme.JSTOR)  # fmt: skip
PAIRS = list(combinations(SCHEMES, 2))
ORDERED = list(permutations(SCHEMES, 2))
LABELS = {
    Scheme.DOI: "DOI name",
    Scheme.PMID: "PubMed number",
    Scheme.PMCID: "PubMed Central number",
    Scheme.ARXIV: "arXiv number",
    Scheme.ISBN: "ISBN",
    Scheme.HANDLE: "handle",
    Scheme.PII: "publisher's number (PII)",
    Scheme.JSTOR: "JSTOR number",
}


def work_of(scheme: Scheme) -> tuple[Work, Print]:
    """A work that an identifier of this scheme may name, and a reference to it."""
    return (GUIDES, OF_GUIDES) if scheme is Scheme.ISBN else (DUNN, OF_DUNN)


def test_all_pairs_are_looked_at():
    assert len(PAIRS) == 28
    assert len(ORDERED) == 56
    assert set(SCHEMES) == set(Scheme)


@pytest.mark.parametrize(("right", "wrong"), ORDERED)
def test_the_one_of_another_work_is_told_with_both(right: Scheme, wrong: Scheme):
    work, printed = work_of(right)
    other = GUIDES if wrong is Scheme.ISBN else PEARSON
    for identified in (((right, work), (wrong, other)), ((wrong, other), (right, work))):
        [finding] = find(*identified, printed=printed)
        assert finding.kind is FindingKind.IDENTIFIER_CONFLICT
        place = right if wrong is Scheme.DOI else wrong
        assert finding.subject.startswith(f"{place}:")
        assert f"The {LABELS[wrong]} is the wrong one" in finding.why
        assert f"agrees with the record of the {LABELS[right]} in title, author" in finding.why
        for named in (work, other):
            assert f"“{named.title}”" in finding.why
            assert str(named.year) in finding.why
            assert named.doi in finding.why
        is_error = wrong not in (Scheme.DOI, Scheme.ISBN)
        assert finding.severity is (Severity.ERROR if is_error else Severity.WARNING)
        is_doi = wrong is Scheme.DOI
        assert finding.should_say == (f"https://doi.org/{work.doi}" if is_doi else "") or (
            finding.suggestions[0].after == finding.should_say
        )
        assert len(finding.checks) == 2


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_of_one_work_are_right(one: Scheme, other: Scheme):
    work = GUIDES if Scheme.ISBN in (one, other) else DUNN
    for printed in (OF_GUIDES if work is GUIDES else OF_DUNN, BARE):
        assert find((one, work), (other, work), printed=printed) == []


@pytest.mark.parametrize(("one", "other"), ORDERED)
def test_what_is_unknown_or_could_not_be_asked_is_no_disagreement(one: Scheme, other: Scheme):
    work, printed = work_of(one)
    assert find((one, work), (other, None), printed=printed) == []
    assert find((one, work), (other, None), printed=BARE) == []
    assert find((one, work), (other, replace(POOR, doi="")), printed=printed) == []
    assert find((one, None), (other, None), printed=printed) == []


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_where_the_reference_says_nothing_it_is_for_people_to_look(one: Scheme, other: Scheme):
    first = work_of(one)[0]
    second = GUIDES if other is Scheme.ISBN else PEARSON
    [finding] = find((one, first), (other, second), printed=BARE)
    assert finding.severity is Severity.WARNING
    assert "Look which work is meant, and replace the other." in finding.why
    assert finding.should_say == ""


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_registrations_of_one_work(one: Scheme, other: Scheme):
    if Scheme.ISBN in (one, other):
        work, twin, printed = GUIDES, replace(GUIDES, doi="10.5555/guides", isbn=("9780306406157",)), OF_GUIDES  # fmt: skip
    else:
        work, twin, printed = DUNN, TWIN, OF_DUNN
    assert find((one, work), (other, twin), printed=printed) == []
    assert find((one, work), (other, twin), printed=BARE) == []


LATER = replace(DUNN, doi="10.2307/1", year=2015, years=(2015,), volume="40", pages="1-9")
PREPRINT = Work(
    doi="10.48550/arxiv.2101.01234", agency="DataCite", type="Preprint", year=2003,
    title="On who is bothered by the back", authors=("Dunn, KM", "Croft, PR"),
)  # fmt: skip
BY_OTHERS = replace(PREPRINT, authors=("Somebody, Else",))
ERRATUM = Work(
    doi="", agency="PubMed", title=f"Erratum: {DUNN.title}", container="Spine", year=2007,
    volume="32", pages="5", type="Published Erratum",
)  # fmt: skip
REVIEW = replace(DUNN, doi="10.1002/14651858.cd001351", title="Acupuncture and dry-needling for low back pain", volume="1", pages="CD001351", authors=("Furlan, A",))  # fmt: skip
UPDATE = replace(REVIEW, doi="10.1002/14651858.cd001351.pub2", title="Needles for the back: an update", year=2020, authors=("Muster, A",))  # fmt: skip
BOOK_OF_SERIES = replace(CHAPTER, container="Lecture Notes in Backs")
PROCEEDINGS = Work(doi="10.5555/p", agency="Crossref", title="Annual meeting of the society", year=1999, type="proceedings", isbn=("9780306406157",))  # fmt: skip
TRANSLATED = replace(GUIDES, doi="10.5555/de", title="Leitfaden zur Begutachtung", year=2012, isbn=("9780306406157",))  # fmt: skip
TWINS = [
    # why, one, other, print
    ("a chapter's DOI beside its book's ISBN", (Scheme.DOI, CHAPTER), (Scheme.ISBN, SURGERY), OF_CHAPTER),
    ("a bare print of it", (Scheme.DOI, CHAPTER), (Scheme.ISBN, SURGERY), BARE),
    ("the ISBN of another form, in the series", (Scheme.DOI, replace(BOOK_OF_SERIES, isbn=())), (Scheme.ISBN, SURGERY), OF_CHAPTER),
    ("of it a bare print", (Scheme.DOI, replace(BOOK_OF_SERIES, isbn=())), (Scheme.ISBN, SURGERY), BARE),
    ("a chapter whose record names no book", (Scheme.DOI, replace(CHAPTER, isbn=(), container="")), (Scheme.ISBN, GUIDES), OF_CHAPTER),
    ("the book is printed, the chapter registered", (Scheme.DOI, CHAPTER), (Scheme.ISBN, replace(GUIDES, title=SURGERY.title)), OF_CHAPTER),
    ("a book in another language", (Scheme.DOI, GUIDES), (Scheme.ISBN, TRANSLATED), OF_GUIDES),
    ("an issue that is a book, too", (Scheme.DOI, DUNN), (Scheme.ISBN, PROCEEDINGS), OF_DUNN),
    ("a book without a title", (Scheme.DOI, GUIDES), (Scheme.ISBN, replace(SURGERY, title="")), OF_GUIDES),
    ("a preprint called otherwise", (Scheme.DOI, DUNN), (Scheme.ARXIV, PREPRINT), OF_DUNN),
    ("a preprint of whom nobody knows, related", (Scheme.DOI, DUNN),
     (Scheme.ARXIV, replace(BY_OTHERS, relations=(("is-version-of", DUNN.doi),))), OF_DUNN),
    ("the article names its preprint", (Scheme.DOI, replace(DUNN, relations=(("has-preprint", BY_OTHERS.doi),))), (Scheme.ARXIV, BY_OTHERS), OF_DUNN),
    ("two versions of one thing", (Scheme.DOI, replace(DUNN, relations=(("is-version-of", "10.5555/all"),))),
     (Scheme.HANDLE, replace(PEARSON, relations=(("is-version-of", "10.5555/all"),))), OF_DUNN),
    ("two versions by their names", (Scheme.DOI, REVIEW), (Scheme.PMID, UPDATE), BARE),
    ("printed again years later", (Scheme.DOI, DUNN), (Scheme.PMID, LATER), OF_DUNN),
    ("a correction", (Scheme.DOI, DUNN), (Scheme.PMID, ERRATUM), OF_DUNN),
    ("a correction without a title", (Scheme.DOI, DUNN), (Scheme.PMID, replace(ERRATUM, title="Erratum")), OF_DUNN),
    ("a notice that names it", (Scheme.DOI, DUNN), (Scheme.PMCID, replace(PEARSON, is_notice_of=(DUNN.doi,))), OF_DUNN),
    ("one title, no authors known", (Scheme.DOI, DUNN), (Scheme.HANDLE, replace(LATER, authors=())), OF_DUNN),
    ("two strangers, the reference agrees with both", (Scheme.DOI, DUNN), (Scheme.PMID, PEARSON),
     Print(f"{OF_DUNN.text} {OF_PEARSON.text}")),
    ("two references in one entry, the first was read", (Scheme.DOI, DUNN), (Scheme.PMID, replace(PEARSON, volume="31", pages="812-819", year=1999)),
     replace(OF_DUNN, text=f"{OF_DUNN.text} {OF_PEARSON.text}")),
    ("two references in one entry, the second was read", (Scheme.DOI, DUNN), (Scheme.PMID, PEARSON),
     replace(OF_PEARSON, text=f"{OF_DUNN.text} {OF_PEARSON.text}")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other", "printed"), TWINS, ids=[row[0] for row in TWINS])
def test_what_may_rightly_differ(why: str, one: Identified, other: Identified, printed: Print):
    assert find(one, other, printed=printed) == []
    assert find(other, one, printed=printed) == []


TOLD = [
    # why, one, other, print, words
    ("a chapter of another book", (Scheme.DOI, CHAPTER), (Scheme.ISBN, GUIDES), OF_CHAPTER, "For that work the ISBN is 9783540752868 or 9783540752875."),
    ("the book of another chapter", (Scheme.DOI, CHAPTER), (Scheme.ISBN, GUIDES), OF_GUIDES, "The DOI name is the wrong one"),
    ("an edited book for an article", (Scheme.DOI, DUNN), (Scheme.ISBN, replace(SURGERY, authors=("X, Y",))), OF_DUNN, "The ISBN is the wrong one"),
    ("a preprint of others", (Scheme.DOI, DUNN), (Scheme.ARXIV, BY_OTHERS), OF_DUNN, "The arXiv number is the wrong one"),
    ("neither is the reference's", (Scheme.DOI, DUNN), (Scheme.PMID, PEARSON), OF_NOBODY, "The reference agrees with neither."),
    ("neither is, and there is no DOI", (Scheme.PMCID, DUNN), (Scheme.PMID, PEARSON), OF_NOBODY, "The reference agrees with neither."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other", "printed", "words"), TOLD, ids=[row[0] for row in TOLD])  # fmt: skip
def test_what_is_told(why: str, one: Identified, other: Identified, printed: Print, words: str):
    told = find(one, other, printed=printed)
    assert any(words in finding.why for finding in told)


def test_the_number_that_ncbi_gives_for_the_other_is_proposed():
    [finding] = find(
        (Scheme.PMCID, replace(DUNN, doi="")), (Scheme.PMID, PEARSON), same=("pmid:16103861",)
    )
    assert (finding.says, finding.should_say) == ("927", "16103861")
    assert "For that work the PubMed number is 16103861." in finding.why
    [proposal] = finding.suggestions
    assert (proposal.before, proposal.after) == ("927", "16103861")


def test_ncbi_says_that_two_numbers_are_of_one_article_whatever_the_records_say():
    assert find((Scheme.PMCID, DUNN), (Scheme.PMID, PEARSON), same=("pmid:927",)) == []


def test_a_wrong_doi_name_is_told_once_with_the_right_one():
    [finding] = find((Scheme.DOI, PEARSON), (Scheme.PMID, DUNN), (Scheme.PMCID, DUNN))
    assert finding.subject.startswith("pmid:")
    assert finding.should_say == f"https://doi.org/{DUNN.doi}"


def test_a_comment_is_no_conflict_where_the_number_of_the_work_stands_beside_it():
    assert find((Scheme.DOI, DUNN), (Scheme.PMID, DUNN), (Scheme.PMID, PEARSON)) == []
    assert find((Scheme.PMID, DUNN), (Scheme.PMID, PEARSON)) == []


def test_another_chapter_of_the_same_book():
    other = replace(
        CHAPTER, doi="10.5555/978-3-540-75286-8_8", title="Sutures in three layers", authors=("Exempel, C",),
        pages="92-99",
    )  # fmt: skip
    [finding] = find((Scheme.DOI, CHAPTER), (Scheme.HANDLE, other), printed=OF_CHAPTER)
    assert "The handle is the wrong one" in finding.why


def test_two_wrong_numbers_are_told_each():
    found = find((Scheme.DOI, DUNN), (Scheme.PMID, PEARSON), (Scheme.PMCID, PEARSON))
    assert [finding.subject.partition(":")[0] for finding in found] == ["pmid", "pmcid"]


def test_a_wrong_number_without_its_match_stands_for_itself():
    [finding] = find((Scheme.PMID, PEARSON), (Scheme.HANDLE, None))
    assert "belongs to another work than the reference names" in finding.why
    assert finding.severity is Severity.ERROR
    [finding] = find((Scheme.ISBN, GUIDES))
    assert finding.severity is Severity.WARNING
    assert find((Scheme.PMID, DUNN)) == []
    assert find((Scheme.PMID, PEARSON), printed=BARE) == []


def test_the_right_number_is_proposed_where_the_work_is_established():
    right = RightIdentifier(value="16103861", doi=DUNN.doi, checks=(7,))
    [finding] = find((Scheme.DOI, DUNN), (Scheme.PMID, PEARSON), right=right)
    assert finding.should_say == "16103861"
    assert f"The work that this reference names is {DUNN.doi}" in finding.why
    assert finding.checks[-1] == 7
    [proposal] = finding.suggestions
    assert (proposal.before, proposal.after) == ("927", "16103861")


def test_a_wrong_doi_name_needs_no_other_number():
    right = RightIdentifier(value="5", doi=PEARSON.doi)
    [finding] = find((Scheme.DOI, PEARSON), (Scheme.PMID, DUNN), right=right)
    assert finding.should_say == f"https://doi.org/{DUNN.doi}"
    assert finding.suggestions == ()
