"""A server goes on with the archive it began with while the next one is put into its place."""

from __future__ import annotations

import asyncio
from pathlib import Path

from archive.publishing.publish import publish
from archive.store import Store
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

TOLD = "Lordosis"


def publish_without(term: str, folder: Path, out: Path) -> None:
    """Publish an archive without a term, whose pages besides say so in their heads."""
    crawl_db = specimen.fill(folder / "later.db")
    with Store.open(crawl_db) as store, store.unit():
        store.db.conn.execute("DELETE FROM terms WHERE term = ?", (term,))
    publish(crawl_db, out, specimen.PUBLICATION)
    base = out / "templates" / "base.html"
    base.write_text(base.read_text().replace("<head>", '<head><meta name="made" content="anew">'))


def answers(site: Site, paths: list[str]) -> list[str]:
    """The answers to questions that are asked at the same time."""

    async def ask() -> list[str]:
        got = await asyncio.gather(*(site.datasette.client.get(path) for path in paths))
        assert {response.status_code for response in got} == {200}
        return [response.text for response in got]

    return site.run(ask())


def test_no_answer_mixes_the_old_archive_and_the_new(tmp_path: Path) -> None:
    folder = publish(
        specimen.fill(tmp_path / "crawl.db"), tmp_path / "site", specimen.PUBLICATION
    ).folder
    paths = ["/glossary"] * 8 + ["/archive/terms.json?_shape=array&_size=max"] * 16
    running = Site(folder)
    publish_without(TOLD, tmp_path, folder)
    old = answers(running, paths)
    assert all(TOLD in text for text in old)
    assert not any('content="anew"' in text for text in old)
    running.close()
    started_again = Site(folder)
    new = answers(started_again, paths)
    started_again.close()
    assert not any(TOLD in text for text in new)
    assert sum('content="anew"' in text for text in new) == 8
