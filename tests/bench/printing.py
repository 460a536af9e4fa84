"""Records printed as references, in three styles, by rules simple enough to see through."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


STYLES: Mapping[str, Callable[[Work], str]] = {"Vancouver": vancouver, "APA": apa, "IEEE": ieee}


def _title(work: Work) -> str:
    return f"{work.title}: {work.subtitle}" if work.title and work.subtitle else work.title


def _page(work: Work) -> str:
    return work.pages or work.article_number


def _split(author: str) -> tuple[str, str]:
    """Family name and initials."""
    family, _, given = author.partition(", ")
    return family, "".join(word[0] for word in given.replace("-", " ").split())


def _joined(*sentences: str) -> str:
    return " ".join(f"{s}." if s[-1] not in ".?!" else s for s in sentences if s)
