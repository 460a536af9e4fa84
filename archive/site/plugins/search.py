"""The search over articles, news, references and terms at once: ``/search``.

A question in the form of a DOI, of an address of the archive or of a finding's number leads
straight there. Everything else is words, all of which must occur; quotation marks keep words
together, and the last word may be the beginning of one. Marks and strokes may be left out, or be
others than those of the page. No input is an error.

Long because plugins of a published folder cannot import each other.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

from datasette import Response, hookimpl
from datasette.utils import sqlite_timelimit

HIT_START, HIT_END = "\ue000", "\ue001"  # as in words.py, which turns them into <mark>
COUNTED_AT_MOST = 1000  # beyond it, "more than": counting a common word takes as long as ranking
# So many matches are weighed, and of a common word as many of those in titles; where there are
# more, the first ones are as good as any and far cheaper.
WEIGHED_AT_MOST = 1000
TIME_LIMIT_MS = 500
"""How long the tables may take together; what is not found by then is not shown, which
the page says."""
WORDS_AT_MOST = 24
EXCERPT_WORDS = 28
LONGEST_EXCERPT = 1000
"""Characters of an excerpt: a text without blanks is one word."""
SEEN_AT_MOST = 30_000
"""Characters of a text in which the words of an excerpt are looked for."""
WORDS_SEEN_AT_MOST = 5_000
"""Words among which those of one excerpt are looked for, of all its texts: no time limit of SQLite
ends this, and a page has some 20 excerpts."""
_WORD = re.compile(r"(?:[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹]|[\u0300-\u036f])+")
"""As the index takes words (``archive.schema.TOKENIZER``)."""
STROKES = str.maketrans(
    {"ς": "σ", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that Unicode does not take apart, and what people type who do not have their keys."""
_LOWEST_MARK = 10
"""Combining classes below are of signs that a word is another one without: the voicing of kana,
virama and nukta of Indian scripts."""
FORMS_AT_MOST = 1000
"""Words of the archive that are looked at for one word of a question: beginnings have many."""
WIDENINGS_AT_MOST = 32
"""Phrases that one phrase of a question becomes at most."""
_LOOSE = re.compile("[\u0300-\u036f]")
"""Marks that no letter has in one sign with it."""
_UNSPACED = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana and Han: written without blanks, so that the index holds whole sentences as one word."""
_WITHIN = re.compile(f"[{_UNSPACED}]")
FIRST, MORE = 5, 20
# The languages of one table, each found in one step of an index.
_LANGUAGES = """
SELECT * FROM (WITH RECURSIVE met(language) AS (
  SELECT min(language) FROM {table} WHERE language > ''
  UNION ALL SELECT (SELECT min(language) FROM {table} WHERE language > met.language)
    FROM met WHERE language IS NOT NULL
) SELECT language FROM met WHERE language IS NOT NULL LIMIT 50)"""
LANGUAGES = " UNION ".join(_LANGUAGES.format(table=t) for t in ("articles", "news", "pages"))
"""Of references and terms it is the page that has a language."""


class Kind(NamedTuple):
    """One searchable table: how its hits are found, weighed and shown."""

    title: str
    weights: str
    """bm25 weight of each indexed column: a hit in a title counts more."""
    columns: str
    joins: str = ""
    heading: str = ""
    """The indexed column that is its title."""


class Narrowed(NamedTuple):
    """Which rows are looked for (``narrowing.py``): by table a condition on its index."""

    conditions: Mapping[str, str]
    parameters: Mapping[str, str]

    def to(self, table: str) -> str:
        """The rest of a WHERE."""
        return self.conditions.get(table, "")


EVERYTHING = Narrowed({}, {})
KINDS: dict[str, Kind] = {
    "articles": Kind(
        "Articles",
        "10, 4, 1, 2",
        "t.page_id AS id, t.title AS label, t.language, t.updated_on AS date",
        heading="title",
    ),
    "news": Kind(
        "News",
        "10, 1, 2",
        "t.id, t.title AS label, t.language, t.published_on AS date",
        heading="title",
    ),
    "bibliography": Kind(
        "References",
        "1, 1, 1, 1",
        "t.id, '' AS label, '' AS language, t.year AS date, t.doi, p.title AS page_title, "
        "p.id AS page_id",
        "JOIN pages p ON p.id = t.page_id",
    ),
    "terms": Kind(
        "Glossary",
        "8, 1",
        "t.id, t.term AS label, '' AS language, '' AS date",
        heading="term",
    ),
}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The search page."""
    return [(r"/search$", show_search)]


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The search boxes of tables understand the same: Datasette's own function, made safe.

    Its original (0.65) turns a lone quotation mark into a syntax error.
    """

    def expression_of(question: str | None) -> str:
        return widened(conn, match_expression(question or "")) or '""'

    conn.create_function("escape_fts", 1, expression_of)


def match_expression(question: str) -> str:
    """What a person typed as an FTS5 expression; empty when there is nothing to look for.

    Words are taken as FTS5's tokenizer takes them, so no operator of its grammar gets through.
    """
    parts = []
    # Some systems type a letter and its mark as two signs; the second is no part of a word.
    said = _LOOSE.sub("", unicodedata.normalize("NFC", question[:2000]))
    for phrase, rest in re.findall(r'"([^"]*)"|([^"\s]+)', said):
        words = re.findall(r"[^\W_]+", phrase or rest)
        if words:
            parts.append('"' + " ".join(words) + '"')
    parts = parts[:WORDS_AT_MOST]
    last = re.search(r"[^\W_]{3,}$", said)
    if parts and last and len(parts) < WORDS_AT_MOST:
        parts[-1] += "*"
    return " ".join(parts)


def widened(connection: sqlite3.Connection, expression: str) -> str:
    """An expression of ``match_expression`` that also finds its words with other marks.

    The index itself leaves out the marks of Latin letters only, and no strokes. Which words there
    are that differ in nothing else, ``word_forms`` knows: each phrase becomes all of its forms.
    """
    phrases = []
    for phrase, star in re.findall(r'"([^"]+)"(\*?)', expression):
        *words, last = phrase.split(" ")
        forms = [_forms(connection, word) for word in words]
        forms.append(_forms(connection, last, is_beginning=bool(star)))
        said = islice(product(*forms), WIDENINGS_AT_MOST)
        phrases.append([f'"{" ".join(words)}"{star}' for words in said])
    if all(len(forms) == 1 for forms in phrases):
        return expression
    return " AND ".join(f"({' OR '.join(forms)})" for forms in phrases)


def _forms(connection: sqlite3.Connection, word: str, *, is_beginning: bool = False) -> list[str]:
    """A word as it was typed, without marks, and as the archive has it with others."""
    form, typed = folded(word), _indexed(word)
    end = form + ("\U0010ffff" if is_beginning else "")
    sql = "SELECT folded, word FROM word_forms WHERE folded BETWEEN ? AND ? LIMIT ?"
    try:
        known = connection.execute(sql, (form, end, FORMS_AT_MOST)).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        known = []  # another database than the archive
    met = [word for _, word in known]
    return list(dict.fromkeys([typed, form, *(_beginnings(met, form) if is_beginning else met)]))


def _beginnings(words: Sequence[str], form: str) -> Iterator[str]:
    """As much of each word as it takes to say ``form``, its own beginning without marks.

    Nearly always that is as many letters, and the same of many words.
    """
    fit = {start: folded(start) == form for start in {word[: len(form)] for word in words}}
    for word in words:
        start, ends = word[: len(form)], range(1, len(word))
        if fit[start]:
            yield start
        else:
            yield next((word[:end] for end in ends if folded(word[:end]).startswith(form)), word)


def _indexed(word: str) -> str:
    """A word as the index has it: without case, and without the marks of Latin letters."""
    signs = unicodedata.normalize("NFC", word.lower())
    bare = (unicodedata.normalize("NFD", sign)[0] for sign in signs)
    return "".join(b if b.isascii() else sign for b, sign in zip(bare, signs, strict=True))


def word_forms(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of words of the index those that change when they are folded: rows of ``word_forms``."""
    for word in words:
        if not word.isascii() and (form := folded(word)) != word:
            yield form, word


async def show_search(datasette: Any, request: Any) -> Any:
    """Answer ``?q=`` over all kinds, or over one (``&in=``) page by page (``&page=``).

    ``&language=``, ``&since=`` and ``&until=`` (years) and ``&broken=1`` narrow the hits.
    """
    question = (request.args.get("q") or "").strip()
    only = request.args.get("in") if request.args.get("in") in KINDS else ""
    page = _page(request.args.get("page"))
    size, start = (MORE, (page - 1) * MORE) if only else (FIRST, 0)
    wished = datasette.narrowing_of(request.args)

    def look(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        narrowed = Narrowed(wished.conditions, wished.parameters)
        return find(connection, match_expression(question), only, (start, size), narrowed)

    groups = await datasette.get_database("archive").execute_fn(look)
    languages = await datasette.get_database("archive").execute(LANGUAGES)
    is_ended = any(group["count"] is None for group in groups)
    context = {
        "question": question,
        "only": only,
        "wished": wished,
        "languages": sorted({*(row[0] for row in languages), wished.language} - {""}),
        "page": page,
        "groups": groups,
        "is_ended": is_ended,
        "counted_at_most": COUNTED_AT_MOST,
        "more": bool(only) and any(len(group["hits"]) == MORE for group in groups),
        "exact": await _exact(datasette.get_database("archive"), question) if question else [],
        "saved": saved(question, getattr(datasette, "site_settings", {}).get("queries", {})),
    }
    html = await datasette.render_template("search.html", context, request=request)
    return Response.html(html, status=503 if is_ended else 200)


def saved(question: str, queries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Names of the saved queries that have all words of a question in title or sentence."""
    words = re.findall(r"\w+", question.casefold())[:WORDS_AT_MOST]
    said = {name: f"{q['title']} {q['sentence']}".casefold() for name, q in queries.items()}
    return [name for name, text in said.items() if words and all(w in text for w in words)][:3]


def _page(text: str | None) -> int:
    return min(int(text), 50) if text and re.fullmatch(r"[1-9]\d{0,3}", text) else 1


def find(
    connection: sqlite3.Connection,
    expression: str,
    only: str,
    window: tuple[int, int],
    narrowed: Narrowed = EVERYTHING,
) -> list[dict[str, Any]]:
    """How many rows of each kind match (no further than they are counted), and the best of them.

    ``window`` is (from which on, how many); of other kinds than ``only`` nothing but the number.
    The number is None where the time was up.
    """
    groups = []
    with sqlite_timelimit(connection, TIME_LIMIT_MS):
        for name, kind in KINDS.items():
            hits: list[dict[str, Any]] = []
            count: int | None
            try:
                exact = expression.removesuffix("*")
                matches = _matches(connection, name, exact, narrowed)
                if exact != expression and len(matches) <= COUNTED_AT_MOST:
                    exact = expression  # else its words are enough, and far cheaper to find
                    matches = _matches(connection, name, exact, narrowed)
                count = len(matches)
                if count and only in ("", name):
                    best = _best(connection, name, exact, window, narrowed, matches)
                    hits = _shown(connection, name, exact, best)
            except sqlite3.OperationalError as error:
                if str(error) != "interrupted":
                    raise
                count = None
            groups.append({"name": name, "title": kind.title, "count": count, "hits": hits})
    return groups


def _matches(
    connection: sqlite3.Connection, table: str, expression: str, narrowed: Narrowed
) -> list[int]:
    """The first rows that match, by rowid: one more than are counted, if there are so many."""
    if not expression:
        return []
    if _WITHIN.search(expression):
        return _matches_within(connection, table, expression, narrowed)
    sql = (  # as one text: a thousand rows of their own take longer than finding them
        f"SELECT json_group_array(hit) FROM (SELECT rowid AS hit FROM {table}_fts "
        f"WHERE {table}_fts MATCH :q {narrowed.to(table)} LIMIT {COUNTED_AT_MOST + 1})"
    )
    asked = {"q": widened(connection, expression), **narrowed.parameters}
    found = connection.execute(sql, asked).fetchone()[0]
    return list(json.loads(found))


def _matches_within(
    connection: sqlite3.Connection, table: str, expression: str, narrowed: Narrowed
) -> list[int]:
    """As ``_matches``, wherever in a sentence the words stand: read, not looked up in the index."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table}_fts)")]
    said = " || ' ' || ".join(f"coalesce({name}, '')" for name in columns)
    asked = list(dict.fromkeys(re.findall(r"[^\W_]+", expression)))[:WORDS_AT_MOST]
    words = {f"w{n}": f"%{word}%" for n, word in enumerate(asked)}
    wished = " AND ".join(f"{said} LIKE :{name}" for name in words)
    sql = (
        f"SELECT rowid FROM {table} AS {table}_fts WHERE {wished} {narrowed.to(table)} "
        f"LIMIT {COUNTED_AT_MOST + 1}"
    )
    return [row[0] for row in connection.execute(sql, {**words, **narrowed.parameters})]


def _best(
    connection: sqlite3.Connection,
    table: str,
    expression: str,
    window: tuple[int, int],
    narrowed: Narrowed,
    matches: Sequence[int],
) -> list[int]:
    """The best of the matches that are weighed, best first.

    ``bm25`` counts in how many rows of all a phrase or the beginning of a word stands
    (sqlite.org/fts5.html §5.1.1), for which the lists of all words in it are gone through to their
    end. That is only done where it has to tell matches apart that can all be seen: of many
    matches of a phrase or a beginning those in titles come first, and then the first.
    """
    kind, (start, size) = KINDS[table], window
    fts, is_common = f"{table}_fts", len(matches) > COUNTED_AT_MOST
    if _WITHIN.search(expression):
        first = f"t.{kind.heading} LIKE :word DESC, " if kind.heading else ""
        word = "%" + re.findall(r"[^\W_]+", expression)[0] + "%"
        rows = connection.execute(
            f"SELECT hit.value FROM json_each(:hits) hit JOIN {table} t ON t.rowid = hit.value "
            f"ORDER BY {first} hit.key LIMIT {size} OFFSET {start}",
            {"hits": json.dumps(matches), "word": word},
        )
        return [row[0] for row in rows]
    is_vague = expression.endswith("*") or re.search(r'"[^" ]+ ', expression)
    wide = widened(connection, expression)
    headed = f"{{{kind.heading}}} : ({wide})"
    bound = {"all": wide, "headed": headed, **narrowed.parameters}
    where = f"FROM {fts} WHERE {fts} MATCH :{{}} {narrowed.to(table)} LIMIT {{}}"
    if is_common and is_vague:
        sql = "SELECT rowid " + where.format("headed", start + size)
        titled = connection.execute(sql, bound).fetchall() if kind.heading else []
        found = dict.fromkeys([*(row[0] for row in titled), *matches[:WEIGHED_AT_MOST]])
        return list(found)[start : start + size]
    among = ["all", "headed"] if is_common and kind.heading else ["all"]
    weighed = f"SELECT * FROM (SELECT rowid AS hit, bm25({fts}, {kind.weights}) AS score {where})"
    sql = (
        f"SELECT hit FROM ({' UNION ALL '.join(weighed.format(a, WEIGHED_AT_MOST) for a in among)})"
        f" GROUP BY hit ORDER BY min(score), hit LIMIT {size} OFFSET {start}"
    )
    return [row[0] for row in connection.execute(sql, bound)]


def _shown(
    connection: sqlite3.Connection, table: str, question: str, best: Sequence[int]
) -> list[dict[str, Any]]:
    """Rows as they are shown, with an excerpt each, in the order of ``best``."""
    kind = KINDS[table]
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table}_fts)")]
    texts = ", ".join(f"substr(t.{name}, 1, {SEEN_AT_MOST}) AS in_{name}" for name in columns)
    sql = (
        "WITH best AS (SELECT value AS hit, key AS place FROM json_each(:best)) "
        f"SELECT {kind.columns}, {texts} "
        f"FROM best CROSS JOIN {table} t ON t.rowid = best.hit {kind.joins} ORDER BY best.place"
    )
    rows = [dict(row) for row in connection.execute(sql, {"best": json.dumps(best)})]
    for row in rows:
        row["snippet"] = excerpt([row.pop(f"in_{name}") or "" for name in columns], question)
    return rows


def excerpt(texts: Sequence[str], expression: str) -> str:
    """Where most of the words of an expression stand together, marked, in one of the texts.

    FTS5's own ``snippet`` compares each occurrence with each other and cannot be interrupted: of
    one page that prints a name 20,000 times it takes seconds, of two names half a minute. This
    goes through the words once, until no place can be better, and through WORDS_SEEN_AT_MOST of
    them. Nothing is marked where it finds none.

    >>> excerpt(["Of pain", "Back pain and leg pain"], '"back" "pain"').count(HIT_START)
    3
    """
    wished = re.findall(r"[^\W_]+", folded(expression))
    beginning = wished[-1] if wished and expression.endswith("*") else ""
    sought, best, found = frozenset(wished), (0, 0), ("", 0)
    highest = (len(sought), 3)
    words, left = _words_of(expression), WORDS_SEEN_AT_MOST
    for text in texts:
        near: deque[tuple[int, str]] = deque()  # the hits of the window that ends here
        times: Counter[str] = Counter()  # how often each of them
        place = -1
        for place, word in enumerate(islice(words.finditer(text), left)):
            form = folded(word[0])
            if form not in sought:
                if not beginning or not form.startswith(beginning):
                    continue
                form = beginning
            near.append((place, form))
            times[form] += 1
            while near[0][0] <= place - EXCERPT_WORDS:
                gone = near.popleft()[1]
                times[gone] -= 1
                if not times[gone]:
                    del times[gone]
            score = (len(times), min(len(near), 3))
            if score > best:
                best, found = score, (text, near[0][0])
                if best == highest:
                    break
        left -= place + 1
        if best == highest or not left:
            break
    text, first = found
    text = text or next(filter(None, texts), "")
    return _window(text, words, first, sought, beginning)


def _words_of(expression: str) -> re.Pattern[str]:
    """What counts as a word; in scripts without blanks, each sign and each word looked for."""
    if not _WITHIN.search(expression):
        return _WORD
    within = sorted(filter(_WITHIN.search, re.findall(r"[^\W_]+", expression)), key=len)
    other = f"(?:(?![{_UNSPACED}]){_WORD.pattern[3:-2]})+"
    return re.compile("|".join([*within[::-1], f"[{_UNSPACED}]", other]))


def _window(
    text: str, words: re.Pattern[str], first: int, sought: frozenset[str], beginning: str
) -> str:
    """The words from a little before ``first`` on, with the sought ones marked."""
    start = max(0, first - 4)
    shown = list(islice(words.finditer(text), start, start + EXCERPT_WORDS + 1))
    if not shown:
        return text[:LONGEST_EXCERPT]
    at, is_cut = (shown[0].start() if start else 0), len(shown) > EXCERPT_WORDS
    end = shown[-1].start() if is_cut else len(text)
    end = min(end, at + LONGEST_EXCERPT)
    pieces = [" … " if start else ""]
    for word in shown[:EXCERPT_WORDS]:
        form = folded(word[0])
        if word.end() <= end and (form in sought or (beginning and form.startswith(beginning))):
            pieces += [text[at : word.start()], HIT_START, word[0], HIT_END]
            at = word.end()
    return "".join([*pieces, text[at:end], " … " if end < len(text) else ""])


def folded(word: str) -> str:
    """A word without case, marks and strokes.

    >>> folded("Κήλης"), folded("KRĘGOSŁUP"), folded("Füße"), folded("ağrısı"), folded("его")
    ('κηλησ', 'kregoslup', 'fusse', 'agrisi', 'его')
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.lower())
    bare = "".join(sign for sign in parts if unicodedata.combining(sign) < _LOWEST_MARK)
    return unicodedata.normalize("NFC", bare.translate(STROKES))


async def _exact(database: Any, question: str) -> list[dict[str, Any]]:
    """Rows whose name the question is: a DOI, a page, one of its addresses, a link, a finding."""
    asked = question[:2000]
    number = asked.lower() if re.fullmatch(r"(?i)[0-9a-f]{8,64}", asked) else ""
    rows = await database.execute(
        "SELECT 'dois' AS table_name, doi AS id, doi || ' ' || title AS label FROM dois "
        "WHERE doi = normalise_doi(:q) "
        "UNION ALL SELECT 'findings', id, 'finding ' || id || ': ' || says FROM findings "
        "WHERE :number <> '' AND id >= :number AND id < :number || 'g' "
        "UNION ALL SELECT 'pages', id, title || ' ' || url FROM pages "
        "WHERE url IN (SELECT value FROM json_each(:urls)) "
        "UNION ALL SELECT 'pages', page_id, url FROM page_aliases "
        "WHERE url IN (SELECT value FROM json_each(:urls)) "
        "UNION ALL SELECT 'links', id, url FROM links "
        "WHERE url IN (SELECT value FROM json_each(:urls)) LIMIT 20",
        {"q": asked, "number": number, "urls": json.dumps(addresses(asked))},
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        found.setdefault((row["table_name"], str(row["id"])), dict(row))
    return list(found.values())[:5]


def addresses(question: str) -> list[str]:
    """The addresses a question may mean, which people copy without scheme, ``www`` or end.

    >>> addresses("a.example/b")[:3]
    ['a.example/b', 'https://www.a.example/b', 'https://www.a.example/b/']
    """
    form = re.fullmatch(r"(?i)(?:https?://)?(?:www\.)?([^\s/:]+\.[^\s/]+)(/\S*)?", question)
    if not form:
        return [question]
    bare = form[1].lower() + (form[2] or "").rstrip("/")
    starts = [f"{scheme}://{www}" for scheme in ("https", "http") for www in ("www.", "")]
    return [question, *(f"{start}{bare}{end}" for start in starts for end in ("", "/"))]
