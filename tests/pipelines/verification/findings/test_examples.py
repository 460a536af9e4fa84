"""DOI names that a text shows as examples of one."""

from dataclasses import replace

import pytest

from archive.records import Registration, Severity
from pipelines.verification.findings.works import find_in_dois
from pipelines.verification.judging.judged import Judged
from tests.pipelines.verification.findings.test_works import mention, verdicts

NAME = "10.1136/xyz123"


def severities(context: str, name: str = NAME, reference: str | None = None) -> list[Severity]:
    """Of what is found where a name that is not registered stands in a sentence."""
    place = replace(mention(name, reference=reference), context=context, printed=name)
    judged = Judged(dois={name: verdicts(name, Registration.NOT_REGISTERED)})
    return [found.severity for found in find_in_dois(judged, [place], [], {})]


@pytest.mark.parametrize(
    "before",
    [
        "A DOI looks like ",
        "For example, write doi:",
        "Use an identifier such as https://doi.org/",
        "Eine DOI sieht so aus: ",
        "Eine DOI, z. B. doi:",
        "Par exemple : ",
        "Por ejemplo: doi:",
        "Ad esempio, ",
        "Bijvoorbeeld: ",
        "Na przykład doi:",
        "Örneğin: ",
        "Например: ",
        "例如 ",
    ],
)
def test_an_example_is_a_notice_at_most(before: str) -> None:
    assert severities(f"{before}{NAME}.") == [Severity.NOTICE]


@pytest.mark.parametrize("name", ["10.5555/12345678", "10.1234/abcd.5678", "10.9999/example"])
def test_a_prefix_for_tests(name: str) -> None:
    assert severities(f"Write {name} here.", name) == []
    assert severities(f"Lee A. Backs. doi:{name}", name, "r1") == [Severity.ERROR]


@pytest.mark.parametrize(
    "sentence",
    [
        f"Read the article {NAME}, for example.",
        f"Stay active, for example. The trial is doi:{NAME}.",
        f"More in {NAME}.",
        f"Exercise helps, e.g. walking (Lee 2012, doi:{NAME}).",
    ],
)
def test_what_is_no_example(sentence: str) -> None:
    assert severities(sentence) == [Severity.ERROR]


def test_an_example_in_a_reference() -> None:
    assert severities(f"Lee A. Backs, for example {NAME}", reference="r1") == [Severity.ERROR]
