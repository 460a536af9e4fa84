"""A page that seems parked, beside other pages of its host."""

from dataclasses import replace

import pytest

from pipelines.verification.engine import verify
from tests.pipelines.conftest import Loopback, answer
from tests.pipelines.verification.conftest import record_of

SALE = "<title>This domain is for sale!</title><p>Ask us for its price."
ADVICE = "<title>This domain is for sale: beware of scams with names of charities</title><p>Beware."
SOLD = "<title>This domain is for sale</title><p>Make an offer on this domain."
BOUGHT = "<title>This domain is for sale</title><p>Buy this domain."


def page(about: str) -> str:
    words = " ".join(f"{about} on day {n * 7} and day {n} helped" for n in range(25))
    return f"<title>{about}</title><p>{words}."


# What other pages of the host say, and what is believed of the one that seems parked.
HOSTS = [
    ("others live", {"/back": page("Exercise"), "/neck": page("Rest")}, "unknown"),
    ("another lives", {"/back": page("Exercise")}, "unknown"),
    ("alone", {}, "parked"),
    ("all are for sale", {"/back": SOLD, "/neck": SOLD}, "parked"),
    ("another says next to nothing", {"/back": "<title>Hello</title><p>Hello."}, "parked"),
    ("the same without the words", {"/back": page("Buy"), "/sale": BOUGHT + page("Buy")}, "parked"),
    ("others are gone", {"/back": None}, "parked"),
]  # fmt: skip


@pytest.fixture
def judged(keep, clock, settings):
    """What is believed of ``/sale`` on a host with these pages, and what it shows elsewhere."""

    def judged(pages, elsewhere=None):
        host = Loopback()
        for path, html in pages.items():
            host.manners[path] = answer(200, html) if html else answer(404, "")
        if elsewhere:
            host.manners["*"] = answer(200, elsewhere)
        store = keep(record_of([], [host.url(path) for path in pages]))
        manners = replace(settings, strikes=3, strike_days=3)
        verify(store, manners, now=clock)
        host.close()
        [row] = store.db.query("SELECT verdict, reason FROM links WHERE url LIKE '%/sale'")
        return row

    return judged


@pytest.mark.parametrize(("others", "expected"), [h[1:] for h in HOSTS], ids=[h[0] for h in HOSTS])
def test_a_domain_is_parked_as_a_whole(judged, others, expected):
    row = judged({"/sale": SALE} | others)
    assert row["verdict"] == expected, row["reason"]
    assert ("a domain is parked as a whole" in row["reason"]) is (expected == "unknown")


def test_advice_about_sales_is_told_from_a_sale_by_a_host_that_knows_what_is_not_there(judged):
    row = judged({"/sale": ADVICE})
    assert row["verdict"] == "ok", row["reason"]


def test_a_host_that_shows_its_sale_at_any_address_is_parked(judged):
    row = judged({"/sale": ADVICE}, elsewhere=ADVICE)
    assert row["verdict"] == "parked", row["reason"]
