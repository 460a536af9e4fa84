"""Verification runs from end to end: real HTTP against the replica's registries and publishers."""
# ruff: noqa: E501 (a reference stands on one line)

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest

from archive.keys import key
from archive.records import Link, Outcome
from pipelines.verification.engine import rejudge, verify
from tests.pipelines.verification.conftest import PAGE_URL, Clock, make_store, record_of

LIU = "Liu, L., Skinner M., McDonough,S., Mabire L., Baxter GD (2015)\nAcupuncture for Low Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. 2015; 2015: 328196. Published online 2015 Mar 4. doi: 10.1155/2015/32819"
MADSEN = "Madsen MV, Gotzsche PC, Hrobjartsson A. Acupuncture treatment for pain: systematic review of randomized clinical trials with acupuncture, placebo, acupuncture, and no acupuncture groups. BMJ. 2009;338:a3115"
HARA = "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854. doi: 10.1007/s00586-010-1374-1"
RICHMOND = "Richmond H, Hall AM, Copsey B, et al. The Effectiveness of Cognitive Behavioural Treatment for Non-Specific Low Back Pain: A Systematic Review and Meta-Analysis. PLoS One. 2015. doi: 10.1371/journal.pone.0134192"
LAMB = "Lamb SE, Hansen Z, Lall R, et al. Group cognitive behavioural treatment for low-back pain in primary care: a randomised controlled trial and cost-effectiveness analysis. Lancet. 2010;375(9718):916–923. doi: 10.1016/S0140-6736(09)62164-4"
RYANG = "Ryang YM, Pape H, Meyer B. Osteoporotische Wirbelkörperfrakturen. Neurochirurgie Scan. 2016;4(4):303–328. doi: 10.1055/s-0042-109629"
NITTA = "Nitta A. Prevalence of symptomatic lumbar spondylolysis in pediatric patients. Orthopedics. 2016;39:e434. doi: 10.3928/01477447-20160404-07"
ABEL = "Abel MF, Singla A, Feger MA, et al. Surgical treatment of Lenke 5 adolescent idiopathic scoliosis: comparison of anterior vs posterior approach. World J Orthop. 2016;7(9):553–560. doi: 10.5312/wjo.v7.i9.553"
CIRAK = "Çırak M, Çağlar Okur S. Does ultrasound-guided facet joint injection reduce pain and improve mobility in patients with failed back surgery syndrome? Jt Dis Relat Surg. 2020;31(3):564–570. doi: 10.5606/ehc.2020.75727"
NANDYALA = "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus rhBMP-2 in a Minimally Invasive Transforaminal Lumbar Interbody Fusion. Spine. 2014;39(3):185. doi: 10.1097/BRS.0000000000000106"
HIJACKED = "A study of therapy for backs. International Journal of Sports Physical Therapy. 2020;15(6):1119. doi: 10.26603/ijspt20201119"
WRONG = "Smith J, Jones P. Pellet guns and children: a review of injuries. Pediatrics. 1999;12(3):5-9. doi: 10.1007/s00586-009-0973-1"
JSTOR = "Somebody A. A paper on statistics. J Am Stat Assoc. 2000;95. doi: 10.2307/2669548"
WEISS = "Weiss HR, Kuru Çolak T, Lay M, Borysov M. Brace treatment for patients with scoliosis: State of the art. S Afr J Physiother. 2021;77(2):a1573. doi: 10.4102/sajp.v77i2.1573"
FRESH = "doi: 10.5555/fresh.2026.1"
NO_URL = "doi: 10.5555/nourl.2026.2"

REFERENCES = [
    LIU, MADSEN, HARA, RICHMOND, LAMB, RYANG, NITTA, ABEL, CIRAK, NANDYALA, HIJACKED, WRONG, JSTOR,
    WEISS, FRESH, NO_URL,
]  # fmt: skip
LINKS = [
    "https://www.example-charity.test/about",
    "https://gone.example-charity.test/leaflet",
    "https://moved.example-charity.test/about",
    "https://blocked.example-charity.test/",
    "https://parked.example-charity.test/",
    "https://soft404.example-charity.test/leaflets/back",
    "https://slow.example-charity.test/",
    "https://reset.example-charity.test/",
    "https://www.linkedin.com/company/spine",
    "https://doi.org/10.1007/s00586-010-1374-1",
    "http://10.0.0.1/router",
    "mailto:help@example-charity.test",
    Link(printed="http://[", url=None, problem="a bracket is not closed"),
    Link(
        printed="https://fonts.example-charity.test",
        url="https://fonts.example-charity.test/",
        element="link",
        rel="preconnect",
    ),
]


def dois(store):
    return {row["doi"]: row for row in store.db.query("SELECT * FROM dois")}


def links(store):
    return {row["url"]: row for row in store.db.query("SELECT * FROM links")}


def findings(store, state=("new", "open")):
    rows = store.db.query("SELECT * FROM findings")
    return {(row["kind"], row["subject"]): row for row in rows if row["state"] in state}


@pytest.fixture
def store(keep):
    return keep(record_of(REFERENCES, LINKS))


@pytest.fixture
def fresh(store, settings, clock):
    """Verified once, for tests that go on from there."""
    verify(store, settings, now=clock)
    return store


@pytest.fixture(scope="module")
def verified(settings, tmp_path_factory):
    """Verified once, for tests that only look."""
    path = tmp_path_factory.mktemp("verified") / "crawl.db"
    with make_store(path, record_of(REFERENCES, LINKS)) as store:
        store.summary = verify(store, settings, now=Clock())
        yield store


def test_the_four_questions_have_their_answers(verified):
    found = dois(verified)
    answers = {
        doi: (row["registration"], row["landing"], row["agreement"], row["notice"])
        for doi, row in found.items()
    }
    assert answers == {
        "10.1155/2015/32819": ("not_registered", "unknown", "no_metadata", "unknown"),
        "10.1007/s00586-010-1374-1": ("registered", "reached", "agrees", "none"),
        "10.1371/journal.pone.0134192": ("registered", "reached", "agrees", "none"),
        "10.1016/s0140-6736(09)62164-4": ("registered", "blocked", "agrees", "none"),
        "10.1055/s-0042-109629": ("unknown", "unknown", "no_metadata", "unknown"),
        "10.3928/01477447-20160404-07": ("registered", "gone", "agrees", "none"),
        "10.5312/wjo.v7.i9.553": ("registered", "moved", "agrees", "none"),
        "10.5606/ehc.2020.75727": ("registered", "reached", "agrees", "unknown"),
        "10.1097/brs.0000000000000106": ("registered", "reached", "agrees", "retracted"),
        "10.26603/ijspt20201119": ("registered", "hijacked", found["10.26603/ijspt20201119"]["agreement"], "none"),
        "10.1007/s00586-009-0973-1": ("registered", "reached", "differs", "none"),
        "10.2307/2669548": ("alias", "blocked", found["10.2307/2669548"]["agreement"], "none"),
        "10.4102/sajp.v77i2.1573": ("registered", "blocked", "agrees", "none"),
        "10.5555/fresh.2026.1": ("registered", "reached", "no_citation", "none"),
        "10.5555/nourl.2026.2": ("registered", "unknown", "no_citation", "none"),
    }  # fmt: skip
    assert found["10.2307/2669548"]["alias_of"] == "10.1080/01621459.2000.10473924"
    assert found["10.5606/ehc.2020.75727"]["agency"] == "mEDRA"
    assert found["10.1007/s00586-010-1374-1"]["container"] == "European Spine Journal"
    item = json.loads(found["10.1007/s00586-010-1374-1"]["csl_json"])
    assert (item["DOI"], item["container-title"]) == (item["id"], "European Spine Journal")
    assert found["10.1155/2015/32819"]["csl_json"] == "{}", "nothing is registered"


def test_links_have_their_verdicts(verified):
    assert {url: row["verdict"] for url, row in links(verified).items()} == {
        "https://www.example-charity.test/about": "ok",
        "https://gone.example-charity.test/leaflet": "gone",
        "https://moved.example-charity.test/about": "moved",
        "https://blocked.example-charity.test/": "blocked",
        "https://parked.example-charity.test/": "parked",
        "https://soft404.example-charity.test/leaflets/back": "soft_404",
        "https://slow.example-charity.test/": "ok",
        "https://reset.example-charity.test/": "unreachable",
        "https://www.linkedin.com/company/spine": "blocked",
        "https://doi.org/10.1007/s00586-010-1374-1": "ok",
        "http://10.0.0.1/router": "unsafe",
        "mailto:help@example-charity.test": "excluded",
        "https://fonts.example-charity.test/": "excluded",
    }


def test_what_is_wrong_is_found_and_nothing_else(verified):
    found = {
        (kind, subject): row["severity"] for (kind, subject), row in findings(verified).items()
    }
    assert found == {
        ("doi_not_registered", "10.1155/2015/32819"): "error",
        ("doi_missing", "10.1136/bmj.a3115"): "notice",
        ("doi_unverified", "10.1055/s-0042-109629"): "unknown",
        ("link_invalid", "http://10.0.0.1/router"): "warning",
        ("doi_landing_gone", "10.3928/01477447-20160404-07"): "warning",
        ("doi_no_landing", "10.5555/nourl.2026.2"): "notice",
        ("doi_landing_hijacked", "10.26603/ijspt20201119"): "error",
        ("work_retracted", "10.1097/brs.0000000000000106"): "error",
        ("wrong_work", "10.1007/s00586-009-0973-1"): "error",
        ("link_gone", "https://gone.example-charity.test/leaflet"): "error",
        ("link_moved", "https://moved.example-charity.test/about"): "notice",
        ("link_parked", "https://parked.example-charity.test/"): "error",
        ("link_soft_404", "https://soft404.example-charity.test/leaflets/back"): "warning",
        ("link_unreachable", "https://reset.example-charity.test/"): "warning",
        ("link_invalid", "http://["): "error",
    }


def suggestions(store, kind):
    return list(
        store.db.query(
            "SELECT suggestions.* FROM suggestions JOIN findings ON findings.id = finding_id "
            "WHERE kind = ? ORDER BY rank",
            [kind],
        )
    )


def test_a_truncated_name_is_completed_from_its_own_citation(verified):
    (suggestion,) = suggestions(verified, "doi_not_registered")
    assert suggestion["before"] == "10.1155/2015/32819"
    assert suggestion["after"] == "10.1155/2015/328196"
    assert suggestion["rule"] == "complete_from_citation"
    assert suggestion["is_safe"] == 1
    finding = findings(verified)["doi_not_registered", "10.1155/2015/32819"]
    assert finding["should_say"] == "10.1155/2015/328196"
    assert "asked twice" in finding["why"]


def test_a_missing_name_is_derived_asked_and_compared(verified):
    (suggestion,) = suggestions(verified, "doi_missing")
    assert (suggestion["after"], suggestion["is_safe"]) == ("10.1136/bmj.a3115", 1)
    assert "page" in suggestion["agreeing"]


def test_broken_links_get_an_address(verified):
    (gone,) = suggestions(verified, "link_gone")
    assert gone["after"].startswith("https://web.archive.org/web/2019")
    (moved,) = suggestions(verified, "link_moved")
    assert moved["after"] == "https://www.example-charity.test/about"


def test_the_sums_agree(verified):
    summary = verified.summary
    assert summary.outcome is Outcome.FINISHED
    assert summary.is_complete
    deferred, excluded = summary.dois_deferred.total(), summary.dois_excluded.total()
    assert summary.dois_known == summary.dois_checked + deferred + excluded == 15
    deferred, excluded = summary.links_deferred.total(), summary.links_excluded.total()
    assert summary.links_known == summary.links_checked + deferred + excluded == 13
    run = next(verified.db.query("SELECT * FROM runs WHERE command = 'verify'"))
    assert run["outcome"] == "finished"
    assert json.loads(run["counts_json"]) == summary.counts()


def test_every_finding_rests_on_checks_that_are_kept(verified):
    known = {row["id"] for row in verified.db.query("SELECT id FROM checks")}
    for (kind, _), row in findings(verified).items():
        checks = json.loads(row["checks_json"])
        assert set(checks) <= known
        if kind in ("doi_not_registered", "link_gone", "doi_landing_gone"):
            assert checks


def test_registries_are_asked_together_and_nobody_twice(store, settings, clock, replica):
    before = len(replica.hits)
    verify(store, settings, now=clock)
    hits = replica.hits[before:]
    asked = [hit for hit in hits if hit.host == "api.crossref.org"]
    slips = [hit for hit in asked if hit.path.count("doi:") > 40]
    assert len(slips) <= 3  # for the one name that nothing simpler repairs
    searches = [hit for hit in asked if "query.bibliographic" in hit.path]
    assert len(searches) <= 3  # for the references whose records do not tell
    others = len(asked) - len(slips) - len(searches)
    assert others <= 3  # one for the names on the page, one for each repair
    pages = Counter(
        (hit.host, hit.path) for hit in hits if hit.host.endswith("example-charity.test")
    )
    assert {url: n for url, n in pages.items() if n > 1 and "reset" not in url[0]} == {
        ("www.example-charity.test", "/about"): 2,  # once itself, once behind the redirect
    }
    landing = [hit for hit in hits if hit.host == "link.springer.com" and "1374" in hit.path]
    assert len(landing) == 2  # the handle's address and the redirect behind it


def test_a_second_run_asks_only_what_could_not_be_asked(fresh, settings, clock, replica):
    before = len(replica.hits)
    verify(fresh, settings, now=clock)
    asked = {(hit.host, hit.path) for hit in replica.hits[before:]}
    assert asked == {("doi.org", "/api/handles/10.1055/s-0042-109629")}
    assert {row["state"] for row in findings(fresh).values()} == {"open"}


def test_judging_again_asks_nobody_and_says_the_same(fresh, settings, clock, replica):
    told = (dois(fresh), links(fresh), {k: r["why"] for k, r in findings(fresh).items()})
    before = len(replica.hits)
    rejudge(fresh, settings, now=clock)
    assert len(replica.hits) == before
    again = (dois(fresh), links(fresh), {k: r["why"] for k, r in findings(fresh).items()})
    assert again == told


def test_a_run_that_leaves_links_out_takes_nothing_back(fresh, settings, clock):
    told = {url: row["verdict"] for url, row in links(fresh).items()}
    clock.moment += timedelta(days=60)
    summary = verify(fresh, replace(settings, probe_links=False), now=clock)
    assert {url: row["verdict"] for url, row in links(fresh).items()} == told
    assert {row["state"] for row in findings(fresh).values()} == {"open"}
    assert summary.links_checked == 0
    assert summary.links_deferred["the settings leave links out"] > 0


def test_what_is_mended_recovers(fresh, settings, clock):
    mended = [LIU.replace("10.1155/2015/32819", "10.1155/2015/328196"), *REFERENCES[1:]]
    run_id = fresh.begin_run("crawl", "sample", {})
    fresh.keep_page(run_id, record_of(mended, LINKS))
    verify(fresh, settings, now=clock)
    assert ("doi_not_registered", "10.1155/2015/32819") not in findings(fresh)
    assert ("doi_not_registered", "10.1155/2015/32819") in findings(fresh, ["recovered"])


def test_strikes_need_days(store, settings, clock):
    patient = replace(settings, strikes=3, strike_days=3)
    verify(store, patient, now=clock)
    link = links(store)["https://gone.example-charity.test/leaflet"]
    assert (link["verdict"], link["strikes"]) == ("unknown", 1)
    assert not [kind for kind, _ in findings(store) if kind in ("link_gone", "doi_landing_gone")]
    for _ in range(2):
        clock.moment += timedelta(days=7)
        verify(store, patient, now=clock)
    assert links(store)["https://gone.example-charity.test/leaflet"]["verdict"] == "gone"
    assert ("link_gone", "https://gone.example-charity.test/leaflet") in findings(store)
    assert ("doi_landing_gone", "10.3928/01477447-20160404-07") in findings(store)


def test_failures_that_crawls_met_are_counted_as_others_are(keep, settings, clock):
    url = "https://www.eurospinepatientline.test/en/silent.htm"
    store = keep(record_of([], [url]))
    sql = """INSERT INTO frontier
(url, request_url, host, state, reason, discovered_run_id, run_id) VALUES (?1, ?1, '', ?2, ?3, 1, 1)"""
    store.db.conn.execute(sql, (url, "failed", "reset"))
    verify(store, replace(settings, strikes=3, strike_days=3), now=clock)
    assert (links(store)[url]["verdict"], links(store)[url]["strikes"]) == ("unknown", 1)


SECOND_READINGS = [
    ("two slashes", "10.1007//s00586-010-1374-1", "10.1007/s00586-010-1374-1"),
    ("a lost tail", "10.1111/j.1399-0004.1978.tb01200.", "10.1111/j.1399-0004.1978.tb01200.x"),
]


@pytest.mark.parametrize(
    ("why", "printed", "doi"), SECOND_READINGS, ids=[r[0] for r in SECOND_READINGS]
)
def test_a_name_that_only_its_second_reading_makes_right(keep, settings, clock, why, printed, doi):
    store = keep(
        record_of([f"Somebody A. A title of some length. J. 2010;19:1849. doi: {printed}"])
    )
    verify(store, settings, now=clock)
    mention = next(store.db.query("SELECT * FROM mentions WHERE scheme = 'doi'"))
    assert mention["value"] == doi
    assert findings(store)["doi_malformed", doi]["should_say"] == doi
    asked = {row["subject"] for row in store.db.query("SELECT subject FROM checks")}
    assert printed.rstrip(".") in asked  # the first reading was asked, too


def test_interrupted_it_keeps_and_judges_what_was_answered(store, settings, clock):
    def interrupt(stage, done, total):
        if stage == "agency":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(store, settings, interrupt, now=clock)
    run = next(store.db.query("SELECT * FROM runs WHERE command = 'verify'"))
    assert run["outcome"] == "interrupted"
    assert dois(store)["10.1007/s00586-010-1374-1"]["registration"] == "registered"
    assert ("doi_not_registered", "10.1155/2015/32819") in findings(store)


class Killed(BaseException):
    """The end of a process, as far as the code inside it can tell."""


def kill(stage, done, total):
    raise Killed


def test_killed_after_every_batch_it_goes_on_and_asks_nothing_twice(
    store, settings, clock, replica
):
    before = len(replica.hits)
    for _ in range(15):
        with pytest.raises(Killed):
            verify(store, settings, kill, now=clock)
    verify(store, settings, now=clock)
    hits = replica.hits[before:]
    handles = Counter(hit.path for hit in hits if hit.path.startswith("/api/handles/"))
    failing = {"10.1055/s-0042-109629", "10.1371/journal.pone.0134192"}  # always, and once
    twice = {path.removeprefix("/api/handles/") for path, n in handles.items() if n > 1}
    assert twice <= failing
    assert len(handles) > 20
    assert ("doi_missing", "10.1136/bmj.a3115") in findings(store)


def test_links_that_are_well_are_judged_with_the_look_at_them(store, settings, clock):
    behind_the_pages = patch("pipelines.verification.engine.keep_own_checks", side_effect=Killed)
    with behind_the_pages, pytest.raises(Killed):
        verify(store, settings, now=clock)
    early = {url: row for url, row in links(store).items() if row["verdict"] == "ok"}
    assert early
    verify(store, settings, now=clock)
    late = links(store)
    assert {url: late[url] for url in early} == early
    assert {row["verdict"] for row in late.values()} > {"ok"}


def test_a_fault_in_a_rule_costs_no_check(store, settings, clock):
    faulty = patch("pipelines.verification.engine.keep_well", side_effect=Killed)
    with faulty, pytest.raises(Killed):
        verify(store, settings, now=clock)
    sql = "SELECT subject, count(*) AS times FROM checks WHERE question = 'link' GROUP BY 1"
    kept = {row["subject"]: row["times"] for row in store.db.query(sql)}
    assert set(kept.values()) == {1}


def test_the_page_that_prints_nothing_is_verified_in_peace(keep, settings, clock):
    store = keep(record_of())
    summary = verify(store, settings, now=clock)
    assert (summary.dois_known, summary.links_known, findings(store)) == (0, 0, {})


def test_the_id_of_the_page_leads_to_it(verified):
    assert {row["page_id"] for row in findings(verified).values()} == {key(PAGE_URL)}
