"""Words that give away what kind of page answered: a bot wall, a parked domain, a casino.

Data, matched in lower case. They become facts with the words themselves as evidence; what they
mean for a verdict is the judge's business. A phrase belongs here only if it is hardly ever
said by a page that is what it claims to be.
"""

from __future__ import annotations

# Response headers that only a wall in front of the site sends: (name, text its value contains).
CHALLENGE_HEADERS = (
    ("cf-mitigated", "challenge"),  # Cloudflare
    ("x-amzn-waf-action", ""),  # AWS WAF, also with status 202
    ("x-datadome", ""),
    ("x-px-block", ""),
    ("x-sucuri-block", ""),
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
)

# Where publishers send clients that lost a cookie on the way, as part of a URL.
COOKIE_WALLS = ("cookieabsent", "/cookie_not_supported", "/nocookies", "cookiesdisabled")

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
)

CASINO_PHRASES = (
    "slot gacor",
    "situs slot",
    "slot online",
    "judi online",
    "online casino",
    "casino online",
    "casino bonus",
    "free spins",
    "togel",
    "sbobet",
    "pragmatic play",
    "1xbet",
    "poker online",
    "sports betting",
    "mahjong ways",
    "казино",
    "娱乐城",
)

# A title that says the page is not there. Whole titles or parts between separators only: an
# article may well be about pages that were not found.
NOT_FOUND_TITLES = (
    "404",
    "404 not found",
    "404 error",
    "error 404",
    "http 404",
    "not found",
    "page not found",
    "page not found (404)",
    "404 page not found",
    "404 - page not found",
    "page cannot be found",
    "the page cannot be found",
    "page can't be found",
    "oops! that page can't be found.",
    "page does not exist",
    "page no longer available",
    "article not found",
    "document not found",
    "file not found",
    "content not found",
    "doi not found",
    "seite nicht gefunden",
    "page introuvable",
    "page non trouvée",
    "página no encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "página não encontrada",
    "strona nie została znaleziona",
)
