"""Two real sites, served on loopback, audited as any site: pages, broken links and DOIs found.

    python -m tests.bench.real [greenelab] [devguide]

Reads the sites and their truth files from the folder of shared data (``PATIENTLINE_SHARED_DATA``,
default ``../shared/data`` beside the checkout); says so when it is absent. The registries are
played by the replica, which knows every real DOI of that folder and those of the sites. Each
site is audited twice: as it is, and with its own absolute host names mapped to the local server
(``--alias``).
"""

from __future__ import annotations

import gzip
import http.server
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.verification.options import Services
from tests.replica import Hit, running

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PATIENTLINE_SHARED_DATA", ROOT.parent / "shared" / "data"))


class StaticFiles(http.server.SimpleHTTPRequestHandler):
    """A web root on disk; a folder without an index is not found, as on most public servers."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the figures are printed at the end."""

    def list_directory(self, path: object) -> None:
        """No listings."""
        self.send_error(404, "Not Found")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The folder as a site; gives its address."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(StaticFiles, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def make_oracle(folder: Path) -> None:
    """An oracle folder that knows the DOIs of the shared data and those the sites print."""
    with gzip.open(SHARED / "doi" / "known_dois.json.gz", "rt", encoding="utf-8") as file:
        known = set(json.load(file))
    for truth in (SHARED / "sites").glob("*.truth.json"):
        known |= {doi.lower() for doi in json.loads(truth.read_text())["dois"]}
    with gzip.open(folder / "known_dois.json.gz", "wt", encoding="utf-8") as file:
        json.dump(sorted(known), file)
    for name in ("crossref_records.jsonl.gz", "datacite_records.jsonl.gz"):
        (folder / name).symlink_to(SHARED / "doi" / name)


@dataclass(frozen=True)
class Audited:
    """A site that was crawled and verified."""

    database: Path
    seconds: float
    hits: tuple[Hit, ...]
    """What the registries were asked."""


def audit(site: str, address: str, data: Path, aliases: list[str], oracle: Path) -> Audited:
    """Crawl and verify one site with the registries of the replica."""
    with running() as replica:
        replica.state.notes["oracle"] = str(oracle)
        services = replica.overrides()["services"]
        assert isinstance(services, dict)
        command = [sys.executable, "-m", "crawler", "run", "--quiet", "--site", address]
        command += ["--data", str(data), "--set", "politeness.delay_s=0.001"]
        command += ["--set", "politeness.concurrency=4", "--set", "verification.probe_links=false"]
        command += ["--set", "verification.probe_landing=false"]
        command += ["--set", "verification.ask_wayback=false"]
        command += ["--set", "verification.registry_interval_s=0.001"]
        for name in asdict(Services()):
            url = services[name]
            command += ["--set", f"services.{name}={url}"]
        for alias in aliases:
            command += ["--alias", alias]
        began = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        seconds, hits = time.perf_counter() - began, tuple(replica.hits)
    if done.returncode != 0:
        sys.exit(f"{site}: patientline run ended with {done.returncode}\n{done.stderr[-4000:]}")
    return Audited(next(data.glob("*/crawl.db")), seconds, hits)


def path_of(url: str) -> str:
    """The path of a URL as the truth files write it."""
    return unquote(urlsplit(url).path).lstrip("/")


def result_of(database: Path) -> dict[str, Any]:
    """What the audit found, in the form score.py reads."""
    db = sqlite3.connect(database)
    # The truth files list web pages, not the documents beside them; a page that only refreshes
    # to another one is an alias to us, and a page there.
    pages = db.execute(
        "SELECT p.url FROM pages p JOIN captures c ON c.id = p.capture_id"
        " WHERE p.gone_since_at IS NULL AND c.mime = 'text/html'"
        " UNION SELECT url FROM page_aliases WHERE reason = 'refresh'"
    ).fetchall()
    broken = db.execute(
        "SELECT DISTINCT p.url, l.url FROM link_mentions m JOIN links l ON l.id = m.link_id"
        " JOIN pages p ON p.id = m.page_id"
        " WHERE l.scope = 'internal' AND l.verdict IN ('gone', 'soft_404')"
        " AND m.element IN ('a', 'area', 'frame', 'iframe', 'meta')"
    ).fetchall()
    dois: dict[str, list[str]] = {}
    for url, doi in db.execute(
        "SELECT DISTINCT p.url, m.value FROM mentions m JOIN pages p ON p.id = m.page_id"
        " WHERE m.scheme = 'doi' AND m.place IN ('text', 'href')"
    ):
        dois.setdefault(path_of(url), []).append(doi)
    titles = db.execute("SELECT p.url, p.title FROM pages p").fetchall()
    dates = db.execute(
        "SELECT p.url, min(d.date) FROM pages p JOIN page_dates d ON d.page_id = p.id"
        " WHERE d.kind = 'published' GROUP BY p.url"
    ).fetchall()
    return {
        "pages": [path_of(url) for (url,) in pages],
        "broken": [[path_of(source), path_of(target)] for source, target in broken],
        "dois": dois,
        "titles": {path_of(url): title for url, title in titles},
        "dates": {path_of(url): day for url, day in dates},
    }


def score(site: str, result: dict[str, Any], reach: str) -> None:
    """Print the comparison with the truth file."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(result, file)
        file.flush()
        truth = SHARED / "sites" / f"{site}.truth.json"
        subprocess.run(
            [sys.executable, SHARED / "sites" / "score.py", truth, file.name, reach], check=True
        )


def main(names: list[str]) -> int:
    """Audit and score; returns the exit code."""
    if not (SHARED / "sites").is_dir():
        print(f"The shared data are not at {SHARED}; set PATIENTLINE_SHARED_DATA.")
        return 2
    for site in names or ["greenelab", "devguide"]:
        hosts = json.loads((SHARED / "sites" / f"{site}.truth.json").read_text())["own_hosts"]
        with tempfile.TemporaryDirectory() as folder:
            oracle = Path(folder) / "oracle"
            oracle.mkdir()
            make_oracle(oracle)
            with tarfile.open(SHARED / "sites" / f"{site}.tar.gz") as archive:
                archive.extractall(folder, filter="data")
            for reach, aliases in (("reach", []), ("reach_mapped", hosts)):
                with serving(Path(folder) / site) as address:
                    data = Path(folder) / f"data-{reach}"
                    audited = audit(site, address, data, aliases, oracle)
                print(f"\n== {site} ({reach}), {audited.seconds:.1f} s", flush=True)
                score(site, result_of(audited.database), reach)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
