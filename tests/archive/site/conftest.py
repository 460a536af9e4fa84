"""A published specimen, once a session, and a way to ask it for pages."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import httpx
import jinja2
import pytest
from datasette.app import Datasette
from datasette.plugins import pm
from lxml import html

from archive.publishing.dialects import templates_of
from archive.publishing.publish import Published, publish
from tests.archive.site import specimen

# With rich installed, Datasette prints every 404 with the local variables of all frames.
vars(sys.modules["datasette.handle_exception"])["rich"] = None

Answer = TypeVar("Answer")


class Site:
    """A published folder, served without a network."""

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self.datasette = Datasette([], config_dir=folder)
        self._runner.run(self.datasette.invoke_startup())
        for plugin in pm.get_plugins():
            if hasattr(plugin, "KEPT_S"):  # what a test changes is to be seen at once
                plugin.KEPT_S = -1.0

    def get(self, path: str, method: str = "get", **options: object) -> httpx.Response:
        return self._runner.run(getattr(self.datasette.client, method)(path, **options))

    def run(self, work: Coroutine[None, None, Answer]) -> Answer:
        """Run something in the event loop of the site."""
        return self._runner.run(work)

    def page(self, path: str) -> html.HtmlElement:
        """The parsed page; it must answer 200, after redirects."""
        response = self.get(path, follow_redirects=True)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text[-500:]}"
        return html.document_fromstring(response.content)

    def text(self, path: str) -> str:
        """The words of a page, with single spaces."""
        return " ".join(self.page(path).find("body").text_content().split())

    def rows(self, sql: str) -> list[dict[str, object]]:
        result = self._runner.run(self.datasette.get_database("archive").execute(sql))
        return [dict(row) for row in result]

    @property
    def templates(self) -> jinja2.Environment:
        environment = templates_of(self.datasette)
        assert isinstance(environment, jinja2.Environment)
        return environment

    def close(self) -> None:
        for database in self.datasette.databases.values():
            database.close()
        self._runner.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("specimen")
    return publish(specimen.fill(folder / "crawl.db"), folder / "site", specimen.PUBLICATION)


@pytest.fixture(scope="session")
def site(published: Published) -> Iterator[Site]:
    served = Site(published.folder)
    yield served
    served.close()
