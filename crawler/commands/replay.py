"""``patientline replay``: read the captures again, without the network."""

from __future__ import annotations

import click

from archive.locking import Busy
from archive.opening import StoreError
from archive.records import Outcome
from archive.warc.captures import CannotWrite
from crawler.commands.exits import Incomplete, explained
from crawler.commands.options import Site, quiet_option, site_options
from crawler.commands.progress import Progress
from crawler.replaying import CannotReplay
from crawler.replaying import replay as run_replay


@click.command()
@site_options
@quiet_option
def replay(site: Site, quiet: bool) -> None:
    """Rebuild every table from the captures, without one request.

    Use it after a page class or a text rule has improved, or when crawl.db is lost but the
    WARC files are not.
    """
    failures = (Busy, StoreError, CannotWrite, CannotReplay)
    with explained((), failures), Progress(quiet) as progress:
        summary = run_replay(site.profile, site.folder, progress=progress)
    click.echo(f"Replay {summary.run_id} {summary.outcome}: {summary.message}")
    if summary.outcome is not Outcome.FINISHED:
        raise Incomplete("The replay is not complete.")
