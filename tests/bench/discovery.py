"""References without a DOI name: is the right one found, and none where there is none?

    python -m tests.bench.references discovery

Crossref's search is stood in for by an index of ours (SQLite FTS5, BM25), of whose answers the
first five are judged as Crossref's would be. Three sets:

- *recorded*: 1,511 references with what Crossref's three strategies answered. The records behind
  these answers are not in the shared data, so that validation cannot be measured on them, only
  which references we do not ask about;
- *real strings*: references as in PDFs, found among the 12,630 works they name. The metadata
  (NLM's) have no year, which is read from the string itself; strings whose own work is not named
  in them (misaligned rows) are left out;
- *real records*: Crossref's records, printed by us in four styles with what goes wrong in print.

Each string is asked twice: with its work in the index, and without (near misses only). Weights
and rules were made on the strings whose DOI name has an even digest; the others are scored
(of which ten errors of a first version have been looked at, too).
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from archive.records import Agreement, Work
from pipelines.matching.agreeing import compare
from pipelines.matching.queries import query_of
from pipelines.matching.scoring import Match, choose
from pipelines.references.fields import read_fields
from pipelines.services.crossref import work_of
from tests.bench.scorecard import SEED, Report, read_rows

STRINGS = 2500
RAREST_WORDS = 12
"""Words of a citation that are looked up: the rarest, for speed."""
SHOWN, LETTERS = 8, 140
"""Mistakes that are listed, and how much of each."""
SUGGESTED = 0.34
"""The score of SBMV from which its answer is suggested."""
ABSENT = 0.4
"""Share of references that truly have no DOI name (806 of Crossref's 2,000)."""
_YEAR = re.compile(r"\b(?:1[89]\d\d|20[0-2]\d)\b")


class Index:
    """Works, searched like Crossref's: any of the words, the rare ones first."""

    def __init__(self, works: Mapping[str, Work]) -> None:
        self.works = works
        self.db = sqlite3.connect(":memory:")
        options = "tokenize='unicode61 remove_diacritics 2'"
        self.db.execute(f"CREATE VIRTUAL TABLE w USING fts5(doi UNINDEXED, said, {options})")
        rows = ((doi, _said(work)) for doi, work in works.items())
        self.db.executemany("INSERT INTO w VALUES (?, ?)", rows)
        self.db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(w, row)")
        self.holders = dict(self.db.execute("SELECT term, doc FROM v"))

    def search(self, text: str, rows: int) -> list[Work]:
        """The works that share most with a text, best first."""
        words = {word for word in re.findall(r"\w+", text.lower()) if word in self.holders}
        rare = sorted(words, key=lambda word: (self.holders[word], word))[:RAREST_WORDS]
        if not rare:
            return []
        query = " OR ".join(f'"{word}"' for word in rare)
        sql = "SELECT doi FROM w WHERE w MATCH ? ORDER BY rank LIMIT ?"
        return [self.works[doi] for (doi,) in self.db.execute(sql, (query, rows))]


def _said(work: Work) -> str:
    names = (work.title, work.subtitle, *work.authors, work.container, work.short_container)
    numbers = (work.volume, work.issue, work.pages, work.article_number, str(work.year or ""))
    return " ".join((*names, *numbers))


@dataclass
class Tally:
    """What became of strings, at one level."""

    present: int = 0
    absent: int = 0
    right: int = 0
    wrong: int = 0
    """Another work, although the right one was to be found."""
    false: int = 0
    """Any work, where the right one was not to be found."""

    def precision(self) -> float:
        """As in a world where ``ABSENT`` of the references have no DOI name."""
        right, wrong = self.right / max(1, self.present), self.wrong / max(1, self.present)
        named = (1 - ABSENT) * (right + wrong) + ABSENT * self.false / max(1, self.absent)
        return 100 * (1 - ABSENT) * right / named if named else 100.0

    def recall(self) -> float:
        return 100 * self.right / max(1, self.present)


def fields_of(text: str) -> dict[str, str]:
    return {f.name: f.value for f in sorted(read_fields(text), key=lambda f: f.confidence)}


def answers(text: str, found: Iterable[Work]) -> list[Match]:
    """What we make of a search's answers."""
    return choose(text, fields_of(text), found) if query_of(text) else []


def score_strings(
    report: Report, name: str, rows: Iterable[tuple[str, str]], index: Index
) -> dict[str, Tally]:
    """(text, DOI name) pairs at both levels, each with its work in the index and without."""
    tallies = {"suggested": Tally(), "safe": Tally()}
    wrong: list[tuple[str, str, Match]] = []
    for text, doi in rows:
        found = index.search(query_of(text) or text, 6)
        without = [work for work in found if work.doi != doi]
        for level, tally in tallies.items():
            with_it = _named(answers(text, found[:5]), level)
            near = _named(answers(text, without[:5]), level)
            tally.present += 1
            tally.absent += 1
            tally.right += with_it is not None and with_it.work.doi == doi
            tally.wrong += with_it is not None and with_it.work.doi != doi
            tally.false += near is not None
            if level == "suggested" and near is not None:
                wrong.append((text, doi, near))
    report.say(f"### {name}: {tallies['safe'].present} strings, {len(index.works)} works", "")
    report.table(
        ("level", "P", "R", "F1", "another work named", "named though absent"),
        (
            (level, *_shares(t.precision(), t.recall()), t.wrong, t.false)
            for level, t in tallies.items()
        ),
    )
    if wrong:
        report.say("Some of those named though theirs was absent, for the reader to judge:", "")
    for text, doi, match in wrong[:SHOWN]:
        level = "safe" if match.is_safe else "suggested"
        report.say(f"- {match.work.doi} ({level}) for {doi}: {text[:LETTERS]}")
    report.say("")
    return tallies


def _shares(precision: float, recall: float) -> tuple[str, str, str]:
    """P, R and F1 as they are printed."""
    f1 = 2 * precision * recall / max(1.0, precision + recall)
    return f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}"


def _named(matches: list[Match], level: str) -> Match | None:
    best = matches[0] if matches else None
    return best if best is not None and (level == "suggested" or best.is_safe) else None


def is_held_back(doi: str) -> bool:
    """Whether a row was left alone while the rules were made."""
    return bool(hashlib.sha256(doi.encode()).digest()[0] % 2)


def printed_works() -> tuple[dict[str, Work], list[tuple[str, str]]]:
    """Works by DOI name with NLM's metadata, and the strings that name them."""
    works: dict[str, Work] = {}
    strings: list[tuple[str, str]] = []
    for row in read_rows("citations_pmc.jsonl.gz"):
        text = " ".join(re.sub(r"(?<=\w)-\s*\n\s*(?=[a-z])", "", row["reference"]).split())
        doi = row["doi"].lower()
        years = Counter(_YEAR.findall(query_of(text) or text)).most_common(1)
        year = int(years[0][0]) if years else None
        work = Work(
            doi=doi,
            agency="Crossref",
            title=row.get("atitle") or "",
            container=row.get("jtitle") or "",
            authors=(row["firstAuthor"],) if row.get("firstAuthor") else (),
            year=year,
            years=(year,) if year else (),
            volume=row.get("volume") or "",
            pages=row.get("firstPage") or "",
            type="journal-article",
        )
        works.setdefault(doi, work)
        strings.append((text, doi))
    return works, strings


def registered_works() -> dict[str, Work]:
    """The Crossref records of the shared data; two are there twice, with escaped slashes."""
    rows = read_rows("crossref_records.jsonl.gz")
    return {row["doi"].lower(): work_of(row["record"]) for row in rows if "\\" not in row["doi"]}


# --------------------------------------------------------------------------- printed by us


def print_work(work: Work, random: Random) -> str:
    """A record as a citation in one of four styles, with what goes wrong in print."""
    families = [author.partition(",") for author in work.authors]
    people = [f"{family} {given.strip()[:1]}".strip() for family, _, given in families]
    year = (work.year or 0) + random.choice((0,) * 9 + (1,))
    first, _, last = work.pages.partition("-")
    pages = work.article_number or first
    if last and random.random() < 0.7:
        pages += f"-{last[-2:] if random.random() < 0.3 and len(last) == len(first) else last}"
    if random.random() < 0.1:
        pages = ""
    title = work.title
    if random.random() < 0.15 and len(title) > 20:  # a slip
        at = random.randrange(5, len(title) - 5)
        title = title[:at] + title[at + 1] + title[at] + title[at + 2 :]
    journal = work.short_container if random.random() < 0.5 else ""
    journal = journal or work.container
    issue = f"({work.issue})" if work.issue and random.random() < 0.6 else ""
    several = ", ".join(people[:3]) + (", et al" if len(people) > 3 else "")
    place = f"{work.volume}{issue}" + (f":{pages}" if pages else "")
    styles = (
        f"{several}. {title}. {journal}. {year};{place}.",
        f"{several} ({year}). {title}. {journal}, {place.replace(':', ', ')}.",
        f"{several}: {title}. {journal} {place} ({year})",
        f"{several}, {journal} {work.volume}, {pages or '?'} ({year})",
    )
    return " ".join(random.choices(styles, (3, 3, 3, 1))[0].split())


def printed_records(works: Mapping[str, Work]) -> Iterator[tuple[str, str]]:
    """Held back records that a list would cite, printed."""
    random = Random(SEED)
    for doi, work in works.items():
        cited = work.title and work.container and work.year and work.authors
        if cited and is_held_back(doi) and not work.is_notice_of:
            yield print_work(work, random), doi


# --------------------------------------------------------------------------- the report


def score_recorded(report: Report) -> None:
    """The recorded answers, all of them and those about references that we ask about."""
    rows = list(read_rows("citations_crossref2000.jsonl"))
    with_name = sum(bool(row["doi"]) for row in rows)
    asked = {row["text"] for row in rows if query_of(row["text"])}
    lost = sum(bool(row["doi"]) and row["text"] not in asked for row in rows)
    lines = []
    for limit in (SUGGESTED, 0.43, 0.55, 0.70):
        for only_asked in (False, True):
            named = [
                row for row in rows
                if row["sbmv"] and row["sbmv_score"] >= limit
                and (not only_asked or row["text"] in asked)
            ]  # fmt: skip
            right = sum(row["sbmv"] == row["doi"] for row in named)
            what = f"SBMV >= {limit}" + (", of what we ask" if only_asked else "")
            precision, recall = 100 * right / len(named), 100 * right / with_name
            lines.append((what, *_shares(precision, recall), len(named) - right))
            if only_asked and limit == SUGGESTED:
                report.figures["recorded_precision"] = precision
                report.figures["recorded_recall"] = recall
    report.say(f"### Recorded answers: {len(rows)} references, {with_name} with a DOI name", "")
    report.table(("strategy", "P", "R", "F1", "wrong"), lines)
    report.say(
        f"We do not ask about {len(rows) - len(asked)} of them (several works in one string, "
        f"unpublished, an identifier only), {lost} of which have a DOI name.",
        "",
    )


def score_alarms(report: Report, index: Index, works: Mapping[str, Work]) -> None:
    """Real references against records of other works: what is named, for the reader to judge."""
    texts = [row["text"] for row in read_rows("citations_crossref2000.jsonl")]
    texts += [" ".join(row["text"].split()) for row in read_rows("doi_in_text_none.jsonl")]
    names = list(dict.fromkeys(texts))
    named = []
    for text in names:
        query = query_of(text)
        matches = answers(text, index.search(query, 5)) if query else []
        named += [(text, matches[0])] if matches else []
    report.say(f"### {len(names)} other real references, {len(works)} records", "")
    report.say(f"{len(named)} are named a record:", "")
    for text, match in named:
        work = match.work
        level = "safe" if match.is_safe else "suggested"
        told = f"{work.title[:LETTERS]}. {work.container}"
        report.say(f"- {work.doi} ({level}; {told}) for: {text[:LETTERS]}")
    report.say("")


def score_discovery(report: Report) -> None:
    """The section of the scorecard."""
    report.say(
        "## No DOI name is printed: is it found, or nothing?",
        "",
        "The records behind Crossref's recorded answers are not in the shared data: on them our",
        "validation cannot be measured, only what we do not ask about. The other sets are searched",
        "in an index of ours, which knows fewer works than Crossref and so fewer near misses; each",
        "string with its work in the index and without. P is that of a world in which 40 % of the",
        "references have no DOI name. Real strings: NLM's metadata, the year (which they lack)",
        "read from the string. Real records: printed by us, with slips and without parts.",
        "",
    )
    score_recorded(report)
    printed, strings = printed_works()
    index = Index(printed)
    fair = [
        (text, doi)
        for text, doi in Random(SEED).sample(strings, len(strings))
        if is_held_back(doi)
        and compare(text, fields_of(text), replace(printed[doi], years=(), year=None)).value
        is not Agreement.DIFFERS
    ]
    tallies = [score_strings(report, "Real strings", fair[:STRINGS], index)]
    registered = registered_works()
    records = Index(registered)
    shown = Random(SEED).sample(list(printed_records(registered)), STRINGS)
    tallies.append(score_strings(report, "Real records", shown, records))
    suggested = [tally["suggested"] for tally in tallies]
    report.figures["safe_precision"] = min(tally["safe"].precision() for tally in tallies)
    report.figures["suggested_precision"] = min(tally.precision() for tally in suggested)
    report.figures["suggested_recall"] = min(tally.recall() for tally in suggested)
    score_alarms(report, records, registered)
