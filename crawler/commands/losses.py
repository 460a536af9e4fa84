"""``patientline archive accept-loss``: somebody takes it that records will not come back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.counting import counted
from archive.integrity.losses import AcceptedLoss, accept
from archive.locking import Busy, held
from archive.opening import StoreError
from archive.soundness import NothingLost, NothingToCheck, check_site, losses_of
from archive.warc.warc_records import warc_date
from crawler.commands.exits import Exit, explained
from crawler.commands.options import Site, said, site_options


@click.command("accept-loss")
@site_options
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--who",
    required=True,
    callback=said,
    help="Who accepts it. Kept with the captures, never published.",
)
@click.option(
    "--why", required=True, callback=said, help="How it came about. Readers of the site see it."
)
@click.option("--dry-run", is_flag=True, help="Say what is lost, and write nothing.")
def accept_loss(site: Site, files: tuple[str, ...], who: str, why: str, dry_run: bool) -> int:
    """Say for the record that records are lost for good: of FILES that are gone, for one.

    FILES are names of WARC files as the check gives them (`patientline archive check`). What is
    still in a damaged file is saved first (`patientline archive recover`). The decision is kept
    beside the captures, and the check names the records as known losses from then on. A file that
    turns up again is simply put back.
    """
    failures = (Busy, StoreError, NothingToCheck, NothingLost)
    with explained((), failures), held(site.folder):
        found = losses_of(check_site(site.folder), {Path(file).name for file in files})
        for file, records in found.items():
            click.echo(f"{file}: {counted(len(records), 'record')} lost.")
        if dry_run:
            return Exit.DONE
        at = warc_date(datetime.now(UTC))
        path = accept(
            site.folder / "captures",
            [
                AcceptedLoss(file=file, who=who, why=why, at=at, ids=tuple(records))
                for file, records in found.items()
            ],
        )
    click.echo(f"Accepted, in {path}. The next crawl asks for what it needs whole.")
    return Exit.DONE
