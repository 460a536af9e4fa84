"""Words that give away what kind of page answered: a wall, a parked domain, a casino, a fault.

Data, matched in lower case. They become facts with the words themselves as evidence; what they
mean for a verdict is the judge's business. Living pages say some of them, too: the judge wants a
second sign of another kind (a title, few words, a new text, another site) before it believes one.
"""

from __future__ import annotations

import re

# Response headers that only a wall in front of the site sends: (name, text its value contains).
CHALLENGE_HEADERS = (
    ("cf-mitigated", "challenge"),  # Cloudflare
    ("x-amzn-waf-action", ""),  # AWS WAF, also with status 202
    ("x-datadome", ""),
    ("x-px-block", ""),
    ("x-sucuri-block", ""),
    ("x-vercel-mitigated", ""),
    ("x-kpsdk-ct", ""),  # Kasada
)

# In the title or the first text of the page.
CHALLENGE_PHRASES = (
    "just a moment...",
    "attention required! | cloudflare",
    "checking your browser",
    "checking if the site connection is secure",
    "verify you are human",
    "verifying you are human",
    "are you a robot",
    "i am not a robot",
    "please enable js and disable any ad blocker",
    "enable javascript and cookies to continue",
    "pardon our interruption",
    "request unsuccessful. incapsula",
    "client challenge",
    "bot verification",
    "security check to access",
    "ddos protection by",
    "ddos-guard",
    "unusual traffic from your computer network",
    "complete the captcha",
    "you have been blocked",
    "your access to this site has been limited",
    "making sure you're not a bot",  # Anubis
    "press & hold to confirm",
    "access to this page has been denied",
    "your support id is",  # F5
    "you don't have permission to access",  # Akamai
    "solve this captcha",
)

# In the page's source, when it says next to nothing.
CHALLENGE_SOURCES = (
    "/cdn-cgi/challenge-platform/",
    "_incapsula_resource",
    "captcha-delivery.com",
    "px-captcha",
    "awswafcookiedomainlist",
    "geo.captcha-delivery",
    "hcaptcha.com/1/api.js",
    "/.within.website/x/",  # Anubis
    'src="/tspd/',
    "src='/tspd/",  # F5
    "sec-if-cpt-container",  # Akamai
    ".awswaf.com/",
    "sucuri_cloudproxy_js",
    "_pxappid",
)

# Where publishers send clients that lost a cookie on the way, or that they take for programs, as
# part of a URL.
COOKIE_WALLS = (
    *("cookieabsent", "/cookie_not_supported", "/nocookies", "cookiesdisabled"),
    *("/crawlprevention/", "validate.perfdrive.com"),
)

# What a page says that wants something of its readers before it shows anything: consent, a
# profession, an institution, another country, cookies. In a page that says next to nothing.
GATES = (
    "please enable cookies",
    "needs cookies",
    "requires cookies",
    "we value your privacy",
    "before you continue to",
    "are you a healthcare professional",
    "for healthcare professionals only",
    "select your institution",
    "choose your institution",
    "are not a robot",
    "complete the security check",
    "enable javascript to view the page content",
    "not available in your region",
    "not available in your country",
    "unavailable in your region",
    "unavailable in your country",
    "preparing to download",
    "bitte bestätigen sie, dass sie kein roboter sind",
    "wir respektieren ihre privatsphäre",
    "angehörige der medizinischen fachkreise",
)

# What a server says that has a fault and answers 200, in a page that says next to nothing.
FAULTS = (
    "uncaught error:",
    "call to undefined function",
    "error establishing a database connection",
    "a php error was encountered",
    "an unexpected error has occurred",
    "the website encountered an unexpected error",
    "could not connect to the database",
)

# The title of what a server shows before anybody has put a site on it: those only that name it,
# since "It works!" may be said of an exercise.
DEFAULT_TITLES = frozenset(
    {
        "welcome to nginx", "iis windows server", "iis7", "iis8", "internet information services",
        "apache2 ubuntu default page: it works", "apache2 debian default page: it works",
        "test page for the apache http server", "http server test page",
        "default web site page", "domain default page", "default plesk page",
        "web server's default page", "welcome to caddy", "caddy works",
    }
)  # fmt: skip

# Words of a page that wants a reader to log in or pay, as part of a URL or of the title.
LOGIN_PATHS = ("/login", "/signin", "/sign-in", "/sso/", "/saml", "/cas/login", "/auth/realms/")
LOGIN_TITLES = ("log in", "login", "sign in", "anmelden", "se connecter", "iniciar sesión")

PARKING_PHRASES = (
    "this domain is for sale",
    "domain is for sale",
    "domain name is for sale",
    "this domain may be for sale",
    "buy this domain",
    "make an offer on this domain",
    "interested in this domain",
    "this domain has expired",
    "domain name has expired",
    "this domain is parked",
    "parked domain",
    "domain parking",
    "parked free, courtesy of",
    "the domain has been registered",
    "diese domain steht zum verkauf",
    "diese domain kaufen",
    "ce nom de domaine est à vendre",
    "este dominio está a la venta",
    "questo dominio è in vendita",
    "este dominio está en venta",
    "deze domeinnaam is te koop",
    "ta domena jest na sprzedaż",
    "bu alan adı satılıktır",
    "o domínio está à venda",
    "este domínio está à venda",
    "den här domänen är till salu",
    "dette domænet er til salgs",
    "dette domæne er til salg",
    "домен продается",
    "домен продаётся",
    "このドメインは販売中",
    "该域名正在出售",
    "此域名出售",
    "이 도메인은 판매",
    "hier entsteht eine neue internetpräsenz",
    "diese domain ist bereits registriert",
    "currently parked by",
)
PARKING_SOURCES = (
    "sedoparking.com",
    "parkingcrew.net",
    "bodis.com",
    "parklogic.com",
    "hugedomains.com",
    "afternic.com",
    "dan.com/buy-domain",
    "d38psrni17bvxu.cloudfront.net",
    'window.location.href="/lander',
    "window.park =",
    'window.park="',
    "data-adblockkey=",
)

# Names and phrases of an industry that hijacks lapsed domains; nobody else writes them.
CASINO_NAMES = (
    "slot gacor",
    "situs slot",
    "slot online",
    "sbobet",
    "pragmatic play",
    "1xbet",
    "mahjong ways",
    "博彩官网",
    "体育投注",
    "真人娱乐",
    "deneme bonusu",
    "nổ hũ",
    "แทงบอล",
)
# Words that a casino says, and so does whoever writes about gambling: laws, ministries, doctors.
CASINO_WORDS = (
    "online casino",
    "casino online",
    "casino bonus",
    "free spins",
    "poker online",
    "sports betting",
    "judi online",
    "togel",
    "казино",
    "娱乐城",
    "博彩",
    "百家乐",
    "老虎机",
    "bahis siteleri",
    "casino siteleri",
    "nhà cái",
    "cá cược",
    "สล็อต",
    "บาคาร่า",
    "คาสิโน",
)
CASINO_PHRASES = CASINO_NAMES + CASINO_WORDS
# Each name that is written in ASCII has one of these in it: a text without them has no name.
CASINO_ROOTS = ("slot", "sbobet", "1xbet", "pragmatic play", "mahjong ways", "deneme bonusu")

# A title with one of these may advertise gambling.
GAMBLING = ("casino", "slot", "betting", "poker", "spins", "jackpot", "togel", "judi", "казино")

# What else is sold on lapsed domains, as it is advertised there; who warns of it says it, too.
SPAM_PHRASES = (
    *("buy viagra", "cheap viagra", "viagra online", "buy cialis", "cialis online"),
    *("buy levitra", "buy tramadol", "without prescription", "no prescription needed"),
    *("buy essay", "essay writing service", "write my essay", "cheap essays"),
    *("payday loan", "replica watches", "escort service"),
)

# What the page of a film says that its owner took away: (end of its title, why). The word "ERROR"
# stands there of films that are not there, of others "LOGIN_REQUIRED" and the like.
LOST_FILMS = (
    ("- YouTube", re.compile(r'"playabilityStatus":\{"status":"ERROR","reason":"([^"]{1,100})"')),
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
        "item not found", "site not found", "object not found", "410 gone",
        "http status 404", "error 410", "gone (410)",
        "the requested page could not be found",
        "we can't find that page", "we couldn't find that page", "account suspended",
        "this account has been suspended",
        # German, French, Spanish, Italian, Portuguese
        "seite nicht gefunden", "nicht gefunden", "fehler 404", "404 nicht gefunden",
        "seite existiert nicht", "die seite wurde nicht gefunden",
        "die angeforderte seite wurde nicht gefunden", "diese seite existiert nicht",
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
    }
)  # fmt: skip

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

# In the source of a page that a script fills: what readers see is not what is sent.
APP_IDS = re.compile(
    r"""id=(?:"(?:root|app|__next|__nuxt|___gatsby|svelte|main-app)"|'(?:root|app)'|root|app)"""
)
APP_SOURCES = (
    "<app-root", "ng-app", "ng-version", "data-reactroot", "data-server-rendered",
    "__NEXT_DATA__", "window.__NUXT__",
)  # fmt: skip

# Hosts that sell domains or show advertisements on them: who is sent there has lost the site.
PARKING_HOSTS = frozenset(
    {
        "hugedomains.com", "sedo.com", "sedoparking.com", "dan.com", "afternic.com", "bodis.com",
        "parkingcrew.net", "parklogic.com", "domainmarket.com", "buydomains.com",
        "uniregistry.com", "undeveloped.com", "brandbucket.com", "atom.com", "squadhelp.com",
        "skenzo.com", "voodoo.com", "smartname.com",
    }
)  # fmt: skip
