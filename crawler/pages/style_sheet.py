"""Style sheets as files of their own: what they load, as links. Pure."""

from __future__ import annotations

from dataclasses import replace

from tinycss2.bytes import decode_stylesheet_bytes
from webencodings import lookup

from archive.records import Link, PageKind, PageRecord, Source
from crawler.pages.addresses import resolve
from crawler.pages.css import addresses_of_css, issues_of_css


def read_style_sheet(source: Source) -> PageRecord:
    """The links of a style sheet, each once, in a record that is otherwise empty.

    ``data:`` and other addresses that nobody can ask are left out. The encoding is found as
    CSS Syntax 3 §3.2 has it.
    """
    _, _, charset = source.content_type.lower().partition("charset=")
    declared = charset.partition(";")[0].strip(" \"'")
    css, _ = decode_stylesheet_bytes(source.body, declared if lookup(declared) else None)
    found: dict[str, Link] = {}
    for printed in addresses_of_css(css):
        address = resolve(printed, source.url)
        if printed and address.url and address.url not in found:
            found[address.url] = Link(
                printed=printed,
                url=address.url,
                element="link",
                attribute="url",
                problem=address.problem,
            )
    return source.record(
        PageKind.UNREAD,
        links=tuple(found.values()),
        issues=tuple(
            replace(issue, url=source.url, capture_id=source.capture_id)
            for issue in issues_of_css(css)
        ),
    )
