"""Verifies one site's data folder: the profile's settings, the lock, the store, the run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from archive.evidence.flips import Flip, flips_between, standing_verdicts
from archive.evidence.waivers import Waiver, WaiverError, read_waivers
from archive.keeping.runs import software
from archive.locking import held
from archive.moments import present
from archive.store import Store
from crawler.identity import require_contact
from crawler.profile import Profile
from crawler.profile_rules import check_files
from pipelines.verification.engine import rejudge, verify
from pipelines.verification.settings import VerificationSettings
from pipelines.verification.summary import Summary


class NothingToVerify(Exception):
    """There is no crawl to verify; the message says what to do."""


def settings_of(profile: Profile) -> VerificationSettings:
    """The settings of a verification run, from a profile."""
    return VerificationSettings(
        site=profile.name,
        contact=profile.identity.contact,
        product=f"{profile.identity.user_agent}/{software().rpartition(' ')[2]}",
        network=profile.network,
        services=profile.services,
        **asdict(profile.verification),
    )


def verify_site(
    profile: Profile,
    data_folder: Path,
    progress: Callable[[str, int, int], None] | None = None,
    now: Callable[[], datetime] = present,
) -> Summary:
    """Ask about what is due, judge the answers, and set aside what is waived.

    Raises ``ProfileError`` where a live site would not be told whom to write to,
    ``NothingToVerify``, ``Busy``, ``StoreError``, ``CannotWrite``, ``WaiverError``.
    """
    path = data_folder / "crawl.db"
    if not path.is_file():
        raise NothingToVerify(f"There is nothing to verify: {path} does not exist. Crawl first.")
    check_files(profile)
    require_contact(profile, verifies=True)
    settings = settings_of(profile)
    with (
        held(data_folder),
        Store.open(path, now) as store,
        store.keeping_exchanges(settings.keep_exchanges, settings.site, settings.contact),
    ):
        try:
            summary = verify(store, settings, progress, now)
        except KeyboardInterrupt:  # it has judged what was answered: that counts as any other run
            with suppress(WaiverError):
                apply_waivers(store, data_folder, now())
            raise
        apply_waivers(store, data_folder, now())
        return summary


def rejudge_site(profile: Profile, data_folder: Path) -> tuple[Summary, list[Flip], int]:
    """Apply today's rules to all past checks, asking nobody; returns the run, what changed, and how
    many were judged.

    Raises ``NothingToVerify``, ``Busy``, ``StoreError``, ``WaiverError``.
    """
    path = data_folder / "crawl.db"
    if not path.is_file():
        raise NothingToVerify(f"There is nothing to judge: {path} does not exist. Crawl first.")
    with held(data_folder), Store.open(path) as store:
        before = standing_verdicts(store.db.conn)
        summary = rejudge(store, settings_of(profile))
        apply_waivers(store, data_folder, present())
        after = standing_verdicts(store.db.conn)
        return summary, flips_between(before, after), len(after)


def apply_waivers(store: Store, data_folder: Path, now: datetime) -> list[Waiver]:
    """Set aside the findings that the folder's ``waivers.toml`` accepts at a moment.

    Gives the waivers that fit nothing (any more). Raises ``WaiverError``.
    """
    path = data_folder / "waivers.toml"
    # without the file too: what it accepted before it was removed is open again
    return store.waive(read_waivers(path) if path.exists() else [], now)
