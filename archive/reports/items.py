"""A finding as a report tells it, and findings that are read together. Shapes only."""

from __future__ import annotations

from dataclasses import dataclass

from archive.counting import counted, listed_fields, spelt
from archive.proof.edits import Edit
from archive.records import Severity
from archive.reports.plain import day

# What only a look at the other page can tell: the link without its place leads where it led.
_TO_BE_SEEN = ("fragment_missing",)
SHOULD_SAY = "should say"
PERHAPS = "perhaps"
"""Instead of "should say", before a repair that wants a second look."""
# What to do with ``should_say`` where it is not to be printed in place of ``says``.
ADVICE = {
    "doi_missing": "add",
    "work_changed": "cite instead",
    "identifier_conflict": "its DOI is",
    "doi_no_landing": "also registered as",
}
PUT_UP = "put its text up again, which we kept"
"""What to do with our own capture of what is gone."""
_TIMES = {1: "once", 2: "twice"}
OTHERS = 3
"""Further proposals that people are shown."""
SEVERITIES = tuple(str(severity) for severity in Severity)
"""The worst first."""


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

    @property
    def is_ours(self) -> bool:
        """Whether it is our own capture: nothing to print, but the text is not lost."""
        return self.after.startswith("urn:uuid:")

    @property
    def printed(self) -> tuple[str, str, str]:
        """Words before, the text to print, and words behind; for our own capture the text is the
        command that shows it."""
        if not self.is_ours:
            return "", f"{self.after} ({self.named})", ""
        capture = self.after.removeprefix("urn:uuid:")
        return (f"{PUT_UP} (", f"prove captures {capture}", ")")

    @property
    def named(self) -> str:
        """How it was found and how sure it is, in words."""
        return f"{self.rule.replace('_', ' ').replace('-', ' ')}, {self.sure}"

    @property
    def agrees(self) -> str:
        """What speaks for it, as a part of a sentence: ``year and journal or book agree``."""
        names = list(filter(None, self.agreeing.split(", ")))
        return f"{listed_fields(names)} agree{'s' if len(names) == 1 else ''}" if names else ""

    @property
    def sure(self) -> str:
        """How sure the repair is, in per cent; never 100 where a second look is needed."""
        return f"{self.score if self.safe else min(self.score, 0.99):.0%}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is wrong at one place."""

    id: str
    """Fingerprint: the same from run to run, and what a waiver may name."""
    change: str
    """new, open, recovered or waived, as seen from the run that the report is about."""
    severity: str
    """error, warning, notice or unknown."""
    severity_label: str
    """The same in the words that people read: broken, ageing, good to know or undecided."""
    kind: str
    """What is wrong, e.g. doi_not_registered."""
    label: str
    """The kind in a few words."""
    page_url: str
    """Page to change."""
    page_title: str
    """Its title; empty where it has none."""
    language: str
    """Its language (BCP 47)."""
    heading: str
    """Heading the place stands under."""
    sentence: str
    """The sentence around the place; empty where there is none, as in a style sheet."""
    reference: str
    """The reference it stands in, as printed."""
    anchor_text: str = ""
    """Links: the text a reader clicks; pictures: the text in their place (``alt``)."""
    part: str = ""
    """Which part of the page is missing: picture, recording, frame or file; empty for what is to
    be clicked, and all else."""
    occurrence: int = 1
    """Which of the places on the page that print the same it is, from 1."""
    occurrences: int = 1
    """How many places on the page print the same."""
    place_url: str = ""
    """Address of the page with a text fragment that makes a browser scroll to the place; that of
    the page alone where no words stand there."""
    capture_id: str = ""
    """Capture of the page that the following are counted in; empty = not found in any."""
    source_url: str = ""
    """Address of what was captured: the page, or a style sheet that it loads."""
    line: int | None = None
    """Line of its first character in the decoded page, from 1."""
    column: int | None = None
    """Column of its first character, from 1, in characters."""
    end_line: int | None = None
    """Line of its last character."""
    end_column: int | None = None
    """Column behind its last character."""
    char_offset: int | None = None
    """Characters before it."""
    char_length: int | None = None
    """Its length in characters."""
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
    """When it was seen resolved."""
    returns: int
    """How often it came back after it had been right."""
    checks: tuple[int, ...]
    """Rows of the table checks that it was judged from."""
    asked_from: str = ""
    """When the first of these checks asked."""
    asked_to: str = ""
    """When the last of them asked."""
    tries: int = 0
    """Requests that they made: a check that gets no answer asks again."""
    crawled: int = 0
    """How many of these checks are what our own crawl met, and no question of their own."""
    proposals: tuple[Proposal, ...]
    """Proposed repairs, the best one first."""
    edits: tuple[Edit, ...] = ()
    """The same as texts of the page's source to find and to replace, one after the other; empty
    where nothing is certain, or no text of the source means this place and no other."""
    edits_note: str = ""
    """Why there are no edits although it is known what to print instead."""
    waived: str
    """Who accepted it, why, and until when."""
    group: str = ""
    """The same for findings that are wrong in the same words, on whatever page."""
    places: int = 1
    """How many findings of the group are in this report with the same ``change``."""

    @property
    def said(self) -> str:
        """What the page prints, for people: names and addresses have invisible characters in words.
        A whole reference keeps them: joiners and soft hyphens belong to its text."""
        return self.says if self.kind == "doi_missing" else spelt(self.says)

    @property
    def where(self) -> str:
        """The reference or sentence around the place, where that is not said elsewhere."""
        around = self.reference or self.sentence
        return around if around != self.says and around not in self.why else ""

    @property
    def text_name(self) -> str:
        """What ``link_text`` is: nobody clicks the text that stands in for a picture."""
        return {"": "link text", "picture": "alt text"}.get(self.part, "label")

    @property
    def link_text(self) -> str:
        """The text of the link, where ``where`` is not all of it."""
        return self.anchor_text if self.anchor_text != self.where else ""

    @property
    def page_name(self) -> str:
        """The page's title, as people are shown it."""
        return self.page_title or "Page without a title"

    @property
    def is_in_sheet(self) -> bool:
        """Whether the place is counted in a style sheet that the page loads."""
        return self.source_url not in ("", self.page_url)

    @property
    def spot(self) -> str:
        """Line and column, of a style sheet where it stands in one, and which of several like it:
        ``line 16, column 330; the 2nd of 3``."""
        sheet = f" of {self.source_url}" if self.is_in_sheet else ""
        number = f"the {ordinal(self.occurrence)} of {self.occurrences} like it on the page"
        return "; ".join(
            (
                *((f"line {self.line}, column {self.column}{sheet}",) if self.line else ()),
                *((number,) if self.occurrences > 1 else ()),
            )
        )

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
    def others(self) -> tuple[str, ...]:
        """Further proposals, to print or to restore a lost page from, best first."""
        return tuple("".join(pieces) for pieces in self.others_in_pieces)

    @property
    def others_in_pieces(self) -> tuple[tuple[str, str, str], ...]:
        """``others``, each as words, what is to be taken as it stands, and words."""
        rest = self.proposals[1:] if self.should_say else self.proposals
        return tuple(proposal.printed for proposal in rest[:OTHERS])

    @property
    def diff(self) -> tuple[tuple[str, str], ...]:
        """The changes from the printed reference to ``corrected``."""
        return self.proposals[0].diff if self.proposals else ()

    @property
    def advice(self) -> str:
        """What to do with ``should_say``: print it instead, perhaps print it, or add it."""
        is_number = self.kind == "identifier_conflict" and "doi.org/" not in self.should_say
        if self.kind in ADVICE and not is_number:
            return ADVICE[self.kind]
        is_doubtful = self.proposals and not self.proposals[0].safe
        return PERHAPS if is_doubtful or self.kind in _TO_BE_SEEN else SHOULD_SAY

    @property
    def advised(self) -> str:
        """``advice`` and ``should_say`` as the end of a sentence; empty where there is neither."""
        return f" {self.advice.capitalize()}: {self.should_say}" if self.should_say else ""

    @property
    def is_replaced(self) -> bool:
        """Whether something certain is to be printed in place of what the page prints."""
        return bool(self.should_say) and self.advice == SHOULD_SAY

    @property
    def certainty(self) -> str:
        """How sure we are of the finding and of the repair, in one or two sentences."""
        sure = self._sure
        if not self.should_say or not self.proposals:
            return f"{sure}."
        best = self.proposals[0]
        agreeing = f": {best.agrees}" if best.agrees else ""
        if best.safe:
            return f"{sure}. The repair is safe{agreeing}."
        return f"{sure}. Compare the repair before using it ({best.sure}{agreeing})."

    @property
    def history(self) -> str:
        """Since when it is wrong, how sure that is, and that it had been right in between."""
        times = _TIMES.get(self.returns, f"{self.returns} times")
        back = f" Resolved {times} before, and back." if self.returns else ""
        return f"{day(self.since)}. {self.certainty}{back}"

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """All there is to say about it as (name, text), in reading order; a text may be empty."""
        return (
            ("under", self.heading),
            ("where", self.where),
            (self.text_name, self.link_text),
            ("place", self.spot),
            ("says", self.said),
            (self.advice, self.should_say),
            ("or", "; or ".join(self.others)),
            ("corrected", self.corrected),
            ("in style", self.styled),
            ("why", self.why),
            ("since", self.history),
            ("resolved on", day(self.closed)),
            ("accepted by", self.waived),
            ("finding", self.id),
        )

    @property
    def _sure(self) -> str:
        """What the finding is based on; what only the crawl met was not asked for again."""
        if not self.checks and self.kind == "page_unreadable":
            return "Seen by the crawl, and not asked for again"
        if not self.checks:
            return "Not decided" if self.severity == "unknown" else "Confirmed"
        if self.crawled == len(self.checks):
            number = max(self.tries, self.crawled)
            crawls = "the crawl" if self.crawled == 1 else "crawls"
            when = self._asked_when.replace(" on ", " of ")
            times = f"seen {_TIMES.get(number, f'{number} times')},"
            is_of_last = day(self.since) < day(self.asked_from)  # what was seen before is not told
            met = f"{'last seen' if is_of_last else times} by {crawls}{when}"
            return f"Not decided ({met})" if self.severity == "unknown" else met.capitalize()
        asked = counted(len(self.checks), "check")
        if day(self.since) < day(self.asked_from):  # what told it first is not told
            asked = f"last {asked.removeprefix('1 ')}"
        if self.tries > len(self.checks):
            asked += f", tried {self.tries} times"
        sure = "Not decided" if self.severity == "unknown" else "Confirmed"
        return f"{sure} ({asked}{self._asked_when})"

    @property
    def _asked_when(self) -> str:
        """When it was asked: `` on 2026-11-26``; empty where that is not known."""
        first, last = day(self.asked_from), day(self.asked_to)
        if not first:
            return ""
        return f" on {first}" if first == last else f" from {first} to {last}"


@dataclass(frozen=True, slots=True)
class Block:
    """Findings that are read together: all of one page, or the same one on many pages."""

    items: tuple[Item, ...]
    """All of them, the worst first."""
    is_repeated: bool
    """Whether it is the same one on many pages."""

    @property
    def title(self) -> str:
        """The page's title, or on how many pages the finding is the same."""
        if self.is_repeated:
            return f"The same on {len(self.urls)} pages"
        return self.items[0].page_name

    @property
    def urls(self) -> tuple[str, ...]:
        """The pages to change."""
        return tuple(dict.fromkeys(item.page_url for item in self.items))

    @property
    def places(self) -> dict[str, str]:
        """The pages to change, each with the address of the first place on it."""
        return {item.page_url: item.place_url for item in reversed(self.items)}

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items to spell out: where all are the same, the first is enough."""
        return self.items[:1] if self.is_repeated else self.items

    @property
    def rank(self) -> int:
        """How bad the worst of them is; 0 is the worst."""
        return min(SEVERITIES.index(item.severity) for item in self.items)


def ordinal(number: int) -> str:
    """A number as an ordinal: ``2nd``.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{ending if isinstance(ending, str) else ending.get(number % 10, 'th')}"
