"""Names that a citation suggests for a DOI that is wrong or missing."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from pipelines.references.fields import read_fields
from pipelines.verification.repairing.repair import (
    MAX_CANDIDATES,
    MAX_VARIANTS,
    derive_doi,
    repair_doi,
    widen,
)
from pipelines.verification.repairing.slips import is_consistent


def fields_of(printed):
    return {f.name: f.value for f in sorted(read_fields(printed), key=lambda f: f.confidence)}


WRONG = [
    # why, wrong name, citation, right name, its rule, how far down the list it may stand
    (
        "a number cut short",
        "10.1155/2015/32819",
        "Liu L, Skinner M. Acupuncture for Low Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. 2015;2015:328196. doi: 10.1155/2015/32819",
        "10.1155/2015/328196",
        "complete_from_citation",
        1,
    ),
    (
        "an article number with its letter",
        "10.1371/journal.pone.01341",
        "Richmond H. The Effectiveness of Treatment. PLoS One. 2015;10(8):e0134192.",
        "10.1371/journal.pone.0134192",
        "complete_from_citation",
        2,
    ),
    (
        "by the journal's pattern",
        "10.1136/bmj.a311",
        "Madsen MV. Acupuncture treatment for pain. BMJ. 2009;338:a3115.",
        "10.1136/bmj.a3115",
        "complete_from_citation",
        2,
    ),
    (
        "a lost tail",
        "10.1111/j.1399-0004.1978.tb01200",
        "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471.",
        "10.1111/j.1399-0004.1978.tb01200.x",
        "missing_dot_x",
        3,
    ),
    (
        "a lost tail with its dot left",
        "10.1111/j.1475-4983.2012.01203.",
        "Someone A. A title. Palaeontology. 2012;55:1.",
        "10.1111/j.1475-4983.2012.01203.x",
        "missing_dot_x",
        3,
    ),
    (
        "a letter among digits",
        "10.1097/brs.00o0000000003201",
        "Scott-Young M. Outcome. Spine. 2020.",
        "10.1097/brs.0000000000003201",
        "one_character",
        3,
    ),
    (
        "digits swapped",
        "10.1186/1748-7161-9-31",
        "Aulisa A. Brace. Scoliosis. 2014;9:13.",
        "10.1186/1748-7161-9-13",
        "pattern_bmc",
        2,
    ),
    (
        "a doubled separator",
        "10.1002/14651858.cd009790..pub2",
        "Hayden J. Exercise. 2021.",
        "10.1002/14651858.cd009790.pub2",
        "one_character",
        4,
    ),
    (
        "a lost colon",
        "10.1023/a1006047319921",
        "Someone A. A title. J. 2000;1:1.",
        "10.1023/a:1006047319921",
        "one_character",
        12,
    ),
]


@pytest.mark.parametrize(
    ("why", "doi", "printed", "after", "rule", "rank"), WRONG, ids=[r[0] for r in WRONG]
)
def test_wrong_names(why, doi, printed, after, rule, rank):
    found = repair_doi(doi, printed, fields_of(printed))
    names = [repair.after for repair in found]
    assert after in names[:rank]
    repair = found[names.index(after)]
    assert (repair.before, repair.rule) == (doi, rule)


MISSING = [
    (
        "BMJ by its electronic page",
        "Madsen MV, Gotzsche PC, Hrobjartsson A. Acupuncture treatment for pain. BMJ. 2009;338:a3115",
        ["10.1136/bmj.a3115"],
    ),
    (
        "BMJ of older days",
        "Klaber Moffett J. Randomised controlled trial of exercise for low back pain. BMJ. 1999;319(7205):279-83.",
        ["10.1136/bmj.319.7205.279"],
    ),
    (
        "Hindawi",
        "Liu L. Acupuncture. Evid Based Complement Alternat Med. 2015;2015:328196.",
        ["10.1155/2015/328196"],
    ),
    (
        "PLOS",
        "Matsudaira K. Predictive Factors. PLoS One. 2016;11(2):e0148584.",
        ["10.1371/journal.pone.0148584"],
    ),
    (
        "BioMed Central",
        "Weiss HR. Adolescent Idiopathic Scoliosis. Patient Saf Surg. 2007;1:7.",
        ["10.1186/1754-9493-1-7"],
    ),
    (
        "JAMA",
        "Weinstein JN. Surgical vs nonoperative treatment for lumbar disk herniation. JAMA. 2006;296(20):2441-50.",
        ["10.1001/jama.296.20.2441"],
    ),
    (
        "JAMA, the third text on a page",
        "Bernstein G. Sulfones. Archives of Dermatology. 1970;102(6):694c-694.",
        ["10.1001/archderm.102.6.694c", "10.1001/archderm.102.6.694"],
    ),
    (
        "Cochrane without its version",
        "Hayden JA. Exercise therapy for chronic low back pain. Cochrane Database Syst Rev. 2021;(9):CD009790.",
        [f"10.1002/14651858.cd009790{tail}" for tail in (".pub2", ".pub3", ".pub4", ".pub5", "")],
    ),
    (
        "Cochrane with its version",
        "Hayden JA. Exercise therapy. Cochrane Database Syst Rev. 2021;(9):CD009790.pub2",
        [f"10.1002/14651858.cd009790{tail}" for tail in (".pub2", ".pub3", ".pub4", ".pub5", "")],
    ),
    (
        "a Public Library of Science journal of the first years",
        "Muster A. A title. PLoS Biol. 2007;5(1):e16.",
        ["10.1371/journal.pbio.0050016"],
    ),
    (
        "MDPI",
        "Gordon R, Bloxham S. A Systematic Review of the Effects of Exercise. Healthcare. 2016;4(2):22.",
        ["10.3390/healthcare4020022"],
    ),
    (
        "Frontiers",
        "Wan ZY, Shan H, Liu TF. Emerging Issues. Front Surg. 2022;9:814531.",
        ["10.3389/fsurg.2022.814531"],
    ),
    (
        "Cureus",
        "Litin Y. A Prospective Evaluation. Cureus. 2023;15(6):e40255.",
        ["10.7759/cureus.40255"],
    ),
    (
        "Baishideng",
        "Abel MF. Surgical treatment of Lenke 5 curves. World J Orthop. 2016;7(9):553-560.",
        ["10.5312/wjo.v7.i9.553"],
    ),
    (
        "AOSIS",
        "Weiss HR. Brace treatment for patients with scoliosis. S Afr J Physiother. 2021;77(2):a1573.",
        ["10.4102/sajp.v77i2.1573"],
    ),
    (
        "a range as a part of the name",
        "Muster A. A title. J Bacteriol. 2004;186(12):3980-90.",
        ["10.1128/jb.186.12.3980-3990.2004"],
    ),
    (
        "in the years after its formula",
        "Muster A. A title. Proc Natl Acad Sci USA. 2005;102(12):4398-4403.",
        [],
    ),
    (
        "another journal of nearly the same name",
        "Muster A. A title. Cancer. 2009;115(15):3379-91.",
        [],
    ),
    (
        "a journal without a pattern",
        "Hara N, Oka H. Predictors. Eur Spine J. 2010;19(11):1849–1854.",
        [],
    ),
    ("no citation at all", "See the leaflet of your hospital.", []),
    ("empty", "", []),
]


@pytest.mark.parametrize(("why", "printed", "names"), MISSING, ids=[r[0] for r in MISSING])
def test_missing_names(why, printed, names):
    found = derive_doi(printed, fields_of(printed))
    assert [repair.after for repair in found] == names
    assert all(repair.before == "" for repair in found)


WIDER = [
    # why, wrong name (empty = none printed), citation, name that has to be asked for, how early
    (
        "the issue is not printed",
        "",
        "Weinstein JN. Surgical vs nonoperative treatment for lumbar disk herniation. JAMA. 2006;296:2441-50.",
        "10.1001/jama.296.20.2441",
        20,
    ),
    (
        "cut by its last figure",
        "10.1007/bf0229355",
        "Kenny DA. A general procedure. Psychometrika. 1977;42:253.",
        "10.1007/bf02293557",
        40,
    ),
    (
        "two figures swapped",
        "10.1016/j.bas.2032.102688",
        "Chhabra HS. SPINE20 recommendations. Brain Spine. 2023;3:102688.",
        "10.1016/j.bas.2023.102688",
        3,
    ),
    (
        "one figure wrong among check characters",
        "10.1016/s0140-6736(09)62174-4",
        "Lamb SE. Group cognitive behavioural treatment. Lancet. 2010;375:916.",
        "10.1016/s0140-6736(09)62164-4",
        15,
    ),
    (
        "two figures of the prefix swapped",
        "10.1061/j.bas.2023.102688",
        "Abdulian MH. Double rib penetration. Spine. 2011;31:6.",
        "10.1016/j.bas.2023.102688",
        5,
    ),
    (
        "a figure of the prefix twice",
        "10.10977/brs.0b013e3182032f29",
        "Abdulian MH. Double rib penetration. Spine. 2011;31:6.",
        "10.1097/brs.0b013e3182032f29",
        5,
    ),
    (
        "rn for m",
        "10.1001/archderrn.117.12.775",
        "Abdulian MH. Double rib penetration. Spine. 2011;31:6.",
        "10.1001/archderm.117.12.775",
        60,
    ),
    (
        "the number of the next reference run in",
        "10.1353/soh.2018.026213",
        "Abdulian MH. Double rib penetration. Spine. 2011;31:6.",
        "10.1353/soh.2018.0262",
        60,
    ),
    (
        "the same behind a dot",
        "10.1353/soh.2018.0262.13",
        "Abdulian MH. Double rib penetration. Spine. 2011;31:6.",
        "10.1353/soh.2018.0262",
        60,
    ),
    (
        "Springer's name without its check character",
        "10.1007/s00586-010-1374",
        "Hara N. Predictors of residual symptoms. Eur Spine J. 2010;19:1849.",
        "10.1007/s00586-010-1374-1",
        30,
    ),
    (
        "the same, cut behind its hyphen",
        "10.1007/s00417-022-05677-",
        "Mai Le H. Correction to: Optical coherence. Graefes Arch. 2022;260:3079.",
        "10.1007/s00417-022-05677-z",
        30,
    ),
    (
        "one letter missing",
        "10.1097/brs.0b013e3182032f2",
        "Abdulian MH. Double rib penetration. Spine. 2011;31:6.",
        "10.1097/brs.0b013e3182032f29",
        40,
    ),
]


@pytest.mark.parametrize(
    ("why", "doi", "printed", "after", "rank"), WIDER, ids=[r[0] for r in WIDER]
)
def test_wider_names(why, doi, printed, after, rank):
    names = [repair.after for repair in widen(doi, printed, fields_of(printed))]
    assert after in names[:rank]
    assert len(names) == len(set(names)) <= MAX_VARIANTS


def test_nothing_is_widened_without_a_name_or_a_formula():
    printed = "Hara N, Oka H. Predictors. Eur Spine J. 2010;19(11):1849–1854."
    assert widen("", printed, fields_of(printed)) == []


CHECKED = [
    ("ISSN, right", "1471-2474-9-58", True),
    ("ISSN, a figure wrong", "1471-2475-9-58", False),
    ("ISSN with X, right", "0033-295x.107.1.62", True),
    ("PII, right", "s0140-6736(05)67402-8", True),
    ("PII, a figure wrong", "s0140-6736(05)67412-8", False),
    ("PII, two figures swapped", "s0140-6736(05)67042-8", False),
    ("neither", "j.bas.2023.102688", True),
    ("looks a little like an ISSN", "s00586-010-1374-1", True),
]


@pytest.mark.parametrize(("why", "suffix", "fits"), CHECKED, ids=[r[0] for r in CHECKED])
def test_check_characters(why, suffix, fits):
    assert is_consistent(suffix) is fits


@pytest.mark.parametrize(
    "doi", ["10.1000/" + "1" * 300, "10.1000/" + "o0" * 200, "10.1000/a", "10.1000/"]
)
def test_the_list_is_short_and_never_holds_the_wrong_name(doi):
    printed = "1 " * 2000 + "12345678 " * 50
    found = repair_doi(doi, printed, {})
    assert len(found) <= MAX_CANDIDATES
    wider = widen(doi, printed, {})
    assert len(wider) <= MAX_VARIANTS
    assert doi not in [repair.after for repair in found + wider]
