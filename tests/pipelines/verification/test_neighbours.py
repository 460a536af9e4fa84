"""A page that seems parked, beside other pages of its host."""

import pytest

from pipelines.verification.engine import verify
from pipelines.verification.options import Network
from pipelines.verification.settings import VerificationSettings
from tests.pipelines.conftest import Loopback, answer
from tests.pipelines.verification.conftest import record_of

SALE = "<title>This domain is for sale: beware of scams with names of charities</title><p>Beware."
SOLD = "<title>This domain is for sale</title><p>Make an offer on this domain."


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
    ("the same without the words", {"/back": page("Buy"), "/sale": page("Buy") + SOLD}, "parked"),
    ("others are gone", {"/back": None}, "parked"),
]  # fmt: skip


@pytest.mark.parametrize(("others", "expected"), [h[1:] for h in HOSTS], ids=[h[0] for h in HOSTS])
def test_a_domain_is_parked_as_a_whole(keep, clock, others, expected):
    host = Loopback()
    pages = {"/sale": SALE} | others
    for path, html in pages.items():
        host.manners[path] = answer(200, html) if html else answer(404, "")
    store = keep(record_of([], [host.url(path) for path in pages]))
    settings = VerificationSettings(
        site="sample",
        contact="audit@example.org",
        network=Network(allow_addresses=("127.0.0.0/8",)),
        host_interval_s=0,
    )
    verify(store, settings, now=clock)
    host.close()
    [row] = store.db.query("SELECT verdict, reason FROM links WHERE url LIKE '%/sale'")
    assert row["verdict"] == expected, row["reason"]
    assert ("a domain is parked as a whole" in row["reason"]) is (expected == "unknown")
