"""Entries that stand side by side stay two, and what stands below a list is part of none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references
from tests.pipelines.printed_lists import BLURB, FIRST, LAST, SETS, found_in

TWO: list[tuple[str, Sequence[str]]] = [
    # why, whole entries that stand side by side
    (
        "the second in a script without capitals",
        (
            "Kim, K.-S. Role of axion electrodynamics in a Weyl metal: violation of "
            "Wiedemann-Franzlaw .Phys .Rev .B 90 ,121108 (R)( 2014).",
            "이웅규, '<튜토리얼>비사용의 연구 주제와 연구 방법론', 정보시스템연구, "
            "제24권, 제3호, 2015, pp.1155-169.",
        ),
    ),
    (
        "a body and its page, and an article that begins with its title",
        (
            "Arthritis Foundation. Spinal stenosis.",
            "Vitiligo treated by psoralens. A follow-up study of repigmentation. Kenney JA. "
            "Arch Dermatol. 1971;103(5):475-480.",
        ),
    ),
    (
        "one without a place, and one of the same year whose name is not read",
        (
            "National Research Council (2006). Educating children with back pain. Washington, DC",
            "Evans JStBT (2006) The heuristic theory of reasoning: an evaluation. Psychon Bull "
            "Rev 13(3):378-395",
        ),
    ),
    (
        "books without a place",
        ("Carson R. Silent spring. 1962.", "Sacks O. A leg to stand on. New York. 1984."),
    ),
    (
        "the first without a year",
        (
            "Carson R. Silent spring. Boston, Houghton Mifflin",
            "Deyo RA, Mirza SK. Herniated lumbar disk. N Engl J Med. 2016;374:1763-72.",
        ),
    ),
    (
        "the first with little in it",
        ("Carson R, Smith J. Silent spring in the mountains", FIRST),
    ),
    (
        "the first with no stop, the second with a title of its own",
        ("Lee K, Smith JB. Living with back pain", "Low back pain in Europe. Spine. 2012;3:4-5."),
    ),
    (
        "the first with its year, the second a body's",
        (
            "Lee K, Smith JB (2023) Living with back pain",
            "WHO guideline on low back pain. Geneva: WHO; 2023.",
        ),
    ),
    (
        "a book without town, and an article without authors",
        (
            "Lee K, Smith JB. Living with back pain: a book for patients.",
            "NICE guideline on sciatica. BMJ. 2016;3:4-5.",
        ),
    ),
    (
        "names and a year",
        ("Carson R, Lee K, Smith JB (1962a)", "Sacks O, Miller EF, Brown T (1984)"),
    ),
    (
        "web pages without authors",
        (
            "NHS. Back pain. Overview. https://www.nhs.uk/conditions/back-pain/",
            "NICE. Low back pain and sciatica (2016). https://www.nice.org.uk/guidance/ng59",
        ),
    ),
    (
        "an article without authors behind a whole one",
        (
            "Deyo RA, Mirza SK. Herniated lumbar disk. N Engl J Med. 2016;374:1763-72.",
            "Back pain in Europe. Lancet. 2003;361:12-13.",
        ),
    ),
    (
        "an article without authors behind one of another year",
        (
            "Deyo RA, Mirza SK (2016). Herniated lumbar disk. New York",
            "Back pain in Europe: a survey. Lancet. 2003;361:12-13.",
        ),
    ),
    (
        "an organisation behind a book",
        (
            "McGill S, Norman R. Low back disorders. Champaign: Human Kinetics; 2002.",
            "World Health Organization. WHO guideline for low back pain. Geneva: WHO; 2023.",
        ),
    ),
    (
        "a book behind a book",
        (
            "McGill S, Norman R. Low back disorders. Champaign: Human Kinetics; 2002.",
            "Bogduk N, Twomey L. Clinical anatomy of the lumbar spine. London: Churchill; 1991.",
        ),
    ),
    (
        "names first in capitals",
        (
            "PONTALIS J.-B. and LEE K. Entre le rêve et la douleur. Paris: Gallimard; 1977.",
            "ANZIEU D. and SMITH B. Le moi-peau. Paris: Dunod; 1985.",
        ),
    ),
    (
        "a small particle begins the next",
        (
            "Deyo RA, Mirza SK. Herniated lumbar disk. N Engl J Med. 2016;374:1763-72.",
            "van Tulder MW, Koes BW. Exercise therapy for back pain. Spine. 2000;25:2784-96.",
        ),
    ),
    (
        "initials first",
        (
            "R. A. Deyo, S. K. Mirza, Herniated lumbar disk, N Engl J Med 374, 1763-1772 (2016).",
            "M. W. van Tulder, B. W. Koes, Exercise for back pain, Spine 25, 2784-2796 (2000).",
        ),
    ),
    (
        "an address of another page",
        (
            "Deyo RA, Mirza SK. Back pain. https://www.nejm.org/back-pain. Accessed 3 May 2019.",
            "NHS. Sciatica. https://www.nhs.uk/conditions/sciatica/. Accessed 4 May 2019.",
        ),
    ),
    (
        "Epub at the end of a whole one",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371. Epub 2012 May 3.",
            "Lee A, Kim B. Back pain and rest. Spine. 2010;3:4-9. Epub 2009 Dec 24.",
        ),
    ),
    (
        "a number of pages, and a year first",
        (
            "BARIL, Jean (2013). Droit à l’information. Éditions Blais, Cowansville, 561 p.",
            "2014: Volker Schönwiese: Kindheiten. Zeitschrift Nr. 25/2014/1, Seite 345 – 358",
        ),
    ),
    (
        "a name and a colon before a journal",
        (
            "Inderwisch K, Lee T (2010) Braces. In: FISITA Congress. Fédération, London",
            "H. Okamoto: Journal of Phase Equilibria and Diffusion Vol. 31(2) (2010), pp.202-203.",
        ),
    ),
    (
        "a label and a colon, of another year",
        (
            "Lave, J. and Wenger, E. 1991. Situated Learning: Legitimate Participation.",
            "Li Z, Yi Y, Yin X, Zhang Z, Liu J (2008). PLoS ONE 3(5): e2273.",
        ),
    ),
    (
        "a year in brackets first",
        (
            "Baskan, B. (2002). Waqf system as a mechanism. Paper presented at Chicago.",
            "(1984). Animal models of amnesias. In Lee A (Ed.), Memory (pp. 367-373). London.",
        ),
    ),
    (
        "et al. and a colon",
        (
            "Hara N, et al: Predictors of symptoms. Eur Spine J 2010, 19(11):1849–1854",
            "Ono K, et al: Clinical spondylolysis in athletes. Spine 2012, 20(1):84–88",
        ),
    ),
    (
        "a script without capitals behind a lecture",
        (
            "Fuchs D. Schrauben im Vergleich. Vortrag, Wirbelsäulenkongress, Leipzig, 2014.",
            "الخطيب أ، حداد س. آلام أسفل الظهر. المجلة الطبية العربية. 2013;12(2):45-51.",
        ),
    ),
    (
        "somebody unpublished behind a book with its year first",
        (
            "Sambrook J, Russell D (2001) Molecular cloning, 3rd edn. Cold Spring Laboratory Press",
            "Atwood, C. L. “The Significance Level,”. Paper read at the Meeting. Chicago. 1979",
        ),
    ),
    (
        "a law behind what is in press",
        (
            "Bellamy C, Ford R. Walking after fusion. In press.",
            "Medical Braces Act of the Parliament, London, 2006.",
        ),
    ),
    (
        "a thesis behind a book without its year",
        (
            "Keynes JM. The general theory of employment, interest and money.",
            "Law , R. 1974 Features of the biology of backs Ph.D. thesis University of Sheffield",
        ),
    ),
    (
        "a book behind a page of the web",
        (
            "Versus Arthritis. Caring for a neck. https://www.example.org/neck [Accessed 2023].",
            "Ovid. Metamorphoseon. Edited by Michael von Albrecht. Stuttgart: Reclam, 1994.",
        ),
    ),
]


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize(("why", "entries"), TWO, ids=[row[0] for row in TWO])
def test_two_entries(why: str, entries: Sequence[str], how: str) -> None:
    whole = [(FIRST,), *((entry,) for entry in entries), (LAST,)]
    assert found_in(whole, how, "References", [BLURB]) == [FIRST, *entries, LAST]


BELOW = [
    # what stands below the list
    BLURB,
    "EUROSPINE is a society of spine specialists. Ask your doctor in 2019 or later.",
    "Available in our shop: the brochure about back pain, for 5 euro.",
    "Last updated: 12 March 2022.",
    "You can read more about this on the pages about pain, which we wrote in 2019.",
]


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below(below: str, heading: str, how: str) -> None:
    assert found_in([(FIRST,), (LAST,)], how, heading, [below]) == [FIRST, LAST]


def test_a_heading_stands_between() -> None:
    """What follows a heading goes on with nothing before it."""
    parts = ("Liu L, Skinner M. Acupuncture for low back pain.", "Evid Based Med. 2015;2015:328.")
    above, between = (
        Block(kind=BlockKind.HEADING, text=text, level=level)
        for text, level in (("References", 2), ("Reviews", 3))
    )
    first, second = (Block(kind=BlockKind.PARAGRAPH, text=text) for text in parts)
    whole = Block(kind=BlockKind.PARAGRAPH, text=FIRST)
    found = find_references([above, whole, first, between, second, whole])
    assert all(" ".join(parts)[:80] not in one.printed.replace("\n", " ") for one in found)
    assert [one.printed for one in found if one.printed == FIRST] == [FIRST, FIRST]
