"""What a page is made of, before any markup. ``html`` is inline HTML, the same in every markup."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``name`` is its anchor, ``after`` follows it without a blank (a back link)."""

    html: str
    level: int = 2
    name: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``role`` says which (text, lead, date, byline, label, blurb, small)."""

    html: str
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, bulleted or numbered by the browser."""

    items: tuple[str, ...]
    ordered: bool = False
    role: str = "list"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of data; the first row is its head when ``head`` is true."""

    rows: tuple[tuple[str, ...], ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Glossary entries: (term, definition); ``accordion`` = a button opens the definition."""

    pairs: tuple[tuple[str, str], ...]
    accordion: bool = False


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with (option, votes) and the sentence that sums them up."""

    question: str
    options: tuple[tuple[str, str], ...]
    total: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words."""

    html: str


@dataclass(frozen=True, slots=True)
class Teaser:
    """A news item announced: date as printed, title, cut text, where it leads."""

    date: str
    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Raw:
    """HTML that goes out as it is, whatever the markup."""

    html: str


Node = Heading | Text | Items | Rows | Terms | Poll | Quote | Teaser | Raw


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page: top, main, navigation, news, social, foot."""

    name: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page."""

    title: str
    """Of the ``<title>`` element."""
    generation: str
    """A, B or C: decides what the content column is called."""
    language: str
    regions: tuple[Region, ...]
    head: tuple[str, ...] = field(default=())
    """Elements of ``<head>`` as they go out."""
