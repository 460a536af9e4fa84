"""Makes one news item of all places that print it, teaser or full text. Pure.

A site prints one item many times: in full on its own page (perhaps on two hosts), and as a cut
teaser in the box of every other page, with the date in another form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archive.keeping.prose import content_sha256, fold
from archive.keeping.rows import Row
from archive.keys import key
from archive.settling.groups import Groups

Source = Mapping[str, Any]
"""A row of ``news_sources``, with the ``url`` of its page."""

# A shorter beginning ("New study ...") may be that of several items of one day.
MIN_CUT_WORDS = 3
MIN_UNDATED_WORDS = 4
_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")


def unite(
    sources: Sequence[Source], page_of: Callable[[str], str | None]
) -> tuple[list[Row], dict[str, str]]:
    """Rows of ``news``, and source id -> news id. ``page_of`` tells where a teaser leads."""
    by_id = {source["id"]: source for source in sources}
    groups: Groups[str] = Groups()
    for source in sources:
        groups.join(source["id"], source["id"])
    _join_same_titles(sources, groups)
    _join_cut_titles(sources, groups)
    full = {s["page_id"]: s["id"] for s in sources if s["form"] == "full"}
    for source in sources:
        target = page_of(source["href"]) if source["href"] else None
        if target in full:
            groups.join(source["id"], full[target])
    rows: dict[str, Row] = {}
    items: dict[str, str] = {}
    for group in groups.all():
        row = _item([by_id[identity] for identity in group])
        rows[str(row["id"])] = row
        items.update(dict.fromkeys(group, str(row["id"])))
    return list(rows.values()), items


def _join_same_titles(sources: Sequence[Source], groups: Groups[str]) -> None:
    """Equal titles of one day are one item; so are equal long titles where no day differs."""
    by_title: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if fold(source["title"]):
            by_title[fold(source["title"])].append(source)
    for title, same in by_title.items():
        days = {s["published_on"] for s in same if s["published_on"]}
        is_telling = len(title.split()) >= MIN_UNDATED_WORDS
        first: dict[str | None, str] = {}
        for source in same:
            day = source["published_on"]
            if day is None and len(days) == 1 and is_telling:
                day = next(iter(days))
            groups.join(source["id"], first.setdefault(day, source["id"]))


def _join_cut_titles(sources: Sequence[Source], groups: Groups[str]) -> None:
    """A cut title is that of the one item of its day which begins so."""
    by_day: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for source in sources:
        if not _CUT.search(source["title"]):
            by_day[source["published_on"] or ""].setdefault(fold(source["title"]), source["id"])
    for source in sources:
        beginning = fold(_CUT.sub("", source["title"]))
        if _CUT.search(source["title"]) and len(beginning.split()) >= MIN_CUT_WORDS:
            same_day = by_day[source["published_on"] or ""]
            whole = [t for t in same_day if t.startswith(beginning)]
            if len(whole) == 1:
                groups.join(source["id"], same_day[whole[0]])


def _item(group: Sequence[Source]) -> Row:
    """One row of ``news``: the full text where there is one, otherwise the longest teaser."""

    def weight(source: Source) -> tuple[bool, bool, int, str, str]:
        is_whole = not _CUT.search(source["title"])
        return (
            source["form"] == "full",
            is_whole,
            len(source["text"]),
            source["url"],
            source["id"],
        )

    best = max(group, key=weight)
    days = sorted(s["published_on"] for s in group if s["published_on"])
    day = best["published_on"] or next(iter(days), None)
    # Items without a title are told apart by where they stand.
    name = fold(best["title"]) or best["id"]
    return {
        "id": key("news", day or "", name),
        "page_id": best["page_id"] if best["form"] == "full" else None,
        "title": _CUT.sub(" …", best["title"]),
        "published_on": day,
        "event_on": best["event_on"],
        "lead": best["lead"],
        "text": best["text"],
        "authors": best["authors"],
        "language": best["language"],
        "content_sha256": content_sha256(best["title"], best["lead"], best["text"]),
        "capture_id": best["capture_id"],
    }
