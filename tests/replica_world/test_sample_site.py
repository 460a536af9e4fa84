"""The world knows what the sample site cites and plays every host it links to."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.replica.site import HOSTS as SITE_HOSTS
from tests.replica.site.pages import Page, pages
from tests.replica.world import handler_for
from tests.replica.world.works import load_works
from tests.replica_world.asking import Get

NOT_REGISTERED = {
    "10.1007/s00586-010-1374-11",  # one figure too many
    "10.1136/bmj.a311",  # one figure short
    "10.1155/2015/32819",  # one figure short
    "10.1186/s12891-015-0852-6",  # two figures exchanged
    "10.9999/nowhere.2020.1",  # invented
}
"""What the site prints on purpose and nobody registered."""
PRINTED = {
    name
    for page in pages()
    for name in (
        *page.dois,
        *(entry.doi for entry in page.references),
        *(entry.linked for entry in page.references),
    )
    if name
}
CITED = {entry.work for page in pages() for entry in page.references if entry.work}


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_printed_dois_are_registered_unless_wrong_on_purpose(name: str) -> None:
    assert (load_works().find(name) is None) == (name in NOT_REGISTERED)


@pytest.mark.parametrize("name", sorted(CITED))
def test_cited_works_are_known(name: str) -> None:
    assert load_works().find(name) is not None


def links_of(page: Page, get: Get) -> set[str]:
    """Absolute http(s) targets of a page, as far as they are URLs at all."""
    response = get(page.url)
    targets = re.findall(r"""(?:href|src)=["']([^"']*)["']""", response.text)
    return {
        url.strip() for url in map(unescape, targets)
        if re.match(r"\s*(?:https?:)?//[a-z0-9.-]+\.[a-z]+", url, re.IGNORECASE)
    }  # fmt: skip


def test_every_host_the_site_links_to_is_played(get: Get) -> None:
    plain = [p for p in pages() if not p.behaviour and p.delivery in ("plain", "gzip", "br")]
    links = {url for page in plain for url in links_of(page, get)}
    hosts = {urlsplit(re.sub(r"\s", "", url)).hostname or "" for url in links}
    unplayed = {host for host in hosts if host not in SITE_HOSTS and handler_for(host) is None}
    assert len(hosts) > 20
    assert not unplayed


def test_charity_pages_linked_by_the_site_exist(get: Get) -> None:
    plain = [p for p in pages() if not p.behaviour and p.delivery in ("plain", "gzip", "br")]
    links = {re.sub(r"[\t\n\r]", "", url) for page in plain for url in links_of(page, get)}
    charity = {url for url in links if urlsplit(url).hostname == "www.example-charity.test"}
    paths = {urlsplit(url).path for url in charity}
    assert {"/", "/groups", "/with-newlineand-tab"} <= paths
    assert {
        path: get(f"https://www.example-charity.test{path}").status_code for path in paths
    } == dict.fromkeys(paths, 200)
