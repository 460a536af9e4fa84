"""Leads from a PMID, ISBN, handle ... to its DOI name, or to a check of its own.

What an authority says of many identifiers at a time is asked in lists; what is only a rule
(the DOI names of arXiv and JSTOR, of old PIIs) is asked as a DOI name. Everything is kept as a
check before it is judged, so that a run that was stopped goes on, and ``rejudge`` needs nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from archive.records import Authority, Check, KeptMention, Question, Scheme
from archive.store import Store
from pipelines.identifiers import doi_names, impossible
from pipelines.services import crossref_lookups, handles, ncbi
from pipelines.services.http import Client
from pipelines.verification.asking import NOT_ITSELF, Asker
from pipelines.verification.batches import chunks
from pipelines.verification.due import identifier_due_at, is_due
from pipelines.verification.judging.identifier_verdicts import (
    RULE_VERSION,
    IdentifierVerdict,
    article_of,
    judge_identifier,
    needs_second_question,
    with_article,
    with_doi,
)
from pipelines.verification.knowledge import Knowledge
from pipelines.verification.settings import VerificationSettings

Key = tuple[Scheme, str]
# Schemes whose rule for DOI names holds for all of their identifiers; other rules are guesses.
_CERTAIN = frozenset({Scheme.ARXIV})


def ask_identifiers(store: Store, asker: Asker, now: datetime) -> list[str]:
    """Ask about the identifiers of all pages that are due, and about their DOI names.

    Returns their registered DOI names, aliases followed: the records of these works are needed
    to compare, and tell what was retracted or replaced.
    """
    keys = _keys(store.identifier_mentions())
    known = {key[0]: key[1] for key in keys if _was_known(store, key)}
    due = [key for key in keys if _is_due(store, key, asker.settings, now)]
    _ask_authorities(asker, due, known)
    articles = [
        (Scheme.PMID, pmid) for key in keys if (pmid := article_of(key[0], _asked(store, key)))
    ]
    due = [a for a in dict.fromkeys(articles) if _is_due(store, a, asker.settings, now)]
    _ask_authorities(asker, due, known)
    told = {key: _judge(store, key, asker.settings).doi for key in keys}
    certain = [key for key in keys if not told[key] and key[0] in _CERTAIN]
    asker.ask_registrations(
        [
            *(doi for doi in told.values() if doi),
            *(name for key in certain for name in doi_names(*key)),
        ]
    )
    _ask_guesses(asker, [key for key in keys if not told[key] and key[0] not in _CERTAIN])
    found = (_registered(asker.knows, key, told[key]) for key in keys)
    return list(dict.fromkeys(asker.knows.name_of(name) for name in found if name))


def judge_identifiers(
    store: Store, knows: Knowledge, settings: VerificationSettings, now: datetime
) -> dict[Key, IdentifierVerdict]:
    """Judge every identifier that stands on a page, and write the verdicts down."""
    judged = {}
    for key in _keys(store.identifier_mentions()):
        verdict = _judge(store, key, settings)
        name = _registered(knows, key, verdict.doi)
        if name:
            work, _ = knows.work_of(name)
            verdict = with_doi(verdict, name, knows.registration_of(name), work)
        judged[key] = verdict
        checks = store.checks_of(verdict.identifier, Question.CROSSWALK)
        store.set_identifier(
            *key,
            now,
            existence=verdict.existence,
            reason=verdict.reason,
            doi=verdict.doi or None,
            title=verdict.work.title if verdict.work else "",
            checked_at=checks[-1].asked_at if checks else None,
            rule_version=RULE_VERSION,
        )
    return judged


def _keys(mentions: Iterable[KeptMention]) -> list[Key]:
    return list(dict.fromkeys((mention.scheme, mention.value) for mention in mentions))


def _judge(store: Store, key: Key, settings: VerificationSettings) -> IdentifierVerdict:
    checks = _asked(store, key)
    spacing = timedelta(days=settings.strike_days)
    verdict = judge_identifier(*key, checks, spacing)
    pmid = article_of(key[0], checks)
    if not pmid:
        return verdict
    article = (Scheme.PMID, pmid)
    return with_article(verdict, judge_identifier(*article, _asked(store, article), spacing))


def _asked(store: Store, key: Key) -> list[Check]:
    """All that was asked about an identifier, oldest first."""
    return store.checks_of(f"{key[0]}:{key[1]}", Question.CROSSWALK)


def _was_known(store: Store, key: Key) -> bool:
    """Whether the latest that was said of an identifier is that there is one."""
    answers = [check for check in _asked(store, key) if check.error is None]
    return bool(answers) and answers[-1].facts.get("found") is True


def _registered(knows: Knowledge, key: Key, told: str) -> str:
    """The registered DOI name of an identifier: what its authority says, or its rule makes."""
    names = (told,) if told else doi_names(*key)
    return next((name for name in names if knows.is_registered(name)), "")


def _is_due(store: Store, key: Key, settings: VerificationSettings, now: datetime) -> bool:
    if impossible(*key):
        return False
    checks = _asked(store, key)
    if needs_second_question(key[0], checks):
        return True
    return is_due(identifier_due_at(f"{key[0]}:{key[1]}", checks, settings), now)


def _ask_guesses(asker: Asker, keys: Iterable[Key]) -> None:
    """Ask about the DOI names that a rule makes, one after the other until one is registered."""
    waiting = [list(doi_names(*key)) for key in keys]
    while waiting := [names for names in waiting if names]:
        asked = [names.pop(0) for names in waiting]
        asker.ask_guesses(asked, "DOI names of identifiers")
        pairs = zip(asked, waiting, strict=True)
        waiting = [names for name, names in pairs if not asker.knows.is_registered(name)]


# ----------------------------------------------------------------------------- who is asked

# What asks about a list of values of one scheme.
_Ask = Callable[[Client, Sequence[str]], list[Check]]


def ncbi_asker(settings: VerificationSettings) -> ncbi.Asker:
    """Who asks NCBI, and where complaints go."""
    return ncbi.Asker(
        tool=settings.product.partition("/")[0],
        email=settings.contact if "@" in settings.contact else "",
    )


def _ask_authorities(asker: Asker, due: Sequence[Key], known: Mapping[Scheme, str]) -> None:
    """Ask each scheme's authority, in lists where it takes them; handles twice where needed.

    ``known``: an identifier of a scheme that its authority knew before.
    """
    settings, who = asker.settings, ncbi_asker(asker.settings)
    pmid, pmcid = known.get(Scheme.PMID, ""), known.get(Scheme.PMCID, "")
    ways: dict[Scheme, tuple[Authority, int, _Ask]] = {
        Scheme.PMID: (
            Authority.NCBI,
            ncbi.MAX_IDS,
            lambda client, values: ncbi.ask_articles(
                client, settings.services.ncbi, values, who, pmid
            ),
        ),
        Scheme.PMCID: (
            Authority.NCBI,
            ncbi.MAX_IDS,
            lambda client, values: ncbi.ask_pmc(client, settings.services.pmc, values, who, pmcid),
        ),
        Scheme.ISBN: (
            Authority.CROSSREF,
            crossref_lookups.LIST_SIZE,
            lambda client, values: crossref_lookups.ask_isbns(
                client, settings.services.crossref, values
            ),
        ),
        Scheme.PII: (
            Authority.CROSSREF,
            crossref_lookups.LIST_SIZE,
            lambda client, values: crossref_lookups.ask_piis(
                client, settings.services.crossref, values
            ),
        ),
    }
    for scheme, (authority, size, ask) in ways.items():
        lists = _lists([key for key in due if key[0] is scheme], size)
        asker.ask_each(lists, "identifiers", _unlabelled(ask), Question.CROSSWALK, authority)
    for authority, base in (
        (Authority.DOI_ORG, settings.services.doi_org),
        (Authority.HANDLE, settings.services.handle),
    ):
        found = [key for key in due if key[0] is Scheme.HANDLE]
        found = [key for key in found if handles.authority_of(key[1]) is authority]
        _ask_handles(asker, found, authority, base)


def _lists(keys: Sequence[Key], size: int) -> Iterator[list[str]]:
    """Identifiers (``pmid:1``) in lists of at most ``size``."""
    return chunks([f"{scheme}:{value}" for scheme, value in keys], size)


def _unlabelled(ask: _Ask) -> Callable[[Client, list[str]], list[Check]]:
    """The same question about identifiers with their scheme, as checks name their subjects."""

    def asked(client: Client, identifiers: list[str]) -> list[Check]:
        return ask(client, [identifier.partition(":")[2] for identifier in identifiers])

    return asked


def _ask_handles(asker: Asker, keys: Sequence[Key], authority: Authority, base: str) -> None:
    """Ask about handles; what is not found is asked a second time, past the cache.

    A second time only where a handle was found, or the control name (decision 0041): both proxies
    of the handle system know all DOI names.
    """
    has_found = False

    def is_half_asked(key: Key) -> bool:
        checks = asker.store.checks_of(f"{key[0]}:{key[1]}", Question.CROSSWALK)
        return needs_second_question(key[0], checks)

    def ask(client: Client, identifier: str, *, past_cache: bool = False) -> list[Check]:
        nonlocal has_found
        handle = identifier.partition(":")[2]
        check = handles.ask_handle(client, base, handle, past_cache=past_cache)
        has_found |= bool(check.facts["found"])
        return [check]

    first = [f"{scheme}:{value}" for scheme, value in keys if not is_half_asked((scheme, value))]
    asker.ask_each(first, "identifiers", ask, Question.CROSSWALK, authority)
    second = [f"{scheme}:{value}" for scheme, value in keys if is_half_asked((scheme, value))]
    control = asker.settings.control_doi
    if second and asker.is_asking and control and not has_found:
        label = f"{Scheme.HANDLE}:{control}"
        asker.ask_each([label], "control name", ask, Question.CROSSWALK, authority)
        if not has_found:
            why = f"it found none of the handles, and did not find {control} either"
            for identifier in second:
                asker.leave_open(Question.CROSSWALK, identifier, authority, NOT_ITSELF, why)
            return
    asker.ask_each(
        second,
        "identifiers, second question",
        partial(ask, past_cache=True),
        Question.CROSSWALK,
        authority,
    )
