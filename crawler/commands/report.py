"""``patientline report``: what is wrong, since when, and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path

import click

from archive.evidence.waivers import WaiverError
from archive.moments import present
from archive.opening import StoreError
from archive.reports.build import NoRun, build
from archive.reports.forms import FORMS, write_report
from archive.reports.report import Report
from archive.reports.terminal import render
from archive.store import Store
from archive.takedown.hiding import decisions, without_hidden
from crawler.commands.exits import Exit, Incomplete, explained
from crawler.commands.options import Site, site_options
from crawler.verifying import apply_waivers


@click.command()
@site_options
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(list(FORMS)),
    help="Print this form instead of writing files; with --output, write it there (may be"
    " repeated).",
)
@click.option(
    "--fix-list",
    is_flag=True,
    help="Print what to change, page by page; the same as --format fixes.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files.  [default: reports/ in the site's folder]",
)
def report(site: Site, forms: tuple[str, ...], fix_list: bool, output: Path | None) -> int:
    """Report what is wrong on the site, beginning with what changed since the last run.

    Writes report.txt, .html (one page to mail), .csv, .json, .md, .fixes.txt (find this, replace
    it with that), .junit.xml, .sarif, .atom (a feed) and .github.txt (annotations for a workflow),
    and prints the text. Findings you accept go into waivers.toml in the site's folder (see
    docs/waivers.md).
    Ends with exit code 1 when something is newly broken, and confirmed, so that a weekly job
    can be quiet otherwise; with 2 when the crawl or the verification after it was not completed:
    it is the report of the run before; and with 2 when no crawl has got a page yet: nothing could
    be looked at.
    """
    chosen = list(dict.fromkeys((*forms, *(("fixes",) if fix_list else ()))))
    if len(chosen) > 1 and output is None:
        raise click.UsageError(
            f"Only one form can be printed, and {' and '.join(chosen)} were asked for"
            f"{' (--fix-list is the form fixes)' if fix_list else ''}. Leave out all but one,"
            " or name a folder with --output to write them to."
        )
    with explained((WaiverError,), (StoreError, NoRun)):
        folder = site.folder
        if not chosen:
            return exit_of(show_report(folder, output or folder / "reports"))
        known = _takedowns(folder)
        built = read_report(folder)
        if output is not None:
            _say_written(_write(built, known, folder, output, chosen))
        else:
            _print(built, chosen[0])
    return exit_of(built)


def exit_of(built: Report) -> Exit:
    """What a weekly job is told: whether something is newly and confirmedly broken. What was told
    before is no news when the crawl failed since."""
    if built.is_outdated:
        return Exit.INCOMPLETE
    broken = any(item.change == "new" and item.severity == "error" for item in built.items)
    return Exit.NEWLY_BROKEN if broken else Exit.DONE


def read_report(folder: Path, now: Callable[[], datetime] = present) -> Report:
    """The report about the latest run in a site's folder; raises ``NoRun``, ``Incomplete``."""
    path = folder / "crawl.db"
    if not path.is_file():
        is_captured = any((folder / "captures").glob("*.warc*"))
        advice = "Run replay: the captures are there." if is_captured else "Crawl the site first."
        raise Incomplete(f"There is nothing to report: {path} does not exist. {advice}")
    with Store.open(path, now) as store:
        moment = now()
        unused = apply_waivers(store, folder, moment)
        with without_hidden(store.db.conn):
            return build(store, unused=unused, today=moment.date())


def show_report(folder: Path, output: Path) -> Report:
    """Print the text of the report about a site's folder and write every form of it to another.

    Raises ``NoRun``, ``Incomplete``, ``StoreError``, OSError.
    """
    known = _takedowns(folder)
    built = read_report(folder)
    click.echo(render(built, styled=_is_terminal(), brief=True))
    _say_written(_write(built, known, folder, output, tuple(FORMS)))
    return built


def _takedowns(folder: Path) -> tuple[int, int]:
    """What tells whether something was taken down since, or shown again."""
    if not (folder / "crawl.db").is_file():
        return 0, 0
    with Store.open(folder / "crawl.db") as store:
        return decisions(store.db.conn)


def _write(
    built: Report, known: tuple[int, int], folder: Path, output: Path, forms: Collection[str]
) -> list[Path]:
    """Write a report; anew, when something was taken down since it was read.

    A report waits for nobody, and a purge that ran meanwhile has made its own reports before us.
    """
    paths = write_report(built, output, forms)
    while (now := _takedowns(folder)) != known:
        known, paths = now, write_report(read_report(folder), output, forms)
    return paths


def _print(built: Report, form: str) -> None:
    text = render(built, styled=_is_terminal()) if form == "text" else FORMS[form][1](built)
    click.echo(text, nl=not text.endswith("\n"))


def _say_written(paths: Iterable[Path]) -> None:
    first, *others = paths
    names = (f".{path.name.partition('.')[2]}" for path in others)  # all are report.FORM
    click.echo(f"Written to {first.parent}: {', '.join((first.name, *names))}")


def _is_terminal() -> bool:
    return sys.stdout.isatty()
