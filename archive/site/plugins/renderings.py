"""Pages as a browser drew them: the picture to look at, and the document to read.

Only where the captures are served (plugins/replay.py). A document is a stranger's: it is sent as
plain text, under a policy that lets nothing run (headers.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl

try:
    from archive.proof.passages import row_of
    from archive.proof.renderings import reread_rendering
    from archive.proof.replay import MAX_RECORD_BYTES

    HAS_PROGRAM = True
except ImportError:  # the published folder alone, on a server without this program
    HAS_PROGRAM = False


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One address for each rendering."""
    return [(r"/-/rendering/(?P<id>[\w.-]{1,100})$", send_rendering)] if HAS_PROGRAM else []


async def send_rendering(datasette: Any, request: Any) -> Any:
    """A picture or document, its digests verified a moment ago."""
    name, folder = request.url_vars["id"], getattr(datasette, "captures_folder", None)
    if folder is None:
        raise NotFound("The captures are not served here, only what was read from them")

    def read(db: Any) -> tuple[bytes, str] | None:
        row = row_of(db, "renderings", name)
        if row is None:
            return None
        held = reread_rendering(Path(folder), row, MAX_RECORD_BYTES)
        if not held.is_sound or held.entity is None:
            return None
        is_picture = row["kind"] == "view"
        return held.entity, "image/png" if is_picture else "text/plain; charset=utf-8"

    found = await datasette.get_database("archive").execute_fn(read)
    if found is None:
        raise NotFound(f"No rendering is called {name}, or it is damaged")
    body, mime = found
    return Response(body, headers={"cache-control": "max-age=300"}, content_type=mime)
