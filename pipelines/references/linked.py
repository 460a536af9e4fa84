"""Identifiers that a reference gives only in a link's target, as fields of it. Pure."""

from __future__ import annotations

from dataclasses import replace

from archive.records import Field, Mention, PageRecord, Place, Reference

CONFIDENCE = 0.85
"""Below that of an identifier in the text: a link may lead elsewhere than it says."""


def with_linked_identifiers(record: PageRecord) -> tuple[Reference, ...]:
    """The references of a page, each with the identifiers of its links that its text lacks.

    The span is that of the link's text; ``record.mentions`` must be found already.
    """
    linked: dict[int, list[Mention]] = {}
    for mention in record.mentions:
        if mention.place is Place.HREF and mention.reference and mention.block is not None:
            linked.setdefault(mention.reference, []).append(mention)
    return tuple(
        _extended(reference, linked[reference.position], record)
        if reference.position in linked
        else reference
        for reference in record.references
    )


def _extended(reference: Reference, mentions: list[Mention], record: PageRecord) -> Reference:
    fields = {(field.name, field.value): field for field in reference.fields}
    for mention in mentions:
        text = record.blocks[mention.block or 0].text[mention.start : mention.end]
        start = _place(reference, mention, text)
        if start >= 0 and text:
            name, end = mention.scheme.value, start + len(text)
            field = Field(
                name=name, value=mention.value, start=start, end=end, confidence=CONFIDENCE
            )
            fields.setdefault((name, mention.value), field)
    return replace(reference, fields=tuple(sorted(fields.values(), key=lambda f: (f.start, f.end))))


def _place(reference: Reference, mention: Mention, text: str) -> int:
    """Where the link's text stands in the print; -1 = nowhere."""
    if mention.block == reference.first_block:
        start = mention.start - reference.start
        if start >= 0 and reference.printed.startswith(text, start):
            return start
    return reference.printed.find(text)
