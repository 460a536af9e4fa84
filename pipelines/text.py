"""Makes printed text comparable: whitespace, invisible characters, dashes, sentences.

Pure. Whoever rewrites text here keeps, for every character, the offset it came from, so that a
span found in the rewritten text can be shown in the printed one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unidecode import unidecode

from pipelines.memory import remembering

INVISIBLE = "\u00ad\u200b\u2060\ufeff\u180e"
"""Soft hyphen, zero-width space, word joiner, byte order mark, Mongolian vowel separator:
nothing is drawn for them and no orthography needs them inside a word."""

DIRECTIONS = (
    "\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u034f\u2061\u2062\u2063\u2064" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Joiners, direction marks, invisible operators and variation selectors: some scripts, formulas
and emoji need them, so they stay in texts and are only looked through when an identifier is
sought."""

SPACES = "".join(chr(c) for c in range(0x3001) if chr(c).isspace() and chr(c) not in "\n ")
DASHES = (
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
    "\u058a\u05be\u1806\u02d7\u207b\u208b\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40\ufe31\ufe32"
)
"""Whatever is drawn as a short horizontal line: Unicode's dashes (category Pd, without the wavy
ones), minus signs, the bullet and the modifier letter."""
FIGURES = (0x660, 0x6F0)
"""The noughts of Arabic and Persian figures, in which programs set every number of a page, those
of names, too."""
SLASHES = "\u2044\u2215\u29f8\uff0f"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u02bc\uff07"

_WHITESPACE = re.compile(r"[^\S\n]+\n\s*|\n\s+|[^\S\n]{2,}|[^\S\n ]|\A\s+|\s+\Z")
_SURROGATES = re.compile("[\ud800-\udfff]+")
_WORD = re.compile(r"\w+")
_APART = {code: " " for code in range(128) if not re.match(r"\w", chr(code))}
_LETTERS_AND_DIGITS = re.compile(r"[a-z0-9]+")
_UNDRAWN = frozenset(INVISIBLE + DIRECTIONS)
_SENTENCE_END = re.compile(r"[.!?…;]['\"”’)\]]{0,2}\s+(?=[\W\d_]{0,3}[^\W\d_a-zß-ÿ])|\n")


@dataclass(frozen=True, slots=True)
class View:
    """A text rewritten character by character: ``text[i]`` came from offset ``origin[i]``.

    ``origin`` has one entry more than ``text``: the length of the source.
    """

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that ``text[start:end]`` was made of."""
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1

    def through(self, earlier: View) -> View:
        """This rewriting after an earlier one: offsets lead back to the earlier one's source."""
        return View(self.text, [earlier.origin[at] for at in self.origin])

    def moved(self, offset: int) -> int:
        """Where an offset of the source has moved in the rewritten text (binary search)."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.origin[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low


def rewrite(text: str, odd: re.Pattern[str], becomes: Callable[[re.Match[str]], str]) -> View:
    """Replace every match of ``odd``, remembering where each character came from."""
    if odd.search(text) is None:
        return View(text, range(len(text) + 1))
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for match in odd.finditer(text):
        new = becomes(match)
        pieces += (text[at : match.start()], new)
        origin += range(at, match.start())
        origin += [match.start()] * len(new)
        at = match.end()
    pieces.append(text[at:])
    origin += range(at, len(text) + 1)
    return View("".join(pieces), origin)


def _folded(space: re.Match[str]) -> str:
    if space.start() == 0 or space.end() == len(space.string):
        return ""
    return "\n" if "\n" in space[0] else " "


def tidy(text: str) -> View:
    """Text as a reader sees it: no invisible characters, whitespace folded, no blank lines.

    NUL becomes U+FFFD (SQLite's ``length()`` and full-text search stop at a NUL). Nothing that
    is drawn is changed. Idempotent.

    >>> tidy("  two\\u00a0 words,\\u200b one\\r\\n\\r\\n break ").text
    'two words, one\\nbreak'
    """
    if text.isprintable() and "  " not in text and text.strip(" ") == text:
        return View(text, range(len(text) + 1))  # as most texts are: all else is not printable
    drawn = text.translate(_DRAWN)
    if len(drawn) == len(text):
        return rewrite(drawn, _WHITESPACE, _folded)
    return rewrite(drawn, _WHITESPACE, _folded).through(View(drawn, _kept(text, _SOFT)))


def visible(text: str) -> str:
    """Text without the characters that draw nothing, direction marks included."""
    return text.translate(_INVISIBLE)


def fold_space(text: str) -> str:
    """Text on one line, with single spaces."""
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """The words of a text in order, each with the digits and underscores glued to it."""
    return text.translate(_APART).split() if text.isascii() else _WORD.findall(text)


def fold_quotes(text: str) -> str:
    """Text with every typographic quotation mark as its ASCII one."""
    return text.translate(_QUOTES)


def fold_dashes(text: str) -> str:
    """Text with every dash and minus as the ASCII hyphen."""
    return text.translate(_DASHES)


_SOFT = frozenset(INVISIBLE)
_DRAWN = str.maketrans(dict.fromkeys(INVISIBLE, "") | {"\x00": "\ufffd"})
_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE + DIRECTIONS, ""))
_QUOTES = str.maketrans(dict.fromkeys(DOUBLE_QUOTES, '"') | dict.fromkeys(SINGLE_QUOTES, "'"))
_DASHES = str.maketrans(dict.fromkeys(DASHES, "-"))
_PLAIN = (
    dict.fromkeys(INVISIBLE + DIRECTIONS, "")
    | {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}  # full-width forms
    | dict.fromkeys(DASHES, "-")
    | dict.fromkeys(SLASHES, "/")
    | dict.fromkeys("\u2024\u00b7\u2219\u2027", ".")  # one dot leader, raised dots (the Lancet's)
    | dict.fromkeys(SPACES, " ")
    | {"\u066b": "."}  # the Arabic decimal sign
)
_AS_PLAIN = str.maketrans(_PLAIN)
FEW_SIGNS = 8
"""Kinds of signs in one text that are rewritten one by one."""
_OTHER_FIGURES = "".join(chr(start + n) for start in FIGURES for n in range(10))
_OTHERS = re.compile(
    rf"([0-9][{re.escape(INVISIBLE + DIRECTIONS)}]{{0,5}})?([{_OTHER_FIGURES}]{{1,100}})"
)
_AS_FIGURES = str.maketrans(_OTHER_FIGURES, "0123456789" * len(FIGURES))
_OTHER_FIGURE = re.compile(f"[{_OTHER_FIGURES}]")
_TO_PLAIN = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
_REWRITTEN = re.compile(f"[{re.escape(''.join(_PLAIN))}{_OTHER_FIGURES}]")


def plain(text: str) -> View:
    """Text prepared for finding identifiers: no invisible characters, one dash, one slash, one
    space.

    Line breaks stay, for they say where a line was broken. Not for showing.

    >>> plain("10.1007/s00168\\u20110766").text
    '10.1007/s00168-0766'
    """
    if (text.isascii() and text.isprintable()) or _REWRITTEN.search(text) is None:
        return View(text, range(len(text) + 1))  # as most texts are
    return _plain(text)


def plain_signs(text: str) -> str:
    """The text of ``plain``, tabs and the like left: to look for signs that few texts have."""
    if text.isascii() or _REWRITTEN.search(text) is None:
        return text
    return _plain(text).text


@remembering
def _plain(text: str) -> View:
    new = text
    if _OTHER_FIGURE.search(text):
        # Behind a figure of ours, one of another script belongs to another number: a note's.
        new = _OTHERS.sub(lambda m: m[0] if m[1] else m[0].translate(_AS_FIGURES), text)
    new = _in_plain_signs(new)
    if len(new) == len(text):
        return View(new, range(len(text) + 1))
    return View(new, _kept(text, _UNDRAWN))


def _in_plain_signs(text: str) -> str:
    """Text with plain signs, one kind after the other: most texts have one or two kinds of others,
    and ``translate`` looks at each character."""
    at = 0
    for _ in range(FEW_SIGNS):
        odd = _TO_PLAIN.search(text, at)
        if odd is None:
            return text
        at = odd.start()
        text = text.replace(odd[0], _PLAIN[odd[0]])
    return text.translate(_AS_PLAIN)


def _kept(text: str, dropped: frozenset[str]) -> list[int]:
    return [at for at, char in enumerate(text) if char not in dropped] + [len(text)]


class _Spelled(dict[int, str]):
    """How a character is spelled in ASCII; each is looked up once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        spelled = self[code] = char if code < 128 else unidecode(fold_quotes(char))
        return spelled


_SPELLED = _Spelled()


def fold(text: str) -> str:
    """Letters and digits only, ASCII, lower case: the form in which two printings are compared.

    >>> fold("Hróbjartsson, A. – Gøtzsche")
    'hrobjartsson a gotzsche'
    """
    if not text.isascii():
        text = _SURROGATES.sub("", text).translate(_SPELLED)  # no letters, and a warning each
    return " ".join(_LETTERS_AND_DIGITS.findall(text.lower()))


def context_around(text: str, start: int, end: int, limit: int = 300) -> str:
    """The sentence around ``text[start:end]``, on one line, at most ``limit`` characters.

    A sentence that is too long is cut between words, around the span, and says so with ``…``;
    ``archive.keeping.prose.sentence_around`` gives nothing but the text's own words.

    >>> context_around("One. The two here. Three.", 9, 12)
    'The two here.'
    """
    left, right = max(0, start - limit), min(len(text), end + limit)
    cut_left, cut_right = left > 0, right < len(text)
    for match in _SENTENCE_END.finditer(text, left, right):
        if match.end() <= start:
            left, cut_left = match.end(), False
        elif match.start() >= end:
            right, cut_right = match.end(), False
            break
    if right - left > limit - 4:
        spare = max(0, limit - 4 - (end - start))
        wanted = max(left, start - spare // 2)
        if wanted > left:
            space = text.find(" ", wanted, start)
            left, cut_left = (space if space >= 0 else start), True
        wanted = min(right, left + limit - 4)
        if wanted < right:
            space = text.rfind(" ", end, wanted)
            right, cut_right = (space if space >= 0 else wanted), True
    sentence = fold_space(text[left:right])
    return ("… " if cut_left else "") + sentence + (" …" if cut_right else "")
