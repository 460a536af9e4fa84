"""What all checks so far tell, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from archive.records import (
    Check,
    InternalLink,
    LinkDue,
    Notice,
    Question,
    Registration,
    Work,
)
from archive.store import Store
from pipelines.dois import is_wellformed
from pipelines.services.works import work_from
from pipelines.verification.judging.editions import later_names, newer_names
from pipelines.verification.judging.judge import judge_registration
from pipelines.verification.judging.notices import NoticeVerdict, judge_notice
from pipelines.verification.judging.verdicts import RegistrationVerdict, ids_of

_NOT_REGISTERED = (Registration.NOT_REGISTERED, Registration.NOT_A_DOI)
# Types of handle values that may send a reader somewhere (Handle.Net technical manual, ch. 3).
_PLACES = ("URL", "URI", "10320/")

Link = TypeVar("Link", LinkDue, InternalLink)


class Knowledge:
    """Answers questions from the checks in one store; registration verdicts are cached."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._registrations: dict[str, RegistrationVerdict] = {}

    def registration_of(self, doi: str) -> RegistrationVerdict:
        """Whether a name is registered, as far as we know."""
        if doi not in self._registrations:
            checks = self.store.checks_of(doi, Question.REGISTRATION)
            self._registrations[doi] = judge_registration(checks, is_wellformed(doi))
        return self._registrations[doi]

    def is_registered(self, doi: str) -> bool:
        """Whether a name is registered, itself or as an alias."""
        return self.registration_of(doi).is_registered

    def is_absent(self, doi: str) -> bool:
        """Whether the latest answer is "not found", even if given only once, or it is no DOI name.

        Enough to drop a guess of ours; what a page prints is judged by ``registration_of``.
        """
        if not is_wellformed(doi):
            return True
        check = self._latest(doi, Question.REGISTRATION)
        return check is not None and check.facts.get("code") == 100

    def forget(self, doi: str) -> None:
        """Judge a name again when next asked: a new check was kept."""
        self._registrations.pop(doi, None)

    def trail_of(self, doi: str) -> tuple[str, ...]:
        """A name, what it is an alias of, what that is an alias of ...; a circle is cut."""
        trail = [doi]
        while (following := self.registration_of(trail[-1]).alias_of) and following not in trail:
            trail.append(following)
        return tuple(trail)

    def is_circle(self, doi: str) -> bool:
        """Whether the aliases of a name go round in a circle, and so lead nowhere."""
        return self.registration_of(self.trail_of(doi)[-1]).alias_of is not None

    def name_of(self, doi: str) -> str:
        """The name that the work is registered under: where the aliases end, or the name itself."""
        return doi if self.is_circle(doi) else self.trail_of(doi)[-1]

    def landing_url_of(self, doi: str) -> str | None:
        """Where the handle of a name leads, or that of the name it is an alias of."""
        for name in self.trail_of(doi):
            if url := self.registration_of(name).landing_url:
                return url
        return None

    def why_nowhere(self, doi: str) -> str:
        """Why a registered name leads to no page, in words; empty when it leads to one."""
        if self.landing_url_of(doi) is not None:
            return ""
        end = self.trail_of(doi)[-1]
        if self.is_circle(doi):
            return "It is an alias of itself by a circle of names, so it leads to no page."
        if self.registration_of(end).value is Registration.NOT_REGISTERED:
            return f"It is an alias of {end}, and nothing is registered under that name."
        if end != doi and not self.is_registered(end):
            return f"It is an alias of {end}, and nobody could say where that leads."
        return "It is registered, but its registration names no landing page."

    def leads_nowhere(self, doi: str) -> bool:
        """Whether it is certain that a registered name leads to no page.

        It is not where the end of its aliases could not be asked about, nor where the handle
        holds a place in a form that we cannot read.
        """
        if not self.is_registered(doi) or self.landing_url_of(doi) is not None:
            return False
        end = self.trail_of(doi)[-1]
        if self.is_circle(doi) or self.registration_of(end).value is Registration.NOT_REGISTERED:
            return True
        check = self._latest(end, Question.REGISTRATION)
        types = check.facts.get("types") if check is not None else None
        if not isinstance(types, list) or not self.is_registered(end):
            return False
        return not any(str(kind).startswith(_PLACES) for kind in types)

    def agency_of(self, name: str) -> str:
        """The registration agency of a name; empty when unknown."""
        for check in reversed(self.store.checks_of(name, Question.AGENCY)):
            if check.facts.get("agency"):
                return str(check.facts["agency"])
        return ""

    def work_of(self, doi: str) -> tuple[Work | None, bool | None]:
        """The latest record of a name's work, and whether its agency has one (None: never asked).

        Registries do not take records back: an agency that knows nothing of a record it once
        gave is having a bad day.
        """
        checks = self.store.checks_of(self.name_of(doi), Question.METADATA)
        answers = [check for check in checks if check.error is None]
        record = next((check for check in reversed(answers) if check.facts["found"]), None)
        if record is not None:
            return work_from(record.facts), True
        return None, (False if answers else None)

    def listed_of(self, doi: str) -> tuple[tuple[str, str, str, str], ...]:
        """What Retraction Watch's list says of a name: (type, notice, date, source)."""
        check = self._latest(doi, Question.NOTICES)
        found = check.facts.get("notices") if check is not None else None
        rows = found if isinstance(found, list) else []
        return tuple((str(k), str(n), str(d), str(s)) for k, n, d, s in rows)

    def notice_checks_of(self, doi: str) -> tuple[int, ...]:
        """The checks that tell of notices: its record, and its place in Retraction Watch's list."""
        found = [self._latest(self.name_of(doi), Question.METADATA)]
        found += [self._latest(name, Question.NOTICES) for name in self.trail_of(doi)]
        return ids_of(*(check for check in found if check is not None))

    def notice_of(self, doi: str) -> NoticeVerdict:
        """Whether the work of a name was retracted, corrected or superseded, as far as we know."""
        if self.registration_of(doi).value in _NOT_REGISTERED:
            return NoticeVerdict(value=Notice.UNKNOWN, reason="")
        work, was_found = self.work_of(doi)
        newer = self.newer_of(doi)
        return judge_notice(
            work,
            was_found,
            listed=self.listed_of(doi) or self.listed_of(self.name_of(doi)),
            newer=newer,
            newer_work=self.work_of(newer)[0] if newer else None,
            agency=self.agency_of(self.name_of(doi)),
            checks=self.notice_checks_of(doi),
        )

    def newer_of(self, doi: str) -> str:
        """The registered name that replaces this one's work; empty when none is known."""
        name = self.name_of(doi)
        work, _ = self.work_of(name)
        found = ""
        for later in later_names(name):
            if not self.is_registered(later):
                break
            found = later
        named = newer_names(work) if work is not None else []
        registered = [n for n in (found, *named) if n and self.is_registered(n)]
        return next((n for n in registered if self.name_of(n) != name), "")

    def works_found(self, query: str) -> tuple[Work, ...]:
        """The works that the last bibliographic search for a text found, in its order."""
        check = self._latest(query, Question.SEARCH)
        kept = check.facts.get("works") if check is not None else None
        works = (work_from({"work": work}) for work in kept) if isinstance(kept, list) else ()
        return tuple(work for work in works if work is not None)

    def memento_of(self, url: str) -> str:
        """The memento known for a URL; empty when there is none."""
        check = self._latest(url, Question.MEMENTO)
        return str(check.facts.get("memento") or "") if check is not None else ""

    def _latest(self, subject: str, question: Question) -> Check | None:
        """The latest answer that made sense."""
        checks = self.store.checks_of(subject, question)
        return next((check for check in reversed(checks) if check.error is None), None)


def with_histories(
    store: Store, links: Iterable[Link], at_a_time: int = 100
) -> Iterator[tuple[Link, Sequence[Check]]]:
    """Each link with all its checks, oldest first; read a batch at a time."""
    left = iter(links)
    while some := list(islice(left, at_a_time)):
        histories = store.histories((link.url for link in some), Question.LINK)
        for link in some:
            yield link, histories[link.url]
