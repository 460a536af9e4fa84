"""Packages are served in parts, as RFC 9110 has it; nothing else of the folder is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from archive.publishing.publish import publish
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

DATA = bytes(range(256)) * 1000
SIZE = len(DATA)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("packages")
    published = publish(specimen.fill(folder / "crawl.db"), folder / "site", specimen.PUBLICATION)
    (published.folder / "site.wacz").write_bytes(DATA)
    (published.folder / "empty.wacz").write_bytes(b"")
    (folder / "outside.wacz").write_bytes(b"secret")
    site = Site(published.folder)
    yield site
    site.close()


RANGES = [
    ("none", None, 200, slice(None)),
    ("the first bytes", "bytes=0-9", 206, slice(0, 10)),
    ("one byte", "bytes=5-5", 206, slice(5, 6)),
    ("from a byte on", f"bytes={SIZE - 7}-", 206, slice(SIZE - 7, None)),
    ("more than one step of sending", "bytes=3-200000", 206, slice(3, 200001)),
    ("the last bytes", "bytes=-22", 206, slice(SIZE - 22, None)),
    ("more last bytes than there are", f"bytes=-{SIZE + 5}", 206, slice(None)),
    ("an end behind the end", f"bytes=10-{SIZE * 2}", 206, slice(10, None)),
    ("upper case and blanks", "Bytes = 1 - 2", 206, slice(1, 3)),
    ("behind the end", f"bytes={SIZE}-", 416, slice(0, 0)),
    ("the last no bytes", "bytes=-0", 416, slice(0, 0)),
    ("several", "bytes=0-1,4-5", 200, slice(None)),
    ("an end before its start", "bytes=9-2", 200, slice(None)),
    ("another unit", "lines=0-1", 200, slice(None)),
    ("no numbers", "bytes=-", 200, slice(None)),
    ("a number without end", f"bytes={'9' * 30}-", 200, slice(None)),
]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(("why", "asked", "status", "part"), RANGES, ids=[r[0] for r in RANGES])
def test_ranges(served: Site, why, asked, status, part, method) -> None:
    headers = {"range": asked} if asked else {}
    response = served.get("/-/wacz/site.wacz", method, headers=headers)
    wanted = DATA[part]
    assert response.status_code == status
    assert response.content == (wanted if method == "get" else b"")
    assert response.headers["content-length"] == str(len(wanted))
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["x-content-type-options"] == "nosniff"
    told = response.headers.get("content-range")
    if status == 206:
        start = part.start or 0
        assert told == f"bytes {start}-{start + len(wanted) - 1}/{SIZE}"
    else:
        assert told == (f"bytes */{SIZE}" if status == 416 else None)


def test_a_part_only_of_the_file_that_was_begun(served: Site) -> None:
    whole = served.get("/-/wacz/site.wacz")
    for validator in (whole.headers["etag"], whole.headers["last-modified"]):
        headers = {"range": "bytes=0-3", "if-range": validator}
        assert served.get("/-/wacz/site.wacz", headers=headers).status_code == 206
    for validator in ('"other"', f"W/{whole.headers['etag']}", "Thu, 01 Jan 1970 00:00:00 GMT"):
        headers = {"range": "bytes=0-3", "if-range": validator}
        assert served.get("/-/wacz/site.wacz", headers=headers).status_code == 200


def test_what_is_known_is_not_sent_again(served: Site) -> None:
    whole = served.get("/-/wacz/site.wacz")
    assert whole.headers["cache-control"] == "private, no-cache", "a proxy keeps none"
    etag = whole.headers["etag"]
    for tags in (etag, f'"x", W/{etag}', "*"):
        response = served.get("/-/wacz/site.wacz", headers={"if-none-match": tags})
        assert (response.status_code, response.content) == (304, b"")


def test_a_reader_hosted_elsewhere_may_ask_for_parts(served: Site) -> None:
    asked = {"origin": "https://replayweb.page", "access-control-request-headers": "range"}
    response = served.get("/-/wacz/site.wacz", "options", headers=asked)
    assert response.status_code == 204
    assert "range" in response.headers["access-control-allow-headers"]
    part = served.get("/-/wacz/site.wacz", headers={"range": "bytes=-5"})
    assert part.headers["access-control-allow-origin"] == "*"
    assert "content-range" in part.headers["access-control-expose-headers"]


NOT_SERVED = [
    "/-/wacz/other.wacz", "/-/wacz/archive.db", "/-/wacz/../outside.wacz",
    "/-/wacz/..%2Foutside.wacz", "/-/wacz/%2e%2e%2foutside.wacz", "/-/wacz/.wacz", "/-/wacz/",
]  # fmt: skip


@pytest.mark.parametrize("path", NOT_SERVED)
def test_nothing_else_is_served(served: Site, path: str) -> None:
    response = served.get(path)
    assert response.status_code in (302, 404)  # Datasette sends some to a tidier address
    assert b"secret" not in response.content


def test_an_empty_file_has_no_part(served: Site) -> None:
    assert served.get("/-/wacz/empty.wacz").content == b""
    response = served.get("/-/wacz/empty.wacz", headers={"range": "bytes=0-"})
    assert response.status_code == 416


def test_the_page_of_data_lists_what_is_there(served: Site, site: Site) -> None:
    links = served.page("/data").xpath("//a[contains(@href, '/-/wacz/')]")
    assert [link.get("href") for link in links] == ["/-/wacz/empty.wacz", "/-/wacz/site.wacz"]
    assert "site.wacz (250.0 KB)" in served.text("/data")
    assert "archive wacz" not in served.text("/data")
    assert "archive wacz --output" in site.text("/data"), "none lies there"


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the two files of replayweb.page, as the operator fetches them."""
    for name in ("ui.js", "sw.js"):
        (tmp_path / name).write_text(f"// {name}")
    monkeypatch.setenv("PATIENTLINE_REPLAYWEB", str(tmp_path))
    return tmp_path


def test_what_was_made_before_a_takedown_is_not_given_out(tmp_path: Path, reader: Path) -> None:
    published = publish(specimen.fill(tmp_path / "crawl.db"), tmp_path / "s", specimen.PUBLICATION)
    site, settings = Site(published.folder), json.loads((tmp_path / "s/site.json").read_text())
    for name, created in (("old", "2026-03-01T00:00:00Z"), ("new", "2026-03-03T00:00:00Z")):
        with ZipFile(tmp_path / f"s/{name}.wacz", "w") as package:
            package.writestr("datapackage.json", json.dumps({"created": created}))
    paths = ("/-/wacz/old.wacz", "/-/wacz/new.wacz", "/-/wacz/other.wacz")
    assert [site.get(path).status_code for path in paths] == [200, 200, 404], "none was"
    settings["taken_down_at"] = "2026-03-02T00:00:00.000Z"  # while the server runs
    (tmp_path / "s/site.json").write_text(json.dumps(settings))
    assert [site.get(path).status_code for path in paths] == [451, 200, 404]
    assert "new.wacz" in site.text("/data")
    assert "old.wacz" not in site.text("/data")
    for method in ("get", "head"):
        answer = site.get(paths[0], method, headers={"range": "bytes=0-3"})
        assert (answer.status_code, answer.content[:2] == b"PK") == (451, False)
    opened = {name: site.get(f"/-/replayweb/open/{name}.wacz") for name in ("old", "new")}
    assert [answer.status_code for answer in opened.values()] == [451, 200]
    assert ["replay-web-page" in answer.text for answer in opened.values()] == [False, True]
    assert "archive wacz" in site.get(paths[0]).text
    assert "archive wacz" in opened["old"].text
    site.close()


READER_PATHS = (
    "/-/replayweb/", "/-/replayweb/ui.js", "/-/replayweb/sw.js", "/-/replayweb/open/site.wacz",
)  # fmt: skip


def test_without_its_files_replayweb_is_not_there(served: Site) -> None:
    assert {served.get(path).status_code for path in READER_PATHS} <= {302, 404}


def test_replayweb_opens_a_package_with_its_own_files(served: Site, reader: Path) -> None:
    assert served.get("/-/replayweb/ui.js").text == "// ui.js"
    frame = served.get("/-/replayweb/?source=x")
    assert "frame-ancestors 'self'" in frame.headers["content-security-policy"]
    assert frame.text.count("ui.js") == 1
    assert served.get("/-/replayweb/ui.js").headers["content-type"].startswith("text/javascript")
    page = served.page('/-/replayweb/open/site.wacz?url=https://a.test/?q="><script>&ts=2026')
    (element,) = page.iter("replay-web-page")
    assert element.get("source") == "/-/wacz/site.wacz"
    assert element.get("url") == 'https://a.test/?q="><script>'
    assert element.get("replaybase") == "/-/replayweb/"
    assert served.get("/-/replayweb/open/other.wacz").status_code == 404
    assert served.get("/-/replayweb/index.html").status_code == 404


def test_captures_link_to_it_only_then(served: Site, reader: Path, monkeypatch) -> None:
    assert served.templates.globals["replayweb_package"]() == "empty.wacz"
    monkeypatch.setenv("PATIENTLINE_REPLAYWEB", "")
    assert served.templates.globals["replayweb_package"]() == ""
