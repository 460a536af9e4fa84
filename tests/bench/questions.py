"""What registries are asked in a whole run: questions a DOI name, DOI names a request.

    python -m tests.bench.references questions

Two sites are crawled and verified by the command, the replica plays the registries, and what
arrives there is counted. *Clean pages*: real records of Crossref and DataCite printed as
references with their right DOI names, as pages print them. *The sample site*: everything that
is planted there is wrong on purpose, so that repairs are asked for, too.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import unquote

from archive.records import Work
from pipelines.services import datacite
from tests.bench.printing import STYLES
from tests.bench.real import audit, make_oracle, serving
from tests.bench.scorecard import SEED, Report, read_rows
from tests.bench.works import real_records
from tests.replica import Hit, running
from tests.replica.site.markup import WRITERS
from tests.replica.site.nodes import Document, Heading, Items, Region, Text
from tests.replica.site.shapes import shape_list
from tests.sample_runs import led_to, patientline, rows

PAGES, A_PAGE, OF_DATACITE = 20, 25, 5
"""Clean pages, references on each, and how many of these are DataCite's."""
SHAPES = ("ol", "paragraphs", "br-brackets", "table", "ul")
FORMS = (
    "{0} doi:{1}",
    "{0} doi: {1}.",
    '{0} <a href="https://doi.org/{1}">https://doi.org/{1}</a>',
    '{0} <a href="https://doi.org/{1}">[CrossRef]</a>',
)
_PRINTED = "SELECT DISTINCT value FROM mentions WHERE scheme = 'doi'"


@dataclass(frozen=True)
class Asked:
    """What arrived at the registries in one run."""

    names: int
    """Distinct DOI names that the pages print."""
    handles: int
    crossref: Sequence[int]
    """DOI names in each request for a list of metadata."""
    datacite: Sequence[int]
    searches: int

    @classmethod
    def of(cls, hits: Iterable[Hit], database: Path) -> Asked:
        """Counted from what a run asked and what it read. Lists of guessed names are left out."""
        printed = {value for (value,) in rows(database, _PRINTED)}
        handles = searches = 0
        lists: dict[str, list[int]] = {"api.crossref.org": [], "api.datacite.org": []}
        for hit in hits:
            path = unquote(hit.path)
            handles += hit.host == "doi.org" and path.startswith("/api/handles/")
            searches += "query.bibliographic=" in path
            found = re.search(r"[?&](?:filter=doi:|ids=)([^&]*)", path)
            if found and hit.host in lists:
                names = [name.removeprefix("doi:") for name in found[1].split(",")]
                if printed.intersection(names):
                    lists[hit.host].append(len(names))
        return cls(
            names=len(printed),
            handles=handles,
            crossref=lists["api.crossref.org"],
            datacite=lists["api.datacite.org"],
            searches=searches,
        )

    @property
    def a_name(self) -> float:
        """Handle questions a distinct DOI name."""
        return self.handles / max(1, self.names)

    @property
    def a_request(self) -> float:
        """DOI names a request for metadata, of both agencies together."""
        sizes = [*self.crossref, *self.datacite]
        return sum(sizes) / max(1, len(sizes))


def clean_works() -> list[Work]:
    """Works by page: those of Crossref first, then DataCite's own."""
    random = Random(SEED)
    crossref = random.sample(real_records(), PAGES * (A_PAGE - OF_DATACITE))
    own = [row["record"] for row in read_rows("datacite_records.jsonl.gz")]
    own = [
        record
        for record in own
        if record["attributes"].get("registered")
        and record["attributes"].get("source") != "levriero"
    ]
    others = [datacite.work_of(r["attributes"]) for r in random.sample(own, PAGES * OF_DATACITE)]
    works: list[Work] = []
    for number in range(PAGES):
        works += crossref[number::PAGES] + others[number::PAGES]
    return works


def write_clean_site(folder: Path) -> None:
    """Pages with lists of right references, and a page that leads to them."""
    works, styles, markups = clean_works(), list(STYLES.values()), list(WRITERS)
    links = tuple(f'<a href="page-{n}.html">Page {n}</a>' for n in range(PAGES))
    _write(folder / "index.html", "Start", (Items(links),), "semantic")
    for number in range(PAGES):
        printed = []
        for place, work in enumerate(works[number * A_PAGE : (number + 1) * A_PAGE]):
            citation = html.escape(styles[number % len(styles)](work))
            printed.append(FORMS[place % len(FORMS)].format(citation, html.escape(work.doi)))
        shape = SHAPES[number % len(SHAPES)]
        nodes = (Heading("References"), *shape_list(printed, shape))
        markup = markups[number % len(markups)]
        _write(folder / f"page-{number}.html", f"Page {number}", nodes, markup)


def _write(path: Path, title: str, nodes: Sequence[object], markup: str) -> None:
    above = (Heading(title, level=1), Text("What is known of backs, and where it is written."))
    main = Region("main", (*above, *nodes))
    path.write_text(WRITERS[markup].write(Document(title, "B", "en", (main,))), encoding="utf-8")


def ask_about_clean_pages(folder: Path) -> Asked:
    """Crawl and verify the clean pages; ``folder`` is empty and stays behind."""
    site, oracle = folder / "site", folder / "oracle"
    site.mkdir()
    oracle.mkdir()
    write_clean_site(site)
    make_oracle(oracle)
    with serving(site) as address:
        audited = audit("clean pages", address, folder / "data", [], oracle)
    return Asked.of(audited.hits, audited.database)


def ask_about_the_sample_site(folder: Path) -> Asked:
    """Crawl and verify the sample site. Raises RuntimeError when the command fails."""
    with running() as replica:
        ended = patientline(
            "run", "--quiet", "--site", "sample", "--data", folder, *led_to(replica)
        )
        if ended.code != 0:
            raise RuntimeError(f"patientline run ended with {ended.code}: {ended.err[-2000:]}")
        return Asked.of(replica.hits, folder / "sample" / "crawl.db")


def score_questions(report: Report) -> None:
    """The section of the scorecard."""
    with tempfile.TemporaryDirectory(prefix="questions-") as folder:
        clean_folder = Path(folder) / "clean"
        clean_folder.mkdir()
        clean = ask_about_clean_pages(clean_folder)
        sample = ask_about_the_sample_site(Path(folder) / "sample")
    report.say("## Questions asked of registries, counted where they arrive", "")
    report.table(
        ("site", "DOI names", "handle questions", "a name", "DOI names a request (Crossref)",
         "(DataCite)", "searches"),
        (
            (name, a.names, a.handles, f"{a.a_name:.2f}", _sizes(a.crossref), _sizes(a.datacite),
             a.searches)
            for name, a in ((f"{PAGES} clean pages", clean), ("the sample site", sample))
        ),
    )  # fmt: skip
    report.say(
        "Names of our own making, asked by the list where a name is wrong, are not among the",
        "names a request. On the sample site many names are wrong on purpose, and are repaired.",
        "",
    )
    report.figures["handles_a_name"] = clean.a_name
    report.figures["names_a_request"] = clean.a_request


def _sizes(sizes: Sequence[int]) -> str:
    return ", ".join(map(str, sizes)) or "none"
