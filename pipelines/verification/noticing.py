"""Retraction Watch's list: fetched now and then, searched for every cited name.

The file is kept beside the database and asked for anew after ``notices_days``, conditionally. A
name gets a check when the list has something about it, and again when that has changed; what
the list does not name gets none, and the run says of which day the list is.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.records import Check, Question
from pipelines.services import retraction_watch
from pipelines.services.evidence import unanswered
from pipelines.services.failures import CouldNotAsk
from pipelines.services.retraction_watch import AUTHORITY, VERSION, NoticeList
from pipelines.verification.asking import Asker
from pipelines.verification.due import answer_due_at, is_due

COPY = "retraction_watch.csv"
"""Our copy of the file, in the folder of the database."""


def look_up_notices(asker: Asker, names: Iterable[str]) -> None:
    """Note what Retraction Watch's list says of the names; fetches the list when it is due."""
    where = asker.settings.services.retraction_watch
    if not where or not asker.is_asking:
        return
    is_url = where.startswith(("http://", "https://"))
    path = asker.store.path.parent / COPY if is_url else Path(where)
    if is_url:
        _refresh(asker, where, path)
    if not path.is_file():
        if not is_url:
            said = f"{where} (setting services.retraction_watch) does not exist"
            asker.leave_open(Question.NOTICES, where, AUTHORITY, "no_file", said)
        return
    wanted = set(names)
    try:
        found = retraction_watch.read_list(path.read_bytes(), wanted)
    except retraction_watch.NotTheList as problem:
        said = f"{path.name} is not Retraction Watch's list: {problem}"
        asker.leave_open(Question.NOTICES, where, AUTHORITY, "bad_answer", said)
        return
    asker.note_list(AUTHORITY, found.day)
    asker.keep(_changes(asker, sorted(wanted), found, where if is_url else path.name))


def _refresh(asker: Asker, url: str, path: Path) -> None:
    """Fetch the file when it is due; an unusable answer leaves our copy as it is."""
    checks = asker.store.checks_of(url, Question.NOTICES)
    good = [check for check in checks if check.error is None]
    due_at = answer_due_at(url, checks, asker.settings.notices_days)
    if path.is_file() and not is_due(due_at, asker.now()):
        return
    etag = str(good[-1].facts.get("etag", "")) if good and path.is_file() else ""
    rows = len_of(path)
    try:
        answer = retraction_watch.fetch_list(asker.client, url, etag, at_least=rows // 2)
    except CouldNotAsk as failure:
        asker.leave_open(Question.NOTICES, url, AUTHORITY, failure.error, failure.message)
        check = unanswered(failure, Question.NOTICES, url, AUTHORITY, VERSION)
        asker.keep([check] if check is not None else [])
        return
    if answer.body is not None:
        fresh = path.with_suffix(".new")
        fresh.write_bytes(answer.body)
        fresh.replace(path)
    asker.keep([answer.check])


def len_of(path: Path) -> int:
    """Rows of our copy; 0 when there is none that can be read."""
    try:
        return retraction_watch.read_list(path.read_bytes()).rows
    except (OSError, retraction_watch.NotTheList):
        return 0


def _changes(asker: Asker, names: Iterable[str], found: NoticeList, url: str) -> list[Check]:
    """A check for each name of which the list says something else than before."""
    checks = []
    for name in names:
        notices = [list(notice) for notice in found.notices.get(name, ())]
        if notices != [list(notice) for notice in asker.knows.listed_of(name)]:
            checks.append(
                Check(
                    question=Question.NOTICES,
                    subject=name,
                    authority=AUTHORITY,
                    asked_at=asker.now(),
                    url=url,
                    facts={"notices": notices, "list_of": found.day},
                    rule_version=VERSION,
                )
            )
    return checks
