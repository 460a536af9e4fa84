"""Author names at the beginning of a reference."""

import pytest

from pipelines.references.authors import (
    begins_with_author,
    is_name,
    is_names_only,
    read_authors,
    read_family_alone,
)

RUNS = [
    # why, text, authors as printed, how many, first family name
    ("Vancouver", "Liu L, Skinner M. Acupuncture", "Liu L, Skinner M", 2, "Liu"),
    ("three initials", "Kuijk SMJ, de Bie RA. Title", "Kuijk SMJ, de Bie RA", 2, "Kuijk"),
    ("et al.", "Hara N, Oka H, et al. Predictors", "Hara N, Oka H, et al.", 2, "Hara"),
    (
        "as spoken, before a quotation",
        "Bin Du, José E. de Waele and Li Weng, “Treatment”",
        "Bin Du, José E. de Waele and Li Weng",
        3,
        "Du",
    ),
    ("a typographic hyphen in the initials", "Wang L‐Q, Li M. Title", "Wang L‐Q, Li M", 2, "Wang"),
    ("one that does not break", "Li M, Wang L‑Q. Title", "Li M, Wang L‑Q", 2, "Li"),
    (
        "and with dots",
        "Dupont, J.‐L., & Crepel, F. (1985)",
        "Dupont, J.‐L., & Crepel, F.",
        2,
        "Dupont",
    ),
    ("and in the name", "Smith‐Jones A, Li M. Title", "Smith‐Jones A, Li M", 2, "Smith-Jones"),
    (
        "Russian others",
        "Иванов И.И., Петров П.П. и др. Сколиоз",
        "Иванов И.И., Петров П.П. и др.",
        2,
        "Иванов",
    ),
    ("in other words", "Иванов ИИ, и соавт. Сколиоз", "Иванов ИИ, и соавт.", 1, "Иванов"),
    ("Ukrainian others", "Іваненко І.І. та ін. Сколіоз", "Іваненко І.І. та ін.", 1, "Іваненко"),
    (
        "Japanese others behind Latin letters",
        "Yamada T, Suzuki H, 他. Title",
        "Yamada T, Suzuki H, 他.",
        2,
        "Yamada",
    ),
    (
        "a word that begins as others do",
        "Иванов ИИ, Петров ПП. И другие",
        "Иванов ИИ, Петров ПП",
        2,
        "Иванов",
    ),
    (
        "for a group",
        "Chou R, Qaseem A, for the Back Pain Working Group: Care",
        "Chou R, Qaseem A, for the Back Pain Working Group",
        2,
        "Chou",
    ),
    (
        "on behalf of one",
        "Chou R; on behalf of the Spine Study Group. Care",
        "Chou R; on behalf of the Spine Study Group",
        1,
        "Chou",
    ),
    (
        "others, for a group",
        "Chou R, et al., for the COST B13 Working Group: Care",
        "Chou R, et al., for the COST B13 Working Group",
        1,
        "Chou",
    ),
    ("for nobody", "Chou R, Qaseem A. For the Love of Backs", "Chou R, Qaseem A", 2, "Chou"),
    ("Hungarian initials", "Kovács Gy, Szabó Zs. A gerinc", "Kovács Gy, Szabó Zs", 2, "Kovács"),
    ("Czech", "SVOBODA, Petr a Jana KUČERA. Skolióza", "SVOBODA, Petr a Jana KUČERA", 2, "SVOBODA"),
    ("semicolons", "HUBER, Karl ; LANG, Eva: Der Rücken", "HUBER, Karl ; LANG, Eva", 2, "HUBER"),
    ("Chinese", "王建国, 李晓明, 等. 腰椎间盘突出症的保守治疗", "王建国, 李晓明, 等", 2, "王建国"),
    ("Japanese", "山田太郎, 鈴木花子: 腰痛に対する運動療法", "山田太郎, 鈴木花子", 2, "山田太郎"),
    (
        "dots and commas",
        "Gotzsche, P.C., Hrobjartsson, A. (2009)",
        "Gotzsche, P.C., Hrobjartsson, A.",
        2,
        "Gotzsche",
    ),
    (
        "mixed, a comma without a blank",
        "Liu, L., Skinner M., McDonough,S. (2015)",
        "Liu, L., Skinner M., McDonough,S.",
        3,
        "Liu",
    ),
    (
        "initials first",
        "M. V. Madsen and P. C. Gøtzsche, “Acupuncture",
        "M. V. Madsen and P. C. Gøtzsche",
        2,
        "Madsen",
    ),
    (
        "bare initials first",
        "GL Moseley, PW Hodges, Are the changes",
        "GL Moseley, PW Hodges",
        2,
        "Moseley",
    ),
    (
        "given names",
        "Levin, Richard C., Alvin K. Kevorick, and Sidney G. Winter. 1987.",
        "Levin, Richard C., Alvin K. Kevorick, and Sidney G. Winter",
        3,
        "Levin",
    ),
    (
        "particle",
        "van Middelkoop M, Rubinstein SM.",
        "van Middelkoop M, Rubinstein SM",
        2,
        "van Middelkoop",
    ),
    (
        "double name and hyphen",
        "Kuru Çolak T, Brayda-Bruno M. Title",
        "Kuru Çolak T, Brayda-Bruno M",
        2,
        "Kuru Çolak",
    ),
    ("capitals", "SOKOLICH WG, SMITH RL (1973)", "SOKOLICH WG, SMITH RL", 2, "SOKOLICH"),
    ("Turkish letters", "Çırak M, Çağlar Okur S.", "Çırak M, Çağlar Okur S", 2, "Çırak"),
    (
        "Greek",
        "Παπαδόπουλος Α, Γεωργίου Κ. Τίτλος",
        "Παπαδόπουλος Α, Γεωργίου Κ",
        2,
        "Παπαδόπουλος",
    ),
    ("a title that begins with A", "Bloxham S. A Systematic Review", "Bloxham S", 1, "Bloxham"),
    (
        "group with people",
        "Sell P; EuroSpine Patient Line Task Force. Title",
        "Sell P; EuroSpine Patient Line Task Force",
        2,
        "Sell",
    ),
    (
        "group alone",
        "BASS collaborative. Restoration",
        "BASS collaborative",
        1,
        "BASS collaborative",
    ),
    (
        "ampersand",
        "Morency, L. P. & Darrell, T. (2007)",
        "Morency, L. P. & Darrell, T.",
        2,
        "Morency",
    ),
    ("colon", "Chen MH, Malbon CC: G-protein", "Chen MH, Malbon CC", 2, "Chen"),
    (
        "a journal behind the names",
        "C. Bellamy and R. Ford, J. Biomech. 44, 1201",
        "C. Bellamy and R. Ford",
        2,
        "Bellamy",
    ),
    (
        "the last author, before a journal",
        "C. Bellamy et R. Ford. Bull. Soc. Chim. Fr. 92, 305",
        "C. Bellamy et R. Ford",
        2,
        "Bellamy",
    ),
    (
        "initials of a group",
        "Spine Registry Council (SRC). 2009. Report",
        "Spine Registry Council (SRC)",
        1,
        "Spine Registry Council",
    ),
    ("two family names", "Ruiz y Vega R, Soto M.", "Ruiz y Vega R, Soto M", 2, "Ruiz y Vega"),
    ("junior before initials", "Ford Jr MG, Pike L.", "Ford Jr MG, Pike L", 2, "Ford"),
    (
        "junior",
        "Strong, E. K. Jr., & Uhrbrock, R. S. (1923)",
        "Strong, E. K. Jr., & Uhrbrock, R. S.",
        2,
        "Strong",
    ),
]


@pytest.mark.parametrize(
    ("why", "text", "printed", "count", "family"), RUNS, ids=[r[0] for r in RUNS]
)
def test_read_authors(why: str, text: str, printed: str, count: int, family: str) -> None:
    authors = read_authors(text)
    assert authors is not None
    assert text[authors.start : authors.end].rstrip(".") == printed.rstrip(".")
    assert (authors.count, authors.family) == (count, family)


@pytest.mark.parametrize(
    "text",
    [
        "Low back pain is common.",
        "The Patient Line website",
        "In 2015 a review",
        "2016 SOSORT guidelines",
        "EUROSPINE is a society",
        "",
        "a b",
        "专家讲座：2019年5月",
        "健康教育讲座. 2019",
    ],
)
def test_no_authors(text: str) -> None:
    assert read_authors(text) is None
    assert not begins_with_author(text)


def test_names_alone() -> None:
    assert is_name("Casey S. Greene")
    assert not is_name("Causes")
    assert is_names_only("Adriana Ivich, Laurie Grieshober, …, Casey S. Greene")
    assert is_names_only("Michael Zietz, Daniel, S Himmelstein, Casey S. Greene")
    assert not is_names_only("Causes, Diagnosis, Treatment")
    assert not is_names_only("You should stay active, and walk 20 minutes, says Smith J")


def test_names_with_hyphens_without_end_are_read_one_way_only() -> None:
    """A pattern that could cut them in many ways would not come back."""
    assert read_authors("Aa-Bb-Cc Dd and " * 2000) is None


ALONE = [
    # why, text, authors as printed, the family name
    ("a colon behind", "Zhang et al.: Surgery", "Zhang et al.", "Zhang"),
    ("a full stop behind", "Zhang et al. Surgery", "Zhang et al.", "Zhang"),
    ("a comma before", "Zhang, et al: Surgery", "Zhang, et al", "Zhang"),
    ("a particle, a year", "van der Bie et al. (2013) Care", "van der Bie et al.", "van der Bie"),
    ("German", "Müller u. a.: Der Rücken", "Müller u. a.", "Müller"),
    ("Russian", "Иванов и др. Сколиоз", "Иванов и др.", "Иванов"),
    ("a typographic hyphen", "Smith‐Jones et al. Care", "Smith‐Jones et al.", "Smith-Jones"),
    ("nobody else", "Zhang: Surgery for stenosis", None, ""),
    ("two of them", "Zhang and Li: Surgery", None, ""),
    ("a title", "Surgery for stenosis: Zhang et al.", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "printed", "family"), ALONE)
def test_a_family_name_alone_and_others(
    why: str, text: str, printed: str | None, family: str
) -> None:
    authors = read_family_alone(text)
    assert (text[: authors.end] if authors else None) == printed
    assert authors is None or (authors.family == family and authors.others)
