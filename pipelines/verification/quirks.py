"""Manners of publishers and hosts, as data. A rule reads these; none is written here.

Each entry says where it was seen. Add to them rather than writing an exception into a rule.
"""

from __future__ import annotations

# Statuses with which servers keep programs out while readers get in: logins, payments, bot
# walls, rate limits. 418 is IEEE's, 999 LinkedIn's, 430 Shopify's, 440 and 449 IIS's; 412 and
# 428 are sent by walls as the Internet Archive's bot found (paywall list of IABot).
BLOCKING_STATUSES = frozenset(
    {401, 402, 403, 405, 406, 407, 412, 418, 423, 428, 429, 430, 440, 449, 451, 498, 999}
)
# "Come back later", or a fault of ours: says nothing about what was asked for.
PASSING_STATUSES = frozenset({400, 408, 409, 421, 425, 431, 503, 509, 529})
GONE_STATUSES = frozenset({404, 410})

# Why a crawl may have read no answer although the page was there.
OUR_LIMITS = ("too_large", "truncated", "forbidden", "robots")

# Hosts whose addresses are DOI names: they are judged as DOIs and not asked as links.
DOI_RESOLVERS = frozenset({"doi.org", "dx.doi.org", "www.doi.org", "doi.acm.org"})

# Where handles of deleted records lead (Crossref's own word for a withdrawn registration).
DELETED_RECORDS = ("crossref.org/deleted_doi", "crossref.org/_deleted-doi")

# Elements that a reader sees or follows. Others (preconnect hints, form targets, canonical
# links) answer 404 to a plain request without anything being wrong.
ASKED_ELEMENTS = frozenset(
    {
        "a", "area", "audio", "embed", "frame", "iframe", "img", "meta", "object", "source",
        "track", "video",
    }
)  # fmt: skip

# Schemes that lead somewhere, but to no page.
OTHER_SCHEMES = frozenset({"mailto", "tel", "sms", "fax", "javascript", "data", "callto", "skype"})

# File names that stand for the start page of a site.
HOME_PATHS = frozenset(
    {"", "/", "/index.html", "/index.htm", "/index.php", "/index.asp", "/index.aspx", "/home"}
    | {"/default.asp", "/default.aspx", "/default.htm", "/start", "/en", "/en/", "/de", "/de/"}
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

# --- patterns of DOI names that can be made from a citation's own numbers ------------------------

# Hindawi: 10.1155/{year}/{article number}, since 2007.
HINDAWI_JOURNALS = frozenset(
    {
        "evid based complement alternat med",
        "evidence based complementary and alternative medicine",
        "biomed res int",
        "biomed research international",
        "pain res manag",
        "pain research and management",
        "pain res treat",
        "pain research and treatment",
        "adv orthop",
        "advances in orthopedics",
        "case rep orthop",
        "case reports in orthopedics",
        "scientificworldjournal",
        "the scientific world journal",
        "mediators inflamm",
        "oxid med cell longev",
        "rehabil res pract",
        "stem cells int",
        "arthritis",
        "anesthesiol res pract",
        "neural plast",
        "behav neurol",
        "j osteoporos",
        "comput math methods med",
        "j healthc eng",
    }
)
# PLOS: 10.1371/journal.{code}.{seven digits}.
PLOS_JOURNALS = {
    "plos one": "pone",
    "plos med": "pmed",
    "plos medicine": "pmed",
    "plos biol": "pbio",
    "plos biology": "pbio",
    "plos genet": "pgen",
    "plos genetics": "pgen",
    "plos comput biol": "pcbi",
    "plos computational biology": "pcbi",
    "plos pathog": "ppat",
    "plos pathogens": "ppat",
    "plos negl trop dis": "pntd",
    "plos neglected tropical diseases": "pntd",
}
# BioMed Central until about 2014: 10.1186/{ISSN}-{volume}-{article}.
BMC_ISSNS = {
    "bmc musculoskelet disord": "1471-2474",
    "bmc musculoskeletal disorders": "1471-2474",
    "bmc health serv res": "1472-6963",
    "bmc health services research": "1472-6963",
    "bmc public health": "1471-2458",
    "bmc med": "1741-7015",
    "bmc medicine": "1741-7015",
    "bmc med res methodol": "1471-2288",
    "bmc medical research methodology": "1471-2288",
    "bmc complement altern med": "1472-6882",
    "bmc surg": "1471-2482",
    "bmc neurol": "1471-2377",
    "bmc neurosci": "1471-2202",
    "bmc cancer": "1471-2407",
    "bmc genomics": "1471-2164",
    "bmc bioinformatics": "1471-2105",
    "bmc fam pract": "1471-2296",
    "bmc family practice": "1471-2296",
    "bmc geriatr": "1471-2318",
    "bmc pediatr": "1471-2431",
    "bmc psychiatry": "1471-244X",
    "bmc rheumatol": "2520-1026",
    "bmc med educ": "1472-6920",
    "bmc med inform decis mak": "1472-6947",
    "bmc anesthesiol": "1471-2253",
    "bmc infect dis": "1471-2334",
    "trials": "1745-6215",
    "scoliosis": "1748-7161",
    "patient saf surg": "1754-9493",
    "patient safety in surgery": "1754-9493",
    "j orthop surg res": "1749-799X",
    "journal of orthopaedic surgery and research": "1749-799X",
    "chiropr man therap": "2045-709X",
    "chiropr osteopat": "1746-1340",
    "health qual life outcomes": "1477-7525",
    "implement sci": "1748-5908",
    "int j behav nutr phys act": "1479-5868",
    "j neuroeng rehabil": "1743-0003",
    "syst rev": "2046-4053",
}
# JAMA and the former Archives until 2012: 10.1001/{code}.{volume}.{issue}.{page}.
JAMA_JOURNALS = {
    "jama": "jama",
    "arch intern med": "archinte",
    "archives of internal medicine": "archinte",
    "arch neurol": "archneur",
    "arch surg": "archsurg",
    "arch gen psychiatry": "archpsyc",
    "arch pediatr adolesc med": "archpedi",
    "arch dermatol": "archderm",
    "arch ophthalmol": "archopht",
}
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
