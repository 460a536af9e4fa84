"""Mementos by the Wayback availability API."""

from datetime import UTC, datetime

import pytest

from pipelines.services import wayback
from tests.pipelines.services.conftest import say

MEMENTOS = [
    (
        "the nearest",
        {
            "archived_snapshots": {
                "closest": {
                    "available": True,
                    "status": "200",
                    "url": "http://web.archive.org/web/2019/http://x.org/",
                    "timestamp": "20190304120001",
                }
            }
        },
        "https://web.archive.org/web/2019/http://x.org/",
    ),
    ("none", {"archived_snapshots": {}}, ""),
    (
        "one of an error page",
        {
            "archived_snapshots": {
                "closest": {
                    "available": True,
                    "status": "404",
                    "url": "http://web/",
                    "timestamp": "2019",
                }
            }
        },
        "",
    ),
    (
        "one that is not available",
        {"archived_snapshots": {"closest": {"available": False, "url": "http://web/"}}},
        "",
    ),
]


@pytest.mark.parametrize(("why", "told", "memento"), MEMENTOS, ids=[r[0] for r in MEMENTOS])
def test_mementos(client, loopback, why, told, memento):
    say(loopback, told)
    near = datetime(2019, 3, 1, tzinfo=UTC)
    found = wayback.ask_memento(client, loopback.url(), "http://x.org/?a=b", near)
    assert found.facts["memento"] == memento
    assert loopback.paths() == [
        "/wayback/available?url=http%3A%2F%2Fx.org%2F%3Fa%3Db&timestamp=20190301000000"
    ]
