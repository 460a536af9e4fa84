"""What a replay leaves behind: rows that only an older reader, rule or profile gave."""

from __future__ import annotations

from sqlite3 import Connection

from archive.keeping.dropping import drop_pages
from archive.keeping.prose import told_by
from archive.keeping.rows import as_json
from archive.keeping.text_rows import version_row
from archive.keys import key
from archive.records import PageRecord


class Rereading:
    """Pages and wordings met in one replay; ids only."""

    def __init__(self) -> None:
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

    def sweep(self, conn: Connection) -> None:
        """Delete every page and wording that was not met; their findings and aliases go too."""
        pages, versions = as_json(sorted(self._pages)), as_json(sorted(self._versions))
        strange = "NOT IN (SELECT value FROM json_each(?))"
        conn.execute(f"DELETE FROM article_versions WHERE id {strange}", (versions,))
        rows = conn.execute(f"SELECT id FROM pages WHERE id {strange}", (pages,))
        drop_pages(conn, [identity for (identity,) in rows])
