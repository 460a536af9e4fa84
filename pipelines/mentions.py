"""Finds every identifier of a page and where it stands: in text, a link or a meta element.

The same identifier in the text of a link and in its target is one place and two mentions: they
have the same block and overlapping spans. When they differ, each names the other in
``conflicts_with``. Order: meta elements, then the blocks, then links outside of any block. Pure.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from archive.records import (
    Anchor,
    Block,
    BlockKind,
    Candidate,
    Field,
    Link,
    Mention,
    PageRecord,
    Place,
    Reference,
    Scheme,
)
from pipelines.dois import candidates_from_url, find_candidates, normalise_doi
from pipelines.identifiers import LONGEST_ADDRESS, find_identifiers, identifiers_from_url
from pipelines.text import context_around, fold_space

META_NAMES: dict[str, Scheme] = {
    "citation_doi": Scheme.DOI,
    "bepress_citation_doi": Scheme.DOI,
    "prism.doi": Scheme.DOI,
    "doi": Scheme.DOI,
    "dc.identifier": Scheme.DOI,
    "dc.identifier.doi": Scheme.DOI,
    "dcterms.identifier": Scheme.DOI,
    "citation_pmid": Scheme.PMID,
    "citation_pmcid": Scheme.PMCID,
    "citation_arxiv_id": Scheme.ARXIV,
    "citation_isbn": Scheme.ISBN,
}
"""Meta elements that say which work the page itself is (Highwire Press, Dublin Core, PRISM)."""

_LABELS = {Scheme.PMID: "PMID: ", Scheme.PMCID: "", Scheme.ARXIV: "arXiv:", Scheme.ISBN: "ISBN "}
_CLICKED = frozenset({"a", "area"})
"""Elements whose target a reader can follow; badges, scripts and style sheets name no work."""
_DIGIT = re.compile(r"\d")
_LEFT_OUT = r"(?:\.{3,}|[…⋯]|&hellip;|\[\s?(?:\.{3}|…)\s?\]|\(\s?(?:\.{3}|…)\s?\))"
_CUT_SHORT = re.compile(rf"[-._/:;(\[<]{{0,3}}\s?{_LEFT_OUT}(?P<end>[^\s…<>\"']{{0,200}})")
"""What is left out of a shortened link text, and how the text ends (``10.1007/s005…374-1``)."""


class _Span(NamedTuple):
    """The part of one block that a reference covers."""

    start: int
    """-1 = it begins in a block before; a link without text at the beginning stands in it too."""
    end: int
    reference: int
    """Its position on the page."""


def find_mentions(record: PageRecord) -> tuple[Mention, ...]:
    """The mentions of a page; ``record.references`` must be found already."""
    anchored = _anchored_links(record)
    numbered = _with_numbers(record.references)
    standing = _spans_by_block(record.references)
    mentions = _numbered(_from_meta(record.meta), 1)
    for index, block in enumerate(record.blocks):
        in_text = list(_from_text(index, block.text))
        in_text += _from_columns(index, block.text, numbered.get(index, ()), in_text)
        in_links = [
            mention
            for anchor, number in anchored.get(index, ())
            for mention in _from_link(record.links[number], number, index, anchor)
        ]
        if not (in_text or in_links):
            continue  # as most blocks
        placed = _reconciled(in_text, in_links, block.text)
        placed.sort(key=lambda m: (m.start, m.place is not Place.TEXT, m.end, m.scheme))
        spans = standing.get(index, ())
        for number, mention in enumerate(placed, len(mentions) + 1):
            mention = _in_context(mention, number, block.text, spans)
            mentions.append(_as_example(mention) if _is_example(mention, block) else mention)
    seen = {number for pairs in anchored.values() for _, number in pairs}
    for number, link in enumerate(record.links):
        if number not in seen:
            outside = _from_link(link, number, link.block, None)
            mentions += _numbered(outside, len(mentions) + 1)
    return tuple(mentions)


def _numbered(mentions: Iterable[Mention], first: int) -> list[Mention]:
    return [replace(m, position=number) for number, m in enumerate(mentions, first)]


def _anchored_links(record: PageRecord) -> dict[int, list[tuple[Anchor, int]]]:
    """Block index -> its anchors with the number of the link each belongs to."""
    waiting: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, link in enumerate(record.links):
        if link.block is not None:
            waiting[link.block, link.printed].append(number)
    found: dict[int, list[tuple[Anchor, int]]] = defaultdict(list)
    for index, block in enumerate(record.blocks):
        for anchor in block.anchors:
            numbers = waiting.get((index, anchor.href))
            if numbers:
                found[index].append((anchor, numbers.pop(0)))
    return found


def _from_meta(meta: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    for name, content in meta:
        scheme = META_NAMES.get(name.lower().strip())
        if scheme is Scheme.DOI:
            doi = normalise_doi(content)
            if doi:
                yield _mention(
                    Scheme.DOI, content.strip(), (Candidate(value=doi, rule="meta"),), Place.META
                )
        elif scheme:
            for found in find_identifiers(_LABELS[scheme] + content.strip())[:1]:
                candidate = Candidate(value=found.value, rule="meta")
                yield _mention(found.scheme, content.strip(), (candidate,), Place.META)


def _from_text(index: int, text: str) -> Iterator[Mention]:
    dois = find_candidates(text)
    for found in dois:
        yield _mention(
            Scheme.DOI, text[found.start : found.end], found.candidates, Place.TEXT,
            block=index, start=found.start, end=found.end,
        )  # fmt: skip
    for other in find_identifiers(text, [(doi.start, doi.end) for doi in dois]):
        candidate = Candidate(value=other.value, rule=other.rule)
        yield _mention(
            other.scheme, text[other.start : other.end], (candidate,), Place.TEXT,
            block=index, start=other.start, end=other.end,
        )  # fmt: skip


def _with_numbers(references: Iterable[Reference]) -> dict[int, list[tuple[Reference, Field]]]:
    """Block index -> references of one block with the PubMed number that they give."""
    found: dict[int, list[tuple[Reference, Field]]] = defaultdict(list)
    for reference in references:
        if reference.first_block == reference.last_block:
            numbers = (field for field in reference.fields if field.name == Scheme.PMID)
            found[reference.first_block] += ((reference, field) for field in numbers)
    return found


def _spans_by_block(references: Iterable[Reference]) -> dict[int, list[_Span]]:
    """Block index -> what its references cover, in order."""
    found: dict[int, list[_Span]] = defaultdict(list)
    for one in references:
        for index in range(one.first_block, one.last_block + 1):
            start = one.start if index == one.first_block else -1
            end = one.end if index == one.last_block else sys.maxsize
            found[index].append(_Span(start, end, one.position))
    return found


def _from_columns(
    index: int,
    text: str,
    numbered: Iterable[tuple[Reference, Field]],
    known: Sequence[Mention],
) -> Iterator[Mention]:
    """PubMed numbers that only the head of their column names so."""
    for reference, field in numbered:
        start, end = reference.start + field.start, reference.start + field.end
        if text[start:end] != field.value or any(start < m.end and m.start < end for m in known):
            continue
        for found in find_identifiers(_LABELS[Scheme.PMID] + field.value)[:1]:
            yield _mention(
                Scheme.PMID, field.value, (Candidate(value=found.value, rule="column"),),
                Place.TEXT, block=index, start=start, end=end,
            )  # fmt: skip


def _from_link(
    link: Link, number: int, block: int | None, anchor: Anchor | None
) -> Iterator[Mention]:
    if link.element not in _CLICKED or link.hidden:
        return
    start, end = (anchor.start, anchor.end) if anchor else (0, 0)
    for scheme, candidates in _named_by(link.printed[:LONGEST_ADDRESS]):
        yield _mention(
            scheme, link.printed, candidates, Place.HREF,
            block=block, link=number, start=start, end=end,
        )  # fmt: skip


@lru_cache(maxsize=1024)  # a site's pages have most of their links in common
def _named_by(address: str) -> tuple[tuple[Scheme, tuple[Candidate, ...]], ...]:
    """What a link target names, with its readings: a DOI name, or other identifiers."""
    candidates = candidates_from_url(address)
    if candidates:
        return ((Scheme.DOI, candidates),)
    return tuple(
        (found.scheme, (Candidate(value=found.value, rule=found.rule),))
        for found in identifiers_from_url(address)
    )


def _reconciled(in_text: list[Mention], in_links: list[Mention], text: str) -> list[Mention]:
    """What the text of a link and its target say of each other.

    A target that is one of the readings of the text decides between them (the text may be
    broken, the target seldom is); a text cut short with an ellipsis says nothing of its own.
    """
    texts = sorted(in_text, key=lambda mention: mention.start)
    links = list(in_links)
    ends = [mention.end for mention in texts]
    for at, target in enumerate(links):
        for number in range(bisect_right(ends, target.start), len(texts)):
            printed = texts[number]
            if printed.start >= target.end:
                break  # they stand apart, in order
            if printed.scheme is not target.scheme:
                continue
            readings = {candidate.value for candidate in printed.candidates}
            if target.value in readings:
                texts[number] = _preferring(printed, target.value)
            elif printed.value in {candidate.value for candidate in target.candidates}:
                links[at] = target = _preferring(target, printed.value)
            elif _is_cut_short(printed, target, text):
                texts[number] = _preferring(printed, target.value)
            else:
                texts[number] = replace(printed, conflicts_with=target.value)
                links[at] = target = replace(target, conflicts_with=printed.value)
    return texts + links


def _preferring(mention: Mention, value: str) -> Mention:
    first = [c for c in mention.candidates if c.value == value] or [
        Candidate(value=value, rule="link_target")
    ]
    others = [c for c in mention.candidates if c.value != value]
    return replace(mention, value=value, candidates=(*first, *others))


def _is_cut_short(printed: Mention, target: Mention, text: str) -> bool:
    """Whether a text begins as its target does, and leaves out the rest, or what is between."""
    beginning, *between = re.split(_LEFT_OUT, printed.value, maxsplit=1)
    if not target.value.startswith(beginning.rstrip(".")):
        return False
    if between or printed.printed.endswith("..."):
        return target.value.endswith("".join(between))
    cut = _CUT_SHORT.match(text, printed.end)
    end = cut["end"].rstrip(".,;:)]").lower() if cut else ""
    return cut is not None and (not _DIGIT.search(end) or target.value.endswith(end))


def _in_context(mention: Mention, position: int, text: str, spans: Sequence[_Span]) -> Mention:
    """The mention with its place, its sentence, and the reference of its block it stands in."""
    context = context_around(text, mention.start, mention.end) if mention.end else ""
    at = bisect_right(spans, mention.start, key=lambda span: span.end)
    if at < len(spans) and spans[at].start < mention.end:
        number = spans[at].reference
        return replace(mention, position=position, reference=number, context=context)
    return replace(mention, position=position, context=context)


def _is_example(mention: Mention, block: Block) -> bool:
    """Whether a DOI name is set as code, outside of any reference: manuals show how names look."""
    if mention.scheme is not Scheme.DOI or mention.place is not Place.TEXT or mention.reference:
        return False
    is_within = any(a <= mention.start and mention.end <= b for a, b in block.code)
    return is_within or block.kind is BlockKind.CODE


def _as_example(mention: Mention) -> Mention:
    """Its readings, which are asked of the registry, and accuse nobody when it knows none."""
    candidates = (replace(c, rule=f"example+{c.rule}") for c in mention.candidates)
    return replace(mention, candidates=tuple(candidates))


def _mention(
    scheme: Scheme,
    printed: str,
    candidates: tuple[Candidate, ...],
    place: Place,
    *,
    block: int | None = None,
    link: int | None = None,
    start: int = 0,
    end: int = 0,
) -> Mention:
    return Mention(
        position=0,
        scheme=scheme,
        printed=printed if place is Place.TEXT else fold_space(printed),
        value=candidates[0].value,
        candidates=candidates,
        place=place,
        block=block,
        link=link,
        start=start,
        end=end,
    )
