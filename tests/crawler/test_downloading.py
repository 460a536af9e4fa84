"""Asking the site: what becomes of a robots.txt that brings nothing but an error."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest.mock import Mock

import pytest

from archive.frontier import LeasedUrl
from crawler import settings
from crawler.downloading import Downloader
from crawler.failures import Unanswered
from crawler.ledger import Ledger
from crawler.profile import Politeness, Profile
from crawler.scope import Reason, Scope
from crawler.settings import knobs_of, manners_of

PROFILE = Profile(
    name="x",
    seeds=("https://a.test/",),
    politeness=Politeness(delay_s=0, jitter=0, retry_delay_s=0),
)


def row(path: str) -> LeasedUrl:
    url = f"https://a.test{path}"
    return LeasedUrl(
        id=int(path[1:]), url=url, request_url=url, host="a.test", depth=1, priority=0, via="link",
        hops=0,
        attempts=1, etag=None, last_modified=None, whole_at=None, is_distrusted=0, capture_id=None,
    )  # fmt: skip


@pytest.mark.parametrize("error", [RuntimeError("cannot be read"), OSError("no"), KeyError("x")])
def test_an_error_of_robots_txt_keeps_us_out_and_is_told(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    ledger = Mock(spec=Ledger, profile=PROFILE, scope=Scope(PROFILE), troubles={})
    ledger.origins = Mock(wire_url=lambda asked: asked.request_url)
    no_pause = {"DOWNLOAD_DELAY": 0, "DOWNLOAD_DELAY_JITTER": 0}
    knobs = manners_of(vars(settings) | knobs_of(PROFILE) | no_pause)
    asked: list[str] = []

    async def fail(self: Downloader, url: str, *_: Any) -> None:
        asked.append(url)
        raise error

    monkeypatch.setattr(Downloader, "_ask", fail)

    async def visit_all() -> list[BaseException | Any]:
        downloader = Downloader(ledger, knobs)
        visits = [downloader.visit(row(path), {}) for path in ("/1", "/2")]
        return await asyncio.gather(*visits, return_exceptions=True)

    for ended in asyncio.run(visit_all()):
        assert isinstance(ended, Unanswered)
        assert ended.reason is Reason.ROBOTS_UNREACHABLE
    assert asked == ["https://a.test/robots.txt"] * 2, "once more, since it may pass"
    assert [call.args[0] for call in ledger.note.call_args_list] == ["robots_unreachable"]
