"""The made-up sibling: how a host answers for an address that surely is not there. Pure.

Many sites answer 200 to everything. What such a page is can be told only beside the answer to
an address that nobody ever made, so one is asked for, once a host and run, when an answer is
suspicious; and the start page, where both addresses show the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from archive.keys import key
from pipelines.services.web.file_names import promised_by
from pipelines.services.web.sketches import SAME_PAGE, contained, is_twin, words_of_address
from pipelines.services.web.visits import Visit

_FEW_WORDS = 250
_SOME_WORDS = 60
_DRIFT = 0.8
_WORD = re.compile(r"\w+")
_TELLING = 4
"""Letters of a word in an address that says what its page is about."""


def made_up(url: str) -> str:
    """An address beside ``url`` that nobody ever made, the same one in every run.

    >>> made_up("http://clinic.test/leaflets/back.htm?x=1")
    'http://clinic.test/leaflets/no-such-page-4e9be681.htm'
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    extension = posixpath.splitext(name)[1]
    ending = extension if 1 < len(extension) <= 6 and extension[1:].isalnum() else ""
    path = f"{folder}/no-such-page-{key(parts.netloc)[:8]}{ending}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def is_suspicious(url: str, visit: Visit) -> bool:
    """Whether an answer can be understood only beside that of a made-up sibling."""
    status, facts = visit.status, visit.facts
    words = facts.get("words")
    if visit.error or not isinstance(words, int) or facts.get("challenge"):
        return False
    if status in (404, 410) or (status is not None and 500 <= status <= 599):
        may_be_page = words >= _SOME_WORDS and not facts.get("not_found")
        return may_be_page or _leads_astray(url, visit)
    if status is None or not 200 <= status <= 299:
        return False
    if facts.get("parked"):
        return True  # a domain is for sale at every address, its start page too
    drift = facts.get("drift")
    has_sign = (
        words < _FEW_WORDS
        or bool(facts.get("not_found"))
        or (isinstance(drift, float) and drift >= _DRIFT)
        or _leads_astray(url, visit, by_name=True)
        or bool(promised_by(url))
        or _lacks_a_place(facts)
    )
    return has_sign and urlsplit(url).path not in ("", "/")


def _lacks_a_place(facts: Mapping[str, object]) -> bool:
    """Whether a place was missed, which a page that stands at every address has not, either."""
    places = facts.get("places")
    return isinstance(places, Mapping) and "missing" in places.values()


def _leads_astray(url: str, visit: Visit, *, by_name: bool = False) -> bool:
    """Whether redirects ended at an address that shares no word with the path, or the last part of
    it (``by_name``), that was asked for."""
    if not visit.hops:
        return False
    path = urlsplit(url).path
    asked = path.rstrip("/").rpartition("/")[2] if by_name else path
    end = words_of_address(urlsplit(visit.final_url).path)
    return words_of_address(asked).isdisjoint(end)


def may_show_home(url: str, visit: Visit) -> bool:
    """Whether redirects ended at an address that has no word of what was asked for, and is no start
    page by its name."""
    end = visit.final_url
    return _leads_astray(url, visit, by_name=True) and end != home_of(end)


def shows_home(url: str, visit: Visit, home: Visit) -> bool:
    """Whether redirects of a page ended at the start page by another name: the one says all that
    the other says, and has its title."""
    found = compared(url, visit, home)
    return is_twin(found) and contained(home.said(), visit.said()) >= SAME_PAGE


def home_of(url: str) -> str:
    """The start page of its host."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def compared(url: str, visit: Visit, sibling: Visit) -> dict[str, object]:
    """The sibling's answer beside the visit's, as a fact.

    ``url``, ``status``, ``error``, ``final_url``, ``not_found`` and ``challenge`` are the
    sibling's; ``same_end``: both were sent to the same address; ``same_title``; ``contained``:
    the share (0 to 1) of the page's text that the sibling has too, the words of both addresses
    left out; ``echoed``: their titles are the same but for these words, which both repeat;
    ``named``: title and heading of the sibling, which cannot know the address of the page, have all
    words of it. Empty ones are left out.
    """
    asked = sibling.hops[0][1] if sibling.hops else sibling.final_url
    facts = sibling.facts
    found: dict[str, object] = {
        "url": asked,
        "status": sibling.status,
        "error": sibling.error,
        "final_url": sibling.final_url if sibling.hops else None,
        "not_found": facts.get("not_found"),
        "challenge": facts.get("challenge"),
        "same_end": bool(visit.hops) and visit.final_url == sibling.final_url,
        "same_title": facts.get("title") == visit.facts.get("title"),
    }
    if "words" in facts and "words" in visit.facts:
        addresses = words_of_address(url) | words_of_address(asked)
        found["contained"] = round(contained(visit.said(), sibling.said(), addresses), 3)
    ours, theirs = (str(one.get("title", "")) for one in (visit.facts, facts))
    found["echoed"] = _frame(ours, url) == _frame(theirs, asked) != ""
    found["named"] = is_named(url, f"{facts.get('title')} {facts.get('heading')}")
    return {n: v for n, v in found.items() if v is not None and v is not False and v != ""}


def _frame(title: str, url: str) -> str:
    """What is left of a title that repeats words of its address, with a gap for these; empty where
    it repeats none or has no others.

    >>> _frame("Telegram: Contact @back_pain", "http://t.test/back_pain")
    'telegram contact …'
    """
    address = words_of_address(url)
    words = ["…" if word in address else word for word in _WORD.findall(title.lower())]
    frame = [word for word, before in zip(words, ["", *words], strict=False) if word != before]
    return " ".join(frame) if len(frame) > 1 and "…" in frame else ""


def is_named(url: str, text: str) -> bool:
    """Whether a title has all words of the last part of an address.

    >>> is_named("http://clinic.test/back-pain.htm", "Our day of back pain")
    True
    """
    path = unquote(urlsplit(url).path).rstrip("/")
    name = posixpath.splitext(path.rpartition("/")[2])[0].replace("_", " ")
    words = {word for word in words_of_address(name) if len(word) >= _TELLING}
    return bool(words) and words <= words_of_address(text)
