"""``patientline archive wacz`` and ``cdxj``: captures packed to hand on."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from archive.counting import counted
from archive.keeping.runs import software
from archive.moments import moment_text, present
from archive.opening import StoreError
from archive.packages.cdxj import site_index
from archive.packages.checking import UNPROVED, problems_of, signature_of, unproved_said
from archive.packages.signing import KEY_FILE, CannotSign, fingerprint, signing_key
from archive.packages.wacz import CannotPack, Wish, pack
from archive.store import Store
from archive.takedown.copies import remember
from archive.takedown.hiding import without_hidden
from crawler.commands.exits import Exit, Incomplete, Misused, explained
from crawler.commands.options import Site, in_a_folder, site_options


@click.command()
@site_options
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="The file to write.  [default: SITE.wacz in the site's folder]",
)
@click.option(
    "--sign",
    is_flag=True,
    help=f"Sign it with the key in {KEY_FILE} of the site's folder, which is made if necessary.",
)
@click.option(
    "--keep-revisits",
    is_flag=True,
    help="Leave records that repeat others as they are: a smaller file, which fewer readers show"
    " correctly.",
)
@click.option(
    "--verify",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write nothing; verify every digest and the signature of a package, offline.",
)
def wacz(
    site: Site,
    output: Path | None,
    sign: bool,
    keep_revisits: bool,
    verify: Path | None,
) -> int:
    """Pack all captures into one WACZ file, which replayweb.page opens and searches.

    It holds the captures, each with its content, an index, the pages with titles and texts, and
    digests of everything. A signature shows that nobody but the holder of the key changed anything;
    compare the fingerprint that is printed. What was hidden is left out.
    """
    if verify is not None:
        if sign or keep_revisits or output:
            raise Misused("--verify writes nothing: give it without --sign and the like.")
        return _verify(verify)
    with explained((), (StoreError, CannotPack, CannotSign)):
        profile, folder, database = site.profile, site.folder, _database_of(site)
        publication = asdict(profile.publication)
        publication["title"] = publication["title"] or profile.title or profile.name
        key = signing_key(folder / KEY_FILE) if sign else None
        wish = Wish(
            publication=publication,
            software=software(),
            key=key,
            keep_revisits=keep_revisits,
            options=site.options,
        )
        target = output or folder / f"{profile.name}.wacz"
        began = moment_text(present())
        if os.access(folder, os.W_OK):
            remember(folder, target)
        else:
            click.echo(f"{folder} may only be read: a later takedown will not know of {target}.")
        with Store.open_to_read(database) as store:
            done = pack(store.db, folder / "captures", target, wish)
        if os.access(folder, os.W_OK):
            remember(folder, target, began)
    click.echo(
        f"Packed {done.path} ({done.bytes / 1e6:.1f} MB, {counted(done.captures, 'capture')}, "
        f"{counted(done.pages, 'page')})."
    )
    _tell_lost(site, done.lost, "page", "package")
    if key is not None:
        click.echo(f"Signed by the key {fingerprint(key.public_key)}.")
    return Exit.DONE


def _verify(file: Path) -> int:
    problems, signature = problems_of(file), signature_of(file)
    for kind, said in problems:
        click.echo(f"{kind}: {said}")
    if not problems:
        click.echo("Every file in it is there, and matches its digest.")
    elif {kind for kind, _ in problems} == {UNPROVED}:
        click.echo(unproved_said(len(problems)))
    if signature is None:
        click.echo("It is not signed.")
    elif problems:
        click.echo("It bears a signature, which vouches for nothing after what is said above.")
    else:
        click.echo(signature.said)
    is_sound = not problems and (signature is None or signature.is_valid)
    return Exit.DONE if is_sound else Exit.INCOMPLETE


def _tell_lost(site: Site, count: int, noun: str, made: str) -> None:
    if count:
        said = f"{counted(count, noun)} known to be lost: not in the {made}."
        check = f"`patientline archive check {site.options}`"
        click.echo(f"{said} {check} names what is lost.", err=True)


@click.command()
@site_options
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="The file to write.  [default: the standard output]",
)
def cdxj(site: Site, output: Path | None) -> int:
    """Write the index of all captures as CDXJ: sorted, with the fields that pywb reads.

    Together with the captures folder it is all that a replay server needs. What was hidden, or is
    known to be lost, is left out.
    """
    with (
        explained((), (StoreError,)),
        Store.open_to_read(_database_of(site)) as store,
        without_hidden(store.db.conn),
        site_index(store.db, site.folder / "captures") as index,
        click.open_file(str(output or "-"), "wb", atomic=output is not None) as out,
    ):
        for line in index:
            out.write(line)
        _tell_lost(site, index.lost, "record", "index")
    return Exit.DONE


def _database_of(site: Site) -> Path:
    """The database of a site; raises Incomplete when there is none."""
    database = site.folder / "crawl.db"
    if not database.is_file():
        raise Incomplete(f"There is nothing to hand on: {database} does not exist. Crawl first.")
    return database
