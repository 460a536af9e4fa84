"""A running replica, and a way to ask its outside world without following redirects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.replica import Replica, running
from tests.replica_world.asking import Get


@pytest.fixture(scope="package")
def replica() -> Iterator[Replica]:
    with running() as replica:
        yield replica


@pytest.fixture
def notes(replica: Replica) -> Iterator[dict[str, object]]:
    """Knobs and memory, empty before and after; slow hosts answer at once."""
    replica.state.notes.clear()
    replica.state.notes["slow_s"] = 0
    yield replica.state.notes
    replica.state.notes.clear()


@pytest.fixture
def get(replica: Replica, notes: dict[str, object]) -> Get:
    """GET a URL of the outside world; redirects are not followed."""
    session = requests.Session()

    def get(url: str, **settings: Any) -> requests.Response:
        return session.get(replica.mounted(url), allow_redirects=False, timeout=10, **settings)

    return get
