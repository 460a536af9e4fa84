"""All captures of a site as one WACZ 1.1.1 package (specs.webrecorder.net/wacz/1.1.1).

WARC files as they are, a CDXJ index over them, pages with titles and text, and digests of it all:
it opens in replayweb.page, from a file or from any web server, with search. Nothing is built in
memory; the file is whole or not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sqlite_utils import Database
from surt import surt

from archive.takedown.hiding import without_hidden
from archive.takedown.rewriting import CannotRewrite, move_rows, rewrite
from archive.takedown.targets import Target
from archive.warc.captures import SEAL
from archive.warc.checking import read_seal

VERSION = "1.1.1"
INDEX = "indexes/index.cdxj"
PAGES = "pages/pages.jsonl"
_STEP = 1 << 20

UNREADABLE = (
    OSError, EOFError, BadZipFile, zlib.error,  # no ZIP, or a damaged one
    RuntimeError,  # encrypted, packed in a way that zipfile does not know, JSON nested too deep
    ValueError, TypeError, AttributeError, KeyError,  # JSON that is none, or of another shape
)  # fmt: skip
"""What reading a file raises that is no WACZ."""

_CAPTURES = """
SELECT url, fetched_at, mime, status, payload_sha256, revisit_of, warc_file, warc_offset_bytes,
  warc_length_bytes FROM captures"""

_PAGES = """
SELECT pages.id, captures.url, captures.fetched_at, pages.title,
  coalesce(articles.text, (SELECT news.text FROM news WHERE news.page_id = pages.id),
    (SELECT group_concat(term || ': ' || definition, char(10)) FROM terms
      WHERE terms.page_id = pages.id), '') AS text
FROM pages JOIN captures ON captures.id = pages.capture_id
LEFT JOIN articles ON articles.page_id = pages.id
ORDER BY captures.fetched_at, pages.id"""


class CannotPack(Exception):
    """Nothing to pack, or a capture file is missing or damaged; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that was written."""

    path: Path
    bytes: int
    captures: int
    pages: int


@dataclass
class _Zip:
    """A ZIP file being written, and the digests of what is in it."""

    zip: ZipFile
    resources: list[dict[str, object]] = field(default_factory=list)

    def add(self, name: str, pieces: Iterable[bytes], *, is_packed: bool = False) -> str:
        """Add a file; its digest. WARC files are stored as they are, to be read in place."""
        info = ZipInfo(name, datetime.now(UTC).timetuple()[:6])
        info.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
                size += len(piece)
        told = f"sha256:{digest.hexdigest()}"
        resource = {"name": Path(name).name, "path": name, "hash": told, "bytes": size}
        self.resources.append(resource)
        return told


def pack(
    db: Database, captures: Path, target: Path, publication: Mapping[str, str], software: str
) -> Package:
    """Write the package of a site. ``publication`` gives title, description and source.

    What is hidden is left out of it.

    Raises CannotPack, OSError.
    """
    with without_hidden(db.conn) as hidden:
        return _pack(db, captures, target, publication, software, hidden)


def _pack(
    db: Database,
    captures: Path,
    target: Path,
    publication: Mapping[str, str],
    software: str,
    hidden: Target,
) -> Package:
    files = sorted({file for (file,) in db.execute("SELECT DISTINCT warc_file FROM captures")})
    if not files:
        raise CannotPack("nothing has been captured yet. Crawl the site first.")
    missing = [file for file in files if not (captures / file).is_file()]
    if missing:
        raise CannotPack(
            f"{captures / missing[0]} is not there, or a crawl is still writing it. Run the check "
            "(`patientline archive check`), or wait for the crawl to end."
        )
    draft = target.with_name(f".{target.name}.new")
    try:
        done = _write(draft, db, captures, files, publication, software, hidden)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return replace(done, path=target)


def _write(
    draft: Path,
    db: Database,
    captures: Path,
    files: Iterable[str],
    publication: Mapping[str, str],
    software: str,
    hidden: Target,
) -> Package:
    with ZipFile(draft, "w", allowZip64=True) as opened:
        out = _Zip(opened)
        for file in files:
            if hidden.captures:
                _add_without(out, db, captures / file, hidden, draft.with_name(f".{file}.new"))
                continue
            told = out.add(f"archive/{file}", _read(captures / file), is_packed=True)
            beside = captures / (file + SEAL)
            if beside.is_file() and told != f"sha256:{read_seal(beside)}":
                raise CannotPack(
                    f"{captures / file} is not as it was sealed. `patientline archive check` says "
                    "what is wrong, `archive recover` saves what can be read."
                )
        lines = sorted(cdxj_lines(db))
        out.add(INDEX, (line.encode() for line in lines))
        pages = list(_page_lines(db))
        out.add(PAGES, (line.encode() for line in pages))
        facts = _datapackage(db, out.resources, publication, software)
        digest = out.add("datapackage.json", [json.dumps(facts, indent=1).encode()])
        proof = {"path": "datapackage.json", "hash": digest}
        out.add("datapackage-digest.json", [json.dumps(proof, indent=1).encode()])
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    return Package(
        path=draft, bytes=draft.stat().st_size, captures=len(lines), pages=len(pages) - 1
    )


def _add_without(out: _Zip, db: Database, path: Path, hidden: Target, draft: Path) -> None:
    """Add a WARC file without what is hidden; rows and index follow, until the rollback."""
    try:
        new = rewrite(path, hidden, draft)
        out.add(f"archive/{path.name}", _read(draft), is_packed=True)
        move_rows(db.conn, path.name, new.offsets)
    except CannotRewrite as error:
        raise CannotPack(str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def cdxj_lines(db: Database) -> Iterator[str]:
    """One CDXJ line a capture (specs.webrecorder.net/cdxj/0.1.0), not sorted yet."""
    for url, moment, mime, status, digest, original, file, offset, length in db.execute(_CAPTURES):
        facts = {
            "url": url,
            "mime": "warc/revisit" if original else mime or "unk",
            "status": str(status),
            "digest": f"sha256:{digest}",
            "length": str(length),
            "offset": str(offset),
            "filename": file,
        }
        key = surt(url) or url
        yield f"{key} {_stamp(moment)} {json.dumps(facts, ensure_ascii=False)}\n"


def _page_lines(db: Database) -> Iterator[str]:
    yield (
        json.dumps(
            {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
        )
        + "\n"
    )
    for identity, url, moment, title, text in db.execute(_PAGES):
        page = {"id": identity, "url": url, "ts": moment, "title": title, "text": text}
        yield json.dumps(page, ensure_ascii=False) + "\n"


def _datapackage(
    db: Database,
    resources: list[dict[str, object]],
    publication: Mapping[str, str],
    software: str,
) -> dict[str, object]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    facts: dict[str, object] = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": publication.get("title", ""),
        "description": publication.get("about", ""),
        "created": now,
        "modified": now,
        "software": software,
    }
    first = db.execute(_PAGES + " LIMIT 1").fetchone()
    if first:
        facts |= {"mainPageUrl": first[1], "mainPageDate": first[2]}
    if publication.get("licence"):
        facts["licenses"] = [
            {"title": publication["licence"], "path": publication.get("licence_url", "")}
        ]
    return facts | {"resources": list(resources)}


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_STEP), b"")


def _stamp(moment: str) -> str:
    """``2026-03-01T12:00:00.000Z`` as ``20260301120000``."""
    return "".join(c for c in moment if c.isdigit())[:14]


# --------------------------------------------------------------------------- is it one?


def problems_of(path: Path) -> list[tuple[str, str]]:
    """What keeps a file from being a WACZ of version 1.1.1, as (kind, sentence)."""
    try:
        with ZipFile(path) as opened:
            return list(_problems(opened))
    except UNREADABLE as error:
        return [("no_wacz", f"It cannot be read as a WACZ: {error}.")]


def _problems(opened: ZipFile) -> Iterator[tuple[str, str]]:
    names = set(opened.namelist())
    for wanted in ("datapackage.json", PAGES):
        if wanted not in names:
            yield "wacz_lacks", f"It has no {wanted}."
    warcs = [n for n in names if n.startswith("archive/") and ".warc" in n]
    indexes = [n for n in names if n.startswith("indexes/") and ".cdx" in n]
    if not warcs:
        yield "wacz_lacks", "It has no WARC file in archive/."
    if not indexes:
        yield "wacz_lacks", "It has no index in indexes/."
    for name in warcs:
        if opened.getinfo(name).compress_type != ZIP_STORED:
            yield "wacz_packed", f"{name} is compressed again: it cannot be read in place."
    if "datapackage.json" not in names:
        return
    facts = opened.read("datapackage.json")
    if "datapackage-digest.json" in names:
        proof = json.loads(opened.read("datapackage-digest.json"))
        if proof.get("hash") != f"sha256:{hashlib.sha256(facts).hexdigest()}":
            yield "wacz_digest", "datapackage.json does not match datapackage-digest.json."
    package = json.loads(facts)
    if package.get("profile") not in ("data-package", "wacz"):
        yield "wacz_profile", f"Its profile is {package.get('profile')!r}."
    listed = {str(resource.get("path")): resource for resource in package.get("resources", [])}
    for name in sorted(names - {"datapackage.json", "datapackage-digest.json"} - set(listed)):
        yield "wacz_unlisted", f"{name} is not listed in datapackage.json."
    for name, resource in listed.items():
        if name not in names:
            yield "wacz_lacks", f"{name} is listed and not there."
        elif resource.get("hash") != f"sha256:{_digest(opened, name)}":
            yield "wacz_digest", f"{name} does not match its digest."
    if PAGES in names:
        yield from _page_problems(opened.open(PAGES))
    for name in (n for n in indexes if n.endswith((".cdx", ".cdxj"))):
        lines = opened.read(name).splitlines()
        if lines != sorted(lines):
            yield "wacz_index", f"{name} is not sorted."


def _page_problems(lines: IO[bytes]) -> Iterator[tuple[str, str]]:
    with lines:
        header = json.loads(next(iter(lines), b"{}"))
        if header.get("format") != "json-pages-1.0":
            yield "wacz_pages", f"{PAGES} does not begin with its format."
        for number, line in enumerate(lines, 2):
            page = json.loads(line)
            if not page.get("url") or not page.get("ts"):
                yield "wacz_pages", f"Line {number} of {PAGES} has no url or ts."


def _digest(opened: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with opened.open(name) as file:
        while data := file.read(_STEP):
            digest.update(data)
    return digest.hexdigest()
