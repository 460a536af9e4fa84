"""Records printed as references, by rules simple enough to see through.

Three styles that many benchmarks use, and more that lists in the wild are printed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from archive.records import Work


def vancouver(work: Work) -> str:
    """``Hara N, Oka H. Title. Eur Spine J. 2010;19(11):1849-1854.``"""
    names = [f"{family} {initials}".strip() for family, initials in map(_split, work.authors)]
    authors = ", ".join(names[:6]) + (", et al" if len(names) > 6 else "")
    issue = f"({work.issue})" if work.issue and work.volume else ""
    place = f"{work.volume}{issue}" + (f":{_page(work)}" if _page(work) else "")
    when = f"{work.year or ''}" + (f";{place}" if place else "")
    return _joined(authors, _title(work), work.container, when)


def apa(work: Work) -> str:
    """``Hara, N., & Oka, H. (2010). Title. European Spine Journal, 19(11), 1849-1854.``"""
    names = [f"{family}, {'. '.join(initials)}." for family, initials in map(_split, work.authors)]
    authors = ", ".join(names[:-1]) + (f", & {names[-1]}" if len(names) > 1 else "".join(names))
    issue = f"({work.issue})" if work.issue and work.volume else ""
    parts = [work.container, f"{work.volume}{issue}", _page(work)]
    head = f"{authors} ({work.year or 'n.d.'})"
    return _joined(head, _title(work), ", ".join(filter(None, parts)))


def ieee(work: Work) -> str:
    """``N. Hara and H. Oka, “Title,” Eur Spine J, vol. 19, no. 11, pp. 1849-1854, 2010.``"""
    names = [f"{'. '.join(initials)}. {family}" for family, initials in map(_split, work.authors)]
    title = f"“{_title(work)},”" if work.title else ""
    parts = [
        ", ".join(names[:6]),
        title,
        work.container,
        f"vol. {work.volume}" if work.volume else "",
        f"no. {work.issue}" if work.issue else "",
        f"pp. {_page(work)}" if _page(work) else "",
        str(work.year or ""),
    ]
    return ", ".join(filter(None, parts)).replace(",”,", ",”") + "."


def harvard(work: Work) -> str:
    """``Hara, N. and Oka, H. (2010) 'Title', European Spine Journal, 19(11), pp. 1849-1854.``"""
    names = [f"{family}, {'. '.join(initials)}." for family, initials in map(_split, work.authors)]
    pages = f"{_label(work)} {_page(work)}" if _page(work) else ""
    parts = [f"'{_title(work)}'", work.container, _volume(work), pages]
    return f"{_several(names, ' and ')} ({work.year}) {', '.join(filter(None, parts))}."


def mla(work: Work) -> str:
    """``Hara, Nobuo, et al. "Title." Eur Spine J, vol. 19, no. 11, 2010, pp. 1849-54.``"""
    first, *others = work.authors
    more = ", et al." if len(others) > 1 else f", and {_given_first(others[0])}." if others else "."
    parts = [
        work.container,
        f"vol. {work.volume}" if work.volume else "",
        f"no. {work.issue}" if work.issue else "",
        str(work.year),
        f"{_label(work)} {_page(work)}" if _page(work) else "",
    ]
    return f"{first}{more} “{_title(work)}.” {', '.join(filter(None, parts))}."


def chicago(work: Work) -> str:
    """A note: ``Nobuo Hara and H. Oka, “Title,” Eur Spine J 19, no. 11 (2010): 1849-54.``"""
    names = [_given_first(name) for name in work.authors]
    issue = f", no. {work.issue}" if work.issue else ""
    pages = f": {_page(work)}" if _page(work) else ""
    place = f"{work.container} {work.volume}{issue} ({work.year}){pages}"
    return f"{_several(names, ' and ')}, “{_title(work)},” {place}."


def _capitals(work: Work) -> list[str]:
    """``HARA, N.``"""
    split = map(_split, work.authors)
    return [f"{family.upper()}, {'. '.join(initials)}." for family, initials in split]


def din1505(work: Work) -> str:
    """``HARA, N. ; OKA, H.: Title. In: Eur Spine J 19 (2010), Nr. 11, S. 1849-1854``"""
    names = _capitals(work)
    more = " u. a." if len(names) > 3 else ""
    issue = f", Nr. {work.issue}" if work.issue else ""
    pages = f", S. {_page(work)}" if _page(work) else ""
    place = f"In: {work.container} {work.volume} ({work.year}){issue}{pages}"
    return f"{' ; '.join(names[:3])}{more}: {_title(work)}. {place}"


def gbt7714(work: Work) -> str:
    """``HARA N, OKA H, et al. Title[J]. Eur Spine J, 2010, 19(11): 1849-1854.``"""
    names = [
        f"{family.upper()} {' '.join(initials)}" for family, initials in map(_split, work.authors)
    ]
    more = ", et al" if len(names) > 3 else ""
    pages = f": {_page(work)}" if _page(work) else ""
    place = f"{work.container}, {work.year}, {_volume(work)}{pages}"
    return f"{', '.join(names[:3])}{more}. {_title(work)}[J]. {place}."


def abnt(work: Work) -> str:
    """``HARA, N.; OKA, H. Title. Eur Spine J, v. 19, n. 11, p. 1849-1854, 2010.``"""
    names = _capitals(work)
    authors = "; ".join(names) if len(names) < 4 else f"{names[0]} et al."
    parts = [
        work.container,
        f"v. {work.volume}" if work.volume else "",
        f"n. {work.issue}" if work.issue else "",
        f"p. {_page(work)}" if _page(work) else "",
        str(work.year),
    ]
    return f"{authors} {_joined(_title(work), ', '.join(filter(None, parts)))}"


def nature(work: Work) -> str:
    """``Hara, N. & Oka, H. Title. Eur Spine J 19, 1849-1854 (2010).``"""
    names = [f"{family}, {'. '.join(initials)}." for family, initials in map(_split, work.authors)]
    authors = f"{names[0]} et al." if len(names) > 5 else _several(names, " & ")
    place = ", ".join(filter(None, (work.volume, _page(work))))
    return f"{authors} {_joined(_title(work))} {work.container} {place} ({work.year})."


def medline(work: Work) -> str:
    """``Hara N, Oka H: Title. Eur Spine J 19:1849-1854, 2010``"""
    names = [f"{family} {initials}".strip() for family, initials in map(_split, work.authors)]
    authors = ", ".join(names[:3]) + (", et al" if len(names) > 3 else "")
    place = f"{work.container} {work.volume}:{_page(work)}, {work.year}"
    return f"{authors}: {_joined(_title(work))} {place}"


def title_first(work: Work) -> str:
    """``Title. Hara N, Oka H. Eur Spine J. 2010 Nov;19(11):1849-54.``, as PubMed once had it."""
    names = [f"{family} {initials}".strip() for family, initials in map(_split, work.authors)]
    when = f"{work.year};{_volume(work)}:{_page(work)}"
    return _joined(_title(work), ", ".join(names), work.container, when)


STYLES: Mapping[str, Callable[[Work], str]] = {"Vancouver": vancouver, "APA": apa, "IEEE": ieee}
MORE_STYLES: Mapping[str, Callable[[Work], str]] = {
    **STYLES,
    "Harvard": harvard,
    "MLA": mla,
    "Chicago": chicago,
    "DIN 1505": din1505,
    "GB/T 7714": gbt7714,
    "ABNT": abnt,
    "Nature": nature,
    "journal, volume:pages, year": medline,
    "title first": title_first,
}


def _title(work: Work) -> str:
    return f"{work.title}: {work.subtitle}" if work.title and work.subtitle else work.title


def _page(work: Work) -> str:
    return work.pages or work.article_number


def _volume(work: Work) -> str:
    """``19(11)``."""
    return f"{work.volume}({work.issue})" if work.issue and work.volume else work.volume


def _label(work: Work) -> str:
    """Of one page, or of several."""
    return "pp." if "-" in _page(work) else "p."


def _several(names: Sequence[str], last: str) -> str:
    """Names with a word before the last one."""
    return last.join(filter(None, (", ".join(names[:-1]), names[-1])))


def _given_first(author: str) -> str:
    family, _, given = author.partition(", ")
    return f"{given} {family}".strip()


def _split(author: str) -> tuple[str, str]:
    """Family name and initials."""
    family, _, given = author.partition(", ")
    return family, "".join(word[0] for word in given.replace("-", " ").split())


def _joined(*sentences: str) -> str:
    return " ".join(f"{s}." if s[-1] not in ".?!" else s for s in sentences if s)
