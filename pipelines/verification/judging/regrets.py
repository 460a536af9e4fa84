"""What a page says of itself that it is not there, and whether it is believed. Pure.

A title alone proves little: articles, films and rooms are called so, too. Where the host says 404
of what is not there, the page wants a second sign; with one alone it is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.records import Check
from pipelines.services.web.page_facts import is_sorrow
from pipelines.services.web.siblings import is_named
from pipelines.verification import quirks
from pipelines.verification.judging.sights import Seen, Sight
from pipelines.verification.judging.signs import (
    NEXT_TO_NOTHING,
    count_words,
    is_honest,
    is_of_before,
    own_words,
    sibling_of,
)

# A title says "not found" at random on a long page, hardly ever on a short one; on a host that
# says 404 where it means it, only a page that says next to nothing is believed.
_LONG_PAGE_WORDS = 1_000
_SHORT_PAGE_WORDS = 150
_MENU_WORDS = 250
_UNLIKE = 0.5
_SAME_WORDS = 12
_NO_WORDS = 6  # of its own; a date or the number of a request is as much
_MORE_TO_SEE = ("media", "app", "scripted", "waits", "step", "password")
"""Facts of pages whose words are not all that they have."""
_NUMBERS = frozenset({"404", "410", "error 404", "404 error", "http 404", "fehler 404"})
"""Titles that say no more than a number, as songs and shoes do."""


def sorrow(check: Check) -> Sight | None:
    """A title or heading that says "not found", unless that is what the link promises."""
    facts, sibling = check.facts, sibling_of(check)
    said = facts.get("not_found")
    if not said or is_about_404(check.url):
        return None
    if is_honest(sibling) and not is_of_before(check) and _is_weakly_said(check):
        return None
    if _says_more(check):
        return None
    if _is_said_otherwise(sibling):
        return Seen.UNCLEAR, f"says “{said}”, and its host says so in other words"
    how = f"under the title “{facts['title']}”" if facts.get("title") else f"and says “{said}”"
    return Seen.SOFT_404, f"answers as if it were there, {how}"


def lone_regret(check: Check) -> Sight | None:
    """Regret without a name for it, at one address of a host that says 404 of others.

    A page with the title and no other words than those of the host's 404 is unclear in any
    language, also where they say regret: a script may fill it, and the words be a template of
    its. So is regret with next to nothing else, where title or heading says it or is that of the
    404; or a title and heading of sorrow above no more words than menus have: one sign alone.
    A title that may mean it ("Video unavailable") and other words of regret below are two, unless
    these say for whom, or what stands instead.
    """
    facts, sibling = check.facts, sibling_of(check)
    if not is_honest(sibling) or is_of_before(check) or is_about_404(check.url):
        return None
    named = f"{facts.get('title')} {facts.get('heading')}"
    if is_named(check.url, named) or _is_weakly_said(check):
        return None
    said, regret = facts.get("not_found"), " ".join(str(facts.get("regret", "")).split())
    is_told = bool(regret) and not regret.isdigit()
    if _is_same(check):
        return Seen.UNCLEAR, f"shows what its host says of {sibling['url']}, which is not there"
    if said and _is_headed(facts) and count_words(facts) < _MENU_WORDS:
        return Seen.UNCLEAR, f"says “{said}”, and much besides"
    is_bare = not facts.get("media") and own_words(check) < NEXT_TO_NOTHING
    doubt, lost = facts.get("doubt"), facts.get("lost")
    lost = lost or (regret if doubt and regret not in named.lower() else "")
    is_for_some = facts.get("condition") or facts.get("passing")
    if is_bare and doubt and lost and not (_has_more(facts) or is_for_some):
        return Seen.SOFT_404, f"answers as if it were there, and says “{doubt}” and “{lost}”"
    is_nameless = bool(sibling.get("same_title")) or regret in named.lower()
    if is_told and is_bare and is_nameless:
        return Seen.UNCLEAR, f"says little but “{regret}”"
    return None


def _is_same(check: Check) -> bool:
    """Whether it has the title of the page at a made-up address and no other words, nor anything
    else to see."""
    facts, sibling = check.facts, sibling_of(check)
    contained = sibling.get("contained")
    is_same = contained == 1.0 and sibling.get("same_title")
    says_enough = count_words(facts) >= _SAME_WORDS
    return bool(is_same and says_enough) and not _has_more(facts)


def _has_more(facts: Mapping[str, object]) -> bool:
    return any(map(facts.get, _MORE_TO_SEE))


def _says_more(check: Check) -> bool:
    """Whether a page says too much to be believed by its title. On a host that says 404 where it
    means it only what has hardly a word that its 404 has not may be longer than a short page, and
    only below a heading that says so, too, and with nothing else to see."""
    words = count_words(check.facts)
    if words >= _LONG_PAGE_WORDS or not is_honest(sibling_of(check)) or words < _SHORT_PAGE_WORDS:
        return words >= _LONG_PAGE_WORDS
    is_bare = own_words(check) < _NO_WORDS and not is_of_before(check)
    return not (is_bare and _is_headed(check.facts) and not _has_more(check.facts))


def _is_headed(facts: Mapping[str, object]) -> bool:
    """Whether title and heading both say that the page is not there."""
    return all(is_sorrow(str(facts.get(name, ""))) for name in ("title", "heading"))


def _is_said_otherwise(sibling: Mapping[str, object]) -> bool:
    """Whether a host that answers 200 to a made-up address has another page for what is not there:
    then this one may be about it."""
    contained = sibling.get("contained")
    is_other = isinstance(contained, float) and contained < _UNLIKE
    return bool(sibling.get("not_found")) and not is_honest(sibling) and is_other


def _is_weakly_said(check: Check) -> bool:
    """Whether a page may be there although its host is honest about 404 elsewhere: a search without
    results; a page of some words that says so with a number only, or below a title that names
    what was asked for."""
    facts, title = check.facts, str(check.facts.get("title", "")).lower()
    said = str(facts.get("not_found", "")).lower()
    asked = urlsplit(check.url)
    is_search = quirks.SEARCHES.search(asked.path.lower())
    if is_search and any(name.lower() in quirks.SEARCHED for name, _ in parse_qsl(asked.query)):
        return True
    is_number, says_little = said in _NUMBERS, count_words(facts) < NEXT_TO_NOTHING
    is_hidden = said not in title and is_named(check.url, title)
    return (is_number or is_hidden) if not says_little else (is_number and is_hidden)


def is_about_404(url: str) -> bool:
    """Whether an address promises a page about pages that are not there."""
    path = re.sub(r"[^a-z0-9]", "", unquote(urlsplit(url).path).lower())
    return "404" in path or "notfound" in path
