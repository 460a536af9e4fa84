"""HTML5 as one would write it today: header, main, article, nav, aside, footer, headings, dl."""

from __future__ import annotations

from tests.replica.site.markup.writer import Writer
from tests.replica.site.nodes import (
    Document,
    Heading,
    Items,
    Poll,
    Quote,
    Raw,
    Region,
    Rows,
    Teaser,
    Terms,
    Text,
)

REGIONS = {
    "top": ("<header>", "</header>"),
    "navigation": ("<nav>", "</nav>"),
    "news": ('<aside class="latest-news">', "</aside>"),
    "social": ('<div class="social">', "</div>"),
    "foot": ("<footer>", "</footer>"),
}
CONTENT = {
    "A": ('<main class="content">', "</main>"),
    "B": ('<main id="content"><div class="text">', "</div></main>"),
    "C": ('<main id="main"><article>', "</article></main>"),
}


class Semantic(Writer):
    """Meaning in the tags."""

    def page(self, document: Document, body: str) -> str:
        head = "".join(f"\n{element}" for element in document.head)
        return (
            f'<!DOCTYPE html>\n<html lang="{document.language}">\n<head>'
            f"{head}\n<title>{document.title}</title>\n</head>\n"
            f'<body id="top" class="generation-{document.generation.lower()}">\n{body}\n'
            "</body>\n</html>\n"
        )

    def region(self, region: Region, document: Document) -> str:
        before, after = REGIONS.get(region.name) or CONTENT[document.generation]
        return f"{before}\n{self.nodes(region.nodes)}\n{after}"

    def heading(self, node: Heading) -> str:
        name = f'<a name="{node.name}"></a>' if node.name else ""
        return f"<h{node.level}>{name}{node.html}{node.after}</h{node.level}>"

    def text(self, node: Text) -> str:
        role = "" if node.role == "text" else f' class="{node.role}"'
        return f"<p{role}>{node.html}</p>"

    def items(self, node: Items) -> str:
        tag = "ol" if node.ordered else "ul"
        return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in node.items) + f"</{tag}>"

    def rows(self, node: Rows) -> str:
        rows = [f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in node.rows]
        if node.head:
            rows[0] = f"<thead>{rows[0].replace('td>', 'th>')}</thead>"
        return f"<table>{''.join(rows)}</table>"

    def terms(self, node: Terms) -> str:
        if node.accordion:
            return "".join(
                f'<details><summary>{term}</summary><div class="panel">{text}</div></details>'
                for term, text in node.pairs
            )
        return f"<dl>{''.join(f'<dt>{t}</dt><dd>{d}</dd>' for t, d in node.pairs)}</dl>"

    def poll(self, node: Poll) -> str:
        rows = "".join(f"<tr><td>{o}</td><td>{votes}</td></tr>" for o, votes in node.options)
        return (
            f'<section class="poll"><p class="question">{node.question}</p>'
            f'<table>{rows}</table><p class="total">{node.total}</p></section>'
        )

    def quote(self, node: Quote) -> str:
        return f"<blockquote><p>{node.html}</p></blockquote>"

    def teaser(self, node: Teaser) -> str:
        return (
            f'<article class="teaser"><time>{node.date}</time>'
            f'<h3><a href="{node.href}">{node.title}</a></h3><p>{node.text}</p></article>'
        )

    def raw(self, node: Raw) -> str:
        return node.html
