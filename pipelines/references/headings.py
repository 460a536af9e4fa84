"""Headings of reference lists, in the languages of Europe and some others. Pure."""

from __future__ import annotations

import re

from pipelines.text import fold

_WORDS = """
en: references; reference; reference list; list of references; bibliography; literature;
    literature cited; works cited; cited literature; cited references; selected references;
    key references; citations; sources; source; bibliographic references; notes and references
de: literatur; literaturverzeichnis; literaturangaben; literaturhinweise; literaturliste; quellen;
    quelle; quellenangaben; quellenverzeichnis; referenzen; bibliografie; bibliographie;
    einzelnachweise; weiterführende literatur
fr: notes et références; références; référence; références bibliographiques; bibliographie;
    littérature; sources
es: referencias; referencia; referencias bibliográficas; bibliografía; literatura; fuentes; fuente
it: riferimenti; riferimenti bibliografici; bibliografia; letteratura; fonti; fonte; referenze
pt: referências; referência; referências bibliográficas; bibliografia; literatura; fontes; fonte
pl: piśmiennictwo; bibliografia; literatura; literatura cytowana; źródła; źródło; referencje
tr: kaynaklar; kaynak; kaynakça; referanslar; bibliyografya; literatür
el: βιβλιογραφία; βιβλιογραφικές αναφορές; αναφορές; παραπομπές; πηγές; πηγή
nl: referenties; referentie; literatuur; literatuurlijst; literatuurverwijzingen; bronnen; bron;
    bronvermelding; bronnenlijst; geraadpleegde literatuur; geraadpleegde bronnen
sv: referenser; referens; referenslista; litteratur; litteraturlista; källor; källa;
    källförteckning; litteraturförteckning; källhänvisningar
da: referencer; litteratur; litteraturliste; kilder; kilde; kildehenvisninger;
    litteraturhenvisninger
no: referanser; referanse; referanseliste; litteratur; litteraturliste; kilder; kilde; kildeliste
fi: lähteet; lähde; lähdeluettelo; kirjallisuus; kirjallisuutta; viitteet; kirjallisuusluettelo
hu: irodalom; irodalomjegyzék; felhasznált irodalom; hivatkozások; források; forrás; bibliográfia
cs: literatura; použitá literatura; seznam literatury; seznam použité literatury; zdroje; zdroj;
    použité zdroje; reference; bibliografie; citace
sk: literatúra; použitá literatúra; zoznam literatúry; zdroje; referencie; bibliografia
ro: bibliografie; referințe; referințe bibliografice; surse; sursa
hr: literatura; popis literature; izvori; reference; bibliografija
ru: литература; список литературы; использованная литература; источники; источник; библиография;
    библиографический список; список источников; список использованной литературы
uk: література; список літератури; використана література; джерела; джерело; бібліографія;
    список використаних джерел
bg: литература; библиография; източници; използвана литература
zh: 参考文献; 參考文獻; 参考资料; 參考資料; 引用文献; 文献; 参考书目; 資料來源; 资料来源
ja: 参考文献; 引用文献; 文献; 文献一覧; 参考資料; 出典
ko: 참고문헌; 참고 문헌; 참고자료; 출처
ar: المراجع; المصادر; قائمة المراجع; المصادر والمراجع; مراجع
he: מקורות; ביבליוגרפיה; רשימת מקורות; רשימה ביבליוגרפית
fa: منابع; فهرست منابع; کتابنامه; مراجع
ur: حوالہ جات; مصادر
ca: referències; referències bibliogràfiques; fonts
eu: erreferentziak; bibliografia; iturriak
gl: referencias; referencias bibliográficas; fontes
sl: literatura; viri; viri in literatura; literatura in viri; seznam literature;
    uporabljena literatura
sr: литература; референце; извори; reference; literatura; izvori
mk: литература; референци; користена литература; извори
sq: referencat; referenca; bibliografia; literatura; burimet
be: літаратура; спіс літаратуры; крыніцы; бібліяграфія
lt: literatūra; literatūros sąrašas; šaltiniai; naudota literatūra; bibliografija; nuorodos
lv: literatūra; literatūras saraksts; izmantotā literatūra; atsauces; avoti; bibliogrāfija
et: kirjandus; kasutatud kirjandus; viited; kasutatud allikad; allikad; bibliograafia
is: heimildir; heimildaskrá; tilvísanir
ga: tagairtí; foinsí
cy: cyfeiriadau; llyfryddiaeth; ffynonellau
mt: referenzi; bibljografija
lb: referenzen; literatur; quellen
af: verwysings; bibliografie; bronne; literatuurlys
eo: referencoj; bibliografio; fontoj
ka: ლიტერატურა; გამოყენებული ლიტერატურა; წყაროები
hy: գրականություն; օգտագործված գրականություն; աղբյուրներ
az: ədəbiyyat; ədəbiyyat siyahısı; istinadlar; mənbələr
kk: әдебиеттер; пайдаланылған әдебиеттер; әдебиеттер тізімі
hi: संदर्भ; सन्दर्भ; संदर्भ सूची; ग्रंथ सूची
bn: তথ্যসূত্র; গ্রন্থপঞ্জি
ta: மேற்கோள்கள்; உசாத்துணை
th: เอกสารอ้างอิง; อ้างอิง; บรรณานุกรม; แหล่งอ้างอิง
vi: tài liệu tham khảo; nguồn tham khảo; nguồn
id: daftar pustaka; referensi; daftar referensi; sumber
ms: rujukan; senarai rujukan; bibliografi; sumber
tl: mga sanggunian; sanggunian
sw: marejeleo
of several words: sources and references; references and sources; scientific references;
    scientific sources; article references; article sources; medical references; full references;
    references cited; references and notes; references and further reading;
    further reading and references;
    reference sources; selected bibliography; selected literature; select bibliography;
    sources cited; sources consulted; works consulted; bibliography and references;
    literatur und quellen; quellen und literatur; wissenschaftliche quellen;
    wissenschaftliche literatur; verwendete literatur; verwendete quellen; ausgewählte literatur;
    quellen und weiterführende literatur;
    quellen und weiterführende informationen; referenzen und quellen; sources et références;
    références et sources; sources et bibliographie; bibliographie sélective;
    bibliographie et sources; références citées; sources scientifiques; sources bibliographiques;
    bibliografía consultada; bibliografía recomendada; bibliografía y referencias;
    bibliografía y fuentes; referencias y fuentes; fuentes consultadas; fuentes y referencias;
    referencias y lecturas recomendadas; lista de referencias; note bibliografiche;
    fonti e bibliografia; bibliografia e fonti; bibliografia essenziale;
    bibliografia di riferimento; bibliografia e sitografia; fonti bibliografiche;
    referências consultadas; bibliografia consultada; bibliografia recomendada;
    fontes e referências; referências e fontes; lista de referências; bronnen en referenties;
    referenties en bronnen; bronnen en literatuur; literatuur en bronnen; bibliografia i źródła;
    źródła i literatura; literatura i źródła; literatura uzupełniająca; wykaz literatury;
    wykaz piśmiennictwa; kaynaklar ve referanslar; kaynak listesi; kaynaklar ve dipnotlar;
    список использованных источников; использованные источники; источники и литература;
    литература и источники; ссылки на литературу; список джерел; джерела та література;
    källor och referenser; referenser och källor; kilder og referanser; referanser og kilder;
    kilder og henvisninger; lähteet ja kirjallisuus; források és irodalom; zdroje a literatura;
    literatura a zdroje; surse și referințe; literatura i izvori; izvori i literatura; 参考来源;
    參考來源; 資料来源; 参考资料来源; 主要参考文献; 参考文献・資料; 参考・引用文献;
    引用・参考文献; 主な参考文献; 참고 자료 및 문헌; 참고문헌 및 출처; 인용문헌;
    المراجع والمصادر; قائمة المصادر; المصادر العلمية
"""

_NAMES = [
    name.strip()
    for line in _WORDS.replace("\n    ", " ").strip().splitlines()
    for name in line.partition(":")[2].split(";")
]
_AND = re.compile(r"(?<=\S )(?:and|und|et|y|e|en|i|ve|и|та|och|og|ja|és|a|și|in) (?=\S)")
NAMES = frozenset(map(fold, (*_NAMES, *(_AND.sub("", name, count=1) for name in _NAMES))))
"""Folded (ASCII, lower case), of all languages together: a page's language is often not known.
Two words that a sign stands between are there without their ``and``."""

_OTHER_SOURCES = (
    "bron; bronnen; källa; källor; kilde; kilder; lähde; lähteet; forrás; források; zdroj; "
    "zdroje; sursa; surse; izvori; источник; источники; джерело; джерела; източници; citace; "
    "referentie; referens; referanse; 出典; 出处; 출처; litteratur; literatuur; viitteet; "
    "fonts; iturriak; viri; извори; burimet; крыніцы; šaltiniai; nuorodos; atsauces; avoti; "
    "viited; allikad; foinsí; bronne; fontoj; mənbələr; संदर्भ; सन्दर्भ; อ้างอิง; nguồn; sumber; "
    "rujukan; referensi; منابع; مصادر; referencat; referenca; "
    "źródła; ffynonellau; წყაროები; աղբյուրներ; tilvísanir; "
    "istinadlar; sanggunian"
)
_AMBIGUOUS = frozenset(
    {"source", "sources", "quelle", "quellen", "fuente", "fuentes", "fonte", "fonti", "fontes"}
    | {"kaynak", "kaynaklar", "zrodlo", "zrodla", "pege", "peges", "citations", "literature"}
    | {"reference", "referencia", "referenz", "literatura"}
    | {fold(name) for name in _OTHER_SOURCES.split("; ")}
)
LONGEST = 60
_BEHIND = re.compile(r"\s?\[[^\[\]]{1,45}\]\s*$")
"""What wikis and folding lists print behind a heading: ``[edit]``, ``[+]``."""
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-Z]\.)\s+")
_LABEL = re.compile(r"^\s*([^\W\d_][^:\n]{2,40}?)\s?:\s+(?=\S)")


def is_reference_heading(text: str, *, set_as_heading: bool = True) -> bool:
    """Whether a heading (or a line on its own) announces a list of references.

    A line that is not set as a heading has to be clearer: ``Source`` alone is often a link.

    >>> is_reference_heading("5. Literaturverzeichnis:"), is_reference_heading("Causes")
    (True, False)
    >>> is_reference_heading("Source", set_as_heading=False)
    False
    """
    if len(text) > LONGEST:
        return False
    name = fold(_BEHIND.sub("", _NUMBERED.sub("", text))).rstrip("0123456789 ")
    if name not in NAMES:
        return False
    return set_as_heading or name not in _AMBIGUOUS or text.rstrip().endswith(":")


def reference_label(text: str) -> int:
    """Length of a label that opens a reference on its own line (``Source: Liu L …``), or 0."""
    colon = text.find(":")
    is_label = text[colon + 1 : colon + 2].isspace() and len(text[:colon].strip()) <= LONGEST
    if colon < 0 or not is_label:
        return 0
    match = _LABEL.match(text)
    return match.end() if match and fold(match[1]) in NAMES else 0
