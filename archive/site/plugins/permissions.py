"""Closes our own pages to whom an operator's ``allow`` closes Datasette's."""

from __future__ import annotations

from functools import partial
from typing import Any

from datasette import Forbidden, hookimpl


@hookimpl
def startup(datasette: Any) -> None:
    """Lend it to the other plugins: those of a published folder cannot import each other."""
    datasette.ensure_open = partial(ensure_open, datasette)


async def ensure_open(datasette: Any, request: Any, kind: str, name: str) -> None:
    """Raise ``Forbidden`` unless the asker may see this table or query (``kind``) of the archive.

    Datasette 0.65 has to be asked for what it stands in too; 1.0 takes that into account itself.
    """
    action = f"view-{kind}"
    if hasattr(datasette, "ensure_permissions"):
        wanted = [(action, ("archive", name)), ("view-database", "archive"), "view-instance"]
        await datasette.ensure_permissions(request.actor, wanted)
        return
    from datasette import resources  # not in 0.65

    of_kind = {"table": resources.TableResource, "query": resources.QueryResource}
    resource = of_kind[kind]("archive", name)
    if kind == "query" and await datasette.get_query("archive", name) is None:
        # ``datasette publish`` takes no configuration along, so nobody closed a query by itself.
        action, resource = "view-database", resources.DatabaseResource("archive")
    if not await datasette.allowed(action=action, resource=resource, actor=request.actor):
        raise Forbidden(action)
