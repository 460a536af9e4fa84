"""Printed numbers, and entries that share one line."""

import pytest

from pipelines.references.markers import read_marker, split_line

MARKERS = [
    # line, number
    ("(1) Liu L. Title", "1"),
    ("[12] Liu L. Title", "12"),
    ("1. Liu L. Title", "1"),
    ("3) Liu L. Title", "3"),
    ("1.Liu L. Title", "1"),
    ("¹² Liu L. Title", "12"),
    ("1 Liu L. Title", "1"),
    ("2Madsen MV. Title", "2"),
    ("[ACL30] L Coudrat", "ACL30"),
    ("[RETRACTED] Reuben SS.", ""),
    ("[Retracted 2009] Reuben SS.", ""),
    ("[Zurückgezogen] Reuben SS.", ""),
    ("[Ritirato] Reuben SS.", ""),
    ("[Wycofany] Reuben SS.", ""),
    ("[1] [RETRACTED] Reuben SS.", "1"),
    ("1 | Liu L. Title", "1"),
    ("1↩ Liu L. Title", "1"),
    ("12↩︎Liu L. Title", "12"),
    ("#3 Liu L. Title", "3"),
    ("1.) Liu L. Title", "1"),
    ("Ref. 12: Liu L. Title", "12"),
    ("Reference 3. Liu L. Title", "3"),
    ("Quelle 3 Liu L. Title", "3"),
    ("• Liu L. Title", ""),
    ("* Liu L. Title", "*"),
    ("［１２］Liu L. Title", "12"),
    ("（3）Liu L. Title", "3"),
    ("⑫ Liu L. Title", "12"),
    ("3\ufe0f\u20e3 Liu L. Title", "3"),
    ("3/ Liu L. Title", "3"),
    ("3- Liu L. Title", "3"),
    ("» Liu L. Title", ""),
    ("３．Liu L. Title", "3"),
    ("3、王伟. 腰痛", "3"),
    ("No. 3 March 2010, pp. 1-9.", ""),
    ("Nr. 3 Liu L. Title", ""),
    ("R3. Spine 2012;12:3-5.", ""),
    ("<3> Years. Spine 2012;12:3-5.", ""),
    ("/3/2010 Title", ""),
    ("R3 receptors. Title", ""),
    ("No. 3", ""),
    ("Madsen 3. Title", ""),
    ("Liu L. Title", ""),
    ("2016 SOSORT guidelines", ""),
    ("12 tips for a healthy back", ""),
]


BEGINS = ("王伟", "/3/2010", "R3", "No. 3", "Nr. 3", "<3>")

EDITIONS = [
    # line, number: what is left of an entry begins with its edition
    ("2. Aufl. Stuttgart: Thieme; 2009.", ""),
    ("3. Auflage. Berlin: Springer; 2011.", ""),
    ("2. edición. Madrid: Panamericana; 2009.", ""),
    ("4. vyd. Praha: Grada; 2009.", ""),
    ("2. Ed K. Aufbau der Wirbel. Berlin; 2009.", "2"),
    ("2. Ed Smith J. Title. Spine 2010;1:2.", "2"),
    ("2. Ed Smith AB, Lee K. Title. Spine 2010;1:2.", "2"),
    ("2. Ed. Springer, Berlin; 2009.", ""),
    ("2. Ed Springer, Berlin; 2009.", ""),
    ("12/ Mai 2009", ""),
    ("12/ März 2010 gesehen", ""),
    ("2- Year outcomes of surgery", ""),
    ("5- Jahres Ergebnisse", ""),
    ("12/ Mai A, Lee K. Title. Spine 2010;1:2.", "12"),
    ("2- Day JM. Title. Spine 2010;1:2.", "2"),
    ("2- Marten K, Lee A. Title. Spine 2010;1:2.", "2"),
    ("2/ World Health Organization. Backs. Geneva; 2010.", "2"),
    ("2. Vydra J. Páteř. Praha; 2009.", "2"),
    ("2. Aufleger B. Rücken. Berlin; 2009.", "2"),
]


@pytest.mark.parametrize(("line", "number"), EDITIONS)
def test_an_edition_is_no_number_of_an_entry(line: str, number: str) -> None:
    assert read_marker(line)[0] == number


@pytest.mark.parametrize(("line", "number"), MARKERS)
def test_read_marker(line: str, number: str) -> None:
    value, _, begin = read_marker(line)
    assert value == number
    assert line[begin:].startswith(
        ("Reuben", "[R", "[Z", "[W", "Liu", "Madsen", "L Coudrat", "2016", "12 tips", *BEGINS)
    )


ONE = "Liu L, Skinner M. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196."
TWO = "Madsen MV, Gøtzsche PC. Acupuncture treatment for pain. BMJ. 2009;338:a3115."
THREE = "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471."

GERMAN = (
    "A. Lovi, M. Teli u. a.: Vertebroplasty and kyphoplasty: complementary techniques. "
    "In: European Spine Journal. Band 18, Nr. Suppl 1, 2009, S. S95–S101, "
    "doi:10.1007/s00586-009-0986-9."
)
ARTICLE = GERMAN.replace("S95–S101", "CD009790")
LINES = [
    # why, line, entries
    ("one", ONE, [ONE]),
    ("a supplement's pages behind the S. of German pages", GERMAN, [GERMAN]),
    ("an article's number behind it", ARTICLE, [ARTICLE]),
    ("dots", f"1. {ONE} 2. {TWO} 3. {THREE}", [f"1. {ONE}", f"2. {TWO}", f"3. {THREE}"]),
    ("round brackets", f"(1) {ONE} (2) {TWO}", [f"(1) {ONE}", f"(2) {TWO}"]),
    ("square brackets", f"[7] {ONE} [8] {TWO}", [f"[7] {ONE}", f"[8] {TWO}"]),
    ("raised numbers", f"1 {ONE} 2 {TWO}", [f"1 {ONE}", f"2 {TWO}"]),
    ("no numbers", f"{ONE} {TWO} {THREE}", [ONE, TWO, THREE]),
    ("a number in a title is no entry", f"1. {ONE} Part 3. Sequel", [f"1. {ONE} Part 3. Sequel"]),
    (
        "a title that ends in the next number",
        f"1. Glamb RW. Pathologic quiz case 2. Arch Dermatol. 1980;116(1):90-92. 2. {TWO}",
        ["1. Glamb RW. Pathologic quiz case 2. Arch Dermatol. 1980;116(1):90-92.", f"2. {TWO}"],
    ),
    (
        "the same behind a year",
        "1) Lee, C. (2014). Role of anhydrase 2. Journal of Backs, 72(9), 94-99.",
        ["1) Lee, C. (2014). Role of anhydrase 2. Journal of Backs, 72(9), 94-99."],
    ),
    (
        "an entry that begins with its journal",
        f"1. {ONE} 2. Arch Dermatol. 1980;116(1):90-92.",
        [f"1. {ONE}", "2. Arch Dermatol. 1980;116(1):90-92."],
    ),
    (
        "one that no other entry has the number of, before the rest of the list",
        f"1. Koes B. Low back pain guidelines. 2. Lancet 2018;391:2356-67. 3. {TWO} 4. {THREE}",
        [
            "1. Koes B. Low back pain guidelines.",
            "2. Lancet 2018;391:2356-67.",
            f"3. {TWO}",
            f"4. {THREE}",
        ],
    ),
    ("short", "Causes", ["Causes"]),
    (
        "the words of a link, the month that a page was seen in, and a journal alone",
        "Muster A, Beispiel B. Backs of violinists. Spine Rest. 2015;20:32. Free full text "
        "Beispiel B, et al. Spine Rest. 2022. doi: 10.1234/rest.22, accessed in May "
        "Muster A, Lee C. Backs of drummers. Spine Rest. 2016;21:3. doi: 10.1234/rest.16 "
        "Journal of Spine Rest. 2020;15(6):11. doi: 10.1234/jrest.20 "
        "Lee C, Muster A. Backs of singers. Spine Rest. 2018;22:5.",
        [
            "Muster A, Beispiel B. Backs of violinists. Spine Rest. 2015;20:32. Free full text",
            "Beispiel B, et al. Spine Rest. 2022. doi: 10.1234/rest.22, accessed in May",
            "Muster A, Lee C. Backs of drummers. Spine Rest. 2016;21:3. doi: 10.1234/rest.16",
            "Journal of Spine Rest. 2020;15(6):11. doi: 10.1234/jrest.20",
            "Lee C, Muster A. Backs of singers. Spine Rest. 2018;22:5.",
        ],
    ),
    (
        "more entries behind than one is long",
        " ".join(
            f"Muster A, Beispiel B. Backs of violinists, part {n}. Rest. 2015;{n}:32."
            for n in range(10, 50)
        ),
        [
            f"Muster A, Beispiel B. Backs of violinists, part {n}. Rest. 2015;{n}:32."
            for n in range(10, 50)
        ],
    ),
    (
        "an identifier that reads like a name",
        "Muster A, Beispiel B. Rest. Spine Rest. 2015;20:32. doi:10.1234/rest.16. "
        "PubMed PMID: 15685195. Epub 2015/02/03. In English.",
        [
            "Muster A, Beispiel B. Rest. Spine Rest. 2015;20:32. doi:10.1234/rest.16. "
            "PubMed PMID: 15685195. Epub 2015/02/03. In English."
        ],
    ),
    (
        "a town that reads like a name",
        "Muster A, Beispiel B (2001). Backs of violinists and facts (pp. 100-102). "
        "Washington, DC: Verlag der Muster Association.",
        [
            "Muster A, Beispiel B (2001). Backs of violinists and facts (pp. 100-102). "
            "Washington, DC: Verlag der Muster Association."
        ],
    ),
    (
        "a journal of which the entry tells more",
        "Muster A. Backs of violinists. Rest. 2015;20:32. doi: 10.1234/rest.16 Erratum in: "
        "Spine Rest. 2016;21:3. doi: 10.1234/rest.17",
        [
            "Muster A. Backs of violinists. Rest. 2015;20:32. doi: 10.1234/rest.16 Erratum in: "
            "Spine Rest. 2016;21:3. doi: 10.1234/rest.17"
        ],
    ),
]


@pytest.mark.parametrize(("why", "line", "entries"), LINES, ids=[row[0] for row in LINES])
def test_split_line(why: str, line: str, entries: list[str]) -> None:
    spans = split_line(line)
    assert [line[start:end].strip() for start, end in spans] == entries
    assert spans[0][0] == 0
    assert spans[-1][1] == len(line)


BOOK = "Waddell G. The back pain revolution. Edinburgh: Churchill Livingstone; 1997"
PARTED = [
    # why, what stands between two entries, are they two?
    ("semicolons part entries", f"{ONE[:-1]}; Madsen MV, Lee A. Backs. BMJ. 2009;338:a3115", 2),
    ("a body is behind", f"{ONE[:-1]}; Haute Autorité de Santé. Le dos. Paris: HAS; 2020", 2),
    (
        "names with semicolons",
        "Liu L; Skinner M; Mabire L. Acupuncture. Evid Med. 2015;20:328-9.",
        1,
    ),
    ("the end of one", f"{ONE[:-1]}; Suppl 2: discussion on pages 12 and 13 of that issue.", 1),
    (
        "a licence",
        "WHO Regional Committee. Global report on low back pain. Geneva: WHO; 2017; "
        "Licence CC BY-NC-SA 3.0.",
        1,
    ),
    ("who owns the rights", f"{BOOK}; Elsevier B.V. 2005.", 1),
    ("and the edition", f"{BOOK}; Elsevier B.V. 2005, 3rd ed. 2010:45-50.", 1),
    ("a group that took part", f"{ONE[:-1]}; SPORT Study Group. doi: 10.1234/spine.45", 1),
    ("a comment", f"{ONE[:-1]}; Carragee EJ. Comment in Spine.", 1),
    ("a comment with its place", f"{ONE[:-1]}; Carragee EJ. Comment in Spine. 2010;35:4-5.", 1),
    ("a comment before an entry", f"{ONE[:-1]}; Carragee EJ. Comment in Spine; {TWO}", 2),
    (
        "names with semicolons behind",
        f"{ONE[:-1]}; Liu L; Skinner M; Mabire L; Aebi M; Weber L; "
        "Hara N. Acupuncture. Evid Med. 2016;20:328-9.",
        2,
    ),
    ("an issue is no number", "3. Орлов Н. В. Травма. Ортопедия. 2018. Т. 19, № 4. С. 77–83.", 1),
    (
        "nor is one of a report",
        "3. Lee A, Kim B. Backs and chairs. WHO Tech Rep no. 4. Geneva; 2009.",
        1,
    ),
]


@pytest.mark.parametrize(("why", "line", "entries"), PARTED, ids=[row[0] for row in PARTED])
def test_entries_with_semicolons_between_them(why: str, line: str, entries: int) -> None:
    spans = split_line(line)
    assert len(spans) == entries, why
    assert not any(line[start:end].endswith(";") for start, end in spans)


@pytest.mark.parametrize(
    "line",
    [
        "World Health Organization. WHO guideline for management of chronic low back pain. Geneva:"
        " WHO; 2023. Licence: CC BY-NC-SA 3.0 IGO. ISBN 978-92-4-008178-9.",
        "Marzano, M. (2003). L'Art charnel d'Orlan. In C. Fintz (Ed.), Le corps comme lieu. (pp."
        " 171-184). Paris: L'Harmattan, Nouvelles Etudes Anthropologiques.",
        "Lyu F, Zhang Y, Feng Z, et al (2021): Profit Allocation of Agricultural Machinery Alliance"
        " Based on Modified Shapley Value Method. Mathematical Problems in Engineering, doi:"
        " 10.1155/2021/7632642 – studio su 639 pazienti; si veda il nostro commento del 2019.",
    ],
)
def test_what_a_colon_announces_is_no_other_entry(line: str) -> None:
    assert split_line(line) == [(0, len(line))]


def test_the_label_of_an_identifier_may_end_an_entry() -> None:
    first = "Griffith LG, Swartz MA (2006) Tissue in vitro. Nat Rev Mol Cell Biol 7:211-224. doi:"
    second = "Korda RJ, Butler JR: Effect of healthcare. Public Health 2006, 120:95-105."
    assert split_line(f"{first} {second}")[0] == (0, len(first) + 1)
