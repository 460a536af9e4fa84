"""Waivers: findings that a maintainer accepts, read from a TOML file kept by hand.

```toml
[[waiver]]
kind = "link_gone"                       # any of finding, kind, page, subject;
page = "https://www.example.org/old/*"   # page and subject may have * for any text
who = "Ada"
why = "The old leaflets stay as they are."
until = 2027-06-30                       # optional; the last day it holds
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path

from archive.records import FindingKind


class WaiverError(Exception):
    """The waivers file cannot be used; the message names file and entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One entry of the file. A finding must match every pattern given."""

    who: str
    why: str
    finding: str = ""
    """Id of a finding, or its beginning (at least six digits)."""
    kind: str = ""
    page: str = ""
    """URL of the page; ``*`` stands for any text."""
    subject: str = ""
    """DOI name or URL that is wrong; ``*`` stands for any text."""
    until: date | None = None

    def fits(self, finding_id: str, kind: str, page_url: str, subject: str, today: date) -> bool:
        """Whether the waiver accepts this finding today."""
        return (
            (self.until is None or today <= self.until)
            and finding_id.startswith(self.finding)
            and self.kind in ("", kind)
            and _matches(self.page, page_url)
            and _matches(self.subject, subject)
        )


def _matches(pattern: str, text: str) -> bool:
    """Each part as early as it stands: a pattern of many stars would take a regular expression
    hours with the long address of a stranger."""
    if not pattern:
        return True
    first, *others = pattern.split("*")
    if not others:
        return text == pattern
    last = others.pop()
    at, end = len(first), len(text) - len(last)
    if not (at <= end and text.startswith(first) and text.endswith(last)):
        return False
    for part in others:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def read_waivers(path: Path) -> list[Waiver]:
    """The waivers in a file; raises WaiverError, saying what is wrong and where."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WaiverError(f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise WaiverError(f"{path} is not TOML in UTF-8: {error}.") from error
    entries = document.pop("waiver", [])
    if document:
        raise WaiverError(f"{path}: unknown key {next(iter(document))!r}; write [[waiver]].")
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        raise WaiverError(f"{path}: write [[waiver]] with two brackets.")
    return [_waiver(entry, f"{path}, waiver {n}") for n, entry in enumerate(entries, 1)]


def _waiver(entry: Mapping[str, object], where: str) -> Waiver:
    known = [field.name for field in fields(Waiver)]
    values: dict[str, str] = {}
    until: date | None = None
    for name, value in entry.items():
        if name not in known:
            raise WaiverError(f"{where}: unknown key {name!r}; known are {', '.join(known)}.")
        if name == "until":
            if not isinstance(value, date) or isinstance(value, datetime):
                raise WaiverError(f"{where}: until must be a date, e.g. until = 2027-06-30.")
            until = value
        elif not isinstance(value, str) or not value.strip():
            raise WaiverError(f"{where}: {name} must be a text in quotes, and not empty.")
        else:
            values[name] = value.strip()
    for name in ("who", "why"):
        if name not in values:
            raise WaiverError(f"{where}: {name} is missing. A waiver says who accepts it and why.")
    if not values.keys() & {"finding", "kind", "page", "subject"}:
        raise WaiverError(
            f"{where}: say what is accepted: at least one of finding, kind, page and subject."
        )
    if values.get("kind", FindingKind.LINK_GONE) not in list(FindingKind):
        raise WaiverError(
            f"{where}: {values['kind']!r} is no kind of finding; "
            f"known are {', '.join(FindingKind)}."
        )
    if 0 < len(values.get("finding", "")) < 6:
        raise WaiverError(f"{where}: give at least six digits of the finding's id.")
    return Waiver(until=until, **values)
