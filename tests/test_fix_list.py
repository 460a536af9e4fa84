"""The list of changes worked through without looking: each page is then as it should be."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from archive.proof.proving import page_of
from tests.crawler.loopback import Loopback
from tests.sample_runs import SampleRun, patientline

pytestmark = pytest.mark.slow

PROFILE = """
name = "small"
title = "Small"
seeds = ["http://own.test/"]
[hosts]
"own.test" = []
[network]
allow_addresses = ["127.0.0.0/8"]
resolve = {{ "*:80" = "127.0.0.1:{port}" }}
[politeness]
delay_s = 0.01
jitter = 0.0
[identity]
contact = "web@a.test"
[verification]
host_interval_s = 0.01
ask_wayback = false
"""
WORDS = "Some words of a page that somebody wrote in English for the readers of it. " * 4
WRONG = (
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Links</title>
<script type="application/ld+json">{"sameAs": "http:\\/\\/ext.test\\/moved"}</script>
<script>if (document.referrer == 'http://ext.test/moved') { alert(1) }</script>
<style>/* url(http://ext.test/moved/b.png) */
p { background: url(http://ext.test/moved/b.png) }
b { background: url("http://ext.test/moved/it's.png") }</style>
</head>
<body><main><h1>Links</h1><p>"""
    + WORDS
    + """</p>
<!-- <a href="http://ext.test/moved">as it was</a> -->
<p><a href="http://ext.test/moved">short</a> <a href="http://ext.test/moved/longer">longer</a>
<a href=http://ext.test/moved>unquoted</a> <a href='http://ext.test/moved'>single</a>
<a href="http://ext.test/moved?a=1&amp;b=2">reference</a>
<a href="http://ext.test/moved?c=1&d=2">bare</a>
<a href="http://ext.test/moved/&quot;q&quot;">quoted</a>
<a href="http&#58;//ext.test/moved/number">number</a>
<a href="
  http://ext.test/moved/line
">line</a> <a href="http://ext.test/moved/place#there">place</a>
<a href="/old.html">own</a> <a href="/old.html#b">own place</a> <a href="/new.html">right</a>
<img src="http://ext.test/moved/1.png" srcset="http://ext.test/moved/1.png 1x,
http://ext.test/moved/1.png?x=2 2x" alt="A"></p></main></body></html>"""
)
RIGHT = (
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Links</title>
<script type="application/ld+json">{"sameAs": "http:\\/\\/ext.test\\/new"}</script>
<script>if (document.referrer == 'http://ext.test/moved') { alert(1) }</script>
<style>/* url(http://ext.test/moved/b.png) */
p { background: url(http://ext.test/new/b.png) }
b { background: url("http://ext.test/new/it%27s.png") }</style>
</head>
<body><main><h1>Links</h1><p>"""
    + WORDS
    + """</p>
<!-- <a href="http://ext.test/moved">as it was</a> -->
<p><a href="http://ext.test/new">short</a> <a href="http://ext.test/new/longer">longer</a>
<a href=http://ext.test/new>unquoted</a> <a href='http://ext.test/new'>single</a>
<a href="http://ext.test/new?a=1&amp;b=2">reference</a>
<a href="http://ext.test/new?c=1&d=2">bare</a>
<a href="http://ext.test/new/%22q%22">quoted</a>
<a href="http://ext.test/new/number">number</a>
<a href="
  http://ext.test/new/line
">line</a> <a href="http://ext.test/new/place#there">place</a>
<a href="/new.html">own</a> <a href="/new.html#b">own place</a> <a href="/new.html">right</a>
<img src="http://ext.test/new/1.png" srcset="http://ext.test/new/1.png 1x,
http://ext.test/new/1.png?x=2 2x" alt="A"></p></main></body></html>"""
)
FOUND = f"<!doctype html><title>Found</title><h1>Found</h1><p id=there>{WORDS}</p><p id=b>B</p>"


def site(pages: Mapping[str, str]) -> Loopback:
    """The site, and the rest of the world, where everything has moved from /moved to /new."""

    async def answer(request: web.Request) -> web.Response:
        host, path = request.host, request.raw_path
        if host == "own.test" and path in pages:
            return web.Response(text=pages[path], content_type="text/html")
        moved = {"own.test": "/old.html", "ext.test": "/moved"}.get(host, "/never")
        if path.startswith(moved):
            to = path.replace("/old", "/new").replace("/moved", "/new")
            return web.Response(status=301, headers={"Location": to})
        is_found = host == "ext.test" and path.startswith("/new")
        return web.Response(
            text=FOUND if is_found else "<title>Not found</title>",
            status=200 if is_found else 404,
            content_type="text/html",
        )

    return Loopback({}, default=answer)


def changes_of(text: str) -> dict[str, list[tuple[str, str]]]:
    """Page -> what a list says is to be found there, and what to put in its place."""
    found: dict[str, list[tuple[str, str]]] = {}
    pages: list[str] = []
    for title in re.split(r"\n\n(?=\S)", text)[1:]:
        pages = re.findall(r"^  (http\S+)$", title, re.MULTILINE)
        edits = re.findall(r"^  find +(.*)\n  replace +(.*)$", title, re.MULTILINE)
        for page in pages:
            found.setdefault(page, []).extend(edits)
    return found


def applied(source: str, edits: list[tuple[str, str]]) -> str:
    """The source with everything replaced, by somebody who does not look."""
    for find, instead in edits:
        assert find in source
        source = source.replace(find, instead)
    return source


def source_of(folder: Path, url: str) -> str:
    """A page as it was captured."""
    with closing(sqlite3.connect(folder / "crawl.db")) as db:
        [capture] = db.execute("SELECT capture_id FROM pages WHERE url = ?", (url,)).fetchone()
        page = page_of(db, folder / "captures", capture)
    assert page is not None
    return page.source


def test_a_page_is_as_it_should_be_and_the_next_audit_is_content(tmp_path: Path) -> None:
    pages = {"/": WRONG, "/new.html": FOUND}
    with site(pages) as served:
        profile = tmp_path / "small.toml"
        profile.write_text(PROFILE.format(port=served.port))
        command = ["run", "--quiet", "--site", profile, "--data", tmp_path]
        first = patientline(*command)
        assert (first.code, first.err) == (0, ""), first
        reports = tmp_path / "small" / "reports"
        told = changes_of((reports / "report.fixes.txt").read_text())
        pages["/"] = applied(WRONG, told.pop("http://own.test/"))
        assert pages["/"].splitlines() == RIGHT.splitlines()
        assert told == {}
        document = json.loads((reports / "report.json").read_text())
        with (reports / "report.csv").open(newline="") as file:
            rows = {row["id"]: json.loads(row["edits"]) for row in csv.DictReader(file)}
        assert rows == {item["id"]: item["edits"] for item in document["items"]}
        edits = [edit for item in document["items"] for edit in item["edits"]]
        assert applied(WRONG, [(edit["find"], edit["replace"]) for edit in edits]) == RIGHT
        second = patientline(*command)
    assert (second.code, second.err) == (0, ""), second
    items = json.loads((reports / "report.json").read_text())["items"]
    assert [item["says"] for item in items if item["change"] in ("new", "open")] == []


def test_the_pages_of_the_sample_are_as_they_should_be(whole_run: SampleRun) -> None:
    told = changes_of((whole_run.folder / "reports" / "report.fixes.txt").read_text())
    url = "https://www.eurospinepatientline.test/en/how-to-check-a-source.htm"
    source = source_of(whole_run.folder, url)
    right = source
    for wrong, meant in (
        (">10.1136/bmj.a311<", ">10.1136/bmj.a3115<"),
        (
            '"https://doi.org/10.1007/s00586-010-1374-11"',
            '"https://doi.org/10.1007/s00586-010-1374-1"',
        ),
        (
            '"https://doi.org/10.1007/s00586-012-2553-z">https://doi.org/10.1007/s00586-012-2553-z<',
            '"https://doi.org/10.1371/journal.pone.0148584">'
            "https://doi.org/10.1371/journal.pone.0148584<",
        ),
        ("10.1186/s12891-015-0852-6", "10.1186/s12891-015-0825-6"),
    ):
        assert wrong in right
        right = right.replace(wrong, meant)
    moved = "https://www.eurospinepatientline.test/en/moving-towards-a-patient-tailored-consent-process.htm"
    # one link of the frame of most pages: told before the pages, which are not all named there
    everywhere = [e for e in told["https://www.eurospinepatientline.test/"] if moved in e[0]]
    assert applied(source, told[url]) == right
    assert moved in right
    assert moved not in applied(right, everywhere)
    with (whole_run.folder / "reports" / "report.csv").open(newline="") as file:
        named = {row["page_url"] for row in csv.DictReader(file) if row["says"] == moved}
    assert url in named
    html = "SELECT url FROM pages WHERE charset != ''"
    framed = [page for (page,) in whole_run.rows(html)]
    assert named == {page for page in framed if moved in source_of(whole_run.folder, page)}
    assert len(named) > 100
    for page, edits in told.items():
        applied(source_of(whole_run.folder, page), edits)
