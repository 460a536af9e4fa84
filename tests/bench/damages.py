"""Ways in which print, mark-up and content systems damage a DOI name: name → damaged text.

Each takes a real name and a source of randomness; None = this damage does not apply to it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from random import Random
from urllib.parse import quote

Damage = Callable[[str, Random], str | None]


def _broken(name: str, where: str, by: str, random: Random) -> str | None:
    places = [m.end() for m in re.finditer(where, name) if 8 < m.end() < len(name)]
    if not places:
        return None
    at = random.choice(places)
    return name[:at] + by + name[at:]


def _twice(name: str, random: Random) -> str:
    once = _broken(name, r"[/.]", " \n", random) or name
    return _broken(once, r"[/.\-](?!\s)", " ", random) or once


def _sici(name: str, signs: tuple[str, str, str]) -> str | None:
    if "::aid" not in name:
        return None
    left, right, colons = signs
    return name.replace("<", left).replace(">", right).replace("::", colons)


def _without(name: str, sign: str, by: str) -> str | None:
    damaged = re.sub(sign, by, name, count=1)
    return None if damaged == name else damaged


def _misread(name: str, figures: str, random: Random) -> str | None:
    start = name.index("/") + 1
    places = [at for at in range(start, len(name)) if name[at] in figures]
    if not places:
        return None
    at = random.choice(places)
    return name[:at] + name[at].translate(str.maketrans("0158", "OlSB")) + name[at + 1 :]


DAMAGES: dict[str, Damage] = {
    "none": lambda d, r: d,
    "upper case": lambda d, r: d.upper(),
    "full stop": lambda d, r: f"{d}.",
    "brackets and full stop": lambda d, r: f"({d}).",
    "semicolon and PMID": lambda d, r: f"{d}; PMID: 1234567",
    "quotation marks": lambda d, r: f"“{d}”",
    "line break after / . - _ :": lambda d, r: _broken(d, r"[/.\-_:]", " \n", r),
    "space after / .": lambda d, r: _broken(d, r"[/.]", " ", r),
    "line break before / . -": lambda d, r: _broken(d, r"[a-z0-9](?=[./-])", " \n", r),
    "line break anywhere": lambda d, r: _broken(d, r"[a-z0-9]", "\n", r),
    "two breaks": _twice,
    "zero-width space": lambda d, r: _broken(d, r".", "\u200b", r),
    "soft hyphen": lambda d, r: _broken(d, r"[a-z0-9]", "\u00ad", r),
    "other hyphen": lambda d, r: d.replace("-", "‐") if "-" in d else None,
    "en dash": lambda d, r: d.replace("-", "–") if "-" in d else None,
    "percent-encoded": lambda d, r: f"https://doi.org/{quote(d, safe='')}",
    "percent-encoded twice": lambda d, r: f"https://doi.org/{quote(quote(d, safe=''), safe='')}",
    "entities": lambda d, r: html.escape(d) if "<" in d else None,
    "entities twice": lambda d, r: html.escape(html.escape(d)) if "<" in d else None,
    "doubled": lambda d, r: f"{d}.http://dx.doi.org/{d}",
    "doubled resolver": lambda d, r: f"https://doi.org/https://doi.org/{d}",
    "glued PMID": lambda d, r: f"{d}pmid:27418504",
    "glued link texts": lambda d, r: f"{d}CrossRefPubMedGoogle Scholar",
    "glued word": lambda d, r: f"{d}Nature",
    "glued year": lambda d, r: f"{d}(2019)",
    "/abstract": lambda d, r: f"https://onlinelibrary.wiley.com/doi/{d}/abstract",
    ".pdf": lambda d, r: f"https://example.org/doi/pdf/{d}.pdf",
    "query": lambda d, r: f"https://doi.org/{d}?src=recsys&x=1",
    "session id": lambda d, r: f"http://example.org/doi/{d};jsessionid=ABC12",
    "markup": lambda d, r: f"<b>{d}</b><br/>",
    "escaped underscore": lambda d, r: d.replace("_", r"\_") if "_" in d else None,
    "two underscores": lambda d, r: d.replace("_", "__") if "_" in d else None,
    "lost .x": lambda d, r: d[:-2] if re.match(r"10\.(1111|1046)/j.*\.x$", d) else None,
    "half entities": lambda d, r: d.replace("<", "&lt").replace(">", "&gt") if "<" in d else None,
    "soft hyphen's entity": lambda d, r: _broken(d, r"[a-z0-9]", "&shy;", r),
    "line break and a margin": lambda d, r: _broken(d, r"[/.-]", "\r\n      ", r),
    "hyphen lost at a line break": lambda d, r: _without(d, r"(?<=.{9}\d)-(?=\d{3})", "\n"),
    "two hyphens": lambda d, r: d.replace("-", "--") if "-" in d and "<" not in d else None,
    "dash behind": lambda d, r: f"{d}—a review",
    "raised dots": lambda d, r: d.replace(".", "·"),
    "backslash": lambda d, r: d.replace("/", "\\", 1),
    "slash lost": lambda d, r: _without(d, "/", ""),
    "first figure lost": lambda d, r: d[1:],
    "letters for noughts and ones": lambda d, r: _misread(d, "01", r),
    "letters for fives and eights": lambda d, r: _misread(d, "58", r),
    "SICI in PDF": lambda d, r: _sici(d, ("\\", "[", ":")),
    "SICI in TeX": lambda d, r: _sici(d, ("¡", "¿", "::")),
    "SICI with spaces": lambda d, r: _sici(d, ("< ", ">", "::")),
    "line break in the registrant": lambda d, r: f"{d[: (at := r.randrange(4, 7))]}\n{d[at:]}",
    "a blank anywhere": lambda d, r: _broken(d, r"[a-z0-9]", " ", r),
}  # fmt: skip

CONTEXTS = (
    "Smith J. Title of it. J Pain. 2010;1(2):33-44. doi:{}",
    "Smith J. Title of it. J Pain. 2010;1(2):33-44. doi: {}",
    "Smith J (2010) Title. J Pain 1:33 https://doi.org/{}",
    "Smith J (2010) Title. J Pain 1:33. DOI {}",
)

HOSTILE = (
    "10.1234/", "10.1234/a1b2 ", "10.1234/a.b-c/", "10. ", "10 .1234 / ", "10.1111.1111.1111.",
    "10.1234/((((", "10.1234/))))", "10.1234/%25%32%35", "10.1234/&amp;lt;", "doi: ",
    "doi:10.1002/(SICI)1097-0185(19990301)254:3<", "10.1234/a- ", "10.1234/a-\n", "\u200b",
    "10.1234/\u200b", "10.1234/x. y. z. ", "10.1000/x.http://", "10.1234/<b>", "10.1234/аеор",
    "doi:l0.1O16/", "d0i", "doi:10,1016/a ", "10.1234/a1b2Word\n", "10.1234/a1\nb ",
    "10.1234/a(1\n)", "10.1002/(SICI)1097-0185(19990301)254:3408::AID-AR123.0.CO;2-G",
    "1097-0185(19990301)254:3<1 ", "10.1002/(SICI)1097-0185(19990301)254:3408 ::",
    "10.1234/{$<$}", "10.1234/\ufb01", "10.1101/1v2", "https://doi.org/abcde ",
    "https://a.b/10.1234/a1/", "10.1234/a\u2010b", "10.1234/0a0a", "\u200d", "10.1234/a1b2;1",
    "10.1234/A:1.", "10.1234/a_1__", "&amp;amp;", "%252F", "10%2E1234%2Fa ", "doi.org/doi.org/",
    "10.1234/x?a=10.1234/", "10.1234/a [doi] ", "١٠.1234/", "10.1234/é ",
    "10.1234/a..", "10.1234/ab1Cdef ", "10.1234/(2019)", "10.1234/x/full/full", "ISBN 978-",
    "isbn 1 2 3 4 5 6 7 8 9 ", "Smith J, ", "Smith J. 1 ", "A. ", "1. A. 2. ", "[1] A ", "2010;1(",
    r"10.1234/{\textless}", r"10.1234/a\u003c", r"{\_}", r"\textless ",
    "1(2):3-4 ", "(", "“", "de van von ", "In: ", ". A", "1–", "12, ", "a ", "\n", "A, B\n", "• ",
)  # fmt: skip
"""Repeated to 100 kB: what makes careless patterns hang."""
