"""Places within a page that a URL's fragment can point to. Pure.

A browser looks for an element with that id, then for an ``a`` with that name, first as it is
written and then percent-decoded (HTML, "find a potential indicated element"); ``#top`` and the
empty fragment are always there. What follows ``:~:`` is a text to scroll to; where that is not
found, the browser goes to the place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import quote, unquote

from archive.proof.text_directives import find_texts, texts_of
from pipelines.services.web.pdf_pages import page_of

_NAMED = re.compile(r"""(?<![\w:-])(?:id|name)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""", re.I)
_HEADING = re.compile(r"<h[1-6](?=[\s>])[^<>]*+>", re.I)
_TAG = re.compile(r"<[^<>]*+>")
_NO_WORD = re.compile(r"[\W_]+")
_LONGEST_HEADING = 500
_JUST_BEFORE = 200
_OPENED_BEFORE = re.compile(
    r"<(?:a|section|article|span)(?=\s)[^<>]*+>\s*+(?:</(?:a|span)>\s*+)?$", re.I
)
"""What stands right before a heading and may have the name that is meant for it."""
_MOST_HEADINGS = 2_000
_TEMPLATE = re.compile(r"(?<=<template)(?=[\s>])([^>]*>)[^<]*+(?:<(?!/?template\b)[^<]*+)*", re.I)
# Names of places that are loaded when somebody comes to them: comments, lines of code.
_LOADED_LATE = re.compile(
    r"(?:[a-z]*comments?|respond|disqus_thread|reply|review|discussion_r|diff|l)(?:[-_]?\d[\w-]*)?",
    re.I,
)
# Names that scripts make what they need of: a tab, a picture, a form about cookies, a place in a
# map or in a document that they draw.
_SET_BY_SCRIPTS = re.compile(
    r"(?:[a-z]+[-_])?(?:tab|slide|lightbox|gallery|panel|popup|modal|accordion|carousel)s?[-_]?\d+"
    r"|(?:[a-z]+[-_])*(?:cookie|consent|onetrust|privacy)s?[-_]?"
    r"(?:settings?|banner|preferences?|consent|manager|einstellungen|notice|center)"
    r"|[\w.-]+(?:/[\w.-]+)+",
    re.I,
)
# Schemes of fragments that are no names: a place in XML, in an electronic book.
_SCHEMES = re.compile(r"(?:xpointer|element|epubcfi|xmlns|xpath1?)\(", re.I)
# Lines and columns of code, as its hosts write them: each line is a place, what lies between none.
_LINES = re.compile(r"(?P<first>L\d{1,7})(?:C\d{1,5})?(?:-L?\d{1,7}(?:C\d{1,5})?)?")
# Hosts that render documents put this before the ids of the author's headings.
_PREFIXES = ("", "user-content-")
_PLAIN = "!#$%&'()*+,/:;=?@[\\]^{|}~"
"""What a fragment keeps as it is, beside letters, figures and ``-._`` (URL standard)."""


_SCRIPTED = re.compile(r"<script|\son(?:click|load|change|submit)\s*+=", re.I)
_MAKES = re.compile(
    r"\.(?:id|name|src)\b|['\"`](?:id|name)['\"`]|html|append|insert|createElement|setAttribute"
    r"|replace(?:With|Child)|hash|\bwrite|\bimport\b|\beval\b|new Function"
    r"|\.(?:load|after|before|attr|prop|wrap\w*|prepend\w*)\(",
    re.I,
)
"""What a script has that names an element, makes one, loads another script or reads the place."""
SCRIPTS_HELD = 100
"""In memory, of those that were looked through last; a page may load as many."""
_QUOTES = ("'", '"', "`")
_COUNTED = re.compile(r"([^\W\d](?:[\w-]*[^\W\d])?[_-]?)\d{1,4}")
"""A name with a number at its end, as scripts make several."""
_LONGEST_ID = 2000
"""Characters of a fragment that is also sought percent-encoded; no content system makes more."""


def place_of(fragment: str) -> str:
    """The place a browser looks for, or '' when there is nothing to look for.

    Routes and settings that scripts read (``#/a``, ``#!a``, ``#a=b``) are none of the page's.

    >>> place_of("causes:~:text=pain"), place_of("Top"), place_of("!/route"), place_of("page=3")
    ('causes', '', '', '')
    """
    name = fragment.partition(":~:")[0]
    if name.lower() == "top" or "=" in name or _SCHEMES.match(name):
        return ""
    if name.startswith(("!", "/", ".", "elementor-action%3A")):
        return ""
    return name


def is_asked(fragment: str) -> bool:
    """Whether a fragment asks for a place or a text of the page, or for a page of a PDF.

    >>> is_asked("causes"), is_asked(":~:text=pain"), is_asked("page=3"), is_asked("top")
    (True, True, True, False)
    """
    return bool(place_of(fragment) or texts_of(fragment) or page_of(fragment))


def spellings(place: str) -> tuple[str, ...]:
    """A place as it may be named in the page; of a range of lines the first.

    Content systems name headings percent-encoded, in hexadecimals of either case. A browser finds
    these: it encodes an address before it looks.

    >>> spellings("L10-L20")[:2]
    ('L10-L20', 'L10')
    >>> spellings("é")[:3]
    ('é', '%C3%A9', '%c3%a9')
    """
    lines = _LINES.fullmatch(place)
    if lines:
        names: tuple[str, ...] = place, lines["first"]
    else:
        encoded = _encoded(place) if len(place) <= _LONGEST_ID else ()
        names = place, unquote(place), *encoded
    return tuple(dict.fromkeys(prefix + name for prefix in _PREFIXES for name in names))


def _encoded(place: str) -> tuple[str, str]:
    """A place in the percent-encoding of the URL standard's fragments, in both its cases."""
    encoded = quote(unquote(place), safe=_PLAIN)
    return encoded, re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), encoded)


def find_places(source: str, shown: str, fragments: Sequence[str]) -> dict[str, str]:
    """Each fragment that asks for a place or a text -> ``there``, ``script``, ``unclear`` or
    ``missing``.

    ``script``: no element has that name, but a script of the page may make it: its source has it in
    quotes, it is a name of what scripts load, or the words of a heading without a name.
    ``shown``: what the page shows. Comments are left out. Time is linear in the length of the
    source.
    """
    wanted = [fragment for fragment in fragments if is_asked(fragment)]
    if not wanted:
        return {}
    bare = _without_templates(_without_comments(source))
    pages = {f: "unclear" for f in wanted if page_of(f) is not None}  # no PDF, but a script's?
    texts = find_texts(wanted, shown, bare)
    said = {fragment: word for fragment, word in texts.items() if word != "missing"}
    return pages | texts | _places(bare, wanted) | said


def made_by_scripts(source: str, scripts: Iterable[str], fragments: Sequence[str]) -> set[str]:
    """Those of the fragments, whose places no element of a page has, that a script may make.

    Where the source has one of that name all the same, it stands in a script. ``scripts`` are
    the texts of scripts that the page loads, as far as they are known. Where all are known, and
    none makes or names anything, only a name that one has in quotes is in doubt.
    """
    found, scripts = find_places(source, "", fragments), list(scripts)
    is_scripted = _SCRIPTED.search(source) is not None
    words = ("script", "there") if is_scripted else ("script",)
    made = set[str]()
    if not _make_nothing(source, scripts):
        made = {fragment for fragment, word in found.items() if word in words}
    for text in [source, *scripts] if is_scripted else scripts:
        made |= {
            fragment
            for fragment in found.keys() - made
            if (place := place_of(fragment))  # else it asks for a text alone
            and _is_quoted(spellings(place), text)
        }
    return made


def _make_nothing(source: str, scripts: Sequence[str]) -> bool:
    """Whether all scripts of a page are known, and leave alone what it has."""
    begun = re.split("<script", source, flags=re.I)
    tags = [text.partition(">")[0] for text in begun[1:]]
    inner = [re.split("</script", text, maxsplit=1, flags=re.I)[0] for text in begun[1:]]
    is_known = len(scripts) == sum("src" in tag.lower() for tag in tags) and all(scripts)
    has_handlers = bool(_SCRIPTED.search("".join(begun)))  # tags of scripts are none
    if not is_known or has_handlers or any(map(_MAKES.search, inner)):
        return False
    return not any(map(_may_make, scripts))


@lru_cache(maxsize=SCRIPTS_HELD)  # of a site most pages load the same ones
def _may_make(script: str) -> bool:
    return _MAKES.search(script) is not None


def _places(source: str, fragments: Iterable[str]) -> dict[str, str]:
    wanted = {fragment: place_of(fragment) for fragment in fragments}
    has_scripts = _SCRIPTED.search(source) is not None
    late, is_all_late = _nameless_headings(source) if has_scripts else (set(), False)
    names = {_unescaped(match[1].strip("\"'")) for match in _NAMED.finditer(source)}
    found = {}
    for fragment, place in wanted.items():
        if not place:
            continue
        known = spellings(place)
        if not names.isdisjoint(known):
            found[fragment] = "there"
        elif (
            is_all_late
            or (has_scripts and (_is_quoted(known, source) or _is_made_late(place)))
            or _as_a_name(unquote(place)) in late
        ):
            found[fragment] = "script"
        else:
            found[fragment] = "missing"
    return found


def _nameless_headings(source: str) -> tuple[set[str], bool]:
    """Names that scripts make of headings which have none, their words with dashes between; and
    whether no subheading has a name: the places of such a page, if it has any, a script makes."""
    found, of_subheadings = set(), set()
    for opened in islice(_HEADING.finditer(source), _MOST_HEADINGS):
        said = source[opened.end() : opened.end() + _LONGEST_HEADING].partition("</h")[0]
        before = source[max(0, opened.start() - _JUST_BEFORE) : opened.start()]
        is_named = bool(_NAMED.search(opened[0]) or _NAMED.search(said))
        if not is_named:
            found.add(_as_a_name(html.unescape(_TAG.sub("", said))))
        if opened[0][2] != "1":
            opener = _OPENED_BEFORE.search(before)
            of_subheadings.add(is_named or bool(opener and _NAMED.search(opener[0])))
    return found - {""}, of_subheadings == {False}


def _as_a_name(said: str) -> str:
    return _NO_WORD.sub("-", said.lower()).strip("-")


def _is_made_late(place: str) -> bool:
    patterns = (_LOADED_LATE, _SET_BY_SCRIPTS)
    return any(pattern.fullmatch(place) is not None for pattern in patterns)


def _is_quoted(names: Sequence[str], source: str) -> bool:
    """Whether a source has one of the names in quotes, or a script that counts puts it together."""
    return any(
        (name in source and _stands_quoted(name, source)) or _is_counted(name, source)
        for name in names
    )


def _is_counted(name: str, source: str) -> bool:
    """Whether a source has what makes such a name: ``"tab-" + n``, or a template with ``${n}``."""
    counted = _COUNTED.fullmatch(name)
    if counted is None or counted[1] not in source:
        return False
    adds = rf"(['\"`]){re.escape(counted[1])}(?:\1\s{{0,3}}(?:\+|\.concat\()|\$\{{)"
    return re.search(adds, source) is not None


def _stands_quoted(name: str, source: str) -> bool:
    """Whether a name is in quotes, with a ``#`` before it only where no link leads there."""
    for q in _QUOTES:
        if f"{q}{name}{q}" in source or f"\\{q}{name}\\{q}" in source:
            return True
        aimed, linked = f"{q}#{name}{q}", f"href={q}#{name}{q}"
        if source.count(aimed) > source.count(linked):
            return True
    return False


def _unescaped(name: str) -> str:
    return html.unescape(name) if "&" in name else name


def _without_templates(source: str) -> str:
    """What templates hold is no part of a page (WHATWG HTML §4.12.3) unless a script makes it."""
    low = source.lower()
    if "<template" not in low or "<script" in low:
        return source
    return _TEMPLATE.sub(r"\1", source)


def _without_comments(source: str) -> str:
    parts: list[str] = []
    at = 0
    while True:
        start = source.find("<!--", at)
        parts.append(source[at : start if start >= 0 else len(source)])
        if start < 0:
            return "".join(parts)
        end = source.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
