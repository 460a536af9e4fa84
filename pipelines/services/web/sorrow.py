"""Words of pages that say they are not there, or that a site is closed. Data.

Matched in lower case, as ``markers`` are; what they mean is the judge's business.
"""

from __future__ import annotations

import re

# What the page of a film says that its owner took away: (its title or the title's end, why). The
# word "ERROR" stands there of films that are not there, of others "LOGIN_REQUIRED" and the like;
# and in a film's page without its name, of those who asked too often or from another country.
LOST_FILMS = (
    (
        re.compile(r"\s*- YouTube"),
        re.compile(r'"playabilityStatus":\{"status":"ERROR","reason":"([^"]{1,300})"'),
    ),
    (
        re.compile(r".*YouTube"),
        re.compile(r'"type":"ERROR","text".{1,40}?"(The playlist does not exist)'),
    ),
)

# Why such a page wants its viewers to log in first: the film is there, for some.
LOCKED_FILM = re.compile(
    r'"playabilityStatus":\{"status":"LOGIN_REQUIRED","reason":"([^"]{1,300})"'
)

# A title or first heading that says the page is not there. Whole titles or parts between
# separators only: an article may well be about pages that were not found.
NOT_FOUND_TITLES = frozenset(
    {
        "404", "404 not found", "404 error", "error 404", "http 404", "not found",
        "error 404: not found", "error 404 (not found)", "404 (not found)", "404: not found",
        "page not found", "page not found (404)", "404 page not found", "404 - page not found",
        "404: page not found", "page cannot be found",
        "the page cannot be found", "page can't be found", "that page can't be found",
        "page does not exist",
        "this page does not exist", "this page doesn't exist", "page no longer available",
        "page unavailable", "article not found", "document not found", "file not found",
        "content not found", "doi not found", "resource not found", "record not found",
        "category not found", "article not available", "page not available", "file deleted",
        "this website has been closed", "website expired", "invalid identifier", "blog not found",
        "this item might not exist or is no longer available",
        "item not found", "site not found", "object not found", "410 gone",
        "http status 404", "error 410", "gone (410)",
        "the requested page could not be found",
        "we can't find that page", "we couldn't find that page", "account suspended",
        "this account has been suspended", "account gesperrt", "konto gesperrt",
        "compte suspendu", "cuenta suspendida", "account sospeso", "conta suspensa",
        "account opgeschort", "hesap askıya alındı", "konto zawieszone",
        # German, French, Spanish, Italian, Portuguese
        "seite nicht gefunden", "nicht gefunden", "fehler 404", "404 nicht gefunden",
        "seite existiert nicht", "die seite wurde nicht gefunden",
        "die angeforderte seite wurde nicht gefunden", "diese seite existiert nicht",
        "die angeforderte seite kann nicht gefunden werden",
        "die angeforderte seite konnte nicht gefunden werden",
        "artikel nicht gefunden", "dokument nicht gefunden", "inhalt nicht gefunden",
        "datei nicht gefunden", "diese seite konnten wir leider nicht finden",
        "wir konnten diese seite leider nicht finden", "die seite konnte nicht gefunden werden",
        "page introuvable", "page non trouvée", "erreur 404", "page inexistante",
        "document introuvable", "article introuvable", "fichier introuvable",
        "la page n'existe pas", "cette page n'existe pas", "cette page n'existe plus",
        "la page demandée est introuvable", "cette page est introuvable",
        "no s'ha trobat la pàgina", "la pàgina no existeix", "pàgina no trobada",
        "página no encontrada", "la página no existe", "no se encontró la página",
        "no se ha encontrado la página", "página no disponible",
        "pagina non trovata", "errore 404", "la pagina non esiste", "pagina inesistente",
        "la pagina che cerchi non esiste", "no hemos encontrado la página",
        "página não encontrada", "página não existe", "erro 404", "página inexistente",
        # Dutch, Scandinavian, Finnish
        "pagina niet gevonden", "de pagina bestaat niet", "deze pagina bestaat niet",
        "pagina kan niet worden gevonden", "sidan kunde inte hittas", "sidan hittades inte",
        "sidan finns inte", "siden blev ikke fundet", "siden findes ikke", "siden ikke fundet",
        "siden ble ikke funnet", "siden finnes ikke", "fant ikke siden", "sivua ei löytynyt",
        "sivua ei löydy", "hakemaasi sivua ei löytynyt",
        # Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Slovenian, Turkish, Greek
        "strona nie została znaleziona", "nie znaleziono strony", "strona nie istnieje",
        "stránka nenalezena", "stránka nebyla nalezena", "stránka neexistuje",
        "stránka nenájdená", "stránka sa nenašla", "stránka nebola nájdená",
        "az oldal nem található", "a lap nem található", "a keresett oldal nem található",
        "oldal nem található", "pagina nu a fost găsită", "pagină inexistentă",
        "stranica nije pronađena", "страница није пронађена", "stran ni najdena",
        "stran ni bila najdena", "stran ne obstaja", "lehekülge ei leitud", "lehte ei leitud",
        "lapa nav atrasta", "lapa netika atrasta", "puslapis nerastas", "strani ni mogoče najti",
        "sayfa bulunamadı", "aradığınız sayfa bulunamadı", "η σελίδα δεν βρέθηκε",
        "η σελίδα δεν υπάρχει", "σελίδα δεν βρέθηκε",
        # Russian, Ukrainian, Bulgarian, Japanese, Chinese, Korean, Arabic, Hebrew
        "страница не найдена", "страница не существует", "ошибка 404",
        "сторінку не знайдено", "страницата не е намерена", "ページが見つかりません",
        "ページが見つかりませんでした", "お探しのページは見つかりませんでした", "页面不存在",
        "页面未找到", "找不到页面", "頁面不存在", "找不到頁面", "페이지를 찾을 수 없습니다",
        "الصفحة غير موجودة", "הדף לא נמצא", "העמוד לא נמצא", "صفحه مورد نظر یافت نشد",
        "صفحه یافت نشد", "ไม่พบหน้าที่คุณต้องการ", "ไม่พบหน้านี้", "không tìm thấy trang",
        "trang không tồn tại", "halaman tidak ditemukan", "halaman tidak dijumpai",
        "お探しのページは見つかりません", "指定されたページは存在しません", "您访问的页面不存在",
        "您访问的页面未找到", "您要找的頁面不存在",
        # Icelandic, Hindi, Basque, Galician, Azerbaijani, Welsh, Albanian, Macedonian
        "síða fannst ekki", "síðan fannst ekki", "पृष्ठ नहीं मिला", "पेज नहीं मिला",
        "orria ez da aurkitu", "páxina non atopada", "səhifə tapılmadı",
        "heb ddod o hyd i'r dudalen", "faqja nuk u gjet", "страницата не е пронајдена",
    }
)  # fmt: skip

# Likewise, built of words: a noun for what was asked for, and that it is not there; then what is
# also said of trouble, of another country, of what is only out of date or told of: records that
# were removed, retracted articles and the like have pages that say so.
_WHOSE = (
    r"(?:(?:the|this|that|your|requested|die|diese[rs]?|der|das|gewünschte|angeforderte|gesuchte"
    r"|le|la|cette|cet?|el|est[ea]|il|lo|quest[ao]|de|deze|het|dit|o|[ae]) |l'){0,3}"
)
_BY_NOUNS = (
    (
        "(?:web ?)?page|document|leaflet|brochure|fact ?sheet|file|content|video|post|profile"
        "|link|download|transfer",
        r"(?:is |was |could |can ?)?not (?:be )?found|no longer exists|does(?: not|n't) exist",
        "(?:has been |was |is |has )?(?:no longer available|currently unavailable|unavailable"
        "|not available|expired|retired|removed|deleted)",
    ),
    (
        "(?:web)?seite|dokument|beitrag|inhalt|datei|merkblatt|broschüre|video|link",
        "(?:wurde |konnte )?(?:leider )?nicht gefunden(?: werden)?"
        "|(?:existiert|gibt es) (?:leider )?nicht(?: mehr)?",
        "(?:ist |wurde )?(?:leider )?(?:nicht (?:mehr )?(?:verfügbar|vorhanden)|abgelaufen"
        "|gelöscht|entfernt)",
    ),
    (
        "page|document|contenu|fichier|fiche|brochure|vidéo|lien",
        "n'existe (?:pas|plus)|(?:est )?introuvable|non trouvée?",
        "(?:n'est |est )?(?:pas disponible|plus disponible|indisponible|non disponible)"
        "|(?:a été )?supprimée?|(?:a )?expirée?",
    ),
    (
        "página|documento|contenido|archivo|v[ií]deo|enlace|folleto",
        "no encontrad[oa]|(?:ya )?no existe",
        "(?:ya )?no (?:está )?disponible|(?:ha sido )?eliminad[oa]|caducad[oa]",
    ),
    (
        "pagina|documento|contenuto|file|video|opuscolo|collegamento|link",
        "non trovat[oa]|non esiste(?: più)?|inesistente",
        "non (?:è )?(?:più )?disponibile|(?:è stat[oa] )?(?:rimoss[oa]|eliminat[oa])|scadut[oa]",
    ),
    (
        "página|documento|conteúdo|ficheiro|arquivo|vídeo|ligação",
        "não encontrad[oa]|(?:já )?não existe(?: mais)?",
        "(?:já )?não (?:está )?disponível|indisponível|(?:foi )?removid[oa]|expirad[oa]",
    ),
    (
        "pagina|document|bestand|inhoud|video|folder|brochure|link",
        "(?:is )?niet gevonden|bestaat niet(?: meer)?"
        r"|kunnen we (?:helaas )?niet \(?(?:meer\)? )?vinden",
        "(?:is )?(?:niet (?:meer )?beschikbaar|verwijderd|verlopen)",
    ),
    (
        "sidan|siden|dokumentet|filen|inne?h[åo]l[ld]et",
        "(?:kunde|kunne) (?:inte|ikke) (?:hittas|findes|finnes)|finns inte(?: längre)?"
        "|fin(?:d|n)es ikke(?: længere| lenger)?",
        "(?:är |er )?(?:inte tillgänglig|ikke tilgængelig|ikke tilgjengelig)t?|har tagits bort"
        "|er (?:slettet|fjernet)",
    ),
)
# A link may also be one between causes and effects: that it is not there is an article's word.
_NO_TIE = "".join(f"(?<!{noun} )" for noun in ("link", "lien", "enlace", "collegamento", "ligação"))
SAID_OF_PAGES = re.compile(
    f"{_WHOSE}(?:"
    + "|".join(f"(?:{noun}) (?:{_NO_TIE}({gone})|(?:{doubt}))" for noun, gone, doubt in _BY_NOUNS)
    + ")"
)
"""Whole titles; what says so by itself is a group."""
# Titles of that doubtful kind that are not built so.
DOUBTFUL_TITLES = frozenset({"nothing found", "nichts gefunden", "rien trouvé", "nada encontrado"})
# What a page below such a title says that leaves no doubt.
LOST = re.compile(
    r"\b(?:no longer available|ha(?:s|ve) been (?:removed|deleted|retired)|was (?:removed|deleted)"
    r"|no longer has an account"
    r"|nicht mehr (?:verfügbar|vorhanden|online)|wurden? (?:gelöscht|entfernt)"
    r"|plus disponibles?|(?:a|ont) été supprimé|ya no está disponible|ha sido eliminad"
    r"|più disponibil[ei]|è stat[oa] (?:rimoss|eliminat)|niet meer beschikbaar|is verwijderd"
    r"|foi removid|mais disponível|não está disponível)"
)

# What such a page may say besides: who sees it, where and when, or what stands instead.
CONDITIONS = re.compile(
    r"\b(?:sign(?:ed|ing)? (?:in|up)|log(?:ged|ging)?[ -]?(?:in|on)\b|regist(?:er|rier)|subscri"
    r"|abonn|members?\b|guests?\b|gäste|mitglied|melden\b|angemeldet|einloggen|connecte[rz]"
    r"|identifi|iniciar? sesión|inicie sesión|acced|inloggen|aanmelden|passwor[dt]|cookies?\b"
    r"|countr(?:y|ies)\b|regions?\b|in ihrem land\b|votre pays\b|su país\b|tuo paese\b"
    r"|in (?:english|german|french|print)\b|auf (?:deutsch|englisch)\b|gedruckt"
    r"|en (?:français|anglais|inglés|español)\b|replac|supersed|instead\b|updated\b"
    r"|new(?:er)? (?:version|edition|leaflet|page)\b|ersetzt|stattdessen"
    r"|neue (?:fassung|auflage|version|adresse)|remplac|nouvelle (?:version|édition)|reemplaz"
    r"|sustitu|nueva (?:versión|edición)|sostitu|nuova (?:versione|edizione)|substitu|vervang"
    r"|nieuwe versie|too many|hours\b|stunden\b)"
)

# With what a page says that it is not there: without any of it, what a host shows at every address
# but its start page may be anything. "Sorry", "oops" and "not available" are none: servers in
# trouble, walls and limits say them as well. First what says so by itself; people remove stitches,
# err, co-exist and have telephone numbers.
_PARTS = (
    "template|cache|database|server|service|builder|type|key|licen[cs]e|module|table|root|store"
    "|class|size|bundle"
)
_PAGE = (
    r"(?:(?<!home)(?<!home )(?<!main )(?<!front )(?<!start )page(?! d'accueil| principal)"
    r"|document|article|(?<!to )(?<!main )content|(?:requested|this) resource|item|url)"
)
REGRETTED = re.compile(
    r"(?<![\w+])(?<!\d[ .(/-])4(?:04|10)(?!\w)(?![ .)/-]{0,3}\d)"
    r"|\bno page (?:here|at|by|for|of|with|under|exists)\b"
    r"|\bnothing at this address\b|\bnothing here(?=[\s.!]*(?:[.!]|$))"
    rf"|\b(?:{_PAGE}|(?:web)?site|file|link)\b[^.!?]{{0,60}}\b(?:removed|deleted)\b"
    rf"|\b{_PAGE}\b[^.!?]{{0,60}}\bmissing\b"
    rf"|\b{_PAGE}\b[^.!?]{{0,60}}\b(?:has|have|was|were) (?:been )?moved\b"
    rf"|\b(?:invalid|missing) {_PAGE}\b(?! (?:{_PARTS}))"
    rf"|\b{_PAGE} (?:is |has been )?(?:closed|invalid)\b"
    r"|\bkeine seite\b|\bseite\b.{0,40}\b(?:verschoben|gelöscht)\b|\baucune page\b"
)
# What may not be found in every library is there.
NOT_BE_FOUND = "not(?<!may not)(?<!might not) be found"
# What counts with a page in the same sentence only: sessions, tables and licences are not found,
# either, by servers in trouble.
REGRETS = (
    *("not found", "n't find", "not find", "n't exist", "not exist", "no such", "cannot find"),
    *("n't be found", "cannot be found", "not be located", "n't be located"),
    *("cannot be located", "existe pas", "existe plus", "no existe", "non esiste"),
    *("nicht gefunden", "nicht finden", "gibt es nicht"),
    *("existiert nicht", "introuvable", "non trouvé"),
    *("encontrad", "encontró", "non trovat"),
    *("niet gevonden", "bestaat niet", "hittades", "hittas", "finns inte"),
    *("finnes ikke", "findes ikke", "ikke fundet", "ikke funnet", "löydy", "löytyn"),
    *("fannst ekki", "nie istnieje", "nie znaleziono", "nie została", "nenalezen", "neexist"),
    *("nenajd", "nenašl", "nem található", "găsit", "nije pronađ", "ni najden"),
    *("ne obstaja", "ei leitud", "nav atrast", "netika", "nerast", "bulunam", "δεν βρέθηκε"),
    *("δεν υπάρχει", "не найден", "не существ", "не знайден", "не е намер", "није пронађ"),
    *("не е пронајд", "見つかり", "存在し", "不存在", "找不到", "未找到", "찾을 수"),
    *("غير موجود", "לא נמצא", "ไม่พบ", "không tìm", "không tồn tại", "tidak ditemukan"),
    *("یافت نشد", "trobat", "trobada"),
    *("not here any", "niet vinden", "niet meer vinden", "niet (meer) vinden"),
)

# Words for a page, and for what was asked for. Not what menus say ("home page", "skip to content"),
# which may stand before any sentence, nor where they only tell which part of a server it is.
PAGES = re.compile(
    rf"(?:{_PAGE}|leaflet|brochure|(?<!ip )(?<!mail )\baddress)\b(?! (?:{_PARTS}))"
    r"|\byou(?:'re| are| were|'ve| have)? (?:ask|request|look|want|try)"
    r"|(?<!start)(?<!haupt)seite\b|dokument|artikel|\b(?:der|dieser) inhalt|merkblatt|angefordert"
    r"|\b(?:beitrag|datei)\b|broschüre|\bdocumento\b"
    r"|\b(?:ce|le) contenu|\beste conte(?:nido|údo)|\bquesto contenuto|artículo"
    r"|(?<!start)(?<!hoofd)(?<!prima )p[áàa]gin\w*+(?! ini[cz]| principal)"
    r"|\bsid(?:a|an|e|en)\b|\bsivu|\bsíð|\bstron[ay](?! gł)|\bleh[et]|\blapa"
    r"|(?<!hlavn. )(?<!úvodn. )(?<!domovská )\bstránk|(?<!fő)oldal|(?<!tna )stranic"
    r"|(?<!domača )(?<!začetna )\bstran\b|(?<!pagrindinis )puslap|(?<!ana)(?<!ana )sayfa"
    r"|(?<!αρχική )σελίδ|(?<!на )(?<!ная )страниц|(?<!на )сторінк|(?<!ホーム)(?<!トップ)ページ"
    r"|页面|頁面|网页|網頁|(?<!홈)페이지|صفحة(?! الرئيسية)|הדף|העמוד|หน้า(?!แรก|หลัก)"
    r"|trang(?! chủ)|halaman(?! utama)|صفحه(?! اصلی)"
)

# What a search says that found nothing.
FOUND_NOTHING = re.compile(
    r"\b(?:0|no|zero) (?:search )?(?:results?|matches|hits)\b|\bdid not match any\b"
    r"|\b(?:keine|0) (?:treffer|(?:such)?ergebnisse)\b|\b(?:aucun|0) résultats?\b"
    r"|\b(?:sin|ning[uú]n|0) resultados?\b|\b(?:nessun|0) risultat[oi]\b"
    r"|\b(?:geen|0) (?:zoek)?resultaten\b|\b(?:nenhum|0) resultados?\b|\b(?:inga|0) träffar\b"
    r"|\bingen (?:resultater|treff)\b|\bbrak wyników\b"
)

# What it says of what it found: of one kind nothing, and of another something.
FOUND_SOMETHING = re.compile(
    r"(?<![\d.,])[1-9][\d.,]* (?:search )?(?:results?|matches|hits|treffer|(?:such)?ergebnisse?"
    r"|résultats?|resultados?|risultat[oi]|(?:zoek)?resultaten|träffar|resultater|treff|wynik)"
    r"|\([1-9][\d.,]*\)"
)

# A title or first heading that says the site is closed for the moment.
MAINTENANCE_TITLES = frozenset(
    {
        "maintenance", "site maintenance", "under maintenance", "site under maintenance",
        "down for maintenance", "maintenance mode", "scheduled maintenance",
        "coming soon", "temporarily unavailable", "service unavailable",
        "service temporarily unavailable",
        "we'll be back soon", "be right back", "wartungsarbeiten", "wartung", "wartungsmodus",
        "en maintenance", "site en maintenance", "maintenance en cours", "en mantenimiento",
        "sitio en mantenimiento", "in manutenzione", "sito in manutenzione", "in onderhoud",
        "em manutenção",
    }
)  # fmt: skip
