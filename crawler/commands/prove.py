"""``patientline prove``: show where a row stands on its captured page."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from archive.counting import shown
from archive.opening import StoreError
from archive.proof.passages import KEYS
from archive.proof.proving import CannotProve, Proof, prove_in
from archive.proof.showing import Shown
from crawler.commands.exits import Exit, explained
from crawler.commands.options import Site, site_options

_SHOWN = 3
"""Passages of a row that are printed with their surroundings; the others in one line each."""


@click.command()
@site_options
@click.argument("table", type=click.Choice(list(KEYS)), metavar="TABLE")
@click.argument("key", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the whole proof as JSON.")
def prove(site: Site, table: str, key: str, as_json: bool) -> int:
    """Prove one row: find its passage in the capture, and verify every digest.

    TABLE is one of articles, article_versions, news, news_sources, bibliography, mentions,
    pointers, links, link_mentions, terms, pages, findings, captures, renderings, checks and
    exchanges. ID is the key of the row, or its beginning (at least four characters) where no other
    key begins like that.
    A PDF's text is extracted again, and the passage shown by page and line; a title that was made
    from the address of its page is compared with that. Exit code 0 = proved, 2 = not proved or
    not readable, 3 = no such row.
    """
    with explained((CannotProve,), (StoreError,)):
        proof = prove_in(site.folder, table, key)
    click.echo(as_data(proof) if as_json else as_text(proof))
    return Exit.DONE if proof.is_proved else Exit.INCOMPLETE


def as_data(proof: Proof) -> str:
    """The proof as JSON: ``is_proved``, the rows of the captures, the steps, the passages."""
    return json.dumps({"is_proved": proof.is_proved, **asdict(proof)}, ensure_ascii=False, indent=1)


def as_text(proof: Proof) -> str:
    """The proof for a person."""
    lines = [f"{proof.table} {proof.key}"]
    if proof.capture:
        capture = proof.capture
        lines += [
            shown(f"read from {capture['url']}"),
            f"captured at {capture['fetched_at']}, HTTP {capture['status']}, {capture['fidelity']}",
        ]
    lines += ["", *(f"{'ok  ' if s.is_ok else 'FAIL'} {s.name}: {s.said}" for s in proof.steps)]
    for number, passage in enumerate(proof.passages):
        shows = number < _SHOWN or not passage.is_found
        lines += _passage(passage, with_source=shows)
    lines.append("")
    found = sum(passage.is_found for passage in proof.passages)
    if proof.is_proved:
        lines.append(f"Proved: {proof.meaning}" + (f" {found} passages found." * (found > 1)))
    else:
        lines.append(f"Not proved. {found} of {len(proof.passages)} passages found.")
    return "\n".join(lines)


def _passage(passage: Shown, *, with_source: bool) -> list[str]:
    grade = "ok  " if passage.is_found else "FAIL"
    head = shown(f"{grade} {passage.field}: {passage.said}")
    if not with_source:
        return [head]
    if not passage.is_found:
        return ["", head, *_indented(passage.printed[:400])]
    marked = f"{passage.before}⟦{passage.passage}⟧{passage.after}"
    return ["", head, *_indented(marked)]


def _indented(text: str) -> list[str]:
    """Lines of somebody else's text: no control character reaches the terminal."""
    shown = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    return [f"     | {line.rstrip()}" for line in shown.split("\n")]
