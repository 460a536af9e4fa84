"""Findings about references carry the reference as it could be printed, and what that changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import (
    Field,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Severity,
    Suggestion,
    Work,
)
from pipelines.styling.style_files import DEFAULT_STYLE, UnknownStyle
from pipelines.verification.findings.notices import NEWER_EDITION
from pipelines.verification.findings.right_numbers import RIGHT_IDENTIFIER
from pipelines.verification.repairing.correcting import correct
from tests.pipelines.verification.kept import kept_citation, kept_mention

LIU = (
    "Liu L, Skinner M (2015)\nAcupuncture for Low Back Pain. Evid Based Complement Alternat Med. "
    "2015: 328196. doi: 10.1155/2015/32819"
)
WRONG, RIGHT = "10.1155/2015/32819", "10.1155/2015/328196"
BMJ = "Madsen MV. Acupuncture treatment for pain. BMJ. 2009;338:a3115"
BMJ_DOI = "10.1136/bmj.a3115"
WORKS = {
    RIGHT: Work(
        doi=RIGHT,
        agency="Crossref",
        title="Acupuncture for Low Back Pain",
        container="Evidence-Based Complementary and Alternative Medicine",
        authors=("Liu, Lizhou", "Skinner, Margot"),
        year=2015,
        volume="2015",
        article_number="328196",
    ),
    BMJ_DOI: Work(doi=BMJ_DOI, agency="Crossref", title="Acupuncture", container="BMJ", year=2009),
    "10.1000/sici<1::2>": Work(doi="10.1000/sici<1::2>", agency="Crossref", title="Backs"),
}


def mention(printed: str, value: str, **more) -> KeptMention:
    return kept_mention(value, **{"id": "m", "page_id": "p", "printed": printed} | more)


def citation(printed: str, **more) -> KeptCitation:
    return kept_citation(printed, **{"id": "r", "page_id": "p"} | more)


def finding(kind: FindingKind, says: str, should_say: str = "", *after: str, **more) -> Finding:
    return Finding(
        **{
            "kind": kind,
            "severity": Severity.ERROR,
            "page_id": "p",
            "subject": WRONG,
            "says": says,
            "should_say": should_say,
            "reference_id": "r",
            "suggestions": tuple(
                Suggestion(before=says, after=name, rule="rule", score=0.9) for name in after
            ),
        }
        | more
    )


def corrected(found: Finding, *citations: KeptCitation, style: str = DEFAULT_STYLE) -> Finding:
    (only,) = correct([found], citations, WORKS.get, style)
    return only


KIND = FindingKind
EDITS = (
    (
        "a wrong name gives way, line breaks stay",
        finding(KIND.DOI_NOT_REGISTERED, WRONG, RIGHT, RIGHT),
        citation(LIU),
        LIU.replace(WRONG, RIGHT),
    ),
    (
        "letters that are right keep their case",
        finding(KIND.DOI_NOT_REGISTERED, "10.2147/JPR.S25339", "", "10.2147/jpr.s25330"),
        citation("Lee. Backs. doi:10.2147/JPR.S25339."),
        "Lee. Backs. doi:10.2147/JPR.S25330.",
    ),
    (
        "a link's address gives way to its new one",
        finding(KIND.LINK_MOVED, "http://a.org/x/", "", "https://b.org/y"),
        citation("Lee. Backs. http://a.org/x/. And http://a.org/x/z"),
        "Lee. Backs. https://b.org/y. And http://a.org/x/z",
    ),
    (
        "an address without scheme stays without",
        finding(KIND.LINK_GONE, "https://www.a.org/x", "", "https://b.org/y"),
        citation("Lee. Backs. www.a.org/x"),
        "Lee. Backs. b.org/y",
    ),
    (
        "an address that is not shown is no change of the words",
        finding(KIND.LINK_GONE, "https://www.a.org/x", "", "https://b.org/y"),
        citation("Lee. Backs. Full text."),
        "",
    ),
    (
        "a DOI name that stands there already is not printed twice",
        finding(KIND.LINK_GONE, "https://a.org/x", "", f"https://doi.org/{RIGHT}"),
        citation(f"Liu. Backs. https://a.org/x doi: {RIGHT}"),
        "",
    ),
    (
        "a label that was printed stays",
        finding(KIND.DOI_NOT_REGISTERED, f"doi: {WRONG}", RIGHT, RIGHT),
        citation(LIU),
        LIU.replace(WRONG, RIGHT),
    ),
    (
        "an address gives way to an address",
        finding(KIND.WRONG_WORK, f"http://dx.doi.org/{WRONG}", "", RIGHT),
        citation(f"Liu L. Backs. http://dx.doi.org/{WRONG}"),
        f"Liu L. Backs. https://doi.org/{RIGHT}",
    ),
    (
        "in text an address may lack its scheme",
        finding(KIND.DOI_MALFORMED, f"https://doi.org/doi:{RIGHT}", "", RIGHT),
        citation(f"Liu L. doi.org/doi:{RIGHT}"),
        f"Liu L. https://doi.org/{RIGHT}",
    ),
    (
        "a name behind its resolver",
        finding(KIND.WRONG_WORK, WRONG, RIGHT, RIGHT),
        citation(f"Liu L. https://doi.org/{WRONG}"),
        f"Liu L. https://doi.org/{RIGHT}",
    ),
    (
        "a missing name is added",
        finding(KIND.DOI_MISSING, BMJ, "", BMJ_DOI),
        citation(BMJ),
        f"{BMJ}. https://doi.org/{BMJ_DOI}",
    ),
    (
        "text and link differ: the other name gets its place",
        finding(KIND.DOI_CONFLICT, WRONG, RIGHT, RIGHT),
        citation(LIU),
        LIU.replace(WRONG, RIGHT),
    ),
    (
        "a PMID that is right corrects the DOI name, not itself",
        finding(KIND.IDENTIFIER_CONFLICT, "PMID: 123", f"https://doi.org/{RIGHT}"),
        citation(f"{LIU} PMID: 123", doi=WRONG, mentions=(mention(WRONG, WRONG),)),
        f"{LIU} PMID: 123".replace(WRONG, RIGHT),
    ),
    (
        "a misprinted number gives way where it was read",
        finding(KIND.CITATION_DIFFERS, "2009;9:241", "2009;9:214"),
        citation("Lee 241. Backs. BMC 2009;9:241"),
        "Lee 241. Backs. BMC 2009;9:214",
    ),
    (
        "a misprint that stands twice is left to a person",
        finding(KIND.CITATION_DIFFERS, "241", "214"),
        citation("Lee 241. Backs. BMC 2009;9:241"),
        "",
    ),
    (
        "the name of a notice gives way to that of its work",
        finding(KIND.WORK_CHANGED, WRONG, RIGHT, RIGHT),
        citation(LIU),
        LIU.replace(WRONG, RIGHT),
    ),
    (
        "what is wrong stands in the link only",
        finding(KIND.DOI_MALFORMED, "https://doi.org/x/10.1155", "", RIGHT),
        citation(BMJ),
        "",
    ),
)


@pytest.mark.parametrize(("why", "found", "cited", "expected"), EDITS)
def test_only_what_is_wrong_is_changed(
    why: str, found: Finding, cited: KeptCitation, expected: str
) -> None:
    (made,) = corrected(found, cited).suggestions
    assert made.corrected == expected, why
    assert "".join(text for sign, text in made.diff if sign != "+") == cited.printed * bool(
        expected
    )
    assert "".join(text for sign, text in made.diff if sign != "-") == expected


def test_the_second_offer_is_the_registered_work_in_the_style_of_the_profile() -> None:
    found = finding(KIND.DOI_NOT_REGISTERED, WRONG, RIGHT, RIGHT, BMJ_DOI, "10.1000/unknown")
    first, second, third = corrected(found, citation(LIU)).suggestions
    assert first.styled == (
        "Liu L, Skinner M. Acupuncture for Low Back Pain. Evidence-Based Complementary and "
        "Alternative Medicine. 2015;2015:328196. doi:10.1155/2015/328196"
    )
    assert second.styled == "Acupuncture. BMJ. 2009. doi:10.1136/bmj.a3115"
    assert (third.styled, third.corrected) == ("", LIU.replace(WRONG, "10.1000/unknown"))
    (apa, *_) = corrected(found, citation(LIU), style="apa").suggestions
    assert apa.styled.startswith("Liu, L., & Skinner, M. (2015).")
    with pytest.raises(UnknownStyle):
        corrected(found, citation(LIU), style="none")


def test_the_styled_form_names_the_authors_as_the_page_does() -> None:
    authors = "Liu LZ, Skinner M, et al."
    cited = citation(
        LIU, fields=(Field(name="authors", value=authors, start=0, end=25, confidence=1.0),)
    )
    (made, *_) = corrected(finding(KIND.DOI_NOT_REGISTERED, WRONG, RIGHT, RIGHT), cited).suggestions
    assert made.styled.startswith("Liu LZ, Skinner M, et al. Acupuncture")


def test_what_is_kept_of_a_corrected_reference_and_leads_nowhere_is_said() -> None:
    """The reference is copied as a whole: whoever pastes it has to know of its other number."""
    cited = citation(f"Lee. Backs. doi:{WRONG}. PMID: 99999999")
    name = finding(KIND.DOI_NOT_REGISTERED, WRONG, RIGHT, RIGHT, why="It is so.")
    number = finding(KIND.IDENTIFIER_UNKNOWN, "99999999", "16103861", "16103861", why="It is, too.")
    number = replace(
        number, suggestions=tuple(replace(s, rule=RIGHT_IDENTIFIER) for s in number.suggestions)
    )
    elsewhere = replace(number, reference_id="another")
    told = [f.why for f in correct([name, number], [cited], WORKS.get, DEFAULT_STYLE)]
    kept = " Kept as printed: 99999999, which another finding is about."
    assert told == [f"It is so.{kept}", "It is, too."]
    told = [f.why for f in correct([name, elsewhere], [cited], WORKS.get, DEFAULT_STYLE)]
    assert told == ["It is so.", "It is, too."]


def test_a_style_that_the_page_prints_already_is_no_offer() -> None:
    """As where only the target of a link is wrong."""
    found = finding(KIND.DOI_CONFLICT, WRONG, RIGHT, RIGHT)
    (made,) = corrected(found, citation(LIU)).suggestions
    printed = made.styled.replace(" Acupuncture", "\nAcupuncture")
    assert made.styled
    (made,) = corrected(found, citation(printed)).suggestions
    assert (made.after, made.styled) == (RIGHT, "")


def test_a_name_is_added_as_the_page_prints_its_others() -> None:
    others = [citation(f"Lee {n}. DOI:10.1000/{n}", id=str(n)) for n in range(3)]
    far = citation("Lee. https://doi.org/10.1000/9", id="9", page_id="elsewhere")
    found = corrected(finding(KIND.DOI_MISSING, BMJ, "", BMJ_DOI), citation(BMJ), *others, far, far)
    assert found.should_say == f"DOI:{BMJ_DOI}"
    assert found.suggestions[0].corrected == f"{BMJ}. DOI:{BMJ_DOI}"
    assert found.suggestions[0].diff == (("=", BMJ), ("+", f". DOI:{BMJ_DOI}"))


def test_another_work_is_offered_in_its_own_words() -> None:
    """The old title, year and pages would be wrong for a newer version."""
    newer = Suggestion(before=WRONG, after=RIGHT, rule=NEWER_EDITION, score=0.5)
    found = finding(KIND.WORK_CHANGED, WRONG, RIGHT, suggestions=(newer,))
    (made,) = corrected(found, citation(LIU)).suggestions
    assert made.corrected == made.styled
    assert made.corrected.startswith("Liu L, Skinner M. Acupuncture")
    assert made.diff


def test_an_encoded_address_is_known_by_its_name() -> None:
    address = "https://doi.org/10.1000/sici%3C1::2%3E"
    (made,) = corrected(finding(KIND.DOI_MALFORMED, "x", "", address), citation("x y")).suggestions
    assert made.styled == "Backs. doi:10.1000/sici<1::2>"


@pytest.mark.parametrize(
    "found",
    [
        finding(KIND.LINK_GONE, "https://a.example/", "https://b.example/", reference_id=None),
        finding(KIND.DOI_NOT_REGISTERED, WRONG),
        finding(KIND.WORK_RETRACTED, WRONG, "something"),
        finding(KIND.DOI_MISSING, BMJ, "", BMJ_DOI, reference_id="gone"),
    ],
)
def test_other_findings_stay_as_they_are(found: Finding) -> None:
    assert corrected(found, citation(LIU)) == found
