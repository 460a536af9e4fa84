"""The text of a PDF to point into, read in a child process that may be killed.

No parser is safe from every file: some PDFs hang it, some eat memory. So each is read by a process
of its own with limits, which answers on its standard output.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from archive.children import Child, end, has_reached, hear, own_pipes, receive, send, start, tell
from archive.proof.markup import Attribute
from archive.proof.spans import Page, Span, fold_source

if TYPE_CHECKING:  # the reader of PDFs is slow to import; only the child needs it
    from archive.documents import Document

CPU_S = 10
MEMORY_BYTES = 1_500_000_000
WALL_S = 60.0
"""By the clock: the machine may be busy."""
RETIRE_BYTES = 500_000_000
"""Peak memory of a child after which it reads no other."""
_PROGRAM = "from archive.proof.pdf_source import serve; serve()"
"""What the process does."""
_PAGE = "\f"
"""Where a page begins in the source that is made of a document."""
_LINK = "pdf"
"""What the table of links calls the element of a link in a PDF."""


def is_pdf(body: bytes) -> bool:
    """Whether the bytes are a PDF (its signature may stand within the first 1024)."""
    return b"%PDF-" in body[:1024]


def read_apart(body: bytes) -> Document | None:
    """The document, read by a process of its own; None when it cannot be opened or takes too
    much time or memory. Raises OSError when no process can be started."""
    with PdfReader() as reader:
        return reader.read(body)


class PdfReader:
    """Reads one PDF after the other in a process of its own, which starts when it is needed.

    It has limits, may be killed, and is replaced by another after what was too much for it. It
    ends with the process that started it: its standard input ends then.
    """

    def __init__(self) -> None:
        self._process: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, body: bytes) -> Document | None:
        """As ``read_apart`` does."""
        process = self._process = self._process or start(_PROGRAM, is_silent=True)
        watch = threading.Timer(WALL_S, process.kill)
        watch.start()
        try:
            tell(process, body)
            answer = hear(process)
        except OSError:  # it has ended
            answer = None
        except BaseException:
            self._end()
            raise
        finally:
            watch.cancel()
        document, stays = answer or (None, False)
        if not stays:
            self._end()
        return document

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)


def serve() -> None:
    """Read PDFs from standard input until it ends; what a child does.

    Each is answered with its ``Document`` or None, and whether the child stays for another: it
    does not after one that took much memory, which seldom goes back to the system.
    """
    from archive.documents import CannotOpen, read_pdf

    requests, answers = own_pipes()
    while (body := receive(requests)) is not None:
        _limit()
        try:
            document: Document | None = read_pdf(body)
        except (CannotOpen, MemoryError):
            document = None
        send(answers, (document, not has_reached(RETIRE_BYTES)))


def _limit() -> None:
    """Allow as much memory as ever, and ``CPU_S`` more from now on."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + CPU_S  # counted in whole seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, ValueError, OSError):  # not POSIX, or limited closer: the clock is left
        pass


def text_of(document: Document) -> str:
    """The text of all pages."""
    return "\n".join(page.text for page in document.pages)


def read_document(document: Document) -> Page:
    """A document ready to be searched: what it says of itself, then each of its pages with the
    targets of its links behind it."""
    parts: list[str] = []
    runs: list[tuple[int, int]] = []
    titles: list[tuple[int, int]] = []
    attributes: list[tuple[str, Attribute]] = []
    at = 0

    def add(text: str, ending: str) -> tuple[int, int]:
        nonlocal at
        parts.append(text + ending)
        begin, at = at, at + len(text) + len(ending)
        return begin, begin + len(text)

    for name, value in (*document.about.items(), *document.declared):
        place = add(value, "\n")
        attributes.append(("meta", Attribute("content", value, *place)))
        if name == "title":
            titles.append(place)
    number = 0
    for page in document.pages:
        add(_PAGE * (page.number - number), "")
        number = page.number
        runs.append(add(page.text.replace(_PAGE, " "), "\n"))
        attributes += (
            (_LINK, Attribute("uri", target, *add(target, "\n"))) for target in page.targets
        )
    source = "".join(parts)
    return Page(
        source,
        fold_source(source, runs, references=False),
        fold_source(source, titles, references=False),
        tuple(attributes),
    )


def page_and_offset(page: Page, at: int) -> tuple[int, int]:
    """The number of the PDF's page that holds a character of the source, and where that page
    begins in the source. Pages count from 1; 0 is the PDF's own metadata."""
    start = page.source.rfind(_PAGE, 0, at) + 1
    return page.source.count(_PAGE, 0, start), start


def place_of(page: Page, span: Span) -> str:
    """Where in its document something stands, in words."""
    number, start = page_and_offset(page, span.start)
    if any((a.start, a.end) == (span.start, span.end) for e, a in page.attributes if e == _LINK):
        return f"Page {number} of the PDF, as the target of a link."
    if number == 0:
        return "In what the PDF says of itself."
    line = page.source.count("\n", start, span.start) + 1
    return f"Page {number} of the PDF, line {line} of its text."
