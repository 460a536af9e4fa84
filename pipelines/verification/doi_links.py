"""Links that hold a DOI name: whether they work as printed, and how to print them.

Pure. doi.org takes the plain name behind its host, and the label ``doi:`` before it. Whatever else
a person can read there (a second resolver, a full stop of the sentence) is no name it knows.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from archive.records import KeptMention, Place
from pipelines.doi_rules.numbering import is_numbered
from pipelines.doi_rules.surroundings import is_labelled
from pipelines.links import Target, host_of, target_of
from pipelines.styling.editing import address_of

_PLAIN_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_RESOLVER = re.compile(r"(?:https?:)?/{2}[^/]+/+", re.I)
_LABEL = re.compile(r"^doi:\s*", re.I)
_ADDRESS = re.compile(r"\s*(?:https?:)?/{0,2}(?:[\w-]+\.)+[a-z]{2,12}(?::\d+)?/", re.I)
_CARRIED = ("publisher_url", "web_address", "example")
_BEGINNING = re.compile(r"10\s*\.")
_GLUED = re.compile(r"[^\W\d_]{2,}")


def in_kind(printed: str, doi: str) -> str:
    """A DOI name as it can be pasted over what is printed: an address over an address.

    >>> in_kind("http://dx.doi.org/10.1/x", "10.1/y"), in_kind("doi:10.1/x", "10.1/y")
    ('https://doi.org/10.1/y', '10.1/y')
    """
    return address_of(doi) if _ADDRESS.match(printed) else doi


def in_place_of(printed: str, doi: str) -> str:
    """The same, with the letters that stay in their case: what is right is not corrected.

    >>> in_place_of("10.2147/JPR.S25339", "10.2147/jpr.s25330")
    '10.2147/JPR.S25330'
    """
    return in_kind(printed, _in_case_of(printed, doi))


def _in_case_of(printed: str, doi: str) -> str:
    """A DOI name with the capitals of a print that begins or ends as it does.

    A print without small letters has none in what is put in either. Where even the registrant is
    another one, the name comes as it is.
    """
    read = unquote(printed)
    beginning = _BEGINNING.search(read)
    name = "".join(read[beginning.start() if beginning else len(read) :].split())
    head = _same_signs(name, doi)
    if head <= doi.find("/"):
        return doi
    tail = _same_signs(name[: head - 1 : -1], doi[: head - 1 : -1])
    middle = doi[head : len(doi) - tail]
    middle = middle.upper() if name.isupper() else middle
    return name[:head] + middle + name[len(name) - tail :]


def _same_signs(printed: str, doi: str) -> int:
    """How many signs two texts begin with alike, whatever their case."""
    pairs = enumerate(zip(printed, doi, strict=False))
    different = (at for at, (sign, right) in pairs if sign.lower() != right.lower())
    return next(different, min(len(printed), len(doi)))


def over(mention: KeptMention, doi: str) -> str:
    """What to paste over a mention: another name, and the words that were read as part of it."""
    return in_place_of(mention.printed, doi) + words_behind(mention.printed, mention.value)


def words_behind(printed: str, value: str) -> str:
    """The words of the sentence that stand in a print behind the name that is meant.

    Empty when the print does not begin with the name letter by letter. What is no word, such as
    a slash too many, is left out.

    >>> words_behind("10.1371/journal.pone.0148584and", "10.1371/journal.pone.0148584")
    ' and'
    >>> words_behind("10.1155/2015/ 328196/ 12 pages", "10.1155/2015/328196")
    ' 12 pages'
    """
    beginning = _BEGINNING.search(printed)
    at = beginning.start() if beginning else len(printed)
    for sign in value:
        while at < len(printed) and (printed[at].isspace() or not printed[at].isprintable()):
            at += 1
        if printed[at : at + 1].lower() != sign:
            return ""
        at += 1
    rest = printed[at:].rstrip()
    behind = re.search(r"\s.*", rest, re.DOTALL)
    if behind is not None:
        return behind[0] if re.search(r"\w", behind[0]) else ""
    return f" {rest}" if _GLUED.fullmatch(rest) else ""


def is_carried(mention: KeptMention) -> bool:
    """Whether a DOI name only stands inside another address, which works without it, or in code,
    where it shows how names look."""
    rules = [c.rule for c in mention.candidates if c.value == mention.value]
    rules += [c.rule for c in mention.candidates[:1]]
    return bool(rules) and rules[0].startswith(_CARRIED)


def is_called_one(mention: KeptMention) -> bool:
    """Whether a print can only be meant as a DOI name: in a reference, a link or a meta element,
    by an address, a label, or letters beside figures. Numbers of this form that are something
    else (of a contract, of goods) stand in running text, too, and behind a word for a number
    (``Ethics vote no.``) anywhere."""
    if mention.place is not Place.TEXT:
        return True
    before, found, _ = mention.context.partition(mention.printed)
    if found and is_numbered(before, mention.value):
        return False
    if mention.reference_id is not None:
        return True
    suffix = mention.value.partition("/")[2]
    if any(map(str.isalpha, suffix)) and any(map(str.isdigit, suffix)):
        return True
    return not found or _BEGINNING.match(mention.printed) is None or is_labelled(before)


def is_broken_link(mention: KeptMention) -> bool:
    """Whether a mention is a link to a DOI resolver, and not written as one, though it is read."""
    return mention.place is Place.HREF and not leads_to(mention.printed, mention.value)


def is_doubled(address: str) -> bool:
    """Whether a resolver stands before an address of a resolver: whether doi.org takes that,
    nobody has asked.

    >>> is_doubled("https://doi.org/https://doi.org/10.1136/bmj.a3115")
    True
    """
    resolver = _RESOLVER.match(address.strip())
    return resolver is not None and target_of(address.strip()[resolver.end() :]) is Target.DOI


def leads_to(address: str, doi: str) -> bool:
    """Whether a DOI link works as it is written; an address of another kind is not judged.

    Letter case, percent-encoding, ``http``, ``dx.``, doubled slashes, ``doi:`` before the name, a
    query and a fragment do no harm.

    >>> leads_to("http://dx.doi.org/10.1136%2FBMJ.a3115?x=1", "10.1136/bmj.a3115")
    True
    >>> leads_to("https://doi.org/https://doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115")
    False
    """
    stripped = re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/")  # as browsers do
    host = host_of(stripped)
    if target_of(stripped) is not Target.DOI or (host and host not in _PLAIN_HOSTS):
        return True  # a page of somebody else, or a library's own resolver
    resolver = _RESOLVER.match(stripped)
    if resolver is None:
        return False  # the doi: scheme
    name = re.split(r"[?#]", stripped[resolver.end() :], maxsplit=1)[0]
    return _LABEL.sub("", unquote(name)).casefold() == doi.casefold()
