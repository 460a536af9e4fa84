"""What stands around a name and says whether it is meant as a DOI name. Pure."""

from __future__ import annotations

import re

from pipelines.text import SPACES

LOOK_BACK = 120
"""Characters before a name that are looked at: its label, or the address it is part of."""

_LABEL = re.compile(
    r"[dD](?i:(?:(?<=\b.)[o0]i|(?<=[\d.,;)].)oi|(?<=[a-z].)OI|[o0]i\.[o0]rg"
    r"|igital object identifier)"
    r"[\s:=>.#/(\[\"'%A-F0-9-]{0,12}$)"
)
"""Begins with what it looks for, so that the engine skips to it."""
LONGEST_LABEL = 38
"""Characters of it, and the one before."""
_PATH_LABEL = re.compile(r"(?i)(?<!doi\.org)[/?&;#]d[o0]i[/=:]$")
"""Part of an address (``…/doi/10.…``, ``?doi=10.…``): it labels a name that is only carried."""
_WEB_ADDRESS = re.compile(r"[hHwW.](?i:(?<=h)ttps?:/|(?<=w)ww\.|(?<=[a-z0-9-]\.)[a-z]{2,6}/)")
"""Begins with what it looks for, so that the engine skips to it."""
_PATH = re.compile(r"/[a-z][\w.-]*(?:/[\w.-]+)*/")
_UNIT = re.compile(
    r"\s?(?:[%€$£°]|(?:[mµk]?[glm]|[cm]l|cm|nm|iu|units?|min|h|s|hours?|days?|eur|usd|chf|gbp)\b)",
    re.I,
)
_MONEY = re.compile(r"(?i)(?:[€$£¥₤₺]|\b(?:eur|usd|chf|gbp|fr|sfr|kr|rs|tl|kč|zł)\.?)\s?$")
_SURE_MONEY = re.compile(r"(?:[€$£¥₤₺]|\b(?:EUR|USD|CHF|GBP|Kč|zł))\s?$")
"""Signs, and codes of ISO 4217: ``Rs 10.1038/nature`` follows initials, ``Eur.`` a journal."""
_AMOUNT = re.compile(r"[\d.,-]{1,8}(?!\S)")
_EACH_OF = re.compile(r"[^\W\d_]{1,11}[.,;:)]{0,2}(?!\S)")
_EACH = re.compile(r"(?i)[mµnk]?[glm][23²³]?|cm[23²³]?|min|sec|hours?|days?|weeks?|months?|years?")
"""What a rate is told by: ``10.5000/min``."""
LONGEST_EACH = 6
_ON_BEHIND_BLANK = re.compile(r"(?i) /[a-z]{1,20}[.-][\w.()/:-]{0,40}\d\d")
MONTH = re.compile(r"(?:19|20)\d\d")
_OTHER_NUMBER = re.compile(
    r"(?i)(?<!\w)(?:(?:tel|fax|lat|lon|(?-i:[Aa]z)"
    r"|(?:art(?:ikel)?|bestell|reg(?:ister)?|seri(?:en|al)|modell?|chargen|rechnungs|kunden|steuer)"
    r"[.-]{0,2} ?(?:n[or]|n(?:ummer|umber)(?!\.))|licen[cs]e no)\.?"
    r"|(?:licen[cs]e number|tele(?:fon|phone)|phone|mobil(?:e|funk)?|hotline|plz|iban|blz"
    r"|hr[ab]|lot|charge|sku|gtin|ean|pzn|udi|gps|latitude|longitude|coordinates|koordinaten|ratio"
    r"|aktenzeichen|geschäftszeichen|model|version|release|build|firmware|macos|windows|android|ios"
    r"|directive|regulation|richtlinie|verordnung|az(?=:))):{0,2}\s(?:\(?[+0-9]{1,5}\)?\s)?$"
    r"|(?<!\w)[np]\s?=\s?$"
)
"""What is numbered in other ways: a telephone, an article for sale, a law, a place, a program.
Only what is short for a word may have a full stop: titles end with the words, names with ``AZ.``"""
_BEHIND_WORD = f"+0123456789().:= \n{SPACES}"
"""What may stand between such a word and the number."""
_GLUED_BEFORE = re.compile(r"(?:(?<![^\W_])(?:[A-Za-z]|[A-Z]{2})|\d[./]|\bv\d{0,2}\.)$")
SHORT_NUMBER = 12
"""Characters behind the slash that numbers of such things have, and few DOI names have so few."""
OF_A_JOURNAL = re.compile(
    r"(?i)[a-z]{2,}(?:[.-][a-z]?\d{2}|\d{3})|\d{6}"
    r"|(?!rev|ver|beta|alpha|build|part|page|teil|seite|type)[a-z]{3,}\.\d"
)
"""``bmj.h444``, ``nm.123``, ``pon.8``, ``nrn3241``, ``35012345``: nothing that is
counted, and no version, begins so."""
_OF_A_PRINT = re.compile(
    r"(?i)-.*|(?:rev(?:ision)?|ver(?:sion)?|[vsp](?=[._-])|nr|stand|aufl(?:age)?|index|blatt)[._-]?\d{1,3}[a-z]?"
    r"|[a-z]{2}/\d{1,2}[./-]\d{2,4}"
)
"""The number of a leaflet or a form: ``10.2019/Rev. 3``, ``10.5634/EN/03.19``; none of 71,462 names
has such a suffix."""
_ONLY_NUMBERS = re.compile(r"[\d.,]+")


def is_labelled(before: str) -> bool:
    """Whether a label ends there: ``doi:``, ``DOI``, ``doi.org/``, or its long form."""
    tail = before[-60:].lower()
    return ("oi" in tail or "0i" in tail or "object id" in tail) and (
        _LABEL.search(before[-LONGEST_LABEL:]) is not None
    )


def is_address(before: str) -> bool:
    """Whether a web address, or a path of folders, is what the name is glued to."""
    if "/" not in before:
        return False
    glued = before[max(before.rfind(" "), before.rfind("\n")) + 1 :]
    return "/" in glued and (
        _WEB_ADDRESS.search(glued) is not None or _PATH.fullmatch(glued) is not None
    )


def is_date(before: str, registrant: str) -> bool:
    """``25.10.2015/…`` and the like: the 10 follows a number and a dot."""
    if before[-1:] != "." or not before[-2:-1].isdigit():
        return False
    return MONTH.fullmatch(registrant) is not None or len(registrant) < 4


def is_amount(before: str, suffix: str) -> bool:
    """``Fr. 10.5000/10``, ``$10.5000/share``: money stands before it, and no more than a number
    behind the slash, or a word where the money can be nothing else."""
    if _AMOUNT.match(suffix):
        return _MONEY.search(before[-8:]) is not None
    return _EACH_OF.match(suffix) is not None and _SURE_MONEY.search(before[-8:]) is not None


def is_other_number(before: str, suffix: str) -> bool:
    """``Tel. 10.2345/67890``, ``Art.-Nr. 10.8899/rot``, ``T10.1210/L1``, ``3.10.1234/5``: what
    stands before it says that it is a number of something else, and it is as short as one."""
    if len(suffix.partition(" ")[0].rstrip(".,;:)")) >= SHORT_NUMBER:
        return False
    is_own = OF_A_JOURNAL.match(suffix)
    if is_own and not is_own[0].isdigit():
        return False
    if _GLUED_BEFORE.search(before[-8:]):
        return is_own is None
    is_apart = before[-1:].isspace() or before[-1:] == "="  # as all of these are
    if not is_apart or not before[-40:].rstrip(_BEHIND_WORD)[-1:].isalpha():
        return False
    return _OTHER_NUMBER.search(before[-40:]) is not None


def goes_on(text: str, slash: int) -> bool:
    """Whether a name goes on at ``slash`` without a label: not behind a blank, unless what stands
    there can be nothing else (``10.1016 /j.pain.2009.08.020``); not in a path of Windows."""
    if text[slash] == "\\" and text[slash + 1 : slash + 2] != "/":
        return "\\" not in text[max(0, slash - LOOK_BACK) : slash].rpartition(" ")[2]
    return not text[slash].isspace() or _ON_BEHIND_BLANK.match(text, slash) is not None


def is_plausible(name: str, after: str) -> bool:
    """Whether an unlabelled ``10.…/…`` in running text is meant as a DOI name."""
    registrant, _, suffix = name[3:].partition("/")
    is_short = not suffix[:3].isalnum() and sum(map(str.isalnum, suffix)) < 3
    if is_short or len(suffix) < 3 or registrant.startswith("0"):
        return False
    if _is_each(suffix):
        return False
    if _OF_A_PRINT.fullmatch(suffix):
        return False
    only_numbers = (suffix[0].isdigit() or suffix[0] in ".,") and _ONLY_NUMBERS.fullmatch(
        suffix
    ) is not None
    if MONTH.fullmatch(registrant):  # 10.2019/2020, 10.2020/stable: a month
        return not only_numbers and any(map(str.isdigit, suffix))
    if not only_numbers or registrant.startswith("97"):
        return True
    quantity = _UNIT.match(after)
    return len(suffix) > 3 and not (len(suffix) < 6 and quantity)


def is_quantity(name: str) -> bool:
    """Whether what stands alone, in a cell of a table, is a time (``10.2018/03.2019``) or a rate.

    >>> is_quantity("10.2018/03.2019"), is_quantity("10.5000/min"), is_quantity("10.2018/abc.12")
    (True, True, False)
    """
    registrant, _, suffix = name[3:].partition("/")
    if _is_each(suffix):
        return True
    return MONTH.fullmatch(registrant) is not None and _ONLY_NUMBERS.fullmatch(suffix) is not None


def _is_each(suffix: str) -> bool:
    return len(suffix) <= LONGEST_EACH and _EACH.fullmatch(suffix) is not None


def labels_path(before: str) -> bool:
    """Whether the label is part of an address, and the name only carried by it."""
    return _PATH_LABEL.search(before) is not None
