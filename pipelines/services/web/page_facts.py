"""Facts from a stranger's HTML page, for the verdict on a link to it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pipelines.services.web import markers, sorrow
from pipelines.services.web.scanning import Scan
from pipelines.services.web.sketches import sketch_of

_SEPARATOR = re.compile(r"(?<!\s)\s+(?:[|–—·:-]+\s+|[|»«]\s*)|[|»«]\s*")
FIRST_WORDS = 500
"""Those that are counted, searched for phrases and sketched; of more, few pages are asked."""
WORDS_IN_DOUBT = 1_000
"""Those that are counted of a page that may be something else than what was promised."""
# How many bytes of them are searched, and how little a page must say for its source to be searched
# as well.
_FIRST_TEXT = 6_000
_FEW_WORDS = 300
_NEXT_TO_NOTHING = 60
ONE_MOMENT = 3
"""Words of a page that waits for a script ("Loading...")."""
_MESSAGES = ("message", "error", "detail", "title")
# Names in JSON that tells of a fault and of nothing else (RFC 9457, and what programs made of it);
# "code" is also a disease's, and says no status.
_OF_A_FAULT = frozenset(
    {*_MESSAGES, "status", "statusCode", "code", "type", "instance", "path", "timestamp", "success"}
)
_DOI_NAMES = ("citation_doi", "dc.identifier", "prism.doi", "bepress_citation_doi")
_SIGNS = " .!¡:。！"
# What readers do not see within words: where these may be divided, and marks of order.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_REGRETS = re.compile("|".join((sorrow.NOT_BE_FOUND, *map(re.escape, sorrow.REGRETS))))
_SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|[\n;。！？]")
# How far from it what is not there may stand in its sentence.
_NEAR = 60
# Signs that no text has, in its first letters.
_NO_TEXT = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 60
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´", "'"))
_SIGH = re.compile(r"(?:[oue]+ps|wh?oops|hoppla|huch|vaya|sorry|uh[- ]oh)(?=[\s!.,:…])[\s!.,:…¡-]*")
_SCRIPT_REDIRECT = re.compile(
    r"""(?:location(?:\.href)?\s{0,9}=(?!=)|location\.(?:replace|assign)\()\s{0,9}["']([^"']{1,300})"""
)


def facts_of(
    source: str, page: Scan, headers: Mapping[str, str], url: str, *, in_doubt: bool = False
) -> dict[str, object]:
    """The facts of an HTML page; empty ones are left out.

    ``title``, ``heading``, ``lang`` (as written), ``canonical``, ``citation_doi`` (list, as
    printed), ``words`` (how many, counted up to ``FIRST_WORDS``, in doubt up to
    ``WORDS_IN_DOUBT``), ``not_found`` (the words of the title or the heading), ``maintenance``
    (likewise), ``doubt`` (those that say less surely that it is gone), ``challenge``, ``login``,
    ``gate``, ``fault``, ``parked``, ``casino``, ``spam`` (words found, as evidence; of ``spam``
    those outside title and heading), ``default`` (the title of a server without a site),
    ``password`` (a field for one), ``media`` (something to see besides words), ``app`` (see
    ``app_of``; of a page that says little), ``refresh`` (as written), ``script_redirect`` (where a
    script of a page that says next to nothing leads), ``scripted`` (one that says nothing has
    scripts), ``sketch``. ``headers`` have lower-case names; ``url`` is where it was at last.

    A long page is read no further than to its first words, title and heading, unless it is
    ``in_doubt`` (more is asked than whether it is there) or shows a sign of something else.
    """
    words = len(first := page.first_words(FIRST_WORDS))
    page.read_names()
    begins = b" ".join(first)
    beginning = begins[:_FIRST_TEXT].decode("utf-8", "ignore").lower()
    named, low, says_little = page.title.lower(), url.lower(), words < _FEW_WORDS
    shown = f"{named}\n{beginning}"
    bare = source.lower() if says_little else ""
    bare_words = shown if words < _NEXT_TO_NOTHING else ""
    sends_on = _SCRIPT_REDIRECT.search(source) if bare_words else None
    signs = _sorrow_of(page) | {
        "login": _login(low, page.title),
        "parked": _found(markers.PARKING_PHRASES, shown if says_little else named)
        + [mark for mark in _found(markers.PARKING_SOURCES, bare) if _begins_there(mark, bare)],
        "casino": _casino(named, shown),
        "spam": _spam(named, beginning, page.heading.lower()),
    }
    may_be_wall = words < FIRST_WORDS
    if not may_be_wall and (in_doubt or any(signs.values())):
        page.read_all()
        words = len(page.first_words(WORDS_IN_DOUBT))
        may_be_wall = words < WORDS_IN_DOUBT
    facts: dict[str, object] = {
        "title": page.title[:300],
        "heading": page.heading[:300],
        "lang": page.lang[:20],
        "canonical": page.canonical[:2_000],
        "citation_doi": [c[:300] for n, c in page.meta if n in _DOI_NAMES and "10." in c][:5],
        **(signs if signs["login"] or not says_little else signs | {"login": _locked(page)}),
        "challenge": challenge(headers, low, shown if may_be_wall else named, bare),
        "gate": _gate(page, bare_words) if says_little else "",
        "fault": _fault(source, bare_words),
        "default": _first_of(markers.DEFAULT_TITLES, [page.title]) if says_little else "",
        "password": page.has_password,
        "media": page.has_media or any(name == "og:video:url" for name, _ in page.meta),
        "app": app_of(source) if says_little else "",
        "refresh": (page.refresh or headers.get("refresh", ""))[:2_000],
        "script_redirect": sends_on[1] if sends_on else "",
        "scripted": words <= ONE_MOMENT and "<script" in bare,
        "sketch": sketch_of(begins),
    }
    return {"words": words} | {name: value for name, value in facts.items() if value}


def closer_facts(page: Scan) -> dict[str, object]:
    """Facts that are noted only where a page is compared with another.

    ``app``: its program. ``challenge``: a robot test on a page longer than walls are. ``step``:
    what it wants of its readers first. ``waits``: for a script. ``regret``: that a page is not
    there. ``lost``: the same in words that not only such pages say, and not in its title.
    ``condition``: near it, for whom that is so, or what stands instead. ``found_nothing``: as
    searches say that found nothing else. ``passing``: trouble that passes, noted only without a
    ``regret``."""
    first = page.first_words(WORDS_IN_DOUBT)
    begins = b" ".join(first[:FIRST_WORDS])[:_FIRST_TEXT].decode("utf-8", "ignore").lower()
    shown = f"{page.title.lower()}\n{begins}".translate(_APOSTROPHES)
    is_long = FIRST_WORDS <= len(first) < WORDS_IN_DOUBT
    losses = (said[0] for said in sorrow.LOST.finditer(shown))
    lost = next((said for said in losses if said not in page.title.lower()), "")
    has_found = sorrow.FOUND_SOMETHING.search(shown) is not None
    facts = {
        "app": app_of(page.source),
        "challenge": _first_in(markers.CHALLENGE_PHRASES, begins) if is_long else "",
        "step": _whole_in(markers.STEPS, shown),
        "waits": _whole_in(markers.WAITS, shown),
        "regret": (regret := _regret(shown)),
        "lost": lost,
        "condition": _condition(shown, lost or regret),
        "found_nothing": "" if has_found else _matched(sorrow.FOUND_NOTHING, shown),
        "passing": "" if regret else _whole_in(markers.PASSING, shown),
    }
    return {name: value for name, value in facts.items() if value}


def text_facts(text: str) -> dict[str, object]:
    """The facts of a short answer that is no HTML: ``not_found``, where all it says is that;
    ``fault``, where it tells programs of another error.

    >>> text_facts("404 page not found"), text_facts('{"status": 404, "message": "None here"}')
    ({'not_found': '404 page not found'}, {'not_found': 'None here'})
    """
    said, fault = [text.strip()], ""
    if text.lstrip().startswith("{"):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        if not _OF_A_FAULT.issuperset(told):
            return {}
        said = [told[name] for name in _MESSAGES if isinstance(told.get(name), str)]
        codes = {str(told.get(name)) for name in ("status", "statusCode")}
        tells = len(told) == 1 or not told.keys().isdisjoint(("message", "error", "detail"))
        if tells and not codes.isdisjoint(("404", "410")):
            return {"not_found": (said or ["404"])[0]}
        if told.get("error") and not told.get("success"):
            fault = (said or ["error"])[0]
    found = _first_of(sorrow.NOT_FOUND_TITLES, said)
    return {"not_found": found} if found else {"fault": fault} if fault else {}


def challenge(headers: Mapping[str, str], url: str, shown: str, source: str) -> str:
    """The sign that a wall answered instead of the site, or an empty string.

    ``url``, ``shown`` and ``source`` are in small letters.
    """
    for name, value in markers.CHALLENGE_HEADERS:
        if name in headers and value in headers[name].lower():
            return f"header {name}"
    for wall in markers.COOKIE_WALLS:
        if wall in url:
            return f"address {wall}"
    found = _found(markers.CHALLENGE_PHRASES, shown) or _found(markers.CHALLENGE_SOURCES, source)
    return found[0] if found else ""


def is_sorrow(title: str) -> bool:
    """Whether a title, or a part of it, says that a page is not there or a site closed.

    >>> is_sorrow("Oops! Page not found"), is_sorrow("Seite nicht gefunden: The Line")
    (True, True)
    """
    parts = {_bare(part) for part in [*_parts_of(title), *title.split(": ")]}
    return any(map(_is_of_sorrow, parts)) or not parts.isdisjoint(sorrow.MAINTENANCE_TITLES)


def _sorrow_of(page: Scan) -> dict[str, object]:
    """The words of title or heading that say the page is not there, and that the site is closed."""
    parts = _parts_of(page.title)
    if page.heading != page.title:
        parts += _parts_of(page.heading)
    not_found = maintenance = doubt = ""
    own_names = {_bare(said) for name, said in page.meta if name == "og:site_name"}
    for part in parts:
        said = _bare(part)
        if said in own_names:
            continue  # of the site, and no word of this page
        if _is_of_sorrow(said):
            not_found = not_found or part.strip()
        elif said in sorrow.MAINTENANCE_TITLES:
            maintenance = maintenance or part.strip()
        elif said in sorrow.DOUBTFUL_TITLES or sorrow.SAID_OF_PAGES.fullmatch(said):
            doubt = doubt or part.strip()
    not_found = not_found or _lost_film(page.source, page.title)
    return {"not_found": not_found, "maintenance": maintenance, "doubt": doubt}


def _is_of_sorrow(said: str) -> bool:
    """Whether a title in small letters says by itself that something is not there."""
    built = sorrow.SAID_OF_PAGES.fullmatch(said)
    return said in sorrow.NOT_FOUND_TITLES or (built is not None and any(built.groups()))


def _parts_of(title: str) -> list[str]:
    parts = _SEPARATOR.split(title)
    return [title, *parts] if len(parts) > 1 else parts


def _first_of(phrases: frozenset[str], parts: Sequence[str]) -> str:
    said = (part for part in parts if _bare(part) in phrases)
    return next(said, "").strip()


def _bare(said: str) -> str:
    """Words in small letters, without signs around them and without a sigh before them."""
    small = said.translate(_UNSEEN).strip(_SIGNS).lower().translate(_APOSTROPHES)
    return _SIGH.sub("", small).strip(_SIGNS)


def _lost_film(source: str, title: str) -> str:
    """Why a film cannot be seen, in the words of its host; empty if it can, if the trouble passes,
    or if the host only wants something of its viewers first."""
    lost = (said.search(source) for named, said in sorrow.LOST_FILMS if named.fullmatch(title))
    why = next((found[1] for found in lost if found), "")
    return "" if why and _whole_in((*markers.PASSING, *markers.STEPS), why.lower()) else why


def _fault(source: str, shown: str) -> str:
    """What a page that says next to nothing says of its server's fault, or is itself: no text."""
    if len(_NO_TEXT.findall(source[:_HEAD])) > 1:
        return "no text"
    return "".join(_found(markers.FAULTS, shown)[:1])


def _login(url: str, title: str) -> str:
    path = url.partition("://")[2].partition("?")[0]
    found = _found(markers.LOGIN_PATHS, path)
    if found:
        return f"address {found[0]}"
    parts = [part.strip().lower() for part in _SEPARATOR.split(title)]
    return next((part for part in parts if part in markers.LOGIN_TITLES), "")


def _locked(page: Scan) -> str:
    """The title of a page that asks for a password of its own, or an empty string."""
    is_locked = page.has_password and markers.LOCKED_TITLES.match(page.title)
    return page.title[:300] if is_locked else ""


def _gate(page: Scan, shown: str) -> str:
    """What a page that says next to nothing wants of its readers first; of a film's, why it is
    shown to some only."""
    told = sorrow.LOCKED_FILM.search(page.source) if page.title.endswith("- YouTube") else None
    return told[1] if told else "".join(_found(markers.GATES, shown)[:1])


def app_of(source: str) -> str:
    """The mark of a page that a script fills, or an empty string.

    To look for it takes long. It counts only of pages that say little, are compared with another,
    or are searched for a place; of others it is no fact.
    """
    filled = markers.APP_IDS.search(source)
    if filled is not None:
        return filled[0]
    return next((mark for mark in markers.APP_SOURCES if mark in source), "")


def _casino(title: str, shown: str) -> list[str]:
    """Phrases of casinos in title and text in small letters.

    Without a casino's name, or a word of theirs in the title, they prove nothing.
    """
    names = markers.CASINO_ROOTS if shown.isascii() else markers.CASINO_NAMES
    if not any(map(shown.__contains__, names)) and not _found(markers.GAMBLING, title):
        return []
    return _found(markers.CASINO_PHRASES, shown)


def _spam(title: str, text: str, heading: str) -> list[str]:
    """Phrases of spam in a text besides its heading, none of them inside or across another.

    Without one in the title they prove nothing: whoever warns of it says them, too.
    """
    phrases = markers.SPAM_PHRASES
    if not _found(phrases, title):
        return []
    found = []
    rest = text.replace(heading, "\n") if heading else text
    for phrase in phrases:
        if phrase in rest:
            found.append(phrase)
            rest = rest.replace(phrase, "\n")
    return found


def _first_in(phrases: Sequence[str], text: str) -> str:
    return next((phrase for phrase in phrases if phrase in text), "")


def _whole_in(phrases: Sequence[str], text: str) -> str:
    """The first phrase that stands in a text as words of its own: "telegram" has no "gram"."""
    found = (phrase for phrase in phrases if phrase in text)
    return next((p for p in found if re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text)), "")


def _begins_there(mark: str, source: str) -> bool:
    """Whether a mark stands in a source and not only behind other letters of a word."""
    return re.search(rf"(?<![\w-]){re.escape(mark)}", source) is not None


def _regret(text: str) -> str:
    """With what a text in small letters says that a page is not there, or an empty string."""
    if (plain := sorrow.REGRETTED.search(text)) is not None:
        return plain[0]
    for said in _REGRETS.finditer(text):
        begin, end = _sentence_around(text, *said.span())
        is_all = text[begin:end].strip() == said[0] and text[end : end + 1] != ":"
        is_asked = text[end : end + 1] == "?"  # "Can't find the page? Call us."
        # With a begin and no slice: its patterns look at what stands before, too.
        if is_all or (not is_asked and sorrow.PAGES.search(text, begin, end)):
            return said[0]
    return ""


def _condition(text: str, said: str) -> str:
    """Near a word of loss: for whom that is so, or what stands instead. Menus are farther away."""
    at = text.rfind(said) if said else -1
    return (
        _matched(sorrow.CONDITIONS, text[max(0, at - 2 * _NEAR) : at + 3 * _NEAR])
        if at >= 0
        else ""
    )


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _sentence_around(text: str, begin: int, end: int) -> tuple[int, int]:
    """Where the sentence of a phrase begins and ends, or what is near of it."""
    first, last = max(0, begin - _NEAR), end + _NEAR
    ends = [found.end() for found in _SENTENCE_END.finditer(text, first, begin)]
    following = _SENTENCE_END.search(text, end, last)
    return ends[-1] if ends else first, following.start() if following else min(last, len(text))


def _found(phrases: Sequence[str], text: str) -> list[str]:
    return [phrase for phrase in phrases if phrase in text] if text else []
