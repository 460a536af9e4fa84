"""The guard: which URLs and addresses may be spoken to."""

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.services.guard import (
    beginning_of,
    check_address,
    check_target,
    check_url,
    literal_address,
    normal,
)

LOOPBACK = ("127.0.0.0/8", "::1/128")

ADDRESSES = [
    # why, address, networks the profile opens, reason or None
    ("public IPv4", "93.184.215.14", (), None),
    ("public IPv6", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", (), None),
    ("loopback", "127.0.0.1", (), "a loopback address"),
    ("any loopback", "127.99.1.2", (), "a loopback address"),
    ("IPv6 loopback", "::1", (), "a loopback address"),
    ("in brackets", "[::1]", (), "a loopback address"),
    ("private class A", "10.0.0.1", (), "a private address"),
    ("private class B", "172.16.9.9", (), "a private address"),
    ("private class C", "192.168.1.1", (), "a private address"),
    ("unique local", "fd00:ec2::254", (), "a private address"),
    ("cloud metadata", "169.254.169.254", (), "a link-local address"),
    ("IPv6 link-local with a zone", "fe80::1%eth0", (), "a link-local address"),
    ("carrier-grade NAT, is_private says False", "100.64.0.1", (), "not a public address"),
    ("another cloud's metadata", "100.100.100.200", (), "not a public address"),
    ("Azure's wire server is global", "168.63.129.16", (), "a cloud metadata service"),
    ("this network", "0.0.0.0", (), "a private address"),
    ("unspecified", "::", (), "a private address"),
    ("broadcast", "255.255.255.255", (), "a private address"),
    ("multicast, is_global says True", "224.0.0.1", (), "a multicast address"),
    ("IPv6 multicast", "ff02::1", (), "a multicast address"),
    ("protocol assignment, is_global says True", "192.0.0.8", (), "a protocol assignment"),
    ("benchmarking", "198.18.0.1", (), "a private address"),
    ("documentation", "192.0.2.1", (), "a private address"),
    ("reserved", "240.0.0.1", (), "a private address"),
    ("site-local", "fec0::1", (), "a site-local address"),
    ("mapped loopback", "::ffff:127.0.0.1", (), "a loopback address"),
    ("mapped public", "::ffff:93.184.215.14", (), None),
    ("NAT64 of loopback, is_global says True", "64:ff9b::7f00:1", (), "a loopback address"),
    ("NAT64 of a public address", "64:ff9b::5db8:d70e", (), None),
    ("local NAT64", "64:ff9b:1::7f00:1", (), "a local translation prefix"),
    ("6to4 of loopback, is_global says True", "2002:7f00:1::", (), "a loopback address"),
    ("Teredo of loopback", "2001:0:4136:e378:8000:63bf:80ff:fffe", (), "a loopback address"),
    ("compatible loopback", "::7f00:1", (), "a loopback address"),
    ("not an address", "localhost", (), "not an IP address"),
    ("empty", "", (), "not an IP address"),
    ("opened by the profile", "127.0.0.1", LOOPBACK, None),
    ("opened, wrapped", "::ffff:127.0.0.1", LOOPBACK, None),
    ("opened, IPv6", "::1", LOOPBACK, None),
    ("opening one network opens no other", "10.0.0.1", LOOPBACK, "a private address"),
    ("host bits in the opened network are forgiven", "10.1.2.3", ("10.1.2.3/8",), None),
]


@pytest.mark.parametrize(("why", "ip", "allowed", "reason"), ADDRESSES, ids=lambda v: str(v)[:40])
def test_addresses(why, ip, allowed, reason):
    assert check_address(ip, allowed) == reason, why


def test_an_opening_that_is_no_network_is_a_mistake_to_be_told():
    with pytest.raises(ValueError, match="loopback"):
        check_address("127.0.0.1", ("loopback",))


URLS = [
    ("plain", "https://www.example.org/a?b=c#d", None),
    ("plain http with a port", "http://example.org:8080/", None),
    ("international host", "https://bücher.example/", None),
    ("file", "file:///etc/passwd", "scheme file is not http or https"),
    ("ftp", "ftp://example.org/", "scheme ftp is not http or https"),
    ("gopher", "gopher://example.org/", "scheme gopher is not http or https"),
    ("data", "data:text/html,x", "scheme data is not http or https"),
    ("script", "javascript:alert(1)", "scheme javascript is not http or https"),
    ("s3", "s3://bucket/key", "scheme s3 is not http or https"),
    ("user name", "https://me@example.org/", "contains a user name or password"),
    ("password", "https://me:secret@example.org/", "contains a user name or password"),
    ("mail port", "http://example.org:25/", "port 25 belongs to another service"),
    ("port zero", "http://example.org:0/", "port 0 belongs to another service"),
    ("impossible port", "http://example.org:99999/", "not a URL"),
    ("two ports", "http://a:b:c/", "not a URL"),
    ("open bracket", "http://[", "not a URL"),
    ("forbidden character", "http://℀/", "not a URL"),
    ("relative", "//example.org/", "not a URL"),
    ("empty", "", "not a URL"),
    ("empty label", "http://a..b/", "the host name has an empty or overlong part"),
    ("long label", f"http://{'a' * 70}.org/", "the host name has an empty or overlong part"),
    ("rooted name", "http://example.org./", None),
    ("very long", "http://example.org/" + "a" * 9000, "too long for a URL"),
]


@pytest.mark.parametrize(("why", "url", "reason"), URLS, ids=lambda v: str(v)[:40])
def test_urls(why, url, reason):
    assert check_url(url) == reason, why


# Spellings that browsers read as 127.0.0.1.
LOOPBACK_SPELLINGS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://2130706433/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://127.0.0.1./",
    "http://127.0.0.1\\@example.org/",
    "http://12\t7.0.0.1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::1]/",
]


@pytest.mark.parametrize("url", LOOPBACK_SPELLINGS)
def test_literal_addresses_are_seen_in_every_spelling(url):
    assert check_target(url) == "a loopback address"
    assert check_target(url, LOOPBACK) is None


def test_names_are_left_to_the_resolver():
    assert literal_address("http://localhost/") is None
    assert check_target("http://localhost/") is None
    assert check_target("ftp://127.0.0.1/", LOOPBACK) == "scheme ftp is not http or https"


HOSTS = st.text(st.sampled_from("ab.:@[]%/\\?# \t\n０é0127xh-_"), max_size=12)
STARTS = st.sampled_from(
    ["http://", "https://", "HTTP://", "http:/", "http:", " http://", "ftp://"]
)


@given(start=STARTS, host=HOSTS, rest=st.text(max_size=12))
def test_the_beginning_of_a_url_leads_where_the_url_leads(start, host, rest):
    assert origin_of(beginning_of(start + host + rest)) == origin_of(start + host + rest)


def origin_of(url):
    """What the guard looks at."""
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return "not a URL"
    return (parsed.protocol, parsed.username, parsed.password, parsed.hostname, parsed.port)


SPELLED = [
    "http://127.1.0.5:40001/leaflets/12.htm", "HTTP://A.test:80/b?c=/d&e", "https://a.test:443/",
    "http://a.test", "http://a.test?b", "http://a.test#c", "http://a.test/b#c", "http://a.test/a b",
    "http://a.test/b/../c", "http://a.test/b/./c", "http://a.test/b/..", "http://a.test/..;x",
    "http://a.test/b/%2e%2E/c", "http://a.test/b/.%2e/c", "http://a.test/.well-known/x",
    "http://a.test/%41%zz%", "http://a.test/x?q=/../y", "http://a.test/x?q=%2e%2e/'y'",
    "http://a.test/it's", "http://a.test\\b\\..\\c", "http://a.test/\tb\nc", "http://bücher.test/ü?ü",
    "http://a.test/^`{}|[]~", "http://me:x@a.test:8080/y", "https://0x7f.1/a", "//a.test/", "a:b",
    "http://a.test/b//c/", "http://a.test/b.c/d..e/f.", "http://[::1]:80/a", "http://a.test/ ",
]  # fmt: skip


@pytest.mark.parametrize("url", SPELLED)
def test_a_url_is_written_as_browsers_write_it(url):
    assert _or_error(normal, url) == _or_error(_by_ada, url)


REST = st.text(alphabet="/.%2eE?#ab'Z \\:@~\t^é", max_size=14)


@given(start=STARTS, host=HOSTS, rest=REST)
def test_any_url_is_written_as_browsers_write_it(start, host, rest):
    url = start + host + rest
    assert _or_error(normal, url) == _or_error(_by_ada, url)


def _by_ada(url):
    return ada_url.URL(url).href


def _or_error(write, url):
    try:
        return write(url)
    except ValueError:
        return "no URL"
