"""``patientline serve``: browse the published archive with Datasette."""

from __future__ import annotations

from pathlib import Path

import click

from archive.publishing.serving import ServeError
from archive.publishing.serving import serve as serve_archive
from crawler.commands.exits import explained
from crawler.commands.options import read_profile, site_options
from crawler.profile import ProfileError


@click.command()
@site_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=int, help="Port to listen on.")
def serve(
    site: str, aliases: tuple[str, ...], settings: tuple[str, ...], data: Path, host: str, port: int
) -> None:
    """Serve the published archive until Ctrl-C."""
    with explained((ProfileError,), (ServeError,)):
        profile = read_profile(site, aliases, settings)
        serve_archive(data / profile.name / "published", host, port)
