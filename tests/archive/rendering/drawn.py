"""A small archive with a page, its parts, and what a browser made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive.records import Drawing
from archive.rendering.rows import keep
from archive.warc.captures import CaptureWriter
from tests.archive.proof.small_archive import HOST, Small

PNG = b"\x89PNG\r\n\x1a\nnot much of a picture"
URL = f"{HOST}/en/page.htm"


def writer_in(folder: Path) -> CaptureWriter:
    return CaptureWriter(folder, site="small-renderings", contact="", software="test", robots="")


class Drawn(Small):
    """A page, a picture and a style sheet, and one drawing of the page."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.picture = self.capture("/i.png", PNG, mime="image/png", charset="")
        self.sheet = self.capture("/a.css", "p { color: red }", mime="text/css", gzipped=True)
        self.read = self.capture("/en/page.htm", "<link rel=stylesheet href=/a.css><p>Pain</p>")
        self.page("/en/page.htm", self.read)
        self.drawing = Drawing(
            capture_id=self.read,
            url=URL,
            drawn_at=datetime(2026, 3, 2, 9, 30, 0, 123000, tzinfo=UTC),
            browser="Chromium 156.0",
            is_scripted=False,
            width=1280,
            height=800,
            page_height=900,
            picture=PNG,
            dom="<html><p>Pain – réel</p></html>",
            parts=(self.sheet, self.picture),
            refused=3,
            refused_urls=("https://elsewhere.test/i.gif",),
        )

    def keep(self, **changes: object) -> None:
        """Keep the drawing, in a file that is sealed."""
        writer = writer_in(self.captures)
        keep(self.store, writer, self.run, replace(self.drawing, **changes))  # type: ignore[arg-type]
        writer.close()

    def renderings(self) -> list[dict[str, object]]:
        """The rows."""
        return list(self.store.db.query("SELECT * FROM renderings ORDER BY kind, id"))
