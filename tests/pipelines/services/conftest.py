"""A client that asks a loopback server once, and what that server is to say."""

from __future__ import annotations

import json

import pytest

from pipelines.services.addressing import Addressing
from pipelines.services.http import Client, HttpSettings
from tests.pipelines.conftest import answer


@pytest.fixture(scope="module")
def client() -> Client:
    settings = HttpSettings(
        user_agent="test/1",
        interval_s=0,
        attempts=1,
        breaker=100,
        deadline_s=3,
        addressing=Addressing(allowed=("127.0.0.0/8",)),
    )
    return Client(settings)


def say(loopback, told, status=200, content_type="application/json"):
    body = told if isinstance(told, str | bytes) else json.dumps(told)
    loopback.manners["*"] = answer(status, body, content_type)
