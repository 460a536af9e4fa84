"""Printed dates: rows (why, text, language, expected ISO date or None)."""

from __future__ import annotations

import pytest

from crawler.pages.dates import date_of_url, find_dates, parse_date
from crawler.pages.months import MONTHS

ROWS = [
    ("footer, day first", "21.08.2019", "en", "2019-08-21"),
    ("footer of another page", "11.11.2019", "en", "2019-11-11"),
    ("teaser", "20 December 2022", "en", "2022-12-20"),
    ("news, short month", "20 Dec 2022", "en", "2022-12-20"),
    ("news, short month", "12 Jul 2022", "en", "2022-07-12"),
    ("short month with dot", "12 Jul. 2022", "en", "2022-07-12"),
    ("ordinal", "20th December, 2022", "en", "2022-12-20"),
    ("of", "1st of March 2021", "en", "2021-03-01"),
    ("American", "December 20, 2022", "en", "2022-12-20"),
    ("weekday", "Tuesday, 20 December 2022", "en", "2022-12-20"),
    ("German", "20. Dezember 2022", "de", "2022-12-20"),
    ("German umlaut", "3. März 2021", "de", "2021-03-03"),
    ("Austrian January", "7. Jänner 2020", "de", "2020-01-07"),
    ("French", "20 décembre 2022", "fr", "2022-12-20"),
    ("French first", "1er mars 2021", "fr", "2021-03-01"),
    ("French accent at the start", "12 août 2020", "fr", "2020-08-12"),
    ("Spanish", "20 de diciembre de 2022", "es", "2022-12-20"),
    ("Italian", "20 dicembre 2022", "it", "2022-12-20"),
    ("Italian first", "1º marzo 2021", "it", "2021-03-01"),
    ("Portuguese", "20 de dezembro de 2022", "pt", "2022-12-20"),
    ("Portuguese cedilla", "4 de março de 2021", "pt", "2021-03-04"),
    ("Polish genitive", "20 grudnia 2022", "pl", "2022-12-20"),
    ("Polish accents", "5 października 2020", "pl", "2020-10-05"),
    ("Turkish dotless i", "20 Aralık 2022", "tr", "2022-12-20"),
    ("Turkish capitals", "20 ARALIK 2022", "tr", "2022-12-20"),
    ("Turkish cedilla", "1 Şubat 2021", "tr", "2021-02-01"),
    ("Greek genitive", "20 Δεκεμβρίου 2022", "el", "2022-12-20"),
    ("Greek capitals without accents", "12 ΙΟΥΛΙΟΥ 2022", "el", "2022-07-12"),
    ("Greek diaeresis", "3 Μαΐου 2020", "el", "2020-05-03"),
    ("language not known", "20 Aralık 2022", "", "2022-12-20"),
    ("ISO", "2022-12-20", "en", "2022-12-20"),
    ("ISO with time", "2022-12-20T10:30:00+01:00", "en", "2022-12-20"),
    ("ISO before a full stop", "Posted 2022-12-20.", "en", "2022-12-20"),
    ("year first", "2022/12/20", "en", "2022-12-20"),
    ("slashes in French", "12/07/2022", "fr", "2022-07-12"),
    ("slashes in English have two readings", "12/07/2022", "en", None),
    ("slashes in English, month cannot be 20", "12/20/2022", "en", "2022-12-20"),
    ("no break between", "20\xa0December\xa02022", "en", "2022-12-20"),
    ("another language", "20 december 2022", "nl", "2022-12-20"),
    ("Dutch month", "3 maart 2021", "nl", "2021-03-03"),
    ("not a month", "20 grams 2022", "en", None),
    ("not a day", "31 February 2022", "en", None),
    ("only a year", "(2015)", "en", None),
    ("a DOI is no date", "10.12.2019/2020", "en", None),
    ("a version is no date", "1.10.12.2019", "en", None),
    ("pages of a journal", "2015; 2015: 328196", "en", None),
    ("two dates", "20 Dec 2022 to 21 Dec 2022", "en", None),
    ("month and year only", "December 2022", "en", None),
    ("year out of bounds", "20 December 1066", "en", None),
    ("nothing", "", "en", None),
    ("long text", "word " * 50 + "20 December 2022", "en", None),
]


@pytest.mark.parametrize(
    ("text", "language", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_parse_date(text: str, language: str, expected: str | None) -> None:
    found = parse_date(text, language)
    assert (found and found.isoformat()) == expected


def test_find_dates_tells_where() -> None:
    text = "page last updated on 21.08.2019, first on 3 Mar 2018"
    found = find_dates(text, "en")
    assert [text[d.start : d.end] for d in found] == ["21.08.2019", "3 Mar 2018"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.org/2019/01/29/infant.html", "2019-01-29"),
        ("https://x.org/2019/4/6/tax", "2019-04-06"),
        ("https://x.org/posts/2019-04-06-tax", "2019-04-06"),
        ("https://x.org/2019/13/29/", None),
        ("https://doi.org/10.1093/2019/1", None),
    ],
)
def test_date_of_url(url: str, expected: str | None) -> None:
    found = date_of_url(url)
    assert (found and found.iso.isoformat()) == expected


def test_no_month_name_means_two_months() -> None:
    meanings: dict[str, set[int]] = {}
    for names in MONTHS.values():
        assert sorted(set(names.values())) == list(range(1, 13))
        for name, number in names.items():
            meanings.setdefault(name, set()).add(number)
    assert {name: numbers for name, numbers in meanings.items() if len(numbers) > 1} == {}


@pytest.mark.parametrize("worst", ["1" * 100_000, "1. " * 40_000, "20 de " * 20_000, "a" * 100_000])
def test_long_texts_end(worst: str) -> None:
    assert find_dates(worst) == []
