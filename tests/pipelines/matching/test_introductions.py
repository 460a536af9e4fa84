"""Names that an entry introduces as those of another work."""
# ruff: noqa: E501 (an entry stands on one line)

import pytest

from pipelines.matching.introductions import is_of_a_day, is_of_another

NAME = "10.1136/bmj.a3115"
MADSEN = "Madsen MV, Gøtzsche PC. Acupuncture treatment for pain. BMJ 2009"

OF_ANOTHER = [
    f"Comment on: {MADSEN}. doi:{NAME}. Reply by Smith J. BMJ 2009;338:b1234.",
    f"Smith J. Needles. BMJ 2009;338:b1. Comment on: BMJ. 2009;338:a3115. doi:{NAME}",
    f"Smith J. Needles. BMJ 2009;338:b1. doi:10.1136/bmj.b1. Comment on: BMJ. 2009. doi:{NAME}",
    f"Smith J. Reply to Madsen. BMJ 2009;338:b1234. In response to doi:{NAME}",
    f"Smith J. Needles. BMJ 2009;338:b1 (reply to https://doi.org/{NAME})",
    f"Cited in Koes BW. Low back pain guide. 2018; based on doi:{NAME}",
    f"Koes BW. Low back pain guide. 2018; based on doi:10.1155/2015/328196 and doi:{NAME}",
    f"Editorial: Acupuncture under scrutiny. BMJ 2009;338:b9. Refers to doi:{NAME}",
    f"Editorial: Acupuncture under scrutiny. BMJ 2009;338:b9. Referring to the article {NAME}",
    f"Plain summary for patients. 2010. Adapted from: {MADSEN}. doi:{NAME}",
    f"Smith J. Trial as criticised in: Spine. 2014;39(3):185. doi:{NAME}",
    f"Smith J. Needles. BMJ 2009. See also doi:{NAME}",
    f"Smith J. Needles. BMJ 2009. Erratum in: BMJ 2010;1:1. doi:{NAME}",
    f"Akupunktur als Schmerztherapie. Zusammenfassung. 2010. Original: doi:{NAME}",
    f"Akupunktur. 2010. Originalarbeit: {MADSEN}. doi:{NAME}",
    f"Schmidt J. Nadeln. 2010. Kommentar zu: {MADSEN}. doi:{NAME}",
    f"Schmidt J. Nadeln. 2010. Antwort auf doi:{NAME}",
    f"Schmidt J. Nadeln. 2010. Bezieht sich auf https://doi.org/{NAME}",
    f"Schmidt J. Nadeln. 2010. Übersetzung von: {MADSEN}. doi:{NAME}",
    f"Schmidt J. Nadeln. 2010. Siehe auch doi:{NAME}",
    f"Dupont J. Aiguilles. 2010. Commentaire sur : {MADSEN}. doi:{NAME}",
    f"Dupont J. Aiguilles. 2010. En réponse à doi:{NAME}",
    f"Dupont J. Aiguilles. 2010. Article original : {MADSEN}. doi:{NAME}",
    f"Dupont J. Aiguilles. 2010. D’après doi:{NAME}",
    f"García J. Agujas. 2010. Comentario sobre: {MADSEN}. doi:{NAME}",
    f"García J. Agujas. 2010. En respuesta a doi:{NAME}",
    f"García J. Agujas. 2010. Basado en doi:{NAME}",
    f"Silva J. Agulhas. 2010. Em resposta a doi:{NAME}",
    f"Rossi M. Aghi. 2010. Commento a: {MADSEN}. doi:{NAME}",
    f"Rossi M. Aghi. 2010. Si riferisce a doi:{NAME}",
    f"Rossi M. Aghi. 2010. Articolo originale: doi:{NAME}",
    f"Jansen P. Naalden. 2010. Reactie op: {MADSEN}. doi:{NAME}",
    f"Jansen P. Naalden. 2010. Gebaseerd op doi:{NAME}",
    f"Jansen P. Naalden. 2010. Oorspronkelijk artikel: doi:{NAME}",
    f"Yılmaz A. İğneler. 2010. Yorum yapılan makale: {MADSEN}. doi:{NAME}",
    f"Yılmaz A. İğneler. 2010. Özgün makale: doi:{NAME}",
    f"Kowalski J. Igły. 2010. Komentarz do: {MADSEN}. doi:{NAME}",
    f"Kowalski J. Igły. 2010. W odpowiedzi na doi:{NAME}",
    f"Kowalski J. Igły. 2010. Na podstawie doi:{NAME}",
    f"Svensson A. Nålar. 2010. Kommentar till: {MADSEN}. doi:{NAME}",
    f"Boseley S. Needles do little. The Guardian. 2009 Jan 28. Study: doi:{NAME}",
    f"Smith J. Needles under scrutiny. BMJ 2009;338:b9. On: https://doi.org/{NAME}",
    f"Smith J. Needles after two years. BMJ 2011;342:d1. (1-year results: doi:{NAME})",
    f"Taylor R. Life without needles. London: Short Books; 2020. Data from the review (doi:{NAME}).",
    f"Nadeln im Test. Pressemitteilung, 2009. Zur Studie: doi:{NAME}",
    f"Les aiguilles. Le Monde. 2009. L’étude : https://doi.org/{NAME}",
    f"Las agujas. El País. 2009. Estudio: doi:{NAME}",
]
OWN = [
    f"{MADSEN}. doi:{NAME}",
    f"{MADSEN}. Available from: https://doi.org/{NAME}",
    f"Madsen MV (see {NAME})",
    f"{MADSEN}. In: Cochrane Reviews. doi:{NAME}",
    f"{MADSEN}. Full text: https://doi.org/{NAME}",
    f"{MADSEN}. Verfügbar unter: https://doi.org/{NAME}",
    f"{MADSEN}. Disponible en: https://doi.org/{NAME}",
    f"{MADSEN}. Source: doi:{NAME}",
    f"Smith J. Reply to Madsen. BMJ 2009;338:b1234. doi:{NAME}",
    f"Smith J. Comment on acupuncture for pain. BMJ 2009;338:b1234. doi:{NAME}",
    f"Smith J. A review of reviews: needles. BMJ 2009;338:b1234. doi:{NAME}",
    f"Schmidt J. Kommentar zur Akupunktur. BMJ 2009;338:b1234. doi:{NAME}",
    f"Smith J. Pain based on posture: a trial. BMJ 2009;338:b1234. doi:{NAME}",
    f"Smith J. Pain and posture: a cohort study. doi:{NAME}",
    f"Smith J. Needles: the trial. doi:{NAME}",
    f"Smith J. The trial: methods and results. doi:{NAME}",
    f"Smith J. Results from a trial of needles. BMJ 2009 (doi:{NAME})",
    f"{MADSEN}. Article: https://doi.org/{NAME}",
    f"Wu G. Correction: A map for arthritis. PLoS ONE 2010;5. doi:{NAME}",
    f"Smith J. Original research in pain. BMJ 2009;338:b1234. doi:{NAME}",
    f"Smith J. Needles. BMJ 2009. doi:{NAME}. Comment on: BMJ 2008. doi:10.1136/bmj.a1",
    f"Koes BW. Guide. Based on doi:10.1155/2015/328196. {MADSEN}. doi:{NAME}",
    "Madsen MV. Acupuncture treatment for pain.",
]


@pytest.mark.parametrize("entry", OF_ANOTHER)
def test_a_name_that_is_introduced_as_another_works(entry: str) -> None:
    assert is_of_another(entry, NAME)


@pytest.mark.parametrize("entry", OWN)
def test_a_name_of_the_entry_itself(entry: str) -> None:
    assert not is_of_another(entry, NAME)


DAYS = [
    ("Deutsches Ärzteblatt online, 6. Dezember 2017: Abnehmen hilft (Lancet, doi:10.1016/a)", True),
    ("Ärzte Zeitung, 18.9.2015: Tabletten helfen. doi:10.1056/a", True),
    ("The Times, December 5, 2017", True),
    ("Boseley S. Weight loss. The Guardian. 2017 Dec 5.", True),
    ("Le Monde, 5 décembre 2017", True),
    ("El País, 5 de diciembre de 2017", True),
    ("idw, 2017-12-07", True),
    ("Smith J. Backs. Spine 2015 (accessed 3 March 2025). doi:10.1/a", False),
    ("Smith J. Backs. Spine 2015. Zugriff: 12.05.2025", False),
    ("Smith J. Backs. Lancet 2017; published online Dec 5, 2017", False),
    ("AWMF-Register 057-013, 2018", False),
    ("Fleischmajer R, Arch. Dermatol. 1970, 101, 21", False),
]


@pytest.mark.parametrize(("entry", "is_told"), DAYS)
def test_a_day_on_which_a_report_appeared(entry: str, is_told: bool) -> None:
    assert is_of_a_day(entry) is is_told
