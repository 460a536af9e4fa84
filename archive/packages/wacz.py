"""Packs all captures of a site into one WACZ 1.1.1 file (specs.webrecorder.net/wacz/1.1.1).

WARC files that stand by themselves, a CDXJ index over them, pages with titles and text, and
digests of it all, signed on request: it opens in replayweb.page, from a file or from any web
server, with search. Nothing is built in memory; the file is whole or not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from filelock import FileLock, Timeout
from sqlite_utils import Database

from archive.integrity.losses import KnownLosses, accepted_losses
from archive.moments import moment_text, present
from archive.packages.cdxj import Index, Packed, cdxj_line
from archive.packages.records import Packed as PackedRecord
from archive.packages.records import RecordSource
from archive.packages.signing import SigningKey
from archive.packages.texts import visible_text
from archive.takedown.hiding import without_hidden
from archive.takedown.targets import Target
from archive.warc.captures import SEAL, DamagedCapture, digest_of
from archive.warc.files import read_seal

VERSION = "1.1.1"
INDEX = "indexes/index.cdx"
PACKED_INDEX = "indexes/index.cdx.gz"
DIRECTORY = "indexes/index.idx"
PAGES = "pages/pages.jsonl"
LARGE_INDEX = 20_000
"""Lines from which on the index is packed, so that a reader need not load all of it."""

_PAGES = """
SELECT pages.id, captures.url, captures.fetched_at, pages.title, captures.id,
  coalesce(articles.text, (SELECT news.text FROM news WHERE news.page_id = pages.id),
    (SELECT group_concat(term || ': ' || definition, char(10)) FROM terms
      WHERE terms.page_id = pages.id), '') AS text,
  held.id, held.warc_file, held.warc_offset_bytes, held.warc_length_bytes
FROM pages JOIN captures ON captures.id = pages.capture_id
JOIN captures AS held ON held.id = coalesce(captures.revisit_of, captures.id)
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
    lost: int
    """Pages that it does not have, since what they were read from is known to be lost."""


@dataclass
class _Zip:
    """A ZIP file being written, and the digests of what is in it."""

    zip: ZipFile
    resources: list[dict[str, object]] = field(default_factory=list)

    def add(self, name: str, pieces: Iterable[bytes], *, is_packed: bool = False) -> str:
        """Add a file; its digest. What is packed already is stored, to be read in place."""
        now = present()
        info = ZipInfo(name, now.timetuple()[:6])
        # An extended timestamp (APPNOTE 4.6.1, Info-ZIP). Without any field here, replayweb.page
        # takes it that the local header has none either, and reads from the wrong byte.
        info.extra = struct.pack("<HHBl", 0x5455, 5, 1, int(now.timestamp()))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a package is to be made."""

    publication: Mapping[str, str] = field(default_factory=dict)
    """Title, about, licence and licence_url of the site."""
    software: str
    key: SigningKey | None = None
    """Signs it; None = it is not signed."""
    keep_revisits: bool = False
    """Leave revisits as they are: smaller, and readers have to resolve them."""
    options: str = ""
    """What a command is given to work on the site, for advice."""

    @property
    def check(self) -> str:
        """The command that checks the site."""
        return f"`{f'patientline archive check {self.options}'.strip()}`"


def pack(db: Database, captures: Path, target: Path, wish: Wish) -> Package:
    """Write a site's package, without what is hidden.

    Raises CannotPack, also where another process writes the same package, OSError.
    """
    if not target.parent.is_dir():  # the lock would make it, and where a mistyped path says
        raise CannotPack(f"{target.parent} is no folder. Make it, or name another file.")
    lock = target.with_name(f".{target.name}.lock")
    try:
        with FileLock(lock, timeout=0):
            try:
                return _pack(db, captures, target, wish)
            finally:
                lock.unlink(missing_ok=True)  # whoever waits with it open sees that it is gone
    except Timeout as error:
        raise CannotPack(
            f"Another command is writing {target}. Wait for it to end, or name another file."
        ) from error


def _pack(db: Database, captures: Path, target: Path, wish: Wish) -> Package:
    with without_hidden(db.conn) as hidden:
        sql = "SELECT warc_file FROM captures UNION SELECT warc_file FROM renderings"
        files = sorted(str(file) for (file,) in db.execute(sql))
        files = [file for file in files if not _is_given_up(db, captures, file)]
        _require_sound(captures, files, wish.check)
        draft = target.with_name(f".{target.name}.new")
        try:
            with ZipFile(draft, "w", allowZip64=True) as opened, Index() as index:
                done = _Packing(db, captures, _Zip(opened), index, wish, hidden).write(files)
            with draft.open("rb") as written:
                os.fsync(written.fileno())
            done = replace(done, path=target, bytes=draft.stat().st_size)
            os.replace(draft, target)
        except DamagedCapture as error:
            raise CannotPack(
                f"{error} {wish.check} says what is wrong, "
                "`patientline archive recover` saves what can be read."
            ) from error
        except OSError as error:  # of a full disk it does not say which file it was
            error.filename = error.filename or str(target)
            raise
        finally:
            draft.unlink(missing_ok=True)
    return done


def _is_given_up(db: Database, captures: Path, file: str) -> bool:
    """Whether a file is gone, and somebody has accepted that every record of it is lost."""
    if (captures / file).exists():
        return False
    sql = (
        "SELECT id FROM captures WHERE warc_file = :file "
        "UNION SELECT id FROM renderings WHERE warc_file = :file"
    )
    accepted = accepted_losses(captures)
    return all(name in accepted for (name,) in db.execute(sql, {"file": file}))


def _require_sound(captures: Path, files: Iterable[str], check: str) -> None:
    if not files:
        raise CannotPack("Nothing has been captured yet. Crawl the site first.")
    for file in files:
        path = captures / file
        if not path.is_file():
            raise CannotPack(
                f"{path} is not there, or a crawl is still writing it. Run the check "
                f"({check}), or wait for the crawl to end."
            )
        seal = captures / (file + SEAL)
        if seal.is_file() and read_seal(seal) != digest_of(path):
            raise CannotPack(
                f"{path} is not as it was sealed. {check} says what is wrong, "
                "`patientline archive recover` saves what can be read."
            )


@dataclass
class _Packing:
    """A package in the making."""

    db: Database
    captures: Path
    out: _Zip
    index: Index
    wish: Wish
    hidden: Target
    count: int = 0
    pages: int = 0
    lost: int = 0
    first: tuple[str, str] | None = None
    """Address and moment of the first page."""
    created: str = field(default_factory=lambda: present().strftime("%Y-%m-%dT%H:%M:%SZ"))
    """The same in package and signature: verifiers compare them."""

    def write(self, files: Iterable[str]) -> Package:
        """All parts, in the order in which readers may need them."""
        source = RecordSource(
            self.db, self.captures, self.hidden.addresses, keep_revisits=self.wish.keep_revisits
        )
        for file in files:
            self.out.add(f"archive/{file}", self._warc(source, file), is_packed=True)
        self._add_index()
        self.out.add(PAGES, self._page_lines())
        digest = self.out.add("datapackage.json", [_as_json(self._datapackage())])
        self.out.add("datapackage-digest.json", [_as_json(self._proof(digest))])
        return Package(path=Path(), bytes=0, captures=self.count, pages=self.pages, lost=self.lost)

    def _warc(self, source: RecordSource, file: str) -> Iterator[bytes]:
        offset = 0
        for record in source.records_of(file):
            self.count += record.capture is not None
            facts = _index_facts(record)
            if facts is not None:
                self.index.add(cdxj_line(*facts, file, offset, len(record.data)))
            offset += len(record.data)
            yield record.data

    def _add_index(self) -> None:
        if len(self.index) < LARGE_INDEX:
            self.out.add(INDEX, iter(self.index))
            return
        packed = Packed(self.index, Path(PACKED_INDEX).name)
        self.out.add(PACKED_INDEX, packed.blocks(), is_packed=True)
        self.out.add(DIRECTORY, packed.directory())

    def _page_lines(self) -> Iterator[bytes]:
        about = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
        yield _as_line(about)
        losses = KnownLosses(self.captures)
        for identity, url, moment, title, capture_id, known, *place in self.db.execute(_PAGES):
            if losses.include(*place):
                self.lost += 1
                continue
            self.first = self.first or (url, moment)
            self.pages += 1
            text = known or visible_text(self.db.conn, self.captures, capture_id)
            yield _as_line({"id": identity, "url": url, "ts": moment, "title": title, "text": text})

    def _datapackage(self) -> dict[str, object]:
        about = self.wish.publication
        facts: dict[str, object] = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": about.get("title", ""),
            "description": about.get("about", ""),
            "created": self.created,
            "modified": self.created,
            "software": self.wish.software,
        }
        if self.first:
            facts |= dict(zip(("mainPageUrl", "mainPageDate"), self.first, strict=True))
        if about.get("licence"):
            facts["licenses"] = [{"title": about["licence"], "path": about.get("licence_url", "")}]
        return facts | {"resources": list(self.out.resources)}

    def _proof(self, digest: str) -> dict[str, object]:
        """The digest of datapackage.json, signed if that is wished
        (specs.webrecorder.net/wacz-auth/0.1.0)."""
        proof: dict[str, object] = {"path": "datapackage.json", "hash": digest}
        key = self.wish.key
        if key is not None:
            proof["signedData"] = {
                "hash": digest,
                "signature": key.sign(digest),
                "publicKey": key.public_key,
                "created": self.created,
                "software": self.wish.software,
            }
        return proof


def _index_facts(record: PackedRecord) -> tuple[str, str, str, int, str] | None:
    """Address, moment, media type, status and digest of what is found by its address."""
    capture, rendering = record.capture, record.rendering
    if capture is not None:
        mime = "warc/revisit" if record.is_revisit else capture.mime
        moment = moment_text(capture.fetched_at)
        return capture.url, moment, mime, record.status, capture.payload_sha256
    if rendering is not None:
        mime, moment = rendering.field("Content-Type"), rendering.field("WARC-Date")
        digest = rendering.field("WARC-Payload-Digest").removeprefix("sha256:")
        return rendering.target, moment, mime, 200, digest
    return None


def _as_json(facts: Mapping[str, object]) -> bytes:
    return json.dumps(facts, indent=1).encode()


def _as_line(facts: Mapping[str, object]) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
