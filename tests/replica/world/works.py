"""The works known to the world: what is registered, by which agency, and where it leads.

``works.json`` holds the facts, one work a line. ``doi_org`` there says how doi.org itself
behaves for a DOI: ``first_ask_fails`` (handle API: HTTP 500, code 2, once), ``fails`` (always),
``cached_absence`` (not found unless asked with ``auth``), ``no_url`` (registered, leads nowhere).
A benchmark adds more DOIs with the ``oracle`` knob.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from unidecode import unidecode

from tests.replica.world.knobs import State

FACTS = Path(__file__).with_name("works.json")
RAREST = 7.3
"""Score of a word that one record alone has. With it a full citation of a known work scores some
0.67 a character, as Crossref's recorded answers to 858 such citations do."""
LABELS = {
    "retraction": "Retraction",
    "correction": "Correction",
    "erratum": "Erratum",
    "expression_of_concern": "Expression of concern",
    "withdrawal": "Withdrawal",
    "new_version": "New version",
}


class Update(NamedTuple):
    """One notice about a work, as Crossref's ``updated-by`` has it."""

    type: str
    doi: str
    """DOI of the notice; the work's own for ``new_version``."""
    source: str
    """publisher or retraction-watch."""
    date: str
    """ISO."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One registered work. Empty fields: nobody knows."""

    doi: str
    """As its publisher prints it; DOI names are compared without case."""
    agency: str = "Crossref"
    landing: str = ""
    alias_of: str = ""
    doi_org: str = ""
    title: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    """(family, initials); a group is (name, "")."""
    and_others: bool = False
    container: str = ""
    short: str = ""
    year: int = 0
    month: int = 0
    published: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    article_number: str = ""
    publisher: str = ""
    member: str = ""
    type: str = "journal-article"
    pmcid: str = ""
    updates: tuple[Update, ...] = ()
    update_to: tuple[Update, ...] = ()
    datacite_shell: bool = False
    """A Crossref work of which DataCite keeps an unregistered copy of the metadata."""
    record: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """A real registry record, sent as it is instead of one built from the fields."""

    @property
    def name(self) -> str:
        """The DOI name in lower case."""
        return self.doi.lower()

    @property
    def prefix(self) -> str:
        """The DOI's prefix."""
        return self.doi.partition("/")[0]

    @property
    def date_parts(self) -> list[int]:
        """Year, month and day of publication as far as known."""
        if self.published:
            return [int(part) for part in self.published.split("-")]
        return [part for part in (self.year, self.month) if part]


class Works:
    """All works of one world: found by DOI name or landing page, and searched."""

    def __init__(self, works: Mapping[str, Work]) -> None:
        self._by_name = dict(works)
        self._by_landing = {_place(w.landing): w for w in works.values() if w.landing}
        self.agencies = {w.prefix: w.agency for w in works.values()}
        self._index: dict[str, set[str]] = {}
        self._sizes: dict[str, int] = {}

    def __iter__(self) -> Iterator[Work]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def find(self, name: str) -> Work | None:
        """The work of a DOI name, in any case."""
        return self._by_name.get(name.lower())

    def at(self, url: str) -> Work | None:
        """The work whose landing page stands at ``url``, whatever its scheme and escapes."""
        return self._by_landing.get(_place(url))

    def search(self, query: str, agency: str = "Crossref") -> list[tuple[float, Work]]:
        """(score, work), best first: shared words weighted by rarity, unbounded like Crossref's.

        Half of a record's score depends on how much of the record the query covers, so that a
        short title does not win by being inside a long one.
        """
        if not self._index:
            self._build_index()
        weights: dict[str, float] = defaultdict(float)
        shared: Counter[str] = Counter()
        for word in set(words(query)):
            holders = self._index.get(word, set())
            rarity = log(1 + len(self._sizes) / max(1, len(holders))) / log(1 + len(self._sizes))
            weight = RAREST * rarity
            for name in holders:
                weights[name] += weight
                shared[name] += 1
        ranked = [
            (weight * (0.5 + 0.5 * shared[name] / self._sizes[name]), self._by_name[name])
            for name, weight in weights.items()
            if self._by_name[name].agency == agency
        ]
        return sorted(ranked, key=lambda pair: (-pair[0], pair[1].name))

    def _build_index(self) -> None:
        index: dict[str, set[str]] = defaultdict(set)
        for name, work in self._by_name.items():
            tokens = set(words(text_of(work)))
            if tokens:
                self._sizes[name] = len(tokens)
            for token in tokens:
                index[token].add(name)
        self._index = dict(index)


def words(text: str) -> list[str]:
    """Lower-case words and numbers without diacritics."""
    plain = unidecode(text).lower()
    return "".join(c if c.isalnum() else " " for c in plain).split()


def text_of(work: Work) -> str:
    """What a bibliographic search looks at: title, authors, journal, numbers, year."""
    if work.record and "title" in work.record:
        r = work.record
        people = [a.get("family", a.get("name", "")) for a in r.get("author", [])]
        years = [str(p) for p in (r.get("issued", {}).get("date-parts") or [[None]])[0][:1]]
        parts = [*r["title"], *r.get("container-title", []), *people, *years]
        numbers = [str(r.get(k, "")) for k in ("volume", "issue", "page", "article-number")]
        return " ".join([*parts, *numbers])
    people = [family for family, _ in work.authors]
    journal = [work.container, work.short]
    numbers = [work.volume, work.issue, work.page, work.article_number, str(work.year or "")]
    return " ".join([work.title, *people, *journal, *numbers])


def works_of(state: State) -> Works:
    """The works of the world a replica plays, with those of its oracle."""
    folder = state.notes.get("oracle") or os.environ.get("REPLICA_ORACLE") or ""
    return load_works(str(folder))


@lru_cache(maxsize=4)
def load_works(oracle: str = "") -> Works:
    """The bundled works, and the DOIs and records of an oracle folder. Raises OSError."""
    works: dict[str, Work] = {}
    if oracle:
        works |= load_oracle(Path(oracle))
    facts = json.loads(FACTS.read_text("utf-8"))["works"]
    for work in map(_work, facts):
        works[work.name] = work
        for update in work.updates:
            if update.doi.lower() != work.name:
                works[update.doi.lower()] = _notice(work, update)
    return Works(works)


def load_oracle(folder: Path) -> dict[str, Work]:
    """Works by name from ``known_dois.json.gz`` and the record files beside it. Raises OSError.

    A DOI without a record is registered without metadata. Landing pages are on www.publisher.test.
    """
    with gzip.open(folder / "known_dois.json.gz", "rt", encoding="utf-8") as file:
        names: list[str] = json.load(file)
    records: dict[str, tuple[str, dict[str, Any]]] = {}
    for agency, name in (("DataCite", "datacite_records"), ("Crossref", "crossref_records")):
        path = folder / f"{name}.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                attributes = row["record"].get("attributes", row["record"])
                if agency == "Crossref" or attributes.get("registered"):
                    records[row["doi"].lower()] = (agency, row["record"])
    works = {}
    for name in {*names, *records}:
        agency, record = records.get(name, ("Crossref", None))
        landing = f"https://www.publisher.test/{quote(name, safe='/')}"
        works[name] = Work(doi=name, agency=agency, landing=landing, record=record)
    return works


def _work(facts: dict[str, Any]) -> Work:
    authors = tuple(
        (a["name"], "") if isinstance(a, dict) else (a[0], a[1]) for a in facts.pop("authors", ())
    )
    updates = tuple(Update(*u) for u in facts.pop("updates", ()))
    return Work(authors=authors, updates=updates, **facts)


def _notice(work: Work, update: Update) -> Work:
    """The notice itself is a registered work that names what it updates."""
    return Work(
        doi=update.doi,
        landing=f"https://www.publisher.test/{update.doi}",
        title=f"{LABELS[update.type]}: {work.title or work.doi}",
        container=work.container,
        short=work.short,
        year=int(update.date[:4]),
        published=update.date,
        publisher=work.publisher,
        update_to=(update._replace(doi=work.doi),),
    )


def _place(url: str) -> str:
    """Host and path with query, decoded: what identifies a landing page."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{unquote(parts.path + query)}"
