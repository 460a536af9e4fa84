"""Steps on the way and addresses of one reader: no redirect to these is a new address."""

import pytest

from archive.records import LinkVerdict
from pipelines.verification.judging.detours import asks_first, is_one_readers, may_be_for_few
from pipelines.verification.judging.judge import judge_link
from tests.pipelines.verification.judging.looks import check

ASKED = "https://www.a.test/back/pain?id=7"

ASKING = [
    "https://www.a.test/zustimmung?url=%2Fback%2Fpain%3Fid%3D7",
    "https://consent.a.test/m?continue=x",
    "https://www.a.test/cookie-consent",
    "https://www.a.test/age-gate.php",
    "https://www.a.test/choose?returnUrl=https%3A%2F%2Fwww.a.test%2Fback%2Fpain%3Fid%3D7",
    "https://hub.test/check?redirect_uri=http%3A%2F%2Fa.test%2Fback%2Fpain%3Fid%3D7",
]
ONE_READERS = [
    "https://www.a.test/back/pain?id=7&cookieCheck=1",
    "https://m.a.test/back/pain?id=7",
    "https://www.a.test/back/pain/?id=7&lang=de",
]
FEW = [
    "https://www.a.test/",
    "https://www.a.test/en/",
    "https://www.a.test/de/back/pain",
    "https://www.a.test/back/pain/pt-BR",
]
MOVED = [
    "https://www.a.test/spine/pain?id=7",
    "https://www.a.test/back/pain-new",
    "https://www.a.test/spine?from=%2Fback%2Fpain%3Fid%3D7",
    "https://www.a.test/spine?redirected=%2Fback%2Fpain%3Fid%3D7",
    "https://www.a.test/informed-consent",
    "https://www.a.test/patients/consent",
    "https://www.a.test/op/einwilligung.html",
    "https://www.a.test/search?page=%2Fback%2Fpain%3Fid%3D7",
    "https://www.a.test/y?url=http%3A%2F%2F%5Bbad",
    "https://www.a.test/y?url=%2F%2F%5Bbad",
    "https://other.test/back/pain?id=7",
    "https://www.a.test/back/pain?id=8&x=1",
    "http://[",
]


@pytest.mark.parametrize("final", ASKING)
def test_a_step_on_the_way_is_a_step(final: str) -> None:
    assert asks_first(ASKED, final)


@pytest.mark.parametrize("final", [*ONE_READERS, *FEW, *MOVED])
def test_a_page_is_no_step(final: str) -> None:
    assert not asks_first(ASKED, final)


@pytest.mark.parametrize("final", ONE_READERS)
def test_an_address_of_one_reader_is_no_new_one(final: str) -> None:
    assert is_one_readers(ASKED, final)


@pytest.mark.parametrize("final", [*ASKING, *FEW, *MOVED])
def test_an_address_for_everybody_is_told_from_it(final: str) -> None:
    assert not is_one_readers(ASKED, final)


@pytest.mark.parametrize("final", FEW)
def test_start_pages_and_languages_are_no_safe_repair(final: str) -> None:
    assert may_be_for_few(ASKED, final)


@pytest.mark.parametrize("final", MOVED)
def test_a_new_address_is_one_for_all(final: str) -> None:
    assert not may_be_for_few(ASKED, final)


@pytest.mark.parametrize(
    ("final", "verdict"),
    [
        *((final, LinkVerdict.BLOCKED) for final in ASKING),
        *((final, LinkVerdict.OK) for final in ONE_READERS),
        *((final, LinkVerdict.MOVED) for final in MOVED[:-1]),
    ],
)
def test_what_a_permanent_redirect_to_it_means(final: str, verdict: LinkVerdict) -> None:
    facts = {"permanent": True, "words": 400, "title": "Back pain"}
    looks = [
        check(day, status=200, url=ASKED, final=final, hops=((301, ASKED),), facts=facts)
        for day in (0, 7, 14)
    ]
    assert judge_link(looks).value is verdict


def test_a_host_that_is_named_after_walls_may_have_one() -> None:
    assert asks_first("https://cookie-wall.test/back", "https://cookie-wall.test/cookie-wall")
    assert not asks_first("https://a.test/cookie-wall", "https://a.test/de/cookie-wall")
