"""Does a page sell its domain, or something else than it was made for? Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.records import Check
from pipelines.services.web.markers import (
    CASINO_HOMONYMS,
    CASINO_NAMES,
    DOUBTFUL_PARKING_SIGNS,
    PARKING_HOSTS,
    PARKING_PHRASES,
    SPAM_PHRASES,
)
from pipelines.services.web.sketches import is_twin
from pipelines.verification import quirks
from pipelines.verification.addresses import site_of
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
    if check.hops and site_of(end) in PARKING_HOSTS and site_of(end) != site_of(check.url):
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
    a title, or a new text. A clear phrase among words is not believed on a host that says 404.
    """
    if is_of_before(check):
        return True  # no sibling was asked then
    is_doubtful = DOUBTFUL_PARKING_SIGNS.issuperset(parked)
    is_among_words = _is_single_phrase(parked) and count_words(check.facts) >= _SOME_WORDS
    if (is_doubtful or is_among_words) and _is_page_of_honest_host(check):
        return False
    if not is_doubtful:
        return True
    if _is_titled_by_host(check):
        return True
    return not is_elsewhere(check) and (has_changed(check.facts) or is_twin(sibling_of(check)))


def _is_page_of_honest_host(check: Check) -> bool:
    """Whether a made-up address is not there, and the page is: a parked domain has no pages. Its
    start page may be all that it shows."""
    is_page = urlsplit(check.final_url or check.url).path not in ("", "/")
    return is_page and sibling_of(check).get("status") in quirks.GONE_STATUSES


def _is_titled_by_host(check: Check) -> bool:
    """Whether the title begins with the name of the host that was asked, as those of sales do."""
    host = (urlsplit(check.url).hostname or "").removeprefix("www.")
    return bool(host) and str(check.facts.get("title", "")).lower().startswith(host)


def gambling(check: Check, *, is_landing: bool = False) -> Sight | None:
    """A page that advertises gambling: by several of its words, and by its title.

    One word never suffices without a second sign. Where a work is expected (``is_landing``), a
    title with one is enough together with another word, or with another site that it leads to.
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
    leads_away = is_elsewhere(check)
    is_other = has_changed(facts) or (is_landing and leads_away)
    is_homonym = CASINO_HOMONYMS.issuperset(found) and not is_of_before(check)
    if titled and is_other and not is_homonym:
        enough = 1
    else:
        enough = 2 if names or (titled and (leads_away or is_landing)) else 3
    if len(found) >= enough and (names or titled):
        return Seen.CASINO, f"advertises gambling ({', '.join(f'“{w}”' for w in found[:2])})"
    return None


def spam(check: Check) -> Sight | None:
    """A page that became an advertisement of what is sold on lapsed domains.

    Whoever warns of it says the same words, so these never suffice: the title has some, too, is
    not about them, and the page is another one than it was, or of another site.
    """
    found = words_of(check.facts, "spam")
    title = str(check.facts.get("title", "")).lower()
    if len(found) < _SPAM_WORDS or not any(phrase in title for phrase in SPAM_PHRASES):
        return None
    if any(word in title for word in (*quirks.ABOUT_GAMBLING, *quirks.ABOUT_SPAM)):
        return None
    if not (has_changed(check.facts) or is_elsewhere(check)):
        return None
    return Seen.CASINO, f"advertises something else ({', '.join(f'“{w}”' for w in found[:2])})"
