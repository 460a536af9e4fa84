"""Readers of a published archive: what they ask for, and how long they wait for it.

Addresses are taken from the archive itself, each of them another row, page or question, so that no
cache but the system's own helps. Four readers ask at once.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

import requests
from datasette.utils import tilde_encode

from archive.site.queries import QUERIES
from archive.site.tables import TABLES
from tests.bench.large.words import drawn_words

READERS = 4
ANSWERS, SECONDS_A_KIND = 40, 20
MADE_ANEW = {"Cookie": "made=anew"}
"""A reader with a cookie gets a page of their own: what is measured is making it, and not giving it
out again (decision 0056)."""
NO_ANSWER = 0
"""Stands for the status where none came, or not all of the answer."""
HOME_MS, SEARCH_MS, QUERY_MS = 150, 250, 1000
"""What 95 of 100 answers should take at most."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Addresses of one kind, asked by all readers together."""

    name: str
    paths: Sequence[str]
    goal_ms: int | None = None
    bytes_at_most: int | None = None
    """Of a download that is longer only its beginning is read, as of an export."""


@dataclass(frozen=True, kw_only=True)
class Waited:
    """How long the answers to one kind of address took."""

    asked: Asked
    answers: int
    median_ms: float
    p95_ms: float
    cpu_ms: float
    """CPU time of the server for an answer, which depends less on what else the machine does."""
    wrong: Mapping[int, int]
    """Answers that were not 200 (or ``NO_ANSWER``), by status."""

    @property
    def is_slow(self) -> bool:
        """Whether the goal is missed."""
        return self.asked.goal_ms is not None and self.p95_ms > self.asked.goal_ms


def kinds_of_address(published: Path) -> list[Asked]:
    """Everything that is measured, with as many addresses as are needed."""
    with closing(sqlite3.connect(f"file:{published / 'archive.db'}?mode=ro", uri=True)) as db:
        rows = {table: _paths(db, table, key) for table, key in _ROWS.items()}
        widest = [
            _path(table, db.execute(sql).fetchone()[0]) for table, sql in _MOST_WRITTEN.items()
        ]
    lists = [f"/archive/{table}?_size=50" for table in TABLES]
    return [
        Asked(name="home page", paths=["/"], goal_ms=HOME_MS),
        Asked(name="articles", paths=rows.pop("articles"), goal_ms=HOME_MS),
        *(Asked(name=f"pages of {table}", paths=paths) for table, paths in rows.items()),
        Asked(name="the most cited work, page and link", paths=widest),
        *_searches(),
        *(
            Asked(name=f"query {name}", paths=[f"/archive/{name}"], goal_ms=QUERY_MS)
            for name in QUERIES
        ),
        Asked(
            name="broken references",
            paths=[f"/broken{query}" for query in _BROKEN],
        ),
        Asked(name="tables", paths=lists),
        Asked(
            name="tables with facets asked for",
            paths=[f"/archive/{query}" for query in _FACETS],
        ),
        Asked(
            name="tables searched",
            paths=[
                f"/archive/bibliography?_search={word}" for word in drawn_words(rank=300, many=8)
            ],
        ),
        Asked(name="other pages", paths=["/data", "/ask", "/dictionary", "/about", "/glossary"]),
        Asked(
            name="the glossary, by pages and letters",
            paths=[
                *(f"/glossary?page={number}" for number in range(1, 100, 9)),
                *(f"/glossary?letter={letter}" for letter in "ACEGIKMO"),
            ],
        ),
        Asked(name="feeds", paths=["/changes.atom", "/findings.atom"]),
        Asked(
            name="exports, first 100 kB",
            paths=_EXPORTS,
            bytes_at_most=100_000,
        ),
    ]


_BROKEN = (
    *("", "?page=2", "?page=40", "?severity=error", "?severity=notice"),
    *("?about=references", "?about=links"),
    *("?kind=link_gone", "?kind=wrong_work"),
)
_FACETS = (
    "findings?_facet=kind",
    "checks?_facet=authority",
    "link_status?_facet=verdict&verdict=gone",
    "captures?_facet=status",
)
_EXPORTS = (
    *("/references.ris", "/references.bib", "/references.csljson"),
    *("/archive/bibliography.csv?_stream=on", "/archive/checks.csv?_stream=on"),
    *("/archive/retracted_works.ris", "/archive/findings.json"),
)
# Tables whose rows have pages of their own, by key.
_ROWS = {
    "articles": "page_id",
    "pages": "id",
    "news": "id",
    "bibliography": "id",
    "dois": "doi",
    "links": "id",
    "findings": "id",
    "captures": "id",
    "checks": "id",
    "article_versions": "id",
    "runs": "id",
}
# What stands on more pages than anything else of its kind.
_MOST_WRITTEN = {
    "dois": "SELECT doi FROM doi_status ORDER BY page_count DESC LIMIT 1",
    "links": "SELECT link_id FROM link_status ORDER BY page_count DESC LIMIT 1",
    "findings": "SELECT finding_id FROM finding_groups ORDER BY pages DESC LIMIT 1",
    "bibliography": "SELECT id FROM bibliography WHERE work_key = "
    "(SELECT work_key FROM cited_works ORDER BY page_count DESC LIMIT 1) LIMIT 1",
    "pages": "SELECT page_id FROM links JOIN link_status ON link_status.link_id = links.id "
    "WHERE page_id IS NOT NULL ORDER BY page_count DESC LIMIT 1",
}


def _path(table: str, key: object) -> str:
    return f"/archive/{table}/{tilde_encode(str(key))}"


def _paths(db: sqlite3.Connection, table: str, key: str) -> list[str]:
    """Forty rows from all over the table."""
    last = db.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
    step = max(1, last // 40)
    sql = f"SELECT {key} FROM {table} WHERE rowid IN (SELECT value FROM json_each(?))"
    wanted = str([1 + n * step for n in range(40)])
    return [_path(table, found) for (found,) in db.execute(sql, (wanted,))]


def _searches() -> list[Asked]:
    common, usual = drawn_words(rank=20, many=12), drawn_words(rank=800, many=12)
    rare = drawn_words(rank=20_000, many=12)
    neighbours = drawn_words(rank=None, many=24)
    questions = {
        "a rare word": rare,
        "a usual word": usual,
        "a common word": common,
        "two words": [f"{a} {b}" for a, b in zip(usual, common, strict=True)],
        "two common words": [f"{a} {b}" for a, b in itertools.pairwise(common)],
        "a phrase": [f'"{a} {b}"' for a, b in itertools.pairwise(neighbours)],
        "the beginning of a word": [word[:3] for word in usual],
        "a DOI name": [f"10.5000/{word}.1" for word in rare],
    }
    return [
        Asked(
            name=f"search: {name}",
            paths=[f"/search?q={quote_plus(words)}" for words in asked],
            goal_ms=SEARCH_MS,
        )
        for name, asked in questions.items()
    ]


def ask(server: str, process: int, asked: Asked) -> Waited:
    """Ask for every address of a kind, until there are enough answers or time is up."""
    number = max(ANSWERS, len(asked.paths))
    paths = itertools.islice(itertools.cycle(asked.paths), number)
    before, until = _cpu_s(process), time.perf_counter() + SECONDS_A_KIND

    def answer(path: str) -> tuple[float, int] | None:
        if time.perf_counter() > until:
            return None
        return _answer(server + path, asked.bytes_at_most)

    with ThreadPoolExecutor(READERS) as readers:
        answers = sorted(found for found in readers.map(answer, paths) if found)
    return Waited(
        asked=asked,
        answers=len(answers),
        median_ms=answers[len(answers) // 2][0],
        p95_ms=answers[int(len(answers) * 0.95)][0],
        cpu_ms=1000 * (_cpu_s(process) - before) / len(answers),
        wrong=Counter(status for _, status in answers if status != 200),
    )


def _answer(address: str, bytes_at_most: int | None) -> tuple[float, int]:
    """Milliseconds until the answer (or its beginning) was there, and its status."""
    began = time.perf_counter()
    try:
        with requests.get(
            address, headers=MADE_ANEW, stream=True, timeout=60, allow_redirects=False
        ) as answer:
            status, read = answer.status_code, 0
            for piece in answer.iter_content(16_384):
                read += len(piece)
                if bytes_at_most and read >= bytes_at_most:
                    break
    except requests.RequestException:
        status = NO_ANSWER
    return 1000 * (time.perf_counter() - began), status


def _cpu_s(process: int) -> float:
    """CPU seconds that a process has used (proc(5): utime and stime)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
