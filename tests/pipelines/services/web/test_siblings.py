"""When a made-up sibling is asked for, which one, and what its answer tells."""
# ruff: noqa: E501 (a row of a table stands on one line)

from datetime import UTC, datetime

import pytest

from pipelines.services.web.file_names import promised_by
from pipelines.services.web.siblings import compared, is_suspicious, made_up, shows_home
from pipelines.services.web.visits import Visit

URL = "https://clinic.test/leaflets/back-pain"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def visit(status=200, final=URL, hops=(), error=None, text="", **facts):
    return Visit(
        asked_at=NOW, status=status, error=error, final_url=final, hops=list(hops),
        text=text, facts=facts
    )  # fmt: skip


MOVED = [(302, URL)]
SUSPICIOUS = [
    ("an ordinary page", URL, visit(words=400), False),
    ("a short page", URL, visit(words=40), True),
    ("not found, it says", URL, visit(words=400, not_found="404"), True),
    ("sent to an address of other words", URL, visit(final="https://clinic.test/search", hops=MOVED, words=400), True),
    ("sent to the same words elsewhere", URL, visit(final="https://new.test/a/back-pain", hops=MOVED, words=400), False),
    ("sent to the folder of it", URL, visit(final="https://clinic.test/leaflets/", hops=MOVED, words=400), True),
    ("another text than before", URL, visit(words=400, drift=0.9), True),
    ("a page for a PDF", URL + ".pdf", visit(words=400), True),
    ("the start page", "https://clinic.test/", visit(words=4), False),
    ("no page", URL, visit(magic="pdf"), False),
    ("a wall", URL, visit(words=4, challenge="x"), False),
    ("parked", URL, visit(words=400, parked=["x"]), True),
    ("a start page that is for sale", "https://clinic.test/", visit(words=400, parked=["x"]), True),
    ("parked, and gone", URL, visit(status=404, words=4, parked=["x"]), False),
    ("no answer", URL, visit(status=None, error="dns"), False),
    ("an honest 404", URL, visit(status=404, words=400, not_found="404", canonical=URL), False),
    ("a 404 over a page", URL, visit(status=404, words=400, canonical=URL), True),
    ("a 404 of some words that do not say so", URL, visit(status=404, words=80), True),
    ("a 404 of few words", URL, visit(status=404, words=20), False),
    ("a 404 that it was sent to under other words", URL, visit(status=404, words=20, final="https://clinic.test/apology", hops=MOVED), True),
    ("a page that lacks a place", URL, visit(words=400, places={"a": "there", "b": "missing"}), True),
    ("a page that has its places", URL, visit(words=400, places={"a": "there", "b": "script"}), False),
    ("a fault", URL, visit(status=500, words=4), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "url", "seen", "expected"), SUSPICIOUS, ids=[row[0] for row in SUSPICIOUS]
)
def test_suspicion(why, url, seen, expected):
    assert is_suspicious(url, seen) is expected


def test_the_made_up_address_is_beside_the_real_one_and_always_the_same():
    made = made_up(URL + ".htm?x=1#y")
    assert made.startswith("https://clinic.test/leaflets/no-such-page-")
    assert made.endswith(".htm")
    assert made == made_up("https://clinic.test/leaflets/other.htm")
    assert made_up("https://clinic.test").startswith("https://clinic.test/no-such-page-")


FILES = [("/a.PDF", "PDF"), ("/a.jpeg", "picture"), ("/a.htm", ""), ("/a", ""), ("/a.pdf/b", "")]


@pytest.mark.parametrize(("path", "word"), FILES)
def test_what_a_name_promises(path, word):
    assert promised_by(f"https://clinic.test{path}?x=y.png") == word


ECHOES = [
    ("a name in a title", "Contact @back", "Contact @no-such-page-1", True),
    ("only the name", "Back", "No such page 1", False),
    ("other words, too", "Back pain", "No such page 1", False),
    ("no name", "Clinic", "Clinic", False),
    ("a name and another frame", "Back at work", "Find no such page 1", False),
]


@pytest.mark.parametrize(("why", "title", "other", "is_echo"), ECHOES, ids=lambda v: str(v)[:30])
def test_titles_that_repeat_what_was_asked_for(why, title, other, is_echo):
    page = visit(title=title, words=2, text="a b")
    made = visit(final="https://clinic.test/no-such-page-1", title=other, words=2, text="a b")
    assert compared("https://clinic.test/back", page, made).get("echoed", False) is is_echo, why


def test_a_start_page_by_another_name():
    said = visit(final="https://clinic.test/start?id=1", words=4, title="C", text="a b c d")
    assert shows_home(URL, said, visit(words=4, title="C", text="a b c d"))
    assert not shows_home(URL, said, visit(words=6, title="C", text="a b c d e f"))
    assert not shows_home(URL, said, visit(words=4, title="D", text="a b c d"))


def test_what_is_told_of_the_sibling():
    own = visit(
        final="https://clinic.test/s", hops=MOVED, words=9, title="S", text="one two three four"
    )
    made = visit(
        final="https://clinic.test/s", hops=[(302, made_up(URL))], words=9, title="S", text="one two three four"
    )  # fmt: skip
    assert compared(URL, own, made) == {
        "url": made_up(URL),
        "status": 200,
        "final_url": "https://clinic.test/s",
        "same_end": True,
        "same_title": True,
        "contained": 1.0,
    }
    gone = visit(status=404, final=made_up(URL), not_found="404", words=2, text="not found")
    beside = compared(URL, visit(words=3, title="T", text="a b c"), gone)
    assert (beside["status"], beside["not_found"], beside["contained"]) == (404, "404", 0.0)
    assert not {"same_end", "same_title", "final_url", "error"} & set(beside)
