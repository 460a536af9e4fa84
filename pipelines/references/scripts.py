"""Volume, issue and pages as Japanese and Arabic lists print them, in their digits. Pure.

``１９巻１０号，２０-２４頁，２００６年``; ``٢٠١٤؛ المجلد ١٦، العدد ٢٤، الصفحات ٦٤٤٠-٦٤٤٣``.
What is read has the digits that registries have, so that it can be compared.
"""

from __future__ import annotations

import re
import unicodedata

from archive.records import Field
from pipelines.references.authors import SEMITIC
from pipelines.references.numbers import YEAR, is_article_number
from pipelines.references.spans import blank, field_between

CONFIDENCE = 0.9
_PAGES = r"(?P<pages>\d{1,6}(?:\s?[-–—－~〜～]\s?\d{1,6})?)"
_YEAR = r"(?P<year>\d{4})"
_JAPANESE = re.compile(
    rf"[，,、]\s?(?P<volume>\d{{1,4}})\s?巻(?:\s?(?P<issue>\d{{1,4}})\s?号)?"
    rf"[，,、]\s?{_PAGES}\s?(?:頁|ページ)(?:[，,、]\s?{_YEAR}\s?年)?"
)
_ARABIC = re.compile(
    rf"[،,]\s?{_YEAR}\s?[؛;]\s?(?:المجلد|مجلد)\s(?P<volume>\d{{1,4}})"
    r"(?:[،,]\s?(?:العدد|عدد)\s(?P<issue>\d{1,4}))?"
    rf"(?:[،,]\s?(?:الصفحات|الصفحة|صفحات|ص)\.?\s{_PAGES})?"
)
_HEAD = re.compile(
    r"(?P<authors>[^：．]{2,400})：(?P<title>.{3,600})．(?P<container>[^．]{2,150})\Z"
)
"""``Smith J，ほか：Title．Journal``, before the volume."""
_LATIN = str.maketrans("،؛", ",;")
_NARROW = str.maketrans("，：；．（）", ",:;.()")
_WIDE = re.compile("[，：；．（）]")
_BEFORE_FIGURE = re.compile(r"．(?=\d)")
_SEMITIC = re.compile(f"[{SEMITIC}]")
_HIJRI = re.compile(r"[1۱١][34۳۴٣٤](?<=[.,،]\s..)\d\d(?=\s?[;؛]\s?\d)")
"""A year of the Hijri before a volume: it is that of no registry, and no part of the journal."""
_OTHERS = "وآخرون."
"""*And others*, behind the last name."""


def read_eastern(printed: str, text: str) -> tuple[list[Field], list[Field], str]:
    """(volume, issue, pages and year; authors, title and container; the text to read them from
    where they are none); where neither script prints a place, the text with narrow punctuation.

    ``text`` is as long as ``printed``, with its identifiers blanked out, and stays as long.
    """
    if text.isascii():
        return [], [], text
    if match := _JAPANESE.search(text):
        numbers = _numbers_of(match)
        head = _HEAD.match(text[: match.start()])
        names = ("authors", "title", "container") if head else ()
        parts = [field_between(n, printed, text, *head.span(n), CONFIDENCE) for n in names if head]
        return numbers, [part for part in parts if part], text
    if match := _ARABIC.search(text):
        latin = text.translate(_LATIN).replace(_OTHERS, "et al.".ljust(len(_OTHERS)))
        return _numbers_of(match), [], blank(latin, *match.span())
    if _WIDE.search(text):
        text = _BEFORE_FIGURE.sub(",", text).translate(_NARROW)
    if _SEMITIC.search(text) and (hijri := _HIJRI.search(text)):
        text = blank(text, *hijri.span())
    return [], [], text


def _numbers_of(match: re.Match[str]) -> list[Field]:
    found = []
    for part, printed in match.groupdict().items():
        value = _in_digits(printed or "")
        if not value or (part == "year" and not YEAR.fullmatch(value)):
            continue  # of the Hijri, which no registry has
        is_article = part == "pages" and is_article_number(value)
        name = "article_number" if is_article else part
        start, end = match.span(part)
        found.append(Field(name=name, value=value, start=start, end=end, confidence=CONFIDENCE))
    return found


def _in_digits(value: str) -> str:
    """A number, or a range of them, in ASCII."""
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else "-" for sign in value if sign.strip()
    )
