"""``patientline archive accept-loss``: put on record that captures are lost for good."""

from __future__ import annotations

from pathlib import Path

import click

from archive.counting import counted, shown
from archive.integrity.losses import AcceptedLoss, accept
from archive.locking import Busy, held
from archive.moments import present
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
    "--why", required=True, callback=said, help="How it happened. Readers of the site see it."
)
@click.option("--dry-run", is_flag=True, help="Show what is lost, and write nothing.")
def accept_loss(site: Site, files: tuple[str, ...], who: str, why: str, dry_run: bool) -> int:
    """Put on record that the lost records of FILES will not come back.

    FILES are names of WARC files as `patientline archive check` prints them. Save what is still in
    a damaged file first (`patientline archive recover`). The decision is kept beside the captures,
    and from then on the check calls these records known losses. If a file turns up again, just put
    it back.
    """
    failures = (Busy, StoreError, NothingToCheck, NothingLost)
    with explained((), failures), held(site.folder):
        found = losses_of(check_site(site.folder), {Path(file).name for file in files})
        for file, records in found.items():
            click.echo(f"{shown(str(file))}: {counted(len(records), 'record')} lost.")
        if dry_run:
            return Exit.DONE
        at = warc_date(present())
        path = accept(
            site.folder / "captures",
            [
                AcceptedLoss(file=file, who=who, why=why, at=at, ids=tuple(records))
                for file, records in found.items()
            ],
        )
    click.echo(f"Accepted, in {path}. The next crawl asks for what it needs whole.")
    return Exit.DONE
