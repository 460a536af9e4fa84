"""What a report says, whatever form it takes. Shapes only.

The JSON form is exactly these fields, and ``docs/schema.md`` prints their descriptions.
Times are UTC ISO-8601 text as in the database; absent texts are empty.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposed repair."""

    after: str
    """What to print."""
    rule: str
    """How it was found."""
    score: float
    """0 to 1."""
    agreeing: str
    """Fields of the printed reference and the registered record that agree."""
    safe: bool
    """Whether it may be applied without a second look."""
    corrected: str = ""
    """The whole reference with nothing changed but what is wrong; empty = not made."""
    styled: str = ""
    """The registered work in the citation style of the profile; empty = not made."""
    diff: tuple[tuple[str, str], ...] = ()
    """From the print to ``corrected``: pairs of =, - or + and text, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing wrong at one place."""

    id: str
    """Fingerprint: the same from run to run, and what a waiver may name."""
    change: str
    """new, open, recovered or waived, as seen from the run that the report is about."""
    severity: str
    """error, warning, notice or unknown."""
    kind: str
    """What is wrong, e.g. doi_not_registered."""
    label: str
    """The kind in a few words."""
    page_url: str
    """Page to change."""
    page_title: str
    """Its title."""
    language: str
    """Its language (BCP 47)."""
    heading: str
    """Heading the place stands under."""
    sentence: str
    """The sentence around the place."""
    reference: str
    """The reference it stands in, as printed."""
    subject: str
    """DOI name or URL that is wrong."""
    says: str
    """What the page prints."""
    should_say: str
    """What it should print instead, where that is known."""
    why: str
    """Why we believe it."""
    since: str
    """Wrong since (first seen by us)."""
    seen: str
    """Last seen to be wrong."""
    closed: str
    """Right again since."""
    returns: int
    """How often it came back after it had been right."""
    checks: tuple[int, ...]
    """Rows of the table checks that it was judged from."""
    proposals: tuple[Proposal, ...]
    """Proposed repairs, the best one first."""
    waived: str
    """Who accepted it, why, and until when."""
    group: str = ""
    """The same for findings that are wrong in the same words, on whatever page."""
    places: int = 1
    """How many findings of the group are in this report with the same ``change``."""

    @property
    def where(self) -> str:
        """The reference or sentence around the place, where ``says`` is not all of it."""
        around = self.reference or self.sentence
        return around if around != self.says else ""

    @property
    def corrected(self) -> str:
        """The corrected reference of the best proposal."""
        return self.proposals[0].corrected if self.proposals else ""

    @property
    def styled(self) -> str:
        """The best proposal's work in a citation style, where that is not ``corrected`` itself."""
        styled = self.proposals[0].styled if self.proposals else ""
        return styled if styled != self.corrected else ""

    @property
    def diff(self) -> tuple[tuple[str, str], ...]:
        """From the printed reference to ``corrected``."""
        return self.proposals[0].diff if self.proposals else ()

    @property
    def advice(self) -> str:
        """What to do with ``should_say``: print it instead, or add it to what is there."""
        return ADVICE.get(self.kind, SHOULD_SAY)

    @property
    def is_replaced(self) -> bool:
        """Whether what the page prints has to give way to something else that is certain."""
        is_certain = not self.proposals or self.proposals[0].safe
        return bool(self.should_say) and self.advice == SHOULD_SAY and is_certain

    @property
    def certainty(self) -> str:
        """How sure we are, of the finding and of the repair, as one or two sentences."""
        asked = f"{len(self.checks)} check{'s' if len(self.checks) != 1 else ''}"
        based = f" ({asked})" if self.checks else ""
        sure = "Not decided" if self.severity == "unknown" else "Confirmed"
        if not self.should_say or not self.proposals:
            return f"{sure}{based}."
        best = self.proposals[0]
        agreeing = f": {best.agreeing} agree" if best.agreeing else ""
        if best.safe:
            return f"{sure}{based}. The repair is safe{agreeing}."
        return f"{sure}{based}. Compare the repair before using it ({best.score:.0%}{agreeing})."


@dataclass(frozen=True, slots=True)
class Block:
    """Findings that are read together: all of one page, or the same one on many pages."""

    items: tuple[Item, ...]
    """All of them, the worst first."""
    is_repeated: bool
    """Whether it is the same one on many pages."""

    @property
    def title(self) -> str:
        """Title of the page, or on how many pages it is the same."""
        if self.is_repeated:
            return f"The same on {len(self.urls)} pages"
        return self.items[0].page_title

    @property
    def urls(self) -> tuple[str, ...]:
        """The pages to change."""
        return tuple(dict.fromkeys(item.page_url for item in self.items))

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items to spell out: of the same one on many pages the first will do."""
        return self.items[:1] if self.is_repeated else self.items

    @property
    def rank(self) -> int:
        """How bad the worst of them is; 0 is the worst."""
        return min(SEVERITIES.index(item.severity) for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many things share one word."""

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
    def named(self) -> str:
        """The label, and how many are different where the same one stands in many places."""
        is_repeated = 0 < self.different < self.number
        return f"{self.label} ({self.different} different)" if is_repeated else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """Something that could not be told, and is no finding therefore."""

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
    """When the run before it of the same kind began; empty when it is the first."""
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
    """What could not be told."""
    unused_waivers: tuple[str, ...] = ()
    """Waivers that fit nothing any more."""
    verified: int = 0
    """DOI names and links with a verdict."""
    unverified_dois: int = 0
    """DOI names nobody has given an answer about yet."""
    unverified_links: int = 0
    """Links nobody has given an answer about yet."""

    @property
    def headline(self) -> str:
        """The state in one sentence or two: nothing is right that was not looked at."""
        counts = ", ".join(f"{t.number} {t.named}" for t in self.severities if t.number)
        if counts:
            return f"{counts}."
        dois = counted(self.unverified_dois, "DOI name")
        links = counted(self.unverified_links, "link")
        is_open = bool(self.unverified_dois or self.unverified_links)
        waiting = f"{dois} and {links} have not been verified."
        if not self.verified:
            return f"Not checked yet: {waiting}" if is_open else "Nothing has been verified yet."
        good = f"Nothing {'else ' if self.number('waived') else ''}is wrong."
        return f"{good} Still undecided: {waiting}" if is_open else good

    def sections(self) -> list[tuple[str, str]]:
        """The parts that hold something, in order: the change and its heading."""
        first = {} if self.previous else {"new": "Found in this first run"}
        return [(word, first.get(word, name)) for word, name in SECTIONS if self.number(word)]

    def blocks(self, change: str) -> list[Block]:
        """The items of one change as a reader wants them: page by page, the worst first.

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
        """The same in words, e.g. ``140, 3 different``."""
        tally = next(tally for tally in self.changes if tally.word == change)
        is_repeated = 0 < tally.different < tally.number
        return f"{tally.number}, {tally.different} different" if is_repeated else str(tally.number)


def counted(number: int, what: str) -> str:
    """A number of things in words.

    >>> counted(1, "link")
    '1 link'
    """
    return f"{number} {what}" + ("s" if number != 1 else "")


SHOULD_SAY = "should say"
# What to do with ``should_say`` where it is not to be printed in place of ``says``.
ADVICE = {
    "doi_missing": "add",
    "work_changed": "cite instead",
    "identifier_conflict": "its DOI is",
}
SEVERITIES = ("error", "warning", "notice", "unknown")
MANY_PAGES = 4

# The parts of every form of the report, in order: what changed comes first.
SECTIONS = (
    ("new", "New since the last run"),
    ("open", "Still open"),
    ("recovered", "Right again"),
    ("waived", "Accepted"),
)
