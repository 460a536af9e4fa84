"""Names that a citation suggests for a DOI that is wrong or missing."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from pipelines.references.fields import read_fields
from pipelines.verification.repair import MAX_CANDIDATES, derive_doi, repair_doi


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


@pytest.mark.parametrize(
    "doi", ["10.1000/" + "1" * 300, "10.1000/" + "o0" * 200, "10.1000/a", "10.1000/"]
)
def test_the_list_is_short_and_never_holds_the_wrong_name(doi):
    printed = "1 " * 2000 + "12345678 " * 50
    found = repair_doi(doi, printed, {})
    assert len(found) <= MAX_CANDIDATES
    assert doi not in [repair.after for repair in found]
