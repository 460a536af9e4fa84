"""Lists of references: every shape in every markup gives the same entries, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from archive.records import PageRecord, Source
from crawler.pages import read
from pipelines.stages import refine
from pipelines.text import fold_space
from tests.replica.site.markup import WRITERS
from tests.replica.site.nodes import Document, Heading, Items, Node, Region, Text
from tests.replica.site.references import plain
from tests.replica.site.shapes import NUMBERED, SHAPES, shape_list

ENTRIES = (
    "Liu L., Skinner M., McDonough S. (2015)<br>Acupuncture for Low Back Pain: An Overview of "
    "Reviews. Evid Based Complement Alternat Med. 2015; 2015: 328196. doi: 10.1155/2015/328196",
    "Madsen, M.V., Gøtzsche, P.C., Hróbjartsson, A. (2009). Acupuncture treatment for pain. "
    "<em>BMJ</em>, 338: a3115.",
    "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471–476.",
    "Hara N, Oka H, et al: Predictors of residual symptoms. In: Eur Spine J 19(11): 1849–1854, "
    '2010. <a href="https://doi.org/10.1007/s00586-010-1374-9">[Full text]</a>',
    "van Middelkoop M, Rubinstein SM, Kuijpers T. A systematic review on physical treatments. "
    "Eur Spine J. 2011;20(1):19–39. PMID: 20640863.",
)
ABOVE = (
    Heading("Acupuncture", level=1),
    Text("Acupuncture is an old method. Many people with a sore back ask for it, and it is safe."),
    Heading("Does it help?"),
    Text("You should stay active. In 2019 about 12 of 100 adults had back pain for longer."),
)


def page(nodes: Sequence[Node], markup: str) -> PageRecord:
    """The nodes below a text on a page in one of the three markups, read and refined."""
    main = Region("main", (*ABOVE, *nodes))
    return read_page(WRITERS[markup].write(Document("Acupuncture", "B", "en", (main,))))


def read_page(html: str) -> PageRecord:
    """A page, read and refined."""
    source = Source(
        url="https://www.x.org/acupuncture.htm",
        capture_id="c",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        content_type="text/html; charset=utf-8",
        body=html.encode(),
    )
    return refine(read(source))


def printed(record: PageRecord) -> list[str]:
    return [fold_space(reference.printed) for reference in record.references]


EXPECTED = [fold_space(plain(entry)) for entry in ENTRIES]


@pytest.mark.parametrize("markup", WRITERS)
@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_in_every_markup(shape: str, heading: str, markup: str) -> None:
    above = [Heading(heading)] if heading else []
    record = page([*above, *shape_list(ENTRIES, shape)], markup)
    assert printed(record) == EXPECTED
    markers = [reference.marker for reference in record.references]
    numbered = [str(number) for number in range(1, len(ENTRIES) + 1)]
    assert markers == (numbered if shape in NUMBERED else [""] * len(ENTRIES))
    assert {reference.heading for reference in record.references} == {heading}
    for reference in record.references:
        first = record.blocks[reference.first_block].text[reference.start :]
        last = record.blocks[reference.last_block].text[: reference.end]
        assert re.sub(r"\s", "", first).startswith(re.sub(r"\s", "", reference.printed)[:12])
        assert re.sub(r"\s", "", last).endswith(re.sub(r"\s", "", reference.printed)[-12:])


CUT = (
    ENTRIES[2].replace("lysis. Clin", "lysis.|Clin"),
    ENTRIES[4].replace("treatments. Eur", "treatments.|Eur"),
    ENTRIES[3].replace("symptoms. In", "symptoms.|In"),
)


@pytest.mark.parametrize("markup", WRITERS)
@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize("shape", ["paragraphs", "ol", "ul", "br", "column"])
def test_cut_before_the_journal(shape: str, heading: str, markup: str) -> None:
    above = [Heading(heading)] if heading else []
    parts = [part for entry in CUT for part in entry.split("|")]
    record = page([*above, *shape_list(parts, shape)], markup)
    assert printed(record) == [fold_space(plain(entry.replace("|", " "))) for entry in CUT]


TAILS: dict[str, Sequence[Node]] = {
    "contact": [
        Text("Contact: EUROSPINE, Seefeldstrasse 16, 8610 Uster, phone +41 44 994 14 04, a@b.org")
    ],
    "contact lines": [
        Text("Spine Centre Zurich<br>Dr. A. Meier<br>Weg 2<br>8008 Zürich<br>Tel. 044 385 71 11")
    ],
    "copyright": [Text("© 2022 EUROSPINE, the Spine Society of Europe. All rights reserved.")],
    "copyright2": [Text("Copyright 2010-2022 North American Spine Society. All rights reserved.")],
    "share": [Text("Share this page: Facebook Twitter LinkedIn Email")],
    "sharelinks": [
        Text('<a href="https://x.org/share">Share on X</a> <a href="mailto:?">Email this page</a>')
    ],
    "updated": [Text("Last updated: 12 March 2022. Next review due: March 2025.")],
    "reviewed": [Text("Medically reviewed by A. B. Miller, MD, on January 4, 2021")],
    "author": [
        Text("Author: Dr. John H. Smith, Department of Orthopaedics, London. Published 2019.")
    ],
    "written": [Text("Written by J. Smith and P. Jones, 2019.")],
    "disclaimer": [
        Text("This information is not a substitute for medical advice. Ask your doctor.")
    ],
    "interest": [Text("Conflict of interest: The authors declare that they have none (2019).")],
    "funding": [
        Text("Funding: Grant R01 AR056224 of the National Institutes of Health, 2015-2019.")
    ],
    "print": [Text("Print this page")],
    "pdf": [Text('<a href="/files/a.pdf">Download as PDF (2.3 MB)</a>')],
    "related heading": [
        Heading("Related articles"),
        Items(
            (
                '<a href="/a">Back pain in 2019: what is new?</a>',
                '<a href="/b">Lumbar disc herniation, part 2</a>',
                '<a href="/c">Smith and Jones on walking (2010)</a>',
            )
        ),
    ],
    "related h3": [
        Heading("Related articles", level=3),
        Items(
            (
                '<a href="/a">Back pain in 2019: what is new?</a>',
                '<a href="/b">Lumbar disc herniation, part 2</a>',
            )
        ),
    ],
    "related no heading": [
        Items(
            (
                '<a href="/a">Back pain in 2019: what is new?</a>',
                '<a href="/b">Lumbar disc herniation, part 2</a>',
            )
        )
    ],
    "next prev": [
        Text('<a href="/a">« Previous: Spondylolysis</a> | <a href="/b">Next: Scoliosis »</a>')
    ],
    "comments": [
        Text("3 comments"),
        Text("Anna K. wrote on 12 May 2019: Thank you, this helped me a lot. My back is better."),
        Text("J. Meier, 2020: Me too!"),
    ],
    "bold heading": [
        Text("<b>About the author</b>"),
        Text("John H. Smith is a surgeon in London. He has written 12 books since 1998."),
    ],
    "back": [Text('<a href="#top">Back to top</a>')],
    "image credit": [
        Text(
            "Image: J. Smith, 2019, CC BY-SA 4.0, https://commons.wikimedia.org/wiki/File:Spine.png"
        )
    ],
    "licence": [
        Text("This work is licensed under CC BY 4.0, https://creativecommons.org/licenses/by/4.0/")
    ],
    "how to cite": [Text("Page ID: 12345, version 2.1, 2019-05-04")],
    "legal": [
        Text("EUROSPINE is a society of spine specialists. Registered CHE-110.348.211, since 1998.")
    ],
    "newsletter": [
        Text("Subscribe to our newsletter: 12 issues a year, free of charge since 2012.")
    ],
    "isbn ad": [Text("Order our brochure (ISBN 978-3-16-148410-0) for 5 euro.")],
}


@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize("tail", TAILS)
def test_where_the_list_ends(tail: str, heading: str) -> None:
    """What stands below a list is no entry, whatever the list is made of."""
    above = [Heading(heading)] if heading else []
    for shape, markup in (("paragraphs", "soup"), ("ol", "semantic"), ("br", "tables")):
        nodes = shape_list(ENTRIES, shape)
        assert printed(page([*above, *nodes, *TAILS[tail]], markup)) == EXPECTED, shape
        first, *rest = TAILS[tail]
        if shape == "br" and isinstance(first, Text) and isinstance(nodes[0], Text):
            glued = Text(f"{nodes[0].html}<br>{first.html}")
            assert printed(page([*above, glued, *rest], markup)) == EXPECTED, "glued"


def test_lines_wrapped_between_two_numbers_are_no_card() -> None:
    """Title, names and place in lines of their own are an entry, but not inside of another."""
    entries = (
        "Litin Y, Rastogi S, Agarwal A, et al. A Prospective Evaluation of Percutaneous "
        "Vertebroplasty in Osteoporotic Vertebral Compression Fracture Patients. Cureus. "
        "2023;15(6):e40255. https://doi.org/10.7759/cureus.40255",
        ENTRIES[2],
    )
    assert printed(page(shape_list(entries, "wrapped"), "soup")) == list(entries)
