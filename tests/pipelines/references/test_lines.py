"""How much a line looks like a reference."""

import pytest

from pipelines.references.lines import ENOUGH, Part, likeness, may_be_sure

LINES = [
    # why, line, part
    ("Vancouver", "Haukipuro K. Familial occurrence. Clin Genet. 1978;13:471.", Part.WHOLE),
    (
        "Harvard",
        "Nitta, A. (2016). Prevalence of spondylolysis. Orthopedics, 39: e434.",
        Part.WHOLE,
    ),
    ("no pages yet", "AlEissa SI, Tamai K, et al. A global group. Eur Spine J. 2021.", Part.WHOLE),
    ("DOI instead of pages", "Smith J. Exercises (2019). doi:10.1136/bmj.a3115", Part.WHOLE),
    ("authors and year", "Liu, L., Skinner M., McDonough,S. (2015)", Part.HEAD),
    ("authors", "Liu L, Skinner M,", Part.HEAD),
    ("title and numbers", "exercise after surgery. 12:3-4.", Part.TAIL),
    (
        "prose with a journal",
        "The Walk Back trial was recently published in The Lancet in 2024.",
        Part.NONE,
    ),
    ("prose with a DOI", "You can read the paper at doi:10.1136/bmj.a3115.", Part.TAIL),
    ("poll", "Total: 136 Specialists answered", Part.NONE),
    ("votes", "Surgery | 34 votes", Part.NONE),
    ("blurb", "EUROSPINE is a society of spine specialists of various disciplines.", Part.NONE),
    ("person", "Derek T. Cawley is a surgeon in Dublin.", Part.NONE),
    ("opening hours", "Prices as of 2019; 12:30 to 14:00 closed.", Part.NONE),
    ("a talk in Chinese", "专家讲座：2019年5月 第3期 10-12页", Part.NONE),
    ("diseases in Chinese", "颈椎病, 腰椎病 (2019). 门诊 2019; 8: 30-45.", Part.NONE),
    (
        "names in Chinese, and the type of the work",
        "王建国, 李晓明. 腰椎间盘突出症[J]. 中华骨科杂志, 2019, 39(8): 30-45.",
        Part.WHOLE,
    ),
    ("others in Chinese", "王建国, 李晓明, 等. 腰痛. 中华杂志 2019; 8: 30-45.", Part.WHOLE),
    ("an hour of a surgeon", "Rückenschmerz. Meier A. Montag 2019; 8:30-10.", Part.TAIL),
    ("nothing", "", Part.NONE),
]


@pytest.mark.parametrize(("why", "line", "part"), LINES, ids=[row[0] for row in LINES])
def test_parts(why: str, line: str, part: Part) -> None:
    assert likeness(line).part is part


def test_prose_never_has_enough_points() -> None:
    prose = (
        "In 2015 we asked 120 people in the Journal of Pain whether acupuncture helps (page 3).",
        "Smith et al. showed in 2010 that exercise is as good as surgery for most patients.",
        "Opening hours: 10:30-12:00, from 3.2.2015 to 4.5.2016; please call 044 392 11 11.",
    )
    assert max(likeness(line).points for line in prose) < ENOUGH


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("prose", "Keep moving, and ask a specialist when the pain stays for 6 weeks.", False),
        ("names and numbers alone", "Lee A, Kim B. Back pain. Eur Spine J. 12(3):1-9.", False),
        ("a year", "It was founded in 1998.", True),
        ("a label", "PMID: 26871664", True),
        ("a label in full-width letters", "ＰＭＩＤ: 26871664", True),
        ("an address", "See https://a.example/x", True),
        ("others", "Lee A, et al. Back pain. 12(3):1-9.", True),
    ],
)
def test_at_a_glance(why: str, text: str, expected: bool) -> None:
    assert may_be_sure(text) is expected
