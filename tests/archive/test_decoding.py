"""Bytes to text: rows (why, body, Content-Type, expected encoding, expected text, issue codes)."""

from __future__ import annotations

import time

import pytest

from archive.decoding import decode, decode_as, encoding_of

GREEK = "Η σκολίωση είναι μία πλάγια κύρτωση της σπονδυλικής στήλης."
FRENCH = "La douleur à l’épaule guérit souvent où l’on s’y attend."
GERMAN = "Rückenschmerzen gehören zu den häufigsten Übeln."
RUSSIAN = "Здоровая спина: что нужно знать пациентам о грыже диска и её лечении."
HTML = "<html><head>{head}</head><body><p>{text}</p></body></html>"


def html(text: str, encoding: str, head: str = "") -> bytes:
    return HTML.format(head=head, text=text).encode(encoding)


RUSSIAN_PAGE = html(RUSSIAN, "windows-1251").replace(b"<html", b"<html lang=ru")
META = "<meta charset=windows-1253>"

ROWS = [
    ("declared and true", html(GERMAN, "utf-8"), "text/html; charset=UTF-8", "utf-8", GERMAN, []),
    (
        "header says utf-8, bytes are windows-1252",
        html(GERMAN, "windows-1252"),
        "text/html; charset=utf-8",
        "windows-1252",
        GERMAN,
        ["charset_conflict"],
    ),
    (
        "header lies, the markup tells the truth",
        html(GREEK, "iso-8859-7", "<meta charset='iso-8859-7'>"),
        "text/html; charset=utf-8",
        "iso-8859-7",
        GREEK,
        ["charset_conflict"],
    ),
    (
        "latin-1 is what servers say when nobody told them",
        html(GREEK, "iso-8859-7"),
        "text/html; charset=ISO-8859-1",
        "iso-8859-7",
        GREEK,
        ["charset_conflict"],
    ),
    ("undeclared Greek", html(GREEK, "iso-8859-7"), "text/html", "iso-8859-7", GREEK, []),
    (
        "undeclared Greek with smart quotes",
        html(f"“{GREEK}”", "windows-1253"),
        "text/html",
        "windows-1253",
        GREEK,
        [],
    ),
    ("undeclared French", html(FRENCH, "windows-1252"), "text/html", "windows-1252", FRENCH, []),
    (
        "undeclared Spanish",
        html("El niño cumplió años", "windows-1252"),
        "",
        "windows-1252",
        "El niño cumplió años",
        [],
    ),
    ("undeclared UTF-8", html(GERMAN, "utf-8"), "text/html", "utf-8", GERMAN, []),
    (
        "header says latin-1, bytes are UTF-8",
        html(GREEK, "utf-8"),
        "text/html; charset=iso-8859-1",
        "utf-8",
        GREEK,
        ["charset_conflict"],
    ),
    (
        "a byte order mark beats the header",
        b"\xef\xbb\xbf" + html(GREEK, "utf-8"),
        "text/html; charset=windows-1252",
        "utf-8",
        GREEK,
        [],
    ),
    ("UTF-16 with mark", html(GREEK, "utf-16"), "text/html", "utf-16le", GREEK, []),
    (
        "UTF-16 in a declaration that could be read",
        html(GERMAN, "utf-8", "<meta charset=utf-16>"),
        "text/html",
        "utf-8",
        GERMAN,
        [],
    ),
    (
        "http-equiv declaration",
        html(
            GREEK,
            "iso-8859-7",
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-7">',
        ),
        "text/html",
        "iso-8859-7",
        GREEK,
        [],
    ),
    (
        "a declaration in a comment is none",
        html(GERMAN, "utf-8", "<!-- <meta charset=iso-8859-7> -->"),
        "text/html",
        "utf-8",
        GERMAN,
        [],
    ),
    (
        "punycode is no charset of the Web",
        html("hello" * 1000, "utf-8"),
        "text/html; charset=punycode",
        "utf-8",
        "hello",
        ["charset_unknown"],
    ),
    (
        "utf-7 would smuggle a script",
        html("+ADw-script+AD4-", "ascii"),
        "text/html; charset=utf-7",
        "utf-8",
        "+ADw-script+AD4-",
        ["charset_unknown"],
    ),
    (
        "browsers refuse iso-2022-kr",
        html("hello", "ascii"),
        "text/html; charset=iso-2022-kr",
        "utf-8",
        "hello",
        ["charset_unknown"],
    ),
    (
        "Polish by its language",
        html("ból pleców i kręgosłupa", "iso-8859-2").replace(b"<html", b'<html lang="pl"'),
        "text/html",
        "iso-8859-2",
        "ból pleców i kręgosłupa",
        [],
    ),
    (
        "Turkish by its language",
        html("bel ağrısı ve skolyoz şişliği", "windows-1254").replace(b"<html", b"<html lang=tr"),
        "text/html",
        "windows-1254",
        "bel ağrısı ve skolyoz şişliği",
        [],
    ),
    (
        "one bad byte does not make a page windows-1252",
        html(GREEK, "utf-8") + b"\xff",
        "text/html; charset=utf-8",
        "utf-8",
        GREEK,
        ["charset_damaged"],
    ),
    (
        "cut off inside a character",
        html(GREEK, "utf-8") + "ω".encode()[:1],
        "text/html; charset=utf-8",
        "utf-8",
        GREEK,
        ["charset_damaged"],
    ),
    ("UTF-16 with mark, big end first", "\ufeff".encode("utf-16be") + html(GREEK, "utf-16be"),
     "text/html; charset=utf-8", "utf-16be", GREEK, []),
    ("UTF-16 without mark, by header", html(GREEK, "utf-16le"), "text/html; charset=utf-16",
     "utf-16le", GREEK, []),
    ("UTF-16 that is none", html(GERMAN, "utf-8"), "text/html; charset=utf-16", "utf-8", GERMAN,
     ["charset_conflict"]),
    ("a mark beats the markup", b"\xef\xbb\xbf" + html(GERMAN, "utf-8", "<meta charset=koi8-r>"),
     "text/html", "utf-8", GERMAN, []),
    ("the markup is met late", html(GREEK, "windows-1253", " " * 5_000 + META), "text/html",
     "windows-1253", GREEK, []),
    ("the markup is met too late to be looked for", html(GREEK, "windows-1253", " " * 9_000 + META),
     "text/html", "iso-8859-7", GREEK, []),
    ("the first of two declarations", html(GREEK, "windows-1253", META + "<meta charset=koi8-r>"),
     "text/html", "windows-1253", GREEK, []),
    ("header and markup disagree, and either may be", html(GERMAN, "windows-1252", META),
     "text/html; charset=iso-8859-15", "iso-8859-15", GERMAN, []),
    ("latin-1 means windows-1252", html("“x” – €", "windows-1252"), "text/html; charset=ISO-8859-1",
     "windows-1252", "“x” – €", []),
    ("ASCII means windows-1252, too", html("“x”", "windows-1252"), "text/html; charset=us-ascii",
     "windows-1252", "“x”", []),
    ("in quotation marks, before more", html(GREEK, "windows-1253"),
     'text/html;charset="windows-1253"; x=y', "windows-1253", GREEK, []),
    ("x-user-defined by header", html(GERMAN, "windows-1252"), "text/html; charset=x-user-defined",
     "windows-1252", GERMAN, []),
    ("x-user-defined by markup", html(GERMAN, "windows-1252", "<meta charset=x-user-defined>"),
     "text/html", "windows-1252", GERMAN, []),
    ("the declaration of XML", b"<?xml version='1.0' encoding='koi8-r'?>"
     + html("Спина", "koi8-r"), "application/xhtml+xml", "koi8-r", "Спина", []),
    ("bytes that are nothing anywhere", html(GERMAN * 9, "utf-8") + b"\xc3\x28\xfe",
     "text/html; charset=utf-8", "utf-8", GERMAN, ["charset_damaged"]),
    ("what windows-1252 has no letter for", b"<p>a\x81b\x93", "text/html; charset=windows-1252",
     "windows-1252", "a\ufffdb“", []),
    ("NUL", b"<p>a\x00b", "text/html; charset=utf-8", "utf-8", "a\ufffdb", ["nul_characters"]),
    ("nothing", b"", "text/html", "utf-8", "", []),
    ("Russian by its language", RUSSIAN_PAGE, "text/html", "windows-1251", RUSSIAN, []),
    ("Russian, and latin-1 is what the server says", RUSSIAN_PAGE, "text/html; charset=iso-8859-1",
     "windows-1251", RUSSIAN, ["charset_conflict"]),
    ("Russian without a letter that is none in Greek", RUSSIAN_PAGE.replace(b"\xff", b"\xe5"),
     "text/html", "windows-1251", "Здоровае", []),
    ("a wrong language of a page in Greek",
     html(GREEK, "iso-8859-7").replace(b"<html", b"<html lang=pl"), "text/html", "iso-8859-7",
     GREEK, []),
    ("a slip in Greek", html(GREEK * 9, "iso-8859-7") + b"\xff", "text/html", "iso-8859-7", GREEK,
     []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "text", "codes"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_decode(body: bytes, content_type: str, encoding: str, text: str, codes: list[str]) -> None:
    decoded = decode(body, content_type)
    assert decoded.encoding == encoding
    assert text in decoded.text
    assert [issue.code for issue in decoded.issues] == codes
    assert encoding_of(body, content_type) == encoding
    assert decode_as(body, encoding) == decoded.text, "what a row was read with reads it again"


def test_declared_language_of_the_profile_helps() -> None:
    body = html("kręgosłup", "iso-8859-2")
    assert "kręgosłup" in decode(body, "text/html", "pl").text


def test_russian_that_says_nothing_of_itself_is_not_taken_for_greek() -> None:
    assert encoding_of(html(RUSSIAN, "windows-1251")) == "windows-1252"
    assert encoding_of(html(RUSSIAN, "windows-1251"), language="ru") == "windows-1251"


def test_a_hostile_label_costs_nothing() -> None:
    before = time.process_time()
    decode(b"a" * 1_000_000, "text/html; charset=punycode")
    decode(b"<meta " * 200_000, "text/html")
    decode(b"<" * 1_000_000 + b"\xe9", "text/html")
    assert decode(b"\xe1" + b"<" * 3_000_000).encoding == "windows-1252"
    assert time.process_time() - before < 5  # a hang, not a speed: the codec takes minutes
