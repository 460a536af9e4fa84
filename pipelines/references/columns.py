"""Column headings of tables of works, in the languages of the site. Pure data."""

from __future__ import annotations

from enum import StrEnum

from pipelines.text import fold


class Column(StrEnum):
    """What the cells of one column hold."""

    NUMBER = "number"
    AUTHORS = "authors"
    YEAR = "year"
    TITLE = "title"
    CONTAINER = "container"  # a journal or book, perhaps with volume and pages
    VOLUME = "volume"
    ISSUE = "issue"
    PAGES = "pages"
    PUBLISHER = "publisher"
    IDENTIFIER = "identifier"  # a DOI name, an ISBN, an address, the word Link
    PMID = "pmid"
    OTHER = "other"  # nothing that a reference prints


_WORDS = {
    Column.NUMBER: "no; nr; n; num; number; nummer; lfd nr; ref; numéro; numero; número; núm; lp; "
    "numer; sıra; sıra no; α/α; αριθμός",
    Column.AUTHORS: "author; authors; author(s); first author; lead author; autor; autoren; "
    "autor/in; autor(en); autor:in; verfasser; auteur; auteurs; auteur(s); autores; autor(es); "
    "autore; autori; autore/i; autorzy; autor/autorzy; yazar; yazarlar; yazar(lar); συγγραφέας; "
    "συγγραφείς",
    Column.YEAR: "year; publication year; year of publication; jahr; erscheinungsjahr; année; "
    "année de publication; año; ano; anno; rok; rok wydania; yıl; έτος",
    Column.TITLE: "title; titel; article title; title of article; paper; article; publication; "
    "study title; titre; título; titolo; tytuł; başlık; makale; τίτλος; titel der arbeit; "
    "titre de l'article; título del artículo; tytuł artykułu",
    Column.CONTAINER: "journal; journal name; source; published in; journal/book; journal / book; "
    "zeitschrift; fachzeitschrift; quelle; erschienen in; revue; journal/revue; revista; fuente; "
    "rivista; fonte; czasopismo; źródło; dergi; kaynak; περιοδικό; πηγή; citation",
    Column.VOLUME: "volume; vol; volume(issue); volume (issue); volume/issue; band; jahrgang; "
    "band (heft); tome; volumen; tom; cilt; τόμος",
    Column.ISSUE: "issue; heft; ausgabe; numéro du journal; fascículo; fascicolo; zeszyt; sayı; "
    "τεύχος",
    Column.PAGES: "page; pages; pp; page(s); page numbers; seite; seiten; seite(n); páginas; "
    "página; pagine; pagina; strony; str; sayfa; sayfalar; σελίδες; article no; article number",
    Column.PUBLISHER: "publisher; verlag; éditeur; editorial; editore; editora; wydawnictwo; "
    "wydawca; yayınevi; εκδότης",
    Column.IDENTIFIER: "doi; link; url; identifier; doi/link; doi or link; link/doi; isbn; "
    "doi / pmid; enlace; lien; bağlantı; σύνδεσμος; collegamento; odnośnik; ligação",
    Column.PMID: "pmid; pubmed; pubmed id",
}
NAMES = {fold(word): column for column, words in _WORDS.items() for word in words.split(";")}
"""Folded word -> what a column headed by it holds."""
LONGEST = 60
"""Characters of the head of a column."""


def column_headed(cell: str) -> Column:
    """What a column holds whose header is this cell.

    >>> column_headed("Author(s)"), column_headed("Dauer")
    (<Column.AUTHORS: 'authors'>, <Column.OTHER: 'other'>)
    """
    if len(cell) > LONGEST:
        return Column.OTHER
    return NAMES.get(fold(cell), Column.NUMBER if cell.strip() == "#" else Column.OTHER)
