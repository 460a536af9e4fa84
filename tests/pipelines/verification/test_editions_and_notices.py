"""Newer editions, notices of registries and of Retraction Watch, and proposals of such works."""
# ruff: noqa: E501 (a reference stands on one line)

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.records import Block, BlockKind, PageKind, PageRecord
from pipelines.stages import refine
from pipelines.verification.engine import rejudge, verify
from tests.pipelines.verification.conftest import (
    PAGE_URL,
    SEEN_AT,
    asked,
    capture_id,
    found,
    record_of,
    row_of,
)

STACEY = "Stacey D. Decision aids for people facing health treatment or screening decisions. Cochrane Database Syst Rev. 2017;(4):CD001431. doi: 10.1002/14651858.CD001431.pub5"
NANDYALA = "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus rhBMP-2 in a Minimally Invasive Transforaminal Lumbar Interbody Fusion. Spine. 2014;39(3):185. doi: {}"
MADSEN = "Madsen MV, Gotzsche PC, Hrobjartsson A. Acupuncture treatment for pain: systematic review of randomized clinical trials with acupuncture, placebo, acupuncture, and no acupuncture groups. BMJ. 2009;338:a3115. doi: {}"
BMJ = "10.1136/bmj.a3115"
RETRACTED = "10.1097/brs.0000000000000106"
REVIEW = "10.1002/14651858.cd001431"


# --------------------------------------------------------------------------- newer editions


def test_a_newer_version_of_a_cochrane_review_is_named(keep, settings, clock, replica):
    store = keep(record_of([STACEY]))
    since = len(replica.hits)
    verify(store, settings, now=clock)
    row = row_of(store, f"{REVIEW}.pub5")
    assert (row["notice"], row["superseded_by"]) == ("superseded", f"{REVIEW}.pub6")
    finding = found(store, f"{REVIEW}.pub5")["work_changed"]
    assert finding["severity"] == "notice"
    assert finding["should_say"] == f"doi:{REVIEW}.pub6" or finding["should_say"].endswith(".pub6")
    assert "of 2024 takes its place" in finding["why"]
    handles = asked(replica, "doi.org", since)
    assert {path: n for path, n in handles.items() if "pub" in path and "RA" not in path} == {
        f"/api/handles/{REVIEW}.{version}": 1 for version in ("pub5", "pub6", "pub7")
    }
    since = len(replica.hits)
    clock.moment += timedelta(days=2)
    verify(store, settings, now=clock)
    assert not asked(replica, "doi.org", since)
    clock.moment += timedelta(days=31)  # it may have appeared in the meantime
    verify(store, settings, now=clock)
    assert asked(replica, "doi.org", since)[f"/api/handles/{REVIEW}.pub7"] == 1


REPLACED = [
    ("a preprint by its article", "10.5555/preprint.2026.6", "10.1155/2015/328196"),
    ("a data set by its next version", "10.5072/replica.data.v1", "10.5072/replica.data.v2"),
    ("the newest version by nothing", "10.5072/replica.data.v2", None),
]


@pytest.mark.parametrize(("why", "doi", "newer"), REPLACED, ids=[r[0] for r in REPLACED])
def test_what_takes_the_place_of_a_work(keep, settings, clock, why, doi, newer):
    store = keep(record_of([f"doi: {doi}"]))
    verify(store, settings, now=clock)
    row = row_of(store, doi)
    assert row["superseded_by"] == newer
    assert (row["notice"] == "superseded") is (newer is not None)
    if newer:
        (suggestion,) = store.db.query("SELECT before, after, rule, is_safe FROM suggestions")
        assert suggestion == {"before": doi, "after": newer, "rule": "newer_edition", "is_safe": 0}


# --------------------------------------------------------------------------- notices


def test_a_retraction_is_told_with_the_sentence_that_leans_on_the_work(keep, settings, clock):
    texts = [
        (BlockKind.HEADING, "Fusion"),
        (BlockKind.PARAGRAPH, "Bone grafts heal faster with this material [1]."),
        (BlockKind.HEADING, "References"),
        (BlockKind.ITEM, NANDYALA.format(RETRACTED)),
        (BlockKind.ITEM, MADSEN.format(BMJ)),
    ]
    numbers = iter("12")
    blocks = [
        Block(kind=kind, text=text, level=1, marker=next(numbers) if kind is BlockKind.ITEM else "")
        for kind, text in texts
    ]
    page = PageRecord(
        url=PAGE_URL,
        capture_id=capture_id(1),
        fetched_at=SEEN_AT,
        status=200,
        kind=PageKind.ARTICLE,
        title="Fusion",
        blocks=tuple(blocks),
    )
    store = keep(refine(page))
    verify(store, settings, now=clock)
    why = found(store, RETRACTED)["work_retracted"]["why"]
    assert "“Bone grafts heal faster with this material [1].”" in why
    assert "its publisher and Retraction Watch" in why


def test_the_notice_is_cited_instead_of_the_work(keep, settings, clock):
    notice = "10.5555/notice.retraction.brs-0000000000000106"
    store = keep(record_of([NANDYALA.format(notice)]))
    verify(store, settings, now=clock)
    told = found(store, notice)
    assert set(told) == {"work_retracted"}
    assert told["work_retracted"]["why"].startswith("This DOI name is not the work's")
    assert told["work_retracted"]["should_say"].lower().endswith(RETRACTED)


def test_a_reference_that_means_the_notice_is_right(keep, settings, clock):
    notice = "10.5555/notice.retraction.brs-0000000000000106"
    title = NANDYALA.format(notice).replace("Prospective,", "Retraction: Prospective,")
    store = keep(record_of([title]))
    verify(store, settings, now=clock)
    assert "work_retracted" not in found(store, notice)


def watching(settings, where):
    """Settings with Retraction Watch's list from a URL or a file."""
    return replace(settings, services=replace(settings.services, retraction_watch=where))


@pytest.fixture
def watched(settings, replica):
    """Settings with Retraction Watch's list, which a test may add to."""
    yield watching(settings, replica.overrides()["services"]["retraction_watch"])
    replica.state.notes.pop("retraction_watch", None)


def listings(store, doi):
    rows = store.db.query("SELECT * FROM checks WHERE question = 'notices' AND subject = ?", (doi,))
    return [json.loads(row["facts_json"])["notices"] for row in rows]


def test_what_only_retraction_watch_lists(keep, watched, clock, replica):
    cited = [MADSEN.format(BMJ), NANDYALA.format(RETRACTED), "doi: 10.5281/zenodo.2553043"]
    replica.state.notes["retraction_watch"] = [
        ("10.5281/Zenodo.2553043", "Expression of concern", "", "2026-01-03"),
        ("10.1000/uncited", "Retraction", "10.1000/r", "2026-01-02"),
    ]
    store = keep(record_of(cited))
    since = len(replica.hits)
    summary = verify(store, watched, now=clock)
    assert summary.lists == {"retraction_watch": "2026-01-03"}
    assert summary.questions["retraction_watch"] == 1
    assert summary.sentence().endswith("The list of Retraction Watch dates from 2026-01-03.")
    assert row_of(store, "10.5281/zenodo.2553043")["notice"] == "concern"
    assert row_of(store, BMJ)["notice"] == "none"
    assert listings(store, BMJ) == listings(store, "10.1000/uncited") == []
    assert len(listings(store, RETRACTED)) == 1
    notices = json.loads(row_of(store, RETRACTED)["notices_json"])
    assert [n[3] for n in notices if n[0] == "retraction"] == ["publisher+retraction-watch"]
    verify(store, watched, now=clock)
    assert asked(replica, "gitlab.com", since).total() == 1  # not due
    clock.moment += timedelta(days=8)
    verify(store, watched, now=clock)  # due, and unchanged: 304
    assert [hit.status for hit in replica.hits[since:] if hit.host == "gitlab.com"] == [200, 304]
    replica.state.notes["retraction_watch"] = []
    clock.moment += timedelta(days=8)
    verify(store, watched, now=clock)
    assert [len(rows) for rows in listings(store, "10.5281/zenodo.2553043")] == [1, 0]
    assert row_of(store, "10.5281/zenodo.2553043")["notice"] == "unknown"
    kept = row_of(store, RETRACTED)
    rejudge(store, watched, now=clock)
    assert row_of(store, RETRACTED) == kept


def test_the_article_of_a_preprint_that_only_retraction_watch_lists_is_not_proposed_unseen(
    keep, watched, clock, replica
):
    preprint, article = "10.5555/preprint.2026.6", "10.1155/2015/328196"
    retraction = (article, "Retraction", "10.1000/r", "2026-01-02")
    replica.state.notes["retraction_watch"] = [retraction]
    store = keep(record_of([f"doi: {preprint}"]))
    verify(store, watched, now=clock)
    assert [len(rows) for rows in listings(store, article)] == [1]
    finding = found(store, preprint)["work_changed"]
    assert f"Mind what {article} names: the work was retracted" in finding["why"]
    assert finding["severity"] == "warning"


def test_the_list_as_a_file_of_ones_own(keep, settings, clock, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature\n"
        f"3/4/2020 0:00,10.1000/r,{BMJ},Retraction\n"
    )
    store = keep(record_of([MADSEN.format(BMJ)]))
    summary = verify(store, watching(settings, str(path)), now=clock)
    assert summary.lists == {"retraction_watch": "2020-03-04"}
    assert row_of(store, BMJ)["notice"] == "retracted"
    assert str(tmp_path) not in json.dumps(list(store.db.query("SELECT url FROM checks")))
    summary = verify(store, watching(settings, "no.csv"), now=clock)
    assert "no.csv (setting services.retraction_watch) does not exist" in summary.sentence()
    assert not summary.is_complete
    assert row_of(store, BMJ)["notice"] == "retracted"


# --------------------------------------------------------------------------- what is proposed


def test_a_proposal_says_that_its_work_was_taken_back(keep, settings, clock):
    """A truncated name is completed, and the work that it then names was retracted."""
    quick = replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)
    store = keep(record_of([NANDYALA.format(RETRACTED[:-1])]))
    verify(store, quick, now=clock)
    [finding] = found(store, RETRACTED[:-1]).values()
    assert finding["kind"] == "doi_not_registered"
    assert f"Mind what {RETRACTED} names: the work was retracted" in finding["why"]
    [proposal] = store.db.query("SELECT * FROM suggestions")
    assert (proposal["after"], proposal["is_safe"]) == (RETRACTED, 0)


def test_a_retracted_work_that_only_its_words_name_is_told_and_not_that_its_name_is_missing(
    keep, settings, clock
):
    quick = replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)
    store = keep(record_of([NANDYALA.format("").removesuffix(" doi: ")]))
    verify(store, quick, now=clock)
    [(kind, finding)] = found(store, RETRACTED).items()
    assert (kind, finding["severity"]) == ("work_retracted", "error")
    assert f"prints no DOI name; its work is {RETRACTED}. The work was retracted" in finding["why"]
