"""What a verification run did, and what it could not do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from archive.records import Outcome


@dataclass(kw_only=True)
class Summary:
    """The closing statement. For DOIs and links: known = checked + deferred + excluded.

    *checked*: there is an answer, of this run or still fresh; *deferred*: not to be had in this
    run, for a reason; *excluded*: not to be asked at all, for a reason.
    """

    run_id: int = 0
    outcome: Outcome = Outcome.RUNNING
    dois_known: int = 0
    dois_checked: int = 0
    dois_deferred: Counter[str] = field(default_factory=Counter)
    dois_excluded: Counter[str] = field(default_factory=Counter)
    links_known: int = 0
    links_checked: int = 0
    links_deferred: Counter[str] = field(default_factory=Counter)
    links_excluded: Counter[str] = field(default_factory=Counter)
    questions: Counter[str] = field(default_factory=Counter)
    """Requests by authority; one request may answer for many names."""
    findings: Counter[str] = field(default_factory=Counter)
    """By severity."""
    silent: dict[str, str] = field(default_factory=dict)
    """Authorities that could not be asked, and why."""

    @property
    def is_complete(self) -> bool:
        """Whether every registry could be asked; a host of the wide web may ask us to wait."""
        return not self.silent

    def counts(self) -> dict[str, int]:
        """As kept with the run."""
        flat = {
            "dois_known": self.dois_known,
            "dois_checked": self.dois_checked,
            "dois_deferred": self.dois_deferred.total(),
            "dois_excluded": self.dois_excluded.total(),
            "links_known": self.links_known,
            "links_checked": self.links_checked,
            "links_deferred": self.links_deferred.total(),
            "links_excluded": self.links_excluded.total(),
        }
        flat |= {f"questions_{name}": count for name, count in sorted(self.questions.items())}
        flat |= {f"findings_{name}": count for name, count in sorted(self.findings.items())}
        return flat

    def sentence(self) -> str:
        """The end of the run for a person."""
        if self.silent:
            return "Could not ask: " + "; ".join(
                f"{name} ({why.rstrip('.')})" for name, why in sorted(self.silent.items())
            )
        waiting = self.dois_deferred.total() + self.links_deferred.total()
        if waiting:
            were = "question was" if waiting == 1 else "questions were"
            return f"{waiting} {were} put off to the next run."
        return "Everybody who was to be asked has answered."
