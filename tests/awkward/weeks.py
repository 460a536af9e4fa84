"""Three weekly verifications of one page that links to every awkward case."""

from __future__ import annotations

import html
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from archive.records import Capture, FindingKind, LinkVerdict, Source
from archive.store import Store
from crawler.pages import read
from pipelines.stages import refine
from pipelines.verification.engine import verify
from pipelines.verification.options import Network
from pipelines.verification.settings import VerificationSettings
from tests.awkward.case import Case
from tests.awkward.cases.names import DNS
from tests.awkward.server import Server, Site

PAGE_URL = "https://www.eurospinepatientline.test/links.htm"
BEGIN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
WEEKS = 3
CAPTURE = "00000000-0000-0000-0000-000000000001"


def sites_of(cases: Sequence[Case]) -> dict[str, Site]:
    """Every host of the cases; one that several of them meet does what each of them says."""
    sites: dict[str, Site] = {}
    for case in cases:
        for host, site in case.sites.items():
            known = sites.get(host, Site(certificate=site.certificate))
            sites[host] = replace(site, paths={**known.paths, **site.paths})
    return sites


def page_of(cases: Sequence[Case]) -> str:
    """The page that links to them, as an author prints it."""
    places = []
    for case in cases:
        target = html.escape(case.href).replace("&amp;amp;", "&amp;")
        if case.element == "img":
            places.append(f'<p>{html.escape(case.why)}: <img src="{target}" alt=""></p>')
        else:
            places.append(f'<p>See <a href="{target}">{html.escape(case.why)}</a> for more.</p>')
    return f"<!doctype html><title>Links</title><main><h1>Links</h1>{''.join(places)}</main>"


def keep_page(store: Store, source: str) -> None:
    """The page as a crawl leaves it."""
    body = source.encode()
    run_id = store.begin_run("crawl", "awkward", {})
    record = refine(
        read(
            Source(
                url=PAGE_URL,
                capture_id=CAPTURE,
                fetched_at=BEGIN,
                status=200,
                content_type="text/html; charset=utf-8",
                body=body,
            )
        )
    )
    capture = Capture(
        id=CAPTURE, url=PAGE_URL, fetched_at=BEGIN, status=200, mime="text/html",
        payload_sha256="0" * 64, bytes=len(body), warc_file="x.warc.gz", warc_offset_bytes=0,
        warc_length_bytes=1,
    )  # fmt: skip
    with store.unit():
        store.keep_capture(run_id, capture)
        store.keep_page(run_id, record)
        store.db.conn.execute("UPDATE links SET scope = 'external'")


def settings_for(server: Server, **more: Any) -> VerificationSettings:
    """Impatient, as a test has to be, and led to the server."""
    return VerificationSettings(
        **{
            "site": "awkward",
            "contact": "audit@example.org",
            "network": Network(
                resolve=server.resolve(),
                ca_file=server.ca_file,
                allow_addresses=("127.0.0.0/8",),
            ),
            "host_interval_s": 0.0,
            "hosts_at_once": 40,
            "backoff_s": 0.01,
            "max_wait_s": 0.5,
            "deadline_s": 2.5,
            "link_days": 5.0,
            "ask_wayback": False,
            **more,
        }
    )


@contextmanager
def resolver(names: Mapping[str, int | str] = DNS) -> Iterator[None]:
    """The system's resolver as the cases have it: names of ``DNS``, and no others."""

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        said = names.get(host, socket.EAI_NONAME)
        if isinstance(said, int):
            raise socket.gaierror(said, "as the case has it")
        family = socket.AF_INET6 if ":" in said else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (said, port))]

    with patch("socket.getaddrinfo", look_up):
        yield


def verify_weekly(cases: Sequence[Case], server: Server, path: Path) -> Store:
    """The store after ``WEEKS`` weekly runs over the cases."""
    store = Store.open(path)
    keep_page(store, page_of(cases))
    with resolver():
        for week in range(WEEKS):
            server.week = week
            moment = BEGIN + timedelta(days=7 * week)
            verify(store, settings_for(server), now=lambda moment=moment: moment)
    return store


def verdicts_of(cases: Sequence[Case], store: Store) -> dict[str, tuple[LinkVerdict, str]]:
    """What was found of each case: its verdict and the reason in words, by ``why``."""
    rows = store.db.conn.execute(
        "SELECT m.anchor_text, m.context, m.element, l.verdict, l.reason, f.kind, f.why"
        " FROM link_mentions m LEFT JOIN links l ON l.id = m.link_id"
        " LEFT JOIN findings f ON f.link_mention_id = m.id AND f.state IN ('new', 'open')"
        " AND (f.kind <> 'link_invalid' OR f.severity <> 'notice' OR m.link_id IS NULL)"
    ).fetchall()
    by_name = {}
    for anchor, context, element, verdict, reason, kind, why in rows:
        name = anchor if element == "a" else context.partition(":")[0]
        if kind == FindingKind.FRAGMENT_MISSING:
            by_name[name] = (LinkVerdict.FRAGMENT_MISSING, why)
        elif verdict is None or kind == FindingKind.LINK_INVALID:
            by_name[name] = (LinkVerdict.INVALID, why or "")
        else:
            by_name[name] = (LinkVerdict(verdict), reason)
    return {case.why: by_name[case.why] for case in cases}


def meant_of(store: Store) -> dict[str, str]:
    """What findings propose to write instead, by ``why``."""
    rows = store.db.conn.execute(
        "SELECT m.anchor_text, f.should_say FROM findings f"
        " JOIN link_mentions m ON m.id = f.link_mention_id WHERE f.state IN ('new', 'open')"
    ).fetchall()
    return dict(map(tuple, rows))
