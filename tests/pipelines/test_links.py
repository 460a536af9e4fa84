"""What the target of a link is, and what a malformed DOI link means."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from pipelines.links import Target, host_of, is_doi_resolver, problem_of, target_of, trouble_of

HOSTS = [
    ("doi.org", True),
    ("dx.doi.org", True),
    ("WWW.DOI.ORG", True),
    ("dx.d0i.0rg", True),
    ("dx.doi.org.ezproxy.example.edu", True),
    ("doi-org.proxy.example.edu", True),
    ("www.crossref.org", False),
    ("notdoi.org", False),
    ("doi.org.example", False),
    ("", False),
]


@pytest.mark.parametrize(("host", "expected"), HOSTS)
def test_is_doi_resolver(host: str, expected: bool) -> None:
    assert is_doi_resolver(host) is expected


TARGETS = [
    ("https://www.bmj.com/content/338", Target.WEB),
    ("en/acupuncture.htm", Target.WEB),
    ("https://doi.org/10.1136/bmj.a3115", Target.DOI),
    ("//dx.doi.org/10.1136/bmj.a3115", Target.DOI),
    ("doi:10.1136/bmj.a3115", Target.DOI),
    ("https://link.springer.com/article/10.1007%2Fs00586-009-0973-1", Target.PUBLISHER),
    ("mailto:office@example.org", Target.MAIL),
    ("tel:+41443921111", Target.PHONE),
    ("#top", Target.FRAGMENT),
    ("javascript:void(0)", Target.SCRIPT),
    ("file:///C:/refs.doc", Target.FILE),
]


@pytest.mark.parametrize(("address", "expected"), TARGETS)
def test_target_of(address: str, expected: Target) -> None:
    assert target_of(address) is expected


PROBLEMS = [
    # why, target, what is said of it
    ("a good one", "https://doi.org/10.1136/bmj.a3115", ""),
    ("two slashes do no harm", "https://doi.org//10.1136/bmj.a3115", ""),
    ("label behind the resolver", "https://doi.org/doi:10.1136/bmj.a3115",
     "no plain DOI name behind the resolver: probably https://doi.org/10.1136/bmj.a3115"),
    ("doubled", "https://doi.org/https://doi.org/10.1136/bmj.a3115",
     "no plain DOI name behind the resolver: probably https://doi.org/10.1136/bmj.a3115"),
    ("a scheme of its own", "doi:10.1136/bmj.a3115",
     "the doi: scheme, which browsers do not know: probably https://doi.org/10.1136/bmj.a3115"),
    ("no colon", "http//www.example-charity.test/",
     "missing colon: probably http://www.example-charity.test/"),
    ("a semicolon", "HTTPS;//www.example.org/a", "missing colon: probably https://www.example.org/a"),
    ("a folder of that name", "http//", ""),
    ("no suffix", "https://doi.org/10.1136/", "an incomplete DOI name"),
    ("about DOIs", "https://www.doi.org/the-identifier/what-is-a-doi/", ""),
    ("shortDOI", "https://doi.org/10/gf4gqc", ""),
    ("another site", "https://www.bmj.com/doi:10.1136/bmj.a3115", ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "address", "expected"), PROBLEMS, ids=[row[0] for row in PROBLEMS])
def test_problem_of(why: str, address: str, expected: str) -> None:
    assert problem_of(address) == expected


def test_host_of() -> None:
    assert host_of("https://user@Example.org:8080/a") == "example.org"
    assert host_of("a/b") == ""


NOWHERE = [
    ("file:///C:/Users/ada/leaflet.pdf", "It is a file on one computer."),
    ("c:\\docs\\leaflet.doc", "It is a file on one computer."),
    ("chrome-extension://abc/https://ext.test/a.pdf", "It belongs to an extension of one browser: others cannot open it."),
    ("http://192.168.1.1/", "It is a private address: it works in one network only."),
    ("http://10.1136/bmj.a3115", "It is a private address: it works in one network only."),
    ("http://[::1]:3000/", "It is a loopback address: it works on one computer only."),
    ("http://localhost:3000/", "localhost is each reader's own computer: it works on one computer only."),
    ("http://nas.local/", "nas.local is a name that only one network knows."),
    ("http://wiki.home.arpa/", "wiki.home.arpa is a name that only one network knows."),
    ("http://192.0.2.1/", "It is an address kept for special use: no public page has it."),
    ("http://240.0.0.1/", "It is an address kept for special use: no public page has it."),
    ("http://[fd00::1]/", "It is a private address: it works in one network only."),
    ("https://ext..test/", "No host can have such a name."),
    ("https://.ext.test/", "No host can have such a name."),
    ("https://ext.test/", ""),
    ("http://9.9.9.9/", ""),
    ("http://me:secret@ext.test/", ""),
    ("http://ext.test:25/", ""),
    ("http://local.test/", ""),
    ("mailto:a@ext.test", ""),
    ("ftp://ext.test/a", ""),
    ("tel:+41441234567", ""),
]  # fmt: skip


@pytest.mark.parametrize(("url", "said"), NOWHERE)
def test_what_leads_nowhere_or_works_in_one_place_only(url: str, said: str) -> None:
    assert trouble_of(url) == said
