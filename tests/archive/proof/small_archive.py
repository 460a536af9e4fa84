"""A site's folder with a few captures, made by hand: exact records, and rows that name them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from archive.keys import key
from archive.store import Store
from archive.warc.warc_records import member

FILE = "small-20260301000000-00000.warc.gz"
MOMENT = "2026-03-01T08:00:00.000Z"
HOST = "https://www.example.test"
PAGE = f"""<!DOCTYPE html>
<html><head><title>Acupuncture</title></head><body>
<h1>Acupuncture</h1>
<p>Fine needles are placed at <b>chosen points</b> &ndash; it may help.</p>
<p>Liu, L., Skinner&nbsp;M. (2015) Acupuncture for
 Low Back Pain. <a href="https://doi.org/10.1155/2015/32819">doi: 10.1155/2015/32819</a></p>
<p>See <a href="/en/pain.htm">pain</a> and <a href="{HOST}/gone.htm">what is gone</a>.</p>
</body></html>
"""
REFERENCE = "Liu, L., Skinner M. (2015) Acupuncture for Low Back Pain. doi: 10.1155/2015/32819"


class Small:
    """The folder, and what is put into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.captures = folder / "captures"
        self.captures.mkdir(parents=True)
        self.store = Store.open(folder / "crawl.db")
        self.run = self.store.begin_run("crawl", "small", {})
        self.path = self.captures / FILE
        self.path.write_bytes(b"")

    def put(self, table: str, **row: object) -> None:
        """Add one row."""
        names, places = ", ".join(row), ", ".join("?" * len(row))
        with self.store.unit():
            sql = f"INSERT INTO {table} ({names}) VALUES ({places})"
            self.store.db.conn.execute(sql, tuple(row.values()))

    def capture(
        self,
        path: str,
        body: str | bytes,
        *,
        mime: str = "text/html",
        status: int = 200,
        charset: str = "; charset=utf-8",
        headers: str = "",
        gzipped: bool = False,
        revisit_of: str | None = None,
        moment: str = MOMENT,
        row: Mapping[str, object] = {},
    ) -> str:
        """Write request and response, and the row; the id of the capture."""
        url, identity, asked = HOST + path, str(uuid4()), str(uuid4())
        content = body.encode() if isinstance(body, str) else body
        if gzipped:
            content, headers = gzip.compress(content), headers + "Content-Encoding: gzip\r\n"
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {mime}{charset}\r\n{headers}\r\n".encode()
        digest = hashlib.sha256(content).hexdigest()
        fields = {"WARC-Target-URI": url, "WARC-Date": moment}
        said = json.dumps({"fidelity": "wire", "bytes": len(content)})
        request = member("request", asked, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", fields)
        kind, block = "response", head + content
        if revisit_of:
            [[digest]] = self.store.db.execute(
                "SELECT payload_sha256 FROM captures WHERE id = ?", (revisit_of,)
            ).fetchall()
            kind, block = "revisit", head
            fields["WARC-Refers-To"] = f"<urn:uuid:{revisit_of}>"
        fields["WARC-Payload-Digest"] = f"sha256:{digest}"
        response = member(kind, identity, block, fields | {"WARC-JSON-Metadata": said})
        offset = self.path.stat().st_size + len(request)
        with self.path.open("ab") as file:
            file.write(request + response)
        self.put(
            "captures",
            **{
                "id": identity,
                "run_id": self.run,
                "url": url,
                "fetched_at": moment,
                "status": status,
                "mime": mime,
                "payload_sha256": digest,
                "bytes": len(content),
                "warc_file": FILE,
                "warc_offset_bytes": offset,
                "warc_length_bytes": len(response),
                "fidelity": "wire",
                "revisit_of": revisit_of,
                **row,
            },
        )
        return identity

    def page(self, path: str, capture: str, **row: object) -> str:
        """A row of ``pages``; its id."""
        url = HOST + path
        standing = {"host": "www.example.test", "kind": "article", "status": 200}
        seen = {"first_seen_at": MOMENT, "last_seen_at": MOMENT, "capture_id": capture}
        texts = {"title": "Acupuncture", "html_title": "Acupuncture", "charset": "utf-8"}
        self.put("pages", **{"id": key(url), "url": url, **standing, **seen, **texts, **row})
        return key(url)

    def acupuncture(self, **options: object) -> tuple[str, str]:
        """The page with its reference, mention, link and finding; ids of capture and page."""
        capture = self.capture("/en/acupuncture.htm", PAGE, **options)  # type: ignore[arg-type]
        page = self.page("/en/acupuncture.htm", capture)
        of = {"page_id": page, "position": 1, "capture_id": capture}
        self.put(
            "articles",
            page_id=page,
            title="Acupuncture",
            text=f"Fine needles are placed at chosen points – it may help.\n\n1. {REFERENCE}",
            content_sha256="",
            capture_id=capture,
        )
        self.put("bibliography", id="ref", printed=REFERENCE, **of)
        doi = {"printed": "10.1155/2015/32819", "value": "10.1155/2015/32819", "scheme": "doi"}
        self.put("mentions", id="text", bibliography_id="ref", place="text", **doi, **of)
        address = "https://doi.org/10.1155/2015/32819"
        printed = doi | {"printed": address}
        self.put("mentions", id="href", bibliography_id="ref", place="href", **printed, **of)
        link = {"element": "a", "attribute": "href"}
        url = {"id": "pain", "url": f"{HOST}/en/pain.htm", "scope": "internal"}
        self.put("links", first_seen_at=MOMENT, **url)
        self.put("link_mentions", id="link", link_id="pain", printed="/en/pain.htm", **link, **of)
        self.put("terms", id="term", page_id=page, position=1, term="needles", definition="Fine")
        self.put(
            "findings",
            id="finding",
            kind="doi_not_registered",
            severity="error",
            state="new",
            page_id=page,
            mention_id="text",
            subject="10.1155/2015/32819",
            says="10.1155/2015/32819",
            first_seen_at=MOMENT,
            last_seen_at=MOMENT,
            first_run_id=self.run,
            last_run_id=self.run,
        )
        return capture, page
