"""Links and pictures of a page that lead elsewhere in another capture of it. Pure.

The words are the same and the address is not: no reader sees that, and an audit is about it.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice

from archive.proof.markup import REFERENCE
from archive.proof.spans import fold
from archive.proof.still_page import WAITING, base_of, resolve
from archive.proof.undrawn import words_of

MAX_LINKS = 5000
"""Links and pictures that a page may have to be compared."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture of a page."""

    kind: str
    """link or picture."""
    words: str
    """As drawn, with the alternative texts of pictures in it; of a picture that text. Blanks
    folded."""
    target: str
    """The address it leads to, resolved; of a place on the same page ``#`` and its name."""
    number: int = 0
    """Counts, from 0, those of its kind and words before it on the page."""


@dataclass(frozen=True, slots=True)
class LinkChange:
    """One link or picture that is not what it was."""

    kind: str
    words: str
    before: str
    """Where it led; empty when there was none."""
    after: str
    """Where it leads; empty when there is none."""


def compare_links(before: str, after: str, urls: tuple[str, str]) -> tuple[LinkChange, ...] | None:
    """What changed between two sources, which were captured from these addresses; None where one
    of them has more than can be compared.

    The link with the same words is the same one; of several, as "More" below each piece of news,
    the one in the same place among them, if none of these has moved. So is one that leads where a
    link did that is gone: its words changed, which is not told here. To move one is no change.
    """
    olds, news = links_of(before, urls[0]), links_of(after, urls[1])
    if max(len(olds), len(news)) > MAX_LINKS:
        return None
    olds, news, kept = _matched(olds, news, lambda link: (*_same(link), link.target))
    moved = {_same(a) for a, b in kept if a.number != b.number}
    olds, news, pairs = _matched(
        olds, news, lambda link: link if _same(link) in moved else (*_same(link), link.number)
    )
    olds, news, _ = _matched(olds, news, lambda link: (link.kind, link.target))
    elsewhere = (LinkChange(b.kind, b.words, a.target, b.target) for a, b in pairs)
    gone = (LinkChange(a.kind, a.words, a.target, "") for a in olds)
    return (*elsewhere, *gone, *(LinkChange(b.kind, b.words, "", b.target) for b in news))


def _same(link: Link) -> tuple[str, str]:
    return link.kind, fold(link.words)


def _matched(
    olds: Sequence[Link], news: Sequence[Link], key: Callable[[Link], object]
) -> tuple[list[Link], list[Link], list[tuple[Link, Link]]]:
    """The old and the new ones that have no counterpart, and pairs that have the same key; of
    several with one key the first old one goes with the first new one."""
    waiting: defaultdict[object, deque[Link]] = defaultdict(deque)
    for new in news:
        waiting[key(new)].append(new)
    rest: list[Link] = []
    pairs: list[tuple[Link, Link]] = []
    for old in olds:
        if same := waiting.get(key(old)):
            pairs.append((old, same.popleft()))
        else:
            rest.append(old)
    taken = {id(new) for _, new in pairs}
    return rest, [new for new in news if id(new) not in taken], pairs


def links_of(source: str, url: str) -> list[Link]:
    """The links and pictures of a page that was captured from ``url``, as they end; one more than
    can be compared where there are more.

    >>> for link in links_of("<a href='b#c'>B <b>c</b></a><img src=d.png>", "https://a.example/x/"):
    ...     print(link.kind, link.words, link.target)
    link B c https://a.example/x/b#c
    picture  https://a.example/x/d.png
    """
    seen: Counter[tuple[str, str]] = Counter()
    links: list[Link] = []
    for link in islice(_links_of(source, url), MAX_LINKS + 1):
        links.append(replace(link, number=seen[_same(link)]))
        seen[_same(link)] += 1
    return links


def _links_of(source: str, url: str) -> Iterator[Link]:
    base, page = base_of(source, url), resolve(url, url).partition("#")[0]
    target = ""
    words: list[str] = []
    for piece in words_of(source):
        if piece.kind == "text" and target:
            text = source[piece.start : piece.end]
            words.append(REFERENCE.sub(lambda reference: unescape(reference[0]), text))
        elif piece.kind == "start" and piece.name == "img":
            words.append(alt := piece.value("alt"))
            late = (told for name in WAITING if (told := piece.value(name)))
            if address := _resolved(next(late, piece.value("src")), base, page):
                yield Link("picture", " ".join(alt.split()), address)
        elif piece.kind in ("start", "end") and piece.name == "a":  # a link ends where one begins
            if target:
                yield Link("link", " ".join("".join(words).split()), target)
            target, words = _resolved(piece.value("href"), base, page), []
    if target:
        yield Link("link", " ".join("".join(words).split()), target)


def _resolved(written: str, base: str, page: str) -> str:
    """Where an address of a page leads; empty where it has none."""
    written = written.strip()
    target = resolve(written, base) if written else ""
    is_here = bool(page) and target.startswith(f"{page}#")
    return target[len(page) :] if is_here else target or written
