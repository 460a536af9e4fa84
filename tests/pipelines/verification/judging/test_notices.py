"""Notices of all sources, merged; titles that say it; works that were reinstated or replaced."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from archive.records import Notice, Work
from pipelines.verification.judging.notices import (
    is_notice,
    is_retraction,
    judge_notice,
    mark_of,
    merge,
    speaks_of_notice,
)

DOI = "10.1136/bmj.a3115"


def noted(*kinds, agency="Crossref", title="A title"):
    rows = tuple((kind, f"10.1/n{n}", "2020-01-01", "publisher") for n, kind in enumerate(kinds))
    return Work(doi=DOI, agency=agency, title=title, notices=rows)


NOTICES = [
    ("no record", None, Notice.UNKNOWN),
    ("nothing", noted(), Notice.NONE),
    ("retracted", noted("retraction"), Notice.RETRACTED),
    ("the most serious one counts", noted("correction", "retraction", "expression_of_concern"), Notice.RETRACTED),
    ("withdrawn", noted("withdrawal"), Notice.WITHDRAWN),
    ("removed", noted("removal"), Notice.WITHDRAWN),
    ("questioned", noted("expression_of_concern", "erratum"), Notice.CONCERN),
    ("corrected", noted("corrigendum"), Notice.CORRECTED),
    ("a new version elsewhere", noted("new_version"), Notice.SUPERSEDED),
    ("a kind nobody knows", noted("celebration"), Notice.NONE),
    ("the title says it", noted(title="RETRACTED: A title"), Notice.RETRACTED),
    ("an agency that registers none", noted(agency="DataCite"), Notice.UNKNOWN),
    ("the title says it, at any agency", noted(agency="DataCite", title="WITHDRAWN: A title"), Notice.WITHDRAWN),
]  # fmt: skip


@pytest.mark.parametrize(("why", "work", "value"), NOTICES, ids=[r[0] for r in NOTICES])
def test_notice(why, work, value):
    assert judge_notice(work).value is value


TITLES = [
    ("RETRACTED: Backs", Notice.RETRACTED),
    ("Retracted: Backs", Notice.RETRACTED),
    ("RETRACTED ARTICLE: Backs", Notice.RETRACTED),
    ("Retracted Chapter: Backs", Notice.RETRACTED),
    ("[RETRACTED] Backs", Notice.RETRACTED),
    ("[Retracted Article] Backs", Notice.RETRACTED),
    ("(Retracted) Backs", Notice.RETRACTED),
    ("[RETRACTED ARTICLE]: Backs", Notice.RETRACTED),
    ("RETRACTED—Backs", Notice.RETRACTED),
    ("RETRACTED -- Backs", Notice.RETRACTED),
    ("Article Retracted: Backs", Notice.RETRACTED),
    ("Backs of the young (Retracted)", Notice.RETRACTED),
    ("Backs of the young [Retracted Article]", Notice.RETRACTED),
    ("Backs (Retracted article. See vol. 39, p. 1265, 2014)", Notice.RETRACTED),
    ("WITHDRAWN: Backs", Notice.WITHDRAWN),
    ("Withdrawn: Backs", Notice.WITHDRAWN),
    ("Article Withdrawn: Backs", Notice.WITHDRAWN),
    ("REMOVED: Backs", Notice.WITHDRAWN),
    ("TEMPORARY REMOVAL: Backs", Notice.WITHDRAWN),
    ("Retracted tongue: a case report", None),
    ("Retracted science and the retraction index", None),
    ("Retracted articles: a study of 300", None),
    ("Backs that withdrawn patients have", None),
    ("Teeth (removed) and backs", None),
    ("Retraction notice to “Backs”", None),
    ("Retraction: Backs", None),
    ("RETRACTED:", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "notice"), TITLES, ids=[r[0] for r in TITLES])
def test_marks_of_titles(title, notice):
    assert mark_of(title) is notice


NOTICE_TITLES = [
    # title, is it a notice, does it take its work back
    ("Retraction: Backs", True, True),
    ("Retraction notice to “Backs”", True, True),
    ("Retraction Note: Backs", True, True),
    ("Retraction Note to: Backs", True, True),
    ("Notice of Retraction: Backs", True, True),
    ("Correction to: Backs", True, False),
    ("Author Correction: Backs", True, False),
    ("Publisher’s Correction: Backs", True, False),
    ("Erratum: Backs", True, False),
    ("Erratum to “Backs”", True, False),
    ("Corrigendum to: Backs", True, False),
    ("Expression of Concern: Backs", True, False),
    ("Correction of scoliosis: a study", False, False),
    ("Correction of deformity in adults", False, False),
    ("Retraction of the soft palate in snorers", False, False),
    ("Concerns of patients: a survey", False, False),
]


@pytest.mark.parametrize(
    ("title", "is_one", "takes_back"), NOTICE_TITLES, ids=[r[0] for r in NOTICE_TITLES]
)
def test_titles_of_notices(title, is_one, takes_back):
    work = Work(doi=DOI, agency="Crossref", title=title)
    assert (is_notice(work), is_retraction(work)) == (is_one, takes_back)


def test_a_record_that_says_that_it_is_a_notice():
    assert is_notice(Work(doi=DOI, agency="Crossref", title="Backs", is_notice_of=("10.1/a",)))


@pytest.mark.parametrize(
    ("printed", "speaks"),
    [
        ("Correction to: Backs. Spine 2009", True),
        ("Lee A. Backs [retracted]. Spine 2009", True),
        ("Lee A. Backs. Spine 2009 (Erratum in Spine 2010)", True),
        ("Lee A. Backs. Spine 2009;3:1-9", False),
        ("Lee A. Backs. Spine 2009;3:1-9. doi: 10.1000/notice.retraction.1", False),
    ],
)
def test_references_that_mean_the_notice(printed, speaks):
    assert speaks_of_notice(printed) is speaks


def row(kind="retraction", doi="10.1/n", day="2020-01-05", source="publisher"):
    return kind, doi, day, source


WATCH = "retraction-watch"
MERGED = [
    ("one", [row()], [row()]),
    ("both sources of one notice", [row(), row(source=WATCH, day="2020-01-02")], [row(day="2020-01-02", source=f"publisher+{WATCH}")]),
    ("one that names no notice", [row(doi="", source=WATCH), row()], [row(source=f"publisher+{WATCH}")]),
    ("told twice by one", [row(source=f"publisher+{WATCH}"), row(source=WATCH)], [row(source=f"publisher+{WATCH}")]),
    ("two notices of one kind", [row("correction"), row("correction", "10.1/m")], [row("correction", "10.1/m"), row("correction")]),
    ("two kinds", [row(day="2021"), row("correction", day="2019")], [row("correction", day="2019"), row(day="2021")]),
    ("a day that only one knows", [row(day=""), row(source=WATCH)], [row(source=f"publisher+{WATCH}")]),
    ("none", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rows", "merged"), MERGED, ids=[r[0] for r in MERGED])
def test_sources_are_merged(why, rows, merged):
    assert merge(rows) == tuple(merged)


def test_what_only_retraction_watch_knows_counts_at_every_agency():
    listed = [row(source=WATCH)]
    for work in (None, noted(), noted(agency="DataCite")):
        verdict = judge_notice(work, listed=listed)
        assert verdict.value is Notice.RETRACTED
        assert verdict.reason.endswith("(Retraction Watch).")
        assert verdict.rows == tuple(listed)


REINSTATED = [
    ("after its retraction", "2021-01-01", Notice.NONE),
    ("before another retraction", "2019-01-01", Notice.RETRACTED),
    ("nobody knows when", "", Notice.RETRACTED),
]


@pytest.mark.parametrize(("why", "day", "value"), REINSTATED, ids=[r[0] for r in REINSTATED])
def test_a_work_that_was_reinstated(why, day, value):
    listed = [row(), row("reinstatement", "10.1/r", day, WATCH)]
    verdict = judge_notice(noted(), listed=listed)
    assert verdict.value is value
    assert ("reinstated on 2021-01-01" in verdict.reason) is (value is Notice.NONE)


def test_a_newer_version_is_named_with_its_year_and_mark():
    newer = Work(doi="10.1/b", agency="Crossref", title="WITHDRAWN: Backs", year=2024)
    verdict = judge_notice(noted(), newer="10.1/b", newer_work=newer)
    assert (verdict.value, verdict.superseded_by) == (Notice.SUPERSEDED, "10.1/b")
    assert "10.1/b of 2024 takes its place, titled “WITHDRAWN: Backs”" in verdict.reason


def test_a_retraction_is_graver_than_a_newer_version():
    verdict = judge_notice(noted("retraction"), newer="10.1/b")
    assert (verdict.value, verdict.superseded_by) == (Notice.RETRACTED, "10.1/b")


@pytest.mark.parametrize(
    ("was_found", "agency", "said"),
    [
        (None, "", "Not asked yet."),
        (False, "Crossref", "Crossref gives out no record of it."),
        (None, "KISTI", "KISTI gives out no metadata."),
    ],
)
def test_why_nothing_is_known(was_found, agency, said):
    assert judge_notice(None, was_found, agency=agency).reason == said
