"""What a search is asked. Citations: Crossref's evaluation set (MIT) and biblio-glutton's (Apache)."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching.queries import MAX_LETTERS, names_several, query_of

KEPT = [
    (
        "a DOI name is left out",
        "Nitta A. Prevalence of symptomatic lumbar spondylolysis. Orthopedics. 2016;39:e434. doi: 10.3928/01477447-20160404-07",
        "Nitta A. Prevalence of symptomatic lumbar spondylolysis. Orthopedics. 2016;39:e434.",
    ),
    (
        "so is an address with its introduction",
        "Ashburner M, Ball CA. Gene ontology: tool for the unification of biology. Nat Genet. 2000;25:25–9. Available from: http://www.ncbi.nlm.nih.gov/pubmed/10802651",
        "Ashburner M, Ball CA. Gene ontology: tool for the unification of biology. Nat Genet. 2000;25:25–9.",
    ),
    (
        "and what PubMed's pages add",
        "Lee J. Back pain in nurses. Spine. 2001;26:1-7. [PubMed] [CrossRef] PMID: 11148640",
        "Lee J. Back pain in nurses. Spine. 2001;26:1-7.",
    ),
    ("few words suffice with numbers", "W. Vogelsang, Nucl. Phys. B 475, 47 (1996)", "W. Vogelsang, Nucl. Phys. B 475, 47 (1996)"),
    (
        "unpublished data may be a work's subject",
        "Hart P. A meta-analysis of published and unpublished data. J Psychiatry. 2012;5:1-9.",
        "Hart P. A meta-analysis of published and unpublished data. J Psychiatry. 2012;5:1-9.",
    ),
    (
        "the year twice, of one work",
        "S.A. Oke and A.E. Oluleye (2005). Tracking Distortions in Holistic Maintenance Measures: A Framework, J. of Ind. Eng. 16 (2005) 83-93.",
        "S.A. Oke and A.E. Oluleye (2005). Tracking Distortions in Holistic Maintenance Measures: A Framework, J. of Ind. Eng. 16 (2005) 83-93.",
    ),
]  # fmt: skip
NOT_ASKED = [
    ("nothing", ""),
    ("an address and no more", "https://www.nice.org.uk/guidance/ng59"),
    ("a site with its address", "NHS: http://www.nhs.uk/conditions/back-pain"),
    ("a DOI name and no more", "doi: 10.1136/bmj.a3115"),
    ("told by mouth", "Miller J, personal communication, 12 March 2009, about the ward"),
    ("not published", "Smith J. Backs of Norfolk farmers. Unpublished manuscript, Norwich, 1998"),
    ("a preprint's number only", "Chakraborty, S., Bandyopadhyay, T.: arXiv:gr-qc/0609038"),
    (
        "two works by one author",
        "Grinstein, B., Springer, R., and Wise, M.B., Phys. Lett. B, 1988, vol. 202, p. 138; Bode, H.: Z. analyt. Chem. 143, 182 (1954); 144, 165 (1955).",
    ),
    (
        "two references in one string",
        "Kahneman D (1973) Attention and Effort. Prentice-Hall, Engelwood Cliffs Kahneman D, Beatty J (1966) Pupil diameter and load on memory. Science 154:1583-1585",
    ),
    (
        "the next entry's number between them",
        "Critchfield, G.: Probabilistic sensitivity analysis. Comput. Biomed. Res. 19, 254-265 (1986) 9. Nuijten, M.J.: Combining a budgetary-impact analysis. Pharmacoeconomics 20(12), 855-867 (2002)",
    ),
]


@pytest.mark.parametrize(("why", "printed", "expected"), KEPT)
def test_what_is_asked(why, printed, expected):
    assert query_of(printed) == expected


@pytest.mark.parametrize(("why", "printed"), NOT_ASKED)
def test_what_is_not_asked(why, printed):
    assert query_of(printed) == ""


def test_a_long_print_is_cut():
    assert len(query_of("word 12 " * 10_000)) <= MAX_LETTERS


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    assert len(query_of(text)) <= MAX_LETTERS
    assert names_several(text) in (True, False)
