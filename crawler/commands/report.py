"""``patientline report``: what is wrong, since when, and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from archive.evidence.waivers import WaiverError
from archive.opening import StoreError
from archive.reports.build import NoRun, build
from archive.reports.forms import FORMS, write_report
from archive.reports.report import Report
from archive.reports.terminal import render
from archive.store import Store, present
from archive.takedown.hiding import without_hidden
from crawler.commands.exits import Exit, Incomplete, explained
from crawler.commands.options import read_profile, site_options
from crawler.profile import ProfileError
from crawler.verifying import apply_waivers


@click.command()
@site_options
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    help="Print this form to the terminal instead of writing files.",
)
@click.option(
    "--fix-list",
    "form",
    flag_value="fixes",
    help="Print what to change, page by page; the same as --format fixes.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files.  [default: reports/ in the site's folder]",
)
def report(
    site: str,
    aliases: tuple[str, ...],
    settings: tuple[str, ...],
    data: Path,
    form: str | None,
    output: Path | None,
) -> int:
    """Say what is wrong on the site: what changed since the last run comes first.

    Writes report.txt, .html (one page to mail), .csv, .json, .md, .fixes.txt (find this, replace
    it with that), .junit.xml, .sarif, .atom (a feed) and .github.txt (annotations for a workflow),
    and prints the text. Findings you accept go into waivers.toml in the site's folder (see
    docs/waivers.md).
    Ends with exit code 1 when something is newly and confirmedly broken, so that a weekly job
    can be quiet otherwise.
    """
    with explained((ProfileError, WaiverError), (StoreError, NoRun)):
        profile = read_profile(site, aliases, settings)
        folder = data / profile.name
        built = read_report(folder)
    if form:
        text = FORMS[form][1](built) if form != "text" else render(built, styled=_is_terminal())
        click.echo(text, nl=not text.endswith("\n"))
    else:
        with explained((), ()):
            show_report(built, output or folder / "reports")
    return exit_of(built)


def exit_of(built: Report) -> Exit:
    """What a weekly job is told: whether something is newly and confirmedly broken."""
    broken = any(item.change == "new" and item.severity == "error" for item in built.items)
    return Exit.NEWLY_BROKEN if broken else Exit.DONE


def read_report(folder: Path, now: Callable[[], datetime] = present) -> Report:
    """The report about the latest run in a site's folder; raises ``NoRun``, ``Incomplete``."""
    path = folder / "crawl.db"
    if not path.is_file():
        raise Incomplete(
            f"there is nothing to report: {path} does not exist. Crawl the site first."
        )
    with Store.open(path, now) as store:
        unused = apply_waivers(store, folder, now())
        with without_hidden(store.db.conn):
            return build(store, unused=unused)


def show_report(built: Report, folder: Path) -> None:
    """Print the text of a report and write every form of it to a folder."""
    click.echo(render(built, styled=_is_terminal(), brief=True))
    paths = write_report(built, folder)
    click.echo(f"Written: {', '.join(str(path) for path in paths)}")


def _is_terminal() -> bool:
    return sys.stdout.isatty()
