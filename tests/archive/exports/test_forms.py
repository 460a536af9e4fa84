"""What is exported is read back by the libraries as it was, whatever pages print."""

from __future__ import annotations

import json
import re

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from archive.exports import bibtex, ris
from archive.exports.forms import FORMS, whole
from archive.exports.items import Item
from archive.reports.plain import single_line

HOSTILE = (
    "{",
    "}}",
    "\\input{x}",
    "a\nER  - \nTY  - BOOK",
    "ER  -",
    "TY  - JOUR",
    "}\n@article{x,",
    '" # x # "',
    "@string{a = {b}}",
    "@comment{",
    "% no comment",
    "$x_1^2$ & ~ #",
    "a and b, c",
    "``quoted'' -- --- ?` !`",
    "</script>",
    "=1+1",
    "Ελληνικά ß ﬁ",
    "😀",
)
texts = (
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=3)
    .map(" ".join)
    .map(single_line)
    .filter(bool)
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """One item with hostile texts in all its fields."""
    one, other = draw(texts), draw(texts)
    return {
        "id": other,
        "type": draw(st.sampled_from(["article-journal", "chapter", "document"])),
        "title": one,
        "container-title": other,
        "volume": one,
        "issue": other,
        "publisher": one,
        "note": other,
        "author": [{"literal": one}, {"family": other, "given": one}, {"literal": other}],
        "issued": {"date-parts": [[2015]]},
        "DOI": "10.1234/" + one,
    }


def spelled(author: dict[str, str], *, comma: str = ",") -> str:
    if "literal" in author:
        return author["literal"].replace(",", comma)
    return f"{author['family']}, {author['given']}"


@settings(deadline=None, max_examples=40)
@given(st.lists(items(), max_size=2))
def test_ris_is_read_back_as_it_was(cited: list[Item]) -> None:
    records = rispy.loads(ris.render(cited))
    assert len(records) == len(cited)
    for record, item in zip(records, cited, strict=True):
        assert record["title"] == item["title"]
        assert record["secondary_title"] == item["container-title"]
        assert record["volume"] == item["volume"]
        assert record["number"] == item["issue"]
        assert record["publisher"] == item["publisher"]
        assert record["doi"] == item["DOI"]
        assert record["notes"] == [item["note"]]
        assert record["year"] == str(item["issued"]["date-parts"][0][0])
        assert record["authors"] == [spelled(author, comma=";") for author in item["author"]]
        assert not {"unknown_tag", "custom1"} & record.keys()


# What pylatexenc does not know of LaTeX, or draws as another character.
_DRAWN = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
_DRAWN |= {"textasciigrave": "`", "textasciitilde": "~"}
_CONTEXT = get_default_latex_context_db()
_CONTEXT.add_context_category(
    "ours", prepend=True, macros=[MacroTextSpec(name, drawn) for name, drawn in _DRAWN.items()]
)
_DECODER = LatexNodes2Text(latex_context=_CONTEXT, strict_latex_spaces=True, math_mode="text")


@given(item=items())
def test_keys_of_bibtex_are_plain(item: Item) -> None:
    assert re.fullmatch(r"[a-z]+[0-9]*_[0-9a-f]{10}", bibtex.citation_key(item))


@pytest.mark.parametrize("family", ["O'Connell", "O’Connell", "Oʼconnell", "O`Connell"])
def test_a_name_with_an_apostrophe_is_one(family: str) -> None:
    author = [{"family": family}]
    key = bibtex.citation_key(
        {"id": "10.1/a", "author": author, "issued": {"date-parts": [[2016]]}}
    )
    assert key == "oconnell2016_c33f0a0685"


@settings(deadline=None, max_examples=40)
@given(st.lists(items(), max_size=2, unique_by=lambda item: item["id"]))
def test_bibtex_is_read_back_as_it_was(cited: list[Item]) -> None:
    library = bibtexparser.parse_string(
        bibtex.render(cited), append_middleware=[SeparateCoAuthors()]
    )
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries) == len(cited)
    for entry, item in zip(library.entries, cited, strict=True):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert entry.key == bibtex.citation_key(item)
        read = {name: _DECODER.latex_to_text(v) for name, v in fields.items() if name != "author"}
        assert read["title"] == item["title"]
        assert item["container-title"] in read.values()
        assert read["volume"] == item["volume"]
        assert read["number"] == item["issue"]
        assert read["publisher"] == item["publisher"]
        assert read["note"] == item["note"]
        assert read["year"] == str(item["issued"]["date-parts"][0][0])
        assert [_DECODER.latex_to_text(a) for a in fields["author"]] == [
            spelled(author) for author in item["author"]
        ]
        assert fields.get("doi", item["DOI"]) == item["DOI"]


@settings(deadline=None, max_examples=40)
@given(st.lists(items(), max_size=2))
def test_csl_json_is_read_back_as_it_was(cited: list[Item]) -> None:
    assert json.loads(whole(FORMS["csljson"], cited)) == cited


@pytest.mark.parametrize(
    ("why", "item", "line"),
    [
        ("a range of pages", {"page": "916–923"}, "EP  - 923"),
        ("one page", {"page": "S12"}, "SP  - S12"),
        ("an article number with a hyphen in it", {"page": "e12-3-4"}, "SP  - e12-3-4"),
        ("an address to follow", {"DOI": "10.1/<a>"}, "UR  - https://doi.org/10.1/%3Ca%3E"),
        ("what is no article", {"type": "document"}, "TY  - GEN"),
    ],
)
def test_lines_of_ris(why: str, item: Item, line: str) -> None:
    assert line in ris.render([{"id": "x", "type": "book"} | item]).splitlines(), why


@pytest.mark.parametrize(
    ("why", "item", "part"),
    [
        ("braces", {"title": "{"}, r"title = {\textbraceleft{}}"),
        ("a DOI name as it is", {"DOI": "10.1/a_b"}, "doi = {10.1/a_b}"),
        ("a group", {"author": [{"literal": "A and B"}]}, "author = {{A and B}}"),
        ("a comma in a name", {"author": [{"family": "A, B", "given": "C"}]}, "{{A, B}, C}"),
        ("a family name only", {"author": [{"family": "A"}]}, "author = {A}"),
        ("a letter with an accent stays", {"title": "Gøtzsche"}, "title = {Gøtzsche}"),
    ],
)
def test_entries_of_bibtex(why: str, item: Item, part: str) -> None:
    assert part in bibtex.render([{"id": "x", "type": "book"} | item]), why


def test_a_doi_name_that_bibtex_cannot_hold_is_left_to_its_address() -> None:
    entry = bibtex.render([{"id": "x", "type": "book", "DOI": "10.1/a{b"}])
    assert "doi =" not in entry
    assert "url = {https://doi.org/10.1/a%7Bb}" in entry
