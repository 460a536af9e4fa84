"""Where on its page a finding stands, as far as rows tell: heading, sentence, link.

Line and column are counted in the capture itself (``archive.proof.locating``).
"""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection

from archive.keeping.rows import Row
from archive.records import Finding, FindingKind

# Of each table that a finding may point to: what surrounds the place, and which other places on
# the page a reader could take for it.
_AROUND = {
    "mentions": ("heading, context, '' AS anchor_text", "scheme, place, printed"),
    "link_mentions": ("heading, context, anchor_text", "element, attribute, printed"),
    "bibliography": ("heading, printed AS context, '' AS anchor_text", "printed"),
}


def place_of(conn: Connection, finding: Finding) -> Row:
    """The columns of ``findings`` that say where it stands.

    Heading and sentence are those of the first of identifier, link and reference that has any;
    the occurrence is that of the first there is.
    """
    row: Row = {"heading": "", "context": "", "anchor_text": "", "occurrence": 1, "occurrences": 1}
    is_counted = False
    for table, identity in _pointed_to(finding):
        shown, alike = _AROUND[table]
        found = conn.execute(f"SELECT {shown} FROM {table} WHERE id = ?", (identity,)).fetchone()
        if found is None:
            continue
        if not is_counted:
            row |= _counted(conn, table, alike, identity)
            is_counted = True
        if any(found):
            return row | dict(zip(("heading", "context", "anchor_text"), found, strict=True))
    return row


def _pointed_to(finding: Finding) -> Iterator[tuple[str, str]]:
    """Table and id of everything the finding points to, the narrowest first.

    A misprinted number or name stands in the reference, and not in its DOI name.
    """
    is_misprint = finding.kind is FindingKind.CITATION_DIFFERS
    for table, identity in (
        ("mentions", "" if is_misprint else finding.mention_id),
        ("link_mentions", finding.link_mention_id),
        ("bibliography", finding.reference_id),
    ):
        if identity:
            yield table, identity


def _counted(conn: Connection, table: str, alike: str, identity: str) -> Row:
    """Which of the equal places on its page a row is, and how many there are."""
    same = " AND ".join(f"other.{column} = this.{column}" for column in alike.split(", "))
    sql = f"""
SELECT sum(other.position <= this.position), count(*) FROM {table} AS this
JOIN {table} AS other ON other.page_id = this.page_id AND {same} WHERE this.id = ?"""
    nth, number = conn.execute(sql, (identity,)).fetchone()
    return {"occurrence": nth, "occurrences": number}
