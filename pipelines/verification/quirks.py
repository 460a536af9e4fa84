"""Peculiarities of publishers and hosts, as data that rules read; no rule is here.

Each entry says where it was seen. Add to them rather than writing an exception into a rule.
"""

from __future__ import annotations

import re

from pipelines.services.web import markers

# Statuses with which servers keep programs out while readers get in: logins, payments, bot
# walls, rate limits. 418 is IEEE's, 999 LinkedIn's, 430 Shopify's, 440 and 449 IIS's; 412 and
# 428 are sent by walls as the Internet Archive's bot found (paywall list of IABot); with 561 a load
# balancer of AWS passes on a login that failed.
BLOCKING_STATUSES = frozenset(
    {401, 402, 403, 405, 406, 407, 412, 418, 423, 428, 429, 430, 440, 449, 451, 498, 561, 999}
)
# "Come back later", or a fault of ours: says nothing about what was asked for.
PASSING_STATUSES = frozenset({400, 408, 409, 421, 425, 426, 431, 503, 505, 509, 511, 529})
GONE_STATUSES = frozenset({404, 410})

# Why a crawl may have read no answer although the page was there.
OUR_LIMITS = ("too_large", "truncated", "forbidden", "robots")

# Why a crawl left an address for the next one.
LEFT_FOR_LATER = frozenset({"page_limit", "host_parked", "host_unreachable", "robots_unreachable"})

# Hosts whose addresses are DOI names: they are judged as DOIs and not asked as links.
DOI_RESOLVERS = frozenset({"doi.org", "dx.doi.org", "www.doi.org", "doi.acm.org"})

# DOI names at the resolver of all handles: any handle that begins with 10. is one (ISO 26324).
DOI_HANDLES = re.compile(r"https?://hdl\.handle\.net/10\.\d{4,9}(?:/|%2f)", re.I)

# Agencies that give out no records: doi.org leads to a landing page, whatever is accepted.
SILENT_AGENCIES = frozenset({"KISTI", "CNKI", "OP", "Airiti", "ISTIC", "EIDR"})

# Where handles of deleted records lead (Crossref's own word for a withdrawn registration).
DELETED_RECORDS = ("crossref.org/deleted_doi", "crossref.org/_deleted-doi")

# Elements whose target a reader follows or a browser loads; ``pdf`` is a link in a PDF. (What
# ``q`` and ``blockquote`` cite nobody follows.)
ASKED_ELEMENTS = frozenset(
    {
        "a", "area", "audio", "body", "button", "embed", "form", "frame", "iframe", "image", "img",
        "input", "link", "meta", "object", "pdf", "script", "source", "style", "table", "td",
        "track", "use", "video",
    }
)  # fmt: skip
# Of ``link`` elements only those with such a ``rel``: hints (preconnect, dns-prefetch) name a host
# and no page, and addresses for programs (pingback, EditURI, profile) answer 404 or 405 to a plain
# request without anything being wrong.
ASKED_RELS = frozenset(
    {
        "alternate", "amphtml", "apple-touch-icon", "apple-touch-icon-precomposed", "author",
        "help", "icon", "image_src", "license", "manifest", "mask-icon", "modulepreload", "next",
        "preload", "prev", "stylesheet",
    }
)  # fmt: skip
# What sends something along that we do not: an answer other than "here it is" says nothing.
SENDING_ELEMENTS = frozenset({"button", "form", "input"})


def is_asked(element: str) -> bool:
    """Whether the target of an element (of ``link`` with its ``rel`` behind it) is asked for.

    >>> is_asked("img"), is_asked("link preconnect"), is_asked("link shortcut icon")
    (True, False, True)
    """
    name, _, rel = element.partition(" ")
    return name in ASKED_ELEMENTS and (name != "link" or not ASKED_RELS.isdisjoint(rel.split()))


# Paths, in small letters, that stand for the start page of a site or of one of its languages. Two
# letters may as well be multiple sclerosis: with those not in ``HOME_LANGUAGES`` it is a start page
# only where it says that it is in this language, or in its own word for one.
HOME_WORDS = frozenset({"startseite", "accueil", "inicio", "pagina-iniziale", "homepage"})
HOME_PATHS = re.compile(
    r"(?:/(?P<lang>[a-z]{2})(?:[-_][a-z]{2})?)?(?:/(?P<name>(?:index|start|home|default)(?:\.(?:html?|php|aspx?))?"
    rf"|{'|'.join(sorted(HOME_WORDS))})?)?/?"
)
# What was a start page once, by its name: nobody is led astray from there to the one of today. As
# the end of a redirect such a name may be any page's (``/welcome`` of a clinic within a hospital).
OLD_HOME_PATHS = re.compile(
    r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?(?:/(?:index|start|home|default|main|welcome|willkommen"
    rf"|{'|'.join(sorted(HOME_WORDS))})(?:\.(?:[sx]?html?|php\d?|aspx?|jspx?|cfm|cgi|pl|do))?)?/?"
)
# The same in a folder that its system has, and the node of Drupal that may be the front page: there
# may as well have stood a page of its own.
MAYBE_OLD_HOMES = re.compile(
    r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?(?:/node(?:/\d+)?"
    r"|/(?:web|www|site|cms|html?|portal|joomla|wordpress|drupal|typo3|public|htdocs|internet"
    r"|homepage|frontend|index\.php|pages?|content|main)"
    r"(?:/(?:index|start|home|default|main|welcome|willkommen"
    rf"|{'|'.join(sorted(HOME_WORDS))})(?:\.(?:[sx]?html?|php\d?|aspx?|jspx?|cfm|cgi|pl|do))?)?)/?"
)

# The file that stands for its folder.
INDEX_FILE = re.compile(r"/(?:index|default|home)\.(?:[sx]?html?|php\d?|aspx?|jspx?|cfm)$")
# Hosts that only lead elsewhere: a start page may be all that such an address means.
FORWARDERS = frozenset(
    {
        "purl.org", "w3id.org", "hdl.handle.net", "n2t.net", "purl.oclc.org", "bit.ly",
        "tinyurl.com", "go.microsoft.com", "lnkd.in", "ow.ly", "goo.gl", "t.co", "is.gd",
    }
)  # fmt: skip
# Ends of paths of addresses that only lead elsewhere, counting who goes: nothing but a name or a
# number stands behind them.
SHORT_WAYS_OUT = re.compile(
    r"/(?:go|out|outbound|click|redirect|redir|jump|ls/click|links?/out)(?:\.[a-z]+|/[^/.]+)?/?$",
    re.IGNORECASE,
)
# Words in paths of such addresses that are words of leaflets, too (``/visit/parking.htm``).
WAYS_OUT = re.compile(
    r"/(?:go|out|outbound|click|track|tracking|redirect|redir|exit|jump|ls/click|link|links?/out"
    r"|external|extern|leave|visit|recommends?|refer)(?:[./]|$)"
)
# The path that Cloudflare writes in the place of a mail address: a script puts the address back
# for readers, and whoever asks for the path itself is told 404.
HIDDEN_MAIL = "/cdn-cgi/l/email-protection"
# What does something and then shows the start page: signs people out, takes another language. Only
# at the root or below an account: ``/kurse/abmelden`` may be a page about it.
ACTIONS = re.compile(
    r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?(?:/(?:index\.php|users?|accounts?|auth|members?|my|sessions?))*"
    r"/(?:log-?out|sign-?out|log-?off|abmelden|d[eé]connexion|cerrar-sesion"
    r"|(?:set|change|switch)[-_]?(?:lang(?:uage)?|locale|country|region)"
    r"|(?:lang(?:uage)?|locale|cookies?|consent)/(?:switch|set|change|accept|reject|decline))"
    r"(?:[./][^/]*)?"
)
# Versions of facts that do not note what a page says of what is not there.
WITHOUT_REGRETS = frozenset(f"landing/{number}" for number in range(1, 7))
# Words in paths of steps on the way to a page: whole ones, for ``sign`` begins a design.
STEPS = re.compile(
    r"(?<![a-z])(?:maint|maintenance|wartung|wartungs(?:arbeiten|seite|modus)|splash|welcome|cookies?"
    r"|unsupported|disclaimer|terms|consent|gate|(?:age)?(?:gate|check|verification)|gateway|verify"
    r"|verification|captcha|browsers?|region|country|language|log-?in|sign-?(?:in|on|up)"
    r"|register|registration|registrierung|subscri(?:be|ption)|queue|waiting|waitingroom|offline"
    r"|(?:under)?construction)(?![a-z])"
)
# Paths of searches, which may well find nothing, and what they call what is searched for.
SEARCHES = re.compile(
    r"/(?:search|search-?results?|suchen?|suchergebnis(?:se)?|recherche|buscar|busca|cerca|ricerca"
    r"|zoek|zoeken|sok|szukaj|query|find)(?:[./]|$)"
)
SEARCHED = frozenset({"q", "query", "s", "suche", "search"})

# Pages, by the last part of their paths, that hold what once were pages below them.
COLLECTIONS = re.compile(
    r"faqs?|(?:haeufige-|h%c3%a4ufige-)?fragen(?:-und-antworten)?|questions?(?:-and-answers|-frequentes)?"
    r"|preguntas-frecuentes|domande-frequenti|veelgestelde-vragen|gloss(?:ary|ar|aire|ario)|lexikon"
    r"|a-z|(?:unser-)?team|kontakte?|contacts?"
)

HOME_LANGUAGES = frozenset({"en", "de"})

# Fragments that programs put behind addresses for themselves, and authors copy: advertisements of
# Google, WeChat and its articles, what counts copied and shared addresses (Tynt, ShareThis).
MARKS = re.compile(
    r"google_vignette|goog_(?:rewarded|fullscreen_ad|game_inter)|wechat_(?:redirect|qrcode|pay)|rd"
    r"|ixzz\w{6,}|sthash\.[\w.-]+|addtoany|a2apagetop",
    re.I,
)

# Where registrars send the readers of names that lapsed: seen with ww1, ww25 and ww38.
ADVERTISEMENTS = re.compile(r"https?://ww\d{1,3}\.[^?#]+\?(?:[^#]*&)?subid1=")

# Last parts of addresses that error pages have: a redirect there is a politer 404.
ERROR_PAGES = frozenset(
    {
        "404", "404page", "404error", "error404", "notfound", "pagenotfound", "filenotfound",
        "errorpagenotfound", "fehler404", "nichtgefunden", "seitenichtgefunden", "nontrovata",
        "paginanontrovata", "pageintrouvable", "noencontrada", "paginanoencontrada",
    }
)  # fmt: skip

# Folders in which a page named "404" is one of those; in others it may be a room or an article.
FOLDERS_OF_ERRORS = re.compile(
    r"|_?errors?|errs?|pages?|status|http|site|system|static|public|home|[a-z]{2}(?:[-_][a-z]{2})?"
)

# The parameter of what failed, with which ASP.NET sends readers to an error page (customErrors).
ERROR_QUERY = "aspxerrorpath="

# Words that the title of a page has when it advertises gambling.
GAMBLING = markers.GAMBLING

# A title with one of these is about gambling, and does not advertise it.
ABOUT_GAMBLING = (
    "addict", "help", "harm", "problem", "study", "disorder", "treatment", "therapy", "support",
    "risk", "research", "sucht", "hilfe", "spam", "hack", "hijack", "malware", "attack", "law",
    "dealers", "workers", "employees", "injur",
    "regulat", "history", "review of", "sécurité", "dépendance", "bağımlılı", "yardım", "成瘾",
    # Law, harm, help, study, ministry in Turkish, Indonesian, Russian, Vietnamese, Chinese, Thai.
    "yasa", "araştırma", "hukum", "bahaya", "kecanduan", "penelitian", "pencegahan",
    "закон", "зависим", "помощ", "исследован", "истори", "министерств",
    "luật", "nghị định", "bộ ", "nghiện", "nghiên cứu", "tác hại", "cảnh báo", "phòng chống",
    "法", "条例", "監管", "监管", "研究", "危害", "問題", "问题", "防治", "部",
    "กฎหมาย", "พ.ร.บ", "กระทรวง", "วิจัย", "ศึกษา", "ปัญหา", "ป้องกัน", "อันตราย",
)  # fmt: skip

# Likewise for what else is sold on lapsed domains: such a title warns, or asks.
ABOUT_SPAM = (
    *("?", "warn", "fake", "counterfeit", "illegal", "integrity", "council", "ministry", "agency"),
    *("safe", "danger", "fraud", "scam", "police", "court", "avoid", "why ", "policy", "ethic"),
)

# Notices by the types that Crossref and Retraction Watch use, to our vocabulary.
NOTICE_TYPES = {
    "retraction": "retracted",
    "withdrawal": "withdrawn",
    "removal": "withdrawn",
    "expression_of_concern": "concern",
    "partial_retraction": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "clarification": "corrected",
    "new_version": "superseded",
    "new_edition": "superseded",
    "published_version": "superseded",
}

# --- manners of DOI names (publishers' formulas stand in formulas.py) ---------------------------

COCHRANE_JOURNALS = frozenset(
    {
        "cochrane database syst rev",
        "cochrane database of systematic reviews",
        "cochrane database systematic reviews",
        "cochrane library",
        "the cochrane library",
    }
)
# Prefixes of Blackwell, whose names of that time end in .x.
DOT_X_PREFIXES = ("10.1111/j.", "10.1046/j.")
# Journals whose names keep their suffix under another prefix: (wrong, how it begins, right).
# The glaciological journals are with Cambridge, their names with the International
# Glaciological Society (a pair of Crossref's hand-checked set).
MOVED_PREFIXES = (
    ("10.1017", "s0022143", "10.3189"),
    ("10.1017", "s0260305", "10.3189"),
)
