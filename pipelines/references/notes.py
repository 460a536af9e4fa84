"""What a reference prints besides its fields: how and when it was found, and in which edition.

Pure patterns, in the languages of the site.
"""

from __future__ import annotations

import re

NOTES = (
    re.compile(
        r"\[?\(?\b(?:(?:Last )?Accessed|Retrieved|Published online|Epub|Zugriff|Abgerufen|Consulté|"
        r"Consultado|Ανακτήθηκε|Cited|Dostęp|Erişim|Acesso)\b[^.;\n\])]{0,60}[.;\])]{0,2}",
        re.I,
    ),
    re.compile(
        r"\b(?:Available (?:from|at|online)|Verfügbar unter|Disponible (?:en|sur)|Disponibile|"
        r"Disponível em|Dostępne|Published(?= (?:1[89]|20)\d\d))\b:?",
        re.I,
    ),
    re.compile(
        r"\[(?:Internet|online|web ?page|website|dissertation|thesis|PhD thesis|cited[^\]\n]{0,40}|"
        r"accessed[^\]\n]{0,40}|article in \w+|in \w+)\]",
        re.I,
    ),
)
"""Words that say how or when something was found, and are part of no field."""
EDITION = re.compile(
    r"(?:(?<=[.,;)\s])|^)\(?\b(?:\d{1,2}\s?(?:st|nd|rd|th|a|ª|ème|e|er)?\.?|[Rr]ev\.?|[Nn]ew|[Ff]irst|"
    r"[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth)\s?"
    r"(?:edn?|edition|[Aa]ufl|[Aa]uflage|éd|édition|edición|edizione|edição|wyd|baskı|έκδ)\b\.?\)?"
)
"""``2nd ed.``, ``(3rd edition)``, ``2. Auflage``."""
