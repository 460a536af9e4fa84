"""A name that is registered, and printed so that nobody who copies it gets there."""

from __future__ import annotations

import pytest

from archive.records import (
    Finding,
    FindingKind,
    KeptMention,
    Place,
    Severity,
)
from pipelines.dois import candidates_from_url, find_candidates
from pipelines.verification.doi_links import in_kind, in_place_of
from pipelines.verification.findings.works import find_in_dois
from pipelines.verification.judging.judged import Judged
from tests.pipelines.verification.kept import doi_verdicts, kept_mention

GOOD = "10.1136/bmj.a3115"
SICI = "10.1002/(sici)1097-0185(19990301)254:3<408::aid-ar12>3.0.co;2-g"
WHOLE = "10.1002/(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G"


def mention(printed: str, place: Place = Place.TEXT, identity: str = "m1") -> KeptMention:
    if place is Place.HREF:
        candidates = candidates_from_url(printed)
    else:
        (found,) = find_candidates(printed)
        printed, candidates = printed[found.start : found.end], found.candidates
    about = {"id": identity, "place": place, "context": "the sentence around it"}
    return kept_mention(candidates[0].value, printed=printed, candidates=candidates, **about)


def find(*mentions: KeptMention) -> list[Finding]:
    doi = mentions[0].value
    return list(find_in_dois(Judged(dois={doi: doi_verdicts(doi)}), mentions, (), {}))


BROKEN = [
    # why, what the page prints, what is meant
    ("a colon of the SICI lost", WHOLE.replace("::", ":"), SICI),
    ("other signs in the SICI", WHOLE.replace("<", "\\").replace(">", "["), SICI),
    ("letters for figures", "doi: 10.ll36/bmj.a3115", GOOD),
    ("a letter for the nought", "doi: 1O.1136/bmj.a3115", GOOD),
    ("a comma for the dot", "doi: 10,1136/bmj.a3115", GOOD),
    ("a colon for the slash", "doi: 10.1136:bmj.a3115", GOOD),
    ("a backslash for the slash", "10.1136\\bmj.a3115", GOOD),
    ("a hyphen for the slash", "doi:10.1136-bmj.a3115", GOOD),
    ("two underscores", "10.1007/978-3-642-45135-5__17", "10.1007/978-3-642-45135-5_17"),
    ("round brackets", "10.1890/0012-9658(2002)083(2421:SDEOLC)2.0.CO;2",
     "10.1890/0012-9658(2002)083[2421:sdeolc]2.0.co;2"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "meant"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_print_that_nobody_can_follow_is_told(why: str, printed: str, meant: str) -> None:
    (told,) = find(mention(printed))
    assert (told.kind, told.severity) == (FindingKind.DOI_MALFORMED, Severity.WARNING)
    assert told.says in printed
    assert told.should_say.lower() == meant
    assert "nobody can follow it" in told.why
    assert f"{meant} is registered" in told.why
    assert [(s.before, s.after) for s in told.suggestions] == [(told.says, meant)]


CASES = [
    # why, what the page prints, the name that is meant, what to print
    ("a figure is wrong", "10.2147/JPR.S25339", "10.2147/jpr.s25330", "10.2147/JPR.S25330"),
    ("a letter is missing, all are capitals", "10.1016/J.SPINE.2007.03.004",
     "10.1016/j.spinee.2007.03.004", "10.1016/J.SPINEE.2007.03.004"),
    ("a letter is missing between both cases", "10.1002/14651858.CD0011.pub2",
     "10.1002/14651858.cd00112.pub2", "10.1002/14651858.CD00112.pub2"),
    ("the newer edition", "10.1002/14651858.CD001254.pub2", "10.1002/14651858.cd001254.pub5",
     "10.1002/14651858.CD001254.pub5"),
    ("a figure too many", "10.2147/JPR.S253399", "10.2147/jpr.s25339", "10.2147/JPR.S25339"),
    ("a blank inside", "10.2147/ JPR.S25339", "10.2147/jpr.s25330", "10.2147/JPR.S25330"),
    ("an address", "http://dx.doi.org/10.2147/JPR.S25339", "10.2147/jpr.s25330",
     "https://doi.org/10.2147/JPR.S25330"),
    ("an encoded address", "https://doi.org/10.2147%2FJPR.S25339", "10.2147/jpr.s25330",
     "https://doi.org/10.2147/JPR.S25330"),
    ("a sign that has to be encoded", "https://doi.org/10.1002/(SICI)1097<1::AID-A>3.0.CO;2-B",
     "10.1002/(sici)1097<2::aid-a>3.0.co;2-b",
     "https://doi.org/10.1002/(SICI)1097%3C2::AID-A%3E3.0.CO;2-B"),
    ("small letters stay small", "10.2147/jpr.s25339", "10.2147/jpr.s25330", "10.2147/jpr.s25330"),
    ("another publisher", "10.2147/JPR.S25339", "10.1007/s00586-1", "10.1007/s00586-1"),
    ("the prefix is wrong", "10.1O16/J.SPINEE.1", "10.1016/j.spinee.1", "10.1016/j.spinee.1"),
    ("no name at all", "JPR.S25339", "10.2147/jpr.s25339", "10.2147/jpr.s25339"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "meant", "pasted"), CASES, ids=[c[0] for c in CASES])
def test_letters_that_are_right_keep_their_case(
    why: str, printed: str, meant: str, pasted: str
) -> None:
    assert in_place_of(printed, meant) == pasted
    assert in_place_of(printed, meant).lower() == in_kind(printed, meant).lower()


WELL = [
    # why, what the page prints
    ("as it is", "doi:10.1136/bmj.a3115"),
    ("capitals", "DOI:10.1136/BMJ.A3115"),
    ("a full stop behind", "10.1136/bmj.a3115."),
    ("a hyphen of another kind", "10.1136/bjsports‑2019–101436"),
    ("a line break", "doi: 10.1371/journal.\npone.0093329"),
    ("a blank behind the slash", "doi:10.1136/ bmj.a3115"),
    ("invisible signs", "10.1136/bmj.\u200ba3\u00ad115"),
    ("percent-encoded", "10.1136%2Fbmj.a3115"),
    ("a word behind it", "10.1136/bmj.a3115PubMed"),
    ("a SICI as it is", WHOLE),
    ("a SICI over two lines", WHOLE.replace("<", "\n<")),
    ("a SICI in entities", WHOLE.replace("<", "&lt;").replace(">", "&gt;")),
    ("a SICI of AMS", "10.1175/1520-0493(2002)130<1913:EDAWPO>2.0.CO;2"),
]


@pytest.mark.parametrize(("why", "printed"), WELL, ids=[row[0] for row in WELL])
def test_typography_is_no_finding(why: str, printed: str) -> None:
    assert find(mention(printed)) == []


def test_a_link_that_works_over_a_broken_print_leads_readers_there() -> None:
    link = mention(f"https://doi.org/{GOOD}", Place.HREF, "m2")
    assert find(mention("doi: 10.ll36/bmj.a3115"), link) == []


@pytest.mark.parametrize("name", ["10.ll36/bmj.a3115", "10.1136:bmj.a3115"])
def test_a_link_with_a_broken_name_is_told_as_a_link(name: str) -> None:
    (told,) = find(mention(f"https://doi.org/{name}", Place.HREF))
    assert (told.severity, told.should_say) == (Severity.ERROR, f"https://doi.org/{GOOD}")


def test_a_backslash_in_a_link_is_a_slash_to_browsers() -> None:
    assert find(mention("https://doi.org/10.1136\\bmj.a3115", Place.HREF)) == []
