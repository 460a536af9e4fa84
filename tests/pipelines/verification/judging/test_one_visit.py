"""Addresses of one visit: redirects to them are no new address of a page."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.records import LinkVerdict
from pipelines.verification.judging.judge import judge_link
from pipelines.verification.judging.one_visit import differ_by_visit, is_of_one_visit
from tests.pipelines.verification.judging.looks import START, check

ASKED = "https://a.test/c"
AT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)

ONE_VISIT = [
    "https://a.test/en/c?session=abc123",
    "https://a.test/c?sid=1795767861",
    f"https://a.test/c?q={int(AT.timestamp())}",
    f"https://a.test/c?q={int((AT - timedelta(hours=2)).timestamp())}123",
    "https://a.test/c;jsessionid=0A1B2C3D4E",
    "https://a.test/(S(4hm0q255qj4jjq55qb1iqm45))/c.aspx",
    "https://a.test/c?PHPSESSID=1a2b3c",
    "https://a.test/c.php?s=9f8e7d6c5b",
    "https://a.test/index.cfm?CFID=123456&CFTOKEN=98765432",
    "https://a.test/c?utm_source=redirect",
    "https://a.test/c?ticket=ST-12-abcDEF",
    "https://a.test/c?state=af0ifjsldkj",
    "https://a.test/c?csrf_token=x",
    "https://a.test/c?id=550e8400-e29b-41d4-a716-446655440000",
    "https://a.test/c?x=d41d8cd98f00b204e9800998ecf8427e",
    "https://bucket.test/c.pdf?X-Amz-Signature=ab12&X-Amz-Expires=300",
]
LASTING = [
    "https://a.test/en/c",
    "https://a.test/en/c?page=2",
    "https://a.test/en/c?lang=de",
    "https://a.test/show?id=123456",
    "https://a.test/show?id=20261127",
    "https://a.test/show?doc=5f3a9c0e7b1d4e6f8a9b0c1d",
    "https://a.test/?s=rueckenschmerz",
    "https://a.test/c?s=2",
    "https://a.test/show?id=1234567890",
    "https://a.test/session/2019/talk",
    "https://a.test/sessions?day=2",
    "https://a.test/article?state=open",
    "https://[broken",
]


@pytest.mark.parametrize("final", ONE_VISIT)
def test_an_address_of_one_visit(final: str) -> None:
    assert is_of_one_visit(ASKED, final, AT)
    assert _judged(final) is LinkVerdict.OK


@pytest.mark.parametrize("final", LASTING)
def test_an_address_that_lasts(final: str) -> None:
    assert not is_of_one_visit(ASKED, final, AT)


def test_what_was_asked_for_is_no_visit() -> None:
    printed = "https://a.test/old?sid=1795767861"
    assert not is_of_one_visit(printed, "https://a.test/new?sid=1795767861", AT)


VARYING = [
    ("a parameter", "https://a.test/c?q=8f3a9c0e", "https://a.test/c?q=77ab12cd", True),
    ("a part of the path", "https://a.test/v/8f3a9c0e/c", "https://a.test/v/77ab12cd/c", True),
    ("nothing", "https://a.test/c?q=8f3a9c0e", "https://a.test/c?q=8f3a9c0e", False),
    ("a word", "https://a.test/en/back", "https://a.test/en/back-pain", False),
    ("a word in a parameter", "https://a.test/c?q=back", "https://a.test/c?q=neck", False),
    ("moved again", "https://a.test/2019/back.htm", "https://a.test/en/back.htm", False),
    ("another host", "https://a.test/c?q=8f3a9c0e", "https://b.test/c?q=77ab12cd", False),
    ("more parameters", "https://a.test/c?q=8f3a9c0e", "https://a.test/c?q=77ab12cd&r=1", False),
    ("a longer path", "https://a.test/c/8f3a9c0e", "https://a.test/c/77ab12cd/d", False),
]


@pytest.mark.parametrize(("why", "one", "other", "varies"), VARYING, ids=[r[0] for r in VARYING])
def test_where_a_redirect_leads_elsewhere_each_time(
    why: str, one: str, other: str, varies: bool
) -> None:
    assert differ_by_visit(one, other) is varies
    assert differ_by_visit(other, one) is varies
    if one != other:
        assert (_judged(one, other) is LinkVerdict.OK) is varies


def _judged(*finals: str) -> LinkVerdict:
    looks = [
        check(
            day,
            url="https://a.test/old",
            status=200,
            final=final,
            hops=[(301, "https://a.test/old")],
            facts={"permanent": True, "words": 300},
        )
        for day, final in enumerate(finals, (AT - START).days)
    ]
    return judge_link(looks).value
