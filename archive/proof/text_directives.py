"""What an address's text directive asks a browser to scroll to, and if it is there. Pure.

https://wicg.github.io/scroll-to-text-fragment/: ``#place:~:text=[prefix-,]start[,end][,-suffix]``,
several of them joined by ``&``. We are more lenient than browsers: case, accents, punctuation and
the words around a passage do not count, since nobody is helped by an accusation over a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

Text = tuple[str, str]
"""The beginning of a passage, or all of it, and its end or ''."""


def texts_of(fragment: str) -> tuple[Text, ...]:
    """The passages that a fragment asks for; none where it has no directive, or a broken one.

    >>> texts_of("causes:~:text=in-,low%20back,pain&text=is%2C%20rarely,-so")
    (('low back', 'pain'), ('is, rarely', ''))
    >>> texts_of("causes"), texts_of(":~:text=a,b,c")
    ((), ())
    """
    asked = fragment.partition(":~:")[2].split("&")
    found = (_text(one.removeprefix("text=")) for one in asked if one.startswith("text="))
    return tuple(text for text in found if text is not None)


def _text(directive: str) -> Text | None:
    parts = directive.split(",")
    if parts[0].endswith("-"):
        del parts[0]
    if parts and parts[-1].startswith("-"):
        del parts[-1]
    if not 1 <= len(parts) <= 2 or not folded(unquote(parts[0])):
        return None
    start, *end = (unquote(part) for part in parts)
    return start, "".join(end)


def find_texts(fragments: Iterable[str], shown: str, source: str) -> dict[str, str]:
    """Each fragment that asks for passages -> ``there``, ``script`` or ``missing``.

    ``shown`` is what the page shows of ``source``. ``there``: it shows one of the passages;
    ``script``: its source has one, so that a script may show it.
    """
    wanted = {fragment: texts_of(fragment) for fragment in fragments}
    wanted = {fragment: texts for fragment, texts in wanted.items() if texts}
    if not wanted:
        return {}
    places = (("there", folded(shown)), ("script", folded(source)))
    return {
        fragment: next(
            (word for word, text in places if any(_stands_in(text, asked) for asked in texts)),
            "missing",
        )
        for fragment, texts in wanted.items()
    }


def _stands_in(text: str, asked: Text) -> bool:
    start, end = map(folded, asked)
    at = text.find(start)
    return at >= 0 and text.find(end, at + len(start)) >= 0


def folded(text: str) -> str:
    """Letters and figures only, without case and accents.

    >>> folded("Über-all: 10 % (sic)")
    'uberall10sic'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text.casefold()))
