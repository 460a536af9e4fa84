"""Wrong or messy names with their citation: is the right one reached, and how?

Hand-checked pairs; the records behind them are not in the shared data. What can be measured is
whether the right name is read from the string, or proposed by the ladder and registered. Where
the ladder has nothing, a run searches: for some of these strings the answer of Crossref's search
with validation is recorded, and counts when its score reaches ``RECORDED_LEVEL``.

To the oracle none of the wrong names is registered. Some of them are, in the world: then a run
looks at their records first, and leaves a name alone that names the work cited. Both worlds are
reported.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.dois import find_candidates
from pipelines.matching.queries import query_of
from pipelines.references.fields import read_fields
from pipelines.verification.repairing.repair import repair_doi
from pipelines.verification.repairing.widening import widen_all
from tests.bench.scorecard import Report, Score, lower, read_rows

# Of the four levels of the section on searches, the first with a precision of 99 %. The
# validation is Crossref's own, not ours.
RECORDED_LEVEL = 0.43
READ = "read from the string"
PROPOSED = "proposed, the first that is registered (agreement not measured)"
SEARCHED = f"found by the recorded search (validated by Crossref, >= {RECORDED_LEVEL})"
NOTHING = "not reached"

_JSTOR = "JSTOR's name of the same article"
_BOOK = "the book's name, and a chapter is cited: taken as agreement"
# Names that are, by what is known of them (2026-11, by one person, not asked of a registry), the
# cited work's own: under another registration, or its book's. Our comparison accepts such records.
LEFT_ALONE = {
    "10.2307/2411294": _JSTOR,
    "10.2307/2287118": _JSTOR,
    "10.2307/2975544": _JSTOR,
    "10.2307/2411072": _JSTOR,
    "10.1002/(sici)1098-2264(199910)26:2<142::aid-gcc6>3.0.co;2-b": "the publisher's other name",
    "10.1001/jama.1996.03540240052030": "the publisher's other name",
    "10.1128/cmr.13.3.470-511.2000": "the publisher's older name",
    "10.1017/s0022143000034535": "the name under the later publisher's prefix",
    "10.1017/cbo9780511628108": _BOOK,
    "10.1037/10762-000": _BOOK,
}
_WHY = {
    "10.1007/bf0229355": "no citation is given, and without one nothing is guessed",
    "10.1007/s10194-004-0109-2": "another article of the volume: by search only, none is recorded",
    "10.4135/9780857024541.d15": "another part of the book: by search only, none is recorded",
    "10.5281/zenodo.14344378": "a data set, cited as such: the printed name is right",
    "10.1096/fj.1530-6860": "searched for: the record is the journal's, which does not tell",
}


@dataclass(frozen=True)
class Reached:
    """What we answer for a messy name, and how we come to it."""

    messy: str
    clean: str
    """The right name; empty: there is none."""
    how: str
    name: str = ""
    """Ours; empty: we answer nothing."""

    @property
    def is_right(self) -> bool:
        return bool(self.clean) and self.name == self.clean


def score_messy_names(report: Report, known: set[str]) -> None:
    """The hand-checked pairs: read from the string, proposed, searched for, or out of reach."""
    rows = list(read_rows("messy_to_clean.jsonl"))
    known = known | lower(row["clean"] for row in rows)
    searches = {
        row["text"]: row["sbmv"]
        for row in read_rows("citations_crossref2000.jsonl")
        if row["sbmv"] and row["sbmv_score"] >= RECORDED_LEVEL and query_of(row["text"])
    }
    reached = [_reach(row, known, searches) for row in rows]
    counts = Counter((_outcome(r), r.how) for r in reached)
    report.say(f"### Messy → right, with the recorded searches ({len(rows)} names)", "")
    report.table(
        ("answer", "how", "names", "%"),
        ((*kind, n, 100 * n / len(rows)) for kind, n in counts.most_common()),
    )
    _say_scores(report, reached)
    report.say("Names that are not read from the string:", "")
    report.table(
        ("name", "right", "not registered: as the oracle has it", "a live run"),
        ((f"`{r.messy}`", _shown(r.clean), r.how, _live(r)) for r in reached if r.how != READ),
    )
    report.say(
        "What a live run does is read off its rules: whether the printed names are registered is",
        "not in the shared data. A name that it leaves alone leads to the cited work, or to its",
        "book; where doi.org calls a name an alias (JSTOR's), the work's own is kept with it.",
        "",
    )


def _say_scores(report: Report, reached: Sequence[Reached]) -> None:
    """P, R and F1 in both worlds; the figures of the demands."""
    others = [r for r in reached if r.messy not in LEFT_ALONE]
    live = [r if r.messy not in LEFT_ALONE else Reached(r.messy, r.clean, NOTHING) for r in reached]
    own = [r if r.how != SEARCHED else Reached(r.messy, r.clean, NOTHING) for r in reached]
    worlds = {
        "none of the names is registered, as the oracle has it": reached,
        "the same, without the recorded searches": own,
        f"a live run, if the {len(LEFT_ALONE)} names of the cited works are registered": live,
        f"a live run, without those {len(LEFT_ALONE)}": others,
    }
    scores: dict[str, Score] = {}
    for world, rows in worlds.items():
        score = scores[world] = Score()
        for row in rows:
            score.add({row.name} - {""}, {row.clean} - {""})
    report.table(
        ("world", "names", "P", "R", "F1", "wrong"),
        ((w, s.right + s.missed, s.precision, s.recall, s.f1, s.wrong) for w, s in scores.items()),
    )
    oracle, *_, without = scores.values()
    report.figures["messy_recall"], report.figures["messy_precision"] = (
        oracle.recall, oracle.precision,
    )  # fmt: skip
    report.figures["live_recall"] = without.recall


def _outcome(reached: Reached) -> str:
    if not reached.clean:
        return "wrong" if reached.name else "right: there is none"
    return "right" if reached.is_right else "wrong" if reached.name else "none"


def _live(reached: Reached) -> str:
    if reached.messy in LEFT_ALONE:
        return f"leaves it alone: {LEFT_ALONE[reached.messy]}"
    return _WHY.get(reached.messy, "the same")


def _shown(name: str) -> str:
    return f"`{name}`" if name else "none"


def _reach(row: Mapping[str, str | None], known: set[str], searches: Mapping[str, str]) -> Reached:
    messy, clean = row["messy"] or "", (row["clean"] or "").lower()
    printed = _citation(row.get("context") or "")
    fields = {f.name: f.value for f in read_fields(printed)}
    names = [c.value for place in find_candidates(messy)[:1] for c in place.candidates]
    read = next((name for name in names if name in known), "")
    proposed = [] if read else _proposed(messy, printed, fields, known)
    if read or proposed:
        return Reached(messy, clean, READ if read else PROPOSED, read or proposed[0])
    found = searches.get(printed, "")
    found = "" if found == messy else found  # a run proposes no name in place of itself
    return Reached(messy, clean, SEARCHED if found else NOTHING, found)


def _proposed(doi: str, printed: str, fields: Mapping[str, str], known: set[str]) -> list[str]:
    """What a run would ask for and find registered; no record is there to agree or not."""
    names = [*repair_doi(doi, printed, fields), *widen_all(doi, printed, fields).values()]
    return [repair.after for repair in names if repair.after in known]


def _citation(context: str) -> str:
    """The citation in a context; a deposited reference is put together from its parts."""
    if not context.startswith("{"):
        return context
    parts = json.loads(context)
    if parts.get("unstructured"):
        return str(parts["unstructured"])
    names = ("author", "article-title", "journal-title")
    head = ". ".join(parts[name] for name in names if parts.get(name))
    place = f"{parts.get('year', '')};{parts.get('volume', '')}:{parts.get('first-page', '')}"
    return f"{head}. {place}."
