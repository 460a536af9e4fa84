"""Wrong DOI names put right: the ladder without a network.

    python -m tests.bench.references repairs

*Messy names* are in ``messy``.
*Damaged names*: real strings with the record of their work; the name is damaged by us, or is
another work's. The ladder has the oracle for "is it registered" and these records for "does it
agree", as a run has the registries.

*Formulas*: the name made from the numbers of a string. Their years (``until``) were set after a
look at these same strings, where 60 % of the names were right without them: an unseen set will
give less than what stands here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from archive.records import Agreement, Work
from pipelines.matching.agreeing import Comparison, compare
from pipelines.matching.queries import query_of
from pipelines.matching.scoring import choose
from pipelines.verification.repairing.derivation import Numbers, derive, derive_by_issues
from pipelines.verification.repairing.repair import SLIP, Repair, repair_doi
from pipelines.verification.repairing.widening import widen_all
from tests.bench.discovery import Index, printed_works
from tests.bench.messy import score_messy_names
from tests.bench.scorecard import SEED, Report, Score
from tests.bench.works import Pair, is_misaligned, real_strings

SAMPLE = 400

Damage = Callable[[str, Random], str]
Proposals = list[tuple[str, bool]]
"""Names with whether they are safe, best first."""


def _at(suffix: str, random: Random) -> int:
    return random.choice([n for n, letter in enumerate(suffix) if letter.isdigit()] or [0])


def _in_suffix(change: Callable[[str, Random], str]) -> Damage:
    def damage(doi: str, random: Random) -> str:
        prefix, _, suffix = doi.partition("/")
        return f"{prefix}/{change(suffix, random)}"

    return damage


def _other_digit(suffix: str, random: Random) -> str:
    at = _at(suffix, random)
    return suffix[:at] + random.choice("0123456789") + suffix[at + 1 :]


def _lost(suffix: str, random: Random) -> str:
    at = _at(suffix, random)
    return suffix[:at] + suffix[at + 1 :]


def _added(suffix: str, random: Random) -> str:
    at = _at(suffix, random)
    return suffix[:at] + random.choice("0123456789") + suffix[at:]


def _swapped(suffix: str, random: Random) -> str:
    pairs = [n for n in range(len(suffix) - 1) if suffix[n : n + 2].isdigit()]
    at = random.choice(pairs or [0])
    return suffix[:at] + suffix[at + 1 : at + 2] + suffix[at : at + 1] + suffix[at + 2 :]


DAMAGES: Mapping[str, Damage] = {
    "a figure is another": _in_suffix(_other_digit),
    "a figure is lost": _in_suffix(_lost),
    "a figure too many": _in_suffix(_added),
    "two figures swapped": _in_suffix(_swapped),
    "cut by one character": lambda doi, _: doi[:-1],
    "cut by three characters": lambda doi, _: doi[:-3],
}


def climb(
    doi: str, pair: Pair, known: set[str], works: Mapping[str, Work]
) -> list[tuple[Repair, Comparison]]:
    """What the ladder accepts, as ``repairing`` does: rung by rung, registered and agreeing."""

    def accepted(repair: Repair) -> Comparison | None:
        work = works.get(repair.after) if repair.after in known else None
        if work is None:
            return None
        comparison = compare(pair.printed, pair.fields, work)
        is_guess = repair.rule == SLIP and not comparison.is_safe
        return None if comparison.value is not Agreement.AGREES or is_guess else comparison

    found = []
    for repair in repair_doi(doi, pair.printed, pair.fields):
        if (comparison := accepted(repair)) is not None:
            found.append((repair, comparison))
            if comparison.is_safe:
                break
    wider = {} if found else widen_all(doi, pair.printed, pair.fields)
    found += [(r, c) for r in wider.values() if (c := accepted(r)) is not None]
    return sorted(found, key=lambda f: (not f[1].is_safe, -f[1].score))


@dataclass(frozen=True)
class World:
    """What is registered, what is known of it, and what a search looks through."""

    known: set[str]
    works: Mapping[str, Work]
    index: Index

    def by_ladder(self, doi: str, pair: Pair) -> Proposals:
        """(name, is safe), best first, without a search."""
        ranked = climb(doi, pair, self.known, self.works)
        return _ranked((repair.after, comparison.is_safe) for repair, comparison in ranked)

    def by_search(self, doi: str, pair: Pair) -> Proposals:
        """The same of the last rung, for which a run asks Crossref and we an index of ours."""
        query = query_of(pair.printed)
        found = choose(pair.printed, pair.fields, self.index.search(query, 5)) if query else []
        return _ranked((m.work.doi, m.is_safe) for m in found if m.work.doi != doi)


def _ranked(proposals: Iterable[tuple[str, bool]]) -> Proposals:
    """Each name once; where there are several, none is safe."""
    names = dict(proposals)
    return [(name, is_safe and len(names) == 1) for name, is_safe in names.items()]


def score_damaged(report: Report, pairs: Sequence[Pair], known: set[str]) -> None:
    """Names of real strings, damaged by us, or replaced by another work's."""
    random = Random(SEED)
    works = {pair.work.doi: pair.work for pair in pairs}
    world = World(known | set(works), works, Index(printed_works()[0]))
    sample = random.sample([pair for pair in pairs if re.search(r"\d{2}", pair.work.doi)], SAMPLE)
    rows = []
    for name, damage in DAMAGES.items():
        wrong = [(pair, damage(pair.work.doi, random)) for pair in sample]
        rows.append(_repaired(name, [(p, d) for p, d in wrong if d not in world.known], world))
    decoys = _among_decoys(sample, pairs, world.known, random)
    others = random.sample(sorted(works), len(sample))
    rows.append(_repaired("another work's", list(zip(sample, others, strict=True)), world))
    report.say(f"### Names damaged by us, with their citation ({SAMPLE} real strings)", "")
    report.say("By the ladder alone, and with its last rung, a search (in an index of ours).", "")
    head = ("damage", "names", "P", "R", "F1", "safe %", "with a search: P", "R", "F1", "safe %")
    report.table((*head, "wrong, marked safe"), rows)
    report.say(
        "A figure is another, every neighbour of the name is registered to another work of the",
        f"journal, and the right name to none: {decoys['all']} names, {decoys['wrong']} of them",
        f"with a proposal, {decoys['wrong and safe']} marked safe.",
        "",
    )
    wrong_safe = sum(int(str(row[-1])) for row in rows)
    report.figures["wrong_safe"] = wrong_safe + decoys["wrong and safe"]


def _among_decoys(
    sample: Sequence[Pair],
    pairs: Sequence[Pair],
    known: set[str],
    random: Random,
) -> Counter[str]:
    """A figure is another, and every name the ladder may ask for is registered: to another work
    of the same journal (of any, where there is none). The oracle has hardly any such neighbours,
    the registry more; this is the worst case. The right name is not registered.
    """
    by_journal: dict[str, list[Work]] = defaultdict(list)
    for pair in pairs:
        by_journal[pair.work.container].append(pair.work)
    counts: Counter[str] = Counter()
    for pair in sample:
        doi = DAMAGES["a figure is another"](pair.work.doi, random)
        if doi in known:
            continue
        near = [w for w in by_journal[pair.work.container] if w.doi != pair.work.doi]
        names = [r.after for r in repair_doi(doi, pair.printed, pair.fields)]
        names += widen_all(doi, pair.printed, pair.fields)
        decoys = {n: random.choice(near or pairs_works(pairs)) for n in names if n != pair.work.doi}
        decoys = {n: w for n, w in decoys.items() if w.title != pair.work.title}
        ranked = climb(doi, pair, set(decoys), decoys)
        proposals = _ranked((repair.after, comparison.is_safe) for repair, comparison in ranked)
        counts["all"] += 1
        counts["wrong"] += bool(proposals)
        counts["wrong and safe"] += any(is_safe for _, is_safe in proposals)
    return counts


def pairs_works(pairs: Sequence[Pair]) -> list[Work]:
    """The works of pairs."""
    return [pair.work for pair in pairs]


def _repaired(name: str, wrong: Sequence[tuple[Pair, str]], world: World) -> Sequence[object]:
    ladder, searched, counts = Score(), Score(), Counter[str]()
    for pair, doi in wrong:
        climbed = world.by_ladder(doi, pair)
        for kind, score, proposals in (
            ("ladder", ladder, climbed),
            ("searched", searched, climbed or world.by_search(doi, pair)),
        ):
            (best, is_safe), *_ = proposals or [("", False)]
            score.add({best} - {""}, {pair.work.doi})
            counts[kind, "safe"] += is_safe and best == pair.work.doi
            counts["wrong and safe"] += kind == "searched" and is_safe and best != pair.work.doi
    cells: list[object] = []
    for kind, score in (("ladder", ladder), ("searched", searched)):
        safe = 100 * counts[kind, "safe"] / max(1, len(wrong))
        cells += [score.precision, score.recall, score.f1, safe]
    return name, len(wrong), *cells, counts["wrong and safe"]


# ----------------------------------------------------------------------------- formulas


def score_formulas(report: Report, pairs: Sequence[Pair], known: set[str]) -> None:
    """Names made from the numbers of a string: right, nobody's, or another work's."""
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        numbers = Numbers.of(pair.fields)
        for rule, name in derive(numbers):
            _count(rules[rule], [name], pair, known)
            _count(rules["all"], [name], pair, known)
        by_issue = [name for _, name in derive_by_issues(numbers)]
        if by_issue:
            _count(rules["issue not printed, asked by the list"], by_issue, pair, known)
    report.say(f"### Formulas of publishers ({len(pairs)} real strings)", "")
    report.table(
        ("rule", "strings", "right %", "nobody's %", "another work's"),
        (
            (rule, n["all"], 100 * n["right"] / n["all"], 100 * n["nobody"] / n["all"], n["other"])
            for rule, n in sorted(rules.items())
        ),
    )


def _count(counts: Counter[str], names: Sequence[str], pair: Pair, known: set[str]) -> None:
    lowered = {name.lower() for name in names}
    counts["all"] += 1
    if pair.work.doi in lowered:
        counts["right"] += 1
    else:
        counts["other" if lowered & known else "nobody"] += 1


@lru_cache(maxsize=1)
def _aligned() -> tuple[Pair, ...]:
    return tuple(pair for pair in real_strings() if not is_misaligned(pair))


def score_repairs(report: Report, known: set[str]) -> None:
    """The section of the scorecard. ``known`` are the registered names."""
    report.say("## Wrong names put right", "")
    score_messy_names(report, known)
    score_damaged(report, _aligned(), known)
    score_formulas(report, _aligned(), known)
