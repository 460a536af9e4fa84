"""Dates as the site prints them, by language and place. Pure."""

from __future__ import annotations

from datetime import date

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου "
    "Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
}
"""In the form in which dates are written: Polish and Greek in the genitive."""
PATTERNS = {"de": "{day}. {month} {year}", "es": "{day} de {month} de {year}",
            "pt": "{day} de {month} de {year}"}  # fmt: skip


def print_date(day: date, language: str = "en") -> str:
    """``20 December 2022`` and its sisters in eight other languages.

    >>> print_date(date(2022, 12, 20), "el"), print_date(date(2021, 3, 1), "fr")
    ('20 Δεκεμβρίου 2022', '1er mars 2021')
    """
    month = MONTHS[language].split()[day.month - 1]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    pattern = PATTERNS.get(language, "{day} {month} {year}")
    return pattern.format(day=number, month=month, year=day.year)


def print_short(day: date) -> str:
    """``20 Dec 2022``, as generation C prints the date of a news item."""
    return f"{day.day} {MONTHS['en'].split()[day.month - 1][:3]} {day.year}"


def print_numbers(day: date) -> str:
    """``21.08.2019``, as the foot of generation B prints the last update."""
    return f"{day:%d.%m.%Y}"
