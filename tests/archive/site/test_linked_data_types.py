"""What pages say to machines keeps to schema.org's own definitions: no property that a type lacks,
no value of another kind.

They are taken as types of TypeScript (``schema-dts``), which are made from schema.org's vocabulary;
the compiler then finds the faults. ``make test-installed`` installs both from npm.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.archive.site.conftest import Site

pytestmark = pytest.mark.installed

MODULES = Path(os.environ.get("NODE_MODULES", ".venv/npm/node_modules")).absolute()
ROWS = {"articles": "page_id", "news": "id", "pages": "id"}


def blocks(site: Site) -> list[str]:
    """Every block of data of the home page, of what is said of the archive, and of all texts."""
    paths = ["/", "/about"]
    for table, key in ROWS.items():
        paths += [f"/archive/{table}/{row[key]}" for row in site.rows(f"SELECT {key} FROM {table}")]
    found = []
    for path in paths:
        found += site.page(path).xpath("//script[@type='application/ld+json']/text()")
    return found


def faults(folder: Path, data: Iterable[object]) -> list[str]:
    """What the compiler finds wrong, a line each."""
    compiler = MODULES / ".bin" / "tsc"
    if not compiler.exists():
        pytest.fail(f"{compiler} is not there. Run make test-installed, or set NODE_MODULES.")
    (folder / "node_modules").symlink_to(MODULES)
    lines = ['import type {Thing, WithContext} from "schema-dts";']
    lines += [
        f"export const data{number}: WithContext<Thing> = {json.dumps(one)};"
        for number, one in enumerate(data)
    ]
    (folder / "data.ts").write_text("\n".join(lines))
    command = [compiler, "--noEmit", "--strict", "--pretty", "false", "data.ts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if line.startswith("data.ts")]
    assert (done.returncode != 0) == bool(found), done.stdout + done.stderr
    return found


def test_linked_data_is_as_schema_org_defines_it(site: Site, tmp_path: Path) -> None:
    found = blocks(site)
    assert len(found) > 15
    assert faults(tmp_path, map(json.loads, found)) == []


def test_data_that_is_not_is_found_out(tmp_path: Path) -> None:
    data = {"@context": "https://schema.org", "@type": "Article"}
    wrong = [
        data | {"authr": "a property that is misspelt"},
        data | {"headline": 5},
        data | {"@type": "Artcle"},
        data | {"citation": [{"@type": "CreativeWork", "isbm": "deep within"}]},
        data | {"@context": "http://schema.example"},
    ]
    assert len(faults(tmp_path, [data, *wrong])) == len(wrong)
