"""Slips in link targets: what is wrong in words, and what was meant; and what is no slip."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.slips import slip_in

SLIPS = [
    ('"http://x.test/a"', "quotation marks around the address: probably http://x.test/a"),
    ("'https://x.test/a'", "quotation marks around the address: probably https://x.test/a"),
    ("“http://x.test/a”", "quotation marks around the address: probably http://x.test/a"),
    ("”www.x.test/a”", "quotation marks around the address: probably www.x.test/a"),
    ("«http://x.test/a»", "quotation marks around the address: probably http://x.test/a"),
    ("‹http://x.test/a›", "quotation marks around the address: probably http://x.test/a"),
    ("<http://x.test/a>", "quotation marks around the address: probably http://x.test/a"),
    ("%22http://x.test/a%22", "quotation marks around the address: probably http://x.test/a"),
    ("“leaflet.htm”", "quotation marks around the address: probably leaflet.htm"),
    ("%20http://x.test/a", "a blank before the address: probably http://x.test/a"),
    ("\ufeffhttps://x.test/a", "a blank before the address: probably https://x.test/a"),
    ("http://x.test/a)", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("http://x.test/a,", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("http://x.test/a.", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("http://x.test/a).", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("http://x.test/a%20", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("http://x.test/a_(b))", "perhaps a sign too many at its end: probably http://x.test/a_(b)"),
    ("leaflet.htm,", "perhaps a sign too many at its end: probably leaflet.htm"),
    ("http://x.test/a…", "perhaps cut short where it is printed"),
    ("http://x.test/long...", "perhaps cut short where it is printed"),
    ("http://x.test/a http://y.test/b", "two addresses in one: probably http://x.test/a"),
    ("http://x.test/a; https://y.test/b", "two addresses in one: probably http://x.test/a"),
    ("http://x.test/a%20and%20http://y.test/b", "two addresses in one: probably http://x.test/a"),
    ("https:https://x.test/a", "two addresses in one: probably https://x.test/a"),
    ("http://https//x.test/a", "two schemes: probably https://x.test/a"),
    ("http://mailto:a@x.test", "two schemes: probably mailto:a@x.test"),
    ("https://y.test/https://y.test/a", "perhaps two addresses in one: probably https://y.test/a"),
    ("https:page.htm", "a scheme before the name of a page: probably page.htm"),
    ("chrome-extension://abc/https://x.test/a.pdf", "an extension of one browser before the address: probably https://x.test/a.pdf"),
    ("mailto:info@clinic,org", "no mail address: probably mailto:info@clinic.org"),
    ("https:https://", "no address behind the scheme"),
    ("https://https://", "no address behind the scheme"),
    ("\\\\server\\share\\a.doc", "a path in one network of computers"),
    ("/C:/docs/a.doc", "a path on one computer"),
    ("C|/docs/a.doc", "a path on one computer"),
    ("/todo", "perhaps a placeholder that nothing filled in"),
    ("/TBD", "perhaps a placeholder that nothing filled in"),
    ("{id}", "perhaps a placeholder that nothing filled in"),
    ("https://x.test/?q={%22a%22:1}", "perhaps a placeholder that nothing filled in"),
    ("https://x.test/?a=%7B%7B1", "perhaps a placeholder that nothing filled in"),
    ("https://x.test/%7B%7B%22a%22%7D%7D", "perhaps a placeholder that nothing filled in"),
    ("{% url 'home' %}", "a placeholder that nothing filled in"),
    ("/foo@bar.test", "perhaps missing scheme: probably mailto:foo@bar.test"),
    ("/10.1000/abc", "perhaps a DOI without its resolver: probably https://doi.org/10.1000/abc"),
    ("./a@x.test", "missing scheme: probably mailto:a@x.test"),
    ("{{ url }}", "a placeholder that nothing filled in"),
    ("/leaflets/${leaflet.url}", "a placeholder that nothing filled in"),
    ("https://x.test/%7B%7Burl%7D%7D", "a placeholder that nothing filled in"),
    ("https://x.test/?id={{id}}", "perhaps a placeholder that nothing filled in"),
    ("<?php echo $url; ?>", "a placeholder that nothing filled in"),
    ("[object Object]", "a placeholder that nothing filled in"),
    ("/en/[object%20Object]", "a placeholder that nothing filled in"),
    ("undefined", "perhaps a placeholder that nothing filled in"),
    ("/null", "perhaps a placeholder that nothing filled in"),
    ("%url%", "a placeholder that nothing filled in"),
    ("/en/undefined", "perhaps a placeholder that nothing filled in"),
    ("https://doi/10.1000/abc", "no address of a DOI resolver: probably https://doi.org/10.1000/abc"),
    ("https://doi.org10.1000/abc", "no address of a DOI resolver: probably https://doi.org/10.1000/abc"),
    ("https://doi:10.1000/abc", "no address of a DOI resolver: probably https://doi.org/10.1000/abc"),
    ("http://10.1000/abc", "a DOI without its resolver: probably https://doi.org/10.1000/abc"),
    ("http://a@x.test", "a mail address as a web address: probably mailto:a@x.test"),
    ("malto:a@x.test", "misspelt mailto: probably mailto:a@x.test"),
    ("mailto;a@x.test", "misspelt mailto: probably mailto:a@x.test"),
    ("http:/one-slash", "missing slashes: probably http://one-slash"),
    ("../www.x.test/a", "missing scheme: probably https://www.x.test/a"),
    ("/https://x.test/a", "a slash before the address: probably https://x.test/a"),
    ("htttps://x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("hppts://x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("http//x.test/a", "misspelt scheme: probably http://x.test/a"),
    ("https ://x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("http: //x.test/a", "misspelt scheme: probably http://x.test/a"),
    ("https:://x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("see http://x.test/a", "text before the address: probably http://x.test/a"),
    ("http://x.test/a%22", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("http://x.test/a>", "perhaps a sign too many at its end: probably http://x.test/a"),
    ("URL: http://x.test/a", "text before the address: probably http://x.test/a"),
    ("https://www.x.test /a", "blank in the host name: probably https://www.x.test/a"),
    ("https://my host.test/a", "blank in the host name"),
    ("https://ext..test/", "an empty part in the host name: probably https://ext.test/"),
    ("https://.x.test/", "an empty part in the host name: probably https://x.test/"),
    ("https://www,x.test/a", "a comma in the host name: probably https://www.x.test/a"),
    ("http://wwww.x.test/a", "perhaps a misspelt www: probably http://www.x.test/a"),
    ("http://www.x.con/a", "perhaps a misspelt host: probably http://www.x.com/a"),
    ("http://www.x.ogr", "perhaps a misspelt host: probably http://www.x.org"),
    ("http://intranet/a", "perhaps a name that only one network knows"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "said"), SLIPS, ids=[row[0] for row in SLIPS])
def test_a_slip_is_told_with_what_was_meant(printed: str, said: str) -> None:
    assert slip_in(printed) == said


@pytest.mark.parametrize(
    "printed",
    [
        "https://x.test/a", "http://x.test", "HTTP://X.TEST/A", "http://x.test:8080/a?b=c&d=e#f",
        "https://en.wikipedia.test/wiki/Disc_(spine)", "https://x.test/S0140-6736(99)10-3",
        "https://doi.org/10.1000/abc", "http://dx.doi.org/10.1016/0268-0033(95)00035-6",
        "https://x.test/share?url=https://y.test/a", "https://x.test/share?text=a%20https://y.test/",
        "https://web.archive.org/web/2020/https://y.test/", "//x.test/a", "///x.test/a",
        "http:\\\\x.test\\a", "\\\\www.x.test\\a", "a.htm", "../a.htm", "..", ".", "./", "?", "?a=b",
        "#", "#top", "my leaflet.pdf", "a/b.c/d", "v1.2.pdf", "undefined.htm", "null/a.htm",
        "https://x.test/{z}/{x}.png", "/a%20b.pdf", "/100%", "tel:+41441234567",
        "mailto:a@x.test", "mailto:a@x.test,b@y.test", "ftp://x.test/a", "webcal://x.test/a", "skype:bob?call",
        "whatsapp://send?text=https://x.test/", "http://[::1]/", "http://192.168.1.1/",
        "http://localhost:3000/", "http://me:secret@x.test/", "https://x.test/@name",
        "https://www2.x.test/", "https://x.test/a~", "http://x.test/?q=a,b", "http://x.test./a",
        "/?search=%22back%20pain%22", "http://x.test/<b>", "http://x.test/'a'", "http://a@10.0.0.1/",
        "http://a,b@host.test/", "http://a..b@host.test/x", "http://a b@host.test/",
        "http/a.htm", "tps/a.htm", "wiki/10.htm", "www/a.htm",
        "logo@2x.png", "./logo@3x.jpg", "/icon@1.5x.webp", "a-b@2x.min.svg",
        "vue@3.4.js", "jquery@3.7.1.min.js", "swiper@8.css", "icon@3x.ico", "flyer@2x.pdf",
    ],
)  # fmt: skip
def test_what_is_no_slip(printed: str) -> None:
    assert slip_in(printed) == ""


@given(st.text(alphabet="htps:/\\.@,)(\"'“ %20{}$<>[]#?wax-", max_size=60))
def test_no_target_is_too_odd(printed: str) -> None:
    said = slip_in(printed)
    assert said == said.strip()
    assert not said.endswith("probably")
