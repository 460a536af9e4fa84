"""References that are right in an unusual way, through a whole verification: none is accused."""
# ruff: noqa: E501 (a reference stands on one line)

from dataclasses import replace

import pytest

from pipelines.verification.engine import verify
from tests.pipelines.verification.conftest import PAGE_URL, record_of, row_of

TITLE = "The effect of cyclooxygenase-2 inhibition on analgesia and spinal fusion"
REUBEN = f"Reuben SS. {TITLE}. J Bone Joint Surg Am. 2005. doi: 10.2106/JBJS.D.02283"
LIU = "Liu L, Skinner M, McDonough S. Acupuncture for Low Back Pain: An Overview of Systematic Reviews. 2015;2015:328196. doi: {}"


def told(store, *kinds):
    """(kind, severity) of what is found, of some kinds or of all."""
    rows = store.db.query("SELECT kind, severity FROM findings ORDER BY kind")
    found = [(row["kind"], row["severity"]) for row in rows]
    return [one for one in found if one[0] in kinds] if kinds else found


RETRACTED = [
    (REUBEN, "error"),
    (f"Reuben SS. RETRACTED: {TITLE}. J Bone Joint Surg Am. 2005. doi: 10.2106/JBJS.D.02283", "notice"),
    (f"Reuben SS. {TITLE} [Retracted]. J Bone Joint Surg Am. 2005. doi: 10.2106/JBJS.D.02283", "notice"),
    (f"{REUBEN} (This article has been retracted.)", "notice"),
    (f"Reuben SS. {TITLE} (Zurückgezogen). J Bone Joint Surg Am. 2005. doi: 10.2106/JBJS.D.02283", "notice"),
    (f"Reuben SS. Retraction: {TITLE}. J Bone Joint Surg Am. 2009. doi: 10.2106/JBJS.D.02283", "notice"),
    (f"Do not rely on this retracted study: {REUBEN}", "notice"),
    (f"[RETRACTED] {REUBEN}: we keep it as a warning", "notice"),
    (f"{REUBEN} [article retracted]", "notice"),
    (f"{REUBEN}. Retraction in: J Bone Joint Surg Am. 2009;91:965.", "notice"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "severity"), RETRACTED)
def test_a_retracted_work_that_the_page_calls_so(printed, severity, keep, settings, clock):
    store = keep(record_of([printed]))
    verify(store, settings, now=clock)
    assert told(store, "work_retracted") == [("work_retracted", severity)]


ANOTHERS = [
    "Comment on: Madsen MV, Gøtzsche PC. Acupuncture treatment for pain. BMJ 2009. doi:10.1136/bmj.a3115. Reply by Smith J. BMJ 2009;338:b1234.",
    "Smith J. Reply to Madsen. BMJ 2009;338:b1234. In response to doi:10.1136/bmj.a3115",
    "Comment on: acupuncture in the daily press of last week, 2008. doi:10.1136/bmj.a3115",
    "Comment on: BMJ. 2009. doi:10.1136/bmj.a3115",
    "Cited in Koes BW. Low back pain guide. 2018; based on doi:10.1136/bmj.a3115 and doi:10.1155/2015/328196",
    "Editorial: Acupuncture under scrutiny. BMJ 2009;338:b9. Refers to doi:10.1136/bmj.a3115",
    "Madsen MV. Akupunktur als Schmerztherapie. Deutsche Zusammenfassung. 2010. Original: doi:10.1136/bmj.a3115",
    "Dunn KM, Croft PR. Classification of low back pain in primary care. Spine. 2005;30:1887–92. PMID: 16103861. See also doi:10.1136/bmj.a3115",
    "Schmidt J. Nadeln unter der Lupe. Dtsch Arztebl. 2010;107:12-5. Kommentar zu: BMJ 2009;338:a3115. doi:10.1136/bmj.a3115",
    # reports in the press, and books, about a study whose name they give
    "Boseley S. Needles do little for bad backs, researchers find. The Guardian. 2009 Jan 28. Study: doi:10.1136/bmj.a3115",
    "Deutsches Ärzteblatt online, 28. Januar 2009: Nadeln wirken kaum besser als Placebo (BMJ, doi: 10.1136/bmj.a3115)",
    "Ärzte Zeitung, 28.1.2009: Nadelstiche ohne Wirkung. doi:10.1136/bmj.a3115",
    "Taylor R. Life without needles. London: Short Books; 2020. Data from the Danish review (doi:10.1136/bmj.a3115).",
    "Smith J, Lee A. Backs after two years: results of a trial. Spine. 2011;36:344-55. (1-year results: doi:10.1136/bmj.a3115)",
]  # fmt: skip


@pytest.mark.parametrize("printed", ANOTHERS)
def test_a_name_that_the_reference_calls_another_works(printed, keep, settings, clock):
    store = keep(record_of([printed]))
    verify(store, settings, now=clock)
    assert told(store) == []
    (agreement,) = (
        row["agreement"] for row in store.db.query("SELECT agreement FROM bibliography")
    )
    assert agreement in ("no_citation", "partial", "agrees")


NEITHERS = [
    # no report of a day: one was read on it
    "Smith J, Lee A. Pills for stiff shoulders and elbows. 2012 (accessed 3 March 2025). doi:10.1155/2015/328196",
    f"Comment on: Reuben SS. {TITLE}. J Bone Joint Surg Am. 2005;87:536-42. doi:10.1155/2015/328196",
    f"Smith J. Pills and bones. Spine. 2006;1:2. Comment on: Reuben SS. {TITLE}. J Bone Joint Surg Am. 2005;87:536-42. doi:10.1155/2015/328196",
]  # fmt: skip


@pytest.mark.parametrize("printed", NEITHERS)
def test_a_name_of_neither_the_work_nor_the_other_one(printed, keep, settings, clock):
    store = keep(record_of([printed]))
    verify(store, settings, now=clock)
    assert [kind for kind, _ in told(store)] == ["wrong_work"]


WORDS_BEHIND = [
    # what stands behind "doi: ", and what the correction has for it (None = nothing is wrong)
    ("10.1155/2015/328196/ and https://doi.org/10.1155/2015/328196", None),
    ("10.1155/2015/328196/ or www.hindawi.com", None),
    ("10.1155/2015/328196/", None),
    ("10.1155/2015/ 328196", None),
    ("10.1155/2015/328196/ 12 pages", None),
    ("10.1155/2015/328196and others", "10.1155/2015/328196 and others"),
]


@pytest.mark.parametrize(("printed", "corrected"), WORDS_BEHIND)
def test_the_words_behind_a_name_stay(printed, corrected, keep, settings, clock):
    store = keep(record_of([LIU.format(printed)]))
    verify(store, settings, now=clock)
    if corrected is None:
        assert told(store) == []
    else:
        assert [kind for kind, _ in told(store)] == ["doi_malformed"]
        (row,) = store.db.query("SELECT corrected FROM suggestions")
        assert row["corrected"] == LIU.format(corrected)
    assert row_of(store, "10.1155/2015/328196")["registration"] == "registered"


def test_a_reading_that_is_not_meant_is_no_name_of_the_site(keep, settings, clock):
    """What was tried and refuted stands beside the mention, and is counted nowhere."""
    tried = "10.1155/2015/328196and"
    store = keep(record_of([LIU.format(f"{tried} others")]))
    assert row_of(store, tried)["registration"] == "unknown"
    for _ in range(2):
        summary = verify(store, settings, now=clock)
        names = [row["doi"] for row in store.db.query("SELECT doi FROM doi_status")]
        assert names == ["10.1155/2015/328196"]
        assert summary.dois_known == summary.dois_checked == len(names)
        readings = store.db.query("SELECT value FROM readings ORDER BY rank")
        assert [row["value"] for row in readings][:2] == [tried, "10.1155/2015/328196"]


def test_a_reading_that_another_place_means_stays(keep, settings, clock):
    here = "10.1155/2015/328196and"
    there = record_of([f"Lee A. Backs and necks in old age. 2015;12:1-9. doi: {here}"])
    store = keep(record_of([LIU.format(f"{here} others")]), replace(there, url=f"{PAGE_URL}l"))
    verify(store, settings, now=clock)
    names = {row["doi"] for row in store.db.query("SELECT doi FROM dois")}
    used = {row["value"] for row in store.db.query("SELECT value FROM mentions")}
    assert names == used


MIDDELKOOP = "van Middelkoop M, Rubinstein SM, Ostelo R, et al. Surgery versus conservative care for neck pain: a systematic review. Eur Spine J. 2013;22(1):87-95. doi:10.1007/s00586-012-2553-z"
SECOND_PLACES = [
    "Erratum in: Eur Spine J 2015;24(5):1200-1201.",
    "Comment in: Evid Based Med 2016;19(2):66.",
    "Corrected and republished in: Eur Spine J. 2018;27(3):700-9.",
    "Summary for patients in: Ann Intern Med. 2016;162(3):22-3.",
    "Dt. Ausgabe: Nackenschmerzen. Orthopäde 2016;45:100-9.",
    "Zitiert nach: Meyer K. Rücken. Berlin: Springer; 2019, S. 45.",
    "Commentaire dans : Rev Prat. 2017;67:100-2.",
    "[Published correction appears in Eur Spine J. 2016;25(1):337]",
]


@pytest.mark.parametrize("notice", SECOND_PLACES)
def test_the_place_of_a_correction_behind_a_right_reference(notice, keep, settings, clock):
    store = keep(record_of([f"{MIDDELKOOP}. {notice}"]))
    verify(store, settings, now=clock)
    assert told(store, "wrong_work", "doi_missing", "citation_differs") == []
    first, *_ = store.db.query("SELECT agreement FROM bibliography ORDER BY position")
    assert first["agreement"] == "agrees"


OWN_NAME_LATER = [
    # what stands before the work's own name: a comment's, a correction's, for whatever reason
    "(See also the comment by Aulisa AG et al., doi:10.1186/1748-7161-9-3.)",
    "[Correction: doi:10.1186/1748-7161-9-3]",
    "(Kommentar von Aulisa, doi:10.1186/1748-7161-9-3)",
    "(avec un commentaire d'Aulisa, https://doi.org/10.1186/1748-7161-9-3)",
    "Lay summary 10.1186/1748-7161-9-3;",
]


@pytest.mark.parametrize("before", OWN_NAME_LATER)
def test_another_name_before_the_works_own(before, keep, settings, clock):
    reference, _, name = MIDDELKOOP.rpartition(" ")
    store = keep(record_of([f"{reference} {before} {name}"]))
    verify(store, settings, now=clock)
    assert told(store) == []


def test_two_names_and_neither_agrees(keep, settings, clock):
    reference, _, _ = MIDDELKOOP.rpartition(" ")
    before = OWN_NAME_LATER[0]
    store = keep(record_of([f"{reference} {before} doi:10.1155/2015/328196"]))
    verify(store, settings, now=clock)
    assert "wrong_work" in [kind for kind, _ in told(store)]


def test_two_names_side_by_side_the_wrong_one_first(keep, settings, clock):
    """Nothing says what the first is for, and it is certainly another work's."""
    reference, _, name = MIDDELKOOP.rpartition(" ")
    store = keep(record_of([f"{reference} doi:10.1186/1748-7161-9-3. {name}"]))
    verify(store, settings, now=clock)
    assert [kind for kind, _ in told(store)] == ["doi_conflict"]
