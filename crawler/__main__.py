"""``patientline``: the one command. Each subcommand is a file of ``crawler/commands/``."""

from __future__ import annotations

import sys

import click

from archive.store import software
from crawler.commands.archive import archive
from crawler.commands.crawl import crawl
from crawler.commands.exits import run_command
from crawler.commands.prove import prove
from crawler.commands.publish import publish
from crawler.commands.rejudge import rejudge
from crawler.commands.replay import replay
from crawler.commands.report import report
from crawler.commands.run import run
from crawler.commands.serve import serve
from crawler.commands.takedown import takedown
from crawler.commands.verify import verify


@click.group(context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]})
@click.version_option(version=software().rpartition(" ")[2], prog_name="patientline")
def patientline() -> None:
    """Audit and archive a patient-information website.

    `patientline run` does everything: it crawls the site, keeps every answer as a WARC capture,
    reads articles, news, references and links into SQLite, asks the registries about every DOI,
    says what is wrong and what to write instead, and publishes an archive to browse.

    Exit codes: 0 done; 1 report found something newly broken; 2 could not be completed;
    3 the command line, a profile or a setting is wrong.
    """


for command in (
    run, crawl, replay, verify, rejudge, report, publish, serve, archive, prove, takedown,
):  # fmt: skip
    patientline.add_command(command)


def main() -> None:
    """Entry point of the ``patientline`` script."""
    sys.exit(run_command(patientline))


if __name__ == "__main__":
    main()
