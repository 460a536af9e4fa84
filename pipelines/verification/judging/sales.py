"""Whether a page sells its domain, or goods that it was not made for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.records import Check
from pipelines.services.web.markers import (
    CASINO_HOMONYMS,
    CASINO_NAMES,
    CASINO_PHRASES,
    DOUBTFUL_PARKING_SIGNS,
    PARKING_HOSTS,
    PARKING_PHRASES,
    SPAM_PHRASES,
)
from pipelines.services.web.sketches import is_twin
from pipelines.verification import quirks
from pipelines.verification.addresses import is_forwarder, site_of
from pipelines.verification.judging.sights import Seen, Sight, words_of
from pipelines.verification.judging.signs import (
    count_words,
    has_changed,
    is_elsewhere,
    is_of_before,
    is_same_as_sibling,
    sibling_of,
)

_LONG_ADVICE_WORDS = 250
_SOME_WORDS = 60
_SPAM_WORDS = 3
_UNLIKE = 0.5
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+")
"""A domain name, as the titles of sales have it."""


def sale(check: Check) -> Sight | None:
    """A domain that is parked or for sale."""
    parked = words_of(check.facts, "parked")
    if parked and not _may_be_about_sales(check, parked):
        if _is_believed(check, parked):
            return Seen.PARKED, f"is on a domain that is parked or for sale (“{parked[0]}”)"
        if not _is_page_of_honest_host(check):
            return Seen.UNCLEAR, f"may be on a domain that is for sale (“{parked[0]}”)"
    end = check.final_url or check.url
    is_silent = not any(check.facts.get(name) for name in ("words", "app", "media"))
    if check.hops and quirks.ADVERTISEMENTS.match(end) and is_silent:
        return Seen.PARKED, f"leads to the advertisements at {end}"
    is_at_broker = site_of(end) in PARKING_HOSTS and site_of(end) != site_of(check.url)
    if check.hops and is_at_broker and not is_forwarder(check.url):
        return Seen.PARKED, f"leads to {site_of(end)}, which sells the domain"
    return None


def _may_be_about_sales(check: Check, parked: Sequence[str]) -> bool:
    """Whether a single phrase stands in a long text of the page that was there before: advice."""
    return (
        _is_single_phrase(parked)
        and count_words(check.facts) >= _LONG_ADVICE_WORDS
        and not (has_changed(check.facts) or is_elsewhere(check) or is_same_as_sibling(check))
    )


def _is_single_phrase(parked: Sequence[str]) -> bool:
    longest = max(parked, key=len)
    return longest in PARKING_PHRASES and all(phrase in longest for phrase in parked)


def _is_believed(check: Check, parked: Sequence[str]) -> bool:
    """Whether what is said of a sale is said of this domain.

    What others say, too, wants a second sign: the same at a made-up address, the host's name for
    a title, or a new text. On a host that says 404 of what is not there a clear sign is believed
    where there is hardly anything else.
    """
    if is_of_before(check):
        return True  # no sibling was asked then
    is_doubtful = DOUBTFUL_PARKING_SIGNS.issuperset(parked)
    is_honest = _is_page_of_honest_host(check)
    if is_honest and (is_doubtful or not _is_bare_sale(check, parked)):
        return False
    if not is_doubtful:
        return True
    if _is_titled_by_host(check):
        return True
    return not is_elsewhere(check) and (has_changed(check.facts) or is_twin(sibling_of(check)))


def _is_page_of_honest_host(check: Check) -> bool:
    """Whether a made-up address is not there, or shows another page, and the page is there: a
    parked domain has no pages of its own. Its start page may be all that it shows."""
    sibling = sibling_of(check)
    contained = sibling.get("contained")
    is_other = isinstance(contained, float) and contained < _UNLIKE
    is_page = urlsplit(check.final_url or check.url).path not in ("", "/")
    return is_page and (is_other or sibling.get("status") in quirks.GONE_STATUSES)


def _is_bare_sale(check: Check, parked: Sequence[str]) -> bool:
    """Whether a page has hardly anything but its sale: few words, and no title but a domain's name
    or a clear phrase, unless its text is new. What is about a sale has more of a title."""
    clear = [phrase for phrase in parked if phrase not in DOUBTFUL_PARKING_SIGNS]
    is_phrase = [phrase in PARKING_PHRASES for phrase in clear]
    if any(is_phrase) and not all(is_phrase):
        return True  # it says so, and has the script of those who sell
    if _is_single_phrase(parked) and count_words(check.facts) >= _SOME_WORDS:
        return False
    title = str(check.facts.get("title", "")).strip().lower()
    is_all = any(not re.search(r"\w", title.replace(phrase, "")) for phrase in clear)
    return is_all or _NAME.fullmatch(title) is not None or has_changed(check.facts)


def _is_titled_by_host(check: Check) -> bool:
    """Whether the title begins with the name of the host that was asked, as those of sales do."""
    host = (urlsplit(check.url).hostname or "").removeprefix("www.")
    return bool(host) and str(check.facts.get("title", "")).lower().startswith(host)


def gambling(check: Check) -> Sight | None:
    """A page that advertises gambling where a work is expected: by its words, and by its title.

    One word never suffices without a second sign: a title with one is enough together with
    another word, or with another site that it leads to.
    """
    facts = check.facts
    found = words_of(facts, "casino")
    if not found:
        return None
    title = str(facts.get("title", "")).lower()
    if any(word in title for word in quirks.ABOUT_GAMBLING):
        return None
    names = [word for word in found if word in CASINO_NAMES]
    titled = any(word in title for word in quirks.GAMBLING)
    is_other = has_changed(facts) or is_elsewhere(check)
    is_homonym = CASINO_HOMONYMS.issuperset(found) and not is_of_before(check)
    enough = 1 if titled and is_other and not is_homonym else 2
    if len(found) < enough or not (names or titled):
        return None
    is_new = is_other or any(phrase in title for phrase in CASINO_PHRASES)
    if not (names or is_new or is_of_before(check)) and _is_page_of_honest_host(check):
        return Seen.UNCLEAR, f"may advertise gambling, or be about it (“{found[0]}”)"
    return Seen.CASINO, f"advertises gambling ({', '.join(f'“{w}”' for w in found[:2])})"


def spam(check: Check) -> Sight | None:
    """A page that became an advertisement of what is sold on lapsed domains.

    Whoever warns of it says the same words, so these never suffice: the title has some, too, is
    not about them, and the page is another one than it was, or of another site. A title full
    of them stands for one.
    """
    found = words_of(check.facts, "spam")
    title = str(check.facts.get("title", "")).lower()
    titled = sum(phrase in title for phrase in SPAM_PHRASES)
    if len(found) < _SPAM_WORDS - (titled >= _SPAM_WORDS) or not titled:
        return None
    if any(word in title for word in (*quirks.ABOUT_GAMBLING, *quirks.ABOUT_SPAM)):
        return None
    if not (has_changed(check.facts) or is_elsewhere(check)):
        return None
    return Seen.CASINO, f"advertises something else ({', '.join(f'“{w}”' for w in found[:2])})"
