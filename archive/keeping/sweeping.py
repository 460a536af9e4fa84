"""What a replay clears away: rows that only an older reader, rule or profile gave."""

from __future__ import annotations

from sqlite3 import Connection

from archive.keeping.dropping import drop_pages
from archive.keeping.prose import told_by
from archive.keeping.rows import as_json
from archive.keeping.text_rows import version_row
from archive.keys import key
from archive.records import Capture, PageRecord


class Sweeping:
    """Captures, pages and wordings met in one replay; ids only."""

    def __init__(self) -> None:
        self.lost_pages: list[str] = []
        """After ``sweep``: addresses of pages whose content was in a record that is lost."""
        self._captures: set[str] = set()
        self._whole: set[str] = set()
        self._orphans: list[Capture] = []
        self._pages: set[str] = set()
        self._versions: set[str] = set()

    def note(self, record: PageRecord) -> None:
        """This record was kept."""
        if not 200 <= record.status < 300:
            return
        self._pages.add(key(record.url))
        version = version_row(record, told_by(record))
        if version:
            self._versions.add(str(version["id"]))

    def note_capture(self, capture: Capture) -> None:
        """The record of this capture was read; those that it repeats come before it."""
        self._captures.add(capture.id)
        if capture.is_requisite:
            return
        if capture.revisit_of is None and capture.status == 200:
            self._whole.add(capture.url)
        elif capture.revisit_of is not None and capture.revisit_of not in self._captures:
            self._orphans.append(capture)

    def sweep(self, conn: Connection) -> None:
        """Delete every page and wording that was not met; their findings and aliases go too.

        What was read from a capture whose record is lost stays as it is: that we can no longer
        read the record says nothing about the page.
        """
        pages, versions = as_json(sorted(self._pages)), as_json(sorted(self._versions))
        known = {str(identity) for (identity,) in conn.execute("SELECT id FROM captures")}
        lost = as_json(sorted(known - self._captures))
        strange = (
            "id NOT IN (SELECT value FROM json_each(?)) "
            "AND capture_id NOT IN (SELECT value FROM json_each(?))"
        )
        conn.execute(f"DELETE FROM article_versions WHERE {strange}", (versions, lost))
        rows = conn.execute(f"SELECT id FROM pages WHERE {strange}", (pages, lost))
        drop_pages(conn, [identity for (identity,) in rows])
        sql = "SELECT url FROM pages WHERE capture_id IN (SELECT value FROM json_each(?))"
        still_known = {str(url) for (url,) in conn.execute(sql, (lost,))}
        # Where the database was lost too, only what repeats such a capture tells of it.
        told = {orphan.url for orphan in self._orphans if orphan.revisit_of not in known}
        self.lost_pages = sorted(still_known | told - self._whole)
