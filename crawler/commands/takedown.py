"""``patientline takedown``: hide something from readers, or remove it from the archive for good."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path

import click

from archive.counting import counted, shown
from archive.evidence.waivers import WaiverError
from archive.locking import Busy, held
from archive.moments import moment_text, present
from archive.opening import StoreError
from archive.publishing.publish import COUNTS, FILE, PublishError
from archive.reports.build import NoRun
from archive.reports.forms import write_report
from archive.store import Store
from archive.takedown import hiding
from archive.takedown.copies import (
    is_older,
    latest_takedown,
    leftovers,
    outdated_copies,
    packages,
    strays,
)
from archive.takedown.forgetting import exchanges_at
from archive.takedown.purging import CannotPurge, complete, finish, is_unfinished
from archive.takedown.purging import purge as remove
from archive.takedown.rewriting import CannotRewrite
from archive.takedown.targets import NoTarget, Target, same_bytes_elsewhere, target_of
from crawler.commands.exits import Exit, Incomplete, explained
from crawler.commands.options import Site, said, site_options
from crawler.commands.publish import publish_site
from crawler.commands.report import read_report

_SHOWN = 20
_RESTART = "Restart a server that is running: until then it shows what was published before."
_MISUSE = (NoTarget, WaiverError)
_FAILURE = (StoreError, Busy, CannotPurge, CannotRewrite)


def decision_options(command: Callable[..., int]) -> Callable[..., int]:
    """``CAPTURE_OR_URL --who --why --dry-run`` and those of every command."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what it affects, and change nothing."),
        click.option("--why", required=True, callback=said, help="The reason, for the record."),
        click.option(
            "--who", required=True, callback=said, help="Who decides this, for the record."
        ),
        click.argument("name", metavar="CAPTURE_OR_URL"),
        site_options,
    ):
        command = option(command)
    return command


@click.group()
def takedown() -> None:
    """Hide captures from readers, or remove them from the archive for good.

    CAPTURE_OR_URL is the id of a capture, or an address: that means all its captures, under every
    address of the same page. See docs/takedown.md.
    """


@takedown.command()
@decision_options
def hide(site: Site, name: str, who: str, why: str, dry_run: bool) -> int:
    """Hide it from readers, but keep it; this can be undone.

    Reports and the published archive are made again without it. A hidden address is crawled as
    before. Packages that were made before still hold it.
    """
    with _opened(site) as store:
        target = target_of(store.db.conn, name)
        _say(store, target)
        if dry_run:
            return Exit.DONE
        with store.unit():
            hiding.hide(store.db.conn, target, _decision(who, why))
        _renew(site)
        _name_copies(site, store)
    nothing = "Nothing of it is captured; what will be is hidden from readers."
    click.echo("Hidden." if target.captures else nothing)
    return Exit.DONE


@takedown.command()
@decision_options
def unhide(site: Site, name: str, who: str, why: str, dry_run: bool) -> int:
    """Show it again; an address that was purged is asked again by the next crawl."""
    with _opened(site) as store:
        target = target_of(store.db.conn, name)
        _say(store, target, is_lifted=True)
        if dry_run:
            return Exit.DONE
        with store.unit():
            ended = hiding.lift(store.db.conn, target, _decision(who, why))
        if not ended:
            raise Incomplete(f"{name} is not taken down. See `patientline takedown list`.")
        _renew(site)
    purged = "It may be asked again. What was purged of it is gone for good."
    click.echo("Shown again." if target.captures else purged)
    return Exit.DONE


@takedown.command()
@decision_options
def purge(site: Site, name: str, who: str, why: str, dry_run: bool) -> int:
    """Remove it for good, wherever the archive holds it.

    That is WARC files, the database, reports, packages and the published archive. All other records
    stay as they are, bit for bit. Who, why, when and the digest stay on record. The crawl does not
    ask for a purged address again. Safe to be killed: the same command finishes it.
    """
    with _opened(site) as store:
        was_unfinished = is_unfinished(store.db)
        if was_unfinished and not dry_run:
            click.echo("A purge that was cut off is finished first.")
            _finish(site, store)
        before = hiding.purged(store.db.conn, name)
        try:
            target = target_of(store.db.conn, name)
        except NoTarget:
            if not (before or was_unfinished):
                raise
            target = Target(frozenset(), frozenset())
        _say(store, target)
        if answers := len(exchanges_at(store.db.conn, target.addresses)):
            said = counted(answers, "answer")
            click.echo(f"{said} to verification from there, with the redirects around.")
        is_again = before is not None and not target.captures
        if before and is_again:
            click.echo(f"It was purged before: {before.decided_at[:16]}, {before.decided_by}.")
        if dry_run:
            return Exit.DONE
        removed = remove(store, site.folder / "captures", target, _decision(who, why))
        if removed or is_unfinished(store.db) or not (is_again and was_unfinished):
            _finish(site, store)
        _name_copies(site, store)
        _name_strays(site.folder)
    if not (removed or is_again or was_unfinished):
        raise Incomplete(
            f"Nothing is captured at {name}, so nothing was removed. The crawl does not ask for "
            "it from now on either; `patientline takedown unhide` takes that back."
        )
    click.echo(f"Purged: {counted(removed, 'record')}.")
    return Exit.DONE


@takedown.command("list")
@site_options
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_(site: Site, as_json: bool) -> int:
    """List every takedown: by whom, when and why, and who lifted it. Works while a crawl runs."""
    with _opened(site, is_held=False) as store:
        found = hiding.takedowns(store.db.conn)
        if not as_json:
            _name_copies(site, store)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return Exit.DONE
    for one in found:
        what = f"{one.url} (capture {one.capture_id})" if one.capture_id else one.url
        digest = f" sha256:{one.payload_sha256}" if one.payload_sha256 else ""
        click.echo(f"{one.state:8}{one.decided_at[:10]}  {what}{digest}")
        click.echo(f"        {one.decided_by}: {one.because}")
        if one.state == "lifted":
            when = (one.ended_at or "")[:10]
            click.echo(f"        lifted {when}, {one.ended_by}: {one.ended_because}")
    if all(one.state == "lifted" for one in found):
        click.echo("Nothing is taken down.")
    return Exit.DONE


@contextmanager
def _opened(site: Site, *, is_held: bool = True) -> Iterator[Store]:
    """The site's database; its folder held, so that nobody else writes there meanwhile."""
    with explained(_MISUSE, _FAILURE):
        database = site.folder / "crawl.db"
        if not database.is_file():
            raise Incomplete(f"There is nothing to take down: {database} does not exist.")
        opened = Store.open if is_held else Store.open_to_read
        with held(site.folder) if is_held else nullcontext(), opened(database) as store:
            yield store


def _decision(who: str, why: str) -> hiding.Decision:
    return hiding.Decision(who=who, why=why, at=moment_text(present()))


def _say(store: Store, target: Target, *, is_lifted: bool = False) -> None:
    """Say what a takedown, or the end of one, is about, before it happens."""
    for address in sorted(target.addresses):
        click.echo(f"address  {address}")
    rows = store.db.execute(
        "SELECT id, fetched_at, url FROM captures WHERE id IN (SELECT value FROM json_each(?)) "
        "ORDER BY fetched_at",
        (json.dumps(sorted(target.captures)),),
    ).fetchall()
    for identity, moment, url in rows[:_SHOWN]:
        click.echo(f"capture  {identity}  {moment[:16]}  {url}")
    if len(rows) > _SHOWN:
        click.echo(f"… and {len(rows) - _SHOWN} more captures")
    if not rows:
        click.echo("Nothing is captured there.")
    if is_lifted:
        return
    for url in same_bytes_elsewhere(store.db.conn, target.captures)[:_SHOWN]:
        click.echo(f"The same bytes were captured at {shown(url)}, which stays: name it too.")


def _name_copies(site: Site, store: Store) -> None:
    """Say which plain files and packages were written before the latest takedown."""
    folder = site.folder
    latest = latest_takedown(store.db.conn)
    if not latest:
        return
    inside = [p for p in packages(folder) if is_older(p, latest)]
    for copy in sorted({*(p.resolve() for p in inside), *outdated_copies(folder, latest)}):
        name = shown(str(copy))
        make = "publish --static" if copy.is_dir() else "archive wacz --output"
        again = shown(f"{make} {shlex.quote(str(copy))} {site.options}")
        click.echo(
            f"{name} was written before, and may hold it. Write it again (patientline {again}) "
            "or delete it, here and wherever it was copied to."
        )


def _name_strays(folder: Path) -> None:
    """Say which WARC files a purge did not look into."""
    for path in strays(folder):
        click.echo(f"{shown(str(path))} lies outside of the archive and may hold it. Delete it.")


def _finish(site: Site, store: Store) -> None:
    copies = [*packages(site.folder), *leftovers(site.folder)]
    for path in finish(store, site.folder / "captures", copies):
        click.echo(f"Deleted: {shown(str(path))}")
    _renew(site, is_purge=True)
    complete(store, moment_text(present()))


def _renew(site: Site, *, is_purge: bool = False) -> None:
    """Make reports and the published archive again, where there are any."""
    folder = site.folder
    if (folder / "reports").is_dir():
        try:
            write_report(read_report(folder), folder / "reports")
        except NoRun as error:
            raise Incomplete(f"The reports could not be written again: {error}") from error
    published = folder / "published" / FILE
    if not published.is_file():
        return
    try:
        publish_site(site.profile, folder, waits=True)
    except PublishError as error:
        if not is_purge:
            raise Incomplete(f"What is published still shows it: {error}") from error
        published.unlink()
        (published.parent / COUNTS).unlink(missing_ok=True)
        click.echo(f"What was published is taken away. {error}")
    click.echo(_RESTART)
