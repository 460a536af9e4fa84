"""Options that commands share: which site, where its data are, which settings differ."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial, wraps
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.commands.exits import explained
from crawler.profile import Profile, ProfileError
from crawler.profile_loading import load_profile, read_setting

DATA = Path("data")
F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")


@dataclass(frozen=True)
class Site:
    """The site that a command works on."""

    name: str
    """As it was typed: the name of a profile, a file, or an address."""
    data: Path
    """The folder that holds one folder a site."""
    load: Callable[[], Profile]
    """Raises ``ProfileError``."""
    changes: tuple[str, ...] = ()
    """``--alias`` and ``--set`` as they were typed."""

    @property
    def options(self) -> str:
        """What another command has to be given to work on the same site, as it is typed."""
        data = () if self.data == DATA else ("--data", str(self.data))
        return shlex.join(["--site", self.name, *self.changes, *data])

    @cached_property
    def profile(self) -> Profile:
        """The profile, loaded on first use: commands that only look at a file need none. Raises
        ``Misused``."""
        with explained((ProfileError,), ()):
            return self.load()

    @property
    def folder(self) -> Path:
        """The folder with the site's data. Raises ``Misused``."""
        return self.data / self.profile.name


def site_options(command: Callable[..., R]) -> Callable[..., R]:
    """``--site --alias --set --data``: every command takes them, and gets a ``Site`` as its first
    argument."""

    @wraps(command)
    def about(
        site: str, aliases: tuple[str, ...], settings: tuple[str, ...], data: Path, **others: Any
    ) -> R:
        with explained((ProfileError,), ()):
            read = [read_setting(setting) for setting in settings]
        changes = [
            *chain.from_iterable(("--alias", alias) for alias in aliases),
            *chain.from_iterable(("--set", setting) for setting in settings),
        ]
        load = partial(load_profile, site, aliases, read)
        return command(Site(site, data, load, tuple(changes)), **others)

    for option in (
        click.option(
            "--data",
            type=click.Path(file_okay=False, path_type=Path),
            default=DATA,
            show_default=True,
            help="Folder that holds one folder a site.",
        ),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="KEY=VALUE",
            help="Set one key of the profile for this run, e.g. politeness.delay_s=2. May be "
            "repeated.",
        ),
        click.option(
            "--alias",
            "aliases",
            multiple=True,
            metavar="HOST",
            help="Another host name of the same site; its links are read as the site's own. May be "
            "repeated.",
        ),
        click.option(
            "--site",
            default="sample",
            show_default=True,
            metavar="SITE",
            help="A profile (sample, patientline), a .toml file, or the http(s):// address of any"
            " site.",
        ),
    ):
        about = option(about)
    return about


def quiet_option(command: F) -> F:
    """``--quiet``: no progress."""
    return click.option("--quiet", is_flag=True, help="Show no progress.")(command)


def max_pages_option(command: F) -> F:
    """``--max-pages``: part of a site, for a first look."""
    text = (
        "Stop the crawl after so many URLs, sitemaps and parts of pages apart; run again without "
        "it for the rest."
    )
    return click.option("--max-pages", type=click.IntRange(1), help=text)(command)


def in_a_folder(
    context: click.Context, option: click.Parameter, output: Path | None
) -> Path | None:
    """Click callback for an output file: its folder must exist and be writable. Otherwise the error
    would name the temporary file beside it, which nobody typed. Nor may it be a device, in whose
    place the file would be put."""
    if output is not None and not output.parent.is_dir():
        raise click.BadParameter(f"{output}: the folder {output.parent} does not exist.")
    if output is not None and not os.access(output.parent, os.W_OK):
        raise click.BadParameter(f"{output}: the folder {output.parent} may not be written to.")
    if output is not None and output.exists() and not output.is_file():
        raise click.BadParameter(f"{output} is a device or the like; give the name of a file.")
    return output


def said(context: click.Context, option: click.Parameter, text: str) -> str:
    """Click callback for words that go on record: blanks are no name and no reason."""
    if not text.strip():
        raise click.BadParameter(f"{option.opts[0]} is empty: say it, for the record.")
    return text.strip()
