"""Captures and proofs in the published archive: also of hostile pages, and of damaged files."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.proof.folder import ENVIRONMENT
from archive.publishing.publish import publish
from tests.archive.proof.small_archive import HOST, PAGE, Small
from tests.archive.proof.test_still_page import HOSTILE, HOSTILE_SVG
from tests.archive.proof.test_still_page import dangers as dangers_of_content
from tests.archive.site.conftest import Site
from tests.archive.site.test_hostile import PAYLOAD, dangers

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)
WHOLE = """<link rel=stylesheet href=/css/a.css><script src=/x.js></script>
<img src=/logo.png alt=Logo><img src=/drawing.svg><img src=/lost.png alt="What is lost">"""
SHEET = """@import "/lost.css"; @font-face { font-family: a; src: url(../font.woff2) }
p { background: url(/drawing.svg); behavior: url(/x.htc) } b { background: url(//evil.example/) }"""
PARTS = (
    ("logo.png", PICTURE, "text/html"),
    ("drawing.svg", HOSTILE_SVG, "image/svg+xml"),
    ("font.woff2", b"wOF2" + bytes(20), "font/woff2"),
    ("x.js", "alert(1)", "text/javascript"),
    ("page.png", "<html><script>alert(1)</script>", "image/png"),
)


@dataclass
class Served:
    """A published archive beside its captures."""

    small: Small
    site: Site
    page: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    small = Small(tmp_path_factory.mktemp("replay") / "small")
    capture, page = small.acupuncture(gzipped=True)
    ids = {"page": capture}
    ids["corrected"] = small.capture(
        "/en/acupuncture.htm", PAGE.replace("32819", "328196"), moment="2026-05-01T08:00:00.000Z"
    )
    ids["pain"] = small.capture("/en/pain.htm", "<h1>Pain</h1>")
    ids["later"] = small.capture("/en/pain.htm", "<p>2</p>", moment="2026-05-01T08:00:00.000Z")
    old, mended = (f"<p><a href='/{to}'>Ozone</a> and so on." for to in ("ozone-old", "physio"))
    ids["dead link"] = small.capture("/care.htm", old)
    ids["mended link"] = small.capture("/care.htm", mended, moment="2026-05-01T08:00:00.000Z")
    ids["gone"] = small.capture("/gone.htm", "<h1>410</h1>", status=410)
    ids["missing"] = small.capture("/missing.htm", "<h1>404</h1>", status=404)
    ids["moved"] = small.capture(
        "/old.htm", "", status=301, row={"location": f"{HOST}/en/pain.htm"}
    )
    ids["away"] = small.capture("/o.htm", "", status=302, row={"location": "javascript:alert(1)"})
    ids["again"] = small.capture("/en/acupuncture.htm", "", status=304, revisit_of=capture)
    ids["whole"] = small.capture("/whole.htm", WHOLE)
    ids["sheet"] = small.capture("/css/a.css", SHEET, mime="text/css")
    for name, body, mime in PARTS:
        ids[name] = small.capture(f"/{name}", body, mime=mime, charset="")
    ids["later logo"] = small.capture(
        "/logo.png", PICTURE, mime="image/png", moment="2027-05-01T08:00:00.000Z"
    )
    ids["picture"] = small.capture("/p.png", PICTURE, mime="image/png", charset="")
    ids["plain"] = small.capture("/robots.txt", "User-agent: <b>*</b>", mime="text/plain")
    ids["cut"] = small.capture(
        "/cut.htm", "<p>It brea", row={"fidelity": "truncated", "truncated": "disconnect"}
    )
    ids["broken"] = small.capture("/broken.htm", b"\x1f\x8b", headers="Content-Encoding: gzip\r\n")
    ids["hostile"] = small.capture("/hostile.htm", "\n".join(source for _, source, _ in HOSTILE))
    ids["many tags"] = small.capture("/tags.htm", "<p>It breaks off" + "<b>" * 150_000)
    ids["nul"] = small.capture("/nul.htm", "\0<p>x</p>")
    ids["payload"] = small.capture("/payload.htm", f"<h1>{PAYLOAD}</h1>{PAYLOAD}")
    small.page("/payload.htm", ids["payload"], title=PAYLOAD, html_title="")
    ids["lost"] = small.capture("/lost.htm", "x", row={"warc_file": "lost.warc.gz"})
    ids["outside"] = small.capture("/outside.htm", "x", row={"warc_file": "../crawl.db"})
    ids["changed"] = small.capture("/changed.htm", "x", row={"payload_sha256": "0" * 64})
    site = Site(publish(small.folder / "crawl.db", small.folder / "published", {}).folder)
    yield Served(small, site, page, ids)
    site.close()
    small.store.close()


@pytest.mark.parametrize(
    "path",
    [
        *("/-/capture/{}", "/-/capture/{}/page", "/-/capture/{}/raw", "/-/proof/captures/{}"),
        *(
            "/-/compare/{0}/{0}",
            "/archive.json?sql=select+1",
            "/archive.json?_shape=array&sql=select+1",
            "/archive.json?s%71l=select+1",
            "/archive/articles.json?_where=1",
        ),
    ],
)
def test_no_proxy_keeps_what_may_be_taken_down(path: str, served: Served) -> None:
    response = served.site.get(path.format(served.ids["page"]), follow_redirects=True)
    assert response.status_code == 200
    (said,) = response.headers.get_list("cache-control")
    assert said.startswith("private, max-age="), said
    assert "etag" not in response.headers


def test_the_page_as_it_was(served: Served) -> None:
    text = served.site.text(f"/-/capture/{served.ids['page']}")
    assert f"{HOST}/en/acupuncture.htm" in text
    assert "its digests verified a moment ago" in text
    assert (
        "Scripts are left out and forms do nothing; pictures and links come from the archive"
        in text
    )
    assert hashlib.sha256(_entity(served, "page")).hexdigest() in text
    assert "Exactly the bytes that were sent." in text
    frame = served.site.page(f"/-/capture/{served.ids['page']}").find(".//iframe")
    assert frame.get("sandbox") == "allow-top-navigation-by-user-activation"
    content = served.site.page(frame.get("src"))
    assert content.find(".//h1").text == "Acupuncture"
    at_place = served.site.page(f"/-/capture/{served.ids['page']}?place=caf%25C3%25A9%22x")
    assert at_place.find(".//iframe").get("src") == frame.get("src") + '#caf%C3%A9"x'
    links = [link.get("href") for link in content.iter("a")]
    assert links == [
        "https://doi.org/10.1155/2015/32819",
        f"/-/capture/{served.ids['pain']}",
        f"/-/capture/{served.ids['gone']}",
    ]


def _entity(served: Served, name: str) -> bytes:
    response = served.site.get(f"/-/capture/{served.ids[name]}/raw")
    assert response.status_code == 200
    return response.content


def test_each_place_of_a_link_has_its_proof(served: Served) -> None:
    [proof] = [
        link.get("href")
        for link in served.site.page("/archive/links/pain").iter("a")
        if link.text == "prove it"
    ]
    assert proof == "/-/proof/link_mentions/link"
    assert "Proved" in served.site.page(proof).find(".//h1").text


def test_the_content_may_run_nothing(served: Served) -> None:
    headers = served.site.get(f"/-/capture/{served.ids['hostile']}/page").headers
    policy = headers["content-security-policy"].split("; ")
    assert policy[:4] == [
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
    ]
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["hostile", "payload", "plain", "nul"])
def test_hostile_content_is_still(name: str, served: Served) -> None:
    response = served.site.get(f"/-/capture/{served.ids[name]}/page")
    assert response.status_code == 200
    assert dangers_of_content(response.text) == []


def test_around_the_content_is_nothing_of_it(served: Served) -> None:
    for name, identity in served.ids.items():
        for path in (f"/-/capture/{identity}", f"/-/proof/captures/{identity}"):
            page = served.site.page(path)
            assert [d for d in dangers(page) if d != "<iframe>"] == [], (name, path)
            assert "unsafe" not in served.site.get(path).headers["content-security-policy"]


def test_a_hostile_passage_is_proved_as_text(served: Served) -> None:
    [page] = served.site.rows("SELECT id FROM pages WHERE url LIKE '%payload.htm'")
    shown = served.site.page(f"/-/proof/pages/{page['id']}")
    assert dangers(shown) == []
    assert "<script>alert(1)</script>" in shown.text_content()


SAID = [
    ("gone", "is gone for good (HTTP 410)"),
    ("missing", "does not exist (HTTP 404)"),
    ("moved", "redirected readers to"),
    ("away", "redirected readers to"),
    ("again", "nothing had changed (HTTP 304)"),
    ("picture", "It is image/png and is not shown here"),
    ("cut", "is not kept. Cut off by disconnect."),
    ("broken", "This capture is damaged"),
    ("lost", "The file lost.warc.gz is not in the captures folder"),
    ("outside", "is not in the captures folder"),
    ("changed", "The payload has the digest"),
    ("many tags", "It is too long to be shown here."),
    ("later", "Other captures of this address"),
]


@pytest.mark.parametrize(("name", "said"), SAID)
def test_what_kind_of_capture_it_is(name: str, said: str, served: Served) -> None:
    assert said in served.site.text(f"/-/capture/{served.ids[name]}")


def test_a_redirect_leads_to_the_capture_of_its_target(served: Served) -> None:
    page = served.site.page(f"/-/capture/{served.ids['moved']}")
    assert f"/-/capture/{served.ids['pain']}" in [a.get("href") for a in page.iter("a")]


def test_a_revisit_shows_the_content_of_its_original(served: Served) -> None:
    content = served.site.page(f"/-/capture/{served.ids['again']}/page")
    assert content.find(".//h1").text == "Acupuncture"


def test_a_revisit_is_proved_where_its_content_lies(served: Served) -> None:
    """Its own record has no content, whose digest would not be the one that is told."""
    path = "/archive/captures/{}"
    again = served.site.page(path.format(served.ids["again"]))
    assert "extract --payload" not in again.text_content()
    assert "SHA-256 of the content it stands for" in again.text_content()
    original = path.format(served.ids["page"])
    assert "the capture that it names" in [
        a.text for a in again.iter("a") if a.get("href") == original
    ]
    assert "extract --payload" in served.site.page(original).text_content()


@pytest.mark.parametrize("name", ["page", "picture", "hostile"])
def test_the_entity_is_taken_never_opened(name: str, served: Served) -> None:
    response = served.site.get(f"/-/capture/{served.ids[name]}/raw")
    [row] = served.site.rows(
        f"SELECT payload_sha256, bytes FROM captures WHERE id = '{served.ids[name]}'"
    )
    assert hashlib.sha256(response.content).hexdigest() == row["payload_sha256"]
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment; filename=")
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_compressed_entity_says_so_in_its_name(served: Served) -> None:
    response = served.site.get(f"/-/capture/{served.ids['page']}/raw")
    assert response.headers["content-disposition"] == 'attachment; filename="acupuncture.htm.gz"'
    assert gzip.decompress(response.content) == PAGE.encode()


def test_the_record_is_the_bytes_of_the_file(served: Served) -> None:
    response = served.site.get(f"/-/capture/{served.ids['pain']}/warc")
    data = served.small.path.read_bytes()
    assert response.content in data
    record = gzip.decompress(response.content)
    assert record.count(b"WARC/1.1\r\n") == 1
    assert b"WARC-Type: response" in record
    assert b"User-Agent" not in record, "the contact address is not published"
    assert served.ids["pain"].encode() in record


def test_two_captures_are_compared(served: Served) -> None:
    ids = served.ids
    found = [a.get("href") for a in served.site.page(f"/-/capture/{ids['later']}").iter("a")]
    assert f"/-/compare/{ids['pain']}/{ids['later']}" in found
    of_row = served.site.page(f"/archive/captures/{ids['later']}").xpath("//a/@href")
    assert f"/-/compare/{ids['pain']}/{ids['later']}" in of_row
    for pair in ((ids["pain"], ids["later"]), (ids["later"], ids["pain"])):
        page = served.site.page("/-/compare/{}/{}".format(*pair))
        assert [d.text for d in page.iter("del")] == ["Pain"]
        assert [i.text for i in page.iter("ins")] == ["2"]
    text = served.site.text(f"/-/compare/{ids['page']}/{ids['again']}")
    assert "Nothing: the bytes are the same" in text
    assert "cannot be compared" in served.site.text(f"/-/compare/{ids['picture']}/{ids['pain']}")
    assert "cannot be trusted" in served.site.text(f"/-/compare/{ids['changed']}/{ids['pain']}")


def test_a_link_that_leads_elsewhere_is_told_with_both_addresses(served: Served) -> None:
    ids = served.ids
    page = served.site.page(f"/-/compare/{ids['dead link']}/{ids['mended link']}")
    said = " ".join(page.text_content().split())
    assert "No words that a reader would see. 1 link leads elsewhere." in said
    assert f"Links Ozone: {HOST}/ozone-old → {HOST}/physio" in said
    [section] = [s for s in page.iter("section") if s.findtext("h2") == "Links"]
    assert list(section.iter("a")) == []


def test_the_place_of_a_row_in_its_capture_is_a_row(served: Served) -> None:
    [row] = served.site.rows("SELECT * FROM spans WHERE table_name = 'bibliography'")
    start, length = int(str(row["char_offset"])), int(str(row["char_length"]))
    assert PAGE[start:][:length].startswith("Liu, L., Skinner&nbsp;M.")
    assert (row["row_id"], row["capture_id"]) == ("ref", served.ids["page"])
    assert "Where rows are in their captures" in served.site.text("/archive/spans")
    assert str(start) in served.site.text("/archive/spans/bibliography,ref")


def test_a_changed_reference_is_shown_with_both_proofs(served: Served) -> None:
    before, after = served.ids["page"], served.ids["corrected"]
    page = served.site.page(f"/-/compare/{before}/{after}")
    [section] = [s for s in page.iter("section") if s.findtext("h2") == "References"]
    assert [d.text for d in section.iter("del")] == ["10.1155/2015/32819"]
    assert [i.text for i in section.iter("ins")] == ["10.1155/2015/328196"]
    stood, stands, proof = (a.get("href") for a in section.iter("a"))
    begins = "/page#:~:text=Liu%2C%20L.%2C%20Skinner"
    assert stood.startswith(f"/-/capture/{before}{begins}")
    assert stands.startswith(f"/-/capture/{after}{begins}")
    assert proof == "/-/proof/bibliography/ref"
    assert "Not proved" not in served.site.text(proof)
    assert "1 paragraph changed" in page.text_content()


def test_a_comparison_of_hostile_pages_runs_nothing(served: Served) -> None:
    for one, other in (("hostile", "payload"), ("plain", "hostile"), ("payload", "lost")):
        page = served.site.page(f"/-/compare/{served.ids[one]}/{served.ids[other]}")
        assert dangers(page) == []


ABSENT = [
    "/-/compare/nope/nope",
    "/-/capture/nope",
    "/-/capture/00000000-0000-4000-8000-000000000000/raw",
    "/-/capture/..%2f..%2fcrawl.db",
    "/-/capture/../../crawl.db/raw",
    "/-/capture/" + "a" * 200,
    "/-/capture/%00/page",
    "/-/proof/pages/nope",
    "/-/proof/runs/1",
    "/-/proof/sqlite_master/x",
    "/-/proof/pages/~00",
    "/-/proof/captures/'",
]


@pytest.mark.parametrize("path", ABSENT)
def test_nothing_else_is_served(path: str, served: Served) -> None:
    assert served.site.get(path, follow_redirects=True).status_code == 404


@pytest.mark.parametrize("form", ["", "/page", "/raw", "/warc"])
def test_damage_is_never_an_error_of_ours(form: str, served: Served) -> None:
    for name, identity in served.ids.items():
        assert served.site.get(f"/-/capture/{identity}{form}").status_code in (200, 404), name


@pytest.mark.parametrize(
    ("table", "key"),
    [("bibliography", "ref"), ("mentions", "text"), ("link_mentions", "link"), ("terms", "term"),
     ("links", "pain"), ("findings", "finding")],
)  # fmt: skip
def test_every_row_leads_to_its_proof(table: str, key: str, served: Served) -> None:
    path = f"/archive/{table}/{key}"
    found = [a.get("href") for a in served.site.page(path).iter("a")]
    if table != "links":
        assert f"/-/proof/{table}/{key}" in found
    page = served.site.page(f"/-/proof/{table}/{key}")
    assert page.find(".//h1").text == "Proved"
    assert page.find(".//mark") is not None
    is_modest = "That proves what the page printed; why it is wrong" in page.text_content()
    assert is_modest is (table == "findings")


@pytest.mark.parametrize("table", ["articles", "pages"])
def test_pages_lead_to_captures_and_proofs(table: str, served: Served) -> None:
    found = [a.get("href") for a in served.site.page(f"/archive/{table}/{served.page}").iter("a")]
    assert f"/-/capture/{served.ids['page']}" in found
    assert f"/-/proof/{table}/{served.page}" in found


def test_without_captures_nothing_leads_to_them(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, "")
    alone = Site(Path(served.small.folder / "published"))
    try:
        for path in (
            f"/archive/articles/{served.page}",
            f"/archive/captures/{served.ids['page']}",
            "/archive/mentions/text",
        ):
            found = [a.get("href") or "" for a in alone.page(path).iter("a")]
            assert [href for href in found if href.startswith("/-/")] == []
        assert alone.get(f"/-/capture/{served.ids['page']}").status_code == 404
        assert alone.get("/-/proof/mentions/text").status_code == 404
    finally:
        alone.close()


def test_a_page_with_its_parts(served: Served) -> None:
    ids = served.ids
    content = served.site.page(f"/-/capture/{ids['whole']}/page")
    assert [i.get("src") for i in content.iter("img")] == [
        f"/-/capture/{ids['logo.png']}/part",
        f"/-/capture/{ids['drawing.svg']}/part",
        None,
    ], "the capture nearest in time; what is not held has its words"
    assert content.findall(".//img")[2].get("alt") == "What is lost"
    sheet = f"/-/capture/{ids['sheet']}/part"
    assert [link.get("href") for link in content.iter("link")] == [sheet]
    response = served.site.get(sheet)
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    font, drawing = (f"/-/capture/{ids[n]}/part" for n in ("font.woff2", "drawing.svg"))
    expected = f"""@font-face {{ font-family: a; src: url("{font}") }}
p {{ background: url("{drawing}"); x-removed: none }} b {{ background: none }}"""
    assert response.text.split() == expected.split()


SERVED = [
    ("logo.png", 200, "image/png"),
    ("drawing.svg", 200, "image/svg+xml"),
    ("font.woff2", 200, "font/woff2"),
    ("x.js", 404, None),
    ("page.png", 404, None),
    ("page", 404, None),
    ("lost", 404, None),
]


@pytest.mark.parametrize(("name", "status", "mime"), SERVED)
def test_parts_are_inert(served: Served, name: str, status: int, mime: str | None) -> None:
    response = served.site.get(f"/-/capture/{served.ids[name]}/part")
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    policy = response.headers["content-security-policy"]
    assert policy == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    if mime:
        assert response.headers["content-type"] == mime
