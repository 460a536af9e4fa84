"""Brings in captures made by other tools and reads them: ``patientline archive import``."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.counting import counted, shown
from archive.crawls import committed_ends, standing
from archive.importing.imports import Import, Tally, earlier_import, settings_of
from archive.importing.originals import Originals
from archive.importing.sources import Source, open_source
from archive.keeping.runs import software
from archive.locking import held
from archive.records import Issue, Outcome
from archive.store import Store
from archive.takedown.hiding import barred_addresses
from archive.takedown.purging import replace_files
from archive.warc.captures import CaptureWriter, recover
from crawler.crawling import Progress
from crawler.finishing import settle_site
from crawler.past import Past
from crawler.profile import Profile
from crawler.scope import Reason

_ROOM = ".import-"
_SHOWN = 5
"""Places of one kind of loss that are named."""


@dataclass(kw_only=True)
class Imported:
    """What was imported from one file, and what was not."""

    path: Path
    run_id: int
    """The run that brought it; the earlier one when it was here already."""
    message: str = ""
    tally: Tally = field(default_factory=Tally)
    lost: tuple[str, ...] = ()
    """What could not be read or kept, in sentences."""
    doubts: tuple[str, ...] = ()
    """Where a package is not what it says itself, in sentences. What is in it is in all the
    same."""


@dataclass
class ImportSummary:
    """The result of an import."""

    files: list[Imported] = field(default_factory=list)
    pages_read: int = 0
    not_pages: dict[Reason, int] = field(default_factory=dict)
    """Good answers that were kept and not read, by reason."""
    other_hosts: list[str] = field(default_factory=list)
    """Hosts of other sites that such answers are of, the most frequent first."""
    kept: dict[str, int] = field(default_factory=dict)
    """What the archive holds now, by name."""

    @property
    def is_whole(self) -> bool:
        """Whether everything in the files was imported, and is what they say."""
        return not any(file.lost or file.doubts for file in self.files)


def import_files(
    profile: Profile, data_folder: Path, paths: Sequence[Path], progress: Progress | None = None
) -> ImportSummary:
    """Import WARC and WACZ files of other tools into a data folder, and read their pages.

    A file that was imported before adds nothing. Raises ``CannotImport`` before anything is
    written, ``CannotWrite``, ``Busy``, ``StoreError``, OSError; what was committed until then
    stays, and the same command goes on from there.
    """
    summary = ImportSummary()
    with ExitStack() as stack:
        stack.enter_context(held(data_folder))
        store = stack.enter_context(Store.open(data_folder / "crawl.db"))
        captures = data_folder / "captures"
        captures.mkdir(exist_ok=True)
        replace_files(store.db, captures)
        recover(captures, committed_ends(store.db))
        for room in data_folder.glob(f"{_ROOM}*"):  # of an import that was killed
            shutil.rmtree(room)
        sources: list[Source] = []
        for path in paths:
            unpacked = stack.enter_context(TemporaryDirectory(dir=data_folder, prefix=_ROOM))
            source = open_source(path, Path(unpacked))
            run = earlier_import(store, source.sha256)
            if run is not None or any(source.sha256 == known.sha256 for known in sources):
                said = f"{shown(path.name)} was imported before; nothing is added."
                summary.files.append(Imported(path=path, run_id=run or 0, message=said))
            else:
                sources.append(source)
        if sources:
            _Importing(profile, store, captures, summary, progress).run(sources)
        summary.kept = standing(store.db)
    return summary


class _Importing:
    """An import in progress."""

    def __init__(
        self,
        profile: Profile,
        store: Store,
        captures: Path,
        summary: ImportSummary,
        progress: Progress | None,
    ) -> None:
        self._profile = profile
        self._store = store
        self._summary = summary
        self._progress = progress
        self._done = 0
        self._writer = CaptureWriter(
            captures,
            site=profile.name,
            contact=profile.identity.contact,
            software=software(),
            robots="as the tool that captured it",
        )

    def run(self, sources: Sequence[Source]) -> None:
        """Copy, read and settle; each source is a run of its own."""
        store, started = self._store, time.monotonic()
        title = self._profile.title
        originals = Originals(store.db)
        barred = barred_addresses(store.db.conn)
        imports = [
            (
                store.begin_run("import", self._profile.name, settings_of(source, title)),
                Import(store, self._writer, source, originals, barred),
            )
            for source in sources
        ]
        try:
            with Past(self._profile, store) as past:
                for run_id, job in imports:
                    self._take(past, run_id, job, revisits=False)
                for run_id, job in imports:
                    self._take(past, run_id, job, revisits=True)
        except BaseException:
            self._writer.abandon()
            raise
        self._writer.close()
        settle_site(store, imports[-1][0], past.scope)
        self._summary.pages_read = past.pages_read
        self._summary.not_pages = dict(past.not_pages)
        self._summary.other_hosts = [host for host, _ in past.other_hosts.most_common()]
        seconds = round(time.monotonic() - started)
        for run_id, job in imports:
            self._finish(run_id, job, seconds)

    def _take(self, past: Past, run_id: int, job: Import, *, revisits: bool) -> None:
        for batch in job.revisits() if revisits else job.answers():
            self._writer.sync()
            past.keep(run_id, batch)
            self._done += len(batch)
            if self._progress is not None:
                self._progress("import", self._done, self._done)

    def _finish(self, run_id: int, job: Import, seconds: int) -> None:
        tally, source = job.tally, job.source
        lost = (*source.lost, *(_said(why, places) for why, places in tally.left_out.items()))
        doubts = _first(source.doubts)
        message = f"{shown(source.path.name)}: {counted(tally.captures, 'new capture')}"
        message += f", {tally.known} known already" if tally.known else ""
        message += f", {counted(tally.others, 'other record')}" if tally.others else ""
        message += "; not everything could be read or kept" if lost else ""
        message += "; the package is not what it says itself" if doubts else ""
        message += "."
        counts = {
            "captures": tally.captures,
            "known": tally.known,
            "other_records": tally.others,
            "left_out": sum(map(len, tally.left_out.values())) + len(source.lost),
            "seconds": seconds,
        }
        with self._store.unit():
            for code, sentences in (("import_left_out", lost), ("import_doubted", doubts)):
                for said in sentences:
                    issue = Issue(code=code, message=said, stage="capture")
                    self._store.keep_issue(run_id, issue)
            outcome = Outcome.FINISHED if tally.captures or tally.known else Outcome.FAILED
            self._store.finish_run(run_id, outcome, message, counts)
        done = Imported(path=source.path, run_id=run_id, message=message, tally=tally)
        self._summary.files.append(replace(done, lost=lost, doubts=doubts))


def _first(sentences: Sequence[str]) -> tuple[str, ...]:
    """A few sentences, and how many more there are."""
    more = len(sentences) - _SHOWN
    return (*sentences[:_SHOWN], *([f"… and {more} more like these."] if more > 0 else []))


def _said(why: str, places: Sequence[str]) -> str:
    """One sentence on what was left out for one reason."""
    named = shown(", ".join(places[:_SHOWN])) + (" …" if len(places) > _SHOWN else "")
    return f"{counted(len(places), 'record')} left out ({why}): {named}."
