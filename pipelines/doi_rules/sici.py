"""SICI names (ANSI/NISO Z39.56) as DOI suffixes, in all the shapes they get printed in.

``(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G`` (Wiley), ``…064<0278:TADOTF>2.0.CO;2``
(AMS) and ``…002[0307:CFARSO]2.0.CO;2`` (ESA) are registered as they stand. In print, ``<`` and
``>`` become ``&lt;``, ``\\`` and ``[``, ``¡`` and ``¿`` (TeX fonts) or vanish; ``::`` loses a
colon, ``CO`` becomes ``C0``. Pure; every quantifier is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEAD = re.compile(r"(?i)(?:\(SICI\))?\d{4}-\d{3}[\dX]\([^()\s]{4,11}\)[^<>\[\]\\¡¿{}\s]{1,16}")
_REST = re.compile(
    r"(?i)(?P<open>[<\[\\¡{])(?P<page>[^<>\[\]\\¡¿{}\s]{0,40})(?P<close>[>\[\]¿}])"
    r"(?P<version>\d\.[\dO])\.C[O0][;:]2(?P<check>-[A-Za-z0-9#])?"
)
_END = re.compile(r"(?i)\d\.[\dO]\.C[O0][;:]2(?:-[A-Za-z0-9#])?")


def sici_readings(text: str) -> list[tuple[str, int, float, str]]:
    """(suffix, characters used, cost, rule) for a suffix that is a SICI; empty when it is none.

    >>> sici_readings("(SICI)1097-0185(19990301)254:3\\\\408:AID-AR12[3.0.CO;2-G.")[0][0]
    '(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G'
    """
    head = _HEAD.match(text)
    return list(_readings(text, head)) if head else []


def _readings(text: str, head: re.Match[str]) -> Iterator[tuple[str, int, float, str]]:
    rest = _REST.match(text, head.end())
    if rest is None:
        end = _END.search(text, head.end(), head.end() + 80)
        if end:
            yield text[: end.end()], end.end(), 0.0, ""
        return
    page = rest["page"]
    if re.search(r"(?i)(?<!:):AID-", page):
        page = page.replace(":", "::", 1)
    version = rest["version"].upper().replace("O", "0")
    tail = f"{version}.CO;2{rest['check'] or ''}"
    square = rest["open"] == "[" and "AID-" not in page.upper()
    pairs = (("<", ">"), ("[", "]"))
    for cost, (left, right) in enumerate(reversed(pairs) if square else pairs):
        suffix = f"{head[0]}{left}{page}{right}{tail}"
        printed = suffix.lower() == text[: rest.end()].lower()
        yield suffix, rest.end(), float(cost), "" if printed else "sici"
