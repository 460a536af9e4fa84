"""The number to propose in place of a wrong PMID, ISBN ... Pure."""

from __future__ import annotations

from dataclasses import replace

from archive.records import Finding, KeptMention, Suggestion
from pipelines.identifiers import replace_number
from pipelines.verification.judging.identifier_verdicts import LABELS
from pipelines.verification.judging.judged import Judged

RIGHT_IDENTIFIER = "identifier_of_the_work"
"""Rule of a suggestion that puts the work's own number in the place of a wrong one."""
_SCORE = 0.9


def with_right(finding: Finding, mention: KeptMention, judged: Judged) -> Finding:
    """The finding with the number that belongs there, where it was found."""
    right = judged.right.get(mention.id)
    if right is None or finding.should_say:
        return finding
    proposed = propose_number(finding, mention, right.value)
    if proposed is finding:
        return finding
    who = "NCBI gives" if right.checks else "the record has"
    return replace(
        proposed,
        why=(
            f"{finding.why} The work that this reference names is {right.doi}, for which {who} "
            f"the {LABELS[mention.scheme]} {right.value}."
        ),
        checks=tuple(dict.fromkeys((*finding.checks, *right.checks))),
    )


def propose_number(finding: Finding, mention: KeptMention, number: str) -> Finding:
    """The finding with the right number proposed, if it is clear where in the print it goes."""
    should_say = replace_number(mention.printed, mention.value, number)
    if not should_say:
        return finding
    proposal = Suggestion(
        before=finding.says, after=should_say, rule=RIGHT_IDENTIFIER, score=_SCORE
    )
    return replace(finding, should_say=should_say, suggestions=(proposal,))
