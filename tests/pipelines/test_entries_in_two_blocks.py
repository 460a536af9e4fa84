"""An entry cut in several blocks is one reference.

Each row is read as paragraphs, as numbered paragraphs, as items and as rows of a table, below a
heading that announces references and below none: the same rule decides in all of them.
"""

from __future__ import annotations

import pytest

from tests.pipelines.printed_lists import BLURB, FIRST, LAST, SETS, TR, Entry, N, found_in

CUT: list[tuple[str, Entry]] = [
    # where it is cut, the blocks of one reference
    (
        "before a journal that begins with a family and its initial",
        (
            "Bickerton S, Advani SG (1997) Draping and its effects on the filling of a mold.",
            "Compos A: Appl Sci Manuf 28(9):801–816",
        ),
    ),
    (
        "before a journal whose pages read as years",
        (
            "Mercer BM, Das A et al (1996) The preterm prediction study: a system of risk.",
            "Am J Obstet Gynecol 174(6):1885–1893 (discussion 1893–5)",
        ),
    ),
    (
        "inside the title behind a year",
        (
            "Searles G, McKendry RJR (1987) Methotrexate pneumonitis in arthritis: risk factors.",
            "Four case reports and a review of the literature. J Rheumatol 14:1164–1171",
        ),
    ),
    (
        "behind names, before a title that begins as a body does",
        (
            "Armstrong LE, Casa DJ, Roberts WO.",
            "American college of sports medicine position stand. Spine. 2007;39:556–72.",
        ),
    ),
    (
        "behind names, before a title that begins as a name does",
        (
            "Vogelberg KH, Kübler KGW, Cicmir J, et al.",
            "Gallenblasenkontraktilität, Cholelithiasis und Diabetes. Spine 1984;109:1712–5.",
        ),
    ),
    (
        "behind a junior in the form of APA",
        (
            "Alvers, A. L., Hu, D., Dunn Jr, W. A., & Aris, J. P. (2009).",
            "Autophagy and amino acid homeostasis are required for life. Spine, 8(4), 353-369.",
        ),
    ),
    (
        "before the day on which it was read",
        (
            "Vasques, T. V. & Hoinaski, L. (2021). Brazilian inventory. Spine, v. 100, p. 103041. "
            "Disponível em: https://doi.org/10.1016/j.trd.2021.103041.",
            "Acesso em: 03 jul. 2023.",
        ),
    ),
    (
        "before the initials of a name",
        (
            "Heliövaara M, Riihimäki H, Nissinen",
            "M. Suomen selkäpotilaat. Duodecim. 2003;119:1817–23.",
        ),
    ),
    (
        "behind the editors of a book",
        (
            "Nachemson A, Waddell G. Epidemiology of back pain. In: Nachemson A, Jonsson E, eds.",
            "Neck and Back Pain: The Scientific Evidence. Philadelphia: Lippincott; 2000:165-88.",
        ),
    ),
    (
        "before a journal in the form of Brazil",
        (
            "ALMEIDA, D. C.; KRAYCHETE, D. C. Dor lombar: uma abordagem diagnóstica.",
            "Revista Dor, São Paulo, v. 18, n. 2, p. 173-177, abr./jun. 2017.",
        ),
    ),
    (
        "before the journal",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for low back pain: an overview of reviews.",
            "Evid Based Complement Alternat Med. 2015;2015:328196.",
        ),
    ),
    (
        "before a journal of one word",
        ("Shiri R, Falah-Hassani K. Does leisure protect from sciatica?", "Pain. 2013;154:9-12."),
    ),
    (
        "before a journal that reads as a name",
        (
            "van Middelkoop M, Rubinstein SM. A systematic review on physical treatments.",
            "Eur Spine J. 2011;20(1):19–39.",
        ),
    ),
    (
        "before a journal with dots",
        (
            "Boden S.D., Davis D.O., Dina T.S. Abnormal magnetic-resonance scans of the spine.",
            "J. Bone Joint Surg. Am. 1990;72(3):403–408.",
        ),
    ),
    (
        "before a journal with months",
        (
            "Deyo RA, Mirza SK. Herniated lumbar intervertebral disk.",
            "N Engl J Med. 2016 May 5;374(18):1763-72.",
        ),
    ),
    (
        "before a journal, the year in brackets at the names",
        (
            "Nitta, A., Sakai, T. (2016). Prevalence of symptomatic lumbar spondylolysis.",
            "Orthopedics, 39(3): e434-e437.",
        ),
    ),
    (
        "before the numbers",
        (
            "Weber H, Holmberg P. Lumbar disc herniation with ten years of observation. Spine.",
            "1983;8:131-40.",
        ),
    ),
    (
        "before the volume",
        (
            "Weber H, Holmberg P. Lumbar disc herniation with ten years. Spine. 1983 Mar;",
            "8(2):131-140.",
        ),
    ),
    (
        "behind the names",
        (
            "Liu L., Skinner M., McDonough S. (2015)",
            "Acupuncture for low back pain. Evid Based Med. 2015; 2015: 328196.",
        ),
    ),
    (
        "behind the names, and behind the title",
        (
            "Liu L., Skinner M., McDonough S. (2015)",
            "Acupuncture for low back pain: an overview of reviews.",
            "Evid Based Med. 2015; 2015: 328196.",
        ),
    ),
    (
        "behind names without a year, and behind the title",
        (
            "Liu L, Skinner M, McDonough S.",
            "Acupuncture for low back pain: an overview of reviews.",
            "Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the title, before a small letter",
        (
            "Sveinsdottir V, Eriksen HR, Reme SE. Assessing the role of",
            "behavioral therapy in the management of back pain. J Pain Res. 2012;5:371–380.",
        ),
    ),
    (
        "in the title, before a capital",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for",
            "Low Back Pain: An Overview of Reviews. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the title, and behind it",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for",
            "low back pain: an overview of reviews.",
            "Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "before the second half of a title",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for low back pain:",
            "An overview of reviews. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the names, behind a comma",
        (
            "Liu L, Skinner M,",
            "Baxter GD. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the names, behind and",
        (
            "Madsen, M.V., Gøtzsche, P.C. and",
            "Hróbjartsson, A. (2009). Acupuncture treatment for pain. BMJ, 338: a3115.",
        ),
    ),
    (
        "in the names, before the comma",
        (
            "Liu L, Skinner M",
            ", Baxter GD. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the names, before and",
        (
            "Madsen MV, Gøtzsche PC",
            "and Hróbjartsson A. Acupuncture treatment for pain. BMJ. 2009;338:a3115.",
        ),
    ),
    (
        "before et al.",
        (
            "Hara N, Oka H",
            "et al. Predictors of residual symptoms. Eur Spine J. 2010;19(11):1849–1854.",
        ),
    ),
    (
        "before a labelled DOI",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.", "doi: 10.2147/JPR.S25330"),
    ),
    (
        "before a DOI as an address",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "https://doi.org/10.2147/JPR.S25330",
        ),
    ),
    (
        "in a DOI",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371. doi:10.2147/", "JPR.S25330"),
    ),
    (
        "in the prefix of a DOI",
        (
            "Vul E, Harris C. Pain. Psychol Sci. 2009;4:319-324. (doi:10.",
            "1111/j.1745-6924.2009.01132.x)",
        ),
    ),
    (
        "behind a month and a year",
        (
            "Pinheiro, S., et al. (Jun. 2018).",
            "Braces at work. Spine, 90(3), 91–103. doi:10.2147/JPR.S25330",
        ),
    ),
    (
        "behind a year, before a title that reads as a name",
        (
            "MIOSSEC P, KOLLS JK. 2012.",
            "Targeting IL-17 in pain. Nat Rev Drug Discov, 11(2):763-76.",
        ),
    ),
    (
        "before a PMID",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.", "PMID: 20640863"),
    ),
    (
        "before DOI and PMID, a block each",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "doi: 10.2147/JPR.S25330",
            "PMID: 20640863",
        ),
    ),
    (
        "before Epub",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.", "Epub 2012 May 3."),
    ),
    (
        "before Epub ahead of print",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "[Epub ahead of print]",
        ),
    ),
    (
        "before Available from",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "Available from: https://www.dovepress.com/back-pain",
        ),
    ),
    (
        "before Accessed",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371. https://www.dovepress.com/a",
            "Accessed 12 May 2019.",
        ),
    ),
    (
        "before In:",
        (
            "Weinstein JN. Lumbar spinal stenosis.",
            "In: Frymoyer JW, editor. The adult spine. New York: Raven Press; 1991. p. 12–30.",
        ),
    ),
    (
        "before the publisher",
        ("McGill S, Norman R. Low back disorders.", "Champaign: Human Kinetics; 2002."),
    ),
    (
        "before the edition",
        ("McGill S, Norman R. Low back disorders.", "2nd ed. Champaign: Human Kinetics; 2002."),
    ),
    (
        "before the last year",
        ("Burnett DS, Lee GJ. Back pain at work. Spine Letters, v. 2, pp. 397-408.", "1967."),
    ),
    (
        "behind pp.",
        ("Burnett DS, Lee GJ (1967) Back pain at work. Spine Letters, vol. 2, pp.", "397–408."),
    ),
    (
        "before a thesis",
        ("Oetgen JG (2002) Sitting in the wild.", "PhD thesis, State University. hdl:11858/00-5"),
    ),
    (
        "before the publisher of a chapter's book",
        (
            "Malouf R (2002) A comparison of braces. In: Carter M (ed) The spine (pp. 1–7).",
            "Oxford: Blackwell.",
        ),
    ),
    (
        "behind the name of somebody, before the year",
        (
            "Brannigan, Augustine.",
            "1981. The basis of pain. Spine 12(3): 45–67.",
        ),
    ),
    (
        "before the pages of a chapter",
        (
            "Weinstein JN. Stenosis. In: Frymoyer JW, editor. The spine. New York: Raven; 1991.",
            "p. 12–30.",
        ),
    ),
    (
        "before a journal that no pattern knows, with its volume alone",
        (
            "Boyd D, Crawford K (2012) Critical questions for braces.",
            "Vadose Zone Journal 11: doi: 10.2136/vzj2011.0196.",
        ),
    ),
    (
        "behind a title that asks",
        (
            "Kuo FE, Lee K. How might walking promote health?",
            "Exploring promising mechanisms. Front Psychol. 2015;6:1093.",
        ),
    ),
    (
        "before a volume that looks like the number of an entry",
        (
            "Ekman E, Lee K (1932) Contribution to the lumbar flora. Svensk Bot. Tidskr.",
            "26: 431–447.",
        ),
    ),
    (
        "before the DOI of a title first",
        (
            "Training shoe dermatitis. Hanifin JM. Archives of Dermatology. 1978;114(2):289b-289.",
            "doi: 10.1001/archderm.114.2.289b",
        ),
    ),
    (
        "behind a title in quotation marks",
        (
            "M. J. Fellner, “Green autofluorescence in human cells,”",
            "Archives of Dermatology 112, no. 5 (1976): 667-670.",
        ),
    ),
    (
        "behind names, and behind a title in quotation marks",
        (
            "M. J. Fellner,",
            "“Green autofluorescence in human cells,”",
            "Archives of Dermatology 112, no. 5 (1976): 667-670.",
        ),
    ),
]


HOUSES = (
    "MIT Press, Cambridge",
    "W.B. Saunders, Philadelphia.",
    "Churchill Livingstone, New York.",
)


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize("publisher", HOUSES)
def test_a_publisher_of_capitals_below_a_heading(publisher: str, how: str) -> None:
    parts = ("Bishop YM, Holland PW (1975) Discrete multivariate analysis.", publisher)
    expected = [FIRST, "\n".join(parts), LAST]
    assert found_in([(FIRST,), parts, (LAST,)], how, "References", [BLURB]) == expected


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize(("where", "parts"), CUT, ids=[row[0] for row in CUT])
def test_one_entry(where: str, parts: Entry, heading: str, how: str) -> None:
    expected = [FIRST, "\n".join(parts), LAST]
    assert found_in([(FIRST,), parts, (LAST,)], how, heading, [BLURB]) == expected
    assert found_in([parts, (LAST,)], how, heading, []) == expected[1:], "as the first"
    assert found_in([(FIRST,), parts], how, heading, [BLURB]) == expected[:2], "as the last"
    twice = found_in([parts, parts], how, heading, [BLURB])
    assert twice == [expected[1]] * 2, "twice"


NUMBERED: list[tuple[str, Entry]] = [
    # where it is cut, the blocks of one reference between two printed numbers
    (
        "before the journal alone",
        ("Lee A, Kim B (2010) Back pain and rest.", "European Spine Journal"),
    ),
    ("before the year", ("Lee A, Kim B. Back pain and rest. European Spine Journal.", "2010.")),
    (
        "an organisation and its town",
        ("World Health Organization. Guidelines on low back pain.", "Geneva, Switzerland, 2023."),
    ),
    ("a title and its subtitle", ("Lee A (2010) Back pain.", "A guide for those who sit. Boston")),
    ("a note of the author", ("Lee A, Kim B. Back pain. Spine. 2010;3:4-9.", "Article in Korean.")),
    (
        "a title without names",
        ("Back pain in adults: a guideline for family doctors.", "London: NICE; 2016."),
    ),
]


@pytest.mark.parametrize("how", [N, TR])
@pytest.mark.parametrize(("where", "parts"), NUMBERED, ids=[row[0] for row in NUMBERED])
def test_between_two_numbers(where: str, parts: Entry, how: str) -> None:
    """What stands between two numbers of a list belongs to the first of them."""
    expected = [FIRST, "\n".join(parts), LAST]
    assert found_in([(FIRST,), parts, (LAST,)], how, "References", [BLURB]) == expected


WEAK: list[tuple[str, Entry]] = [
    # where it is cut, the blocks of one reference that is none for sure where it stands alone
    (
        "behind names that follow a title",
        (
            "Training shoe dermatitis. Hanifin JM.",
            "Archives of Dermatology. 1978;114(2):289-290.",
        ),
    ),
    (
        "before a publisher without a year",
        ("Pettijohn FJ, Lee K (1975) The sitting rocks.", "Harper University Press, New York"),
    ),
    (
        "behind names as they are spoken",
        (
            "Qingyao Ai, Susan Dumais, and Daniel Liebling. 2017.",
            "Characterizing pain at work. Spine 12(3): 45–67.",
        ),
    ),
    (
        "before what a thesis is",
        (
            "Oetgen JG, Lee K (2002) Sitting in the wild.",
            "Thesis, Louisiana State University, Baton Rouge, USA.",
        ),
    ),
]


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize(("where", "parts"), WEAK, ids=[row[0] for row in WEAK])
def test_one_entry_of_a_list(where: str, parts: Entry, how: str) -> None:
    expected = [FIRST, "\n".join(parts), LAST]
    assert found_in([(FIRST,), parts, (LAST,)], how, "References", [BLURB]) == expected
