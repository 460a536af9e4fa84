"""Rate headers: how much may still be asked."""
# ruff: noqa: E501 (a row of a table stands on one line)

from datetime import UTC, datetime

import pytest

from pipelines.services.quotas import Quota, quota_of

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
IN_A_MINUTE = str(int(NOW.timestamp()) + 60)

ROWS = [
    # why, headers, expected
    ("nothing said", {}, Quota()),
    ("some left", {"ratelimit": '"default";r=50;t=30'}, Quota(0, 0.6)),
    ("none left", {"ratelimit": '"default";r=0;t=30'}, Quota(30, 0)),
    ("two windows: none left of one", {"ratelimit": '"a";r=0;t=5, "b";r=9;t=90'}, Quota(5, 10)),
    ("two windows: the longer pause", {"ratelimit": '"a";r=0;t=5, "b";r=0;t=90'}, Quota(90, 0)),
    ("a policy alone", {"ratelimit-policy": '"burst";q=100;w=50'}, Quota(0, 0.5)),
    ("the strictest policy", {"ratelimit-policy": '"a";q=100;w=50,"b";q=10;w=20'}, Quota(0, 2)),
    ("a policy without a window", {"ratelimit-policy": '"a";q=100'}, Quota()),
    ("a policy of nothing", {"ratelimit-policy": '"a";q=0;w=9'}, Quota()),
    ("draft 7", {"ratelimit": "limit=100, remaining=4, reset=30"}, Quota(0, 7.5)),
    ("draft 6", {"ratelimit-remaining": "0", "ratelimit-reset": "7"}, Quota(7, 0)),
    ("by seconds", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "7"}, Quota(7, 0)),
    ("by a moment", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": IN_A_MINUTE}, Quota(60, 0)),
    ("a moment that is over", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000000"}, Quota()),
    ("another spelling", {"x-rate-limit-remaining": "2", "x-rate-limit-reset": "8"}, Quota(0, 4)),
    ("nothing about when", {"x-ratelimit-remaining": "0"}, Quota()),
    ("a negative number", {"x-ratelimit-remaining": "-1", "x-ratelimit-reset": "9"}, Quota()),
    ("nonsense", {"ratelimit": "r=;t==,;;,=", "ratelimit-policy": "q=x;w=y"}, Quota()),
]  # fmt: skip


@pytest.mark.parametrize(("why", "headers", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_what_rate_headers_say(why, headers, expected):
    assert quota_of(headers, NOW) == expected
