"""Text encoded twice: mended where that is beyond doubt, otherwise left alone."""

from __future__ import annotations

import pytest

from crawler.pages.mojibake import find_mender
from tests.crawler.pages.html_page import page

GERMAN = "Rückenschmerzen gehören zu den häufigsten Übeln – überall."
GREEK = "Η σκολίωση είναι κύρτωση"


def twice(text: str) -> str:
    """Read as windows-1252 as browsers do (WHATWG: no byte is undefined), encoded again."""
    return "".join(
        bytes([b]).decode("windows-1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b)
        for b in text.encode()
    )


@pytest.mark.parametrize("text", [GERMAN, GREEK, "naïve", "ağrı, şişlik, ölçüm"])
def test_mended(text: str) -> None:
    mender = find_mender(twice(text))
    assert mender is not None
    assert mender(twice(text)) == text


@pytest.mark.parametrize(
    "text",
    [GERMAN, GREEK, "", "plain", "« là » CAFÉ»", "Å, Ä and Ö are letters", f"{GREEK * 5} says Ã¶"],
)
def test_left_alone(text: str) -> None:
    assert find_mender(text) is None


def test_a_page_encoded_twice_is_mended_and_said_to_be() -> None:
    record = page(f"<title>{twice(GERMAN)}</title><h1>{twice(GERMAN)}</h1><p>plain text</p>")
    assert record.title == record.html_title == GERMAN
    assert [issue.code for issue in record.issues] == ["double_encoded"]
