"""Identifiers that lead nowhere, told once a place; what disagrees is tested beside this."""

from dataclasses import replace

import pytest

from archive.records import (
    Existence,
    FindingKind,
    Place,
    Scheme,
    Severity,
    Work,
)
from pipelines.verification.findings.identifiers import find_in_identifiers
from pipelines.verification.judging.identifier_verdicts import IdentifierVerdict
from pipelines.verification.judging.judged import Judged, RightIdentifier
from tests.pipelines.verification.kept import kept_mention


def mention(scheme: Scheme, value: str, *, identity="m1", reference="r1", place=Place.TEXT):
    context = "" if reference else "the sentence around it"
    about = {"id": identity, "scheme": scheme, "place": place, "reference_id": reference}
    return kept_mention(value, **about, context=context)


def verdict(scheme: Scheme, value: str, work: Work | None, existence=Existence.KNOWN):
    return IdentifierVerdict(
        scheme=scheme,
        value=value,
        existence=existence,
        reason="It is so.",
        doi=work.doi if work else "",
        work=work,
        checks=(1, 2),
    )


SINGLE = [
    # why, existence, severity (None = no finding)
    ("known", Existence.KNOWN, None),
    ("could not be asked", Existence.UNKNOWN, None),
    ("its authority knows none", Existence.ABSENT, Severity.ERROR),
    ("cannot exist", Existence.INVALID, Severity.WARNING),
]


@pytest.mark.parametrize(("why", "existence", "severity"), SINGLE, ids=[row[0] for row in SINGLE])
def test_one_identifier(why, existence, severity):
    judged = Judged(identifiers={(Scheme.PMID, "1"): verdict(Scheme.PMID, "1", None, existence)})
    text = mention(Scheme.PMID, "1", identity="text", reference=None)
    link = mention(Scheme.PMID, "1", identity="link", reference=None, place=Place.HREF)
    found = list(find_in_identifiers(judged, [link, text], []))
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    for finding in found:  # one place, told once, at the text
        assert finding.kind is FindingKind.IDENTIFIER_UNKNOWN
        assert (finding.mention_id, finding.subject) == ("text", "pmid:1")
        assert finding.why.endswith("It is so.")


def test_the_number_is_put_into_the_address_that_was_printed():
    cannot_exist = verdict(Scheme.ISBN, "9783540752869", None, Existence.INVALID)
    judged = Judged(
        identifiers={(Scheme.ISBN, "9783540752869"): cannot_exist},
        right={"m1": RightIdentifier(value="9783540752868", doi="10.1007/978-3-540-75286-8")},
    )
    address = "https://books.test/isbn/9783540752869"
    printed = replace(mention(Scheme.ISBN, "9783540752869"), printed=address)
    [finding] = find_in_identifiers(judged, [printed], [])
    assert finding.should_say == "https://books.test/isbn/9783540752868"
    assert "the record has the ISBN 9783540752868" in finding.why
