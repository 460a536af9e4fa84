"""replayweb.page within the archive, for viewing pages with their scripts.

It is another project's, under the AGPL, and no part of this one: the operator fetches its two files
and names their folder in PATIENTLINE_REPLAYWEB (docs/captures.md); they are served as they are.
Without them these addresses do not exist, and no page links to them. Mind that it runs the scripts
of captured pages, at the address of the archive.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.views.base import DatasetteError

try:
    from archive.site.plugins.packages import WITHHELD, is_withheld, packages_in

    HAS_PROGRAM = True
except ImportError:  # the published folder alone, on a server without this program
    HAS_PROGRAM = False

ENVIRONMENT = "PATIENTLINE_REPLAYWEB"
"""Variable that names the folder with ui.js and sw.js of the npm package replaywebpage."""
SCRIPTS = ("ui.js", "sw.js")
FRAME = (
    '<!doctype html><meta charset="utf-8"><title>replayweb.page</title>'
    '<script src="ui.js"></script><replay-app-main></replay-app-main>'
)
"""What its frame holds until its service worker takes over; a first visit asks the server."""


def scripts_folder() -> Path | None:
    """Where the two files lie; None = replayweb.page is not to be had here."""
    folder = Path(os.environ.get(ENVIRONMENT) or os.devnull)
    has_all = HAS_PROGRAM and all((folder / name).is_file() for name in SCRIPTS)
    return folder if has_all else None


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Tell the templates which package replayweb.page can open; an empty text for none."""
    env.globals["replayweb_package"] = _package_of(datasette)


def _package_of(datasette: Any) -> Callable[[], str]:
    def package() -> str:
        folder = Path(datasette.get_database("archive").path).parent
        if scripts_folder() is None:
            return ""
        return next((package.name for package in packages_in(folder)), "")

    return package


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The two files, and a page that opens a package with them."""
    if not HAS_PROGRAM:
        return []
    return [
        (rf"/-/replayweb/(?P<file>{'|'.join(SCRIPTS)})$".replace(".js", r"\.js"), send_script),
        (r"/-/replayweb/$", send_frame),
        (r"/-/replayweb/open/(?P<file>\w[\w.-]{0,200}\.wacz)$", show_package),
    ]


async def send_script(request: Any) -> Any:
    """A file of replayweb.page, unchanged."""
    folder = scripts_folder()
    if folder is None:
        raise NotFound("replayweb.page is not served here")
    text = (folder / request.url_vars["file"]).read_text(encoding="utf-8")
    return Response(text, content_type="text/javascript; charset=utf-8")


async def send_frame() -> Any:
    """The page in which replayweb.page starts."""
    if scripts_folder() is None:
        raise NotFound("replayweb.page is not served here")
    return Response.html(FRAME)


async def show_package(datasette: Any, request: Any) -> Any:
    """A package in replayweb.page, at an address (``url``) and a moment (``ts``) if given."""
    name = request.url_vars["file"]
    folder = Path(datasette.get_database("archive").path).parent
    if scripts_folder() is None or not (folder / name).is_file():
        raise NotFound(f"No package is called {name}, or replayweb.page is not served here")
    context = {"file": name, "url": request.args.get("url"), "ts": request.args.get("ts")}
    if await asyncio.to_thread(is_withheld, folder / name):
        raise DatasetteError(WITHHELD.format(name=name), title="Taken down", status=451)
    html = await datasette.render_template("replayweb.html", context, request=request)
    return Response.html(html)
