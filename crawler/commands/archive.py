"""``patientline archive``: is the archive whole, and what is left of a damaged file."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from archive.counting import counted, shown
from archive.integrity.checking import Anomaly, Checked, check_files
from archive.integrity.salvage import salvage
from archive.locking import Busy, held
from archive.opening import StoreError
from archive.packages.checking import UNPROVED, problems_of, unproved_said
from archive.soundness import NothingToCheck, check_site
from archive.warc.files import warc_files
from crawler.commands.exits import Exit, Incomplete, explained
from crawler.commands.importing import import_captures
from crawler.commands.losses import accept_loss
from crawler.commands.options import Site, site_options
from crawler.commands.packages import cdxj, wacz

_SHOWN = 20
_REPLAYED = frozenset({"moved_record", "stray_record", "row_digest", "row_differs", "search_index"})
"""Damages of the database that a replay mends."""
_ALTERED = frozenset({"row_altered"})
"""Damages of the database that a replay mends, or leaves."""


_UNFINISHED = "Something looks damaged, as what is being written may until it is whole."


@click.group()
def archive() -> None:
    """Check and recover the captures, import others, pack them to hand on."""


for command in (accept_loss, import_captures, cdxj, wacz):
    archive.add_command(command)


@archive.command()
@site_options
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything that was found as JSON.")
def check(site: Site, files: tuple[Path, ...], as_json: bool) -> int:
    """Compare every record with its digests and its row in the database.

    Checks all captures of the site, what verification was answered, and the database. With FILES,
    checks these instead: WARC files of any tool (compressed or plain, WARC 1.0 and 1.1), folders of
    them, or WACZ packages. Deviations from the standard are named; exit code 2 when something was
    lost or changed, nothing is there to check, or whether it was changed cannot be told, as of a
    package without digests.
    """
    packages = [file for file in files if file.suffix == ".wacz"]
    doubt = ""
    if files:
        checked = check_files(_listed([file for file in files if file not in packages]))
        if lost := _lost_links(files):
            doubt = f"Not checked, for these are links to files that are not there: {lost}."
        if elsewhere := checked.look_no_further():
            doubt += (
                f" Of {counted(elsewhere, 'record')} the original or a segment is in none of these "
                "files (elsewhere): check them together with those it may lie in."
            ).removeprefix("" if doubt else " ")
        if unproved := _include_packages(checked, packages):
            doubt = f"{doubt} {unproved}".strip()
    else:
        with explained((), (StoreError, NothingToCheck)):
            checked, doubt = _checked(site.folder)
    if checked.is_sound and not checked.records:
        where = shown(", ".join(map(str, files or (site.folder,))))
        raise Incomplete(f"There is nothing to check: no record is in {where}. {doubt}".strip())
    of_site = "" if files else f" {site.options}"
    click.echo(_as_json(checked, doubt) if as_json else _as_text(checked, doubt, of_site))
    return Exit.DONE if checked.is_sound and not doubt else Exit.INCOMPLETE


@archive.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def recover(source: Path, target: Path) -> int:
    """Copy every sound record of SOURCE, a damaged WARC file, into TARGET (.warc.gz).

    The last record of TARGET says what was lost, and from which file. SOURCE is not touched. Exit
    code 2 when nothing could be read.
    """
    try:
        saved = salvage(source, target)
    except OSError as error:
        raise Incomplete(f"{error.filename or target}: {error.strerror or error}") from error
    if not saved.records:
        raise Incomplete(
            f"{source} has no sound WARC record: it is no WARC file, or nothing of it is left. "
            "Nothing was written."
        )
    lost = sum(loss.length for loss in saved.lost)
    click.echo(f"Copied to {shown(str(saved.path))}: {counted(saved.records, 'record')}.")
    for loss in saved.lost[:_SHOWN]:
        click.echo(f"  lost: {loss.length} bytes at byte {loss.offset}")
    if saved.lost:
        places = counted(len(saved.lost), "place")
        click.echo(f"{counted(lost, 'byte')} in {places} could not be read.")
    return Exit.DONE


def _checked(folder: Path) -> tuple[Checked, str]:
    """What a check of a site's folder finds, and why that may be unfinished. What somebody is
    writing looks damaged before it is whole: damage is looked at again while nobody else may work
    there; where that cannot be, the first look is all there is. Raises ``Incomplete`` when there is
    none, and what ``check_site`` raises."""
    checked = None
    with suppress(FileNotFoundError):  # a crawl has closed a file meanwhile
        checked = check_site(folder)
        if checked.is_sound or not os.access(folder, os.W_OK):
            return checked, ""
    try:
        with held(folder):
            return check_site(folder), ""
    except Busy as error:
        doubt = f"{_UNFINISHED} {error}"
        if checked is None:
            raise Incomplete(doubt) from error
    except OSError as error:
        if checked is None:
            raise
        why = (error.strerror or str(error)).lower()
        doubt = f"{_UNFINISHED} It could not be looked at again while nobody works there: {why}."
    return checked, doubt


def _include_packages(checked: Checked, packages: Sequence[Path]) -> str:
    """Check packages too; why that may be unfinished, when nothing else is wrong."""
    unproved = 0
    for package in packages:
        checked.files += 1
        checked.records["package"] += 1
        checked.bytes += package.stat().st_size
        for kind, said in problems_of(package):
            unproved += kind == UNPROVED
            found = Anomaly(file=package.name, offset=None, kind=kind, message=said)
            checked.anomalies.append(found)
    return unproved_said(unproved) if unproved and checked.is_sound else ""


def _listed(files: Sequence[Path]) -> list[Path]:
    return [path for file in files for path in (warc_files(file) if file.is_dir() else [file])]


def _lost_links(files: Sequence[Path]) -> str:
    """WARC files in the folders among these that are links to nothing."""
    inside = [path for folder in files if folder.is_dir() for path in folder.iterdir()]
    lost = sorted(str(path) for path in inside if ".warc" in path.name and not path.exists())
    return shown(", ".join(lost))


def _as_text(checked: Checked, doubt: str = "", of_site: str = "") -> str:
    """``of_site``: what a command is given, behind a blank, to work on the site; none for files."""
    records = ", ".join(f"{n} {kind or 'untyped'}" for kind, n in sorted(checked.records.items()))
    files = counted(checked.files, "file")
    lines = [
        f"{files}, {checked.bytes / 1e6:.1f} MB: {records or 'no record'}.",
        *_described([a for a in checked.anomalies if a.is_damage], "damage"),
        *_described([a for a in checked.anomalies if not a.is_damage], "deviation"),
    ]
    if doubt:
        lines.append(doubt)
    elif checked.is_sound and set(checked.records) == {"package"}:
        lines.append("Nothing is missing that the standard demands, and nothing was changed.")
    elif checked.is_sound and (known := sum(a.kind == "known_loss" for a in checked.anomalies)):
        lines.append(
            "Everything that was captured is there and unchanged, but for what is known to be "
            f"lost: {counted(known, 'record')} (known_loss)."
        )
    elif checked.is_sound:
        lines.append("Everything that was captured is there and unchanged.")
    elif any("wacz" in anomaly.kind for anomaly in checked.anomalies):
        lines.append(
            "A package is not whole, or was changed: get it again from where it came, or pack it "
            "anew (`patientline archive wacz`). It is a ZIP file: WARC files that can be taken out "
            "of it can be recovered one by one (`patientline archive recover`)."
        )
    elif "unfinished_purge" in (kinds := {a.kind for a in checked.anomalies if a.is_damage}):
        lines.append(
            "First run that `patientline takedown purge` again, which ends what it began: it moves "
            "records and makes indexes anew. Then check once more."
        )
    elif kinds <= _REPLAYED:
        lines.append(
            "The files are sound, but rows of the database do not say where their records lie, as "
            f"after a recovery, or what they say. Run `patientline replay{of_site}`: it sets them "
            "right."
        )
    elif kinds <= _REPLAYED | _ALTERED:
        lines.append(
            "The files are sound, but rows of the database were changed (row_altered), and others "
            "may be that have no digest. Take a backup of crawl.db from before, if there is one. "
            f"Or run `patientline replay{of_site}`. "
            "If it does not end, or the check says the same after it, move crawl.db away and "
            "replay again: everything captured is read anew, but checks, findings, their history "
            "and what was hidden are lost with the old file."
        )
    else:
        lines.append(
            "Something was lost or changed. See `patientline archive recover`; of a file that is "
            f"gone for good, `patientline archive accept-loss{of_site}`."
        )
    return "\n".join(lines)


def _described(anomalies: Sequence[Anomaly], grade: str) -> list[str]:
    counts = Counter(anomaly.kind for anomaly in anomalies)
    lines = [f"{grade}: {number} {kind}" for kind, number in counts.most_common()]
    for anomaly in anomalies[:_SHOWN]:
        where = "" if anomaly.offset is None else f" at byte {anomaly.offset}"
        lines.append(f"  {anomaly.kind}: {shown(anomaly.file)}{where}: {anomaly.message}")
    if len(anomalies) > _SHOWN:
        lines.append(f"  … and {len(anomalies) - _SHOWN} more; --json has them all")
    return lines


def _as_json(checked: Checked, doubt: str) -> str:
    found = {
        "is_sound": None if doubt and checked.is_sound else checked.is_sound,
        "files": checked.files,
        "bytes": checked.bytes,
        "records": dict(sorted(checked.records.items())),
        "anomalies": [asdict(a) | {"is_damage": a.is_damage} for a in checked.anomalies],
        "doubt": doubt,
    }
    return json.dumps(found, ensure_ascii=False, indent=1)
