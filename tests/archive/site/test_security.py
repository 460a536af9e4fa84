"""The page about security says what is so; security.txt names the contact of the profile alone."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.publishing.publish import Published
from archive.site.plugins.security import contact_uri, security_txt
from tests.archive.site.conftest import Site

EXPIRES = datetime(2027, 3, 1, 8, tzinfo=UTC)
STAMP = "Expires: 2027-03-01T08:00:00Z\n"
HOME = "https://archive.example.org"
FILES = [
    # why, what the profile says, the file
    ("no contact, no file", {"public_url": HOME}, ""),
    ("a mail address", {"security_contact": "a@b.test"}, f"Contact: mailto:a@b.test\n{STAMP}"),
    ("a page", {"security_contact": "https://b.test/x"}, f"Contact: https://b.test/x\n{STAMP}"),
    (
        "with the archive's own address",
        {"security_contact": "mailto:a@b.example", "public_url": f"{HOME}/"},
        f"Contact: mailto:a@b.example\n{STAMP}"
        f"Canonical: {HOME}/.well-known/security.txt\nPolicy: {HOME}/security\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "publication", "text"), FILES, ids=[row[0] for row in FILES])
def test_the_file(why: str, publication: dict[str, str], text: str) -> None:
    assert security_txt(publication, EXPIRES) == text


def test_no_contact_is_no_uri() -> None:
    assert contact_uri("") == ""


def test_without_a_contact(site: Site) -> None:
    text = site.text("/security")
    assert "No contact was named for this" in text
    assert site.get("/.well-known/security.txt").status_code == 404
    assert site.page("/about").xpath("//footer//a[@href='/security']")
    policy = site.get("/security").headers["content-security-policy"]
    assert policy in text, "what it says of itself is what it sends"
    for path in ("/", "/security", "/broken", "/data", "/search?q=pain", "/archive?sql=select+1"):
        assert "set-cookie" not in site.get(path).headers, path


def test_with_a_contact(published: Published, tmp_path: Path) -> None:
    folder = shutil.copytree(published.folder, tmp_path / "site")
    settings = json.loads((folder / "site.json").read_text())
    settings["publication"]["security_contact"] = "holes@archive.example"
    (folder / "site.json").write_text(json.dumps(settings))
    site = Site(folder)
    try:
        answer = site.get("/.well-known/security.txt")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        contact, expires = answer.text.splitlines()
        assert contact == "Contact: mailto:holes@archive.example"
        left = datetime.fromisoformat(expires.removeprefix("Expires: ")) - datetime.now(UTC)
        assert 358 < left.days < 365
        links = site.page("/security").xpath("//a/@href")
        assert {"mailto:holes@archive.example", "/.well-known/security.txt"} <= set(links)
    finally:
        site.close()
