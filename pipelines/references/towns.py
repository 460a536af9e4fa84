"""Towns of publishers, as references print them in several languages. Pure data and tests.

Only towns (and the lands printed behind them) that no journal is called by.
"""

from __future__ import annotations

import re

from pipelines.text import fold

_NAMES = """
Amsterdam; Ann Arbor; Ankara; Antwerpen; Athens; Athen; Atenas; Αθήνα; Θεσσαλονίκη; Thessaloniki;
Atlanta; Auckland; Baltimore; Barcelona; Basel; Basle; Bâle; Beijing; Berlin; Berlino; Bern; Berne;
Bethesda; Bielefeld; Bologna; Bonn; Boston; Brasília; Bratislava; Bruxelles; Brussels; Brussel;
Bucharest; Budapest; Buenos Aires; Cambridge; Canberra; Chicago; Chichester; Cologne; Copenhagen;
Dordrecht; Dresden; Dublin; Düsseldorf; Edinburgh; Firenze; Florence; Frankfurt; Frankfurt am Main;
Freiburg; Gdańsk; Genève; Geneva; Genf; Ginebra; Ginevra; Genewa; Cenevre; Γενεύη; Gent; Ghent;
Glasgow; Göttingen; Graz; Groningen; Hamburg; Hannover; Heidelberg; Helsinki; Hoboken; Houten;
Istanbul; İstanbul; Jena; Köln; Kraków; Kopenhagen; Lausanne; Leeds; Leiden; Leipzig; Leuven;
Lisboa; Lisbon; London; Londres; Londra; Los Angeles; Lyon; Madrid; Mainz; Manchester; Melbourne;
México; Milan; Milano; Montréal; Montreal; Moscow; München; Munich; Münster; New Delhi; New York;
Nijmegen; Oslo; Ottawa; Oxford; Padova; Paris; Parigi; París; Philadelphia; Porto; Porto Alegre;
Poznań; Praha; Prague; Rio de Janeiro; Rochester; Roma; Rome; Rosemont; Rotterdam; Saint-Denis;
San Francisco; Santiago; São Paulo; Seattle; Sevilla; Singapore; Stockholm; Strasbourg; Strassburg;
St. Louis; Stuttgart; Sydney; Tokyo; Torino; Toronto; Tübingen; Utrecht; Valencia; Vancouver;
Warszawa; Warsaw; Washington; Washington DC; Wien; Vienna; Wiesbaden; Wrocław; Würzburg; Zurich;
Zürich; Zürih; Κύπρος; Lefkoşa; Izmir; İzmir;
Australia; Austria; Belgium; Brazil; Canada; Denmark; England; France; Germany; Greece; Ireland;
Italy; Netherlands; Norway; Poland; Portugal; Scotland; Spain; Sweden; Switzerland; Turkey; UK;
USA; United Kingdom; CA; CT; DC; FL; GA; IL; MA; MD; MN; NC; NJ; NY;
OH; PA; TX; VA; WA; Belgique; België; Brasil; Deutschland; Ελλάδα; España; Italia; Nederland;
Österreich; Polska; Portugal; Schweiz; Suisse; Svizzera; Türkiye
"""
_TOWNS = frozenset(fold(name) for name in _NAMES.replace("\n", " ").split(";"))
_STATE = re.compile(r"[A-Z]{2}")
"""``MO`` behind ``St. Louis``."""
_MOST_WORDS = 4
LONGEST = 200
"""Characters of all the towns of a publisher."""
_WORD = re.compile(r"[^\s,/&–-]+(?:[-][^\s,/&–-]+)*")


def is_place(text: str) -> bool:
    """Whether a text is nothing but towns, with their lands: ``Geneva``, ``Berlin Heidelberg``.

    >>> is_place("Lyon, France"), is_place("Berlin Heidelberg New York"), is_place("Spine")
    (True, True, False)
    """
    if len(text) > LONGEST:
        return False
    words = _WORD.findall(text)
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            if fold(" ".join(words[at : at + size])) in _TOWNS:
                at += size
                break
        else:
            if not (at and _STATE.fullmatch(words[at])):
                return False
            at += 1
    return at > 0
