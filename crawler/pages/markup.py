"""One HTML page, parsed once for all page classes. Pure."""

from __future__ import annotations

from functools import cached_property

from archive.decoding import Decoded, decode
from archive.records import BlockKind, Issue, Link, Source
from crawler.pages.css import issues_of_css
from crawler.pages.embedded import addresses_of_head
from crawler.pages.language import choose_language, hear_language
from crawler.pages.links import Refresh, Resolver, read_embedded, read_links
from crawler.pages.metadata import Metadata
from crawler.pages.mojibake import find_mender
from crawler.pages.patientline import Boilerplate, recognise
from crawler.pages.pieces import Piece
from crawler.pages.regions import assign, split_blurbs
from crawler.pages.titles import find_title
from crawler.pages.tree import grow
from crawler.pages.walk import Walked, walk

MOST_LINKS = 60_000
"""Addresses that are kept of one page, as many as elements: one set of images (``srcset``) or one
JSON-LD can name a million, and each is a row here and in the frontier."""


class Markup:
    """A parsed page. Nothing here depends on the kind of the page."""

    def __init__(self, source: Source, decoded: Decoded | None = None) -> None:
        self.source = source
        self.decoded = decoded or decode(source.body, source.content_type, source.language)
        issues = list(self.decoded.issues)
        self._tree = tree = grow(self.decoded.text)
        issues.extend(tree.issues)
        issues.extend(issue for s in tree.tags["style"] for issue in issues_of_css(s.string or ""))
        self.metadata = Metadata(tree)
        mend = find_mender(self.decoded.text)
        if mend is not None:
            self.metadata.html_title = mend(self.metadata.html_title)
            issues.append(
                Issue(
                    code="double_encoded",
                    message="The text was encoded twice (Ã¶ for ö); it was mended.",
                    stage="read",
                )
            )
        self.walked: Walked = walk(tree, mend or str)
        self.issues = tuple(issues)
        self.resolver = Resolver(source.url, tree, self.decoded.encoding)
        self.refresh = Refresh(tree)

    @cached_property
    def site(self) -> Boilerplate:
        """The site whose standing text the page shows."""
        return recognise([line for piece in self.walked.pieces for line in piece.text.split("\n")])

    @cached_property
    def _split(self) -> list[Piece]:
        return split_blurbs(self.walked.pieces, self.site)

    @cached_property
    def title(self) -> int | None:
        """Number of the title's piece; None = there is no visible title."""
        return find_title(self._split, self.metadata.html_title, self.site)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All visible text in order, with regions."""
        pieces = list(self._split)
        if self.title is not None:
            pieces[self.title] = pieces[self.title]._replace(kind=BlockKind.HEADING, level=1)
        return assign(pieces, self.title, self.site)

    @cached_property
    def language(self) -> str:
        """BCP 47 tag, lower case; empty when nothing tells."""
        text = "\n".join(p.text for p in self.pieces if p.is_content)
        declared = self.metadata.language or self.source.language
        found = choose_language(declared, self.source.url, text)
        # A short text alone does not tell; what stands around it may.
        return found or hear_language("\n".join(p.text for p in self.pieces))

    def target(self, link: int) -> str:
        """The resolved URL of a link, by its number; may be empty."""
        return self.resolver(self.walked.sites[link].printed).url or ""

    @cached_property
    def hrefs(self) -> list[str]:
        """The printed targets of all links, by number."""
        return [site.printed for site in self.walked.sites]

    def links(self, pieces: tuple[Piece, ...]) -> tuple[Link, ...]:
        """All links; ``pieces`` is the page's text as the page class leaves it."""
        links = read_links(self.walked.sites, pieces, self.resolver, self.refresh)
        metadata = self.metadata
        embedded = addresses_of_head(self._tree, metadata.pairs, metadata.linked_data)
        found = (*links, *read_embedded(embedded, self.resolver))
        if len(found) > MOST_LINKS:
            text = f"The page names more than {MOST_LINKS:,} addresses; those behind were left out."
            issue = Issue(code="links_left_out", message=text, stage="read")
            self.issues = tuple(dict.fromkeys((*self.issues, issue)))
        return found[:MOST_LINKS]

    def done(self) -> None:
        """Free the tree, once everything wanted of the page has been read."""
        self._tree.fell()
