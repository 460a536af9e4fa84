"""Nested layout tables of the late nineties: font, bold, br, and many end tags left out.

Generation A leaves out the end tags of its cells and rows too.
"""

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

LAYOUT = '<table class="layout" width="100%" border="0" cellpadding="0" cellspacing="0">'
CELLS = {"top": "head", "navigation": "navi", "news": "news", "social": "some", "foot": "foot"}
CONTENT = {"A": 'class="content"', "B": 'id="content"', "C": 'class="article"'}
SIZES = {1: 5, 2: 4, 3: 3}


class Tables(Writer):
    """Meaning in place and looks."""

    def page(self, document: Document, body: str) -> str:
        head = "".join(f"\n{element}" for element in document.head)
        end = "" if document.generation == "A" else "</table></center>\n</body>\n</html>"
        return (
            f"<html>\n<head>{head}\n<title>{document.title}</title>\n</head>\n"
            '<body bgcolor="#ffffff">\n<a name="top"></a><center>'
            f'<table width="760" border="0" cellspacing="0">\n{body}\n{end}\n'
        )

    def region(self, region: Region, document: Document) -> str:
        known = CELLS.get(region.name)
        name = f'class="{known}"' if known else CONTENT[document.generation]
        inner = self.nodes(region.nodes)
        if document.generation == "A":
            return f"<tr><td valign=top>{LAYOUT}<tr><td {name}>{inner}\n</table>"
        return (
            f'<tr><td valign="top">{LAYOUT}<tr><td width="10"></td><td {name}>{inner}\n'
            "</td></tr></table></td></tr>"
        )

    def heading(self, node: Heading) -> str:
        name = f'<a name="{node.name}"></a>' if node.name else ""
        bold = f'<font size="{SIZES[node.level]}"><b>{name}{node.html}</b></font>{node.after}'
        if node.level == 1:
            return f'<span class="headline">{bold}</span><br>'
        return f'<p class="subline">{bold}'

    def text(self, node: Text) -> str:
        return f"<p>{node.html}"

    def items(self, node: Items) -> str:
        tag = "ol" if node.ordered else "ul"
        return f"<{tag}>" + "".join(f"<li>{item}\n" for item in node.items) + f"</{tag}>"

    def rows(self, node: Rows) -> str:
        rows = "".join(f"<tr>{''.join(f'<td>{c}' for c in row)}\n" for row in node.rows)
        return f'<table border="1" cellpadding="3">{rows}</table>'

    def terms(self, node: Terms) -> str:
        rows = "".join(
            f'<tr><td valign="top"><b>{t}</b></td><td>{d}</td></tr>\n' for t, d in node.pairs
        )
        return f'<table border="0" cellpadding="3">{rows}</table>'

    def poll(self, node: Poll) -> str:
        rows = "".join(f"<tr><td>{o}<td>{votes}\n" for o, votes in node.options)
        return f"<p><b>{node.question}</b>\n<table>{rows}</table>\n<p>{node.total}"

    def quote(self, node: Quote) -> str:
        return f'<table border="0" cellpadding="8"><tr><td><i>{node.html}</i></td></tr></table>'

    def teaser(self, node: Teaser) -> str:
        return (
            f'<p><font size="1">{node.date}</font><br><b><a href="{node.href}">{node.title}</a></b>'
            f"<br>{node.text}"
        )

    def raw(self, node: Raw) -> str:
        return node.html
