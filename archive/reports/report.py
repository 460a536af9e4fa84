"""What a report says, in whatever format. Shapes only.

The JSON form is exactly these fields, and ``docs/schema.md`` prints their descriptions.
Times are UTC ISO-8601 text as in the database; absent texts are empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.counting import counted
from archive.reports.items import Block, Item
from archive.reports.unseen import WEEKS, Unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many things fall under one word."""

    word: str
    """Value of the vocabulary, e.g. a severity, kind, state or code."""
    label: str
    """The same for people."""
    number: int
    """How many."""
    example: str = ""
    """One of them, or what the word means."""
    different: int = 0
    """Findings: how many groups they make, each wrong in words of its own; others 0."""

    @property
    def distinct(self) -> str:
        """How many differ, further places of the same not counted: ``3 distinct``; empty where all
        do."""
        return f"{self.different} distinct" if 0 < self.different < self.number else ""

    @property
    def named(self) -> str:
        """The label, with ``distinct``."""
        return f"{self.label} ({self.distinct})" if self.distinct else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """Something that could not be decided and is therefore no finding."""

    what: str
    """DOI names, landing pages or links."""
    where: str
    """The host, for links."""
    label: str
    """Why, in a few words."""
    number: int
    """How many."""
    examples: tuple[str, ...]
    """Up to three of them."""

    @property
    def quantity(self) -> str:
        """How many of what, e.g. ``1 link at a.example``."""
        what = self.what if self.number != 1 else self.what.removesuffix("s")
        return f"{self.number} {what}" + (f" at {self.where}" if self.where else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The state of a site's references, and what changed since the run before."""

    site: str
    """Name of the profile."""
    title: str
    """What the site is called, for people; its name where the profile gives no title."""
    run_id: int
    """The run it is about."""
    command: str
    """What that run did: verify, crawl or replay."""
    started: str
    """When it began."""
    finished: str
    """When it ended; empty when it was cut off."""
    outcome: str
    """How it ended."""
    message: str
    """One sentence about the end."""
    previous: str
    """When the run before it of the same kind began; empty when it is the first, or nothing has
    been verified."""
    software: str
    """Program and version."""
    totals: tuple[Tally, ...]
    """How much was looked at: pages, articles, references, DOI names, links."""
    changes: tuple[Tally, ...]
    """Findings that are new, still open, recovered and waived."""
    severities: tuple[Tally, ...]
    """New and open findings by severity."""
    kinds: tuple[Tally, ...]
    """New and open findings by kind, the most frequent first."""
    coverage: tuple[Tally, ...]
    """URLs of the latest crawl by what became of them and why; their sum is what was discovered."""
    issues: tuple[Tally, ...]
    """What the latest crawl and this run met and did not understand, by code."""
    items: tuple[Item, ...]
    """Findings: new, open, recovered in this run, waived; by page, the worst first."""
    unasked: tuple[Unasked, ...]
    """What could not be decided."""
    unseen: tuple[Unseen, ...] = ()
    """Links that could not be looked at for eight weeks or more, though they were tried."""
    unused_waivers: tuple[str, ...] = ()
    """Waivers that accept nothing at present, a sentence each: that they ran out, or fit nothing
    any more."""
    verified: int = 0
    """DOI names and links with a verdict."""
    unverified_dois: int = 0
    """DOI names nobody has given an answer about yet."""
    unverified_links: int = 0
    """Links nobody has given an answer about yet."""
    is_outdated: bool = False
    """Whether the latest crawl or verification was not completed, so that nothing newer is known,
    or nothing at all."""
    failing_links: int = 0
    """Links that have failed so far, not yet often enough to be called broken."""

    @property
    def headline(self) -> str:
        """The state in one sentence or two: nothing is right that was not looked at."""
        counts = ", ".join(f"{t.number} {t.named}" for t in self.severities if t.number)
        dois = counted(self.unverified_dois, "DOI name")
        links = counted(self.unverified_links, "link")
        unknown = self.unverified_dois + self.unverified_links
        waiting = f"{dois} and {links} have not been verified."
        failing = ""
        if self.failing_links:
            have = "has" if self.failing_links == 1 else "have"
            failing = f" {counted(self.failing_links, 'link')} {have} failed so far."
        if counts:
            is_partial = unknown > _FEW * (unknown + self.verified)
            return f"{counts}.{f' Not known yet: {waiting}' if is_partial else ''}{failing}"
        is_cut = self.is_outdated and self.outcome != "finished"
        if is_cut and self.command in ("verify", "rejudge"):
            return "What is wrong is not known: it was not judged to the end."
        if not self.verified:
            none = "Nothing has been verified yet."
            return f"Not checked yet: {waiting}{failing}" if unknown else none
        good = f"Nothing {'else ' if self.number('waived') else ''}is wrong."
        return f"{good}{f' Still undecided: {waiting}' if unknown else ''}{failing}"

    @property
    def news(self) -> str:
        """What changed since the run before, in a sentence; empty when there was none."""
        if not self.previous:
            return ""
        named = {tally.word: f"{tally.number} {tally.named}" for tally in self.changes}
        new = named["new"] if self.number("new") else "Nothing new since the last run"
        return f"{new}, {named['recovered']}." if self.number("recovered") else f"{new}."

    @property
    def unseen_heading(self) -> str:
        """What stands above the links that could not be looked at for long."""
        return f"Not looked at for {WEEKS} weeks or more"

    def sections(self) -> list[tuple[str, str]]:
        """The parts that are not empty, in order: the change and its heading."""
        first = {} if self.previous else {"new": "Found in this first run"}
        return [(word, first.get(word, name)) for word, name in SECTIONS if self.number(word)]

    def blocks(self, change: str) -> list[Block]:
        """The items of one change in reading order: page by page, the worst first.

        What is wrong in the same words on many pages stands in the site's frame and is
        repaired in one place: it makes one block for all of them.
        """
        chosen = [item for item in self.items if item.change == change]
        pages: dict[str, set[str]] = {}
        for item in chosen:
            pages.setdefault(item.group, set()).add(item.page_url)
        groups: dict[tuple[bool, str], list[Item]] = {}
        for item in chosen:
            is_everywhere = len(pages[item.group]) >= MANY_PAGES
            name = item.group if is_everywhere else item.page_url
            groups.setdefault((is_everywhere, name), []).append(item)
        blocks = [Block(tuple(items), repeated) for (repeated, _), items in groups.items()]
        return sorted(blocks, key=lambda block: (block.rank, not block.is_repeated))

    def number(self, change: str) -> int:
        """How many findings are new, open, recovered or waived."""
        return next((tally.number for tally in self.changes if tally.word == change), 0)

    def quantity(self, change: str) -> str:
        """The same in words, e.g. ``140; 3 distinct``."""
        tally = next(tally for tally in self.changes if tally.word == change)
        return f"{tally.number}; {tally.distinct}" if tally.distinct else str(tally.number)


MANY_PAGES = 4
_FEW = 0.1
"""What may be unknown of all before the headline says so beside the findings."""

# The parts of every form of the report, in order: what changed comes first.
SECTIONS = (
    ("new", "New since the last run"),
    ("recovered", "Resolved"),
    ("open", "Still open"),
    ("waived", "Accepted"),
)
