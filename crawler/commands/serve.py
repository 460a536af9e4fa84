"""``patientline serve``: browse the published archive with Datasette."""

from __future__ import annotations

from contextlib import suppress

import click

from archive.publishing.serving import ServeError
from archive.publishing.serving import serve as serve_archive
from crawler.commands.exits import explained
from crawler.commands.options import Site, site_options


@click.command()
@site_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=int, help="Port to listen on.")
def serve(site: Site, host: str, port: int) -> None:
    """Serve the published archive until Ctrl-C."""
    # To be stopped is how a server ends: no failure for the system that stops it.
    with explained((), (ServeError,)), suppress(click.Abort, KeyboardInterrupt):
        serve_archive(site.folder / "published", host, port)
