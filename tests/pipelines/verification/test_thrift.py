"""Floors on what registries are asked about pages on which nothing is wrong."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from pipelines.verification.engine import verify
from tests.pipelines.verification.conftest import record_of
from tests.replica.world.work import Work
from tests.replica.world.works import Works

GOLD = Path(__file__).parents[2] / "gold" / "works.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]

# Demanded are fewer than 1.3 questions a name, and 20 names a request; a whole run over
# other pages is in docs/scorecard.md.
QUESTIONS_A_NAME = 1.05
NAMES_A_REQUEST = 30


def registered(record: dict[str, object]) -> Work:
    """A record of the gold file as the replica registers it."""
    authors = record.get("authors", [])
    assert isinstance(authors, list)
    people = tuple((family, given) for family, _, given in (a.partition(", ") for a in authors))
    same = ("doi", "title", "container", "year", "volume", "issue", "article_number")
    facts = {name: record[name] for name in same if name in record}
    facts |= {
        "page": record.get("pages", ""),
        "landing": f"https://a.publisher.test/{record['doi']}",
    }
    return Work(authors=people, **facts)  # type: ignore[arg-type]


def test_clean_pages_cost_one_question_a_name_and_few_requests(keep, settings, clock, replica):
    works = [registered(row["record"]) for row in ROWS]
    replica.state.notes["works"] = Works({work.name: work for work in works})
    before = len(replica.hits)
    printed = [f"{row['printed']} doi:{row['record']['doi']}" for row in ROWS]
    store = keep(record_of(printed))
    offline = replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)
    verify(store, offline, now=clock)
    del replica.state.notes["works"]
    hits = [unquote(hit.path) for hit in replica.hits[before:]]
    lists = [len(re.findall("doi:", path)) for path in hits if "filter=doi:" in path]
    handles = sum(path.startswith("/api/handles/") for path in hits)
    assert handles <= QUESTIONS_A_NAME * len(works)
    assert sum(lists) >= NAMES_A_REQUEST * len(lists)
    kept = store.db.query("SELECT DISTINCT registration FROM dois")
    assert [row["registration"] for row in kept] == ["registered"]
    assert list(store.db.query("SELECT * FROM findings")) == []
