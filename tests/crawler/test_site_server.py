"""A site served for the run: what its server says takes the place of the profile's own keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.profile import Profile
from crawler.site_server import ServerFailed, as_served, served


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


def test_a_server_that_says_what_is_no_setting_is_told(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "wayward.py").write_text('print(\'{"services": {"pubmed": "http://a/"}}\')')
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    profile = Profile(name="x", seeds=("https://a.test/",), server="wayward", file="x.toml")
    said = (
        r"x\.toml: what its server says cannot be used\. wayward: services\.pubmed is not a setting"
    )
    with pytest.raises(ServerFailed, match=said), served(profile):
        pass
