"""What the pages of a large archive cite and point to: works and addresses, with their verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.keeping.rows import Row, as_json
from archive.keys import key
from tests.bench.large.words import SITE, VERSION, WEEKS, at, sentence, source

LANGUAGES = ("en",) * 6 + ("de", "es", "fr", "it")
FRAME_LINKS = 8
BROKEN_FRAME_LINK = f"{SITE}/frame/de-imprint"
"""Stands on every German page, and is gone."""


@dataclass(frozen=True, slots=True)
class Work:
    """One work with a DOI name, and the verdicts about it."""

    doi: str
    title: str
    authors: str
    container: str
    publisher: str
    year: int
    registration: str
    landing: str
    agreement: str
    notice: str


@lru_cache(maxsize=50_000)
def work(number: int) -> Work:
    """The work of a number, always the same."""
    rng = source("work", number)
    publisher = int(60 * rng.random() ** 2)
    journal = publisher * 100 + int(100 * rng.random() ** 2)
    registered = rng.random() > 0.015
    landings = ("reached", "moved", "blocked", "gone", "unknown")
    notices = ("none", "corrected", "superseded", "retracted", "concern")
    return Work(
        doi=f"10.{5000 + publisher}/{sentence(rng, 1)[:-1].lower()}.{number}",
        title=sentence(rng, rng.randint(6, 14)),
        authors="; ".join(sentence(rng, 1)[:-1] + " A" for _ in range(rng.randint(1, 6))),
        container=f"Journal of {sentence(source('journal', journal), 3)[:-1]}",
        publisher=f"{sentence(source('publisher', publisher), 2)[:-1]} Press",
        year=2025 - int(40 * rng.random() ** 2),
        registration="registered" if registered else "not_registered",
        landing=rng.choices(landings, (70, 6, 20, 1, 3))[0] if registered else "unknown",
        agreement=rng.choices(("agrees", "partial", "differs"), (90, 9, 1))[0],
        notice=rng.choices(notices, (950, 25, 20, 3, 2))[0] if registered else "unknown",
    )


def doi_rows(number: int) -> Iterator[tuple[str, Row]]:
    """The first so many works, as rows of ``dois``."""
    for n in range(number):
        it = work(n)
        item: dict[str, object] = {"id": it.doi, "type": "article-journal", "DOI": it.doi}
        item |= {"title": it.title, "issued": {"date-parts": [[it.year]]}}
        changed = it.notice not in ("none", "unknown")
        yield (
            "dois",
            {
                "doi": it.doi,
                "registration": it.registration,
                "landing": it.landing,
                "agreement": it.agreement,
                "notice": it.notice,
                "reason": f"{it.registration} according to doi.org, asked {WEEKS} times.",
                "agency": ""
                if it.registration != "registered"
                else ("Crossref", "DataCite")[n % 9 == 0],
                "landing_url": f"https://www.publisher{n % 60}.test/{it.doi}",
                "title": it.title,
                "container": it.container,
                "authors": it.authors,
                "year": it.year,
                "volume": str(n % 90),
                "type": "journal-article",
                "publisher": it.publisher,
                "csl_json": as_json(item | {"container-title": it.container}),
                "notices_json": as_json(
                    [[it.notice, f"{it.doi}.n", "2025-03-01", "crossref"]] * changed
                ),
                "first_seen_at": at(0),
                "checked_at": at(WEEKS - 1, 90_000),
                "due_at": at(WEEKS + 1),
                "rule_version": VERSION,
            },
        )


def link_url(number: int) -> str:
    """An address outside; the first hosts have most of them."""
    host = int(source("link", number).random() ** 3 * (20 + number // 40))
    return f"https://www.host{host}.test/leaflets/{number}.html"


@lru_cache(maxsize=50_000)
def link_verdict(number: int) -> str:
    """What is believed of the address of a number, always the same."""
    verdicts = ("ok", "moved", "gone", "blocked", "unreachable", "soft_404", "unknown")
    return source("verdict", number).choices(verdicts, (76, 8, 3, 8, 1, 1, 3))[0]


def link_rows(number: int) -> Iterator[tuple[str, Row]]:
    """The first so many addresses outside, and those of the frame, as rows of ``links``."""
    for n in range(number):
        verdict, url = link_verdict(n), link_url(n)
        moved = url.replace("leaflets", "moved") if verdict == "moved" else None
        yield "links", link_row(url, "external", verdict, final_url=moved)
    for n in range(FRAME_LINKS):
        yield "links", link_row(f"{SITE}/frame/{n}", "internal", "ok")
    yield "links", link_row(BROKEN_FRAME_LINK, "internal", "gone")


def link_row(url: str, scope: str, verdict: str, final_url: str | None = None) -> Row:
    """One row of ``links``."""
    return {
        "id": key(url),
        "url": url,
        "host": url.split("/")[2],
        "scope": scope,
        "verdict": verdict,
        "reason": f"{verdict}: what the server said in each of {WEEKS} weeks.",
        "status": {"gone": 404, "blocked": 403, "unreachable": None}.get(verdict, 200),
        "final_url": final_url,
        "first_seen_at": at(0),
        "checked_at": at(WEEKS - 1, 90_000),
        "strikes": 4 if verdict == "gone" else 0,
        "due_at": at(WEEKS + 1),
        "rule_version": VERSION,
    }
