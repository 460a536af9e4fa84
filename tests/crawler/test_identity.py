"""Who is asking: a live site, and a registry, can write to whoever runs a crawl."""

from __future__ import annotations

import pytest

from crawler.identity import CONTACT_VARIABLE, require_contact, with_contact
from crawler.profile import Profile, ProfileError
from crawler.profile_loading import load_profile
from pipelines.verification.options import Network


def test_what_asks_the_registries_needs_a_contact_for_a_site_of_this_machine_too(
    monkeypatch,
) -> None:
    def at_home(target: str = "") -> Profile:
        network = Network(resolve={"*:443": target} if target else {})
        return Profile(name="x", seeds=("http://127.0.0.2:8088/",), network=network)

    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    require_contact(at_home())
    with pytest.raises(ProfileError, match=rf"registries and live sites .*{CONTACT_VARIABLE}"):
        require_contact(at_home(), verifies=True)
    require_contact(at_home("127.0.0.1:443"), verifies=True)
    with pytest.raises(ProfileError, match=CONTACT_VARIABLE):
        require_contact(at_home("192.0.2.1:443"), verifies=True)
    require_contact(load_profile("sample"), verifies=True)
    monkeypatch.setenv(CONTACT_VARIABLE, "web@a.example")
    require_contact(with_contact(at_home()), verifies=True)


def test_a_live_site_needs_a_contact(monkeypatch) -> None:
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    live = Profile(name="x", seeds=("https://www.a.example/",))
    with pytest.raises(ProfileError, match=rf"{CONTACT_VARIABLE}.*contact"):
        require_contact(live)
    with pytest.raises(ProfileError, match=CONTACT_VARIABLE):
        require_contact(load_profile("patientline"))
    for local in (
        "sample", "http://127.0.0.1:8000/", "http://127.1/", "http://[::1]/", "http://localhost/",
        "http://localhost:8000/", "http://www.localhost/", "https://www.a.test/",
    ):  # fmt: skip
        require_contact(load_profile(local))
    for host in (
        "localhost.example.org",
        "localhosting.example",
        "127.example.org",
        "contest.example",
    ):
        with pytest.raises(ProfileError, match=CONTACT_VARIABLE):
            require_contact(load_profile(f"https://{host}/"))
    monkeypatch.setenv(CONTACT_VARIABLE, "web@a.example")
    assert with_contact(live).identity.contact == "web@a.example"
    require_contact(with_contact(live))
    assert load_profile("patientline").politeness.delay_s >= 1
