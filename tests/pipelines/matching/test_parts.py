"""Each part of a citation against a record; what registries are known to do is no difference."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from archive.records import Agreement, Work
from pipelines.matching.agreeing import compare
from pipelines.references.fields import read_fields

BASE = {
    "doi": "10.1000/1",
    "agency": "Crossref",
    "title": "Outcome of conservative treatment in lumbar disc herniation",
    "container": "European Spine Journal",
    "authors": ("Müller, Jörg", "van der Berg, Anna"),
    "year": 2010,
    "years": (2010,),
    "volume": "19",
    "issue": "4",
    "pages": "1849-1854",
    "type": "journal-article",
}
TITLE = "Outcome of conservative treatment in lumbar disc herniation"
AGREES, DIFFERS, SILENT = "agrees", "differs", "nothing can be said"

PARTS = [
    # why, printed, what is special in the record, part, what is said of it
    ("as registered", f"Müller J. {TITLE}. Eur Spine J. 2010;19(4):1849-54.", {}, "page", AGREES),
    ("umlaut as two letters", f"Mueller J. {TITLE}. Eur Spine J. 2010;19:1849.", {}, "author", AGREES),
    ("umlaut left out", f"Muller J. {TITLE}. Eur Spine J. 2010;19:1849.", {}, "author", AGREES),
    ("two names run together", f"Garcialopez M. {TITLE}. Spine. 2010;19:1849.", {"authors": ("García-López, María",)}, "author", AGREES),
    ("names in the other order", f"Lizhou L. {TITLE}. Spine. 2010;19:1849.", {"authors": ("Liu, Lizhou",)}, "author", SILENT),
    ("somebody else", f"Smith P. {TITLE}. Spine. 2010;19:1849.", {}, "author", DIFFERS),
    ("one of two family names", f"González M. {TITLE}. Spine. 2010;19:1849.", {"authors": ("González-Gómez, María",)}, "author", SILENT),
    ("another name of two", f"Gómez M. {TITLE}. Spine. 2010;19:1849.", {"authors": ("González-Ruiz, María",)}, "author", DIFFERS),
    ("a body, registered with its initials", f"Bundesärztekammer. {TITLE}. 2010.", {"authors": ("Bundesärztekammer (BÄK)",)}, "author", AGREES),
    ("a body, printed by its initials", f"WHO. {TITLE}. 2010.", {"authors": ("World Health Organization",)}, "author", SILENT),
    ("a body, registered by its initials", f"World Health Organization. {TITLE}. 2010.", {"authors": ("WHO",)}, "author", SILENT),
    ("another body", f"World Health Organization. {TITLE}. 2010.", {"authors": ("Robert Koch-Institut",)}, "author", DIFFERS),
    ("the first of several is missing", f"Berg A van der. {TITLE}. Spine. 2010;19:1849.", {"authors": ("Xu, Q.", "Berg, Anna", "Li, S.")}, "author", SILENT),
    ("online first", f"Müller J. {TITLE}. Eur Spine J. 2011;19:1849.", {}, "year", AGREES),
    ("between online and print", f"Müller J. {TITLE}. Eur Spine J. 2011;19:1849.", {"years": (2008, 2014), "year": 2008}, "year", SILENT),
    ("another year", f"Müller J. {TITLE}. Eur Spine J. 2001;19:1849.", {}, "year", DIFFERS),
    ("a year before 1800", f"Müller J. {TITLE}. Eur Spine J. 1798;19:1849.", {"years": (1798,), "year": 1798}, "year", AGREES),
    ("an original of 1789, and its reprint", f"Müller J. {TITLE}. Eur Spine J. 1789;19:1849.", {"years": (1987,), "year": 1987}, "year", SILENT),
    ("a year to come, as registered", f"Müller J. {TITLE}. Eur Spine J. 2061;19:1849.", {"years": (2061,), "year": 2061}, "year", AGREES),
    ("a year to come, of which the figures are swapped", f"Müller J. {TITLE}. Eur Spine J. 2061;19:1849.", {"years": (2016,), "year": 2016}, "year", DIFFERS),
    ("a number in the place of the year", f"Müller J. {TITLE}. Eur Spine J. 2345;19:1849.", {}, "year", SILENT),
    ("a roman volume", f"Müller J. {TITLE}. Eur Spine J. 1960;39:1849.", {"volume": "XXXIX"}, "volume", AGREES),
    ("a part of a volume", f"Müller J. {TITLE}. Eur Spine J. 2010;82(Pt B):1849.", {"volume": "82 Pt B"}, "volume", AGREES),
    ("a journal that counts by years", f"Müller J. {TITLE}. Eur Spine J. 2010;4:1849.", {"volume": "2010"}, "volume", SILENT),
    ("the issue printed as volume", f"Müller J. {TITLE}. Eur Spine J. 2010;4:1849.", {}, "volume", SILENT),
    ("a volume with its word", f"Müller J. {TITLE}. Eur Spine J. 2010;19:1849.", {"volume": "Vol. 19"}, "volume", AGREES),
    ("no volume yet", f"Müller J. {TITLE}. Eur Spine J. 2010;7:1849.", {"volume": "Publish Ahead of Print"}, "volume", SILENT),
    ("another volume", f"Müller J. {TITLE}. Eur Spine J. 2010;12:1849.", {}, "volume", DIFFERS),
    ("pages where a volume would stand", f"Müller, J. {TITLE}. European Spine Journal 849-854 (2010).", {"pages": "849-854"}, "volume", SILENT),
    ("pages where a volume would stand, as pages", f"Müller, J. {TITLE}. Eur Spine J, 8-8, 11 (2010).", {"pages": "8-8, 11"}, "page", AGREES),
    ("a volume where pages would stand", f"MÜLLER J. {TITLE}[J]. European Spine Journal, 2010, 26.", {"volume": "26"}, "page", SILENT),
    ("a page inside", f"Müller J. {TITLE}. Eur Spine J. 2010;19:1851.", {}, "page", SILENT),
    ("a page inside of a shortened range", f"Müller J. {TITLE}. Eur Spine J. 2010;19:1851.", {"pages": "1849-54"}, "page", SILENT),
    ("an electronic page", f"Müller J. {TITLE}. BMJ. 2009;338:330-3.", {"pages": "a3115"}, "page", SILENT),
    ("pages of the PDF", f"Müller J. {TITLE}. PLoS One. 2010;19:e12345.", {"pages": "1-12"}, "page", SILENT),
    ("pages with commas for thousands", f"Müller J. {TITLE}, Geophys Res Lett, vol. 43, pp. 10,826-10,834, 2010.", {"pages": "10,826-10,834"}, "page", AGREES),
    ("pages that stand inside of other pages", f"Müller J. {TITLE}. Eur Spine J. 2010;19:11849-1854.", {"pages": "1849-1854"}, "page", DIFFERS),
    ("another page", f"Müller J. {TITLE}. Eur Spine J. 2010;19:512-9.", {}, "page", DIFFERS),
    ("an acronym", f"Müller J. {TITLE}. JBJS. 2010;19:1849.", {"container": "The Journal of Bone and Joint Surgery"}, "container", AGREES),
    ("another journal", f"Müller J. {TITLE}. Lancet. 2010;19:1849.", {}, "container", DIFFERS),
    ("another journal of nearly the same words", f"Müller J. {TITLE}. Urol Int. 2010;19:1849.", {"container": "Int J Urol"}, "container", DIFFERS),
    ("a stamp before the title", f"Müller J. {TITLE}. Eur Spine J. 2010;19:1849.", {"title": f"RETRACTED ARTICLE: {TITLE}"}, "title", AGREES),
    ("the title in its own language", "Müller J. Ergebnisse der konservativen Behandlung. Z Orthop. 2010;19:1849.", {"original_title": "Ergebnisse der konservativen Behandlung"}, "title", AGREES),
    ("another part of it", f"Müller J. {TITLE}. Part 1: background. Spine. 2010;19:12.", {"title": f"{TITLE}. Part 2: background"}, "title", DIFFERS),
    ("a roman number in figures", f"Müller J. {TITLE}: a phase 2 trial. Spine. 2010;19:12.", {"title": f"{TITLE}: a phase II trial"}, "title", AGREES),
    ("an answer to it", f"Müller J. {TITLE}. Eur Spine J. 2010;19:1849.", {"title": f"Reply to: {TITLE}"}, "title", DIFFERS),
    ("the answer is what is cited", f"Müller J. Reply to: {TITLE}. Eur Spine J. 2010;19:1849.", {"title": f"Reply to: {TITLE}"}, "title", AGREES),
    ("a title of one word", "Wenner J. Shingles. Eur Spine J. 2010;19:12.", {"title": "Shingles"}, "title", AGREES),
    ("the sample has another number", "Ratnasingham S. Overview of Barcode Index Number - BOLD:AAM6670. 2019.", {"title": "Overview of Barcode Index Number - BOLD:AAU5514"}, "title", DIFFERS),
    ("the number of the sample with a blank", "Ratnasingham S. Overview of Barcode Index Number - BOLD:AAM 6670. 2019.", {"title": "Overview of Barcode Index Number - BOLD:AAM6670"}, "title", AGREES),
    ("no title, and the parser took the journal for it", "Haas N. Iberoamericana. 2014;Vol 37.", {"container": "Iberoamericana", "volume": "37"}, "title", SILENT),
    ("a title that begins as the journal is called", "Müller J. Spine surgery. 2010.", {"title": "Low back pain: a guideline for those who treat it", "container": "Spine"}, "title", DIFFERS),
    ("a title that says nothing", "Wenner J. The knee and its joints. Spine. 2010;19:12.", {"title": "Editorial"}, "title", SILENT),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "special", "part", "said"), PARTS, ids=[r[0] for r in PARTS])  # fmt: skip
def test_parts(why, printed, special, part, said):
    found = compare_printed(printed, Work(**{**BASE, **special}))
    answer = AGREES if part in found.agreeing else DIFFERS if part in found.differing else SILENT
    assert answer == said


WORKS = [
    # why, printed, what is special in the record, verdict
    (
        "a chapter is registered, its book is cited",
        "Adams M, Bogduk N. The Biomechanics of Back Pain. Edinburgh: Churchill Livingstone; 2012.",
        {"title": "Sensory innervation of discs", "container": "The Biomechanics of Back Pain", "type": "book-chapter", "volume": "", "pages": "90-97"},
        Agreement.PARTIAL,
    ),
    (
        "another chapter of the book",
        "Adams M. Posture and load. In: Bogduk N, ed. The Biomechanics of Back Pain. Edinburgh: Churchill; 2012. pp. 156-170.",
        {"title": "Sensory innervation of discs", "container": "The Biomechanics of Back Pain", "type": "book-chapter", "volume": "", "pages": "90-97"},
        Agreement.DIFFERS,
    ),
    (
        "the book is registered, a chapter of it is cited",
        "Lee K. Posture and load. In: Bogduk N, ed. The Biomechanics of Back Pain. Edinburgh: Churchill; 2012. pp. 156-170.",
        {"title": "The Biomechanics of Back Pain", "container": "", "type": "book", "volume": "", "pages": ""},
        Agreement.PARTIAL,
    ),
    (
        "guidelines that two journals print",
        f"Müller J. {TITLE}. Circulation. 2010;121:46-52.",
        {},
        Agreement.PARTIAL,
    ),
    (
        "one title for two works, years apart",
        f"Müller J. {TITLE}. Circulation. 1991;80:46-52.",
        {},
        Agreement.DIFFERS,
    ),
    (
        "one word of the title is another",
        "Müller J. Outcome of surgical treatment in lumbar disc herniation. Eur Spine J. 2010;19:512-9.",
        {},
        Agreement.PARTIAL,
    ),
    (
        "two letters on one page",
        "Smith P. Pellet guns and children: a review of injuries. Eur Spine J. 2010;19:1849.",
        {},
        Agreement.PARTIAL,
    ),
    (
        "the year's recommendations",
        "Müller J. Treatment for adult infection: 2006 recommendations of the Society. JAMA. 2006;296:827-43.",
        {"title": "Treatment for adult infection: 2004 recommendations of the Society", "volume": "292", "pages": "251-265", "year": 2004, "years": (2004,)},
        Agreement.DIFFERS,
    ),
    (
        "its title with words before it, somewhere else",
        f"Müller J. Complete and lasting {TITLE}. Acta Orthop. 2010;81:46-52.",
        {},
        Agreement.DIFFERS,
    ),
    (
        "a letter about it",
        f"Weber K. Re: {TITLE}. Eur Spine J. 2011;20:416-7.",
        {},
        Agreement.DIFFERS,
    ),
    (
        "by somebody else in another journal, and no title to compare",
        "Weber K, Huber L. A work of which the record says nothing. Acta Orthop. 2010.",
        {"title": "The", "volume": "", "pages": "", "year": None, "years": ()},
        Agreement.DIFFERS,
    ),
    (
        "a title somewhat like it, and nothing but author, year and publisher",
        "Institute for Meteorology. World gridded dataset of albedo, tenth percentile. Climate Models. 2019.",
        {"title": "Europe gridded dataset of albedo, ninetieth percentile", "authors": ("Institute for Meteorology",), "container": "Climate Models", "year": 2019, "years": (2019,), "volume": "", "issue": "", "pages": ""},
        Agreement.PARTIAL,
    ),
    (
        "another number in the title of a work that has neither volume nor page",
        "Institute for Meteorology. World gridded dataset of albedo, 3000 BP, tenth percentile. Climate Models. 2019.",
        {"title": "World gridded dataset of albedo, 5000 BP, tenth percentile", "authors": ("Institute for Meteorology",), "container": "Climate Models", "year": 2019, "years": (2019,), "volume": "", "issue": "", "pages": ""},
        Agreement.DIFFERS,
    ),
    (
        "another edition of a guideline",
        "Müller J. Management of pain in the lower back: a guideline, 2nd edition. Eur Spine J. 2004.",
        {"title": "Management of pain in the lower back: a guideline, 3rd edition", "year": 2010, "years": (2010,), "volume": "", "pages": ""},
        Agreement.DIFFERS,
    ),
    (
        "a congress abstract with the title of the article, a slip of the page away",
        f"Müller J. {TITLE}. Eur Spine J. 2011;18:849-54.",
        {},
        Agreement.PARTIAL,
    ),
    (
        "women registered, men cited, and the pages are not given",
        "Müller J. Pain of the lower back in men: a cohort of ten years. Eur Spine J. 2010;19.",
        {"title": "Pain of the lower back in women: a cohort of ten years"},
        Agreement.PARTIAL,
    ),
    (
        "a corrigendum of a work with a short title",
        "Müller J. Back pain. Eur Spine J. 2010;19.",
        {"title": "Corrigendum to “Back pain”", "pages": ""},
        Agreement.PARTIAL,
    ),
    (
        "the year as a volume, read as a page",
        "Müller J: Un título en otro idioma sobre el dolor. Eur Spine J 2010:1-12, 2010",
        {"volume": "2010", "pages": "1-12", "year": 2010, "years": (2010,)},
        Agreement.PARTIAL,
    ),
    (
        "a preprint is registered, its article cited",
        f"Müller J. {TITLE}. Eur Spine J. 2012;19:1849-54.",
        {"type": "posted-content", "container": "", "volume": "", "pages": ""},
        Agreement.PARTIAL,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "special", "value"), WORKS, ids=[r[0] for r in WORKS])
def test_works(why, printed, special, value):
    assert compare_printed(printed, Work(**{**BASE, **special})).value is value


def compare_printed(printed, work):
    fields = {f.name: f.value for f in sorted(read_fields(printed), key=lambda f: f.confidence)}
    return compare(printed, fields, work)
