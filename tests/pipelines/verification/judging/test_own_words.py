"""Whether a page says itself that a work it cites was taken back."""

import pytest

from archive.records import Notice
from pipelines.verification.judging.own_words import says_itself, says_taken_back

TITLE = "The effect of cyclooxygenase-2 inhibition on analgesia and spinal fusion"
PLACE = "J Bone Joint Surg Am. 2005;87:536-42. doi: 10.2106/JBJS.D.02283"

SAYS = [
    # stamps before the title
    f"Reuben SS. RETRACTED: {TITLE}. {PLACE}",
    f"Reuben SS (2005). Retracted article: {TITLE}. {PLACE}",
    f"RETRACTED ARTICLE: {TITLE}. {PLACE}",
    f"WITHDRAWN: {TITLE}. {PLACE}",
    f"**RETRACTED** – {TITLE}. {PLACE}",
    f"Reuben SS. Zurückgezogen: {TITLE}. {PLACE}",
    f"Reuben SS. Zurückgezogener Artikel: {TITLE}. {PLACE}",
    f"Reuben SS. Article rétracté : {TITLE}. {PLACE}",
    f"Reuben SS. Artículo retractado: {TITLE}. {PLACE}",
    f"Reuben SS. Articolo ritirato: {TITLE}. {PLACE}",
    f"Reuben SS. RITRATTATO: {TITLE}. {PLACE}",
    f"Reuben SS. INGETROKKEN: {TITLE}. {PLACE}",
    f"Reuben SS. Geri çekildi: {TITLE}. {PLACE}",
    f"Reuben SS. Wycofany artykuł: {TITLE}. {PLACE}",
    f"Reuben SS. Artigo retratado: {TITLE}. {PLACE}",
    # remarks in brackets
    f"[RETRACTED] Reuben SS. {TITLE}. {PLACE}",
    f"Reuben SS. {TITLE} [Retracted]. {PLACE}",
    f"Reuben SS. {TITLE}. {PLACE} [article retracted]",
    f"Reuben SS. {TITLE}. {PLACE} (This article has been retracted.)",
    f"Reuben SS. {TITLE}. {PLACE} (retracted in 2009)",
    f"Reuben SS. {TITLE}. {PLACE} (retracted; see the notice)",
    f"Reuben SS. {TITLE}. {PLACE} (since retracted by the journal)",
    f"Reuben SS. {TITLE} (Zurückgezogen). {PLACE}",
    f"Reuben SS. {TITLE}. {PLACE} (Diese Studie wurde inzwischen zurückgezogen.)",
    f"Reuben SS. {TITLE}. {PLACE} (zurückgezogen 2009)",
    f"Reuben SS. {TITLE}. {PLACE} [article rétracté en 2009]",
    f"Reuben SS. {TITLE}. {PLACE} (cet article a été rétracté)",
    f"Reuben SS. {TITLE}. {PLACE} (retractado)",
    f"Reuben SS. {TITLE}. {PLACE} (este artículo ha sido retirado)",
    f"Reuben SS. {TITLE}. {PLACE} [ritirato]",
    f"Reuben SS. {TITLE}. {PLACE} (dit artikel is ingetrokken)",
    f"Reuben SS. {TITLE}. {PLACE} (makale geri çekildi)",
    f"Reuben SS. {TITLE}. {PLACE} (artykuł wycofany)",
    f"Reuben SS. {TITLE}. {PLACE} (see retraction notice)",
    f"Reuben SS. {TITLE}. {PLACE} 【撤稿】",
    # as PubMed has it
    f"Reuben SS. {TITLE}. {PLACE}. Retraction in: J Bone Joint Surg Am. 2009;91:965.",
    f"Reuben SS. {TITLE}. {PLACE}. Retraction published in: J Bone Joint Surg Am. 2009;91:965.",
    f"Retraction of: Reuben SS. {TITLE}. {PLACE}",
    f"Reuben SS. Retraction: {TITLE}. {PLACE}",
    f"Rétractation : {TITLE}. {PLACE}",
    f"Retractación de: {TITLE}. {PLACE}",
    f"Retraction notice to: {TITLE}. {PLACE}",
    f"Reuben SS. {TITLE} (Retracted Publication). {PLACE}",
    # sentences
    f"Do not rely on this retracted study: Reuben SS. {TITLE}. {PLACE}",
    f"Reuben SS. {TITLE}. {PLACE}. The paper was retracted.",
    "An often cited trial (10.2106/JBJS.D.02283), since retracted, said the opposite.",
    "The study of Reuben has been withdrawn by its journal (10.2106/JBJS.D.02283).",
    "Die Studie von Reuben wurde 2009 zurückgezogen (10.2106/JBJS.D.02283).",
    "Die zurückgezogene Studie von Reuben (10.2106/JBJS.D.02283) steht hier als Warnung.",
    "L'étude rétractée de Reuben (10.2106/JBJS.D.02283).",
    "L'article de Reuben a été rétracté depuis (10.2106/JBJS.D.02283).",
    "El estudio de Reuben fue retractado en 2009 (10.2106/JBJS.D.02283).",
    "Lo studio di Reuben è stato ritirato nel 2009 (10.2106/JBJS.D.02283).",
    "De studie van Reuben is later ingetrokken (10.2106/JBJS.D.02283).",
    "Badanie Reubena zostało wycofane (10.2106/JBJS.D.02283).",
    "Reuben'in çalışması geri çekildi (10.2106/JBJS.D.02283).",
]
SAYS_NOT = [
    f"Reuben SS. {TITLE}. {PLACE}",
    "Smith J. Repair of massive retracted rotator cuff tears. Am J Sports Med. 2010;38:1.",
    "Smith J. Arthroscopic repair (massive retracted tears). Am J Sports Med. 2010;38:1.",
    "Smith J. Outcome of tears (retracted tendons only). Am J Sports Med. 2010;38:1.",
    "Smith J. Retracted tongue: a case. Laryngoscope. 2010;38:1 (no remark).",
    "Smith J. Retraction of the nerve root in lumbar surgery. Spine. 2010;35:1.",
    "Smith J. Opioid withdrawal in chronic pain. Pain. 2010;1:1.",
    "Smith J. Patients withdrawn from the study: a survey. Pain. 2010;1:1.",
    "Smith J. Rofecoxib was withdrawn from the market in 2004. BMJ. 2010;1:1.",
    "Schmidt J. Vom Markt zurückgezogene Arzneimittel. Dtsch Arztebl. 2010;1:1.",
    "Schmidt J. Rofecoxib (zurückgezogen vom Markt). Dtsch Arztebl. 2010;1:1.",
    "Dupont J. Médicament retiré du marché : une revue. Rev Prat. 2010;1:1.",
    "García J. Fármacos retirados del mercado. Med Clin. 2010;1:1.",
    "Rossi M. Farmaci ritirati dal commercio. Recenti Prog Med. 2010;1:1.",
    "Kowalski J. Leki wycofane z rynku. Pol Arch. 2010;1:1.",
    "Jansen P. Ingetrokken wimpers bij kinderen. NTvG. 2010;1:1.",
    "Smith J. Fragments removed by endoscopy. Spine. 2010;1:1.",
    "Smith J. Hardware removal after fusion (implants removed in 2009). Spine. 2010;1:1.",
    # what denies it
    f"Reuben SS. {TITLE}. {PLACE}. This article has not been retracted.",
    f"Reuben SS. {TITLE}. {PLACE} (not retracted)",
    f"Reuben SS. {TITLE}. {PLACE}. Dieser Artikel wurde nicht zurückgezogen.",
    f"Reuben SS. {TITLE}. {PLACE}. Cet article n'a pas été rétracté.",
    f"Reuben SS. {TITLE}. {PLACE}. Este artículo no ha sido retractado.",
    f"Reuben SS. {TITLE}. {PLACE}. L'articolo non è stato ritirato.",
    f"Reuben SS. {TITLE}. {PLACE}. Dit artikel is niet ingetrokken.",
]  # fmt: skip


@pytest.mark.parametrize("text", SAYS)
def test_what_says_that_a_work_was_taken_back(text: str) -> None:
    assert says_itself(text, Notice.RETRACTED)
    assert says_itself(text, Notice.WITHDRAWN)


@pytest.mark.parametrize("text", SAYS_NOT)
def test_what_does_not(text: str) -> None:
    assert not says_itself(text, Notice.RETRACTED)


EVERY_WORD = """
retracted withdrawn removed retrahierte zurückgezogen zurueckgezogene widerrufen rétracté
rétractée retracte retiré retire retractado retratado retracada retirado ritrattato ritirata
ingetrokken teruggetrokken geri_çekildi geri_çekilmiştir geri_çekilen wycofano tillbakadragen
återkallad tilbagetrukket tilbaketrukket trukket_tilbage trukket_tilbake stažen stažena visszavont
visszavonták retras retrasă ретрагирована отозвана retraction retractions withdrawal retraktion
widerruf rétractation retractations rétraction retractación retratação ritrattazione retractie
intrekking retrakcja wycofanie geri_çekme
"""
"""Every way of the patterns, one word of each."""


@pytest.mark.parametrize("word", [word.replace("_", " ") for word in EVERY_WORD.split()])
def test_every_word_is_known_in_any_case(word: str) -> None:
    """The quick look for a sign loses none that the patterns find."""
    turkish = word.replace("i", "İ").upper()
    for printed in (word, word.upper(), word.capitalize(), turkish, word.replace("i", "ı")):
        assert says_taken_back(f"{printed}: Lee A. {TITLE}. {PLACE}"), printed


CONCERNS = [
    (f"Reuben SS. {TITLE}. {PLACE}. Expression of concern in: JBJS 2008.", True),
    (f"Reuben SS. {TITLE}. {PLACE} (Expression de préoccupation, 2008)", True),
    (f"Reuben SS. RETRACTED: {TITLE}. {PLACE}", True),
    (f"Reuben SS. {TITLE}. {PLACE}", False),
    ("Smith J. Concern of patients before fusion. Spine. 2010;1:1.", False),
]


@pytest.mark.parametrize(("text", "expected"), CONCERNS)
def test_an_expression_of_concern_is_less_than_a_retraction(text: str, expected: bool) -> None:
    assert says_itself(text, Notice.CONCERN) is expected
    assert not says_itself(text, Notice.CORRECTED)
    if "oncern in" in text or "préoccupation" in text:
        assert not says_itself(text, Notice.RETRACTED)


@pytest.mark.parametrize("text", ["retracted " * 2000, "(" * 9000 + "retracted", "a" * 9000])
def test_long_texts_are_read_in_a_moment(text: str) -> None:
    assert not says_taken_back(text[:3000])
