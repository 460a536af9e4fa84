"""References: DOI names found in real strings, messy ones put right, fields read.

    python -m tests.bench.references [SECTION ...]

Reads the open sets in the folder of shared data (``PATIENTLINE_SHARED_DATA``, default
``../shared/data`` beside the checkout) and says so when it is absent. Candidates are asked of
an oracle, the known real DOI names of all sets and the right answers of these; the first one
registered counts. Prints a scorecard; without the names of sections it is whole, begins with the
demands, and is written to ``docs/scorecard.md``.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any

from pipelines.dois import find_candidates
from pipelines.references.authors import read_authors
from pipelines.references.fields import read_fields
from pipelines.text import fold
from tests.bench.baselines import BASELINES, NOT_REBUILT
from tests.bench.cuts import score_cuts
from tests.bench.damages import CONTEXTS, DAMAGES
from tests.bench.demands import write_demands
from tests.bench.discovery import score_discovery
from tests.bench.hostile import score_hostile
from tests.bench.lists import score_lists
from tests.bench.met import score_met
from tests.bench.questions import score_questions
from tests.bench.repairs import score_repairs
from tests.bench.scorecard import ROOT, SEED, SHARED, Report, Score, lower, read_rows
from tests.bench.shapes import score_shapes
from tests.bench.works import score_works

SCORECARD = ROOT / "docs" / "scorecard.md"
ALL = "all"
BROKEN = "all that are broken by whitespace"


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

    def first_name_in(self, text: str) -> set[str]:
        """The registered name that the first place of a text is read as; empty when none is."""
        names = (c.value for found in find_candidates(text)[:1] for c in found.candidates)
        name = self.first_registered(names)
        return {name} if name else set()

    def names_in(self, text: str) -> set[str]:
        """Generate and verify: the registered names a text prints."""
        places = ([c.value for c in found.candidates] for found in find_candidates(text))
        return {name for place in places if (name := self.first_registered(place))}


def score_printed(report: Report, registry: Registry) -> None:
    """Strings that print a DOI name: by class, beside the patterns, and where we read otherwise."""
    rows = list(read_rows("doi_in_text.jsonl"))
    scores: dict[str, Score] = defaultdict(Score)
    questions: Counter[str] = Counter()
    otherwise: list[tuple[str, str]] = []
    spent = 0.0
    for row in rows:
        gold = lower(row["gold"])
        registry.questions, started = 0, time.process_time()
        got = registry.names_in(row["text"])
        spent += time.process_time() - started
        for kind in _kinds(row):
            scores[kind].add(got, gold)
            questions[kind] += registry.questions
        if got != gold:
            otherwise.append((_listed(gold), _listed(_first_readings(row["text"]))))
    report.say(f"## A DOI name is printed ({len(rows)} strings)", "")
    report.table(
        ("kind", "names", "P", "R", "F1", "questions a name"),
        (
            (kind, names, s.precision, s.recall, s.f1, f"{questions[kind] / names:.2f}")
            for kind, s in sorted(scores.items())
            if (names := s.right + s.missed)
        ),
    )
    _score_baselines(report, rows, scores)
    report.say(
        f"{1000 * spent / len(rows):.2f} ms of CPU a string. Read otherwise than labelled:", ""
    )
    report.table(("labelled", "our first readings"), otherwise)
    report.figures["printed_f1"], report.figures["broken_f1"] = scores[ALL].f1, scores[BROKEN].f1
    report.figures["printed_ms"] = 1000 * spent / len(rows)


def _score_baselines(
    report: Report, rows: Sequence[Mapping[str, Any]], ours: Mapping[str, Score]
) -> None:
    """The same strings as others read them, without a registry."""
    lines = [("ours, asking the oracle", ours[ALL], ours[BROKEN])]
    for name, find in BASELINES.items():
        scores: dict[str, Score] = defaultdict(Score)
        for row in rows:
            for kind in _kinds(row):
                scores[kind].add(find(row["text"]), lower(row["gold"]))
        lines.append((name, scores[ALL], scores[BROKEN]))
    report.say("### Beside published patterns", "")
    report.table(
        ("finder", "P", "R", "F1", "P broken", "R broken", "F1 broken"),
        ((n, s.precision, s.recall, s.f1, b.precision, b.recall, b.f1) for n, s, b in lines),
    )
    report.say(
        "Rebuilt by us from published patterns and descriptions. *Broken*: a line end or a space",
        "stands inside the name. Not rebuilt: "
        + "; ".join(f"{name} ({why})" for name, why in NOT_REBUILT.items())
        + ".",
        "",
    )


def _kinds(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['cls']}, {row['source'].split('/')[0]}"
    yield ALL
    if row["cls"] == "whitespace":
        yield BROKEN


def _first_readings(text: str) -> set[str]:
    return {found.candidates[0].value for found in find_candidates(text)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def score_none(report: Report) -> None:
    """References that print none: whatever is found, before asking, is a false alarm."""
    rows = list(read_rows("doi_in_text_none.jsonl"))
    started = time.process_time()
    alarms = [row["text"] for row in rows if find_candidates(row["text"])]
    spent = time.process_time() - started
    report.say(f"## No DOI name is printed ({len(rows)} strings)", "")
    report.say(
        f"{len(alarms)} false alarms; {1000 * spent / len(rows):.3f} ms of CPU a string.", ""
    )
    report.figures["none_alarms"] = len(alarms)


def score_messy(report: Report, registry: Registry) -> None:
    """Wrong or messy names: is the first registered reading the right one?"""
    rows = list(read_rows("messy_to_clean.jsonl"))
    kinds: dict[str, Score] = defaultdict(Score)
    for row in rows:
        for kind in (row["kind"], ALL):
            kinds[kind].add(registry.first_name_in(row["messy"]), lower([row["clean"]]))
    others: dict[str, Score] = defaultdict(Score)
    for name, find in BASELINES.items():
        for row in rows:
            others[name].add(find(row["messy"]), lower([row["clean"]]))
    report.say(f"## Messy → right, from the string alone ({len(rows)} hand-checked names)", "")
    report.say("P: right among those answered. R: right among all that have a right name.", "")
    report.table(
        ("kind", "names", "P", "R", "F1", "another name"),
        (
            (kind, s.right + s.missed, s.precision, s.recall, s.f1, s.wrong)
            for kind, s in kinds.items()
        ),
    )
    report.table(
        ("pattern", "P", "R", "F1", "another name"),
        ((name, s.precision, s.recall, s.f1, s.wrong) for name, s in others.items()),
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


def load_registry() -> Registry:
    """Every known name, and the right answers of the two sets that are scored."""
    with gzip.open(SHARED / "doi" / "known_dois.json.gz", "rt") as file:
        known = lower(json.load(file))
    known |= {n for row in read_rows("doi_in_text.jsonl") for n in lower(row["gold"])}
    known |= lower(row["clean"] for row in read_rows("messy_to_clean.jsonl"))
    return Registry(known)


SECTIONS: Mapping[str, Callable[[Report, Registry], None]] = {
    "printed": score_printed,
    "none": lambda report, _: score_none(report),
    "messy": score_messy,
    "damages": score_damages,
    "fields": lambda report, _: score_fields(report),
    "works": lambda report, _: score_works(report),
    "repairs": lambda report, registry: score_repairs(report, registry.known),
    "discovery": lambda report, _: score_discovery(report),
    "lists": lambda report, _: score_lists(report),
    "met": lambda report, _: score_met(report),
    "cuts": lambda report, _: score_cuts(report),
    "questions": lambda report, _: score_questions(report),
    "hostile": lambda report, _: score_hostile(report),
    "shapes": lambda report, _: score_shapes(report),
}


def score(section: str) -> Report:
    """One section, in a process of its own: each reads what it needs of the shared data."""
    report = Report()
    SECTIONS[section](report, load_registry())
    return report


def main(names: Sequence[str]) -> int:
    """Exit code 0; 2 when the shared data are not there, or a section is not known."""
    if not (SHARED / "doi" / "known_dois.json.gz").exists():
        print(f"The shared data are not at {SHARED}; set PATIENTLINE_SHARED_DATA to their folder.")
        return 2
    if unknown := set(names) - set(SECTIONS):
        print(f"Not known: {', '.join(sorted(unknown))}. Sections are {', '.join(SECTIONS)}.")
        return 2
    below, figures = [], {}
    with ProcessPoolExecutor() as pool:
        for report in pool.map(score, names or SECTIONS):
            print("\n".join(report.lines), flush=True)
            below += report.lines
            figures |= report.figures
    if not names:
        lines = (*head(figures).lines, *below)
        SCORECARD.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return 0


def head(figures: Mapping[str, float]) -> Report:
    """What stands above the sections: the demands, and what the oracle is."""
    top = Report()
    top.say("# Scorecard: references", "", "Written by `make bench-references`.", "")
    write_demands(top, figures)
    top.say(
        f"Oracle: {len(load_registry().known)} real DOI names, the right answers among them. The",
        "first candidate it knows counts; a live registry knows more names, so that collisions are",
        "under-counted.",
        "",
    )
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
