"""Captures to view and to download, and rows with their proof.

Only where the captures lie beside the published folder and this program is installed; elsewhere
these addresses do not exist, and no page links to them. What was captured is a stranger's: it is
written anew without anything that runs (archive/proof/still_page.py), and shown in a frame under
the strictest policy there is (headers.py). All of it is read in Datasette's threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode

try:
    from archive.proof import replay
    from archive.proof.comparing import compare
    from archive.proof.folder import captures_beside
    from archive.proof.link_changes import compare_links
    from archive.proof.mementos import Addresses, memento_headers
    from archive.proof.parts import part_of
    from archive.proof.passages import KEYS
    from archive.proof.proving import CannotProve, prove
    from archive.proof.reference_changes import compare_references
    from archive.proof.still_page import PLACE
    from archive.proof.text_fragments import fragment_of
except ImportError:  # the published folder alone, on a server without this program
    KEYS = {}

T = TypeVar("T")
ID = r"(?P<id>[\w.-]{1,100})"
MAX_PASSAGES = 400
"""Passages of a proof that are shown."""
MAX_SEARCHED = 4_000_000_000
"""Characters that are searched for one proof, passage by passage: a few seconds."""


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Tell the templates whether there is anything to link to."""
    folder = None
    if KEYS:
        folder = captures_beside(Path(datasette.get_database("archive").path).parent)
    datasette.captures_folder = folder
    env.globals["captures_served"] = folder is not None
    env.globals["provable"] = frozenset(KEYS) if folder else frozenset()


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Captures in three forms, proofs, and comparisons."""
    return [
        (rf"/-/capture/{ID}$", show_capture),
        (rf"/-/capture/{ID}/page$", show_page),
        (rf"/-/capture/{ID}/part$", send_part),
        (rf"/-/capture/{ID}/raw$", send_entity),
        (rf"/-/capture/{ID}/warc$", send_records),
        (rf"/-/compare/{ID}/{ID.replace('id', 'other')}$", show_comparison),
        (r"/-/proof/(?P<table>\w{1,40})/(?P<key>[^/]{1,400})$", show_proof),
    ]


async def _read(datasette: Any, read: Callable[[Any, Path], T | None], missing: str) -> T:
    """What a function makes of database and captures, in a thread; 404 when it makes nothing."""
    folder = getattr(datasette, "captures_folder", None)
    if folder is None:
        raise NotFound("The captures are not served here, only what was read from them")

    def run(connection: Any) -> T | None:
        return read(connection, folder)

    found: T | None = await datasette.get_database("archive").execute_fn(run)
    if found is None:
        raise NotFound(missing)
    return found


async def show_capture(datasette: Any, request: Any) -> Any:
    """A capture with its circumstances around it."""
    name = request.url_vars["id"]

    def read(db: Any, folder: Path) -> Any:
        shown = replay.replay(db, folder, name)
        if shown is None:
            return None
        others = replay.others_of(db, shown)
        target = shown.capture["location"]
        led = replay.captures_of(db, [target], shown.capture["fetched_at"]) if target else {}
        return {"held": shown, "others": others, "led_to": led.get(target)}

    context = await _read(datasette, read, f"No capture is called {name}")
    context["place"] = request.args.get(PLACE) or ""
    headers = _as_memento(datasette, request, context["held"].capture)
    return await _rendered(datasette, request, "capture.html", context, headers)


def _as_memento(datasette: Any, request: Any, capture: Any) -> dict[str, str]:
    """The headers that say of what, and of when, a shown capture is."""

    def here(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    return memento_headers(capture["fetched_at"], Addresses(capture["url"], here))


async def show_page(datasette: Any, request: Any) -> Any:
    """The content of a capture, as a page that does nothing. Shown in a frame."""
    name = request.url_vars["id"]
    address = datasette.urls.path("/-/capture/{id}")

    def read(db: Any, folder: Path) -> tuple[str, Any] | None:
        shown = replay.replay(db, folder, name)
        if shown is None or shown.source is None:
            return None
        return replay.page_of(db, shown, address), shown.capture

    page, capture = await _read(datasette, read, f"The capture {name} has no page to show")
    headers = _as_memento(datasette, request, capture)
    return Response.html(page, headers={"cache-control": "max-age=300"} | headers)


async def send_part(datasette: Any, request: Any) -> Any:
    """A picture, font or style sheet for a page in its frame, as what its bytes are."""
    name = request.url_vars["id"]
    address = datasette.urls.path("/-/capture/{id}/part")

    def read(db: Any, folder: Path) -> tuple[bytes, str] | None:
        return part_of(db, folder, name, address)

    body, mime = await _read(datasette, read, f"The capture {name} is not part of a page")
    # The frame comes as if from nowhere, and browsers ask for leave to give a font to that.
    headers = {"cache-control": "max-age=300", "access-control-allow-origin": "*"}
    return Response(body, headers=headers, content_type=mime)


async def send_entity(datasette: Any, request: Any) -> Any:
    """The content as it was sent (still in its content-coding): its digest is the payload's."""
    name = request.url_vars["id"]

    def read(db: Any, folder: Path) -> tuple[bytes, str] | None:
        shown = replay.replay(db, folder, name)
        if shown is None or shown.content.holder.entity is None:
            return None
        coding = shown.content.holder.header("content-encoding").lower()
        ending = ".gz" if coding in ("gzip", "x-gzip") else ""
        return shown.content.holder.entity, _file_name(shown.capture["url"]) + ending

    entity, file = await _read(datasette, read, f"The content of {name} cannot be read")
    return _taken(entity, file)


async def send_records(datasette: Any, request: Any) -> Any:
    """Request and response as they lie in the WARC file, byte for byte."""
    name = request.url_vars["id"]

    def read(db: Any, folder: Path) -> bytes | None:
        return replay.record_of(db, folder, name)

    records = await _read(datasette, read, f"The records of {name} cannot be read")
    return _taken(records, f"{name}.warc.gz")


def _taken(data: bytes, file: str) -> Any:
    """Bytes to keep, never to open here."""
    headers = {"content-disposition": f'attachment; filename="{file}"'}
    return Response(data, headers=headers, content_type="application/octet-stream")


def _file_name(url: str) -> str:
    """A harmless name for a file, from the end of an address."""
    last = re.sub(r"[?#].*", "", url).rstrip("/").rpartition("/")[2]
    return re.sub(r"[^\w.-]+", "_", last, flags=re.ASCII).strip("._")[-80:] or "page"


async def show_proof(datasette: Any, request: Any) -> Any:
    """Whether a row says what its capture says, step by step."""
    table, key = request.url_vars["table"], tilde_decode(request.url_vars["key"])

    def read(db: Any, folder: Path) -> Any:
        try:
            return prove(
                db,
                folder,
                table,
                key,
                replay.MAX_RECORD_BYTES,
                replay.MAX_PAGE_CHARACTERS,
                MAX_SEARCHED,
            )
        except CannotProve:
            return None

    proof = await _read(datasette, read, f"There is no row {key} of {table} to prove")
    context = {"proof": proof, "passages": proof.passages[:MAX_PASSAGES]}
    return await _rendered(datasette, request, "proof.html", context)


async def show_comparison(datasette: Any, request: Any) -> Any:
    """What changed, for a reader, from one capture to another."""
    names = (request.url_vars["id"], request.url_vars["other"])

    def read(db: Any, folder: Path) -> Any:
        one, other = (replay.replay(db, folder, name) for name in names)
        if one is None or other is None:
            return None
        if one.capture["fetched_at"] > other.capture["fetched_at"]:
            one, other = other, one
        found = references = links = None
        if one.source is not None and other.source is not None:
            found = compare(one.source, other.source)
            reading = replay.reading_of(db, one, other)
            references = compare_references(one.source, other.source, reading)
            urls = (one.capture["url"], other.capture["url"])
            links = compare_links(one.source, other.source, urls)
        sides = {"one": one, "other": other}
        return sides | {"found": found, "references": references, "links": links}

    context = await _read(datasette, read, "There is no such pair of captures")
    context["jump_to"] = lambda text: fragment_of(text, 0, len(text))
    return await _rendered(datasette, request, "comparison.html", context)


async def _rendered(
    datasette: Any, request: Any, template: str, context: Any, headers: Any = None
) -> Any:
    html = await datasette.render_template(template, context, request=request)
    return Response.html(html, headers={"cache-control": "max-age=300"} | (headers or {}))
