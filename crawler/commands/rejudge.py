"""``patientline rejudge``: apply today's rules to every answer kept so far."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import click

from archive.evidence.flips import Flip
from archive.evidence.waivers import WaiverError
from archive.locking import Busy
from archive.opening import StoreError
from archive.reports.plain import single_line
from crawler.commands.exits import explained
from crawler.commands.options import Site, site_options
from crawler.verifying import NothingToVerify, rejudge_site

_SHOWN = 50


@click.command()
@site_options
@click.option("--json", "as_json", is_flag=True, help="Print every changed verdict as JSON.")
def rejudge(site: Site, as_json: bool) -> None:
    """Apply today's rules to all past checks, and show which verdicts change.

    Sends no request. Use it after an update: verdicts and findings are made again from the evidence
    that was kept, and every change is printed.
    """
    with explained((WaiverError,), (Busy, StoreError, NothingToVerify)):
        summary, flips, judged = rejudge_site(site.profile, site.folder)
    if as_json:
        rows = [asdict(flip) for flip in flips]
        click.echo(json.dumps({"run": summary.run_id, "judged": judged, "flips": rows}, indent=2))
        return
    click.echo(f"Judgement {summary.run_id}: {judged} verdicts judged again, {len(flips)} changed.")
    for line in table_of(flips):
        click.echo(line)


def table_of(flips: Sequence[Flip]) -> list[str]:
    """Changed verdicts as lines: how many of each change, then each with its subject and why."""
    lines = []
    changes = Counter((flip.question, flip.before, flip.after) for flip in flips)
    for (question, before, after), count in changes.most_common():
        lines.append(f"{count:6}  {question:<12}  {before} -> {after}")
    for flip in flips[:_SHOWN]:
        lines.append("")
        lines.append(f"{flip.question}: {flip.before} -> {flip.after}: {single_line(flip.subject)}")
        if flip.why:
            lines.append(f"    {single_line(flip.why)}")
    if len(flips) > _SHOWN:
        lines += ["", f"... and {len(flips) - _SHOWN} more; --json prints all of them."]
    return lines
