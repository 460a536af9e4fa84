"""``patientline crawl``: fetch what is due, capture it, read it, keep it."""

from __future__ import annotations

from pathlib import Path

import click

from archive.locking import Busy
from archive.opening import StoreError
from archive.records import Outcome
from crawler.batch import FATAL
from crawler.commands.exits import Incomplete, explained
from crawler.commands.options import Site, max_pages_option, quiet_option, site_options
from crawler.commands.progress import Progress
from crawler.garbage_collection import collector_paused
from crawler.profile import Profile, ProfileError
from crawler.site_server import ServerFailed, served


@click.command()
@site_options
@max_pages_option
@quiet_option
def crawl(site: Site, max_pages: int | None, quiet: bool) -> None:
    """Fetch the pages of a site that are due.

    Every answer is captured as WARC before anything reads it; articles, news, references and
    links go into SQLite. Stop it whenever you like: the same command picks up from there.
    """
    with explained((), (ServerFailed,)), served(site.profile) as running:
        crawl_site(running, site.folder, max_pages=max_pages, quiet=quiet)


def crawl_site(
    profile: Profile, folder: Path, *, max_pages: int | None = None, quiet: bool = False
) -> None:
    """Crawl and print how it ended; raises ``Incomplete``, ``Misused``."""
    with collector_paused():
        from crawler.crawling import crawl as run_crawl

    with Progress(quiet) as progress, explained((ProfileError,), (Busy, StoreError, *FATAL)):
        summary = run_crawl(profile, folder, max_pages=max_pages, progress=progress)
    click.echo(f"Crawl {summary.run_id} {summary.outcome}: {summary.message}")
    if summary.outcome is not Outcome.FINISHED:
        raise Incomplete(f"The crawl is not complete; see {folder / 'crawl.log'}.")
