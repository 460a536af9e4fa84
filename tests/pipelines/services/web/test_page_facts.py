"""What a stranger's page says about itself."""
# ruff: noqa: E501 (a row of a table stands on one line)

import gzip
import zlib
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.services.decoding import decode_start
from pipelines.services.web import page_facts, scanning, sorrow
from pipelines.services.web.markers import CASINO_NAMES, CASINO_ROOTS
from pipelines.services.web.page_facts import (
    FIRST_WORDS,
    WORDS_IN_DOUBT,
    closer_facts,
    facts_of,
    text_facts,
)
from pipelines.services.web.scanning import Scan, text_of


def read(source: str) -> Scan:
    """A page read to its end."""
    page = Scan(source=source)
    page.read_all()
    return page


def test_scan_reads_title_meta_canonical_and_visible_text():
    page = read(
        """<!doctype html><HTML><head><title>Back  pain &amp; you</title>
        <meta name="citation_doi" content="10.1136/bmj.a3115">
        <meta content='x > y' property="og:title"><link rel="canonical" href="/a?b=1&amp;c=2">
        <style>p { color: red }</style><script>var a = "<p>no</p>";</script></head>
        <body><!-- not <b>this</b> --><p>One <b>two</b></p><noscript>never</noscript>3 < 4</body>"""
    )
    assert page.title == "Back pain & you"
    assert ("citation_doi", "10.1136/bmj.a3115") in page.meta
    assert ("og:title", "x > y") in page.meta
    assert page.canonical == "/a?b=1&c=2"
    assert text_of(page.shown) == "One two 3 < 4"


SHOWN = [
    # why, source, text
    ("a sign that is no tag, at the end", "<p>3 < 4", "3 < 4"),
    ("a tag inside an attribute", '<a title="<script>">seen</a>', '">seen'),
    ("names that only begin like telling ones", "<metal>a</metal><h1-x>b", "a b"),
    ("upper case", "<SCRIPT>no</SCRIPT>yes<Style>no</sTyle>", "yes"),
    ("a letter that is longer in lower case", "İ<script>no</script>yes", "İ yes"),
    ("a tag that never ends", "<p>yes<a href='", "yes"),
    ("declarations", "<!doctype html><?xml?></ >yes", "yes"),
]


@pytest.mark.parametrize(("why", "source", "text"), SHOWN, ids=[row[0] for row in SHOWN])
def test_what_a_reader_sees(why, source, text):
    assert text_of(read(source).shown) == text


TITLES = [
    ("the whole title", "Page not found", "Page not found"),
    ("a part between bars", "404 | Example Hospital", "404"),
    ("a part between dashes", "Example – Seite nicht gefunden", "Seite nicht gefunden"),
    ("with an exclamation", "Page Not Found!", "Page Not Found!"),
    ("behind a sigh", "Hoppla! Seite nicht gefunden", "Hoppla! Seite nicht gefunden"),
    ("with soft hyphens", "Sei&shy;te nicht gefun&shy;den", "Sei\xadte nicht gefun\xadden"),
    ("an apostrophe of print", "No s’ha trobat la pàgina", "No s’ha trobat la pàgina"),
    ("WordPress", "Oops! That page can’t be found.", "Oops! That page can’t be found."),
    ("Tomcat", "HTTP Status 404 – Not Found", "HTTP Status 404"),
    ("Tomcat of old", "HTTP Status 404 - /backs", "HTTP Status 404"),
    ("Apache", "Object not found!", "Object not found!"),
    ("a sigh of another kind", "Sorry: how to apologise", ""),
    ("built of words", "The leaflet does not exist | Clinic", "The leaflet does not exist"),
    (
        "built of words, in Dutch",
        "Oeps! Deze pagina kunnen we niet (meer) vinden",
        "Oeps! Deze pagina kunnen we niet (meer) vinden",
    ),
    ("built of words, in French", "Ce document n’existe plus", "Ce document n’existe plus"),
    ("an account in Spanish", "Cuenta suspendida", "Cuenta suspendida"),
    ("a record that was removed, of which its page tells", "Record removed | Repository", ""),
    ("an article on what does not exist", "The perfect posture does not exist", ""),
    ("an article about it", "Why pages are not found: the 404 error explained", ""),
    ("a model number", "Peugeot 404 review", ""),
    ("an ordinary title", "Low back pain", ""),
    ("empty", "", ""),
]


@pytest.mark.parametrize(("why", "title", "found"), TITLES, ids=lambda v: str(v)[:30])
def test_not_found_titles(why, title, found):
    source = f"<title>{title}</title><p>Words."
    assert facts_of(source, read(source), {}, "").get("not_found", "") == found, why


@pytest.mark.parametrize("titles", [sorrow.NOT_FOUND_TITLES, sorrow.MAINTENANCE_TITLES])
def test_each_of_these_titles_is_found(titles):
    """As it stands in the list: signs around it, or a sigh, are taken off before it is looked up."""
    assert [title for title in sorted(titles) if page_facts._bare(title) != title] == []


TEXTS = [
    ("a line", "File not found.", "File not found."),
    ("a text that has more to say", "File not found is what many say.", None),
    ("JSON with its status", '{"statusCode": "404"}', "404"),
    ("JSON with words", '{"error": "Not Found"}', "Not Found"),
    ("JSON of another kind", '{"status": "ok", "title": "Back pain"}', None),
    (
        "JSON of a fault (RFC 9457)",
        '{"type": "about:blank", "title": "Not Found", "status": 404}',
        "Not Found",
    ),
    (
        "a code of a disease",
        '{"code": 410, "title": "Acute myocardial infarction", "system": "ICD-9-CM"}',
        None,
    ),
    (
        "a code of a disease and a message",
        '{"code": 410, "message": "Acute myocardial infarction"}',
        None,
    ),
    ("a number of a page in a catalogue", '{"status": 410, "title": "Back pain"}', None),
    ("a record of a film", '{"title": "Not Found", "year": 2019}', None),
    ("half of some JSON", '{"status": 404', None),
]


@pytest.mark.parametrize(("why", "text", "found"), TEXTS, ids=[row[0] for row in TEXTS])
def test_texts_that_say_nothing_else(why, text, found):
    assert text_facts(text).get("not_found") == found


LONG = "<p>" + "word " * 1200 + "</p>"
SIGNS = [
    # why, page, headers, url, fact, its value
    ("a challenge by header", "<title>x</title>", {"cf-mitigated": "challenge"}, "", "challenge", "header cf-mitigated"),
    ("a challenge by title", "<title>Just a moment...</title>", {}, "", "challenge", "just a moment..."),
    ("a challenge by source", "<title></title><script src=/cdn-cgi/challenge-platform/x></script>", {}, "", "challenge", "/cdn-cgi/challenge-platform/"),
    ("a publisher's cookie wall", "<title>Error</title>", {}, "https://x.org/action/cookieAbsent", "challenge", "address cookieabsent"),
    ("a long page that quotes one", f"<title>x</title>Checking your browser{LONG}", {}, "", "challenge", None),
    ("a parked domain", "<title>x</title>This domain is for sale", {}, "", "parked", ["this domain is for sale", "domain is for sale"]),
    ("a script of a broker", "<title>x</title><script src=https://www.sedoparking.com/x>", {}, "", "parked", ["sedoparking.com"]),
    ("a name that ends like a broker's", "<title>x</title><a href=https://drbodis.com>", {}, "", "parked", None),
    ("a long page about domains", f"<title>x</title>This domain is for sale{LONG}", {}, "", "parked", None),
    ("parking by script", '<script>window.park = "eyJ1"</script>', {}, "", "parked", ['window.park = "ey']),
    ("places to park by script", "<script>window.park = {free: 12}</script>", {}, "", "parked", None),
    ("what a wall let through", "<title>x</title>", {"x-datadome": "protected"}, "", "challenge", None),
    ("what it did not", "<title>x</title>", {"x-datadome": "protected", "x-dd-b": "1"}, "", "challenge", "header x-dd-b"),
    ("a list of films that is not there", '<title>YouTube</title><script>{"alertRenderer":{"type":"ERROR","text":{"simpleText":"The playlist does not exist."}}}</script>', {}, "", "not_found", "The playlist does not exist"),
    ("a page with its own password", "<title>Protected: Leaflet</title><input type=password>", {}, "", "login", "Protected: Leaflet"),
    ("the same in French", "<title>Protégé : dépliant</title><input type=password>", {}, "", "login", "Protégé : dépliant"),
    ("the same at length", f"<title>Protected: {'x' * 999}</title><input type=password>", {}, "", "login", "Protected: " + "x" * 289),
    ("no field for a password", "<title>Protected: how vaccines work</title>", {}, "", "login", None),
    ("an article with a login aside", f"<title>Protected: how vaccines work</title><input type=password>{LONG}", {}, "", "login", None),
    ("who is protected", "<title>Protégés contre la grippe</title><input type=password>", {}, "", "login", None),
    ("a casino", "<title>Slot gacor</title>Free spins", {}, "", "casino", ["slot gacor", "free spins"]),
    ("a login by address", "<title>x</title>", {}, "https://x.org/account/login?next=/", "login", "address /login"),
    ("a login by title", "<title>Anmelden | Klinik</title>", {}, "", "login", "anmelden"),
    ("an article about logins", "<title>How to log in safely</title>", {}, "", "login", None),
    ("a gate", "<title>x</title>We value your privacy", {}, "", "gate", "we value your privacy"),
    ("an article above a banner", f"<title>x</title>We value your privacy{'<p>word' * 60}", {}, "", "gate", None),
    ("a fault of PHP", "<b>Fatal error</b>: Uncaught Error: no such function", {}, "", "fault", "uncaught error:"),
    ("a server without a site", "<title>Welcome to nginx!</title>", {}, "", "default", "Welcome to nginx!"),
    ("an exercise that works", "<title>It works!</title><img src=back.png>Ten minutes a day.", {}, "", "default", None),
    ("an article on servers", "<title>Welcome to nginx - a course</title>", {}, "", "default", None),
    ("a proof by work", "<title>x</title>Making sure you&#39;re not a bot!", {}, "", "challenge", "making sure you're not a bot"),
    ("spam", "<title>Buy Viagra</title>Buy Viagra, no prescription needed", {}, "", "spam", ["buy viagra", "no prescription needed"]),
    ("words of spam in a title and heading only", "<title>Can you buy Viagra online?</title><h1>Can you buy Viagra online?</h1>No.", {}, "", "spam", None),
    ("words of spam that overlap", "<title>Cheap Viagra</title>Buy Viagra online without prescription", {}, "", "spam", ["buy viagra", "without prescription"]),
    ("words of spam below a title without any", "<title>x</title>Buy Viagra online without prescription", {}, "", "spam", None),
    ("one of a casino's roots only", "<title>x</title>A slot for your visit", {}, "", "casino", None),
    ("words of a casino, and no name of one", "<title>x</title>An online casino with free spins", {}, "", "casino", None),
    ("such words below a title with one", "<title>Our casino</title>Free spins, казино", {}, "", "casino", ["free spins", "казино"]),
    ("a long page that quotes one at its end", f"<title>x</title>{LONG}Checking your browser", {}, "", "challenge", None),
    ("a page that scripts fill", "<title>x</title><div id=root></div>", {}, "", "app", "id=root"),
    ("a long page of a script's", f"<div id=root>{LONG}</div>", {}, "", "app", None),
    ("a long page", LONG, {}, "", "words", FIRST_WORDS),
    ("a long page that calls itself not found", f"<title>Not found</title>{LONG}", {}, "", "words", WORDS_IN_DOUBT),
    ("a heading far below", f"<title>x</title>{LONG}<h1>Not found</h1>", {}, "", "heading", "Not found"),
    ("a language", "<!doctype html><html class=x lang='pt-BR'><title>x</title>", {}, "", "lang", "pt-BR"),
    ("a language of what is linked", "<title>x</title><link rel=alternate lang=fr href=/fr>", {}, "", "lang", None),
    ("a film that went", '<title> - YouTube</title><script>{"playabilityStatus":{"status":"ERROR","reason":"Video unavailable"}}</script>', {}, "", "not_found", "Video unavailable"),
    ("a film of others", '<title> - YouTube</title><script>{"playabilityStatus":{"status":"ERROR","reason":"An error occurred. Please try again later."}}</script>', {}, "", "not_found", None),
    ("a film in trouble", '<title>Back - YouTube</title><script>{"playabilityStatus":{"status":"ERROR","reason":"Error 4"}}</script>', {}, "", "not_found", None),
    ("a site's own name", '<title>Fusion | Page Not Found</title><meta property="og:site_name" content="Page not found">', {}, "", "not_found", None),
    ("a film that is there", '<title>Back - YouTube</title><script>{"playabilityStatus":{"status":"OK"}}</script>', {}, "", "not_found", None),
    ("a DOI in meta", '<meta name="citation_doi" content="10.1/a">', {}, "", "citation_doi", ["10.1/a"]),
    ("not a DOI in meta", '<meta name="dc.identifier" content="isbn 3">', {}, "", "citation_doi", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "page", "headers", "url", "fact", "value"), SIGNS, ids=[row[0] for row in SIGNS]
)
def test_signs(why, page, headers, url, fact, value):
    assert facts_of(page, Scan(source=page), headers, url).get(fact) == value
    if fact not in ("password", "media"):  # which a long page is not read for
        assert facts_of(page, read(page), headers, url).get(fact) == value


PARKED = " ".join(["This domain is for sale.", *(f"Offer {n} for a good name" for n in range(30))])
BLANKS = [
    ("an indented menu", "\n" + " " * 150),
    ("empty lines", "\n" * 2_300),
    ("tags between blanks", " <b> \t </b>\r\n" * 400),
]


@pytest.mark.parametrize(("why", "blank"), BLANKS, ids=[row[0] for row in BLANKS])
@pytest.mark.parametrize(
    "text", [PARKED, f"Checking your browser {PARKED}"], ids=["parked", "wall"]
)
def test_blanks_change_nothing(why, blank, text):
    plain, spaced = f"<p>{text}", "<p>" + blank + text.replace(" ", blank)
    found = facts_of(plain, read(plain), {}, "")
    assert found["parked"]
    assert len(found["sketch"]) > 80
    assert ("challenge" in found) == ("Checking" in text)
    assert facts_of(spaced, read(spaced), {}, "") == found, why


HOSTILE = {
    "angle brackets": "<" * 128_000,
    "open quotes": '<a "' * 32_000,
    "a tag without an end": "<meta " + "a" * 128_000,
    "many long tags": ("<meta " + "a" * 1990 + ">") * 64,
    "signs that are no tags": "< " * 60_000 + ">",
    "comments without an end": "<!--" * 32_000,
    "scripts without an end": "<script>" * 16_000,
    "titles without an end": "<title>" * 18_000,
    "equals signs": "<meta " + "a=" * 60_000 + ">",
    "blanks": " \n" * 60_000 + "x " * 4_000,
    "spaces": "<meta a" + " " * 120_000 + ">",
    "separators": "<title>" + " - " * 40_000 + "</title>",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_read_in_linear_time(source):
    # A quadratic pass over any of these would take minutes, not milliseconds.
    assert "words" in facts_of(source, Scan(source=source), {}, "http://x.org/")


DATA = b"<title>Back pain</title>" * 100
DEFLATE = zlib.compressobj(wbits=-15)
RAW = DEFLATE.compress(DATA) + DEFLATE.flush()
CODINGS = [
    ("none", DATA, "", DATA),
    ("identity", DATA, "identity", DATA),
    ("gzip", gzip.compress(DATA), "gzip", DATA),
    ("gzip cut off", gzip.compress(DATA)[:-9], "x-gzip", DATA),
    ("zlib", zlib.compress(DATA), "deflate", DATA),
    ("raw deflate", RAW, "deflate", DATA),
    ("twice", gzip.compress(gzip.compress(DATA)), "gzip, gzip", DATA),
    ("three times is an attack", DATA, "gzip, gzip, gzip", None),
    ("not what it says", DATA, "gzip", None),
    ("not ours", DATA, "br", None),
    ("no coding by another name", DATA, "none", DATA),
    ("a charset for a coding", DATA, "UTF-8", DATA),
    ("a coding that nobody knows", DATA, "zebra", None),
]


@pytest.mark.parametrize(
    ("why", "body", "coding", "plain"), CODINGS, ids=[row[0] for row in CODINGS]
)
def test_codings(why, body, coding, plain):
    assert decode_start(body, coding, 1_000_000) == plain


def test_a_bomb_is_unpacked_no_further_than_asked():
    assert len(decode_start(gzip.compress(b"0" * 10_000_000), "gzip", 1000)) == 1000


PIECES = st.sampled_from(
    ["<p>", "</p>", "<img src='>'>", "<b", ">", "<", "< ", "<!-- ", "-->", "<script>", "</script>",
     "&nbsp;", "&am", "p;", "\xa0", "\x1c", "\x85", "\n\t ", "à", "word", "<title>", "</", "<a href='<h1>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60), st.integers(1, 3), st.integers(0, 2))
def test_the_first_words_are_those_of_the_whole_page(pieces, most, many):
    page = read("".join(pieces) + "<i>some words</i> and a > b" * 700 * many)
    assert page.first_words(most) == page.shown.split()[:most]
    assert page.first_words(9_999) == page.shown.split()


@given(st.lists(PIECES, max_size=60))
def test_a_page_read_bit_by_bit_is_the_page_read_at_once(pieces):
    source = "<h1>Some</h1> <i title='x'>words</i> and a > b".join(["", *pieces, ""])
    whole, bits = read(source), Scan(source=source)
    with patch.object(scanning, "_AT_A_TIME", 7):
        assert bits.first_words(9_999) == whole.shown.split()
        bits.read_all()
    told = ("title", "meta", "canonical", "lang", "heading", "refresh", "has_password", "has_media")
    assert [getattr(bits, name) for name in told] == [getattr(whole, name) for name in told]


WALL = f"<title>x</title>I am not a robot{'<p>word' * 600}"
BELOW = f"<title>x</title><h1>x</h1>{'<p>word' * 3_000}<link rel=canonical href=/x>"
DOUBTS = [
    # why, page, in doubt, fact, its value
    ("a long form with a quiz", WALL, False, "challenge", None),
    ("a long wall with another status", WALL, True, "challenge", "i am not a robot"),
    ("a long wall that is sorry", WALL.replace("x<", "Not found<"), False, "challenge", "i am not a robot"),
    ("a name of its own far below", BELOW, False, "canonical", None),
    ("a name of its own far below, with another status", BELOW, True, "canonical", "/x"),
    ("many words, with another status", LONG, True, "words", WORDS_IN_DOUBT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "source", "in_doubt", "fact", "value"), DOUBTS, ids=[row[0] for row in DOUBTS]
)
def test_more_is_noted_in_doubt(why, source, in_doubt, fact, value):
    assert facts_of(source, Scan(source=source), {}, "", in_doubt=in_doubt).get(fact) == value


def test_a_page_is_looked_at_closer_when_it_is_compared():
    page = Scan(source=WALL + "<div id=root>")
    assert closer_facts(page) == {"challenge": "i am not a robot", "app": "id=root"}
    assert closer_facts(Scan(source=WALL + LONG)) == {}


def test_a_long_page_is_not_read_to_its_end():
    page = Scan(source="<title>x</title><h1>x</h1>" + "<p>some words</p>" * 9_000)
    facts_of(page.source, page, {}, "")
    assert not page.is_whole
    assert page.parts[-1][1] < 20_000


def test_every_name_of_a_casino_has_its_root():
    for name in filter(str.isascii, CASINO_NAMES):
        assert any(root in name for root in CASINO_ROOTS), name


DOUBTS = [
    ("Video unavailable", "Video unavailable"),
    ("This link has expired | Share", "This link has expired"),
    ("Beitrag gelöscht - Klinik", "Beitrag gelöscht"),
    ("Documento non disponibile", "Documento non disponibile"),
    ("Leaflet retired", "Leaflet retired"),
    ("Nothing Found", "Nothing Found"),
    ("Retired doctors and their leaflet", None),
    ("Removed: a leaflet", None),
    ("Page not found", None),
]


@pytest.mark.parametrize(("title", "found"), DOUBTS)
def test_titles_that_may_say_it(title, found):
    source = f"<title>{title}</title>"
    assert facts_of(source, read(source), {}, "https://a.test/").get("doubt") == found


FAULTS = [
    ('{"error": "rate limit exceeded", "code": 7}', "rate limit exceeded"),
    ('{"error": true, "message": "Try again"}', "Try again"),
    ('{"error": null, "status": "ok", "message": ""}', None),
    ('{"error": "none", "success": true}', None),
    ('{"error": "sum of squares", "mean": 3}', None),
    ('{"error": "Not Found"}', None),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_services_for_programs_tell_of_errors(text, fault):
    assert text_facts(text).get("fault") == fault


def test_what_is_no_text_is_a_fault():
    """Packed bytes under the name of a page, read as the letters of an old encoding."""
    source = "\x1f\u2039\x08\0\0\0\0\0\x02\x03" + "ab" * 400
    assert facts_of(source, read(source), {}, "https://a.test/")["fault"] == "no text"


CLOSER = [
    ("a loss", "This video has been removed by its uploader.", "lost", "has been removed"),
    ("a loss in German", "Der Beitrag ist nicht mehr verfügbar.", "lost", "nicht mehr verfügbar"),
    ("what is removed at an operation", "The disc is removed through a tube.", "lost", None),
    ("a search without results", "0 results for back", "found_nothing", "0 results"),
    ("another kind of results", "12 results, videos: 0 results", "found_nothing", None),
    ("a loss for some", "It is no longer available to you. Sign in.", "condition", "sign in"),
    ("what stands instead", "It was removed. It has been replaced.", "condition", "replac"),
    ("a menu far from a loss", f"Log in {'menu ' * 40} It was removed.", "condition", None),
    ("whom it is for, without a loss", "Sign in.", "condition", None),
    ("a study without results", "The study has no resultant force", "found_nothing", None),
    ("a step", "Please enable cookies now.", "step", "enable cookies"),
    ("a line about cookies", "By using this site you agree to our cookies.", "step", None),
    ("waiting, in French", "Chargement en cours", "waits", "chargement en cours"),
    ("downloads", "Téléchargement en cours de route", "waits", None),
    ("downloads that wait", "Downloading... all", "waits", None),
    ("an offer of help", "Can't find a page? Call us.", "regret", None),
    ("an offer of help in Dutch", "Kunt u de pagina niet vinden? Bel ons.", "regret", None),
    ("a status", "Error 404", "regret", "404"),
    ("a status in brackets", "Gone (410).", "regret", "410"),
    (
        "telephone numbers",
        "Call 0410 22 33, +410 22, (404) 555 0100, 404-555-0100, 555 410",
        "regret",
        None,
    ),
    ("a verb that denies", "The page doesn't exist.", "regret", "n't exist"),
    ("what exists together", "Co-existing pain may exist.", "regret", None),
    ("error of another kind", "Trial and t-error; a medical error", "regret", None),
    ("a page that was removed", "The page was removed", "regret", "page was removed"),
    ("what may not be found", "The article may not be found in every library.", "regret", None),
    ("what could not be found", "The article could not be found.", "regret", "not be found"),
    ("stitches that were removed", "Stitches are removed after a week", "regret", None),
    ("a form that cannot be kept", "You cannot save it", "regret", None),
    ("in German", "Diese Seite wurde verschoben", "regret", "seite wurde verschoben"),
    ("trouble that passes", "Sorry. Please try again later.", "passing", "try again later"),
    ("trouble, and no page", "No such page. Please try again later.", "passing", None),
    ("trouble, and no page in German", "Seite nicht gefunden, vorübergehend", "passing", None),
    ("not available, and trouble", "Not available: maintenance", "passing", "maintenance"),
    ("another thing that is not there", "The page says: session not found", "regret", None),
    ("all that is said", "Hello. Not found.", "regret", "not found"),
    ("what is not found", "Not found: config.php", "regret", None),
    ("a part of a server", "Page template not found", "regret", None),
    ("a menu before it", f"{'Menu ' * 9}Home page Licence not found", "regret", None),
    ("a page far from it", f"A page {'is long ' * 8} and table 7 not found", "regret", None),
    ("what was asked for", "What you asked for could not be found", "regret", "not be found"),
    ("a page that is gone in Finnish", "Sivua ei löytynyt", "regret", "löytyn"),
    ("a start page, and no licence, in Finnish", "Etusivu Lisenssiä ei löytynyt", "regret", None),
    ("what is moved just now", "All content is being moved", "regret", None),
    ("pity in German", "Leider sind viele betroffen", "regret", None),
]


@pytest.mark.parametrize(("why", "said", "name", "found"), CLOSER, ids=[row[0] for row in CLOSER])
def test_what_is_noted_of_a_page_that_is_compared(why, said, name, found):
    assert closer_facts(Scan(source=f"<title>x</title><p>{said}")).get(name) == found, why
