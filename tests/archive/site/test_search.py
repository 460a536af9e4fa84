"""Search: the grammar people type, what is found, and that no input is an error."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing

import pytest
from datasette.plugins import pm
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.keys import key
from archive.schema import SEARCH
from archive.site.plugins import search
from archive.site.plugins.search import COUNTED_AT_MOST, LANGUAGES, match_expression
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

BARE = specimen.ACUPUNCTURE.removeprefix("https://").removeprefix("www.")
FINDING = key("doi_not_registered", specimen.ACUPUNCTURE, specimen.TRUNCATED)
HOSTILE = [
    *('"', "-", "*", "'", "(", ")", ":", "^", "+", "\\", "%", "NEAR", "AND", "OR", "NOT", "a OR"),
    *('"unclosed', 'title:"x', "col : x", "{a b}", "x NEAR/2 y", "\x00", "\ufffd", "💀", "\ud7ff"),
    *("肉", "肉" * 2000, '"' + "肉 腫 " * 500 + '"', "ー", '肉"%_', "肉*"),
    *("a" * 1000, "a " * 500, '" ' * 500, "-" * 1000, "* " * 300, "<script>alert(1)</script>"),
]


@pytest.mark.parametrize(
    ("why", "question", "expression"),
    [
        ("nothing", "", ""),
        ("only signs", '"-*()', ""),
        ("one word, perhaps its beginning", "scolio", '"scolio"*'),
        ("too short to be a beginning", "is", '"is"'),
        ("all words have to occur", "back pain", '"back" "pain"*'),
        ("quotation marks keep words together", '"back pain" now', '"back pain" "now"*'),
        ("a closed phrase is no beginning", '"back pain"', '"back pain"'),
        ("signs separate words as the tokenizer does", "evidence-based", '"evidence based"*'),
        ("operators are words", "x OR y", '"x" "OR" "y"'),
        ("a question mark ends no word", "why?", '"why"'),
        ("other alphabets", "Σκολίωση", '"Σκολίωση"*'),
        ("underscores separate", "a_b", '"a b"'),
        ("a letter and its mark as two signs", "u\u0308ber", '"über"*'),
        ("such as no sign has together", "q\u0308uux", '"quux"*'),
    ],
)
def test_what_people_type(why: str, question: str, expression: str) -> None:
    assert match_expression(question) == expression, why


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_every_expression_is_one_that_fts5_understands(question: str) -> None:
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(a, b)")
        expression = match_expression(question)
        if expression:
            db.execute("SELECT * FROM t WHERE t MATCH ?", (expression,)).fetchall()


@pytest.mark.parametrize("question", HOSTILE)
@pytest.mark.parametrize("only", ["", "articles", "nonsense"])
def test_no_question_is_an_error(question: str, only: str, site: Site) -> None:
    response = site.get("/search", params={"q": question, "in": only, "page": "2"})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("question", ["", *HOSTILE[:4], "a" * 1000])
def test_no_question_to_a_table_is_an_error(question: str, site: Site) -> None:
    assert site.get("/archive/articles", params={"_search": question}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "1e3", ""])
def test_no_page_number_is_an_error(page: str, site: Site) -> None:
    assert site.get("/search", params={"q": "pain", "in": "news", "page": page}).status_code == 200


@pytest.mark.parametrize(
    ("why", "question", "found"),
    [
        ("a word of an article", "vertebrae", "Fusion Surgery"),
        ("accents do not matter", "hrobjartsson", "Reference on Low Back Pain - Treatment"),
        ("a word of a news item", "webinar", "A webinar about early onset scoliosis"),
        ("a word of the glossary", "arthrodesis", "Arthrodesis"),
        ("a beginning", "arthrod", "Arthrodesis"),
        ("an author", "Nandyala", "Reference on Fusion Surgery"),
    ],
)
def test_what_is_found(why: str, question: str, found: str, site: Site) -> None:
    hits = site.page(f"/search?q={question}").cssselect("ol.hits h3")
    assert found in [" ".join(hit.text_content().split()) for hit in hits], why


def test_hits_are_marked_and_everything_else_is_escaped(site: Site) -> None:
    page = site.page("/search?q=vertebrae")
    assert [mark.text for mark in page.iter("mark")] == ["vertebrae"]


def test_hits_of_a_title_come_first(site: Site) -> None:
    first = site.page("/search?q=surgery&in=articles").cssselect("ol.hits h3")[0]
    assert first.text_content() == "Fusion Surgery"


@pytest.mark.parametrize(
    ("question", "leads_to"),
    [
        (specimen.TRUNCATED, "/archive/dois/10~2E1155~2F2015~2F32819"),
        (f"https://doi.org/{specimen.RETRACTED.upper()}", "/archive/dois/10~2E1097~2Fbrs"),
        (f"doi: {specimen.RIGHT}.", "/archive/dois/10~2E1155~2F2015~2F328196"),
        (specimen.ACUPUNCTURE, f"/archive/pages/{specimen.page_id()}"),
        (f"http://{specimen.HOST}/en/acupuncture.htm", f"/archive/pages/{specimen.page_id()}"),
        (next(iter(specimen.LINKS)), "/archive/links/"),
        (BARE, f"/archive/pages/{specimen.page_id()}"),
        (f"www.{BARE}", f"/archive/pages/{specimen.page_id()}"),
        (f"https://{BARE}/", f"/archive/pages/{specimen.page_id()}"),
        ("publisher.example.com/paper", "/archive/links/"),
        (FINDING, f"/archive/findings/{FINDING}"),
        (FINDING[:8].upper(), f"/archive/findings/{FINDING}"),
    ],
)
def test_a_doi_or_an_address_leads_straight_there(question: str, leads_to: str, site: Site) -> None:
    response = site.get("/search", params={"q": question})
    assert f'Exact match: <a href="{leads_to}' in response.text


@pytest.mark.parametrize(
    ("why", "question", "expected"),
    [
        ("words of the title", "retracted works cited", ["retracted_works"]),
        ("words may be beginnings, in any case", "LINK ROT", ["link_rot_by_host"]),
        ("a word that no query has", "retracted zebra", []),
        ("nothing is asked", "", []),
    ],
)
def test_saved_queries_are_found_too(
    why: str, question: str, expected: list[str], site: Site
) -> None:
    page = site.get("/search", params={"q": question})
    found = re.findall(r'Saved question: <a href="/archive/(\w+)"', page.text)
    assert found[: len(expected) or 3] == expected, why


@pytest.mark.parametrize("only", ["", "&in=news"])
def test_a_search_that_takes_too_long_says_so(
    only: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for plugin in pm.get_plugins():
        if hasattr(plugin, "TIME_LIMIT_MS"):
            monkeypatch.setattr(plugin, "TIME_LIMIT_MS", 0)
    response = site.get(f"/search?q=vertebrae{only}")
    assert response.status_code == 503
    assert "This took too long and was stopped" in response.text
    assert "Nothing was found" not in response.text
    assert '<span class="count">' not in response.text, "nothing was counted"


def test_the_languages_offered_are_those_of_all_that_is_searched() -> None:
    with sqlite3.connect(":memory:") as db:
        for table, languages in (
            ("articles", ("en", "de", "en", "")),
            ("news", ("pl", "en")),
            ("pages", ("", "tr")),
        ):
            db.execute(f"CREATE TABLE {table} (language TEXT)")
            db.executemany(f"INSERT INTO {table} VALUES (?)", [(one,) for one in languages])
        assert sorted(db.execute(LANGUAGES)) == [("de",), ("en",), ("pl",), ("tr",)]


def test_the_wished_language_is_always_offered(site: Site) -> None:
    chosen = "//select[@name='language']/option[@selected]/@value"
    assert site.page("/search?q=pain&language=tlh").xpath(chosen) == ["tlh"]
    assert site.page("/search?q=pain").xpath(chosen) == []


def many(weighed: str) -> sqlite3.Connection:
    """Articles that all say the same, the last of them in its title, too."""
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    columns = ", ".join(SEARCH["articles"])
    db.execute(f"CREATE TABLE articles (page_id, language, updated_on, {columns})")
    db.executemany(
        f"INSERT INTO articles (page_id, {columns}) VALUES (?, ?, '', ?, '')",
        [(n, f"Title {n}", f"It says {weighed} here.") for n in range(COUNTED_AT_MOST + 200)],
    )
    title = f"Of {weighed}"
    db.execute("UPDATE articles SET title = ? WHERE rowid = (SELECT max(rowid) FROM articles)",
               (title,))  # fmt: skip
    db.execute(f"CREATE VIRTUAL TABLE articles_fts USING fts5({columns}, content=articles)")
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    return db


@pytest.mark.parametrize("question", ['"low back"', "lowe", "back", "low back"])
def test_of_many_matches_those_in_titles_come_first(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "KINDS", {"articles": search.KINDS["articles"]})
    with closing(many("low back lower")) as db:
        expression = search.match_expression(question)
        [first] = search.find(db, expression, "", (0, 5))
        [second] = search.find(db, expression, "articles", (5, 5))
    assert first["count"] == COUNTED_AT_MOST + 1
    assert first["hits"][0]["label"] == "Of low back lower"
    ids = [hit["id"] for group in (first, second) for hit in group["hits"]]
    assert len(set(ids)) == 10, "page by page nothing comes twice"
    assert all(search.HIT_START in hit["snippet"] for hit in first["hits"])


@pytest.mark.parametrize("question", ['"low back"', "lowe"])
def test_many_matches_of_a_phrase_or_a_beginning_are_not_weighed(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weighing counts all of its occurrences, however few of them are shown."""
    monkeypatch.setattr(search, "KINDS", {"articles": search.KINDS["articles"]})
    asked: list[str] = []
    with closing(many("low back lower")) as db:
        db.set_trace_callback(asked.append)
        search.find(db, search.match_expression(question), "", (0, 5))
    assert asked
    assert not [sql for sql in asked if "bm25" in sql]


def test_a_page_that_prints_a_name_20000_times_does_not_hold_up_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """FTS5's snippet() took 26 s for it, which no time limit of SQLite interrupts."""
    monkeypatch.setattr(search, "KINDS", {"articles": search.KINDS["articles"]})
    with closing(many("Smith J. ")) as db:
        db.execute("DELETE FROM articles WHERE rowid > 3")
        db.execute("UPDATE articles SET text = ?", ("Smith J. Title of spine. " * 20_000,))
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        began = time.process_time()
        [group] = search.find(db, match_expression("smith j"), "", (0, 5))
        assert time.process_time() - began < 2
    assert [hit["snippet"].count(search.HIT_START) for hit in group["hits"]] == [12] * 3


@pytest.mark.parametrize(
    ("texts", "question", "marked"),
    [
        (["Of pain", "Back pain and leg pain"], "back pain", ["Back", "pain", "pain"]),
        (["Of pain", "It aches"], "pain", ["pain"]),
        (["Rückenschmerzen und Übung"], "ubung", ["Übung"]),
        (["Ru\u0308cken"], "rücken", ["Ru\u0308cken"]),
        (["the pain¹² of"], "pain", ["pain"]),
        (["a spinal column"], "spin", ["spinal"]),
        (["word " * 500 + "spine " + "word " * 500], "spine", ["spine"]),
        (["word " * 500 + "spine"], "spine", ["spine"]),
        (  # what has left the window counts no more
            [f"spine {'word ' * 100}pain pain pain {'word ' * 100}spine pain"],
            *("spine pain", ["spine", "pain"]),
        ),
        (["nothing of it"], "spine", []),
        ([""], "spine", []),
        (["…"], "spine", []),
    ],
)
def test_an_excerpt_shows_where_most_of_the_words_stand(
    texts: list[str], question: str, marked: list[str]
) -> None:
    said = search.excerpt(texts, match_expression(question))
    pattern = f"{search.HIT_START}(.*?){search.HIT_END}"
    assert re.findall(pattern, said) == marked
    bare = re.sub(f"[{search.HIT_START}{search.HIT_END}]", "", said)
    assert bare.removeprefix(" … ").removesuffix(" … ") in (*texts, "…") or len(texts[0]) > 1000
    assert len(bare) <= search.LONGEST_EXCERPT + 10


@pytest.mark.parametrize(
    ("why", "texts", "question", "most"),
    [
        ("no place can be better than the first", ["a " * 50_000], "a", 3),
        ("the same of two words", ["a b " * 25_000], "b a", 3),
        ("one of two is missing", ["a " * 50_000], "a zebra", search.WORDS_SEEN_AT_MOST),
        ("none is there", ["a " * 50_000] * 5, "zebra", search.WORDS_SEEN_AT_MOST),
        ("none is there, sign by sign", ["肉" * 50_000] * 5, "骨折", search.WORDS_SEEN_AT_MOST),
        ("the second text is not read", ["a a a", "a " * 50_000], "a", 3),
    ],
)
def test_an_excerpt_takes_a_bounded_number_of_words(
    why: str, texts: list[str], question: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing ends it: twenty such pages took six seconds, in which nobody else was answered."""
    seen: list[int] = []
    folded = search.folded
    monkeypatch.setattr(search, "folded", lambda word: (seen.append(len(word)), folded(word))[1])
    search.excerpt(texts, match_expression(question))
    around = 1 + search.EXCERPT_WORDS  # of the expression, and of what is shown
    assert most <= len(seen) <= most + around, why


def test_texts_are_read_to_a_bounded_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "KINDS", {"articles": search.KINDS["articles"]})
    given: list[int] = []
    excerpt = search.excerpt

    def measured(texts: list[str], expression: str) -> str:
        given.extend(map(len, texts))
        return excerpt(texts, expression)

    monkeypatch.setattr(search, "excerpt", measured)
    with closing(many("low back")) as db:
        db.execute("UPDATE articles SET text = text || ?", ("a" * 100_000,))
        search.find(db, match_expression('"low back"'), "", (0, 5))
    assert max(given) == search.SEEN_AT_MOST


@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "é", "ab", "x", "…"]), max_size=70), max_size=3),
    st.lists(st.sampled_from(["a", "b", "e", "ab", "abc"]), min_size=1, max_size=3),
)
@settings(max_examples=150, deadline=None)
def test_no_place_has_more_of_the_words(texts: list[list[str]], asked: list[str]) -> None:
    """Compared with all windows, each looked at on its own."""
    expression = match_expression(" ".join(asked))
    said = search.excerpt([" ".join(text) for text in texts], expression)
    beginning = asked[-1] if expression.endswith("*") else "\n"

    def met(words: list[str]) -> set[str]:
        forms = [search.folded(word) for word in words if word != "…"]
        return {
            form if form in asked else beginning
            for form in forms
            if form in asked or form.startswith(beginning)
        }

    windows = [
        [word for word in text if word != "…"][n:][: search.EXCERPT_WORDS]
        for text in texts
        for n in range(len(text))
    ]
    marked = re.findall(f"{search.HIT_START}(.*?){search.HIT_END}", said)
    assert len(met(marked)) == max((len(met(window)) for window in windows), default=0)


@given(st.text(max_size=200), st.text(alphabet="ab …é¹", max_size=80))
@settings(max_examples=150, deadline=None)
def test_an_excerpt_is_a_piece_of_its_text(question: str, text: str) -> None:
    said = search.excerpt([text], match_expression(question))
    bare = re.sub(f"[{search.HIT_START}{search.HIT_END}]", "", said)
    assert bare.strip(" …") in text


JAPANESE = "軟部肉腫は、まれな悪性腫瘍です。Ewing肉腫について"


@pytest.mark.parametrize(
    ("question", "is_found", "marked"),
    [
        ("肉腫", True, ["肉腫", "肉腫"]),
        ("悪性 肉腫", True, ["肉腫", "悪性", "肉腫"]),
        ("腫", True, ["腫", "腫", "腫"]),
        ("ewing 肉腫", True, ["肉腫", "Ewing", "肉腫"]),
        ('"まれな"', True, ["まれな"]),
        ("骨折", False, []),
        ("肉腫 骨折", False, []),
        ("title 骨折", False, []),
    ],
)
def test_words_of_a_script_without_blanks_are_found_within_sentences(
    question: str, is_found: bool, marked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "KINDS", {"articles": search.KINDS["articles"]})
    with closing(many("x")) as db:
        db.execute("UPDATE articles SET text = ? WHERE rowid IN (7, 9)", (JAPANESE,))
        db.execute("UPDATE articles SET title = '軟部肉腫 悪性 腫 Ewing まれな' WHERE rowid = 9")
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        [group] = search.find(db, match_expression(question), "", (0, 5))
    assert [hit["id"] for hit in group["hits"]] == ([8, 6] if is_found else [])
    assert group["count"] == (2 if is_found else 0)
    if is_found:
        pattern = f"{search.HIT_START}(.*?){search.HIT_END}"
        assert re.findall(pattern, group["hits"][1]["snippet"]) == marked


def test_narrowed_and_common_words_of_such_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "KINDS", {"articles": search.KINDS["articles"]})
    narrowed = search.Narrowed({"articles": "AND articles_fts.rowid > :least"}, {"least": "1100"})
    with closing(many(JAPANESE)) as db:
        [group] = search.find(db, match_expression("肉腫"), "articles", (20, 20))
        assert (group["count"], len(group["hits"])) == (COUNTED_AT_MOST + 1, 20)
        [group] = search.find(db, match_expression("肉腫"), "", (0, 5), narrowed)
        assert group["count"] == 100
        assert group["hits"][0]["label"].startswith("Of "), "the one in a title comes first"
