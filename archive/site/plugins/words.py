"""Words and forms for templates: verdicts, moments, addresses, passages. No page knows more.

Everything that comes from the archive is escaped here or by the template, never trusted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

HIT_START, HIT_END = "\ue000", "\ue001"  # private use: what snippets mark hits with
_NO_ADDRESS = re.compile(r"[\s\"<>\[\]\\^`{|}]")
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovene", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# Numbers that a run keeps under a name with a word of a vocabulary in it.
COUNTED = {
    "questions": ("Questions to", "authority"),
    "unanswered": ("Unanswered by", "authority"),
    "findings": ("Findings:", "severities"),
    "standing": ("Standing at the end:", "severities"),
}
SHORT = {
    "doi": "DOI", "dois": "DOIs", "html": "HTML", "ip": "IP", "json": "JSON", "mime": "MIME",
    "ms": "ms", "pdf": "PDF", "repaired": "resolved", "sha256": "SHA-256", "sql": "SQL",
    "url": "address",
    "urls": "addresses", "uuid": "UUID", "warc": "WARC",
}  # fmt: skip
"""Words in the names of columns that people write otherwise."""
RULES = {
    "complete_from_citation": "completed from the numbers in the reference",
    "identifier_of_the_work": "the other identifier names this work",
    "isbn": "by its ISBN",
    "memento": "a copy in a web archive",
    "misprint": "a misprint, by the record",
    "name_in_the_link": "the name in the link",
    "name_in_the_text": "the name in the text",
    "one_character": "one character differs",
    "pattern": "by the journal's own way of numbering",
    "permanent_redirect": "the server says it has moved",
    "pmcid": "by its PubMed Central number",
    "pmid": "by its PubMed number",
    "registered_value": "as registered",
    "resolver_address": "the address without its doubled part",
    "search": "searched for, and compared with the record",
}
"""Rules of proposals, as tables and pages name them."""
RUNS = {"verify": "Verification", "rejudge": "New judgement"}
"""Commands whose runs are called otherwise."""


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give every template the site's facts and these filters."""
    settings = read_settings(datasette)
    datasette.site_settings = settings  # for the other plugins
    # They cannot import this one: the published folder works where this program is not.
    lent = (bare, doi_url, outward, ruled, worded, fields, spelt)
    datasette.words = SimpleNamespace(**{function.__name__: function for function in lent})
    vocabulary = settings.get("vocabulary", {})

    def badge(value: object, field: str) -> Markup:
        return make_badge(vocabulary, field, value)

    def word(value: object, field: str) -> str:
        return str(vocabulary.get(field, {}).get(value, [value])[0])

    def meaning(value: object, field: str) -> str:
        return str(vocabulary.get(field, {}).get(value, ["", ""])[1])

    def tone(value: object, field: str) -> str:
        return str(vocabulary.get(field, {}).get(value, ["", "", "unknown"])[2])

    def counted(key: str) -> str:
        name, _, rest = key.partition("_")
        about, field = COUNTED.get(name, ("", ""))
        return f"{about} {word(rest, field)}" if about and rest else capped(worded(key))

    env.globals["site"] = settings.get("publication", {})
    env.globals["shown"] = settings.get("tables", {})
    env.globals["asked"] = settings.get("queries", {})
    env.globals["vocabulary"] = vocabulary
    env.globals["bounds"] = bounds_of(datasette)
    filters: tuple[Callable[..., object], ...] = (
        *(badge, word, meaning, tone, counted, day, days, moment, exactly, size, number, language),
        *(marked, around, lines, spelt, cut, capped, small, ran, worded, ruled, fields, headed),
        *(answered, href, streamed, at_most, bare, web_url, outward, doi_url, shell_word),
    )
    for function in filters:
        env.filters[function.__name__] = function
    env.filters["tilde"] = lambda key: tilde_encode(str(key))


def read_settings(datasette: Any) -> dict[str, Any]:
    """The settings that ``publish`` wrote beside the database, or beside this file: the latter is
    all that ``datasette publish`` takes along. Empty when the database is served alone."""
    beside = Path(datasette.get_database("archive").path).with_name("site.json")
    for path in (beside, Path(__file__).with_name("site.json")):
        if path.is_file():
            settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return settings
    return {}


def bounds_of(datasette: Any) -> dict[str, float]:
    """How long a reader's SQL may take, and how many rows it gives."""
    return {
        "seconds": datasette.setting("sql_time_limit_ms") / 1000,
        "rows": datasette.setting("max_returned_rows"),
    }


def make_badge(vocabulary: dict[str, Any], field: str, value: object) -> Markup:
    """A verdict as a small label: its word, its tone, and its meaning for the curious."""
    label, meaning, tone = vocabulary.get(field, {}).get(value, (value, "", "unknown"))
    return Markup('<span class="badge {}" title="{}">{}</span>').format(tone, meaning, label)


def day(text: object) -> str:
    """``2026-03-01T08:00:00.000Z`` -> ``1 March 2026``; what is no date stays as it is."""
    try:
        parsed = datetime.fromisoformat(str(text or ""))
    except ValueError:
        return str(text or "")
    return f"{parsed.day} {parsed:%B %Y}"


def moment(text: str | None) -> Markup:
    """A moment for people, with the exact one for machines and on hover."""
    try:
        parsed = datetime.fromisoformat(text or "")
    except ValueError:
        return escape(text or "")
    shown = f"{parsed.day} {parsed:%b %Y, %H:%M}" if len(text or "") > 10 else day(text)
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(text, shown)


def exactly(text: str) -> Markup:
    """A moment to the millisecond: ``2 Mar 2026, 08:00:00.125 UTC``."""
    parsed = datetime.fromisoformat(text)
    shown = f"{parsed.day} {parsed:%b %Y, %H:%M:%S}.{parsed.microsecond // 1000:03} UTC"
    return Markup('<time datetime="{}">{}</time>').format(text, shown)


def size(count: int | None) -> str:
    """Bytes in a readable unit (SI): ``12345`` -> ``12.3 kB``."""
    amount = float(count or 0)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def days(count: float) -> str:
    """A number of days for people: ``3.0`` -> ``3 days``."""
    return f"{count:g} day" + ("s" if count != 1 else "")


def number(value: object) -> str:
    """Thousands apart: ``12345`` -> ``12,345``; other values as they are."""
    return f"{value:,}" if isinstance(value, int) else str(value)


def marked(text: str | None) -> Markup:
    """A snippet with its hits marked, everything else escaped."""
    pattern = f"{HIT_START}([^{HIT_START}{HIT_END}]*){HIT_END}"
    return Markup(re.sub(pattern, r"<mark>\1</mark>", str(escape(text or ""))))


def around(passage: str | None, needle: str | None) -> Markup:
    """A passage with the first occurrence of ``needle`` marked."""
    before, found, after = (passage or "").partition(needle or "\0")
    return Markup("{}<mark>{}</mark>{}").format(before, found, after) if found else escape(before)


def lines(text: str | None) -> Markup:
    """A text whose line breaks stay line breaks."""
    return Markup("<br>").join(escape(line) for line in (text or "").split("\n"))


def capped(text: object) -> str:
    """The text with a capital first letter, the rest as it is: ``DOI`` stays ``DOI``."""
    shown = str(text)
    return shown[:1].upper() + shown[1:]


def small(title: str) -> str:
    """A title within a sentence: ``Broken references`` -> ``broken references``, not ``pubMed``."""
    word = title.split(" ")[0]
    return title[:1].lower() + title[1:] if word[1:].islower() else title


def ran(command: object) -> str:
    """The command of a run as its title: ``verify`` -> ``Verification``, ``crawl`` -> ``Crawl``."""
    return RUNS.get(str(command)) or capped(command)


def worded(code: object) -> str:
    """A code as words: ``redirect_loop`` -> ``redirect loop``, ``dois_known`` -> ``DOIs known``."""
    return re.sub(
        r"\bdois\b", "DOIs", str(code or "").replace("_", " ").replace("bibliography", "references")
    )


def ruled(rule: object) -> str:
    """How a proposal was found, in words; a rule that has none keeps its name."""
    name = str(rule or "")
    return RULES.get(name) or (RULES["pattern"] if name.startswith("pattern_") else worded(name))


def fields(names: str) -> str:
    """Fields of a reference as a reader calls them: ``title,container`` -> ``title, journal or
    book``. (As ``archive.counting`` has it, which is not there where the site is served alone.)"""
    each = (name.strip() for name in names.split(","))
    return ", ".join("journal or book" if n == "container" else worded(n) for n in each)


def headed(column: str) -> str:
    """A column's name as a heading: ``page_id`` -> ``Page``, ``found_doi`` -> ``Found DOI``."""
    if column == "container":
        return capped(fields(column))
    if column == "page_count":  # beside a title it would be taken for the length of the work
        return "On pages"
    words = column.removesuffix("_id").split("_")
    return capped(" ".join(SHORT.get(word, word) for word in words))


def answered(cells: Iterable[object], headings: Sequence[str]) -> Markup:
    """The cells of a row, each with its heading. One call a row: templates call slowly."""
    parts = []
    for cell, heading in zip(cells, headings, strict=True):
        text = str(escape(cell))
        is_long = len(re.sub(r"<[^>]*>", "", text)) > 70  # a badge is short, its markup is not
        fit = "empty" if text.strip() in ("", "&nbsp;") else "long" if is_long else ""
        fit = "open" if text.endswith(">open</a>") else fit  # a key without a label
        label = escape(heading)
        parts.append(f'<td data-label="{label}" class="{fit}"><div>{text}</div></td>')
    return Markup("".join(parts))


def href(link: object) -> str:
    """Where a link that Datasette made leads to, e.g. the link of a row with several keys."""
    found = re.search(r'href="([^"]*)"', str(link))
    return unescape(found[1]) if found else ""


def streamed(address: str) -> str:
    """The address of a CSV for all rows at once: it begins at the first row, on any page."""
    return _from_first(address, "_stream", "on")


def at_most(address: str) -> str:
    """The address of a list, in any form, with as many rows as are given at once, from the first
    one on."""
    return _from_first(address, "_size", "max")


def _from_first(address: str, name: str, value: str) -> str:
    path, _, query = address.partition("?")
    kept = parse_qsl(query, keep_blank_values=True)
    kept = [(k, v) for k, v in kept if k not in ("_next", name)]
    return f"{path}?{urlencode([*kept, (name, value)])}"


def spelt(text: object) -> str:
    """A name or an address with what nobody sees in it in words: ``a[soft hyphen]b``. (As
    ``archive.counting`` has it.)"""
    written = str(text or "")
    if written.isprintable():
        return written
    words = ((c, unicodedata.name(c, "").lower() or f"U+{ord(c):04X}") for c in written)
    return "".join(
        f"[{word}]" if unicodedata.category(c) in ("Cc", "Cf") and c not in "\t\n\v\f\r" else c
        for c, word in words
    )


def cut(text: object, length: int = 120) -> str:
    """The beginning of a text, cut at a word, with an ellipsis when something is missing."""
    folded = " ".join(str(text or "").split())
    if len(folded) <= length:
        return folded
    return folded[:length].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def bare(url: str | None) -> str:
    """An address without scheme and www, for reading."""
    return re.sub(r"^https?://(www\.)?", "", url or "").rstrip("/")


def web_url(url: object) -> str:
    """The address if it is one a browser may be sent to and can follow, else empty.

    Never ``javascript:``, nor ``http://[broken``. What may stand in no address is
    percent-encoded (RFC 3986 §2): the brackets of a SICI, say, but not those of an IPv6 host.
    """
    text = str(url or "").strip()
    if not re.match(r"(?i)https?://[^\s/]", text):
        return ""
    try:
        urlsplit(text)
    except ValueError:
        return ""
    host = re.match(r"[^:]+://[^/?#]*", text)
    end = host.end() if host else 0
    return text[:end] + _NO_ADDRESS.sub(lambda found: quote(found[0]), text[end:])


def outward(
    url: object, text: str = "", as_of: str = "", copy: str = "", rel: str = "nofollow external"
) -> Markup:
    """A robust link out of the archive (robustlinks.mementoweb.org/spec): where known, it names the
    day for which it was meant (``2026-11-26``) and the address of a copy. An address that no
    browser can follow is shown as text.
    """
    address = web_url(url)
    if not address:
        return Markup('<code class="wrap">{}</code>').format(cut(str(url or text), 200))
    link = Markup('<a class="outward" href="{}" rel="{}"{}>{}</a>')
    known = Markup(' data-originalurl="{}"').format(url) if as_of or copy else Markup()
    known += Markup(' data-versiondate="{}"').format(as_of[:10]) if as_of else Markup()
    known += Markup(' data-versionurl="{}"').format(copy) if copy else Markup()
    return link.format(address, rel, known, text or cut(bare(str(url)), 90))


def language(code: str | None) -> str:
    """``de`` -> ``German``; the code itself when it is not of the usual ones."""
    return LANGUAGES.get((code or "").split("-")[0], code or "")


def doi_url(doi: str | None) -> str:
    """The address a DOI name is followed at."""
    return "https://doi.org/" + quote(doi or "", safe="/:;()._-")


def shell_word(text: object) -> str:
    """A text as one word of a POSIX shell command."""
    return "'" + str(text).replace("'", "'\\''") + "'"
