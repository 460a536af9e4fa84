"""The parts of one printed reference, in different layouts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.references.fields import read_fields

# Facts of real references; the layouts are ours.
LAYOUTS = [
    # why, printed, fields
    (
        "Persian names and digits; a year of the Hijri is that of no registry",
        "موسوی س، اکبری م. شیوع کمردرد در پرستاران. مجله علوم پزشکی تهران. ۱۳۹۰؛۶۹(۴):۲۲۵-۲۳۱.",
        {
            "authors": "موسوی س، اکبری م",
            "title": "شیوع کمردرد در پرستاران",
            "container": "مجله علوم پزشکی تهران",
            "volume": "۶۹",
            "issue": "۴",
            "pages": "۲۲۵-۲۳۱",
        },
    ),
    (
        "Arabic names",
        "القحطاني ف، الحربي ع. آلام الرقبة. المجلة السعودية. 2018؛7(2):101-108.",
        {
            "authors": "القحطاني ف، الحربي ع",
            "title": "آلام الرقبة",
            "container": "المجلة السعودية",
            "year": "2018",
            "volume": "7",
            "issue": "2",
            "pages": "101-108",
        },
    ),
    (
        "Hebrew names",
        "לוי ד, מזרחי ש. שכיחות כאבי גב תחתון. הרפואה 2016;155(4):215–219.",
        {
            "authors": "לוי ד, מזרחי ש",
            "title": "שכיחות כאבי גב תחתון",
            "container": "הרפואה",
            "year": "2016",
            "volume": "155",
            "issue": "4",
            "pages": "215–219",
        },
    ),
    (
        "wide punctuation without blanks, Chinese",
        "张伟，李强，王芳．腰椎间盘突出症的流行病学调查[J]．中华骨科杂志，2010，30(5)：512-516．",
        {
            "authors": "张伟，李强，王芳",
            "title": "腰椎间盘突出症的流行病学调查",
            "container": "中华骨科杂志",
            "year": "2010",
            "volume": "30",
            "issue": "5",
            "pages": "512-516",
        },
    ),
    (
        "wide punctuation without blanks, Japanese",
        "山田太郎，鈴木花子：慢性腰痛に対する運動療法の効果．理学療法学 38（5）：345-352，2011．",
        {
            "authors": "山田太郎，鈴木花子",
            "title": "慢性腰痛に対する運動療法の効果",
            "container": "理学療法学",
            "volume": "38",
            "issue": "5",
            "pages": "345-352",
            "year": "2011",
        },
    ),
    (
        "volume and issue with a point between them, as MLA has them",
        'Tilbrook, H. E., et al. "Yoga for Pain." Ann Intern Med 155.9 (2011): 569-578.',
        {
            "authors": "Tilbrook, H. E., et al.",
            "title": "Yoga for Pain",
            "container": "Ann Intern Med",
            "volume": "155",
            "issue": "9",
            "year": "2011",
            "pages": "569-578",
        },
    ),
    (
        "no in French without a point",
        "Hutchinson A, Chaston I. Management in Devon. Business Strategy 3, no 1 (1994): 15–22.",
        {
            "authors": "Hutchinson A, Chaston I",
            "title": "Management in Devon",
            "container": "Business Strategy",
            "volume": "3",
            "issue": "1",
            "year": "1994",
            "pages": "15–22",
        },
    ),
    (
        "roč. and č., as Czech lists have them",
        "MLČOCH, Z. Bolesti zad. Medicína pro praxi. 2008, roč. 5, č. 11, s. 437–439.",
        {
            "authors": "MLČOCH, Z.",
            "title": "Bolesti zad",
            "container": "Medicína pro praxi",
            "year": "2008",
            "volume": "5",
            "issue": "11",
            "pages": "437–439",
        },
    ),
    (
        "a particle behind the initials",
        "SILVA, M. A. da; GRAAF, C. de. Escolas de coluna. Revista Dor. 2012;13:5-9.",
        {
            "authors": "SILVA, M. A. da; GRAAF, C. de",
            "title": "Escolas de coluna",
            "container": "Revista Dor",
            "year": "2012",
            "volume": "13",
            "pages": "5-9",
        },
    ),
    (
        "the month before the year",
        'Ropper AH, Zafonte RD (March 2015). "The sciatic nerve". N Engl J Med. 372 (13): 1240–8.',
        {
            "authors": "Ropper AH, Zafonte RD",
            "year": "2015",
            "title": "The sciatic nerve",
            "container": "N Engl J Med",
            "volume": "372",
            "issue": "13",
            "pages": "1240–8",
        },
    ),
    (
        "the authors of the entry above",
        "———. 2004. “Low-Back Pain.” Scientific American 279 (2): 48–53.",
        {
            "year": "2004",
            "title": "Low-Back Pain",
            "container": "Scientific American",
            "volume": "279",
            "issue": "2",
            "pages": "48–53",
        },
    ),
    (
        "online first is no year to be compared: it may be years before that in print",
        "Jones CMP, Day RO. The OPAL trial. Lancet. Published online June 28, 2023.",
        {"authors": "Jones CMP, Day RO", "title": "The OPAL trial", "container": "Lancet"},
    ),
    (
        "an identifier below the names, the dash and the journal",
        "Sagittal balance\nM. Lorenz, J. Bär – Eur Spine J 2013; 38(4): 301–307\nPMID: 17538084",
        {
            "title": "Sagittal balance",
            "authors": "M. Lorenz, J. Bär",
            "container": "Eur Spine J",
            "year": "2013",
            "volume": "38",
            "issue": "4",
            "pages": "301–307",
            "pmid": "17538084",
        },
    ),
    (
        "a text that was broken at a width, its identifier below, is no card",
        "Willett TL, Labow RS, Lee JM (2008) Mechanical overload\n"
        "decreases the thermal stability of collagen in an in vitro\n"
        "tendon model. J Orthop Res 26(12):1605-1610.\ndoi: 10.1002/jor.20672",
        {
            "authors": "Willett TL, Labow RS, Lee JM",
            "year": "2008",
            "title": "Mechanical overload decreases the thermal stability of collagen in an in "
            "vitro tendon model",
            "container": "J Orthop Res",
            "volume": "26",
            "issue": "12",
            "pages": "1605-1610",
            "doi": "10.1002/jor.20672",
        },
    ),
    (
        "the same, where every line begins with a capital",
        "Smith J, Brown K, Lee C: Treatment of\nParkinson disease in those with\n"
        "Alzheimer disease. Spine 2008;33:4-9.",
        {
            "authors": "Smith J, Brown K, Lee C",
            "title": "Treatment of Parkinson disease in those with Alzheimer disease",
            "container": "Spine",
            "year": "2008",
            "volume": "33",
            "pages": "4-9",
        },
    ),
    (
        "cards whose titles ask, and whose journals have a small letter",
        "Smith J, Brown K\nSurgery or not? A trial of both\nnpj Spine 2019; 3: 12",
        {
            "authors": "Smith J, Brown K",
            "title": "Surgery or not? A trial of both",
            "container": "npj Spine",
            "year": "2019",
            "volume": "3",
            "pages": "12",
        },
    ),
    (
        "the title first, and a journal that is printed small",
        "In vitro study of discs\nSmith J, Brown K\nde nieuwe arts 2019; 3: 12",
        {
            "title": "In vitro study of discs",
            "authors": "Smith J, Brown K",
            "container": "de nieuwe arts",
            "year": "2019",
            "volume": "3",
            "pages": "12",
        },
    ),
    (
        "pages behind an issue alone",
        "Kowalski J. Ból pleców. Pol Merkur Lekarski nr 12, 15-20, 2008.",
        {
            "authors": "Kowalski J",
            "title": "Ból pleców",
            "container": "Pol Merkur Lekarski",
            "issue": "12",
            "pages": "15-20",
            "year": "2008",
        },
    ),
    (
        "no volume: a version, and what is counted",
        "WHO. Version 4.5 (2012): 33 forms.",
        {"authors": "WHO", "title": "Version 4.5", "year": "2012"},
    ),
    (
        "wide punctuation behind a bracket",
        "山田太郎，鈴木花子，他：腰痛の診断と治療（第3版）．整形・災害外科 53：1-5，2010．",
        {
            "authors": "山田太郎，鈴木花子，他",
            "title": "腰痛の診断と治療（第3版）",
            "container": "整形・災害外科",
            "volume": "53",
            "pages": "1-5",
            "year": "2010",
        },
    ),
    (
        "wide punctuation, Korean",
        "김철수，이영희．요통．대한정형외과학회지．2010；45(2)：12-20．",
        {
            "authors": "김철수，이영희",
            "title": "요통",
            "container": "대한정형외과학회지",
            "year": "2010",
            "volume": "45",
            "issue": "2",
            "pages": "12-20",
        },
    ),
    (
        "a title in a line of its own, then names, a dash and the journal",
        "Sagittal balance\nM. Lorenz, J. Bär – European Spine Journal 2013; 38(4): 301–307 – DOI",
        {
            "title": "Sagittal balance",
            "authors": "M. Lorenz, J. Bär",
            "container": "European Spine Journal",
            "year": "2013",
            "volume": "38",
            "issue": "4",
            "pages": "301–307",
        },
    ),
    (
        "blanks before commas",
        "Niethard , Fritz U. ; Pfeil , Joachim : Orthopädie. 8. Auflage. Stuttgart : Thieme, 2017",
        {
            "authors": "Niethard , Fritz U. ; Pfeil , Joachim",
            "title": "Orthopädie",
            "publisher": "Stuttgart : Thieme",
            "year": "2017",
        },
    ),
    (
        "dashes between the parts, as GOST has them",
        "Подчуфарова Е.В., Яхно Н.Н. Боль в спине. – М.: ГЭОТАР-Медиа, 2010. – 368 с.",
        {
            "authors": "Подчуфарова Е.В., Яхно Н.Н",
            "title": "Боль в спине",
            "publisher": "М.: ГЭОТАР-Медиа",
            "year": "2010",
        },
    ),
    (
        "those who wrote it behind a stroke",
        "Кузнецов, И. П. Лечение / И. П. Кузнецов, А. А. Ли // Спина. — 2012. — Т. 9. — С. 55–61.",
        {
            "authors": "Кузнецов, И. П",
            "title": "Лечение",
            "container": "Спина",
            "year": "2012",
            "volume": "9",
            "pages": "55–61",
        },
    ),
    (
        "and others, in Croatian",
        "Grazio S, Vlak T, i sur. Dijagnostika križobolje. Acta Med Croatica 2012;66:259-94.",
        {
            "authors": "Grazio S, Vlak T, i sur",
            "title": "Dijagnostika križobolje",
            "container": "Acta Med Croatica",
            "year": "2012",
            "volume": "66",
            "pages": "259-94",
        },
    ),
    (
        "volume and pages between stops",
        "Varga P. P., Jakab G.: PMMA as a spacer. Orthopäde 2015. 44. 124–131.",
        {
            "authors": "Varga P. P., Jakab G",
            "title": "PMMA as a spacer",
            "container": "Orthopäde",
            "year": "2015",
            "volume": "44",
            "pages": "124–131",
        },
    ),
    (
        "a Chinese publisher",
        "胡有谷. 腰椎间盘突出症[M]. 北京: 人民卫生出版社, 2011.",
        {
            "authors": "胡有谷",
            "title": "腰椎间盘突出症",
            "publisher": "北京: 人民卫生出版社",
            "year": "2011",
        },
    ),
    (
        "an abbreviated journal behind a comma",
        "A. Smith, B. Jones, Surgery for lumbar stenosis: review, Eur. J. Pain 20 (2011) 513–522.",
        {
            "authors": "A. Smith, B. Jones",
            "title": "Surgery for lumbar stenosis: review",
            "container": "Eur. J. Pain",
            "year": "2011",
            "volume": "20",
            "pages": "513–522",
        },
    ),
    (
        "a title that ends in a town and a dot is no journal",
        "Smith A, Jones B. Surgery for lumbar stenosis in Zurich, Bern. Spine. 2011;20:513–522.",
        {
            "authors": "Smith A, Jones B",
            "title": "Surgery for lumbar stenosis in Zurich, Bern",
            "container": "Spine",
            "year": "2011",
            "volume": "20",
            "pages": "513–522",
        },
    ),
    (
        "a study's year in its name",
        "Global Burden of Disease Network. Global Burden of Disease Study 2019 (GBD 2019) Results. "
        "Seattle, United States: Institute for Health Metrics (IHME), 2020.",
        {
            "authors": "Global Burden of Disease Network",
            "title": "Global Burden of Disease Study 2019 (GBD 2019) Results",
            "publisher": "Seattle, United States: Institute for Health Metrics (IHME)",
            "year": "2020",
        },
    ),
    (
        "a family name alone, and others",
        "Zhang et al.: Minimally invasive surgery for stenosis. Eur Spine J 2013;22:87-95.",
        {
            "authors": "Zhang et al.",
            "title": "Minimally invasive surgery for stenosis",
            "container": "Eur Spine J",
            "year": "2013",
            "volume": "22",
            "pages": "87-95",
        },
    ),
    (
        "people for a group",
        "Chou R, Qaseem A, for the Low Back Pain Working Group (2007) Diagnosis of back pain. "
        "Ann Intern Med 147:478-91",
        {
            "authors": "Chou R, Qaseem A, for the Low Back Pain Working Group",
            "year": "2007",
            "title": "Diagnosis of back pain",
            "container": "Ann Intern Med",
            "volume": "147",
            "pages": "478-91",
        },
    ),
    (
        "Vancouver",
        "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471.",
        {
            "authors": "Haukipuro K",
            "title": "Familial occurrence of lumbar spondylolysis",
            "container": "Clin Genet",
            "year": "1978",
            "volume": "13",
            "pages": "471",
        },
    ),
    (
        "Harvard",
        "Nitta, A. (2016). Prevalence of symptomatic lumbar spondylolysis. Orthopedics, 39: e434.",
        {
            "authors": "Nitta, A.",
            "title": "Prevalence of symptomatic lumbar spondylolysis",
            "container": "Orthopedics",
            "year": "2016",
            "volume": "39",
            "article_number": "e434",
        },
    ),
    (
        "colon and In",
        "Hara N, Oka H et al.: Predictors of residual symptoms. "
        "In: Eur Spine J 19(11): 1849–1854, 2010.",
        {
            "authors": "Hara N, Oka H et al.",
            "title": "Predictors of residual symptoms",
            "container": "Eur Spine J",
            "year": "2010",
            "volume": "19",
            "issue": "11",
            "pages": "1849–1854",
        },
    ),
    (
        "quoted title",
        'B. W. Pogue and M. S. Patterson, "Review of phantoms," J. Biomed. Opt. 11, 041102 (2006).',
        {
            "authors": "B. W. Pogue and M. S. Patterson",
            "title": "Review of phantoms",
            "container": "J. Biomed. Opt",
            "year": "2006",
            "volume": "11",
            "article_number": "041102",
        },
    ),
    (
        "question in the title",
        "Weiss HR. To operate or not? A debate. Patient Saf Surg. 2008;2:25.",
        {
            "authors": "Weiss HR",
            "title": "To operate or not? A debate",
            "container": "Patient Saf Surg",
            "year": "2008",
            "volume": "2",
            "pages": "25",
        },
    ),
    (
        "title begins with a year",
        "Negrini S, Donzelli S. 2016 SOSORT guidelines. Scoliosis. 2018;13:3.",
        {
            "authors": "Negrini S, Donzelli S",
            "title": "2016 SOSORT guidelines",
            "container": "Scoliosis",
            "year": "2018",
            "volume": "13",
            "pages": "3",
        },
    ),
    (
        "no numbers",
        "AlEissa SI, Tamai K, et al. A global advocacy group. Eur Spine J. 2021. "
        "doi:10.1007/s00586-021-06890-5",
        {
            "authors": "AlEissa SI, Tamai K, et al.",
            "title": "A global advocacy group",
            "container": "Eur Spine J",
            "year": "2021",
            "doi": "10.1007/s00586-021-06890-5",
        },
    ),
    (
        "identifiers",
        "Wiltse LL. Etiology. J Bone Joint Surg Am. 1962;44-A:539. "
        "PMID: 14040000; PMCID: PMC123456",
        {
            "authors": "Wiltse LL",
            "title": "Etiology",
            "container": "J Bone Joint Surg Am",
            "year": "1962",
            "volume": "44-A",
            "pages": "539",
            "pmid": "14040000",
            "pmcid": "PMC123456",
        },
    ),
    (
        "access note",
        "Smith J. Exercises. 2019. "
        "Available from: https://example.org/a-2(3):4 Accessed 3 May 2020",
        {"authors": "Smith J", "title": "Exercises", "year": "2019"},
    ),
    (
        "card",
        "HetNetEX: exact inference\nLucas A. Gillenwater, Casey S. Greene\n"
        "openRxiv · 06 Jul 2026 · doi:10.64898/2026.07",
        {
            "title": "HetNetEX: exact inference",
            "authors": "Lucas A. Gillenwater, Casey S. Greene",
            "container": "openRxiv",
            "year": "2026",
            "doi": "10.64898/2026.07",
        },
    ),
    ("nothing", "The Patient Line website offers information", {}),
]


@pytest.mark.parametrize(("why", "printed", "expected"), LAYOUTS, ids=[row[0] for row in LAYOUTS])
def test_read_fields(why: str, printed: str, expected: dict[str, str]) -> None:
    assert {field.name: field.value for field in read_fields(printed)} == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "Liu L",
                ", ",
                "et al.",
                "(2015)",
                ". ",
                "Title",
                "BMJ",
                "2010;1(2):3-4",
                "338:a3115",
                "doi:",
                "10.1136/bmj.a3115",
                "\n",
                "“",
                "”",
                "In: ",
                "(",
                ")",
                "http://a.b/",
                "PMID: 1234567",
                "12, 3",
                "Accessed ",
                "é",
                "Ö. ",
            ]
        ),
        max_size=25,
    ).map("".join)
    | st.text(max_size=120)
)
def test_any_text(printed: str) -> None:
    for field in read_fields(printed):
        assert 0 <= field.start < field.end <= len(printed)
        assert 0 < field.confidence <= 1
        assert field.value.strip() == field.value != ""
