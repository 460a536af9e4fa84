"""What five weeks of crawls and verifications leave behind: runs, captures, checks, exchanges."""

from __future__ import annotations

from collections.abc import Iterator

from archive.keeping.rows import Row, as_json
from archive.keys import text_sha256
from tests.bench.large.pages import DOIS_A_PAGE, LINKS_A_PAGE, Page
from tests.bench.large.subjects import link_url, link_verdict, work
from tests.bench.large.words import VERSION, WEEKS, at, capture_id

Rows = Iterator[tuple[str, Row]]

# Which of the works and addresses are asked again in each week after the first.
AGAIN = {"registration": 5, "landing": 2, "link": 2}
AUTHORITIES = {
    "registration": "doi.org",
    "agency": "doi.org",
    "metadata": "crossref",
    "notices": "retraction_watch",
    "landing": "landing",
    "link": "web",
}


def run_rows() -> Rows:
    """A crawl and a verification a week."""
    for week in range(WEEKS):
        for number, command in ((2 * week + 1, "crawl"), (2 * week + 2, "verify")):
            begun = 80_000 * (number % 2 == 0)
            yield (
                "runs",
                {
                    "id": number,
                    "command": command,
                    "site": "large",
                    "started_at": at(week, begun),
                    "finished_at": at(week, begun + 60_000),
                    "outcome": "finished",
                    "software": VERSION,
                    "settings_json": as_json({"seeds": ["https://www.large.test/"]}),
                    "counts_json": as_json({"asked": 1000}),
                },
            )


def coverage_rows(pages: int) -> Rows:
    """Everything discovered, week by week: fetched, or skipped for a reason."""
    for week in range(WEEKS):
        for state, reason, urls in (("fetched", "", pages), ("skipped", "robots", pages // 20)):
            row = {"run_id": 2 * week + 1, "state": state, "reason": reason, "urls": urls}
            yield "coverage", row


def capture_rows(page: Page) -> Rows:
    """One capture of the page a week; all but the first are mostly revisits."""
    first = capture_id(page.since, page.number)
    for week in range(page.since, WEEKS):
        is_new = week == page.since or (week == 2 and page.number % 7 == 0)
        yield (
            "captures",
            {
                "id": capture_id(week, page.number),
                "run_id": 2 * week + 1,
                "url": page.url,
                "fetched_at": at(week, page.number * 0.5),
                "status": 200 if is_new else 304,
                "mime": "text/html" if is_new else "",
                "payload_sha256": text_sha256(f"{page.url} {week if is_new else 0}"),
                "bytes": 15_000 if is_new else 0,
                "warc_file": f"large-{week}-{page.number // 5000:05d}.warc.gz",
                "warc_offset_bytes": page.number % 5000 * 4096,
                "warc_length_bytes": 4096,
                "fidelity": "wire",
                "revisit_of": None if is_new else first,
                "elapsed_ms": 80 + page.number % 300,
            },
        )
    if page.number % 5 == 2:
        said = {"run_id": 2 * WEEKS - 1, "stage": "read", "code": f"odd_{page.number % 17}"}
        text = f"A table of page {page.number} was not understood."
        yield "issues", said | {"message": text, "url": page.url, "capture_id": first}


def check_rows(pages: int) -> Rows:
    """Thirty checks a page, every third of them with the exchange it was made of."""
    number = 0
    for week in range(WEEKS):
        for question, subject, is_bad in _asked(pages, week):
            number += 1
            yield from _check(number, week, question, subject, is_bad=is_bad)


def _asked(pages: int, week: int) -> Iterator[tuple[str, str, bool]]:
    """Everything in the first week; later the registrations, landing pages and links due."""
    for n in range(int(pages * DOIS_A_PAGE)):
        it = work(n)
        for question in ("registration", "agency", "metadata", "notices", "landing"):
            if week == 0 or (n + week) % AGAIN.get(question, n + week + 1) == 0:
                is_bad = question == "registration" and it.registration == "not_registered"
                yield question, it.doi, is_bad or (question == "landing" and it.landing == "gone")
    for n in range(int(pages * LINKS_A_PAGE)):
        if week == 0 or (n + week) % AGAIN["link"] == 0:
            yield "link", link_url(n), link_verdict(n) in ("gone", "unreachable")


def _check(number: int, week: int, question: str, subject: str, *, is_bad: bool) -> Rows:
    run_id, asked_at = 2 * week + 2, at(week, 80_000 + number % 60_000)
    url = subject if question == "link" else f"https://doi.org/api/handles/{subject}"
    exchange_id = f"ffffffff-0000-4000-8000-{number:012x}" if number % 3 == 0 else None
    status = 404 if is_bad else 200
    if exchange_id:
        yield (
            "exchanges",
            {
                "id": exchange_id,
                "run_id": run_id,
                "url": url,
                "fetched_at": asked_at,
                "status": status,
                "mime": "text/html" if question == "link" else "application/json",
                "payload_sha256": text_sha256(f"{url} {week}"),
                "bytes": 700,
                "warc_file": f"evidence-{week}-{number // 50_000:05d}.warc.gz",
                "warc_offset_bytes": number % 50_000 * 900,
                "warc_length_bytes": 900,
                "fidelity": "wire",
                "elapsed_ms": 40 + number % 700,
            },
        )
    code = 100 if is_bad else 1
    yield (
        "checks",
        {
            "id": number,
            "run_id": run_id,
            "question": question,
            "subject": subject,
            "authority": AUTHORITIES[question],
            "asked_at": asked_at,
            "url": url,
            "status": None if number % 97 == 0 else status,
            "error": "timeout" if number % 97 == 0 else None,
            "final_url": url if question in ("link", "landing") else None,
            "bytes": 700,
            "elapsed_ms": 40 + number % 700,
            "facts_json": as_json(
                {"code": code} if question == "registration" else {"title": "Leaflet"}
            ),
            "rule_version": VERSION,
            "exchange_id": exchange_id,
        },
    )
