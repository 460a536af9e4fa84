"""Words before and behind volume, issue and pages, in the languages of Europe."""

from __future__ import annotations

import pytest

from pipelines.references.fields import read_fields
from pipelines.references.numbers import read_numbers

PLACES = """
    el τόμ. 115, τεύχ. 6, 1979, σελ. 703-705.
    el τ. 115, τχ. 6, 1979, σσ. 703-705.
    el τόμος 115, τεύχος 6, 1979, σελίδες 703-705.
    el Τόμ. 115, Τεύχ. 6, 1979, Σελ. 703-705.
    el τόμ. 115, αρ. 6, 1979, σ. 703-705.
    en vol. 115, no. 6, 1979, pp. 703-705.
    en vol. 115, iss. 6, 1979, pp. 703-705.
    de Bd. 115, Nr. 6, 1979, S. 703-705.
    de Jg. 115, H. 6, 1979, S. 703-705.
    de Band 115, Ausgabe 6, 1979, Seiten 703-705.
    fr vol. 115, n° 6, 1979, p. 703-705.
    fr t. 115, fasc. 6, 1979, p. 703-705.
    fr tome 115, numéro 6, 1979, pages 703-705.
    it vol. 115, n. 6, 1979, pp. 703-705.
    it vol. 115, fasc. 6, 1979, pagg. 703-705.
    it volume 115, numero 6, 1979, pag. 703-705.
    es vol. 115, núm. 6, 1979, págs. 703-705.
    es vol. 115, nº 6, 1979, pp. 703-705.
    es volumen 115, número 6, 1979, páginas 703-705.
    pt v. 115, n. 6, 1979, p. 703-705.
    pt vol. 115, n.º 6, 1979, pág. 703-705.
    ca vol. 115, núm. 6, 1979, pàg. 703-705.
    pl t. 115, nr 6, 1979, s. 703-705.
    pl tom 115, zeszyt 6, 1979, strony 703-705.
    pl t. 115, z. 6, 1979, s. 703-705.
    pl t. 115, zesz. 6, 1979, str. 703-705.
    cs roč. 115, č. 6, 1979, s. 703-705.
    cs sv. 115, č. 6, 1979, str. 703-705.
    sk roč. 115, č. 6, 1979, s. 703-705.
    sk zv. 115, č. 6, 1979, str. 703-705.
    hu 115. évf., 6. szám, 1979, 703-705. o.
    hu 115. köt., 6. sz., 1979, 703-705. oldal.
    hu 115. évfolyam, 6. sz., 1979, 703–705. old.
    ro vol. 115, nr. 6, 1979, p. 703-705.
    ro volumul 115, numărul 6, 1979, pag. 703-705.
    bg т. 115, бр. 6, 1979, с. 703-705.
    bg том 115, брой 6, 1979, стр. 703-705.
    bg т. 115, кн. 6, 1979, с. 703-705.
    hr sv. 115, br. 6, 1979, str. 703-705.
    hr vol. 115, broj 6, 1979, stranice 703-705.
    sl let. 115, št. 6, 1979, str. 703-705.
    sl letnik 115, številka 6, 1979, strani 703-705.
    fi vol. 115, nro 6, 1979, s. 703-705.
    fi vsk. 115, nro 6, 1979, ss. 703-705.
    fi vuosikerta 115, numero 6, 1979, sivut 703-705.
    sv vol. 115, nr 6, 1979, s. 703-705.
    sv årg. 115, nr 6, 1979, ss. 703-705.
    no årg. 115, hefte 6, 1979, sider 703-705.
    nl jrg. 115, nr. 6, 1979, p. 703-705.
    nl jaargang 115, afl. 6, 1979, pagina 703-705.
    lv sēj. 115, nr. 6, 1979, 703.-705. lpp.
    lv 115. sēj., nr. 6, 1979, 703.–705. lpp.
    lt t. 115, nr. 6, 1979, p. 703-705.
    lt t. 115, Nr. 6, 1979, psl. 703-705.
    tr cilt 115, sayı 6, 1979, s. 703-705.
    tr Cilt: 115, Sayı: 6, 1979, ss. 703-705.
    uk т. 115, № 6, 1979, с. 703-705.
    uk том 115, вип. 6, 1979, стор. 703-705.
    ru т. 115, вып. 6, 1979, с. 703-705.
    ru том 115, номер 6, 1979, стр. 703-705.
    ga Iml. 115, uimh. 6, 1979, lch. 703-705.
    mt vol. 115, nru 6, 1979, pġ. 703-705.
"""


@pytest.mark.parametrize("printed", PLACES.strip().splitlines())
def test_place(printed: str) -> None:
    """Journal and title end before the labels, whatever the language (which stands first)."""
    place = printed.split(maxsplit=1)[1]
    text = f"Moller R. Metastases in dermatological patients. Archives of Dermatology, {place}"
    read = {field.name: field.value for field in read_fields(text)}
    pages = read.pop("pages").replace("703.", "703").replace("–", "-")
    assert pages == "703-705"
    assert read == {
        "authors": "Moller R",
        "title": "Metastases in dermatological patients",
        "container": "Archives of Dermatology",
        "volume": "115",
        "issue": "6",
        "year": "1979",
    }


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Kronika 43, št. 1-2 (1995), 74-91.", ("43", "1-2", "74-91")),
        ("Zgodovina za vse 15, št. 1 (2008): 139−150.", ("15", "1", "139−150")),
        ("Encyclopaedia. Vol. XIII, Fasc. 3, pp. 321-326.", (None, "3", "321-326")),
        ("J Bone Joint Surg Br. 2001;83:3-8.", ("83", None, "3-8")),
        ("Anatomische Hefte 1906, 31:462-588.", ("31", None, "462-588")),
    ],
)
def test_words_that_are_labels_and_others(
    printed: str, expected: tuple[str | None, str | None, str]
) -> None:
    """An issue stands before the year; journals end in words that are labels elsewhere."""
    read = {field.name: field.value for field in read_numbers(printed)}
    assert tuple(map(read.get, ("volume", "issue", "pages"))) == expected
