"""The works known to the world: what is registered, by which agency, and where it leads.

``works.json`` holds the facts, one work a line. ``doi_org`` there says how doi.org itself
behaves for a DOI: ``first_ask_fails`` (handle API: HTTP 500, code 2, once), ``fails`` (always),
``cached_absence`` (not found unless asked with ``auth``), ``no_url`` (registered, leads nowhere),
``places`` (its landing page is one of several, ``10320/loc``).
A benchmark adds more DOIs with the ``oracle`` knob.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from unidecode import unidecode

from tests.replica.world.knobs import State
from tests.replica.world.oracle import load_oracle
from tests.replica.world.work import LABELS, Update, Work

FACTS = Path(__file__).with_name("works.json")
RAREST = 7.3
"""Score of a word that one record alone has. With it a full citation of a known work scores some
0.67 a character, as Crossref's recorded answers to 858 such citations do."""


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
    people = [family for family, _ in work.authors]
    numbers = [work.volume, work.issue, work.page, work.article_number, str(work.year or "")]
    return " ".join([work.title, *people, work.container, work.short, *numbers])


def works_of(state: State) -> Works:
    """The works of the world a replica plays, with those of its oracle."""
    given = state.notes.get("works")
    if isinstance(given, Works):
        return given
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


def _work(facts: dict[str, Any]) -> Work:
    authors = tuple(
        (a["name"], "") if isinstance(a, dict) else (a[0], a[1]) for a in facts.pop("authors", ())
    )
    updates = tuple(Update(*u) for u in facts.pop("updates", ()))
    relations = tuple((kind, doi) for kind, doi in facts.pop("relations", ()))
    return Work(authors=authors, updates=updates, relations=relations, **facts)


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
