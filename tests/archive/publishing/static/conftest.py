"""The specimen as plain files, once a session."""

from __future__ import annotations

import pytest

from archive.publishing.publish import Published, publish
from archive.publishing.static.build import Written, build_static
from tests.archive.site import specimen


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("static-specimen")
    return publish(specimen.fill(folder / "crawl.db"), folder / "site", specimen.PUBLICATION)


@pytest.fixture(scope="session")
def written(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return build_static(published.folder, tmp_path_factory.mktemp("static") / "out")
