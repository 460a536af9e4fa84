"""The pure stages in order: a page as read becomes a page with references and mentions.

The order a record passes, and why:

1. ``clean_text`` first: whitespace and invisible characters would break every later pattern.
2. ``find_bibliography`` before the mentions, which say in which reference they stand.
3. ``tie_pointers``: where the text points to entries of the bibliography.
4. ``find_identifiers``: DOI names and others in text, link targets and meta elements.
5. ``normalise_links``: what is odd about link targets, in words.
6. ``check_expectations``: what is strange about the result becomes an issue.

``refine`` is all of them in that order, for replay; ``Refine`` the same as Scrapy's item pipeline.

Rules of a hundred patterns are imported where they are first needed: a weekly crawl of a site that
has not changed reads no page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from archive.records import Anchor, Block, Issue, Link, PageKind, PageRecord, Place, Term
from pipelines.links import problem_of
from pipelines.memory import remembering
from pipelines.text import fold_space, tidy

STAGE = "stages"
MANY_MENTIONS = 2000
"""More identifiers on one page than this, and something was misread."""
MOST_MENTIONS = 10_000
"""Identifiers that are kept of one page: a list of 5,000 works, each linked, has as many. Each one
is asked of a registry, so a page must not be able to name as many as it likes."""
MOST_REFERENCES = 10_000
"""References that are kept of one page: each is read, kept, judged and shown, so a page must not be
able to list as many as it likes."""
MOST_TITLE = 2000
"""Characters of a title: it stands in every list and report, and a page must not fill them."""
MOST_IN_META = 100
"""Those in meta elements, that is of the work that the page itself is, in all its editions."""
MOST_NAMED = 12
"""Numbers that one issue names."""


def clean_text(record: PageRecord) -> PageRecord:
    """Fold whitespace and drop invisible characters everywhere; anchors keep their text.

    What is beyond ``MOST_TITLE`` is left out, and said to be.
    """
    titles = _line(record.title), _line(record.html_title)
    if max(map(len, titles)) > MOST_TITLE:
        text = f"The title has more than {MOST_TITLE:,} characters; what follows was left out."
        record = _with_issues(record, [("title_cut", text)])
    return replace(
        record,
        title=titles[0][:MOST_TITLE].rstrip(),
        html_title=titles[1][:MOST_TITLE].rstrip(),
        lead=tidy(record.lead).text,
        authors=tuple(filter(None, map(_line, record.authors))),
        blocks=tuple(_clean_block(block) for block in record.blocks),
        terms=tuple(
            Term(letter=_line(t.letter), term=_line(t.term), definition=tidy(t.definition).text)
            for t in record.terms
        ),
        teasers=tuple(
            replace(teaser, title=_line(teaser.title), text=tidy(teaser.text).text)
            for teaser in record.teasers
        ),
    )


def find_bibliography(record: PageRecord) -> PageRecord:
    """Fill ``references`` from the content blocks.

    What is beyond ``MOST_REFERENCES`` is left out, and said to be.
    """
    from pipelines.bibliography import find_references

    found = find_references(record.blocks, MOST_REFERENCES + 1)
    record = replace(record, references=found[:MOST_REFERENCES])
    if len(found) <= MOST_REFERENCES:
        return record
    text = f"The page lists more than {MOST_REFERENCES:,} references; what follows was left out."
    return _with_issues(record, [("references_left_out", text)])


def tie_pointers(record: PageRecord) -> PageRecord:
    """Fill ``pointers``; references must have been found already."""
    from pipelines.pointers import find_pointers

    return replace(record, pointers=find_pointers(record))


def find_identifiers(record: PageRecord) -> PageRecord:
    """Fill ``mentions``; references must be there already, and learn what their links name.

    What is beyond ``MOST_MENTIONS`` and ``MOST_IN_META`` is left out, and said to be.
    """
    from pipelines.mentions import find_mentions
    from pipelines.references.linked import with_linked_identifiers

    found = find_mentions(record)
    of_page = [mention for mention in found if mention.place is Place.META]
    of_text = [mention for mention in found if mention.place is not Place.META]
    kept = tuple(of_page[:MOST_IN_META] + of_text[:MOST_MENTIONS])
    record = replace(record, mentions=kept)
    if len(kept) < len(found):
        text = (
            f"The page prints {len(found):,} identifiers; {len(found) - len(kept):,} were left out,"
            f" those beyond {MOST_MENTIONS:,} in its text and {MOST_IN_META} in its meta elements."
        )
        record = _with_issues(record, [("identifiers_left_out", text)])
    return replace(record, references=with_linked_identifiers(record))


def normalise_links(record: PageRecord) -> PageRecord:
    """Say what is odd about each link target, where the page class did not."""
    return replace(record, links=tuple(_described(link) for link in record.links))


def check_expectations(record: PageRecord) -> PageRecord:
    """Add an issue for whatever looks misread; nothing is dropped."""
    from pipelines.pointers import find_dangling

    found = []
    if record.kind in (PageKind.ARTICLE, PageKind.NEWS) and not record.title:
        found.append(("no_title", "The page reads as a text of its own but has no title."))
    if len(record.mentions) > MANY_MENTIONS:
        count = len(record.mentions)
        found.append(
            ("many_identifiers", f"{count} identifiers were read; check how the page is read.")
        )
    dangling = find_dangling(record)
    if dangling:
        found.append(("dangling_pointer", _dangling_message(dangling, len(record.references))))
    return _with_issues(record, found)


def _with_issues(record: PageRecord, found: Iterable[tuple[str, str]]) -> PageRecord:
    """The record with what was found, as (code, message), each once."""
    issues = tuple(
        Issue(code=code, message=text, url=record.url, capture_id=record.capture_id, stage=STAGE)
        for code, text in found
    )
    new = tuple(issue for issue in issues if issue not in record.issues)
    return replace(record, issues=record.issues + new) if new else record


def _dangling_message(numbers: tuple[int, ...], count: int) -> str:
    named = ", ".join(map(str, numbers[:MOST_NAMED])) + (", …" if numbers[MOST_NAMED:] else "")
    noun = "reference" if len(numbers) == 1 else "references"
    return f"The text points to {noun} {named}, but no such number is among the {count} found."


STAGES: tuple[Callable[[PageRecord], PageRecord], ...] = (
    clean_text,
    find_bibliography,
    tie_pointers,
    find_identifiers,
    normalise_links,
    check_expectations,
)


def refine(record: PageRecord) -> PageRecord:
    """All stages in order. Refining a refined record changes nothing."""
    for stage in STAGES:
        record = stage(record)
    return record


def _line(text: str) -> str:
    return fold_space(tidy(text).text)


def _clean_block(block: Block) -> Block:
    view = tidy(block.text)
    if view.text == block.text:
        return block
    anchors = tuple(
        Anchor(start=view.moved(a.start), end=view.moved(a.end), href=a.href) for a in block.anchors
    )
    code = tuple((view.moved(start), view.moved(end)) for start, end in block.code)
    return replace(block, text=view.text, anchors=anchors, code=code)


_problem_of = remembering(problem_of)  # a site's pages have most of their links in common


def _described(link: Link) -> Link:
    problem = link.problem or _problem_of(link.printed)
    return link if problem == link.problem else replace(link, problem=problem)


class Refine:
    """The item pipeline of Scrapy (2.18 and later: no spider argument) that passes all stages."""

    def process_item(self, item: Any) -> Any:
        """Refine a page record; hand on anything else."""
        return refine(item) if isinstance(item, PageRecord) else item
