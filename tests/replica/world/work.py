"""One work of the world, and the notices about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LABELS = {
    "retraction": "Retraction",
    "correction": "Correction",
    "erratum": "Erratum",
    "expression_of_concern": "Expression of concern",
    "withdrawal": "Withdrawal",
    "new_version": "New version",
}


class Update(NamedTuple):
    """One notice about a work, as Crossref's ``updated-by`` has it."""

    type: str
    doi: str
    """DOI of the notice; the work's own for ``new_version``."""
    source: str
    """publisher or retraction-watch."""
    date: str
    """ISO."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One registered work. Empty fields: nobody knows."""

    doi: str
    """As its publisher prints it; DOI names are compared without case."""
    agency: str = "Crossref"
    landing: str = ""
    alias_of: str = ""
    doi_org: str = ""
    title: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    """(family, initials); a group is (name, "")."""
    and_others: bool = False
    container: str = ""
    short: str = ""
    year: int = 0
    month: int = 0
    published: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    article_number: str = ""
    publisher: str = ""
    member: str = ""
    type: str = "journal-article"
    pmcid: str = ""
    pmid: str = ""
    isbn: str = ""
    """Thirteen digits."""
    updates: tuple[Update, ...] = ()
    update_to: tuple[Update, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    """(relation in Crossref's spelling, DOI)."""
    datacite_shell: bool = False
    """A Crossref work of which DataCite keeps an unregistered copy of the metadata."""
    record: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """A real registry record, sent as it is instead of one built from the fields."""

    @property
    def name(self) -> str:
        """The DOI name in lower case."""
        return self.doi.lower()

    @property
    def prefix(self) -> str:
        """The DOI's prefix."""
        return self.doi.partition("/")[0]

    @property
    def pii(self) -> str:
        """The PII that an Elsevier DOI name is made of, without punctuation; else empty."""
        match = re.fullmatch(r"10\.1016/(s?[\dx()-]{15,21})", self.name)
        return re.sub(r"[()-]", "", match[1]).upper() if match else ""

    @property
    def date_parts(self) -> list[int]:
        """Year, month and day of publication as far as known."""
        if self.published:
            return [int(part) for part in self.published.split("-")]
        return [part for part in (self.year, self.month) if part]
