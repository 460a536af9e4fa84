"""Author names at the beginning of a reference."""

import pytest

from pipelines.references.authors import begins_with_author, is_name, is_names_only, read_authors

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
