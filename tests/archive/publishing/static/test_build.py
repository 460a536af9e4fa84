"""The published archive as plain files: everything is there, and everything leads somewhere."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import bibtexparser
import pytest
import rispy
from lxml import etree, html

from archive.exports.forms import FORMS
from archive.publishing import static
from archive.publishing.publish import FILE, Published, PublishError, publish
from archive.publishing.static import pages as pages_of_archive
from archive.publishing.static.build import Written, build_static
from archive.publishing.static.folder import LIST
from archive.publishing.static.search_index import fold
from archive.schema import TOKENIZER
from archive.site.plugins.search import STROKES
from archive.site.plugins.sitemap import NAMESPACE
from archive.site.queries import QUERIES
from archive.site.tables import TABLES
from archive.store import Store
from tests.archive.site import specimen
from tests.atom import atom_faults


@pytest.fixture(scope="module")
def pages(written: Written) -> dict[str, html.HtmlElement]:
    """Every page, by its file."""
    return {
        path.relative_to(written.folder).as_posix(): html.document_fromstring(path.read_bytes())
        for path in written.folder.rglob("*.html")
    }


def test_every_page_for_people_is_there(published: Published, written: Written) -> None:
    assert written.pages == len(list(written.folder.rglob("*.html"))) > 150
    for name in ("index", "about", "dictionary", "ask", "broken", "glossary", "data", "search"):
        assert (written.folder / f"{name}.html").is_file(), name
    for name in (*QUERIES, *TABLES):
        for ending in ("html", "csv", "json"):
            assert (written.folder / f"archive/{name}.{ending}").is_file(), name
    with closing(sqlite3.connect(published.database)) as db:
        for table, key in (("articles", "page_id"), ("findings", "id"), ("bibliography", "id")):
            for (value,) in db.execute(f"SELECT {key} FROM {table}"):
                assert (written.folder / f"archive/{table}/{value}.html").is_file(), table
        for table in ("news", "pages", "dois", "runs", "terms"):
            count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            assert len(list((written.folder / "archive" / table).iterdir())) == count, table
    assert (written.folder / FILE).read_bytes() == published.database.read_bytes()


def test_every_internal_link_leads_to_a_file_and_a_place_in_it(
    written: Written, pages: dict[str, html.HtmlElement]
) -> None:
    followed = 0
    for name, page in pages.items():
        for element in page.xpath("//*[@href or @src or @action]"):
            link = element.get("href") or element.get("src") or element.get("action")
            if re.match(r"[a-z]+:", link):
                continue
            assert not link.startswith("/"), f"{link} of {name} needs a server"
            parts = urlsplit(link)
            target = (written.folder / name).parent / unquote(parts.path)
            target = target if parts.path else written.folder / name
            assert target.is_file(), f"{link} of {name}"
            assert target.resolve().is_relative_to(written.folder.resolve())
            if parts.fragment:
                place = unquote(parts.fragment)
                other = pages[target.resolve().relative_to(written.folder.resolve()).as_posix()]
                assert other.xpath("//*[@id=$id]", id=place), f"{link} of {name}"
            followed += 1
    assert followed > 2000


def test_a_link_keeps_the_day_of_its_capture_and_no_other(
    pages: dict[str, html.HtmlElement],
) -> None:
    """That of the latest crawl would change every page with every crawl."""
    article = pages[f"archive/articles/{specimen.page_id()}.html"]
    line = article.xpath("//p[@class='captured']")[0]
    captured = line.xpath(".//a[@rel='nofollow external']")[0]
    assert captured.get("data-versiondate") == line.xpath("string(.//time/@datetime)")[:10] > ""
    assert captured.get("data-originalurl") == specimen.ACUPUNCTURE
    others = article.xpath("//footer//a")
    assert others
    assert not [
        a for a in others if "data-versiondate" in a.attrib or "data-originalurl" in a.attrib
    ]


def test_nothing_runs_but_our_own_scripts(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        for script in page.xpath("//script[not(@type='application/ld+json')]"):
            assert re.fullmatch(r"(\.\./)*static/[\w.-]+\.js", script.get("src") or ""), name
            assert not script.text, name
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), name
        assert not page.xpath("//@href[starts-with(., 'javascript:')]"), name
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']"), name


def test_what_needs_a_server_is_gone(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        forms = page.xpath("//form")
        assert [form.get("role") for form in forms] == ["search"], name
    table = pages["archive/articles.html"]
    assert not table.xpath("//thead//a | //div[@class='facets']")
    assert "articles.csv" in table.xpath("//section[@id='export']//a/@href")


def test_every_list_of_what_is_broken_can_be_taken_away(
    pages: dict[str, html.HtmlElement],
) -> None:
    """A narrowed one has no file of its own: beside it lies the list of all that is to repair."""
    lists = {name: page for name, page in pages.items() if name.startswith("broken.")}
    assert len(lists) == 13
    for name, page in lists.items():
        what = "the list" if name == "broken.html" else "everything to repair"
        (button,) = page.xpath("//a[contains(@class, 'button')]")
        assert (button.text, button.get("href")) == (
            f"Download {what} as CSV",
            "archive/broken_references.csv",
        )
        (table,) = page.xpath("//*[.='as a table']")
        assert table.get("href") == "archive/broken_references.html", name


def test_pages_are_html_with_a_title_of_their_own(written: Written) -> None:
    for path in sorted(written.folder.rglob("*.html")):
        content = path.read_bytes()
        assert content.startswith(b"<!DOCTYPE html>\n<html lang="), path
        parser = html.HTMLParser(encoding="utf-8")
        page = html.document_fromstring(content, parser=parser)
        assert page.findtext("head/title"), path
        # Names that HTML 5 brought are strange to this parser; everything else is a mistake.
        mistakes = [e for e in parser.error_log if e.type_name != "HTML_UNKNOWN_TAG"]
        assert not mistakes, f"{path}: {mistakes[0]}"


def test_feeds_lead_to_pages_beside_them(written: Written) -> None:
    for name in ("changes", "findings"):
        assert atom_faults((written.folder / f"{name}.atom").read_bytes()) == []
        feed = etree.parse(written.folder / f"{name}.atom")
        links = feed.xpath("//*[local-name()='link']/@href")
        assert len(links) > 2
        for link in links:
            assert (written.folder / link).is_file(), link


def test_references_of_each_page_and_of_all_can_be_taken_along(
    published: Published, written: Written, pages: dict[str, html.HtmlElement]
) -> None:
    with closing(sqlite3.connect(published.database)) as db:
        printed = dict(
            db.execute(
                "SELECT page_id, count(*) FROM bibliography WHERE page_id IN "
                "(SELECT page_id FROM articles) GROUP BY page_id"
            )
        )
    offered = {f"archive/articles/{page_id}.html": n for page_id, n in printed.items()}
    for name, count in (offered | {"data.html": sum(printed.values()), "about.html": 1}).items():
        links = {link.text: link.get("href") for link in pages[name].iter("a")}
        files = [written.folder / name / ".." / links[form.title] for form in FORMS.values()]
        ris, bib, csl = (path.resolve().read_text(encoding="utf-8") for path in files)
        items = json.loads(csl)
        assert 0 < len(items) <= count, name
        assert len(items) == len(rispy.loads(ris)), name
        assert len(items) == len(bibtexparser.parse_string(bib).entries), name
    reference = pages[f"archive/bibliography/{specimen.reference_id(specimen.ACUPUNCTURE, 1)}.html"]
    assert not reference.xpath("//p[contains(@class, 'take-along')]"), "has no file of its own"


def test_datasette_lite_is_offered_where_the_publisher_names_one(
    published: Published, written: Written, tmp_path: Path
) -> None:
    assert not (written.folder / "lite.html").exists()
    assert "lite" not in (written.folder / "data.html").read_text()
    shutil.copytree(written.folder, tmp_path / "out")
    changes = build_static(published.folder, tmp_path / "out", "https://lite.example/").changes
    assert changes.written == 2, "the page, and the one that leads to it"
    data = html.document_fromstring((tmp_path / "out/data.html").read_bytes())
    assert data.xpath("//main//a[@href='lite.html']")
    page = html.document_fromstring((tmp_path / "out/lite.html").read_bytes())
    assert page.xpath("//a[@data-database='archive.db']/@href") == ["https://lite.example/"]
    assert page.xpath("//script[@src='static/lite.js']")


def index_of(written: Written) -> dict[str, dict[str, list[object]]]:
    text = (written.folder / "static/search-index.js").read_text(encoding="utf-8")
    found = json.loads(text.removeprefix("window.archiveIndex = ").removesuffix(";\n"))
    assert isinstance(found, dict)
    return found


def test_the_search_knows_what_the_served_one_knows(written: Written) -> None:
    index = index_of(written)
    assert {row[0] for row in index["rows"]} == {"articles", "news", "bibliography", "terms"}
    for row in index["rows"]:
        assert (written.folder / str(row[3])).is_file(), row
    for file in index["names"].values():
        assert (written.folder / str(file)).is_file(), file
    row = index["words"]["σπονδυλικησ"][0]
    assert "σκολίωση" in index["rows"][row][1]


def test_words_are_folded_as_the_full_text_index_folds_them() -> None:
    """Letter by letter: what SQLite makes of it, folded, is what the script makes of it."""
    letters = [chr(c) for c in range(0xC0, 0x530) if chr(c).isalpha()]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIRTUAL TABLE t USING fts5(x, tokenize = '{TOKENIZER}')")
        db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
        for number, letter in enumerate(letters):
            db.execute("INSERT INTO t (rowid, x) VALUES (?, ?)", (number, f"a{letter}b"))
        terms = {number: term for term, number in db.execute("SELECT term, doc FROM v")}
    # Old forms of letters, of symbols in formulas, stay what they are for the script.
    rare = set("ſϐϑϕϖϰϱϵ")
    for number, letter in enumerate(letters):
        if letter not in rare:
            assert fold(terms[number]) == fold(f"a{letter}b"), letter


def test_the_script_knows_the_same_strokes() -> None:
    script = (Path(static.__file__).parent / "assets/search.js").read_text(encoding="utf-8")
    (said,) = re.findall(r"const strokes = \{(.*?)\};", script, flags=re.S)
    assert {ord(a): b for a, b in re.findall(r'(\w): "(\w+)"', said)} == STROKES


def files_in(folder: Path) -> list[Path]:
    """The files of the archive in ``folder / "out"``."""
    paths = (folder / "out").rglob("*")
    return [path for path in paths if path.is_file() and not path.name.startswith(".")]


def test_a_second_publish_writes_only_what_changed(written: Written, tmp_path: Path) -> None:
    assert written.changes.written > written.pages
    shutil.copytree(written.folder, tmp_path / "out")
    crawl_db = specimen.fill(tmp_path / "crawl.db")
    with Store.open(crawl_db) as store, store.unit():
        store.db.conn.execute("DELETE FROM terms WHERE term = 'Lordosis'")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files_in(tmp_path)}
    untouched = max(path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.html"))
    gone = len(list((tmp_path / "out/archive/terms").iterdir()))
    site = publish(crawl_db, tmp_path / "site", specimen.PUBLICATION).folder
    later = build_static(site, tmp_path / "out").changes
    same = [path for path in files_in(tmp_path) if path.read_bytes() == before[path][1]]
    assert len(same) == later.unchanged
    assert all(path.stat().st_mtime_ns == before[path][0] for path in same)
    assert later.removed == 1
    assert len(list((tmp_path / "out/archive/terms").iterdir())) == gone - 1
    mine = (tmp_path / "out" / name for name in ("glossary.html", "archive/terms.csv"))
    assert all(path.stat().st_mtime_ns > untouched for path in mine)
    assert 0 < later.written < later.unchanged / 5
    assert "Lordosis" not in (tmp_path / "out/glossary.html").read_text()


def test_a_folder_that_is_not_ours_is_said_in_a_sentence(
    published: Published, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("a home page")
    with pytest.raises(PublishError, match="Name an empty folder"):
        build_static(published.folder, tmp_path)
    shutil.rmtree(tmp_path)


def test_robots_are_told_of_the_pages_where_their_host_is_known(
    written: Written, published: Published, tmp_path: Path
) -> None:
    assert not (written.folder / "sitemap.xml").exists()
    site = shutil.copytree(published.folder, tmp_path / "site")
    home = named(site)
    with closing(sqlite3.connect(site / FILE)) as db, db:
        db.execute("UPDATE pages SET is_noindex = 1 WHERE id = ?", (specimen.page_id(),))
    out = build_static(site, tmp_path / "out").folder
    assert f"Sitemap: {home}/sitemap.xml" in (out / "robots.txt").read_text()
    assert locations(out / "sitemap.xml") == [f"{home}/sitemap-1.xml"]
    for address in locations(out / "sitemap-1.xml"):
        assert specimen.page_id() not in address, "it wants to stay out of search engines"
        page = html.parse(out / unquote(address.removeprefix(f"{home}/")))
        assert not page.xpath("//meta[@name='robots']"), address
    page = html.parse(out / f"archive/articles/{specimen.page_id()}.html")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("robots.txt", ["sitemap-1.xml", "sitemap.xml"]),
        ("sitemap.xml", []),
        ("sitemap-1.xml", []),
    ],
)
def test_what_somebody_else_tells_robots_stays(
    published: Published,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    theirs: str,
    ours: list[str],
) -> None:
    for name, found in (("addresses", ["/"]), ("exports", []), ("listed", ["/"]), ("data_of", [])):
        monkeypatch.setattr(pages_of_archive, name, lambda *_, found=found: found)  # one is enough
    site = shutil.copytree(published.folder, tmp_path / "site")
    named(site)
    out = tmp_path / "out"
    out.mkdir()
    (out / LIST).touch()
    (out / theirs).write_text("theirs")
    build_static(site, out)
    for_robots = {"robots.txt", "sitemap.xml", "sitemap-1.xml"} & {p.name for p in out.iterdir()}
    assert sorted(for_robots - {theirs}) == ours, "half of a sitemap leads nowhere"

    shutil.copy(published.folder / "site.json", site)  # from now on without an address
    build_static(site, out)
    assert (out / theirs).read_text() == "theirs"
    assert not any((out / name).exists() for name in ours), "ours goes, theirs stays"


def named(site: Path) -> str:
    """Give a published folder the address that its profile might have named."""
    settings = json.loads((site / "site.json").read_text(encoding="utf-8"))
    settings["publication"]["public_url"] = "https://archive.example.org"
    (site / "site.json").write_text(json.dumps(settings), encoding="utf-8")
    return "https://archive.example.org"


def locations(path: Path) -> list[str]:
    """What a sitemap lists."""
    found = etree.parse(path).xpath("//s:loc/text()", namespaces={"s": NAMESPACE})
    return [str(text) for text in found]
