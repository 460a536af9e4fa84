"""Lists in definitions, in preformatted text, run on in a line, and from right to left."""

from __future__ import annotations

import html

import pytest

from tests.pipelines.test_list_shapes import read_page

MIXED = (
    "Deyo RA, Mirza SK, Martin BI. Back pain prevalence and visit rates. Spine 2006;31:2724-7.",
    "van der Gaag, W. H., Roelofs, P. D. D. M. (2020). Drugs for acute low back pain. Cochrane "
    "Database of Systematic Reviews, (4), CD013581.",
    "Haute Autorité de santé. Prise en charge du patient lombalgique. Saint-Denis: HAS; 2019.",
    "Koes BW, van Tulder MW, Thomas S. Diagnosis of low back pain. BMJ 2006;332:1430-4.",
)
ARABIC = (
    "العتيبي م، الشهري س. آلام أسفل الظهر بين الممرضات. المجلة الصحية. 2010؛16(5):520–526.",
    "الأحمد س. علاج الانزلاق الغضروفي. المجلة الطبية السعودية. 2015;36(3):310–315.",
)
HEBREW = (
    "כהן א, לוי ב. כאב גב תחתון. הרפואה. 2009;148(6):390-394.",
    "אברהם ד. ניתוחי עמוד שדרה. הרפואה. 2012;151(2):90-95.",
)
TEXT = "<p>Most people with back pain recover within six weeks. Staying active helps them.</p>"


def listed(text: str) -> list[str]:
    page = f"<html><title>Backs</title><main><h1>Backs</h1>{TEXT}{text}</main></html>"
    return [one.printed for one in read_page(page).references]


def counted(entries: tuple[str, ...], form: str, between: str) -> str:
    return between.join(form.format(n, html.escape(e)) for n, e in enumerate(entries, 1))


SHAPES = [
    ("definitions", "<dl>{}</dl>", "<dt>{}</dt><dd>{}</dd>", ""),
    ("definitions, numbers in brackets", "<dl>{}</dl>", "<dt>[{}]</dt><dd>{}</dd>", ""),
    ("preformatted", "<pre>{}</pre>", "{:2}. {}", "\n"),
    ("rows, numbers in brackets", "<table>{}</table>", "<tr><td>[{}]</td><td>{}</td></tr>", ""),
    ("run on", "<p>{}</p>", "({}) {}", " "),
    ("run on, raised numbers", "<p>{}</p>", "<sup>{}</sup>{}", " "),
    ("run on, in brackets", "<p>{}</p>", "[{}] {}", " "),
]


@pytest.mark.parametrize("heading", ["References", "Pour en savoir plus", ""])
@pytest.mark.parametrize(("why", "around", "form", "between"), SHAPES, ids=[r[0] for r in SHAPES])
def test_a_list_is_read_whole(why: str, around: str, form: str, between: str, heading: str) -> None:
    above = f"<h2>{heading}</h2>" if heading else ""
    assert listed(above + around.format(counted(MIXED, form, between))) == list(MIXED)


WITH_DASH = (
    MIXED[0],
    "Manniche C, Jordan A. Lændesmerter\n– årsag og behandling. Ugeskr Læger 2002;164:1939–43.",
    "Ropper AH, Zafonte RD. Sciatica and its treatment. N Engl J Med; in press.",
    MIXED[3],
)


@pytest.mark.parametrize("heading", ["References", "Further information"])
def test_a_line_that_begins_with_the_dash_of_a_title_is_no_bullet(heading: str) -> None:
    lines = "<br>".join(f"{n}. {e.replace(chr(10), '<br>')}" for n, e in enumerate(WITH_DASH, 1))
    assert listed(f"<h2>{heading}</h2><p>{lines}</p>") == list(WITH_DASH)


@pytest.mark.parametrize("dash", ["–", "-"])
def test_a_dash_before_an_entry_is_a_bullet(dash: str) -> None:
    lines = "<br>".join(f"{dash} {entry}" for entry in MIXED)
    assert listed(f"<h2>References</h2><p>{lines}</p>") == list(MIXED)


@pytest.mark.parametrize("entries", [ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
@pytest.mark.parametrize("heading", ["المراجع", "מקורות", "References"])
def test_letters_without_case_are_not_small_ones(entries: tuple[str, ...], heading: str) -> None:
    paragraphs = "".join(f"<p>{entry}</p>" for entry in entries)
    assert listed(f"<h2>{heading}</h2>{paragraphs}") == list(entries)


def test_definitions_that_are_references_need_no_heading_known_to_us() -> None:
    sure = (MIXED[0], MIXED[3])
    items = "".join(f"<dd>{entry}</dd>" for entry in sure)
    assert listed(f"<h2>Zum Nachlesen</h2><dl>{items}</dl>") == list(sure)


def test_an_advertisement_between_two_entries_is_part_of_neither() -> None:
    items = [f"<li>{html.escape(entry)}</li>" for entry in MIXED]
    lists = f"<ol>{''.join(items[:2])}</ol><div><p>Advertisement</p></div><ol start='3'>"
    assert listed(f"<h2>References</h2>{lists}{''.join(items[2:])}</ol>") == list(MIXED)


SAID = [
    # why, what stands between the heading and the entries
    ("what the list is", "<p>This article is based on the following publications:</p>"),
    ("why it is there", "<p>Books and papers behind this page of the clinic.</p>"),
]


@pytest.mark.parametrize(("why", "text"), SAID, ids=[row[0] for row in SAID])
def test_a_sentence_about_the_list_is_no_entry(why: str, text: str) -> None:
    items = "".join(f"<p>{html.escape(entry)}</p>" for entry in MIXED)
    assert listed(f"<h2>References</h2>{text}{items}") == list(MIXED)


def test_a_remark_below_each_entry_is_none() -> None:
    remark = "<p><em>This is a good overview for patients and their families.</em></p>"
    items = "".join(f"<p>{html.escape(entry)}</p>{remark}" for entry in MIXED)
    assert listed(f"<h2>References</h2>{items}") == list(MIXED)


TITLES = (
    "Leitlinie Kreuzschmerz der Bundesärztekammer.",
    "Patienteninformation der Deutschen Wirbelsäulengesellschaft.",
    "The Back Book by the Royal College of General Practitioners.",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_ends_in_a_full_stop_is_an_entry(title: str) -> None:
    entries = [MIXED[0], title, MIXED[3]]
    items = "".join(f"<p>{html.escape(entry)}</p>" for entry in entries)
    assert listed(f"<h2>References</h2>{items}") == entries


WEAK = ("NHS website about back pain", "Arthritis Research UK: back pain booklet")
BEGIN_AS_ENDINGS = (
    "Oppdatert faglig veileder om ryggsmerter. Oslo: Helsedirektoratet; 2019.",
    "Our booklet of back care. London: HMSO; 1999.",
    "Printed on demand: a history of the book. London: Penguin; 1999.",
    "Cite this as: TBM 2011; volume 1, pages 23 and those behind it.",
    "作者：王伟. 腰痛 (For patients and those near to them). 人民卫生出版社, 2012.",
)


@pytest.mark.parametrize("entry", BEGIN_AS_ENDINGS)
def test_an_item_that_begins_as_what_ends_lists_ends_none(entry: str) -> None:
    entries = [MIXED[0], entry, MIXED[1], *WEAK, MIXED[3]]
    items = "".join(f"<li>{html.escape(one)}</li>" for one in entries)
    found = listed(f"<h2>References</h2><ul>{items}</ul>")
    assert [one for one in entries if one not in found and len(one) > 30] == []


def test_how_a_paper_asks_to_be_cited_ends_no_list_of_paragraphs() -> None:
    entries = [MIXED[0], BEGIN_AS_ENDINGS[3], "Wikipedia. 2019. Back pain and what helps", MIXED[3]]
    paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in entries)
    assert listed(f"<h2>References</h2>{paragraphs}") == entries


def test_an_entry_with_a_number_that_begins_as_what_ends_lists_ends_none() -> None:
    entries = [MIXED[0], BEGIN_AS_ENDINGS[4], MIXED[3]]
    lines = "<br>".join(f"{n}. {html.escape(one)}" for n, one in enumerate(entries, 1))
    assert listed(f"<h2>References</h2><p>{lines}</p>") == entries


def test_the_head_of_a_table_is_no_entry() -> None:
    head = "<tr><th>No.</th><th>Reference</th><th>Level of evidence</th></tr>"
    rows = "".join(f"<tr><td>{n}</td><td>{e}</td><td></td></tr>" for n, e in enumerate(MIXED, 1))
    assert listed(f"<h2>References</h2><table>{head}{rows}</table>") == list(MIXED)


NONE = [
    (
        "people who are set as definitions",
        "<dl><dt>Head</dt><dd>Miller J, Smith P, Jones K. Department of Spine Surgery, since 2010; "
        "ext. 12:34.</dd></dl>",
    ),
    ("a glossary", "<dl><dt>Disc</dt><dd>The cushion between two vertebrae, since 2012.</dd></dl>"),
    ("numbered answers", "<dl><dt>1.</dt><dd>You should stay active for 6 weeks (2019).</dd></dl>"),
    ("code", "<pre>for i in range(2019):\n    spine.append(i)  # 31:2724-7\n</pre>"),
    ("opening hours", "<pre>1. Mo 8:00-12:00\n2. Di 8:00-12:00, 2019</pre>"),
    ("a poem", "<pre>Oh back, oh back\nwhat do you lack, 1999</pre>"),
]


@pytest.mark.parametrize(("why", "text"), NONE, ids=[row[0] for row in NONE])
def test_what_is_set_so_and_is_none(why: str, text: str) -> None:
    assert listed(text) == []


WORKS = (
    ("Sagittal balance", "M. Lorenz", "Spine 2013; 38(4): 301–307"),
    ("What patients expect of us", "T. F. Haller, P. Bär", "Patient Educ Couns 2015; 98: 210–215"),
    ("Pain drawings revisited", "K. Ohlsson", "Pain 2010; 149(1): 12–18"),
)


def test_a_title_above_names_a_dash_and_a_journal_is_their_own() -> None:
    form = "<p><b>{}</b><br>{} – <i>{}</i> – <a href='https://doi.org/10.1000/{}'>DOI</a></p>"
    page = "".join(form.format(*work, count) for count, work in enumerate(WORKS))
    assert listed(page) == [f"{title}\n{names} – {at} – DOI" for title, names, at in WORKS]


def test_an_identifier_below_such_a_place_is_part_of_it() -> None:
    form = "<p><b>{}</b><br>{} – {}<br>doi:10.1000/{}</p>"
    page = "".join(form.format(*work, count) for count, work in enumerate(WORKS))
    ends = [one.splitlines()[-1] for one in listed(page)]
    assert ends == [f"doi:10.1000/{count}" for count in range(len(WORKS))]


@pytest.mark.parametrize("heading", ["Literatur", "Ausgewählte Arbeiten unserer Klinik"])
def test_what_heads_entries_in_their_block_is_no_title(heading: str) -> None:
    entries = [f"{names} – {at}" for _, names, at in WORKS]
    for some in (entries, entries[:1]):
        assert listed(f"<p><b>{heading}</b><br>{'<br>'.join(some)}</p>") == some


def test_an_identifier_below_a_card_is_part_of_it() -> None:
    form = "<div><div>{}</div><div>{}, A. Lee</div><div>{}</div><div>PMID: 1753808{}</div></div>"
    page = "".join(form.format(*work, count) for count, work in enumerate(WORKS))
    assert [one.splitlines()[-1] for one in listed(page)] == [
        f"PMID: 1753808{count}" for count in range(len(WORKS))
    ]


@pytest.mark.parametrize("form", ["<p>{}- {}</p>", "<p>{}） {}</p>"])
def test_numbers_before_letters_without_case(form: str) -> None:
    page = "<h2>المراجع</h2>" + "".join(form.format(n, one) for n, one in enumerate(ARABIC, 1))
    assert listed(page) == list(ARABIC)


def test_wide_brackets_behind_numbers() -> None:
    works = (
        "山田太郎，鈴木花子：慢性腰痛の運動療法．理学療法学 38（5）：345-352，2011．",
        "日本整形外科学会診療ガイドライン委員会編：腰痛診療ガイドライン2019．南江堂，東京，2019．",
    )
    page = "<h2>参考文献</h2>" + "".join(f"<p>{n}）{one}</p>" for n, one in enumerate(works, 1))
    assert listed(page) == list(works)


def test_bodies_alone_in_a_part_of_a_list() -> None:
    bodies = (
        "Haute Autorité de Santé. Prise en charge de la lombalgie. Saint-Denis : HAS ; 2019.",
        "ANAES. Prise en charge dans la lombalgie commune. Paris : ANAES ; 2005. 103 p.",
    )
    items = "".join(f"<li>{one}</li>" for one in bodies)
    page = f"<h2>Bibliographie</h2><h3>Recommandations</h3><ul>{items}</ul><h3>Articles</h3>"
    assert listed(f"{page}<ul><li>{MIXED[0]}</li></ul>") == [*bodies, MIXED[0]]
    links = "<h3>Sites utiles</h3><ul><li>Assurance Maladie</li><li>INRS – au travail</li></ul>"
    assert listed(f"{page}<ul><li>{MIXED[0]}</li></ul>{links}") == [*bodies, MIXED[0]]
    rights = "<p>Müller A. Alle Rechte vorbehalten. Praxis am Markt 2014.</p>"
    about = f"<h3>Nutzung</h3>{rights}<p>Die Bilder sind von uns.</p><p>Stand: Mai 2014.</p>"
    assert listed(f"{page}<ul><li>{MIXED[0]}</li></ul>{about}") == [*bodies, MIXED[0]]


@pytest.mark.parametrize("day", ["12 Jan 2023", "2023-01-12", "12.01.2023", "Jan 12, 2023"])
def test_the_day_in_a_cell_beside_is_no_part_of_a_reference(day: str) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{e}</td><td>{day}</td></tr>" for n, e in enumerate(MIXED))
    assert listed(f"<h2>References</h2><table>{rows}</table>")[::3] == [MIXED[0], MIXED[3]]


def test_a_title_in_quotation_marks_ends_a_list() -> None:
    last = '"Yoga and Your Back." Spine Health Foundation. SHF, 12 May 2013. Web. 3 Mar. 2014.'
    page = "<h2>Works Cited</h2>" + "".join(f"<p>{one}</p>" for one in (*MIXED[:2], last))
    assert listed(page) == [*MIXED[:2], last]
