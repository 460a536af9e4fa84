"""One page of a large archive as rows: its text, what it cites and points to, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from archive.keeping.rows import Row, as_json
from archive.keys import key, text_sha256
from tests.bench.large.subjects import (
    BROKEN_FRAME_LINK,
    FRAME_LINKS,
    LANGUAGES,
    Work,
    link_row,
    link_url,
    link_verdict,
    work,
)
from tests.bench.large.words import SITE, WEEKS, at, capture_id, one_of_many, sentence, source

Rows = Iterator[tuple[str, Row]]

KINDS = ("article",) * 80 + ("news",) * 12 + ("landing",) * 5 + ("listing",) * 2 + ("document",)
DOIS_A_PAGE, LINKS_A_PAGE = 2.5, 3.5
WRONG_LINKS = {
    "gone": ("link_gone", "error"),
    "moved": ("link_moved", "warning"),
    "soft_404": ("link_soft_404", "error"),
    "unreachable": ("link_unreachable", "error"),
    "unknown": ("link_unreachable", "unknown"),
}


class Page:
    """One page of so many: where it is, what kind it is, and a source of chance of its own."""

    def __init__(self, number: int, pages: int) -> None:
        self.number, self.pages = number, pages
        self.rng = source("page", number)
        self.kind = "glossary" if number % 1000 == 7 else KINDS[number * 7 % len(KINDS)]
        self.language = self.rng.choice(LANGUAGES)
        self.url = f"{SITE}/{self.language}/section-{number % 200}/page-{number}"
        self.id = key(self.url)
        # New in the fourth week, or there from the beginning; some were reworded in the third.
        self.since = 3 if number % 25 == 3 else 0
        self.capture_id = capture_id(self.since, number)
        self.title = sentence(self.rng, 5)[:-1]
        cites = self.kind in ("article", "news", "document")
        self.references = min(60, int(self.rng.expovariate(1 / 11.5))) if cites else 0
        self.findings = 0

    def rows(self) -> Rows:
        """Everything that the page is and prints, table by table as far as keys need it."""
        yield from self._page()
        if self.kind == "glossary":
            yield from self._terms()
        if self.kind == "news":
            yield from self._news()
        if self.kind == "article":
            yield from self._article()
        for position in range(1, self.references + 1):
            yield from self._reference(position)
        yield from self._links()

    def _page(self) -> Rows:
        yield (
            "pages",
            {
                "id": self.id,
                "url": self.url,
                "host": "www.large.test",
                "kind": self.kind,
                "language": self.language,
                "title": self.title,
                "html_title": f"{self.title} | A large site",
                "status": 200,
                "charset": "utf-8",
                "content_sha256": text_sha256(self.url),
                "words": 300,
                "anchors_json": as_json(["content", "footer"]),
                "first_seen_at": at(self.since, self.number),
                "last_seen_at": at(WEEKS - 1, self.number),
                "gone_since_at": at(WEEKS - 1) if self.number % 400 == 9 else None,
                "capture_id": self.capture_id,
            },
        )
        if self.number % 5 == 0:
            alias = {"page_id": self.id, "reason": "slash", "first_seen_at": at(0)}
            yield "page_aliases", {"url": self.url + "/", **alias}
        if self.number % 50 == 1:
            other = key(Page(self.number - 1, self.pages).url)
            pair = {"page_id": self.id, "other_page_id": other}
            yield "page_relations", {**pair, "relation": "near_duplicate", "score": 0.9}
        day = f"20{self.number % 15 + 10}-03-{self.number % 28 + 1:02d}"
        dated = {"page_id": self.id, "kind": "updated", "printed": day, "date": day}
        yield "page_dates", dated
        self.day = day

    def _text(self) -> str:
        """About two kilobytes of Markdown."""
        parts = [
            f"## {sentence(self.rng, 3)[:-1]}\n\n"
            + " ".join(sentence(self.rng, self.rng.randint(8, 22)) for _ in range(6))
            for _ in range(4)
        ]
        return "\n\n".join(parts)

    def _article(self) -> Rows:
        text = self._text()
        says = {"title": self.title, "text": text, "content_sha256": text_sha256(text)}
        updated = {"updated_on": self.day, "capture_id": self.capture_id}
        series = f"Series {self.number // 40}" if self.number % 4 == 0 else ""
        more = {"lead": sentence(self.rng, 14), "authors": "A. Author; B. Writer", "words": 300}
        yield (
            "articles",
            {"page_id": self.id, **says, **more, "language": self.language, **updated}
            | {"series": series, "part": str(self.number), "reference_count": self.references},
        )
        versions = [(self.since, text)]
        if self.number % 7 == 0 and not self.since:
            versions.insert(0, (2, text.replace(".", " so.", 1)))
            versions.reverse()
        for week, wording in versions:
            row = {"id": key(self.id, str(week)), "page_id": self.id, **says, **updated}
            seen = {"first_seen_at": at(week), "last_seen_at": at(WEEKS - 1)}
            yield "article_versions", row | {"text": wording} | seen

    def _news(self) -> Rows:
        text = self._text()
        identity = key(self.day, self.title)
        says = {"title": self.title, "published_on": self.day, "lead": sentence(self.rng, 14)}
        says |= {"text": text, "language": self.language, "capture_id": self.capture_id}
        sha = text_sha256(text)
        yield "news", {"id": identity, "page_id": self.id, **says, "content_sha256": sha}
        for form in ("full", "teaser"):
            row = {"id": key(self.id, form), "news_id": identity, "page_id": self.id, "form": form}
            yield "news_sources", row | says | {"text": text if form == "full" else ""}

    def _terms(self) -> Rows:
        for position in range(1, 201):
            term = sentence(self.rng, 2)[:-1]
            row = {"id": key(self.id, str(position)), "page_id": self.id, "position": position}
            row |= {"letter": term[0], "term": term, "definition": sentence(self.rng, 16)}
            yield "terms", row

    def _reference(self, position: int) -> Rows:
        number = one_of_many(self.rng, int(self.pages * DOIS_A_PAGE))
        it, chance = work(number), self.rng.random()
        has_doi, found = chance < 0.6, 0.6 <= chance < 0.68
        printed = f"{it.authors}. {it.title} {it.container}. {it.year};{number % 90}:{position}-9."
        if self.rng.random() < 0.2:  # not every page prints a work in the same way
            printed = printed.replace("; ", ", ")
        printed += f" doi: {it.doi}" * has_doi
        identity = key(self.id, printed, str(position))
        fields = [["title", it.title, 10, 10 + len(it.title), 0.9], ["year", str(it.year), 0, 4, 1]]
        yield (
            "bibliography",
            {
                "id": identity,
                "page_id": self.id,
                "position": position,
                "marker": str(position),
                "heading": "References",
                "printed": printed,
                "authors": it.authors,
                "year": it.year if chance < 0.97 else None,
                "title": it.title,
                "container": it.container,
                "volume": str(number % 90),
                "fields_json": as_json(fields),
                "doi": it.doi if has_doi else None,
                "found_doi": it.doi if found else None,
                "found_rule": "search" if found else "",
                "found_score": 0.9 if found else None,
                "found_is_safe": int(found and number % 2 == 0),
                "work_key": key("work", str(number)),
                "agreement": it.agreement if has_doi else "no_metadata",
                "agreeing": "title year" if has_doi else "",
                "differing": "volume: 1 / 2" if it.agreement != "agrees" else "",
                "capture_id": self.capture_id,
            },
        )
        if has_doi:
            yield from self._mentions(it, identity, position)
        if position % 2:
            context = sentence(self.rng, 14)[:-1] + f" [{position}]."
            yield (
                "pointers",
                self._place("pointer", position, f"[{position}]", context)
                | {"bibliography_id": identity},
            )
        if position % 20 == 4:
            yield from self._identifier(number, it, identity, position)
        if found:
            yield from self._finding("doi_missing", "warning", it.doi, printed, identity)
        elif has_doi:
            yield from self._wrong_work(it, identity)

    def _place(self, what: str, position: int, printed: str, context: str) -> Row:
        return {
            "id": key(self.id, what, printed, str(position)),
            "page_id": self.id,
            "position": position,
            "printed": printed,
            "heading": "References",
            "context": context,
            "capture_id": self.capture_id,
        }

    def _mentions(self, it: Work, bibliography_id: str, position: int) -> Rows:
        candidates = [[it.doi, "printed"], [f"{it.doi}.", "with the full stop"]]
        for place in ("text", "href") if position % 3 == 0 else ("text",):
            row = self._place(f"doi {place}", position, it.doi, it.title)
            said = {"scheme": "doi", "value": it.doi, "rule": "printed", "place": place}
            said |= {"bibliography_id": bibliography_id, "because": "doi.org knows it."}
            yield (
                "mentions",
                row | said | {"candidates_json": as_json(candidates[: 1 + position % 2])},
            )

    def _identifier(self, number: int, it: Work, bibliography_id: str, position: int) -> Rows:
        value = str(1_000_000 + number)
        known = {"scheme": "pmid", "value": value}
        row = self._place("pmid", position, f"PMID: {value}", it.title)
        yield "mentions", row | known | {"place": "text", "bibliography_id": bibliography_id}
        facts = {"existence": "known", "doi": it.doi, "title": it.title, "first_seen_at": at(0)}
        yield "identifiers", {"id": f"pmid:{value}", **known, **facts}

    def _wrong_work(self, it: Work, bibliography_id: str) -> Rows:
        wrong = {
            "doi_not_registered": it.registration == "not_registered",
            "doi_landing_gone": it.landing == "gone",
            "wrong_work": it.agreement == "differs",
            "work_retracted": it.notice == "retracted",
            "work_changed": it.notice in ("corrected", "superseded", "concern"),
        }
        for kind, is_so in wrong.items():
            if is_so:
                severity = "notice" if kind == "work_changed" else "error"
                yield from self._finding(kind, severity, it.doi, it.doi, bibliography_id)

    def _finding(
        self, kind: str, severity: str, subject: str, says: str, bibliography_id: str | None = None
    ) -> Rows:
        self.findings += 1
        state = self.rng.choices(("open", "new", "recovered", "waived"), (70, 8, 20, 2))[0]
        first = 2 * (WEEKS if state == "new" else self.rng.randint(1, WEEKS - 1))
        closed = self.rng.randint(first // 2 + 1, WEEKS) if state == "recovered" else None
        identity = key(kind, self.id, subject, str(self.findings))
        yield (
            "findings",
            {
                "id": identity,
                "kind": kind,
                "severity": severity,
                "state": state,
                "page_id": self.id,
                "bibliography_id": bibliography_id,
                "subject": subject,
                "heading": "References" if bibliography_id else "",
                "context": sentence(self.rng, 12),
                "text_fragment": "#:~:text=References",
                "says": says,
                "should_say": f"https://doi.org/{subject}x" if "doi" in kind else "",
                "why": "Asked in each of the weeks, and answered in the same way each time.",
                "checks_json": as_json([1 + self.number * 7 % 1000]),
                "first_seen_at": at(first // 2 - 1, 90_000),
                "last_seen_at": at(WEEKS - 1, 90_000),
                "closed_at": at(closed - 1, 90_000) if closed else None,
                "first_run_id": first,
                "last_run_id": 2 * WEEKS,
                "closed_run_id": 2 * closed if closed else None,
            },
        )
        if "doi" in kind:
            proposal = {"before": says, "after": f"https://doi.org/{subject}x", "rule": "slip"}
            row = {"id": key(identity, "1"), "finding_id": identity, "rank": 1, **proposal}
            yield "suggestions", row | {"score": 0.8, "agreeing": "title year"}

    def _links(self) -> Rows:
        yield "links", link_row(self.url, "internal", "ok") | {"page_id": self.id}
        frame = [f"{SITE}/frame/{n}" for n in range(FRAME_LINKS)]
        if self.language == "de":
            frame.append(BROKEN_FRAME_LINK)
            yield from self._finding("link_gone", "error", BROKEN_FRAME_LINK, BROKEN_FRAME_LINK)
        for position, url in enumerate(frame, 1):
            yield from self._link(position, url, "chrome")
        for position in range(20, 26):
            other = Page(one_of_many(self.rng, self.pages), self.pages)
            yield from self._link(position, other.url, "content")
        for position in range(30, 30 + int(self.rng.expovariate(1 / 5))):
            number = one_of_many(self.rng, int(self.pages * LINKS_A_PAGE))
            url, verdict = link_url(number), link_verdict(number)
            yield from self._link(position, url, "content")
            if verdict in WRONG_LINKS:
                kind, severity = WRONG_LINKS[verdict]
                yield from self._finding(kind, severity, url, url)

    def _link(self, position: int, url: str, region: str) -> Rows:
        row = self._place("link", position, url, "" if region == "chrome" else self.title)
        anchor = {"element": "a", "attribute": "href", "anchor_text": "A leaflet", "region": region}
        yield "link_mentions", row | {"link_id": key(url), "heading": "", **anchor}
