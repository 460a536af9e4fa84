"""Our own audit of our own published site, served and as plain files: nothing of it may be broken.

The specimen of the tests is published, or the folder that is named (``data/sample/published``).
Both forms are put on loopback, crawled whole and verified; other hosts are not asked. What is
printed are URLs, links within the site and findings about it; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from archive.publishing.publish import publish
from archive.publishing.static.build import build_static
from tests.archive.site import specimen
from tests.sample_runs import patientline
from tests.servers import archive_served, files_served

REGISTRIES = (
    *("doi_org", "crossref", "datacite", "wayback", "timemap", "ncbi", "pmc", "handle"),
)  # fmt: skip


def audit(address: str, data: Path) -> Path:
    """Crawl and verify a site on loopback; the database. Raises SystemExit if either fails."""
    settings = {
        "politeness.delay_s": 0.001,
        "politeness.concurrency": 4,
        "politeness.obey_robots": False,  # it asks for a second between pages
        "scope.exclude": [r"\?", "/-/"],  # what it asks robots to leave alone
        "verification.probe_links": False,
        "verification.probe_landing": False,
        "verification.ask_wayback": False,
        "verification.registry_interval_s": 0,
        "verification.max_searches": 0,
        "verification.backoff_s": 0.01,
        **{f"services.{name}": address.rstrip("/") for name in REGISTRIES},
    }
    options = [
        part
        for key, value in settings.items()
        for part in (
            "--set",
            f"{key}={json.dumps(value) if isinstance(value, str | bool | list) else value}",
        )
    ]
    for step in ("crawl", "verify"):
        ended = patientline(step, "--quiet", "--site", address, "--data", data, *options)
        unasked = step == "verify" and "left open" in ended.err  # no registry lives here
        if ended.code != 0 and not unasked:
            raise SystemExit(f"{step} of {address} ended with {ended.code}:\n{ended.err[-3000:]}")
    return next(data.glob("*/crawl.db"))


def show(form: str, database: Path) -> int:
    """Print what was found about the site itself; how many findings."""
    with closing(sqlite3.connect(database)) as db:
        fetched, failed = db.execute(
            "SELECT count(*) FILTER (WHERE state = 'fetched'), "
            "count(*) FILTER (WHERE state = 'failed') FROM frontier"
        ).fetchone()
        links = db.execute(
            "SELECT count(*) FROM link_mentions m JOIN links l ON l.id = m.link_id "
            "WHERE l.scope = 'internal'"
        ).fetchone()[0]
        found = db.execute(
            "SELECT f.kind, p.url, f.says, f.why FROM findings f JOIN pages p ON p.id = f.page_id "
            "LEFT JOIN links l ON l.url = f.subject WHERE f.state IN ('new', 'open') "
            "AND f.severity IN ('error', 'warning') AND coalesce(l.scope, 'internal') = 'internal' "
            "AND f.kind NOT GLOB 'doi_*' AND f.kind NOT GLOB 'identifier_*'"
        ).fetchall()
    print(
        f"{form:12}{fetched:7} URLs{failed:5} failed{links:8} links within{len(found):6} findings"
    )
    for kind, url, says, why in found[:20]:
        print(f"    {kind} on {url}: {says} ({why})")
    return len(found) + failed


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit both forms; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--only", choices=("files", "server"), help="one of the two forms")
    parser.add_argument("published", type=Path, nargs="?", help="a published folder")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        published = options.published
        if published is None:
            made = publish(specimen.fill(place / "crawl.db"), place / "site", specimen.PUBLICATION)
            published = made.folder
        faults = 0
        if options.only != "server":
            plain = build_static(published, place / "plain").folder
            with files_served(plain) as address:
                faults += show("plain files", audit(address, place / "of-files"))
        if options.only != "files":
            with archive_served(published) as address:
                faults += show("served", audit(address, place / "of-server"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
