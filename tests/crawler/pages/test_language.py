"""Language of a page: rows (why, declared, URL, text, expected)."""

from __future__ import annotations

import pytest

from crawler.pages.language import choose_language, hear_language, hint_of_url, normalise_tag

EN = (
    "The spine is made of bones and discs that carry the weight of the body. Pain in the back "
    "is common and it is not always a sign of harm. Most people are better in a few weeks."
)
DE = (
    "Die Wirbelsäule besteht aus Wirbeln und den Bandscheiben, die das Gewicht des Körpers "
    "tragen. Schmerzen im Rücken sind häufig und nicht immer ein Zeichen für einen Schaden."
)
FR = (
    "La colonne vertébrale est faite de vertèbres et de disques qui portent le poids du corps. "
    "La douleur dans le dos est fréquente et elle ne veut pas dire que les os sont abîmés."
)
ES = (
    "La columna está hecha de vértebras y de discos que llevan el peso del cuerpo. El dolor de "
    "la espalda es frecuente y no siempre es una señal de que los huesos sufren un daño."
)
IT = (
    "La colonna vertebrale è fatta di vertebre e di dischi che portano il peso del corpo. Il "
    "dolore alla schiena è frequente e non è sempre un segno che le ossa sono danneggiate."
)
PT = (
    "A coluna é feita de vértebras e de discos que levam o peso do corpo. A dor nas costas é "
    "frequente e não é sempre um sinal de que os ossos são atingidos por uma lesão."
)
PL = (
    "Kręgosłup składa się z kręgów i dysków. Ból pleców jest częsty i nie zawsze jest to znak, "
    "że coś się stało. Może to być przez pracę, ale także od stresu, i nie jest to dla lekarza."
)
TR = (
    "Omurga, kemiklerden ve disklerden oluşan bir yapıdır. Bel ağrısı çok sık görülür ve her "
    "zaman bir hasar için işaret değil, daha çok olan bir durumdur. Bu ağrı ile ve bir gibi."
)
EL = "Η σπονδυλική στήλη αποτελείται από σπονδύλους και δίσκους που σηκώνουν το βάρος."

ROWS = [
    ("declared and true", "en", "https://x.org/", EN, "en"),
    ("region kept", "en-GB", "https://x.org/", EN, "en-gb"),
    ("declared English, written in Greek", "en", "https://x.org/", EL, "el"),
    ("declared English, written in German", "en", "https://x.org/a", DE, "de"),
    ("not declared, the URL says", "", "https://x.org/fr/a", "Titre", "fr"),
    ("declared beats the URL", "fr", "https://x.org/de/a", "kurz", "fr"),
    ("the text beats the URL", "", "https://x.org/en/a", DE, "de"),
    ("nothing tells", "", "https://x.org/a", "L5 S1", ""),
    ("no language tag", "none of your business", "https://x.org/a", "", ""),
]


@pytest.mark.parametrize(
    ("declared", "url", "text", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_choose_language(declared: str, url: str, text: str, expected: str) -> None:
    assert choose_language(declared, url, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((EN, "en"), (DE, "de"), (FR, "fr"), (ES, "es"), (IT, "it"), (PT, "pt"), (PL, "pl")),
        *((TR, "tr"), (EL, "el"), ("", ""), ("BMJ 2009 338 a3115", "")),
    ],
)
def test_hear_language(text: str, expected: str) -> None:
    assert hear_language(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.org/en/pain3", "en"),
        ("https://x.org/de-ch/a", "de"),
        ("http://www.eurospine.org/scoliosis-greek.htm", "el"),
        ("https://x.org/index.es.html", "es"),
        ("https://x.org/denmark/", ""),
        ("https://x.org/el-paso", ""),
    ],
)
def test_hint_of_url(url: str, expected: str) -> None:
    assert hint_of_url(url) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en_GB", "en-gb"), (" DE ", "de"), ("en, fr", "en"), ("x", ""), ("", ""), ("english!", "")],
)
def test_normalise_tag(tag: str, expected: str) -> None:
    assert normalise_tag(tag) == expected


def test_words_without_letters_beyond_ascii_are_heard_alike() -> None:
    text = "It's the 2nd of the tests_and_trials: to be, or not-to-be in that, is it? " * 3
    assert hear_language(text) == hear_language(f"{text} é") == "en"
