"""From PMIDs, ISBNs, handles ... to DOI names and findings: real HTTP against the replica."""
# ruff: noqa: E501 (a reference stands on one line)

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.records import Question
from pipelines.services import ncbi
from pipelines.verification.engine import rejudge, verify
from tests.pipelines.verification.conftest import Clock, make_store, record_of

# Facts of the GROBID corpus; the DOI names are the right ones.
KOES = "Koes BW, van Tulder MW, Thomas S. Diagnosis and treatment of low back pain. BMJ. 2006;332:1430–1434."
DUNN = "Dunn KM, Croft PR. Classification of low back pain in primary care: using “bothersomeness” to identify the most severe cases. Spine. 2005;30:1887–1892."
MOSELEY = "Moseley GL, Hodges PW. Are the changes in postural control associated with low back pain caused by pain interference? Clin J Pain. 2005;21:323–329."
PEARSON = "Pearson AM, Ivancic PC, Ito S, Panjabi MM. Facet joint kinematics and injury mechanisms during simulated whiplash. Spine. 2004;29:390–397."
MADSEN = "Madsen MV, Gøtzsche PC, Hróbjartsson A. Acupuncture treatment for pain: systematic review of randomised clinical trials with acupuncture, placebo acupuncture, and no acupuncture groups. BMJ. 2009;338:a3115."
LAMB = "Lamb SE, Hansen Z, Lall R, et al. Group cognitive behavioural treatment for low-back pain in primary care: a randomised controlled trial and cost-effectiveness analysis. Lancet. 2010;375(9718):916–923."
GUIDES = "Rondinelli RD, Genovese E, Katz RT, et al. AMA Guides to the Evaluation of Permanent Impairment, 6th Edition. American Medical Association; 2008."

LIU = "Liu L, Skinner M, McDonough S, et al. Acupuncture for Low Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. 2015;2015:328196."

REFERENCES = [
    f"{KOES} doi: 10.1136/bmj.332.7555.1430 PMID: 16777886",  # all is right
    f"{DUNN} doi: 10.1097/01.brs.0000173900.46863.02 PMID: 15094535",  # another work's PMID
    f"{MOSELEY} PMID: 15951650",  # its DOI name exists
    f"{PEARSON} doi: 10.1136/bmj.332.7555.1430 PMID: 15094535",  # another work's DOI name
    "Muster A. A study that nobody can find. J Missing Stud. 2020;1:1–9. PMID: 15614469",
    f"{LAMB} PII: S0140673609621644",
    f"{GUIDES} ISBN 978-1-57947-888-9",
    "Muster B. A book about the back. Berlin: Verlag; 2001. ISBN 978-3-540-75286-9",
    "Muster C. A thesis about the spine. University; 2011. hdl:2027/spine.39015",
    "Muster D. Another thesis about the spine. University; 2012. hdl:2027/nowhere",
    f"{LIU} PMCID: PMC4364128",
    "Muster E. A preprint about spines. 2021. arXiv:2112.12582",
    "Somebody A. A paper on statistics. J Am Stat Assoc. 2000;95. https://www.jstor.org/stable/2669548",
]  # fmt: skip
LINKS = ["https://pubmed.ncbi.nlm.nih.gov/12345678/"]

CHAPTER = "Muster A, Beispiel B. Opening the canal from behind. In: Replicas of operations: a handbook. Replica Press; 2015. p. 77-91. doi: 10.5555/9780306406157.7"
SLEEP = "A study about sleep. 2015."
PAIRS = [
    # why, reference, what is told (None = nothing)
    ("a chapter and its book", f"{CHAPTER} ISBN 978-0-306-40615-7", None),
    ("in ten digits", f"{CHAPTER} ISBN 0-306-40615-2", None),
    ("a chapter and another book", f"{CHAPTER} ISBN 978-1-57947-888-9", ("isbn:9781579478889", "warning", "978-0-306-40615-7")),
    ("a book and its chapter", f"{GUIDES} doi: 10.1001/978-1-57947-888-9 ISBN 978-0-306-40615-7", ("isbn:9780306406157", "warning", "978-1-57947-888-9")),
    ("a book that Crossref does not know", f"{KOES} doi: 10.1136/bmj.332.7555.1430 ISBN 978-3-540-75286-8", None),
    ("a handle of the same article", f"{KOES} doi: 10.1136/bmj.332.7555.1430 hdl:2027/spine.39016", None),
    ("a handle of another article", f"{KOES} doi: 10.1136/bmj.332.7555.1430 hdl:2027/spine.39017", ("handle:2027/spine.39017", "error", "")),
    ("another article's DOI name", f"{PEARSON} doi: 10.1136/bmj.332.7555.1430 hdl:2027/spine.39017", ("handle:2027/spine.39017", "warning", "https://doi.org/10.1097/01.brs.0000090836.50508.f7")),
    ("a handle that leads to some page", f"{KOES} doi: 10.1136/bmj.332.7555.1430 hdl:2027/spine.39015", None),
    ("a shortDOI of another work", f"{KOES} doi: 10.1136/bmj.332.7555.1430 doi:10/rpl3115", ("handle:10/rpl3115", "error", "")),
    ("PubMed and PMC of two articles", f"{LIU} PMID: 15094535 PMCID: PMC4364128", ("pmid:15094535", "error", "")),
    ("PubMed and PMC, neither with a DOI", f"{SLEEP} PMID: 23456789 PMCID: PMC9000001", None),
    ("PubMed and PMC of one article", "A study of walking aids. 2015. PMID: 12345678 PMCID: PMC9000001", None),
    ("PubMed and JSTOR, of which nothing is known", f"{KOES} PMID: 16777886 https://www.jstor.org/stable/2669548", None),
    ("a PII and its own DOI name", f"{LAMB} doi: 10.1016/s0140-6736(09)62164-4 PII: S0140673609621644", None),
    ("a PII of another article", f"{KOES} doi: 10.1136/bmj.332.7555.1430 PII: S0140673609621644", ("pii:S0140673609621644", "error", "")),
    ("arXiv and the article, nothing known of the preprint", f"{KOES} doi: 10.1136/bmj.332.7555.1430 arXiv:2112.12582", None),
]  # fmt: skip


def identifiers(store):
    rows = store.db.query("SELECT * FROM identifiers")
    return {row["id"]: (row["existence"], row["doi"]) for row in rows}


def told(store, *kinds):
    """(kind, subject) -> finding, of the identifier kinds or those that are named."""
    kinds = kinds or ("identifier_unknown", "identifier_conflict")
    rows = store.db.query("SELECT * FROM findings WHERE state IN ('new', 'open')")
    return {(r["kind"], r["subject"]): r for r in rows if r["kind"] in kinds}


def asked_of(store, authority):
    sql = "SELECT DISTINCT url, asked_at FROM checks WHERE question = 'crosswalk' AND authority = ?"
    return [row["url"] for row in store.db.query(sql, [authority])]


@pytest.fixture(scope="module")
def quick(settings):
    return replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)


@pytest.fixture(scope="module")
def verified(quick, tmp_path_factory):
    """Verified once, for tests that only look."""
    path = tmp_path_factory.mktemp("crosswalk") / "crawl.db"
    with make_store(path, record_of(REFERENCES, LINKS)) as store:
        store.summary = verify(store, quick, now=Clock())
        yield store


def test_identifiers_lead_to_their_doi_names_or_to_their_own_check(verified):
    assert identifiers(verified) == {
        "pmid:16777886": ("known", "10.1136/bmj.332.7555.1430"),
        "pmid:15094535": ("known", "10.1097/01.brs.0000090836.50508.f7"),
        "pmid:15951650": ("known", "10.1097/01.ajp.0000131414.84596.99"),
        "pmid:15614469": ("unknown", None),  # said once only
        "pmid:12345678": ("known", None),
        "pii:S0140673609621644": ("known", "10.1016/s0140-6736(09)62164-4"),
        "isbn:9781579478889": ("known", "10.1001/978-1-57947-888-9"),
        "isbn:9783540752869": ("invalid", None),
        "handle:2027/spine.39015": ("known", None),
        "handle:2027/nowhere": ("absent", None),
        "pmcid:PMC4364128": ("known", "10.1155/2015/328196"),
        "arxiv:2112.12582": ("known", "10.48550/arxiv.2112.12582"),
        "jstor:2669548": ("known", "10.1080/01621459.2000.10473924"),
    }
    assert verified.summary.is_complete


def test_what_is_wrong_is_told_and_nothing_else(verified):
    assert set(told(verified)) == {
        ("identifier_conflict", "pmid:15094535"),
        ("identifier_unknown", "isbn:9783540752869"),
        ("identifier_unknown", "handle:2027/nowhere"),
    }


def test_a_pmid_of_another_work_than_the_doi_beside_it(verified):
    rows = list(
        verified.db.query("SELECT * FROM findings WHERE kind = 'identifier_conflict' ORDER BY says")
    )
    [wrong_pmid] = [row for row in rows if "number is the wrong one" in row["why"]]
    assert wrong_pmid["severity"] == "error"
    assert "Facet joint kinematics" in wrong_pmid["why"]
    assert "10.1097/01.brs.0000173900.46863.02" in wrong_pmid["why"]
    assert wrong_pmid["should_say"] == "16103861"
    [proposal] = verified.db.query(
        "SELECT * FROM suggestions WHERE finding_id = ?", [wrong_pmid["id"]]
    )
    assert proposal["rule"] == "identifier_of_the_work"
    assert proposal["corrected"].endswith("PMID: 16103861")
    [wrong_doi] = [row for row in rows if "DOI name is the wrong one" in row["why"]]
    assert wrong_doi["should_say"] == "https://doi.org/10.1097/01.brs.0000090836.50508.f7"
    assert len(rows) == 2


@pytest.fixture(scope="module")
def pairs(quick, tmp_path_factory):
    """Every reference of ``PAIRS`` on one page, verified once."""
    path = tmp_path_factory.mktemp("pairs") / "crawl.db"
    with make_store(path, record_of([printed for _, printed, _ in PAIRS])) as store:
        verify(store, quick, now=Clock())
        yield store


@pytest.mark.parametrize(("why", "printed", "expected"), PAIRS, ids=[row[0] for row in PAIRS])
def test_two_identifiers_of_one_reference(pairs, why, printed, expected):
    rows = pairs.db.query(
        "SELECT f.subject, f.severity, f.should_say FROM findings f JOIN bibliography b "
        "ON b.id = f.bibliography_id WHERE b.printed = ? AND f.kind LIKE 'identifier_%'",
        [printed],
    )
    assert [tuple(row.values()) for row in rows] == ([expected] if expected else [])


def test_a_pmid_leads_to_the_doi_that_the_reference_lacks(verified):
    [row] = verified.db.query(
        "SELECT * FROM findings JOIN suggestions ON finding_id = findings.id "
        "WHERE kind = 'doi_missing' AND subject = '10.1097/01.ajp.0000131414.84596.99'"
    )
    assert (row["rule"], row["is_safe"]) == ("pmid", 1)
    rules = verified.db.query(
        "SELECT subject, rule FROM findings JOIN suggestions ON finding_id = findings.id "
        "WHERE kind = 'doi_missing'"
    )
    found = {row["subject"]: row["rule"] for row in rules}
    assert found["10.1016/s0140-6736(09)62164-4"] == "pii"
    assert found["10.1155/2015/328196"] == "pmcid"


def test_a_pmid_leads_to_the_right_doi_where_another_works_is_printed(verified):
    [row] = verified.db.query(
        "SELECT * FROM findings JOIN suggestions ON finding_id = findings.id "
        "WHERE kind = 'wrong_work'"
    )
    assert (row["rule"], row["after"]) == ("pmid", "10.1097/01.brs.0000090836.50508.f7")


def test_a_pmcid_without_a_doi_name_leads_to_its_article_in_pubmed(keep, quick, clock):
    wrong = "Muster F, Muster G. A study of something else. J Missing Stud. 2019;3:5–9. PMCID: PMC9000001"
    right = "A study of walking aids. J Walking. 2015. PMCID: PMC9000001"
    store = keep(record_of([wrong, right]))
    verify(store, quick, now=clock)
    [row] = store.db.query("SELECT * FROM identifiers")
    assert (row["id"], row["existence"], row["doi"]) == ("pmcid:PMC9000001", "known", None)
    assert row["title"] == "A study of walking aids"
    assert "PubMed number 12345678" in row["reason"]
    assert len(asked_of(store, "ncbi")) == 2


def test_a_short_doi_is_a_doi(keep, quick, clock):
    store = keep(record_of([f"{MADSEN} doi:10/rpl3115", f"{LAMB} https://doi.org/10/zzzzz9"]))
    verify(store, quick, now=clock)
    assert identifiers(store) == {
        "handle:10/rpl3115": ("known", "10.1136/bmj.a3115"),
        "handle:10/zzzzz9": ("absent", None),
    }
    missing = [subject for _, subject in told(store, "doi_missing")]
    assert "10.1136/bmj.a3115" not in missing
    assert list(told(store)) == [("identifier_unknown", "handle:10/zzzzz9")]
    asked = store.db.query("SELECT DISTINCT authority FROM checks WHERE subject LIKE 'handle:10/%'")
    assert [row["authority"] for row in asked] == ["doi.org"]


NANDYALA = "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus rhBMP-2 in a Minimally Invasive Transforaminal Lumbar Interbody Fusion. Spine. 2014;39(3):185."
RETRACTED = "10.1097/brs.0000000000000106"
PREPRINT = (
    "Liu L. Acupuncture for Low Back Pain: An Overview of Systematic Reviews. Preprint. 2014."
)
TAKEN_BACK = [
    # why, references, links, (kind, subject, severity, what to print) in order
    ("retracted, without a DOI name", [f"{NANDYALA} hdl:2027/spine.39018"], [], ("work_retracted", RETRACTED, "error", "")),
    ("told at the DOI name beside it", [f"{NANDYALA} doi: {RETRACTED} hdl:2027/spine.39018"], [], ("work_retracted", RETRACTED, "error", "")),
    ("a link in the text", [], ["https://hdl.handle.net/2027/spine.39018"], ("work_retracted", RETRACTED, "error", "")),
    ("a preprint that has an article", [f"{PREPRINT} hdl:2027/spine.39019"], [], ("work_changed", "10.5555/preprint.2026.6", "notice", "https://doi.org/10.1155/2015/328196")),
    ("nothing is known against it", [f"{KOES} hdl:2027/spine.39016"], [], None),
    ("another work than the reference's", [f"{KOES} doi: 10.1136/bmj.332.7555.1430 hdl:2027/spine.39018"], [], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "references", "links", "expected"), TAKEN_BACK, ids=[row[0] for row in TAKEN_BACK]
)
def test_what_was_taken_back_is_told_where_no_doi_name_is_printed(
    keep, quick, clock, why, references, links, expected
):
    store = keep(record_of(references, links))
    verify(store, quick, now=clock)
    rows = store.db.query(
        "SELECT kind, subject, severity, should_say FROM findings WHERE kind LIKE 'work_%'"
    )
    assert [tuple(row.values()) for row in rows] == ([expected] if expected else [])


def test_many_are_asked_in_one_request(verified):
    # Five PMIDs, one PMCID; then the converter, a search and a summary for one that is wrong.
    assert len(asked_of(verified, "ncbi")) == 2 + 3
    assert len(asked_of(verified, "crossref")) == 2  # ISBNs, PIIs
    assert len(asked_of(verified, "hdl.handle.net")) == 3  # one of two handles was asked twice
    assert not any("example.org" in url for url in asked_of(verified, "ncbi"))


def test_a_pmid_that_does_not_exist_is_told_when_it_was_said_twice_days_apart(keep, quick, clock):
    store, patient = keep(record_of(REFERENCES[4:5])), replace(quick, strike_days=3)
    verify(store, patient, now=clock)
    assert told(store) == {}
    clock.moment += timedelta(days=1)
    verify(store, patient, now=clock)
    assert told(store) == {}
    clock.moment += timedelta(days=3)
    verify(store, patient, now=clock)
    [(key, row)] = told(store).items()
    assert key == ("identifier_unknown", "pmid:15614469")
    assert (row["severity"], row["says"]) == ("error", "15614469")
    assert len(store.checks_of("pmid:15614469", Question.CROSSWALK)) == 2


def test_a_link_to_an_article_that_pubmed_lacks_is_told_once(keep, settings, clock):
    store = keep(record_of((), ["https://pubmed.ncbi.nlm.nih.gov/15614469/"]))
    for _ in range(2):
        verify(store, settings, now=clock)
        clock.moment += timedelta(days=4)
    [link] = store.db.query("SELECT verdict FROM links")
    kinds = [
        row["kind"]
        for row in store.db.query("SELECT kind FROM findings WHERE state <> 'recovered'")
    ]
    assert link["verdict"] == "gone"
    assert kinds == ["identifier_unknown"]


def test_what_is_known_is_asked_again_after_months(keep, quick, clock):
    store = keep(record_of(REFERENCES[:1]))
    verify(store, quick, now=clock)
    clock.moment += timedelta(days=30)
    verify(store, quick, now=clock)
    assert len(asked_of(store, "ncbi")) == 1
    clock.moment += timedelta(days=60)
    verify(store, quick, now=clock)
    assert len(asked_of(store, "ncbi")) == 2


@pytest.mark.parametrize("outage", [{"ncbi_down": True}, {"lying": {"eutils.ncbi.nlm.nih.gov": "html"}}])  # fmt: skip
def test_an_outage_of_ncbi_changes_no_good_verdict_and_is_said(keep, replica, quick, clock, outage):
    store = keep(record_of(REFERENCES[:5]))
    before = verify(store, quick, now=clock)
    good, findings = identifiers(store), set(told(store))
    clock.moment += timedelta(days=100)
    replica.state.notes |= outage
    try:
        summary = verify(store, quick, now=clock)
    finally:
        for knob in outage:
            del replica.state.notes[knob]
    assert before.is_complete
    assert not summary.is_complete
    assert "PubMed" in summary.sentence()
    assert identifiers(store) == good
    assert set(told(store)) == findings


def test_first_outage_leaves_everything_unknown(keep, replica, quick, clock):
    store = keep(record_of(REFERENCES[:5]))
    replica.state.notes["ncbi_down"] = 503
    try:
        verify(store, quick, now=clock)
    finally:
        del replica.state.notes["ncbi_down"]
    assert {existence for existence, _ in identifiers(store).values()} == {"unknown"}
    assert told(store) == {}


KNOWS_NOTHING = [
    # who, what is printed, what is told when it knows numbers again
    ("eutils.ncbi.nlm.nih.gov", f"{MOSELEY} PMID: 15951650", []),
    ("eutils.ncbi.nlm.nih.gov", REFERENCES[4], ["pmid:15614469"]),
    ("pmc.ncbi.nlm.nih.gov", f"{LIU} PMCID: PMC4364128", []),
    ("pmc.ncbi.nlm.nih.gov", f"{LIU} PMCID: PMC9876543", ["pmcid:PMC9876543"]),
    ("hdl.handle.net", REFERENCES[8], []),
    ("hdl.handle.net", REFERENCES[9], ["handle:2027/nowhere"]),
    ("doi.org", f"{MADSEN} doi:10/rpl3115", []),
    ("doi.org", f"{LAMB} https://doi.org/10/zzzzz9", ["handle:10/zzzzz9"]),
]  # fmt: skip


@pytest.mark.parametrize(("host", "printed", "wrong"), KNOWS_NOTHING)
def test_who_knows_nothing_accuses_no_identifier(keep, replica, quick, clock, host, printed, wrong):
    """A proxy or a mirror says "there is none" of every number, days apart and past the cache."""
    store = keep(record_of([printed]))
    replica.state.notes["lying"] = {host: "knows_nothing"}
    try:
        for _ in range(3):
            assert not verify(store, quick, now=clock).is_complete
            assert told(store, "identifier_unknown") == {}
            clock.moment += timedelta(days=7)
    finally:
        del replica.state.notes["lying"]
    for _ in range(2):
        assert verify(store, quick, now=clock).is_complete
        clock.moment += timedelta(days=7)
    assert [subject for _, subject in told(store, "identifier_unknown")] == wrong


OF_MIRRORS = [
    # the control number, what is printed, what is told
    ("CONTROL_PMID", [f"{MOSELEY} PMID: 15951650", REFERENCES[4]], ["pmid:15614469"]),
    ("CONTROL_PMCID", [f"{LIU} PMCID: PMC4364128", f"{LIU} PMCID: PMC9876543"], ["pmcid:PMC9876543"]),
]  # fmt: skip


@pytest.mark.parametrize(("control", "printed", "wrong"), OF_MIRRORS)
def test_what_a_mirror_knew_before_vouches_for_it(
    keep, replica, quick, clock, monkeypatch, control, printed, wrong
):
    """It lacks the article that is there for certain, and is asked only about absent ones later."""
    monkeypatch.setattr(ncbi, control, {"CONTROL_PMID": "7", "CONTROL_PMCID": "PMC7"}[control])
    store = keep(record_of(printed))
    for _ in range(2):
        assert verify(store, quick, now=clock).is_complete
        clock.moment += timedelta(days=7)
    assert [subject for _, subject in told(store, "identifier_unknown")] == wrong


def test_judging_again_asks_nobody_and_finds_the_same(verified, quick):
    before, findings = identifiers(verified), set(told(verified))
    asked = verified.db.execute("SELECT count(*) FROM checks").fetchone()
    rejudge(verified, quick, now=Clock())
    assert identifiers(verified) == before
    assert set(told(verified)) == findings
    assert verified.db.execute("SELECT count(*) FROM checks").fetchone() == asked


def test_one_question_serves_all_pages(keep, quick, clock):
    other = record_of(REFERENCES[:3], url="https://www.eurospinepatientline.test/b.htm", capture=2)
    store = keep(record_of(REFERENCES[:3]), other)
    verify(store, quick, now=clock)
    assert len(asked_of(store, "ncbi")) == 1 + 3  # the right number for one that is wrong
    kinds = Counter(r["kind"] for r in store.db.query("SELECT kind FROM findings"))
    assert kinds["identifier_conflict"] == 2  # one a page
