"""Which found work is the cited one? Citations and mistakes: Crossref's evaluation set (MIT).

The near misses are those that search with validation is recorded to have taken for the cited
work; of their records only what tells them apart is given.
"""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import Agreement, Work
from pipelines.matching.agreeing import compare
from pipelines.matching.scoring import choose, match
from pipelines.references.fields import read_fields

JAVA = Work(
    doi="10.1093/bioinformatics/bth349",
    agency="Crossref",
    title="Java Treeview--extensible visualization of microarray data",
    container="Bioinformatics",
    authors=("Saldanha, A. J.",),
    year=2004,
    years=(2004,),
    volume="20",
    issue="17",
    pages="3246-3248",
    type="journal-article",
)
SALDANHA = "Saldanha, A. J. (2004). Java TreeView–extensible visualization of microarray data. Bioinformatics, 20(17), 3246–3248."
VOGELSANG = Work(
    doi="10.1016/0550-3213(96)00306-9",
    agency="Crossref",
    title="The spin-dependent two-loop splitting functions",
    container="Nuclear Physics B",
    authors=("Vogelsang, Werner",),
    year=1996,
    years=(1996,),
    volume="475",
    issue="1-2",
    pages="47-72",
    type="journal-article",
)


def fields_of(printed):
    return {f.name: f.value for f in sorted(read_fields(printed), key=lambda f: f.confidence)}


def level(printed, work):
    found = match(printed, fields_of(printed), work)
    return None if found is None else "safe" if found.is_safe else "suggested"


LEVELS = [
    ("all agrees", SALDANHA, JAVA, "safe"),
    ("the year of the next January", SALDANHA.replace("2004", "2005"), JAVA, "safe"),
    ("no page is printed", "Saldanha AJ. Java TreeView: extensible visualization of microarray data. Bioinformatics. 2004.", JAVA, "suggested"),
    ("nor is the journal", "Saldanha AJ. Java TreeView: extensible visualization of microarray data. 2004.", JAVA, None),
    ("another page of the same journal", SALDANHA.replace("3246–3248", "1014–1016"), JAVA, None),
    ("another issue", SALDANHA.replace("(17)", "(3)"), JAVA, "suggested"),
    ("another author", SALDANHA.replace("Saldanha, A. J.", "Miller, B."), JAVA, None),
    ("the record has no author", SALDANHA, replace(JAVA, authors=()), "safe"),
    ("a comment on it", SALDANHA, replace(JAVA, title=f"Comment on: {JAVA.title}"), None),
    ("a reply to it, on the same page", SALDANHA, replace(JAVA, title=f"{JAVA.title}—Reply"), None),
    ("the review of a manuscript", SALDANHA, replace(JAVA, type="peer-review"), None),
    ("a notice about it", SALDANHA, replace(JAVA, is_notice_of=("10.1093/bioinformatics/bth1",)), None),
    ("no title, and all else agrees", "W. Vogelsang, Nucl. Phys. B 475, 47 (1996)", VOGELSANG, "safe"),
    (
        "no title, and its numbers in another journal",
        "W. Vogelsang, Nucl. Phys. B 475, 47 (1996)",
        Work(doi="10.2307/591364", agency="Crossref", title="Review", container="The British Journal of Sociology", authors=("Barker, Eileen",), year=1996, years=(1996,), volume="47", issue="3", pages="475", type="journal-article"),
        None,
    ),
    (
        "a review of the cited book",
        "Sutton RS Barto AG . Reinforcement Learning: An Introduction. Cambridge, Mass: MIT Press; 1998.",
        Work(doi="10.1109/tnn.1998.712192", agency="Crossref", title="Reinforcement Learning: An Introduction", container="IEEE Transactions on Neural Networks", authors=("Sutton, R.S.", "Barto, A.G."), year=1998, years=(1998,), volume="9", issue="5", pages="1054-1054", type="journal-article"),
        None,
    ),
    (
        "the cited book",
        "Allen, M.P. and Tildesley, D.J., Computer Simulation of Liquids, Oxford: Oxford Univ. Press, 1989.",
        Work(doi="10.1093/oso/1", agency="Crossref", title="Computer Simulation of Liquids", authors=("Allen, Michael P.", "Tildesley, Dominic J."), year=1989, years=(1989,), type="book"),
        "suggested",
    ),
    (
        "another edition of it",
        "Allen, M.P. and Tildesley, D.J., Computer Simulation of Liquids, Oxford: Oxford Univ. Press, 1989.",
        Work(doi="10.1093/oso/1", agency="Crossref", title="Computer Simulation of Liquids", authors=("Allen, Michael P.", "Tildesley, Dominic J."), year=2017, years=(2017,), type="book"),
        None,
    ),
    (
        "the journal version of a working paper",
        "Gatzert N, Schmeiser H (2006) Implicit options in life insurance: valuation and risk management. Working paper on risk management and insurance, vol 26, pp 1–20",
        Work(doi="10.1007/bf03353443", agency="Crossref", title="Implicit options in life insurance: valuation and risk management", container="Zeitschrift für die gesamte Versicherungswissenschaft", authors=("Gatzert, Nadine", "Schmeiser, Hato"), year=2006, years=(2006,), volume="95", issue="S1", pages="111-127", type="journal-article"),
        None,
    ),
    (
        "the conference paper of a thesis",
        "Tarpley, C., The Optimization of Engine-Integrated Hypersonic Waveriders with Steady State Flight and Static Margin Constraints. PhD thesis,University of Maryland, 1995.",
        Work(doi="10.2514/6.1995-848", agency="Crossref", title="The optimization of engine-integrated hypersonic waveriders with steady state flight and static margin constraints", container="33rd Aerospace Sciences Meeting and Exhibit", authors=("Tarpley, Christopher",), year=1995, years=(1995,), type="proceedings-article"),
        None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "work", "expected"), LEVELS)
def test_levels(why, printed, work, expected):
    assert level(printed, work) == expected


FIRST_YEARS = Work(
    doi="10.1001/archderm.118.10.699a",
    agency="Crossref",
    title="The Archives of Dermatology: the first hundred years",
    container="Archives of Dermatology",
    authors=("Pearson, R. W.",),
    year=1982,
    years=(1982,),
    volume="118",
    issue="10",
    pages="699a-709",
    type="journal-article",
)
LETTERED = (
    "Pearson RW. The Archives of Dermatology: the first hundred years. Arch Dermatol. 1982;118(10):{}.",
    "Pearson, R. W.. “The Archives of Dermatology: the first hundred years.” Archives of Dermatology, vol. 118, no. 10, 1982, pp. {}.",
    "R. W. Pearson, Archives of Dermatology 118, {} (1982)",
)
LETTERS = [
    # why, page, registered, with a title, without one
    ("another letter behind the page", "699b-709", "699a-709", "suggested", None),
    ("another letter and no last page", "699b", "699a", "suggested", None),
    ("no letter is printed", "699-709", "699a-709", "suggested", "suggested"),
    ("no letter is registered", "699a-709", "699-709", "suggested", None),
    ("the same letter", "699a-709", "699a-709", "safe", "safe"),
    ("the same, as a capital", "699A", "699a-709", "safe", "safe"),
    ("no letter on either side", "699-709", "699-709", "safe", "safe"),
]


@pytest.mark.parametrize("form", LETTERED)
@pytest.mark.parametrize(("why", "page", "registered", "titled", "untitled"), LETTERS)
def test_a_letter_behind_a_page_tells_its_texts_apart(
    form, why, page, registered, titled, untitled
):
    work, printed = replace(FIRST_YEARS, pages=registered), form.format(page)
    expected = untitled if form is LETTERED[-1] else titled
    assert level(printed, work) == expected
    comparison = compare(printed, fields_of(printed), work)
    assert comparison.is_safe is (expected == "safe")
    assert comparison.value is (Agreement.AGREES if expected else Agreement.PARTIAL)


def test_a_record_without_a_title_is_not_taken_for_another_text_of_its_page():
    work = replace(FIRST_YEARS, title="", pages="699-709")
    assert level(LETTERED[0].format("699b"), work) is None


def test_a_letter_before_a_page_is_another_thing():
    """``e0134192`` and ``134192`` are one article number."""
    work = replace(FIRST_YEARS, pages="", article_number="e0699")
    assert level(LETTERED[0].format("699"), work) == "safe"


def test_two_that_come_near_are_not_safe():
    twin = replace(JAVA, doi="10.1093/bioinformatics/20.17.3246")
    found = choose(SALDANHA, fields_of(SALDANHA), [VOGELSANG, JAVA, twin])
    assert [m.work.doi for m in found] == [JAVA.doi, twin.doi]
    assert not any(m.is_safe for m in found)


def test_the_best_goes_first_whatever_the_search_says():
    online = replace(JAVA, doi="10.1093/online", volume="", issue="", pages="")
    found = choose(SALDANHA, fields_of(SALDANHA), [online, JAVA])
    assert found[0].work == JAVA


def test_nothing_found_is_nothing_named():
    assert choose(SALDANHA, fields_of(SALDANHA), []) == []
