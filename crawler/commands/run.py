"""``patientline run``: the whole river, from the site to the published archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.evidence.waivers import WaiverError
from archive.opening import StoreError
from archive.reports.build import NoRun
from crawler.commands.crawl import crawl_site
from crawler.commands.exits import explained
from crawler.commands.options import quiet_option, read_profile, site_options
from crawler.commands.publish import publish_site
from crawler.commands.render import render_site
from crawler.commands.report import read_report, show_report
from crawler.commands.verify import require_complete, verify_site
from crawler.profile import ProfileError
from crawler.site_server import ServerFailed, served


@click.command()
@site_options
@quiet_option
def run(
    site: str, aliases: tuple[str, ...], settings: tuple[str, ...], data: Path, quiet: bool
) -> None:
    """Crawl, verify, report and publish, in one go.

    Where the profile says so ([rendering] enabled), pages are drawn by a browser too.

    Safe to repeat: what has not changed is not read again, what was asked is not asked again
    before it is due. Browse the result with `patientline serve`.
    """
    with explained((ProfileError, WaiverError), (ServerFailed, StoreError, NoRun)):
        profile = read_profile(site, aliases, settings)
        folder = data / profile.name
        with served(profile) as running:
            crawl_site(running, folder, quiet=quiet)
            verified = verify_site(running, folder, quiet=quiet)
        if profile.rendering.enabled:
            render_site(profile, folder, quiet=quiet)
        show_report(read_report(folder), folder / "reports")
        publish_site(profile, folder)
    click.echo(f"Browse it (restart a server that is running): patientline serve --site {site}")
    require_complete(verified)
