"""SICI names in the shapes they get printed in."""

import pytest

from pipelines.doi_rules.sici import sici_readings

WILEY = "(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G"
ESA = "0012-9658(2002)083[2421:SDEOLC]2.0.CO;2"

SHAPES = [
    # why, printed, likeliest reading
    ("as registered", WILEY, WILEY),
    ("words glued behind", f"{WILEY}The", WILEY),
    ("backslash and bracket", "(SICI)1097-0185(19990301)254:3\\408:AID-AR12[3.0.CO;2-G", WILEY),
    ("TeX fonts", "(SICI)1097-0185(19990301)254:3¡408::AID-AR12¿3.0.CO;2-G", WILEY),
    ("one colon lost", "(SICI)1097-0185(19990301)254:3<408:AID-AR12>3.0.CO;2-G", WILEY),
    ("zero for O", "(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.C0;2-G", WILEY),
    ("ESA", ESA, ESA),
    ("AMS", "1520-0493(2002)130<1913:EDAWPO>2.0.CO;2", "1520-0493(2002)130<1913:EDAWPO>2.0.CO;2"),
    ("semicolon lost", "(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO2-G", WILEY),
    ("label in square brackets", "[SICI]1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G", WILEY),
    ("label misread", "(SlC1)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G", WILEY),
    ("guillemets", "(SICI)1097-0185(19990301)254:3‹408::AID-AR12›3.0.CO;2-G", WILEY),
    ("both signs lost", "(SICI)1097-0185(19990301)254:3408::AID-AR123.0.CO;2-G", WILEY),
    ("the first sign lost", "(SICI)1097-0185(19990301)254:3408::AID-AR12>3.0.CO;2-G", WILEY),
    ("the second sign lost", "(SICI)1097-0185(19990301)254:3<408::AID-AR123.0.CO;2-G", WILEY),
    ("ESA, both signs lost", ESA.replace("[", "").replace("]", ""), ESA),
    ("check character #", "1099-1328(199911/12)11:7<957::AID-JID623>3.0.CO;2-#",
     "1099-1328(199911/12)11:7<957::AID-JID623>3.0.CO;2-#"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "expected"), SHAPES, ids=[row[0] for row in SHAPES])
def test_shapes(why: str, printed: str, expected: str) -> None:
    assert sici_readings(printed)[0][0] == expected


def test_both_kinds_of_brackets_are_offered() -> None:
    assert [reading[0] for reading in sici_readings(ESA)] == [
        ESA,
        ESA.replace("[", "<").replace("]", ">"),
    ]


FURTHER = [
    # why, printed, a further reading
    ("label left out", WILEY.removeprefix("(SICI)"), WILEY),
    ("label too many", WILEY, WILEY.removeprefix("(SICI)")),
    ("AMS, both signs lost", "1520-0493(2002)1301913:EDAWPO2.0.CO;2",
     "1520-0493(2002)130<1913:EDAWPO>2.0.CO;2"),
    ("both signs lost behind a volume of two figures", "1520-0493(1915)43163:SRROTM2.0.CO;2",
     "1520-0493(1915)43<163:SRROTM>2.0.CO;2"),
    ("as printed, in round brackets", "0012-9658(2002)083(2421:SDEOLC)2.0.CO;2",
     "0012-9658(2002)083(2421:SDEOLC)2.0.CO;2"),
    ("as printed, when signs were put back", WILEY.replace("<", "").replace(">", ""),
     WILEY.replace("<", "").replace(">", "")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "expected"), FURTHER, ids=[row[0] for row in FURTHER])
def test_further_readings(why: str, printed: str, expected: str) -> None:
    assert expected in [reading[0] for reading in sici_readings(printed)[1:]]


@pytest.mark.parametrize(
    "suffix", ["s0140-6736(09)62164-4", "0733-9399(2006)132:10(1037)", "bmj.a3115", ""]
)
def test_no_sici(suffix: str) -> None:
    assert sici_readings(suffix) == []
