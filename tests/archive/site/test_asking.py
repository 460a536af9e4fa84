"""How the archive may be asked, and the name it calls itself by."""

from __future__ import annotations

import pytest

from archive.publishing.publish import PublishError, publish
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

FEED = "/changes.atom"
URL = "https://archive.example.org"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/", "/archive/articles", "/archive", "/search", "/nothing"])
def test_it_is_only_read(site: Site, method: str, path: str) -> None:
    answer = site.get(path, method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("why", "host", "status"),
    [
        ("a name", "archive.example.org", 200),
        ("with a port", "archive.example.org:8001", 200),
        ("an address", "[::1]:8001", 200),
        ("markup", 'a.example"><script>', 400),
        ("another line of a Link header", "a.example>; rel=x, <b.example", 400),
        ("a path", "a.example/b", 400),
        ("a user", "a@b.example", 400),
        ("nothing", "", 400),
    ],
)
def test_a_host_has_the_form_of_one(site: Site, why: str, host: str, status: int) -> None:
    assert site.get(FEED, headers={"host": host}).status_code == status, why


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    publication = specimen.PUBLICATION | {"public_url": URL}
    served = Site(publish(specimen.fill(folder / "crawl.db"), folder / "s", publication).folder)
    yield served
    served.close()


@pytest.mark.parametrize("path", [FEED, "/cite.bib", f"/archive/pages/{specimen.page_id()}"])
def test_it_calls_itself_by_the_name_of_its_profile(named: Site, path: str) -> None:
    answer = named.get(path, headers={"host": "evil.example"})
    said = answer.text + str(answer.headers)
    assert answer.status_code == 200
    assert "evil.example" not in said
    assert URL in said


@pytest.mark.parametrize("url", ["archive.example.org", "https://a..example", "javascript:1"])
def test_the_name_must_be_an_address(url: str, tmp_path) -> None:
    crawl_db = specimen.fill(tmp_path / "crawl.db")
    with pytest.raises(PublishError, match="public_url"):
        publish(crawl_db, tmp_path / "site", {"public_url": url})
