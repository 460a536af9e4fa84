"""Words that give a page away as a wall, a parked domain, a casino or an error.

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
    ("x-dd-b", ""),  # DataDome; its other headers stand on what it let through, too
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
    "please wait while your request is being verified",  # Imunify360
    "robot challenge screen",  # SiteGround
    "checking you are not a bot",
    "waiting for the redirectiron",  # BitNinja
    "click the button below to continue shopping",
    "滑动验证",
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
    *("/cookies-required", "/cookies_required", "/enable-cookies", "/cookie-error"),
    *("/crawlprevention/", "validate.perfdrive.com", "/.well-known/sgcaptcha/", "/showcaptcha?"),
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
    "unavailable in most european countries",
    "access cannot be granted at this time",
    "switch to an account with access",
    "content is for members",
    "page is for members only",
    "area is for members only",
    "inhalt ist nur für mitglieder",
    "bereich ist nur für mitglieder",
    "contenu est réservé aux",
    "page est réservée aux",
    "contenido es exclusivo para",
    "contenuto è riservato ai",
    "contenuto riservato ai soci",
    "inhoud is alleen voor leden",
    "not authorized to access this page",
    "not authorised to access this page",
    "nicht berechtigt, auf diese seite zuzugreifen",
    "pas autorisé à accéder à cette page",
    "no está autorizado para acceder a esta página",
    "non sei autorizzato ad accedere a questa pagina",
    "niet gemachtigd om deze pagina te bekijken",
    "video is password protected",
    "video is private",
    "verifique que es un ser humano",
    "compruebe que es usted humano",
    "vérifiez que vous êtes humain",
    "bestätigen sie, dass sie ein mensch sind",
    "verifica di essere un umano",
    "confirme que você é humano",
    "bevestig dat u een mens bent",
)

# What a page wants of its readers that shows the same at a made-up address: consent, money, a
# registration, another browser or country. Any page may say so; it counts of such a page only.
STEPS = (
    *("you accept the terms", "agree to the terms", "agree to these terms"),
    *("akzeptieren und weiter", "mit werbung", "accepter et continuer", "accetta e continua"),
    *("aceptar y continuar", "aceitar e continuar", "accepteren en doorgaan"),
    *("already a subscriber", "already a member", "bereits abonnent", "déjà abonné"),
    *("to continue reading", "to read the full", "register for free", "um weiterzulesen"),
    *("pour continuer", "sign in to continue", "log in to continue", "create an account to"),
    *("browser is not supported", "browser is out of date", "unsupported browser"),
    *("browser wird nicht unterstützt", "navigateur n'est pas"),
    *("european economic area", "access cannot be granted", "confirm your age", "verify your age"),
    *("enable cookies", "cookies aktivieren", "choose your language", "select your language"),
    *("wählen sie ihre sprache", "choisissez votre langue", "choose your country"),
    *("select your country", "select your region", "select your location"),
    *("too many requests", "exceeded the limit", "rate limit", "zu viele anfragen"),
    *("trop de requêtes", "demasiadas solicitudes", "troppe richieste", "te veel verzoeken"),
    *("in your country", "in your region", "in your location", "from your country"),
    *("from your location", "you must be 18", "are you over 18", "of legal age"),
    *("for healthcare professionals only", "i am a healthcare professional"),
    *("from the network of", "you are in line", "estimated wait time", "waiting room"),
)
# What a page says that shows the same at a made-up address, and of itself and not of the address:
# trouble that passes. It counts where no words say that something is not there (``sorrow``).
PASSING = (
    *("try again later", "try again shortly", "try again in", "come back later", "at this time"),
    *("temporarily", "for the moment", "inconvenience", "something went wrong", "is busy"),
    *("session has expired", "session has timed out", "session expired", "site is down"),
    *("maintenance", "outage", "moving our servers", "being upgraded", "javascript enabled"),
    *("später erneut", "später noch einmal", "sitzung ist abgelaufen", "vorübergehend"),
    *("momentan", "wartungsarbeiten", "momentanément", "temporairement", "réessayer plus tard"),
    *("veuillez réessayer", "session a expiré", "temporalmente", "en este momento", "más tarde"),
    *("sesión ha caducado", "sesión ha expirado", "temporaneamente", "più tardi"),
    *("sessione è scaduta", "tijdelijk", "probeer het later", "sessie is verlopen"),
    *("temporariamente", "mais tarde", "sessão expirou", "sessão expirada"),
)
# What a page says that a script fills, or that leads to a program.
WAITS = (
    *("enable javascript", "javascript is disabled", "javascript is not available"),
    *("javascript is required", "requires javascript", "javascript required", "allow javascript"),
    *("javascript aktivieren", "aktivieren sie javascript", "activer javascript"),
    *("is being loaded", "loading...", "loading…", "please wait", "bitte warten"),
    *("wird geladen", "veuillez patienter", "chargement en cours", "click open", "open the app"),
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
    "can't view or download this file at this time",
)

# The title of what a server shows before anybody has put a site on it: those only that name it,
# since "It works!" may be said of an exercise.
DEFAULT_TITLES = frozenset(
    {
        "welcome to nginx", "iis windows server", "iis7", "iis8", "internet information services",
        "apache2 ubuntu default page: it works", "apache2 debian default page: it works",
        "test page for the apache http server", "http server test page",
        "default web site page", "domain default page", "default plesk page",
        "web server's default page", "welcome to caddy", "caddy works", "welcome to openresty",
        "apache http server test page powered by centos", "apache is functioning normally",
        "http server test page powered by centos", "http server test page powered by: rocky linux",
        "http server test page powered by: almalinux",
        "test page for the http server on red hat enterprise linux",
        "test page for the apache http server on red hat enterprise linux",
        "test page for the apache http server on fedora", "test page for the http server on fedora",
    }
)  # fmt: skip

# Words of a page that wants a reader to log in or pay, as part of a URL or of the title.
LOGIN_PATHS = ("/login", "/signin", "/sign-in", "/sso/", "/saml", "/cas/login", "/auth/realms/")
LOGIN_TITLES = ("log in", "login", "sign in", "anmelden", "se connecter", "iniciar sesión")
# How the title of a page begins that asks for its own password (WordPress).
LOCKED_TITLES = re.compile(
    r"(?:protected|geschützt|protégé|protegido|protetto|beveiligd)\s?:\s", re.IGNORECASE
)
# First labels of hosts at which people show who they are.
LOGIN_HOSTS = frozenset(
    {"accounts", "adfs", "auth", "idp", "login", "openid", "shibboleth", "signin", "sso", "wayf"}
)

# Of sales and of new names, what others say as well: who is rid of an old name, sells land, tells
# customers what they will see, or warns of it.
SALES_IN_DOUBT = (
    # Czech, Hungarian, Romanian, Greek, Finnish, Ukrainian, Vietnamese, Indonesian
    "doména je na prodej",
    "ez a domain eladó",
    "domeniu este de vânzare",
    "αυτό το domain πωλείται",
    "verkkotunnus on myynnissä",
    "домен продається",
    "tên miền này đang được rao bán",
    "domain ini dijual",
    # Arabic, Persian, Thai, Chinese
    "هذا النطاق معروض للبيع",
    "این دامنه به فروش می‌رسد",
    "این دامنه به فروش می رسد",
    "โดเมนนี้ประกาศขาย",
    "網域名稱出售",
    # Registrars, of names that nobody has put a site on
    "votre domaine a bien été créé",
    "purchased and parked by a customer",
    "parkert hos domeneshop",
    "was recently registered at namecheap",
    "has just been registered for one of our customers",
    "domena jest zaparkowana",
)
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
    *SALES_IN_DOUBT,
)
# Of hosts the whole name or its end: there are people called like some of them.
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
    'window.park = "ey',
    'window.park="ey',
    "data-adblockkey=",
)
# None of these is believed alone: they are also said of a field of knowledge, of where to park, or
# of who has their old name.
DOUBTFUL_PARKING_SIGNS = frozenset(
    {
        *SALES_IN_DOUBT,
        "interested in this domain",
        "domain parking",
        "parked domain",
        "the domain has been registered",
        "hugedomains.com",
        "afternic.com",
        "dan.com/buy-domain",
    }
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
# What is plain English, too: whoever treats patients lets them book a slot online.
CASINO_HOMONYMS = frozenset({"slot online", "free spins", "sports betting"})
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

# In the source of a page that a script fills: what readers see is not what is sent.
APP_IDS = re.compile(
    r"""id=(?:"(?:root|app|__next|__nuxt|___gatsby|svelte|main-app)"|'(?:root|app)'|root|app)"""
)
APP_SOURCES = (
    "<app-root", "ng-app", "ng-version", "data-reactroot", "data-server-rendered",
    "__NEXT_DATA__", "window.__NUXT__",
    "pathSegmentsToKeep",  # a 404 at a host of code that leads to the site's script
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
