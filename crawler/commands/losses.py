"""``patientline archive accept-loss``: somebody takes it that records will not come back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archive.counting import counted
from archive.locking import Busy, held
from archive.opening import StoreError
from archive.warc.losses import AcceptedLoss, accept
from archive.warc.sites import NothingLost, NothingToCheck, check_site, losses_of
from archive.warc.warc_records import warc_date
from crawler.commands.exits import Exit, explained
from crawler.commands.options import read_profile, site_options
from crawler.commands.takedown import said
from crawler.profile import ProfileError


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
def accept_loss(
    site: str,
    aliases: tuple[str, ...],
    settings: tuple[str, ...],
    data: Path,
    files: tuple[str, ...],
    **decision: Any,
) -> int:
    """Say for the record that records are lost for good: of FILES that are gone, for one.

    FILES are names of WARC files as the check gives them (`patientline archive check`). What is
    still in a damaged file is saved first (`patientline archive recover`). The decision is kept
    beside the captures, and the check names the records as known losses from then on. A file that
    turns up again is simply put back.
    """
    with explained((ProfileError,), (Busy, StoreError, NothingToCheck, NothingLost)):
        folder = data / read_profile(site, aliases, settings).name
        with held(folder):
            found = losses_of(check_site(folder), {Path(file).name for file in files})
            for file, records in found.items():
                click.echo(f"{file}: {counted(len(records), 'record')} lost.")
            if decision["dry_run"]:
                return Exit.DONE
            who, why, at = decision["who"], decision["why"], warc_date(datetime.now(UTC))
            path = accept(
                folder / "captures",
                [
                    AcceptedLoss(file=file, who=who, why=why, at=at, ids=tuple(records))
                    for file, records in found.items()
                ],
            )
    click.echo(f"Accepted, in {path}. The next crawl asks for what it needs whole.")
    return Exit.DONE
