"""``patientline publish``: build the archive that readers browse."""

from __future__ import annotations

import re
import shlex
from dataclasses import asdict
from pathlib import Path

import click

from archive.moments import moment_text, present
from archive.publishing.publish import FILE, PublishError
from archive.publishing.publish import publish as build_archive
from archive.takedown.copies import remember
from crawler.commands.exits import explained
from crawler.commands.options import Site, site_options
from crawler.profile import Profile


@click.command()
@site_options
@click.option("--no-sql", is_flag=True, help="Do not let readers run SQL of their own.")
@click.option(
    "--static",
    "plain",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Also write it as plain files, with a search of their own, for any web space. Writing "
    "into the same folder again replaces only what changed.",
)
@click.option(
    "--lite",
    default="",
    metavar="ADDRESS",
    help="With --static: also offer the database in Datasette Lite at this address, e.g. "
    "https://lite.datasette.io/, or a copy of it in the same folder.",
)
def publish(site: Site, no_sql: bool, plain: Path | None, lite: str) -> None:
    """Build the public archive: a sanitised, searchable, read-only copy with its website.

    The new archive replaces the old one in one step, or not at all; one that is being served stays
    whole.
    """
    if lite and plain is None:
        raise click.UsageError("--lite goes with plain files: say --static FOLDER as well.")
    if not re.match(r"(https?://[^\s/]|[\w.][\w./-]*$|$)", lite):
        raise click.UsageError(
            f"--lite {lite} is neither a web address nor a path in the folder of the plain files. "
            "Say https://lite.datasette.io/ or, for a copy of your own, lite/."
        )
    with explained((), (PublishError,)):
        folder, began = site.folder, moment_text(present())
        publish_site(site.profile, folder, allow_sql=not no_sql, options=site.options)
        if plain is not None:
            remember(folder, plain)
            publish_static(folder / "published", plain, lite)
            remember(folder, plain, began)


def publish_site(
    profile: Profile,
    folder: Path,
    *,
    allow_sql: bool = True,
    waits: bool = False,
    options: str = "",
) -> None:
    """Publish and say where; it may be told to wait for another publish to end. ``options`` of a
    command for the same site: with these it says how a package is added."""
    publication = asdict(profile.publication)
    publication["title"] = publication["title"] or profile.title or profile.name
    with explained((), (PublishError,)):
        done = build_archive(
            folder / "crawl.db",
            folder / "published",
            publication,
            allow_sql=allow_sql,
            waits=waits,
        )
    click.echo(
        f"Published {done.database}"
        f" ({done.bytes / 1e6:.1f} MB, {done.counts.get('pages', 0)} pages)."
    )
    if options and not any(done.folder.glob("*.wacz")):
        output = shlex.quote(f"{done.folder / profile.name}.wacz")
        click.echo(
            "To offer the captures as a package, too: "
            f"patientline archive wacz {options} --output {output}"
        )


def publish_static(published: Path, folder: Path, lite: str = "") -> None:
    """Write the plain files and say what changed."""
    from archive.publishing.static.build import build_static  # slow to import, seldom needed

    shown, done = _stamp(published), build_static(published, folder, lite)
    while (now := _stamp(published)) != shown:  # published anew meanwhile, say by a takedown
        shown, done = now, build_static(published, folder, lite)
    click.echo(
        f"Plain files in {folder}: {done.pages:,} pages; {done.changes.written:,} files written, "
        f"{done.changes.unchanged:,} unchanged, {done.changes.removed:,} removed."
    )


def _stamp(published: Path) -> tuple[int, int]:
    """What tells one published database from the next. Raises ``PublishError``."""
    try:
        state = (published / FILE).stat()
    except FileNotFoundError as error:
        raise PublishError(
            f"{published / FILE} was taken away while plain files were made of it. Publish again: "
            "they may show what is to be shown no more."
        ) from error
    return state.st_ino, state.st_mtime_ns
