"""Every kind of page is valid HTML, says the W3C's own checker (Nu Html Checker, ``vnu-jar``).

``make test-installed`` installs it from npm; it runs on Java.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from archive.publishing.publish import Published
from archive.publishing.static.build import Written
from tests.archive.site.conftest import Site

pytestmark = pytest.mark.installed

JAR = Path(os.environ.get("VNU_JAR", ".venv/npm/node_modules/vnu-jar/build/dist/vnu.jar"))
OF_EACH_KIND = 3
# It takes the policy of a page for broken by our files when they lie on a disk, and by data blocks.
POLICY = "violates Content Security Policy"


def one_of_each(folder: Path) -> list[Path]:
    """The pages with a path of their own, and some of each table and query."""
    kinds: dict[Path, list[Path]] = {}
    for path in sorted(folder.rglob("*.html")):
        kinds.setdefault(path.parent, []).append(path)
    shallow = {folder, folder / "archive"}
    return [
        path
        for place, paths in kinds.items()
        for path in (paths if place in shallow else paths[:OF_EACH_KIND])
    ]


def faults(paths: list[Path]) -> list[str]:
    """What the checker finds wrong, a line each."""
    if not JAR.is_file():
        pytest.fail(f"{JAR} is not there. Run make test-installed, or name it in VNU_JAR.")
    command = ["java", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{m.get('url', '')}:{m.get('lastLine')}: {m['message']}"
        for m in messages
        if POLICY not in m["message"]
    ]


def test_pages_are_valid(written: Written) -> None:
    pages = one_of_each(written.folder)
    assert len(pages) > 100
    assert faults(pages) == []


# What only a server has: choices, lists of hits, facets, forms, mistakes. (Captures as they were,
# and proofs, need captures: ``tests/archive/site/test_replay.py`` has some.)
SERVED = [
    *("/broken?about=references", "/broken?severity=all", "/search?q=pain", "/search?q=nosuchword"),
    *("/search?q=pain&language=en&since=2000&broken=1", "/archive/articles?_facet=language"),
    *("/archive/checks?_facet=authority&_sort_desc=asked_at", "/archive/findings?kind=link_gone"),
    *("/archive/bibliography?_search=acupuncture", "/archive?sql=select+*+from+captures"),
    *(
        "/archive?sql=selec",
        "/archive/history_of_an_address?url=http",
        "/nothing-here",
        "/security",
    ),
]


def test_what_only_a_server_has_is_valid(published: Published, tmp_path: Path) -> None:
    site = Site(published.folder)
    try:
        for number, address in enumerate(SERVED):
            answer = site.get(address, follow_redirects=True)
            assert answer.headers["content-type"].startswith("text/html"), address
            (tmp_path / f"{number}.html").write_bytes(answer.content)
    finally:
        site.close()
    assert faults(sorted(tmp_path.glob("*.html"))) == []


def test_a_page_that_is_not_valid_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>A page</title><p id=a><p id=a><div></p>")
    assert any("Duplicate ID" in fault for fault in faults([page]))
