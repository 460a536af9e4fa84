"""A store with one article that cites and links, and a replica of the outside world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.records import Block, BlockKind, Capture, Link, PageKind, PageRecord
from archive.store import Store
from pipelines.stages import refine
from pipelines.verification.options import Network, Services
from pipelines.verification.settings import VerificationSettings
from tests import replica as world

SEEN_AT = datetime(2026, 1, 4, 22, 0, tzinfo=UTC)
PAGE_URL = "https://www.eurospinepatientline.test/article/back-pain.htm"


@pytest.fixture(scope="module")
def replica() -> Iterator[world.Replica]:
    with world.running() as running:
        running.state.notes |= {"slow_s": 0.05, "crossref_span_s": 0.01}
        yield running


@pytest.fixture(scope="module")
def settings(replica) -> VerificationSettings:
    """One failure is enough, nothing is waited for."""
    overrides = replica.overrides()
    names = ("doi_org", "crossref", "datacite", "wayback", "timemap", "ncbi", "pmc", "handle")
    return VerificationSettings(
        site="sample",
        contact="audit@example.org",
        strikes=1,
        strike_days=0,
        network=Network(
            resolve=overrides["resolve"],
            ca_file=overrides["ca_file"],
            allow_addresses=("127.0.0.0/8",),
        ),
        services=Services(**{name: overrides["services"][name] for name in names}),
        host_interval_s=0,
        registry_interval_s=0,
        backoff_s=0.001,
        max_wait_s=2,
        deadline_s=5,
    )


def record_of(references=(), links=(), url=PAGE_URL, capture=1) -> PageRecord:
    """A page that prints references in a list and points to URLs, read and refined."""
    blocks = [
        Block(kind=BlockKind.HEADING, text="Back pain", level=1),
        Block(kind=BlockKind.PARAGRAPH, text="Most people have it once in their lives."),
        Block(kind=BlockKind.HEADING, text="References", level=2),
        *(
            Block(kind=BlockKind.ITEM, text=text, marker=str(n), level=1)
            for n, text in enumerate(references, 1)
        ),
    ]
    return refine(
        PageRecord(
            url=url,
            capture_id=capture_id(capture),
            fetched_at=SEEN_AT,
            status=200,
            kind=PageKind.ARTICLE,
            title="Back pain",
            blocks=tuple(blocks),
            links=tuple(
                link if isinstance(link, Link) else Link(printed=link, url=link, anchor_text=link)
                for link in links
            ),
        )
    )


def capture_id(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def capture_of(url: str, number: int = 1, status: int = 200) -> Capture:
    return Capture(
        id=capture_id(number),
        url=url,
        fetched_at=SEEN_AT,
        status=status,
        mime="text/html",
        payload_sha256="0" * 64,
        bytes=1,
        warc_file="test.warc.gz",
        warc_offset_bytes=0,
        warc_length_bytes=1,
    )


def make_store(path: Path, *records: PageRecord) -> Store:
    """A store that holds pages, as a settled crawl leaves it."""
    store = Store.open(path)
    run_id = store.begin_run("crawl", "sample", {})
    with store.unit():
        for number, record in enumerate(records, 1):
            store.keep_capture(run_id, capture_of(record.url, number))
            store.keep_page(run_id, record)
        # What settling does when the hosts of the site are known.
        store.db.conn.execute(
            "UPDATE links SET scope = CASE WHEN host = 'www.eurospinepatientline.test' "
            "THEN 'internal' ELSE 'external' END"
        )
    return store


@pytest.fixture
def keep(tmp_path):
    """Makes a store that holds pages: ``keep(record, ...)``."""
    opened: list[Store] = []

    def keep(*records: PageRecord) -> Store:
        opened.append(make_store(tmp_path / "crawl.db", *records))
        return opened[-1]

    yield keep
    for store in opened:
        store.close()


class Clock:
    """A moment that only a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


def row_of(store, doi):
    """What is kept of a DOI name."""
    return store.db.table("dois").get(doi)


def found(store, subject):
    """The findings about a subject that still stand, by kind."""
    rows = store.db.query(
        "SELECT * FROM findings WHERE subject = ? AND state != 'recovered'", (subject,)
    )
    return {row["kind"]: row for row in rows}


def asked(replica, host, since):
    """How often each path of a host was asked, from a hit on."""
    return Counter(hit.path for hit in replica.hits[since:] if hit.host == host)
