"""Month names as websites print them, in the languages of the Patient Line. Data only.

Nominative and genitive where the language has both, then the usual abbreviations; written
without accents, lower case, as ``dates.fold`` leaves them. Greek and Polish dates use the
genitive. No name means different months in two of these languages (a test says so).
"""

from __future__ import annotations

_NAMES = {
    "en": (
        "january jan, february feb, march mar, april apr, may, june jun, july jul, "
        "august aug, september sept sep, october oct, november nov, december dec"
    ),
    "de": (
        "januar janner jan, februar feb, marz mar mrz, april apr, mai, juni jun, juli jul, "
        "august aug, september sep sept, oktober okt, november nov, dezember dez"
    ),
    "fr": (
        "janvier janv jan, fevrier fevr fev, mars, avril avr, mai, juin, juillet juil, "
        "aout, septembre sept, octobre oct, novembre nov, decembre dec"
    ),
    "es": (
        "enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, "
        "agosto ago, septiembre setiembre sept sep, octubre oct, noviembre nov, diciembre dic"
    ),
    "it": (
        "gennaio gen, febbraio feb, marzo mar, aprile apr, maggio mag, giugno giu, luglio lug, "
        "agosto ago, settembre set sett, ottobre ott, novembre nov, dicembre dic"
    ),
    "pt": (
        "janeiro jan, fevereiro fev, marco mar, abril abr, maio mai, junho jun, julho jul, "
        "agosto ago, setembro set, outubro out, novembro nov, dezembro dez"
    ),
    "pl": (
        "styczen stycznia sty, luty lutego lut, marzec marca mar, kwiecien kwietnia kwi, "
        "maj maja, czerwiec czerwca cze, lipiec lipca lip, sierpien sierpnia sie, "
        "wrzesien wrzesnia wrz, pazdziernik pazdziernika paz, listopad listopada lis, "
        "grudzien grudnia gru"
    ),
    "tr": (
        "ocak oca, subat sub, mart mar, nisan nis, mayis may, haziran haz, temmuz tem, "
        "agustos agu, eylul eyl, ekim eki, kasim kas, aralik ara"
    ),
    "el": (
        "ιανουαριοσ ιανουαριου ιαν, φεβρουαριοσ φεβρουαριου φεβ φεβρ, μαρτιοσ μαρτιου μαρ μαρτ, "
        "απριλιοσ απριλιου απρ, μαιοσ μαιου μαι, ιουνιοσ ιουνιου ιουν, ιουλιοσ ιουλιου ιουλ, "
        "αυγουστοσ αυγουστου αυγ, σεπτεμβριοσ σεπτεμβριου σεπ σεπτ, "
        "οκτωβριοσ οκτωβριου οκτ, νοεμβριοσ νοεμβριου νοε νοεμ, δεκεμβριοσ δεκεμβριου δεκ"
    ),
}

MONTHS: dict[str, dict[str, int]] = {
    language: {
        name: number for number, names in enumerate(months.split(", "), 1) for name in names.split()
    }
    for language, months in _NAMES.items()
}
"""Per language: folded name -> 1 to 12."""

MONTH_NUMBER: dict[str, int] = {
    name: number for names in MONTHS.values() for name, number in names.items()
}
"""The same for all languages together."""
