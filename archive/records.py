"""What passes between the packages: frozen dataclasses and closed enums.

Shapes, and how one is filled from another: no rules, no I/O, standard library only. All
datetimes are aware and UTC, all digests are lower-case hex SHA-256, all URLs are
WHATWG-serialised unless a field says "as printed". A field that is absent on the page is
``None`` or empty, never guessed.
Long because it is the whole vocabulary, which is easiest to read in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

# --------------------------------------------------------------------------- vocabulary


class PageKind(StrEnum):
    """What a page is for its reader; decides which page class reads it."""

    ARTICLE = "article"  # condition, treatment, essay, poll: a text with a title
    NEWS = "news"  # one dated news item in full
    GLOSSARY = "glossary"  # terms with definitions
    LISTING = "listing"  # a list of other pages (news list, search results)
    LANDING = "landing"  # an entrance: teasers, no text of its own
    DOCUMENT = "document"  # not HTML: a PDF
    UNREAD = "unread"  # kept, but no page class could read it


class Region(StrEnum):
    """Which part of the page a block stands in."""

    CONTENT = "content"  # what the page is about
    CHROME = "chrome"  # navigation, header, footer, the site's blurb, the Latest News box


class BlockKind(StrEnum):
    """What a block of text is, whatever tags it was made of."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list, bulleted or numbered
    ROW = "row"  # of a table; cells are joined by " | "
    TERM = "term"
    DEFINITION = "definition"
    QUOTE = "quote"
    CODE = "code"


class DateKind(StrEnum):
    """What a printed date is the date of."""

    PUBLISHED = "published"
    UPDATED = "updated"
    EVENT = "event"


class Scheme(StrEnum):
    """The naming scheme of an identifier."""

    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    ARXIV = "arxiv"
    ISBN = "isbn"
    PII = "pii"
    JSTOR = "jstor"
    HANDLE = "handle"


class Place(StrEnum):
    """Where in a page a mention stands: text, link target or meta element."""

    TEXT = "text"  # visible text
    HREF = "href"  # the target of a link
    META = "meta"  # a <meta> element, e.g. citation_doi


class LinkScope(StrEnum):
    """Whether a link leads to the audited site itself."""

    INTERNAL = "internal"
    EXTERNAL = "external"


REQUISITE = "requisite"
"""``frontier.via`` of what is asked as a part of a page. It is no page: what counts pages leaves
it out, and the pages of its host go first."""


class FrontierState(StrEnum):
    """The life of one URL in one crawl. The last three are outcomes; coverage counts them."""

    DUE = "due"
    LEASED = "leased"  # handed to the downloader; returns to due when the lease runs out
    FETCHED = "fetched"  # an answer was received and captured, whatever its status
    SKIPPED = "skipped"  # not asked, for a reason (robots, out of scope, trap, ...)
    FAILED = "failed"  # asked, and no answer was to be had


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"  # stopped on purpose; the next run goes on from here
    FAILED = "failed"  # could not do its work, or kept nothing


class Registration(StrEnum):
    """Is this DOI name registered? Only the handle API decides."""

    REGISTERED = "registered"
    ALIAS = "alias"  # registered, and an alias of another DOI name: the same work
    NOT_REGISTERED = "not_registered"  # asked twice, the second time past the cache
    NOT_A_DOI = "not_a_doi"  # not even of the right form
    UNKNOWN = "unknown"  # doi.org could not be asked, or answered nonsense


class Landing(StrEnum):
    """Does the landing page of a DOI live?"""

    REACHED = "reached"
    MOVED = "moved"  # permanent redirect to another site, and it lives
    BLOCKED = "blocked"  # a bot wall, a login or a rate limit: says nothing about readers
    GONE = "gone"  # confirmed by spaced strikes
    HIJACKED = "hijacked"  # another owner's content
    UNKNOWN = "unknown"


class Agreement(StrEnum):
    """Is the registered work the one the citation names?"""

    AGREES = "agrees"
    PARTIAL = "partial"
    DIFFERS = "differs"
    NO_METADATA = "no_metadata"
    NO_CITATION = "no_citation"  # outside any reference, or named there as another work's


class Notice(StrEnum):
    """Has the work been withdrawn or changed since? The most serious one counts."""

    NONE = "none"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    CONCERN = "concern"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"  # the registry could not be asked


class LinkVerdict(StrEnum):
    """What we believe about one URL."""

    OK = "ok"
    MOVED = "moved"  # permanently redirected: write the new address
    GONE = "gone"
    SOFT_404 = "soft_404"  # answers 200 (or redirects home) and is not there
    FRAGMENT_MISSING = "fragment_missing"
    PARKED = "parked"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"  # no answer, repeatedly
    INVALID = "invalid"  # cannot be a URL
    UNSAFE = "unsafe"  # the guard forbids asking
    EXCLUDED = "excluded"  # mailto:, tel:, or the profile says not to ask
    UNKNOWN = "unknown"  # not asked yet, or asked and unclear


class Existence(StrEnum):
    """Does an identifier that is not a DOI name exist?"""

    KNOWN = "known"  # its authority knows it
    ABSENT = "absent"  # its authority says that there is no such thing
    INVALID = "invalid"  # it cannot exist: wrong length, wrong check digit
    UNKNOWN = "unknown"  # not asked, or nobody to ask


class Severity(StrEnum):
    """How urgently a finding asks the maintainer to act."""

    ERROR = "error"  # confirmed: act
    WARNING = "warning"  # act when convenient
    NOTICE = "notice"  # know
    UNKNOWN = "unknown"  # we could not tell


class FindingState(StrEnum):
    """Where a finding stands in its life."""

    NEW = "new"  # first seen in the latest run
    OPEN = "open"
    RECOVERED = "recovered"
    WAIVED = "waived"


class FindingKind(StrEnum):
    """What is wrong, named after the question that showed it."""

    DOI_NOT_REGISTERED = "doi_not_registered"
    DOI_MALFORMED = "doi_malformed"
    DOI_CONFLICT = "doi_conflict"  # the text says one DOI, its link another
    DOI_LANDING_GONE = "doi_landing_gone"
    DOI_NO_LANDING = "doi_no_landing"  # registered, and its registration names no page
    DOI_LANDING_HIJACKED = "doi_landing_hijacked"
    DOI_UNVERIFIED = "doi_unverified"
    WRONG_WORK = "wrong_work"
    WORK_RETRACTED = "work_retracted"
    WORK_CHANGED = "work_changed"  # corrected, concern, superseded, withdrawn
    DOI_MISSING = "doi_missing"  # the reference has a registered DOI and does not print it
    LINK_GONE = "link_gone"
    LINK_MOVED = "link_moved"
    LINK_SOFT_404 = "link_soft_404"
    LINK_PARKED = "link_parked"
    LINK_INVALID = "link_invalid"
    LINK_UNREACHABLE = "link_unreachable"
    IDENTIFIER_CONFLICT = "identifier_conflict"  # two identifiers of one reference, two works
    IDENTIFIER_UNKNOWN = "identifier_unknown"  # a PMID, ISBN ... that cannot exist, or does not
    CITATION_DIFFERS = "citation_differs"  # the right work, but a number or name is misprinted
    FRAGMENT_MISSING = "fragment_missing"
    REDIRECT_LOOP = "redirect_loop"
    PAGE_UNREADABLE = "page_unreadable"  # a page of the site is empty, or cannot be unpacked


class Authority(StrEnum):
    """Who was asked in a check."""

    DOI_ORG = "doi.org"
    CROSSREF = "crossref"
    DATACITE = "datacite"
    CONTENT_NEGOTIATION = "content_negotiation"
    LANDING = "landing"  # the publisher's own page
    WEB = "web"  # an ordinary link
    WAYBACK = "wayback"
    TIMEMAP = "timemap"  # a Memento TimeMap (RFC 7089), by default the Wayback Machine's
    NCBI = "ncbi"  # PubMed and PubMed Central
    HANDLE = "hdl.handle.net"  # handles that are not DOI names
    RETRACTION_WATCH = "retraction_watch"  # its list of notices, a file that Crossref publishes
    OWN_CRAWL = "own_crawl"  # our own captures of the site


class Question(StrEnum):
    """What was asked in a check."""

    REGISTRATION = "registration"
    AGENCY = "agency"
    METADATA = "metadata"
    SEARCH = "search"  # which works resemble this citation? The subject is the citation
    LANDING = "landing"
    LINK = "link"
    MEMENTO = "memento"
    CROSSWALK = "crosswalk"  # which DOI name stands for this PMID, ISBN ...? Subject: ``pmid:1``
    NOTICES = "notices"  # notices about a DOI name, from another source than its agency


# --------------------------------------------------------------------------- the exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, as handed to the WARC writer.

    ``raw_request`` and ``raw_response`` are the message heads (start line and headers, ending
    in an empty line) as bytes. ``body`` is the entity after transfer-coding and before
    content-coding (RFC 9110 §8.4), i.e. still gzip when the server sent gzip; ``framed`` is the
    body as it crossed the wire, where a transfer-coding makes it differ. What was put together
    from its parts and did not cross the wire so has the ``fidelity`` ``reconstructed``.
    """

    url: str
    started_at: datetime
    elapsed_ms: int
    raw_request: bytes
    raw_response: bytes = b""  # without a status: whatever came instead of an answer
    body: bytes = b""
    framed: bytes = b""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()  # as received: order, case and repeats kept
    ip_address: str | None = None
    protocol: str = "http/1.1"
    tls: str = ""
    """Version of TLS, e.g. ``tls/1.3``; empty without."""
    cipher: str = ""
    """Name of the cipher suite."""
    interim: bytes = b""
    """The interim (1xx) answers that came before, as they crossed the wire."""
    fidelity: str = "reconstructed"  # wire | reconstructed | truncated | imported
    truncated: str | None = None  # length | time | disconnect (WARC-Truncated, ISO 28500)
    error: str | None = None  # machine-readable class, e.g. timeout, dns, reset, tls, too_large
    is_requisite: bool = False
    """Whether it was asked as a part of a page (image, style sheet, font ...), not as a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response as received, and where it lies on disk."""

    id: str
    """UUID of the WARC response record (its WARC-Record-ID without ``urn:uuid:``)."""
    url: str
    fetched_at: datetime
    status: int
    mime: str
    """Media type of the Content-Type header, lower case, without parameters."""
    payload_sha256: str
    """Of the entity body after transfer-decoding, before content-decoding."""
    bytes: int
    """Length of that entity body."""
    warc_file: str
    """File name, relative to the captures folder."""
    warc_offset_bytes: int
    warc_length_bytes: int
    """Of the gzip member that holds the response record."""
    location: str | None = None
    """The Location header of a redirect, resolved against the URL."""
    ip_address: str | None = None
    fidelity: str = "reconstructed"
    truncated: str | None = None
    revisit_of: str | None = None
    """Id of the capture that holds the content: the answer was 304, or the same bytes again."""
    elapsed_ms: int = 0
    is_requisite: bool = False
    """Whether it was asked as a part of a page: it is then never read as a page."""


class RenderingKind(StrEnum):
    """What a browser made of a page."""

    VIEW = "view"  # a picture (PNG)
    DOM = "dom"  # the document as HTML, as the browser had it when the picture was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A page as a browser drew it, from captures alone."""

    capture_id: str
    """The capture it was made of."""
    url: str
    drawn_at: datetime
    browser: str
    """Name and version."""
    is_scripted: bool
    """Whether the scripts of the page ran."""
    width: int
    """Of window and picture, in CSS pixels."""
    height: int
    """Of the picture."""
    page_height: int
    """Of the whole page; more than ``height`` where the picture was cut."""
    picture: bytes
    """PNG."""
    dom: str
    parts: tuple[str, ...] = ()
    """Other captures that the browser was given, by id."""
    refused: int = 0
    """Requests without an answer: the archive does not hold what was asked for."""
    refused_urls: tuple[str, ...] = ()
    """The first of their addresses."""


# --------------------------------------------------------------------------- a page, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a page class is handed: a capture's content and what the profile knows of its URL."""

    url: str
    capture_id: str
    fetched_at: datetime
    status: int
    content_type: str
    """The Content-Type header as received, with its parameters; may lie."""
    body: bytes
    """After content-decoding."""
    kind: PageKind | None = None
    """From the profile; ``None`` = decide from the page itself."""
    generation: str = ""
    """Layout generation from the profile (sample site: A, B, C); a hint, not a promise."""
    language: str = ""
    """From the profile's URL rules; the page may say otherwise."""
    is_requisite: bool = False
    """A style sheet that pages load: only its links are read."""

    def record(self, kind: PageKind) -> PageRecord:
        """The record of the capture, in which nothing of the page stands yet."""
        return PageRecord(
            url=self.url,
            capture_id=self.capture_id,
            fetched_at=self.fetched_at,
            status=self.status,
            kind=kind,
            generation=self.generation,
        )

    def issue(self, code: str, message: str) -> Issue:
        """Something that was met when the capture was read, and not understood."""
        return Issue(
            code=code, message=message, url=self.url, capture_id=self.capture_id, stage="read"
        )

    def unread(self, code: str, message: str) -> PageRecord:
        """The record where no page class could read the page, and why."""
        issues = (self.issue(code, message),)
        return replace(self.record(PageKind.UNREAD), language=self.language, issues=issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link inside a block's text: ``text[start:end]`` is its anchor text."""

    start: int
    end: int
    href: str
    """As printed, after HTML unescaping only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of visible text that a reader sees as one piece. Lines are separated by ``\\n``."""

    kind: BlockKind
    text: str
    region: Region = Region.CONTENT
    level: int = 0
    """Headings: 1 to 6. Items: nesting depth from 1."""
    marker: str = ""
    """Items and references: the printed or implied number or bullet, e.g. ``1``, ``(2)``."""
    anchors: tuple[Anchor, ...] = ()
    code: tuple[tuple[int, int], ...] = ()
    """What is set as code, or as what is typed, in other text: start and end, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as printed and as ISO."""

    kind: DateKind
    printed: str
    iso: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One glossary entry."""

    letter: str
    term: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """A news item announced on another page: date, title and cut text."""

    title: str
    text: str
    published: PrintedDate | None
    href: str = ""
    """Resolved; empty when the teaser is not linked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One place in a page that points somewhere."""

    printed: str
    """The attribute value as printed, after HTML unescaping only."""
    url: str | None
    """Resolved as browsers do (WHATWG, ``<base>`` honoured), without fragment; None = invalid."""
    fragment: str = ""
    element: str = "a"
    """Lower-case tag: a, area, frame, iframe, meta (refresh), link, img, form, ..."""
    attribute: str = "href"
    anchor_text: str = ""
    rel: str = ""
    region: Region = Region.CONTENT
    hidden: bool = False
    """Not visible to a reader (display:none and the like): recorded, never followed."""
    block: int | None = None
    """Index of the block it stands in."""
    after: int | None = None
    """Index of the last block before it, where it stands in none: a picture between two."""
    problem: str = ""
    """Empty, or why it is malformed and what was likely meant, e.g. ``missing scheme``; what
    begins with ``perhaps`` explains a failure, and is no fault of a link that works."""
    media_type: str = ""
    """Of a ``link`` element: what it says that it leads to (``application/rss+xml``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One parsed part of a reference: ``printed[start:end]``."""

    name: str
    """authors, year, title, container, volume, issue, pages, article_number, doi, pmid, ..."""
    value: str
    start: int
    end: int
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One bibliographic entry as printed."""

    position: int
    """From 1, in the order of the page."""
    printed: str
    """Whitespace folded to single spaces; line breaks inside the entry kept as ``\\n``."""
    marker: str = ""
    """The printed number, e.g. ``1`` for ``(1)``, ``1.`` and ``[1]``."""
    heading: str = ""
    """The heading the list stands under; empty = none."""
    first_block: int = 0
    last_block: int = 0
    start: int = 0
    """Offset in the first block's text."""
    end: int = 0
    """Offset in the last block's text, exclusive."""
    fields: tuple[Field, ...] = ()

    def value(self, name: str) -> str | None:
        """The most confident value of a field, or None."""
        found = [f for f in self.fields if f.name == name]
        return max(found, key=lambda f: f.confidence).value if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """One place in the text that points to an entry of the bibliography: ``[3]``, ``(Lee 2009)``.

    A place that names several entries (``[2-4]``) is one pointer for each of them.
    """

    reference: int
    """Position of the reference it points to."""
    printed: str
    """As it stands in the text, e.g. ``2-4``."""
    block: int
    start: int
    end: int
    """Span in the block's text."""
    context: str = ""
    """The sentence (at most 300 characters) that it supports."""
    confidence: float = 1.0
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of a mention, and the rule that made it."""

    value: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One DOI or other identifier at one place in one page."""

    position: int
    """From 1, in page order."""
    scheme: Scheme
    printed: str
    """Exactly as it stands on the page."""
    value: str
    """The best candidate before any registry was asked, normalised (DOI names: lower case)."""
    candidates: tuple[Candidate, ...] = ()
    """Most likely first; the first one is ``value``."""
    place: Place = Place.TEXT
    block: int | None = None
    start: int = 0
    end: int = 0
    """Span in the block's text, for place=text."""
    link: int | None = None
    """Index into PageRecord.links, for place=href."""
    reference: int | None = None
    """Position of the reference it stands in."""
    context: str = ""
    """The sentence (at most 300 characters) around it."""
    conflicts_with: str = ""
    """Another value printed at the same place (text against href)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something met during a run and not understood."""

    code: str
    """Short and stable, e.g. ``no_content``, ``charset_conflict``, ``reader_timeout``."""
    message: str
    """One sentence for a person."""
    url: str = ""
    capture_id: str | None = None
    stage: str = ""
    """capture, read, stages, keep, verify."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """Everything read from one capture; the stages refine it on its way to the store."""

    url: str
    """The URL asked for, in the profile's canonical form: the identity of the page."""
    capture_id: str
    fetched_at: datetime
    status: int
    kind: PageKind
    site: str = ""
    generation: str = ""
    language: str = ""
    """BCP 47, lower case, e.g. ``en``; empty = not known."""
    charset: str = ""
    """The encoding that read the bytes (WHATWG name)."""
    declared_url: str | None = None
    """``<link rel=canonical>``, resolved."""
    title: str = ""
    """What a reader sees as the title (H1 first)."""
    html_title: str = ""
    lead: str = ""
    authors: tuple[str, ...] = ()
    dates: tuple[PrintedDate, ...] = ()
    blocks: tuple[Block, ...] = ()
    terms: tuple[Term, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id and name that a fragment could point to."""
    meta: tuple[tuple[str, str], ...] = ()
    """``<meta name|property, content>`` pairs, in page order."""
    refresh_url: str | None = None
    """Target of an immediate ``<meta http-equiv=refresh>``: the page stands in for another."""
    noindex: bool = False
    references: tuple[Reference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    issues: tuple[Issue, ...] = ()


# --------------------------------------------------------------------------- verification


class KeptBodies(StrEnum):
    """Which exchanges of verification are kept, and with which bodies."""

    ALL = "all"
    REGISTRIES = "registries"
    """Those of registries whole; of pages of the wide web the heads."""
    NONE = "none"
    """No exchange is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question to one authority, and its answer. Evidence: appended, never changed."""

    question: Question
    subject: str
    """A DOI name or a URL."""
    authority: Authority
    asked_at: datetime
    url: str
    """What was asked."""
    method: str = "GET"
    status: int | None = None
    """HTTP status of the last hop; None = no answer."""
    error: str | None = None
    """timeout, dns, dns_temporary, refused, reset, tls, too_large, bad_answer, redirect_loop ..."""
    final_url: str | None = None
    hops: tuple[tuple[int, str], ...] = ()
    """(status, URL) of each redirect on the way."""
    bytes: int = 0
    elapsed_ms: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the answer said, as JSON-able facts; keys documented by the adapter."""
    rule_version: str = ""
    """Version of the adapter that turned the answer into facts."""
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False, compare=False)
    """What crossed the wire for it, in order; not read back from the database."""
    id: int | None = None
    """Number of its row, once it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a registration agency says a DOI names. Absent fields are None or empty."""

    doi: str
    agency: str
    title: str = ""
    subtitle: str = ""
    container: str = ""
    short_container: str = ""
    authors: tuple[str, ...] = ()
    """``Family, Given`` or a group's name, in order."""
    year: int | None = None
    years: tuple[int, ...] = ()
    """Every year the record gives (print, online, issued): any of them may be cited."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""
    type: str = ""
    publisher: str = ""
    licence_url: str = ""
    isbn: tuple[str, ...] = ()
    notices: tuple[tuple[str, str, str, str], ...] = ()
    """(type, DOI of the notice, date ISO or '', source) from ``updated-by``."""
    is_notice_of: tuple[str, ...] = ()
    """DOIs this work is itself a notice about (``update-to``)."""
    original_title: str = ""
    """In the language it was written in, where the record gives both."""
    relations: tuple[tuple[str, str], ...] = ()
    """(relation, DOI name), e.g. ``("is-preprint-of", "10.1000/1")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One proposed repair."""

    before: str
    after: str
    rule: str
    score: float
    """0 to 1."""
    agreeing: tuple[str, ...] = ()
    """Fields of citation and record that agree."""
    safe: bool = False
    """Registered, and supported by enough agreeing fields to be applied without a second look."""
    corrected: str = ""
    """The whole reference with nothing changed but what is wrong; empty = not made."""
    styled: str = ""
    """The registered work in the citation style of the profile; empty = not made."""
    diff: tuple[tuple[str, str], ...] = ()
    """From print to ``corrected``: (``=``, ``-`` or ``+``; text) in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong at one place, as judged in one run. Its life is kept by the store."""

    kind: FindingKind
    severity: Severity
    page_id: str
    subject: str
    """The DOI name or URL that is wrong."""
    says: str
    """What the page prints."""
    should_say: str = ""
    why: str = ""
    """One or two sentences a maintainer understands, with the evidence in words."""
    reference_id: str | None = None
    mention_id: str | None = None
    link_mention_id: str | None = None
    checks: tuple[int, ...] = ()
    """Rows of ``checks`` it was judged from."""
    suggestions: tuple[Suggestion, ...] = ()


# --------------------------------------------------------------------------- kept, and read again


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMention:
    """A DOI or other identifier on a page as it was kept, with what a judge needs to know of its
    place."""

    id: str
    page_id: str
    page_url: str
    scheme: Scheme
    printed: str
    value: str
    """The reading chosen so far."""
    candidates: tuple[Candidate, ...]
    """Every reading, most likely first."""
    place: Place
    reference_id: str | None = None
    heading: str = ""
    context: str = ""
    conflicts_with: str = ""
    because: str = ""
    """Why this reading was chosen: one sentence; empty = nothing was known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCitation:
    """A reference on a page as it was kept, with the identifiers it prints."""

    id: str
    page_id: str
    page_url: str
    position: int
    printed: str
    fields: tuple[Field, ...]
    doi: str | None
    """The DOI name chosen so far."""
    agreement: Agreement
    heading: str = ""
    mentions: tuple[KeptMention, ...] = ()

    def value(self, name: str) -> str | None:
        """The most confident value of a field, or None."""
        found = [f for f in self.fields if f.name == name]
        return max(found, key=lambda f: f.confidence).value if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDue:
    """A URL that pages point to, and what we have believed about it so far."""

    id: str
    url: str
    host: str
    """Host and port; empty for ``mailto:`` and the like."""
    verdict: LinkVerdict
    strikes: int = 0
    first_seen_at: datetime
    last_ok_at: datetime | None = None
    fragments: tuple[str, ...] = ()
    """Every fragment that a page asks for."""
    elements: tuple[str, ...] = ()
    """The HTML elements that point to it: a, img, ...; ``link`` with its ``rel`` behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadablePage:
    """A page of the site whose latest answer cannot be read."""

    id: str
    url: str
    trouble: str
    """empty or undecodable."""
    was_read: bool = True
    """Whether it was read before, so that the archive has what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalLink:
    """A URL of the site itself that its pages point to, and what the crawl found there."""

    id: str
    url: str
    page_id: str | None
    """The page it leads to, directly or by redirects."""
    state: FrontierState | None
    """What became of it in the crawl; None = never met (hidden, or out of scope)."""
    reason: str = ""
    """Why it was skipped or failed."""
    status: int | None = None
    """Of the last hop's latest capture; 304 counts as 200."""
    hops: tuple[tuple[int, str], ...] = ()
    """(status, URL asked) of each redirect on the way; a loop ends with a redirect."""
    final_url: str | None = None
    capture_id: str | None = None
    captured_at: datetime | None = None
    fragments: tuple[str, ...] = ()
    anchors: tuple[str, ...] | None = None
    """Ids and names a fragment can point to, of a PDF its last page (``page=12``); None = it was
    not read."""
    elements: tuple[str, ...] = ()
    attempts: int = 1
    """How often the latest crawl asked for it."""
    unsaid: tuple[str, ...] = ()
    """Those of ``fragments`` that ask for a text which the page does not show."""
    scripted: frozenset[str] = frozenset()
    """Those of ``fragments`` whose place no element of the page has, and a script may make."""
    title: str = ""
    """Of the page whose ``anchors`` they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPlace:
    """One place in a page where a link stands, as it was kept."""

    id: str
    page_id: str
    page_url: str
    link_id: str | None
    """None = what is printed cannot be a URL."""
    printed: str
    fragment: str = ""
    element: str = "a"
    attribute: str = ""
    rel: str = ""
    anchor_text: str = ""
    context: str = ""
    heading: str = ""
    region: Region = Region.CONTENT
    hidden: bool = False
    problem: str = ""
    reference_id: str | None = None
    """The reference it stands in."""
