"""Names that may be right: searched for once, never guessed at, and nobody is accused."""
# ruff: noqa: E501 (a reference stands on one line)

import gzip
import json
from dataclasses import replace

import pytest

from archive.records import Question, Work
from pipelines.matching.queries import query_of
from pipelines.services.works import work_facts
from pipelines.verification.engine import verify
from pipelines.verification.repairing.rungs import Patient, find_repairs
from tests.pipelines.verification.conftest import record_of
from tests.pipelines.verification.repairing.test_rungs import (
    FIELDS,
    PRINTED,
    TWIN,
    asker_who_knows,
    check,
)

ARTICLE = replace(TWIN, doi="10.1001/archinte.166.4.450")
JOURNAL = Work(
    doi="10.1001/(issn)0003-9926",
    agency="Crossref",
    title="Archives of Internal Medicine",
    type="journal",
)
ROWS = [
    # why, what is registered under the printed name, what a search finds, what is proposed
    ("the name of the whole journal", JOURNAL, ARTICLE, ARTICLE.doi),
    ("the same work under another name", TWIN, ARTICLE, None),
    ("found, and not beyond doubt", JOURNAL, replace(ARTICLE, volume="", issue="", pages=""), None),
    ("the search finds the printed name", ARTICLE, ARTICLE, None),
]


@pytest.mark.parametrize(("why", "printed", "found", "wanted"), ROWS, ids=[r[0] for r in ROWS])
def test_only_what_is_safe_and_another_work(keep, settings, clock, why, printed, found, wanted):
    asker = asker_who_knows(keep, settings, clock, printed, found)
    run_id = asker.store.begin_run("verify", "sample", {})
    answer = check(Question.SEARCH, query_of(PRINTED), {"works": [work_row(found)]})
    asker.store.keep_check(run_id, answer)
    patient = Patient(key="r1", doi=printed.doi, printed=PRINTED, fields=FIELDS, is_doubtful=True)
    proposals = find_repairs([patient], asker).get("r1", ())
    assert [(s.after, s.rule, s.safe) for s in proposals] == (
        [(wanted, "search", True)] if wanted else []
    )


def work_row(work: Work) -> dict[str, object]:
    """A work as the facts of a search keep it."""
    return work_facts(work)["work"]


HARA = "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. European Spine Journal. 2010;19(11):1849–1854. doi: {}"


def test_a_journals_name_is_searched_past_and_not_guessed_at(
    keep, settings, clock, replica, tmp_path
):
    name = "10.1007/586.1432-0932"
    record = {"DOI": name, "type": "journal", "title": ["European Spine Journal"], "URL": "x"}
    for file, text in (
        ("known_dois.json.gz", json.dumps([name])),
        ("crossref_records.jsonl.gz", json.dumps({"doi": name, "record": record})),
    ):
        with gzip.open(tmp_path / file, "wt") as opened:
            opened.write(text)
    replica.state.notes["oracle"] = str(tmp_path)
    before = len(replica.hits)
    store = keep(record_of([HARA.format(name)]))
    verify(store, settings, now=clock)
    del replica.state.notes["oracle"]
    (entry,) = store.db.query("SELECT * FROM bibliography")
    assert (entry["agreement"], entry["doi"]) == ("partial", name)
    assert (entry["found_doi"], entry["found_rule"]) == ("10.1007/s00586-010-1374-1", "search")
    assert entry["found_is_safe"] == 1
    assert list(store.db.query("SELECT * FROM findings WHERE kind = 'wrong_work'")) == []
    asked = [hit.path for hit in replica.hits[before:]]
    assert sum("query.bibliographic" in path for path in asked) == 1
    assert {path for path in asked if path.startswith("/api/handles/")} == {
        f"/api/handles/{name}", "/api/handles/10.1007/s00586-010-1374-1",
    }  # fmt: skip
