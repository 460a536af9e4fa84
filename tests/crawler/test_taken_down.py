"""What was purged is not asked again; what is hidden is."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.store import Store
from crawler.ledger import Ledger
from crawler.profile_loading import load_profile
from crawler.scope import Found
from tests.crawler.crawls import write_profile

SITE = "http://127.0.0.1:8999"
STATES = [
    ("purged for good", "purged", ("skipped", "taken_down")),
    ("a purge that was cut off", "purging", ("skipped", "taken_down")),
    ("hidden: the evidence goes on", "hidden", ("due", "")),
    ("taken back", "lifted", ("due", "")),
]


@pytest.mark.parametrize(("why", "state", "expected"), STATES, ids=[s[0] for s in STATES])
def test_an_address_that_is_taken_down(tmp_path: Path, why: str, state: str, expected) -> None:
    data = tmp_path / "data"
    with Store.open(data / "crawl.db") as store, store.unit():
        store.db.execute(
            "INSERT INTO takedowns (state, url, decided_at, decided_by, because) "
            "VALUES (?, ?, '2026-03-01T12:00:00.000Z', 'A', 'B')",
            (state, f"{SITE}/secret"),
        )
    ledger = Ledger(load_profile(str(write_profile(tmp_path, SITE))), data)
    ledger.offer([Found(url=f"{SITE}/{name}", via="link") for name in ("secret", "other")])
    ledger.batch.commit()
    found = {
        url: (state, reason)
        for url, state, reason in ledger.store.db.execute("SELECT url, state, reason FROM frontier")
    }
    ledger.store.close()
    assert found == {f"{SITE}/secret": expected, f"{SITE}/other": ("due", "")}
