"""A text that says one DOI name, and a link around it that says another."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import (
    Agreement,
    Candidate,
    Field,
    KeptCitation,
    Place,
    Registration,
    Severity,
)
from pipelines.verification.findings.conflicts import find_conflict, find_second_name
from pipelines.verification.judging.judged import Judged
from tests.pipelines.matching.test_twins import DUNN, PEARSON, POOR, TWIN
from tests.pipelines.verification.findings.test_works import mention, verdicts

CITED = KeptCitation(
    id="r1",
    page_id="p1",
    page_url="https://site.test/a",
    position=1,
    printed=f"Dunn KM, Croft PR. {DUNN.title}. Spine. 2005;30:1887-1892.",
    fields=(),
    doi=DUNN.doi,
    agreement=Agreement.AGREES,
)
REGISTERED, MISSING = Registration.REGISTERED, Registration.NOT_REGISTERED
UNKNOWN = Registration.UNKNOWN
ALIAS_OF_DUNN = replace(TWIN, title="", authors=())

CONFLICTS = [
    # why, work and state of the text's name, of the link's, in a reference to Dunn's work?,
    # what is told: (place, severity, the name it should say)
    ("only the link is right", (PEARSON, MISSING), (DUNN, REGISTERED), False, ("text", "error", DUNN.doi)),
    ("only the text is right", (DUNN, REGISTERED), (PEARSON, MISSING), False, ("link", "error", DUNN.doi)),
    ("neither is right", (DUNN, MISSING), (PEARSON, MISSING), False, ("text", "error", "")),
    ("nobody could be asked about the link's", (DUNN, REGISTERED), (PEARSON, UNKNOWN), False, None),
    ("nobody could be asked about the text's", (DUNN, UNKNOWN), (PEARSON, REGISTERED), True, None),
    ("nobody could be asked at all", (DUNN, UNKNOWN), (PEARSON, UNKNOWN), False, None),
    ("two works, and no reference", (DUNN, REGISTERED), (PEARSON, REGISTERED), False, ("text", "error", "")),
    ("the reference is of the text's", (DUNN, REGISTERED), (PEARSON, REGISTERED), True, ("link", "error", DUNN.doi)),
    ("the reference is of the link's", (PEARSON, REGISTERED), (DUNN, REGISTERED), True, ("text", "error", DUNN.doi)),
    ("registered twice", (DUNN, REGISTERED), (TWIN, REGISTERED), False, None),
    ("registered twice, cited", (TWIN, REGISTERED), (DUNN, REGISTERED), True, None),
    ("an alias", (ALIAS_OF_DUNN, Registration.ALIAS), (DUNN, REGISTERED), False, None),
    ("nothing known of the one", (DUNN, REGISTERED), (POOR, REGISTERED), False, ("text", "warning", "")),
    ("nothing known of the link's, cited", (DUNN, REGISTERED), (POOR, REGISTERED), True, ("link", "warning", DUNN.doi)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "text", "link", "is_cited", "told"), CONFLICTS, ids=[row[0] for row in CONFLICTS]
)
def test_text_against_link(why, text, link, is_cited, told):
    judged = Judged()
    for work, registration in (text, link):
        alias_of = DUNN.doi if registration is Registration.ALIAS else None
        answer = verdicts(work.doi, registration, alias_of=alias_of)
        judged.dois[work.doi] = replace(answer, work=work)
    names = text[0].doi, link[0].doi
    places = [
        mention(names[0], Place.TEXT, identity="text", conflict=names[1]),
        mention(names[1], Place.HREF, identity="link", conflict=names[0]),
    ]
    found = [find_conflict([place], CITED if is_cited else None, judged) for place in places]
    assert [
        (f.mention_id, f.severity.value, f.should_say.removeprefix("https://doi.org/"))
        for f in found
        if f is not None
    ] == ([told] if told else [])


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (POOR, f"agrees with {DUNN.doi}: look whether they name one work."),
        (replace(PEARSON, year=2004, volume="29", pages="390-397"), "and not with the other."),
    ],
)
def test_what_is_said_where_one_of_two_agrees_and_they_may_be_one_work(work, said):
    work = replace(work, authors=DUNN.authors)
    judged = Judged(dois={w.doi: replace(verdicts(w.doi), work=w) for w in (DUNN, work)})
    numbers = {"volume": "30", "pages": "1887-1892"}
    fields = [Field(name=n, value=v, start=0, end=0, confidence=1) for n, v in numbers.items()]
    link = mention(work.doi, Place.HREF, conflict=DUNN.doi)
    found = find_conflict([link], replace(CITED, fields=tuple(fields)), judged)
    assert found is not None
    assert found.severity is Severity.WARNING
    assert found.why.endswith(said)


def test_what_an_address_carries_is_accused_of_being_another_work_only():
    """A publisher's figures and supplements have names of their own."""
    judged = Judged(dois={w.doi: replace(verdicts(w.doi), work=w) for w in (DUNN, PEARSON, POOR)})

    def told(carried):
        link = mention(carried, Place.HREF, identity="link", conflict=DUNN.doi)
        read = (Candidate(value=carried, rule="publisher_url+path_tail"),)
        link = replace(link, printed=f"https://publisher.test/{carried}/fig1", candidates=read)
        found = find_conflict([link], CITED, judged)
        return found.severity if found else None

    assert told(POOR.doi) is None
    assert told(PEARSON.doi) is Severity.ERROR


@pytest.mark.parametrize(
    ("why", "registered", "is_cited", "proposed"),
    [
        ("the reference names its work", DUNN, True, (DUNN.doi, True, True)),
        ("no reference to compare with", DUNN, False, (DUNN.doi, False, False)),
        ("no record to compare with", POOR, True, (POOR.doi, False, False)),
        ("the reference names another work", PEARSON, True, None),
    ],
)
def test_the_only_registered_name_is_compared_with_the_reference(
    why, registered, is_cited, proposed
):
    """``proposed`` is the name, whether fields agree, and whether that makes it safe."""
    judged = Judged(
        dois={
            "10.1000/unknown": verdicts("10.1000/unknown", MISSING),
            registered.doi: replace(verdicts(registered.doi), work=registered),
        }
    )
    text = mention("10.1000/unknown", Place.TEXT, conflict=registered.doi)
    found = find_conflict([text], CITED if is_cited else None, judged)
    made = [(s.after, bool(s.agreeing), s.safe) for s in found.suggestions]
    assert made == ([proposed] if proposed else []), why
    assert found.should_say == (proposed[0] if proposed else ""), why
    assert ("another work" in found.why) is (proposed is None), why


SECOND = [
    # why, what stands between the two names, the second name, its record, the name that is told
    ("another work's", ". ", PEARSON.doi, PEARSON, PEARSON.doi),
    ("as an address", ". https://doi.org/", PEARSON.doi, PEARSON, PEARSON.doi),
    ("behind a number", "; PMID: 12345; doi: ", PEARSON.doi, PEARSON, PEARSON.doi),
    ("a word explains it", ". Erratum in: ", PEARSON.doi, PEARSON, None),
    ("another reference in the entry", ". Pearson K. Spine. ", PEARSON.doi, PEARSON, None),
    ("registered twice", ". ", TWIN.doi, TWIN, None),
    ("nothing known of it", ". ", POOR.doi, POOR, None),
]


@pytest.mark.parametrize(
    ("why", "between", "second", "work", "told"), SECOND, ids=[row[0] for row in SECOND]
)
def test_two_names_in_the_text_of_one_reference(why, between, second, work, told):
    names = mention(DUNN.doi, Place.TEXT), mention(second, Place.TEXT, identity="second")
    names = tuple(replace(m, printed=m.value) for m in names)
    printed = f"{CITED.printed} {DUNN.doi}{between}{second}"
    cited = replace(CITED, printed=printed, mentions=names)
    judged = Judged(dois={w.doi: replace(verdicts(w.doi), work=w) for w in (DUNN, work)})
    found = [find_second_name(m, cited, judged) for m in names]
    assert [f.subject for f in found if f] == ([told] if told else [])


BESIDE = [
    # why, what the reference prints behind its title, the name that is told
    ("side by side", f"{DUNN.doi} {PEARSON.doi}", PEARSON.doi),
    ("explained before", f"Erratum in: {PEARSON.doi}. {DUNN.doi}", None),
    ("a journal between", f"Erratum in: Spine. 2010;35(3):E12-4. {PEARSON.doi} {DUNN.doi}", None),
    ("explained behind", f"{DUNN.doi}; {PEARSON.doi} (republished)", None),
    ("a comment on it", f"Comment on {PEARSON.doi}; {DUNN.doi}", None),
    (
        "words that begin like such a word",
        f"Bericht über Risperidon. {DUNN.doi} {PEARSON.doi}",
        PEARSON.doi,
    ),
    ("the reaction of patients", f"Antwortverhalten. {DUNN.doi} {PEARSON.doi}", PEARSON.doi),
    ("a French how", f"Comment soigner le dos. {DUNN.doi} {PEARSON.doi}", PEARSON.doi),
    ("a version", f"Wirbelsäulen, ver 2. {DUNN.doi} {PEARSON.doi}", PEARSON.doi),
    ("a tool of surgeons", f"A new retractor. {DUNN.doi} {PEARSON.doi}", PEARSON.doi),
    ("a Spanish see", f"{DUNN.doi} (ver {PEARSON.doi})", None),
    ("a comment of its own", f"{DUNN.doi}. Comment: {PEARSON.doi}", None),
    ("a comment, and no sign behind it", f"{DUNN.doi} {PEARSON.doi} (comment)", None),
    ("a reply", f"Réponse : {PEARSON.doi}. {DUNN.doi}", None),
    ("set right", f"Berichtigung in {PEARSON.doi}; {DUNN.doi}", None),
    ("one begins the other", f"Erratum in: {DUNN.doi}2. The article is {DUNN.doi}", None),
    ("the longer one first, no word", f"{DUNN.doi}2. The article itself is {DUNN.doi}", None),
    ("the longer one alone", f"{DUNN.doi}2", None),
]


@pytest.mark.parametrize(("why", "behind", "told"), BESIDE, ids=[row[0] for row in BESIDE])
def test_what_explains_a_second_name(why, behind, told):
    longer = replace(PEARSON, doi=f"{DUNN.doi}2")
    names = (
        replace(mention(w.doi, Place.TEXT, identity=w.doi), printed=w.doi)
        for w in (DUNN, PEARSON, longer)
        if w.doi in behind
    )
    cited = replace(CITED, printed=f"{CITED.printed} {behind}", mentions=tuple(names))
    judged = Judged(dois={w.doi: replace(verdicts(w.doi), work=w) for w in (DUNN, PEARSON, longer)})
    found = [find_second_name(m, cited, judged) for m in cited.mentions]
    assert [f.subject for f in found if f] == ([told] if told else []), why
