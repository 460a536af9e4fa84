"""References: DOI names found in real strings, messy ones put right, fields read.

    python -m tests.bench.references [--no-scorecard]

Reads the open sets in the folder of shared data (``PATIENTLINE_SHARED_DATA``, default
``../shared/data`` beside the checkout) and says so when it is absent. Candidates are asked of
an oracle, the known real DOI names of all sets and the right answers of these; the first one
registered counts. Prints a scorecard and writes it to ``docs/scorecard.md``.
"""

from __future__ import annotations

import gc
import gzip
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from archive.records import Block, BlockKind, PageKind, PageRecord
from pipelines.bibliography import find_references
from pipelines.dois import candidates_from_url, find_candidates
from pipelines.identifiers import find_identifiers
from pipelines.pointers import find_pointers
from pipelines.references.authors import read_authors
from pipelines.references.fields import read_fields
from pipelines.text import fold, tidy
from tests.bench.damages import CONTEXTS, DAMAGES, HOSTILE
from tests.bench.discovery import score_discovery
from tests.bench.repairs import score_repairs
from tests.bench.scorecard import ROOT, SEED, SHARED, Report, Score, lower, read_rows
from tests.bench.works import score_works

SCORECARD = ROOT / "docs" / "scorecard.md"

# Crossref's published pattern (blog of 2015-08-11), the usual baseline.
CROSSREF = re.compile(r"10\.\d{4,9}/[-._;()/:A-Z0-9]+", re.IGNORECASE)


@dataclass
class Registry:
    """The oracle: which names are registered; counts the questions."""

    known: set[str]
    questions: int = 0

    def first_registered(self, candidates: Iterable[str]) -> str | None:
        for name in candidates:
            self.questions += 1
            if name in self.known:
                return name
        return None

    def names_in(self, text: str) -> set[str]:
        """Generate and verify: the registered names a text prints."""
        places = ([c.value for c in found.candidates] for found in find_candidates(text))
        return {name for place in places if (name := self.first_registered(place))}


def raw_pattern(text: str) -> set[str]:
    """Baseline: Crossref's pattern and nothing else."""
    return {match.lower() for match in CROSSREF.findall(text)}


def stripped_pattern(text: str) -> set[str]:
    """Baseline: Crossref's pattern, closing punctuation stripped and brackets balanced."""
    found = set()
    for match in CROSSREF.findall(text):
        name = match.rstrip(".,;:")
        while name.endswith(")") and name.count(")") > name.count("("):
            name = name[:-1].rstrip(".,;:")
        found.add(name.lower())
    return found


def score_printed(report: Report, registry: Registry) -> None:
    """Strings that print a DOI name, by class, beside the two baselines."""
    finders: dict[str, Callable[[str], set[str]]] = {
        "ours": registry.names_in,
        "pattern": raw_pattern,
        "pattern, stripped": stripped_pattern,
    }
    scores: dict[str, dict[str, Score]] = {n: defaultdict(Score) for n in finders}
    questions: dict[str, int] = defaultdict(int)
    otherwise: list[tuple[str, str]] = []
    spent = 0.0
    rows = list(read_rows("doi_in_text.jsonl"))
    for row in rows:
        gold = lower(row["gold"])
        kinds = (f"{row['cls']}, {row['source'].split('/')[0]}", "all")
        for name, finder in finders.items():
            registry.questions, started = 0, time.perf_counter()
            got = finder(row["text"])
            for kind in kinds:
                scores[name][kind].add(got, gold)
            if name == "ours":
                spent += time.perf_counter() - started
                for kind in kinds:
                    questions[kind] += registry.questions
                if got != gold:
                    otherwise.append((_listed(gold), _listed(_first_readings(row["text"]))))
    report.say(f"## A DOI name is printed ({len(rows)} strings)", "")
    report.table(
        (
            "kind", "strings' names", "P", "R", "F1", "questions a name",
            "F1 pattern", "F1 pattern, stripped",
        ),
        (
            (
                kind, s.right + s.missed, s.precision, s.recall, s.f1,
                f"{questions[kind] / (s.right + s.missed):.2f}",
                scores["pattern"][kind].f1, scores["pattern, stripped"][kind].f1,
            )
            for kind, s in scores["ours"].items()
        ),
    )  # fmt: skip
    report.say(f"{1000 * spent / len(rows):.2f} ms a string. Read otherwise than labelled:", "")
    report.table(("labelled", "our first readings"), otherwise)


def _first_readings(text: str) -> set[str]:
    return {found.candidates[0].value for found in find_candidates(text)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def score_none(report: Report) -> None:
    """References that print none: whatever is found, before asking, is a false alarm."""
    rows = list(read_rows("doi_in_text_none.jsonl"))
    started = time.perf_counter()
    alarms = [row["text"] for row in rows if find_candidates(row["text"])]
    spent = time.perf_counter() - started
    report.say(f"## No DOI name is printed ({len(rows)} strings)", "")
    report.say(f"{len(alarms)} false alarms; {1000 * spent / len(rows):.3f} ms a string.", "")


def score_messy(report: Report, registry: Registry) -> None:
    """Wrong or messy names: is the right one among the candidates, and the first registered?"""
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in read_rows("messy_to_clean.jsonl"):
        gold = lower([row["clean"]])
        places = find_candidates(row["messy"])
        first = {
            name
            for place in places[:1]
            if (name := registry.first_registered(c.value for c in place.candidates))
        }
        stripped = stripped_pattern(row["messy"])
        for kind in (row["kind"], "all"):
            kinds[kind][0] += 1
            kinds[kind][1] += bool(gold) and first == gold
            kinds[kind][2] += bool(first - gold)
            kinds[kind][3] += bool(gold) and stripped == gold
    report.say("## Messy → right, from the string alone (metadata not asked)", "")
    report.table(
        ("kind", "names", "right %", "another registered name", "pattern, stripped %"),
        ((k, n, 100 * r / n, w, 100 * p / n) for k, (n, r, w, p) in kinds.items()),
    )


def score_damages(report: Report, registry: Registry) -> None:
    """Known names, damaged in every way we know, inside of a citation."""
    random = Random(SEED)
    names = random.sample(sorted(n for n in registry.known if "\\" not in n and n.isascii()), 1000)
    rows = []
    for damage, apply in DAMAGES.items():
        tried = right = wrong = 0
        registry.questions = 0
        for name in names:
            damaged = apply(name, random)
            if damaged is None:
                continue
            context = "see {} and" if damaged[0] in "“(h<" else random.choice(CONTEXTS)
            got = registry.names_in(context.format(damaged))
            tried += 1
            right += got == {name}
            wrong += bool(got - {name})
        if tried:
            questions = f"{registry.questions / tried:.2f}"
            rows.append((damage, tried, 100 * right / tried, wrong, questions))
    report.say("## Real names, damaged by us", "")
    report.table(("damage", "names", "right %", "another registered name", "questions"), rows)


def score_fields(report: Report) -> None:
    """Fields of references as in PDFs, against the metadata they were aligned with."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = Random(SEED).sample(list(read_rows("citations_pmc.jsonl.gz")), 3000)
    for row in rows:
        joined = re.sub(r"(?<=\w)-\s*\n\s*(?=[a-z])", "", row["reference"])
        printed = " ".join(joined.split())
        read: dict[str, str] = {}
        for found in sorted(read_fields(printed), key=lambda f: f.confidence):
            read[found.name] = found.value
        authors = read_authors(printed)
        page = read.get("pages") or read.get("article_number")
        pairs = (
            ("volume", row.get("volume"), read.get("volume")),
            ("first page", row.get("firstPage"), page and re.split(r"[-–—‐−]", page)[0]),
            ("title", row.get("atitle"), read.get("title")),
            ("container", row.get("jtitle"), read.get("container")),
            ("first author", row.get("firstAuthor"), authors and authors.family),
        )
        for name, truth, got in pairs:
            if truth:
                said, right = fold(got or "").replace(" ", ""), fold(truth).replace(" ", "")
                agrees = (
                    said.startswith(right) if name in ("title", "first author") else said == right
                )
                counts[name][0 if agrees and got else 1 if got else 2] += 1
    report.say(f"## Fields of references ({len(rows)} strings)", "")
    report.table(
        ("field", "right", "differs", "absent", "right %"),
        ((k, r, w, a, 100 * r / (r + w + a)) for k, (r, w, a) in counts.items()),
    )


def page_above(text: str) -> PageRecord:
    """A page with a numbered list of references and a text below it."""
    entries = (f"[{n}] Lee A, Kim B. Backs. Spine. 2009;{n}(2):1-9." for n in range(1, 5))
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=entry) for entry in entries)
    return PageRecord(
        url="https://x.org/",
        capture_id="",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        kind=PageKind.ARTICLE,
        blocks=(*blocks, Block(kind=BlockKind.PARAGRAPH, text=f"So {text}")),
        references=find_references(blocks),
    )


def score_hostile(report: Report) -> None:
    """Time spent on 100 kB of strings made to hang patterns: CPU milliseconds, the worst each
    (of three times the shortest: the machine is shared)."""
    finders: dict[str, Callable[[str], object]] = {
        "find_candidates": find_candidates,
        "candidates_from_url": candidates_from_url,
        "find_identifiers": find_identifiers,
        "read_fields": read_fields,
        "find_references": lambda t: find_references([Block(kind=BlockKind.PARAGRAPH, text=t)]),
        "find_pointers": lambda t: find_pointers(page_above(t)),
        "tidy": tidy,
    }
    rows = []
    gc.freeze()  # what the benchmark itself has in memory is nobody's cost
    for name, finder in finders.items():
        times = []
        for piece in HOSTILE:
            text = (piece * (100_000 // len(piece) + 1))[:100_000]
            times.append((min(_cpu_ms(finder, text) for _ in range(3)), repr(piece)))
        worst, piece = max(times)
        rows.append((name, sum(t for t, _ in times) / len(times), worst, f"`{piece}`"))
    report.say(f"## Hostile strings ({len(HOSTILE)} of 100 kB each), ms", "")
    report.table(("function", "mean", "worst", "on"), rows)


def _cpu_ms(finder: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    finder(text)
    return 1000 * (time.process_time() - started)


def load_registry() -> Registry:
    """Every known name, and the right answers of the two sets that are scored."""
    with gzip.open(SHARED / "doi" / "known_dois.json.gz", "rt") as file:
        known = lower(json.load(file))
    known |= {n for row in read_rows("doi_in_text.jsonl") for n in lower(row["gold"])}
    known |= lower(row["clean"] for row in read_rows("messy_to_clean.jsonl"))
    return Registry(known)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0; 2 when the shared data are not there."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not (SHARED / "doi" / "known_dois.json.gz").exists():
        print(f"The shared data are not at {SHARED}; set PATIENTLINE_SHARED_DATA to their folder.")
        return 2
    registry = load_registry()
    report = Report()
    report.say("# Scorecard: references", "", "Written by `make bench-references`.", "")
    report.say(
        f"Oracle: {len(registry.known)} real DOI names, the right answers among them. The first",
        "candidate it knows counts; a live registry knows more names, so that collisions are",
        "under-counted. Patterns: Crossref's, raw, and with closing punctuation stripped.",
        "",
    )
    score_printed(report, registry)
    score_none(report)
    score_messy(report, registry)
    score_damages(report, registry)
    score_fields(report)
    score_works(report)
    score_repairs(report, registry.known)
    score_discovery(report)
    score_hostile(report)
    if "--no-scorecard" not in arguments:
        SCORECARD.write_text("\n".join(report.lines).rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
