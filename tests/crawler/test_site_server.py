"""A site served for the run: what its server says takes the place of the profile's own keys."""

from __future__ import annotations

from crawler.profile import Profile
from crawler.site_server import as_served


def test_overrides_of_a_running_server() -> None:
    profile = Profile(name="x", seeds=("https://a.test/",), server="tests.replica")
    running = as_served(
        profile,
        {"resolve": {"*:80": "127.0.0.1:1"}, "services": {"doi_org": "http://127.0.0.1:1/d"}},
    )
    assert running.server == ""
    assert running.network.resolve == {"*:80": "127.0.0.1:1"}
    assert running.services.doi_org == "http://127.0.0.1:1/d"
    assert running.services.crossref == profile.services.crossref
