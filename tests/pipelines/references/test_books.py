"""Books, chapters, guidelines and web pages: rows (why, printed, the fields that are told apart).

Facts of real works or none at all; the layouts are ours.
"""

from __future__ import annotations

import pytest

from pipelines.references.fields import read_fields

ROWS = [
    (
        "book with edition",
        "Waddell G. The back pain revolution. 2nd ed. Edinburgh: Churchill Livingstone; 2004.",
        {
            "authors": "Waddell G",
            "title": "The back pain revolution",
            "publisher": "Edinburgh: Churchill Livingstone",
            "year": "2004",
        },
    ),
    (
        "book, year first",
        "Waddell, G. (2004). The Back Pain Revolution (2nd ed.). London: Elsevier.",
        {
            "authors": "Waddell, G.",
            "title": "The Back Pain Revolution",
            "publisher": "London: Elsevier",
            "year": "2004",
        },
    ),
    (
        "German chapter",
        "Meier A, Müller B. Rückenschmerzen. In: Schmidt C (Hrsg). Orthopädie. 3. Aufl. "
        "Berlin: Springer; 2010. S. 123–145.",
        {
            "authors": "Meier A, Müller B",
            "title": "Rückenschmerzen",
            "container": "Orthopädie",
            "publisher": "Berlin: Springer",
            "year": "2010",
            "pages": "123–145",
        },
    ),
    (
        "chapter with editors before the book",
        "Smith, J. (2010). Low back pain. In P. Jones & R. Brown (Eds.), Textbook of pain "
        "(pp. 45-67). London: Elsevier.",
        {
            "authors": "Smith, J.",
            "title": "Low back pain",
            "container": "Textbook of pain",
            "publisher": "London: Elsevier",
            "year": "2010",
            "pages": "45-67",
        },
    ),
    (
        "guideline of an organisation, found online",
        "NICE. Low back pain and sciatica: assessment and management. London: NICE; 2016. "
        "Available from: https://www.nice.org.uk/guidance/ng59 (Accessed: 12 May 2020).",
        {
            "authors": "NICE",
            "title": "Low back pain and sciatica: assessment and management",
            "publisher": "London: NICE",
            "year": "2016",
        },
    ),
    (
        "German society",
        "Deutsche Gesellschaft für Orthopädie: Leitlinie Wirbelsäule. Stuttgart: Thieme 2015.",
        {
            "authors": "Deutsche Gesellschaft für Orthopädie",
            "title": "Leitlinie Wirbelsäule",
            "publisher": "Stuttgart: Thieme",
            "year": "2015",
        },
    ),
    (
        "web page with the day of access",
        "Mayo Clinic. Herniated disk. https://www.example.org/a-1/20354095. Published 2019. "
        "Accessed January 5, 2021.",
        {"authors": "Mayo Clinic", "title": "Herniated disk", "year": "2019"},
    ),
    (
        "thesis",
        "Jones A. Outcome of spinal fusion [dissertation]. Zurich: University of Zurich; 2011.",
        {
            "authors": "Jones A",
            "title": "Outcome of spinal fusion",
            "publisher": "Zurich: University of Zurich",
            "year": "2011",
        },
    ),
    (
        "a review with an article number of its own",
        "Back Review Group: Exercise therapy. Cochrane Database of Systematic Reviews 2005, "
        "Issue 3. Art. No.: CD000335.",
        {
            "authors": "Back Review Group",
            "title": "Exercise therapy",
            "container": "Cochrane Database of Systematic Reviews",
            "year": "2005",
            "issue": "3",
            "article_number": "CD000335",
        },
    ),
    (
        "a group behind et al.",
        "Airaksinen O, Brox JI, et al; COST B13 Working Group. European guidelines. Eur Spine J. "
        "2006;15 Suppl 2:S192-300.",
        {
            "authors": "Airaksinen O, Brox JI, et al; COST B13 Working Group",
            "title": "European guidelines",
            "container": "Eur Spine J",
            "year": "2006",
            "volume": "15",
            "issue": "Suppl 2",
            "pages": "S192-300",
        },
    ),
    (
        "a title that begins with a quotation",
        'Belkin, A. (2008). "Don\'t ask": Does the ban help? Armed Forces & Society, 34, 276-291.',
        {
            "authors": "Belkin, A.",
            "title": '"Don\'t ask": Does the ban help?',
            "container": "Armed Forces & Society",
            "year": "2008",
            "volume": "34",
            "pages": "276-291",
        },
    ),
    (
        "a title with a colon is no publisher",
        "Smith J. Exercise: A Review. 2010;12:1-9.",
        {"authors": "Smith J", "year": "2010", "volume": "12", "pages": "1-9"},
    ),
]


@pytest.mark.parametrize(("why", "printed", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_fields(why: str, printed: str, expected: dict[str, str]) -> None:
    found = read_fields(printed)
    told = {field.name: field.value for field in found}
    if "title" not in expected:
        told.pop("title", None)
        told.pop("container", None)
    assert told == expected
    assert all(" ".join(printed[f.start : f.end].split()) == f.value for f in found)
