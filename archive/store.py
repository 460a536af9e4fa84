"""The only way to the tables, for crawl, replay and verification."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, fields
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from archive.evidence import dois as evidence
from archive.evidence import findings, own_pages
from archive.evidence import identifiers as identifier_evidence
from archive.evidence import links as link_evidence
from archive.evidence.exchanges import ExchangeKeeper
from archive.evidence.waivers import Waiver
from archive.keeping import pages as keeping
from archive.keeping import runs
from archive.keeping.rows import positional_insertion, renewed, sound_tuples
from archive.keeping.sweeping import Sweeping
from archive.moments import moment_text, present
from archive.opening import explain, open_database, open_to_read
from archive.proof.linked_texts import look_up, source_of
from archive.records import (
    Capture,
    Check,
    Finding,
    InternalLink,
    Issue,
    KeptBodies,
    KeptCitation,
    KeptMention,
    Link,
    LinkDue,
    LinkPlace,
    Outcome,
    PageRecord,
    Question,
    Scheme,
    UnreadablePage,
)
from archive.settling import settle as settling
from archive.settling import style_sheets
from archive.settling.trails import Canonical

_SPECIAL = ("fetched_at", "revisit_of")  # in this order: see _ORIGINAL
_PLAIN = tuple(field.name for field in fields(Capture) if field.name not in _SPECIAL)
_plain = attrgetter(*_PLAIN)
_CAPTURE = ("run_id", *_SPECIAL, *_PLAIN)
# What a revisit names may be lost, and with it the database that knew of it.
_ORIGINAL = "(SELECT id FROM captures WHERE id = ?)"
_INSERT_CAPTURE = positional_insertion("captures", _CAPTURE).replace(
    "(?, ?, ?", f"(?, ?, {_ORIGINAL}", 1
) + renewed("captures", _CAPTURE)


class Store:
    """One crawl database, open for reading and writing; ``now`` is the clock used to date runs.

    Every method that writes joins the transaction of the surrounding ``unit()``, or makes its own.
    Errors of the disk or the file come out as ``StoreError`` with a sentence for a person.
    """

    def __init__(self, db: Database, path: Path, now: Callable[[], datetime] = present) -> None:
        self.db = db
        self.path = path
        self._now = now
        self._read_again: Sweeping | None = None
        self._exchanges: ExchangeKeeper | None = None

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime] = present) -> Store:
        """Open or make a database; raises a ``StoreError`` with what to do."""
        return cls(open_database(path), path, now)

    @classmethod
    def open_to_read(cls, path: Path) -> Store:
        """Open a database to read; see ``archive.opening.open_to_read``."""
        return cls(open_to_read(path), path)

    def close(self) -> None:
        """Close the database; what was committed stays."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        known = explain(error, self.path) if isinstance(error, sqlite3.Error) else None
        if known is not None:
            raise known from error

    @contextmanager
    def unit(self) -> Iterator[None]:
        """One transaction: all or nothing is kept. May be nested (savepoints).

        The outermost one takes the write lock at once: two processes wait here, not in the middle.
        """
        try:
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
            else:
                self.db.conn.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    if self._exchanges is not None:
                        self._exchanges.sync()
                    self.db.conn.execute("COMMIT")
                except BaseException:
                    self.db.rollback()
                    if self._exchanges is not None:
                        self._exchanges.roll_back()
                    raise
        except sqlite3.DatabaseError as error:
            known = explain(error, self.path)
            if known is None:
                raise
            raise known from error

    def _joined(self) -> AbstractContextManager[None]:
        """The open unit, or a new one. A failure inside fails the whole unit: no savepoint is set,
        for which SQLite would copy every database page that is written."""
        return nullcontext() if self.db.conn.in_transaction else self.unit()

    def begin_run(self, command: str, site: str, settings: Mapping[str, object]) -> int:
        """Add a run that starts now; returns its number. ``settings`` must be JSON-able.

        Whoever begins one holds the data folder (``archive.locking``): what is still said to run
        was killed.
        """
        with self.unit():
            return runs.begin(self.db.conn, command, site, settings, self._now())

    def finish_run(
        self, run_id: int, outcome: Outcome, message: str, counts: Mapping[str, int]
    ) -> None:
        """Record how a run ended, and what it did in numbers."""
        with self.unit():
            runs.finish(self.db.conn, run_id, outcome, message, counts, self._now())

    def keep_coverage(self, run_id: int, urls: Mapping[tuple[str, str], int]) -> None:
        """Record how a crawl's coverage adds up: (state, reason) -> number of URLs."""
        with self.unit():
            runs.keep_coverage(self.db.conn, run_id, urls)

    def keep_capture(self, run_id: int, capture: Capture) -> None:
        """Add a capture, or note where its record lies now; the record must be on disk already."""
        row = (run_id, moment_text(capture.fetched_at), capture.revisit_of, *_plain(capture))
        with self._joined():
            self.db.conn.execute(_INSERT_CAPTURE, sound_tuples([row])[0])
        if self._read_again:
            self._read_again.note_capture(capture)

    def keep_page(self, run_id: int, record: PageRecord) -> None:
        """Turn a page record into rows; see ``archive.keeping.pages``. Its capture must be kept
        already; ``news`` items are made later, by ``archive.settling.settle``."""
        with self._joined():
            keeping.keep_page(self.db.conn, run_id, record)
        if self._read_again:
            self._read_again.note(record)

    @contextmanager
    def rereading(self) -> Iterator[Sweeping]:
        """A context in which every capture is read and kept again (replay).

        At the end, pages and wordings that only an older reader, rule or profile gave are deleted
        (see ``Sweeping.sweep``). Nothing is deleted when it is left by an error.
        """
        self._read_again = Sweeping()
        try:
            yield self._read_again
            with self.unit():
                self._read_again.sweep(self.db.conn)
        finally:
            self._read_again = None

    def keep_unchanged(self, url: str, seen_at: datetime) -> None:
        """Note that a page (canonical URL) was there with the content we already have."""
        with self._joined():
            keeping.keep_unchanged(self.db.conn, url, seen_at)

    def keep_style(self, url: str, capture_id: str, links: Sequence[Link]) -> None:
        """Note what a style sheet (canonical URL) loads now; its capture must be kept already."""
        with self._joined():
            style_sheets.keep_style(self.db.conn, url, capture_id, links)

    def keep_issue(self, run_id: int, issue: Issue) -> None:
        """Add an issue, once per run: something that was met and not understood."""
        with self._joined():
            keeping.keep_issue(self.db.conn, run_id, issue)

    def keep_check(self, run_id: int, check: Check) -> int:
        """Append a question and its answer; returns the number of its row."""
        self.keep_checks(run_id, [check])
        return int(self.db.conn.execute("SELECT last_insert_rowid()").fetchone()[0])

    def keep_checks(self, run_id: int, checks: Sequence[Check]) -> None:
        """Append questions and their answers, in the order given."""
        with self._joined():
            ids = self._exchanges.keep(run_id, checks) if self._exchanges else [None] * len(checks)
            evidence.insert_checks(self.db.conn, run_id, zip(checks, ids, strict=True))

    @contextmanager
    def keeping_exchanges(self, bodies: KeptBodies, site: str, contact: str) -> Iterator[None]:
        """A context in which the bytes exchanged for a check are kept with it, in ``evidence/``.

        Raises ``CannotWrite``, also later where a check is kept.
        """
        if bodies is KeptBodies.NONE:
            yield
            return
        self._exchanges = ExchangeKeeper(
            self.db.conn,
            self.path.parent,
            site=site,
            contact=contact,
            software=runs.software(),
            bodies=bodies,
            now=self._now,
        )
        try:
            yield
        finally:
            self._exchanges.close()
            self._exchanges = None

    def settle(
        self, run_id: int, own_hosts: Collection[str], canonical: Canonical | None = None
    ) -> None:
        """Bring everything kept so far into its final shape; see ``archive.settling.settle``."""
        with self.unit():
            settling.settle(self.db, run_id, own_hosts, canonical)

    # What verification reads; see archive.evidence.dois and archive.evidence.links.

    def mentions(self) -> list[KeptMention]:
        """Mentions of DOIs on pages that still exist."""
        return evidence.mentions(self.db.conn)

    def identifier_mentions(self) -> list[KeptMention]:
        """Mentions of identifiers other than DOI names, on pages that still exist."""
        return identifier_evidence.identifier_mentions(self.db.conn)

    def citations(self) -> list[KeptCitation]:
        """Every reference on pages that still exist, with the DOIs it prints, if any."""
        return evidence.citations(self.db.conn)

    def sentences(self) -> dict[str, list[str]]:
        """The sentences that cite a reference, by the reference's id."""
        return evidence.sentences(self.db.conn)

    def checks_of(self, subject: str, question: Question | None = None) -> list[Check]:
        """Every check of a DOI name or URL, oldest first, with ids."""
        return evidence.checks_of(self.db.conn, subject, question)

    def histories(self, subjects: Iterable[str], question: Question) -> Mapping[str, list[Check]]:
        """``checks_of`` for many at once; empty for those that were never checked."""
        return evidence.histories(self.db.conn, subjects, question)

    def external_links(
        self, among: Iterable[str] | None = None, but_well: tuple[datetime, str] | None = None
    ) -> Iterator[LinkDue]:
        """External links on pages that still exist, host by host: all, or those with ids ``among``
        these. ``but_well`` (moment, rules) leaves out those found well since, by these rules."""
        return link_evidence.external_links(self.db.conn, among, but_well)

    def links_well(self, since: datetime, rule_version: str) -> int:
        """How many external links ``external_links`` leaves out because they were found well."""
        return link_evidence.links_well(self.db.conn, since, rule_version)

    def external_hosts(self, now: datetime) -> dict[str, int]:
        """Hosts of external links, with about how many links are to be asked on each."""
        return link_evidence.external_hosts(self.db.conn, now)

    def links_beyond(self, host: str, now: datetime, most: int) -> set[str]:
        """See ``links.links_beyond``."""
        return link_evidence.links_beyond(self.db.conn, host, now, most)

    def links_of_host(self, host: str) -> Iterator[LinkDue]:
        """The external links to one host, read lazily."""
        return link_evidence.links_of_host(self.db.conn, host)

    def leads_of(self, link_ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """Where links lead, and what is believed about them, by link id."""
        return link_evidence.leads_of(self.db.conn, link_ids)

    def internal_links(self) -> Iterator[InternalLink]:
        """Links within the site, and what the crawl found there. The run must be settled."""
        links = link_evidence.internal_links(self.db.conn)
        return look_up(self.db.conn, self.path.parent / "captures", links)

    def source_of(self, capture_id: str) -> str:
        """The text of a captured page or script of the site; empty where it cannot be read."""
        return source_of(self.db.conn, self.path.parent / "captures", capture_id)

    def crawled_at(self) -> datetime | None:
        """When the site was last crawled."""
        return own_pages.crawled_at(self.db.conn)

    def scripts_of(self, page_id: str) -> list[str]:
        """Captures of the scripts that a page of the site loads."""
        return own_pages.scripts_of(self.db.conn, page_id)

    def unreadable_pages(self) -> list[UnreadablePage]:
        """Pages of the site whose latest answer is empty or cannot be unpacked."""
        return own_pages.unreadable_pages(self.db.conn)

    def sets_cookie(self, urls: Iterable[str]) -> bool:
        """Whether the latest answer at one of these URLs of the site sets a cookie."""
        return own_pages.sets_cookie(self.db, self.path.parent / "captures", urls)

    def places_of(self, link_id: str | None) -> list[LinkPlace]:
        """Where a link stands; ``None`` asks for printed links that cannot be a URL."""
        return link_evidence.places_of(self.db.conn, link_id)

    def last_good_capture(self, url: str) -> tuple[str, datetime] | None:
        """Id and moment of the latest capture in which a URL of the site was a good page."""
        return link_evidence.last_good_capture(self.db.conn, url)

    def link_date(self, link_id: str) -> datetime | None:
        """The latest date printed on the pages that have the link; None where none is printed."""
        return link_evidence.link_date(self.db.conn, link_id)

    def misprinted_places(self) -> list[LinkPlace]:
        """Links malformed as printed (``problem`` says how) that still lead to a known address."""
        return link_evidence.misprinted_places(self.db.conn)

    # What verification writes: verdicts and findings.

    def set_doi(self, doi: str, now: datetime, **columns: object) -> None:
        """Set columns of ``dois``; a name that no page prints gets a row too.

        Values are plain Python: enums, aware datetimes, flags, lists (joined by semicolons,
        JSON in ``_json`` columns). An unknown column is an ``sqlite3.OperationalError``.
        """
        with self.unit():
            evidence.set_doi(self.db.conn, doi, columns, now)

    def set_identifier(self, scheme: Scheme, value: str, now: datetime, **columns: object) -> None:
        """Set columns of ``identifiers``, as ``set_doi`` does."""
        with self.unit():
            identifier_evidence.set_identifier(self.db.conn, scheme, value, columns, now)

    def set_mention(self, mention_id: str, value: str, rule: str, because: str = "") -> None:
        """Choose a reading of a mention, also for the reference that went by the old one."""
        with self.unit():
            evidence.set_mention(self.db.conn, mention_id, value, rule, because)

    def set_citation(self, reference_id: str, **columns: object) -> None:
        """Set columns of ``bibliography``: doi, agreement, agreeing, differing."""
        with self.unit():
            evidence.set_columns(self.db.conn, "bibliography", "id", {reference_id: columns})

    def set_links(self, links: Mapping[str, Mapping[str, object]]) -> None:
        """Set columns of ``links``, by their ids: verdict, reason, status, final_url, due_at ..."""
        with self._joined():
            evidence.set_columns(self.db.conn, "links", "id", links)

    def keep_findings(
        self,
        run_id: int,
        found: Iterable[Finding],
        now: datetime,
        undecided: Collection[str] = (),
        patience_days: float = 0,
    ) -> None:
        """Store all findings of a verification run; those it did not find again have recovered.

        ``undecided`` are subjects that could not be asked; those whose verdict is unknown or
        blocked are known here, and pages that are missed for less than ``patience_days``. Works
        cited are told apart anew."""
        with self.unit():
            lost = own_pages.lost_lately(self.db.conn, patience_days)
            findings.keep_findings(self.db.conn, run_id, found, now, undecided, lost)
            settling.settle_works(self.db.conn)

    def locate_findings(self) -> None:
        """Find the lines, columns and text fragments of current findings in their captures, which
        lie in ``captures/`` beside the database. Only findings not located before are read."""
        if not findings.has_standing(self.db.conn):
            return
        from archive.proof.locating import locate  # slow to import, needed to verify only

        found = list(locate(self.db.conn, self.path.parent / "captures"))
        with self.unit():
            located = {columns.pop("id"): columns for columns in map(asdict, found)}
            evidence.set_columns(self.db.conn, "findings", "id", located)

    def waive(self, waivers: Sequence[Waiver], now: datetime) -> list[Waiver]:
        """Set aside the findings that waivers accept; returns the waivers that match nothing."""
        with self.unit():
            return findings.waive(self.db.conn, waivers, now)
