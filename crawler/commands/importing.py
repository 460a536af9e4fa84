"""``patientline archive import``: bring in captures made by other tools."""

from __future__ import annotations

from pathlib import Path

import click

from archive.counting import counted, listed, shown
from archive.importing.sources import CannotImport
from archive.locking import Busy
from archive.opening import StoreError
from archive.warc.captures import CannotWrite
from crawler.commands.exits import Exit, explained
from crawler.commands.options import Site, quiet_option, site_options
from crawler.commands.progress import Progress
from crawler.importing import ImportSummary, import_files
from crawler.scope import Reason

_HOSTS = 3
"""Of other sites that are named."""
_DOUBTED = (
    "Somebody changed it after it was packed, or it was packed wrongly. What could be read of it "
    "is in all the same, and the run tells this for good."
)


@click.command("import")
@site_options
@quiet_option
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def import_captures(site: Site, quiet: bool, files: tuple[Path, ...]) -> int:
    """Import captures of other tools into the archive of a site, and read their pages.

    FILES are WARC files (plain, .gz or .zst; WARC 1.0 and 1.1) or WACZ packages, from wget,
    browsertrix, Heritrix and the like. Their records are copied into the captures folder; what a
    page said appears with the date of its capture, as if we had captured it.
    Captures of other sites are kept but not read. Importing a file again adds nothing. Exit code 2
    when something in a file could not be read or kept; the rest is in. So it is when a package is
    not what it says itself (another digest than it lists, a false signature): what is in it is in.
    """
    failures = (Busy, StoreError, CannotWrite)
    with explained((CannotImport,), failures), Progress(quiet) as progress:
        summary = import_files(site.profile, site.folder, files, progress)
    click.echo("\n".join(_lines(summary)))
    return Exit.DONE if summary.is_whole else Exit.INCOMPLETE


def _lines(summary: ImportSummary) -> list[str]:
    lines = []
    for file in summary.files:
        lines += [file.message, *(f"  {said}" for said in (*file.lost, *file.doubts))]
        if file.doubts:
            lines.append(f"  {_DOUBTED}")
    outside = summary.not_pages.get(Reason.OUT_OF_SCOPE, 0)
    parts = sum(summary.not_pages.values()) - outside
    if outside:
        hosts = [shown(host) for host in summary.other_hosts]
        named = listed([*hosts[:_HOSTS], *(["others"] if hosts[_HOSTS:] else [])])
        said = f"Of other sites ({named}), kept and not read: {counted(outside, 'capture')}."
        lines.append(said)
    if parts:
        lines.append(
            "No pages (images, scripts, or what the profile leaves out), kept and not read: "
            f"{counted(parts, 'capture')}."
        )
    answers = sum(file.tally.captures for file in summary.files)
    rest = answers - summary.pages_read - outside - parts
    if rest > 0:
        lines.append(
            "Without a page of their own (redirects, errors, second addresses, the same again): "
            f"{counted(rest, 'capture')}."
        )
    kept = summary.kept
    lines.append(
        f"Read: {counted(summary.pages_read, 'capture')} of pages. The archive holds "
        f"{counted(kept.get('pages', 0), 'page')}, {counted(kept.get('articles', 0), 'article')}, "
        f"{counted(kept.get('news', 0), 'news item')} and "
        f"{counted(kept.get('bibliography', 0), 'reference')}."
    )
    return lines
