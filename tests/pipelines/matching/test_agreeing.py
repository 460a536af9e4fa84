"""Is it the work that the citation names? Citations: facts from public bibliographies."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import Agreement, Work
from pipelines.matching.agreeing import compare
from pipelines.matching.wording import folded, is_abbreviation
from pipelines.references.fields import read_fields

LIU = Work(
    doi="10.1155/2015/328196",
    agency="Crossref",
    title="Acupuncture for Low Back Pain: An Overview of Systematic Reviews",
    container="Evidence-Based Complementary and Alternative Medicine",
    short_container="Evid Based Complement Alternat Med",
    authors=(
        "Liu, Lizhou",
        "Skinner, Margot",
        "McDonough, Suzanne",
        "Mabire, Leon",
        "Baxter, George David",
    ),
    year=2015,
    years=(2015,),
    volume="2015",
    article_number="328196",
)
MADSEN = Work(
    doi="10.1136/bmj.a3115",
    agency="Crossref",
    title="Acupuncture treatment for pain: systematic review of randomised clinical trials with acupuncture, placebo acupuncture, and no acupuncture groups",
    container="BMJ",
    authors=("Madsen, M. V", "Gøtzsche, P. C", "Hróbjartsson, A."),
    year=2009,
    years=(2009,),
    volume="338",
    pages="a3115",
)
HARA = Work(
    doi="10.1007/s00586-010-1374-1",
    agency="Crossref",
    title="Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis",
    container="European Spine Journal",
    short_container="Eur Spine J",
    authors=("Hara, Nobuhiro", "Oka, Hiroyuki"),
    year=2010,
    years=(2010,),
    volume="19",
    issue="11",
    pages="1849-1854",
)
RYANG = Work(
    doi="10.1055/s-0042-109629",
    agency="Crossref",
    title="Osteoporotic vertebral fractures",
    container="Neurochirurgie Scan",
    authors=("Ryang, Yu-Mi", "Pape, Haiko", "Meyer, Bernhard"),
    year=2016,
    years=(2016,),
    volume="04",
    issue="04",
    pages="303-328",
)

DANISH = Work(
    doi="10.1007/s00586-017-5099-2",
    agency="Crossref",
    title="National Clinical Guidelines for non-surgical treatment of patients with recent onset low back pain or lumbar radiculopathy",
    container="European Spine Journal",
    authors=("Stochkendahl, Mette Jensen", "Kjaer, Per", "Hartvigsen, Jan"),
    year=2018,
    years=(2017, 2018),
    volume="27",
    pages="60-75",
)
GERMAN = Work(
    doi="10.6101/azq/000353",
    agency="DataCite",
    title="Nationale VersorgungsLeitlinie Nicht-spezifischer Kreuzschmerz",
    authors=("Bundesärztekammer",),
    year=2017,
    years=(2017,),
)
REPLY = Work(
    doi="10.1000/reply",
    agency="Crossref",
    title="Reply",
    container="Spine",
    authors=("Smith, John",),
    year=2010,
    years=(2010,),
    volume="35",
    pages="44-45",
)

SPORT = Work(
    doi="10.1001/jama.296.20.2441",
    agency="Crossref",
    title="Surgical vs Nonoperative Treatment for Lumbar Disk Herniation",
    subtitle="The Spine Patient Outcomes Research Trial (SPORT): A Randomized Trial",
    container="JAMA",
    authors=("Weinstein, James N.", "Tosteson, Tor D."),
    year=2006,
    years=(2006,),
    volume="296",
    issue="20",
    pages="2441",
)
STANDARD = Work(
    doi="10.31030/3178490",
    agency="Crossref",
    title="DIN EN ISO 10993-1:2021-05, Biologische Beurteilung von Medizinprodukten_- Teil_1: Beurteilung und Prüfungen im Rahmen eines Risikomanagementsystems (ISO_10993-1:2018, einschließlich korrigierte Fassung 2018-10); Deutsche Fassung EN_ISO_10993-1:2020",
    type="standard",
)
TWELFTH = replace(
    STANDARD,
    title="DIN EN ISO 10993-12:2021-08, Biologische Beurteilung von Medizinprodukten_- Teil_12: Probenvorbereitung und Referenzmaterialien (ISO_10993-12:2021); Deutsche Fassung EN_ISO_10993-12:2021",
)
SPANISH = Work(
    doi="10.1016/j.recote.2012.09.001",
    agency="Crossref",
    title="Osteoporotic vertebral fractures",
    container="Revista Española de Cirugía Ortopédica y Traumatología (English Edition)",
    authors=("Martínez, J.",),
    year=2012,
    years=(2012,),
    volume="56",
    issue="6",
    pages="482-488",
)

FLEISCHMAJER = Work(
    doi="10.1001/archderm.101.1.21",
    agency="Crossref",
    title="Scleredema and diabetes mellitus",
    container="Archives of Dermatology",
    authors=("Fleischmajer, R.",),
    year=1970,
    years=(1970,),
    volume="101",
    issue="1",
    pages="21-26",
)
ZINMAN = Work(
    doi="10.1056/nejmoa1504720",
    agency="Crossref",
    title="Empagliflozin, Cardiovascular Outcomes, and Mortality in Type 2 Diabetes",
    container="New England Journal of Medicine",
    short_container="N Engl J Med",
    authors=("Zinman, B", "Wanner, C", "Lachin, JM"),
    year=2015,
    years=(2015,),
    volume="373",
    issue="22",
    pages="2117-2128",
)
RETRACTED = Work(
    doi="10.1155/2020/5109831",
    agency="Crossref",
    title="Retracted: Influence of Gastrectomy on Cortical and Cancellous Bones in Rats",
    container="Gastroenterology Research and Practice",
    authors=("Research and Practice, Gastroenterology",),
    year=2020,
    years=(2020,),
    volume="2020",
    pages="1-1",
)


FUZZY = Work(
    doi="10.1155/2018/9624938",
    agency="Crossref",
    title="Adaptive Fuzzy Output Feedback Control for Partial State Constrained Nonlinear Pure Feedback Systems",
    container="Mathematical Problems in Engineering",
    authors=("Wang, Liping", "Sun, Weiwei", "Wu, You"),
    year=2018,
    years=(2018,),
    volume="2018",
    pages="1-12",
)
INDUSTRIAL = Work(
    doi="10.1093/obo/9780199830060-0200",
    agency="Crossref",
    title="Industrial Ecology of Backs",
    container="Ecology",
    authors=("Chertow, Marian", "Lifset, Reid"),
    year=2018,
    years=(2018,),
    type="reference-entry",
)

CITATIONS = [
    # why, printed, record, verdict
    (
        "as on the page",
        "Liu, L., Skinner M., McDonough,S., Mabire L., Baxter GD (2015)\nAcupuncture for Low Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. 2015; 2015: 328196. Published online 2015 Mar 4. doi: 10.1155/2015/32819",
        LIU,
        Agreement.AGREES,
    ),
    (
        "accents and spelling, one comma more",
        "Madsen MV, Gotzsche PC, Hrobjartsson A. Acupuncture treatment for pain: systematic review of randomized clinical trials with acupuncture, placebo, acupuncture, and no acupuncture groups. BMJ. 2009;338:a3115",
        MADSEN,
        Agreement.AGREES,
    ),
    (
        "an abbreviated journal",
        "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854.",
        HARA,
        Agreement.AGREES,
    ),
    (
        "online first the year before",
        "Hara N, Oka H. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2011.",
        HARA,
        Agreement.AGREES,
    ),
    (
        "the subtitle left out",
        "Liu L et al. Acupuncture for Low Back Pain. Evid Based Complement Alternat Med 2015;2015:328196",
        LIU,
        Agreement.AGREES,
    ),
    (
        "a title in the author's language, all numbers right",
        "Ryang YM, Pape H, Meyer B. Osteoporotische Wirbelkörperfrakturen. Neurochirurgie Scan. 2016;4(4):303–328.",
        RYANG,
        Agreement.AGREES,
    ),
    (
        "a page number misprinted",
        "Hara N, Oka H. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1894.",
        HARA,
        Agreement.AGREES,
    ),
    (
        "another work altogether",
        "Smith J, Jones P. Pellet guns and children: a review of injuries. Pediatrics. 1999;12(3):5-9. doi:10.1007/s00586-010-1374-1",
        HARA,
        Agreement.DIFFERS,
    ),
    (
        "the same authors' other paper",
        "Hara N, Oka H, Yamazaki T. Long-term outcome of conservative treatment in lumbar disc herniation. Spine. 2014;39(7):E431-E437.",
        HARA,
        Agreement.DIFFERS,
    ),
    (
        "a title like it in another place",
        "Ohtori S, Yamashita M. Predictors of residual symptoms in the low back after decompression surgery on cervical spinal stenosis. J Spinal Disord. 2003;8(2):101-109.",
        HARA,
        Agreement.DIFFERS,
    ),
    (
        "no numbers at all",
        "Hara N. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis",
        HARA,
        Agreement.PARTIAL,
    ),
    (
        "a short citation, all of it right",
        "Hara N, et al. Eur Spine J. 2010. doi: 10.1007/s00586-010-1374-1",
        HARA,
        Agreement.AGREES,
    ),
    (
        "a short citation of another work",
        "Weiss HR, et al. Patient Saf Surg. 2008. doi: 10.1007/s00586-010-1374-1",
        HARA,
        Agreement.DIFFERS,
    ),
    ("a mere pointer", "See doi: 10.1007/s00586-010-1374-1", HARA, Agreement.NO_CITATION),
    (
        "a record that says nothing",
        "Hara N, Oka H, Yamazaki T. Predictors of residual symptoms. Eur Spine J. 2010;19:1849.",
        Work(doi="10.1/x", agency="Crossref", publisher="X"),
        Agreement.NO_METADATA,
    ),
    (
        "its neighbour in the same volume: most of the title, another page",
        "Hara N, Oka H. Predictors of residual leg numbness after decompression surgery on lumbar spinal stenosis. Eur Spine J 2010;19:1920-6.",
        HARA,
        Agreement.DIFFERS,
    ),
    (
        "only its own title, shortened, and another page",
        "Hara N, Oka H. Decompression surgery of spinal stenosis. Eur Spine J 2010;19:1920-6.",
        replace(HARA, title="Results of lumbar decompression surgery of spinal stenosis"),
        Agreement.PARTIAL,
    ),
    (
        "the same, and the page is a slip away",
        "Hara N, Oka H. Predictors of residual leg numbness after decompression surgery on lumbar spinal stenosis. Eur Spine J 2010;19:1894-9.",
        HARA,
        Agreement.PARTIAL,
    ),
    (
        "a national guideline, registered in English",
        "Sundhedsstyrelsen. National klinisk retningslinje for ikke-kirurgisk behandling af nyopståede lænderygsmerter. København: Sundhedsstyrelsen; 2016.",
        DANISH,
        Agreement.PARTIAL,
    ),
    (
        "its English version, and the guideline registered",
        "German Medical Association, KBV, AWMF. National Disease Management Guideline Non-specific low back pain. Berlin: ÄZQ; 2017.",
        GERMAN,
        Agreement.PARTIAL,
    ),
    (
        "an English article about it, and the guideline registered",
        "Chenot JF, Greitemann B. Non-specific low back pain. Dtsch Arztebl Int. 2017;114:883-90.",
        GERMAN,
        Agreement.PARTIAL,
    ),
    (
        "another guideline in the same language",
        "Smith J, Lee A. Clinical guidelines for the management of shoulder dislocation. London: NHS; 2018.",
        DANISH,
        Agreement.DIFFERS,
    ),
    (
        "a guideline in another language of another year",
        "Sundhedsstyrelsen. National klinisk retningslinje for skulderen. København: Sundhedsstyrelsen; 2005.",
        DANISH,
        Agreement.DIFFERS,
    ),
    (
        "a guideline in another language in another place of a journal",
        "Jensen A. National klinisk retningslinje for skulderen. Ugeskr Læger. 2017;179:12-19.",
        DANISH,
        Agreement.DIFFERS,
    ),
    (
        "a reply in another volume",
        "Smith J. Reply. Spine. 2010;34:712-3.",
        REPLY,
        Agreement.DIFFERS,
    ),
    ("the reply itself", "Smith J. Reply. Spine. 2010;35:44.", REPLY, Agreement.AGREES),
    ("a reply on another page", "Smith J. Reply. Spine. 2010;35:712.", REPLY, Agreement.PARTIAL),
    (
        "a trial with its subtitle",
        "Weinstein JN, et al. Surgical vs nonoperative treatment for lumbar disk herniation: the Spine Patient Outcomes Research Trial (SPORT): a randomized trial. JAMA. 2006;296(20):2441-50.",
        SPORT,
        Agreement.AGREES,
    ),
    (
        "the cohort beside the trial, ten pages on",
        "Weinstein JN, et al. Surgical vs nonoperative treatment for lumbar disk herniation: the Spine Patient Outcomes Research Trial (SPORT) observational cohort. JAMA 2006;296:2451-9.",
        SPORT,
        Agreement.DIFFERS,
    ),
    (
        "a standard, printed with the beginning of its name",
        "DIN EN ISO 10993-1:2021-05, Biologische Beurteilung von Medizinprodukten - Teil 1. Beuth Verlag, Berlin. DOI 10.31030/3178490",
        STANDARD,
        Agreement.PARTIAL,
    ),
    (
        "another part of a standard",
        "DIN EN ISO 10993-2:2021-05, Biologische Beurteilung von Medizinprodukten - Teil 2. Beuth Verlag, Berlin. DOI 10.31030/3178490",
        STANDARD,
        Agreement.DIFFERS,
    ),
    (
        "the part of a standard that its number begins with",
        "DIN EN ISO 10993-2:2021-08, Biologische Beurteilung von Medizinprodukten - Teil 2. Beuth Verlag, Berlin.",
        TWELFTH,
        Agreement.DIFFERS,
    ),
    (
        "another standard",
        "DIN EN ISO 13485:2016-08, Medizinprodukte - Qualitätsmanagementsysteme. Beuth Verlag, Berlin.",
        STANDARD,
        Agreement.DIFFERS,
    ),
    (
        "an edition in English that counts its own pages",
        "Martínez J. Fracturas vertebrales osteoporóticas. Rev Esp Cir Ortop Traumatol. 2012;56:443-50.",
        SPANISH,
        Agreement.PARTIAL,
    ),
    (
        "another volume of its Spanish edition",
        "Martínez J. Dolor lumbar inespecífico. Rev Esp Cir Ortop Traumatol. 2015;59:112-9.",
        SPANISH,
        Agreement.DIFFERS,
    ),
    (
        "three works in one entry, and the name of the first",
        "a) Fleischmajer R, Arch. Dermatol. 1970, 101, 21; b) Cohn BA, Arch. Dermatol. 1970, 101, 27; c) Kurwa AR, Arch. Dermatol. 1971, 103, 670. doi: 10.1001/archderm.101.1.21",
        FLEISCHMAJER,
        Agreement.PARTIAL,
    ),
    (
        "a summary elsewhere, in words that are not known",
        "Zinman B et al., NEJM 373 (22), S. 2117 (2015), doi 10.1056/NEJMoa1504720; für die Praxis in: MMW Fortschr Med 2016; 160 (3): 32",
        ZINMAN,
        Agreement.PARTIAL,
    ),
    (
        "a reply to it in another volume stands behind it",
        "Zinman B et al., N Engl J Med 373:2117 (2015), doi:10.1056/NEJMoa1504720; Suppl. Appendix; Answers: N Engl J Med 374:1094 (2016)",
        ZINMAN,
        Agreement.PARTIAL,
    ),
    (
        "another work at that place of another journal",
        "(a) Beispiel B. Knee 2015;373:2117; (b) Muster A. Exercise for stiff shoulders. Physiotherapy 2015;12:5-9.",
        ZINMAN,
        Agreement.DIFFERS,
    ),
    (
        "both numbers stand there, and are no place",
        "Muster A. Exercise for stiff shoulders. N Engl J Med 2015;12:5-9. Of 373 women and more than 2117 men.",
        ZINMAN,
        Agreement.DIFFERS,
    ),
    (
        "the notice of a retraction, which is registered with the stamp of what it is about",
        "Retraction notice: Influence of gastrectomy on cortical and cancellous bones in rats. Gastroenterol Res Pract 2020;2020:5109831.",
        RETRACTED,
        Agreement.PARTIAL,
    ),
    (
        "no place, and that of its erratum",
        "Hara N. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. European Spine Journal. 2009. Erratum in: Spine 2013;36(2):100-1.",
        HARA,
        Agreement.PARTIAL,
    ),
    (
        "no title and no place, and that of a comment",
        "Hara N, Oka H. European Spine Journal. 2010. Comment in: Ann Intern Med. 2012;156(3):JC2-10.",
        HARA,
        Agreement.PARTIAL,
    ),
    (
        "no title, and a volume in Roman figures behind the journal",
        "N. Hara, European Spine Journal XIX, 1849-1854 (2010). Level of evidence: 1b. 2016.",
        HARA,
        Agreement.AGREES,
    ),
    (
        "a review group in capitals for the authors",
        "COCHRANE BACK REVIEW GROUP. Industrial Ecology of Backs[J]. Ecology, 2018.",
        INDUSTRIAL,
        Agreement.PARTIAL,
    ),
    (
        "a review of it",
        "Doe J. Review of Industrial Ecology of Backs[J]. Journal of Books, 2019, 3: 1-4.",
        INDUSTRIAL,
        Agreement.DIFFERS,
    ),
    (
        "a namesake in another journal that counts by years and by the pages of the PDF",
        "Wang Q, Cui J. Study on Strength Characteristics of Solidified Contaminated Soil under Freeze-Thaw Cycle Conditions. Advances in Civil Engineering. 2018;2018:1-5.",
        FUZZY,
        Agreement.PARTIAL,
    ),
    (
        "somebody else in such a journal",
        "Zhao Q, Cui J. Study on Strength Characteristics of Solidified Contaminated Soil under Freeze-Thaw Cycle Conditions. Advances in Civil Engineering. 2018;2018:1-5.",
        FUZZY,
        Agreement.DIFFERS,
    ),
    (
        "the work itself, its journal named otherwise",
        "Wang L, Sun W, Wu Y. Adaptive Fuzzy Output Feedback Control for Partial State Constrained Nonlinear Pure Feedback Systems. Fuzzy Letters. 2018;2018:1-12.",
        FUZZY,
        Agreement.AGREES,
    ),
    (
        "the work itself, without its title",
        "Wang L, Sun W, Wu Y. Mathematical Problems in Engineering. 2018;2018:1-12.",
        FUZZY,
        Agreement.AGREES,
    ),
]


def compare_printed(printed, work):
    fields = {f.name: f.value for f in sorted(read_fields(printed), key=lambda f: f.confidence)}
    return compare(printed, fields, work)


@pytest.mark.parametrize(
    ("why", "printed", "work", "value"), CITATIONS, ids=[r[0] for r in CITATIONS]
)
def test_citations(why, printed, work, value):
    assert compare_printed(printed, work).value is value


@pytest.mark.parametrize("row", CITATIONS[:6], ids=[r[0] for r in CITATIONS[:6]])
def test_agreement_is_found_without_any_parsed_field(row):
    assert compare(row[1], {}, row[2]).value is Agreement.AGREES


def test_the_numbers_inside_a_doi_are_not_the_citations_numbers():
    printed = "Smith J. A wholly different story about knees. doi:10.1155/2015/328196"
    assert "page" not in compare_printed(printed, LIU).agreeing


def test_the_place_of_an_erratum_excuses_no_other_work() -> None:
    fusion = "Miller K. Fusion of the neck with plates and cages. Pain. 2001. Erratum in: Spine 2013;36(2):100-1."
    assert compare_printed(fusion, HARA).value is Agreement.DIFFERS


def test_what_agrees_and_what_differs_is_named():
    found = compare_printed(CITATIONS[7][1], HARA)
    assert found.differing["volume"] == ("12", "19")
    assert found.differing["page"] == ("5-9", "1849-1854")
    assert set(found.differing) >= {"title", "author", "year"}


def test_a_safe_repair_needs_a_place_and_a_name_and_no_contradiction():
    assert compare_printed(CITATIONS[0][1], LIU).is_safe
    assert compare_printed(CITATIONS[1][1], MADSEN).is_safe
    elsewhere = replace(LIU, volume="2014", article_number="999999")
    assert not compare_printed(CITATIONS[0][1], elsewhere).is_safe
    assert not compare_printed(CITATIONS[6][1], HARA).is_safe  # the page differs
    short = "Hara N, et al. Eur Spine J. 2010. doi: 10.1007/s00586-010-1374-1"
    assert not compare_printed(short, HARA).is_safe  # only the year is a number
    costs = replace(
        LIU, title="Exercise for low back pain: costs beside a trial", pages="", article_number=""
    )
    trial = "Liu L, Skinner M. Exercise for low back pain: a randomised trial. Evid Based Complement Alternat Med. 2015;2015:328196."
    assert not compare_printed(trial, costs).is_safe  # is it this title? no page tells


@pytest.mark.parametrize(
    "about",
    ["Reply:", "Correction:", "Retraction:", "Review of:", "Review:", "Review.", "Review –"],
)
def test_a_text_about_another_is_no_safe_repair(about: str) -> None:
    """Its title begins with a word that stands behind ``review`` in the name of an author."""
    group = replace(HARA, title="Group therapy for chronic low back pain")
    other = replace(group, title=f"{about} {group.title}")
    cited = (
        "Hara N, Oka H. Group therapy for chronic low back pain. Eur Spine J. 2010;19:1849-1854."
    )
    assert compare_printed(cited, group).is_safe
    assert not compare_printed(cited, other).is_safe


PAGES = [
    ("an electronic page", "e33693", "", "PLoS One. 2012;7(3):e33693."),
    ("with zeros in the record", "", "e0134192", "PLoS One. 2015;7(8):e0134192."),
    ("with zeros in the record only", "", "0134192", "PLoS One. 2015;7(8):e134192."),
    ("a supplement page", "S95-S101", "", "Eur Spine J. 2009;7(Suppl 1):S95–S101."),
    ("a shortened range", "1425-1437", "", "Spine. 2015;7:1425-37."),
]


@pytest.mark.parametrize(("why", "pages", "number", "place"), PAGES, ids=[r[0] for r in PAGES])
def test_pages(why, pages, number, place):
    work = Work(
        doi="10.1/x",
        agency="Crossref",
        title="A study of many backs",
        pages=pages,
        article_number=number,
        volume="7",
    )
    found = compare_printed(f"Muster A. A study of many backs. {place}", work)
    assert "page" in found.agreeing


ABBREVIATIONS = [
    ("eur spine j", "european spine journal", True),
    ("j bone joint surg am", "the journal of bone and joint surgery american volume", True),
    ("spine", "the spine journal", True),
    ("lancet", "european spine journal", False),
    ("", "european spine journal", False),
]


@pytest.mark.parametrize(("short", "long", "is_one"), ABBREVIATIONS)
def test_abbreviations(short, long, is_one):
    assert is_abbreviation(short, long) is is_one


FOLDED = [
    ("Gøtzsche & Hróbjartsson", "gotzsche hrobjartsson"),
    ("Orthopaedic behaviour: tumours", "orthopedic behavior tumors"),
    ("randomised, hospitalisation", "randomized hospitalization"),
    ("0.50 mg, .5 mg and 0,5 mg", "0 5 mg 0 5 mg and 0 5 mg"),
    ("1.0 mg, 1,000 mg, 1.000 mg, version 2.10", "1 mg 1 000 mg 1 000 mg version 2 10"),
    ("exercise and otherwise", "exercize and otherwize"),
    ("Κύφωση – πόνος", "kuphose ponos"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_folded(text, expected):
    assert folded(text) == expected
