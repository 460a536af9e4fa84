"""What stands on a page that answers: what was promised, sorrow, a sale, a casino, a login. Pure.

A page is called something else than what was promised only on evidence that a person would
accept: its own words, where it was led to, and what its host says of an address that nobody
ever made (the fact ``sibling``). Where the evidence may be read in two ways, it is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

from archive.records import Check
from pipelines.services.web.file_names import promised_by
from pipelines.services.web.markers import (
    CASINO_NAMES,
    LOGIN_PATHS,
    PARKING_HOSTS,
    PARKING_PHRASES,
    SPAM_PHRASES,
)
from pipelines.services.web.sketches import is_twin
from pipelines.verification import quirks
from pipelines.verification.addresses import is_same_place, leads_home, site_of
from pipelines.verification.judging.detours import asks_first
from pipelines.verification.judging.sights import Seen, words_of

# A title says "not found" at random on a long page, hardly ever on a short one; on a host that
# says 404 where it means it, only a page that says next to nothing is believed.
_LONG_PAGE_WORDS = 1_000
_SHORT_PAGE_WORDS = 150
_FORM_WORDS = 250
_NEXT_TO_NOTHING = 60
_HARDLY_A_HOME = 80
_SAME_WORDS = 12
_OTHER_PAGE = 0.9
_SPAM_WORDS = 3
_CHANGED = 0.8
_ERROR_PATH = re.compile(r"(?<![^a-z]t)error|404|notfound")  # and no page about terror
# The facts that rules go by: without these, and without a redirect, a page with words is well.
_SIGNS = frozenset(
    {"parked", "casino", "spam", "password", "login", "gate", "maintenance", "fault", "not_found"}
    | {"script_redirect", "default", "sibling", "cut_off"}
)

Sight = tuple[Seen, str]


def of_page(check: Check) -> Sight:
    """What a good answer shows; the words complete "The page …"."""
    if _is_plain(check):
        return _promised(check)
    for rule in _RULES:
        sight = rule(check)
        if sight is not None:
            return sight
    return _promised(check)


def _is_plain(check: Check) -> bool:
    """Whether no rule can see anything, as of most pages: no redirect, some words, no sign."""
    facts = check.facts
    return bool(
        not check.hops
        and check.bytes
        and facts.get("words")
        and _SIGNS.isdisjoint(facts.keys())
        and quirks.ERROR_QUERY not in check.url.lower()
    )


def is_there_after_all(check: Check) -> bool:
    """Whether a 404, a 410 or a fault of the server (5xx) comes with a page that calls itself by
    this address, and its sibling's with another one."""
    facts, sibling = check.facts, _sibling(check)
    contained = sibling.get("contained")
    return (
        _words(facts) >= 200
        and not any(facts.get(name) for name in ("not_found", "fault", "maintenance"))
        and is_same_place(check.final_url or check.url, str(facts.get("canonical", "")))
        and isinstance(contained, float)
        and contained < _OTHER_PAGE
    )


def _sale(check: Check) -> Sight | None:
    parked = words_of(check.facts, "parked")
    if parked and not _may_be_about_sales(check, parked):
        return Seen.PARKED, f"is on a domain that is parked or for sale (“{parked[0]}”)"
    end = check.final_url or check.url
    is_silent = not any(check.facts.get(name) for name in ("words", "app", "media"))
    if check.hops and quirks.ADVERTISEMENTS.match(end) and is_silent:
        return Seen.PARKED, f"leads to the advertisements at {end}"
    if check.hops and site_of(end) in PARKING_HOSTS and site_of(end) != site_of(check.url):
        return Seen.PARKED, f"leads to {site_of(end)}, which sells the domain"
    return None


def _may_be_about_sales(check: Check, parked: Sequence[str]) -> bool:
    """Whether a single phrase stands in a long text of the page that was there before: advice."""
    longest = max(parked, key=len)
    return (
        all(phrase in longest for phrase in parked)
        and longest in PARKING_PHRASES
        and _words(check.facts) >= _FORM_WORDS
        and not (_has_changed(check.facts) or _is_elsewhere(check) or _is_same_as_sibling(check))
    )


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
    is_elsewhere = _is_elsewhere(check)
    if titled and (_has_changed(facts) or (is_landing and is_elsewhere)):
        enough = 1
    else:
        enough = 2 if names or (titled and (is_elsewhere or is_landing)) else 3
    if len(found) >= enough and (names or titled):
        return Seen.CASINO, f"advertises gambling ({', '.join(f'“{w}”' for w in found[:2])})"
    return None


def _spam(check: Check) -> Sight | None:
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
    if not (_has_changed(check.facts) or _is_elsewhere(check)):
        return None
    return Seen.CASINO, f"advertises something else ({', '.join(f'“{w}”' for w in found[:2])})"


def _login(check: Check) -> Sight | None:
    facts = check.facts
    wants_password = bool(facts.get("password")) and _words(facts) < _FORM_WORDS
    if not (wants_password or facts.get("login")):
        return None
    asked = urlsplit(check.url)
    if any(path in asked.path.lower() for path in LOGIN_PATHS) and "=http" not in asked.query:
        return None  # it is linked as what it is, and not as the door to something else
    if check.hops:
        return Seen.BLOCKED, f"wants a login ({facts.get('login') or 'a form for a password'})"
    if wants_password and facts.get("login"):
        return Seen.BLOCKED, f"wants a login ({facts['login']})"
    return None


def _gate(check: Check) -> Sight | None:
    gate, end = check.facts.get("gate"), check.final_url or ""
    if gate:
        return Seen.BLOCKED, f"wants something of its readers first (“{gate}”)"
    is_step = check.hops and not check.facts.get("not_found") and asks_first(check.url, end)
    if is_step and not _is_error_page(end):
        return Seen.BLOCKED, f"wants something of its readers first, at {end}"
    return None


def _default(check: Check) -> Sight | None:
    title = check.facts.get("default")
    said = f"is what a server shows before it has a site (“{title}”)"
    return (Seen.SOFT_404, said) if title else None


def _sorrow(check: Check) -> Sight | None:
    """A title or heading that says "not found", unless that is what the link promises."""
    facts, sibling = check.facts, _sibling(check)
    said = facts.get("not_found")
    if not said or _is_about_404(check.url):
        return None
    limit = _SHORT_PAGE_WORDS if _is_honest(sibling) else _LONG_PAGE_WORDS
    if _words(facts) >= limit:
        return None
    how = f"under the title “{facts['title']}”" if facts.get("title") else f"and says “{said}”"
    return Seen.SOFT_404, f"answers as if it were there, {how}"


def _sent_astray(check: Check) -> Sight | None:
    """Redirected to the start page or to an error page, or shown what is shown at any address.

    What even the start page does may as well be a wall that we do not know.
    """
    sibling = _sibling(check)
    lang = str(check.facts.get("lang", ""))
    if check.hops and leads_home(check.url, check.final_url, min_depth=2, lang=lang):
        return Seen.SOFT_404, f"leads to the start page {check.final_url} instead"
    if check.hops and leads_to_error(check.url, check.final_url or ""):
        is_all = sibling.get("same_end") and sibling.get("home_too")
        if is_all and not _is_error_page(check.final_url or ""):
            return Seen.UNCLEAR, f"leads to {check.final_url}, as all of its host does"
        return Seen.SOFT_404, f"leads to the error page {check.final_url}"
    if _is_a_copied_error(check.url):
        return Seen.SOFT_404, "is an error page of its server: its address says whose"
    if sibling.get("challenge") or sibling.get("error"):
        return None
    if sibling.get("same_end") and not is_same_place(check.url, check.final_url or check.url):
        if sibling.get("home_too"):
            return Seen.UNCLEAR, f"leads to {check.final_url}, as all of its host does"
        return Seen.SOFT_404, f"leads to {check.final_url}, as a made-up address does"
    if not _is_same_as_sibling(check):
        return None
    if check.facts.get("app"):
        return Seen.UNCLEAR, "is filled by a script and looks the same at any address"
    if sibling.get("home_too") and quirks.OLD_HOME_PATHS.fullmatch(urlsplit(check.url).path):
        return None  # it is the start page, by another name
    if sibling.get("home_too") and _words(check.facts) < _HARDLY_A_HOME:
        return Seen.UNCLEAR, "says a few words, the same as at every address of its host"
    if sibling.get("home_too") and sibling.get("named") and not promised_by(check.url):
        return Seen.UNCLEAR, "is the only page of its host, and may be what was promised"
    return Seen.SOFT_404, f"shows what the made-up address {sibling['url']} shows, too"


def _closed(check: Check) -> Sight | None:
    facts = check.facts
    if facts.get("maintenance") and _words(facts) < _FORM_WORDS:
        return Seen.UNCLEAR, f"is closed for the moment (“{facts['maintenance']}”)"
    if facts.get("fault"):
        return Seen.UNCLEAR, f"shows a fault of its server (“{facts['fault']}”)"
    if facts.get("script_redirect") and _words(facts) < _NEXT_TO_NOTHING:
        return Seen.UNCLEAR, f"sends readers on by a script ({facts['script_redirect']})"
    return None


def _nothing(check: Check) -> Sight | None:
    facts = check.facts
    if facts.get("cut_off") and not _words(facts) and not facts.get("magic"):
        return Seen.UNCLEAR, f"broke off while it answered ({facts['cut_off']})"
    if facts.get("not_modified") or facts.get("magic"):
        return None
    if check.status == 200 and not check.bytes:
        return Seen.UNCLEAR, "gave an empty answer"
    is_blank = "words" in facts and not _words(facts) and not facts.get("media")
    if is_blank and not (facts.get("app") and _is_honest(_sibling(check))):
        return Seen.UNCLEAR, "shows no words"
    return None


def _promised(check: Check) -> Sight:
    facts = check.facts
    if check.hops and facts.get("permanent"):
        if leads_home(check.url, check.final_url):
            said = f"leads to the start page {check.final_url}, where it may or may not have moved"
            return Seen.UNCLEAR, said
        return Seen.MOVED, f"has moved for good to {check.final_url}"
    notes = []
    promised = promised_by(check.url)
    if promised and "words" in facts:
        notes.append(f"with a web page where a {promised} was promised")
    if facts.get("not_modified"):
        notes.append("it has not changed since the last look")
    elif _has_changed(facts):
        notes.append("most of its text is new since the last look")
    told = ", ".join(filter(None, [f"HTTP {check.status}", *notes]))
    return Seen.WELL, f"answers ({told})"


def _is_elsewhere(check: Check) -> bool:
    """Whether it was led to another site."""
    return bool(check.hops) and site_of(check.final_url or check.url) != site_of(check.url)


def _has_changed(facts: Mapping[str, object]) -> bool:
    """Whether most of the text is new since the last look."""
    return _number(facts, "drift") >= _CHANGED


def _sibling(check: Check) -> Mapping[str, object]:
    found = check.facts.get("sibling")
    return found if isinstance(found, dict) else {}


def _is_honest(sibling: Mapping[str, object]) -> bool:
    """Whether the host says 404 or 410 of what is not there."""
    return sibling.get("status") in quirks.GONE_STATUSES


def _is_same_as_sibling(check: Check) -> bool:
    says_enough = _words(check.facts) >= _SAME_WORDS or bool(check.facts.get("app"))
    return says_enough and is_twin(_sibling(check))


def _is_about_404(url: str) -> bool:
    """Whether an address promises a page about pages that are not there."""
    path = re.sub(r"[^a-z0-9]", "", unquote(urlsplit(url).path).lower())
    return "404" in path or "notfound" in path


def leads_to_error(asked: str, final: str) -> bool:
    """Whether a redirect ends at an error page: by its name, or since its address says what failed.

    >>> leads_to_error("https://a.test/back", "https://a.test/e.aspx?aspxerrorpath=/back")
    True
    """
    if _is_about_404(asked):
        return False
    return _is_error_page(final) or tells_of_fault(asked, final)


def tells_of_fault(asked: str, final: str) -> bool:
    """Whether a redirect ends at an error page that only its query tells: ASP.NET sends readers
    there of what is not there, and of what fails at that moment.

    >>> tells_of_fault("https://a.test/back", "https://a.test/404.aspx?aspxerrorpath=/back")
    False
    """
    tells = quirks.ERROR_QUERY in urlsplit(final).query.lower()
    return tells and quirks.ERROR_QUERY not in asked.lower() and not _is_error_page(final)


def _is_a_copied_error(url: str) -> bool:
    """Whether an address was copied from the error page that somebody was sent to.

    The start page may be shown at such an address, too; an error page calls itself one.
    """
    lowered = url.lower()
    if quirks.ERROR_QUERY not in lowered:
        return False
    parts = urlsplit(lowered)
    return bool(_ERROR_PATH.search(parts.path)) and quirks.ERROR_QUERY in parts.query


def _is_error_page(url: str) -> bool:
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"[^a-z0-9]", "", unquote(last).lower()) in quirks.ERROR_PAGES


def _words(facts: Mapping[str, object]) -> int:
    return int(_number(facts, "words"))


def _number(facts: Mapping[str, object], name: str) -> float:
    value = facts.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


_RULES = (
    *(_sale, gambling, _spam, _login, _gate, _closed),
    *(_sorrow, _default, _sent_astray, _nothing),
)
"""In this order; the first that sees something says what it is."""
