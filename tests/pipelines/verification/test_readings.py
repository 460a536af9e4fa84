"""Readings of printed DOIs, asked of the replica: which is chosen, why, and at what cost."""

from collections import Counter
from dataclasses import replace

from pipelines.verification.engine import rejudge, verify
from tests.pipelines.verification.conftest import record_of

BROKEN = (
    "Beispiel B, Exempel C. How the discs of the lumbar spine are fed. J Replicas. 2026;3:212–219. "
    "doi: 10.5555/book.2026. \n012"
)
BOOK = (
    "Muster A. Handbook of replicas, complete in one volume. Replica Press; 2011. "
    "doi:10.5555/book.2026."
)
SPACED = (
    "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after "
    "decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854. "
    "doi: 10.1007/s00586- 010-1374-1"
)
GLUED = "See 10.1371/journal.pone.0134192Nature for more."
MADE_UP = "Nobody N. Nothing. J None. 1999;1:1-2. doi: 10.5555/never.registered."


def readings(store):
    rows = store.db.query("SELECT * FROM readings ORDER BY page_id, mention_id, rank")
    return {(row["printed"], row["value"]): row for row in rows}


def asked(store, question="registration"):
    rows = store.db.query("SELECT subject FROM checks WHERE question = ?", [question])
    return Counter(row["subject"] for row in rows)


def test_the_longer_name_counts_when_its_record_agrees(keep, settings, clock):
    store = keep(record_of([BROKEN]))
    verify(store, settings, now=clock)
    (citation,) = store.citations()
    assert (citation.doi, citation.agreement) == ("10.5555/book.2026.012", "agrees")
    printed = citation.mentions[0].printed
    short, long = (readings(store)[printed, f"10.5555/book.2026{tail}"] for tail in ("", ".012"))
    assert (short["rank"], short["answer"], short["is_chosen"]) == (1, "registered", 0)
    assert (long["answer"], long["is_chosen"], long["rule"]) == ("registered", 1, "joined")
    assert long["asked_at"] is not None
    assert "10.5555/book.2026 is registered too" in long["because"]
    (found,) = store.db.query("SELECT kind, why FROM findings")
    assert found["kind"] == "doi_malformed"
    assert "is registered too; the record of this one agrees" in found["why"]


def test_the_shorter_name_counts_when_its_record_agrees(keep, settings, clock):
    store = keep(record_of([BOOK]))
    verify(store, settings, now=clock)
    (citation,) = store.citations()
    assert citation.doi == "10.5555/book.2026"
    assert asked(store) == {"10.5555/book.2026": 1}
    dotted = readings(store)[citation.mentions[0].printed, "10.5555/book.2026."]
    assert (dotted["answer"], dotted["asked_at"]) == ("not asked", None)


def test_asking_again_asks_nothing_and_chooses_the_same(keep, settings, clock):
    store = keep(record_of([BROKEN, BOOK, SPACED]))
    verify(store, settings, now=clock)
    before, questions = readings(store), asked(store)
    verify(store, settings, now=clock)
    rejudge(store, settings, now=clock)
    assert readings(store) == before
    assert asked(store) == questions


def test_a_choice_survives_a_replay(keep, settings, clock):
    """What was chosen is chosen again from the checks, without asking."""
    store = keep(record_of([BROKEN]))
    verify(store, settings, now=clock)
    chosen = store.mentions()[0]
    with store.unit():
        store.set_mention(chosen.id, chosen.candidates[0].value, chosen.candidates[0].rule)
    rejudge(store, settings, now=clock)
    assert store.mentions()[0].value == chosen.value == "10.5555/book.2026.012"


def test_one_question_serves_all_mentions(keep, settings, clock):
    store = keep(record_of([SPACED, SPACED.replace("- 010", "-010"), GLUED, MADE_UP]))
    verify(store, settings, now=clock)
    questions = asked(store)
    assert questions["10.1007/s00586-010-1374-1"] == 1
    assert questions["10.1371/journal.pone.0134192"] == 1
    assert questions["10.5555/never.registered"] == 2  # the second time past the cache
    because = {row["value"]: row["because"] for row in readings(store).values()}
    assert because["10.5555/never.registered"].startswith("None of its 2 readings is registered")


def test_a_registry_that_is_silent_leaves_the_reading(keep, settings, clock):
    store = keep(record_of([BROKEN]))
    away = replace(settings.services, doi_org="https://127.0.0.1:9")
    silent = replace(settings, services=away, attempts=1)
    verify(store, silent, now=clock)
    (row, *_) = readings(store).values()
    assert (row["answer"], row["is_chosen"]) == ("could not be asked", 1)
    assert "is not known" in row["because"]
