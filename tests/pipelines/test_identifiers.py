"""Identifiers other than DOI names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Scheme
from pipelines import identifiers
from pipelines.identifiers import (
    doi_names,
    find_identifiers,
    identifiers_from_url,
    impossible,
    isbns_of,
    normalise_isbn,
    replace_number,
)

PRINTED = [
    # why, text, (scheme:value) in order
    ("PMID", "PMID: 26871664.", ["pmid:26871664"]),
    ("PMID glued", "science.aaf1512pmid 1; PMID:27418504", ["pmid:27418504"]),
    ("PubMed's own label", "PubMed PMID 24668071", ["pmid:24668071"]),
    ("PubMed ID", "PubMed ID: 24668071", ["pmid:24668071"]),
    ("Pub Med in two words", "Pub Med ID: 24668071", ["pmid:24668071"]),
    ("Pub Med ID without a colon", "Pub Med ID 24668071", ["pmid:24668071"]),
    ("PubMed and a count", "in PubMed 24668 and Pub Med 24668 records", []),
    ("PMC and a blank", "Free PMC article PMC 4364128.", ["pmcid:PMC4364128"]),
    ("PMC and a count or a year", "PMC 2019 had PMC 123,456 papers and PMC 12345.6", []),
    ("the page of shortDOIs", "http://shortdoi.org/gf4gqc", ["handle:10/gf4gqc"]),
    ("PMCID", "PMC4364128", ["pmcid:PMC4364128"]),
    ("PMCID with its label", "PMCID: PMC4364128", ["pmcid:PMC4364128"]),
    ("PMC ID", "PMC ID: 3867588", ["pmcid:PMC3867588"]),
    ("PMCID without letters", "PMCID: 4364128", ["pmcid:PMC4364128"]),
    ("PMCID printed twice", "PMCID:PMCPMC5281063", ["pmcid:PMC5281063"]),
    ("PMID and PMCID", "PMID:26871664; PMCID:PMC5281063", ["pmid:26871664", "pmcid:PMC5281063"]),
    ("arXiv", "arXiv:2101.01234", ["arxiv:2101.01234"]),
    ("arXiv, version", "arXiv:2101.01234v3", ["arxiv:2101.01234"]),
    ("arXiv, old", "arXiv: hep-ph/0502182", ["arxiv:hep-ph/0502182"]),
    ("arXiv, blanks", "arXiv :1511.08426,doi", ["arxiv:1511.08426"]),
    ("ISBN-10", "ISBN 1-4244-1179-3.", ["isbn:9781424411795"]),
    ("ISBN-13", "ISBN-13: 978-3-540-75286-8", ["isbn:9783540752868"]),
    ("ISBN, wrong check digit", "ISBN 978-3-540-75286-9", ["isbn:9783540752869"]),
    ("ISBN-10, wrong check digit", "ISBN 0-306-40615-3", ["isbn:0306406153"]),
    ("ISBN cut short, and a number", "ISBN 0-306-40615 3 volumes", []),
    ("ISBN with blanks, wrong somewhere", "ISBN 978 3 540 75286 9", []),
    ("ISBN too short", "ISBN 978-3-540-7528-6", []),
    ("arXiv, old, with its class", "arXiv:math.GT/0309136", ["arxiv:math/0309136"]),
    ("PII", "S0140-6736(05)67402-8 [pii]", ["pii:S0140673605674028"]),
    ("PII with its label", "PII: S0140673605674028", ["pii:S0140673605674028"]),
    ("handle", "hdl:2027/mdp.39015", ["handle:2027/mdp.39015"]),
    ("a DOI is no handle", "hdl:10.1136/bmj.a3115", []),
    ("shortDOI", "doi:10/gf4gqc", ["handle:10/gf4gqc"]),
    ("shortDOI without its 10/", "see doi.org/d8dn.", ["handle:10/d8dn"]),
    ("doi.org twice", "doi.org/https://doi.org/10.1136/bmj.a3115, doi.org/doi:10.1136/x", []),
    ("a page of doi.org", "https://www.doi.org/faq and doi.org/index.html", []),
    ("a date", "10/2019", []),
    ("printed address", "https://pubmed.ncbi.nlm.nih.gov/12345678/", ["pmid:12345678"]),
    ("invisible character inside", "PMID: 2687\u200b1664", ["pmid:26871664"]),
    (
        "a number of PMC at the end",
        "See www.ncbi.nlm.nih.gov/pmc/articles/4364128.",
        ["pmcid:PMC4364128"],
    ),
    ("in brackets", "(ncbi.nlm.nih.gov/pmc/articles/4364128), 2015", ["pmcid:PMC4364128"]),
    ("a bare number", "26871664 people", []),
    ("archive number", "archive number 10/XYZ/123", []),
    ("a fraction", "9 of 10/12 patients", []),
    ("too long a number", "PMID: 2687166400", []),
    ("PMID and a dash", "PMID – 26871664", ["pmid:26871664"]),
    (
        "PMID and a word for a number",
        "PMID no. 26871664; PMID Nr. 26871665",
        ["pmid:26871664", "pmid:26871665"],
    ),
    ("PMID as programs write it", "pmid=26871664&x", ["pmid:26871664"]),
    ("figures of Arabic", "PMID: ٢٦٨٧١٦٦٤", ["pmid:26871664"]),
    ("no PMID yet", "PMID - pending, no. 12 of 2019", []),
    (
        "ISBN and a word for a number",
        "ISBN-Nr. 978-3-540-75286-8, ISBN No. 1-4244-1179-3",
        ["isbn:9783540752868", "isbn:9781424411795"],
    ),
    ("ISBN of an e-book", "eISBN: 978-3-540-75286-8", ["isbn:9783540752868"]),
    ("an ISSN", "eISSN: 0362-2436, ISSN no. 03622436", []),
    ("arXiv and a blank", "arXiv 2101.01234v2 [cs.CL]", ["arxiv:2101.01234"]),
    (
        "arXiv and what it is",
        "arXiv preprint 2101.01234, arXiv e-prints 2101.01235.",
        ["arxiv:2101.01234", "arxiv:2101.01235"],
    ),
    ("arXiv and other numbers", "arXiv 2019.12345, arXiv 2101.012345, arXiv 2101.01234.5", []),
]


def named(found: list) -> list[str]:
    return [f"{i.scheme.value}:{i.value}" for i in found]


@pytest.mark.parametrize(("why", "text", "expected"), PRINTED, ids=[row[0] for row in PRINTED])
def test_find_identifiers(why: str, text: str, expected: list[str]) -> None:
    assert named(find_identifiers(text)) == expected


URLS = [
    (
        "PubMed, a search for a number",
        "https://www.ncbi.nlm.nih.gov/pubmed/?term=17077742",
        ["pmid:17077742"],
    ),
    (
        "PubMed's new address of it",
        "https://pubmed.ncbi.nlm.nih.gov/?otool=x&term=17077742%5Buid%5D",
        ["pmid:17077742"],
    ),
    ("PubMed, a search for words", "https://pubmed.ncbi.nlm.nih.gov/?term=17077+back+pain", []),
    ("PubMed, a search for a year", "https://pubmed.ncbi.nlm.nih.gov/?term=2019", []),
    ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/12345678/", ["pmid:12345678"]),
    ("old PubMed", "http://www.ncbi.nlm.nih.gov/pubmed/12345678?dopt=Abstract", ["pmid:12345678"]),
    ("Europe PMC", "https://europepmc.org/article/MED/12345678", ["pmid:12345678"]),
    ("PMC", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4364128/", ["pmcid:PMC4364128"]),
    (
        "PMC without its letters",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/4364128/",
        ["pmcid:PMC4364128"],
    ),
    ("a page of NCBI", "https://www.ncbi.nlm.nih.gov/articles/2019-news", []),
    (
        "PMC, a number and a query",
        "http://ncbi.nlm.nih.gov/pmc/articles/4364128?x=1",
        ["pmcid:PMC4364128"],
    ),
    (
        "PMC, a number and a place",
        "https://pmc.ncbi.nlm.nih.gov/articles/4364128#s1",
        ["pmcid:PMC4364128"],
    ),
    (
        "PMC, a number and its PDF",
        "https://pmc.ncbi.nlm.nih.gov/articles/4364128/pdf/",
        ["pmcid:PMC4364128"],
    ),
    ("PMC, a file", "https://pmc.ncbi.nlm.nih.gov/articles/4364128.pdf", []),
    ("news of NIH, by date", "https://www.nih.gov/articles/2019/06/pain-study", []),
    ("news of NIH, by year", "https://www.nih.gov/articles/2019/", []),
    ("news of NIH, by number", "https://www.niams.nih.gov/articles/12345", []),
    ("news of NCBI, by date", "https://www.ncbi.nlm.nih.gov/articles/2019/06/pain-study", []),
    ("a host that ends so", "https://www.my-ncbi.nlm.nih.gov/pmc/articles/4364128/", []),
    ("new PMC", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4364128/", ["pmcid:PMC4364128"]),
    ("arXiv", "https://arxiv.org/abs/2505.06484", ["arxiv:2505.06484"]),
    ("arXiv PDF", "https://arxiv.org/pdf/2505.06484v2.pdf", ["arxiv:2505.06484"]),
    (
        "ScienceDirect",
        "https://www.sciencedirect.com/science/article/pii/S0140673605674028?via=ihub",
        ["pii:S0140673605674028"],
    ),
    ("JSTOR", "http://www.jstor.org/stable/2669548", ["jstor:2669548"]),
    ("PubMed, short", "https://pubmed.gov/12345678", ["pmid:12345678"]),
    (
        "PubMed, oldest",
        "http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=12345678",
        ["pmid:12345678"],
    ),
    (
        "PMC, by PubMed number",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/12345678/",
        ["pmid:12345678"],
    ),
    (
        "PMC, oldest",
        "http://www.pubmedcentral.nih.gov/articlerender.fcgi?tool=x&artid=4364128",
        ["pmcid:PMC4364128"],
    ),
    (
        "ScienceDirect, abstract",
        "https://www.sciencedirect.com/science/article/abs/pii/S0140673605674028",
        ["pii:S0140673605674028"],
    ),
    (
        "ScienceDirect, without the S",
        "https://www.sciencedirect.com/science/article/pii/0002914979902765",
        ["pii:S0002914979902765"],
    ),
    (
        "Elsevier's resolver",
        "https://linkinghub.elsevier.com/retrieve/pii/S0140673605674028",
        ["pii:S0140673605674028"],
    ),
    (
        "The Lancet",
        "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(05)67402-8/fulltext",
        ["pii:S0140673605674028"],
    ),
    (
        "The Lancet, encoded",
        "https://www.thelancet.com/article/PIIS0140-6736%2805%2967402-8/abstract",
        ["pii:S0140673605674028"],
    ),
    ("JSTOR PDF", "https://www.jstor.org/stable/pdf/2669548.pdf", ["jstor:2669548"]),
    ("JSTOR, an issue", "https://www.jstor.org/stable/i313234", []),
    ("ISBN", "https://www.worldcat.org/isbn/9783540752868", ["isbn:9783540752868"]),
    ("ISBN that is none", "https://www.worldcat.org/isbn/9783540752869", []),
    ("a server's own handle", "https://repository.example.org/handle/123456789/12", []),
    ("handle", "https://hdl.handle.net/2027/mdp.39015", ["handle:2027/mdp.39015"]),
    ("shortDOI", "https://doi.org/10/gf4gqc", ["handle:10/gf4gqc"]),
    ("shortDOI, encoded", "https://dx.doi.org/10%2FGf4gqc", ["handle:10/gf4gqc"]),
    ("shortDOI without its 10/", "https://doi.org/abcde", ["handle:10/abcde"]),
    ("PubMed search", "https://pubmed.ncbi.nlm.nih.gov/?term=pain", []),
    ("any page", "https://www.example.org/12345678/", []),
]


@pytest.mark.parametrize(("why", "url", "expected"), URLS, ids=[row[0] for row in URLS])
def test_identifiers_from_url(why: str, url: str, expected: list[str]) -> None:
    assert named(identifiers_from_url(url)) == expected


def test_each_rule_has_a_quick_sign() -> None:
    """Else nothing would be read by it."""
    for rule in identifiers._RULES:
        for signs in (identifiers._ANY_HINT, identifiers._ANY_PART):
            assert any(sign in rule.hint for sign in signs), rule.hint


def test_isbn() -> None:
    assert normalise_isbn("0-306-40615-2") == "9780306406157"
    assert normalise_isbn("0-306-40615-3") is None


def test_isbns_of_a_record() -> None:
    deposited = ["http://id.crossref.org/isbn/9780306406157", "0-306-40615-2", "none", "978"]
    assert isbns_of(deposited) == ("9780306406157",)


REPLACED = [
    # why, printed, its value, the right number, what should be printed
    ("a number", "15094535", "15094535", "16103861", "16103861"),
    ("in an address", "https://a.org/15094535/", "15094535", "16103861", "https://a.org/16103861/"),
    ("twice in an address", "https://a.org/7?n=7", "7", "8", ""),
    ("with hyphens", "978-1-57947-888-9", "9781579478889", "9780306406157", "978-0-306-40615-7"),
    ("in ten digits", "0-306-40615-2", "9780306406157", "9781579478889", "978-1-57947-888-9"),
    ("misprinted", "978-3-540-75286-9", "9783540752869", "9783540752868", "978-3-540-75286-8"),
    ("something else", "PMID", "123", "456", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "printed", "value", "number", "expected"), REPLACED, ids=[row[0] for row in REPLACED]
)
def test_another_number_in_the_print(why, printed, value, number, expected) -> None:
    assert replace_number(printed, value, number) == expected


IMPOSSIBLE = [
    # why, scheme, value, words of the reason ("" = it may exist)
    ("ISBN-13", "isbn", "9783540752868", ""),
    ("ISBN-10 as it is printed", "isbn", "0306406152", ""),
    ("check digit of an ISBN-13", "isbn", "9783540752869", "misprinted"),
    ("check digit of an ISBN-10", "isbn", "0306406153", "misprinted"),
    ("PMID", "pmid", "41234567", ""),
    ("first PMID", "pmid", "1", ""),
    ("PMID of nine digits", "pmid", "123456789", "has 9"),
    ("arXiv", "arxiv", "2112.12582", ""),
    ("arXiv, old", "arxiv", "hep-ph/0502182", ""),
    ("arXiv, month 13", "arxiv", "2113.01234", "no month 13"),
    ("arXiv, month 0", "arxiv", "2100.01234", "no month 0"),
    ("PMCID", "pmcid", "PMC1", ""),
    ("PII", "pii", "S0140673605674028", ""),
    ("handle", "handle", "2027/mdp.39015", ""),
]


@pytest.mark.parametrize(
    ("why", "scheme", "value", "words"), IMPOSSIBLE, ids=[row[0] for row in IMPOSSIBLE]
)
def test_impossible(why: str, scheme: str, value: str, words: str) -> None:
    reason = impossible(Scheme(scheme), value)
    assert words in reason
    assert bool(reason) == bool(words)


NAMES = [
    # why, scheme, value, DOI names; pairs of Crossref records and arXiv's own help page
    ("arXiv", "arxiv", "2202.01037", ["10.48550/arxiv.2202.01037"]),
    ("arXiv, old", "arxiv", "hep-ph/0502182", ["10.48550/arxiv.hep-ph/0502182"]),
    ("JSTOR", "jstor", "2669548", ["10.2307/2669548"]),
    (
        "PII with S",
        "pii",
        "S0140673609621644",
        ["10.1016/s0140-6736(09)62164-4", "10.1016/0140-6736(09)62164-4"],
    ),
    (
        "PII without S",
        "pii",
        "S000629167290535X",
        ["10.1016/s0006-2916(72)90535-x", "10.1016/0006-2916(72)90535-x"],
    ),
    ("PII of a book", "pii", "B9780123456789500015", []),
    ("PMID", "pmid", "12345678", []),
    ("handle", "handle", "2027/mdp.39015", []),
]


@pytest.mark.parametrize(("why", "scheme", "value", "names"), NAMES, ids=[row[0] for row in NAMES])
def test_doi_names(why: str, scheme: str, value: str, names: list[str]) -> None:
    assert list(doi_names(Scheme(scheme), value)) == names


@given(
    st.lists(
        st.sampled_from(
            [
                "PMID",
                ":",
                " ",
                "26871664",
                "PMC",
                "arXiv:",
                "2101.01234",
                "ISBN",
                "978",
                "-",
                "3",
                "S0140-6736(05)67402-8",
                "[pii]",
                "hdl:",
                "10/",
                "doi.org/",
                "a",
                "\u200b",
                "/pii/",
                "İ",
            ]
        ),
        max_size=30,
    ).map("".join)
    | st.text(max_size=100)
)
def test_any_text(text: str) -> None:
    last = 0
    for found in find_identifiers(text):
        assert last <= found.start < found.end <= len(text)
        assert found.value
        last = found.end
