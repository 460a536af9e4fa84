"""``patientline verify``: check the DOIs and links that are due, and judge the answers."""

from __future__ import annotations

from pathlib import Path

import click

from archive.evidence.waivers import WaiverError
from archive.locking import Busy
from archive.opening import StoreError
from archive.warc.captures import CannotWrite
from crawler.commands.exits import Incomplete, explained
from crawler.commands.options import Site, quiet_option, site_options
from crawler.commands.progress import Progress
from crawler.profile import Profile, ProfileError
from crawler.site_server import ServerFailed, served
from crawler.verifying import NothingToVerify
from crawler.verifying import verify_site as verify_folder
from pipelines.verification.summary import Summary

FAILURES = (Busy, StoreError, CannotWrite, NothingToVerify)


@click.command()
@site_options
@quiet_option
def verify(site: Site, quiet: bool) -> None:
    """Ask the registries and the web about the DOIs and links that are due, and judge.

    Every question and answer is kept. A publisher that blocks us is not called broken, and an
    outage changes no verdict. Stop it whenever you like: what was not asked stays due.
    """
    with explained((WaiverError,), (ServerFailed,)), served(site.profile) as running:
        require_complete(verify_site(running, site.folder, quiet=quiet))


def verify_site(profile: Profile, folder: Path, *, quiet: bool = False) -> Summary:
    """Verify, print how it ended, and give the closing statement."""
    with Progress(quiet) as progress, explained((ProfileError,), FAILURES):
        summary = verify_folder(profile, folder, progress)
    click.echo(f"Verification {summary.run_id} {summary.outcome}: {summary.sentence()}")
    for line in summary.sums():
        click.echo(line)
    return summary


def require_complete(summary: Summary) -> None:
    """Raise ``Incomplete`` when a registry, or a host that had answered, left questions open."""
    if not summary.is_complete:
        raise Incomplete(
            f"{summary.sentence()} No verdict was changed for it; run the command again later."
        )
