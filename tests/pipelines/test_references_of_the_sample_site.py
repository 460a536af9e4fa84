"""The sample site in its three markups: every reference, no boilerplate, the same rows."""

import gzip
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from archive.records import PageKind, PageRecord, Scheme, Source
from crawler.pages import read
from pipelines.stages import refine
from pipelines.text import fold_space, tidy
from tests.replica import running, truth

MARKUPS = ("semantic", "soup", "tables")
MANNERS = "27"
"""The quirk of deliveries (slow, huge, reset, busy): the crawl's matter, not the rules'."""


def fetch(port: int, url: str) -> tuple[bytes, str]:
    """Body and content type."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    address = f"http://127.0.0.1:{port}/-/{parts.hostname}{parts.path}{query}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        body = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return body, answer.headers.get("Content-Type", "")


def read_site(markup: str) -> Iterator[tuple[str, PageRecord]]:
    with running(markup) as replica:
        for page in truth.pages():
            if not page.complete or MANNERS in page.quirks or page.url.endswith(".pdf"):
                continue
            body, content_type = fetch(replica.http_port, page.url)
            source = Source(
                url=page.url,
                capture_id="c",
                fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
                status=200,
                content_type=content_type,
                body=body,
                kind=PageKind(page.kind),
                generation=page.generation,
                language=page.language,
            )
            yield page.url, refine(read(source))


@pytest.fixture(scope="module")
def sites() -> dict[str, dict[str, PageRecord]]:
    return {markup: dict(read_site(markup)) for markup in MARKUPS}


def shown(text: str) -> str:
    return fold_space(tidy(text).text)


def test_every_entry_and_no_boilerplate(sites: dict[str, dict[str, PageRecord]]) -> None:
    wrong = []
    entries = 0
    for url, record in sites["semantic"].items():
        want = [shown(entry.text) for entry in truth.page_at(url).references]
        got = [shown(reference.printed) for reference in record.references]
        entries += len(want)
        if got != want:
            wrong.append((url, sorted(set(want) - set(got)), sorted(set(got) - set(want))))
    assert wrong == []
    assert entries > 100


def test_every_pointer(sites: dict[str, dict[str, PageRecord]]) -> None:
    wrong = []
    for url, record in sites["semantic"].items():
        got = [(pointer.printed, pointer.reference) for pointer in record.pointers]
        if got != list(truth.page_at(url).pointers):
            wrong.append((url, got, truth.page_at(url).pointers))
        assert not [issue for issue in record.issues if issue.code == "dangling_pointer"]
    assert wrong == []
    assert sum(len(record.pointers) for record in sites["semantic"].values()) > 50


def test_every_doi_and_identifier(sites: dict[str, dict[str, PageRecord]]) -> None:
    wrong = []
    for url, record in sites["semantic"].items():
        page = truth.page_at(url)
        dois = {m.value for m in record.mentions if m.scheme is Scheme.DOI}
        others = {f"{m.scheme.value}:{m.value}" for m in record.mentions} - {
            f"doi:{d}" for d in dois
        }
        if dois != page.dois or others != set(page.identifiers):
            wrong.append((url, dois ^ page.dois, others ^ set(page.identifiers)))
    assert wrong == []


@pytest.mark.parametrize("markup", MARKUPS[1:])
def test_the_same_from_every_markup(markup: str, sites: dict[str, dict[str, PageRecord]]) -> None:
    assert sites[markup].keys() == sites["semantic"].keys()
    for url, record in sites[markup].items():
        other = sites["semantic"][url]
        for mine, theirs in zip(record.references, other.references, strict=True):
            assert (mine.printed, mine.marker, mine.heading, mine.fields) == (
                theirs.printed, theirs.marker, theirs.heading, theirs.fields
            ), url  # fmt: skip
        assert record.pointers == other.pointers or [
            (p.printed, p.reference, p.context, p.confidence) for p in record.pointers
        ] == [(p.printed, p.reference, p.context, p.confidence) for p in other.pointers], url
        rows = [
            [(m.scheme, m.printed, m.value, m.place, m.reference, m.context, m.conflicts_with)
             for m in one.mentions]
            for one in (record, other)
        ]  # fmt: skip
        assert rows[0] == rows[1], url
