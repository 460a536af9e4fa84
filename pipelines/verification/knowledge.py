"""What is known from all checks so far, without asking anybody."""

from __future__ import annotations

from archive.records import Check, Question, Registration, Work
from archive.store import Store
from pipelines.dois import is_wellformed
from pipelines.services.works import work_from
from pipelines.verification.judge import judge_registration
from pipelines.verification.verdicts import RegistrationVerdict

REGISTERED = (Registration.REGISTERED, Registration.ALIAS)


class Knowledge:
    """Answers from the checks of one store; registration verdicts are remembered."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._registrations: dict[str, RegistrationVerdict] = {}

    def registration_of(self, doi: str) -> RegistrationVerdict:
        """Whether a name is registered, as far as known."""
        if doi not in self._registrations:
            checks = self.store.checks_of(doi, Question.REGISTRATION)
            self._registrations[doi] = judge_registration(checks, is_wellformed(doi))
        return self._registrations[doi]

    def is_registered(self, doi: str) -> bool:
        """Whether a name is registered, itself or as an alias."""
        return self.registration_of(doi).value in REGISTERED

    def is_absent(self, doi: str) -> bool:
        """Whether the latest answer is "not found", be it only once, or it is no DOI name.

        Enough to drop a guess of ours; what a page prints is judged by ``registration_of``.
        """
        if not is_wellformed(doi):
            return True
        check = self._latest(doi, Question.REGISTRATION)
        return check is not None and check.facts.get("code") == 100

    def forget(self, doi: str) -> None:
        """A new check was kept: judge again when asked."""
        self._registrations.pop(doi, None)

    def name_of(self, doi: str) -> str:
        """The name under which the work is registered: the alias's target, or the name itself."""
        return self.registration_of(doi).alias_of or doi

    def landing_url_of(self, doi: str) -> str | None:
        """Where the handle of a name, or of what it is an alias of, leads."""
        name = self.name_of(doi)
        return self.registration_of(doi).landing_url or self.registration_of(name).landing_url

    def agency_of(self, name: str) -> str:
        """The registration agency of a name; empty when not known."""
        for check in reversed(self.store.checks_of(name, Question.AGENCY)):
            if check.facts.get("agency"):
                return str(check.facts["agency"])
        return ""

    def work_of(self, doi: str) -> tuple[Work | None, bool | None]:
        """The latest record of a name's work, and whether its agency has one (None: not asked)."""
        check = self._latest(self.name_of(doi), Question.METADATA)
        return (
            (None, None) if check is None else (work_from(check.facts), bool(check.facts["found"]))
        )

    def memento_of(self, url: str) -> str:
        """The memento known for a URL; empty when there is none."""
        check = self._latest(url, Question.MEMENTO)
        return str(check.facts.get("memento") or "") if check is not None else ""

    def _latest(self, subject: str, question: Question) -> Check | None:
        """The latest answer that made sense."""
        checks = self.store.checks_of(subject, question)
        return next((check for check in reversed(checks) if check.error is None), None)
