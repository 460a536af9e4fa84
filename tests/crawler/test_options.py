"""What is printed to be typed next works on the same site."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from crawler.commands.options import Site, site_options

TYPED = [
    ("the sample", [], "--site sample"),
    ("another", ["--site", "a b.toml"], "--site 'a b.toml'"),
    ("elsewhere", ["--data", "/srv/x"], "--site sample --data /srv/x"),
    (
        "with changes",
        ["--set", "a.b=c d", "--alias", "b.test", "--site", "https://a.test/"],
        "--site https://a.test/ --alias b.test --set 'a.b=c d'",
    ),
]


@pytest.mark.parametrize(("why", "typed", "expected"), TYPED, ids=[row[0] for row in TYPED])
def test_a_command_can_be_typed_for_the_same_site(
    why: str, typed: list[str], expected: str
) -> None:
    seen: list[Site] = []

    @click.command()
    @site_options
    def look(site: Site) -> None:
        seen.append(site)

    look(typed, standalone_mode=False)
    look(shlex.split(seen[0].options), standalone_mode=False)
    first, second = seen
    assert first.options == second.options == expected, why
    assert (first.name, first.data) == (second.name, second.data)
    assert isinstance(first.data, Path)
