"""What programs write around a name or into it: breaks and blanks as markup, addresses of mail
filters. Pure; keeps for every character where it came from.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote

from pipelines.text import View, plain, rewrite

_MARKED = re.compile(
    r"<(?i:br)\s{1,3}/?>\n?|<(?i:br)/?>\n|&(?:amp;)?(?:nbsp|#160|#[xX][aA]0);[ \n]?"
    r"|<(?i:wbr)\s?/?>|&(?:amp;)?(?:shy|#173|#[xX][aA][dD]|ZeroWidthSpace|#8203|#[xX]200[bB]"
    r"|NoBreak|#8288|#[xX]2060|#65279|#[xX][fF][eE][fF][fF]);"
    r"|%(?:25)?(?i:C2%(?:25)?AD|E2%(?:25)?80%(?:25)?8B|E2%(?:25)?81%(?:25)?A0"
    r"|EF%(?:25)?BB%(?:25)?BF)"
)
"""A line break or a blank that is printed as it is written; a break without a blank in it or
behind it is markup in a name. And what is not drawn, also where an address escapes it: places to
break, soft hyphens."""
_SIGNS = {"underscore": "_", "endash": "-", "less": "<", "greater": ">"}
_WRITTEN = re.compile(
    rf"\\u(?P<code>00[2-7][0-9A-Fa-f]|20[01][0-9A-Fa-f])"
    rf"|\{{\\(?:text(?P<braced>{'|'.join(_SIGNS)}) ?|_)\}}"
    rf"|\\text(?P<word>{'|'.join(_SIGNS)})(?![A-Za-z])(?:\{{\}}| )?"
)
"""A sign as JSON and as LaTeX write it. A name that is cut in front of one may be registered, too:
the book's, where the chapter behind ``_`` is meant."""
_FILTERED = re.compile(
    r"(?i)(?<=urldefense\.proofpoint\.com/v2/url\?u=)https?-3A(?:[A-Z0-9._/]|-[0-9A-F]{2}){1,2000}"
)
"""Proofpoint's URL Defense, version 2: percent signs as hyphens, slashes as low lines. Later ones
keep an address as it is."""
_OF_A_FILTER = "urldefense.proofpoint.com"
_WRAPPERS = ("<", "&", "%", "\\", _OF_A_FILTER)
MAX_FILTERED = 250
"""Such addresses of one text that are undone, so that time stays bounded."""
_SIGN = re.compile(r"-[0-9A-Fa-f]{2}|_")


def may_be_wrapped(text: str) -> bool:
    """Whether a text has what ``unwrapped`` takes away; quick."""
    return any(map(text.__contains__, _WRAPPERS))


def unwrapped(view: View) -> View:
    """A text with markup taken out of its names, escapes of JSON and LaTeX resolved, and addresses
    as they were before a mail filter rewrote them.

    >>> unwrapped(View("10.1136/&shy;bmj.a3115", range(23))).text
    '10.1136/bmj.a3115'
    """
    if "<" in view.text or "&" in view.text or "%" in view.text:
        view = rewrite(view.text, _MARKED, _as_drawn).through(view)
    if "\\" in view.text:
        view = rewrite(view.text, _WRITTEN, _as_meant).through(view)
    return _unfiltered(view) if _OF_A_FILTER in view.text else view


def _as_drawn(match: re.Match[str]) -> str:
    """A blank, a line end, or nothing."""
    said = match[0].lower()
    if said.startswith("<br"):
        return "\n"
    if said[0] == "&" and ("nbsp" in said or "160" in said or "xa0" in said):
        return "\n" if said.endswith("\n") else " "
    return ""


def _as_meant(match: re.Match[str]) -> str:
    if code := match["code"]:
        return plain(chr(int(code, 16))).text
    return _SIGNS.get(match["braced"] or match["word"] or "underscore", "")


def _unfiltered(view: View) -> View:
    text, pieces, origin, done = view.text, list[str](), list[int](), 0
    for match in islice(_FILTERED.finditer(text), MAX_FILTERED):
        before = rewrite(match[0], _SIGN, _sign_before)
        pieces += (text[done : match.start()], before.text)
        origin += range(done, match.start())
        origin += (match.start() + at for at in before.origin[:-1])
        done = match.end()
    pieces.append(text[done:])
    return View("".join(pieces), [*origin, *range(done, len(text) + 1)]).through(view)


def _sign_before(match: re.Match[str]) -> str:
    sign = match[0]
    if sign == "_":
        return "/"
    return unquote(f"%{sign[1:]}") if int(sign[1:], 16) < 0x80 else f"%{sign[1:]}"
