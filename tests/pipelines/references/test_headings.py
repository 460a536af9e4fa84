"""What reference lists are called."""

import pytest

from pipelines.references.headings import is_reference_heading, reference_label

HEADINGS = [
    # language, heading
    ("en", "References"),
    ("en", "REFERENCES"),
    ("en", "Bibliography:"),
    ("en", "Literature cited"),
    ("en, numbered", "7. References"),
    ("de", "Literaturverzeichnis"),
    ("de", "Quellen"),
    ("fr", "Références bibliographiques"),
    ("es", "Bibliografía"),
    ("it", "Riferimenti bibliografici"),
    ("pt", "Referências"),
    ("pl", "Piśmiennictwo"),
    ("tr", "Kaynakça"),
    ("el", "Βιβλιογραφία"),
    ("el, capitals", "ΒΙΒΛΙΟΓΡΑΦΙΑ"),
    ("nl", "Bronvermelding"),
    ("sv", "Källor"),
    ("da", "Litteraturliste"),
    ("no", "Referanser"),
    ("fi", "Lähteet"),
    ("hu", "Felhasznált irodalom"),
    ("cs", "Seznam použité literatury"),
    ("ro", "Referințe bibliografice"),
    ("ru", "Список литературы:"),
    ("uk", "Література"),
    ("zh", "【参考文献】"),
    ("ja", "引用文献"),
    ("ko", "참고문헌"),
    ("ar", "المراجع"),
    ("fa", "منابع"),
    ("sl", "Viri in literatura"),
    ("lt", "Literatūros sąrašas"),
    ("lv", "Izmantotā literatūra"),
    ("et", "Kasutatud kirjandus"),
    ("is", "Heimildaskrá"),
    ("hy", "Գրականություն"),
    ("hi", "संदर्भ"),
    ("th", "เอกสารอ้างอิง"),
    ("vi", "Tài liệu tham khảo"),
    ("id", "Daftar Pustaka"),
    ("two words", "Bibliografia i źródła"),
    ("two words and a sign", "Sources & References"),
    ("two words and a stroke", "Literatur / Quellen"),
    ("of a wiki", "Einzelnachweise[Bearbeiten | Quelltext bearbeiten]"),
    ("of a list that folds", "References [+]"),
]


@pytest.mark.parametrize(("language", "heading"), HEADINGS)
def test_headings(language: str, heading: str) -> None:
    assert is_reference_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Causes",
        "Sources of pain",
        "Referring physicians",
        "Causes and sources",
        "Resources and references",  # of links, mostly
        "Literature on the spine for patients",
        "",
        "1.",
    ],
)
def test_other_headings(heading: str) -> None:
    assert not is_reference_heading(heading)


def test_a_line_that_is_not_set_as_a_heading_has_to_be_clear() -> None:
    assert is_reference_heading("Literaturverzeichnis", set_as_heading=False)
    assert is_reference_heading("Quellen:", set_as_heading=False)
    assert not is_reference_heading("Source", set_as_heading=False)


def test_labels_on_the_line_of_an_entry() -> None:
    assert reference_label("Quelle: Liu L. Acupuncture") == len("Quelle: ")
    assert reference_label("Acupuncture: an overview") == 0
