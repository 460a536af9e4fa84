"""The summary of a verification run: what it did, and what it could not do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.counting import counted
from archive.records import LinkVerdict, Outcome, Question
from archive.site.vocabulary import AUTHORITY
from pipelines.verification.judging.verdicts import WebVerdict

# Names that an authority says it cannot look up: one or two are their own trouble (the handle
# service behind them is down), more are the authority's.
STRAY = 2
UNRESOLVED = "unresolved"
_NOT_ASKED = "not asked in this run"
# What is put off by a setting: one, several.
_WAITING = {
    "max_searches": ("reference is", "references are"),
    "max_guesses": ("guess is", "guesses are"),
    "max_host_visits": ("page of a busy host is", "pages of busy hosts are"),
}


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
    """Authorities, and hosts that had answered, which were given up in this run, and why."""
    unanswered: dict[str, dict[tuple[str, str], tuple[str, str]]] = field(default_factory=dict)
    """Questions (question, subject) left open, by authority or such a host: (error, why)."""
    budgets: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Questions put off because a budget of this run was used up: setting -> (how many, budget)."""
    lists: dict[str, str] = field(default_factory=dict)
    """Lists that were looked up instead of asking, by authority, and the date they are of."""

    def begin_counting(self) -> None:
        """Everything is judged (again, where that was interrupted): count from nothing."""
        self.dois_known = self.dois_checked = self.links_known = self.links_checked = 0
        for reasons in (
            self.dois_deferred,
            self.dois_excluded,
            self.links_deferred,
            self.links_excluded,
        ):
            reasons.clear()

    def count_link(self, verdict: WebVerdict[LinkVerdict], deferred: str) -> None:
        """Count a judged link; ``deferred`` is why it was not asked in this run, '' = it was."""
        self.links_known += 1
        never_asked = verdict.last_ok_at is None and not verdict.checks
        if verdict.value in (LinkVerdict.EXCLUDED, LinkVerdict.UNSAFE):
            self.links_excluded[verdict.reason] += 1
        elif deferred or (verdict.value is LinkVerdict.UNKNOWN and never_asked):
            self.links_deferred[deferred or verdict.reason] += 1
        else:
            self.links_checked += 1

    def count_well(self, links: int) -> None:
        """Count so many links that are well, each of which was asked in this run."""
        self.links_known += links
        self.links_checked += links

    def leave_open(self, authority: str, question: str, subject: str, error: str, why: str) -> None:
        """A question that was due brought no usable answer."""
        self.unanswered.setdefault(authority, {})[question, subject] = (error, why)

    def close(self, authority: str, question: str, subject: str) -> None:
        """The question was answered after all, in the same run."""
        left = self.unanswered.get(authority, {})
        left.pop((question, subject), None)
        if not left:
            self.unanswered.pop(authority, None)

    def fell_silent(self, host: str, subjects: Iterable[str], why: str) -> None:
        """A host that had answered in this run answers no more; these wait for the next run."""
        self.silent[host] = why
        for subject in subjects:
            self.leave_open(host, Question.LINK, subject, "outage", why)

    def put_off(self, setting: str, count: int, budget: int) -> None:
        """Questions that are due wait for the next run, since ``setting`` allows no more."""
        if count:
            self.budgets[setting] = (self.budgets.get(setting, (0, 0))[0] + count, budget)

    def why_deferred(self, question: str, subject: str) -> str:
        """Why a question has no answer, in few words, as the sums of a run name it."""
        for authority, left in self.unanswered.items():
            if (question, subject) in left:
                is_of_the_name = left[question, subject][0] == UNRESOLVED
                could_not = "look it up" if is_of_the_name else "be asked"
                return f"{_named(authority)} could not {could_not}"
        return _NOT_ASKED

    @property
    def is_complete(self) -> bool:
        """Whether every registry answered what was due, and no other host fell silent meanwhile.

        A registry that answers, and says of a name or two that it cannot look them up, has done
        its part; one answer that makes no sense is a failure. What a budget puts off is none. The
        wide web may ask us to wait, and a host that never answered is a matter of verdicts.
        """
        return not self.silent and not any(map(self._has_failed, self.unanswered))

    def _has_failed(self, authority: str) -> bool:
        left = [error for error, _ in self.unanswered.get(authority, {}).values()]
        return len(left) > STRAY or any(error != UNRESOLVED for error in left)

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
        flat |= {f"unanswered_{name}": len(left) for name, left in sorted(self.unanswered.items())}
        flat |= {f"put_off_{name}": n for name, (n, _) in sorted(self.budgets.items())}
        flat |= {f"findings_{name}": count for name, count in sorted(self.findings.items())}
        return flat

    def sums(self) -> list[str]:
        """What is known of the site's DOIs and links, for a person; first what this run asked.

        An answer still holds for a while, so few questions may stand beside many answers.
        """
        return [
            f"{counted(self.questions.total(), 'question')} asked in this run;"
            " recent answers were not asked for again.",
            _sum("DOIs", self.dois_known, self.dois_checked, self.dois_deferred,
                 self.dois_excluded),
            _sum("Links", self.links_known, self.links_checked, self.links_deferred,
                 self.links_excluded),
        ]  # fmt: skip

    def sentence(self) -> str:
        """The end of the run for a person."""
        return " ".join(filter(None, [self._ending(), *self._put_off(), *self._list_dates()]))

    def _ending(self) -> str:
        failed = sorted({*self.silent, *self.unanswered})
        if failed:
            return f"{'; '.join(map(self._failure, failed))}."
        reasons = self.dois_deferred + self.links_deferred
        waiting = reasons.total()
        if waiting:
            were = "question was" if waiting == 1 else "questions were"
            why, many = reasons.most_common(1)[0]
            share = "" if many == waiting else f"{many} of them: "
            because = "" if why == _NOT_ASKED else f" ({share}{why.rstrip('.')})"
            return f"{waiting} {were} postponed to the next run{because}."
        return "Everyone we asked has answered."

    def _failure(self, authority: str) -> str:
        """How many questions a registry left open, and the commonest reason."""
        left = self.unanswered.get(authority, {})
        many = f"{len(left)} question{'' if len(left) == 1 else 's'}"
        if authority in self.silent:
            open_ = f" ({many} left open)" if left else ""
            why = _in_words(authority, self.silent[authority])
            return f"Could not ask {_named(authority)}{open_}: {why}"
        why = Counter(said for _, said in left.values()).most_common(1)[0][0]
        return f"{_named(authority)} left {many} unanswered: {_in_words(authority, why)}"

    def _put_off(self) -> list[str]:
        """What waits for the next run, by the setting that says how much a run may ask."""
        return [
            f"{count} {_WAITING[setting][count != 1]} left to the next run: {setting} allows"
            f" {budget} in one."
            for setting, (count, budget) in sorted(self.budgets.items())
        ]

    def _list_dates(self) -> list[str]:
        dated = sorted(self.lists.items())
        return [f"The list of {_named(name)} dates from {day}." for name, day in dated if day]


def _named(authority: str) -> str:
    """What people call an authority; a host is called by its name."""
    return AUTHORITY[authority][0] if authority in AUTHORITY else authority


def _in_words(authority: str, why: str) -> str:
    """Why an authority did not answer, with its name at the beginning as people say it."""
    why = why.rstrip(".")
    return _named(authority) + why.removeprefix(authority) if why.startswith(authority) else why


def _sum(
    what: str, known: int, checked: int, deferred: Counter[str], excluded: Counter[str]
) -> str:
    return (
        f"{what}: {known} known = {checked} answered, in this run or before"
        f" + {deferred.total()} postponed + {excluded.total()} not to be asked."
    )
