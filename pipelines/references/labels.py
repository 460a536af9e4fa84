"""Words before the numbers of a reference: volume, issue, pages; in the languages of Europe.

``[Vv]ol`` may have either first letter; a word that ends with a point is a label only before one,
since it is another word without (``let. 5``), or too short. Pure data, and patterns of it.
"""

from __future__ import annotations

VOLUMES = """
    [Vv]ol [Vv]olume [Vv]olumen [Vv]olum [Vv]olumul Band Bd bd. Jg [Jj]rg [Jj]aargang t [Tt]om
    [Tt]ome [Tt]omo v. [Cc]ilt [Cc]ilt: τ. [Ττ]όμ [Ττ]όμος [Тт]. [Тт]ом [Rr]ocz. [Rr]ocznik [Rr]oč.
    [Rr]očník [Ss]v. [Ss]vazek [Ss]vezak [Zz]v. [Zz]väzok let. [Ll]etnik [Åå]rg. [Åå]rgång
    [Åå]rgang [Vv]sk. [Vv]uosikerta [Kk]d. [Kk]öide [Ss]ēj. [Ss]ējums [Ii]ml.
"""
ISSUES = """
    n [Nn]o [Nn]r № [Ii]ssue iss. Heft H. Ausgabe [Nn]úm [Nn]úmero [Nn]uméro [Nn]umero [Nn]umărul
    [Nn]ummer [Nn]ro [Nn]ru [Ff]asc. [Aa]fl. [Aa]flevering [Ss]ayı [Ss]ayı: z. [Zz]esz. [Zz]eszyt
    [Ττ]χ [Ττ]εύχ [Ττ]εύχος αρ. [Вв]ып [Вв]ип [Нн]омер бр. [Бб]рой [Кк]н. [Čč]. [Čč]ís. [Čč]íslo
    br. [Bb]roj [Šš]t. [Šš]tevilka häfte hæfte hefte [Uu]imh.
"""
SIDES = """
    p pp S s ss. [Pp]age [Pp]ages Seite Seiten σ σσ [Σσ]ελ [Σσ]ελίδες pág págs pàg pag. pagg.
    [Pp]agina [Pp]áginas stron strony str. [Ss]trane [Ss]tranice [Ss]trani blz sider sidor [Ss]ivut
    lk psl. pġ. [Сс]. [Сс]тр [Сс]тор lch.
"""
ARTICLES = "Art Article"
VOLUMES_BEHIND = "Jg Jahrgang évf évfolyam köt kötet sēj"
"""Words behind the number: ``115. évf.``"""
ISSUES_BEHIND = "sz szám"
SIDES_BEHIND = "lpp old oldal"


def alternatives(labels: str) -> str:
    """A pattern of them all."""
    return "|".join(rf"{x[:-1]}(?=\.)" if x[-1] == "." else x for x in labels.split())


def first_letters(labels: str) -> str:
    """What one of them may begin with."""
    return "".join(x[1 : x.index("]")] if x[0] == "[" else x[0] for x in labels.split())


def none_before(labels: str) -> str:
    """A pattern: none of them stands right before, with its point or, if a word, a blank.

    Python's engine looks back by a fixed number of characters, hence one pattern for each length.
    """
    ends: dict[int, list[str]] = {}
    for label in labels.split():
        word = label.rstrip(".")
        length = len(word) - 3 * word.startswith("[")  # of "[Vv]" one letter is printed
        ends.setdefault(length + 2, []).append(rf"{word}\.\s")
        if length > 1 and word == label:
            ends.setdefault(length + 1, []).append(rf"{word}\s")
    return "".join(rf"(?<!\b(?:{'|'.join(words)}))" for words in ends.values())
