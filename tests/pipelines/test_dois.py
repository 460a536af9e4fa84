"""DOI names: canonical spelling, grammar, and what a text or a link may print.

Long because the rules are many and each has its row.
"""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.dois import (
    MAX_CANDIDATES,
    MAX_THOROUGH,
    candidates_from_url,
    find_candidates,
    find_names,
    is_wellformed,
    normalise_doi,
    prints_name,
)

NORMAL = [
    # why, text, canonical name or None
    ("as it is", "10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("ASCII lower case", "10.1097/BRS.0000000000003201", "10.1097/brs.0000000000003201"),
    ("other letters are kept", "10.1016/ÜNI", "10.1016/Üni"),
    ("label", "doi:10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("label with a blank", "DOI: 10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("resolver", "https://doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("old resolver", "http://dx.doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("resolver without scheme", "doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("a publisher's resolver", "http://doi.acm.org/10.1145/1294928", "10.1145/1294928"),
    ("doubled resolver", "https://doi.org/https://doi.org/10.1/x", None),
    ("doubled resolver, real", "https://doi.org/https://doi.org/10.1136/x", "10.1136/x"),
    ("resolver and label", "https://doi.org/doi:10.1136/x", "10.1136/x"),
    ("info URI", "info:doi/10.1136/x", "10.1136/x"),
    ("URN", "urn:doi:10.1136/x", "10.1136/x"),
    ("percent", "10.2307%2F1990888", "10.2307/1990888"),
    ("percent twice", "10.2307%252F1990888", "10.2307/1990888"),
    (
        "entities",
        "10.1002/(SICI)1:1&lt;1::AID-A1&gt;3.0.CO;2-G",
        "10.1002/(sici)1:1<1::aid-a1>3.0.co;2-g",
    ),
    ("angle brackets around", "<10.1136/x>", "10.1136/x"),
    ("invisible characters", "10.1136/\u200bbmj.\u00ada3115", "10.1136/bmj.a3115"),
    ("closing full stop stays: only the registry knows", "10.1124/mol...", "10.1124/mol..."),
    ("an en dash stays", "10.17167/mksz.2017.2.129–155", "10.17167/mksz.2017.2.129–155"),
    ("sub-codes", "10.1000.10/123", "10.1000.10/123"),
    ("ISBN-A", "10.978.8898392/315", "10.978.8898392/315"),
    ("test prefix is a prefix", "10.5555/12345678", "10.5555/12345678"),
    ("shortDOI is a handle", "10/gf4gqc", None),
    ("registrant too short", "10.123/456", None),
    ("no suffix", "10.1155/", None),
    ("blank inside", "10.1136/bmj a3115", None),
    ("a sentence", "see 10.1136/bmj.a3115", None),
    ("empty", "", None),
]


@pytest.mark.parametrize(("why", "text", "expected"), NORMAL, ids=[row[0] for row in NORMAL])
def test_normalise(why: str, text: str, expected: str | None) -> None:
    assert normalise_doi(text) == expected


GRAMMAR = [
    ("any case", "10.1016/S0140-6736(09)62164-4", True),
    ("nine digits", "10.123456789/x", True),
    ("three digits", "10.123/x", False),
    ("label is not stripped", "doi:10.1136/x", False),
    ("no slash", "10.1136", False),
    ("control character", "10.1136/a\x07b", False),
    ("line break", "10.1136/a\nb", False),
]


@pytest.mark.parametrize(("why", "text", "expected"), GRAMMAR, ids=[row[0] for row in GRAMMAR])
def test_is_wellformed(why: str, text: str, expected: bool) -> None:
    assert is_wellformed(text) is expected


SICI = "10.1002/(sici)1097-0185(19990301)254:3<408::aid-ar12>3.0.co;2-g"

PRINTED = [
    # why, text, the likeliest reading of each place
    ("a line end in the registrant", "doi:10.10\n07/bf00585532.", ["10.1007/bf00585532"]),
    ("a blank in it", "https://doi.org/10.1 136/bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a margin in it", "DOI 10.1\n      136/bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a hyphen and a line end in it", "doi:10.107-\n4/jbc.m200268200", ["10.1074/jbc.m200268200"]),
    ("a margin behind its dot", "doi:10.\n       1136/bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a margin behind the slash", "doi:10.1136/\n        bmj.a3115", ["10.1136/bmj.a3115"]),
    ("two numbers, no registrant", "doi: 10.12 345678/x", []),
    ("no label, two numbers", "from 10.10 07/bf00585532", []),
    (
        "its year behind a bracket",
        "10.1016/s0025-7125( 16)31703-5",
        ["10.1016/s0025-7125(16)31703-5"],
    ),
    ("a short name behind a ratio", "the ratio 10.1002/pon.8", ["10.1002/pon.8"]),
    ("label and blank", "doi: 10.1155/2015/328196", ["10.1155/2015/328196"]),
    ("truncated stays as it is", "doi: 10.1155/2015/32819", ["10.1155/2015/32819"]),
    ("label glued", "DOI10.1249/JSR.0b013e318194f89e", ["10.1249/jsr.0b013e318194f89e"]),
    ("closing full stop", "doi:10.1037/a0030099.", ["10.1037/a0030099"]),
    ("closing bracket", "(doi:10.1016/S0140-6736(05)67402-8)", ["10.1016/s0140-6736(05)67402-8"]),
    ("brackets that belong", "10.1130/2013.2502(04).", ["10.1130/2013.2502(04)"]),
    ("too many brackets", "10.1130/2013.2502(04))))", ["10.1130/2013.2502(04)"]),
    ("comma and words", "doi:10.1002/2014TC003600, in press", ["10.1002/2014tc003600"]),
    ("quotation marks", "“10.1136/bmj.a3115”", ["10.1136/bmj.a3115"]),
    ("pilcrow", "10.1136/bmj.a3115¶", ["10.1136/bmj.a3115"]),
    ("angle bracket label", "[doi>10.1109/ARES.2013.50]", ["10.1109/ares.2013.50"]),
    (
        "line break after the slash",
        "doi:10.1371/ \njournal.pone.0002680",
        ["10.1371/journal.pone.0002680"],
    ),
    (
        "line break after a dot",
        "doi:10.1016/j. \nbandc.2008.01.008",
        ["10.1016/j.bandc.2008.01.008"],
    ),
    (
        "line break in the prefix",
        "(doi:10. \n1111/j.1365-294X.2009.04419.x)",
        ["10.1111/j.1365-294x.2009.04419.x"],
    ),
    (
        "line break before the slash",
        "doi: 10.3389 \n/fnagi.2010.00025",
        ["10.3389/fnagi.2010.00025"],
    ),
    (
        "a blank after each dot",
        "doi: 10.1016/ j.envsci. 2009.09.007",
        ["10.1016/j.envsci.2009.09.007"],
    ),
    (
        "a blank before a dot",
        "doi:10.1103/PhysRevLett .100.228502.",
        ["10.1103/physrevlett.100.228502"],
    ),
    ("a blank after a hyphen", "doi: 10.5194/npg- 19-227-2012.", ["10.5194/npg-19-227-2012"]),
    ("a blank after a colon", "http://dx.doi.org/ 10.1051/nss: 2005018", ["10.1051/nss:2005018"]),
    (
        "a blank before brackets",
        "doi:10.1016/S0140-6736 (05)67402-8",
        ["10.1016/s0140-6736(05)67402-8"],
    ),
    ("NBSP", "doi:10.2217/fca\u00a0.14.82", ["10.2217/fca.14.82"]),
    (
        "a new sentence is no part",
        "doi:10.1016/j.jvs.2009.08.036. discussion 7.",
        ["10.1016/j.jvs.2009.08.036"],
    ),
    ("Epub is no part", "doi: 10.1038/ejhg.2010.129. Epub 2010 Aug 25.", ["10.1038/ejhg.2010.129"]),
    ("the next year is no part", "doi:10.1038/ng.3571. 2016;48:12", ["10.1038/ng.3571"]),
    (
        "a dash with blanks is no part",
        "DOI - 10.1049/el.2013.3006 - which",
        ["10.1049/el.2013.3006"],
    ),
    ("hyphens of Unicode", "doi:10.1007/s00168‐016‐0766‐5.", ["10.1007/s00168-016-0766-5"]),
    (
        "zero-width space, joiner, soft hyphen",
        "10.1136/b\u200bm\u2060j.\u00ada3115",
        ["10.1136/bmj.a3115"],
    ),
    (
        "percent",
        "https://doi.org/10.1016%2FS0140-6736%2809%2962164-4",
        ["10.1016/s0140-6736(09)62164-4"],
    ),
    ("percent twice", "doi.org/10.1007%252Fs00586-009-0973-1", ["10.1007/s00586-009-0973-1"]),
    ("entities", "10.1002/(SICI)1097-0185(19990301)254:3&lt;408::AID-AR12&gt;3.0.CO;2-G", [SICI]),
    ("SICI", "doi:10.1002/(SICI)1097-0185(19990301)254:3<408::AID-AR12>3.0.CO;2-G.", [SICI]),
    (
        "SICI out of a PDF",
        "doi:10.1002/ \n(SICI)1097-0185(19990301)254:3\\408:AID-AR12[3.0.CO;2-G",
        [SICI],
    ),
    (
        "ESA",
        "10.1890/0012-9658(2002)083[2421:SDEOLC]2.0.CO;2)",
        ["10.1890/0012-9658(2002)083[2421:sdeolc]2.0.co;2"],
    ),
    ("doubled", "10.1039/c1cy00107h.http://dx.doi.org/10.1039/c1cy00107h", ["10.1039/c1cy00107h"]),
    (
        "two names glued",
        "10.17815/jlsrf-1-18http://doi.org/10.1016/j.icarus.2005.05.017",
        ["10.17815/jlsrf-1-18", "10.1016/j.icarus.2005.05.017"],
    ),
    (
        "two names and an ampersand",
        "doi:10.6084/m9.figshare.97218&doi:10.1126/science.169.3946.635 ",
        ["10.6084/m9.figshare.97218", "10.1126/science.169.3946.635"],
    ),
    (
        "two names",
        "10.5194/wes-2019-70\n10.5194/wes-5-819-202",
        ["10.5194/wes-2019-70", "10.5194/wes-5-819-202"],
    ),
    ("glued PMID", "10.1126/science.aaf1512pmid:27418504", ["10.1126/science.aaf1512"]),
    (
        "glued link texts",
        "10.1186/s12859-019-3001-yCrossRefPubMedGoogle Scholar",
        ["10.1186/s12859-019-3001-y"],
    ),
    ("glued address", "10.1177/0261018315588894csp.sagepub.com", ["10.1177/0261018315588894"]),
    ("access date", "10.4476/77102>accessed4", ["10.4476/77102"]),
    ("dot leaders", "10.1021/ma0012898..........34362(2001)", ["10.1021/ma0012898"]),
    ("year in brackets", "10.1111/bph.14053(2017)", ["10.1111/bph.14053"]),
    ("label behind", "10.1002/pds.1348[doi].eng", ["10.1002/pds.1348"]),
    ("tail of an address", "10.1111/brv.12289/full", ["10.1111/brv.12289"]),
    ("supplement", "10.1073/pnas.1418604112/-/dcsupplemental", ["10.1073/pnas.1418604112"]),
    ("session id", "10.1111/brv.12289;jsessionid=A1B2", ["10.1111/brv.12289"]),
    ("query", "10.2307/2550890?origin=crossref", ["10.2307/2550890"]),
    ("fragment", "10.1007/s12129-015-9498-8#page-1", ["10.1007/s12129-015-9498-8"]),
    ("LaTeX", r"10.1007/978-3-642-35323-9\_10", ["10.1007/978-3-642-35323-9_10"]),
    ("two underscores", "10.1007/978-3-642-45135-5__17", ["10.1007/978-3-642-45135-5_17"]),
    ("markup", "10.1083/jcb.200806137<br/>", ["10.1083/jcb.200806137"]),
    (
        "markup inside",
        "10.1146/annurev-nucl<br/>-102115-044826",
        ["10.1146/annurev-nucl-102115-044826"],
    ),
    (
        "a preprint's page",
        "https://www.biorxiv.org/content/10.1101/786053v1.full",
        ["10.1101/786053v1"],
    ),
    (
        "Cyrillic letters that look Latin",
        "doi:10.1016/j.ѕріn.2010.01.001",
        ["10.1016/j.spin.2010.01.001"],
    ),
    ("after a page number", "14 (1): 564-10.1186/1471-2164-14-564", ["10.1186/1471-2164-14-564"]),
    ("prefix misread", "doi: lO.1O16/j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("a comma for the dot", "doi:10,1016/j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("the first figure lost", "doi:0.1016/j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("the dot lost", "doi: 101016/j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("a backslash", "doi:10.1016\\j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("a colon for the slash", "doi:10.1136:bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a dot for the slash", "doi:10.1136.bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a blank for the slash", "doi:10.1136 bmj.a3115", ["10.1136/bmj.a3115"]),
    ("the slash lost", "https://doi.org/10.1136bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a year behind a prefix", "doi: 10.1016 (2019)", []),
    ("a year in brackets, glued", "doi: 10.1016(2019)", []),
    ("an article number behind a prefix", "DOI 10.3758 e2019", []),
    ("a count behind a prefix", "doi 10.1234 100000 patients", []),
    ("an ISSN behind a prefix", "doi: 10.1234 1234-567X", []),
    ("pages behind a prefix", "doi: 10.1016 pp.1012-19", []),
    ("a word with a figure behind a prefix", "doi: 10.1016 covid-19", []),
    ("a colon and a word behind a prefix", "doi: 10.1016: Elsevier 2019", []),
    ("a backslash, no label", "10.1016\\j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("a hyphen for the slash", "doi:10.1016-j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("a hyphen and a serial", "doi:10.1016-S0140-6736(05)67402", ["10.1016/s0140-6736(05)67402"]),
    ("a dot before the slash", "doi:10.1016./j.spin.2010.01.001", ["10.1016/j.spin.2010.01.001"]),
    ("a blank before it", "Pain 2009. 10.1016 /j.pain.2009.08.020", ["10.1016/j.pain.2009.08.020"]),
    ("a blank before it, no name", "between 10.1016 /year and 10.2500 /m2", []),
    ("a hyphen and a word behind a prefix", "doi: 10.1016-covid19", []),
    (
        "a kind of article",
        "10.1002/14651858.CD001929.pub3.Review",
        ["10.1002/14651858.cd001929.pub3"],
    ),
    (
        "round brackets for square ones",
        "10.1890/0012-9658(2002)083(2421:SDEOLC)2.0.CO;2",
        ["10.1890/0012-9658(2002)083[2421:sdeolc]2.0.co;2"],
    ),
    ("the slash lost, an ISBN", "doi:10.12019781420038484", ["10.1201/9781420038484"]),
    ("raised dots", "doi:10·1016/S0140-6736(05)67402·8", ["10.1016/s0140-6736(05)67402.8"]),
    ("a soft hyphen's entity", "doi:10.1136/bmj.a3&shy;115", ["10.1136/bmj.a3115"]),
    ("the same in the prefix", "doi:10.11&amp;shy;36/bmj.a3115", ["10.1136/bmj.a3115"]),
    ("places to break, in the prefix", "10.1<wbr>136&#8203;/bmj.a3115", ["10.1136/bmj.a3115"]),
    ("escaped thrice", SICI.replace("<", "&amp;amp;lt;").replace(">", "&amp;amp;gt;"), [SICI]),
    (
        "a mail filter's address, and a name behind it",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__doi.org_10.1007_s00586-2D009-2D0973"
        "-2D1&d=DwMFaQ&c=x-2D1 or doi:10.1136/bmj.a3115",
        ["10.1007/s00586-009-0973-1", "10.1136/bmj.a3115"],
    ),
    (
        "names in a row with nothing between them",
        "".join(f"10.1136/bmj.a{letter}/" for letter in "vwxyz"),
        [f"10.1136/bmj.a{letter}" for letter in "vwxyz"],
    ),
    (
        "names in a row with a sign between them",
        ";".join(f"10.1136%2Fbmj.a%2D{letter}" for letter in "vwxyz"),
        [f"10.1136/bmj.a-{letter}" for letter in "vwxyz"],
    ),
    ("dot and slash as entities", "10&#46;1136&#47;bmj.a3115", ["10.1136/bmj.a3115"]),
    (
        "LaTeX's low line, and the chapter is not the book",
        r"doi = {10.1007/978-3-030-01950-1{\_}18},",
        ["10.1007/978-3-030-01950-1_18"],
    ),
    (
        "the same as a word",
        r"doi={10.1007/978-3-030-01950-1\textunderscore 18}",
        ["10.1007/978-3-030-01950-1_18"],
    ),
    ("LaTeX's dash", r"doi={10.1007/s00586\textendash{}009-0973-1}", ["10.1007/s00586-009-0973-1"]),
    (
        "LaTeX's signs in braces",
        "doi = " + SICI.replace("<", r"{\textless}").replace(">", r"{\textgreater}"),
        [SICI],
    ),
    ("no word of LaTeX's", r"doi:10.1136/bmj.a3115\textless_and_more", ["10.1136/bmj.a3115"]),
    (
        "signs as JSON writes them",
        SICI.replace("/", r"\u002F", 1).replace("<", r"\u003c").replace(">", r"\u003E")
        + r"\u0022,\u0022year",
        [SICI],
    ),
    (
        "a dash as JSON writes it",
        r'"10.1007/s00586\u2013009-0973-1"',
        ["10.1007/s00586-009-0973-1"],
    ),
    ("markup as JSON writes it", r"10.1136/bmj.a3115\u003c/a\u003e.", ["10.1136/bmj.a3115"]),
    ("Persian figures", "شناسه: doi:۱۰.۱۱۳۶/bmj.a۳۱۱۵", ["10.1136/bmj.a3115"]),
    ("a Persian note", "doi:10.1136/bmj.a3115\u200f۱", ["10.1136/bmj.a3115"]),
    ("Arabic figures and sign", "DOI: ١٠٫١١٣٦/bmj.a٣١١٥.", ["10.1136/bmj.a3115"]),
    ("the same, twice", "doi:10&amp;#46;1136&amp;#47;bmj.a3115", ["10.1136/bmj.a3115"]),
    ("a break as written", "10.1136/<br />bmj.a3115<br />PMID 5", ["10.1136/bmj.a3115"]),
    (
        "a break as written, at a line end",
        "10.1136/<br />\nbmj.a3115<br/>\nPMID 5",
        ["10.1136/bmj.a3115"],
    ),
    (
        "a blank as written",
        "DOI:&nbsp;10.1136/&amp;nbsp;bmj.a3115&#160;PMID",
        ["10.1136/bmj.a3115"],
    ),
    ("half an entity", SICI.replace("<", "&lt").replace(">", "&gt"), [SICI]),
    ("a line end and a margin", "doi:10.1136/\r\n      bmj.a3115", ["10.1136/bmj.a3115"]),
    ("an empty line", "doi:10.1136/\n\n2. Lee A. Spine 2012", []),
    ("an empty line with a blank", "10.\n \n      20145/12 Verordnung", []),
    ("a column's margin", f"doi:10.1136/\n{' ' * 38}bmj.a3115", ["10.1136/bmj.a3115"]),
    (
        "text of a link, glued",
        "10.1007/s00586-009-0973-1.Article PubMed",
        ["10.1007/s00586-009-0973-1"],
    ),
    (
        "an ISSN, glued",
        "doi:10.1007/s00586-009-0973-1ISSN 0940-6719",
        ["10.1007/s00586-009-0973-1"],
    ),
    (
        "an escaped en dash",
        "https://doi.org/10.5194/bg%E2%80%9315%E2%80%93809",
        ["10.5194/bg-15-809"],
    ),
    ("label misread", "http://dx.d0i.0rg/10.1016/j.spin.2010", ["10.1016/j.spin.2010"]),
    ("every dash", "10.1007/s00168˗016⁻0766−5", ["10.1007/s00168-016-0766-5"]),
    ("ligature of a typesetter", "doi:10.1016/j.ﬁshres.2010.01", ["10.1016/j.fishres.2010.01"]),
    ("variation selector", "10.1136/bmj\ufe0f.a3115", ["10.1136/bmj.a3115"]),
    ("LaTeX's angle brackets", SICI.replace("<", "{$<$}").replace(">", "{$>$}"), [SICI]),
    ("glued word", "10.1038/s41598-019-40041-7Nature", ["10.1038/s41598-019-40041-7"]),
    ("glued initials", "doi:10.1021/ \nnn901392mER", ["10.1021/nn901392m"]),
    ("another script", "10.1234/例え123", ["10.1234/例え123"]),
    ("Chinese full stop", "10.1016/j.foo.2010.01.001。参见", ["10.1016/j.foo.2010.01.001"]),
    ("ISBN-A", "an ISBN-A: 10.978.8898392/315", ["10.978.8898392/315"]),
]


@pytest.mark.parametrize(("why", "text", "expected"), PRINTED, ids=[row[0] for row in PRINTED])
def test_likeliest_reading(why: str, text: str, expected: list[str]) -> None:
    assert [found.candidates[0].value for found in find_candidates(text)] == expected


OXFORD = "10.1093/oxfordhb/9780199234097"
FURTHER = [
    # why, text, a reading that has to be among the candidates
    ("a margin in a word", "doi:10.1007/s0026\n   8-008-9522-z", "10.1007/s00268-008-9522-z"),
    ("a blank in a number", "doi:10.1001/archderm.10 1.6.704.", "10.1001/archderm.101.6.704"),
    (
        "a blank in a long one",
        "10.1093/gmo/978156 1592630.article.46321",
        "10.1093/gmo/9781561592630.article.46321",
    ),
    ("three figures behind a blank", "doi:10.1038/ng1 767.", "10.1038/ng1767"),
    (
        "a number at a line end, its last figures",
        "doi:10.3390/nu13062\n079. Accessed",
        "10.3390/nu13062079",
    ),
    ("figures that may count", "doi:10.1042/bc2007013\n2. Epub", "10.1042/bc20070132"),
    (
        "a glued sentence behind a full stop",
        "10.1016/j.spinee.2010.01.001.Published online",
        "10.1016/j.spinee.2010.01.001",
    ),
    (
        "a short word glued",
        "10.1016/j.spinee.2010.01.001Get rights",
        "10.1016/j.spinee.2010.01.001",
    ),
    ("two Os for noughts", "doi: 1O.1O16/j.spinee.2OO9.01.001", "10.1016/j.spinee.2009.01.001"),
    ("an l and an O side by side", "10.1016/j.spinee.20lO.01.001", "10.1016/j.spinee.2010.01.001"),
    ("a name that ends in dots", "10.1136/gut.0500138..", "10.1136/gut.0500138.."),
    ("a name that ends in a dot", "10.17147/asui.", "10.17147/asui."),
    ("lost .x", "doi:10.1111/j.1475-4983.2012.01203.", "10.1111/j.1475-4983.2012.01203.x"),
    ("lost colon", "10.1023/A1006047319921", "10.1023/a:1006047319921"),
    ("two dots", "10.1016/j.vph.2015..03.017", "10.1016/j.vph.2015.03.017"),
    ("two slashes may be right", "10.1037/1061-4087.45.2.10", "10.1037//1061-4087.45.2.10"),
    ("two slashes may be wrong", "10.1037//0033-2909.126.6.910", "10.1037/0033-2909.126.6.910"),
    ("glued initials that belong", "doi:10.1021/nn901392mER", "10.1021/nn901392mer"),
    ("glued small letters", "10.1038/nature05329and", "10.1038/nature05329"),
    ("bioRxiv without the version", "biorxiv.org/content/10.1101/786053v2", "10.1101/786053"),
    ("PeerJ without the version", "10.7287/peerj.preprints.3100v2", "10.7287/peerj.preprints.3100"),
    ("OSF without the version", "10.31234/osf.io/abcd1_v2", "10.31234/osf.io/abcd1"),
    ("a scanner's letters", "10.1038/s4159B-024-75588-l", "10.1038/s41598-024-75588-1"),
    ("two hyphens for one", "10.1007/s00586--009-0973-1", "10.1007/s00586-009-0973-1"),
    ("a dash for two hyphens", "10.18260/1-2–11357", "10.18260/1-2--11357"),
    ("a dash behind the name", "doi:10.1136/bmj.a3115—a trial", "10.1136/bmj.a3115"),
    ("a dash encoded twice behind it", "doi:10.1136/bmj.a3115â€”see also", "10.1136/bmj.a3115"),
    (
        "the same in an address",
        "https://doi.org/10.1136/bmj.a3115%C3%A2%E2%82%AC%E2%80%9Dsee",
        "10.1136/bmj.a3115",
    ),
    ("pages behind one", "10.3238/arztebl.2017.0883â€“90", "10.3238/arztebl.2017.0883"),
    ("a dash encoded twice", "10.1007/s00586â€“009â€“0973-1", "10.1007/s00586-009-0973-1"),
    ("a hyphen encoded twice", "10.1007/s00586â€‘009-0973-1", "10.1007/s00586-009-0973-1"),
    (
        "a dash that belongs, encoded twice",
        "10.17167/mksz.2017.2.129â€“155",
        "10.17167/mksz.2017.2.129–155",
    ),
    ("a times sign for an x", "10.1002/abc.12×34", "10.1002/abc.12x34"),
    ("a times sign behind the name", "10.1002/abc.12×34", "10.1002/abc.12"),
    ("a times sign as an entity", "10.1002/abc.12&times;34", "10.1002/abc.12"),
    ("a hyphen lost", "doi:10.1038/s41598-024\n75588-7.", "10.1038/s41598-024-75588-7"),
    ("zero for letter O", "10.1016/j.j0int.2010.01.001", "10.1016/j.joint.2010.01.001"),
    ("one for letter l", "10.1016/j.jvo1t.2010", "10.1016/j.jvolt.2010"),
    (
        "a semicolon that belongs",
        "10.1076/1380-3395(200004)22:2;1-1;ft208",
        "10.1076/1380-3395(200004)22:2;1-1;ft208",
    ),
    (
        "an encoded quote that belongs",
        "doi.org/10.1006/rwei.1999%22.0001",
        '10.1006/rwei.1999".0001',
    ),
    ("letter O for zero", "10.1016/j.spin.2O10.01.001", "10.1016/j.spin.2010.01.001"),
    (
        "AMS and ESA brackets",
        "10.1175/1520-0493(2002)130[1913:EDAWPO]2.0.CO;2",
        "10.1175/1520-0493(2002)130<1913:edawpo>2.0.co;2",
    ),
    ("the dash as printed", "10.17167/mksz.2017.2.129–155", "10.17167/mksz.2017.2.129–155"),
    (
        "an escaped dash as printed",
        "https://doi.org/10.17167/mksz.2.129%E2%80%93155",
        "10.17167/mksz.2.129–155",
    ),
    ("pages behind a dash", "10.3238/arztebl.2017.0883–90", "10.3238/arztebl.2017.0883"),
    (
        "a chapter's address, its book",
        f"{OXFORD}.001.0001/oxfordhb-9780199234097-e-5",
        f"{OXFORD}.001.0001",
    ),
    (
        "a chapter's address, its own name",
        f"{OXFORD}.001.0001/oxfordhb-9780199234097-e-5",
        f"{OXFORD}.013.0005",
    ),
    ("a year that belongs", "10.4335/16.4.759-784(2018)", "10.4335/16.4.759-784(2018)"),
    ("a sentence, glued", "10.1016/j.spinee.2010.04.011.The study", "10.1016/j.spinee.2010.04.011"),
    (
        "a short word, glued",
        "10.1111/j.1526-4610.2004.04153.xLo",
        "10.1111/j.1526-4610.2004.04153.x",
    ),
    (
        "a word that belongs",
        "10.1331/1544-3191.44.5.578.Zillich",
        "10.1331/1544-3191.44.5.578.zillich",
    ),
    ("the mark of a note, glued", "doi:10.1136/bmj.a3115(1)", "10.1136/bmj.a3115"),
    (
        "a number in brackets that belongs",
        "10.57800/faunitaxys-12(13)",
        "10.57800/faunitaxys-12(13)",
    ),
    ("the name ends where the line does", "doi:10.1016/j.\nbandc.2008", "10.1016/j"),
]


@pytest.mark.parametrize(("why", "text", "expected"), FURTHER, ids=[row[0] for row in FURTHER])
def test_further_readings(why: str, text: str, expected: str) -> None:
    assert expected in [c.value for found in find_candidates(text) for c in found.candidates]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("doi: lO.1O16/j.spin.2010", "misread_prefix"),
        ("doi: 10,1016/j.spin.2010", "misread_prefix"),
        ("10.1016\\j.spin.2010", "misread_prefix"),
        ("doi:10.1016./j.spin.2010", "misread_prefix"),
        ("doi: 10.1016/j.spin.2010", "as_printed"),
        ("doi:10.1016/j.spin.2010.", "trailing_punctuation"),
    ],
)
def test_rules_of_misread_prefixes(text: str, rule: str) -> None:
    assert find_candidates(text)[0].candidates[0].rule == rule


@pytest.mark.parametrize(
    ("text", "is_carried"),
    [
        ("https://academic.oup.com/bja/article/doi/10.1093/bja/57.9.904/305871", True),
        ("https://example.org/x?doi=10.1093/bja/57.9.904", True),
        ("https://example.org/10.1093/bja/57.9.904", True),
        ("see /srv/user/10.1093/bja/57.9.904", True),
        ("https://doi.org/10.1093/bja/57.9.904", False),
        ("see example.org/x. doi:10.1093/bja/57.9.904", False),
        ("https://doi.org/doi:10.1093/bja/57.9.904", False),
        ("https://example.org/https://doi.org/10.1093/bja/57.9.904", False),
    ],
)
def test_a_name_in_an_address_of_its_own_is_only_carried(text: str, is_carried: bool) -> None:
    candidates = find_candidates(text)[0].candidates
    assert candidates[0].rule.startswith("web_address") is is_carried
    assert "10.1093/bja/57.9.904" in [candidate.value for candidate in candidates]


NOT_ONE = [
    ("the state of a leaflet", "Stand: 10.2019/Rev. 3"),
    ("the number of a form", "Form 10.5634/EN/03.19"),
    ("the version of a leaflet", "Leaflet 10.9122/VER3"),
    ("rupees", "Rs 10.9382/- for each visit"),
    ("date and file number", "on 25.10.2015/2137303 in Vienna"),
    ("date", "10.12.2019/2020"),
    ("month and year", "from 10.2019/2020 on"),
    ("months, alone", "10.2018/03.2019"),
    ("rate, alone", "10.5000/min"),
    ("price for each, in a list", "it costs $10.5000/share, or €10.5000/day."),
    (
        "a prefix, and what is said of it",
        "doi:10.1155/ in most lists, DOI 10.1016/ (Elsevier)",
    ),
    ("dose", "take 10.1234/5 mg twice"),
    ("larger dose", "take 10.1234/5000 mg twice"),
    ("price", "it costs 10.5000/2000 EUR"),
    ("price with a sign", "€10.5000/10"),
    ("price with a sign, in a sentence", "between $ 10.1000/15 and CHF 10.2000/12.50 a month"),
    ("price for each", "it costs EUR 10.1234/Stk. or $10.5000/share"),
    ("rate", "at 10.5000/min, or 10.1234/mm2 of it"),
    ("telephones", "Tel. 10.2345/67890, Fax: 10.2345/6789 or Phone 0044 10.1234/5678"),
    ("numbers of files", "Aktenzeichen 10.1234/2018, Az. 10.4711/19-B, Reg.-Nr. 10.5678/2009"),
    ("numbers of files, with colons", "AZ: 10.4711/2018, Artikelnummer: 10.8899/456"),
    ("numbers of goods", "Art.-Nr. 10.8899/rot, LOT 10.3344/2023-05, GTIN 10.4012345/678901"),
    ("laws", "Directive 10.2004/38/EC and Verordnung 10.1223/2009"),
    ("places", "GPS: 10.12345/53.54321, PLZ 10.1234/Berlin, latitude 10.1234/longitude 20"),
    ("programs", "macOS 10.1500/10.1600, Windows 10.19045/22H2, build 10.22631/3737"),
    ("letters before", "of CH10.1234/5678 and (DE10.1234/56)"),
    ("vertebrae", "between T10.1210/L1 and A10.1234/bcd"),
    ("sections", "see 3.10.1234/5678, v2.10.1234/rc1 and n=10.1234/2000"),
    ("path of Windows", r"see C:\Data\10.1016\j2010 and D:\10.1016\j.2010"),
    ("version", "10.15.7/10.14.6 and 10.2020/stable"),
    ("network", "10.1000/24 and 10.0.0.1/24"),
    ("number goes on before", "110.1234/foo"),
    ("archive number", "archive number 10/XYZ/123"),
    ("time", "at 10:30"),
    ("work in prose", "the trial recently published in The Lancet"),
    ("name of a person", "Doi T, Masuda A 2012 1871"),
    ("only punctuation", '10.1130/!).",'),
    ("no label, no slash", "10.1136:bmj.a3115 or 10.1136bmj.a3115"),
    ("a label and a number", "doi: 10.1016 was its prefix in 2010"),
    ("prefix alone", "the prefix 10.1155 and doi:10.1080/"),
]


@pytest.mark.parametrize(("why", "text"), NOT_ONE, ids=[row[0] for row in NOT_ONE])
def test_not_a_doi(why: str, text: str) -> None:
    assert find_candidates(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lee Rs 10.1038/nature", "10.1038/nature"),
        ("Lee fr. 10.1038/nature", "10.1038/nature"),
        ("Kr. 10.1055/abcd", "10.1055/abcd"),
        ("Yılmaz TL 10.1055/abcd", "10.1055/abcd"),
        ("Spine J Eur. 10.1055/abcd", "10.1055/abcd"),
        ("version 10.1016/j.spinee.2010.01.002", "10.1016/j.spinee.2010.01.002"),
        ("Reg. No. 10.1055/s-0029-1234567", "10.1055/s-0029-1234567"),
        ("3.10.1007/s00586-010-1374-1", "10.1007/s00586-010-1374-1"),
        ("BMJ 2015;351:h444/10.1136/bmj.h444", "10.1136/bmj.h444"),
        ("BMJ 2015;351:h444.10.1136/bmj.h444", "10.1136/bmj.h444"),
        ("1.10.1136/bmj.h444 Lee", "10.1136/bmj.h444"),
        ("1.10.1038/35012345 Lee", "10.1038/35012345"),
        ("A biopsychosocial model. 10.1136/bmj.h444", "10.1136/bmj.h444"),
        ("A biopsychosocial model. 10.1038/35012345", "10.1038/35012345"),
        ("Lee AZ. 10.1136/bmj.h444", "10.1136/bmj.h444"),
        ("Lee AZ. 10.1038/35012345", "10.1038/35012345"),
        ("Pain by mobile phone. 10.1038/35012345", "10.1038/35012345"),
        ("the ratio 10.1038/nm.123", "10.1038/nm.123"),
        ("version 10.1136/bmj.h444", "10.1136/bmj.h444"),
        ("Richtlinie 10.1038/nrn3241", "10.1038/nrn3241"),
    ],
)
def test_a_name_of_letters_behind_initials(text: str, name: str) -> None:
    """``Rs``, ``Kr`` and ``fr`` are currencies before a number only."""
    assert [place.candidates[0].value for place in find_candidates(text)] == [name]


SIX = [f"10.1136/bmj.a{number}" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("before", "behind"),
    [("https://doi.org/", ""), ("(doi:", ")"), ("doi:", "、"), ("", "、")],
)
def test_names_with_no_blank_between_them(before: str, behind: str) -> None:
    """The label of the next one, an address or none, is no part of any."""
    text = "".join(f"{before}{name}{behind}" for name in SIX)
    assert [place.candidates[0].value for place in find_candidates(text)] == SIX
    if behind:
        text = "".join(f"{before}{name}{behind}" for name in [*SIX[:5], SICI.upper()])
        found = [place.candidates[0].value for place in find_candidates(text)]
        assert found == [*SIX[:5], SICI.lower()]
        text = "".join(f"{before}{name}{behind}" for name in [*SIX[:4], SICI.upper(), SIX[5]])
        found = [place.candidates[0].value for place in find_candidates(text)]
        assert found == [*SIX[:4], SICI.lower(), SIX[5]]


URLS = [
    # why, target, likeliest reading, its rule
    ("resolver", "https://doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115", "resolver"),
    ("old resolver", "http://dx.doi.org/10.1136/BMJ.a3115", "10.1136/bmj.a3115", "resolver"),
    ("no scheme", "doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115", "resolver"),
    ("doi scheme", "doi:10.1136/bmj.a3115", "10.1136/bmj.a3115", "resolver"),
    ("doubled", "https://doi.org/https://doi.org/10.1136/x12", "10.1136/x12", "resolver"),
    ("label behind the resolver", "https://doi.org/doi:10.1136/x12", "10.1136/x12", "resolver"),
    ("misprinted host", "http://dx.d0i.0rg/10.1136/x12", "10.1136/x12", "resolver"),
    (
        "letters for figures",
        "https://doi.org/10.ll36/x12",
        "10.1136/x12",
        "resolver+misread_prefix",
    ),
    (
        "a colon for the slash",
        "http://dx.doi.org/10.1136:x12",
        "10.1136/x12",
        "resolver+misread_prefix",
    ),
    ("library proxy", "https://doi-org.proxy.example.edu/10.1136/x12", "10.1136/x12", "resolver"),
    (
        "closing full stop",
        "https://doi.org/10.1136/x12.",
        "10.1136/x12",
        "resolver+trailing_punctuation",
    ),
    ("line break inside", "https://doi.org/10.1136/\n x12", "10.1136/x12", "resolver"),
    (
        "percent",
        "https://doi.org/10.1016%2FS0140-6736%2809%2962164-4",
        "10.1016/s0140-6736(09)62164-4",
        "resolver+percent",
    ),
    (
        "query",
        "https://doi.org/10.1136/x12?utm_source=a",
        "10.1136/x12",
        "resolver+foreign_character",
    ),
    (
        "Springer",
        "https://link.springer.com/article/10.1007%2Fs00586-009-0973-1",
        "10.1007/s00586-009-0973-1",
        "publisher_url",
    ),
    (
        "Wiley",
        "https://onlinelibrary.wiley.com/doi/full/10.1111/jan.12474",
        "10.1111/jan.12474",
        "publisher_url",
    ),
    (
        "Wiley, abstract",
        "http://onlinelibrary.wiley.com/doi/10.1111/jan.12474/abstract",
        "10.1111/jan.12474",
        "publisher_url+tail",
    ),
    (
        "Taylor & Francis",
        "https://www.tandfonline.com/doi/abs/10.1080/00140130210160920?journalCode=terg20",
        "10.1080/00140130210160920",
        "publisher_url+foreign_character",
    ),
    (
        "Sage",
        "https://journals.sagepub.com/doi/pdf/10.1177/1747016115599568",
        "10.1177/1747016115599568",
        "publisher_url",
    ),
    (
        "doi in the query",
        "https://www.scitepress.org/Link.aspx?doi=10.5220/0010404301780189",
        "10.5220/0010404301780189",
        "publisher_url",
    ),
    (
        "PLOS",
        "https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0134192&type=printable",
        "10.1371/journal.pone.0134192",
        "publisher_url+foreign_character",
    ),
    (
        "PDF",
        "https://link.springer.com/content/pdf/10.1007/s00586-009-0973-1.pdf",
        "10.1007/s00586-009-0973-1",
        "publisher_url+tail",
    ),
    (
        "Frontiers",
        "https://www.frontiersin.org/articles/10.3389/fsurg.2022.814531/full",
        "10.3389/fsurg.2022.814531",
        "publisher_url+tail",
    ),
    (
        "an escaped blank before it",
        "https://doi.org/DOI:%2010.1136/bmj.a3115",
        "10.1136/bmj.a3115",
        "resolver",
    ),
    (
        "a mail filter's",
        "https://urldefense.proofpoint.com/v2/url?u=http-3A__dx.doi.org_10.1002_art.1780110202-253Fx"
        "-3D1&d=DwMFaQ",
        "10.1002/art.1780110202",
        "publisher_url+percent+foreign_character",
    ),
    (
        "a soft hyphen and a place to break, escaped",
        "https://doi.org/10.1136/bmj.%E2%80%8Ba3%c2%ad115",
        "10.1136/bmj.a3115",
        "resolver",
    ),
    (
        "the same in the prefix, twice",
        "https://doi.org/10.11%25C2%25AD36/bmj.a3115",
        "10.1136/bmj.a3115",
        "resolver",
    ),
    (
        "escaped quotation marks around it",
        "https://europepmc.org/search?query=DOI:%2210.1136%2Fbmj.a3115%22",
        "10.1136/bmj.a3115",
        "publisher_url+percent+foreign_character",
    ),
]


@pytest.mark.parametrize(("why", "url", "name", "rule"), URLS, ids=[row[0] for row in URLS])
def test_candidates_from_url(why: str, url: str, name: str, rule: str) -> None:
    first = candidates_from_url(url)[0]
    assert (first.value, first.rule) == (name, rule)


def test_a_publishers_path_may_go_on_after_the_name() -> None:
    url = "https://academic.oup.com/bja/article/doi/10.1093/bja/57.9.904/305871"
    assert "10.1093/bja/57.9.904" in [c.value for c in candidates_from_url(url)]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.bmj.com/",
        "mailto:a@10.1136/x12",
        "https://doi.org/10/gf4gqc",
        "https://doi.org/",
        "javascript:go('10.1136/x12')",
        "",
        "#10",
    ],
)
def test_targets_without_a_doi(url: str) -> None:
    assert candidates_from_url(url) == ()


SPANS = [
    ("See (doi:10.1136/ \nbmj.\u200ba3115).", "10.1136/ \nbmj.\u200ba3115"),
    ("<b>10.1083/jcb.200806137</b>", "10.1083/jcb.200806137"),
    ("https://doi.org/10.1016%2Fj.spin.2010&gt;", "10.1016%2Fj.spin.2010"),
    (
        "see urldefense.proofpoint.com/v2/url?u=http-3A__doi.org_10.1016_j-2Dspin.2010&d=x",
        "10.1016_j-2Dspin.2010",
    ),
    ("see 10.1136/&#8203;bmj&shy;.a3115 there", "10.1136/&#8203;bmj&shy;.a3115"),
    (r"{10.1007/978-3-030-01950-1{\_}18}", r"10.1007/978-3-030-01950-1{\_}18"),
    (r'"10.1136\u002Fbmj.a3115",', r"10.1136\u002Fbmj.a3115"),
    ("doi:۱۰.۱۱۳۶/bmj.a۳۱۱۵ there", "۱۰.۱۱۳۶/bmj.a۳۱۱۵"),
]


@pytest.mark.parametrize(("text", "printed"), SPANS)
def test_spans_are_of_the_text_as_printed(text: str, printed: str) -> None:
    (found,) = find_candidates(text)
    assert text[found.start : found.end] == printed


FRAGMENTS = st.sampled_from(
    [
        r"\u002F",
        r"{\_}",
        r"\textless",
        "۱۰",
        "10.",
        "10.1136",
        "/",
        "doi:",
        "https://doi.org/",
        " ",
        "\n",
        ".",
        "-",
        "(",
        ")",
        "<",
        "[",
        "]",
        "&lt;",
        "%2F",
        "%25",
        "\u200b",
        "–",
        "bmj",
        "a3115",
        "SICI",
        "CO;2",
        "1097-0185(1999)",
        "pmid:",
        "é",
        "2015",
        "x",
        "#",
        "?",
        "\\",
        "_",
        ";",
        ",",
        "<br>",
        "&shy;",
        "urldefense.proofpoint.com/v2/url?u=http-3A__doi.org_10.1136_a-2D1",
        "lO.1O16/",
        "10,1136/",
        "AID-",
        "{$<$}",
        "\ufb01",
        "\u02d7",
        "v2",
        "10.1002/(SICI)1097-0185(19990301)254:3<",
    ]
)
HOSTILE = st.lists(FRAGMENTS, max_size=40).map("".join)


@given(HOSTILE | st.text(max_size=200))
@example("10.1234/" * 50)
@example("doi: 10.1234/\u200b\u200b")
@example("10.1234/<b>")  # nothing is left when markup is taken out
def test_any_text(text: str) -> None:
    last = 0
    for found in find_candidates(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
        assert text[found.start] in "1１lI|i"
        assert 0 < len(found.candidates) <= MAX_CANDIDATES + 1
        values = [candidate.value for candidate in found.candidates]
        assert len(set(values)) == len(values)
        for value in values:
            assert is_wellformed(value)
            assert re.sub(r"[A-Z]", "", value) == value


@given(HOSTILE | st.text(max_size=200))
@example("-10.1234/adoi:")
@example("10.1234/%20a 10.1016/j.\nspinee.2009")
def test_the_quick_reading_is_the_likeliest(text: str) -> None:
    quick = [(found.start, found.end, found.candidates[0].value) for found in find_names(text)]
    assert quick == [(f.start, f.end, f.candidates[0].value) for f in find_candidates(text)]
    assert prints_name(text) is bool(quick)


@given(HOSTILE | st.text(max_size=200))
def test_any_target(href: str) -> None:
    for candidate in candidates_from_url(href):
        assert is_wellformed(candidate.value)
        assert candidate.rule.split("+")[0] in ("resolver", "publisher_url")


@given(HOSTILE | st.text(max_size=100))
def test_normalising_is_idempotent(text: str) -> None:
    name = normalise_doi(text)
    if name is not None:
        assert is_wellformed(name)
        again = normalise_doi(name)
        assert again == name or "%" in name or "&" in name  # an escape may have hidden another


def test_a_text_of_nothing_but_names_keeps_them_all() -> None:
    """Beyond the bound on readings each name still has its plain one."""
    names = [f"10.1234/abc.{n}" for n in range(MAX_THOROUGH + 200)]
    found = find_candidates(" ".join(names))
    assert [place.candidates[0].value for place in found] == names
    assert len(found[-1].candidates) == 1


def test_beyond_the_bound_on_readings_a_glued_label_is_cut() -> None:
    names = [f"10.1234/abc.{n}" for n in range(MAX_THOROUGH)]
    found = find_candidates(" ".join([*names, "10.1234/abc99PMID:1234567"]))
    assert found[-1].candidates[0].value == "10.1234/abc99"
