"""What is said of a link that fails, by the element it stands in."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import Finding, FindingKind, LinkDue, LinkPlace, LinkVerdict, Region, Severity
from pipelines.verification.findings.links import JudgedLink, find_in_links, untold
from pipelines.verification.judging.all_verdicts import as_sent
from pipelines.verification.judging.verdicts import WebVerdict
from pipelines.verification.quirks import is_asked

SHEET = "It stands in the style sheet https://a.test/x.css, which this page loads."
NOTHING = "Readers who follow this link find nothing. Gone."
PICTURE = "This picture is missing on the page. Gone."
UNPLAYED = "This part of the page does not play or show. Gone."
FRAME = "This frame of the page shows an error. Gone."
LOADED = "Browsers load this with the page, and it is missing. Gone."
CARRIED = "The page carries its readers on to this address, where they find nothing. Gone."
PROGRAMS = (
    "No reader of the page is led here; search engines, previews and other programs find nothing. "
    "Gone."
)
ERROR, WARNING = Severity.ERROR, Severity.WARNING
ROWS = [
    ({"element": "a", "attribute": "href"}, ERROR, NOTHING),
    ({"element": "area", "attribute": "href", "rel": "author"}, ERROR, NOTHING),
    ({"element": "img", "attribute": "src"}, ERROR, PICTURE),
    ({"element": "source", "attribute": "srcset"}, ERROR, PICTURE),
    ({"element": "source", "attribute": "src"}, ERROR, UNPLAYED),
    ({"element": "iframe", "attribute": "src"}, ERROR, FRAME),
    ({"element": "script", "attribute": "src"}, ERROR, LOADED),
    ({"element": "script", "attribute": "json-ld"}, WARNING, PROGRAMS),
    ({"element": "meta", "attribute": "content"}, ERROR, CARRIED),
    ({"element": "meta", "attribute": "og:image"}, WARNING, PROGRAMS),
    ({"element": "meta", "attribute": "twitter:image"}, WARNING, PROGRAMS),
    ({"element": "link", "attribute": "href", "rel": "stylesheet"}, ERROR, LOADED),
    ({"element": "link", "attribute": "href", "rel": "shortcut ICON"}, ERROR, LOADED),
    ({"element": "link", "attribute": "href", "rel": "alternate stylesheet"}, ERROR, LOADED),
    ({"element": "link", "attribute": "href", "rel": "alternate"}, WARNING, PROGRAMS),
    ({"element": "link", "attribute": "href", "rel": "canonical"}, WARNING, PROGRAMS),
    ({"element": "link", "attribute": "url", "rel": "stylesheet", "context": SHEET}, ERROR,
     f"{LOADED} {SHEET}"),
    ({"element": "style", "attribute": "url"}, ERROR, LOADED),
    ({"element": "div", "attribute": "style"}, ERROR, LOADED),
    ({"element": "blockquote", "attribute": "cite"}, WARNING, PROGRAMS),
]  # fmt: skip


def due(*elements: str) -> LinkDue:
    """A link in these elements."""
    return LinkDue(
        id="l", url="https://b.test/x", host="b.test", verdict=LinkVerdict.UNKNOWN,
        first_seen_at=datetime(2026, 1, 1, tzinfo=UTC), elements=elements,
    )  # fmt: skip


def place_of(**more: object) -> LinkPlace:
    """A place of the link on a page."""
    known = {"id": "m", "page_id": "p", "page_url": "https://a.test/", "link_id": "l"}
    return LinkPlace(**{**known, "printed": "x", "region": Region.CONTENT, **more})


@pytest.mark.parametrize(("where", "severity", "why"), ROWS, ids=[str(row[0]) for row in ROWS])
def test_what_it_means(where: dict[str, str], severity: Severity, why: str) -> None:
    place = place_of(**where)
    link = JudgedLink(
        id="l", url="https://b.test/x", other=due(where["element"]),
        verdict=WebVerdict(value=LinkVerdict.GONE, reason="Gone."),
    )  # fmt: skip
    (finding,) = find_in_links([link], lambda _: [place], {})
    assert (finding.severity, finding.why) == (severity, why)


def test_what_readers_meet_is_told_before_what_programs_do() -> None:
    places = [
        place_of(id="og", element="meta", attribute="og:image"),
        place_of(id="img", element="img", attribute="src"),
    ]
    verdict = WebVerdict(value=LinkVerdict.GONE, reason="Gone.")
    link = JudgedLink(id="l", url="https://b.test/x", other=due("img", "meta"), verdict=verdict)
    (finding,) = find_in_links([link], lambda _: places, {})
    assert (finding.link_mention_id, finding.severity, finding.why) == ("img", ERROR, PICTURE)


def test_a_picture_that_waits_for_a_script_is_for_notice() -> None:
    verdict = WebVerdict(value=LinkVerdict.GONE, reason="Gone.")
    link = JudgedLink(id="l", url="https://b.test/x", other=due("img"), verdict=verdict)
    late = place_of(id="late", element="img", attribute="data-src")
    (finding,) = find_in_links([link], lambda _: [late], {})
    assert finding.severity is Severity.NOTICE
    assert finding.why.startswith("A script of the page puts this picture in;")
    shown = place_of(id="shown", element="img", attribute="src")
    (finding,) = find_in_links([link], lambda _: [late, shown], {})
    assert (finding.link_mention_id, finding.severity) == ("shown", ERROR)


SHORT = [
    ("moved", "link", "shortlink", LinkVerdict.MOVED, 0),
    ("gone", "link", "shortlink", LinkVerdict.GONE, 1),
    ("another form of the page", "link", "alternate", LinkVerdict.MOVED, 1),
    ("a link that readers follow", "a", "shortlink", LinkVerdict.MOVED, 1),
]


@pytest.mark.parametrize(("why", "element", "rel", "value", "told"), SHORT)
def test_short_addresses_are_written_to_lead_on(
    why: str, element: str, rel: str, value: LinkVerdict, told: int
) -> None:
    verdict = WebVerdict(value=value, reason="x", new_url="https://b.test/y")
    link = JudgedLink(id="l", url="https://b.test/?p=7", other=due(element), verdict=verdict)
    place = place_of(element=element, attribute="href", rel=rel)
    assert len(list(find_in_links([link], lambda _: [place], {}))) == told, why


PRINTS = [
    ("twice the same", LinkVerdict.GONE, (), ["/x", "/x"], ["/x"]),
    ("two places in a page that is gone", LinkVerdict.GONE, (), ["/x#a", "/x#b"], ["/x#a", "/x#b"]),
    ("two forms of one address", LinkVerdict.MOVED, (), ["/x", "../x"], ["/x", "../x"]),
    ("of two places one is missing", LinkVerdict.OK, ("b",), ["/x#a", "/x#b", "/x#b"], ["/x#b"]),
    ("a missing place in two forms", LinkVerdict.OK, ("b",), ["/x#b", "x#b"], ["/x#b", "x#b"]),
]


@pytest.mark.parametrize(("why", "value", "missing", "printed", "told"), PRINTS)
def test_each_print_is_told_once(
    why: str, value: LinkVerdict, missing: tuple[str, ...], printed: list[str], told: list[str]
) -> None:
    places = [place_of(printed=p, fragment=p.partition("#")[2]) for p in printed]
    verdict = WebVerdict(value=value, reason="x", missing=missing)
    link = JudgedLink(id="l", url="https://b.test/x", other=due("a"), verdict=verdict)
    found = find_in_links([link], lambda _: places, {})
    assert [finding.says for finding in found] == told, why


FORMS = [
    ("a form that wants more", ("form",), LinkVerdict.GONE, 404, LinkVerdict.UNKNOWN),
    ("a form whose server has a fault", ("form",), LinkVerdict.UNREACHABLE, 500,
     LinkVerdict.UNKNOWN),
    ("a form whose host is not there", ("form",), LinkVerdict.UNREACHABLE, None,
     LinkVerdict.UNREACHABLE),
    ("a form that answers", ("form",), LinkVerdict.OK, 200, LinkVerdict.OK),
    ("also a link", ("a", "form"), LinkVerdict.GONE, 404, LinkVerdict.GONE),
    ("parked", ("form",), LinkVerdict.PARKED, 200, LinkVerdict.PARKED),
]  # fmt: skip


@pytest.mark.parametrize(("why", "elements", "value", "status", "expected"), FORMS)
def test_forms(
    why: str,
    elements: tuple[str, ...],
    value: LinkVerdict,
    status: int | None,
    expected: LinkVerdict,
) -> None:
    verdict = WebVerdict(value=value, reason="x", status=status)
    assert as_sent(verdict, due(*elements)).value is expected, why


ASKED = [
    ("a", True), ("script", True), ("form", True), ("iframe", True), ("pdf", True), ("style", True),
    ("link stylesheet", True), ("link shortcut icon", True), ("link alternate", True),
    ("link preconnect", False), ("link dns-prefetch", False), ("link pingback", False),
    ("link canonical", False), ("link ", False), ("q", False), ("blockquote", False),
]  # fmt: skip


@pytest.mark.parametrize(("element", "expected"), ASKED)
def test_what_is_asked(element: str, expected: bool) -> None:
    assert is_asked(element) is expected


NOT_ASKED = [
    ("an address of one network", "http://192.168.1.1/", LinkVerdict.UNSAFE, "a", [WARNING]),
    ("a picture in one network", "http://192.168.1.1/x.png", LinkVerdict.UNSAFE, "img", [ERROR]),
    ("in an open network, when links are left out", "http://10.0.0.5/wiki", LinkVerdict.EXCLUDED, "a", []),
    ("the same, in a network that the profile names", "http://192.168.1.1/", LinkVerdict.OK, "a", []),
    ("a computer of its own", "http://localhost:3000/", LinkVerdict.UNSAFE, "a", [WARNING]),
    ("a file", "file:///C:/leaflet.pdf", LinkVerdict.EXCLUDED, "a", [ERROR]),
    ("a picture on a disk", "file:///C:/spine.png", LinkVerdict.EXCLUDED, "img", [ERROR]),
    ("what a word processor leaves behind", "file:///C:/list.xml", LinkVerdict.EXCLUDED, "link file-list", []),
    ("a redirect to a private address", "https://b.test/x", LinkVerdict.UNSAFE, "a", []),
    ("a password", "http://me:secret@b.test/", LinkVerdict.UNSAFE, "a", []),
    ("mail", "mailto:a@b.test", LinkVerdict.EXCLUDED, "a", []),
    ("what the settings leave out", "https://b.test/x", LinkVerdict.EXCLUDED, "a", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "verdict", "element", "severities"),
    [row[1:] for row in NOT_ASKED],
    ids=[row[0] for row in NOT_ASKED],
)
def test_what_is_not_asked_is_told_where_it_leads_nowhere(url, verdict, element, severities):
    name, _, rel = element.partition(" ")
    link = JudgedLink(
        id="l", url=url, other=due(element), verdict=WebVerdict(value=verdict, reason="Because.")
    )
    found = list(find_in_links([link], lambda _: [place_of(element=name, rel=rel)], {}))
    assert [f.severity for f in found] == severities
    assert all(f.kind is FindingKind.LINK_INVALID for f in found)
    assert all("one computer" in f.why or "one network" in f.why for f in found)


@pytest.mark.parametrize(
    ("verdict", "says"),
    [(LinkVerdict.GONE, "https://b.test/x"), (LinkVerdict.MOVED, "https://b.test/new")],
)
def test_a_slip_that_may_be_none_explains_only_what_fails(verdict, says):
    link = JudgedLink(
        id="l", url="https://b.test/x)", other=due("a"),
        verdict=WebVerdict(value=verdict, reason="So.", new_url="https://b.test/new"),
    )  # fmt: skip
    slip = "perhaps a sign too many at its end: probably https://b.test/x"
    place = place_of(printed="https://b.test/x)", problem=slip)
    (finding,) = find_in_links([link], lambda _: [place], {})
    assert finding.should_say == says
    assert ("sign too many" in finding.why) is (verdict is LinkVerdict.GONE)


@pytest.mark.parametrize(
    ("why", "kind", "of_link", "says", "is_told"),
    [
        ("the link itself fails", FindingKind.LINK_GONE, True, "x", False),
        ("its DOI name is malformed", FindingKind.DOI_MALFORMED, False, "", False),
        ("its DOI name does not exist", FindingKind.DOI_NOT_REGISTERED, False, "", False),
        ("another DOI name does not exist", FindingKind.DOI_NOT_REGISTERED, False, "other", True),
        ("its identifier is unknown", FindingKind.IDENTIFIER_UNKNOWN, False, "", True),
    ],
)
def test_a_slip_is_not_told_beside_what_it_leads_to(why, kind, of_link, says, is_told):
    slip = place_of(
        problem="no plain DOI name behind the resolver: probably https://doi.org/10.1/x"
    )
    found = Finding(
        kind=kind, severity=Severity.ERROR, page_id=slip.page_id, subject="10.1/x",
        says=says or slip.printed, why="", link_mention_id=slip.id if of_link else None,
    )  # fmt: skip
    assert untold([slip], [found]) == ([slip] if is_told else []), why
