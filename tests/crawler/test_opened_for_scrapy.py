"""``scrapy crawl site``: what is wrong with the command line is said in a sentence."""

from __future__ import annotations

import pytest

from crawler.crawling import opened_for_scrapy

WRONG = [
    ("no profile", "", "patientline: Say which site: scrapy crawl site -a profile=sample"),
    ("an unknown profile", "nosuch", "patientline: There is no profile 'nosuch'"),
]


@pytest.mark.parametrize(("why", "site", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_it_ends_with_a_sentence(why: str, site: str, said: str) -> None:
    with pytest.raises(SystemExit) as ended, opened_for_scrapy(site, ""):
        pass
    assert str(ended.value.code).startswith(said), why
