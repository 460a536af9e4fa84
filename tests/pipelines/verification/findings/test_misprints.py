"""The right work, with a number or a name misprinted."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from archive.records import (
    Agreement,
    FindingKind,
    Landing,
    Severity,
    Work,
)
from pipelines.matching.agreeing import compare
from pipelines.references.fields import read_fields
from pipelines.verification.findings.misprints import find_misprints
from pipelines.verification.judging.judged import Judged
from tests.pipelines.verification.kept import doi_verdicts, kept_citation

DOI = "10.1186/1472-6963-9-214"
TITLE = "Quality of life in patients with back pain after rehabilitation"
WORK = Work(
    doi=DOI,
    agency="Crossref",
    title=TITLE,
    container="BMC Health Services Research",
    authors=("Kleber, Anna", "Wohlfarth, T."),
    year=2009,
    years=(2009,),
    volume="9",
    article_number="214",
)

ROWS = [
    # why, printed, what it says, what it should say (None = no finding)
    (
        "two figures of the article number swapped",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2009;9:241.",
        ("241", "214"),
    ),
    (
        "figures of the year swapped, which is no year yet",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2090;9:214.",
        ("2090", "2009"),
    ),
    (
        "the same figures stand in the DOI name as well",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2009;9:241. doi: 10.1186/1472-6963-9-241",
        ("2009;9:241", "2009;9:214"),
    ),
    (
        "as registered",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2009;9:214.",
        None,
    ),
    (
        "another number altogether: pages of the print",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2009;9:1-12.",
        None,
    ),
    (
        "the year after: online first",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2010;9:214.",
        None,
    ),
    (
        "a figure of the year",
        f"Kleber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2019;9:214.",
        ("2019", "2009"),
    ),
    (
        "a letter of the name",
        f"Klebar A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2009;9:214.",
        ("Klebar", "Kleber"),
    ),
    (
        "an accent less is no misprint",
        f"Kléber A, Wohlfarth T. {TITLE}. BMC Health Serv Res. 2009;9:214.",
        None,
    ),
    (
        "two things differ: who knows what it is",
        f"Kleber A, Wohlfarth T. {TITLE}. Lancet. 2009;9:241.",
        None,
    ),
    (
        "another title: it is no misprint",
        "Kleber A, Wohlfarth T. Costs of care for patients with neck pain. BMC Health Serv Res. 2009;9:241.",
        None,
    ),
]


@pytest.mark.parametrize(("why", "printed", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_misprints(why, printed, expected):
    found = list(find_misprints([citation(printed)], judged(printed)))
    assert [(f.says, f.should_say) for f in found] == ([expected] if expected else [])
    for finding in found:
        assert (finding.kind, finding.severity) == (FindingKind.CITATION_DIFFERS, Severity.NOTICE)
        assert finding.subject == DOI
        assert printed.count(finding.says) == 1


def test_it_says_what_is_registered():
    printed = ROWS[0][1]
    (finding,) = find_misprints([citation(printed)], judged(printed))
    assert "printed as 241, and registered as 214" in finding.why
    assert "title, author, year, volume and journal or book" in finding.why


def citation(printed):
    fields = read_fields(printed)
    return kept_citation(printed, fields=fields, doi=DOI, agreement=Agreement.AGREES)


def judged(printed):
    fields = {f.name: f.value for f in sorted(read_fields(printed), key=lambda f: f.confidence)}
    verdicts = doi_verdicts(DOI, landing=Landing.UNKNOWN, work=WORK, checks=(1,))
    return Judged(dois={DOI: verdicts}, citations={"r1": compare(printed, fields, WORK)})
