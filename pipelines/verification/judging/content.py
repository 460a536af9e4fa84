"""What an answering page holds: what was promised, an apology, a sale, a login ... Pure.

A page is called something else than what was promised only on evidence that a person would
accept: its own words, where it was led to, and what its host says of an address that nobody
ever made (the fact ``sibling``). Where the evidence may be read in two ways, it is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from archive.records import Authority, Check
from pipelines.services.web.file_names import promised_by
from pipelines.services.web.markers import LOGIN_HOSTS, LOGIN_PATHS
from pipelines.services.web.page_facts import ONE_MOMENT
from pipelines.services.web.sketches import is_twin, words_of_address
from pipelines.verification import quirks
from pipelines.verification.addresses import is_one_address, leads_home
from pipelines.verification.judging.detours import asks_first
from pipelines.verification.judging.homecoming import sent_home
from pipelines.verification.judging.regrets import is_about_404, lone_regret, sorrow
from pipelines.verification.judging.sales import gambling, sale, spam
from pipelines.verification.judging.sights import Seen, Sight
from pipelines.verification.judging.signs import (
    NEXT_TO_NOTHING,
    SAME_WORDS,
    count_words,
    has_changed,
    is_honest,
    is_of_before,
    is_same_as_sibling,
    may_be_promised,
    means_its_status,
    sibling_of,
)

_SHORT_PAGE_WORDS = 150
_FORM_WORDS = 250
_HARDLY_A_HOME = 80
_OTHER_PAGE = 0.9
_UNLIKE = 0.5
_WITH_A_BODY = frozenset({200, 202, 203})  # of good answers
_ERROR_PATH = re.compile(r"(?<![^a-z]t)error|404|notfound")  # and no page about terror
# The facts that rules go by: without these, and without a redirect, a page with words is well.
_SIGNS = frozenset(
    {"parked", "casino", "spam", "password", "login", "gate", "maintenance", "fault", "not_found"}
    | {"script_redirect", "default", "sibling", "cut_off"}
)


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
    """Whether a 404, a 410 or a fault of the server (5xx) comes with a page of its own.

    It says nothing of what is not there, and a made-up address shows another page. What is no slip
    (``means_its_status``) wants a page that calls itself by this address.
    """
    facts, sibling = check.facts, sibling_of(check)
    contained = sibling.get("contained")
    is_excuse = any(facts.get(name) for name in ("not_found", "fault", "maintenance"))
    if is_excuse or not isinstance(contained, float):
        return False
    if is_one_address(check.final_url or check.url, str(facts.get("canonical", ""))):
        return count_words(facts) >= _SHORT_PAGE_WORDS and contained < _OTHER_PAGE
    is_told = facts.get("regret") or is_of_before(check) or means_its_status(check)
    is_titled = facts.get("title") and not sibling.get("same_title")
    is_own = is_titled and count_words(facts) >= NEXT_TO_NOTHING and contained < _UNLIKE
    return bool(is_own and not is_told)


def may_be_there(check: Check) -> str:
    """Why a page may be there although its server says missing (404, 410) or faulty (5xx), e.g. a
    script shows it to readers, or the site is closed for the moment. Empty: no sign of that."""
    facts, sibling = check.facts, sibling_of(check)
    if is_there_after_all(check):
        return "shows a page of its own"
    if sibling.get("same_end") and sibling.get("home_too"):
        return f"leads to {check.final_url}, as all of its host does"
    if facts.get("not_found"):
        return ""
    if sibling.get("same_end") and not _regrets(check):
        return f"leads to {check.final_url}, as a made-up address does, which does not say why"
    if facts.get("maintenance") and count_words(facts) < _FORM_WORDS:
        return f"is closed for the moment (“{facts['maintenance']}”)"
    is_blank = "words" in facts and count_words(facts) <= ONE_MOMENT
    is_of_script = any(facts.get(name) for name in ("scripted", "app", "script_redirect"))
    if check.status in quirks.GONE_STATUSES and is_blank and is_of_script:
        return "leaves to a script what readers see"
    return ""


def _login(check: Check) -> Sight | None:
    facts = check.facts
    wants_password = bool(facts.get("password")) and count_words(facts) < _FORM_WORDS
    says_little = "words" in facts and count_words(facts) < _FORM_WORDS
    is_form = bool(facts.get("password")) or says_little
    if check.hops and is_form and not is_of_before(check) and _is_sign_on(check):
        return Seen.BLOCKED, f"wants a login (at {urlsplit(check.final_url or '').hostname})"
    if not (wants_password or facts.get("login")):
        return None
    asked = urlsplit(check.url)
    if any(path in asked.path.lower() for path in LOGIN_PATHS) and "=http" not in asked.query:
        return None  # it is linked as what it is, and not as the door to something else
    if check.hops:
        return Seen.BLOCKED, f"wants a login ({facts.get('login') or 'a form for a password'})"
    is_all = is_twin(sibling_of(check)) and not is_of_before(check)
    if wants_password and (facts.get("login") or is_all):
        return Seen.BLOCKED, f"wants a login ({facts.get('login') or 'a form for a password'})"
    return None


def _is_sign_on(check: Check) -> bool:
    """Whether it was led to a host at which people show who they are."""
    names = [
        (urlsplit(url).hostname or "").partition(".")[0]
        for url in (check.url, check.final_url or check.url)
    ]
    return names[1] in LOGIN_HOSTS and names[0] not in LOGIN_HOSTS


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
    if is_honest(sibling_of(check)) and urlsplit(check.url).path not in ("", "/"):
        return None  # a page about such servers
    said = f"is what a server shows before it has a site (“{title}”)"
    return (Seen.SOFT_404, said) if title else None


def _sent_astray(check: Check) -> Sight | None:
    """Redirected to the start page or to an error page, or shown what is shown at any address.

    What even the start page does may as well be a wall that we do not know.
    """
    sibling = sibling_of(check)
    lang = str(check.facts.get("lang", ""))
    min_depth = 1 if check.facts.get("at_place") else 2
    home = sent_home(check, min_depth, lang)
    if home is not None:
        return home
    if check.hops and leads_to_error(check.url, check.final_url or ""):
        is_all = sibling.get("same_end") and sibling.get("home_too")
        if is_all and not _is_error_page(check.final_url or ""):
            return Seen.UNCLEAR, f"leads to {check.final_url}, as all of its host does"
        if is_honest(sibling) and tells_of_fault(check.url, check.final_url or ""):
            return Seen.UNCLEAR, f"leads to the error page {check.final_url}, and none made up does"
        return Seen.SOFT_404, f"leads to the error page {check.final_url}"
    if _is_sent_to_an_empty_search(check):
        return Seen.SOFT_404, f"leads to a search that finds nothing ({check.final_url})"
    if _is_a_copied_error(check.url):
        return Seen.SOFT_404, "is an error page of its server: its address says whose"
    if sibling.get("challenge") or sibling.get("error"):
        return None
    final = check.final_url or check.url
    if sibling.get("same_end") and not is_one_address(_without_index(check.url), final):
        step = None if is_of_before(check) else _step(check)
        if step is not None:
            return step
        if sibling.get("home_too"):
            return Seen.UNCLEAR, f"leads to {check.final_url}, as all of its host does"
        home = sent_home(check)
        if home is not None and home[0] is Seen.UNCLEAR:
            return home
        if _may_be_a_step(check) or _may_hold_it(check):
            return Seen.UNCLEAR, f"leads to {check.final_url}, as a made-up address does"
        return Seen.SOFT_404, f"leads to {check.final_url}, as a made-up address does"
    if not is_same_as_sibling(check) or _may_hold_it(check):
        return _bare_frame(check)
    if sibling.get("home_too") and quirks.OLD_HOME_PATHS.fullmatch(urlsplit(check.url).path):
        return None  # it is the start page, by another name
    step = _step(check)
    if step is not None:
        return step
    if sibling.get("home_too") and count_words(check.facts) < _HARDLY_A_HOME:
        return Seen.UNCLEAR, "says a few words, the same as at every address of its host"
    if sibling.get("home_too") and may_be_promised(check):
        return Seen.UNCLEAR, "is the only page of its host, and may be what was promised"
    is_home = sibling.get("home_too") and not _may_be_all_of_a_site(check)
    if not (is_home or _regrets(check)):
        return Seen.UNCLEAR, "shows what a made-up address shows, too, and does not say why"
    return Seen.SOFT_404, f"shows what the made-up address {sibling['url']} shows, too"


def _is_sent_to_an_empty_search(check: Check) -> bool:
    """Whether who asked for a page, and for no search, is sent to a search for it that found
    nothing."""
    asked, end = urlsplit(check.url).path.lower(), urlsplit(check.final_url or "")
    is_for_it = not words_of_address(asked).isdisjoint(words_of_address(end.query))
    is_sent = bool(check.hops) and is_for_it and not quirks.SEARCHES.search(asked)
    is_filled_late = any(map(check.facts.get, ("app", "scripted", "waits")))
    is_empty = bool(check.facts.get("found_nothing")) and not is_filled_late
    return is_sent and is_empty and quirks.SEARCHES.search(end.path.lower()) is not None


def _bare_frame(check: Check) -> Sight | None:
    """A page with no more than a menu, and that of a made-up address, is no proof of anything."""
    is_bare = 0 < count_words(check.facts) < SAME_WORDS and is_twin(sibling_of(check))
    if is_bare and not check.facts.get("media"):
        return Seen.UNCLEAR, "says next to nothing, and the same as a made-up address"
    return None


def _without_index(url: str) -> str:
    """An address of a folder's index file (``default.aspx``, ``index.asp``) as that of the folder:
    who is sent there is where the link leads, whatever else is sent there, too."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=quirks.INDEX_FILE.sub("/", parts.path.lower())))


def _may_be_all_of_a_site(check: Check) -> bool:
    """Whether a page of many words was compared only since a place was missed: a wall at length, or
    a site of one page."""
    places = check.facts.get("places")
    has_gap = isinstance(places, Mapping) and "missing" in places.values()
    return has_gap and count_words(check.facts) >= _FORM_WORDS


def _may_be_a_step(check: Check) -> bool:
    """Whether a host may send every address but its start page to this one for now: its path is
    that of a step (login, consent), or the redirect is temporary and the page regrets nothing."""
    path = urlsplit(check.final_url or "").path.lower()
    if is_of_before(check) or leads_home(check.url, check.final_url):
        return False
    if quirks.STEPS.search(path):
        return True
    is_told = _regrets(check) or quirks.SEARCHES.search(path)
    return not (check.facts.get("permanent") or is_told)


def _may_hold_it(check: Check) -> bool:
    """Whether a page may have become that of all that is asked for beside it, e.g. a list of
    questions with their answers: by its many words, or by its name above what was asked for."""
    if not check.hops or promised_by(check.url):
        return False
    paths = [urlsplit(url).path.lower().rstrip("/") for url in (check.url, check.final_url or "")]
    ends = [words_of_address(path) for path in paths]
    is_above = paths[0].startswith(paths[1] + "/") and not _regrets(check)
    if is_above and quirks.COLLECTIONS.fullmatch(paths[1].rpartition("/")[2]):
        return True
    return count_words(check.facts) >= _FORM_WORDS and not ends[0].isdisjoint(ends[1])


def _regrets(check: Check) -> bool:
    """Whether it says that something is not there, or was not asked for that yet."""
    return bool(check.facts.get("regret")) or is_of_before(check)


def _step(check: Check) -> Sight | None:
    """What shows the same at a made-up address may be a wall, be filled by a script, or tell of
    trouble that passes."""
    facts = check.facts
    is_sorry = bool(facts.get("not_found"))
    if facts.get("step") and not is_sorry:
        return Seen.BLOCKED, f"wants something of its readers first (“{facts['step']}”)"
    if facts.get("app") or (facts.get("waits") and not is_sorry):
        return Seen.UNCLEAR, "is filled by a script and looks the same at any address"
    if facts.get("passing") and not is_sorry:
        return Seen.UNCLEAR, f"tells of trouble that passes (“{facts['passing']}”)"
    return None


def _closed(check: Check) -> Sight | None:
    facts = check.facts
    if facts.get("maintenance") and count_words(facts) < _FORM_WORDS:
        return Seen.UNCLEAR, f"is closed for the moment (“{facts['maintenance']}”)"
    if facts.get("fault"):
        return Seen.UNCLEAR, f"shows a fault of its server (“{facts['fault']}”)"
    if facts.get("script_redirect") and count_words(facts) < NEXT_TO_NOTHING:
        return Seen.UNCLEAR, f"sends readers on by a script ({facts['script_redirect']})"
    return None


def _nothing(check: Check) -> Sight | None:
    facts = check.facts
    if facts.get("cut_off") and not count_words(facts) and not facts.get("magic"):
        return Seen.UNCLEAR, f"broke off while it answered ({facts['cut_off']})"
    if facts.get("not_modified") or facts.get("magic"):
        return None
    is_weighed = check.authority is not Authority.OWN_CRAWL  # bytes are with its captures
    if is_weighed and check.status in _WITH_A_BODY and not check.bytes:
        return Seen.UNCLEAR, "gave an empty answer"
    is_blank = "words" in facts and not count_words(facts) and not facts.get("media")
    if is_blank and not (facts.get("app") and is_honest(sibling_of(check))):
        return Seen.UNCLEAR, "shows no words"
    return None


def _promised(check: Check) -> Sight:
    facts = check.facts
    if check.hops and facts.get("permanent"):
        home = sent_home(check)
        if home is not None:
            if home[0] is Seen.WELL:
                return home
            said = f"leads to the start page {check.final_url}, where it may or may not have moved"
            return Seen.UNCLEAR, said
        return Seen.MOVED, f"has moved for good to {check.final_url}"
    notes = []
    promised = promised_by(check.url)
    if promised and "words" in facts:
        notes.append(f"with a web page where a {promised} was promised")
    if facts.get("not_modified"):
        notes.append("it has not changed since the last look")
    elif has_changed(facts):
        notes.append("most of its text is new since the last look")
    told = ", ".join(filter(None, [f"HTTP {check.status}", *notes]))
    return Seen.WELL, f"answers ({told})"


def leads_to_error(asked: str, final: str) -> bool:
    """Whether a redirect ends at an error page: by its name, or since its address says what failed.

    >>> leads_to_error("https://a.test/back", "https://a.test/e.aspx?aspxerrorpath=/back")
    True
    """
    if is_about_404(asked):
        return False
    return _is_error_page(final) or tells_of_fault(asked, final)


def tells_of_fault(asked: str, final: str) -> bool:
    """Whether a redirect ends at an error page that only its query gives away. ASP.NET sends
    readers there for pages that are missing, and for pages that fail at that moment.

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
    folder, _, name = urlsplit(url).path.rstrip("/").lower().rpartition("/")
    last = name.partition(".")[0]
    if name == "404" and not quirks.FOLDERS_OF_ERRORS.fullmatch(folder.rpartition("/")[2]):
        return False  # a number of a room, an article
    return re.sub(r"[^a-z0-9]", "", unquote(last).lower()) in quirks.ERROR_PAGES


_RULES = (
    *(sale, gambling, spam, _login, _gate, _closed),
    *(sorrow, _default, _sent_astray, lone_regret, _nothing),
)
"""In this order; the first that sees something says what it is."""
