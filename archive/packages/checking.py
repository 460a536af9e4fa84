"""Checks a WACZ file: is it complete by the standard, unchanged, and who signed it?"""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from archive.counting import counted, shown
from archive.packages.signing import fingerprint, is_signed
from archive.packages.wacz import PAGES

_OF_PACKAGES = "multi-wacz-package"
_STEP = 1 << 20
_ALGORITHMS = frozenset({"sha256", "md5", "sha1", "sha384", "sha512"})
"""Of digests: what the standard wants, what py-wacz offers too, and what data packages may have."""
_BARE = re.compile(r"[0-9a-f]{32}")
UNPROVED = "wacz_no_digest"
"""What is said of a file that is there and whole, and of which nothing shows that it is the one
that was packed."""
_DIGEST_FILE = "datapackage-digest.json"
_MOST_FACTS = 50_000_000
"""Bytes of a file with facts, and of a line of an index or of the pages: what is packed small may
unpack to more than any memory holds."""

UNREADABLE = (
    OSError, EOFError, BadZipFile, zlib.error, lzma.LZMAError,  # no ZIP, or a damaged one
    struct.error,  # the head of a file packed by LZMA is cut
    RuntimeError,  # encrypted, packed in a way that zipfile does not know, JSON nested too deep
    ValueError, TypeError, AttributeError, KeyError,  # invalid JSON, or JSON of another shape
    OverflowError,  # a number that is infinite
)  # fmt: skip
"""What is raised by reading a file that is not a WACZ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed a package, according to the package."""

    is_valid: bool
    """Whether it fits the digest and the public key that stand beside it."""
    is_false: bool
    """Whether it is seen not to fit them; that of a certificate may be neither."""
    fingerprint: str
    """SHA-256 of the public key; empty for a signature with a domain's certificate."""
    created: str
    """When, by its own word: nothing proves it."""
    said: str
    """One sentence."""


def problems_of(path: Path) -> list[tuple[str, str]]:
    """What keeps a file from being a WACZ of version 1.1.1, as (kind, sentence)."""
    try:
        with ZipFile(path) as opened:
            return [(kind, shown(said)) for kind, said in _problems(opened)]
    except UNREADABLE as error:
        return [("no_wacz", shown(f"It cannot be read as a WACZ: {error}."))]


def unproved_said(files: int) -> str:
    """What is to be said of a package in which nothing is wrong but that so many of its files are
    ``UNPROVED``."""
    return (
        f"Whole, but not provable: of {counted(files, 'file')} no digest can be verified "
        f"({UNPROVED}). Nothing that the standard demands is missing, and nothing is seen to be "
        "changed; whether these are the files that were packed, nothing shows."
    )


def signature_of(path: Path) -> Signature | None:
    """The signature of a package; None when it is not signed, or cannot be read."""
    try:
        with ZipFile(path) as opened:
            proof = json.loads(_facts_in(opened, _DIGEST_FILE))
    except UNREADABLE:
        return None
    signed = proof.get("signedData") if isinstance(proof, dict) else None
    if not isinstance(signed, dict):
        return None
    created = str(signed.get("created", ""))
    is_of_package = signed.get("hash") == proof.get("hash")
    if is_of_package and signed.get("domainCert"):
        said = f"Signed with a certificate of {signed.get('domain')}, which is not verified here."
        return Signature(
            is_valid=False, is_false=False, fingerprint="", created=created, said=shown(said)
        )
    is_valid = is_of_package and is_signed(signed)
    try:
        name = fingerprint(str(signed.get("publicKey")))
    except ValueError:
        name = ""
    said = (
        f"Signed by the key {name}; by its own word on {created}."
        if is_valid
        else "The signature does not fit the package."
    )
    return Signature(
        is_valid=is_valid, is_false=not is_valid, fingerprint=name, created=created,
        said=shown(said),
    )  # fmt: skip


def doubts_of(path: Path) -> tuple[str, ...]:
    """Where a package is not what it says itself, in sentences: a file with another digest than
    it lists, a WARC file that it lists and lacks, or that it has beside those it lists, a false
    signature.

    Nothing that it does not say, or says in a way that is not known here, is held against it.
    """
    doubts: list[str] = []
    try:
        with ZipFile(path) as opened:
            doubts += _doubts(opened)
    except UNREADABLE as error:
        doubts.append(f"What it says of its files cannot be verified ({error}).")
    signature = signature_of(path)
    if signature is not None and signature.is_false:
        doubts.append(signature.said)
    return tuple(map(shown, doubts))


def _doubts(opened: ZipFile) -> Iterator[str]:
    names = set(opened.namelist())
    if "datapackage.json" not in names:
        return
    unlisted: list[str] = []
    for kind, said in _digest_problems(opened, names):
        is_of_warc = _is_warc(said.partition(" ")[0])
        if kind == "wacz_digest" or (kind == "wacz_lacks" and is_of_warc):
            yield said
        elif kind == "wacz_unlisted" and is_of_warc:
            unlisted.append(said)
    if len(unlisted) < sum(map(_is_warc, names)):  # some makers list none
        yield from unlisted


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and ".warc" in name


def _problems(opened: ZipFile, *, is_inner: bool = False) -> Iterator[tuple[str, str]]:
    if not is_inner and _is_of_packages(opened):
        yield from _problems_of_many(opened)
        return
    counted = Counter(opened.namelist())
    for name, count in counted.items():
        if count > 1:
            yield "wacz_twice", f"{name} is in it {count} times: readers differ in what they take."
    names = set(counted)
    for wanted in ("datapackage.json", PAGES):
        if wanted not in names:
            yield "wacz_lacks", f"It has no {wanted}."
    warcs = [name for name in names if _is_warc(name)]
    indexes = sorted(n for n in names if n.startswith("indexes/"))
    if not warcs:
        yield "wacz_lacks", "It has no WARC file in archive/."
    if not any(".cdx" in name for name in indexes):
        yield "wacz_lacks", "It has no index in indexes/."
    for name in (n for n in names if n in warcs or n.endswith(".cdx.gz")):
        if opened.getinfo(name).compress_type != ZIP_STORED:
            yield "wacz_packed", f"{name} is compressed again: it cannot be read in place."
    if "datapackage.json" not in names:
        return
    yield from _digest_problems(opened, names)
    if PAGES in names:
        yield from _page_problems(opened.open(PAGES))
    sizes = {name.removeprefix("archive/"): opened.getinfo(name).file_size for name in warcs}
    for name in indexes:
        yield from _index_problems(opened, name, sizes)


def _is_of_packages(opened: ZipFile) -> bool:
    """Whether it is a package of packages (Multi-WACZ), as a crawl by several browsers brings."""
    try:
        package = json.loads(_facts_in(opened, "datapackage.json"))
    except UNREADABLE:
        return False
    return isinstance(package, dict) and package.get("profile") == _OF_PACKAGES


def _problems_of_many(opened: ZipFile) -> Iterator[tuple[str, str]]:
    """What is wrong with a package of packages, and with each of those."""
    yield from _digest_problems(opened, set(opened.namelist()))
    inner = [name for name in opened.namelist() if name.endswith(".wacz")]
    if not inner:
        yield "wacz_lacks", "It has no package in it."
    for name in inner:
        try:
            with opened.open(name) as file, ZipFile(file) as package:
                for kind, said in _problems(package, is_inner=True):
                    yield kind, f"{name}: {said}"
        except UNREADABLE as error:
            yield "no_wacz", f"{name}: It cannot be read as a WACZ: {error}."


def _digest_problems(opened: ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    facts = _facts_in(opened, "datapackage.json")
    if _DIGEST_FILE in names:
        proof = json.loads(_facts_in(opened, _DIGEST_FILE))
        matches = _matches(opened, "datapackage.json", printed := proof.get("hash"))
        if matches is None:
            yield UNPROVED, f"{_DIGEST_FILE} has no digest to verify ({printed})."
        elif not matches:
            yield "wacz_digest", f"datapackage.json does not match {_DIGEST_FILE}."
    package = json.loads(facts)
    if package.get("profile") not in ("data-package", "wacz", _OF_PACKAGES):
        yield "wacz_profile", f"Its profile is {package.get('profile')!r}."
    listed = {str(resource.get("path")): resource for resource in package.get("resources", [])}
    for name in sorted(names - {"datapackage.json", _DIGEST_FILE} - set(listed)):
        yield "wacz_unlisted", f"{name} is not listed in datapackage.json."
    for name, resource in listed.items():
        if name not in names:
            yield "wacz_lacks", f"{name} is listed and not there."
        elif (matches := _matches(opened, name, printed := resource.get("hash"))) is None:
            yield UNPROVED, f"{name} has no digest that can be verified ({printed})."
        elif not matches:
            yield "wacz_digest", f"{name} does not match its digest."


def _page_problems(lines: IO[bytes]) -> Iterator[tuple[str, str]]:
    with lines:
        coming = _lines_of(lines)
        header = json.loads(next(coming, b"{}"))
        if header.get("format") != "json-pages-1.0":
            yield "wacz_pages", f"{PAGES} does not begin with its format."
        for number, line in enumerate(coming, 2):
            page = json.loads(line)
            if not page.get("url") or not page.get("ts"):
                yield "wacz_pages", f"Line {number} of {PAGES} has no url or ts."


def _index_problems(
    opened: ZipFile, name: str, sizes: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """An index has to be sorted, and to lead into the WARC files."""
    if not name.endswith((".cdx", ".cdxj", ".cdx.gz")):
        return
    with opened.open(name) as file:
        lines = gzip.GzipFile(fileobj=file) if name.endswith(".gz") else file
        before = b""
        for number, line in enumerate(_lines_of(lines), 1):
            if line < before:
                yield "wacz_index", f"{name} is not sorted."
                return
            before = line
            start = line.find(b" {") + 1  # a brace within an address is none of the JSON
            if not start:
                continue
            entry = json.loads(line[start:])
            start, length = int(entry.get("offset", 0)), int(entry.get("length", 0))
            end = start + length
            if min(start, length) < 0 or end > sizes.get(str(entry.get("filename")), -1):
                yield "wacz_index", f"Line {number} of {name} leads to no record."


def _facts_in(opened: ZipFile, name: str) -> bytes:
    """A file with facts. Raises ValueError when it is larger than ``_MOST_FACTS``."""
    with opened.open(name) as file:
        facts = file.read(_MOST_FACTS + 1)
    if len(facts) > _MOST_FACTS:
        raise ValueError(f"{name} unpacks to more than {_MOST_FACTS} bytes")
    return facts


def _lines_of(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """The lines of a file. Raises ValueError when one is longer than ``_MOST_FACTS``."""
    while line := file.readline(_MOST_FACTS + 1):
        if len(line) > _MOST_FACTS:
            raise ValueError(f"a line of it has more than {_MOST_FACTS} bytes")
        yield line


def _matches(opened: ZipFile, name: str, printed: object) -> bool | None:
    """Whether a file has the digest that is printed, of one of ``_ALGORITHMS``; None when none of
    these is printed. All of it is read in any case: the ZIP file has a check sum of it."""
    algorithm, _, expected = str(printed).strip().lower().rpartition(":")
    if not algorithm and _BARE.fullmatch(expected):
        algorithm = "md5"  # as a data package has it
    known = algorithm if algorithm in _ALGORITHMS else ""
    digest = hashlib.new(known or "md5", usedforsecurity=False)
    with opened.open(name) as file:
        while data := file.read(_STEP):
            digest.update(data)
    return digest.hexdigest() == expected if known else None
