"""Says in a sentence why a waiver accepts nothing at present. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from archive.counting import counted
from archive.evidence.waivers import Waiver
from archive.reports.items import Item


def unused_waiver(waiver: Waiver, standing: Iterable[Item], today: date) -> str:
    """Why it accepts nothing, and what comes of that; ``standing`` are the findings that count."""
    about = ", ".join(
        f"{name} {value}"
        for name in ("finding", "kind", "page", "subject")
        if (value := getattr(waiver, name))
    )
    entry = f"{about} ({waiver.who}: {waiver.why})"
    if waiver.until is None or today <= waiver.until:
        return f"This waiver fits nothing any more: {entry}"
    lasting = replace(waiver, until=None)
    back = sum(
        lasting.fits(item.id, item.kind, item.page_url, item.subject, today) for item in standing
    )
    if not back:
        return f"This waiver ran out on {waiver.until} and fits nothing any more: {entry}"
    return (  # it may have run out before it was written: then nothing is back
        f"This waiver ran out on {waiver.until}, so that {counted(back, 'finding')}"
        f" it would fit count{'s' if back == 1 else ''}: {entry}"
    )
