"""Profiles: what is read, what is refused and in which words."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from archive.records import PageKind
from crawler.crawling import opened
from crawler.identity import CONTACT_VARIABLE
from crawler.profile import ProfileError
from crawler.profile_loading import load_profile, read_setting
from crawler.verifying import verify_site

HEAD = 'name = "x"\nseeds = ["https://www.a.test/"]\n'


@pytest.fixture
def write(tmp_path: Path):
    def written(body: str, head: str = HEAD) -> str:
        path = tmp_path / "x.toml"
        path.write_text(head + body, encoding="utf-8")
        return str(path)

    return written


def test_a_byte_order_mark_is_no_mistake(write) -> None:
    assert load_profile(write("", head="\ufeff" + HEAD)).name == "x"


def test_a_whole_profile(write) -> None:
    profile = load_profile(
        write("""
title = "A"
[hosts]
"www.a.test" = ["a.test"]
[scope]
exclude = ["/member/"]
max_pages = 7
[[kinds]]
kind = "news"
url = "/news/"
generation = "C"
language = "en"
[politeness]
delay_s = 2
[network]
resolve = { "*:443" = "127.0.0.1:8443" }
allow_addresses = ["127.0.0.0/8"]
[services]
crossref = "http://127.0.0.1:9/-/api.crossref.org"
""")
    )
    assert profile.hosts == {"www.a.test": ("a.test",)}
    assert profile.kinds[0].kind is PageKind.NEWS
    assert profile.politeness.delay_s == 2.0
    assert isinstance(profile.politeness.delay_s, float)
    assert profile.scope.max_pages == 7
    assert profile.services.doi_org == "https://doi.org"
    assert pickle.loads(pickle.dumps(profile)) == profile


WRONG = [
    (
        "a contact that is none",
        '[publication]\nsecurity_contact = "javascript:x"',
        "publication.security_contact",
        "a mail address",
    ),
    ("a misspelt section", "[politenes]\ndelay_s = 1", "politenes is not a setting", "politeness"),
    ("a misspelt key", "[politeness]\ndely_s = 1", "politeness.dely_s", "did you mean delay_s?"),
    ("text for a number", '[politeness]\ndelay_s = "1"', "politeness.delay_s", "a number"),
    ("a number for text", "[identity]\ncontact = 1", "identity.contact", "text"),
    ("true for a number", "[politeness]\nconcurrency = true", "concurrency", "whole number"),
    ("no strikes", "[verification]\nstrikes = 0", "verification.strikes", "from 1 to"),
    ("negative pages", "[scope]\nmax_pages = -1", "scope.max_pages", "from 1 to"),
    ("time without end", "[politeness]\ntimeout_s = inf", "politeness.timeout_s", "from 0 to"),
    (
        "nobody at once",
        "[verification]\nhost_at_once = 0",
        "verification.host_at_once",
        "from 1 to",
    ),
    ("no delay", "[politeness]\ndelay_s = 0", "politeness.delay_s", "above 0"),
    ("no list", '[hosts]\n"a.test" = "b.test"', "hosts.a.test", "a list"),
    ("no table", "network = 3", "network", "a table"),
    ("an unknown kind", '[[kinds]]\nkind = "new"\nurl = "x"', "kinds[1].kind", "news"),
    ("a kind without a pattern", '[[kinds]]\nkind = "news"', "kinds[1].url", "missing"),
    ("a broken pattern", '[scope]\ninclude = ["("]', "scope.include", "regular expression"),
    ("no TOML", "[[", "not TOML", ""),
    ("nested beyond reading", f"a = {'[' * 5000}", "not TOML", "recursion"),
    ("no time at all", "[verification]\ndeadline_s = 0", "verification.deadline_s", "above 0"),
    ("no time for an answer", "[politeness]\ntimeout_s = 0", "politeness.timeout_s", "above 0"),
    ("no time to draw", "[rendering]\ntimeout_s = 0", "rendering.timeout_s", "above 0"),
    ("an address for a host", '[hosts]\n"https://a.test/" = []', "hosts", "no host name"),
    ("an address for an alias", '[hosts]\n"a.test" = ["//b.test"]', "hosts", "no host name"),
    ("a folder for a host", '[scope]\nallow_hosts = ["b.test/en"]', "allow_hosts", "no host name"),
    ("no host at all", '[requisites]\nhosts = [""]', "requisites.hosts", "no host name"),
    (
        "not an address",
        '[network]\nallow_addresses = ["banana"]',
        "network.allow_addresses",
        "does not appear to be",
    ),
    (
        "no style of that name",
        '[verification]\ncitation_style = "vancouvre"',
        "verification.citation_style",
        "no citation style 'vancouvre'",
    ),
    ("no port", '[network.resolve]\n"a.test:80" = "127.0.0.1"', "network.resolve", "address:port"),
    ("a name", '[network.resolve]\n"a.test:80" = "b.test:80"', "network.resolve", "'b.test:80'"),
    ("no such port", '[network.resolve]\n"a.b:80" = "[::1]:99999"', "network.resolve", "99999"),
    ("a host alone", '[network.resolve]\n"a.b" = "127.0.0.1:80"', "network.resolve", "host:port"),
    ("never met", '[network.resolve]\n"A.b:80" = "127.0.0.1:80"', "network.resolve", "'A.b:80'"),
    ("for ever", "[verification]\nstrike_days = 1e300", "verification.strike_days", "100000"),
    ("beyond clocks", "[politeness]\ntimeout_s = 1e300", "politeness.timeout_s", "10000000"),
    ("beyond SQLite", f"[scope]\nmax_pages = {10**20}", "scope.max_pages", f"{10**15}"),
    ("two headers", '[identity]\ncontact = "a\\r\\nX: y"', "identity.contact", "printable ASCII"),
    ("a snowman", '[identity]\nuser_agent = "☃"', "identity.user_agent", "printable ASCII"),
    (
        "no DOI name",
        '[verification]\ncontrol_doi = "banana"',
        "verification.control_doi",
        "a DOI name",
    ),
    ("not a URL", '[services]\ndoi_org = "banana"', "services.doi_org", "must be an http(s) URL"),
]


@pytest.mark.parametrize(("why", "body", "key", "hint"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_said_in_one_sentence(write, why, body, key, hint) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile(write(body))
    message = str(caught.value)
    assert "x.toml: " in message
    assert key in message
    assert hint in message


FILES = [
    ("[network]\nca_file", "/no/such", r"network\.ca_file names no file: /no/such"),
    ("[network]\nca_file", "http-ca.pem", r"network\.ca_file names no file: http-ca\.pem"),
    ("[network]\nca_file", __file__, r"network\.ca_file holds no certificate"),
    ("[services]\nretraction_watch", "/no/such", r"services\.retraction_watch names no file"),
]


@pytest.mark.parametrize(("key", "path", "said"), FILES)
def test_a_file_for_asking_is_missed_only_where_somebody_is_asked(
    write, key, path, said, tmp_path: Path
) -> None:
    """An archive is looked at on other machines, too."""
    profile = load_profile(write(f'{key} = "{path}"'))
    missed = pytest.raises(ProfileError, match=rf"x\.toml: {said}")
    with missed, opened(profile, tmp_path / "data"):
        pass
    (tmp_path / "crawl.db").touch()
    with missed:
        verify_site(profile, tmp_path)


@pytest.mark.parametrize("name", ["timemap", "retraction_watch"])
def test_a_service_that_is_not_used_is_left_empty(write, name: str) -> None:
    """Those of which the settings say that they may be; an authority may not."""
    profile = load_profile(write(f'[services]\n{name} = ""'))
    assert getattr(profile.services, name) == ""
    with pytest.raises(ProfileError, match=r"services\.handle must be an http"):
        load_profile(write('[services]\nhandle = ""'))


@pytest.mark.parametrize("head", ['seeds = ["https://a.test/"]\n', 'name = "x"\n'])
def test_required_keys(write, head) -> None:
    with pytest.raises(ProfileError, match="is missing"):
        load_profile(write("", head))


@pytest.mark.parametrize("name", ["x" * 5000, "x" * 300 + ".toml"])
def test_a_name_that_no_file_can_have_is_none(name: str) -> None:
    with pytest.raises(ProfileError, match="There is no profile") as caught:
        load_profile(name)
    assert len(str(caught.value)) < 700


def test_a_long_setting_is_told_by_its_beginning() -> None:
    with pytest.raises(ProfileError, match=r"--set a=\[") as caught:
        load_profile("sample", settings=[read_setting(f"a={'[' * 50_000}")])
    assert len(str(caught.value)) < 700


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ProfileError, match=r"Known profiles: .*patientline"):
        load_profile("patentline")


def test_any_address_is_a_profile(monkeypatch) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, "web@a.example")
    site = load_profile("https://www.a.example/start#top", aliases=["old.example"])
    assert site.name == "www.a.example"
    assert site.seeds == ("https://www.a.example/start",)
    assert site.hosts == {"www.a.example": ("a.example", "old.example")}
    assert site.network.allow_addresses == ()
    local = load_profile("http://127.0.0.1:8000/")
    assert local.name == "127.0.0.1-8000"
    assert local.network.allow_addresses == ("127.0.0.1",)
    assert local.politeness.delay_s < 0.1
    assert load_profile("http://intranet/").network.allow_addresses == ()  # wherever that leads
    with pytest.raises(ProfileError):
        load_profile("http://[/")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:1/", "port 1 belongs to another service"),
        ("https://me:secret@www.a.example/", "contains a user name or password"),
    ],
)
def test_an_address_that_nobody_may_ask_is_told_as_that(write, address, reason) -> None:
    with pytest.raises(ProfileError, match=f"cannot be asked: {reason}. Give"):
        load_profile(address)
    with pytest.raises(ProfileError, match=rf"x.toml: seeds has .*cannot be asked: {reason}"):
        load_profile(write("", f'name = "x"\nseeds = ["{address}"]\n'))


@pytest.mark.parametrize("alias", ["", "http://www.a.example/", "a b", "me@a.example"])
def test_an_alias_that_is_no_host_is_refused(alias: str) -> None:
    with pytest.raises(ProfileError, match=r"is no host name; write e\.g\. www\.example\.org"):
        load_profile("https://www.a.example/", aliases=[alias])


def test_a_setting_of_the_command_line_is_blamed_itself() -> None:
    said = "--set politeness.delay_s=-1: politeness.delay_s must be above 0"
    with pytest.raises(ProfileError, match=said):
        load_profile(
            "sample", settings=[("--set politeness.delay_s=-1", {"politeness": {"delay_s": -1.0}})]
        )
