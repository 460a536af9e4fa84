"""The life of findings from run to run, and waivers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from archive.evidence.findings import fingerprint
from archive.evidence.waivers import Waiver, WaiverError, read_waivers
from archive.frontier import FrontierTable, NewUrl
from archive.keys import key
from archive.moments import moment_text
from archive.records import Finding, FindingKind, FrontierState, Severity, Suggestion
from archive.reports.build import build
from archive.store import Store
from tests.archive import tiny

BAD = "10.1155/2015/32819"
URL = "https://dead.test/x"
PAGE = tiny.page(
    "/a",
    "See the leaflet.",
    references=(tiny.reference(1, "Liu (2015) doi: " + BAD, heading="Sources"),),
    mentions=(tiny.doi(1, BAD, "10.1155/2015/328196", reference=1, context="Liu says so."),),
    links=(tiny.link(URL, "leaflet"),),
)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        opened.begin_run("crawl", "site", {})
        tiny.keep(opened, 1, PAGE)
        opened.set_doi(BAD, tiny.at(0), registration="not_registered", landing="gone")
        opened.set_links({key(URL): {"verdict": "gone"}})
        yield opened


def bad_doi(store: Store) -> Finding:
    """The finding of the truncated DOI, at its place."""
    (mention,) = (m for m in store.mentions() if m.value == BAD)
    return Finding(
        kind=FindingKind.DOI_NOT_REGISTERED,
        severity=Severity.ERROR,
        page_id=mention.page_id,
        subject=BAD,
        says=mention.printed,
        should_say="10.1155/2015/328196",
        why="doi.org does not know it.",
        reference_id=mention.reference_id,
        mention_id=mention.id,
        checks=(1, 2),
        suggestions=(
            Suggestion(before=BAD, after="10.1155/2015/328196", rule="complete", score=0.9),
        ),
    )


def dead_link(store: Store) -> Finding:
    """The finding of the dead link."""
    (place,) = store.places_of(key(URL))
    return Finding(
        kind=FindingKind.LINK_GONE,
        severity=Severity.WARNING,
        page_id=place.page_id,
        subject=URL,
        says=URL,
        link_mention_id=place.id,
    )


def verify(store: Store, day: int, *found: Finding, undecided: tuple[str, ...] = ()) -> int:
    """One verification run that finds these."""
    run = store.begin_run("verify", "site", {})
    store.keep_findings(run, found, tiny.at(day), undecided)
    return run


def states(store: Store) -> list[tuple]:
    """(kind, state) of all findings."""
    return tiny.rows(store, "SELECT kind, state FROM findings ORDER BY kind")


def test_new_finding_is_kept_with_its_surroundings(store: Store) -> None:
    run = verify(store, 1, bad_doi(store))
    (row,) = store.db.table("findings").rows
    assert (row["state"], row["first_run_id"], row["last_run_id"]) == ("new", run, run)
    assert (row["heading"], row["context"]) == ("Sources", "Liu says so.")
    assert row["checks_json"] == "[1,2]"
    (suggestion,) = store.db.table("suggestions").rows
    assert (suggestion["rank"], suggestion["after"]) == (1, "10.1155/2015/328196")


MISSED = [
    ("in one crawl", [(7, 404)], 3, "open"),
    ("in two on one day", [(7, 404), (7, 404)], 3, "open"),
    ("in two crawls, days apart", [(7, 404), (14, 404)], 3, "recovered"),
    ("one failure is enough for this profile", [(7, 404)], 0, "recovered"),
    ("taken away on purpose", [(7, 410)], 3, "recovered"),
]


@pytest.mark.parametrize(("why", "crawls", "days", "state"), MISSED, ids=[r[0] for r in MISSED])
def test_what_stood_on_a_page_that_may_be_back_tomorrow_stays_as_it_was(
    store: Store, why: str, crawls: list[tuple[int, int]], days: int, state: str
) -> None:
    verify(store, 1, bad_doi(store))
    run = store.begin_run("crawl", "site", {})
    with store.unit():
        for day, status in crawls:
            missing = replace(tiny.capture(PAGE.url, day, status), id=str(uuid4()))
            store.keep_capture(run, missing)
        in_frontier(store, run, "fetched", "not_found")
    store.settle(run, {"www.site.test"})
    assert tiny.rows(store, "SELECT gone_since_at FROM pages") == [(moment_text(tiny.at(7)),)]
    last = store.begin_run("verify", "site", {})
    store.keep_findings(last, [], tiny.at(15), patience_days=days)
    assert tiny.rows(store, "SELECT state FROM findings") == [(state,)]


def test_what_became_a_failure_of_another_kind_was_not_mended(store: Store) -> None:
    slip = replace(dead_link(store), kind=FindingKind.LINK_INVALID)
    told = "SELECT state, closed_at IS NULL, returns FROM findings ORDER BY kind"
    verify(store, 1, slip)
    verify(store, 8, dead_link(store))
    assert tiny.rows(store, told) == [("new", 1, 0), ("recovered", 1, 0)]
    report = build(store)
    assert [(item.kind, item.change) for item in report.items] == [("link_gone", "new")]
    verify(store, 15, slip)  # the link works again, and is still not written as meant
    assert tiny.rows(store, told) == [("recovered", 0, 0), ("new", 1, 0)]
    verify(store, 22, dead_link(store))
    assert tiny.rows(store, told) == [("new", 1, 1), ("recovered", 1, 0)]


WELL = [
    ("the link works now", FindingKind.LINK_GONE, "ok", "recovered"),
    ("it has a new address", FindingKind.LINK_UNREACHABLE, "moved", "recovered"),
    ("it is still gone", FindingKind.LINK_GONE, "gone", "open"),
    ("what is wrong is the print", FindingKind.LINK_INVALID, "ok", "open"),
    ("what is wrong is the place", FindingKind.FRAGMENT_MISSING, "ok", "open"),
]


@pytest.mark.parametrize(("why", "kind", "verdict", "state"), WELL, ids=[r[0] for r in WELL])
def test_a_link_that_works_now_needs_no_page_to_be_read_again(
    store: Store, why: str, kind: FindingKind, verdict: str, state: str
) -> None:
    verify(store, 1, replace(dead_link(store), kind=kind))
    run = store.begin_run("crawl", "site", {})
    with store.unit():
        store.keep_capture(run, tiny.capture(PAGE.url, 7, 404))
        in_frontier(store, run, "fetched", "not_found")
    store.settle(run, {"www.site.test"})
    store.set_links({key(URL): {"verdict": verdict}})
    last = store.begin_run("verify", "site", {})
    store.keep_findings(last, [], tiny.at(8), patience_days=3)
    assert tiny.rows(store, "SELECT state FROM findings") == [(state,)]


def in_frontier(store: Store, run: int, state: str, reason: str) -> None:
    """What the latest crawl did with the page."""
    table, new = FrontierTable(store.db), NewUrl(url=PAGE.url, request_url=PAGE.url, host="a.test")
    table.add(run, [new])
    table.finish(1, FrontierState(state), reason)


ASKED = [
    ("no answer this time", ("failed", "timeout"), "open"),
    ("the host is busy", ("skipped", "host_parked"), "open"),
    ("no robots.txt at present", ("skipped", "robots_unreachable"), "open"),
    ("excluded since", ("skipped", "excluded"), "recovered"),
    ("forbidden since", ("skipped", "robots"), "recovered"),
    ("beyond the limit", ("skipped", "page_limit"), "open"),
    ("imported: never asked", None, "recovered"),
]


@pytest.mark.parametrize(("why", "outcome", "state"), ASKED, ids=[r[0] for r in ASKED])
def test_a_page_that_is_asked_no_more_is_not_waited_for(
    store: Store, why: str, outcome: tuple[str, str] | None, state: str
) -> None:
    verify(store, 1, bad_doi(store))
    run = store.begin_run("crawl", "site", {})
    with store.unit():
        store.keep_capture(run, replace(tiny.capture(PAGE.url, 7, 404), id=str(uuid4())))
        if outcome is not None:
            in_frontier(store, run, *outcome)
    store.settle(run, {"www.site.test"})
    last = store.begin_run("verify", "site", {})
    store.keep_findings(last, [], tiny.at(30), patience_days=3)
    assert tiny.rows(store, "SELECT state FROM findings") == [(state,)]


@pytest.mark.parametrize(
    ("why", "days", "state", "since", "returns"),
    [
        ("first run", [True], "new", 1, 0),
        ("seen again", [True, True], "open", 1, 0),
        ("not seen any more", [True, False], "recovered", 1, 0),
        ("stays recovered", [True, False, False], "recovered", 1, 0),
        ("came back", [True, False, True], "new", 3, 1),
        ("came back and stayed", [True, False, True, True], "open", 3, 1),
        ("came back twice", [True, False, True, False, True], "new", 5, 2),
    ],
)
def test_life(
    store: Store, why: str, days: list[bool], state: str, since: int, returns: int
) -> None:
    for day, is_found in enumerate(days, 1):
        verify(store, day, *([bad_doi(store)] if is_found else []))
    (row,) = store.db.table("findings").rows
    assert (row["state"], row["returns"]) == (state, returns), why
    assert row["first_seen_at"] == f"2026-03-0{1 + since}T12:00:00.000Z"
    assert (row["closed_at"] is not None) == (state == "recovered")


def test_the_same_run_twice_is_still_new(store: Store) -> None:
    run = verify(store, 1, bad_doi(store))
    store.keep_findings(run, [bad_doi(store)], tiny.at(1))
    assert states(store) == [("doi_not_registered", "new")]


@pytest.mark.parametrize(
    ("why", "columns", "undecided", "state"),
    [
        ("registered now", {"registration": "registered"}, (), "recovered"),
        ("doi.org was down", {"registration": "unknown"}, (), "open"),
        ("the engine says so", {"registration": "not_registered"}, (BAD,), "open"),
        ("another answer is open", {"notice": "unknown", "landing": "unknown"}, (), "recovered"),
    ],
)
def test_unknown_is_not_recovered(
    store: Store, why: str, columns: dict[str, str], undecided: tuple[str, ...], state: str
) -> None:
    verify(store, 1, bad_doi(store))
    store.set_doi(BAD, tiny.at(2), **columns)
    verify(store, 2, undecided=undecided)
    assert states(store) == [("doi_not_registered", state)], why


@pytest.mark.parametrize(
    ("verdict", "state"),
    [("ok", "recovered"), ("unknown", "open"), ("blocked", "open"), ("moved", "recovered")],
)
def test_blocked_link_is_not_recovered(store: Store, verdict: str, state: str) -> None:
    verify(store, 1, dead_link(store))
    store.set_links({key(URL): {"verdict": verdict}})
    verify(store, 2)
    assert states(store) == [("link_gone", state)]


def test_what_is_not_printed_any_more_has_recovered_even_if_unknown(store: Store) -> None:
    verify(store, 1, bad_doi(store), dead_link(store))
    store.set_doi(BAD, tiny.at(2), registration="unknown")
    store.set_links({key(URL): {"verdict": "unknown"}})
    better = replace(PAGE, references=(), mentions=(), links=(), fetched_at=tiny.at(2))
    tiny.keep(store, 1, replace(better, capture_id="c2"))
    verify(store, 2)
    assert states(store) == [("doi_not_registered", "recovered"), ("link_gone", "recovered")]
    sql = "SELECT count(*) FROM findings WHERE mention_id IS NULL AND link_mention_id IS NULL"
    assert tiny.rows(store, sql) == [(2,)]


def test_findings_on_a_page_that_is_gone_have_recovered(store: Store) -> None:
    verify(store, 1, bad_doi(store))
    store.keep_capture(1, tiny.capture(PAGE.url, 2, 404))
    store.settle(1, tiny.HOSTS)
    store.set_doi(BAD, tiny.at(2), registration="unknown")
    assert store.mentions() == []
    verify(store, 2)
    assert states(store) == [("doi_not_registered", "recovered")]


def test_mending_the_rest_of_the_reference_keeps_the_finding(store: Store) -> None:
    before = fingerprint(bad_doi(store))
    mended = replace(PAGE.references[0], printed="Liu L. (2015). doi: " + BAD)
    tiny.keep(store, 1, replace(PAGE, references=(mended,), fetched_at=tiny.at(1), capture_id="c1"))
    assert fingerprint(bad_doi(store)) == before


def test_suggestions_are_replaced(store: Store) -> None:
    verify(store, 1, bad_doi(store))
    one = Suggestion(before=BAD, after="10.1/x", rule="search", score=0.5, agreeing=("year",))
    same = Suggestion(before=BAD, after="10.1155/2015/328196", rule="complete", score=0.8)
    verify(store, 2, replace(bad_doi(store), suggestions=(one, same, one)))
    sql = "SELECT rank, after, score, agreeing FROM suggestions ORDER BY rank"
    assert tiny.rows(store, sql) == [
        (1, "10.1/x", 0.5, "year"),
        (2, "10.1155/2015/328196", 0.8, ""),
    ]
    verify(store, 3, replace(bad_doi(store), suggestions=()))
    assert tiny.rows(store, sql) == []


def test_finding_moves_with_its_page(store: Store) -> None:
    verify(store, 1, bad_doi(store))
    new = replace(PAGE, url=tiny.SITE + "/new", fetched_at=tiny.at(2), capture_id="c2")
    tiny.keep(store, 1, new)
    store.keep_capture(1, tiny.capture(PAGE.url, 2, 301, new.url))
    store.settle(1, tiny.HOSTS)
    (row,) = store.db.table("findings").rows
    assert row["id"] == fingerprint(bad_doi(store))
    assert row["first_seen_at"] == "2026-03-02T12:00:00.000Z"
    verify(store, 2, bad_doi(store))
    assert states(store) == [("doi_not_registered", "open")]
    assert tiny.rows(store, "SELECT count(*) FROM suggestions") == [(1,)]


def waiver(**more) -> Waiver:
    """A waiver by Ada."""
    return Waiver(who="Ada", why="Known.", **more)


def test_waived_stays_waived_until_it_is_over(store: Store) -> None:
    rule = waiver(kind="doi_not_registered", until=date(2026, 3, 3))
    unused = waiver(subject="10.9/*")
    verify(store, 1, bad_doi(store), dead_link(store))
    assert store.waive([rule, unused], tiny.at(1)) == [unused]
    assert states(store) == [("doi_not_registered", "waived"), ("link_gone", "new")]
    verify(store, 2, bad_doi(store))
    assert states(store) == [("doi_not_registered", "waived"), ("link_gone", "recovered")]
    row = tiny.rows(store, "SELECT waived_by, waived_because, waived_until FROM findings LIMIT 1")
    assert row == [("Ada", "Known.", "2026-03-03")]
    assert store.waive([rule], tiny.at(3)) == [rule]
    news = "SELECT state, first_run_id, first_seen_at FROM findings WHERE kind LIKE 'doi%'"
    assert tiny.rows(store, news) == [("new", 3, "2026-03-02T12:00:00.000Z")], "it rings once more"
    assert tiny.rows(store, "SELECT DISTINCT waived_by FROM findings") == [("",)]
    verify(store, 4, bad_doi(store))
    assert states(store)[0] == ("doi_not_registered", "open")


def test_waived_finding_recovers_too(store: Store) -> None:
    verify(store, 1, bad_doi(store))
    store.waive([waiver(subject=BAD)], tiny.at(1))
    store.set_doi(BAD, tiny.at(2), registration="registered")
    verify(store, 2)
    assert states(store) == [("doi_not_registered", "recovered")]
    assert tiny.rows(store, "SELECT waived_by FROM findings") == [("",)]


@pytest.mark.parametrize(
    ("why", "rule", "expected"),
    [
        ("kind", waiver(kind="link_gone"), True),
        ("other kind", waiver(kind="link_moved"), False),
        ("beginning of the id", waiver(finding="abcdef"), True),
        ("page with a star", waiver(page="https://a.test/*"), True),
        ("a star is not a full stop", waiver(page="https://a.test.*"), False),
        ("a star at each end", waiver(subject="*dead.test*"), True),
        ("a star for nothing", waiver(subject="https://*dead.test/x*"), True),
        ("nothing stands twice", waiver(subject="https://dead.test/x*x"), False),
        ("parts in their order", waiver(subject="*/x*dead*"), False),
        ("dots are dots", waiver(subject="https://deadxtest/x"), False),
        ("all must fit", waiver(kind="link_gone", subject="https://other/*"), False),
        ("last day", waiver(kind="link_gone", until=date(2026, 3, 1)), True),
        ("day after", waiver(kind="link_gone", until=date(2026, 2, 28)), False),
    ],
)
def test_waiver_fits(why: str, rule: Waiver, expected: bool) -> None:
    about = ("abcdef0123456789", "link_gone", "https://a.test/p", "https://dead.test/x")
    assert rule.fits(*about, date(2026, 3, 1)) is expected, why


def test_a_waiver_of_many_stars_is_quick() -> None:
    """A regular expression would try for hours how the stars share an address among them."""
    rule = waiver(subject="*a" * 40 + "*b")
    assert not rule.fits("abcdef", "link_gone", "", "a" * 2000 + "c", date(2026, 3, 1))


def test_waivers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(
        '[[waiver]]\nkind = "link_gone"\npage = "https://a/*"\nwho = "Ada"\nwhy = "Old."\n'
        'until = 2027-06-30\n[[waiver]]\nfinding = "abcdef01"\nwho = "Bo"\nwhy = "New."\n'
    )
    assert read_waivers(path) == [
        Waiver(
            kind="link_gone", page="https://a/*", who="Ada", why="Old.", until=date(2027, 6, 30)
        ),
        Waiver(finding="abcdef01", who="Bo", why="New."),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[waiver]\n", "is not TOML"),
        ("[[waivers]]\n", "unknown key 'waivers'"),
        ("waiver = 3\n", "two brackets"),
        ("waiver = [3]\n", "two brackets"),
        (f"waiver = {'[' * 5000}", "is not TOML"),
        ('[[waiver]]\nwho = "A"\nkind = "link_gone"\n', "waiver 1: why is missing"),
        ('[[waiver]]\nwhy = "A"\nkind = "link_gone"\n', "waiver 1: who is missing"),
        ('[[waiver]]\nwho = "A"\nwhy = "B"\n', "say what is accepted"),
        ('[[waiver]]\nwho = "A"\nwhy = "B"\nkind = "dead"\n', "'dead' is no kind of finding"),
        ('[[waiver]]\nwho = "A"\nwhy = "B"\nfinding = "abc"\n', "at least six digits"),
        ('[[waiver]]\nwho = "A"\nwhy = ""\nkind = "link_gone"\n', "why must be a text"),
        ('[[waiver]]\nwho = "A"\nreason = "B"\n', "unknown key 'reason'"),
        ('[[waiver]]\nwho = "A"\nwhy = "B"\nuntil = "soon"\n', "until must be a date"),
        ('[[waiver]]\nwho = "A"\nwhy = "B"\nuntil = 2027-01-01T00:00:00\n', "until must be a date"),
    ],
)
def test_wrong_waivers_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text)
    with pytest.raises(WaiverError, match=message) as error:
        read_waivers(path)
    assert str(path) in str(error.value)


def test_missing_file_of_waivers(tmp_path: Path) -> None:
    with pytest.raises(WaiverError, match="cannot be read"):
        read_waivers(tmp_path / "none.toml")
