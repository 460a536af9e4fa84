"""Div soup: no tag means anything, class names half do; what looks like a heading is a div."""

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
    "top": '<div class="hd"><div class="hd-inner">{}</div></div>',
    "navigation": '<div class="box box-nav"><div class="box-inner">{}</div></div>',
    "news": '<div class="box box-news"><div class="box-inner">{}</div></div>',
    "social": '<div class="box box-some">{}</div>',
    "foot": '<div class="ft"><div class="ft-inner">{}</div></div>',
}
CONTENT = {
    "A": '<div class="wrap"><div class="content">{}</div></div>',
    "B": '<div id="content"><div class="inner"><div class="text">{}</div></div></div>',
    "C": '<div class="c-main"><div class="c-stage"><div class="c-article">{}</div></div></div>',
}


class Soup(Writer):
    """Meaning in nothing but text, place and a few class names."""

    joint = ""

    def page(self, document: Document, body: str) -> str:
        head = "".join(document.head)
        return (
            f'<!DOCTYPE html><html><head>{head}<meta http-equiv="content-language" '
            f'content="{document.language}"><title>{document.title}</title></head><body>'
            f'<div id="top"></div><div id="page"><div id="page-inner">{body}</div></div>'
            "</body></html>"
        )

    def region(self, region: Region, document: Document) -> str:
        frame = REGIONS.get(region.name) or CONTENT[document.generation]
        return frame.format(self.nodes(region.nodes))

    def heading(self, node: Heading) -> str:
        name = f'<a id="{node.name}"></a>' if node.name else ""
        back = f'<span class="up">{node.after}</span>' if node.after else ""
        return f'<div class="h{node.level}"><span>{name}{node.html}</span>{back}</div>'

    def text(self, node: Text) -> str:
        return f'<div class="{"p" if node.role == "text" else node.role}">{node.html}</div>'

    def items(self, node: Items) -> str:
        tag = "ol" if node.ordered else "ul"
        items = "".join(f"<li><div>{item}</div></li>" for item in node.items)
        return f'<div class="{node.role}"><{tag}>{items}</{tag}></div>'

    def rows(self, node: Rows) -> str:
        rows = "".join(
            f"<tr>{''.join(f'<td><div>{c}</div></td>' for c in row)}</tr>" for row in node.rows
        )
        return f'<div class="scroll"><table>{rows}</table></div>'

    def terms(self, node: Terms) -> str:
        if node.accordion:
            return "".join(
                f'<div class="accordion"><button type="button">{term}</button>'
                f'<div class="panel">{text}</div></div>'
                for term, text in node.pairs
            )
        return "".join(
            f'<div class="term"><b>{t}</b></div><div class="definition">{d}</div>'
            for t, d in node.pairs
        )

    def poll(self, node: Poll) -> str:
        rows = "".join(
            f'<div class="answer"><span class="option">{option}</span> '
            f'<span class="votes">{votes}</span></div>'
            for option, votes in node.options
        )
        return (
            f'<div class="poll"><div class="question">{node.question}</div>{rows}'
            f'<div class="total">{node.total}</div></div>'
        )

    def quote(self, node: Quote) -> str:
        return f'<div class="quote">{node.html}</div>'

    def teaser(self, node: Teaser) -> str:
        return (
            f'<div class="teaser"><div class="date">{node.date}</div>'
            f'<div class="title"><a href="{node.href}">{node.title}</a></div>'
            f'<div class="abstract">{node.text}</div></div>'
        )

    def raw(self, node: Raw) -> str:
        return node.html
