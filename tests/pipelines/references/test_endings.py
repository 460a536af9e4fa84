"""Lines that end a list: rows (why, line, expected)."""

from __future__ import annotations

import pytest

from pipelines.references.endings import is_ending, is_interruption

ROWS = [
    ("any words and a day", "Letzte Bearbeitung: 12. Mai 2021", True),
    ("the day on which a work was read", "Acesso em: 11 set. 2023.", False),
    ("a title before a year", "Rückenschmerzen: Bern 2021", False),
    ("copyright", "© 2022 EUROSPINE, the Spine Society of Europe", True),
    ("behind a bullet", "– Share this page", True),
    ("German", "Letzte Aktualisierung: 12.3.2022", True),
    ("French", "Mise à jour : mars 2022", True),
    ("Greek", "Τελευταία ενημέρωση: 2022", True),
    ("comments, counted", "12 comments", True),
    ("a telephone number", "Spine Centre, Tel. 044 385 71 11", True),
    ("an address of mail", "Write to info@example.org", True),
    ("a word that begins alike", "Shared decisions in spine surgery. Spine 2019;1:2", False),
    ("the middle of a sentence", "back to the clinic. Spine 2019;1:2", False),
    ("an author", "Share A, Contact B. Backs. Spine 2019;1:2", False),
    ("a byline", "Dr. J. Miller, Spine Clinic, Weg 2, 8008 Zürich (2019-2021)", True),
    ("a comment with its day", "12 May 2021 at 10:15: Thank you!", True),
    ("a day in a title", "12 May 2021 was cold. Spine 2021;1:2", False),
    ("a family name that begins alike", "Profit A, Drake B. Backs. Spine 2019;1:2", False),
    ("an imprint", "Published by the Spine Society of Europe, 2019. ISSN 1234-5678", True),
    ("an imprint in German", "Herausgegeben von der Ärztekammer, Bern. ISSN 1234-5678", True),
    ("an imprint in French", "Publié par la Société du dos, 2019. ISSN 1234-5678", True),
    ("a word of a title", "Published trials of traction, 1990-2010. Spine 2019;1:2", False),
    ("Finnish", "Päivitetty 12.3.2021", True),
    ("Japanese, without spaces", "最終更新日：2021年3月12日", True),
    ("Thai", "อัปเดตล่าสุด 12 มีนาคม 2564", True),
    ("Vietnamese", "Cập nhật lần cuối: 12/03/2021", True),
    ("print", "Printed from www.x.org on 12 March 2021, page 4 of 4", True),
    ("Norwegian", "Sist oppdatert 12.3.2021", True),
    ("a participle before a colon", "Skrevet av: Ola Nordmann", True),
    ("a participle of a title", "Oppdatert faglig veileder om ryggsmerter. Oslo; 2019.", False),
    ("Finnish, of a title", "Julkaistu tutkimus selkäkivusta. 2012", False),
    ("Russian, of a title", "Проверено временем: спина. М., 2012", False),
    ("Japanese, of a title", "執筆ガイドライン. 2012", False),
    ("an organisation in Japanese", "監修 日本整形外科学会: 腰痛診療ガイドライン, 2019", False),
    ("a booklet", "Our booklet of back care. London: HMSO; 1999.", False),
    ("a charity that wrote", "Registered charity: Arthritis Research UK. Back pain. 2011", False),
    ("a charity", "Registered charity no. 1234567", True),
    ("printed on demand", "Printed on demand: a history. London: Penguin; 1999.", False),
    ("printed works", "Printed anatomy. Spine 2019;1:2", False),
    ("nothing", "", False),
]


@pytest.mark.parametrize(("why", "line", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_endings(why: str, line: str, expected: bool) -> None:
    assert is_ending(line) is expected


def test_the_word_above_an_advertisement_interrupts_a_list() -> None:
    assert is_interruption("- Advertisement -")
    assert is_interruption("广告")
    assert not is_interruption("Advertisements for opioids. JAMA 2019;1:2.")
