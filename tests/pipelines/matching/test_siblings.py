"""Titles of two works of a series, one word apart."""

import pytest

from pipelines.matching.siblings import are_neighbours, are_siblings
from pipelines.matching.wording import folded

TITLES = [
    # why, registered, printed title, what follows it in print, is another work of the series
    ("the same", "Trial of exercise, part 1", "Trial of exercise, part 1", "", False),
    ("another part", "Trial of exercise, part 2", "Trial of exercise, part 1", "", True),
    ("roman and arabic", "Trial of exercise. Part II", "Trial of exercise, part 2", "", False),
    ("a part in words", "Trial of exercise, part two", "Trial of exercise, part 2", "", False),
    ("the part was read as what follows", "Trial, part 2", "Trial", "Part I. J Pain", True),
    ("no part is printed", "Trial of exercise, part 2", "Trial of exercise", "", False),
    ("two parts are printed", "Trial, part 2", "Trial, parts 1 and 2: part 1, part 2", "", False),
    ("another edition", "Pain guideline, 3rd edition", "Pain guideline", "2nd ed. London", True),
    ("the edition in words", "Pain guideline, third edition", "Pain guideline", "3rd ed.", False),
    ("another follow-up", "Discs: five year follow-up", "Discs: two year follow-up", "", True),
    ("another plate", "Schmidt, plate 24983", "Schmidt, plate 41498", "", True),
    ("another specimen, another species", "Poa annua (BR0000011)", "Ajuga (BR0000018)", "", True),
    ("a number set otherwise", "Inhibitor SB203580", "Inhibitor SB-203580 1999", "", False),
    ("a number left out", "Survey of 12000 women", "Survey of women", "", False),
    ("cut short", "Survey in 1980 and in 1990", "Survey in 1980", "", False),
    ("a dose with a nought", "Trial of 0.5 mg of it", "Trial of 0.50 mg of it", "", False),
    ("a dose without one", "Trial of 0.5 mg of it", "Trial of .5 mg of it", "", False),
    ("women and men", "Low back pain in women", "Low back pain in men", "", True),
    ("both are printed", "Low back pain in women", "Low back pain in men and women", "", False),
    ("the word is the journal's", "Low back pain in women", "Low back pain", "Women Health", False),
    (
        "another place of the body",
        "Lumbar disc prolapse in mice",
        "Cervical disc prolapse in mice",
        "",
        True,
    ),
    ("one of them is in both", "Pain in boys and women", "Pain in men and women", "", False),
    (
        "a misspelling and a count",
        "Epidemiology in 195 towns",
        "Epidemology in 195 towns",
        "",
        False,
    ),
    ("a misspelling before a count", "Treatment of 1000 men", "Treatement of 1000 men", "", False),
    ("a blank and years", "Back pain 2013-2020", "Backpain 2013-2020", "", False),
    ("another year behind it", "Back pain in Rome", "Bck pain in Rome", "London; 2018", False),
    ("an initial is no number", "Second report on scoliosis", "X. Report on scoliosis", "", False),
    (
        "the part is the host's",
        "Part 2: Scoliosis",
        "Scoliosis, chapter 4",
        "In: Spine, part 1",
        False,
    ),
    ("its part stands elsewhere", "Discs, part 2", "Part 1: discs", "Discs, part 2", False),
    ("part and edition behind it", "Discs, 3rd edition", "Discs", "Part 1, 2nd ed. Rome", True),
    ("unlike titles", "Acute pain after birth in Rome", "Chronic cough of miners", "", False),
    ("translated", "Akute Kreuzschmerzen", "Chronic low back pain", "", False),
    ("other vertebrae", "Discectomy at L5-S1", "Discectomy at L4-L5", "", True),
    ("the same vertebrae, set otherwise", "Discectomy at L4-L5", "Discectomy at L4-5", "", False),
    ("two segments as one", "Fusion of L3-L5", "Fusion of L3/4 and L4/5", "", False),
    ("a segment less", "Fusion of L3-L5", "Fusion of L3/4", "", False),
    ("three in short", "Fusion of L3-L5", "Fusion of L3, 4 and 5", "", False),
    ("other vertebrae in short", "Fusion of L3/4", "Fusion of L4/5", "", True),
    ("weeks behind a vertebra", "Fusion of L3 5 weeks ago", "Fusion of L4 5 weeks ago", "", True),
    ("a vertebra with a zero", "Fracture of T9 in men", "Fracture of T09 in men", "", False),
    ("with no", "Recovery without supervision", "Recovery with no supervision", "", False),
    ("another design", "Fusion for back pain: a cohort", "Fusion for back pain: a trial", "", True),
    ("both designs", "Fusion for pain: a trial, a cohort", "Fusion for pain: a trial", "", False),
    ("with and without", "Recovery with fusion", "Recovery without fusion", "", True),
    ("only a number", "Therapies for back pain I", "Therapies for back pain II", "", True),
    ("a number of two kinds", "Therapies for pain II", "Therapies for pain 2", "", False),
    ("a number with a zero before it", "Pain in 6 weeks", "Pain in 06 weeks", "", False),
    ("a year in short", "Pandemic of COVID-19", "Pandemic of COVID-2019", "", False),
    ("another year", "Guideline on pain 2010", "Guideline on pain 2015", "", True),
    ("a number and a word", "Therapies for pain II", "Therapies for pain A", "", False),
    ("a number and a misspelling", "Effects of 2 drugs", "Efects of 3 drugs", "", False),
    (
        "a trial, its protocol",
        "Fusion of lumbar discs or exercise: protocol of a trial",
        "Fusion of lumbar discs or exercise: results of a trial",
        "",
        True,
    ),
    ("no title was read", "Trial, part 2", "", "Smith J, part 1", False),
]


@pytest.mark.parametrize(
    ("why", "registered", "told", "behind", "expected"), TITLES, ids=[row[0] for row in TITLES]
)
def test_siblings(why: str, registered: str, told: str, behind: str, expected: bool) -> None:
    printed = folded(f"Smith J. {told}. {behind}")
    assert are_siblings(folded(registered), folded(told), printed) is expected


NEIGHBOURS = [
    # registered title, printed title, has most of its words
    ("Residual symptoms after lumbar surgery", "Residual numbness after lumbar surgery", True),
    ("Síntomas después de cirugía lumbar", "Symptoms after surgery of the lumbar spine", False),
    ("Pain", "Pain in the neck of miners", False),  # too few words
    (
        "Diagnosis and treatment of low back pain",
        "Diagnosis, treatment of back pain: review",
        False,
    ),
    ("Low back pain", "Kreuzschmerzen (low back pain)", False),
    ("Diagnosis and treatment of low back pain", "Treatment of low back pain", False),
]


@pytest.mark.parametrize(("registered", "printed", "expected"), NEIGHBOURS)
def test_neighbours(registered: str, printed: str, expected: bool) -> None:
    told = folded(printed)
    assert are_neighbours(folded(registered), told, f"koes bw {told} bmj") is expected
