"""Author names at the start of a reference, in the orders and punctuations in use.

``Liu L, Skinner M`` · ``Liu, L., McDonough,S.`` · ``M. V. Madsen and P. C. Gøtzsche`` ·
``PONTALIS J.-B.`` · ``van Middelkoop M`` · ``Pellisé F, Sell P; EuroSpine Task Force``. Pure;
bounded quantifiers only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.memory import remembering

CAPITALS = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
"""Every upper-case letter of the Latin, Greek and Cyrillic blocks (``re`` has no class for it)."""
EAST_ASIAN = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Chinese characters, kana and Hangul, which have no capitals; the inside of a class."""
SEMITIC = "\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3"
"""Hebrew, Arabic and Persian letters, which have none either; the inside of a class."""

_U = f"[{CAPITALS}]"
_WORD = rf"{_U}(?![A-Z]{{0,2}}\d\d)[\w'’`-]{{0,30}}"
"""A word that may be a name: not ``S95`` or ``CD009790`` behind the ``S.`` of German pages."""
_PARTICLE = (
    r"(?:[Vv]an|VAN|[Vv]on|VON|DER|DEN|[Dd]e|[Dd]em|[Dd]o|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]as|[Dd]u|[Ll]a|"
    r"[Ll]e|[Ee]l|[Aa]l|[Tt]en|[Tt]er|[Zz]u|[Zz]ur|[Ss]t\.?|'t|[Dd]’|[Dd]')"
)
_PARTICLE_BEHIND = r"(?:van|von|de|der|den|dem|da|do|das|dos|del|della|di|du|zu|ten|ter)"
"""``SILVA, M. A. da``, ``Windt D van der``."""
FAMILY = rf"(?:{_PARTICLE}[\s-]?){{0,3}}{_WORD}(?:[\s-](?:{_PARTICLE}\s|y\s)?{_U}[\w'’`-]{{2,30}})?"
_DOTTED = rf"{_U}[a-z]?\.(?:[\s-]{{0,2}}{_U}[a-z]?\.|-?{_U}(?!\w)){{0,4}}"
_BARE = rf"(?:{_U}(?:[\s.-]?{_U}){{0,3}}|(?:Gy|Sz|Cs|Zs|Yu|Ya)(?![\w'’]))"
_INITIALS = rf"(?:{_DOTTED}|{_BARE})(?![\w'’])"
_SUFFIX = r"(?:,?\s(?:[JS]r|II|III|IV|2nd|3rd)\b\.?)?"

_FAMILY_FIRST = re.compile(
    rf"(?P<family>{FAMILY})(?:\s[JS]r\.?(?=,))?(?:\s?,\s?|\s)(?:[JS]r\.?\s)?{_INITIALS}{_SUFFIX}"
    rf"(?:(?:\s{_PARTICLE_BEHIND}){{1,2}}(?=\s?[.,;:&]))?"
)
_INITIALS_FIRST = re.compile(rf"(?:{_DOTTED})\s?(?P<family>{FAMILY}){_SUFFIX}")
_GIVEN_FIRST = re.compile(
    rf"(?P<family>{FAMILY})\s?,\s{_U}[\w'’-]{{1,20}}(?:[\s-]{_U}\.?[\w'’-]{{0,20}}){{0,2}}(?=\s?[,;(.:&]|\s(?:and|a|und|et|y|e|en|i|og|och|ja|és|și)\s|$)"
)
_BARE_FIRST = re.compile(
    rf"{_U}{{1,3}}\s(?P<family>(?:{_PARTICLE}\s){{0,3}}{_U}[^\W\d_{CAPITALS}][\w'’-]{{1,30}}),"
)
_FULL_NAME = re.compile(
    rf"{_U}[\w'’-]{{1,20}}(?:[\s-]{_U}\.?){{0,3}}\s(?P<family>(?:{_PARTICLE}\s){{0,3}}{_U}[\w'’-]{{1,30}})(?=\s?[,;(.:&]|\sand\b|$)"
)
_JOINT = re.compile(
    r"\s{0,2}(?:[,;/]|\.(?=,))?\s{0,2}(?:(?:and|und|et(?!\s?al)|y|e|ed|i|a|en|og|och|ja|és|și|oraz|ve|και|with|&|…|\.\.\.)(?=[\s.])\s?)?"
)
_OTHERS = re.compile(
    r"[\s,;&]{0,3}\(?(?:et\.?\s?als?(?![a-z])|and (?:others|colleagues)|u\.\s?a\.|y cols?\.|"
    r"i wsp\.|ve ark\.|και συν\.|κ\.\s?ά\.|et coll?\.|e coll\.|a kol\.|i sur\.|in sod\.|"
    r"és mtsai\.?|și col(?:ab)?\.|m\.\s?fl\.|"
    r"(?:и (?:др|соавт)|(?:та|і|й) (?:ін|співавт))(?!\w)|(?:他|等|ほか)(?=[.．。,:：]))\.?\)?",
    re.IGNORECASE,
)
EDITORS = re.compile(
    r"\s?,?\s?\(?(?:[Ee]ds?|[Hh]rsg|[Hh]g|[Dd]irs?|coord|ed|szerk|[Rr]ed|ред|编|編)\.?\)?(?=[\s,.:;]|$)"
)
_GROUP = re.compile(
    rf"(?:(?:The|the)\s)?(?P<family>(?:{_U}[\w'’&/-]{{0,30}}\s(?:(?:of|for|on|and|the|in|&)\s){{0,3}}){{1,8}}"
    r"(?:[Gg]roup|Force|[Cc]ommittee|[Cc]onsortium|[Cc]ollaborat(?:ion|ors|ive)|[Ii]nvestigators|"
    r"[Ss]ociety|[Aa]ssociation|[Oo]rgani[sz]ation|[Nn]etwork|[Ii]nitiative|[Cc]ollege|[Aa]cademy|"
    r"[Ii]nstitute|[Cc]enters?|[Cc]entre|[Ff]oundation|[Cc]ouncil|[Ss]ervice|[Ff]ederation|[Aa]gency|"
    r"[Aa]lliance|[Tt]rust|[Pp]anel|[Tt]eam|[Ss]ubcommittee|[Ee]xecutive)(?:\s(?:of|for|on)(?:\s[\w'’&-]{1,30}){1,8})?)(?=[\s,;.:(]|$)"
)
_ACRONYM = re.compile(r"\s\([^()\d]{2,30}\)(?=[.,:;]|\s\()")
_AND_GROUP = re.compile(rf"\s?[;,]\s?(?:(?:and|for|on behalf of)\s)?{_GROUP.pattern}")
_FOR_GROUP = re.compile(rf"\s?[;,]?\s(?:for|on behalf of)\s{_GROUP.pattern}")
"""``Chou R, Qaseem A, for the Low Back Pain Working Group``: for whom people wrote."""
_FAMILY_ALONE = re.compile(FAMILY)
_FIRST_NAME = (_BARE_FIRST, _FAMILY_FIRST, _INITIALS_FIRST, _GIVEN_FIRST, _GROUP)
_NEXT_NAME = (_BARE_FIRST, _FAMILY_FIRST, _INITIALS_FIRST, _GROUP, _FULL_NAME)
_NEXT_GIVEN_NAME = (_FULL_NAME, *_NEXT_NAME[:-1])

_GIVEN = rf"(?:{_U}\.\s?){{1,3}}|{_U}[\w'’-]{{1,20}}(?:\s{_U}(?:\.|[\w'’-]{{0,20}})){{0,2}}\s"
_PERSON_NAMED = rf"(?:{_GIVEN})(?:{_PARTICLE}\s){{0,3}}{_U}[\w'’-]{{1,30}}{_SUFFIX}"
_BEFORE_QUOTE = re.compile(
    rf"(?P<first>{_PERSON_NAMED})(?:(?:,\s(?:(?:and|&)\s)?|\s(?:and|&|und|et|y|e)\s){_PERSON_NAMED}){{0,30}}"
    rf"(?P<others>,?\set\sal\.?)?(?=[,.]\s[“\"«„][\W\d]{{0,6}}{_U})"
)
"""``Bin Du, José E. de Waele and Li Weng, “Title``: names as they are spoken, and a quotation."""
_QUOTES = '“"«„'
_QUOTE = re.compile(f"[{_QUOTES}]")
FARTHEST_QUOTE = 4200
"""Characters of so many names."""
_EAST_NAME = rf"[{EAST_ASIAN}]{{2,4}}(?:\s[{EAST_ASIAN}]{{1,4}})?"
_EAST_NAMES = re.compile(
    rf"(?!{_EAST_NAME}(?<![等他외])(?<!ほか)\s?[:：])"  # one alone is what a note begins with
    rf"(?P<first>{_EAST_NAME})(?:\s?[,，、・;；]\s?{_EAST_NAME}){{0,30}}"
    r"(?P<others>[,，、]?\s?(?:等|ほか|他|외))?(?=\s?[.．。:：]|\s?[(（](?:1[89]|20)\d\d)"
)
"""``王建国, 李晓明, 等``; other words of two to four characters look alike."""
_SEMITIC_NAME = (
    rf"(?:[{SEMITIC}\u200c'’-]{{2,20}}\s){{1,3}}[{SEMITIC}](?:[\s.]{{1,2}}[{SEMITIC}])?\.?"
)
_SEMITIC_NAMES = re.compile(
    rf"(?P<first>{_SEMITIC_NAME})(?:\s?[,،;؛]\s?{_SEMITIC_NAME}){{0,30}}"
    r"(?P<others>\s?[,،]?\s?(?:وآخرون|و\s?همکاران|ועמיתי[וה]|ואח['׳]))?(?=\s?[.:：]|(?<=\.)\s|\s\()"
)
"""``موسوی س، اکبری م.``: a family and one letter or two."""
_SEMITIC_INITIALS = re.compile(rf"\s[{SEMITIC}](?:[\s.]{{1,2}}[{SEMITIC}])?\.?\Z")
_LAST_WORD = re.compile(rf"(?:{_PARTICLE}\s){{0,3}}[^\s.]+$")

_NUMBER_NEXT = re.compile(r"\s\d{1,3}\s?[(:;]")
"""``Spine J 19(11)``: a journal, no name."""
_JOURNAL_NEXT = re.compile(
    rf"(?:{_U}[a-z]{{1,3}}\.\s)?J\.(?:\s{_U}[a-z]{{1,14}}\.?){{1,5}}\s\d{{1,4}}(?:,\s\d|\s?[(:])"
)
"""``J. Biomech. 44, 1201``: what looks like initials and a name is a journal."""

MAX_AUTHORS = 60


@dataclass(frozen=True, slots=True)
class Authors:
    """The author names that a text begins with: ``text[start:end]``."""

    start: int
    end: int
    count: int
    family: str
    """Family name of the first author."""
    others: bool
    """``et al.`` closes the list."""


def read_authors(text: str, start: int = 0) -> Authors | None:
    """The authors at ``start``, or None when no name stands there.

    >>> read_authors("van Middelkoop M, Rubinstein SM, et al. Surgery versus").family
    'van Middelkoop'
    """
    return _authors_at(_with_plain_hyphens(text), start)


def read_family_alone(text: str) -> Authors | None:
    """A family name without initials that a reference begins with, and those who are not named.

    Only for what is a reference: a sentence of prose begins so too.

    >>> read_family_alone("Zhang et al.: Surgery for stenosis. Spine 2013;22:87").family
    'Zhang'
    """
    family = _FAMILY_ALONE.match(_with_plain_hyphens(text))
    others = _OTHERS.match(text, family.end()) if family else None
    if family is None or others is None:
        return None
    return Authors(0, others.end(), 1, family[0], others=True)


def _with_plain_hyphens(text: str) -> str:
    """The same text, sign by sign, with the one hyphen that the patterns know: ``Wang L‐Q``."""
    return text.replace("\u2010", "-").replace("\u2011", "-")


@remembering
def _authors_at(text: str, start: int) -> Authors | None:
    if names := _spoken_or_east(text, start):
        last = _LAST_WORD.search(names["first"])
        named = text[start : names.start("others") if names["others"] else names.end()]
        count = 1 + len(_BETWEEN.findall(named))
        family = last[0] if last else names["first"]
        if names.re is _SEMITIC_NAMES:
            family = _SEMITIC_INITIALS.sub("", names["first"])
        return Authors(start, names.end(), count, family, names["others"] is not None)
    at, count, family, end = start, 0, "", start
    patterns: tuple[re.Pattern[str], ...] = _FIRST_NAME
    while count < MAX_AUTHORS:
        name = _name_at(text, at, patterns)
        if name is None:
            break
        if count and name.re is _INITIALS_FIRST and _JOURNAL_NEXT.match(text, at):
            break
        if count == 0:
            patterns = _NEXT_GIVEN_NAME if name.re is _GIVEN_FIRST else _NEXT_NAME
        family = family or name["family"]
        count += 1
        end = name.end("family") if name.re is _BARE_FIRST else name.end()
        if name.re is _GROUP and (acronym := _ACRONYM.match(text, end)):
            end = acronym.end()
        joint = _JOINT.match(text, end)
        if joint is None or not joint[0].strip():
            break
        at = joint.end()
        if ";" in joint[0] and patterns is _NEXT_GIVEN_NAME:
            patterns = (_GIVEN_FIRST, *_NEXT_GIVEN_NAME)
    if count == 0 or (count == 1 and _NUMBER_NEXT.match(text, end)):
        return None
    others = _OTHERS.match(text, end)
    if others:
        end = others.end()
    group = (_AND_GROUP if others else _FOR_GROUP).match(text, end)
    end = group.end() if group else end
    editors = EDITORS.match(text, end)
    if editors:
        end = editors.end()
    return Authors(start, end, count, family, others is not None)


def _spoken_or_east(text: str, at: int) -> re.Match[str] | None:
    """Names before a quotation, which are sought where one is; or names in East Asian scripts."""
    if any(map(text.__contains__, _QUOTES)) and _QUOTE.search(text, at, at + FARTHEST_QUOTE):
        spoken = _BEFORE_QUOTE.match(text, at)
        if spoken:
            return spoken
    first = text[at : at + 1]
    if SEMITIC[0] <= first <= SEMITIC[-1]:
        return _SEMITIC_NAMES.match(text, at)
    return _EAST_NAMES.match(text, at) if first >= EAST_ASIAN[0] else None


def _name_at(text: str, at: int, patterns: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    for pattern in patterns:
        if match := pattern.match(text, at):
            return match
    return None


def begins_with_author(text: str, at: int = 0) -> bool:
    """Whether a list of authors can begin at ``at``."""
    text = _with_plain_hyphens(text)
    return _name_at(text, at, _FIRST_NAME) is not None or _spoken_or_east(text, at) is not None


_PERSON = re.compile(
    rf"(?:{_U}[\w'’.-]{{0,30}}|{_PARTICLE})(?:[\s-](?:{_U}[\w'’.-]{{0,30}}|{_PARTICLE})){{1,4}}"
)
_BETWEEN = re.compile(r"\s{0,2}(?:[,;·|，、・；،؛]|\band\b|\bund\b|\bet\b|\by\b|\be\b|&)\s{0,2}")


def is_name(line: str) -> bool:
    """Whether a line is the name of one person and nothing else."""
    return len(line) < 60 and _PERSON.fullmatch(line.strip(" .*†")) is not None


def is_names_only(line: str) -> bool:
    """Whether a line is nothing but the names of people, at least two of them.

    A group among them, or names that a stray comma cut in two, do no harm.

    >>> is_names_only("Adriana Ivich, Casey S. Greene"), is_names_only("Causes, Diagnosis")
    (True, False)
    >>> is_names_only("Peul WC, van den Hout WB"), is_names_only("Rest, Walk, and van rides")
    (True, False)
    """
    if len(line) > 3000:
        return False
    names = others = 0
    for printed in _BETWEEN.split(line):
        part = printed.strip(" .…*†")
        if not part or part.lower() in ("et al", "others"):
            continue
        is_person = len(part) <= 60 and _PERSON.fullmatch(part) is not None
        if not is_person and (len(part) > 60 or part[0].islower()):
            return False  # as the first words of prose say
        names, others = names + is_person, others + (not is_person)
    return names >= 2 and others < names
