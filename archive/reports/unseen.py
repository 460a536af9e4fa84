"""Links that nobody could look at for a long time: a person with a browser may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.evidence.links import IN_USE
from archive.moments import moment_of, moment_text
from archive.reports.plain import day

WEEKS = 8
"""After so many weeks a maintainer hears of a link that could not be looked at."""
MEANING = (
    "Programs are kept out of these, or could not tell what is there. They are no findings: "
    "open each once with a browser, and accept or replace what you see."
)

_UNSEEN = f"""
SELECT url, verdict, reason, coalesce(last_ok_at, first_seen_at) AS since,
  last_ok_at IS NOT NULL AS was_well,
  (SELECT min(pages.url) FROM link_mentions JOIN pages ON pages.id = link_mentions.page_id
    WHERE link_id = links.id AND gone_since_at IS NULL AND is_hidden = 0) AS page_url,
  (SELECT count(DISTINCT link_mentions.page_id) FROM link_mentions
    JOIN pages ON pages.id = link_mentions.page_id
    WHERE link_id = links.id AND gone_since_at IS NULL AND is_hidden = 0) AS pages
FROM links WHERE verdict IN ('unknown', 'blocked') AND checked_at IS NOT NULL
AND coalesce(last_ok_at, first_seen_at) <= :before AND {IN_USE}
-- One that was found wrong before it was blocked stays a finding, and is told as such.
AND url NOT IN (SELECT subject FROM findings WHERE state <> 'recovered')
ORDER BY since, url"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A link that was asked for again and again, and could not be looked at: no finding."""

    url: str
    """Where it leads."""
    verdict: str
    """blocked or unknown."""
    reason: str
    """Why it could not be looked at, when it was last tried."""
    since: str
    """When it was last well; where it never was, when it was first met."""
    was_well: bool
    """Whether it ever was."""
    page_url: str
    """A page that it stands on."""
    pages: int
    """On how many pages it stands."""

    @property
    def told(self) -> str:
        """Since when, why, and where it stands, in a sentence or two."""
        since = "not since" if self.was_well else "never, and met on"
        more = f" and {self.pages - 1} more" if self.pages > 1 else ""
        return f"{since} {day(self.since)}. {self.reason} It is on {self.page_url}{more}."


def unseen_links(conn: Connection, now: str) -> tuple[Unseen, ...]:
    """The links that could not be looked at for so long, at a moment, the longest first."""
    before = moment_text(moment_of(now) - timedelta(weeks=WEEKS))
    rows = select(conn, _UNSEEN, {"before": before})
    return tuple(Unseen(**row | {"was_well": bool(row["was_well"])}) for row in rows)
