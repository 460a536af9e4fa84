"""From verdicts to findings: one thing wrong at one place is one finding."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.records import (
    Agreement,
    Candidate,
    FindingKind,
    FrontierState,
    InternalLink,
    Landing,
    LinkPlace,
    LinkVerdict,
    Notice,
    Place,
    Region,
    Registration,
    Severity,
    Suggestion,
    Work,
)
from pipelines.matching.agreeing import Comparison
from pipelines.verification.findings.links import JudgedLink, find_in_links, find_invalid
from pipelines.verification.findings.works import find_in_dois
from pipelines.verification.judging.judged import Judged
from pipelines.verification.judging.places import missing_in_own, with_places
from pipelines.verification.judging.verdicts import WebVerdict
from tests.pipelines.verification.kept import doi_verdicts, kept_citation, kept_mention

GOOD, BAD = "10.1136/bmj.a3115", "10.1136/bmj.a311"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def mention(value, place=Place.TEXT, *, identity="m1", reference=None, conflict="", page="p1"):
    return kept_mention(
        value,
        id=identity,
        page_id=page,
        printed=f"https://doi.org/{value}" if place is Place.HREF else f"doi:{value}",
        place=place,
        reference_id=reference,
        context="the sentence around it",
        conflicts_with=conflict,
    )


NUMBER = "10.4455/2023-051"
BARE = [
    # why, printed, context, reference, severity
    ("a number in a sentence", NUMBER, f"Contract {NUMBER} of May.", None, Severity.NOTICE),
    ("in a reference", NUMBER, f"Lee A. Pain. {NUMBER}", "r1", Severity.ERROR),
    ("behind a label", NUMBER, f"Lee A. Pain. doi: {NUMBER}", None, Severity.ERROR),
    ("an address", f"https://doi.org/{NUMBER}", f"https://doi.org/{NUMBER}", None, Severity.ERROR),
    ("letters and figures", BAD, f"More in {BAD}.", None, Severity.ERROR),
]


@pytest.mark.parametrize(("why", "printed", "context", "reference", "severity"), BARE)
def test_a_number_that_nobody_calls_a_doi_name_is_no_error(
    why, printed, context, reference, severity
):
    name = BAD if BAD in printed else NUMBER
    place = replace(mention(name, reference=reference), printed=printed, context=context)
    (finding,) = find([place], [verdicts(name, Registration.NOT_REGISTERED)])
    assert (finding.kind, finding.severity) == (FindingKind.DOI_NOT_REGISTERED, severity), why
    assert ("something else" in finding.why) is (severity is Severity.NOTICE)


NOTICE, ERROR = Severity.NOTICE, Severity.ERROR
NUMBERED = [
    # printed before the name, the name, severity inside of a reference
    ("Ethics vote no. ", "10.2024/1187-bk", NOTICE),
    ("Vote of the committee; file no. ", "10.2024/1187-bk-2024-17", NOTICE),
    ("Az. ", "10.2023/4711-a", NOTICE),
    ("AZ: ", "10.2023/4711-a", NOTICE),
    ("Aktenzeichen ", "10.2023/4711-a", NOTICE),
    ("dossier n° ", "10.2023/88", NOTICE),
    ("Reg.-Nr. ", "10.2023/88", NOTICE),
    ("sygn. akt ", "10.2023/88", NOTICE),
    ("uchwała nr ", "10.2023/88", NOTICE),
    ("№ ", "10.2023/88", NOTICE),
    ("karar No: ", "10.2023/88", NOTICE),
    ("ref. ", "10.2021/99-b", NOTICE),
    ("circolare del ministero, prot. n. ", "10.1234/2019/dg", NOTICE),
    ("PROT. N. ", "10.1234/2019/dg", NOTICE),
    ("protocollo ", "10.1234/2019/dg", NOTICE),
    ("protokół ", "10.1234/2019/a", NOTICE),
    ("εγκύκλιος, αρ. πρωτ. ", "10.1234/2019/a", NOTICE),
    ("ΑΡ. ΠΡΩΤ.: ", "10.1234/2019/a", NOTICE),
    ("αριθμός πρωτοκόλλου ", "10.1234/2019/a", NOTICE),
    ("Decreto n.º ", "10.1234/2019/a", NOTICE),
    ("Krajský soud, č. j. ", "10.1234/2020-5", NOTICE),
    ("čj.: ", "10.1234/2020-5", NOTICE),
    ("sp. zn. ", "10.1234/2020-5", NOTICE),
    ("spisová značka ", "10.1234/2020-5", NOTICE),
    ("Č.J.: ", "10.1234/2020-5", NOTICE),
    ("ikt. sz.: ", "10.1234/2020-5", NOTICE),
    ("iktatószám: ", "10.1234/2020-5", NOTICE),
    ("ügyszám: ", "10.1234/2020-5", NOTICE),
    ("KLASA: ", "10.1234/2020-5", NOTICE),
    ("URBROJ: ", "10.1234/2020-5", NOTICE),
    ("Posl. br. ", "10.1234/2020-5", NOTICE),
    ("Ur. br.: ", "10.1234/2020-5", NOTICE),
    ("odločba št. ", "10.1234/2020-5", NOTICE),
    ("opr. št. ", "10.1234/2020-5", NOTICE),
    ("решение бр. ", "10.1234/2020-5", NOTICE),
    ("вх. № ", "10.1234/2020-5", NOTICE),
    ("Zl. ", "10.1234/2020-5", NOTICE),
    ("Gz.: ", "10.1234/2020-5", NOTICE),
    ("Zahl: ", "10.1234/2020-5", NOTICE),
    ("Geschäftszeichen ", "10.1234/2020-5", NOTICE),
    ("J. No ", "10.1234/2020-5", NOTICE),
    ("J. nr. ", "10.1234/2020-5", NOTICE),
    ("Geschäfts-Nr. ", "10.1234/2020-5", NOTICE),
    ("Sagsnr.: ", "10.1234/2020-5", NOTICE),
    ("Esas No: ", "10.1234/2020-5", NOTICE),
    ("Esas: ", "10.1234/2020-5", NOTICE),
    ("E.: ", "10.1234/2020-5", NOTICE),
    ("zn. spr. ", "10.1234/2020-5", NOTICE),
    ("znak sprawy: ", "10.1234/2020-5", NOTICE),
    ("L.dz. ", "10.1234/2020-5", NOTICE),
    ("Dnr ", "10.1234/2020-5", NOTICE),
    ("Dnro ", "10.1234/2020-5", NOTICE),
    ("Ons kenmerk: ", "10.1234/2020-5", NOTICE),
    ("N/Réf: ", "10.1234/2020-5", NOTICE),
    ("Dosar nr. ", "10.1234/2020-5", NOTICE),
    ("lietas Nr. ", "10.1234/2020-5", NOTICE),
    ("bylos Nr. ", "10.1234/2020-5", NOTICE),
    ("proc. n.º ", "10.1234/2020-5", NOTICE),
    ("Expte.: ", "10.1234/2020-5", NOTICE),
    ("Α.Π.: ", "10.1234/2020-5", NOTICE),
    ("Uimh. ", "10.1234/2020-5", NOTICE),
    ("Order no. ", "10.1111/222333", NOTICE),
    ("Pain. Lee E. ", "10.1111/222333", ERROR),
    ("Pain. Kovač Č. ", "10.1111/222333", ERROR),
    ("Pain in the sz ", "10.1111/222333", ERROR),
    ("A tale of two zn ", "10.1111/222333", ERROR),
    ("The long-term case. ", "10.1111/222333", ERROR),
    ("Mayo Clin Proc. ", "10.1111/222333", ERROR),
    ("Uptake of Cu and Zn. ", "10.1111/222333", ERROR),
    ("Spine J no. 3. ", "10.1186/1-2-3", ERROR),
    ("Spine J. ", "10.1111/222333", ERROR),
    ("DOI no. ", "10.1111/222333", ERROR),
    ("DOI-Nr.: ", "10.1111/222333", ERROR),
    ("DOI n. ", "10.1111/222333", ERROR),
    ("Study protocols. ", "10.1111/222333", ERROR),
    ("Η πρωτεΐνη ", "10.1111/222333", ERROR),
    ("Spine J, n. 3. ", "10.1186/1-2-3", ERROR),
    ("Pain. Lee N. ", "10.1111/222333", ERROR),
    ("no. doi:", "10.1111/222333", ERROR),
    ("Article no. ", "10.1136/bmj.h4449", ERROR),
    ("Article no. ", "10.1186/s13256-019-2112-3", ERROR),
    ("Report of a case. ", "10.1111/222333", ERROR),
    ("Pain. Lee AZ. ", "10.1111/222333", ERROR),
]


@pytest.mark.parametrize(("before", "name", "severity"), NUMBERED)
def test_behind_a_word_for_a_number_a_name_that_is_not_registered_is_no_error(
    before, name, severity
):
    context = f"Lee A. Back pain. {before}{name}."
    place = replace(mention(name, reference="r1"), printed=name, context=context)
    (finding,) = find([place], [verdicts(name, Registration.NOT_REGISTERED)])
    assert (finding.kind, finding.severity) == (FindingKind.DOI_NOT_REGISTERED, severity)
    linked = replace(place, place=Place.HREF, printed=f"https://doi.org/{name}")
    (finding,) = find([linked], [verdicts(name, Registration.NOT_REGISTERED)])
    assert finding.severity is Severity.ERROR, "a link calls it one"


def test_a_context_that_does_not_show_the_print_says_nothing_of_it():
    name = "10.2024/1187-bk"
    context = "What the page says of it ends in Ethics vote no. "
    place = replace(mention(name, reference="r1"), printed=name, context=context)
    (finding,) = find([place], [verdicts(name, Registration.NOT_REGISTERED)])
    assert finding.severity is ERROR


def verdicts(
    doi,
    registration=Registration.REGISTERED,
    landing=Landing.REACHED,
    notice=Notice.NONE,
    alias_of=None,
):
    work = Work(doi=doi, agency="Crossref", title="The title")
    return doi_verdicts(doi, registration, landing, notice, alias_of=alias_of, work=work)


def find(mentions, answers, citations=(), comparisons=None, repairs=None):
    judged = Judged(dois={v.doi: v for v in answers}, citations=comparisons or {})
    return list(find_in_dois(judged, mentions, citations, repairs or {}))


def kinds(found):
    return [(finding.kind, finding.severity) for finding in found]


SINGLE = [
    ("nothing wrong", {}, []),
    (
        "not registered",
        {"registration": Registration.NOT_REGISTERED},
        [(FindingKind.DOI_NOT_REGISTERED, Severity.ERROR)],
    ),
    (
        "not a DOI",
        {"registration": Registration.NOT_A_DOI},
        [(FindingKind.DOI_MALFORMED, Severity.WARNING)],
    ),
    (
        "could not be asked",
        {"registration": Registration.UNKNOWN},
        [(FindingKind.DOI_UNVERIFIED, Severity.UNKNOWN)],
    ),
    ("an alias is right", {"registration": Registration.ALIAS}, []),
    ("blocked is no finding", {"landing": Landing.BLOCKED}, []),
    ("moved is the publisher's business", {"landing": Landing.MOVED}, []),
    ("gone", {"landing": Landing.GONE}, [(FindingKind.DOI_LANDING_GONE, Severity.WARNING)]),
    (
        "hijacked",
        {"landing": Landing.HIJACKED},
        [(FindingKind.DOI_LANDING_HIJACKED, Severity.ERROR)],
    ),
    ("retracted", {"notice": Notice.RETRACTED}, [(FindingKind.WORK_RETRACTED, Severity.ERROR)]),
    ("withdrawn", {"notice": Notice.WITHDRAWN}, [(FindingKind.WORK_CHANGED, Severity.ERROR)]),
    ("questioned", {"notice": Notice.CONCERN}, [(FindingKind.WORK_CHANGED, Severity.WARNING)]),
    ("corrected", {"notice": Notice.CORRECTED}, [(FindingKind.WORK_CHANGED, Severity.NOTICE)]),
    ("superseded", {"notice": Notice.SUPERSEDED}, [(FindingKind.WORK_CHANGED, Severity.NOTICE)]),
    ("notices unknown", {"notice": Notice.UNKNOWN}, []),
]


@pytest.mark.parametrize(("why", "answers", "expected"), SINGLE, ids=[r[0] for r in SINGLE])
def test_one_mention(why, answers, expected):
    found = find([mention(GOOD)], [verdicts(GOOD, **answers)])
    assert kinds(found) == expected
    assert all(finding.why.endswith((".", "stands.")) for finding in found)


@pytest.mark.parametrize("landing", [Landing.GONE, Landing.HIJACKED])
def test_a_lost_page_is_no_reason_to_drop_the_reference(landing):
    (told,) = find([mention(GOOD)], [verdicts(GOOD, landing=landing)])
    assert "take the link away" not in told.why
    assert "leave it out" not in told.why
    assert "The DOI name is right" in told.why
    if landing is Landing.HIJACKED:
        assert "Keep the reference, and print the name without a link" in told.why


def test_text_and_link_of_one_place_are_one_finding_at_the_text():
    both = [mention(BAD, Place.HREF, identity="m2"), mention(BAD, Place.TEXT, identity="m1")]
    found = find(both, [verdicts(BAD, Registration.NOT_REGISTERED)])
    assert [finding.mention_id for finding in found] == ["m1"]


HREFS = [
    # why, what the link prints, whether readers get there
    ("plain", f"https://doi.org/{GOOD}", True),
    ("old resolver, capitals, encoded", "HTTP://DX.DOI.ORG/10.1136%2FBMJ.A3115", True),
    ("doubled slash", f"https://doi.org//{GOOD}", True),
    ("blanks around", f" https://doi.org/{GOOD} ", True),
    ("a query", f"https://doi.org/{GOOD}?utm_source=x", True),
    ("a library's resolver", f"https://doi-org.proxy.example.edu/{GOOD}", True),
    ("a publisher's page", f"https://www.bmj.com/doi/{GOOD}/full", True),
    ("doubled resolver", f"https://doi.org/https://doi.org/{GOOD}", False),
    ("a label, which doi.org takes", f"https://doi.org/DOI:{GOOD}", True),
    ("a full stop", f"https://doi.org/{GOOD}.", False),
    ("a blank inside", f"https://doi.org/ {GOOD}", False),
    ("the doi: scheme", f"doi:{GOOD}", False),
    ("encoded twice", "https://doi.org/10.1136%252Fbmj.a3115", False),
]


@pytest.mark.parametrize(("why", "href", "is_well"), HREFS, ids=[r[0] for r in HREFS])
@pytest.mark.parametrize("registration", [Registration.REGISTERED, Registration.ALIAS])
def test_a_link_that_the_resolver_does_not_take(why, href, is_well, registration):
    both = [mention(GOOD), replace(mention(GOOD, Place.HREF, identity="m2"), printed=href)]
    found = find(both, [verdicts(GOOD, registration)])
    severity = Severity.WARNING if why == "doubled resolver" else Severity.ERROR
    assert [(f.kind, f.severity, f.mention_id, f.should_say) for f in found] == (
        [] if is_well else [(FindingKind.DOI_MALFORMED, severity, "m2", f"https://doi.org/{GOOD}")]
    )


def test_two_links_of_one_sentence_that_the_resolver_does_not_take_are_told_each():
    hrefs = [f"https://doi.org/{GOOD}{sign}" for sign in (".", ")", "", ")")]
    places = [
        replace(mention(GOOD, Place.HREF, identity=f"m{n}"), printed=href)
        for n, href in enumerate(hrefs)
    ]
    told = find(places, [verdicts(GOOD)])
    assert [(found.says, found.mention_id) for found in told] == [
        (hrefs[0], "m0"),
        (hrefs[1], "m1"),
    ]


def test_the_same_slip_in_the_text_alone_is_a_warning():
    read = (Candidate(value=f"{GOOD}.x", rule="as_printed"), Candidate(value=GOOD, rule="cut"))
    (found,) = find([replace(mention(GOOD), candidates=read)], [verdicts(GOOD)])
    assert (found.kind, found.severity) == (FindingKind.DOI_MALFORMED, Severity.WARNING)


READ_TOO_FAR = [
    # why, what the page prints, what is meant, what to print over it ("" = it is printed well)
    ("a word glued to it", "10.1371/journal.pone.0148584and", "10.1371/journal.pone.0148584",
     "10.1371/journal.pone.0148584 and"),
    ("in German", "10.1136/bmj.a3115und", GOOD, f"{GOOD} und"),
    ("in an address", "https://doi.org/10.1136/bmj.a3115siehe", GOOD,
     f"https://doi.org/{GOOD} siehe"),
    ("a slash, and a number behind", "10.1155/2015/328196/ 12", "10.1155/2015/328196", ""),
    ("a dot, and a year behind", "10.1155/328196. 2015", "10.1155/328196", ""),
    ("a tail is no word of the sentence", "10.1155/2015/328196/abstract", "10.1155/2015/328196",
     "10.1155/2015/328196"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "printed", "meant", "should_say"), READ_TOO_FAR, ids=[row[0] for row in READ_TOO_FAR]
)
def test_a_correction_keeps_the_words_behind_a_name(why, printed, meant, should_say):
    literal = printed.removeprefix("https://doi.org/").replace(" ", "")
    rules = ("joined", "trailing_punctuation") if " " in printed else ("as_printed", "glued_word")
    readings = tuple(
        Candidate(value=v, rule=r) for v, r in zip((literal, meant), rules, strict=True)
    )
    read = replace(mention(meant), printed=printed, candidates=readings)
    assert [f.should_say for f in find([read], [verdicts(meant)])] == [should_say][
        : bool(should_say)
    ]


@pytest.mark.parametrize(
    "rule", ["publisher_url", "publisher_url+path_tail", "web_address", "example+as_printed"]
)
@pytest.mark.parametrize("registration", Registration)
def test_a_name_inside_another_address_is_never_an_error(rule, registration):
    carried = replace(
        mention(BAD, Place.HREF, conflict=GOOD),
        candidates=(Candidate(value=BAD, rule=rule),),
        printed=f"https://www.bmj.com/doi/{BAD}",
    )
    answers = [verdicts(BAD, registration), verdicts(GOOD)]
    assert find([replace(carried, conflicts_with="")], answers) == []
    assert find([carried], answers) == []
    labelled = mention(BAD, identity="m2")
    found = find([carried, labelled], [verdicts(BAD, Registration.NOT_REGISTERED), *answers[1:]])
    assert [f.mention_id for f in found] == ["m2"]


def test_an_address_is_replaced_by_an_address():
    pair = [
        replace(mention(BAD, identity="text", conflict=GOOD), printed=f"https://doi.org/{BAD}"),
        mention(GOOD, Place.HREF, identity="link", conflict=BAD),
    ]
    (found,) = find(pair, [verdicts(BAD, Registration.NOT_REGISTERED), verdicts(GOOD)])
    assert found.should_say == f"https://doi.org/{GOOD}"


def test_two_places_are_two_findings():
    two = [mention(BAD, reference="r1"), mention(BAD, identity="m2", reference="r2")]
    assert len(find(two, [verdicts(BAD, Registration.NOT_REGISTERED)])) == 2


def citation(doi, identity="r1"):
    printed = "Madsen MV. Acupuncture treatment for pain. BMJ. 2009;338:a3115"
    return kept_citation(printed, id=identity, doi=doi)


REPAIR = Suggestion(
    before="", after=GOOD, rule="pattern_bmj", score=1.0, agreeing=("title", "year"), safe=True
)


def test_another_work_is_an_error_when_title_or_author_differ_and_else_a_warning():
    told = "page (here this, registered that)"
    for field, severity, said in (
        ("title", Severity.ERROR, "“The title”. They differ in title."),
        ("page", Severity.WARNING, f"“The title”. They differ in {told}."),
    ):
        comparison = Comparison(value=Agreement.DIFFERS, differing={field: ("this", "that")})
        found = find(
            [mention(BAD, reference="r1")],
            [verdicts(BAD)],
            [citation(BAD)],
            {"r1": comparison},
            {"r1": REPAIR},
        )
        assert kinds(found) == [(FindingKind.WRONG_WORK, severity)]
        assert found[0].should_say == GOOD
        assert said in found[0].why


def test_the_work_is_named_where_a_notice_does_not_say_what_it_is_about():
    notice = replace(
        verdicts(BAD), work=Work(doi=BAD, agency="Crossref", title="Corrigendum to “The title”")
    )
    comparisons = {"r1": Comparison(value=Agreement.DIFFERS, differing={"page": ("1", "2")})}
    cited = ([mention(BAD, reference="r1")], [notice], [citation(BAD)], comparisons)
    for repairs, named in (({}, ""), ({"r1": REPAIR}, GOOD)):
        (found,) = find(*cited, repairs)
        assert (found.kind, found.should_say) == (FindingKind.WORK_CHANGED, named)
        assert [s.after for s in found.suggestions] == ([named] if named else [])
        assert named in found.why


OWN_WORDS = [
    # why, the reference (or, without one, the sentence), heading, sentences, what is found
    ("nothing", "{} 2009.", "", [], Severity.ERROR),
    ("a stamp", "RETRACTED: {} 2009.", "", [], Severity.NOTICE),
    ("a remark", "{} 2009 (zurückgezogen).", "", [], Severity.NOTICE),
    ("a heading", "{} 2009.", "Retracted studies", [], Severity.NOTICE),
    ("another heading", "{} 2009.", "Literature", [], Severity.ERROR),
    ("a sentence", "{} 2009.", "", ["The study has been retracted [1]."], Severity.NOTICE),
    ("another sentence", "{} 2009.", "", ["It helps in nine of ten [1]."], Severity.ERROR),
    ("of the one beside it", "Lee A. Pain. doi:10.1234/other (retracted); {} 2009.", "", [],
     Severity.ERROR),
    ("of this one of two", "Lee A. Pain. doi:10.1234/other; {} (retracted).", "", [],
     Severity.NOTICE),
    ("of the one behind it", "{}; RETRACTED: Lee A. Pain. doi:10.1234/other", "", [],
     Severity.ERROR),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "text", "heading", "sentences", "severity"), OWN_WORDS, ids=[r[0] for r in OWN_WORDS]
)
@pytest.mark.parametrize("is_listed", [True, False])
def test_what_a_page_says_itself_is_no_fault(why, text, heading, sentences, severity, is_listed):
    text = text.format(f"Madsen MV. Acupuncture. BMJ. doi:{GOOD}")
    here = mention(GOOD, reference="r1") if is_listed else replace(mention(GOOD), context=text)
    cited = [replace(citation(GOOD), printed=text, heading=heading)] if is_listed else []
    judged = Judged(dois={GOOD: verdicts(GOOD, notice=Notice.RETRACTED)}, citations={})
    leaning = {"r1": sentences}
    (found,) = find_in_dois(judged, [here], cited, {}, leaning)
    if not is_listed and (heading or sentences):
        severity = Severity.ERROR  # they are a reference's
    assert (found.kind, found.severity) == (FindingKind.WORK_RETRACTED, severity)
    assert ("says so itself" in found.why) is (severity is Severity.NOTICE)


def test_partial_agreement_is_no_finding():
    comparison = Comparison(value=Agreement.PARTIAL, differing={"page": ("1", "2")})
    found = find(
        [mention(BAD, reference="r1")], [verdicts(BAD)], [citation(BAD)], {"r1": comparison}
    )
    assert found == []


def test_a_missing_name_is_told_only_with_an_accepted_repair():
    assert find([], [], [citation(None)]) == []
    (found,) = find([], [], [citation(None)], repairs={"r1": REPAIR})
    assert (found.kind, found.severity) == (FindingKind.DOI_MISSING, Severity.NOTICE)
    assert found.should_say == f"https://doi.org/{GOOD}"
    assert "title and year" in found.why


# --------------------------------------------------------------------------- links


def place(identity="l1", page="p1", fragment="", printed="/b.htm"):
    return LinkPlace(
        id=identity,
        page_id=page,
        page_url="https://site.test/a",
        link_id="x",
        printed=printed + (f"#{fragment}" if fragment else ""),
        fragment=fragment,
        region=Region.CONTENT,
    )


def own_link(verdict, *, fragments=(), anchors=None, reason="Because."):
    own = InternalLink(
        id="x",
        url="https://site.test/b.htm",
        page_id="p2",
        state=FrontierState.FETCHED,
        status=200,
        fragments=fragments,
        anchors=anchors,
    )
    web = with_places(WebVerdict(value=verdict, reason=reason), missing_in_own(own))
    return JudgedLink(id="x", url=own.url, verdict=web, own=own)


def find_links(link, *places):
    return list(find_in_links([link], lambda link_id: list(places), {}))


def test_a_link_that_stands_twice_on_a_page_is_one_finding_and_on_two_pages_two():
    places = [place("l1"), place("l2"), place("l3", page="p3")]
    found = find_links(own_link(LinkVerdict.GONE), *places)
    assert [(finding.page_id, finding.link_mention_id) for finding in found] == [
        ("p1", "l1"),
        ("p3", "l3"),
    ]
    assert {finding.severity for finding in found} == {Severity.ERROR}


@pytest.mark.parametrize(
    "verdict", [v for v in LinkVerdict if v in ("ok", "blocked", "unsafe", "excluded", "unknown")]
)
def test_what_is_well_blocked_or_unknown_is_no_finding(verdict):
    assert find_links(own_link(verdict), place()) == []


def test_an_own_page_without_an_answer_is_a_warning():
    (found,) = find_links(own_link(LinkVerdict.UNREACHABLE), place())
    assert (found.kind, found.severity) == (FindingKind.LINK_UNREACHABLE, Severity.WARNING)


def test_a_circle_has_a_name_of_its_own():
    link = own_link(LinkVerdict.UNREACHABLE, reason="Its redirects never end.")
    assert find_links(link, place())[0].kind is FindingKind.REDIRECT_LOOP


FRAGMENTS = [
    ("there", "here", True),
    ("not there", "gone", False),
    ("the top", "top", True),
    ("percent-encoded", "R%C3%BCcken", True),
    ("a text fragment", ":~:text=back", True),
    ("a script's own", "!/page", True),
    ("a script's parameters", "tab=2", True),
    ("none", "", True),
]


@pytest.mark.parametrize(("why", "fragment", "is_well"), FRAGMENTS, ids=[r[0] for r in FRAGMENTS])
def test_fragments(why, fragment, is_well):
    link = own_link(LinkVerdict.OK, fragments=(fragment,), anchors=("here", "Rücken"))
    found = find_links(link, place(fragment=fragment))
    assert [finding.kind for finding in found] == (
        [] if is_well else [FindingKind.FRAGMENT_MISSING]
    )


def test_links_that_are_none():
    bad = LinkPlace(
        id="l1",
        page_id="p1",
        page_url="https://site.test/a",
        link_id=None,
        printed="http://[",
        problem="a bracket is not closed",
    )
    (found,) = find_invalid([bad], [], {})
    assert (found.kind, found.severity) == (FindingKind.LINK_INVALID, Severity.ERROR)
    assert found.why == "No browser can follow this link. A bracket is not closed."
    (found,) = find_invalid([replace(bad, printed="www.[", problem="")], [], {})
    assert found.severity is Severity.WARNING
    (found,) = find_invalid([replace(bad, problem="longer than 2000 characters")], [], {})
    assert found.severity is Severity.NOTICE
    slip = LinkPlace(
        id="l2",
        page_id="p1",
        page_url="https://site.test/a",
        link_id="x",
        printed="www.example.org",
        problem="missing scheme",
    )
    lead = "https://site.test/www.example.org"
    for verdict, meaning in (
        (None, "This link is not written as meant."),
        ("unknown", "This link is not written as meant."),
        ("ok", "This link works, but it is probably not what was meant."),
    ):
        (found,) = find_invalid([], [slip], {"x": (lead, verdict)})
        assert (found.subject, found.severity) == (lead, Severity.NOTICE)
        assert found.why == f"{meaning} Its beginning (https:// or mailto:) is missing."
    (found,) = find_invalid([], [replace(slip, printed="", problem="empty")], {})
    assert found.why.startswith("No address is given here: browsers take that")
    (found,) = find_invalid([], [replace(slip, printed="", element="img", attribute="src")], {})
    assert found.why == "No address is given here, so browsers load nothing."
    assert "mpty" not in found.why


HTPS = "misspelt scheme: probably https://x.test/"
TWICE = "two schemes: probably https://x.test/"


@pytest.mark.parametrize(
    ("printed", "problem", "element", "verdict", "severity"),
    [
        ("htps://x.test/", HTPS, "a", None, Severity.ERROR),
        ("HTTTPS://x.test/", HTPS, "a", "excluded", Severity.ERROR),
        ("ttp://x.test/", HTPS, "a", None, Severity.ERROR),
        ("http://https://x.test/", TWICE, "a", "unknown", Severity.ERROR),
        ("https://https//x.test/", TWICE, "a", "unknown", Severity.ERROR),
        ("http://https://x.test/", TWICE, "a", "ok", Severity.NOTICE),  # their network has it
        ("http::/x.test/", HTPS, "a", None, Severity.NOTICE),  # browsers mend some of these
        ("htps;//x.test/", HTPS, "a", None, Severity.NOTICE),  # an address below the page's own
        ("http://mailto:a@x.test", "two schemes: probably mailto:a@x.test", "a", None,
         Severity.NOTICE),
        ("mailto:info", "no mail address: there is no @ in it", "a", None, Severity.WARNING),
        ("mailto:info(at)x.test", "no mail address: probably mailto:info@x.test", "a", None,
         Severity.NOTICE),  # readers see what is meant
        ("mailto:info", "no mail address: there is no @ in it", "link", None, Severity.NOTICE),
        ("mailto:a#x.test", "no mail address: there is no @ in it, unless a script puts it there",
         "a", None, Severity.NOTICE),
        ("htps://x.test/", "misspelt scheme", "a", None, Severity.NOTICE),
    ],
)  # fmt: skip
def test_what_no_browser_reaches_is_broken_and_what_some_mend_is_not(
    printed: str, problem: str, element: str, verdict: str | None, severity: Severity
) -> None:
    slip = replace(place(printed=printed), problem=problem, element=element, link_id="x")
    (found,) = find_invalid([], [slip], {"x": (printed, verdict)})
    assert found.severity is severity
    if severity is Severity.ERROR:
        assert found.why.startswith("Readers cannot follow this link.")
        assert found.should_say == "https://x.test/"


def test_a_scheme_nobody_has_in_data_for_programs_is_no_error() -> None:
    for element, attribute, severity in (
        ("a", "data-src", Severity.NOTICE),
        ("script", "json-ld", Severity.WARNING),
    ):
        slip = replace(place(printed="htps://x.test/"), problem=HTPS, link_id="x")
        slip = replace(slip, element=element, attribute=attribute)
        (found,) = find_invalid([], [slip], {"x": (slip.printed, None)})
        assert found.severity is severity


def test_a_slip_in_the_print_explains_a_broken_link_and_is_not_told_twice():
    slip = replace(place(), problem="missing scheme: probably https://www.example.org/")
    (found,) = find_links(own_link(LinkVerdict.GONE), slip)
    assert found.kind is FindingKind.LINK_GONE
    assert found.should_say == "https://www.example.org/"
    assert found.why.endswith("or mailto:) is missing: probably https://www.example.org/.")
    (found,) = find_links(
        own_link(LinkVerdict.GONE), replace(slip, problem="perhaps missing scheme")
    )
    assert found.why.endswith(" Perhaps its beginning (https:// or mailto:) is missing.")


def test_the_beginning_that_was_meant_is_the_one_that_is_proposed():
    for print_, meant in (("htp", "http"), ("htps", "https")):
        problem = f"misspelt scheme: probably {meant}://x.test/"
        slip = replace(place(printed=f"{print_}://x.test/"), problem=problem, link_id="x")
        (found,) = find_invalid([], [slip], {})
        said = f"Its beginning ({meant}://) is misspelt: probably {meant}://x.test/."
        assert found.why.endswith(said)


def test_scripts_behind_buttons_are_no_links():
    script = replace(place(printed="javascript:void(0)"), link_id=None)
    misspelt = replace(script, printed="javascript;", problem="not an address but a script or data")
    assert list(find_invalid([script, misspelt], [], {})) == []


def test_a_landing_behind_a_misprinted_name_is_that_of_the_name_meant():
    name = "10.3928/01477447-20160404-07"
    place = replace(mention(name), printed="10.3928/01477447-20160404-O7")
    judged = Judged(dois={name: verdicts(name, landing=Landing.GONE)})
    whys = [f.why for f in find_in_dois(judged, [place], [], {})]
    assert [f"The DOI name that is meant, {name}, is right" in why for why in whys] == [True]
