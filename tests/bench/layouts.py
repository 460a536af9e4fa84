"""How other programs lay out a list of references: what they write around each entry.

Bibliography managers, word processors, wikis, content management systems, footnote plugins,
publishers and documentation tools. An entry comes in as text and goes out as HTML; what a layout
adds (numbers, back links, words of links) is no part of the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

Layout = Callable[[str, Sequence[str]], str]
"""(heading, entries) -> HTML."""


def each(pattern: str, around: str = "{}", joint: str = "\n", title: str = "<h2>{}</h2>") -> Layout:
    """The same HTML around every entry ({n}: its number, {e}: its text), and around them all."""

    def lay(heading: str, entries: Sequence[str]) -> str:
        texts = (pattern.format(n=n, e=escape(text)) for n, text in enumerate(entries, 1))
        head = title.format(escape(heading)) if heading else ""
        return head + "\n" + around.format(joint.join(texts))

    return lay


def nested(heading: str, entries: Sequence[str]) -> str:
    """Topics as items of a list, each with a list of its own that begins at 1."""
    half = len(entries) // 2
    items = ["".join(f"<li>{escape(e)}</li>" for e in part) for part in _halves(entries, half)]
    return (
        f"<h2>{escape(heading)}</h2><ol><li>Diagnosis<ol>{items[0]}</ol></li>"
        f"<li>Treatment<ol>{items[1]}</ol></li></ol>"
    )


def by_section(heading: str, entries: Sequence[str]) -> str:
    """A list at the end of each section of the page."""
    return "".join(
        f"<h2>{topic}</h2><p>Most people get better by themselves within six weeks.</p>"
        f"<h3>{escape(heading)}</h3><ol>{''.join(f'<li>{escape(e)}</li>' for e in part)}</ol>"
        for topic, part in zip(
            ("Diagnosis", "Treatment"), _halves(entries, len(entries) // 2), strict=True
        )
    )


def two_columns(heading: str, entries: Sequence[str]) -> str:
    """A list split in two columns, the second of which goes on counting."""
    half = len(entries) // 2
    lists = [
        f'<ol start="{start}">{"".join(f"<li>{escape(e)}</li>" for e in part)}</ol>'
        for start, part in zip((1, half + 1), _halves(entries, half), strict=True)
    ]
    columns = "".join(f'<div class="col-md-6">{one}</div>' for one in lists)
    return f'<h2>{escape(heading)}</h2><div class="row">{columns}</div>'


def two_cells(heading: str, entries: Sequence[str]) -> str:
    """Two cells of a layout table side by side, a paragraph an entry."""
    cells = (
        "<td valign=top>" + "".join(f"<p>{escape(e)}</p>" for e in part) + "</td>"
        for part in _halves(entries, len(entries) // 2)
    )
    return f"<h2>{escape(heading)}</h2><table><tr>{''.join(cells)}</tr></table>"


def tab(heading: str, entries: Sequence[str]) -> str:
    """A tab that is drawn when it is opened; its name is that of the list."""
    items = "".join(f"<li>{escape(e)}</li>" for e in entries)
    return (
        '<ul class="nav nav-tabs"><li><a href="#t1">Overview</a></li>'
        f'<li><a href="#t2">{escape(heading)}</a></li></ul><div class="tab-content">'
        '<div id="t1" class="tab-pane active"><p>Most people get better by themselves.</p></div>'
        f'<div id="t2" class="tab-pane"><ul>{items}</ul></div></div>'
    )


def _halves(entries: Sequence[str], at: int) -> tuple[Sequence[str], Sequence[str]]:
    return entries[:at], entries[at:]


_FIGURE_SPACE = "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; "
LAYOUTS: dict[str, Layout] = {
    "Zotero": each(
        '<div class="csl-entry">{e}</div><span class="Z3988" title="url_ver=Z39.88-2004"></span>',
        '<div class="csl-bib-body" style="line-height:2;padding-left:2em">{}</div>',
    ),
    "Zotero, numbered": each(
        '<div class="csl-entry" style="clear:left"><div class="csl-left-margin" '
        'style="float:left">{n}.</div><div class="csl-right-inline">{e}</div></div>',
        '<div class="csl-bib-body">{}</div>',
    ),
    "Zotero, brackets": each(
        '<div class="csl-entry"><div class="csl-left-margin">[{n}]</div>'
        '<div class="csl-right-inline">{e}</div></div>',
        '<div class="csl-bib-body">{}</div>',
    ),
    "pandoc": each(
        '<div id="ref-a{n}" class="csl-entry" role="listitem">{e}</div>',
        '<div id="refs" class="references csl-bib-body hanging-indent" role="list">{}</div>',
        title='<h1 class="unnumbered" id="bibliography">{}</h1>',
    ),
    "pandoc footnotes": each(
        '<li id="fn{n}"><p>{e}<a href="#fnref{n}" class="footnote-back" role="doc-backlink">↩︎</a>'
        "</p></li>",
        '<section id="footnotes" class="footnotes" role="doc-endnotes"><hr /><ol>{}</ol></section>',
        title="",
    ),
    "Word endnotes": each(
        '<div id="edn{n}"><p class="MsoEndnoteText"><a href="#_ednref{n}" name="_edn{n}" title="">'
        '<span class="MsoEndnoteReference"><span class="MsoEndnoteReference"><span '
        'style="font-size:10.0pt">[{n}]</span></span></span></a> {e}</p></div>',
        '<div><br clear="all"><hr align="left" size="1" width="33%">{}</div>',
    ),
    "Word endnotes, Roman": each(
        '<p class="MsoEndnoteText"><a href="#_ednref{n}" name="_edn{n}"><sup>{n}</sup></a> {e}</p>',
        title='<p class="MsoNormal"><b><span lang="EN-GB">{}<o:p></o:p></span></b></p>',
    ),
    "EndNote in Word": each(
        '<p class="EndNoteBibliography" style="margin-left:36.0pt;text-indent:-36.0pt">{n}.'
        "<span style='mso-tab-count:1'>" + _FIGURE_SPACE + "</span>{e}<o:p></o:p></p>",
        title='<p class="MsoNormal"><b>{}</b></p>',
    ),
    "Word list": each(
        '<p class="MsoListParagraphCxSpMiddle" style="text-indent:-18.0pt"><span>{n}.<span '
        "style=\"font:7.0pt 'Times New Roman'\">" + _FIGURE_SPACE + "</span></span>{e}</p>",
        title='<p class="MsoNormal"><strong><u>{}:</u></strong></p>',
    ),
    "Mendeley": each(
        '<p style="margin-left:32pt;text-indent:-32pt">[{n}]<span class="Apple-tab-span">\t</span>'
        "{e}</p>",
    ),
    "Google Docs": each(
        '<hr><div><p class="c1"><a href="#ftnt_ref{n}" id="ftnt{n}">[{n}]</a>'
        '<span class="c2">&nbsp;{e}</span></p></div>',
        joint="",
        title="",
    ),
    "Easy Footnotes": each(
        '<li class="easy-footnote-single"><span id="easy-footnote-bottom-{n}-12" '
        'class="easy-footnote-margin-adjust"></span>{e}<a class="easy-footnote-to-top" '
        'href="#easy-footnote-{n}-12"></a></li>',
        '<ol class="easy-footnotes-wrapper">{}</ol>',
        title='<div class="easy-footnote-title"><h4>{}</h4></div>',
    ),
    "footnotes plugin": each(
        '<tr class="footnotes_plugin_reference_row"><th scope="row" class="footnote_plugin_index '
        'pointer" onclick="x()"><a id="r_{n}" class="footnote_backlink"><span '
        'class="footnote_index_arrow">&#8593;</span>{n}</a></th><td class="footnote_plugin_text">'
        "{e}</td></tr>",
        '<div id="fr"><table class="footnotes_table footnote-reference-container"><caption '
        'class="accessibility">References</caption><tbody>{}</tbody></table></div>',
        title='<div class="footnote_container_prepare"><p><span role="button">{}</span>'
        '<span role="button">[<a>+</a>]</span></p></div>',
    ),
    "Modern Footnotes": each(
        '<div>{n}<a href="#ref{n}" class="back">&#8617;</a>&nbsp;<span>{e}</span></div>',
        '<div class="modern-footnotes-list">{}</div>',
        title="<h3>{}</h3>",
    ),
    "WordPress": each(
        '<li id="0b1{n}">{e} <a href="#0b1{n}-link" aria-label="Jump to footnote reference {n}">'
        "↩︎</a></li>",
        '<ol class="wp-block-footnotes">{}</ol>',
        title='<h2 class="wp-block-heading">{}</h2>',
    ),
    "Elementor accordion": each(
        "<p>{n}. {e}</p>",
        '<div class="elementor-tab-content">{}</div></div></div>',
        title='<div class="elementor-accordion"><div class="elementor-accordion-item">'
        '<h6 class="elementor-tab-title" role="tab"><a class="elementor-accordion-title" '
        'href="">{}</a></h6>',
    ),
    "Bootstrap accordion": each(
        "<li>{e}</li>",
        '<div class="accordion-collapse collapse"><div class="accordion-body"><ol>{}</ol></div>'
        "</div></div>",
        title='<div class="accordion-item"><h2 class="accordion-header"><button type="button" '
        'class="accordion-button collapsed" aria-expanded="false">{}</button></h2>',
    ),
    "details": each(
        "<li>{e}</li>", "<ol>{}</ol></details>", title="<details><summary>{}</summary>"
    ),
    "details of paragraphs": each(
        "<p>{e}</p>", "{}</details>", title="<details><summary><b>{}</b></summary>"
    ),
    "tab": tab,
    "Wikipedia": each(
        '<li id="cite_note-{n}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{n}">^</a></b>'
        '</span> <span class="reference-text"><style>.mw-parser-output cite.citation{{font-style:'
        'inherit}}</style><cite class="citation journal cs1">{e}</cite><span title="ctx_ver=Z39" '
        'class="Z3988"></span></span></li>',
        '<div class="reflist"><div class="mw-references-wrap"><ol class="references">{}</ol></div>'
        "</div>",
        title='<div class="mw-heading mw-heading2"><h2 id="R">{}</h2><span '
        'class="mw-editsection"><span>[</span><a href="/e">edit</a><span>]</span></span></div>',
    ),
    "Wikipedia, cited twice": each(
        '<li id="cite_note-{n}"><span class="mw-cite-backlink">^ <a href="#a{n}"><sup><i><b>a</b>'
        '</i></sup></a> <a href="#b{n}"><sup><i><b>b</b></i></sup></a></span> <span '
        'class="reference-text">{e}</span></li>',
        '<ol class="references">{}</ol>',
    ),
    "Wikipedia, German": each(
        '<li id="cite_note-{n}"><span class="mw-cite-backlink"><a href="#cite_ref-{n}" '
        'aria-label="Hochspringen nach: a">↑</a></span> <span class="reference-text">{e}</span>'
        "</li>",
        '<ol class="references">{}</ol>',
    ),
    "Drupal": each(
        '<div class="field__item"><p>{e}</p></div>',
        '<div class="field__items">{}</div></div>',
        title='<div class="field field--name-field-references field--label-above">'
        '<div class="field__label">{}</div>',
    ),
    "Typo3": each(
        '<p class="bodytext">{e}</p>',
        '<div class="ce-bodytext">{}</div></div>',
        title='<div id="c12" class="frame frame-default frame-type-text"><header><h3 class="">{}'
        "</h3></header>",
    ),
    "Typo3 list": each(
        "<li>{e}</li>",
        '<ul class="ce-uploads list-unstyled">{}</ul></div>',
        title='<div class="csc-textpic-text"><p class="bodytext"><b>{}</b></p>',
    ),
    "Wix": each(
        '<p class="font_8" style="font-size:15px"><span style="font-size:15px">{n}. {e}</span></p>'
        '<p class="font_8"><span class="wixGuard">\u200b</span></p>',
        title='<h5 class="font_5"><span>{}</span></h5>',
    ),
    "definitions": each("<dt>{n}.</dt><dd>{e}</dd>", "<dl>{}</dl>"),
    "LaTeX2HTML": each(
        '<dt><a name="l{n}">{n}</a></dt><dd>{e}<p></p></dd>',
        "<dl compact>{}</dl>",
        title='<h2><a name="S1">{}</a></h2>',
    ),
    "bibtex2html": each(
        '<tr valign="top"><td align="right" class="bibtexnumber">[<a name="k{n}">{n}</a>]</td>'
        '<td class="bibtexitem">{e} [&nbsp;<a href="b.html#k{n}">bib</a>&nbsp;| '
        '<a href="k{n}.pdf">.pdf</a>&nbsp;]</td></tr>',
        "<table>{}</table>",
    ),
    "Sphinx": each(
        '<div class="citation" id="k{n}" role="doc-biblioentry"><span class="label"><span '
        'class="fn-bracket">[</span><a role="doc-backlink" href="#id{n}">{n}</a><span '
        'class="fn-bracket">]</span></span><p>{e}</p></div>',
        '<div role="list" class="citation-list">{}</div>',
        title='<h2>{}<a class="headerlink" href="#r" title="Link to this heading">¶</a></h2>',
    ),
    "Sphinx, older": each(
        '<table class="docutils citation" id="k{n}" rules="none"><colgroup><col class="label" />'
        '<col /></colgroup><tbody><tr><td class="label">[{n}]</td><td>{e}</td></tr></tbody>'
        "</table>",
    ),
    "PMC": each(
        '<div class="ref-cit-blk half_rhythm" id="B{n}">{n}. <span class="element-citation">{e} '
        '<span class="nowrap">[<a href="/pmc/{n}">PMC free article</a>]</span> [<a href="/p">PubMed'
        '</a>] [<a href="https://scholar.google.com/s?q={n}">Google Scholar</a>]</span></div>',
        '<div class="ref-list-sec sec" id="reference-list">{}</div>',
        title='<h2 class="head no_bottom_margin">{}</h2>',
    ),
    "Springer": each(
        '<li class="c-article-references__item" data-counter="{n}."><p '
        'class="c-article-references__text" id="ref-CR{n}">{e}</p><p '
        'class="c-article-references__links u-hide-print"><a href="/a/{n}">Article'
        '</a>&nbsp;<a href="http://www.ncbi.nlm.nih.gov/p?{n}">PubMed</a>&nbsp;<a '
        'href="http://scholar.google.com/s?{n}">Google Scholar</a>&nbsp;</p></li>',
        '<ol class="c-article-references" data-track-component="outbound reference">{}</ol>',
    ),
    "Frontiers": each(
        '<div class="References"><p class="ReferencesCopy1"><a name="B{n}" id="B{n}"></a>{n}. {e}'
        '</p><p class="ReferencesCopy2"><a href="/a/{n}">CrossRef Full Text</a> |'
        ' <a href="http://scholar.google.com/s?{n}">Google Scholar</a></p></div>',
    ),
    "anchors": each("<p><a name='r{n}'></a><sup>{n}</sup>{e}</p>"),
    "raised in one": each("<sup>{n}</sup> {e}<br>", "<p><small>{}</small></p>"),
    "number column": each(
        '<tr class="row-{n}"><td class="column-1">{n}.</td><td class="column-2">{e}</td></tr>',
        '<table class="tablepress"><tbody>{}</tbody></table>',
    ),
    "bullet column": each("<tr><td>&bull;</td><td>{e}</td></tr>", "<table>{}</table>"),
    "semicolons": each("{e}", "<p>{}</p>", joint="; "),
    "empty lines": each("{e}", "<p>{}</p>", joint="<br><br>", title="<p><b>{}</b></p>"),
    "heading inside": each("{e}", "<br>{}</p>", joint="<br>", title="<p><strong>{}:</strong>"),
    "heading inside, empty lines": each(
        "{n}) {e}", "<br />{}</p>", joint="<br /><br />", title="<p><strong>{}</strong><br />"
    ),
    "font": each("{n}. {e}<br>", '<font size="1">{}</font>', title="<b>{}</b><br>"),
    "quotes": each("<blockquote><p>{e}</p></blockquote>"),
    "preformatted": each("[{n}] {e}", "<pre>{}</pre>"),
    "items of divs": each(
        '<li class="ref"><div class="num">{n}</div><div class="txt">{e}</div></li>',
        '<ul class="refs">{}</ul>',
    ),
    "spans": each(
        '<div class="r"><span class="n">{n}</span><span class="t">{e}</span></div>', "<div>{}</div>"
    ),
    "two columns": two_columns,
    "two cells": two_cells,
    "nested": nested,
    "by section": by_section,
}
"""Name of the program, or of the habit -> its layout. Those without a title print no heading."""
