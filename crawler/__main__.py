"""``patientline``: the one command. Each subcommand is a file of ``crawler/commands/``.

Nothing slow is imported here: Ctrl-C is answered with a sentence from ``main`` on, not before.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from crawler.commands.exits import run_command
from crawler.garbage_collection import collect_seldom, collector_paused

NAMES = (
    "run", "crawl", "replay", "verify", "rejudge", "render", "report", "publish", "serve",
    "archive", "prove", "takedown",
)  # fmt: skip
"""The commands as they are told of: each is a file of ``crawler/commands/`` and called like it."""


class Commands(click.Group):
    """Imports a command when it is asked for: all of them together take longer than many a run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the alphabet, as ``--help`` has them."""
        return sorted(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        if cmd_name not in NAMES:
            return None
        with collector_paused():
            module = import_module(f"crawler.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=Commands, context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="patientline-archive", prog_name="patientline")
def patientline() -> None:
    """Audit and archive a patient-information website.

    `patientline run` does everything: it crawls the site, keeps every answer as a WARC capture,
    reads articles, news, references and links into SQLite, checks every DOI with the registries,
    reports what is wrong and what to write instead, and publishes an archive to browse.

    Before a live site is asked, PATIENTLINE_CONTACT (or [identity] contact in the profile) must
    hold a mail address or URL where you can be reached; it is sent with every request.

    Exit codes: 0 done; 1 (report only) something is newly broken; 2 could not be completed;
    3 the command line, a profile or a setting is wrong.
    """


def main() -> None:
    """Entry point of the ``patientline`` script."""
    collect_seldom()
    sys.exit(run_command(patientline))


if __name__ == "__main__":
    main()
