"""Every awkward case, by what is awkward about it."""

from __future__ import annotations

from tests.awkward.case import Case
from tests.awkward.cases import (
    absences,
    bodies,
    carriers,
    commonplace,
    departures,
    disguises,
    doorways,
    fragments,
    homecomings,
    hosting,
    lookalikes,
    names,
    pages,
    platforms,
    portals,
    redirects,
    slips,
    statuses,
    subjects,
    troubles,
    walls,
    wires,
)

CASES: tuple[Case, ...] = (
    *statuses.CASES,
    *redirects.CASES,
    *doorways.CASES,
    *bodies.CASES,
    *pages.CASES,
    *fragments.CASES,
    *names.CASES,
    *departures.CASES,
    *slips.CASES,
    *walls.CASES,
    *hosting.CASES,
    *platforms.CASES,
    *portals.CASES,
    *homecomings.CASES,
    *wires.CASES,
    *lookalikes.CASES,
    *troubles.CASES,
    *subjects.CASES,
    *carriers.CASES,
    *absences.CASES,
    *commonplace.CASES,
    *disguises.CASES,
)
