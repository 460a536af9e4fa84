"""Writes a published archive as plain files, each page as the server renders it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from archive.exports.forms import FORMS
from archive.publishing.publish import FILE, PublishError
from archive.publishing.static import pages
from archive.publishing.static.addresses import address_of, file_of
from archive.publishing.static.folder import Changes, Folder, FolderError
from archive.publishing.static.rendering import RenderError, Rendering
from archive.publishing.static.rewriting import next_of, rewrite_feed, rewrite_page
from archive.publishing.static.search_index import search_index
from archive.site.plugins.sitemap import ADDRESSES_A_FILE, sitemap

ASSETS = Path(__file__).with_name("assets")
SEARCH_PAGE = "/search"
SEARCH_SCRIPTS = ("static/search-index.js", "static/search.js")
LITE_PAGE, LITE_SCRIPTS = "/lite", ("static/lite.js",)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    folder: Path
    pages: int
    """HTML files of the folder, changed or not."""
    changes: Changes


def build_static(published: Path, out: Path, lite: str = "") -> Written:
    """Write the archive in the folder ``published`` to the folder ``out``, as plain files.

    ``lite`` is where a Datasette Lite lies, if one is to be offered: an address, or a path from
    the folder. Files that say the same as before are left alone, those of pages that are gone are
    removed.

    Raises PublishError with a sentence for a person; files are then as before or as they are to be.
    """
    try:
        with Folder(out) as folder, Rendering(published, lite=lite) as rendering:
            return _Build(published, folder, rendering).run()
    except (FolderError, RenderError) as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        raise PublishError(
            f"The plain files are not complete: {error.filename or out} cannot be written "
            f"({error.strerror}). Check permissions and free space, and try again."
        ) from error


class _Build:
    """One build: which files there are, and each of them."""

    def __init__(self, published: Path, folder: Folder, rendering: Rendering) -> None:
        self.published = published
        self.folder = folder
        self.rendering = rendering
        self.settings = json.loads((published / "site.json").read_text(encoding="utf-8"))
        self.files: dict[str, str] = {}

    def run(self) -> Written:
        uri = (self.published / FILE).resolve().as_uri() + "?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            starts = [address_of(a) or a for a in pages.addresses(db, self.settings)]
            starts.append(SEARCH_PAGE)
            exports = list(pages.exports(db, FORMS))
            self._know((*starts, *exports, *([LITE_PAGE] if self.rendering.shown["lite"] else [])))
            index = search_index(db, self.files.get)
            listed = list(pages.listed(db, self.settings))
        self._write_assets(index)
        written = sum(self._write_list(address) for address in dict.fromkeys(starts))
        written += self._write_lite()
        for address in pages.FEEDS:
            feed = rewrite_feed(self.rendering.get(address), file_of(address), self._resolve)
            self.folder.write(file_of(address), feed)
        for address in exports:
            self.folder.write(file_of(address), self.rendering.get(address))
        for name in pages.data_of(self.settings):
            self._write_data(name)
        self.folder.copy(FILE, self.published / FILE)
        self._write_for_robots(listed)
        return Written(self.folder.path, written, self.folder.finish())

    def _know(self, starts: Iterable[str]) -> None:
        """Which files there will be, before the first link is written."""
        data = pages.data_of(self.settings)
        ends = [f"/archive/{name}.{form}" for name in data for form in ("csv", "json")]
        assets = [f"/static/{path.name}" for path in (self.published / "static").iterdir()]
        for address in (*starts, *pages.FEEDS, *ends, *assets, f"/{FILE}"):
            self.files[address] = file_of(address)

    def _resolve(self, link: str) -> str | None:
        address = address_of(link)
        return None if address is None else self.files.get(address)

    def _write_assets(self, index: bytes) -> None:
        for path in sorted((self.published / "static").iterdir()):
            self.folder.copy(f"static/{path.name}", path)
        for path in sorted(ASSETS.iterdir()):
            self.folder.copy(f"static/{path.name}", path)
        self.folder.write(SEARCH_SCRIPTS[0], index)

    def _write_list(self, start: str) -> int:
        """A page, and the pages that follow it if it is the first of a list; how many."""
        stem = self.files[start].removesuffix(".html")
        scripts = SEARCH_SCRIPTS if start == SEARCH_PAGE else ()
        address, link, number = start, start, 1
        while True:
            page = self.rendering.get(link)
            following = next_of(page) or ""
            further = address_of(following)
            goes_on = (
                number < pages.pages_at_most(start)
                and further is not None
                and further.partition("?")[0] == start.partition("?")[0]
            )
            if further and goes_on:
                self.files[further] = f"{stem}.page-{number + 1}.html"
            file = self.files[address]
            self.folder.write(file, rewrite_page(page, file, self._resolve, scripts))
            if not further or not goes_on:
                return number
            address, link, number = further, following, number + 1

    def _write_lite(self) -> int:
        """The page that leads to a Datasette Lite, if there is one to lead to; how many."""
        file = self.files.get(LITE_PAGE)
        if file is None:
            return 0
        context = {**self.rendering.shown, "size": (self.published / FILE).stat().st_size}
        page = self.rendering.template("lite.html", context)
        self.folder.write(file, rewrite_page(page, file, self._resolve, LITE_SCRIPTS))
        return 1

    def _write_for_robots(self, listed: Iterable[str]) -> None:
        """The list of pages, where it is known at which host they will be: a sitemap names it."""
        home = self.settings["publication"].get("public_url", "").rstrip("/")
        if not home:
            return
        files = [self.files[address] for address in listed]
        starts = range(0, len(files), ADDRESSES_A_FILE)
        lists = [f"sitemap-{number}.xml" for number, _ in enumerate(starts, 1)]
        if any(self.folder.is_strangers(name) for name in ("sitemap.xml", *lists)):
            return  # who keeps a sitemap there tells robots of the pages, or does not want to
        for name, start in zip(lists, starts, strict=True):
            group = files[start : start + ADDRESSES_A_FILE]
            text = sitemap(f"{home}/{quote(file, safe='/~')}" for file in group)
            self.folder.write(name, text.encode())
        text = sitemap((f"{home}/{name}" for name in lists), "sitemapindex", "sitemap")
        self.folder.write("sitemap.xml", text.encode())
        if not self.folder.is_strangers("robots.txt"):
            robots = f"User-agent: *\nDisallow:\n\nSitemap: {home}/sitemap.xml\n"
            self.folder.write("robots.txt", robots.encode())

    def _write_data(self, name: str) -> None:
        """All rows of a table, view or saved query as CSV and as JSON."""
        stem = f"archive/{name}"
        self.folder.write(f"{stem}.csv", self.rendering.get(f"/{stem}.csv?_stream=on&_size=max"))
        rows = self.rendering.rows(name)
        self.folder.write(
            f"{stem}.json", json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"
        )
