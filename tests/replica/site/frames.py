"""A page put into the frame of its generation: what surrounds the text, in the site's order."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tests.replica.site.bodies import parse_body
from tests.replica.site.news import news_items, teaser_of
from tests.replica.site.nodes import Document, Heading, Items, Node, Raw, Region, Text
from tests.replica.site.pages import Page, find_page, pages
from tests.replica.site.printing import print_date, print_numbers, print_short
from tests.replica.site.shapes import shape_list

MAIN_MENU = (
    "/", "/en/spine-conditions.htm", "/en/treatments.htm", "/en/pain3", "/en/glossary.htm",
    "/en/news.htm", "/en/library.htm", "/en/links.htm", "/en/languages.htm",
)  # fmt: skip
# What a browser loads with every page but the oldest (generated/requisites.py).
REQUISITES = (
    '<link rel="stylesheet" href="/assets/site.css">',
    '<link rel="icon" type="image/svg+xml" href="/assets/logo.svg">',
    '<script src="/assets/site.js" defer></script>',
)
SOCIAL = (
    ("Facebook", "https://www.facebook.com/eurospine"),
    ("Twitter", "https://twitter.com/eurospine"),
    ("Linkedin", "https://www.linkedin.com/company/eurospine"),
    ("Instagram", "https://www.instagram.com/eurospine"),
    ("Youtube channel", "https://www.youtube.com/user/eurospine"),
)


@cache
def phrases(language: str) -> dict[str, str]:
    """Words of the frame in a language."""
    every = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
    return every[language]


def compose(page: Page, *, news: int = 0, edit: str = "") -> Document:
    """The whole page; ``news`` is the generation of the news box, ``edit`` a sentence to add."""
    build = {"A": _compose_a, "B": _compose_b, "C": _compose_c}[page.generation]
    regions = build(page, _content(page, edit), news)
    head = [*_alternates(page), *page.head, *(REQUISITES if page.generation != "A" else ())]
    if page.canonical:
        head.insert(0, f'<link rel="canonical" href="{page.url}">')
    if page.meta_charset:
        head.insert(0, f'<meta charset="{page.meta_charset}">')
    return Document(page.document_title, page.generation, page.language, regions, tuple(head))


def _alternates(page: Page) -> list[str]:
    found = [other for path in page.translations if (other := find_page(page.host, path))]
    link = '<link rel="alternate" hreflang="{}" href="{}">'
    return [link.format(other.language, other.path) for other in found]


def _content(page: Page, edit: str) -> tuple[Node, ...]:
    """Title, text and references: what the page is about."""
    nodes: list[Node] = [Raw('<a name="main"></a>')] if page.generation == "C" else []
    if page.generation == "C" and page.kind == "news":
        nodes.append(Text("Patient Line", role="label"))
    if page.title:
        nodes.append(Heading(page.title, level=1))
    if page.published:
        nodes.append(Text(_print_published(page), role="date"))
    if page.body:
        nodes += parse_body(page.body)
    if edit:
        nodes.append(Text(edit))
    if page.references:
        if page.references_heading:
            nodes.append(Heading(page.references_heading))
        texts = [entry.html for entry in page.references]
        nodes += shape_list(texts, page.shape, phrases(page.language)["blurb"])
    if page.after:
        nodes += parse_body(page.after)
    return tuple(nodes)


def _print_published(page: Page) -> str:
    assert page.published is not None
    if page.generation == "C":
        return print_short(page.published)
    return print_date(page.published, page.language)


def _compose_a(page: Page, content: tuple[Node, ...], news: int) -> tuple[Region, ...]:
    words = phrases(page.language)
    trap = (Raw(page.trap),) if page.trap else ()
    return (
        Region("top", (
            *trap,
            Text('<a href="/">EUROSPINE</a>', role="site"),
            Text(f'<a href="/member/">{words["login"]}</a>', role="login"),
            Text(f'<a href="#top">{words["close"]}</a>', role="login"),
        )),
        Region("main", (*content, Text('<a href="#top">back to top</a>', role="up"))),
        Region("foot", (Text(_made(words)),)),
    )  # fmt: skip


def _compose_b(page: Page, content: tuple[Node, ...], news: int) -> tuple[Region, ...]:
    words = phrases(page.language)
    trap = (Raw(page.trap),) if page.trap else ()
    blurb = () if page.references and page.shape == "glued" else (Text(words["blurb"], "blurb"),)
    login = f'<a href="/en/login.htm">{words["login"]}</a>'
    foot = [Text(_made(words))]
    if page.updated:
        foot.append(Text(f"{words['updated']} {print_numbers(page.updated)}", role="updated"))
    teasers = [teaser_of(item, page.language) for item in news_items(news)[:2]]
    return (
        Region("top", (Text(words["site"], role="site"), *trap, Text(login, role="login"))),
        Region("main", (*content, *blurb, Text(words["society"], role="blurb"))),
        Region("navigation", (Text(words["navigation"], "label"), Items(_menu(page), role="menu"))),
        Region("news", (Heading(words["news"], level=3), *teasers)),
        Region("social", (Text(_social()),)),
        Region("foot", tuple(foot)),
    )  # fmt: skip


def _compose_c(page: Page, content: tuple[Node, ...], news: int) -> tuple[Region, ...]:
    hero = (
        tuple(n for n in content if isinstance(n, Text) and n.role == "lead") if page.hero else ()
    )
    trap = (Raw(page.trap),) if page.trap else ()
    menu = (
        '<a href="/">Home</a>',
        '<a href="/patients/">Patients</a>',
        '<a href="/patients/spine-conditions/">Spine conditions</a>',
        '<a href="/patients/knowledge-centre/treatments/">Treatments</a>',
        '<a href="/patients/patient-line-news/">Patient Line news</a>',
        '<a href="https://www.eurospinepatientline.test/">The old Patient Line</a>',
    )
    return (
        Region("top", (*trap, Text('<a href="#main">To the content</a>', role="skip"), *hero)),
        Region("main", content),
        Region("navigation", (Items(menu, role="menu"),)),
        Region("foot", (Text(_social()), Text("© EUROSPINE, the Spine Society of Europe"))),
    )


def _made(words: dict[str, str]) -> str:
    return words["made"].replace(
        "bestview gmbh", '<a href="https://www.bestview.test/">bestview gmbh</a>'
    )


def _social() -> str:
    return " ".join(f'<a href="{href}">{name}</a>' for name, href in SOCIAL)


def _menu(page: Page) -> tuple[str, ...]:
    """Links to the main entrances and to the pages of the same group and language."""
    entrances = [p for path in MAIN_MENU if (p := find_page(page.host, path))]
    group = [
        p for p in pages()
        if p.host == page.host and p.generation == "B" and p.menu != "-"
        and p.group == page.group and p.language == page.language
    ]  # fmt: skip
    links = dict.fromkeys([*entrances, *group])
    return tuple(f'<a href="{p.menu or p.path}">{p.menu_title or p.title}</a>' for p in links)
