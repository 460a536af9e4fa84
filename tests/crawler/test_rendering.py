"""``patientline render`` without a browser: what is missing is said, and nothing is written."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.__main__ import patientline
from crawler.browser import NoBrowser, _sentence, find_browser
from crawler.commands.exits import Exit, run_command
from crawler.profile import ProfileError, Rendering
from crawler.profile_loading import load_profile
from crawler.rendering import NothingToRender, render

RULES = Rendering()


def test_no_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(NoBrowser, match=r"pip install '\.\[rendering\]'"):
        find_browser(RULES)


def test_no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NoBrowser, match="apt-get install chromium"):
        find_browser(RULES)
    with pytest.raises(ProfileError, match="names no program: /no/such"):
        find_browser(replace(RULES, browser="/no/such"))


@pytest.mark.parametrize(
    ("why", "program", "code", "said"),
    [
        ("a wrong setting", "/no/such", Exit.USAGE, "names no program"),
        ("no captures", sys.executable, Exit.INCOMPLETE, "Crawl the site first"),
    ],
)
def test_exit_codes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    why: str,
    program: str,
    code: Exit,
    said: str,
) -> None:
    options = ["--set", f"rendering.browser={program}", "--data", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["patientline", "render", *options])
    assert run_command(patientline) == code, why
    ended = capsys.readouterr()
    assert said in ended.err
    assert ("Drawing" in ended.out) == (program == sys.executable), "no promise without a browser"
    assert list(tmp_path.rglob("*.db")) == []


def test_nothing_is_made_where_nothing_was_captured(tmp_path: Path) -> None:
    profile = load_profile("sample", settings=[("t", {"rendering": {"browser": sys.executable}})])
    with pytest.raises(NothingToRender):
        render(profile, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("why", "message", "said"),
    [
        ("its renderer was ended", "Page.goto: Target crashed\nlog", "broke down"),
        ("refused", "Page.goto: net::ERR_FAILED at https://a.test/\nlog", "net::ERR_FAILED at"),
        ("nothing said", "", "the browser gave up"),
    ],
)
def test_what_is_said_of_a_page_that_could_not_be_drawn(why: str, message: str, said: str) -> None:
    assert said in _sentence(message), why
    assert "log" not in _sentence(message)
