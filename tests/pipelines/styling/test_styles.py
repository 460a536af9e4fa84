"""References in a citation style. The works are real (Crossref records) where they have numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import Work
from pipelines.styling.items import item_of
from pipelines.styling.style_files import DEFAULT_STYLE, UnknownStyle, find_style
from pipelines.styling.styles import print_work

LIU = Work(
    doi="10.1155/2015/328196",
    agency="Crossref",
    title="Acupuncture for Low Back Pain: An Overview of Systematic Reviews",
    container="Evidence-Based Complementary and Alternative Medicine",
    authors=("Liu, Lizhou", "Skinner, Margot", "McDonough, Suzanne", "Baxter, George David"),
    year=2015,
    volume="2015",
    pages="1-18",
    type="journal-article",
)
PRINTED = (
    "Liu L, Skinner M, McDonough S, Baxter GD. Acupuncture for Low Back Pain: An Overview of "
    "Systematic Reviews. Evidence-Based Complementary and Alternative Medicine. 2015;2015:1–18. "
    "doi:10.1155/2015/328196"
)
GROUP = "Cochrane Back and Neck Group"
REFERENCES = (
    ("as NLM prints it", LIU, PRINTED),
    (
        "the journal's short name where the record has one",
        replace(LIU, short_container="Evid Based Complement Alternat Med"),
        PRINTED.replace(LIU.container, "Evid Based Complement Alternat Med"),
    ),
    (
        "an article number stands where pages would",
        replace(LIU, pages="", article_number="328196"),
        PRINTED.replace("1–18", "328196"),
    ),
    (
        "title and subtitle in two fields",
        replace(LIU, title="Acupuncture for Low Back Pain:", subtitle=LIU.title.split(": ")[1]),
        PRINTED,
    ),
    ("a full stop at the end of a title", replace(LIU, title=f"{LIU.title}."), PRINTED),
    (
        "a question needs no full stop",
        replace(LIU, title="Does acupuncture help?"),
        PRINTED.replace(f"{LIU.title}.", "Does acupuncture help?"),
    ),
    (
        "a name that ends in a full stop needs no second one",
        replace(LIU, authors=("Bones Inc. and Group.",)),
        f"Bones Inc. and Group. {PRINTED.partition('GD. ')[2]}",
    ),
    (
        "stops in a DOI name stay",
        replace(LIU, doi="10.1136/gut.1.."),
        PRINTED.replace(LIU.doi, "10.1136/gut.1.."),
    ),
    (
        "a group is no person",
        replace(LIU, authors=(GROUP,)),
        f"{GROUP}. {PRINTED.partition('GD. ')[2]}",
    ),
    (
        "nor is one with a comma",
        replace(LIU, authors=("Institute of Bones, Joints",)),
        f"Institute of Bones, Joints. {PRINTED.partition('GD. ')[2]}",
    ),
    (
        "nobody and no numbers",
        replace(LIU, authors=(), year=None, volume="", pages=""),
        "Acupuncture for Low Back Pain: An Overview of Systematic Reviews. Evidence-Based "
        "Complementary and Alternative Medicine. doi:10.1155/2015/328196",
    ),
    (
        "a book",
        Work(
            doi="10.1007/978-3-1",
            agency="",
            title="Spines",
            authors=("Lee, A",),
            year=1999,
            publisher="Springer",
            type="monograph",
        ),
        "Lee A. Spines. Springer; 1999. doi:10.1007/978-3-1",
    ),
    ("pages as they are registered", replace(LIU, pages="925-7"), PRINTED.replace("1–18", "925–7")),
    ("no words to print", Work(doi="10.1/a", agency="", year=1999), ""),
    ("no name", replace(LIU, doi=""), ""),
)


@pytest.mark.parametrize(("why", "work", "expected"), REFERENCES)
def test_reference(why: str, work: Work, expected: str) -> None:
    assert print_work(work) == expected, why


HARA = replace(LIU, authors=("Hara, N", "Oka, H", "Yamazaki, T"))
OTHERS = (
    # style, authors behind whom "et al." stands, how the reference begins
    (DEFAULT_STYLE, 0, "Hara N, Oka H, Yamazaki T. Acup"),
    (DEFAULT_STYLE, 3, "Hara N, Oka H, Yamazaki T, et al. Acup"),
    ("american-medical-association", 3, "Hara N, Oka H, Yamazaki T, et al. Acup"),
    ("apa", 0, "Hara, N., Oka, H., & Yamazaki, T. (2015)"),
    ("apa", 3, "Hara, N., Oka, H., Yamazaki, T., et al. (2015)"),
    ("elsevier-harvard", 3, "Hara, N., Oka, H., Yamazaki, T., et al., 2015"),
)


@pytest.mark.parametrize(("style", "named", "begins"), OTHERS)
def test_others_are_said_where_the_record_does_not_name_them(
    style: str, named: int, begins: str
) -> None:
    assert print_work(HARA, style, named).startswith(begins)


def test_a_style_that_names_fewer_names_fewer() -> None:
    many = replace(LIU, authors=tuple(f"Lee{chr(97 + n)}, A" for n in range(9)))
    style = "american-medical-association"
    assert " et al. " in print_work(many, style, 9)
    assert print_work(many, style, 9) == print_work(many, style)


TITLES = (
    ("markup is text", "<script>alert(1)</script> & <b>backs</b>"),
    ("right to left", "כאב גב תחתון"),
    ("signs of other languages of markup", r"\textbf{a} $x^2$ [b](c) *d* `e` |"),
    ("a number in front", "1. Backs"),
    ("many words", " ".join(["back"] * 3000)),
)


@pytest.mark.parametrize(("why", "title"), TITLES)
def test_hostile_titles_are_printed_as_they_are(why: str, title: str) -> None:
    for style in (DEFAULT_STYLE, "american-medical-association"):
        assert title in print_work(replace(LIU, title=title), style), why


def test_what_acts_or_hides_is_left_out() -> None:
    printed = print_work(replace(LIU, title="Ba\u202ecks\x1b[31m and\x00 \u200bnecks\r\nhurt"))
    assert "Backs[31m and necks hurt. Evidence" in printed


def test_three_hundred_authors_become_a_few() -> None:
    crowd = tuple(f"Family{n}, Given" for n in range(300))
    printed = print_work(replace(LIU, authors=crowd))
    assert printed.startswith("Family0 G, Family1 G, ")
    assert ", et al. Acupuncture" in printed
    assert "Family9" not in printed


@pytest.mark.parametrize("style", ["apa", "bmj", "ieee", "nature", "vancouver-nlm", "spine"])
def test_other_styles_print_no_number_of_a_list(style: str) -> None:
    printed = print_work(LIU, style)
    assert printed.startswith(("Liu", "L. Liu")), style
    assert printed.count(LIU.doi) == 1, "also where the style leaves DOI names out"


@pytest.mark.parametrize("name", ["", "no-such-style", "../styles/apa", "/etc/passwd", "APA"])
def test_a_style_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UnknownStyle, match="there is no citation style"):
        find_style(name)


def test_an_item_has_only_what_the_record_has() -> None:
    assert item_of(Work(doi="10.1/a", agency="", title="Backs")) == {
        "id": "10.1/a",
        "type": "article-journal",
        "DOI": "10.1/a",
        "title": "Backs",
    }
