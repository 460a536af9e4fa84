"""``patientline render``: pictures of captured pages, drawn by a browser."""

from __future__ import annotations

from pathlib import Path

import click

from archive.locking import Busy
from archive.opening import StoreError
from archive.records import Outcome
from archive.warc.captures import CannotWrite
from crawler.browser import NoBrowser, find_browser
from crawler.commands.exits import Exit, explained
from crawler.commands.options import Site, quiet_option, site_options
from crawler.commands.progress import Progress
from crawler.profile import Profile, ProfileError
from crawler.rendering import NothingToRender
from crawler.rendering import render as render_folder


@click.command()
@site_options
@quiet_option
@click.option("--again", is_flag=True, help="Also try the pages again that could not be drawn.")
def render(site: Site, quiet: bool, again: bool) -> int:
    """Draw the pages with a headless Chromium, from the captures alone.

    Nothing is asked of the site: whatever a page loads is served from the archive, or refused and
    counted. Picture and document are kept as WARC records beside the captures, and shown in the
    published archive. A page takes 2 to 4 seconds, and is drawn again when its content has
    changed. [rendering] in the profile sets the window, scripts and limits. Needs Chromium and the
    extra `rendering` (pip install '.[rendering]').
    """
    with explained((ProfileError,), ()):
        outcome = render_site(site.profile, site.folder, quiet=quiet, again=again)
    return Exit.DONE if outcome is Outcome.FINISHED else Exit.INCOMPLETE


def render_site(
    profile: Profile, folder: Path, *, quiet: bool = False, again: bool = False
) -> Outcome:
    """Draw what is due, and print how it ended; failed when none of it could be drawn."""
    failures = (Busy, StoreError, CannotWrite, NoBrowser, NothingToRender)
    with explained((), failures):
        find_browser(profile.rendering)  # before anything is promised
    if not quiet:
        click.echo(
            f"Drawing up to {profile.rendering.max_pages} pages, some 2 to 4 seconds each. "
            "Stop it whenever you like: what is drawn stays."
        )
    with explained((), failures), Progress(quiet) as progress:
        summary = render_folder(profile, folder, progress, again=again)
    click.echo(f"Rendering {summary.run_id} {summary.outcome}: {summary.message}")
    return summary.outcome
