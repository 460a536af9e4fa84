"""``patientline run``: every step in one, from crawling the site to publishing the archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.evidence.waivers import WaiverError
from archive.opening import StoreError
from archive.records import Outcome
from archive.reports.build import NoRun
from crawler.commands.crawl import crawl_site
from crawler.commands.exits import Incomplete, Misused, explained
from crawler.commands.options import Site, max_pages_option, quiet_option, site_options
from crawler.commands.publish import publish_site
from crawler.commands.render import render_site
from crawler.commands.report import show_report
from crawler.commands.verify import require_complete, verify_site
from crawler.identity import require_contact
from crawler.profile import Profile, ProfileError
from crawler.profile_rules import check_files
from crawler.site_server import ServerFailed, served


@click.command()
@site_options
@max_pages_option
@quiet_option
def run(site: Site, max_pages: int | None, quiet: bool) -> None:
    """Crawl, verify, report and publish, in one go.

    Where the profile says so ([rendering] enabled), pages are drawn by a browser too.

    Safe to repeat: a page that has not changed is not read again, and nothing is asked before it
    is due. Browse the result with `patientline serve`.

    Ends with exit code 0 even when something is newly broken; `patientline report` ends with 1.
    """
    with explained((WaiverError,), (ServerFailed, StoreError, NoRun)):
        profile, folder = site.profile, site.folder
        with served(profile) as running:
            with explained((ProfileError,), ()):  # before the crawl, not after it
                check_files(running)
                require_contact(running, verifies=True)
            crawl_site(running, folder, max_pages=max_pages, quiet=quiet)
            verified = verify_site(running, folder, quiet=quiet)
        undrawn = _render(profile, folder, quiet)
        show_report(folder, folder / "reports")
        publish_site(profile, folder, options=site.options)
    click.echo(f"Browse it (restart a server that is running): patientline serve {site.options}")
    try:
        require_complete(verified)
    except Incomplete as left_open:
        if undrawn is None:
            raise
        left_open.show()
    if undrawn is not None:
        raise undrawn


def _render(profile: Profile, folder: Path, quiet: bool) -> Incomplete | None:
    """Draw pages where the profile says so; why that failed, which nothing else waits for. What
    was drawn until then stays."""
    if not profile.rendering.enabled:
        return None
    try:
        outcome = render_site(profile, folder, quiet=quiet)
    except ProfileError as error:
        return Misused(f"The pages could not be drawn; all else is done. {error}")
    except Incomplete as error:
        return Incomplete(f"Not all pages could be drawn; all else is done. {error.message}")
    if outcome is not Outcome.FINISHED:
        return Incomplete("None of the pages could be drawn; all else is done.")
    return None
