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
from tests.replica.site.nodes import Document, Heading, Node, Region, Text
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
    html = WRITERS[markup].write(Document("Acupuncture", "B", "en", (main,)))
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
