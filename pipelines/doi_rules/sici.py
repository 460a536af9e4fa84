"""SICI names (ANSI/NISO Z39.56) as DOI suffixes, in every shape they are printed in.

``(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G`` (Wiley), ``…064<0278:TADOTF>2.0.CO;2``
(AMS) and ``…002[0307:CFARSO]2.0.CO;2`` (ESA) are registered as they stand. In print, ``<`` and
``>`` become ``\\`` and ``[``, ``¡`` and ``¿`` (TeX fonts), ``‹`` and ``›``, or vanish, alone or
together, since browsers take them for a tag; ``::`` loses a colon, ``;`` goes, ``CO`` becomes
``C0``, ``(SICI)`` changes its brackets or is left out. Pure; every quantifier is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Reading = tuple[str, int, float, str]
"""(suffix, characters used, cost, rule); no rule = as printed."""

_OPENING, _CLOSING = "<[\\¡{‹«〈⟨", ">[]¿}›»〉⟩"
_SIGNS = re.escape(_OPENING + _CLOSING)
_HEAD = re.compile(
    r"(?i)(?P<label>[(\[{]S[I1l]C[I1l][)\]}])?"
    r"(?P<issn>\d{4}-\d{3}[\dX]\([^()\s]{4,11}\))"
    rf"(?P<issue>[^{_SIGNS}\s]{{1,16}}(?=[{_SIGNS}]))?"
)
_TAIL = r"(?P<version>\d\.[\dO])\.C[O0][;:]?2(?P<check>-[A-Za-z0-9#])?"
_REST = re.compile(
    rf"(?i)(?P<open>[{re.escape(_OPENING)}])(?P<page>[^{_SIGNS}\s]{{0,40}})"
    rf"(?P<close>[{re.escape(_CLOSING)}]){_TAIL}"
)
_LOST = re.compile(
    rf"(?i)(?P<volume>[^{_SIGNS}:\s]{{1,8}}:)(?P<digits>[\dS]{{1,9}})"
    rf"(?P<open>[{re.escape(_OPENING)}]?)(?P<first>\d{{0,6}})"
    rf"(?P<code>::?AID-[A-Z]{{1,8}}\d{{1,12}}?)(?P<close>[{re.escape(_CLOSING)}]?){_TAIL}"
)
_BARE = tuple(
    re.compile(rf"(?i)(?P<issue>\d{{{width}}})(?P<page>[\dA-Z]{{1,8}}:[A-Z&]{{1,8}}?){_TAIL}")
    for width in (3, 2)
)
"""The same with both signs gone: most volumes have three figures."""
_ROUND = re.compile(rf"(?i)(?P<issue>\d{{1,4}})\((?P<page>[\dA-Z]{{1,9}}:[A-Z&]{{2,8}})\){_TAIL}")
"""ESA's and AMS's form with round brackets for the others."""
_END = re.compile(r"(?i)\d\.[\dO]\.C[O0][;:]?2(?:-[A-Za-z0-9#])?")


def sici_readings(text: str) -> list[Reading]:
    """Every meaning of a suffix that is a SICI; empty when it is none.

    >>> sici_readings("(SICI)1097-0185(19990301)254:3\\\\408:AID-AR12[3.0.CO;2-G.")[0][0]
    '(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G'
    """
    head = _HEAD.match(text)
    if head is None:
        return []
    label = "(SICI)" if head["label"] else ""
    start = f"{label}{head['issn']}"
    found = list(_readings(text, head, start))
    if "AID-" in text[:100].upper():  # Wiley registered names with and without the label
        other = head["issn"] if label else f"(SICI){head['issn']}"
        found += [
            (other + suffix.removeprefix(start), used, cost + 3.0, "sici")
            for suffix, used, cost, _ in found[:1]
        ]
    return found


def _readings(text: str, head: re.Match[str], start: str) -> Iterator[Reading]:
    issue = head["issue"] or ""
    rest = _REST.match(text, head.end())
    if rest is not None:
        page = _page(rest["page"])
        square = rest["open"] == "[" and "AID-" not in page.upper()
        pairs = (("<", ">"), ("[", "]"))
        for cost, (left, right) in enumerate(reversed(pairs) if square else pairs):
            suffix = f"{start}{issue}{left}{page}{right}{_tail(rest)}"
            yield _reading(suffix, text[: rest.end()], float(cost))
        return
    shapes = [shape.match(text, head.end("issn")) for shape in (_ROUND, *_BARE)]
    if unsigned := [shape for shape in shapes if shape]:
        for extra, found in enumerate(unsigned):
            for cost, (left, right) in enumerate((("[", "]"), ("<", ">")), 2 * extra):
                suffix = f"{start}{found['issue']}{left}{found['page']}{right}{_tail(found)}"
                yield _reading(suffix, text[: found.end()], float(cost))
        printed = text[: unsigned[0].end()]
        yield printed, len(printed), 2.0 * len(unsigned) + 1.0, ""
        return
    end = _END.search(text, head.end(), head.end() + 80)
    if end is None:
        return
    printed = text[: end.end()]
    lost = _LOST.match(text, head.end("issn"))
    for extra, suffix in enumerate(_restored(lost, start) if lost else ()):
        yield _reading(suffix, printed, float(extra))
    yield printed, len(printed), 3.0 if lost else 0.0, ""


def _restored(lost: re.Match[str], start: str) -> Iterator[str]:
    """Both signs put back where one or both vanished: ``254:3408::`` is issue 3, page 408."""
    code, digits, first = _page(lost["code"]), lost["digits"], lost["first"]
    if lost["open"]:
        yield f"{start}{lost['volume']}{digits}<{first}{code}>{_tail(lost)}"
        return
    for cut in (1, 2, 3):
        if first or cut >= len(digits):
            return
        issue, page = digits[:cut], digits[cut:]
        yield f"{start}{lost['volume']}{issue}<{page}{code}>{_tail(lost)}"


def _page(text: str) -> str:
    """The page and title code, with both colons before Wiley's article number."""
    return text.replace(":", "::", 1) if re.search(r"(?i)(?<!:):AID-", text) else text


def _tail(match: re.Match[str]) -> str:
    version = match["version"].upper().replace("O", "0")
    return f"{version}.CO;2{match['check'] or ''}"


def _reading(suffix: str, printed: str, cost: float) -> Reading:
    is_printed = suffix.lower() == printed.lower()
    return suffix, len(printed), cost, "" if is_printed else "sici"
